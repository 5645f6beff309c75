/*
 * Alternatives: the in-sets that a node can have when some key has several candidates. Every union
 * that some choice of one candidate per key leads to, except those that a smaller one replaces in
 * every caller's eyes (`demand`). In cycles by iteration from below.
 */
#include "rules/rules_int.h"

/* More in-sets than this for one node are not told apart: the smallest are kept. */
#define MAX_ALTS 128
#define MAX_WAYS 1024
#define MAX_ROUNDS 64

/** What a node takes by itself, without dependencies. */
static uint32_t own_set(const struct problem *p, const struct pnode *node) {
    const struct proto *proto = &p->protos.data[node->proto];
    return proto->kind == PROTO_REENTRY ? p->keys.data[proto->key].provided : 0;
}

static void list_add(struct list *l, uint32_t set) {
    for (uint32_t i = 0; i < l->n; i++) {
        if (l->sets[i] == set) {
            return;
        }
    }
    if (l->n == l->cap) {
        l->cap = l->cap == 0 ? 8 : l->cap * 2;
        l->sets = xreallocarray(l->sets, l->cap, sizeof *l->sets);
    }
    l->sets[l->n++] = set;
}

const uint32_t *problem__alts(const struct problem *p, const struct pedge *edge, uint32_t *ret_n,
                              uint32_t *scratch) {
    const struct pnode *node = &p->nodes.data[edge->to];
    *ret_n = node->exact ? 1 : node->nalts;
    *scratch = node->upper;
    return node->exact ? scratch : node->alts;
}

/** True when some caller could want b though there is a: b is no larger everywhere. */
static bool replaces(const struct problem *p, uint32_t demand, uint32_t a, uint32_t b) {
    size_t n = p->sets.nwords;
    const uint64_t *x = set_bits(p, a);
    const uint64_t *y = set_bits(p, b);
    const uint64_t *d = set_bits(p, demand);
    for (size_t i = 0; i < n; i++) {
        if ((x[i] & ~y[i]) != 0 || (y[i] & ~x[i] & d[i]) != 0) {
            return false;
        }
    }
    return true;
}

static int by_size(const void *a, const void *b, void *user) {
    const struct problem *p = user;
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    uint32_t nx = bits_count(set_bits(p, x), p->sets.nwords);
    uint32_t ny = bits_count(set_bits(p, y), p->sets.nwords);
    return nx != ny ? (nx > ny) - (nx < ny) : (x > y) - (x < y);
}

/** Smallest first, without those that a smaller one replaces. */
static void list_prune(struct problem *p, struct list *l, uint32_t demand) {
    if (l->n > 1) {
        qsort_r(l->sets, l->n, sizeof *l->sets, by_size, p);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < l->n && kept < MAX_ALTS; i++) {
        bool replaced = false;
        for (uint32_t j = 0; j < kept && !replaced; j++) {
            replaced = replaces(p, demand, l->sets[j], l->sets[i]);
        }
        if (!replaced) {
            l->sets[kept++] = l->sets[i];
        }
    }
    l->n = kept;
}

/** What one candidate can add to its node's in-set. */
static void edge_options(struct problem *p, const struct pedge *edge, uint32_t provided,
                         struct list *options) {
    size_t n = p->sets.nwords;
    if ((edge->to & EDGE_PARAM) != 0) {
        list_add(options, p->param_sets[edge->to & ~EDGE_PARAM]);
        return;
    }
    const struct pnode *to = &p->nodes.data[edge->to];
    if (!to->exact && !to->alts_known) {
        list_add(options, 0);
        return;
    }
    uint32_t count, one;
    const uint32_t *alts = problem__alts(p, edge, &count, &one);
    for (uint32_t i = 0; i < count; i++) {
        if (bits_within(set_bits(p, provided), set_bits(p, alts[i]), n)) {
            bits_clear(p->scratch, n);
            bits_or_less(p->scratch, set_bits(p, alts[i]), set_bits(p, provided), n);
            list_add(options, sets__intern(&p->sets, p->scratch));
        }
    }
}

/** left := every union of one of left and one of options. */
static void list_cross(struct problem *p, struct list *left, const struct list *options,
                       uint32_t demand) {
    struct list out = {0};
    for (uint32_t i = 0; i < left->n; i++) {
        for (uint32_t j = 0; j < options->n; j++) {
            bits_copy(p->scratch, set_bits(p, left->sets[i]), p->sets.nwords);
            bits_or(p->scratch, set_bits(p, options->sets[j]), p->sets.nwords);
            list_add(&out, sets__intern(&p->sets, p->scratch));
        }
    }
    list_prune(p, &out, demand);
    free(left->sets);
    *left = out;
}

