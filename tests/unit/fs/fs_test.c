/* Scratch folders, and main() of all groups of fs. */
#include "fs_test.h"

#include "base/alloc.h"
#include "base/path.h"
#include "sys/fileio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

int scratch_set_up(void **state) {
    struct scratch *s = ALLOC(struct scratch);
    strcpy(s->root, "/tmp/fs-test-XXXXXX");
    *state = s;
    return mkdtemp(s->root) != NULL ? 0 : -1;
}

int scratch_tear_down(void **state) {
    struct scratch *s = *state;
    struct err e = ERR_INIT;
    fs_tree_free(s->tree);
    int r = dir_remove(s->root, &e);
    free(s);
    return r;
}

const char *in(struct scratch *s, const char *path) {
    snprintf(s->path, sizeof(s->path), "%s/%s", s->root, path);
    return s->path;
}

void put_dir(struct scratch *s, const char *path) {
    struct err e = ERR_INIT;
    assert_int_equal(dir_make(in(s, path), 0755, &e), 0);
}

static void put_parent(struct scratch *s, const char *path) {
    struct str parent = path_dir(str_from(path));
    if (parent.len > 0) {
        char *z = str_dup(parent);
        put_dir(s, z);
        free(z);
    }
}

void put(struct scratch *s, const char *path, const char *text) {
    struct err e = ERR_INIT;
    put_parent(s, path);
    assert_int_equal(file_replace(in(s, path), text, strlen(text), 0644, FILE_WRITE_PLAIN, &e), 0);
}

void put_link(struct scratch *s, const char *path, const char *target) {
    put_parent(s, path);
    assert_int_equal(symlink(target, in(s, path)), 0);
}

void rm(struct scratch *s, const char *path) {
    struct err e = ERR_INIT;
    assert_int_equal(dir_remove(in(s, path), &e), 0);
}

struct fs_tree *new_tree(struct scratch *s, const struct fs_ignore *ignore) {
    struct err e = ERR_INIT;
    fs_tree_free(s->tree);
    s->tree = NULL;
    assert_int_equal(fs_tree_new(s->root, ignore, NULL, &s->tree, &e), 0);
    return s->tree;
}

bool permissions_do_not_bind(void) {
    return geteuid() == 0;
}

int main(void) {
    int failed = tree_tests();
    failed += glob_tests();
    failed += ignore_tests();
    failed += file_digest_tests();
    return failed;
}
