/* One behaviour each, on fixed spreadsheets. */
#include "sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* deps(s, 3, 1, 2): cell 3 is computed from 1 and 2. */
static void deps2(struct sheet *s, unsigned id, unsigned a, unsigned b) {
    s->programs[id].ndeps = 2;
    s->programs[id].deps[0] = a;
    s->programs[id].deps[1] = b;
}

static void deps1(struct sheet *s, unsigned id, unsigned a) {
    s->programs[id].ndeps = 1;
    s->programs[id].deps[0] = a;
}

/* 0 and 1 are inputs; 2 = f(0), 3 = f(2, 1), 4 = f(3) */
static void chain(struct sheet *s) {
    sheet_init(s, 8);
    s->programs[0].input = s->programs[1].input = true;
    deps1(s, 2, 0);
    deps2(s, 3, 2, 1);
    deps1(s, 4, 3);
}

static void memoised(void **state) {
    (void)state;
    struct sheet s;
    chain(&s);
    s.inputs[0] = 1;
    struct graph_run *run = sheet_run(&s, 0);
    int n = sheet_value(&s, run, 4);
    assert_int_equal(s.starts, 5);
    assert_int_equal(sheet_value(&s, run, 4), n);
    struct graph_run *second = sheet_run(&s, 0);
    assert_int_equal(sheet_value(&s, second, 4), n);
    assert_int_equal(s.starts, 5);
    graph_assert_sane(s.graph);
    sheet_done(&s);
}

static void early_cut_off(void **state) {
    (void)state;
    struct sheet s;
    chain(&s);
    struct graph_run *run = sheet_run(&s, 0);
    int n = sheet_value(&s, run, 4);
    s.starts = 0;
    sheet_set(&s, 0, 0); /* the same value */
    assert_int_equal(sheet_cell(&s, 4)->node.result, GRAPH_DIRTY);
    assert_int_equal(sheet_value(&s, run, 4), n);
    assert_int_equal(s.starts, 1); /* the input alone */
    s.starts = 0;
    sheet_set(&s, 0, 2); /* 2 = (2 * 3 + 2) % 6 = 2 as before: cut off there */
    assert_int_equal(sheet_value(&s, run, 4), n);
    assert_int_equal(s.starts, 2);
    s.starts = 0;
    sheet_set(&s, 1, 1);
    (void)sheet_value(&s, run, 4);
    assert_int_equal(s.starts, 3); /* 1, 3 and 4, not 2 */
    sheet_done(&s);
}

static void clean_in_order(void **state) {
    (void)state;
    /* 2 asks for 0, then for one of 3 and 4 by what 0 said: cleaning must not ask for the old one
     * when 0 has changed */
    struct sheet s;
    sheet_init(&s, 8);
    s.programs[0].input = s.programs[1].input = true;
    deps1(&s, 3, 1);
    deps1(&s, 4, 1);
    deps1(&s, 2, 0);
    s.programs[2].nthen = 2;
    s.programs[2].then[0] = 3;
    s.programs[2].then[1] = 4;
    struct graph_run *run = sheet_run(&s, 0);
    (void)sheet_value(&s, run, 2);
    s.starts = 0;
    sheet_set(&s, 0, 1);
    sheet_set(&s, 1, 1);
    (void)sheet_value(&s, run, 2);
    assert_int_equal(s.starts, 4); /* 0, 2, 4, 1; not 3 */
    assert_int_equal(sheet_cell(&s, 3)->node.result, GRAPH_DIRTY);
    sheet_done(&s);
}

static void uncacheable(void **state) {
    (void)state;
    /* 2 reads the run's number; 3 is computed from it, 4 from 3 */
    struct sheet s;
    sheet_init(&s, 8);
    s.programs[2].uncacheable = true;
    deps1(&s, 3, 2);
    deps1(&s, 4, 3);
    struct graph_run *one = sheet_run(&s, 2);
    (void)sheet_value(&s, one, 4);
    assert_int_equal(s.starts, 3);
    (void)sheet_value(&s, one, 4);
    assert_int_equal(s.starts, 3);
    /* another run with an equal number: only the uncacheable one is computed again */
    struct graph_run *two = sheet_run(&s, 2);
    int n = sheet_value(&s, two, 4);
    assert_int_equal(s.starts, 4);
    assert_int_equal(sheet_cell(&s, 4)->node.result, GRAPH_UNCACHEABLE_DEPS);
    /* two runs at once see each their own */
    struct graph_run *three = sheet_run(&s, 3);
    assert_int_not_equal(sheet_value(&s, three, 4), n);
    assert_int_equal(sheet_value(&s, two, 4), n);
    sheet_done(&s);
}

