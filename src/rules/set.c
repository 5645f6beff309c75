/* What the solver is told: plain copies in an arena, checked and numbered later (problem.c). */
#include "rules/rules_int.h"

#include <string.h>

struct rule_set *rules_new(struct intern *names) {
    struct rule_set *set = ALLOC(struct rule_set);
    set->names = names;
    return set;
}

void rules_free(struct rule_set *set) {
    if (set == NULL) {
        return;
    }
    vec_done(&set->rules);
    vec_done(&set->queries);
    vec_done(&set->unions);
    vec_done(&set->members);
    vec_done(&set->inputs);
    arena_done(&set->arena);
    free(set);
}

static const uint32_t *copy_ids(struct rule_set *set, const uint32_t *ids, size_t n) {
    uint32_t *copy = ARENA_ARRAY(&set->arena, uint32_t, n);
    if (n > 0) {
        memcpy(copy, ids, n * sizeof *ids);
    }
    return copy;
}

static int cmp_id(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static const uint32_t *copy_sorted(struct rule_set *set, const uint32_t *ids, size_t n,
                                   uint32_t *ret_n) {
    uint32_t *copy = (uint32_t *)copy_ids(set, ids, n);
    uint32_t kept = 0;
    if (n > 1) {
        qsort(copy, n, sizeof *copy, cmp_id);
    }
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || copy[kept - 1] != copy[i]) {
            copy[kept++] = copy[i];
        }
    }
    *ret_n = kept;
    return copy;
}

void rules_add(struct rule_set *set, const struct rule_decl *decl) {
    struct rule_decl copy = *decl;
    copy.params = copy_ids(set, decl->params, decl->nparams);
    copy.masked = copy_ids(set, decl->masked, decl->nmasked);
    struct rule_call *calls = ARENA_ARRAY(&set->arena, struct rule_call, decl->ncalls);
    for (size_t i = 0; i < decl->ncalls; i++) {
        uint32_t n;
        calls[i] = decl->calls[i];
        calls[i].inputs = copy_sorted(set, decl->calls[i].inputs, decl->calls[i].ninputs, &n);
        calls[i].ninputs = n;
    }
    copy.calls = calls;
    vec_push(&set->rules, copy);
}

void rules_add_query(struct rule_set *set, uint32_t product, const uint32_t *params, size_t n) {
    struct query query = {.product = product};
    query.params = copy_sorted(set, params, n, &query.nparams);
    for (size_t i = 0; i < set->queries.len; i++) {
        const struct query *other = &set->queries.data[i];
        if (other->product == product && other->nparams == query.nparams &&
            memcmp(other->params, query.params, query.nparams * sizeof(uint32_t)) == 0) {
            return;
        }
    }
    vec_push(&set->queries, query);
}

void rules_add_union(struct rule_set *set, uint32_t base, const uint32_t *in_scope, size_t n) {
    struct union_decl decl = {.base = base};
    decl.in_scope = copy_sorted(set, in_scope, n, &decl.nin_scope);
    for (size_t i = 0; i < set->unions.len; i++) {
        if (set->unions.data[i].base == base) {
            set->unions.data[i] = decl;
            return;
        }
    }
    vec_push(&set->unions, decl);
}

void rules_add_union_member(struct rule_set *set, uint32_t base, uint32_t member) {
    vec_push(&set->members, ((struct union_member){base, member}));
}

void rules_add_input(struct rule_set *set, uint32_t type) {
    vec_push(&set->inputs, type);
}

/* ---- fingerprint ---- */

static void print_name(const struct rule_set *set, uint32_t id, struct buf *out) {
    struct str name = intern_str(set->names, id);
    buf_add_u32(out, (uint32_t)name.len);
    buf_add_str(out, name);
}

static void print_names(const struct rule_set *set, const uint32_t *ids, size_t n,
                        struct buf *out) {
    buf_add_u32(out, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        print_name(set, ids[i], out);
    }
}

static void print_rule(const struct rule_set *set, const struct rule_decl *rule, struct buf *out) {
    print_name(set, rule->id, out);
    print_name(set, rule->func, out);
    buf_add_u32(out, rule->line);
    print_name(set, rule->product, out);
    buf_add_u32(out, (uint32_t)rule->flags);
    print_names(set, rule->params, rule->nparams, out);
    print_names(set, rule->masked, rule->nmasked, out);
    buf_add_u32(out, (uint32_t)rule->ncalls);
    for (size_t i = 0; i < rule->ncalls; i++) {
        const struct rule_call *call = &rule->calls[i];
        print_name(set, call->rule, out);
        buf_add_u32(out, call->arity);
        print_name(set, call->product, out);
        print_names(set, call->inputs, call->ninputs, out);
    }
}

void rules_fingerprint(const struct rule_set *set, struct buf *out) {
    buf_add_u32(out, (uint32_t)set->rules.len);
    for (size_t i = 0; i < set->rules.len; i++) {
        print_rule(set, &set->rules.data[i], out);
    }
    buf_add_u32(out, (uint32_t)set->queries.len);
    for (size_t i = 0; i < set->queries.len; i++) {
        const struct query *query = &set->queries.data[i];
        print_name(set, query->product, out);
        print_names(set, query->params, query->nparams, out);
    }
    buf_add_u32(out, (uint32_t)set->unions.len);
    for (size_t i = 0; i < set->unions.len; i++) {
        const struct union_decl *decl = &set->unions.data[i];
        print_name(set, decl->base, out);
        print_names(set, decl->in_scope, decl->nin_scope, out);
    }
    buf_add_u32(out, (uint32_t)set->members.len);
    for (size_t i = 0; i < set->members.len; i++) {
        print_name(set, set->members.data[i].base, out);
        print_name(set, set->members.data[i].member, out);
    }
    print_names(set, set->inputs.data, set->inputs.len, out);
}
