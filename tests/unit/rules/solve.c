/* Small rule sets, each for one behaviour. */
#include "spec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void basic(void **state) {
    (void)state;
    assert_solution("rule a A B\n"
                    "query A B\n",
                    "?A{B}: A=a{B}\n"
                    "a{B}: B=B\n");
    assert_solution("rule a A B\n"
                    "rule b B C\n"
                    "query A C\n",
                    "?A{C}: A=a{C}\n"
                    "a{C}: B=b{C}\n"
                    "b{C}: C=C\n");
}

static void singleton(void **state) {
    (void)state;
    assert_solution("rule a A B S\n"
                    "rule s S\n"
                    "query A B\n",
                    "?A{B}: A=a{B}\n"
                    "a{B}: B=B S=s{}\n"
                    "s{}:\n");
    /* what needs nothing is preferred to a parameter */
    assert_solution("rule a A S\n"
                    "rule s S\n"
                    "query A S\n",
                    "?A{S}: A=a{}\n"
                    "a{}: S=s{}\n"
                    "s{}:\n");
}

static void minimal_in_set(void **state) {
    (void)state;
    assert_solution("rule a A B\n"
                    "query A B C D\n",
                    "?A{B,C,D}: A=a{B}\n"
                    "a{B}: B=B\n");
    /* two in-sets of one rule in one graph */
    assert_solution("rule a A X Y\n"
                    "rule x X B\n"
                    "rule y Y Z\n"
                    "rule z Z\n"
                    "rule top T X\n"
                    "call a/0 A\n"
                    "rule other O\n"
                    "call a/0 A X\n"
                    "query T B\n"
                    "query O\n",
                    "?O{}: O=other{}\n"
                    "?T{B}: T=top{B}\n"
                    "a{B}: X=x{B} Y=y{}\n"
                    "a{X}: X=X Y=y{}\n"
                    "other{}: a{X}=a{X}\n"
                    "top{B}: X=x{B} a=a{B}\n"
                    "x{B}: B=B\n"
                    "y{}: Z=z{}\n"
                    "z{}:\n");
}

static void by_name(void **state) {
    (void)state;
    /* two rules for A, but a call by name means one of them */
    assert_solution("rule a1 A B\n"
                    "rule a2 A B\n"
                    "rule top T\n"
                    "call a2/1 A\n"
                    "query T\n",
                    "?T{}: T=top{}\n"
                    "a2/1{}:\n"
                    "top{}: a2/1=a2/1{}\n");
    assert_refused("rule top T\ncall gone/0 A\nquery T\n",
                   "No installed rules return the type A to satisfy gone(<0>) -> A for "
                   "@rule(top() -> T, gets=[gone(<0>) -> A])");
}

static void arity(void **state) {
    (void)state;
    assert_solution("rule f F B C\n"
                    "rule top T\n"
                    "call f/1 F\n"
                    "call f/2 F\n"
                    "query T C\n",
                    "?T{C}: T=top{C}\n"
                    "f/1{C}: C=C\n"
                    "f/2{}:\n"
                    "top{C}: f/1=f/1{C} f/2=f/2{}\n");
}

static void provided(void **state) {
    (void)state;
    assert_solution("rule f F B\n"
                    "rule b B P\n"
                    "rule top T\n"
                    "call f/0 F P\n"
                    "query T\n",
                    "?T{}: T=top{}\n"
                    "b{P}: P=P\n"
                    "f{P}: B=b{P}\n"
                    "top{}: f{P}=f{P}\n");
    /* what is provided must be taken */
    assert_refused("rule f F B\n"
                   "rule b B\n"
                   "rule top T\n"
                   "call f/0 F P\n"
                   "query T\n",
                   "No source of dependency f(<0>, **implicitly(P)) -> F for @rule(top() -> T");
    /* of several conversions the one that takes it is meant */
    assert_solution("rule run R Process\n"
                    "rule p1 Process Pex\n"
                    "rule p2 Process Venv\n"
                    "rule p3 Process\n"
                    "rule top T\n"
                    "call run/0 R Pex\n"
                    "query T\n",
                    "?T{}: T=top{}\n"
                    "p1{Pex}: Pex=Pex\n"
                    "run{Pex}: Process=p1{Pex}\n"
                    "top{}: run{Pex}=run{Pex}\n");
}

