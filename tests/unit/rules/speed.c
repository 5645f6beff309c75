/* A synthetic set of the size of a large installation, solved and loaded within a bound. */
#include "spec.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/hash.h"

#define NRULES 1500
#define NQUERIES 100

static unsigned rnd(uint64_t *seed, unsigned n) {
    *seed = hash_mix(*seed);
    return (unsigned)(*seed >> 20) % n;
}

/*
 * Rule i gives type Ti. A third are subsystems (no inputs). The others take a subsystem or two and
 * a request type of their own, and call some earlier rules by name, giving requests explicitly or
 * implicitly; many need the environment, a parameter of every query. 20 rules make a Process from
 * different requests, called through one rule that runs it.
 */
static void write_rules(struct buf *out) {
    uint64_t seed = 11;
    buf_addz(out, "rule run Result Process Env\n");
    for (int i = 0; i < 20; i++) {
        buf_addf(out, "rule proc%d Process Want%d T%d\ncall t%d/0 T%d\n", i, i, i, 50 + i, 50 + i);
    }
    for (unsigned i = 0; i < NRULES; i++) {
        if (i < 500) {
            buf_addf(out, "rule t%u T%u\ninput T%u\n", i, i, i);
            continue;
        }
        buf_addf(out, "rule t%u T%u Req%u T%u T%u\n", i, i, i, rnd(&seed, 500), rnd(&seed, 500));
        for (unsigned j = 2 + rnd(&seed, 6); j > 0; j--) {
            unsigned to = rnd(&seed, i);
            if (to >= 500) {
                bool explicit = rnd(&seed, 2) > 0;
                buf_addf(out, "call t%u/%d T%u", to, explicit ? 1 : 0, to);
                buf_addf(out, explicit ? "\n" : " Req%u\n", to);
            }
        }
        if (rnd(&seed, 4) == 0) {
            buf_addf(out, "call run/0 Result Want%u\n", rnd(&seed, 20));
        }
    }
    for (unsigned i = 0; i < NQUERIES; i++) {
        unsigned to = NRULES - 1 - i * 7;
        buf_addf(out, "query T%u Req%u Env\n", to, to);
    }
}

static void large(void **state) {
    (void)state;
    static const uint8_t key[RULES_KEY_SIZE] = {1};
    struct intern names = {.strings = {0}};
    struct buf text = BUF_INIT;
    struct rule_graph *graph = NULL;
    struct rule_graph *loaded = NULL;
    struct err e = ERR_INIT;
    write_rules(&text);
    struct rule_set *set = spec_parse(&names, text.data);
    uint64_t best = UINT64_MAX;
    uint64_t best_load = UINT64_MAX;
    for (int i = 0; i < 5; i++) {
        uint64_t start = clock_mono_ns();
        int r = rules_solve(set, key, NULL, &graph, &e);
        uint64_t solved = clock_mono_ns();
        if (r < 0) {
            fail_msg("%s", e.msg);
        }
        assert_int_equal(rule_graph_load(&names, rule_graph_bytes(graph), key, &loaded, &e), 0);
        uint64_t end = clock_mono_ns();
        best = solved - start < best ? solved - start : best;
        best_load = end - solved < best_load ? end - solved : best_load;
        assert_true(rule_graph_entry_count(graph) > 1000);
        if (i == 0) {
            printf("entries: %u, bytes: %zu\n", rule_graph_entry_count(graph),
                   rule_graph_bytes(graph).len);
        }
        rule_graph_free(graph);
        rule_graph_free(loaded);
    }
    printf("solved in %.2f ms, loaded in %.2f ms\n", (double)best / 1e6, (double)best_load / 1e6);
#ifndef PANTS_SANITIZED
    assert_true(best < 30 * 1000 * 1000);
    assert_true(best_load < 5 * 1000 * 1000);
#endif
    rules_free(set);
    buf_done(&text);
    intern_done(&names);
}

int speed_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(large),
    };
    return cmocka_run_group_tests_name("rules/speed", tests, NULL, NULL);
}
