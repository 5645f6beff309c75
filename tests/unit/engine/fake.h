/*
 * A fake world for the engine: values are small counted structs, bodies are C functions, the loop
 * is a list of things that happen when nothing is ready.
 */
#ifndef ENGINE_FAKE_H
#define ENGINE_FAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/intern.h"
#include "base/vec.h"
#include "engine/engine.h"
#include "unit/rules/spec.h"

struct val {
    int refs;
    uint32_t type; /* 0: an error */
    int n;
    enum engine_error kind; /* of an error */
    char *text;             /* of an error; owned */
};

struct fake {
    struct intern names;
    struct engine *engine;
    struct session *session;
    int live;    /* values and errors */
    int states;  /* body states */
    int steps;   /* first steps of bodies */
    int started; /* told by the watch */
    int ended;
    bool unhashable;                  /* hashing fails for n == 666 */
    VEC(struct frame_handle) waiting; /* woken when nothing is ready, last one first */
};

/* A body in C: what it remembers. */
struct memo {
    int phase;
    int sum;
    int n; /* given by the body's data */
};

void fake_init(struct fake *f, const char *spec);
void fake_done(struct fake *f);
uint32_t id(struct fake *f, const char *name);
struct val *val(struct fake *f, const char *type, int n);
int num(const void *value);
/* Registers a step function under a rule; its state is a struct memo. */
typedef void step_fn(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                     struct body_out *out);
void body(struct fake *f, const char *rule, step_fn *step);
void body_desc(struct fake *f, const char *rule, step_fn *step, const char *desc);
/* A body by itself, for CALL_BODY and node kinds. */
const struct body_ops *body_ops_of(struct fake *f, step_fn *step, int n, void **ret_data);

/* Requests: ask("T", "A", 1, "B", 2, NULL). The value's number, or -1 and the error's text. */
struct got {
    int n;
    int kind; /* of the error */
    char text[1024];
    char trace[512]; /* "name[desc] name[desc]", innermost first */
};
struct got ask(struct fake *f, struct session *s, const char *product, ...);

/* Calls in bodies; what they point to lives in the frame's memo arena (freed with the fake). */
struct call by_name(struct fake *f, const char *rule, const char *product, int nargs, ...);
struct call with(struct fake *f, struct call call, const char *type, struct val *value);
struct call by_type(struct fake *f, const char *product);

int engine_call_tests(void);
int engine_session_tests(void);
int engine_async_tests(void);

#endif
