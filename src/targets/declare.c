/* From the call of a target type in a BUILD file to targets with checked values. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "targets/world_int.h"

static int unknown_field(struct world *w, const struct target_type *type, struct str name,
                         struct err *e) {
    cleanup_(buf_done) struct buf advice = BUF_INIT;
    registry_explain_field(w->config.registry, type, name, &advice);
    return err_set(e, ERR_USAGE, "`%.*s` has no field '%.*s'%s", STR_FMT(type->alias),
                   STR_FMT(name), advice.data);
}

static int by_field(const void *a, const void *b) {
    const struct value *x = a, *y = b;
    return (x->field > y->field) - (x->field < y->field);
}

/* Lists of strings, for which a dictionary stands for its keys. */
static bool takes_keys(const struct field_type *f) {
    return !f->custom && (f->kind == FIELD_STR_SEQ || f->kind == FIELD_SOURCES ||
                          f->kind == FIELD_DEPENDENCIES || f->kind == FIELD_SPECIAL_DEPS);
}

int declare__values(struct world *w, const struct target_type *type, const struct kwargs *kw,
                    const struct values **ret_values, struct err *e) {
    struct values *values =
        arena_alloc(&w->arena, sizeof *values + kw->items.len * sizeof(struct value));
    for (size_t i = 0; i < kw->items.len; i++) {
        struct kw item = kw->items.data[i];
        int field = target_type_field(type, item.name);
        if (field == FIELD_ABSENT && world__retired_field(w, item.name)) {
            continue;
        }
        if (field == FIELD_ABSENT) {
            return unknown_field(w, type, item.name, e);
        }
        int r = field_check(type->fields[field].type, item.value, e);
        if (r < 0) {
            return r;
        }
        if (takes_keys(type->fields[field].type) && pval_tag(item.value) == PACK_DICT) {
            item.value = world__keys_value(w, item.value);
        }
        values->items[values->n++] = (struct value){(uint32_t)field, item.value};
    }
    qsort(values->items, values->n, sizeof *values->items, by_field);
    *ret_values = values;
    return 0;
}

/* Required fields that lie on the target itself must have been given. */
static int check_required(const struct target_type *type, const struct target *t, struct err *e) {
    for (uint32_t i = 0; i < type->nfields; i++) {
        const struct type_field *f = &type->fields[i];
        if (f->type->required && !f->moved && pval_is_none(target_value(t, (int)i))) {
            return err_set(e, ERR_USAGE, "`%.*s` needs the field '%.*s'", STR_FMT(type->alias),
                           STR_FMT(f->type->alias));
        }
    }
    return 0;
}

static const struct template *make_template(struct world *w, const struct variant *v) {
    size_t n = v->kw.items.len;
    struct template *t = arena_alloc(&w->arena, sizeof *t + n * sizeof(struct template_item));
    t->params = v->params;
    t->n = (uint32_t)n;
    for (size_t i = 0; i < n; i++) {
        t->items[i].alias = v->kw.items.data[i].name;
        t->items[i].value = v->kw.items.data[i].value;
    }
    return t;
}

/*
 * Checks each parametrization of what goes to generated targets against the generator's fields;
 * what it does not have itself is a default of their type, checked when it was given.
 */
static int check_template(struct world *w, const struct target_type *type, const struct variant *v,
                          struct err *e) {
    const struct values *checked;
    struct kwargs kw = {0};
    for (size_t i = 0; i < v->kw.items.len; i++) {
        struct str name = v->kw.items.data[i].name;
        if (type->generated == NULL || target_type_field(type, name) != FIELD_ABSENT ||
            target_type_field(type->generated, name) == FIELD_ABSENT) {
            vec_push(&kw.items, v->kw.items.data[i]);
        }
    }
    int r = declare__values(w, type, &kw, &checked, e);
    vec_done(&kw.items);
    return r;
}