static void errors(void **state) {
    (void)state;
    struct sheet s;
    chain(&s);
    s.programs[2].fails = true; /* when it is 4, that is: never; 5 below */
    deps1(&s, 5, 2);
    s.programs[5].catches = true;
    struct graph_run *run = sheet_run(&s, 0);
    s.inputs[0] = 0;
    s.programs[2].uncacheable = true; /* 2 = number + input */
    s.inputs[0] = 4;
    assert_int_equal(sheet_value(&s, run, 4), -1);
    assert_int_equal(sheet_cell(&s, 2)->node.state, GRAPH_NOT_STARTED);
    int caught = sheet_value(&s, run, 5);
    assert_true(caught >= 0);
    s.starts = 0;
    /* an error is not remembered, and who caught it is asked again by another run */
    struct graph_run *two = sheet_run(&s, 0);
    assert_int_equal(sheet_value(&s, two, 5), caught);
    assert_int_equal(s.starts, 2);
    sheet_set(&s, 0, 3);
    assert_true(sheet_value(&s, two, 4) >= 0);
    assert_int_equal(sheet_value(&s, two, 5), (3 * 3 + 5) % 6);
    sheet_done(&s);
}

static void waiters_share(void **state) {
    (void)state;
    struct sheet s;
    chain(&s);
    struct graph_run *run = sheet_run(&s, 0);
    struct root *a = sheet_ask(&s, run, 4);
    struct root *b = sheet_ask(&s, run, 3);
    struct root *c = sheet_ask(&s, run, 4);
    sheet_settle(&s);
    assert_true(a->done && b->done && c->done);
    assert_int_equal(s.starts, 5);
    sheet_done(&s);
}

static void cancel_last_waiter(void **state) {
    (void)state;
    struct sheet s;
    chain(&s);
    struct graph_run *run = sheet_run(&s, 0);
    struct root *a = sheet_ask(&s, run, 4);
    struct root *b = sheet_ask(&s, run, 3);
    while (s.starts < 3) { /* 4, 3 and one below have begun; their bodies have not ended */
        if (!graph_step(s.graph)) {
            sheet_body(&s, 0);
        }
    }
    sheet_forget(&s, a);
    while (graph_step(s.graph)) {
    }
    assert_int_equal(s.stops, 1); /* 4 alone: 3 is wanted by b */
    assert_int_equal(sheet_cell(&s, 4)->node.state, GRAPH_NOT_STARTED);
    sheet_forget(&s, b);
    while (graph_step(s.graph)) {
    }
    assert_int_equal(graph_running(s.graph), 0);
    assert_int_equal(s.ready.len, 0);
    assert_int_equal(s.stops, s.starts);
    graph_assert_sane(s.graph);
    (void)sheet_value(&s, run, 4);
    sheet_done(&s);
}

static void cancel_run(void **state) {
    (void)state;
    struct sheet s;
    chain(&s);
    struct graph_run *one = sheet_run(&s, 0);
    struct graph_run *two = sheet_run(&s, 0);
    struct root *a = sheet_ask(&s, one, 4);
    while (s.starts < 2) {
        if (!graph_step(s.graph)) {
            sheet_body(&s, 0);
        }
    }
    struct root *b = sheet_ask(&s, two, 3);
    graph_run_end(s.graph, one);
    assert_true(a->done);
    assert_int_equal(a->outcome, GRAPH_CANCELLED);
    assert_false(b->done);
    assert_ptr_equal(graph_node_run(&sheet_cell(&s, 3)->node), two);
    sheet_settle(&s);
    assert_true(b->done);
    assert_int_equal(b->outcome, GRAPH_VALUE);
    assert_int_equal(sheet_cell(&s, 4)->node.state, GRAPH_NOT_STARTED);
    sheet_done(&s);
}

