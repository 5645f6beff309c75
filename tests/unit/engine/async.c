/* Waiting, waking, cancelling, depth, width, cycles, requests inside of bodies. */
#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t chain_kind;

static char keys[100000][16];

static struct call chain_call(int i) {
    snprintf(keys[i], sizeof keys[i], "%07d", i);
    return (struct call){.kind = CALL_NODE, .node_kind = chain_kind, .key = str_make(keys[i], 7)};
}

/* Node i asks for node i - 1. */
static void link_step(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                      struct body_out *out) {
    if (in->kind == IN_START) {
        char text[8] = {0};
        memcpy(text, frame_key(frame).ptr, 7);
        m->sum = atoi(text);
        if (m->sum > 0) {
            struct call call = chain_call(m->sum - 1);
            out_call(out, &call);
            return;
        }
        out_done(out, val(f, "N", 0));
        return;
    }
    out_done(out, val(f, "N", num(in->value) + 1));
}

/* Node i alone. */
static void leaf_step(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                      struct body_out *out) {
    (void)frame;
    (void)m;
    (void)in;
    out_done(out, val(f, "N", 1));
}

static int width;

static void top_chain(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                      struct body_out *out) {
    (void)frame;
    (void)m;
    if (in->kind == IN_START) {
        if (width == 0) {
            struct call call = chain_call(99999);
            out_call(out, &call);
            return;
        }
        out_calls(out, (size_t)width);
        for (int i = 0; i < width; i++) {
            struct call call = chain_call(i);
            out_call(out, &call);
        }
        return;
    }
    int n = in->kind == IN_VALUE ? num(in->value) : 0;
    for (size_t i = 0; in->kind == IN_VALUES && i < in->n; i++) {
        n += num(in->values[i]);
    }
    out_done(out, val(f, "T", n));
}

static void chain_world(struct fake *f, step_fn *step) {
    void *data;
    fake_init(f, "rule top T\nquery T\n");
    body(f, "top", top_chain);
    const struct body_ops *ops = body_ops_of(f, step, 0, &data);
    chain_kind = engine_add_kind(f->engine, &(struct node_kind){"link", ops, data, NULL, false});
}

static void deep(void **state) {
    (void)state;
    struct fake f;
    chain_world(&f, link_step);
    width = 0;
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 99999);
    f.steps = 0;
    engine_input_changed(f.engine, chain_kind, STR("0000000"), NULL);
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 99999);
    assert_int_equal(f.steps, 1);
    fake_done(&f);
}

static void wide(void **state) {
    (void)state;
    struct fake f;
    chain_world(&f, leaf_step);
    width = 100000;
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 100000);
    engine_input_changed(f.engine, chain_kind, STR("0000777"), NULL);
    f.steps = 0;
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 100000);
    assert_int_equal(f.steps, 1);
    fake_done(&f);
}

static void fails_at_the_bottom(struct fake *f, struct frame *frame, struct memo *m,
                                const struct body_in *in, struct body_out *out) {
    const struct value_ops *ops = engine_values(f->engine);
    if (in->kind == IN_ERROR) {
        out_fail(out, ops->error_ref(ops->user, in->error));
    } else if (memcmp(frame_key(frame).ptr, "0000000", 7) == 0) {
        out_fail(out, ops->error_make(ops->user, ENGINE_ERROR_NATIVE, "bottom"));
    } else {
        link_step(f, frame, m, in, out);
    }
}

static void top_passes(struct fake *f, struct frame *frame, struct memo *m,
                       const struct body_in *in, struct body_out *out) {
    const struct value_ops *ops = engine_values(f->engine);
    if (in->kind == IN_ERROR) {
        out_fail(out, ops->error_ref(ops->user, in->error));
    } else {
        top_chain(f, frame, m, in, out);
    }
}

static void deep_failure(void **state) {
    (void)state;
    struct fake f;
    chain_world(&f, fails_at_the_bottom);
    body(&f, "top", top_passes);
    width = 0;
    assert_string_equal(ask(&f, NULL, "T", NULL).text, "bottom");
    fake_done(&f);
}

