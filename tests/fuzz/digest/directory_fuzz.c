/* Directory messages from outside: refused, or exactly what encoding them again gives. */
#include "base/arena.h"
#include "digest/tree.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena = {0};
    struct dentry *entries = NULL;
    size_t count = 0;
    struct err e = ERR_INIT;
    struct str bytes = str_make((const char *)data, size);
    if (directory_parse(bytes, &arena, &entries, &count, &e) == 0) {
        bool has_dirs = false;
        for (size_t i = 0; i < count; i++) {
            has_dirs = has_dirs || entries[i].kind == DENTRY_DIR;
        }
        /* With folders their own trees would be needed. */
        if (!has_dirs) {
            struct dtree *t = NULL;
            if (dtree_new(entries, count, &t, &e) != 0) {
                abort();
            }
            struct buf again = BUF_INIT;
            dtree_encode(t, &again);
            if (!str_eq(buf_str(&again), bytes)) {
                abort();
            }
            buf_done(&again);
            dtree_unref(t);
        }
    }
    arena_done(&arena);
    return 0;
}
