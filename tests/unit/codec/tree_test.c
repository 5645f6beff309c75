/* Configuration values and their readers: TOML, JSON, YAML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "codec/json.h"
#include "codec/pack.h"
#include "codec/toml.h"
#include "codec/yaml.h"
#include "unit/codec/groups.h"

typedef int parse_fn(struct arena *, struct str, struct cval *, struct err *);

/* The value as JSON, or the message. */
static char *read_with(parse_fn *parse, struct str text) {
    cleanup_(arena_done) struct arena a = {0};
    struct cval v;
    struct err e = ERR_INIT;
    struct buf out = BUF_INIT;
    if (parse(&a, text, &v, &e) < 0) {
        assert_int_equal(e.code, ERR_FORMAT);
        return xstrdup(e.msg);
    }
    cval_json(&v, &out);
    return buf_take(&out);
}

static void assert_reads(parse_fn *parse, const char *text, const char *want) {
    cleanup_(freep) char *got = read_with(parse, str_from(text));
    assert_string_equal(got, want);
}

static void assert_fails(parse_fn *parse, const char *text, const char *start) {
    cleanup_(freep) char *got = read_with(parse, str_from(text));
    if (!str_starts(str_from(got), str_from(start))) {
        fail_msg("%s\n  gave %s\n  want %s...", text, got, start);
    }
}

static void test_table_grows(void **state) {
    (void)state;
    cleanup_(arena_done) struct arena a = {0};
    struct cval t = cval_table(&a);
    char key[16];
    for (int i = 0; i < 200; i++) {
        (void)snprintf(key, sizeof key, "k%d", i);
        (void)cval_put(&a, &t, str_from(key), cval_int(i));
    }
    (void)cval_put(&a, &t, STR("k7"), cval_int(-7));
    assert_int_equal(cval_len(&t), 200);
    assert_int_equal(cval_getz(&t, "k7")->i, -7);
    assert_int_equal(cval_getz(&t, "k199")->i, 199);
    assert_null(cval_getz(&t, "k200"));
    assert_true(cval_del(&t, STR("k7")));
    assert_false(cval_del(&t, STR("k7")));
    assert_null(cval_getz(&t, "k7"));
    assert_int_equal(cval_getz(&t, "k8")->i, 8);
    assert_true(str_eqz(t.table->pairs[7].key, "k8"));
    struct cval copy = cval_copy(&a, &t);
    assert_true(cval_equal(&copy, &t));
    (void)cval_put(&a, &copy, STR("k8"), cval_float(8));
    assert_false(cval_equal(&copy, &t));
}

static void test_from_pack(void **state) {
    (void)state;
    struct pack_builder b;
    pack_builder_init(&b);
    uint32_t items[3] = {pack_int(&b, 1), pack_str(&b, STR("x")), pack_none(&b)};
    uint32_t tuple = pack_tuple(&b, items, 3), key = pack_str(&b, STR("k"));
    char *data;
    size_t len;
    assert_int_equal(pack_builder_finish(&b, pack_dict(&b, &key, &tuple, 1), &data, &len, NULL), 0);
    cleanup_(arena_done) struct arena a = {0};
    cleanup_(buf_done) struct buf out = BUF_INIT;
    struct cval v = cval_from_pack(&a, pack_trusted(data));
    free(data);
    cval_repr(&v, &out);
    assert_string_equal(out.data, "{'k': [1, 'x', None]}");
}

static void test_repr(void **state) {
    (void)state;
    static const struct {
        double f;
        const char *text;
    } floats[] = {{1.0, "1.0"},
                  {0.1, "0.1"},
                  {1e16, "1e+16"},
                  {123456.789, "123456.789"},
                  {1e-5, "1e-05"},
                  {-2.5, "-2.5"},
                  {1e15, "1000000000000000.0"},
                  {0.0, "0.0"},
                  {0.0001, "0.0001"},
                  {1.0 / 3, "0.3333333333333333"}};
    for (size_t i = 0; i < ARRAY_LEN(floats); i++) {
        cleanup_(buf_done) struct buf out = BUF_INIT;
        struct cval v = cval_float(floats[i].f);
        cval_repr(&v, &out);
        assert_string_equal(out.data, floats[i].text);
    }
    cleanup_(arena_done) struct arena a = {0};
    cleanup_(buf_done) struct buf out = BUF_INIT;
    struct cval list = cval_list();
    cval_push(&a, &list, cval_str(&a, STR("it's")));
    cval_push(&a, &list, cval_str(&a, STR("a\n\"'\\")));
    cval_push(&a, &list, cval_bool(true));
    cval_repr(&list, &out);
    assert_string_equal(out.data, "[\"it's\", 'a\\n\"\\'\\\\', True]");
}

