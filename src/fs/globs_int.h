/* A parsed list of globs, as glob_parse.c leaves it for glob_expand.c. */
#ifndef PANTS_FS_GLOBS_INT_H
#define PANTS_FS_GLOBS_INT_H

#include "codec/glob.h"
#include "codec/ignore.h"
#include "fs_int.h"

struct fs_globs {
    struct arena arena;
    struct str base;
    struct glob *includes;
    struct str *include_texts; /**< base joined */
    size_t count;
    struct glob_part *names; /**< excludes that are one plain name pattern below a base */
    size_t name_count;
    struct ignore_list *ignore; /**< all other excludes; NULL when there are none */
};

/** Whether the entry is excluded. scratch is a buffer of the caller's. */
bool globs__excluded(const struct fs_globs *g, const struct fs_dir *dir,
                     const struct fs_entry *entry, struct buf *scratch);

#endif
