/*
 * The body of a rule written in Python, for the engine (engine/body.h).
 *
 * The rule's function is imported when it first runs. What it returns is the answer, or a
 * coroutine, which is resumed with PyIter_Send(): each thing it awaits becomes a request.
 *
 *   awaited                        request
 *   Call                           one call of a rule
 *   concurrently(...)              all its items at once; nested ones flat, put together again
 *     coroutine of a helper        a body of its own below the same rule
 */
#ifndef PANTS_PYEMBED_ENGINE_RULE_BODY_H
#define PANTS_PYEMBED_ENGINE_RULE_BODY_H

#include "engine/body.h"
#include "pyembed/engine/values.h"

/** What bodies need to know; outlives the engine. */
struct py_rules {
    struct intern *names;
    struct py_types *types;
    struct pyembed_state *state;
    struct map functions; /**< rule id's text -> struct py_function; entries owned */
    /** Told before and after each step of Python code: which frame runs (NULL: none). */
    void (*running)(void *user, struct frame *frame);
    /** Where the function of a rule that was never added is: "module:qualname"; empty: nowhere. */
    struct str (*find)(void *user, struct str rule);
    /** Whether the rule's body is to be in C: its function is a signature alone. */
    bool (*is_native)(void *user, struct str rule);
    /** What a declared rule returns, as an id; 0 for a rule that only its function knows. */
    uint32_t (*product)(void *user, struct str rule);
    void *user;
};

void py_rules_done(struct py_rules *r);
/** Says where the function of a rule is: "module:qualname", or the function itself (or NULL). */
void py_rules_add(struct py_rules *r, struct str rule, struct str func, PyObject *function);

/** Data is the struct py_rules. For engine_set_default_body(). */
extern const struct body_ops py_rule_body;

#endif
