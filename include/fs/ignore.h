/*
 * struct fs_ignore: which paths of the build root do not exist for us. Patterns in gitignore's
 * syntax, later ones win: the user's global excludes, <root>/.gitignore, <root>/.git/info/exclude
 * (these three only when asked for), then `pants_ignore`, whose "!" patterns re-include. Nested
 * .gitignore files are not read. Owned by the caller, immutable once built.
 */
#ifndef PANTS_FS_IGNORE_H
#define PANTS_FS_IGNORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

struct fs_ignore;

/** Where the user's own git settings lie; NULL members are unset. Borrowed for the call. */
struct fs_ignore_env {
    const char *home;            /**< $HOME */
    const char *xdg_config_home; /**< $XDG_CONFIG_HOME */
};

/**
 * Builds the rules of `root` (absolute). patterns: `pants_ignore`, in order. use_gitignore: read
 * the three files first; one that is missing is no error, env may then be NULL to leave the
 * user's own out.
 */
must_check_ int fs_ignore_new(const char *root, const struct str *patterns, size_t count,
                              bool use_gitignore, const struct fs_ignore_env *env,
                              struct fs_ignore **ret, struct err *e);
void fs_ignore_free(struct fs_ignore *ig);
/** Whether the path itself (its parents are not looked at) is ignored. Thread-safe. */
bool fs_ignore_match(const struct fs_ignore *ig, struct str path, bool is_dir);
/** A hash of all patterns in order: for keys of what depends on them. */
uint64_t fs_ignore_fingerprint(const struct fs_ignore *ig);

#endif
