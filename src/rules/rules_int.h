/*
 * Private to the module: the rule set, the problem made from it, and its solution.
 *
 *   rule_set --problem__build()--> problem --problem__expand()--> nodes and edges
 *            --problem__settle()--> live edges, alternatives --problem__choose()--> entries
 *            --blob__write()--> bytes --graph__open()--> rule_graph
 *
 * Numbering: types are numbered densely (tix), and those that can be parameters of anything again
 * (pix); sets are bit sets over pix, interned (set ids).
 */
#ifndef PANTS_RULES_RULES_INT_H
#define PANTS_RULES_RULES_INT_H

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"
#include "rules/bits.h"
#include "rules/rules.h"

#define NONE UINT32_MAX

struct query {
    uint32_t product;
    const uint32_t *params; /* ascending */
    uint32_t nparams;
};

struct union_decl {
    uint32_t base;
    const uint32_t *in_scope;
    uint32_t nin_scope;
};

struct union_member {
    uint32_t base;
    uint32_t member;
};

struct rule_set {
    struct intern *names;
    struct arena arena;
    VEC(struct rule_decl) rules;
    VEC(struct query) queries;
    VEC(struct union_decl) unions;
    VEC(struct union_member) members;
    VEC(uint32_t) inputs;
};

/* ---- sets ---- */

/** Interned bit sets. Set 0 is the empty set. */
struct sets {
    size_t nwords;
    VEC(uint64_t) words;
    uint32_t count;
    uint32_t *slots; /* set id + 1 */
    size_t nslots;
};

void sets__init(struct sets *s, size_t nwords);
void sets__done(struct sets *s);
uint32_t sets__intern(struct sets *s, const uint64_t *bits);
static inline const uint64_t *sets__get(const struct sets *s, uint32_t id) {
    return s->words.data + (size_t)id * s->nwords;
}

/* ---- the problem ---- */

/** What a rule asks for. Equal keys have one number. */
struct key {
    uint32_t rule; /* global id, or 0: by type */
    uint32_t arity;
    uint32_t product;  /* tix */
    uint32_t provided; /* set */
    uint32_t in_scope; /* set, when reentry */
    bool reentry;
};

enum proto_kind {
    PROTO_RULE,
    PROTO_ROOT,
    PROTO_REENTRY,
};

/** A rule with an arity, a query or a re-entry, before anything is known about parameters. */
struct proto {
    enum proto_kind kind;
    uint32_t rule; /* RULE: index */
    uint32_t arity;
    uint32_t key;     /* REENTRY: what is re-entered; ROOT of a re-entry: the same; else NONE */
    uint32_t root;    /* ROOT: index into roots; REENTRY: proto of its root */
    uint32_t keys_at; /* into keylist */
    uint32_t nkeys;
    uint32_t pot;  /* set: what could ever be taken from callers */
    uint32_t must; /* set: what every way to compute it takes from callers */
};

struct root {
    uint32_t product; /* tix */
    uint32_t params;  /* set */
    uint32_t key;     /* of the re-entry, or NONE: a query */
    uint32_t proto;
    uint32_t node;
};

/** A proto with what callers offer. */
struct pnode {
    uint32_t proto;
    uint32_t offered; /* set: what callers offer of proto's pot */
    uint32_t edges_at;
    uint32_t nedges;
    uint32_t upper;  /* set: the most it can take, then, when exact, what it takes */
    uint32_t demand; /* set: offered types that some caller insists on being taken */
    uint32_t *alts;  /* sets, when not exact */
    uint32_t nalts;
    bool valid;
    bool exact; /* one way only: upper is its in_set */
    bool alts_known;
};

#define EDGE_PARAM 0x80000000U

/** A candidate for a key of a node. */
struct pedge {
    uint32_t key; /* position in the proto's key list */
    uint32_t to;  /* node, or pix | EDGE_PARAM */
    bool live;
};

/** The answer: a proto with exactly what it takes. */
struct entry {
    uint32_t proto; /* or NONE: a parameter */
    uint32_t in_set;
    uint32_t pix;  /* parameter */
    uint32_t node; /* that it was chosen from */
    uint32_t edges_at;
    uint32_t nedges;
    uint32_t inputs; /* index into reach */
    uint32_t target;
};

struct entry_edge {
    uint32_t key; /* number */
    uint32_t to;  /* entry */
};

struct vtable_item {
    uint32_t caller; /* rule indices */
    uint32_t base;
    uint32_t member; /* tix */
    uint32_t impl;
};

