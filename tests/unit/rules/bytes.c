/* Solved graphs as bytes: load what was saved, refuse what was damaged. */
#include "spec.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "rules/open.h"

static const char rules_text[] = "union U Env\nmember U M1\nmember U M2\n"
                                 "rule base R U Env\npoly\nrule one R M1\nrule two R M2 Env\n"
                                 "rule opt Opt\nrule m:f F Opt\nrule top T F\ncall base/0 R U\n"
                                 "get F2 X\nrule f2 F2 X\ninput Opt\nquery T Env\nquery F\n";
static const uint8_t right[RULES_KEY_SIZE] = {1, 2, 3};

static void load_saved(void **state) {
    (void)state;
    struct solved s;
    struct intern names = {.strings = {0}};
    struct rule_graph *loaded = NULL;
    struct err e = ERR_INIT;
    struct buf a = BUF_INIT;
    struct buf b = BUF_INIT;
    spec_solve(&s, rules_text);
    assert_non_null(s.graph);
    /* another table, where names have other ids */
    (void)intern_id(&names, STR("Zebra"));
    (void)intern_id(&names, STR("top"));
    (void)intern_id(&names, STR("M2"));
    assert_int_equal(rule_graph_load(&names, rule_graph_bytes(s.graph), right, &loaded, &e), 0);
    graph_text(&s.names, s.graph, &a);
    graph_text(&names, loaded, &b);
    assert_string_equal(a.data, b.data);
    for (uint32_t i = 0; i < rule_graph_entry_count(loaded); i++) {
        struct rule_entry entry;
        rule_graph_entry(loaded, i, &entry);
        for (uint32_t j = 1; j < entry.nin_set; j++) {
            assert_true(entry.in_set[j - 1] < entry.in_set[j]);
        }
    }
    assert_int_equal(rule_graph_bytes(loaded).len, 0);
    rule_graph_free(loaded);
    uint8_t wrong[RULES_KEY_SIZE] = {1, 2, 4};
    assert_int_equal(rule_graph_load(&names, rule_graph_bytes(s.graph), wrong, &loaded, &e), 1);
    intern_done(&names);
    buf_done(&a);
    buf_done(&b);
    solved_done(&s);
}

/* Uses every reference of a graph, so that the sanitizers see a wrong one. */
static void use(struct intern *names, const struct rule_graph *g) {
    struct buf out = BUF_INIT;
    rule_graph_dot(g, RULE_ENTRY_NONE, &out);
    graph_text(names, g, &out);
    for (uint32_t i = 0; i < rule_graph_entry_count(g); i++) {
        struct rule_entry entry;
        struct rule_info info;
        rule_graph_entry(g, i, &entry);
        for (uint32_t j = 0; j < entry.ninputs; j++) {
            assert_true(entry.inputs[j] > 0 || names->strings.len == 0);
        }
        if (entry.kind == RULE_ENTRY_RULE && rule_graph_rule(g, entry.rule, &info)) {
            for (uint32_t j = 0; j < info.nparams; j++) {
                (void)rule_graph_param_edge(g, i, j);
            }
            (void)rule_graph_implementation(g, entry.rule, 1, 2);
        }
    }
    buf_done(&out);
}

static void damaged(void **state) {
    (void)state;
    struct solved s;
    unsigned refused = 0;
    spec_solve(&s, rules_text);
    struct str bytes = rule_graph_bytes(s.graph);
    char *copy = malloc(bytes.len);
    uint64_t seed = 7;
    for (unsigned i = 0; i < 4000; i++) {
        struct intern names = {.strings = {0}};
        struct rule_graph *loaded = NULL;
        size_t len = bytes.len;
        memcpy(copy, bytes.ptr, len);
        seed = hash_mix(seed);
        if (i % 4 == 0) {
            len = seed % len; /* cut */
        } else {
            copy[seed % len] ^= (char)(1U << (seed >> 40 & 7));
        }
        int r = rule_graph_load(&names, str_make(copy, len), right, &loaded, NULL);
        refused += r != 0;
        if (r == 0) {
            use(&names, loaded);
        }
        rule_graph_free(loaded);
        intern_done(&names);
    }
    assert_true(refused > 1000);
    free(copy);
    solved_done(&s);
}

static void fingerprint(void **state) {
    (void)state;
    struct intern names = {.strings = {0}};
    struct buf a = BUF_INIT;
    struct buf b = BUF_INIT;
    struct buf c = BUF_INIT;
    struct rule_set *set = spec_parse(&names, rules_text);
    rules_fingerprint(set, &a);
    rules_free(set);
    set = spec_parse(&names, rules_text);
    rules_fingerprint(set, &b);
    rules_free(set);
    set = spec_parse(&names, "rule a A B\nquery A B\n");
    rules_fingerprint(set, &c);
    rules_free(set);
    assert_true(str_eq(buf_str(&a), buf_str(&b)));
    assert_false(str_eq(buf_str(&a), buf_str(&c)));
    buf_done(&a);
    buf_done(&b);
    buf_done(&c);
    intern_done(&names);
}

int bytes_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load_saved),
        cmocka_unit_test(damaged),
        cmocka_unit_test(fingerprint),
    };
    return cmocka_run_group_tests_name("rules/bytes", tests, NULL, NULL);
}