static void test_toml_values(void **state) {
    (void)state;
    assert_reads(toml_parse, "a = 1\n[b]\nc = [1, 'x',\n]\nd.e = true",
                 "{\"a\": 1, \"b\": {\"c\": [1, \"x\"], \"d\": {\"e\": true}}}");
    assert_reads(toml_parse, "[[x]]\ny=1\n[[x]]\ny=2", "{\"x\": [{\"y\": 1}, {\"y\": 2}]}");
    assert_reads(toml_parse, "a = {b = 1, # c\n c.d = 0x1F,\n}",
                 "{\"a\": {\"b\": 1, \"c\": {\"d\": 31}}}");
    assert_reads(toml_parse, "t = 07:32\nd = 1979-05-27 07:32Z",
                 "{\"t\": \"07:32:00\", \"d\": \"1979-05-27T07:32:00Z\"}");
    assert_reads(toml_parse, "s = \"\\e\\x41\\u00e9\"", "{\"s\": \"\\u001bA\xc3\xa9\"}");
    assert_reads(toml_parse, "f = 1.5e-7\ng = 6e3", "{\"f\": 1.5e-07, \"g\": 6000.0}");
    assert_reads(toml_parse, "", "{}");
}

static void test_toml_errors_have_places(void **state) {
    (void)state;
    assert_fails(toml_parse, "a = 1\nb = ", "2:5: Expected a value.");
    assert_fails(toml_parse, "a = 1 b = 2", "1:7: Expected the end of the line");
    assert_fails(toml_parse, "\n\n[a]\n[a]", "4:2: `a` was already defined at line 3");
    assert_fails(toml_parse, "\xc3\xa9 = 1", "1:1: Expected a key");
    assert_fails(toml_parse, "s = '\xc3\xa9\n'", "1:7: The string is not closed");
    assert_fails(toml_parse, "a = {}\na.b = 1", "2:1: `a` was already defined at line 1");
    assert_fails(toml_parse, "[a]\n[a]",
                 "2:2: `a` was already defined at line 1; move these lines");
    assert_fails(toml_parse, "a = 1\na = 2", "2:1: `a` was already defined at line 1; keep one");
    assert_fails(toml_parse, "a = True", "1:5: `True` is written `true` in TOML.");
    assert_fails(toml_parse, "a = FALSE", "1:5: `FALSE` is written `false` in TOML.");
    assert_fails(toml_parse, "a = None", "1:5: TOML has no `None`; leave the key out.");
    assert_fails(toml_parse, "a = truth", "1:5: `truth` is not a number");
    assert_fails(toml_parse, "x = 99999999999999999999", "1:5: The integer");
    assert_fails(toml_parse, "a=1\nb='\xff'", "2:4: The text is not UTF-8.");
    assert_fails(toml_parse, "x = 2021-02-29", "1:5: `2021-02-29` is not a date");
    cleanup_(buf_done) struct buf deep = BUF_INIT;
    buf_addz(&deep, "x = ");
    for (int i = 0; i < 5000; i++) {
        buf_add_char(&deep, '[');
    }
    assert_fails(toml_parse, deep.data, "1:205: Values may nest at most 200 deep.");
}

