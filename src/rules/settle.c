/*
 * Which candidates can serve, and what each node takes from its callers (its in-set).
 *
 *   1. upper(n): the union over all live candidates, a least fixpoint.
 *   2. A candidate dies when its node is not valid or cannot take all that is provided to it
 *      (provided not within upper); a node is not valid when a key has no live candidate. Dying
 *      shrinks upper: 1 and 2 alternate until nothing changes.
 *   3. A node below which every key has one candidate is exact: upper is its in-set. This is
 *      nearly every node, since calls by name have one candidate.
 *   4. The others get alternatives (alts.c); a node that has none is not valid after all.
 */
#include "rules/rules_int.h"

struct settle {
    struct problem *p;
    size_t n;
    uint64_t *upper; /* by node */
};

static const uint64_t *upper_of(const struct settle *s, uint32_t node) {
    return s->upper + (size_t)node * s->n;
}

/** What a node takes by itself, without dependencies. */
static uint32_t own_set(const struct problem *p, const struct pnode *node) {
    const struct proto *proto = &p->protos.data[node->proto];
    return proto->kind == PROTO_REENTRY ? p->keys.data[proto->key].provided : 0;
}

static bool widen(struct settle *s, uint32_t at, uint64_t *tmp) {
    const struct problem *p = s->p;
    const struct pnode *node = &p->nodes.data[at];
    const struct proto *proto = &p->protos.data[node->proto];
    bits_copy(tmp, set_bits(p, own_set(p, node)), s->n);
    for (uint32_t i = 0; i < node->nedges; i++) {
        const struct pedge *edge = &p->edges.data[node->edges_at + i];
        if (!edge->live) {
            continue;
        }
        if ((edge->to & EDGE_PARAM) != 0) {
            bits_add(tmp, edge->to & ~EDGE_PARAM);
        } else {
            const uint64_t *provided = set_bits(p, proto_key(p, proto, edge->key)->provided);
            bits_or_less(tmp, upper_of(s, edge->to), provided, s->n);
        }
    }
    if (bits_equal(tmp, upper_of(s, at), s->n)) {
        return false;
    }
    bits_copy(s->upper + (size_t)at * s->n, tmp, s->n);
    return true;
}

static void find_upper(struct settle *s) {
    bits_clear(s->upper, s->p->nodes.len * s->n);
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < s->p->order.len; i++) {
            uint32_t at = s->p->order.data[i];
            changed |= s->p->nodes.data[at].valid && widen(s, at, s->p->scratch);
        }
    }
}

/** True when some candidate of the node died. */
static bool kill_edges(struct settle *s, struct pnode *node) {
    struct problem *p = s->p;
    const struct proto *proto = &p->protos.data[node->proto];
    bool changed = false;
    for (uint32_t i = 0; i < node->nedges; i++) {
        struct pedge *edge = &p->edges.data[node->edges_at + i];
        if (!edge->live || (edge->to & EDGE_PARAM) != 0) {
            continue;
        }
        const uint64_t *provided = set_bits(p, proto_key(p, proto, edge->key)->provided);
        if (!p->nodes.data[edge->to].valid || !bits_within(provided, upper_of(s, edge->to), s->n)) {
            edge->live = false;
            changed = true;
        }
    }
    return changed;
}

static bool every_key_served(const struct problem *p, const struct pnode *node) {
    uint32_t served = 0; /* keys before it have a live candidate: edges lie in key order */
    for (uint32_t i = 0; i < node->nedges; i++) {
        const struct pedge *edge = &p->edges.data[node->edges_at + i];
        if (edge->live && edge->key == served) {
            served++;
        }
    }
    return served == p->protos.data[node->proto].nkeys;
}

static bool kill_nodes(struct settle *s) {
    bool any = false;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < s->p->order.len; i++) {
            struct pnode *node = &s->p->nodes.data[s->p->order.data[i]];
            if (!node->valid) {
                continue;
            }
            changed |= kill_edges(s, node);
            if (!every_key_served(s->p, node)) {
                node->valid = false;
                changed = true;
            }
        }
        any |= changed;
    }
    return any;
}

static void find_exact(struct problem *p) {
    for (size_t i = 0; i < p->nodes.len; i++) {
        p->nodes.data[i].exact = p->nodes.data[i].valid;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < p->order.len; i++) {
            struct pnode *node = &p->nodes.data[p->order.data[i]];
            uint32_t last = NONE;
            for (uint32_t j = 0; node->exact && j < node->nedges; j++) {
                const struct pedge *edge = &p->edges.data[node->edges_at + j];
                if (!edge->live) {
                    continue;
                }
                bool param = (edge->to & EDGE_PARAM) != 0;
                if (edge->key == last || (!param && !p->nodes.data[edge->to].exact)) {
                    node->exact = false;
                    changed = true;
                }
                last = edge->key;
            }
        }
    }
}

/** Offered types that some caller provides and so insists on: top down. */
static void find_demand(struct problem *p) {
    size_t n = p->sets.nwords;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = p->order.len; i-- > 0;) {
            struct pnode *node = &p->nodes.data[p->order.data[i]];
            const struct proto *proto = &p->protos.data[node->proto];
            for (uint32_t j = 0; node->valid && j < node->nedges; j++) {
                const struct pedge *edge = &p->edges.data[node->edges_at + j];
                if (!edge->live || (edge->to & EDGE_PARAM) != 0) {
                    continue;
                }
                struct pnode *to = &p->nodes.data[edge->to];
                uint32_t provided = proto_key(p, proto, edge->key)->provided;
                bits_copy(p->scratch, set_bits(p, node->demand), n);
                bits_or(p->scratch, set_bits(p, provided), n);
                bits_and(p->scratch, set_bits(p, to->offered), n);
                bits_or(p->scratch, set_bits(p, to->demand), n);
                uint32_t set = sets__intern(&p->sets, p->scratch);
                changed |= set != to->demand;
                to->demand = set;
            }
        }
    }
}

void problem__settle(struct problem *p) {
    struct settle s = {.p = p, .n = p->sets.nwords};
    s.upper = ALLOC_ARRAY(uint64_t, p->nodes.len * s.n + 1);
    do {
        do {
            find_upper(&s);
        } while (kill_nodes(&s));
        for (size_t i = 0; i < p->nodes.len; i++) {
            p->nodes.data[i].upper = sets__intern(&p->sets, upper_of(&s, (uint32_t)i));
        }
        find_exact(p);
        find_demand(p);
    } while (problem__find_alts(p));
    free(s.upper);
}
