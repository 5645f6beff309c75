/*
 * Paths as text: no disk is touched. '/' separates; paths of the build root are relative, without
 * "." and ".." parts and without a trailing slash, and the root itself is "".
 */
#ifndef PANTS_BASE_PATH_H
#define PANTS_BASE_PATH_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"

/** The last part ("a/b" -> "b", "a" -> "a", "" -> ""). */
struct str path_base(struct str path);
/** All but the last part ("a/b" -> "a", "a" -> "", "/a" -> "/"). */
struct str path_dir(struct str path);
/** The extension with its dot ("a/b.tar.gz" -> ".gz"); dots in front do not count (".a" -> ""). */
struct str path_ext(struct str path);
/** Appends a and b with one '/' between them; an empty side adds nothing, an absolute b replaces.
 */
void path_join(struct buf *out, struct str a, struct str b);
malloc_ char *path_join_dup(struct str a, struct str b);
/** True when path is folder itself or below it; "" is above everything relative. */
bool path_is_within(struct str path, struct str folder);
/**
 * Removes ".", empty parts and resolves ".." by text. Returns 0, or 1 when ".." would climb above
 * the start (out then holds the leading ".." parts too). An absolute path stays absolute.
 */
int path_normalise(struct buf *out, struct str path);
/** Compares component by component, so that "a/b" comes before "a-b". */
int path_cmp(struct str a, struct str b);

#endif