static int add_templates(struct world *w, const struct target_type *type, const struct kwargs *kw,
                         struct target *proto, struct err *e) {
    variant_vec variants = {0};
    int r = parametrize__expand(w, kw, &variants, e);
    for (size_t i = 0; r == 0 && i < variants.len; i++) {
        r = check_template(w, type, &variants.data[i], e);
    }
    if (r == 0) {
        const struct template **templates =
            ARENA_ARRAY(&w->arena, const struct template *, variants.len);
        for (size_t i = 0; i < variants.len; i++) {
            templates[i] = make_template(w, &variants.data[i]);
        }
        proto->templates = templates;
        proto->ntemplates = (uint32_t)variants.len;
    }
    parametrize__done(&variants);
    return r;
}

/* Puts each keyword where it belongs: the generator itself, what it generates, or both. */
static int split_keywords(struct world *w, const struct target_type *type, const struct kwargs *kw,
                          struct kwargs *own, struct kwargs *handed, struct err *e) {
    for (size_t i = 0; i < kw->items.len; i++) {
        struct kw item = kw->items.data[i];
        bool param = parametrize__is(item.value);
        int field = target_type_field(type, item.name);
        if (param && str_starts(item.name, STR("parametrize"))) {
            vec_push(&handed->items, item);
            continue;
        }
        if (field == FIELD_ABSENT && world__retired_field(w, item.name)) {
            continue;
        }
        if (field == FIELD_ABSENT) {
            return unknown_field(w, type, item.name, e);
        }
        const struct type_field *f = &type->fields[field];
        if (param && !f->moved) {
            return err_set(e, ERR_USAGE,
                           "`%.*s` generates targets, so only fields that go to them can be "
                           "parametrized; '%.*s' stays on the generator",
                           STR_FMT(type->alias), STR_FMT(item.name));
        }
        if (!f->moved) {
            vec_push(&own->items, item);
        }
        if (f->moved || f->copied) {
            vec_push(&handed->items, item);
        }
    }
    return 0;
}

/* Defaults for the type of generated targets fill what the generator has no value for. */
static void fill_generated(const struct family *family, const struct target_type *type,
                           struct kwargs *handed) {
    if (type->generated == NULL) {
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < handed->items.len; i++) {
        if (!pval_is_none(handed->items.data[i].value)) {
            handed->items.data[kept++] = handed->items.data[i];
        }
    }
    handed->items.len = kept;
    defaults__fill(family->defaults, type->generated->alias, handed);
}

/* `sources=[]` on a generator is a mistake: it would stand for nothing. */
static int check_sources(const struct target *t, struct err *e) {
    int field = t->type->sources;
    struct pval v = field == FIELD_ABSENT ? PVAL_NONE : target_value(t, field);
    bool many = pval_tag(v) == PACK_LIST || pval_tag(v) == PACK_TUPLE;
    if (t->type->kind != TARGET_FILE_GENERATOR || !many || pval_len(v) > 0 ||
        !target_has_value(t, field)) {
        return 0;
    }
    return err_set(e, ERR_USAGE,
                   "`%.*s` makes a target for each of its files, but its '%.*s' are empty; a name "
                   "for other targets is written as `target(dependencies=[...])`",
                   STR_FMT(t->type->alias), STR_FMT(t->type->fields[field].type->alias));
}

static int declare_generator(struct world *w, const struct family *family, struct target *proto,
                             const struct kwargs *kw, struct err *e) {
    struct kwargs own = {0}, handed = {0};
    int r = split_keywords(w, proto->type, kw, &own, &handed, e);
    if (r == 0) {
        fill_generated(family, proto->type, &handed);
    }
    if (r == 0) {
        r = declare__values(w, proto->type, &own, &proto->values, e);
    }
    if (r == 0) {
        r = check_required(proto->type, proto, e);
    }
    if (r == 0) {
        r = check_sources(proto, e);
    }
    if (r == 0) {
        r = add_templates(w, proto->type, &handed, proto, e);
    }
    vec_done(&own.items);
    vec_done(&handed.items);
    /* One generator for each parametrization; it hands out that one. */
    for (uint32_t i = 0; r == 0 && i < proto->ntemplates; i++) {
        struct target t = *proto;
        t.templates = proto->templates + i;
        t.ntemplates = 1;
        t.addr.params = t.templates[0]->params;
        r = world__add(w, &t, NULL, e);
    }
    return r;
}