static void get_by_type(void **state) {
    (void)state;
    assert_solution("rule p1 Process Pex\n"
                    "rule p2 Process Venv\n"
                    "rule top T\n"
                    "get Process Venv\n"
                    "query T\n",
                    "?T{}: T=top{}\n"
                    "p2{Venv}: Venv=Venv\n"
                    "top{}: Process{Venv}=p2{Venv}\n");
}

static void ambiguity(void **state) {
    (void)state;
    const char *spec = "rule a1 A B C\nrule a2 A C B\nquery A B C\n";
    assert_refused(spec, "Encountered 1 rule graph error:\n"
                         "    Too many sources of dependency A for Query(A for (B, C)): [\n"
                         "        \"@rule(a2(C, B) -> A) (for (B, C))\",\n"
                         "        \"@rule(a1(B, C) -> A) (for (B, C))\",\n"
                         "    ]\n");
    assert_refused("rule a1 A B\nrule a2 A C\nquery A B C\n", "Too many sources of dependency A");
    /* the smaller one wins */
    assert_solution("rule a1 A B\nrule a2 A B C\nquery A B C\n", "?A{B,C}: A=a1{B}\n"
                                                                 "a1{B}: B=B\n");
    /* below the root */
    assert_refused("rule top T A\nrule a1 A B\nrule a2 A B\nquery T B\n",
                   "Too many sources of dependency A for @rule(top(A) -> T)");
    /* a parameter and a rule that takes as much */
    assert_refused("rule top T A\nrule a A B\nquery T A B\n", "Too many sources of dependency");
}

static void missing(void **state) {
    (void)state;
    assert_refused(
        "rule a A B\nquery A\n",
        "Encountered 1 rule graph error:\n"
        "    No installed rules return the type B, and it was not provided by potential "
        "callers of @rule(a(B) -> A).\n"
        "    Either the backend whose rule computes it is not enabled, or the caller must "
        "hand it over with implicitly().\n");
    /* all leaves at once, sorted; what fails because of them is not told */
    assert_refused("rule a A B C\nrule b B X\nrule c C Y\nquery A\n",
                   "Encountered 2 rule graph errors:\n    No installed rules return the type X,");
    assert_refused("rule a A B C\nrule b B X\nrule c C Y\nquery A\n",
                   "No installed rules return the type Y, and it was not provided by potential "
                   "callers of @rule(c(Y) -> C)");
    assert_refused("query A B\n", "No installed rules return the type A, and it was not provided");
    /* the type is a parameter elsewhere: the short cuts must not hide the place */
    assert_refused("rule a A B\nrule c C B\nquery A\nquery C B\n",
                   "No installed rules return the type B, and it was not provided by potential "
                   "callers of @rule(a(B) -> A)");
}

static void duplicates(void **state) {
    (void)state;
    assert_refused("rule a A B\nrule a A C\nrule b B\nrule b B\nquery A B\n",
                   "These rule ids belong to several rules each: a, b");
}

static void used_up(void **state) {
    (void)state;
    /* top takes X itself, and nothing else gives X: it is not offered further down */
    assert_refused("rule top T X\ncall f/0 F\nrule f F X\nquery T X\n",
                   "No installed rules return the type X, and it was not provided by potential "
                   "callers of @rule(f(X) -> F)");
    assert_solution("rule top T X\ncall f/0 F X\nrule f F X\nquery T X\n",
                    "?T{X}: T=top{X}\n"
                    "f{X}: X=X\n"
                    "top{X}: X=X f{X}=f{X}\n");
}

