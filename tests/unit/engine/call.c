/* Calls: parameters, identity, dispatch, groups, errors. */
#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNUSED_BODY(f, frame, m, in) ((void)(f), (void)(frame), (void)(m), (void)(in))

/* The sum of its parameters, each ten times the one before. */
static void digits(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                   struct body_out *out) {
    int n = 0;
    (void)m;
    assert_int_equal(in->kind, IN_START);
    for (size_t i = 0; i < in->n; i++) {
        n = n * 10 + num(in->values[i]);
    }
    struct val *v = val(f, "X", n);
    v->type = frame_product(frame);
    out_done(out, v);
}

/* ---- parameters ---- */

static void top_args(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                     struct body_out *out) {
    (void)frame;
    static struct val arg;
    if (in->kind == IN_START) {
        arg = (struct val){.refs = 1000, .type = id(f, "P"), .n = 7};
        m->phase = 1;
        struct call call = by_name(f, "f", "F", 1, &arg);
        out_call(out, &call);
        return;
    }
    assert_int_equal(in->kind, IN_VALUE);
    out_done(out, val(f, "T", num(in->value)));
}

static void arguments(void **state) {
    (void)state;
    struct fake f;
    /* f(P explicit, B computed from D, E from the scope) */
    fake_init(&f, "rule f F P B E\nrule b B D\nrule top T\ncall f/1 F\nquery T D E\n");
    body(&f, "f", digits);
    body(&f, "b", digits);
    body(&f, "top", top_args);
    assert_int_equal(ask(&f, NULL, "T", "D", 5, "E", 3, NULL).n, 753);
    assert_int_equal(f.steps, 3);
    /* again: remembered */
    assert_int_equal(ask(&f, NULL, "T", "D", 5, "E", 3, NULL).n, 753);
    assert_int_equal(f.steps, 3);
    assert_int_equal(ask(&f, NULL, "T", "D", 5, "E", 4, NULL).n, 754);
    assert_int_equal(f.steps, 5); /* not B's */
    fake_done(&f);
}

static void minimal_identity(void **state) {
    (void)state;
    struct fake f;
    /* f does not take E: two callers with different E share its node */
    fake_init(&f, "rule f F P\nrule top T E\ncall f/1 F\nquery T E Unused\n");
    body(&f, "f", digits);
    body(&f, "top", top_args);
    assert_int_equal(ask(&f, NULL, "T", "E", 3, "Unused", 1, NULL).n, 7);
    assert_int_equal(f.steps, 2);
    assert_int_equal(ask(&f, NULL, "T", "E", 4, "Unused", 1, NULL).n, 7);
    assert_int_equal(f.steps, 3);
    assert_int_equal(ask(&f, NULL, "T", "E", 4, "Unused", 2, NULL).n, 7);
    assert_int_equal(f.steps, 3);
    fake_done(&f);
}

static struct val shared; /* a value that never dies, for calls */

static void top_implicit(struct fake *f, struct frame *frame, struct memo *m,
                         const struct body_in *in, struct body_out *out) {
    (void)frame;
    (void)m;
    if (in->kind == IN_START) {
        shared = (struct val){.refs = 1000, .type = id(f, "E"), .n = 9};
        struct call call = with(f, by_name(f, "f", "F", 0), "E", &shared);
        out_call(out, &call);
        return;
    }
    out_done(out, val(f, "T", num(in->value)));
}

static void implicit_replaces(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule f F E D\nrule top T\ncall f/0 F E\nquery T E D\n");
    body(&f, "f", digits);
    body(&f, "top", top_implicit);
    assert_int_equal(ask(&f, NULL, "T", "E", 3, "D", 5, NULL).n, 95);
    fake_done(&f);
}

static void root_requests(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule f F E\nquery F E\nquery E E\n");
    body(&f, "f", digits);
    assert_int_equal(ask(&f, NULL, "E", "E", 3, NULL).n, 3); /* a parameter itself */
    struct got got = ask(&f, NULL, "G", "E", 3, NULL);
    assert_int_equal(got.kind, ENGINE_ERROR_REQUEST);
    assert_non_null(strstr(got.text, "No installed QueryRules return the type G"));
    got = ask(&f, NULL, "F", "E", 3, "E", 4, NULL);
    assert_int_equal(got.kind, ENGINE_ERROR_PARAMS);
    assert_string_equal(got.text,
                        "Values used as `Params` must have distinct types, but the following "
                        "values had the same type (`E`):\n  E(3)\n  E(4)");
    f.unhashable = true;
    got = ask(&f, NULL, "F", "E", 666, NULL);
    assert_string_equal(got.text, "unhashable");
    fake_done(&f);
}

