/*
 * struct dtree: an immutable directory in memory (names, digests, links), and its canonical REAPI
 * `Directory` bytes and digest. No I/O.
 *
 * Refcounted: dtree_ref/dtree_unref; a parent counts its children, so subtrees are shared.
 * Build one from paths with struct dtree_builder; entries come out sorted by the bytes of their
 * name, mixed kinds in one list.
 */
#ifndef PANTS_DIGEST_TREE_H
#define PANTS_DIGEST_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "digest/digest.h"

struct arena;
struct dtree;
struct dtree_builder;

enum dentry_kind {
    DENTRY_FILE = 1,
    DENTRY_DIR = 2,
    DENTRY_LINK = 3,
};

/** One name in a directory. Owned by it. */
struct dentry {
    struct str name;
    enum dentry_kind kind;
    bool executable;      /**< DENTRY_FILE */
    struct digest digest; /**< DENTRY_FILE: of the content; DENTRY_DIR: of the subdirectory */
    struct dtree *tree;   /**< DENTRY_DIR: the subdirectory, counted */
    struct str target;    /**< DENTRY_LINK */
};

struct dtree *dtree_ref(struct dtree *t);
void dtree_unref(struct dtree *t);
void dtree_unrefp(struct dtree **t);
/** The empty directory, counted. */
must_check_ struct dtree *dtree_empty(void);

const struct dentry *dtree_entries(const struct dtree *t, size_t *ret_count);
const struct dentry *dtree_find(const struct dtree *t, struct str name);
/** Computed when the tree was made. */
const struct digest *dtree_digest(const struct dtree *t);
/** Appends the canonical Directory message: what the digest is of. */
void dtree_encode(const struct dtree *t, struct buf *out);

/**
 * Reads a Directory message. Names and targets point into `bytes`, the entries (sorted by name;
 * `tree` of directories is NULL) lie in the arena. ERR_FORMAT for anything that is not the
 * canonical encoding, or has a name that no directory can hold.
 */
must_check_ int directory_parse(struct str bytes, struct arena *arena, struct dentry **ret_entries,
                                size_t *ret_count, struct err *e);

/** Called for each entry below, depth first, in order of names; path is relative to the top. */
typedef int dtree_visit_fn(void *user, struct str path, const struct dentry *entry, struct err *e);
/** Stops at the first non-zero result, which it returns. */
int dtree_walk(const struct dtree *t, dtree_visit_fn *visit, void *user, struct err *e);

/** Collects entries in any order. Paths as in base/path.h; parents appear by themselves. */
malloc_ struct dtree_builder *dtree_builder_new(void);
void dtree_builder_free(struct dtree_builder *b);
/** ERR_CONFLICT when the path is already there as something else (the same again is fine). */
must_check_ int dtree_builder_file(struct dtree_builder *b, struct str path,
                                   const struct digest *digest, bool executable, struct err *e);
must_check_ int dtree_builder_link(struct dtree_builder *b, struct str path, struct str target,
                                   struct err *e);
must_check_ int dtree_builder_dir(struct dtree_builder *b, struct str path, struct err *e);
/** The tree, counted for the caller; the builder is empty afterwards. */
must_check_ int dtree_builder_finish(struct dtree_builder *b, struct dtree **ret, struct err *e);

/** One directory from entries (names and targets are copied, subtrees counted), sorted here. */
must_check_ int dtree_new(const struct dentry *entries, size_t count, struct dtree **ret,
                          struct err *e);

#endif
