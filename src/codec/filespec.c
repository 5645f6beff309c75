/* Includes and excludes over relative paths. */
#include "codec/filespec.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "codec/glob.h"
#include "codec/ignore.h"

struct filespec {
    struct arena arena;
    struct glob *includes;
    size_t count;
    struct ignore_list *excludes;
};

int filespec_new(const struct str *includes, size_t n_includes, const struct str *excludes,
                 size_t n_excludes, struct filespec **ret, struct err *e) {
    struct filespec *f = ALLOC(struct filespec);
    f->excludes = ignore_list_new();
    f->includes = ARENA_ARRAY(&f->arena, struct glob, n_includes + 1);
    for (; f->count < n_includes; f->count++) {
        int r = glob_compile(&f->arena, includes[f->count], &f->includes[f->count], e);
        if (r < 0) {
            filespec_free(f);
            return r;
        }
    }
    for (size_t i = 0; i < n_excludes; i++) {
        ignore_list_add(f->excludes, excludes[i]);
    }
    *ret = f;
    return 0;
}

void filespec_free(struct filespec *f) {
    if (f == NULL) {
        return;
    }
    ignore_list_free(f->excludes);
    arena_done(&f->arena);
    free(f);
}

bool filespec_match(const struct filespec *f, struct str path) {
    for (size_t i = 0; i < f->count; i++) {
        if (glob_match(&f->includes[i], path)) {
            return !ignore_list_match_tree(f->excludes, path, false);
        }
    }
    return false;
}
