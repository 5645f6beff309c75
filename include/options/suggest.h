/*
 * "Did you mean ...?": names that are like one that nobody knows, by edit distance (insert, delete,
 * replace, swap of neighbours), where the length decides how much may differ; capital and small
 * letters are the same.
 */
#ifndef PANTS_OPTIONS_SUGGEST_H
#define PANTS_OPTIONS_SUGGEST_H

#include "base/buf.h"
#include "base/str.h"

/** Up to 3 of the candidates most like name, best first. */
size_t suggest_similar(struct str name, const struct str *candidates, size_t count,
                       struct str ret[3]);
/**
 * Appends " Did you mean `a`, `b` or `c`?" with the candidates most like name; nothing when there
 * is none like it. Returns whether there was.
 */
bool suggest_add(struct str name, const struct str *candidates, size_t count, struct buf *out);

#endif
