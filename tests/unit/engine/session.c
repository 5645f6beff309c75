/* Sessions: inputs in identities, session values, runs, native nodes that change. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>

#include "graph/graph.h"

/* Its parameters added up, plus what the session's user pointer counts. */
static void adds(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                 struct body_out *out) {
    int n = 1;
    (void)m;
    for (size_t i = 0; i < in->n; i++) {
        n += num(in->values[i]);
    }
    struct val *v = val(f, "X", n);
    v->type = frame_product(frame);
    out_done(out, v);
}

/* An option scope: what the session's user pointer says. */
static void option(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                   struct body_out *out) {
    (void)m;
    (void)in;
    out_done(out, val(f, "Opt", *(int *)session_user(frame_session(frame))));
}

static void inputs(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule opt Opt\ninput Opt\nrule uses U Opt\nrule plain P\nrule top T U P\n"
                  "query T\n");
    body(&f, "opt", option);
    body(&f, "uses", adds);
    body(&f, "plain", adds);
    body(&f, "top", adds);
    int one = 10;
    int two = 20;
    struct session *a = session_new(f.engine, &one);
    struct session *b = session_new(f.engine, &two);
    struct session *c = session_new(f.engine, &one);
    session_set_input(a, id(&f, "Opt"), 1);
    session_set_input(b, id(&f, "Opt"), 2);
    session_set_input(c, id(&f, "Opt"), 1);
    assert_int_equal(ask(&f, a, "T", NULL).n, 13);
    assert_int_equal(f.steps, 4);
    assert_int_equal(ask(&f, b, "T", NULL).n, 23);
    assert_int_equal(f.steps, 7); /* all but the one that cannot reach the options */
    assert_int_equal(ask(&f, c, "T", NULL).n, 13);
    assert_int_equal(ask(&f, a, "T", NULL).n, 13);
    assert_int_equal(f.steps, 7);
    session_free(a);
    session_free(b);
    session_free(c);
    fake_done(&f);
}

static void values(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule sv V\ngoal\nrule cut C V\nrule top T C\nquery T\n");
    engine_set_body(f.engine, id(&f, "sv"), &engine_session_value_body, NULL, NULL);
    body(&f, "cut", adds);
    body(&f, "top", adds);
    struct got got = ask(&f, NULL, "T", NULL);
    assert_int_equal(got.kind, ENGINE_ERROR_SESSION);
    assert_string_equal(got.text, "Expected V to be provided via SessionValues.");
    session_new_run(f.session);
    session_set_value(f.session, id(&f, "V"), val(&f, "V", 5));
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 7);
    assert_int_equal(f.steps, 2);
    session_new_run(f.session);
    session_set_value(f.session, id(&f, "V"), val(&f, "V", 5)); /* an equal one: cut off */
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 7);
    assert_int_equal(f.steps, 2);
    session_new_run(f.session);
    session_set_value(f.session, id(&f, "V"), val(&f, "V", 6));
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 8);
    assert_int_equal(f.steps, 4);
    /* another session at the same time has its own */
    struct session *b = session_new(f.engine, NULL);
    session_set_value(b, id(&f, "V"), val(&f, "V", 50));
    assert_int_equal(ask(&f, b, "T", NULL).n, 52);
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 8);
    session_free(b);
    fake_done(&f);
}

/* ---- native nodes ---- */

static int listing[2];
static uint32_t dir_kind;

static void list_dir(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                     struct body_out *out) {
    (void)m;
    (void)in;
    out_done(out, val(f, "Listing", listing[frame_key(frame).ptr[0] - '0']));
}

/* Asks for two folders; its value is whether they hold more than 10 in all. */
static void over_ten(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                     struct body_out *out) {
    (void)frame;
    (void)m;
    if (in->kind == IN_START) {
        out_calls(out, 2);
        out_call(out, &(struct call){.kind = CALL_NODE, .node_kind = dir_kind, .key = STR("0")});
        out_call(out, &(struct call){.kind = CALL_NODE, .node_kind = dir_kind, .key = STR("1")});
        return;
    }
    out_done(out, val(f, "O", num(in->values[0]) + num(in->values[1]) > 10));
}

static void changing_inputs(void **state) {
    (void)state;
    struct fake f;
    struct graph_counts counts;
    void *data;
    fake_init(&f, "rule over O\nrule top T O\nquery T\n");
    body(&f, "over", over_ten);
    body(&f, "top", adds);
    const struct body_ops *ops = body_ops_of(&f, list_dir, 0, &data);
    dir_kind = engine_add_kind(f.engine, &(struct node_kind){"dir", ops, data, NULL, false});
    listing[0] = 5;
    listing[1] = 7;
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 2);
    assert_int_equal(f.steps, 4);
    listing[0] = 6;
    engine_input_changed(f.engine, dir_kind, STR("0"), &counts);
    assert_int_equal(counts.cleared, 1);
    assert_int_equal(counts.dirtied, 2);
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 2);
    assert_int_equal(f.steps, 6); /* the listing and `over`; top is cut off */
    engine_input_changed(f.engine, dir_kind, STR("2"), &counts);
    assert_int_equal(counts.cleared, 0);
    listing[0] = 1;
    engine_inputs_changed(f.engine, dir_kind, NULL, NULL, &counts);
    assert_int_equal(counts.cleared, 2);
    assert_int_equal(ask(&f, NULL, "T", NULL).n, 1);
    assert_int_equal(f.steps, 10);
    struct buf dot = BUF_INIT;
    engine_dot(f.session, &dot);
    assert_non_null(strstr(dot.data, "label=\"dir(0)\""));
    assert_non_null(strstr(dot.data, "label=\"@rule(top())\""));
    buf_done(&dot);
    fake_done(&f);
}

