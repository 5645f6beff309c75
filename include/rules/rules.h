/*
 * struct rule_set: what the solver is told. struct rule_graph: what it answers.
 *
 * Rules, types and functions are named by ids of one intern table ("module:QualName" for types and
 * functions, any text for rules). The table belongs to the caller and outlives both structs.
 *
 * Calling sequence
 *   set = rules_new(names);
 *   rules_add(set, &decl) ...  rules_add_query(set, product, params, n) ...
 *   rules_add_union(...)  rules_add_union_member(...)  rules_add_input(...)
 *   rules_solve(set, key, &report, &graph, e);     pure: same set, same graph
 *   rules_free(set);                               the graph does not need it
 *   ... rule_graph_root(), rule_graph_edge(), rule_graph_entry() ...
 *   rule_graph_free(graph);
 *
 * A solved graph is one run of bytes (rule_graph_bytes()) that another process can load
 * (rule_graph_load()) instead of solving; `key` tells the caller's rule sets apart: both sides
 * compute it from what makes the set (a build id and the backends, or rules_fingerprint()).
 */
#ifndef PANTS_RULES_RULES_H
#define PANTS_RULES_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/intern.h"
#include "base/str.h"

#define RULES_KEY_SIZE 32

struct rule_set;
struct rule_graph;

enum rule_flags {
    RULE_CACHEABLE = 1 << 0,      /**< @rule; without it shown as @goal_rule */
    RULE_POLYMORPHIC = 1 << 1,    /**< calls to it with a union's member go to an implementation */
    RULE_SIDE_EFFECTING = 1 << 2, /**< kept for the engine; the solver ignores it */
};

/**
 * One await in a rule's body. By name: rule != 0. By type (`Get`): rule == 0 and arity == 0.
 * Inputs that are unions are expanded by the solver (docs/internals/rules.md, "Unions").
 */
struct rule_call {
    uint32_t rule;          /**< the rule called, or 0 */
    uint32_t arity;         /**< explicit positional arguments */
    uint32_t product;       /**< the type that is awaited */
    const uint32_t *inputs; /**< types given with implicitly(), any order, distinct */
    size_t ninputs;
};

/** A rule. Everything is copied. */
struct rule_decl {
    uint32_t id;
    uint32_t func; /**< "module:qualname", for messages; 0: the id is shown */
    uint32_t line; /**< of the function, for messages */
    uint32_t product;
    const uint32_t *params; /**< types in declared order */
    size_t nparams;
    const struct rule_call *calls;
    size_t ncalls;
    const uint32_t *masked; /**< types that must not be required from callers below this rule */
    size_t nmasked;
    enum rule_flags flags;
};

struct rule_set *rules_new(struct intern *names);
void rules_free(struct rule_set *set);
void rules_add(struct rule_set *set, const struct rule_decl *decl);
/** An entry point: product computed from values of exactly these types. Duplicates collapse. */
void rules_add_query(struct rule_set *set, uint32_t product, const uint32_t *params, size_t n);
/** A union and the types its implementations may take from callers besides the member itself. */
void rules_add_union(struct rule_set *set, uint32_t base, const uint32_t *in_scope, size_t n);
void rules_add_union_member(struct rule_set *set, uint32_t base, uint32_t member);
/**
 * A type whose values differ between sessions without being parameters (the options of a scope, a
 * session value): every entry is told which of them it can reach.
 */
void rules_add_input(struct rule_set *set, uint32_t type);
/** Adds bytes that are equal only for equal sets (names, not ids), for hashing to a key. */
void rules_fingerprint(const struct rule_set *set, struct buf *out);

/**
 * Solves. On ERR_USAGE the set is wrong: ret_report (may be NULL) gets the whole text
 * ("Encountered N rule graph error(s):" and every leaf error, sorted), e the same, cut.
 */
must_check_ int rules_solve(const struct rule_set *set, const uint8_t key[RULES_KEY_SIZE],
                            struct buf *ret_report, struct rule_graph **ret, struct err *e);

/* ---- the solved graph ---- */

#define RULE_ENTRY_NONE UINT32_MAX

enum rule_entry_kind {
    RULE_ENTRY_PARAM,   /**< the value of `type` among the parameters */
    RULE_ENTRY_RULE,    /**< run `rule` */
    RULE_ENTRY_REENTRY, /**< compute missing in-scope values, then go to `target` */
    RULE_ENTRY_ROOT,    /**< of a query; its one edge leads to what computes it */
};

