/* Questions over many targets: direct dependencies, closures, dependents, paths. No recursion. */
#include "deps/deps_int.h"

#include <stdlib.h>
#include <string.h>

/* Appends, sorted by address, what is marked in `set` (by id). */
static void take(struct deps *d, const bool *set, id_vec *ret) {
    size_t from = ret->len;
    for (uint32_t id = 0; id < d->n; id++) {
        if (set[id]) {
            vec_push(ret, id);
        }
    }
    deps__sort(d, ret->data + from, ret->len - from);
}

static bool *new_set(const struct deps *d) {
    return ALLOC_ARRAY(bool, (size_t)d->n + 1);
}

int deps_direct(struct deps *d, const uint32_t *roots, size_t n, bool closed, id_vec *ret,
                struct err *e) {
    deps__open(d);
    int r = deps_prepare(d, roots, n, e);
    bool *set = new_set(d);
    id_vec expanded = {0};
    for (size_t i = 0; r == 0 && i < n; i++) {
        struct id_list list;
        r = deps_of(d, roots[i], &list, e);
        vec_clear(&expanded);
        for (uint32_t k = 0; r == 0 && k < list.n; k++) {
            deps__expand(d, list.ids[k], &expanded);
        }
        for (size_t k = 0; k < expanded.len; k++) {
            set[expanded.data[k]] = true;
        }
        set[roots[i]] |= closed;
    }
    if (r == 0) {
        take(d, set, ret);
    }
    vec_done(&expanded);
    free(set);
    return r;
}

/* Takes away what "!!" entries of the roots and of all that was met name. */
static int leave_out(struct deps *d, const uint32_t *roots, size_t n, bool *set, struct err *e) {
    id_vec out = {0};
    int r = 0;
    for (size_t i = 0; r == 0 && i < n + d->n; i++) {
        uint32_t id = i < n ? roots[i] : (uint32_t)(i - n);
        struct deps_written written;
        if (i >= n && !set[id]) {
            continue;
        }
        r = deps_written(d, id, &written, e);
        for (uint32_t k = 0; r == 0 && k < written.transitive_ignores.n; k++) {
            deps__expand(d, written.transitive_ignores.ids[k], &out);
        }
    }
    for (size_t i = 0; i < out.len; i++) {
        set[out.data[i]] = false;
    }
    vec_done(&out);
    return r;
}

int deps_closure(struct deps *d, const uint32_t *roots, size_t n, bool closed, id_vec *ret,
                 struct err *e) {
    deps__open(d);
    bool *set = new_set(d);
    id_vec level = {0}, next = {0}, expanded = {0};
    for (size_t i = 0; i < n; i++) {
        vec_push(&level, roots[i]);
    }
    int r = 0;
    while (r == 0 && level.len > 0) { /* level by level, so that each is prepared as a whole */
        r = deps_prepare(d, level.data, level.len, e);
        vec_clear(&next);
        for (size_t i = 0; r == 0 && i < level.len; i++) {
            struct id_list list;
            r = deps_of(d, level.data[i], &list, e);
            vec_clear(&expanded);
            for (uint32_t k = 0; r == 0 && k < list.n; k++) {
                deps__expand(d, list.ids[k], &expanded);
            }
            for (size_t k = 0; k < expanded.len; k++) {
                if (!set[expanded.data[k]]) {
                    set[expanded.data[k]] = true;
                    vec_push(&next, expanded.data[k]);
                }
            }
        }
        id_vec swap = level;
        level = next;
        next = swap;
    }
    r = r == 0 ? leave_out(d, roots, n, set, e) : r;
    for (size_t i = 0; closed && i < n; i++) {
        set[roots[i]] = true;
    }
    if (r == 0) {
        take(d, set, ret);
    }
    vec_done(&level);
    vec_done(&next);
    vec_done(&expanded);
    free(set);
    return r;
}

/* ---- dependents ---- */

