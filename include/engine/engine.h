/*
 * struct engine: sessions and the scheduler, over a memoising graph and a solved rule graph.
 *
 * One thread drives it (the work thread). Work is a queue: engine_run_some() handles what is ready;
 * engine_request() does so until its answers are there, calling loop->wait when nothing is ready.
 * No event is handled inside another one's C frames, so a body may call engine_request() itself
 * (a synchronous call from Python) and chains of any depth need no C stack.
 *
 * Calling sequence
 *   engine_new(&config, &engine, e);
 *   engine_set_rules(engine, graph);       takes the graph; once
 *   engine_set_body(engine, rule, &ops, data) for each rule; engine_add_kind() for native nodes
 *   s = session_new(engine, user);
 *   session_set_input(s, type, identity);  what makes this session's answers differ
 *   engine_request(s, ...);
 *   session_free(s);
 *   engine_free(engine);
 *
 * Identity of a task's node: rule, explicit arguments, the parameters it can reach, and the
 * identities of the session inputs that it can reach (docs/internals/engine.md).
 */
#ifndef PANTS_ENGINE_ENGINE_H
#define PANTS_ENGINE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/str.h"
#include "engine/body.h"
#include "engine/value.h"
#include "graph/graph.h"
#include "rules/rules.h"

struct engine;
struct session;

/** What the engine needs from a loop. */
struct engine_loop {
    void *user;
    /**
     * Nothing is ready: do what can be done or wait, until finished(data) is true (it becomes so
     * when something is ready again, or when nothing is left to wait for). Negative: nothing will
     * ever come. NULL: there is nothing outside to wait for.
     */
    int (*wait)(void *user, bool (*finished)(void *data), void *data, struct err *e);
    /** Something is ready while nobody is in engine_request(): call engine_run_some() soon. NULL:
     * the owner looks by itself. */
    void (*ready)(void *user);
    /** Do what has arrived meanwhile, without waiting: called now and then while there is much to
     * do. May be NULL. */
    void (*poll)(void *user);
};

/** Told about nodes' lives, for workunits and progress. Every function may be NULL. */
struct engine_watch {
    void *user;
    void (*node_started)(void *user, struct frame *frame);
    /** outcome GRAPH_CANCELLED: dropped. value is the result or the error; borrowed. */
    void (*node_ended)(void *user, struct frame *frame, enum graph_outcome outcome, void *value);
};

struct engine_config {
    struct value_ops values;
    struct engine_loop loop;
    struct engine_watch watch;
    const struct log_sink *log; /**< may be NULL; outlives the engine */
    unsigned keep_runs;         /**< roots of how many ended runs keep nodes alive; 0: 4 */
};

must_check_ int engine_new(const struct engine_config *config, struct engine **ret, struct err *e);
void engine_free(struct engine *engine);
/** Takes the graph. Before anything else, and once. */
void engine_set_rules(struct engine *engine, struct rule_graph *graph);
struct rule_graph *engine_rules(const struct engine *engine);
struct graph *engine_graph(const struct engine *engine);
const struct value_ops *engine_values(const struct engine *engine);
/** The body of a rule. `desc` (may be NULL, copied) shows in traces. ops are borrowed for ever. */
void engine_set_body(struct engine *engine, uint32_t rule, const struct body_ops *ops, void *data,
                     const char *desc);
/** The body of rules that nobody has set one for (asked with frame_rule()). */
void engine_set_default_body(struct engine *engine, const struct body_ops *ops, void *data);

/** A body for rules that return the session's value of their product (session_set_value()). */
extern const struct body_ops engine_session_value_body;

/* ---- native nodes ---- */

/** A kind of node that is not a rule: its key is bytes, its values are of its own kind. */
struct node_kind {
    const char *name; /**< for dot files: "name(key)" */
    const struct body_ops *body;
    void *data;                     /**< for body->start */
    const struct value_ops *values; /**< of its results (ref, unref, equal, type_id, describe);
                                       NULL: those of rules. Errors are always those of rules. */
    bool uncacheable;               /**< computed once per run */
};

