/*
 * Private to the module. Edges lie in both directions: dependency number `dep` of a node is known
 * to its target as reverse dependency number `back`, so that either end can drop it in one step.
 */
#ifndef PANTS_GRAPH_GRAPH_INT_H
#define PANTS_GRAPH_GRAPH_INT_H

#include "base/map.h"
#include "base/vec.h"
#include "graph/graph.h"

/* Generations of an edge that are not one: no answer was taken yet; the answer was an error. */
#define GEN_NONE 0U
#define GEN_FAILED UINT32_MAX

struct graph_dep {
    uint32_t to;
    uint32_t generation;  /* of the answer that was taken */
    uint32_t back : 30;   /* index in the target's rdeps */
    uint32_t group : 1;   /* first of a group */
    uint32_t checked : 1; /* while cleaning: found to be what it was */
};

struct graph_rdep {
    uint32_t from;
    uint32_t dep; /* index in from's deps */
};

enum node_flags {
    NODE_SIDE_EFFECTED = 1 << 0, /* has done what must not be done twice in its run */
    NODE_FAILED = 1 << 1, /* its last answer was an error, which nothing has changed since; its
                             edges are kept, for those who live with the error */
};

enum wait_flags {
    WAIT_CLEAN = 1 << 0,    /* of the graph itself, for cleaning `from` */
    WAIT_DELIVERY = 1 << 1, /* in the list of a delivery: the answer is under way */
};

/** What a node has while it runs. */
struct graph_exec {
    struct graph_run *run;
    struct graph_wait waiters; /* ring */
    uint32_t token;            /* tells queued events of this execution from those of others */
    uint32_t deps_cap;
    bool cleaning;
    bool started; /* ops->start was called */
    bool no_restart;
    bool dirtied;  /* an answer that was taken may not be right any more */
    bool cleared;  /* the node was invalidated itself */
    bool run_only; /* something it was computed from is right in this run only */
    bool late;     /* something it was computed from has begun anew for another run since */
    struct graph_wait *clean_waits; /* of the group being cleaned */
    uint32_t nclean_waits;
    uint32_t clean_at;      /* first dependency not yet looked at */
    uint32_t clean_pending; /* clean_waits outstanding */
    void *error;            /* of a cycle, lent to the requester; owned */
};

/** An answer on its way to those who waited. */
struct delivery {
    struct graph_node *node;
    struct graph_wait waiters; /* ring */
    enum graph_outcome outcome;
    void *value; /* or error; owned */
    uint32_t generation;
    uint32_t run; /* when not 0: for this run only */
    bool late;    /* right when it was made, and to be checked when it is asked for again */
};

enum event_kind {
    EVENT_START,
    EVENT_CLEAN,
    EVENT_DELIVER,
};

struct event {
    enum event_kind kind;
    uint32_t node;
    uint32_t token;
    struct delivery *delivery;
};

struct graph_run {
    uint32_t id;
    bool ended;
    unsigned looks; /* how often something late was looked at again */
    void *user;
    VEC(uint32_t) roots; /* nodes */
};

struct slot {
    uint32_t node; /* + 1 */
    uint32_t hash; /* low half */
};

struct graph {
    struct graph_ops ops;
    VEC(struct graph_node *) nodes; /* by id; NULL: free */
    VEC(uint32_t) free_ids;
    struct slot *slots;
    size_t nslots;
    struct imap errors; /* of NODE_FAILED nodes, by id; owned */
    size_t count;
    size_t running;
    VEC(struct event) stack;      /* next event last */
    VEC(struct event) fresh;      /* made by the current event, first one first */
    struct delivery *delivering;  /* the one being handed out, or NULL */
    VEC(uint32_t) orphans;        /* running nodes that may have lost their last waiter */
    VEC(struct graph_run *) runs; /* oldest first */
    uint32_t next_run;
    uint32_t next_token;
    uint32_t next_mark;
};

static inline struct graph_node *node_at(const struct graph *g, uint32_t id) {
    return g->nodes.data[id];
}

/* A new stamp for node->mark, that no node has; `n` of them. */
uint32_t graph__marks(struct graph *g, uint32_t n);

/* ---- rings of waits ---- */

void ring__init(struct graph_wait *ring);
bool ring__empty(const struct graph_wait *ring);
void ring__add(struct graph_wait *ring, struct graph_wait *wait);
void ring__unlink(struct graph_wait *wait);
/** Moves all of `from` to the empty ring `to`. */
void ring__move(struct graph_wait *to, struct graph_wait *from);

/* ---- edges ---- */

/** Adds an edge of a running node; its index. */
uint32_t edge__add(struct graph *g, struct graph_node *from, struct graph_node *to, bool group);
void edge__drop_all(struct graph *g, struct graph_node *from);
/** Drops edges whose answer was never taken; gives unused memory back. */
void edge__compact(struct graph *g, struct graph_node *from);

/* ---- execution ---- */

bool exec__valid(const struct graph_node *node, const struct graph_run *run);
/** Forgets the node's last error, when it has one. */
void exec__forget_error(struct graph *g, struct graph_node *node);
/** The value of a node without dependencies that is not running, found by others. Takes it. */
void exec__learn(struct graph *g, struct graph_node *node, const struct graph_run *run, void *value,
                 bool run_only);
/** Makes a node run that does not. */
void exec__begin(struct graph *g, struct graph_node *node, struct graph_run *run);
/** Gives cleaning up: the node is computed anew. */
void exec__stop_cleaning(struct graph *g, struct graph_node *node);
/** Ends without a result. */
void exec__abandon(struct graph *g, struct graph_node *node);
void exec__event(struct graph *g, const struct event *event);
void exec__orphan(struct graph *g, struct graph_node *node);
/** A running node whose run ends begins anew on behalf of another run that waits for it. */
void exec__change_run(struct graph *g, struct graph_node *node, struct graph_run *run);
/** Takes the answer of a wait's target into the edge; false: it must be waited for. */
bool exec__join(struct graph *g, struct graph_wait *wait, enum graph_outcome *ret_outcome,
                void **ret_value);

/**
 * Would `from` waiting for the running `to` close a cycle? Cycles through a node that is being
 * cleaned are opened by giving its cleaning up; for another one ret_path is filled: from, to, ...
 */
struct path {
    VEC(struct graph_node *) nodes;
};
bool cycle__closes(struct graph *g, struct graph_node *from, struct graph_node *to,
                   struct path *ret_path);

/** Marks dependents dirty, transitively. */
size_t dirty__dependents(struct graph *g, struct graph_node *node);
/** The node forgets what it was computed from, so dependents would not learn of changes below it
 * any more: those that rest are dirty, those that run are late. */
void dirty__lose(struct graph *g, struct graph_node *node);

#endif