/* ---- errors ---- */

static void wrong_product(struct fake *f, struct frame *frame, struct memo *m,
                          const struct body_in *in, struct body_out *out) {
    UNUSED_BODY(f, frame, m, in);
    out_done(out, val(f, "Other", 1));
}

static void not_known(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                      struct body_out *out) {
    UNUSED_BODY(f, frame, m, in);
    if (in->kind == IN_START) {
        struct call call = by_name(f, "f", "F", 0);
        out_call(out, &call);
    } else {
        assert_int_equal(in->kind, IN_ERROR);
        const struct value_ops *ops = engine_values(f->engine);
        out_fail(out, ops->error_ref(ops->user, in->error));
    }
}

static void wrong_things(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule f F\nrule top T\nquery T\nquery F\n");
    body(&f, "f", wrong_product);
    body(&f, "top", not_known);
    struct got got = ask(&f, NULL, "F", NULL);
    assert_int_equal(got.kind, ENGINE_ERROR_PRODUCT);
    assert_string_equal(got.text, "@rule(f() -> F) returned a result value that did not satisfy "
                                  "its constraints: Other(1)");
    got = ask(&f, NULL, "T", NULL);
    assert_int_equal(got.kind, ENGINE_ERROR_CALL);
    assert_non_null(strstr(got.text, "Call(f() -> F) is not among the calls found"));
    assert_string_equal(got.trace, "top[]");
    fake_done(&f);
}

static void failing(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                    struct body_out *out) {
    UNUSED_BODY(f, frame, m, in);
    struct err e = ERR_INIT;
    (void)err_set(&e, ERR_IO, "boom");
    out_fail_err(out, &e);
}

/* Calls `f`; on an error passes it on (n 0), raises its own (1) or lives with it (2). */
static int manner;

static void passing(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                    struct body_out *out) {
    UNUSED_BODY(f, frame, m, in);
    const struct value_ops *ops = engine_values(f->engine);
    if (in->kind == IN_START) {
        struct call call = by_name(f, "f", "F", 0);
        out_call(out, &call);
    } else if (in->kind == IN_VALUE) {
        out_done(out, val(f, "T", num(in->value)));
    } else if (manner == 0) {
        out_fail(out, ops->error_ref(ops->user, in->error));
    } else if (manner == 1) {
        out_fail(out, ops->error_make(ops->user, ENGINE_ERROR_NATIVE, "mine"));
    } else {
        out_done(out, val(f, "T", 42));
    }
}

static void error_traces(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule f F G E\nrule g G\nrule top T\ncall f/0 F\nquery T E\n");
    body(&f, "g", failing);
    body_desc(&f, "f", digits, "F of things");
    body_desc(&f, "top", passing, "Top");
    manner = 0;
    struct got got = ask(&f, NULL, "T", "E", 100, NULL);
    assert_string_equal(got.text, "boom");
    assert_string_equal(got.trace, "g[] f[F of things - h100] top[Top - h100]");
    session_new_run(f.session);
    manner = 1;
    got = ask(&f, NULL, "T", "E", 100, NULL);
    assert_string_equal(got.text, "mine");
    assert_string_equal(got.trace, "top[Top - h100]");
    session_new_run(f.session);
    manner = 2;
    assert_int_equal(ask(&f, NULL, "T", "E", 100, NULL).n, 42);
    /* once g works, who lived with its error is asked again in the next run */
    body(&f, "g", digits);
    session_new_run(f.session);
    assert_int_equal(ask(&f, NULL, "T", "E", 100, NULL).n, 100);
    fake_done(&f);
}

static void no_body(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule f F\nquery F\n");
    assert_string_equal(ask(&f, NULL, "F", NULL).text, "the rule f has no body");
    fake_done(&f);
}

/* ---- groups ---- */

static struct val args[200];

static void group_of(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                     struct body_out *out) {
    UNUSED_BODY(f, frame, m, in);
    const struct value_ops *ops = engine_values(f->engine);
    if (in->kind == IN_START) {
        out_calls(out, 5);
        for (int i = 0; i < 5; i++) {
            args[i] = (struct val){.refs = 1000, .type = id(f, "P"), .n = i};
            struct call call = by_name(f, "f", "F", 1, &args[i]);
            out_call(out, &call);
        }
    } else if (in->kind == IN_VALUES) {
        int n = 0;
        assert_int_equal(in->n, 5);
        for (size_t i = 0; i < in->n; i++) {
            n = n * 10 + num(in->values[i]);
        }
        out_done(out, val(f, "T", n));
    } else {
        out_fail(out, ops->error_ref(ops->user, in->error));
    }
}

