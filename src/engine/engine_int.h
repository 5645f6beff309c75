/*
 * Private to the module.
 *
 *   session --request--> node (graph) --start--> frame --step--> body
 *                          ^                       |  calls: slots, each waits for a node,
 *                          '-----------------------'  or runs a piece of the same body (a child)
 *
 * A frame is ready when it may be stepped: it is new, or everything it asked for is there. Ready
 * frames are stepped before the graph's next event, the first one made ready first, depth first.
 */
#ifndef PANTS_ENGINE_ENGINE_INT_H
#define PANTS_ENGINE_ENGINE_INT_H

#include "base/alloc.h"
#include "base/map.h"
#include "base/vec.h"
#include "engine/engine.h"

/* ---- counted, interned things ---- */

/** A parameter: a value under a type. Equal ones are one. */
struct param {
    uint32_t refs;
    uint32_t type;
    uint64_t hash;
    void *value;
};

/** Identities of the session inputs that an entry can reach. Equal ones are one. */
struct inputs {
    uint32_t refs;
    uint32_t n;
    uint64_t hash;
    uint64_t ids[]; /* n pairs: type, identity; ascending by type */
};

/** An error and where it came through, outermost first. */
struct failure {
    uint32_t refs;
    void *error;           /* owned */
    struct failure *below; /* owned; NULL at the origin */
    const char *name;      /* of the node it came through; NULL at the origin */
    char *desc;            /* owned */
    struct failure *prev;  /* list of all */
    struct failure *next;
};

/* ---- nodes ---- */

#define KIND_TASK 0U
#define KIND_REENTRY 1U
#define KIND_NATIVE 2U /* and above: node kinds */

struct enode {
    struct graph_node node; /* first */
    struct inputs *inputs;  /* owned; NULL: none */
    struct frame *frame;    /* while it is computed */
    uint32_t kind;
    uint32_t entry; /* TASK, REENTRY; native: bytes of the key */
    uint32_t nargs;
    uint32_t nparams;
    void *slots[]; /* args (values), then params (struct param *); native: the key's bytes */
};

/** What a node is looked up by. Nothing is owned. */
struct node_key {
    uint32_t kind;
    uint32_t entry;
    struct inputs *inputs;
    void *const *args;
    uint32_t nargs;
    struct param *const *params;
    uint32_t nparams;
    struct str bytes; /* native */
};

static inline struct param *const *enode_params(const struct enode *node) {
    return (struct param *const *)(node->slots + node->nargs);
}

struct body_reg {
    const struct body_ops *ops;
    void *data;
    char *desc; /* owned; NULL: none */
};

/** What is looked up once per entry. */
struct entry_info {
    struct rule_entry entry;
    struct rule_info rule; /* RULE entries */
    struct body_reg *body; /* NULL: the default one */
    const char *name;      /* of the rule */
    uint32_t *param_edges; /* by parameter - arity */
};

/* ---- frames ---- */

/** One request of a frame. */
struct slot {
    struct graph_wait wait; /* first */
    struct frame *frame;
    struct frame *child;         /* CALL_BODY */
    const struct value_ops *ops; /* of value */
    void *value;                 /* owned */
};

enum frame_pending {
    PENDING_START,
    PENDING_VALUE,
    PENDING_VALUES,
    PENDING_ERROR,
    PENDING_WAKE,
};

struct frame {
    struct engine *engine;
    struct session *session;
    struct enode *node;
    uint64_t serial; /* 0: unused */
    const struct body_ops *ops;
    void *data;
    void *state;
    struct frame *parent; /* of a CALL_BODY */
    uint32_t parent_slot;
    uint32_t group; /* node's frame: number of the current group of edges */
    uint32_t after; /* number of the last group whose answers this frame has seen */
    uint32_t batch; /* group of the current request */
    enum frame_pending pending;
    bool started;       /* body: the first step is done or under way */
    bool gathering;     /* still computing parameters */
    bool waiting;       /* said out_wait() */
    bool woken;         /* engine_wake() came */
    bool stepping;      /* inside ops->step */
    bool dead;          /* stopped while inside ops->step */
    struct slot *slots; /* current request */
    uint32_t nslots;
    uint32_t missing;
    void *wake_value;        /* owned */
    struct failure *failure; /* last one delivered; owned */
    struct frame *next_free;
};

struct body_out {
    struct frame *frame;
    enum out_kind { OUT_NONE, OUT_DONE, OUT_FAIL, OUT_CALL, OUT_CALLS, OUT_WAIT } kind;
    bool uncacheable;
    void *value; /* or error; owned */
    struct call one;
    struct call *calls; /* OUT_CALLS; owned */
    size_t n;
    size_t cap;
};

/* ---- engine and sessions ---- */

