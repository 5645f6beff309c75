/* Random spreadsheets, edits and schedules, against a model that computes everything anew. */
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define NCELLS 24
#define NINPUTS 6

static unsigned rnd(uint64_t *seed, unsigned n) {
    *seed = hash_mix(*seed);
    return (unsigned)(*seed >> 20) % n;
}

static void random_sheet(struct sheet *s, uint64_t *seed, bool cycles) {
    sheet_init(s, NCELLS);
    for (unsigned i = 0; i < NCELLS; i++) {
        struct program *p = &s->programs[i];
        if (i < NINPUTS) {
            p->input = true;
            s->inputs[i] = (int)rnd(seed, 6);
            continue;
        }
        unsigned below = cycles ? NCELLS : i;
        p->uncacheable = rnd(seed, 10) == 0;
        p->catches = rnd(seed, 4) == 0;
        p->fails = rnd(seed, 5) == 0;
        p->ndeps = rnd(seed, 4);
        p->nthen = rnd(seed, 4);
        for (unsigned j = 0; j < MAX_DEPS; j++) {
            p->deps[j] = rnd(seed, below);
            p->then[j] = rnd(seed, below);
        }
    }
}

/* The value of a cell computed anew, or -1. */
static int model(const struct sheet *s, const int *inputs, int number, unsigned id) {
    const struct program *p = &s->programs[id];
    int sum = 0;
    if (p->input) {
        return inputs[id];
    }
    for (unsigned i = 0; i < p->ndeps; i++) {
        int n = model(s, inputs, number, p->deps[i]);
        if (n < 0 && !p->catches) {
            return -1;
        }
        sum += n < 0 ? 7 : n;
    }
    if (p->nthen > 0) {
        int n = model(s, inputs, number, p->then[(unsigned)sum % p->nthen]);
        if (n < 0 && !p->catches) {
            return -1;
        }
        sum += n < 0 ? 7 : n;
    }
    int n = p->uncacheable ? number + sum : (sum * 3 + (int)id) % 6;
    return p->fails && n == 4 ? -1 : n;
}

#define MAX_EDITS 64

struct asked {
    struct root *root;
    unsigned session;
    unsigned since; /* edit number when it was asked for */
};

struct play {
    struct sheet s;
    uint64_t start; /* where the seed began, for messages */
    uint64_t seed;
    unsigned nruns; /* at once */
    struct graph_run *runs[3];
    int numbers[3];
    int history[MAX_EDITS][NCELLS]; /* inputs after each edit */
    unsigned edits;
    VEC(struct asked) asked;
};

static void check_answers(struct play *p) {
    for (size_t i = 0; i < p->asked.len;) {
        struct asked a = p->asked.data[i];
        if (!a.root->done) {
            i++;
            continue;
        }
        int n = a.root->outcome == GRAPH_VALUE ? a.root->n : -1;
        bool right = false;
        /* where runs overlap, an answer may mix what was before and after an edit: it is checked
         * again when it is asked for again (the end of play()) */
        right = p->nruns > 1 && p->edits > a.since;
        for (unsigned e = a.since; e <= p->edits && !right; e++) {
            right = model(&p->s, p->history[e], p->numbers[a.session], a.root->id) == n;
        }
        if (!right) {
            fail_msg("seed %llu: cell %u is %d", (unsigned long long)p->start, a.root->id, n);
        }
        sheet_forget(&p->s, a.root);
        p->asked.data[i] = vec_last(&p->asked);
        p->asked.len--;
    }
}

static void edit(struct play *p) {
    unsigned id = rnd(&p->seed, NINPUTS);
    if (p->edits + 1 < MAX_EDITS) {
        sheet_set(&p->s, id, (int)rnd(&p->seed, 6));
        memcpy(p->history[++p->edits], p->s.inputs, NCELLS * sizeof(int));
    }
}

