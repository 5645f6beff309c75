/*
 * Life, and the indexes over all targets: what generators made, parametrizations by plain address,
 * owners of files.
 */
#include "deps/deps_int.h"

#include <stdlib.h>

struct deps *deps_new(const struct deps_config *config) {
    struct deps *d = ALLOC(struct deps);
    d->config = *config;
    d->world = config->world;
    return d;
}

void deps_free(struct deps *d) {
    if (d == NULL) {
        return;
    }
    for (size_t i = 0; i < d->providers.len; i++) {
        if (d->providers.data[i].free != NULL) {
            d->providers.data[i].free(d->providers.data[i].user);
        }
    }
    vec_done(&d->providers);
    imap_done(&d->types);
    imap_done(&d->variants);
    map_done(&d->owners);
    free(d->nodes);
    free(d->users);
    free(d->marks);
    arena_done(&d->arena);
    free(d);
}

void deps_add_provider(struct deps *d, const struct deps_provider *provider) {
    vec_push(&d->providers, *provider);
}

void deps_ask_above(struct deps *d, bool (*asks)(void *user, const struct target_type *type),
                    void *user) {
    d->asks = asks;
    d->asks_user = user;
}

struct type_info *deps__type(struct deps *d, const struct target_type *type) {
    struct type_info *info = imap_get(&d->types, (uint64_t)(uintptr_t)type);
    if (info != NULL) {
        return info;
    }
    info = ARENA_NEW(&d->arena, struct type_info);
    *info = (struct type_info){.asked = d->asks != NULL && d->asks(d->asks_user, type)};
    for (size_t i = 0; i < d->providers.len; i++) {
        const struct deps_provider *p = &d->providers.data[i];
        info->applies |= p->applies(p->user, type) ? 1U << i : 0;
    }
    (void)imap_put(&d->types, (uint64_t)(uintptr_t)type, info);
    return info;
}

/* ---- lists ---- */

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

struct id_list deps__keep(struct deps *d, id_vec *ids) {
    if (ids->len == 0) {
        return (struct id_list){NULL, 0};
    }
    qsort(ids->data, ids->len, sizeof *ids->data, by_number);
    uint32_t *kept = ARENA_ARRAY(&d->arena, uint32_t, ids->len), n = 0;
    for (size_t i = 0; i < ids->len; i++) {
        if (n == 0 || kept[n - 1] != ids->data[i]) {
            kept[n++] = ids->data[i];
        }
    }
    return (struct id_list){kept, n};
}

static int by_address(const void *a, const void *b, void *user) {
    const struct deps *d = user;
    return addr_cmp(world_strings(d->world), deps__target(d, *(const uint32_t *)a)->addr,
                    deps__target(d, *(const uint32_t *)b)->addr);
}

void deps__sort(const struct deps *d, uint32_t *ids, size_t n) {
    if (n > 1) {
        qsort_r(ids, n, sizeof *ids, by_address, (void *)(uintptr_t)d);
    }
}

void deps__unmark(struct deps *d) {
    d->mark++;
    if (d->mark == 0) {
        for (uint32_t i = 0; i < d->n; i++) {
            d->marks[i] = 0;
        }
        d->mark = 1;
    }
}

bool deps__mark(struct deps *d, uint32_t id) {
    bool fresh = d->marks[id] != d->mark;
    d->marks[id] = d->mark;
    return fresh;
}

void deps__expand(struct deps *d, uint32_t id, id_vec *out) {
    struct id_list made = d->nodes[id].made;
    if (made.n == 0) {
        vec_push(out, id);
    }
    for (uint32_t i = 0; i < made.n; i++) {
        vec_push(out, made.ids[i]);
    }
}

int deps__at(const struct deps *d, const struct target *t, int r, struct err *e) {
    if (r < 0 && r != ERR_PYTHON && e != NULL) {
        struct buf where = BUF_INIT;
        target_origin(d->world, t, &where);
        buf_addz(&where, ": the target ");
        addr_spec(world_strings(d->world), t->addr, &where);
        err_context(e, "%.*s", STR_FMT(buf_str(&where)));
        buf_done(&where);
    }
    return r;
}

/* ---- indexes ---- */

/** Counts, then fills: lists by key in one array. */
static struct id_list *grouped(struct deps *d, const uint32_t *keys, uint32_t nkeys,
                               const uint32_t *values, size_t n) {
    struct id_list *lists = ALLOC_ARRAY(struct id_list, (size_t)nkeys + 1);
    uint32_t *all = ARENA_ARRAY(&d->arena, uint32_t, n + 1);
    uint32_t *at = ALLOC_ARRAY(uint32_t, (size_t)nkeys + 1);
    for (size_t i = 0; i < n; i++) {
        lists[keys[i]].n++;
    }
    uint32_t sum = 0;
    for (uint32_t k = 0; k < nkeys; k++) {
        lists[k].ids = all + sum;
        at[k] = sum;
        sum += lists[k].n;
    }
    for (size_t i = 0; i < n; i++) {
        all[at[keys[i]]++] = values[i];
    }
    free(at);
    return lists;
}