static void cycles(void **state) {
    (void)state;
    assert_solution("rule f F B\n"
                    "call g/0 G\n"
                    "rule g G\n"
                    "call f/1 F\n"
                    "call g/0 G\n"
                    "rule top T E\n"
                    "call f/1 F\n"
                    "query T E\n",
                    "?T{E}: T=top{E}\n"
                    "f/1{}: g=g{}\n"
                    "g{}: f/1=f/1{} g=g{}\n"
                    "top{E}: E=E f/1=f/1{}\n");
    /* a parameter needed somewhere in the cycle is needed all around it */
    assert_solution("rule f F B\n"
                    "call g/1 G\n"
                    "rule g G B\n"
                    "call h/0 H\n"
                    "call f/1 F\n"
                    "rule h H E\n"
                    "rule top T\n"
                    "call f/1 F E\n"
                    "query T\n",
                    "?T{}: T=top{}\n"
                    "f/1{E}: g/1=g/1{E}\n"
                    "g/1{E}: f/1=f/1{E} h=h{E}\n"
                    "h{E}: E=E\n"
                    "top{}: f/1{E}=f/1{E}\n");
    assert_solution("rule a A\nget A B\nrule a2 A B\nquery A\n", "?A{}: A=a{}\n"
                                                                 "a2{B}: B=B\n"
                                                                 "a{}: A{B}=a2{B}\n");
}

static void masked(void **state) {
    (void)state;
    assert_refused("rule top T\ncall f/0 F\nmask E\nrule f F E\nquery T E\n",
                   "Rule `@rule(top() -> T, gets=[f(<0>) -> F]) (for E)` masked the parameter type "
                   "`E`, but it was required by some dependencies:\n      f(<0>) -> F");
    assert_solution("rule top T\ncall f/0 F E\nmask E\nrule f F E\nquery T E\n",
                    "?T{E}: T=top{}\n"
                    "f{E}: E=E\n"
                    "top{}: f{E}=f{E}\n");
}

static const char poly_rules[] = "union U Env\n"
                                 "member U M1\n"
                                 "member U M2\n"
                                 "rule base R U Env\n"
                                 "poly\n"
                                 "rule one R M1\n"
                                 "rule two R M2 Env\n"
                                 "rule three R M2 Other\n";

static void unions(void **state) {
    (void)state;
    char spec[1024];
    /* three takes Other, which is not in scope of the union, though the caller has it: refused */
    snprintf(spec, sizeof spec, "%srule top T Other\ncall base/0 R U\nquery T Env Other\n",
             poly_rules);
    assert_refused(spec, "No installed rules return the type Other, and it was not provided by "
                         "potential callers of @rule(three(M2, Other) -> R)");
    assert_solution("union U Env\n"
                    "member U M1\n"
                    "member U M2\n"
                    "rule base R U Env\n"
                    "poly\n"
                    "rule one R M1\n"
                    "rule two R M2 Env\n"
                    "rule top T\n"
                    "call base/0 R U\n"
                    "query T Env\n",
                    "?R{Env,M1}: one=one{M1}\n"
                    "?R{Env,M2}: two=two{Env,M2}\n"
                    "?T{Env}: T=top{Env}\n"
                    "base{Env,U}: Env=Env U=U\n"
                    "one{M1}: M1=M1\n"
                    "re:one{M1}{Env,M1}: Env=Env\n"
                    "re:two{Env,M2}{Env,M2}: Env=Env\n"
                    "top{Env}: base{U}=base{Env,U} one{M1}=re:one{M1}{Env,M1} "
                    "two{M2}=re:two{Env,M2}{Env,M2}\n"
                    "two{Env,M2}: Env=Env M2=M2\n");
}

static void union_get(void **state) {
    (void)state;
    assert_solution("union U\n"
                    "member U M1\n"
                    "member U M2\n"
                    "rule one R M1\n"
                    "rule two R M2\n"
                    "rule top T\n"
                    "get R U\n"
                    "query T\n",
                    "?R{M1}: R=one{M1}\n"
                    "?R{M2}: R=two{M2}\n"
                    "?T{}: T=top{}\n"
                    "one{M1}: M1=M1\n"
                    "re:one{M1}{M1}:\n"
                    "re:two{M2}{M2}:\n"
                    "top{}: R{M1}=re:one{M1}{M1} R{M2}=re:two{M2}{M2}\n"
                    "two{M2}: M2=M2\n");
    assert_refused("union U\nunion V\nrule top T\nget R U V\nquery T\n",
                   "top: a call names two unions; it can name one");
    /* a rule that is not polymorphic has no way for a union: nothing is registered */
    assert_solution("union U\nmember U M\nrule f R U\nrule top T\ncall f/0 R U\nquery T\n",
                    "?T{}: T=top{}\ntop{}:\n");
}