static int index_users(struct deps *d, struct err *e) {
    if (d->users != NULL) {
        return 0;
    }
    uint32_t *all = ALLOC_ARRAY(uint32_t, (size_t)d->n + 1);
    for (uint32_t id = 0; id < d->n; id++) {
        all[id] = id;
    }
    int r = deps_prepare(d, all, d->n, e);
    free(all);
    struct id_list *users = ALLOC_ARRAY(struct id_list, (size_t)d->n + 1);
    uint32_t *at = ALLOC_ARRAY(uint32_t, (size_t)d->n + 1);
    size_t total = 0;
    for (uint32_t id = 0; r == 0 && id < d->n; id++) {
        struct id_list list = {NULL, 0};
        r = deps_of(d, id, &list, e);
        total += list.n;
        for (uint32_t k = 0; r == 0 && k < list.n; k++) {
            users[list.ids[k]].n++;
        }
    }
    uint32_t *ids = ARENA_ARRAY(&d->arena, uint32_t, total + 1), sum = 0;
    for (uint32_t id = 0; r == 0 && id < d->n; id++) {
        users[id].ids = ids + sum;
        at[id] = sum;
        sum += users[id].n;
    }
    for (uint32_t id = 0; r == 0 && id < d->n; id++) {
        struct id_list list = d->nodes[id].list;
        for (uint32_t k = 0; k < list.n; k++) {
            ids[at[list.ids[k]]++] = id;
        }
    }
    free(at);
    if (r == 0) {
        d->users = users;
    } else {
        free(users);
    }
    return r;
}

/* Who has it in its list, and was not met before. */
static void add_users(const struct deps *d, uint32_t id, bool *set, id_vec *todo) {
    for (uint32_t k = 0; k < d->users[id].n; k++) {
        uint32_t user = d->users[id].ids[k];
        if (!set[user]) {
            set[user] = true;
            vec_push(todo, user);
        }
    }
}

int deps_dependents(struct deps *d, const uint32_t *roots, size_t n, bool transitive, bool closed,
                    id_vec *ret, struct err *e) {
    deps__open(d);
    int r = index_users(d, e);
    bool *set = new_set(d);
    id_vec todo = {0};
    for (size_t i = 0; r == 0 && i < n; i++) {
        add_users(d, roots[i], set, &todo);
    }
    while (transitive && todo.len > 0) {
        add_users(d, vec_pop(&todo), set, &todo);
    }
    for (size_t i = 0; i < n; i++) {
        set[roots[i]] = closed;
    }
    if (r == 0) {
        take(d, set, ret);
    }
    vec_done(&todo);
    free(set);
    return r;
}

/* ---- paths ---- */

/* A path is its last step, and the path before it. */
struct step {
    uint32_t id;
    uint32_t before; /* index of the step before, or NONE */
    uint32_t length;
};

#define NONE UINT32_MAX

typedef VEC(struct step) step_vec;

static void tell(const step_vec *steps, struct step last, id_vec *path,
                 void (*each)(void *user, const uint32_t *ids, uint32_t n), void *user) {
    vec_clear(path);
    for (uint32_t i = 0; i < last.length; i++) {
        vec_push(path, 0);
    }
    struct step s = last;
    for (uint32_t i = last.length; i-- > 0;) {
        path->data[i] = s.id;
        s = s.before == NONE ? s : steps->data[s.before];
    }
    each(user, path->data, (uint32_t)path->len);
}

/* Walks breadth first; an edge that was walked already is not walked again. */
int deps_paths(struct deps *d, uint32_t from, uint32_t to,
               void (*each)(void *user, const uint32_t *ids, uint32_t n), void *user,
               struct err *e) {
    deps__open(d);
    step_vec steps = {0};
    struct imap walked = {0};
    id_vec path = {0}, next = {0};
    int r = 0;
    vec_push(&steps, ((struct step){from, NONE, 1}));
    if (from == to) {
        tell(&steps, steps.data[0], &path, each, user);
    }
    for (uint32_t i = 0; r == 0 && from != to && i < steps.len; i++) {
        struct step s = steps.data[i];
        struct id_list list;
        uint64_t edge = (uint64_t)(s.before == NONE ? NONE : steps.data[s.before].id) << 32 | s.id;
        if (imap_put(&walked, edge + 1, d) != NULL) {
            continue;
        }
        r = deps_of(d, s.id, &list, e);
        vec_clear(&next);
        for (uint32_t k = 0; r == 0 && k < list.n; k++) {
            deps__expand(d, list.ids[k], &next);
        }
        deps__sort(d, next.data, next.len);
        for (size_t k = 0; k < next.len; k++) {
            struct step more = {next.data[k], i, s.length + 1};
            if (more.id == to) {
                tell(&steps, more, &path, each, user);
            } else {
                vec_push(&steps, more);
            }
        }
    }
    vec_done(&steps);
    vec_done(&path);
    vec_done(&next);
    imap_done(&walked);
    return r;
}