static void index_generated(struct deps *d) {
    id_vec generators = {0}, made = {0};
    for (uint32_t id = 0; id < d->n; id++) {
        const struct target *t = deps__target(d, id);
        if (t->generator != NULL) {
            vec_push(&generators, t->generator->index);
            vec_push(&made, id);
        }
    }
    struct id_list *lists = grouped(d, generators.data, d->n, made.data, made.len);
    for (uint32_t id = 0; id < d->n; id++) {
        d->nodes[id].made = lists[id];
    }
    free(lists);
    vec_done(&generators);
    vec_done(&made);
}

static struct addr plain(struct addr a) {
    a.params = 0;
    return a;
}

struct variant_list {
    struct addr addr;
    id_vec ids; /* freed by deps__open() once it is copied */
    struct id_list list;
    struct variant_list *next; /* of the same hash */
};

static void index_variants(struct deps *d) {
    for (uint32_t id = 0; id < d->n; id++) {
        struct addr a = deps__target(d, id)->addr;
        if (a.params == 0) {
            continue;
        }
        struct variant_list *first = imap_get(&d->variants, addr_hash(plain(a)));
        struct variant_list *v = first;
        while (v != NULL && !addr_eq(v->addr, plain(a))) {
            v = v->next;
        }
        if (v == NULL) {
            v = ARENA_NEW(&d->arena, struct variant_list);
            *v = (struct variant_list){.addr = plain(a), .next = first};
            (void)imap_put(&d->variants, addr_hash(plain(a)), v);
        }
        vec_push(&v->ids, id);
    }
    for (uint32_t id = 0; id < d->n; id++) {
        struct addr a = deps__target(d, id)->addr;
        struct variant_list *v = a.params == 0 ? NULL : imap_get(&d->variants, addr_hash(plain(a)));
        for (; v != NULL; v = v->next) {
            if (v->ids.len > 0) {
                v->list = deps__keep(d, &v->ids);
                vec_done(&v->ids);
                v->ids.len = 0;
            }
        }
    }
}

struct id_list deps__variants(struct deps *d, struct addr address) {
    const struct variant_list *v = imap_get(&d->variants, addr_hash(plain(address)));
    while (v != NULL && !addr_eq(v->addr, plain(address))) {
        v = v->next;
    }
    return v != NULL ? v->list : (struct id_list){NULL, 0};
}

void deps__open(struct deps *d) {
    if (d->nodes != NULL) {
        return;
    }
    d->n = world_count(d->world);
    d->nodes = ALLOC_ARRAY(struct node, (size_t)d->n + 1);
    d->marks = ALLOC_ARRAY(uint32_t, (size_t)d->n + 1);
    index_generated(d);
    index_variants(d);
}

/* ---- owners ---- */

struct owner_pairs {
    struct deps *d;
    uint32_t id;
    id_vec keys;
    id_vec ids;
    uint32_t npaths;
};

static void add_owner(void *user, struct str path) {
    struct owner_pairs *p = user;
    uintptr_t number = (uintptr_t)map_get(&p->d->owners, path);
    if (number == 0) {
        number = ++p->npaths;
        (void)map_put(&p->d->owners, arena_str(&p->d->arena, path), (void *)number);
    }
    vec_push(&p->keys, (uint32_t)number - 1);
    vec_push(&p->ids, p->id);
}

static int index_owners(struct deps *d, struct err *e) {
    struct owner_pairs p = {.d = d};
    int r = 0;
    map_init(&d->owners, (enum map_flags)0);
    for (p.id = 0; r == 0 && p.id < d->n; p.id++) {
        const struct target *t = deps__target(d, p.id);
        if (t->type->kind == TARGET_PLAIN && t->type->sources != FIELD_ABSENT) {
            r = deps__at(d, t, target_files(d->world, t, add_owner, &p, e), e);
        }
    }
    struct id_list *lists = grouped(d, p.keys.data, p.npaths, p.ids.data, p.keys.len);
    struct id_list *kept = ARENA_ARRAY(&d->arena, struct id_list, (size_t)p.npaths + 1);
    for (uint32_t i = 0; i < p.npaths; i++) {
        kept[i] = lists[i];
    }
    struct str path;
    void *number;
    struct map numbered = d->owners;
    map_init(&d->owners, (enum map_flags)0);
    for (size_t at = 0; map_next(&numbered, &at, &path, &number);) {
        (void)map_put(&d->owners, path, &kept[(uintptr_t)number - 1]);
    }
    map_done(&numbered);
    free(lists);
    vec_done(&p.keys);
    vec_done(&p.ids);
    d->has_owners = r == 0;
    return r;
}

int deps_owners(struct deps *d, struct str path, struct id_list *ret, struct err *e) {
    deps__open(d);
    int r = d->has_owners ? 0 : index_owners(d, e);
    const struct id_list *found = r == 0 ? map_get(&d->owners, path) : NULL;
    *ret = found != NULL ? *found : (struct id_list){NULL, 0};
    return r;
}