static void changed_while_running(void **state) {
    (void)state;
    struct sheet s;
    chain(&s);
    struct graph_run *run = sheet_run(&s, 0);
    struct root *a = sheet_ask(&s, run, 3);
    /* until 3 has both answers and is ready to end */
    for (;;) {
        if (!graph_step(s.graph)) {
            if (s.ready.len == 1 && s.ready.data[0] == 3 && sheet_cell(&s, 3)->phase == 1) {
                break;
            }
            sheet_body(&s, 0);
        }
    }
    sheet_set(&s, 1, 1);
    sheet_settle(&s);
    assert_true(a->done);
    assert_int_equal(a->n, ((2 + 1) * 3 + 3) % 6);
    assert_int_equal(sheet_cell(&s, 3)->node.result, GRAPH_CLEAN);
    assert_int_equal(s.starts, 6); /* 3, 2, 0, 1, then 1 and 3 again */
    sheet_done(&s);
}

static void side_effects(void **state) {
    (void)state;
    struct sheet s;
    chain(&s);
    sheet_cell(&s, 3)->side_effect = true;
    struct graph_run *run = sheet_run(&s, 0);
    struct root *a = sheet_ask(&s, run, 3);
    for (;;) {
        if (!graph_step(s.graph)) {
            if (s.ready.len == 1 && s.ready.data[0] == 3 && sheet_cell(&s, 3)->phase == 1) {
                break;
            }
            sheet_body(&s, 0);
        }
    }
    sheet_set(&s, 1, 1);
    s.starts = 0;
    sheet_settle(&s);
    assert_true(a->done);
    assert_int_equal(a->n, (2 * 3 + 3) % 6);
    assert_int_equal(s.starts, 0); /* not begun anew */
    sheet_set(&s, 1, 2);
    (void)sheet_value(&s, run, 3);
    assert_int_equal(s.starts, 0); /* nor again in this run */
    struct graph_run *two = sheet_run(&s, 0);
    assert_int_equal(sheet_value(&s, two, 3), ((2 + 2) * 3 + 3) % 6);
    sheet_done(&s);
}

static void cycles(void **state) {
    (void)state;
    struct sheet s;
    sheet_init(&s, 8);
    deps1(&s, 1, 2);
    deps1(&s, 2, 3);
    deps1(&s, 3, 1);
    deps1(&s, 4, 4);
    deps1(&s, 5, 1);
    s.programs[5].catches = true;
    struct graph_run *run = sheet_run(&s, 0);
    assert_int_equal(sheet_value(&s, run, 1), -1);
    assert_string_equal(s.path, "3 1 2");
    assert_int_equal(sheet_value(&s, run, 4), -1);
    assert_string_equal(s.path, "4");
    assert_true(sheet_value(&s, run, 5) >= 0);
    /* two roots into one circle: everybody is answered */
    struct root *a = sheet_ask(&s, run, 1);
    struct root *b = sheet_ask(&s, run, 3);
    sheet_settle(&s);
    assert_true(a->done && b->done);
    assert_int_equal(a->outcome, GRAPH_ERROR);
    sheet_done(&s);
}

static void stale_edges_are_no_cycle(void **state) {
    (void)state;
    /* by 0, either 1 asks for 2 or 2 asks for 1 */
    struct sheet s;
    sheet_init(&s, 8);
    s.programs[0].input = s.programs[3].input = true;
    for (unsigned i = 1; i <= 2; i++) {
        deps1(&s, i, 0);
        s.programs[i].nthen = 2;
        s.programs[i].then[i - 1] = 3 - i;
        s.programs[i].then[2 - i] = 3;
    }
    struct graph_run *run = sheet_run(&s, 0);
    for (int round = 0; round < 4; round++) {
        sheet_set(&s, 0, round % 2);
        struct root *a = sheet_ask(&s, run, 1);
        struct root *b = sheet_ask(&s, run, 2);
        sheet_settle(&s);
        assert_int_equal(a->outcome, GRAPH_VALUE);
        assert_int_equal(b->outcome, GRAPH_VALUE);
        sheet_forget(&s, a);
        sheet_forget(&s, b);
        graph_assert_sane(s.graph);
    }
    assert_string_equal(s.path, "");
    sheet_done(&s);
}

static void deep_and_wide(void **state) {
    (void)state;
    enum { N = 100000 };
    struct sheet s;
    sheet_init(&s, N);
    s.programs[0].input = true;
    for (unsigned i = 1; i < N; i++) {
        deps2(&s, i, i - 1, 0);
    }
    struct graph_run *run = sheet_run(&s, 0);
    assert_true(sheet_value(&s, run, N - 1) >= 0);
    size_t bytes = graph_bytes(s.graph);
    assert_true(bytes / N < 200);
    s.starts = 0;
    sheet_set(&s, 0, 0);
    assert_true(sheet_value(&s, run, N - 1) >= 0);
    assert_int_equal(s.starts, 1);
    sheet_done(&s);
}

