/*
 * struct graph: memoised nodes. It knows that nodes have keys, values and dependencies, and which
 * values are still right; not what computes them.
 *
 * A node is a struct of the caller that embeds `struct graph_node` first. The caller finds or adds
 * it by key, asks for it (graph_get() from another node, graph_get_root() from outside), computes
 * it when ops->start says so and tells graph_complete() or graph_fail(). Answers are delivered
 * through ops->deliver. Nothing recurses: every event goes through a queue of the graph that the
 * owner empties with graph_step(), so depth and width are bounded by memory alone.
 *
 * Ownership: nodes belong to the graph once added (ops->free_node gives back key and memory).
 * Values are counted by ops->value_ref/unref; the graph holds one reference to each node's value.
 * One thread.
 *
 * docs/internals/graph.md has the state machine.
 */
#ifndef PANTS_GRAPH_GRAPH_H
#define PANTS_GRAPH_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"

struct graph;
struct graph_exec; /* what a node has only while it runs */
struct graph_run;
struct graph_wait;

enum graph_state {
    GRAPH_NOT_STARTED, /**< never computed, failed, cancelled or invalidated; may hold an old value
                        */
    GRAPH_RUNNING,     /**< being cleaned or computed; `exec` is set */
    GRAPH_COMPLETED,   /**< has a value; `result` says how far it can be trusted */
};

enum graph_result {
    GRAPH_CLEAN,           /**< right until something below changes */
    GRAPH_DIRTY,           /**< something below may have changed: dependencies are to be checked */
    GRAPH_UNCACHEABLE,     /**< right in run `run` only; another run computes it again */
    GRAPH_UNCACHEABLE_DEPS /**< right in run `run`; another run checks its dependencies */
};

/** Embedded first in the caller's node. Fields are the graph's; read them freely. */
struct graph_node {
    uint64_t hash; /**< of the key */
    void *value;   /**< last value, or NULL; borrowed by readers */
    struct graph_exec *exec;
    struct graph_dep *deps;   /**< what the value was computed from, in order */
    struct graph_rdep *rdeps; /**< who depends on it */
    uint32_t ndeps;
    uint32_t nrdeps;
    uint32_t rdeps_cap;
    uint32_t id;         /**< position in the graph; free for reuse after the node's death */
    uint32_t generation; /**< grows when the value changes */
    uint32_t run;        /**< run of the last completion */
    uint32_t mark;       /**< of walks */
    uint8_t state;       /**< enum graph_state */
    uint8_t result;      /**< enum graph_result, when completed */
    uint8_t flags;
    uint8_t pins; /**< graph_pin(): not collected */
};

enum graph_complete_flags {
    GRAPH_NOT_CACHEABLE = 1 << 0, /**< right in this run only */
};

/** How a request ended. */
enum graph_outcome {
    GRAPH_VALUE,    /**< `value` */
    GRAPH_ERROR,    /**< `value` is an error of the caller's kind */
    GRAPH_CANCELLED /**< roots only: graph_cancel_run() or graph_free(); value is NULL */
};

/**
 * An outstanding request, embedded in the requester's own memory; must stay where it is until
 * delivered or withdrawn. Zeroed: idle.
 */
struct graph_wait {
    struct graph_wait *next; /**< in the list of the node waited for */
    struct graph_wait *prev;
    struct graph_node *to;   /**< NULL when idle */
    struct graph_node *from; /**< the running node that asks, or NULL: from outside */
    struct graph_run *run;
    uint32_t dep;   /**< index of the edge in from->deps */
    uint32_t flags; /**< the graph's */
};

struct graph_ops {
    void *user; /**< first argument of every function below */
    bool (*key_equal)(void *user, const struct graph_node *node, const void *key);
    /** Gives back the key and the node's memory; the value was already given back. */
    void (*free_node)(void *user, struct graph_node *node);
    /** Values of a node: nodes may have values of different kinds. */
    void *(*value_ref)(void *user, const struct graph_node *node, void *value);
    void (*value_unref)(void *user, const struct graph_node *node, void *value);
    /** Are two results of one node the same (early cut-off)? */
    bool (*value_equal)(void *user, struct graph_node *node, void *a, void *b);
    void *(*error_ref)(void *user, void *error);
    void (*error_unref)(void *user, void *error);
    /** Begin to compute. The end is graph_complete() or graph_fail(), at once or later. */
    void (*start)(void *user, struct graph_node *node, struct graph_run *run);
    /**
     * Stop computing: nobody waits any more. Outstanding waits of the node must be withdrawn here
     * (graph_withdraw()).
     */
    void (*stop)(void *user, struct graph_node *node);
    /** An answer to a wait that is idle again by now. The value or error is borrowed. */
    void (*deliver)(void *user, struct graph_wait *wait, enum graph_outcome outcome, void *value);
    /** The error (a new reference) for the requester nodes[0], whose request would close a cycle:
     * nodes[i] waits for nodes[i + 1], the last for the first. */
    void *(*cycle_error)(void *user, struct graph_node *const *nodes, size_t n);
    void (*describe)(void *user, const struct graph_node *node, struct buf *out);
    /** A pinned node has become dirty or was invalidated (for --loop). May be NULL. */
    void (*pinned_dirtied)(void *user, struct graph_node *node);
};

