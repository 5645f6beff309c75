/*
 * From the roots down: for every key the candidate with the smallest in-set, of those that take
 * all that is provided and are part of some way to the node's in-set. Two smallest ones are an
 * ambiguity.
 *
 * An entry is a proto with an in-set. Two nodes of a proto that take the same make one entry: what
 * the choice below sees of a node is what the node takes.
 */
#include "rules/rules_int.h"

static uint32_t entry_of(struct problem *p, uint32_t proto, uint32_t node, uint32_t in_set) {
    uint64_t slot = (uint64_t)proto << 32 | in_set;
    uint32_t at = (uint32_t)(uintptr_t)imap_get(&p->entry_slots, slot);
    if (at != 0) {
        return at - 1;
    }
    struct entry entry = {.proto = proto, .node = node, .in_set = in_set, .target = NONE};
    vec_push(&p->entries, entry);
    (void)imap_put(&p->entry_slots, slot, (void *)(uintptr_t)p->entries.len);
    return (uint32_t)p->entries.len - 1;
}

static uint32_t param_entry(struct problem *p, uint32_t pix) {
    uint64_t slot = UINT64_MAX - pix;
    uint32_t at = (uint32_t)(uintptr_t)imap_get(&p->entry_slots, slot);
    if (at != 0) {
        return at - 1;
    }
    struct entry entry = {
        .proto = NONE, .node = NONE, .in_set = p->param_sets[pix], .pix = pix, .target = NONE};
    vec_push(&p->entries, entry);
    (void)imap_put(&p->entry_slots, slot, (void *)(uintptr_t)p->entries.len);
    return (uint32_t)p->entries.len - 1;
}

struct choice {
    uint32_t edge;   /* of the best so far */
    uint32_t in_set; /* its set */
    uint32_t size;
    uint32_t ties; /* how many are as small */
};

static void offer(struct choice *c, uint32_t edge, uint32_t in_set, uint32_t size) {
    if (c->ties == 0 || size < c->size) {
        *c = (struct choice){edge, in_set, size, 1};
    } else if (size == c->size) {
        c->ties++;
    }
}

/** The best candidate for key number `key_at`. */
static struct choice choose(const struct problem *p, const struct ways *ways, uint32_t key_at) {
    const struct pnode *node = &p->nodes.data[ways->node];
    const struct proto *proto = &p->protos.data[node->proto];
    const uint64_t *provided = set_bits(p, proto_key(p, proto, key_at)->provided);
    size_t n = p->sets.nwords;
    struct choice best = {0};
    for (uint32_t i = node->edges_at; i < node->edges_at + node->nedges; i++) {
        const struct pedge *edge = &p->edges.data[i];
        if (!edge->live || edge->key != key_at) {
            continue;
        }
        if ((edge->to & EDGE_PARAM) != 0) {
            uint32_t pix = edge->to & ~EDGE_PARAM;
            if (ways__has(ways, key_at, set_bits(p, p->param_sets[pix]), provided)) {
                offer(&best, i, 0, 1);
            }
            continue;
        }
        uint32_t count, one;
        const uint32_t *alts = problem__alts(p, edge, &count, &one);
        for (uint32_t j = 0; j < count; j++) {
            const uint64_t *alt = set_bits(p, alts[j]);
            if (bits_within(provided, alt, n) && ways__has(ways, key_at, alt, provided)) {
                offer(&best, i, alts[j], bits_count(alt, n));
            }
        }
    }
    return best;
}

static void check_masked(struct problem *p, uint32_t at) {
    const struct entry *entry = &p->entries.data[at];
    const struct proto *proto = &p->protos.data[entry->proto];
    const struct rule_decl *rule = &p->set->rules.data[proto->rule];
    for (size_t i = 0; i < rule->nmasked; i++) {
        uint32_t type = p->tix_of[rule->masked[i]];
        uint32_t pix = type == 0 ? 0 : p->pix_of[type - 1];
        if (pix == 0 || !bits_has(set_bits(p, entry->in_set), pix - 1)) {
            continue;
        }
        struct buf text = BUF_INIT;
        buf_addz(&text, "Rule `");
        text__proto(p, entry->proto, &text);
        buf_addz(&text, " (for ");
        text__set(p, entry->in_set, &text);
        buf_addf(&text,
                 ")` masked the parameter type `%s`, but it was required by some "
                 "dependencies:",
                 type_short(p->set->names, rule->masked[i]).ptr);
        for (uint32_t j = 0; j < entry->nedges; j++) {
            const struct entry_edge *edge = &p->entry_edges.data[entry->edges_at + j];
            const struct entry *to = &p->entries.data[edge->to];
            const struct key *key = &p->keys.data[edge->key];
            if (bits_has(set_bits(p, to->in_set), pix - 1) &&
                !bits_has(set_bits(p, key->provided), pix - 1)) {
                buf_addz(&text, "\n  ");
                text__key(p, key, &text);
            }
        }
        problem__error(p, "%s", text.data);
        buf_done(&text);
    }
}

