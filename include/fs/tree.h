/*
 * struct fs_tree: what this process has seen of the build root.
 *
 * Directories are listed once, when first asked for (or ahead of time, in parallel, by
 * fs_tree_scan()), filtered by the ignore rules as they are listed: what is ignored does not
 * exist for anybody above. Files are not stat'ed by a listing; a signature is taken when first
 * asked for. Nothing is read twice until it is invalidated or revalidated.
 *
 * Names are bytes: one that is not UTF-8 is listed like any other and carries FS_NOT_UTF8.
 * Paths are relative to the root, normalised (base/path.h); the root is "". Paths with links in
 * them are followed inside the root ("oblivious": a link to a folder is a folder); each real
 * folder has one struct fs_dir whatever way it was reached. Sockets, fifos and devices are not
 * listed.
 *
 * Ownership: the tree owns directories, entries, names and signatures. A struct fs_dir lives as
 * long as the tree. Entries and signatures handed out stay readable until the next
 * fs_tree_invalidate() or fs_tree_revalidate(): who keeps things longer copies the name and the
 * signature, and remembers the directory's generation. One thread, the work thread, calls; jobs
 * of a scan work on private data.
 */
#ifndef PANTS_FS_TREE_H
#define PANTS_FS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/log.h"
#include "base/str.h"

struct buf;
struct fs_tree;
struct fs_ignore;
struct loop;

enum fs_kind {
    FS_NONE = 0, /**< nothing there */
    FS_FILE = 1,
    FS_DIR = 2,
    FS_LINK = 3,
};

enum fs_entry_flags {
    FS_NOT_UTF8 = 1 << 0, /**< the name is not well-formed UTF-8 */
};

/**
 * A stat signature (ARCHITECTURE decision 7): equal signatures mean equal content, unless the
 * file was modified within the clock's granularity of the moment it was looked at (`racy`).
 */
struct fs_sig {
    uint64_t dev;
    uint64_t ino;
    uint64_t size;
    int64_t mtime_ns;
    int64_t ctime_ns;
    uint32_t mode;
    bool racy; /**< too young: not to be trusted for looking a digest up, nor for storing one */
};

/** One name in a directory. */
struct fs_entry {
    const char *name;         /**< NUL-terminated bytes */
    const struct fs_sig *sig; /**< NULL until asked for; use fs_tree_sig() */
    uint32_t child;           /**< FS_DIR: 1 + index of its fs_dir once known; else 0 */
    uint16_t name_len;
    uint8_t kind;  /**< enum fs_kind: FS_FILE, FS_DIR or FS_LINK */
    uint8_t flags; /**< enum fs_entry_flags */
};

/** One listed directory. */
struct fs_dir {
    struct str path;                /**< canonical, relative to the root; NUL-terminated */
    const struct fs_entry *entries; /**< sorted by the bytes of the name */
    uint32_t count;
    uint32_t index;      /**< dense and stable: fs_tree_dir_at(tree, index) */
    uint64_t generation; /**< moves on when a listing differs from the one before; from 1 */
};

/** The outcome of looking a path up: the thing itself, links followed. */
struct fs_found {
    enum fs_kind kind;            /**< FS_FILE or FS_DIR */
    const struct fs_dir *parent;  /**< of the file; NULL when kind is FS_DIR */
    const struct fs_entry *entry; /**< of the file; NULL when kind is FS_DIR */
    const struct fs_dir *dir;     /**< the folder, listed; NULL when kind is FS_FILE */
};

/** Positive outcome: nothing is there (absent, ignored, a broken link, or not a folder). */
#define FS_ABSENT 1

static inline struct str fs_entry_name(const struct fs_entry *entry) {
    return str_make(entry->name, entry->name_len);
}

/**
 * A tree over the folder `root` (absolute). `ignore` (NULL: nothing is ignored) is borrowed and
 * must outlive the tree; `log` may be NULL.
 */