/** A place in the solved graph. Arrays are borrowed from the graph, type ids ascending. */
struct rule_entry {
    enum rule_entry_kind kind;
    uint32_t type;          /**< PARAM: the type; others: the product */
    uint32_t rule;          /**< RULE: id */
    uint32_t arity;         /**< RULE: explicit arguments; parameters from there on are computed */
    const uint32_t *in_set; /**< types taken from the caller's parameters; ROOT: those used */
    uint32_t nin_set;
    const uint32_t *inputs; /**< types of rules_add_input() that it can reach */
    uint32_t ninputs;
    uint32_t inputs_id; /**< equal for entries with equal inputs; small and dense */
    uint32_t target;    /**< REENTRY: entry of its query's answer; ROOT: the answer */
};

/** What is fixed about a rule. */
struct rule_info {
    uint32_t id;
    uint32_t func;
    uint32_t line;
    uint32_t product;
    const uint32_t *params; /**< declared order */
    uint32_t nparams;
    enum rule_flags flags;
};

void rule_graph_free(struct rule_graph *graph);
/** The bytes to keep, of a graph that was solved here (empty after rule_graph_load()); they live as
 * long as the graph. */
struct str rule_graph_bytes(const struct rule_graph *graph);
/**
 * Opens bytes from rule_graph_bytes(). Everything in them is checked (ERR_FORMAT). Returns 1 when
 * they are of another key or version. The bytes are copied.
 */
must_check_ int rule_graph_load(struct intern *names, struct str bytes,
                                const uint8_t key[RULES_KEY_SIZE], struct rule_graph **ret,
                                struct err *e);

uint32_t rule_graph_entry_count(const struct rule_graph *graph);
uint32_t rule_graph_inputs_count(const struct rule_graph *graph);
void rule_graph_entry(const struct rule_graph *graph, uint32_t entry, struct rule_entry *ret);
/** False when the rule is not part of the graph (nothing reachable needs it). */
bool rule_graph_rule(const struct rule_graph *graph, uint32_t rule, struct rule_info *ret);

/**
 * The ROOT entry that answers product from params (any order): the query with exactly these, else
 * the only one whose parameters are among them. ERR_USAGE names what could be asked.
 */
must_check_ int rule_graph_root(const struct rule_graph *graph, uint32_t product,
                                const uint32_t *params, size_t n, uint32_t *ret_entry,
                                struct err *e);
/**
 * Where a call leads from `entry`: rule (0: by type), arity, product and the types provided
 * (ascending). RULE_ENTRY_NONE when the rule's body was not known to make it.
 */
uint32_t rule_graph_edge(const struct rule_graph *graph, uint32_t entry, uint32_t rule,
                         uint32_t arity, uint32_t product, const uint32_t *provided, size_t n);
/** Where parameter number i (>= arity) of a RULE entry comes from. */
uint32_t rule_graph_param_edge(const struct rule_graph *graph, uint32_t entry, uint32_t i);
/** Where an in-scope type of a REENTRY entry comes from. */
uint32_t rule_graph_type_edge(const struct rule_graph *graph, uint32_t entry, uint32_t type);
/**
 * The implementation that `caller` reaches when it calls polymorphic `rule` with a first implicit
 * input of this type, or 0.
 */
uint32_t rule_graph_implementation(const struct rule_graph *graph, uint32_t caller, uint32_t rule,
                                   uint32_t member);
bool rule_graph_is_union(const struct rule_graph *graph, uint32_t type);
/** Where edge number i of an entry leads, whatever it is for; false past the last one. */
bool rule_graph_edge_at(const struct rule_graph *graph, uint32_t entry, uint32_t i,
                        uint32_t *ret_to);
/**
 * The types that the answer to product from params is made of: products of all rules below the
 * root, and parameters. ret is malloc'ed, ascending; the caller frees it.
 */
must_check_ int rule_graph_consumed(const struct rule_graph *graph, uint32_t product,
                                    const uint32_t *params, size_t n, uint32_t **ret, size_t *ret_n,
                                    struct err *e);

/** The text behind an id; lives as long as the table of names. */
const char *rule_graph_name(const struct rule_graph *graph, uint32_t id);
/** A type's name as messages show it: what follows the last ':' and '.'. */
struct str rule_graph_type_name(const struct rule_graph *graph, uint32_t id);
/** Text of an entry as messages and dot files show it: "@rule(module:line:name(A, B) -> C)". */
void rule_graph_describe(const struct rule_graph *graph, uint32_t entry, struct buf *out);
/** The whole graph as a dot file, or what is below one root (root == RULE_ENTRY_NONE: all). */
void rule_graph_dot(const struct rule_graph *graph, uint32_t root, struct buf *out);

#endif