/* 1, 2 and 4 wait; 3 fails when asked to. */
static bool third_fails;

static void waiting_f(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                      struct body_out *out) {
    if (in->kind == IN_START) {
        m->sum = num(in->values[0]);
        if (m->sum == 3 && third_fails) {
            failing(f, frame, m, in, out);
        } else if (m->sum == 0) {
            out_done(out, val(f, "F", 0));
        } else {
            vec_push(&f->waiting, frame_handle(frame));
            out_wait(out);
        }
        return;
    }
    assert_int_equal(in->kind, IN_WAKE);
    out_done(out, val(f, "F", m->sum + num(in->value)));
}

static void groups(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule f F P\nrule top T\ncall f/1 F\nquery T\n");
    body(&f, "f", waiting_f);
    body(&f, "top", group_of);
    third_fails = false;
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 2345);
    engine_invalidate_all(f.engine);
    third_fails = true;
    struct got got = ask(&f, NULL, "T", NULL);
    assert_string_equal(got.text, "boom");
    assert_string_equal(got.trace, "f[] top[]");
    while (engine_run_some(f.engine, 0)) {
    }
    assert_int_equal(f.states, 0); /* the others were dropped */
    while (f.waiting.len > 0) {    /* and their ends are ignored */
        engine_wake(f.engine, vec_pop(&f.waiting), val(&f, "W", 1), NULL);
    }
    fake_done(&f);
}

static void empty_group(struct fake *f, struct frame *frame, struct memo *m,
                        const struct body_in *in, struct body_out *out) {
    UNUSED_BODY(f, frame, m, in);
    if (in->kind == IN_START) {
        out_calls(out, 0);
    } else {
        assert_int_equal(in->kind, IN_VALUES);
        assert_int_equal(in->n, 0);
        out_done(out, val(f, "T", 5));
    }
}

static void groups_of_none(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule top T\nquery T\n");
    body(&f, "top", empty_group);
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 5);
    fake_done(&f);
}

/* ---- pieces of a body ---- */

static void piece(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                  struct body_out *out) {
    (void)frame;
    const struct value_ops *ops = engine_values(f->engine);
    if (in->kind == IN_START) {
        assert_int_equal(in->n, 0);
        assert_int_equal(frame_rule(frame), id(f, "top"));
        args[m->n] = (struct val){.refs = 1000, .type = id(f, "P"), .n = m->n};
        struct call call = by_name(f, "f", "F", 1, &args[m->n]);
        out_call(out, &call);
    } else if (in->kind == IN_VALUE && m->phase == 0) {
        m->phase = 1;
        m->sum = num(in->value);
        args[m->n + 100] = (struct val){.refs = 1000, .type = id(f, "P"), .n = m->n + 4};
        struct call call = by_name(f, "f", "F", 1, &args[m->n + 100]);
        out_call(out, &call);
    } else if (in->kind == IN_VALUE) {
        out_done(out, val(f, "Anything", m->sum * 10 + num(in->value)));
    } else {
        out_fail(out, ops->error_ref(ops->user, in->error));
    }
}

static void pieces(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                   struct body_out *out) {
    UNUSED_BODY(f, frame, m, in);
    const struct value_ops *ops = engine_values(f->engine);
    if (in->kind == IN_START) {
        out_calls(out, 3);
        for (int i = 1; i <= 3; i++) {
            struct call call = {.kind = CALL_BODY};
            call.body = body_ops_of(f, piece, i, &call.data);
            out_call(out, &call);
        }
    } else if (in->kind == IN_VALUES) {
        int n = 0;
        for (size_t i = 0; i < in->n; i++) {
            n += num(in->values[i]);
        }
        out_done(out, val(f, "T", n));
    } else {
        out_fail(out, ops->error_ref(ops->user, in->error));
    }
}

static void helpers(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule f F P\nrule top T\ncall f/1 F\nquery T\n");
    body(&f, "f", waiting_f);
    body(&f, "top", pieces);
    third_fails = false;
    /* (2 6) (3 7) (4 8) */
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 26 + 37 + 48);
    /* all are edges of one node */
    engine_invalidate_all(f.engine);
    third_fails = true;
    struct got got = ask(&f, NULL, "T", NULL);
    assert_string_equal(got.text, "boom");
    assert_string_equal(got.trace, "f[] top[]");
    while (engine_run_some(f.engine, 0)) {
    }
    assert_int_equal(f.states, 0);
    fake_done(&f);
}