must_check_ int fs_tree_new(const char *root, const struct fs_ignore *ignore,
                            const struct log_sink *log, struct fs_tree **ret, struct err *e);
void fs_tree_free(struct fs_tree *t);

/** The absolute path of the root, without a trailing slash; NUL-terminated. */
struct str fs_tree_root(const struct fs_tree *t);
/** The descriptor of the root folder (O_PATH is not used: openat and fstatat work on it). */
int fs_tree_root_fd(const struct fs_tree *t);

/**
 * The listing of a folder. 0, FS_ABSENT (also when path is a file), or an error: it cannot be
 * read, a link is absolute or too deep.
 */
must_check_ int fs_tree_dir(struct fs_tree *t, struct str path, const struct fs_dir **ret_dir,
                            struct err *e);
/** The folder behind an FS_DIR entry of dir, listed. */
must_check_ int fs_tree_child(struct fs_tree *t, const struct fs_dir *dir,
                              const struct fs_entry *entry, const struct fs_dir **ret_dir,
                              struct err *e);
/** What a path is, links followed. 0, FS_ABSENT or an error. */
must_check_ int fs_tree_lookup(struct fs_tree *t, struct str path, struct fs_found *ret_found,
                               struct err *e);
/** Follows the link `entry` of dir to what it stands for. 0, FS_ABSENT (broken) or an error. */
must_check_ int fs_tree_follow(struct fs_tree *t, const struct fs_dir *dir,
                               const struct fs_entry *entry, struct fs_found *ret_found,
                               struct err *e);

/** The entry of that name in a listing, or NULL. */
const struct fs_entry *fs_dir_find(const struct fs_dir *dir, struct str name);
/** dir's path joined with the entry's name, appended to out. */
void fs_dir_entry_path(const struct fs_dir *dir, const struct fs_entry *entry, struct buf *out);

/** The directory of that index, listed or not yet (then count is 0 and generation 0). */
const struct fs_dir *fs_tree_dir_at(const struct fs_tree *t, uint32_t index);
/** How many indexes there are. */
uint32_t fs_tree_dir_count(const struct fs_tree *t);

/** The entry's signature, taken now if it is not known. FS_ABSENT when it has vanished. */
must_check_ int fs_tree_sig(struct fs_tree *t, const struct fs_dir *dir,
                            const struct fs_entry *entry, const struct fs_sig **ret_sig,
                            struct err *e);
static inline bool fs_sig_executable(const struct fs_sig *sig) {
    return (sig->mode & 0100) != 0;
}
bool fs_sig_equal(const struct fs_sig *a, const struct fs_sig *b);

enum fs_scan_flags {
    FS_SCAN_PLAIN = 0,
    FS_SCAN_RECURSIVE = 1 << 0, /**< all folders below, links to folders not followed */
    FS_SCAN_SIGS = 1 << 1,      /**< take the signatures of files too */
};

/**
 * Lists folders ahead of time on the pool's threads, and pumps the loop until that is done. A
 * folder that cannot be read, or that vanishes, is left unlisted: whoever asks for it gets the
 * error. loop NULL: on this thread.
 */
must_check_ int fs_tree_scan(struct fs_tree *t, struct loop *loop, const struct str *paths,
                             size_t count, enum fs_scan_flags flags, struct err *e);

/** Forgets one path: its listing when it is a folder, its parent's listing and its signature. */
void fs_tree_invalidate(struct fs_tree *t, struct str path);

/** Called for each directory whose listing, and each file whose signature, is not what it was. */
typedef void fs_changed_fn(void *user, struct str path, bool is_dir);
/** Looks at everything known again (stat decides) and reports what changed. */
must_check_ int fs_tree_revalidate(struct fs_tree *t, struct loop *loop, fs_changed_fn *changed,
                                   void *user, struct err *e);

/** Names that are not UTF-8, as paths, in the order they were met. */
size_t fs_tree_odd_names(const struct fs_tree *t, const struct str **ret_paths);

#endif