static int declare_plain(struct world *w, struct target *proto, const struct kwargs *kw,
                         struct err *e) {
    variant_vec variants = {0};
    int r = parametrize__expand(w, kw, &variants, e);
    for (size_t i = 0; r == 0 && i < variants.len; i++) {
        struct target t = *proto;
        t.addr.params = variants.data[i].params;
        r = declare__values(w, t.type, &variants.data[i].kw, &t.values, e);
        if (r == 0) {
            r = check_required(t.type, &t, e);
        }
        if (r == 0) {
            r = world__add(w, &t, NULL, e);
        }
    }
    parametrize__done(&variants);
    return r;
}

static int check_name(struct str name, struct err *e) {
    for (size_t i = 0; i < name.len; i++) {
        if (strchr(":#!@?/\\=", name.ptr[i]) != NULL) {
            return err_set(e, ERR_USAGE,
                           "the target name '%.*s' holds the character '%c', which has a meaning "
                           "in addresses",
                           STR_FMT(name), name.ptr[i]);
        }
    }
    return 0;
}

/* The target's interned name; 0 when it is the folder's own. */
static int target_name(struct world *w, const struct family *family, struct kwargs *kw,
                       uint32_t *ret_name, struct err *e) {
    struct kw *given = kwargs__find(kw, STR("name"));
    bool empty =
        given != NULL && pval_tag(given->value) == PACK_STR && pval_str(given->value).len == 0;
    if (given == NULL || empty || pval_is_none(given->value)) {
        if (family->dir.len == 0) {
            return err_set(e, ERR_USAGE,
                           "a target in the build root must be given a `name`, since the root "
                           "folder has none to lend it");
        }
        *ret_name = 0;
        return 0;
    }
    if (pval_tag(given->value) != PACK_STR) {
        return err_set(e, ERR_USAGE, "a target's `name` must be a string, but it is %s",
                       value_describe(given->value));
    }
    struct str name = pval_str(given->value);
    int r = check_name(name, e);
    *ret_name = str_eq(name, path_base(family->dir)) ? 0 : intern_id(&w->strings, name);
    return r;
}

static int declare(struct world *w, struct family *family, struct target *proto, struct kwargs *kw,
                   struct err *e) {
    int r = target_name(w, family, kw, &proto->addr.name, e);
    if (r < 0) {
        return r;
    }
    struct kw *name = kwargs__find(kw, STR("name"));
    if (name != NULL) {
        *name = vec_last(&kw->items);
        (void)vec_pop(&kw->items);
    }
    return proto->type->kind == TARGET_PLAIN ? declare_plain(w, proto, kw, e)
                                             : declare_generator(w, family, proto, kw, e);
}

int declare__target(struct world *w, struct family *family, struct str build_file,
                    const struct statement *s, struct err *e) {
    const struct target_type *type = registry_type(w->config.registry, s->alias);
    if (type == NULL && world__retired_target(w, s->alias)) {
        return 0;
    }
    if (type == NULL) {
        return err_set(e, ERR_USAGE, "%.*s:%u: no enabled backend has the target type '%.*s'",
                       STR_FMT(build_file), s->line, STR_FMT(s->alias));
    }
    struct target proto = {
        .type = type,
        .addr = {.path = family->dir.len > 0 ? intern_id(&w->strings, family->dir) : 0},
        .build_file = intern_id(&w->strings, build_file),
        .line = s->line,
    };
    struct kwargs kw = {0};
    for (uint32_t i = 0; i < pval_len(s->kwargs); i++) {
        struct pval key, value;
        pval_pair(s->kwargs, i, &key, &value);
        kwargs__put(&kw, pval_str(key), value);
    }
    defaults__fill(family->defaults, s->alias, &kw);
    int r = declare(w, family, &proto, &kw, e);
    vec_done(&kw.items);
    if (r < 0) {
        err_context(e, "%.*s:%u", STR_FMT(build_file), s->line);
    }
    return r;
}
