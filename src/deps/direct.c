/* The direct dependencies of a target: written, generated, inferred, given. */
#include "deps/deps_int.h"

static void add_all(id_vec *out, struct id_list ids) {
    for (uint32_t i = 0; i < ids.n; i++) {
        vec_push(out, ids.ids[i]);
    }
}

int deps_prepare(struct deps *d, const uint32_t *ids, size_t n, struct err *e) {
    deps__open(d);
    int r = 0;
    VEC(const struct target *) wanted = {0};
    for (size_t p = 0; r == 0 && p < d->providers.len; p++) {
        const struct deps_provider *provider = &d->providers.data[p];
        if (provider->prepare == NULL) {
            continue;
        }
        vec_clear(&wanted);
        for (size_t i = 0; i < n; i++) {
            const struct target *t = deps__target(d, ids[i]);
            if (!d->nodes[ids[i]].has_list && (deps__type(d, t->type)->applies >> p & 1) != 0) {
                vec_push(&wanted, t);
            }
        }
        if (wanted.len > 0) {
            r = provider->prepare(provider->user, wanted.data, wanted.len, e);
        }
    }
    vec_done(&wanted);
    return r;
}

/* What providers and rules above say. */
static int infer(struct deps *d, const struct target *t, const struct deps_written *written,
                 struct inferred *ret, struct err *e) {
    const struct type_info *info = deps__type(d, t->type);
    const struct node *node = &d->nodes[t->index];
    int r = 0;
    if (info->asked && !node->given) {
        return err_set(e, ERR_INTERNAL, "what rules infer for it has not been handed in");
    }
    add_all(&ret->include, node->given_include);
    add_all(&ret->exclude, node->given_exclude);
    for (size_t p = 0; r == 0 && p < d->providers.len; p++) {
        if ((info->applies >> p & 1) != 0) {
            const struct deps_provider *provider = &d->providers.data[p];
            r = provider->infer(provider->user, t, written, ret, e);
        }
    }
    return r;
}

int deps_of(struct deps *d, uint32_t id, struct id_list *ret, struct err *e) {
    deps__open(d);
    struct node *node = &d->nodes[id];
    if (node->has_list) {
        *ret = node->list;
        return 0;
    }
    const struct target *t = deps__target(d, id);
    struct deps_written written;
    struct inferred inferred = {{0}, {0}};
    id_vec all = {0}, kept = {0};
    int r = deps_written(d, id, &written, e);
    if (r == 0) {
        r = deps__at(d, t, infer(d, t, &written, &inferred, e), e);
    }
    if (r == 0) {
        add_all(&all, node->made);
        add_all(&all, (struct id_list){inferred.include.data, (uint32_t)inferred.include.len});
        deps__unmark(d);
        for (size_t i = 0; i < inferred.exclude.len; i++) {
            (void)deps__mark(d, inferred.exclude.data[i]);
        }
        for (uint32_t i = 0; i < written.ignores.n; i++) {
            (void)deps__mark(d, written.ignores.ids[i]);
        }
        add_all(&all, written.includes);
        for (size_t i = 0; i < all.len; i++) {
            if (deps__mark(d, all.data[i])) {
                vec_push(&kept, all.data[i]);
            }
        }
        node->list = deps__keep(d, &kept);
        node->has_list = true;
        *ret = node->list;
    }
    vec_done(&all);
    vec_done(&kept);
    vec_done(&inferred.include);
    vec_done(&inferred.exclude);
    return r;
}

/* ---- what rules above infer ---- */

static bool lacks(struct deps *d, uint32_t id) {
    return deps__type(d, deps__target(d, id)->type)->asked && !d->nodes[id].given;
}

bool deps_next_asked(struct deps *d, const uint32_t *ids, size_t n, bool transitive,
                     uint32_t *ret_id) {
    deps__open(d);
    if (d->asks == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (lacks(d, ids[i])) {
            *ret_id = ids[i];
            return true;
        }
    }
    /* deps_of() uses the marks: those met are noted here */
    bool found = false;
    bool *met = ALLOC_ARRAY(bool, (size_t)d->n + 1);
    id_vec todo = {0}, expanded = {0};
    for (size_t i = 0; transitive && i < n; i++) {
        met[ids[i]] = true;
        vec_push(&todo, ids[i]);
    }
    while (!found && todo.len > 0) {
        struct id_list list;
        uint32_t id = vec_pop(&todo);
        if (deps_of(d, id, &list, NULL) < 0) {
            continue; /* the question itself will say so */
        }
        vec_clear(&expanded);
        for (uint32_t i = 0; i < list.n; i++) {
            vec_push(&expanded, list.ids[i]);
            deps__expand(d, list.ids[i], &expanded);
        }
        for (size_t i = 0; !found && i < expanded.len; i++) {
            if (lacks(d, expanded.data[i])) {
                *ret_id = expanded.data[i];
                found = true;
            } else if (!met[expanded.data[i]]) {
                met[expanded.data[i]] = true;
                vec_push(&todo, expanded.data[i]);
            }
        }
    }
    vec_done(&todo);
    vec_done(&expanded);
    free(met);
    return found;
}

void deps_give(struct deps *d, uint32_t id, const struct inferred *inferred) {
    deps__open(d);
    struct node *node = &d->nodes[id];
    id_vec include = {0}, exclude = {0};
    add_all(&include, (struct id_list){inferred->include.data, (uint32_t)inferred->include.len});
    add_all(&exclude, (struct id_list){inferred->exclude.data, (uint32_t)inferred->exclude.len});
    node->given_include = deps__keep(d, &include);
    node->given_exclude = deps__keep(d, &exclude);
    node->given = true;
    vec_done(&include);
    vec_done(&exclude);
}
