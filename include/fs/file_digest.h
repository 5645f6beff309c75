/*
 * Digests of files, remembered by stat signature in a persisted table (ARCHITECTURE decisions 6
 * and 7). A signature that is racy is neither looked up nor stored: such a file is hashed again.
 */
#ifndef PANTS_FS_FILE_DIGEST_H
#define PANTS_FS_FILE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "digest/digest.h"
#include "fs/tree.h"

struct table;
struct fs_digests;

/** A memory over `table` (borrowed, may be NULL: nothing is remembered between processes). */
malloc_ struct fs_digests *fs_digests_new(struct table *table);
void fs_digests_free(struct fs_digests *d);

/** The digest that goes with a signature. False: not known, hash the file. */
bool fs_digests_get(struct fs_digests *d, const struct fs_sig *sig, struct digest *ret_digest);
/** Remembers what fs_digest_file() found. Ignores racy signatures. */
void fs_digests_put(struct fs_digests *d, const struct fs_sig *sig, const struct digest *digest);

/** What a job reads of one file. The caller fills the first part; the job the second. */
struct fs_digest_job {
    int root_fd;        /**< of the tree; borrowed */
    struct str path;    /**< relative to it, NUL-terminated, links already followed */
    size_t max_content; /**< keep the bytes too when the file has at most that many; 0: never */

    int r; /**< 0, FS_ABSENT, or a failure with err filled */
    struct err err;
    struct digest digest; /**< of what was read */
    struct fs_sig sig;    /**< of what was read: the same before and after reading */
    struct buf content;   /**< owned by the caller from then on */
};

/**
 * Reads and hashes one file; plain C on private data, to be run on a pool thread. A file that
 * changes while it is read is read again, and after ten times that is an error.
 */
void fs_digest_file(struct fs_digest_job *job);

/** Reads (and hashes) a file the tree knows, on this thread; the table answers when it can. */
must_check_ int fs_tree_digest(struct fs_tree *t, struct fs_digests *d, const struct fs_dir *dir,
                               const struct fs_entry *entry, struct digest *ret_digest,
                               struct err *e);
/** Reads a file the tree knows; at most max bytes. FS_ABSENT when it has vanished. */
must_check_ int fs_tree_read(struct fs_tree *t, const struct fs_dir *dir,
                             const struct fs_entry *entry, size_t max, struct buf *out,
                             struct err *e);

#endif