/** Computes a node's alternatives anew; true when they are others than before. */
static bool find_alts(struct problem *p, uint32_t at) {
    struct pnode *node = &p->nodes.data[at];
    const struct proto *proto = &p->protos.data[node->proto];
    struct list all = {0};
    struct list options = {0};
    list_add(&all, own_set(p, node));
    for (uint32_t i = 0; i < node->nedges; i++) {
        const struct pedge *edge = &p->edges.data[node->edges_at + i];
        if (edge->live) {
            edge_options(p, edge, proto_key(p, proto, edge->key)->provided, &options);
        }
        if (i + 1 == node->nedges || p->edges.data[node->edges_at + i + 1].key != edge->key) {
            list_cross(p, &all, &options, node->demand);
            options.n = 0;
        }
    }
    free(options.sets);
    bool same = node->alts_known && all.n == node->nalts &&
                (all.n == 0 || memcmp(all.sets, node->alts, all.n * sizeof *all.sets) == 0);
    free(node->alts);
    node->alts = all.sets;
    node->nalts = all.n;
    node->alts_known = true;
    return !same;
}

/** True when some node turned out to have no way at all, and so is not valid. */
bool problem__find_alts(struct problem *p) {
    for (size_t i = 0; i < p->nodes.len; i++) {
        p->nodes.data[i].alts_known = false;
    }
    bool changed = true;
    for (int round = 0; changed && round < MAX_ROUNDS; round++) {
        changed = false;
        for (size_t i = 0; i < p->order.len; i++) {
            const struct pnode *node = &p->nodes.data[p->order.data[i]];
            if (node->valid && !node->exact) {
                changed |= find_alts(p, p->order.data[i]);
            }
        }
    }
    bool killed = false;
    for (size_t i = 0; i < p->nodes.len; i++) {
        struct pnode *node = &p->nodes.data[i];
        if (node->valid && !node->exact && node->nalts == 0) {
            node->valid = false;
            killed = true;
        }
    }
    return killed;
}

/* ---- ways to one in-set ---- */

/** What one key can add to a node that takes in_set. */
static void key_options(struct problem *p, const struct pnode *node, uint32_t key_at,
                        uint32_t in_set, struct list *options) {
    const struct proto *proto = &p->protos.data[node->proto];
    for (uint32_t i = node->edges_at; i < node->edges_at + node->nedges; i++) {
        const struct pedge *edge = &p->edges.data[i];
        if (edge->live && edge->key == key_at) {
            edge_options(p, edge, proto_key(p, proto, key_at)->provided, options);
        }
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < options->n; i++) {
        if (bits_within(set_bits(p, options->sets[i]), set_bits(p, in_set), p->sets.nwords)) {
            options->sets[kept++] = options->sets[i];
        }
    }
    options->n = kept;
}

/** Every union of one of left and one of options. */
static struct list unions(struct problem *p, const struct list *left, const struct list *options) {
    struct list out = {0};
    for (uint32_t i = 0; i < left->n && out.n < MAX_WAYS; i++) {
        for (uint32_t j = 0; j < options->n; j++) {
            bits_copy(p->scratch, set_bits(p, left->sets[i]), p->sets.nwords);
            bits_or(p->scratch, set_bits(p, options->sets[j]), p->sets.nwords);
            list_add(&out, sets__intern(&p->sets, p->scratch));
        }
    }
    return out;
}

void ways__init(struct ways *w, struct problem *p, uint32_t at, uint32_t in_set) {
    const struct pnode *node = &p->nodes.data[at];
    uint32_t nkeys = p->protos.data[node->proto].nkeys;
    *w = (struct ways){.p = p, .node = at, .in_set = in_set, .any = node->exact};
    if (w->any) {
        return;
    }
    struct list *options = ALLOC_ARRAY(struct list, nkeys + 1);
    w->before = ALLOC_ARRAY(struct list, nkeys + 1);
    w->after = ALLOC_ARRAY(struct list, nkeys + 1);
    w->nkeys = nkeys;
    list_add(&w->before[0], own_set(p, node));
    list_add(&w->after[nkeys], 0);
    for (uint32_t i = 0; i < nkeys; i++) {
        key_options(p, node, i, in_set, &options[i]);
        w->before[i + 1] = unions(p, &w->before[i], &options[i]);
    }
    for (uint32_t i = nkeys; i-- > 0;) {
        w->after[i] = unions(p, &w->after[i + 1], &options[i]);
    }
    for (uint32_t i = 0; i < nkeys; i++) {
        free(options[i].sets);
    }
    free(options);
}

void ways__done(struct ways *w) {
    for (uint32_t i = 0; w->before != NULL && i <= w->nkeys; i++) {
        free(w->before[i].sets);
        free(w->after[i].sets);
    }
    free(w->before);
    free(w->after);
}

bool ways__has(const struct ways *w, uint32_t key_at, const uint64_t *taken,
               const uint64_t *provided) {
    const struct problem *p = w->p;
    size_t n = p->sets.nwords;
    if (w->any) {
        return true;
    }
    const struct list *before = &w->before[key_at];
    const struct list *after = &w->after[key_at + 1];
    for (uint32_t i = 0; i < before->n; i++) {
        for (uint32_t j = 0; j < after->n; j++) {
            bits_copy(p->scratch, set_bits(p, before->sets[i]), n);
            bits_or(p->scratch, set_bits(p, after->sets[j]), n);
            bits_or_less(p->scratch, taken, provided, n);
            if (bits_equal(p->scratch, set_bits(p, w->in_set), n)) {
                return true;
            }
        }
    }
    return false;
}
