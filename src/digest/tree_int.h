/* What the files of the directory trie share. */
#ifndef PANTS_DIGEST_TREE_INT_H
#define PANTS_DIGEST_TREE_INT_H

#include "digest/tree.h"

/** Appends the Directory message of entries that are sorted by name. */
void directory__encode(const struct dentry *entries, size_t count, struct buf *out);

#endif
