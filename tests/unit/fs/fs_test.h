/* The groups of this binary, and the scratch folders they share. */
#ifndef PANTS_FS_TEST_H
#define PANTS_FS_TEST_H

#include "fs/tree.h"

struct scratch {
    char root[64];
    char path[512];
    struct fs_tree *tree;
};

int scratch_set_up(void **state);
int scratch_tear_down(void **state);
/** Makes a file (with its folders) holding text. */
void put(struct scratch *s, const char *path, const char *text);
void put_dir(struct scratch *s, const char *path);
void put_link(struct scratch *s, const char *path, const char *target);
void rm(struct scratch *s, const char *path);
/** The absolute path, in s->path. */
const char *in(struct scratch *s, const char *path);
/** A new tree over the scratch folder (in place of the one before). */
struct fs_tree *new_tree(struct scratch *s, const struct fs_ignore *ignore);
/** True when this process may read what it has no permission for (root). */
bool permissions_do_not_bind(void);

int tree_tests(void);
int glob_tests(void);
int ignore_tests(void);
int file_digest_tests(void);

#endif