/* Every node asks for the one before, the first for the last. */
static void circle(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                   struct body_out *out) {
    const struct value_ops *ops = engine_values(f->engine);
    if (in->kind == IN_START && memcmp(frame_key(frame).ptr, "0000000", 7) == 0) {
        struct call call = chain_call(2);
        out_call(out, &call);
    } else if (in->kind == IN_ERROR) {
        out_fail(out, ops->error_ref(ops->user, in->error));
    } else {
        link_step(f, frame, m, in, out);
    }
}

static void top_circle(struct fake *f, struct frame *frame, struct memo *m,
                       const struct body_in *in, struct body_out *out) {
    if (in->kind == IN_START) {
        struct call call = chain_call(2);
        out_call(out, &call);
    } else {
        top_passes(f, frame, m, in, out);
    }
}

static void cycles(void **state) {
    (void)state;
    struct fake f;
    chain_world(&f, circle);
    body(&f, "top", top_circle);
    struct got got = ask(&f, NULL, "T", NULL);
    assert_int_equal(got.kind, ENGINE_ERROR_CYCLE);
    assert_non_null(strstr(got.text, "The dependency graph contained a cycle:\n\n"
                                     "  link(0000000)\n  <- link(0000002)\n  <- link(0000001)\n"
                                     "  <- link(0000000)\n"));
    assert_string_equal(got.trace, "link[link(0000000)] link[link(0000001)] link[link(0000002)] "
                                   "top[]");
    fake_done(&f);
}

/* ---- waiting ---- */

static void waits_twice(struct fake *f, struct frame *frame, struct memo *m,
                        const struct body_in *in, struct body_out *out) {
    if (m->phase > 0) {
        assert_int_equal(in->kind, IN_WAKE);
        m->sum += num(in->value);
    }
    if (m->phase++ < 2) {
        vec_push(&f->waiting, frame_handle(frame));
        out_wait(out);
    } else {
        out_done(out, val(f, "T", m->sum));
    }
}

static void waits_for_ever(struct fake *f, struct frame *frame, struct memo *m,
                           const struct body_in *in, struct body_out *out) {
    (void)f;
    (void)frame;
    (void)m;
    (void)in;
    out_wait(out);
}

static void waking(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule top T\nrule never V\nquery T\nquery V\n");
    body(&f, "top", waits_twice);
    body(&f, "never", waits_for_ever);
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 2);
    struct got got = ask(&f, NULL, "V", NULL);
    assert_int_equal(got.kind, ENGINE_ERROR_INTERNAL);
    assert_string_equal(got.text, "nothing will come");
    while (engine_run_some(f.engine, 0)) {
    }
    assert_int_equal(f.states, 0);
    fake_done(&f);
}

static void woken_inside(struct fake *f, struct frame *frame, struct memo *m,
                         const struct body_in *in, struct body_out *out) {
    (void)m;
    if (in->kind == IN_START) { /* the job was done at once */
        engine_wake(f->engine, frame_handle(frame), NULL, NULL);
        out_wait(out);
        return;
    }
    assert_int_equal(in->kind, IN_WAKE);
    assert_null(in->value);
    assert_null(in->error);
    out_done(out, val(f, "T", 8));
}

static void woken_while_stepping(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule top T\nquery T\n");
    body(&f, "top", woken_inside);
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 8);
    fake_done(&f);
}

/* ---- cancelling ---- */

struct seen {
    int calls;
    enum graph_outcome outcome;
    int kind;
};

static void done(void *user, struct answer *answer) {
    struct seen *seen = user;
    seen->calls++;
    seen->outcome = answer->outcome;
    if (answer->outcome == GRAPH_ERROR) {
        seen->kind = (int)((struct val *)answer->value)->kind;
    }
}

static void cancelling(void **state) {
    (void)state;
    struct fake f;
    struct seen seen = {0};
    fake_init(&f, "rule f F\nrule top T F\nquery T\n");
    body(&f, "f", waits_for_ever);
    struct request request = {.product = id(&f, "T")};
    (void)engine_request_start(f.session, &request, done, &seen);
    while (engine_run_some(f.engine, 0)) {
    }
    assert_int_equal(seen.calls, 0);
    assert_int_equal(f.states, 1); /* f; top has no body of ours */
    session_cancel(f.session);
    assert_true(session_cancelled(f.session));
    while (engine_run_some(f.engine, 0)) {
    }
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.kind, ENGINE_ERROR_CANCELLED);
    assert_int_equal(f.states, 0);
    assert_int_equal(ask(&f, NULL, "T", NULL).kind, ENGINE_ERROR_CANCELLED);
    session_new_run(f.session);
    body(&f, "f", waits_twice);
    struct pending_request *pending = engine_request_start(f.session, &request, done, &seen);
    (void)engine_run_some(f.engine, 2);
    engine_request_cancel(pending);
    while (engine_run_some(f.engine, 0)) {
    }
    assert_int_equal(seen.calls, 1);
    assert_int_equal(f.states, 0);
    assert_true(engine_idle(f.engine));
    fake_done(&f);
}

