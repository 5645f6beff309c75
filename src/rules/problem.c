/*
 * From declarations to numbers: types, parameter types, keys.
 *
 * A call whose input is a union stands for one key per implementation ("Unions" in
 * docs/internals/rules.md); the keys of implementations are re-entries: what they need is solved
 * as if the member and the union's in-scope types were all that callers offer.
 */
#include "rules/rules_int.h"

#include "base/hash.h"

void problem__done(struct problem *p) {
    free(p->tix_of);
    free(p->rule_of);
    free(p->union_of);
    vec_done(&p->types);
    free(p->pix_of);
    vec_done(&p->ptypes);
    free(p->param_sets);
    sets__done(&p->sets);
    vec_done(&p->keys);
    imap_done(&p->key_slots);
    vec_done(&p->key_next);
    vec_done(&p->keylist);
    free(p->rule_keys_at);
    vec_done(&p->call_keys);
    vec_done(&p->vtable);
    free(p->producers_at);
    free(p->producers);
    vec_done(&p->protos);
    imap_done(&p->proto_slots);
    vec_done(&p->roots);
    for (size_t i = 0; i < p->nodes.len; i++) {
        free(p->nodes.data[i].alts);
    }
    vec_done(&p->nodes);
    imap_done(&p->node_slots);
    vec_done(&p->edges);
    vec_done(&p->order);
    vec_done(&p->entries);
    imap_done(&p->entry_slots);
    vec_done(&p->entry_edges);
    vec_done(&p->reach);
    for (size_t i = 0; i < p->errors.len; i++) {
        free(p->errors.data[i]);
    }
    vec_done(&p->errors);
    imap_done(&p->members);
    free(p->scratch);
}

static uint32_t tix(struct problem *p, uint32_t id) {
    if (p->tix_of[id] == 0) {
        vec_push(&p->types, id);
        p->tix_of[id] = (uint32_t)p->types.len;
    }
    return p->tix_of[id] - 1;
}

/** How many unions are among a call's inputs, and the last of them. */
static size_t union_inputs(const struct problem *p, const struct rule_call *call,
                           const struct union_decl **ret) {
    size_t n = 0;
    for (size_t i = 0; i < call->ninputs; i++) {
        uint32_t at = p->union_of[call->inputs[i]];
        if (at != 0) {
            *ret = &p->set->unions.data[at - 1];
            n++;
        }
    }
    return n;
}

static bool is_member(const struct problem *p, uint32_t base, uint32_t type) {
    return imap_has(&p->members, (uint64_t)base << 32 | type);
}

static bool is_polymorphic(const struct problem *p, uint32_t rule) {
    uint32_t at = p->rule_of[rule];
    return at != 0 && (p->set->rules.data[at - 1].flags & RULE_POLYMORPHIC) != 0;
}

/* ---- numbering ---- */

static int number_rules(struct problem *p, struct err *e) {
    struct buf twice = BUF_INIT;
    const struct rule_set *set = p->set;
    for (uint32_t i = 0; i < set->rules.len; i++) {
        uint32_t id = set->rules.data[i].id;
        if (p->rule_of[id] == 0) {
            p->rule_of[id] = i + 1;
        } else if (p->rule_of[id] != NONE) {
            buf_addz(&twice, twice.len > 0 ? ", " : "");
            buf_add_str(&twice, intern_str(set->names, id));
            p->rule_of[id] = NONE;
        }
    }
    int r = 0;
    if (twice.len > 0) {
        r = err_set(e, ERR_USAGE, "These rule ids belong to several rules each: %s", twice.data);
    }
    buf_done(&twice);
    return r;
}

static void number_types(struct problem *p) {
    const struct rule_set *set = p->set;
    for (size_t i = 0; i < set->rules.len; i++) {
        const struct rule_decl *rule = &set->rules.data[i];
        (void)tix(p, rule->product);
        for (size_t j = 0; j < rule->nparams; j++) {
            (void)tix(p, rule->params[j]);
        }
        for (size_t j = 0; j < rule->ncalls; j++) {
            (void)tix(p, rule->calls[j].product);
        }
    }
}