struct problem {
    const struct rule_set *set;
    uint32_t nnames;      /* global ids below it have places in the arrays by id */
    uint32_t *tix_of;     /* by global id: tix + 1 */
    uint32_t *rule_of;    /* by global id: rule index + 1 */
    uint32_t *union_of;   /* by global id: union index + 1 */
    VEC(uint32_t) types;  /* tix -> global id */
    uint32_t *pix_of;     /* tix -> pix + 1 */
    VEC(uint32_t) ptypes; /* pix -> tix */
    uint32_t *param_sets; /* pix -> the set of it alone */
    struct sets sets;
    VEC(struct key) keys;
    struct imap key_slots; /* hash -> first key + 1; `key_next` chains */
    VEC(uint32_t) key_next;
    VEC(uint32_t) keylist;
    uint32_t *rule_keys_at; /* by rule: its calls' keys in call_keys */
    VEC(uint32_t) call_keys;
    VEC(struct vtable_item) vtable;
    uint32_t *producers_at; /* by tix: CSR */
    uint32_t *producers;
    VEC(struct proto) protos;
    struct imap proto_slots;
    VEC(struct root) roots;
    VEC(struct pnode) nodes;
    struct imap node_slots;
    VEC(struct pedge) edges;
    VEC(uint32_t) order; /* nodes, dependencies first where possible */
    VEC(struct entry) entries;
    struct imap entry_slots;
    VEC(struct entry_edge) entry_edges;
    VEC(uint64_t) reach; /* bit sets over inputs, interned by index */
    size_t reach_words;
    uint32_t nreach;
    VEC(char *) errors;  /* owned */
    bool keep_hopeless;  /* expand() keeps candidates that plainly cannot serve */
    struct imap members; /* base << 32 | member */
    uint64_t *scratch;   /* one set, for whoever needs one briefly */
};

static inline const uint64_t *set_bits(const struct problem *p, uint32_t set) {
    return sets__get(&p->sets, set);
}
static inline const struct key *proto_key(const struct problem *p, const struct proto *proto,
                                          uint32_t position) {
    return &p->keys.data[p->keylist.data[proto->keys_at + position]];
}

void problem__done(struct problem *p);
/** Numbers everything, expands unions, makes keys. ERR_USAGE: the set contradicts itself. */
must_check_ int problem__build(struct problem *p, const struct rule_set *set, struct err *e);
/** Protos reachable from queries, with pot and must. */
void problem__protos(struct problem *p);
uint32_t problem__rule_proto(struct problem *p, uint32_t rule, uint32_t arity);
uint32_t problem__reentry_proto(struct problem *p, uint32_t key);
/** Nodes and candidate edges. */
void problem__expand(struct problem *p);
/** Finds which edges are live and what nodes take. */
void problem__settle(struct problem *p);
/** Entries, top down; leaves errors in p->errors. */
void problem__choose(struct problem *p);
/** Reachable inputs per entry. */
void problem__reach(struct problem *p);

/** Alternatives of an edge's target: n sets (a parameter is the set of itself). */
const uint32_t *problem__alts(const struct problem *p, const struct pedge *edge, uint32_t *ret_n,
                              uint32_t *scratch);

/** True when some node turned out to have no way at all, and so is not valid any more. */
bool problem__find_alts(struct problem *p);

struct list {
    uint32_t *sets; /* owned */
    uint32_t n;
    uint32_t cap;
};

/** The choices of one candidate per key by which a node comes to take exactly in_set. */
struct ways {
    struct problem *p;
    uint32_t node;
    uint32_t in_set;
    bool any; /* there is one choice only */
    uint32_t nkeys;
    struct list *before; /* by key: unions of one option of each key before it */
    struct list *after;  /* by key: of it and each key behind */
};

void ways__init(struct ways *w, struct problem *p, uint32_t node, uint32_t in_set);
void ways__done(struct ways *w);
/** Is a candidate for a key, whose node takes `taken`, part of any? */
bool ways__has(const struct ways *w, uint32_t key_at, const uint64_t *taken,
               const uint64_t *provided);

/* ---- words for messages ---- */

struct str type_short(const struct intern *names, uint32_t id);
void text__set(const struct problem *p, uint32_t set, struct buf *out);
void text__key(const struct problem *p, const struct key *key, struct buf *out);
void text__proto(const struct problem *p, uint32_t proto, struct buf *out);
printf_(2, 3) void problem__error(struct problem *p, const char *fmt, ...);
/** The leaf errors below a node that is not valid. */
void problem__explain(struct problem *p, uint32_t node);
/** Several candidates for a key are as small (or none is left). */
void problem__explain_ambiguous(struct problem *p, const struct ways *ways, uint32_t key_at,
                                uint32_t size);
/** Sorted, without duplicates, with the header. */
void problem__report(struct problem *p, struct buf *out);

/* ---- bytes ---- */

void blob__write(const struct problem *p, const uint8_t key[RULES_KEY_SIZE], struct buf *out);
/** Takes bytes (malloc'ed, words); keep: also keeps them as they were. */
must_check_ int graph__open(struct intern *names, const void *bytes, size_t len, bool keep,
                            struct rule_graph **ret, struct err *e);

#endif
