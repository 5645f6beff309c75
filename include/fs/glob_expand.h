/*
 * Globs over the tree: which files and folders a list of patterns stands for.
 *
 * Includes: '/' separates components; "." is dropped; "**" stands for any number of folders, and
 * as the last component for everything below; ".." climbs; "*", "?", "[...]" and "[!...]" match
 * inside one component, leading dots too. Patterns that start with "!" are excludes, gitignore
 * patterns matched on the path from the root. A missing folder matches nothing. Links are
 * followed; results carry the path as it was walked (through the link, ".." kept), sorted
 * component by component (path_cmp()) and unique.
 *
 * Parsing is separate from expanding, so that a list used again is parsed once.
 *
 * Calling sequence
 *   fs_globs_parse(patterns, count, base, &globs, e);
 *   fs_glob_expand(tree, globs, FS_GLOB_FILES, NULL, &matches, e);
 *   ... matches.items[i] ...
 *   fs_matches_done(&matches); fs_globs_free(globs);
 */
#ifndef PANTS_FS_GLOB_EXPAND_H
#define PANTS_FS_GLOB_EXPAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "fs/tree.h"

struct fs_globs;

/**
 * Patterns (includes and "!" excludes, in any order), each taken below the folder `base` ("" is
 * the root; wildcard characters in it stand for themselves). The strings are copied. ERR_USAGE for
 * an absolute pattern, one that climbs out of the root, or one that is malformed.
 */
must_check_ int fs_globs_parse(const struct str *patterns, size_t count, struct str base,
                               struct fs_globs **ret_globs, struct err *e);
void fs_globs_free(struct fs_globs *g);
/** How many includes there are; the n-th is the n-th pattern without "!", base joined. */
size_t fs_globs_includes(const struct fs_globs *g);
struct str fs_globs_include(const struct fs_globs *g, size_t n);

enum fs_glob_flags {
    FS_GLOB_FILES = 1 << 0, /**< report files */
    FS_GLOB_DIRS = 1 << 1,  /**< report folders */
};

/** One path that matched. */
struct fs_match {
    struct str path;              /**< as walked; NUL-terminated; in the result's arena */
    const struct fs_dir *parent;  /**< files: the real folder it lies in; folders: NULL */
    const struct fs_entry *entry; /**< files: its entry there; folders: NULL */
    enum fs_kind kind;            /**< FS_FILE or FS_DIR */
};

/** The result. A zeroed struct is empty; fs_matches_done() frees it. */
struct fs_matches {
    struct fs_match *items; /**< sorted by path_cmp(), unique */
    size_t count;
    bool *include_matched; /**< one for each include: it matched something that was not excluded */
    struct arena arena;
};

/** Told about each real directory whose listing the answer rests on; may be told twice. */
struct fs_recorder {
    void (*dir)(void *user, const struct fs_dir *dir);
    /** A folder that was looked for and is not there (or is not a folder). May be NULL. */
    void (*absent)(void *user, struct str path);
    void *user;
};

must_check_ int fs_glob_expand(struct fs_tree *t, const struct fs_globs *globs,
                               enum fs_glob_flags flags, const struct fs_recorder *recorder,
                               struct fs_matches *ret_matches, struct err *e);
void fs_matches_done(struct fs_matches *m);

#endif
