/* Ids are positions in an array of strings that lie in the table's arena. */
#include "base/intern.h"

void intern_done(struct intern *t) {
    map_done(&t->ids);
    vec_done(&t->strings);
    arena_done(&t->arena);
}

uint32_t intern_find(const struct intern *t, struct str s) {
    return (uint32_t)(uintptr_t)map_get(&t->ids, s);
}

uint32_t intern_id(struct intern *t, struct str s) {
    uint32_t id = intern_find(t, s);
    if (id != 0) {
        return id;
    }
    struct str kept = arena_str(&t->arena, s);
    vec_push(&t->strings, kept);
    id = (uint32_t)t->strings.len;
    (void)map_put(&t->ids, kept, (void *)(uintptr_t)id);
    return id;
}

struct str intern_str(const struct intern *t, uint32_t id) {
    return id == 0 ? STR("") : t->strings.data[id - 1];
}