struct graph *graph_new(const struct graph_ops *ops);
/** Stops what runs (roots get GRAPH_CANCELLED) and frees every node. */
void graph_free(struct graph *graph);

/* ---- runs ---- */

/**
 * A run: the span in which uncacheable values stay right. `user` is the session. Runs may overlap.
 * Ended runs are remembered with their roots until graph_collect() forgets them.
 */
struct graph_run *graph_run_begin(struct graph *graph, void *user);
/** Cancels what the run still asks for. What others wait for too begins anew on their behalf. */
void graph_run_end(struct graph *graph, struct graph_run *run);
uint32_t graph_run_id(const struct graph_run *run);
void *graph_run_user(const struct graph_run *run);
/** Delivers GRAPH_CANCELLED to every root request of the run, at once (ops->deliver must not
 * withdraw others then); nodes that nobody else waits for stop with the next steps. */
void graph_cancel_run(struct graph *graph, struct graph_run *run);

/* ---- nodes ---- */

struct graph_node *graph_find(const struct graph *graph, uint64_t hash, const void *key);
/** Adds a zeroed node whose key is set and not in the graph; the graph owns it now. */
void graph_add(struct graph *graph, struct graph_node *node, uint64_t hash);
void graph_pin(struct graph *graph, struct graph_node *node);
void graph_unpin(struct graph *graph, struct graph_node *node);

/**
 * `from`, which is running, asks for `to`. Returns true when the answer is there (ret_outcome and
 * ret_value are set, the value borrowed) and false when it will be delivered. new_group says that
 * earlier answers may have decided this request: cleaning asks group after group, and everything
 * in one group at once.
 */
must_check_ bool graph_get(struct graph *graph, struct graph_node *from, struct graph_node *to,
                           bool new_group, struct graph_wait *wait, enum graph_outcome *ret_outcome,
                           void **ret_value);
/** The same from outside. The node becomes a root of the run. */
must_check_ bool graph_get_root(struct graph *graph, struct graph_run *run, struct graph_node *to,
                                struct graph_wait *wait, enum graph_outcome *ret_outcome,
                                void **ret_value);
/**
 * `from`, which is running, has read by itself what `to` stands for, and found `value` (the graph
 * takes the reference): an edge is noted, as if it had asked. `to` must be a node without
 * dependencies that can be computed when somebody asks for it; if it has a right value already,
 * that one counts. GRAPH_NOT_CACHEABLE: right in this run only.
 */
void graph_read(struct graph *graph, struct graph_node *from, struct graph_node *to, void *value,
                enum graph_complete_flags flags);
/** Gives an outstanding wait up; a node that nobody waits for any more stops. Idle is fine. */
void graph_withdraw(struct graph *graph, struct graph_wait *wait);

/** The node's value; the graph takes the reference. */
void graph_complete(struct graph *graph, struct graph_node *node, void *value,
                    enum graph_complete_flags flags);
/** The node failed; the graph takes the reference to the error, which is its answer for this run.
 */
void graph_fail(struct graph *graph, struct graph_node *node, void *error);
/** The running node has done something that must not be done twice: it is never begun anew. */
void graph_no_restart(struct graph *graph, struct graph_node *node);
/** The run on whose behalf a running node is computed. */
struct graph_run *graph_node_run(const struct graph_node *node);

/** Handles one queued event; false when there is none. */
bool graph_step(struct graph *graph);
/** No event is queued. */
bool graph_idle(const struct graph *graph);

/* ---- change ---- */

struct graph_counts {
    size_t cleared; /**< invalidated themselves */
    size_t dirtied; /**< dependents, transitively */
};

/** The node's value is not right any more; whoever depends on it is dirty. */
struct graph_counts graph_invalidate(struct graph *graph, struct graph_node *node);
struct graph_counts graph_invalidate_if(struct graph *graph,
                                        bool (*which)(void *user, const struct graph_node *node),
                                        void *user);
struct graph_counts graph_invalidate_all(struct graph *graph);

/**
 * Frees what cannot be reached from pinned nodes, running nodes and the roots of live runs and of
 * the last `keep_runs` ended ones. Returns how many nodes died.
 */
size_t graph_collect(struct graph *graph, unsigned keep_runs);

/* ---- looking ---- */

size_t graph_len(const struct graph *graph);
size_t graph_running(const struct graph *graph);
/** Bytes held by nodes' records, edges and tables (without keys and values). */
size_t graph_bytes(const struct graph *graph);
/** Iterates over nodes: start with *at = 0; NULL at the end. No changes meanwhile. */
struct graph_node *graph_next(const struct graph *graph, uint32_t *at);
/** The node behind dependency number i. */
struct graph_node *graph_dep_at(const struct graph *graph, const struct graph_node *node,
                                uint32_t i);
/** Nodes reachable from the run's roots, as a dot file. */
void graph_dot(struct graph *graph, const struct graph_run *run, struct buf *out);
/** For tests: every invariant of docs/internals/graph.md holds (asserts). */
void graph_assert_sane(const struct graph *graph);

#endif