/** Registers a kind; the id goes into struct call. Copied. */
uint32_t engine_add_kind(struct engine *engine, const struct node_kind *kind);
/** Something outside changed what this node says. Counts may be NULL. */
void engine_input_changed(struct engine *engine, uint32_t kind, struct str key,
                          struct graph_counts *ret_counts);
/** The same for every node of the kind whose key the function accepts (NULL: all). */
void engine_inputs_changed(struct engine *engine, uint32_t kind,
                           bool (*which)(void *user, struct str key), void *user,
                           struct graph_counts *ret_counts);
void engine_invalidate_all(struct engine *engine);

/* ---- sessions ---- */

/** A session with its first run. user is for bodies (session_user()). */
struct session *session_new(struct engine *engine, void *user);
/** Cancels what is outstanding, ends the run, collects unreachable nodes. */
void session_free(struct session *session);
void *session_user(const struct session *session);
struct engine *session_engine(const struct session *session);
/**
 * The identity of an input type (rules_add_input()): equal numbers mean equal values. 0 is the
 * identity of what was never set. Requests made from now on see it.
 */
void session_set_input(struct session *session, uint32_t type, uint64_t identity);
/** A session value; takes the reference, replaces. Rules read it through
 * engine_session_value_body and are uncacheable (or their product is an input type). */
void session_set_value(struct session *session, uint32_t type, void *value);
/** Borrowed; NULL when unset. */
void *session_value(const struct session *session, uint32_t type);
uint32_t session_run_id(const struct session *session);
/** Ends the run and begins the next: uncacheable nodes are computed again. */
void session_new_run(struct session *session);
/** Ctrl-C: every outstanding request of the session ends with ENGINE_ERROR_CANCELLED, now and, the
 * latch being set, later; session_new_run() lifts it. On the work thread. */
void session_cancel(struct session *session);
bool session_cancelled(const struct session *session);

/* ---- requests ---- */

/** Where a failure came from, innermost first. */
struct trace_frame {
    const char *name; /**< the rule's id or the native node's kind */
    const char *desc; /**< "" when the rule has none */
};

/** An answer. answer_done() gives it back. */
struct answer {
    enum graph_outcome outcome;
    void *value; /**< GRAPH_VALUE: the value, else the error; a reference of its own */
    struct trace_frame *trace; /**< of an error */
    size_t ntrace;
};

void answer_done(struct engine *engine, struct answer *answer);

/** What to compute: product from params (distinct types). */
struct request {
    uint32_t product;
    const struct typed_value *params;
    size_t nparams;
};

/**
 * Computes all and returns when each has its answer, or one has failed and fail_fast is set (the
 * rest are GRAPH_CANCELLED with a NULL value). answers has n places. Never fails itself: what goes
 * wrong is an answer.
 */
void engine_request(struct session *session, const struct request *requests, size_t n,
                    bool fail_fast, struct answer *answers);

/** The same without waiting: done(user, answer) is called once, never before this returns; the
 * answer is borrowed. */
struct pending_request;
struct pending_request *engine_request_start(struct session *session, const struct request *request,
                                             void (*done)(void *user, struct answer *answer),
                                             void *user);
/** done is not called any more. Only before it was. */
void engine_request_cancel(struct pending_request *pending);

/** Handles up to `max` ready events (0: all). True when some are left. */
bool engine_run_some(struct engine *engine, size_t max);
bool engine_idle(const struct engine *engine);
/** Waits as engine_request() does, until finished(data). */
must_check_ int engine_run_until(struct engine *engine, bool (*finished)(void *data), void *data,
                                 struct err *e);

/* ---- looking ---- */

/** What a visitor is told about live objects: each value held by the engine, with its count. */
void engine_visit_values(struct engine *engine, void (*visit)(void *user, void *value), void *user);
/** Nodes below the roots of the session's run, as a dot file. */
void engine_dot(struct session *session, struct buf *out);

#endif