static void bad_call_then_piece(struct fake *f, struct frame *frame, struct memo *m,
                                const struct body_in *in, struct body_out *out) {
    UNUSED_BODY(f, frame, m, in);
    const struct value_ops *ops = engine_values(f->engine);
    if (in->kind == IN_START) {
        struct call call = {.kind = CALL_BODY};
        struct call bad = by_name(f, "nowhere", "F", 0);
        out_calls(out, 3);
        call.body = body_ops_of(f, piece, 1, &call.data);
        out_call(out, &call);
        out_call(out, &bad);
        call.body = body_ops_of(f, piece, 2, &call.data);
        out_call(out, &call);
    } else {
        out_fail(out, ops->error_ref(ops->user, in->error));
    }
}

static void every_piece_is_dropped(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule f F P\nrule top T\ncall f/1 F\nquery T\n");
    body(&f, "top", bad_call_then_piece);
    assert_int_equal(ask(&f, NULL, "T", NULL).kind, ENGINE_ERROR_CALL);
    assert_int_equal(f.states, 0);
    fake_done(&f);
}

/* ---- unions ---- */

static const char *member_type;

static void top_union(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                      struct body_out *out) {
    UNUSED_BODY(f, frame, m, in);
    const struct value_ops *ops = engine_values(f->engine);
    if (in->kind == IN_START) {
        shared = (struct val){.refs = 1000, .type = id(f, member_type), .n = 5};
        struct call call = with(f, by_name(f, "base", "R", 0), "U", &shared);
        out_call(out, &call);
    } else if (in->kind == IN_VALUE) {
        out_done(out, val(f, "T", num(in->value)));
    } else {
        out_fail(out, ops->error_ref(ops->user, in->error));
    }
}

static void dispatch(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "union U Env\nmember U M1\nmember U M2\nrule base R U\npoly\nrule one R M1\n"
                  "rule two R M2 Env\nrule top T\ncall base/0 R U\nquery T Env\n");
    body(&f, "base", failing);
    body(&f, "one", digits);
    body(&f, "two", digits);
    body(&f, "top", top_union);
    member_type = "M1";
    assert_int_equal(ask(&f, NULL, "T", "Env", 3, NULL).n, 5);
    member_type = "M2";
    engine_invalidate_all(f.engine);
    assert_int_equal(ask(&f, NULL, "T", "Env", 3, NULL).n, 53);
    member_type = "Stranger"; /* no implementation: the base rule runs */
    engine_invalidate_all(f.engine);
    struct got got = ask(&f, NULL, "T", "Env", 3, NULL);
    assert_string_equal(got.text, "boom");
    assert_string_equal(got.trace, "base[] top[]");
    fake_done(&f);
}

static void in_scope_is_computed(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "union U Env\nmember U M\nrule base R U\npoly\nrule one R M Env\nrule env Env\n"
                  "rule top T\ncall base/0 R U\nquery T\n");
    body(&f, "one", digits);
    body(&f, "env", digits);
    body(&f, "top", top_union);
    member_type = "M";
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 50);
    fake_done(&f);
}

static void top_get(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                    struct body_out *out) {
    UNUSED_BODY(f, frame, m, in);
    if (in->kind == IN_START) {
        shared = (struct val){.refs = 1000, .type = id(f, member_type), .n = 5};
        struct call call = with(f, by_type(f, "R"), "U", &shared);
        out_call(out, &call);
    } else {
        out_done(out, val(f, "T", num(in->value)));
    }
}

static void union_get(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "union U\nmember U M1\nmember U M2\nrule one R M1\nrule two R M2\nrule top T\n"
                  "get R U\nquery T\n");
    body(&f, "one", digits);
    body(&f, "two", failing);
    body(&f, "top", top_get);
    member_type = "M1";
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 5);
    fake_done(&f);
}

int engine_call_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments),
        cmocka_unit_test(minimal_identity),
        cmocka_unit_test(implicit_replaces),
        cmocka_unit_test(root_requests),
        cmocka_unit_test(wrong_things),
        cmocka_unit_test(error_traces),
        cmocka_unit_test(no_body),
        cmocka_unit_test(groups),
        cmocka_unit_test(groups_of_none),
        cmocka_unit_test(helpers),
        cmocka_unit_test(every_piece_is_dropped),
        cmocka_unit_test(dispatch),
        cmocka_unit_test(in_scope_is_computed),
        cmocka_unit_test(union_get),
    };
    return cmocka_run_group_tests_name("engine/call", tests, NULL, NULL);
}
