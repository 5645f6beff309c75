/*
 * `__defaults__`: default field values for target types, inherited by the folders below.
 *
 * A call replaces what was inherited for each target type that it mentions; with extend=True it
 * adds to it. Types it does not mention keep what they had. `all=` speaks to every type and passes
 * over fields that a type lacks.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "targets/world_int.h"

struct call {
    struct world *w;
    bool extend;
    bool ignore_fields;
    bool ignore_targets;
    const struct defaults *old;
    struct map fresh; /* alias -> struct kwargs: what this call says */
};

void defaults__fill(const struct defaults *d, struct str alias, struct kwargs *kw) {
    const struct kwargs *values = d != NULL ? map_get(&d->by_type, alias) : NULL;
    for (size_t i = 0; values != NULL && i < values->items.len; i++) {
        if (kwargs__find(kw, values->items.data[i].name) == NULL) {
            kwargs__put(kw, values->items.data[i].name, values->items.data[i].value);
        }
    }
}

static int unknown_field(const struct call *c, const struct target_type *type, struct str name,
                         struct err *e) {
    cleanup_(buf_done) struct buf advice = BUF_INIT;
    registry_explain_field(c->w->config.registry, type, name, &advice);
    return err_set(e, ERR_USAGE, "`__defaults__`: `%.*s` has no field '%.*s'%s",
                   STR_FMT(type->alias), STR_FMT(name), advice.data);
}

/* Whether a keyword counts for the type. 1 yes, 0 no (passed over), negative an error. */
static int check_keyword(const struct call *c, const struct target_type *type, struct kw kw,
                         bool from_all, struct err *e) {
    if (parametrize__is(kw.value) && str_starts(kw.name, STR("parametrize"))) {
        return 1;
    }
    int field = target_type_field(type, kw.name);
    if (field == FIELD_ABSENT && !from_all && world__retired_field(c->w, kw.name)) {
        return 0;
    }
    if (field == FIELD_ABSENT) {
        return from_all || c->ignore_fields ? 0 : unknown_field(c, type, kw.name, e);
    }
    if (!parametrize__is(kw.value)) {
        int r = field_check(type->fields[field].type, kw.value, e);
        if (r < 0) {
            err_context(e, "`__defaults__` for '%.*s'", STR_FMT(type->alias));
            return r;
        }
    }
    return 1;
}

static int unknown_type(const struct call *c, struct str alias, struct err *e) {
    cleanup_(buf_done) struct buf advice = BUF_INIT;
    registry_suggest_type(c->w->config.registry, alias, &advice);
    return err_set(e, ERR_USAGE,
                   "`__defaults__` names the target type '%.*s', which no enabled backend has.%s",
                   STR_FMT(alias), advice.data != NULL ? advice.data : "");
}

static int set_type(struct call *c, struct str alias, struct pval fields, bool from_all,
                    struct err *e) {
    const struct target_type *type = registry_type(c->w->config.registry, alias);
    if (type == NULL && world__retired_target(c->w, alias)) {
        return 0;
    }
    if (type == NULL) {
        return c->ignore_targets ? 0 : unknown_type(c, alias, e);
    }
    if (pval_tag(fields) != PACK_DICT) {
        return err_set(e, ERR_USAGE,
                       "`__defaults__` for '%.*s' must be a dictionary of field values, but it is "
                       "%s",
                       STR_FMT(alias), value_describe(fields));
    }
    struct kwargs *kw = map_get(&c->fresh, alias);
    if (kw == NULL) {
        kw = world__kwargs(c->w);
        const struct kwargs *old = c->old != NULL ? map_get(&c->old->by_type, alias) : NULL;
        for (size_t i = 0; c->extend && old != NULL && i < old->items.len; i++) {
            kwargs__put(kw, old->items.data[i].name, old->items.data[i].value);
        }
        (void)map_put(&c->fresh, type->alias, kw);
    }
    for (uint32_t i = 0; i < pval_len(fields); i++) {
        struct pval key, value;
        pval_pair(fields, i, &key, &value);
        struct kw one = {pval_str(key), value};
        int r = check_keyword(c, type, one, from_all, e);
        if (r < 0) {
            return r;
        }
        if (r == 1) {
            kwargs__put(kw, one.name, one.value);
        }
    }
    return 0;
}

/* One dictionary: keys are aliases, or tuples of aliases. */
static int set_dict(struct call *c, struct pval dict, struct err *e) {
    if (pval_tag(dict) != PACK_DICT) {
        return err_set(e, ERR_USAGE,
                       "`__defaults__` takes dictionaries from target types to field values, but "
                       "got %s",
                       value_describe(dict));
    }
    for (uint32_t i = 0; i < pval_len(dict); i++) {
        struct pval key, fields;
        pval_pair(dict, i, &key, &fields);
        if (pval_tag(key) == PACK_STR) {
            int r = set_type(c, pval_str(key), fields, false, e);
            if (r < 0) {
                return r;
            }
            continue;
        }
        for (uint32_t j = 0; j < pval_len(key); j++) {
            int r = set_type(c, pval_str(pval_item(key, j)), fields, false, e);
            if (r < 0) {
                return r;
            }
        }
    }
    return 0;
}

static int run_call(struct call *c, const struct statement *s, struct err *e) {
    struct pval all = pval_getz(s->kwargs, "all");
    struct registry *registry = c->w->config.registry;
    for (uint32_t i = 0; !pval_is_none(all) && i < registry_count(registry); i++) {
        int r = set_type(c, registry_alias(registry, i), all, true, e);
        if (r < 0) {
            return r;
        }
    }
    for (uint32_t i = 0; i < pval_len(s->args); i++) {
        int r = set_dict(c, pval_item(s->args, i), e);
        if (r < 0) {
            return r;
        }
    }
    return 0;
}

int defaults__apply(struct world *w, const struct statement *s, bool *owned,
                    struct defaults **defaults, struct err *e) {
    struct call c = {
        .w = w,
        .extend = pval_bool(pval_getz(s->kwargs, "extend")),
        .ignore_fields = pval_bool(pval_getz(s->kwargs, "ignore_unknown_fields")),
        .ignore_targets = pval_bool(pval_getz(s->kwargs, "ignore_unknown_targets")),
        .old = *defaults,
    };
    int r = run_call(&c, s, e);
    if (r == 0) {
        if (!*owned) {
            struct defaults *copy = ARENA_NEW(&w->arena, struct defaults);
            vec_push(&w->kept_defaults, copy);
            struct str key;
            void *value;
            for (size_t at = 0;
                 *defaults != NULL && map_next(&(*defaults)->by_type, &at, &key, &value);) {
                (void)map_put(&copy->by_type, key, value);
            }
            *defaults = copy;
            *owned = true;
        }
        struct str key;
        void *value;
        for (size_t at = 0; map_next(&c.fresh, &at, &key, &value);) {
            (void)map_put(&(*defaults)->by_type, key, value);
        }
    }
    map_done(&c.fresh);
    return r;
}