struct engine {
    struct engine_config config;
    struct graph *graph;
    struct rule_graph *rules;
    struct entry_info **entries;      /* by entry; made when first used */
    struct imap bodies;               /* rule -> struct body_reg * */
    VEC(struct body_reg *) body_regs; /* all of them; owned */
    struct body_reg default_body;
    VEC(struct node_kind) kinds; /* kind - KIND_NATIVE */
    struct param **params;       /* table; open addressing */
    size_t nparam_slots;
    size_t nparams;
    struct imap inputs;       /* hash -> struct inputs *; another hash when it is taken */
    struct failure *failures; /* list of all */
    struct frame *free_frames;
    VEC(struct frame *) all_frames;
    uint64_t next_serial;
    VEC(struct frame_handle) ready; /* next one last */
    VEC(struct frame_handle) fresh; /* made ready by the current event */
    unsigned running;               /* depth of engine_run_*() */
    VEC(struct session *) sessions;
    VEC(struct pending_request *) done; /* whose callback is due */
};

struct session {
    struct engine *engine;
    void *user;
    struct graph_run *run;
    struct imap identities; /* type -> identity, as a pointer */
    struct imap values;     /* type -> value, owned */
    VEC(uint32_t) value_types;
    struct inputs **inputs; /* by inputs_id; owned; NULL: not made yet */
    bool cancelled;
};

struct pending_request {
    struct graph_wait wait; /* first */
    struct engine *engine;
    struct session *session;
    struct answer answer;
    bool answered;
    void (*done)(void *user, struct answer *answer);
    void *user;
};

/* table.c */
struct param *param__intern(struct engine *engine, uint32_t type, void *value,
                            struct failure **ret_failure);
struct param *param__ref(struct param *param);
void param__unref(struct engine *engine, struct param *param);
struct inputs *inputs__of(struct session *session, const struct rule_entry *entry);
struct inputs *inputs__ref(struct inputs *inputs);
void inputs__unref(struct engine *engine, struct inputs *inputs);
void inputs__drop(struct session *session);
struct failure *failure__new(struct engine *engine, void *error);
struct failure *failure__make(struct engine *engine, enum engine_error kind, const char *message);
struct failure *failure__through(struct engine *engine, struct failure *below, const char *name,
                                 char *desc);
struct failure *failure__ref(struct failure *failure);
void failure__unref(struct engine *engine, struct failure *failure);
/** The node of a key, made when it is new; NULL and *ret_failure when hashing failed. */
struct enode *enode__get(struct engine *engine, const struct node_key *key,
                         struct failure **ret_failure);
struct enode *enode__find(struct engine *engine, const struct node_key *key);
bool enode__key_equal(void *user, const struct graph_node *node, const void *key);
void enode__free(void *user, struct graph_node *node);
const struct value_ops *enode__values(const struct engine *engine, const struct enode *node);
void enode__describe(const struct engine *engine, const struct enode *node, struct buf *out);
struct entry_info *entry__info(struct engine *engine, uint32_t entry);

/* frame.c */
void frame__start(struct engine *engine, struct enode *node, struct session *session);
void frame__stop(struct enode *node);
struct frame *frame__child(struct frame *parent, uint32_t slot, const struct body_ops *ops,
                           void *data);
void frame__ready(struct frame *frame);
void frame__step(struct frame *frame);
/** An answer to a slot; the value is borrowed (failure: a struct failure). */
void frame__answer(struct slot *slot, enum graph_outcome outcome, void *value);
/** Everything asked for is there: the frame is ready. */
void frame__all_there(struct frame *frame);
/** Something asked for has failed: the rest is given up, the frame is ready. Borrows. */
void frame__refuse(struct frame *frame, struct failure *failure);
void frame__free_all(struct engine *engine);

/* call.c */
/** Issues the requests of a step: fills slots, makes the frame ready when all is there. */
void call__issue(struct frame *frame, const struct call *calls, size_t n);
/** Computes the parameters that were not given. */
void call__gather(struct frame *frame);
/** Internal: the entry `node_kind`, with `implicit` added to the scope. */
#define CALL_SELECT ((enum call_kind)100)

/** The node or value that an entry stands for, given parameters in scope (ascending types). */
struct target {
    struct enode *node; /* or NULL */
    void *value;        /* then: a parameter's value; borrowed */
};
bool call__resolve(struct engine *engine, struct session *session, uint32_t entry,
                   struct param *const *scope, size_t nscope, void *const *args, size_t nargs,
                   struct target *ret, struct failure **ret_failure);
extern const struct body_ops call__reentry_body;

/* session.c */
/** Calls one callback that is due; false when there is none. */
bool session__call_done(struct engine *engine);
void session__deliver(struct pending_request *pending, enum graph_outcome outcome, void *value);

#endif
