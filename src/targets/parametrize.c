/*
 * parametrize(): one declaration, several targets.
 *
 * Fields whose value is parametrize(...) multiply: the result is every combination, each named by
 * "field=alias" in the address. `**parametrize("group", field=...)` ties several fields together:
 * the groups of one declaration are alternatives, named "parametrize=group".
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "targets/world_int.h"

enum { MAX_VARIANTS = 10000 };

static const char GROUP_PREFIX[] = "parametrize";

bool parametrize__is(struct pval v) {
    return pval_tag(v) == PACK_EXT && pval_ext_kind(v) == VALUE_PARAMETRIZE;
}

static bool is_group(const struct kw *kw) {
    return parametrize__is(kw->value) && str_starts(kw->name, str_from(GROUP_PREFIX));
}

void parametrize__done(variant_vec *variants) {
    for (size_t i = 0; i < variants->len; i++) {
        vec_done(&variants->data[i].kw.items);
    }
    vec_done(variants);
}

static int by_text(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

uint32_t parametrize__join(struct world *w, uint32_t a, uint32_t b) {
    if (a == 0 || b == 0) {
        return a != 0 ? a : b;
    }
    VEC(struct str) parts = {0};
    uint32_t ids[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        struct str rest = intern_str(&w->strings, ids[i]), part;
        bool done = false;
        while (str_split_next(&rest, &done, ',', &part)) {
            vec_push(&parts, part);
        }
    }
    qsort(parts.data, parts.len, sizeof *parts.data, by_text);
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < parts.len; i++) {
        buf_addf(&out, "%s%.*s", i > 0 ? "," : "", STR_FMT(parts.data[i]));
    }
    uint32_t id = intern_id(&w->strings, buf_str(&out));
    buf_done(&out);
    vec_done(&parts);
    return id;
}

static uint32_t one_param(struct world *w, struct str key, struct str alias) {
    struct buf out = BUF_INIT;
    buf_addf(&out, "%.*s=%.*s", STR_FMT(key), STR_FMT(alias));
    uint32_t id = intern_id(&w->strings, buf_str(&out));
    buf_done(&out);
    return id;
}

/* A copy of `from` with one more parameter. */
static struct variant derive(struct world *w, const struct variant *from, struct str key,
                             struct str alias) {
    struct variant v = {.params = parametrize__join(w, from->params, one_param(w, key, alias))};
    vec_reserve(&v.kw.items, from->kw.items.len + 1);
    for (size_t i = 0; i < from->kw.items.len; i++) {
        vec_push(&v.kw.items, from->kw.items.data[i]);
    }
    return v;
}

static int check_alias(struct str field, struct pval alias, struct err *e) {
    if (pval_tag(alias) != PACK_STR) {
        return err_set(
            e, ERR_USAGE,
            "parametrize() of '%.*s': a positional value must be a string, but it is %s; "
            "give others a name: parametrize(name=value)",
            STR_FMT(field), value_describe(alias));
    }
    struct str s = pval_str(alias);
    for (size_t i = 0; i < s.len; i++) {
        if (strchr(":#!@?=, ", s.ptr[i]) != NULL) {
            return err_set(e, ERR_USAGE,
                           "parametrize() of '%.*s': '%.*s' holds the character '%c', which has a "
                           "meaning in addresses; give it a name: parametrize(name=\"...\")",
                           STR_FMT(field), STR_FMT(s), s.ptr[i]);
        }
    }
    return 0;
}