static void add_ptype(struct problem *p, uint32_t *pix_by_id, uint32_t id) {
    uint32_t at = tix(p, id);
    if (pix_by_id[id] == 0) {
        vec_push(&p->ptypes, at);
        pix_by_id[id] = (uint32_t)p->ptypes.len;
    }
}

static void add_ptypes(struct problem *p, uint32_t *pix_by_id, const uint32_t *ids, size_t n) {
    for (size_t i = 0; i < n; i++) {
        add_ptype(p, pix_by_id, ids[i]);
    }
}

/** Types that can be parameters: of queries, provided by calls, in scope of unions called with. */
static void number_ptypes(struct problem *p) {
    const struct rule_set *set = p->set;
    uint32_t *by_id = ALLOC_ARRAY(uint32_t, p->nnames);
    bool *called = ALLOC_ARRAY(bool, p->nnames);
    for (size_t i = 0; i < set->queries.len; i++) {
        (void)tix(p, set->queries.data[i].product);
        add_ptypes(p, by_id, set->queries.data[i].params, set->queries.data[i].nparams);
    }
    for (size_t i = 0; i < set->rules.len; i++) {
        const struct rule_decl *rule = &set->rules.data[i];
        for (size_t j = 0; j < rule->ncalls; j++) {
            const struct union_decl *decl = NULL;
            add_ptypes(p, by_id, rule->calls[j].inputs, rule->calls[j].ninputs);
            if (union_inputs(p, &rule->calls[j], &decl) > 0) {
                called[decl->base] = true;
            }
        }
    }
    for (size_t i = 0; i < set->members.len; i++) {
        const struct union_member *member = &set->members.data[i];
        (void)imap_put(&p->members, (uint64_t)member->base << 32 | member->member, p);
        if (called[member->base]) {
            add_ptype(p, by_id, member->member);
        }
    }
    for (size_t i = 0; i < set->unions.len; i++) {
        if (called[set->unions.data[i].base]) {
            add_ptypes(p, by_id, set->unions.data[i].in_scope, set->unions.data[i].nin_scope);
        }
    }
    p->pix_of = ALLOC_ARRAY(uint32_t, p->types.len);
    for (size_t i = 0; i < p->types.len; i++) {
        p->pix_of[i] = by_id[p->types.data[i]];
    }
    free(by_id);
    free(called);
    sets__init(&p->sets, p->ptypes.len / 64 + 1);
    p->scratch = ALLOC_ARRAY(uint64_t, p->sets.nwords);
    p->param_sets = ALLOC_ARRAY(uint32_t, p->ptypes.len + 1);
    for (uint32_t i = 0; i < p->ptypes.len; i++) {
        bits_clear(p->scratch, p->sets.nwords);
        bits_add(p->scratch, i);
        p->param_sets[i] = sets__intern(&p->sets, p->scratch);
    }
}

static void number_producers(struct problem *p) {
    const struct rule_set *set = p->set;
    size_t ntypes = p->types.len;
    p->producers_at = ALLOC_ARRAY(uint32_t, ntypes + 2);
    p->producers = ALLOC_ARRAY(uint32_t, set->rules.len + 1);
    for (size_t i = 0; i < set->rules.len; i++) {
        p->producers_at[p->tix_of[set->rules.data[i].product]]++;
    }
    for (size_t i = 1; i < ntypes + 2; i++) {
        p->producers_at[i] += p->producers_at[i - 1];
    }
    for (uint32_t i = 0; i < set->rules.len; i++) {
        p->producers[p->producers_at[p->tix_of[set->rules.data[i].product] - 1]++] = i;
    }
    /* every start has moved to its end, which is where the next one starts */
    for (size_t i = ntypes + 1; i > 0; i--) {
        p->producers_at[i] = p->producers_at[i - 1];
    }
    p->producers_at[0] = 0;
}

/* ---- keys ---- */