/** Chooses for every key of an entry. */
static void fill(struct problem *p, uint32_t at) {
    struct entry entry = p->entries.data[at];
    const struct pnode *node = &p->nodes.data[entry.node];
    const struct proto *proto = &p->protos.data[node->proto];
    uint32_t edges_at = (uint32_t)p->entry_edges.len;
    struct ways ways;
    ways__init(&ways, p, entry.node, entry.in_set);
    for (uint32_t i = 0; i < proto->nkeys; i++) {
        struct choice c = choose(p, &ways, i);
        if (c.ties != 1) {
            problem__explain_ambiguous(p, &ways, i, c.size);
            continue;
        }
        uint32_t to = p->edges.data[c.edge].to;
        uint32_t target = (to & EDGE_PARAM) != 0
                              ? param_entry(p, to & ~EDGE_PARAM)
                              : entry_of(p, p->nodes.data[to].proto, to, c.in_set);
        uint32_t key = p->keylist.data[proto->keys_at + i];
        vec_push(&p->entry_edges, ((struct entry_edge){key, target}));
    }
    ways__done(&ways);
    p->entries.data[at].edges_at = edges_at;
    p->entries.data[at].nedges = (uint32_t)p->entry_edges.len - edges_at;
    if (proto->kind == PROTO_ROOT && p->entries.data[at].nedges == 1) {
        p->entries.data[at].target = p->entry_edges.data[edges_at].to;
    }
    if (proto->kind == PROTO_RULE) {
        check_masked(p, at);
    }
}

/** True when the root's smallest in-sets tie: then its candidates do. */
static bool root_ambiguous(struct problem *p, uint32_t root) {
    const struct pnode *node = &p->nodes.data[p->roots.data[root].node];
    size_t n = p->sets.nwords;
    if (node->exact || node->nalts < 2 ||
        bits_count(set_bits(p, node->alts[0]), n) != bits_count(set_bits(p, node->alts[1]), n)) {
        return false;
    }
    struct ways all = {.p = p, .node = p->roots.data[root].node, .any = true};
    problem__explain_ambiguous(p, &all, 0, bits_count(set_bits(p, node->alts[0]), n));
    return true;
}

/** The entry of a root, with the smallest in-set it can have; NONE when there is no way. */
static uint32_t root_entry(struct problem *p, uint32_t root) {
    uint32_t at = p->roots.data[root].node;
    const struct pnode *node = &p->nodes.data[at];
    if (!node->valid) {
        problem__explain(p, at);
        return NONE;
    }
    if (root_ambiguous(p, root)) {
        return NONE;
    }
    uint32_t in_set = node->exact ? node->upper : node->alts[0];
    return entry_of(p, node->proto, at, in_set);
}

void problem__choose(struct problem *p) {
    for (uint32_t i = 0; i < p->set->queries.len; i++) {
        (void)root_entry(p, i);
    }
    for (uint32_t i = 0; i < p->entries.len; i++) {
        uint32_t proto = p->entries.data[i].proto;
        if (proto == NONE) {
            continue;
        }
        fill(p, i);
        if (p->protos.data[proto].kind != PROTO_REENTRY) {
            continue;
        }
        uint32_t root = p->protos.data[p->protos.data[proto].root].root;
        uint32_t to = root_entry(p, root);
        p->entries.data[i].target = to;
    }
    for (size_t i = 0; i < p->entries.len; i++) {
        struct entry *entry = &p->entries.data[i];
        if (entry->proto != NONE && p->protos.data[entry->proto].kind == PROTO_REENTRY &&
            entry->target != NONE) {
            entry->target = p->entries.data[entry->target].target;
        }
    }
}

/* ---- reachable inputs ---- */

static uint32_t *number_inputs(const struct problem *p, uint32_t *ret_n) {
    uint32_t *input_of = ALLOC_ARRAY(uint32_t, p->types.len + 1);
    *ret_n = 0;
    for (size_t i = 0; i < p->set->inputs.len; i++) {
        uint32_t type = p->tix_of[p->set->inputs.data[i]];
        if (type != 0 && input_of[type - 1] == 0) {
            input_of[type - 1] = ++*ret_n;
        }
    }
    return input_of;
}

/** The type that an entry gives, as an input number + 1, or 0. */
static uint32_t entry_input(const struct problem *p, const uint32_t *input_of,
                            const struct entry *entry) {
    if (entry->proto == NONE) {
        return input_of[p->ptypes.data[entry->pix]];
    }
    const struct proto *proto = &p->protos.data[entry->proto];
    if (proto->kind == PROTO_RULE) {
        return input_of[p->tix_of[p->set->rules.data[proto->rule].product] - 1];
    }
    return 0;
}

static void intern_reach(struct problem *p, const uint64_t *bits) {
    size_t n = p->reach_words;
    struct sets sets;
    sets__init(&sets, n);
    for (size_t i = 0; i < p->entries.len; i++) {
        p->entries.data[i].inputs = sets__intern(&sets, bits + i * n);
    }
    p->nreach = sets.count;
    vec_reserve(&p->reach, sets.words.len);
    memcpy(p->reach.data, sets.words.data, sets.words.len * sizeof(uint64_t));
    p->reach.len = sets.words.len;
    sets__done(&sets);
}

void problem__reach(struct problem *p) {
    uint32_t ninputs;
    uint32_t *input_of = number_inputs(p, &ninputs);
    size_t n = p->reach_words = ninputs / 64 + 1;
    uint64_t *bits = ALLOC_ARRAY(uint64_t, (p->entries.len + 1) * n);
    uint64_t *tmp = bits + p->entries.len * n;
    for (size_t i = 0; i < p->entries.len; i++) {
        uint32_t input = entry_input(p, input_of, &p->entries.data[i]);
        if (input != 0) {
            bits_add(bits + i * n, input - 1);
        }
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = p->entries.len; i-- > 0;) {
            const struct entry *entry = &p->entries.data[i];
            bits_copy(tmp, bits + i * n, n);
            for (uint32_t j = 0; j < entry->nedges; j++) {
                bits_or(tmp, bits + p->entry_edges.data[entry->edges_at + j].to * n, n);
            }
            if (entry->target != NONE) {
                bits_or(tmp, bits + entry->target * n, n);
            }
            if (!bits_equal(tmp, bits + i * n, n)) {
                bits_copy(bits + i * n, tmp, n);
                changed = true;
            }
        }
    }
    intern_reach(p, bits);
    free(bits);
    free(input_of);
}
