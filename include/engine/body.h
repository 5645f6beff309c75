/*
 * Bodies: what computes a node. A Python coroutine and a function in C look the same from here:
 * a frame with a state, stepped with what it waited for, saying what it wants next.
 *
 *   start -> step(IN_START) -> [CALL -> step(IN_VALUE)]* -> DONE
 *
 * step() ends with exactly one out_...() decision:
 *   out_done / out_fail          the end
 *   out_call                     one request; the next step has IN_VALUE or IN_ERROR
 *   out_calls + out_call...      many at once; IN_VALUES, in order, or IN_ERROR at the first
 *                                failure (the others are given up)
 *   out_wait                     somebody will call engine_wake() with a handle of this frame
 * Nested groups are for the body to remember: answers come flat.
 *
 * A frame may be dropped at any await (the last waiter left, the session was cancelled, the node
 * begins anew): drop() is then called instead of step(), and exactly once in any case. It gives
 * the state back and cancels jobs of its own.
 */
#ifndef PANTS_ENGINE_BODY_H
#define PANTS_ENGINE_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct body_out;
struct engine;
struct frame;
struct session;

enum body_in_kind {
    IN_START,  /**< values: the rule's parameters in declared order (none for sub-bodies) */
    IN_VALUE,  /**< value: the answer to out_call() */
    IN_VALUES, /**< values: the answers to out_calls() */
    IN_ERROR,  /**< error: of the request */
    IN_WAKE,   /**< after out_wait(): value or error as given to engine_wake(), or neither */
};

/** What a step gets. Everything is borrowed for the step. */
struct body_in {
    enum body_in_kind kind;
    void *value;
    void *const *values;
    size_t n;
    void *error;
};

struct body_ops {
    /** Makes the frame's state (frame_set_state()); data is the one given with the ops. No failure:
     * what can fail belongs in the first step. May be NULL. */
    void (*start)(struct frame *frame, void *data);
    void (*step)(struct frame *frame, const struct body_in *in, struct body_out *out);
    /** The frame ends. May be NULL. */
    void (*drop)(struct frame *frame);
};

/** A value and the type it is declared to have (usually its own). */
struct typed_value {
    uint32_t type;
    void *value;
};

enum call_kind {
    CALL_RULE, /**< a rule by name or, with rule 0, whatever gives `product` */
    CALL_BODY, /**< a piece of this very rule that runs by itself (an async helper) */
    CALL_NODE, /**< a native node: kind and key */
};

/**
 * One request. What it points to is borrowed until the frame's next step or drop.
 */
struct call {
    enum call_kind kind;
    /* CALL_RULE */
    uint32_t rule;
    uint32_t product;
    void *const *args; /**< explicit positional arguments */
    size_t nargs;
    const struct typed_value *implicit; /**< implicitly(...); distinct types */
    size_t nimplicit;
    /* CALL_BODY: drop() is called also when it never began, with the state that start() set */
    const struct body_ops *body;
    void *data;
    /* CALL_NODE */
    uint32_t node_kind;
    struct str key;
};

/** The value; the engine takes the reference. */
void out_done(struct body_out *out, void *value);
/** The same, right for this run only. */
void out_done_uncacheable(struct body_out *out, void *value);
/** The error; the engine takes the reference. An error that was delivered to this frame and comes
 * back (the same pointer) keeps the trace of where it came from. */
void out_fail(struct body_out *out, void *error);
/** An error value (ENGINE_ERROR_NATIVE) made from e. */
void out_fail_err(struct body_out *out, const struct err *e);
void out_call(struct body_out *out, const struct call *call);
/** Before n out_call()s that run at once (n may be 0). */
void out_calls(struct body_out *out, size_t n);
void out_wait(struct body_out *out);

/* ---- frames ---- */

void *frame_state(const struct frame *frame);
void frame_set_state(struct frame *frame, void *state);
struct engine *frame_engine(const struct frame *frame);
struct session *frame_session(const struct frame *frame);
/** The rule being run (id), or 0 in a native node. */
uint32_t frame_rule(const struct frame *frame);
/** The type the rule gives, or 0. */
uint32_t frame_product(const struct frame *frame);
/** How many of the parameters were given by the caller. */
uint32_t frame_arity(const struct frame *frame);
/** The bytes of a native node's key. */
struct str frame_key(const struct frame *frame);
/** The value of a type among the parameters in scope, or NULL. Borrowed. */
void *frame_param(const struct frame *frame, uint32_t type);
/** "desc - hint, hint" of the node, for workunits. */
void frame_describe(const struct frame *frame, struct buf *out);
/** The rule does something visible: from now on its node is not computed again in this run. False
 * when the rule is not one that may (RULE_SIDE_EFFECTING). */
bool frame_side_effected(struct frame *frame);

/**
 * The step that runs has read by itself what the native node (kind, key) stands for, and found
 * `value` (of the kind's values; taken): the frame's node depends on it from now on. Nothing
 * happens but that the value is given back when the frame's node is not running.
 */
void frame_read(struct frame *frame, uint32_t kind, struct str key, void *value);

/** Names a frame from outside; stays valid as a name when the frame is gone. */
struct frame_handle {
    struct frame *frame;
    uint64_t serial;
};

struct frame_handle frame_handle(const struct frame *frame);
/**
 * Ends an out_wait(), on the work thread: takes the references of value and error (either or both
 * may be NULL). Nothing happens (but the references are given back) when the frame is gone.
 */
void engine_wake(struct engine *engine, struct frame_handle handle, void *value, void *error);

#endif
