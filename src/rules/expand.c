/*
 * Nodes: what a proto is when callers offer certain types. Callers' offers are cut down to what
 * the proto could ever take (pot), so that most protos have very few nodes.
 *
 * A type that a node takes from its callers because nothing else gives it is used up there: it is
 * not offered to the node's other dependencies.
 */
#include "rules/rules_int.h"

static uint32_t node_of(struct problem *p, uint32_t proto, const uint64_t *offered) {
    size_t n = p->sets.nwords;
    bits_copy(p->scratch, offered, n);
    bits_and(p->scratch, set_bits(p, p->protos.data[proto].pot), n);
    uint32_t set = sets__intern(&p->sets, p->scratch);
    uint64_t slot = (uint64_t)proto << 32 | set;
    uint32_t at = (uint32_t)(uintptr_t)imap_get(&p->node_slots, slot);
    if (at != 0) {
        return at - 1;
    }
    struct pnode node = {.proto = proto, .offered = set, .valid = true};
    vec_push(&p->nodes, node);
    (void)imap_put(&p->node_slots, slot, (void *)(uintptr_t)p->nodes.len);
    return (uint32_t)p->nodes.len - 1;
}

static bool has_producers(const struct problem *p, uint32_t type) {
    return p->producers_at[type] != p->producers_at[type + 1];
}

/** Adds the edge unless it is plain that the proto cannot serve: it needs what is not offered, or
 * has no use for what it is provided with. */
static void add_candidate(struct problem *p, uint32_t key_at, uint32_t proto,
                          const uint64_t *offered, uint32_t provided) {
    size_t n = p->sets.nwords;
    if (!p->keep_hopeless &&
        (!bits_within(set_bits(p, p->protos.data[proto].must), offered, n) ||
         !bits_within(set_bits(p, provided), set_bits(p, p->protos.data[proto].pot), n))) {
        return;
    }
    uint32_t to = node_of(p, proto, offered);
    vec_push(&p->edges, ((struct pedge){key_at, to, true}));
}

static void expand_key(struct problem *p, uint32_t key_at, uint32_t key_number, uint32_t set,
                       const uint64_t *left, uint64_t *offered) {
    struct key key = p->keys.data[key_number];
    size_t n = p->sets.nwords;
    bits_copy(offered, left, n);
    bits_or(offered, set_bits(p, key.provided), n);
    if (key.reentry) {
        add_candidate(p, key_at, problem__reentry_proto(p, key_number), offered, key.provided);
        return;
    }
    if (key.rule != 0) {
        uint32_t rule = p->rule_of[key.rule];
        if (rule != 0) {
            add_candidate(p, key_at, problem__rule_proto(p, rule - 1, key.arity), offered,
                          key.provided);
        }
        return;
    }
    uint32_t pix = p->pix_of[key.product];
    if (key.provided == 0 && pix != 0 && bits_has(set_bits(p, set), pix - 1)) {
        vec_push(&p->edges, ((struct pedge){key_at, (pix - 1) | EDGE_PARAM, true}));
    }
    for (uint32_t i = p->producers_at[key.product]; i < p->producers_at[key.product + 1]; i++) {
        add_candidate(p, key_at, problem__rule_proto(p, p->producers[i], 0), offered, key.provided);
    }
}

/** offered without what the node uses up itself. */
static void leave(struct problem *p, const struct proto *proto, uint32_t set, uint64_t *left) {
    bits_copy(left, set_bits(p, set), p->sets.nwords);
    for (uint32_t i = 0; i < proto->nkeys; i++) {
        const struct key *key = proto_key(p, proto, i);
        uint32_t pix = p->pix_of[key->product];
        if (key->rule == 0 && !key->reentry && key->provided == 0 && pix != 0 &&
            !has_producers(p, key->product)) {
            bits_del(left, pix - 1);
        }
    }
}

static void add_root_node(struct problem *p, uint32_t proto) {
    struct root *root = &p->roots.data[p->protos.data[proto].root];
    struct pnode node = {.proto = proto, .offered = root->params, .valid = true};
    root->node = (uint32_t)p->nodes.len;
    vec_push(&p->nodes, node);
}

static void expand_node(struct problem *p, uint32_t at, uint64_t *left, uint64_t *offered) {
    struct proto proto = p->protos.data[p->nodes.data[at].proto];
    uint32_t set = p->nodes.data[at].offered;
    uint32_t edges_at = (uint32_t)p->edges.len;
    if (proto.kind == PROTO_REENTRY &&
        p->roots.data[p->protos.data[proto.root].root].node == NONE) {
        add_root_node(p, proto.root);
    }
    leave(p, &proto, set, left);
    for (uint32_t i = 0; i < proto.nkeys; i++) {
        expand_key(p, i, p->keylist.data[proto.keys_at + i], set, left, offered);
    }
    p->nodes.data[at].edges_at = edges_at;
    p->nodes.data[at].nedges = (uint32_t)p->edges.len - edges_at;
}

struct visit {
    uint32_t node;
    uint32_t edge; /* next to look at */
};

/** Post-order of a depth-first walk over all nodes: what a node needs comes before it, but for
 * cycles. */
static void order_nodes(struct problem *p) {
    bool *seen = ALLOC_ARRAY(bool, p->nodes.len + 1);
    VEC(struct visit) stack = {0};
    for (uint32_t start = 0; start < p->nodes.len; start++) {
        if (seen[start]) {
            continue;
        }
        seen[start] = true;
        vec_push(&stack, ((struct visit){start, 0}));
        while (stack.len > 0) {
            struct visit *top = &vec_last(&stack);
            if (top->edge == p->nodes.data[top->node].nedges) {
                vec_push(&p->order, top->node);
                stack.len--;
                continue;
            }
            uint32_t to = p->edges.data[p->nodes.data[top->node].edges_at + top->edge++].to;
            if ((to & EDGE_PARAM) == 0 && !seen[to]) {
                seen[to] = true;
                vec_push(&stack, ((struct visit){to, 0}));
            }
        }
    }
    vec_done(&stack);
    free(seen);
}

void problem__expand(struct problem *p) {
    uint64_t *tmp = ALLOC_ARRAY(uint64_t, 2 * p->sets.nwords);
    for (size_t i = 0; i < p->set->queries.len; i++) {
        add_root_node(p, p->roots.data[i].proto);
    }
    for (uint32_t i = 0; i < p->nodes.len; i++) {
        expand_node(p, i, tmp, tmp + p->sets.nwords);
    }
    free(tmp);
    order_nodes(p);
}