static uint32_t set_of(struct problem *p, const uint32_t *ids, size_t n) {
    bits_clear(p->scratch, p->sets.nwords);
    for (size_t i = 0; i < n; i++) {
        bits_add(p->scratch, p->pix_of[p->tix_of[ids[i]] - 1] - 1);
    }
    return sets__intern(&p->sets, p->scratch);
}

static bool same_key(const struct key *a, const struct key *b) {
    return a->rule == b->rule && a->arity == b->arity && a->product == b->product &&
           a->provided == b->provided && a->in_scope == b->in_scope && a->reentry == b->reentry;
}

static uint32_t intern_key(struct problem *p, struct key key) {
    uint64_t hash = hash_combine((uint64_t)key.rule << 32 | key.product,
                                 (uint64_t)key.provided << 32 | key.in_scope);
    hash = hash_combine(hash, (uint64_t)key.arity << 1 | (key.reentry ? 1 : 0));
    uint32_t first = (uint32_t)(uintptr_t)imap_get(&p->key_slots, hash);
    for (uint32_t i = first; i != 0; i = p->key_next.data[i - 1]) {
        if (same_key(&p->keys.data[i - 1], &key)) {
            return i - 1;
        }
    }
    vec_push(&p->keys, key);
    vec_push(&p->key_next, first);
    (void)imap_put(&p->key_slots, hash, (void *)(uintptr_t)p->keys.len);
    return (uint32_t)p->keys.len - 1;
}

/** The set of a call's inputs with the union replaced by a member. */
static uint32_t provided_with(struct problem *p, const struct rule_call *call, uint32_t base,
                              uint32_t member) {
    bits_clear(p->scratch, p->sets.nwords);
    for (size_t i = 0; i < call->ninputs; i++) {
        uint32_t id = call->inputs[i] == base ? member : call->inputs[i];
        bits_add(p->scratch, p->pix_of[p->tix_of[id] - 1] - 1);
    }
    return sets__intern(&p->sets, p->scratch);
}

/** Keys and dispatch of a call by name to a polymorphic rule. */
static void polymorphic_keys(struct problem *p, uint32_t caller, const struct rule_call *call,
                             const struct union_decl *decl) {
    uint32_t product = p->tix_of[call->product] - 1;
    uint32_t in_scope = set_of(p, decl->in_scope, decl->nin_scope);
    for (uint32_t i = p->producers_at[product]; i < p->producers_at[product + 1]; i++) {
        uint32_t impl = p->producers[i];
        const struct rule_decl *rule = &p->set->rules.data[impl];
        for (size_t j = 0; j < rule->nparams; j++) {
            uint32_t member = rule->params[j];
            if (!is_member(p, decl->base, member)) {
                continue;
            }
            struct key key = {.rule = rule->id,
                              .arity = call->arity,
                              .product = product,
                              .provided = provided_with(p, call, decl->base, member),
                              .in_scope = in_scope,
                              .reentry = true};
            vec_push(&p->call_keys, intern_key(p, key));
            vec_push(&p->vtable, ((struct vtable_item){caller, p->rule_of[call->rule] - 1,
                                                       p->tix_of[member] - 1, impl}));
        }
    }
    struct key base = {.rule = call->rule,
                       .arity = call->arity,
                       .product = product,
                       .provided = set_of(p, call->inputs, call->ninputs)};
    vec_push(&p->call_keys, intern_key(p, base));
}