static void in_scope_computed(void **state) {
    (void)state;
    /* the in-scope type is not offered by the caller but a rule gives it */
    assert_solution("union U Env\n"
                    "member U M\n"
                    "rule base R U\n"
                    "poly\n"
                    "rule one R M Env\n"
                    "rule env Env\n"
                    "rule top T\n"
                    "call base/0 R U\n"
                    "query T\n",
                    "?R{Env,M}: one=one{M}\n"
                    "?T{}: T=top{}\n"
                    "base{U}: U=U\n"
                    "env{}:\n"
                    "one{M}: Env=env{} M=M\n"
                    "re:one{M}{M}: Env=env{}\n"
                    "top{}: base{U}=base{U} one{M}=re:one{M}{M}\n");
}

static uint32_t find(struct solved *s, const char *name) {
    return intern_find(&s->names, str_from(name));
}

static void lookups(void **state) {
    (void)state;
    struct solved s;
    struct err e = ERR_INIT;
    char spec[1024];
    snprintf(spec, sizeof spec,
             "%srule top T\ncall base/0 R U\nquery T Env Other\nquery T Env Z\n"
             "query Env Env\n",
             "union U Env\nmember U M1\nrule base R U Env\npoly\nrule one R M1\n");
    spec_solve(&s, spec);
    assert_non_null(s.graph);
    uint32_t t = find(&s, "T");
    uint32_t env = find(&s, "Env");
    uint32_t other = find(&s, "Other");
    uint32_t root = 0;
    uint32_t params[] = {other, env};
    assert_int_equal(rule_graph_root(s.graph, t, params, 2, &root, &e), 0);
    struct rule_entry entry;
    rule_graph_entry(s.graph, root, &entry);
    assert_int_equal(entry.kind, RULE_ENTRY_ROOT);
    assert_int_equal(entry.nin_set, 1);
    assert_int_equal(entry.in_set[0], env);
    rule_graph_entry(s.graph, entry.target, &entry);
    assert_int_equal(entry.kind, RULE_ENTRY_RULE);
    assert_int_equal(entry.rule, find(&s, "top"));
    rule_graph_entry(s.graph, root, &entry);
    uint32_t m1 = find(&s, "M1");
    uint32_t impl = rule_graph_implementation(s.graph, find(&s, "top"), find(&s, "base"), m1);
    assert_int_equal(impl, find(&s, "one"));
    assert_int_equal(rule_graph_implementation(s.graph, find(&s, "top"), find(&s, "base"), t), 0);
    uint32_t to = rule_graph_edge(s.graph, entry.target, impl, 0, find(&s, "R"), &m1, 1);
    rule_graph_entry(s.graph, to, &entry);
    assert_int_equal(entry.kind, RULE_ENTRY_REENTRY);
    rule_graph_entry(s.graph, entry.target, &entry);
    assert_int_equal(entry.rule, impl);
    assert_true(rule_graph_is_union(s.graph, find(&s, "U")));
    assert_false(rule_graph_is_union(s.graph, t));
    struct rule_info info;
    assert_true(rule_graph_rule(s.graph, impl, &info));
    assert_int_equal(info.nparams, 1);
    assert_int_equal(info.params[0], m1);
    assert_false(rule_graph_rule(s.graph, t, &info));
    /* roots that are not there */
    assert_true(rule_graph_root(s.graph, t, &env, 1, &root, &e) < 0);
    assert_non_null(strstr(e.msg, "No installed QueryRules can compute T given input Params(Env), "
                                  "but it can be produced using:"));
    assert_non_null(strstr(e.msg, "Query(T for (Env, Other))"));
    assert_true(rule_graph_root(s.graph, other, &env, 1, &root, &e) < 0);
    assert_non_null(strstr(e.msg, "No installed QueryRules return the type Other. Try registering "
                                  "QueryRule(Other for Env)."));
    uint32_t three[] = {other, env, find(&s, "Z")};
    assert_true(rule_graph_root(s.graph, t, three, 3, &root, &e) < 0);
    assert_non_null(strstr(e.msg, "More than one set of @rules can compute T"));
    solved_done(&s);
}