static void cancels_itself(struct fake *f, struct frame *frame, struct memo *m,
                           const struct body_in *in, struct body_out *out) {
    (void)m;
    (void)in;
    session_cancel(frame_session(frame));
    while (engine_run_some(f->engine, 0)) { /* stops this very node, while it is stepping */
    }
    out_done(out, val(f, "T", 1));
}

static void cancelled_inside(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule top T\nquery T\n");
    body(&f, "top", cancels_itself);
    assert_int_equal(ask(&f, NULL, "T", NULL).kind, ENGINE_ERROR_CANCELLED);
    fake_done(&f);
}

static void several(void **state) {
    (void)state;
    struct fake f;
    struct answer answers[2];
    fake_init(&f, "rule a A\nrule b B\nquery A\nquery B\n");
    body(&f, "b", waits_twice); /* gives a T: wrong product, after two waits */
    struct request requests[2] = {{.product = id(&f, "A")}, {.product = id(&f, "B")}};
    engine_request(f.session, requests, 2, true, answers);
    assert_int_equal(answers[0].outcome, GRAPH_ERROR); /* no body */
    assert_int_equal(answers[1].outcome, GRAPH_CANCELLED);
    answer_done(f.engine, &answers[0]);
    answer_done(f.engine, &answers[1]);
    session_new_run(f.session);
    engine_request(f.session, requests, 2, false, answers);
    assert_int_equal(answers[0].outcome, GRAPH_ERROR);
    assert_int_equal(answers[1].outcome, GRAPH_ERROR);
    assert_int_equal(((struct val *)answers[1].value)->kind, ENGINE_ERROR_PRODUCT);
    answer_done(f.engine, &answers[0]);
    answer_done(f.engine, &answers[1]);
    fake_done(&f);
}

/* ---- requests inside of bodies ---- */

static void asks_inside(struct fake *f, struct frame *frame, struct memo *m,
                        const struct body_in *in, struct body_out *out) {
    (void)m;
    (void)in;
    int n = ask(f, frame_session(frame), "I", NULL).n;
    out_done(out, val(f, "T", n * 2));
}

static void inner(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                  struct body_out *out) {
    if (in->kind == IN_START) {
        vec_push(&f->waiting, frame_handle(frame));
        out_wait(out);
        return;
    }
    (void)m;
    out_done(out, val(f, "I", 21));
}

static void nested(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule top T\nrule inner I\nquery T\nquery I\n");
    body(&f, "top", asks_inside);
    body(&f, "inner", inner);
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 42);
    fake_done(&f);
}

static void asks_itself(struct fake *f, struct frame *frame, struct memo *m,
                        const struct body_in *in, struct body_out *out) {
    (void)m;
    (void)in;
    struct got got = ask(f, frame_session(frame), "T", NULL);
    assert_int_equal(got.kind, ENGINE_ERROR_INTERNAL);
    out_done(out, val(f, "T", 3));
}

static void nested_in_itself(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule top T\nquery T\n");
    body(&f, "top", asks_itself);
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 3);
    fake_done(&f);
}

int engine_async_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deep),
        cmocka_unit_test(wide),
        cmocka_unit_test(deep_failure),
        cmocka_unit_test(cycles),
        cmocka_unit_test(waking),
        cmocka_unit_test(woken_while_stepping),
        cmocka_unit_test(cancelling),
        cmocka_unit_test(cancelled_inside),
        cmocka_unit_test(several),
        cmocka_unit_test(nested),
        cmocka_unit_test(nested_in_itself),
    };
    return cmocka_run_group_tests_name("engine/async", tests, NULL, NULL);
}
