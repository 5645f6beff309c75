/* What the files of `fs` share: directories as the tree keeps them, and raw listings. */
#ifndef PANTS_FS_INT_H
#define PANTS_FS_INT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"
#include "fs/glob_expand.h"
#include "fs/ignore.h"
#include "fs/tree.h"

#include <sys/stat.h>

enum {
    FS_MAX_LINKS = 64, /**< links followed on one way before it is an error (or broken) */
};

enum dir_state {
    DIR_UNLISTED = 0, /**< nothing is known; entries are none */
    DIR_LISTED,       /**< entries are what the disk had */
    DIR_STALE,        /**< entries are of before; to be listed again before use */
};

/** A directory. `pub` is what others see of it; it comes first. */
struct dir_node {
    struct fs_dir pub;
    void *block; /**< malloc'ed: the entries, then their names */
    enum dir_state state;
};

struct fs_tree {
    char *root;
    size_t root_len;
    int root_fd;
    const struct fs_ignore *ignore;
    const struct log_sink *log;
    struct map by_path; /**< canonical path -> struct dir_node */
    VEC(struct dir_node *) dirs;
    struct map links;   /**< path of a link -> its text, malloc'ed, as read (NUL-terminated) */
    struct arena arena; /**< directories, their paths, signatures, odd names */
    VEC(struct fs_sig *) free_sigs; /**< signatures to be used again */
    VEC(struct str) odd;
    VEC(void *) old_blocks;        /**< replaced; freed when something is invalidated next */
    VEC(struct fs_sig *) old_sigs; /**< dropped; free from then on */
};

/** What a listing found, before the tree takes it over. Plain data of one thread at a time. */
struct raw_dir {
    char *path;             /**< malloc'ed */
    int r;                  /**< 0, FS_ABSENT, or a failure with err set */
    struct err *err;        /**< malloc'ed, of a failure; NULL otherwise */
    struct fs_entry *block; /**< malloc'ed: entries, then names */
    struct fs_sig *sigs;    /**< malloc'ed, one an entry; ino 0: not taken; NULL: none taken */
    uint32_t count;
    bool only_known; /**< of sigs: those of entries that had none are not kept */
};

enum raw_flags {
    RAW_SIGS = 1 << 0, /**< of files and links */
};

/** Reads one directory. Any thread: touches nothing but its arguments. */
void raw_dir__list(int root_fd, const struct fs_ignore *ignore, const char *path,
                   enum raw_flags flags, struct raw_dir *ret);
void raw_dir__done(struct raw_dir *raw);

/** A signature from a stat; `now` from sig__now() before or after the stat decides `racy`. */
void sig__from_stat(const struct stat *st, int64_t now_ns, struct fs_sig *ret);
int64_t sig__now(void);

/** The node of a canonical path, made when new. */
struct dir_node *tree__node(struct fs_tree *t, struct str path);
struct dir_node *tree__find_node(const struct fs_tree *t, struct str path);
/** Makes sure it is listed. 0, FS_ABSENT or an error. */
int tree__ensure(struct fs_tree *t, struct dir_node *node, struct err *e);
/** Takes a listing over, and empties it. changed may be NULL. */
void tree__adopt(struct fs_tree *t, struct dir_node *node, struct raw_dir *raw,
                 fs_changed_fn *changed, void *user);
/** The node behind an FS_DIR entry. */
struct dir_node *tree__child(struct fs_tree *t, const struct fs_dir *dir,
                             const struct fs_entry *entry);
/** Frees what was replaced: entries and signatures that others may have held until now. */
void tree__sweep(struct fs_tree *t);
struct fs_sig *tree__new_sig(struct fs_tree *t, const struct fs_sig *sig);

/** Follows a link; rec (may be NULL) hears of every listing consulted. */
int tree__follow(struct fs_tree *t, const struct fs_dir *dir, const struct fs_entry *entry,
                 unsigned depth, const struct fs_recorder *rec, struct fs_found *ret,
                 struct err *e);
int tree__lookup(struct fs_tree *t, struct str path, const struct fs_recorder *rec,
                 struct fs_found *ret, struct err *e);

static inline void record_dir(const struct fs_recorder *rec, const struct fs_dir *dir) {
    if (rec != NULL && rec->dir != NULL) {
        rec->dir(rec->user, dir);
    }
}

#endif