/* Reads two folders by itself, the first one twice. */
static void reads_both(struct fake *f, struct frame *frame, struct memo *m,
                       const struct body_in *in, struct body_out *out) {
    (void)m;
    (void)in;
    frame_read(frame, dir_kind, STR("0"), val(f, "Listing", listing[0]));
    frame_read(frame, dir_kind, STR("1"), val(f, "Listing", listing[1]));
    frame_read(frame, dir_kind, STR("0"), val(f, "Listing", listing[0]));
    out_done(out, val(f, "O", listing[0] + listing[1]));
}

static void read_by_itself(void **state) {
    (void)state;
    struct fake f;
    struct graph_counts counts;
    void *data;
    fake_init(&f, "rule over O\nrule top T O\nquery T\n");
    body(&f, "over", reads_both);
    body(&f, "top", adds);
    const struct body_ops *ops = body_ops_of(&f, list_dir, 0, &data);
    dir_kind = engine_add_kind(f.engine, &(struct node_kind){"dir", ops, data, NULL, false});
    listing[0] = 5;
    listing[1] = 7;
    int first = ask(&f, NULL, "T", NULL).n;
    assert_int_equal(f.steps, 2); /* nobody computed the folders */
    assert_int_equal(ask(&f, NULL, "T", NULL).n, first);
    assert_int_equal(f.steps, 2);
    engine_input_changed(f.engine, dir_kind, STR("1"), &counts);
    assert_int_equal(counts.cleared, 1);
    assert_int_equal(counts.dirtied, 2);
    assert_int_equal(ask(&f, NULL, "T", NULL).n, first); /* looked at again, it is what it was */
    assert_int_equal(f.steps, 3);
    listing[1] = 8;
    engine_input_changed(f.engine, dir_kind, STR("1"), &counts);
    assert_int_equal(ask(&f, NULL, "T", NULL).n, first + 1);
    assert_int_equal(f.steps, 6);
    graph_assert_sane(engine_graph(f.engine));
    fake_done(&f);
}

/* ---- side effects ---- */

static void writes(struct fake *f, struct frame *frame, struct memo *m, const struct body_in *in,
                   struct body_out *out) {
    if (in->kind == IN_START) {
        m->phase = 1;
        out_call(out, &(struct call){.kind = CALL_NODE, .node_kind = dir_kind, .key = STR("0")});
        return;
    }
    bool allowed = frame_side_effected(frame);
    listing[0] += 100;
    engine_input_changed(f->engine, dir_kind, STR("0"), NULL);
    struct val *v = val(f, "X", num(in->value) * 10 + allowed);
    v->type = frame_product(frame);
    out_done(out, v);
}

static void side_effects(void **state) {
    (void)state;
    struct fake f;
    void *data;
    fake_init(&f, "rule goal G\ngoal\nrule other O\nquery G\nquery O\n");
    body(&f, "goal", writes);
    body(&f, "other", writes);
    const struct body_ops *ops = body_ops_of(&f, list_dir, 0, &data);
    dir_kind = engine_add_kind(f.engine, &(struct node_kind){"dir", ops, data, NULL, false});
    listing[0] = 3;
    /* not declared as one that may: it is begun anew for as long as it changes what it reads */
    struct rule_info info;
    assert_true(rule_graph_rule(engine_rules(f.engine), id(&f, "goal"), &info));
    assert_int_equal(info.flags & RULE_SIDE_EFFECTING, 0);
    fake_done(&f);
    fake_init(&f, "rule goal G\ngoal\neffects\nquery G\n");
    body(&f, "goal", writes);
    ops = body_ops_of(&f, list_dir, 0, &data);
    dir_kind = engine_add_kind(f.engine, &(struct node_kind){"dir", ops, data, NULL, false});
    assert_int_equal(ask(&f, NULL, "G", NULL).n, 31);
    assert_int_equal(listing[0], 103);
    assert_int_equal(ask(&f, NULL, "G", NULL).n, 31); /* once per run */
    session_new_run(f.session);
    assert_int_equal(ask(&f, NULL, "G", NULL).n, 1031);
    fake_done(&f);
}

/* ---- what is held ---- */

static void count(void *user, void *value) {
    (void)value;
    (*(int *)user)++;
}

static void visits(void **state) {
    (void)state;
    struct fake f;
    int n = 0;
    fake_init(&f, "rule f F E\nrule top T F\nquery T E\n");
    body(&f, "f", adds);
    body(&f, "top", adds);
    session_set_value(f.session, id(&f, "V"), val(&f, "V", 1));
    (void)ask(&f, NULL, "T", "E", 3, NULL);
    engine_visit_values(f.engine, count, &n);
    assert_int_equal(n, 4); /* two results, one parameter, one session value */
    assert_int_equal(n, f.live);
    fake_done(&f);
}

static void old_runs_die(void **state) {
    (void)state;
    struct fake f;
    fake_init(&f, "rule f F E\nquery F E\n");
    body(&f, "f", adds);
    for (int i = 0; i < 20; i++) {
        (void)ask(&f, NULL, "F", "E", i, NULL);
        session_new_run(f.session);
    }
    assert_int_equal(graph_len(engine_graph(f.engine)), 4);
    assert_int_equal(f.live, 8);
    fake_done(&f);
}

int engine_session_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inputs),          cmocka_unit_test(values),
        cmocka_unit_test(changing_inputs), cmocka_unit_test(read_by_itself),
        cmocka_unit_test(side_effects),    cmocka_unit_test(visits),
        cmocka_unit_test(old_runs_die),
    };
    return cmocka_run_group_tests_name("engine/session", tests, NULL, NULL);
}
