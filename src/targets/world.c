/*
 * The container: targets in the order they were made, found by address through a table of hashes.
 * Two addresses with one hash are told apart by bumping the hash until the place is free or right.
 */
#include "targets/world.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "options/retired.h"
#include "targets/world_int.h"

struct world *world_new(const struct world_config *config) {
    struct world *w = ALLOC(struct world);
    w->config = *config;
    return w;
}

void world_free(struct world *w) {
    if (w == NULL) {
        return;
    }
    for (size_t i = 0; i < w->kept_kwargs.len; i++) {
        vec_done(&w->kept_kwargs.data[i]->items);
    }
    for (size_t i = 0; i < w->kept_defaults.len; i++) {
        map_done(&w->kept_defaults.data[i]->by_type);
    }
    vec_done(&w->kept_kwargs);
    vec_done(&w->kept_defaults);
    vec_done(&w->targets);
    vec_done(&w->synthetics);
    map_done(&w->families);
    imap_done(&w->by_addr);
    imap_done(&w->warned);
    intern_done(&w->strings);
    arena_done(&w->arena);
    free(w);
}

struct intern *world_strings(struct world *w) {
    return &w->strings;
}

uint32_t world_count(const struct world *w) {
    return (uint32_t)w->targets.len;
}

struct target *world_target(const struct world *w, uint32_t i) {
    return w->targets.data[i];
}

struct target *world_find(const struct world *w, struct addr addr) {
    for (uint64_t hash = addr_hash(addr);; hash++) {
        struct target *t = imap_get(&w->by_addr, hash);
        if (t == NULL || addr_eq(t->addr, addr)) {
            return t;
        }
    }
}

void target_origin(const struct world *w, const struct target *t, struct buf *out) {
    buf_add_str(out, intern_str(&w->strings, t->build_file));
    if (t->line != 0) {
        buf_addf(out, ":%u", t->line);
    }
}

static int conflict(struct world *w, const struct target *old, const struct target *t,
                    struct err *e) {
    struct buf spec = BUF_INIT, first = BUF_INIT;
    addr_spec(&w->strings, t->addr, &spec);
    target_origin(w, old, &first);
    int r = err_set(e, ERR_CONFLICT,
                    "a target named '%.*s' (%s) is already declared at %s; give one of the two "
                    "another `name`",
                    STR_FMT(addr_name(&w->strings, t->addr)), spec.data, first.data);
    buf_done(&spec);
    buf_done(&first);
    return r;
}

int world__add(struct world *w, const struct target *proto, struct target **ret_target,
               struct err *e) {
    uint64_t hash = addr_hash(proto->addr);
    for (struct target *t; (t = imap_get(&w->by_addr, hash)) != NULL; hash++) {
        if (addr_eq(t->addr, proto->addr)) {
            return conflict(w, t, proto, e);
        }
    }
    struct target *t = ARENA_NEW(&w->arena, struct target);
    *t = *proto;
    (void)imap_put(&w->by_addr, hash, t);
    t->index = (uint32_t)w->targets.len;
    vec_push(&w->targets, t);
    if (ret_target != NULL) {
        *ret_target = t;
    }
    return 0;
}

static const struct value *find_value(const struct target *t, int field) {
    const struct values *v = t->values;
    uint32_t low = 0, high = v != NULL ? v->n : 0;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if ((int)v->items[mid].field < field) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return v != NULL && low < v->n && (int)v->items[low].field == field ? &v->items[low] : NULL;
}

bool target_has_value(const struct target *t, int field) {
    return find_value(t, field) != NULL;
}

struct pval target_value(const struct target *t, int field) {
    if (field == FIELD_ABSENT) {
        return PVAL_NONE;
    }
    const struct value *value = find_value(t, field);
    const struct field_type *type = t->type->fields[field].type;
    if (value == NULL || (pval_is_none(value->value) && !type->none_valid)) {
        return type->def;
    }
    return value->value;
}

bool target_has_tag(const struct target *t, struct str tag) {
    struct pval tags = target_value(t, t->type->tags);
    for (uint32_t i = 0; i < pval_len(tags); i++) {
        if (str_eq(pval_str(pval_item(tags, i)), tag)) {
            return true;
        }
    }
    return false;
}

static bool is_retired(struct world *w, enum retired_kind kind, const char *what, struct str name) {
    struct str release;
    if (!retired_find(kind, name, &release)) {
        return false;
    }
    if (w->config.retired != NULL) {
        w->config.retired(w->config.user, what, name, release);
    }
    return true;
}

bool world__retired_field(struct world *w, struct str name) {
    return is_retired(w, RETIRED_FIELD, "field", name);
}

bool world__retired_target(struct world *w, struct str name) {
    return is_retired(w, RETIRED_TARGET, "target type", name);
}

struct kw *kwargs__find(const struct kwargs *kw, struct str name) {
    for (size_t i = 0; i < kw->items.len; i++) {
        if (str_eq(kw->items.data[i].name, name)) {
            return &kw->items.data[i];
        }
    }
    return NULL;
}

void kwargs__put(struct kwargs *kw, struct str name, struct pval value) {
    struct kw *old = kwargs__find(kw, name);
    if (old != NULL) {
        old->value = value;
    } else {
        vec_push(&kw->items, ((struct kw){name, value}));
    }
}

struct kwargs *world__kwargs(struct world *w) {
    struct kwargs *kw = ARENA_NEW(&w->arena, struct kwargs);
    vec_push(&w->kept_kwargs, kw);
    return kw;
}

struct pval world__keys_value(struct world *w, struct pval dict) {
    struct pack_builder b;
    pack_builder_init(&b);
    uint32_t n = pval_len(dict);
    uint32_t *items = ALLOC_ARRAY(uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        struct pval key, value;
        pval_pair(dict, i, &key, &value);
        items[i] = pack_copy(&b, key);
    }
    uint32_t root = pack_list(&b, items, n);
    char *blob;
    size_t len;
    struct pval keys = PVAL_NONE;
    if (pack_builder_finish(&b, root, &blob, &len, NULL) == 0) {
        char *kept = arena_alloc(&w->arena, len);
        memcpy(kept, blob, len);
        keys = pack_trusted(kept);
        free(blob);
    }
    free(items);
    return keys;
}

struct pval world__str_value(struct world *w, struct str s) {
    /* A string node has no offsets in it, so it may stand alone as a blob of its own. */
    uint32_t head[2] = {PACK_STR, (uint32_t)s.len};
    uint8_t *node = arena_alloc(&w->arena, sizeof head + s.len + 1);
    memcpy(node, head, sizeof head);
    if (s.len > 0) {
        memcpy(node + sizeof head, s.ptr, s.len);
    }
    return (struct pval){node, 0};
}