static void collected(void **state) {
    (void)state;
    struct sheet s;
    chain(&s);
    deps1(&s, 5, 1);
    struct graph_run *runs[3];
    for (int i = 0; i < 3; i++) {
        runs[i] = sheet_run(&s, 0);
        (void)sheet_value(&s, runs[i], i == 0 ? 5 : 2);
        graph_run_end(s.graph, runs[i]);
    }
    assert_int_equal(graph_collect(s.graph, 3), 0);
    assert_int_equal(graph_collect(s.graph, 2), 2); /* 5 and 1 */
    assert_int_equal(graph_len(s.graph), 2);
    graph_pin(s.graph, &sheet_cell(&s, 0)->node);
    assert_int_equal(graph_collect(s.graph, 0), 1);
    sheet_set(&s, 0, 3);
    assert_int_equal(s.dirtied, 1);
    graph_unpin(s.graph, &sheet_cell(&s, 0)->node);
    assert_int_equal(graph_collect(s.graph, 0), 1);
    assert_int_equal(graph_len(s.graph), 0);
    struct graph_run *run = sheet_run(&s, 0);
    assert_true(sheet_value(&s, run, 4) >= 0);
    graph_assert_sane(s.graph);
    sheet_done(&s);
}

static void invalidations(void **state) {
    (void)state;
    struct sheet s;
    chain(&s);
    struct graph_run *run = sheet_run(&s, 0);
    (void)sheet_value(&s, run, 4);
    struct graph_counts counts = graph_invalidate(s.graph, &sheet_cell(&s, 2)->node);
    assert_int_equal(counts.cleared, 1);
    assert_int_equal(counts.dirtied, 2);
    counts = graph_invalidate(s.graph, &sheet_cell(&s, 2)->node);
    assert_int_equal(counts.cleared, 0);
    (void)sheet_value(&s, run, 4);
    counts = graph_invalidate_all(s.graph);
    assert_int_equal(counts.cleared, 5);
    s.starts = 0;
    (void)sheet_value(&s, run, 4);
    assert_int_equal(s.starts, 5);
    sheet_done(&s);
}

static void dot(void **state) {
    (void)state;
    struct sheet s;
    struct buf out = BUF_INIT;
    chain(&s);
    struct graph_run *run = sheet_run(&s, 0);
    (void)sheet_value(&s, run, 2);
    graph_dot(s.graph, run, &out);
    assert_string_equal(out.data,
                        "digraph {\n"
                        "  n0 [style=filled,fillcolor=palegreen,label=\"cell \\\"2\\\"\"];\n"
                        "  n0 -> n1;\n"
                        "  n1 [style=filled,fillcolor=palegreen,label=\"cell \\\"0\\\"\"];\n"
                        "}\n");
    buf_done(&out);
    sheet_done(&s);
}

static void freed_while_running(void **state) {
    (void)state;
    struct sheet s;
    chain(&s);
    struct graph_run *run = sheet_run(&s, 0);
    (void)sheet_ask(&s, run, 4);
    while (s.starts < 3) {
        if (!graph_step(s.graph)) {
            sheet_body(&s, 0);
        }
    }
    sheet_done(&s); /* asserts that the root was answered and nothing leaks */
}

int graph_unit_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memoised),
        cmocka_unit_test(early_cut_off),
        cmocka_unit_test(clean_in_order),
        cmocka_unit_test(uncacheable),
        cmocka_unit_test(errors),
        cmocka_unit_test(waiters_share),
        cmocka_unit_test(cancel_last_waiter),
        cmocka_unit_test(cancel_run),
        cmocka_unit_test(changed_while_running),
        cmocka_unit_test(side_effects),
        cmocka_unit_test(cycles),
        cmocka_unit_test(stale_edges_are_no_cycle),
        cmocka_unit_test(deep_and_wide),
        cmocka_unit_test(collected),
        cmocka_unit_test(invalidations),
        cmocka_unit_test(dot),
        cmocka_unit_test(freed_while_running),
    };
    return cmocka_run_group_tests_name("graph/unit", tests, NULL, NULL);
}