/* Multiplies out by the values of one field. */
static int expand_field(struct world *w, struct str field, struct pval param, variant_vec *in,
                        variant_vec *out, struct err *e) {
    struct pval args = pval_item(param, 0), kwargs = pval_item(param, 1);
    for (uint32_t i = 0; i < pval_len(args); i++) {
        int r = check_alias(field, pval_item(args, i), e);
        if (r < 0) {
            return r;
        }
    }
    if (pval_len(args) + pval_len(kwargs) == 0) {
        return err_set(e, ERR_USAGE, "parametrize() of '%.*s' has no values", STR_FMT(field));
    }
    for (size_t v = 0; v < in->len; v++) {
        for (uint32_t i = 0; i < pval_len(args) + pval_len(kwargs); i++) {
            struct pval alias = pval_item(args, i), value = alias;
            if (i >= pval_len(args)) {
                pval_pair(kwargs, i - pval_len(args), &alias, &value);
            }
            struct variant next = derive(w, &in->data[v], field, pval_str(alias));
            kwargs__put(&next.kw, field, value);
            vec_push(out, next);
        }
    }
    return out->len > MAX_VARIANTS
               ? err_set(e, ERR_USAGE, "parametrize() makes more than %d targets", MAX_VARIANTS)
               : 0;
}

/* The groups of one declaration: alternatives of each other. */
static int expand_groups(struct world *w, const struct kwargs *kw, variant_vec *in,
                         variant_vec *out, struct err *e) {
    for (size_t v = 0; v < in->len; v++) {
        for (size_t g = 0; g < kw->items.len; g++) {
            if (!is_group(&kw->items.data[g])) {
                continue;
            }
            struct pval args = pval_item(kw->items.data[g].value, 0);
            struct pval fields = pval_item(kw->items.data[g].value, 1);
            if (pval_len(args) != 1 || pval_tag(pval_item(args, 0)) != PACK_STR) {
                return err_set(e, ERR_USAGE,
                               "**parametrize(...) takes the group's name as its one positional "
                               "value, then the fields by name");
            }
            struct variant next =
                derive(w, &in->data[v], str_from(GROUP_PREFIX), pval_str(pval_item(args, 0)));
            for (uint32_t i = 0; i < pval_len(fields); i++) {
                struct pval name, value;
                pval_pair(fields, i, &name, &value);
                kwargs__put(&next.kw, pval_str(name), value);
            }
            vec_push(out, next);
        }
    }
    return 0;
}

/* The first parametrized field of a variant, or NULL. */
static const struct kw *next_field(const struct variant *v) {
    for (size_t i = 0; i < v->kw.items.len; i++) {
        if (parametrize__is(v->kw.items.data[i].value)) {
            return &v->kw.items.data[i];
        }
    }
    return NULL;
}

/* Takes variants apart until none holds a parametrized field. */
static int expand_all(struct world *w, variant_vec *todo, variant_vec *ret_done, struct err *e) {
    int r = 0;
    for (size_t i = 0; r == 0 && i < todo->len; i++) {
        const struct kw *found = next_field(&todo->data[i]);
        if (found == NULL) {
            vec_push(ret_done, todo->data[i]);
            todo->data[i].kw = (struct kwargs){0};
            continue;
        }
        struct kw field = *found;
        variant_vec one = {0}, parts = {0};
        vec_push(&one, todo->data[i]);
        r = expand_field(w, field.name, field.value, &one, &parts, e);
        if (r == 0) {
            r = expand_all(w, &parts, ret_done, e);
        }
        parametrize__done(&parts);
        vec_done(&one);
    }
    return r;
}

int parametrize__expand(struct world *w, const struct kwargs *kw, variant_vec *ret_variants,
                        struct err *e) {
    variant_vec start = {0}, grouped = {0}, done = {0};
    struct variant base = {0};
    bool groups = false;
    for (size_t i = 0; i < kw->items.len; i++) {
        groups |= is_group(&kw->items.data[i]);
        if (!is_group(&kw->items.data[i])) {
            vec_push(&base.kw.items, kw->items.data[i]);
        }
    }
    vec_push(&start, base);
    int r = groups ? expand_groups(w, kw, &start, &grouped, e) : 0;
    if (r == 0) {
        r = expand_all(w, groups ? &grouped : &start, &done, e);
    }
    parametrize__done(&start);
    parametrize__done(&grouped);
    if (r < 0) {
        parametrize__done(&done);
        return r;
    }
    *ret_variants = done;
    return 0;
}