static void act(struct play *p) {
    unsigned session = rnd(&p->seed, p->nruns);
    switch (rnd(&p->seed, 24)) {
    case 0:
        edit(p);
        break;
    case 1:
    case 2: {
        unsigned id = rnd(&p->seed, NCELLS);
        struct root *root = sheet_ask(&p->s, p->runs[session], id);
        vec_push(&p->asked, ((struct asked){root, session, p->edits}));
        break;
    }
    case 3: /* a waiter leaves */
        if (p->asked.len > 0) {
            size_t i = rnd(&p->seed, (unsigned)p->asked.len);
            if (!p->asked.data[i].root->done) {
                sheet_forget(&p->s, p->asked.data[i].root);
                p->asked.data[i] = vec_last(&p->asked);
                p->asked.len--;
            }
        }
        break;
    case 4: /* a session's run ends; its requests are cancelled */
        if (rnd(&p->seed, 8) == 0) {
            check_answers(p);
            graph_run_end(p->s.graph, p->runs[session]);
            for (size_t i = 0; i < p->asked.len;) {
                if (p->asked.data[i].session == session) {
                    assert_true(p->asked.data[i].root->done);
                    sheet_forget(&p->s, p->asked.data[i].root);
                    p->asked.data[i] = vec_last(&p->asked);
                    p->asked.len--;
                } else {
                    i++;
                }
            }
            p->numbers[session] = (int)rnd(&p->seed, 4);
            p->runs[session] = sheet_run(&p->s, p->numbers[session]);
            (void)graph_collect(p->s.graph, rnd(&p->seed, 3));
        }
        break;
    default:
        if (p->s.ready.len > 0 && rnd(&p->seed, 2) > 0) {
            sheet_body(&p->s, rnd(&p->seed, (unsigned)p->s.ready.len));
        } else {
            (void)graph_step(p->s.graph);
        }
        break;
    }
}

static void play(uint64_t seed, unsigned nruns) {
    struct play *p = ALLOC(struct play);
    p->start = p->seed = seed;
    p->nruns = nruns;
    random_sheet(&p->s, &p->seed, false);
    memcpy(p->history[0], p->s.inputs, NCELLS * sizeof(int));
    for (unsigned i = 0; i < nruns; i++) {
        p->numbers[i] = (int)rnd(&p->seed, 4);
        p->runs[i] = sheet_run(&p->s, p->numbers[i]);
    }
    for (int i = 0; i < 600; i++) {
        act(p);
        graph_assert_sane(p->s.graph);
        check_answers(p);
    }
    sheet_settle(&p->s);
    check_answers(p);
    assert_int_equal(p->asked.len, 0); /* nobody is left waiting */
    assert_int_equal(graph_running(p->s.graph), 0);
    for (unsigned session = 0; session < nruns; session++) {
        for (unsigned i = 0; i < NCELLS; i++) {
            assert_int_equal(sheet_value(&p->s, p->runs[session], i),
                             model(&p->s, p->s.inputs, p->numbers[session], i));
            graph_assert_sane(p->s.graph);
        }
    }
    vec_done(&p->asked);
    sheet_done(&p->s);
    free(p);
}

static void edits_and_schedules(void **state) {
    (void)state;
    for (uint64_t i = 0; i < 400; i++) {
        play(i * 6151 + 3, i % 2 == 0 ? 1 : 3);
    }
}

/* With cycles nobody knows the values, but everybody is answered, and nothing is left running. */
static void cycles_end(void **state) {
    (void)state;
    unsigned cycles = 0;
    for (uint64_t i = 0; i < 400; i++) {
        struct sheet s;
        uint64_t seed = i * 2741 + 9;
        random_sheet(&s, &seed, true);
        struct graph_run *run = sheet_run(&s, 1);
        for (int round = 0; round < 5; round++) {
            for (int j = 0; j < 6; j++) {
                (void)sheet_ask(&s, run, rnd(&seed, NCELLS));
                for (unsigned k = rnd(&seed, 20); k > 0; k--) {
                    if (s.ready.len > 0 && rnd(&seed, 2) > 0) {
                        sheet_body(&s, rnd(&seed, (unsigned)s.ready.len));
                    } else {
                        (void)graph_step(s.graph);
                    }
                    graph_assert_sane(s.graph);
                }
            }
            sheet_settle(&s);
            for (size_t j = 0; j < s.roots.len; j++) {
                assert_true(s.roots.data[j]->done);
            }
            assert_int_equal(graph_running(s.graph), 0);
            sheet_set(&s, rnd(&seed, NINPUTS), (int)rnd(&seed, 6));
        }
        cycles += s.path[0] != 0;
        sheet_done(&s);
    }
    assert_true(cycles > 100);
}

int graph_random_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_and_schedules),
        cmocka_unit_test(cycles_end),
    };
    return cmocka_run_group_tests_name("graph/random", tests, NULL, NULL);
}