static void inputs(void **state) {
    (void)state;
    struct solved s;
    spec_solve(&s, "rule opt1 Opt1\nrule opt2 Opt2\nrule a A Opt1\nrule b B A Opt2\nrule c C\n"
                   "rule top T A B C\ninput Opt1\ninput Opt2\ninput Opt3\nquery T\nquery C\n");
    assert_non_null(s.graph);
    for (uint32_t i = 0; i < rule_graph_entry_count(s.graph); i++) {
        struct rule_entry entry;
        rule_graph_entry(s.graph, i, &entry);
        if (entry.kind != RULE_ENTRY_RULE) {
            continue;
        }
        const char *name = intern_str(&s.names, entry.rule).ptr;
        unsigned expected = strcmp(name, "c") == 0                               ? 0
                            : strcmp(name, "top") == 0 || strcmp(name, "b") == 0 ? 2
                                                                                 : 1;
        assert_int_equal(entry.ninputs, expected);
        assert_true(entry.inputs_id < rule_graph_inputs_count(s.graph));
    }
    size_t n = 0;
    uint32_t *ids = NULL;
    struct err e = ERR_INIT;
    assert_int_equal(rule_graph_consumed(s.graph, find(&s, "T"), NULL, 0, &ids, &n, &e), 0);
    assert_int_equal(n, 6);
    free(ids);
    solved_done(&s);
}

static void dot(void **state) {
    (void)state;
    struct solved s;
    struct buf text = BUF_INIT;
    spec_solve(&s, "rule m:a m:A m:B m:S\nrule m:s m:S\nquery m:A m:B\n");
    assert_non_null(s.graph);
    rule_graph_dot(s.graph, RULE_ENTRY_NONE, &text);
    assert_string_equal(
        text.data,
        "digraph {\n  /*\n  queries:\n    Query(A for B)\n  */\n  // root entries\n"
        "    \"Query(A)\nfor B\" [color=\"0.5,1,0.9\",style=filled]\n"
        "    \"Query(A)\nfor B\" -> {\"@rule(m:0:a(\nB,\nS\n) -> A)\nfor B\"}\n"
        "  // internal entries\n"
        "    \"@rule(m:0:s() -> S)\nfor ()\" -> {}\n"
        "    \"@rule(m:0:s() -> S)\nfor ()\" [color=\"0.2214,0.7179,0.8528\",style=filled]\n"
        "    \"Param(B)\" [color=\"0.08,0.5,0.976\",style=filled]\n"
        "    \"@rule(m:0:a(\nB,\nS\n) -> A)\nfor B\" -> {\"@rule(m:0:s() -> S)\nfor ()\" "
        "\"Param(B)\"}\n"
        "}\n");
    buf_done(&text);
    solved_done(&s);
}

int spec_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(basic),
        cmocka_unit_test(singleton),
        cmocka_unit_test(minimal_in_set),
        cmocka_unit_test(by_name),
        cmocka_unit_test(arity),
        cmocka_unit_test(provided),
        cmocka_unit_test(get_by_type),
        cmocka_unit_test(ambiguity),
        cmocka_unit_test(missing),
        cmocka_unit_test(duplicates),
        cmocka_unit_test(used_up),
        cmocka_unit_test(cycles),
        cmocka_unit_test(masked),
        cmocka_unit_test(unions),
        cmocka_unit_test(union_get),
        cmocka_unit_test(in_scope_computed),
        cmocka_unit_test(lookups),
        cmocka_unit_test(inputs),
        cmocka_unit_test(dot),
    };
    return cmocka_run_group_tests_name("rules/solve", tests, NULL, NULL);
}