static void test_toml_places(void **state) {
    (void)state;
    cleanup_(arena_done) struct arena a = {0};
    struct cval root;
    assert_int_equal(
        toml_parse(&a, STR("# x\n[G]\n  k\xc3\xa9 = 1\n'\xc3\xa9' = ['a',\n  'b']\n"), &root, NULL),
        ERR_FORMAT);
    assert_int_equal(
        toml_parse(&a, STR("# x\n[G]\n  k = 1\n'\xc3\xa9' = ['a',\n  'b']\n"), &root, NULL), 0);
    const struct cval *g = cval_getz(&root, "G");
    const struct cpair *k = cval_pair(g, STR("k")), *l = cval_pair(g, STR("\xc3\xa9"));
    assert_int_equal(cval_pair(&root, STR("G"))->line, 2);
    assert_int_equal(k->line, 3);
    assert_int_equal(k->column, 3);
    assert_int_equal(k->value.column, 7);
    assert_int_equal(l->value.line, 4);
    assert_int_equal(l->value.column, 7);
    assert_int_equal(l->value.list.items[1].line, 5);
    assert_int_equal(l->value.list.items[1].column, 3);
}

static void test_json(void **state) {
    (void)state;
    assert_reads(json_parse,
                 " {\"a\": [1, -2.5e3, null, true, false], \"a\\u00e9\": \"\\ud83d\\ude00\"} ",
                 "{\"a\": [1, -2500.0, null, true, false], \"a\xc3\xa9\": \"\xf0\x9f\x98\x80\"}");
    assert_reads(json_parse, "{\"a\": 1, \"a\": 2}", "{\"a\": 2}");
    assert_reads(json_parse, "\"\\ud800x\"", "\"\xef\xbf\xbdx\"");
    assert_reads(json_parse, "123456789012345678901234567890", "1.2345678901234568e+29");
    assert_fails(json_parse, "[1,\n 2", "2:3: Expected ',' or ']'");
    assert_fails(json_parse, "[1,]", "1:4: Expected a value.");
    assert_fails(json_parse, "01", "1:1: Expected a value.");
    assert_fails(json_parse, "1 2", "1:3: Expected nothing more");
    assert_fails(json_parse, "\"a\nb\"", "1:3: A string may not contain");
    assert_fails(json_parse, "{'a': 1}", "1:2: Expected a key");
    assert_fails(json_parse, "", "1:1: Expected a value.");
    assert_fails(json_parse, "nul", "1:1: Expected a value.");
}

static void test_yaml(void **state) {
    (void)state;
    assert_reads(yaml_parse, "a:\n  b: 1\nc: [2, 3]\n", "{\"a\": {\"b\": 1}, \"c\": [2, 3]}");
    assert_reads(yaml_parse, "a: |+\n  multi\n  line\n", "{\"a\": \"multi\\nline\\n\"}");
    assert_reads(yaml_parse, "- ~\n- 'null'\n- True\n- yes\n- 0x1f\n- 1e3\n- .inf\n- 1.5\n- -7",
                 "[null, \"null\", true, \"yes\", 31, 1000.0, null, 1.5, -7]");
    assert_reads(yaml_parse, "- &x {k: v}\n- *x\n", "[{\"k\": \"v\"}, {\"k\": \"v\"}]");
    assert_reads(yaml_parse, "1: a\ntrue: b", "{\"1\": \"a\", \"true\": \"b\"}");
    assert_reads(yaml_parse, "!!str 12", "\"12\"");
    assert_reads(yaml_parse, "", "null");
    assert_fails(yaml_parse, "a: [1", "2:1: This is not YAML");
    assert_fails(yaml_parse, "a: *nope", "1:4: No anchor of this name");
    assert_fails(yaml_parse, "a: 1\n---\nb: 2", "2:1: Only one document");
    assert_fails(yaml_parse, "? [a]\n: b", "1:3: A key must be a scalar");
    cleanup_(buf_done) struct buf bomb = BUF_INIT;
    buf_addz(&bomb, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
        buf_addf(&bomb, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++) {
            buf_addf(&bomb, "*a%d,", i - 1);
        }
        buf_addz(&bomb, "]\n");
    }
    cleanup_(freep) char *got = read_with(yaml_parse, buf_str(&bomb));
    assert_non_null(strstr(got, "too large"));
}

int tree_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_grows),
        cmocka_unit_test(test_from_pack),
        cmocka_unit_test(test_repr),
        cmocka_unit_test(test_toml_values),
        cmocka_unit_test(test_toml_errors_have_places),
        cmocka_unit_test(test_toml_places),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_yaml),
    };
    return cmocka_run_group_tests_name("trees", tests, NULL, NULL);
}
