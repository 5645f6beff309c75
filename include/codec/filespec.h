/*
 * struct filespec: include globs (codec/glob.h) and exclude patterns (codec/ignore.h) against
 * relative paths, as text. A path matches when an include matches it and no exclude does (nor one
 * of its parents). Immutable once made; matching is thread-safe.
 */
#ifndef PANTS_CODEC_FILESPEC_H
#define PANTS_CODEC_FILESPEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

struct filespec;

/** Copies the patterns. ERR_USAGE for an include that is malformed or absolute. */
must_check_ int filespec_new(const struct str *includes, size_t n_includes,
                             const struct str *excludes, size_t n_excludes, struct filespec **ret,
                             struct err *e);
void filespec_free(struct filespec *f);
bool filespec_match(const struct filespec *f, struct str path);

#endif