static int call_keys(struct problem *p, uint32_t caller, const struct rule_call *call,
                     struct err *e) {
    const struct union_decl *decl = NULL;
    uint32_t product = p->tix_of[call->product] - 1;
    size_t nunions = union_inputs(p, call, &decl);
    if (nunions > 1) {
        struct str name = intern_str(p->set->names, p->set->rules.data[caller].id);
        return err_set(e, ERR_USAGE, "%.*s: a call names two unions; it can name one",
                       STR_FMT(name));
    }
    if (nunions == 0) {
        struct key key = {.rule = call->rule,
                          .arity = call->arity,
                          .product = product,
                          .provided = set_of(p, call->inputs, call->ninputs)};
        vec_push(&p->call_keys, intern_key(p, key));
        return 0;
    }
    if (call->rule != 0) {
        if (is_polymorphic(p, call->rule)) {
            polymorphic_keys(p, caller, call, decl);
        }
        return 0; /* a rule that is not polymorphic has no way for a union: the call fails later */
    }
    for (size_t i = 0; i < p->set->members.len; i++) {
        const struct union_member *member = &p->set->members.data[i];
        if (member->base == decl->base) {
            struct key key = {.product = product,
                              .provided = provided_with(p, call, decl->base, member->member),
                              .in_scope = set_of(p, decl->in_scope, decl->nin_scope),
                              .reentry = true};
            vec_push(&p->call_keys, intern_key(p, key));
        }
    }
    return 0;
}

int problem__build(struct problem *p, const struct rule_set *set, struct err *e) {
    *p = (struct problem){.set = set, .nnames = (uint32_t)set->names->strings.len + 1};
    p->tix_of = ALLOC_ARRAY(uint32_t, p->nnames);
    p->rule_of = ALLOC_ARRAY(uint32_t, p->nnames);
    p->union_of = ALLOC_ARRAY(uint32_t, p->nnames);
    int r = number_rules(p, e);
    if (r < 0) {
        return r;
    }
    for (uint32_t i = 0; i < set->unions.len; i++) {
        p->union_of[set->unions.data[i].base] = i + 1;
    }
    number_types(p);
    number_ptypes(p);
    number_producers(p);
    p->rule_keys_at = ALLOC_ARRAY(uint32_t, set->rules.len + 1);
    for (uint32_t i = 0; i < set->rules.len; i++) {
        p->rule_keys_at[i] = (uint32_t)p->call_keys.len;
        for (size_t j = 0; j < set->rules.data[i].ncalls; j++) {
            r = call_keys(p, i, &set->rules.data[i].calls[j], e);
            if (r < 0) {
                return r;
            }
        }
    }
    p->rule_keys_at[set->rules.len] = (uint32_t)p->call_keys.len;
    return 0;
}

/* ---- protos ---- */

static uint32_t add_proto(struct problem *p, struct proto proto, uint64_t slot) {
    proto.keys_at = (uint32_t)p->keylist.len;
    vec_push(&p->protos, proto);
    (void)imap_put(&p->proto_slots, slot, (void *)(uintptr_t)p->protos.len);
    return (uint32_t)p->protos.len - 1;
}

static void add_key(struct problem *p, uint32_t proto, uint32_t key) {
    struct proto *to = &p->protos.data[proto];
    for (uint32_t i = 0; i < to->nkeys; i++) {
        if (p->keylist.data[to->keys_at + i] == key) {
            return;
        }
    }
    vec_push(&p->keylist, key);
    to->nkeys++;
}

static uint32_t type_key(struct problem *p, uint32_t type) {
    return intern_key(p, (struct key){.product = type});
}

uint32_t problem__rule_proto(struct problem *p, uint32_t rule, uint32_t arity) {
    uint64_t slot = (uint64_t)(rule + 1) << 32 | arity;
    uint32_t at = (uint32_t)(uintptr_t)imap_get(&p->proto_slots, slot);
    if (at != 0) {
        return at - 1;
    }
    const struct rule_decl *decl = &p->set->rules.data[rule];
    at = add_proto(p, (struct proto){PROTO_RULE, rule, arity, NONE, NONE, 0, 0, 0, 0}, slot);
    for (size_t i = arity; i < decl->nparams; i++) {
        add_key(p, at, type_key(p, p->tix_of[decl->params[i]] - 1));
    }
    for (uint32_t i = p->rule_keys_at[rule]; i < p->rule_keys_at[rule + 1]; i++) {
        add_key(p, at, p->call_keys.data[i]);
    }
    return at;
}

