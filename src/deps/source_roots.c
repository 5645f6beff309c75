/*
 * Source roots: the folder above a file that modules are counted from. A pattern that begins with
 * "/" names a folder of the build root; any other matches the last components of a folder's path,
 * each by itself. A folder with a marker file is a root, too. The deepest root wins.
 */
#include <fnmatch.h>

#include "base/alloc.h"
#include "deps/python_int.h"

struct root {
    bool found;
    struct str path;
};

void source_roots__done(struct source_roots *s) {
    map_done(&s->of_dir);
    arena_done(&s->arena);
}

static bool matches_component(struct source_roots *s, struct str pattern, struct str name) {
    const char *p = arena_str(&s->arena, pattern).ptr;
    return fnmatch(p, arena_str(&s->arena, name).ptr, 0) == 0;
}

/* Takes the last component off. */
static struct str pop(struct str *path) {
    ptrdiff_t slash = str_rfind_char(*path, '/');
    struct str last = slash < 0 ? *path : str_from_at(*path, (size_t)slash + 1);
    *path = slash < 0 ? STR("") : str_upto(*path, (size_t)slash);
    return last;
}

static bool matches(struct source_roots *s, struct str pattern, struct str dir) {
    bool anchored = str_starts(pattern, STR("/"));
    while (str_starts(pattern, STR("/"))) {
        pattern = str_from_at(pattern, 1);
    }
    while (pattern.len > 0 && pattern.ptr[pattern.len - 1] == '/') {
        pattern = str_upto(pattern, pattern.len - 1);
    }
    if (pattern.len == 0) {
        return dir.len == 0;
    }
    while (pattern.len > 0) {
        if (dir.len == 0) {
            return false;
        }
        struct str want = pop(&pattern), have = pop(&dir);
        if (!matches_component(s, want, have)) {
            return false;
        }
    }
    return !anchored || dir.len == 0;
}

static bool has_marker(struct source_roots *s, struct str dir) {
    const struct fs_dir *listed;
    if (s->nmarkers == 0 || fs_tree_dir(s->tree, dir, &listed, NULL) != 0) {
        return false;
    }
    for (size_t i = 0; i < s->nmarkers; i++) {
        if (fs_dir_find(listed, s->markers[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static bool is_root(struct source_roots *s, struct str dir) {
    for (size_t i = 0; i < s->npatterns; i++) {
        if (matches(s, s->patterns[i], dir)) {
            return true;
        }
    }
    return has_marker(s, dir);
}

bool source_roots__find(struct source_roots *s, struct str dir, struct str *ret) {
    struct root *root = map_get(&s->of_dir, dir);
    if (root == NULL) {
        root = ARENA_NEW(&s->arena, struct root);
        *root = (struct root){false, STR_NULL};
        struct str own = arena_str(&s->arena, dir);
        if (is_root(s, own)) {
            *root = (struct root){true, own};
        } else if (own.len > 0) {
            struct str above = own;
            (void)pop(&above);
            root->found = source_roots__find(s, above, &root->path); /* as deep as the path */
        }
        (void)map_put(&s->of_dir, own, root);
    }
    *ret = root->path;
    return root->found;
}