static uint32_t add_root(struct problem *p, uint32_t product, uint32_t params, uint32_t key) {
    uint32_t root = (uint32_t)p->roots.len;
    uint64_t slot = UINT64_MAX - root;
    uint32_t at = add_proto(p, (struct proto){PROTO_ROOT, 0, 0, key, root, 0, 0, 0, 0}, slot);
    struct key asked = {.product = product};
    if (key != NONE) {
        asked.rule = p->keys.data[key].rule;
        asked.arity = p->keys.data[key].arity;
    }
    add_key(p, at, intern_key(p, asked));
    vec_push(&p->roots, ((struct root){product, params, key, at, NONE}));
    return at;
}

uint32_t problem__reentry_proto(struct problem *p, uint32_t key) {
    uint64_t slot = (uint64_t)1 << 63 | key;
    uint32_t at = (uint32_t)(uintptr_t)imap_get(&p->proto_slots, slot);
    if (at != 0) {
        return at - 1;
    }
    struct key k = p->keys.data[key];
    size_t n = p->sets.nwords;
    bits_copy(p->scratch, set_bits(p, k.provided), n);
    bits_or(p->scratch, set_bits(p, k.in_scope), n);
    uint32_t root = add_root(p, k.product, sets__intern(&p->sets, p->scratch), key);
    at = add_proto(p, (struct proto){PROTO_REENTRY, 0, 0, key, root, 0, 0, 0, 0}, slot);
    for (uint32_t i = bits_next(set_bits(p, k.in_scope), n, 0); i != NONE;
         i = bits_next(set_bits(p, k.in_scope), n, i + 1)) {
        if (!bits_has(set_bits(p, k.provided), i)) {
            add_key(p, at, type_key(p, p->ptypes.data[i]));
        }
    }
    return at;
}

static void reach_key(struct problem *p, uint32_t key_number) {
    struct key key = p->keys.data[key_number];
    if (key.reentry) {
        (void)problem__reentry_proto(p, key_number);
    } else if (key.rule != 0) {
        uint32_t rule = p->rule_of[key.rule];
        if (rule != 0) {
            (void)problem__rule_proto(p, rule - 1, key.arity);
        }
    } else {
        for (uint32_t i = p->producers_at[key.product]; i < p->producers_at[key.product + 1]; i++) {
            (void)problem__rule_proto(p, p->producers[i], 0);
        }
    }
}

/* pot and must while they grow: bits by proto and by type. */
struct bounds {
    size_t n;
    uint64_t *pot;
    uint64_t *must;
    uint64_t *type_pot;
    uint64_t *type_must;
    uint64_t *tmp;
};

/** What asking for a type can take (param included), and must take. */
static void bound_type(struct problem *p, struct bounds *b, uint32_t type) {
    uint64_t *pot = b->type_pot + type * b->n;
    uint64_t *must = b->type_must + type * b->n;
    uint32_t pix = p->pix_of[type];
    bool first = true;
    if (pix != 0) {
        bits_add(pot, pix - 1);
        bits_clear(must, b->n);
        bits_add(must, pix - 1);
        first = false;
    }
    for (uint32_t i = p->producers_at[type]; i < p->producers_at[type + 1]; i++) {
        uint32_t proto =
            (uint32_t)(uintptr_t)imap_get(&p->proto_slots, (uint64_t)(p->producers[i] + 1) << 32);
        if (proto == 0) {
            continue;
        }
        bits_or(pot, b->pot + (proto - 1) * b->n, b->n);
        if (first) {
            bits_copy(must, b->must + (proto - 1) * b->n, b->n);
            first = false;
        } else {
            bits_and(must, b->must + (proto - 1) * b->n, b->n);
        }
    }
}

/** Adds what a key contributes to pot (tmp[0..n)) and must (tmp[n..2n)). */
static void bound_key(struct problem *p, struct bounds *b, uint32_t key_number) {
    const struct key *key = &p->keys.data[key_number];
    const uint64_t *provided = set_bits(p, key->provided);
    const uint64_t *pot = NULL;
    const uint64_t *must = NULL;
    if (key->reentry) {
        uint32_t at = problem__reentry_proto(p, key_number);
        pot = b->pot + at * b->n;
        must = b->must + at * b->n;
    } else if (key->rule == 0) {
        pot = b->type_pot + key->product * b->n;
        must = key->provided == 0 ? b->type_must + key->product * b->n : NULL;
    } else if (p->rule_of[key->rule] != 0) {
        uint32_t at = problem__rule_proto(p, p->rule_of[key->rule] - 1, key->arity);
        pot = b->pot + at * b->n;
        must = b->must + at * b->n;
    }
    if (pot != NULL) {
        bits_or_less(b->tmp, pot, provided, b->n);
    }
    if (must != NULL) {
        bits_or_less(b->tmp + b->n, must, provided, b->n);
    }
}

static bool bound_proto(struct problem *p, struct bounds *b, uint32_t at) {
    const struct proto *proto = &p->protos.data[at];
    bits_clear(b->tmp, 2 * b->n);
    if (proto->kind == PROTO_REENTRY) {
        bits_or(b->tmp, set_bits(p, p->keys.data[proto->key].provided), b->n);
        bits_or(b->tmp + b->n, set_bits(p, p->keys.data[proto->key].provided), b->n);
    }
    for (uint32_t i = 0; i < proto->nkeys; i++) {
        bound_key(p, b, p->keylist.data[proto->keys_at + i]);
    }
    if (bits_equal(b->tmp, b->pot + at * b->n, b->n) &&
        bits_equal(b->tmp + b->n, b->must + at * b->n, b->n)) {
        return false;
    }
    bits_copy(b->pot + at * b->n, b->tmp, b->n);
    bits_copy(b->must + at * b->n, b->tmp + b->n, b->n);
    return true;
}

/** Least fixpoints, by passes from the protos found last, which are mostly the deepest. */
static void find_bounds(struct problem *p) {
    size_t n = p->sets.nwords;
    size_t nprotos = p->protos.len;
    size_t ntypes = p->types.len;
    struct bounds b = {.n = n,
                       .pot = ALLOC_ARRAY(uint64_t, nprotos * n),
                       .must = ALLOC_ARRAY(uint64_t, nprotos * n),
                       .type_pot = ALLOC_ARRAY(uint64_t, ntypes * n + 1),
                       .type_must = ALLOC_ARRAY(uint64_t, ntypes * n + 1),
                       .tmp = ALLOC_ARRAY(uint64_t, 2 * n)};
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t type = 0; type < ntypes; type++) {
            bound_type(p, &b, type);
        }
        for (size_t i = nprotos; i-- > 0;) {
            if (bound_proto(p, &b, (uint32_t)i)) {
                changed = true;
                if (p->protos.data[i].kind == PROTO_RULE && p->protos.data[i].arity == 0) {
                    uint32_t rule = p->protos.data[i].rule;
                    bound_type(p, &b, p->tix_of[p->set->rules.data[rule].product] - 1);
                }
            }
        }
    }
    for (size_t i = 0; i < nprotos; i++) {
        p->protos.data[i].pot = sets__intern(&p->sets, b.pot + i * n);
        p->protos.data[i].must = sets__intern(&p->sets, b.must + i * n);
    }
    free(b.pot);
    free(b.must);
    free(b.type_pot);
    free(b.type_must);
    free(b.tmp);
}

void problem__protos(struct problem *p) {
    for (size_t i = 0; i < p->set->queries.len; i++) {
        const struct query *query = &p->set->queries.data[i];
        uint32_t params = set_of(p, query->params, query->nparams);
        (void)add_root(p, p->tix_of[query->product] - 1, params, NONE);
    }
    for (uint32_t i = 0; i < p->protos.len; i++) {
        uint32_t at = p->protos.data[i].keys_at;
        uint32_t n = p->protos.data[i].nkeys;
        for (uint32_t j = 0; j < n; j++) {
            reach_key(p, p->keylist.data[at + j]);
        }
    }
    find_bounds(p);
}
