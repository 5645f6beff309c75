/* Values: the grammar, edits, precedence, interpolation, types, messages, derivation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "unit/options/fixture.h"
#include "unit/options/groups.h"

#define CASE(...) (&(const struct fixture){__VA_ARGS__})

static void test_bools(void **state) {
    (void)state;
    assert_value(CASE(.args = ""), "", "verbose", "False");
    assert_value(CASE(.args = ""), "", "unset", "None");
    assert_value(CASE(.args = "--verbose"), "", "verbose", "True");
    assert_value(CASE(.args = "--no-on"), "", "on", "False");
    assert_value(CASE(.args = "--on=FALSE"), "", "on", "False");
    assert_value(CASE(.args = "--no-on=false"), "", "on", "True");
    assert_value(CASE(.args = "--no-unset"), "", "unset", "False");
    assert_value(CASE(.config = "[GLOBAL]\nverbose = true"), "", "verbose", "True");
    assert_value(CASE(.config = "[GLOBAL]\nverbose = 'True'"), "", "verbose", "True");
    assert_wrong(CASE(.config = "[GLOBAL]\nverbose = 11"), "", "verbose",
                 "pants.toml:2:11: Expected [GLOBAL] verbose to be a bool but given 11; write true "
                 "or false.");
    assert_wrong(CASE(.config = "[GLOBAL]\nverbose = 'AlmostTrue'"), "", "verbose",
                 "pants.toml:2:11: Problem parsing [GLOBAL] verbose bool value: expected 'true' or "
                 "'false' at column 1\n    AlmostTrue\n    ^");
}

static void test_scalars(void **state) {
    (void)state;
    assert_value(CASE(.env = {"PANTS_NUM=1_234"}), "", "num", "1234");
    assert_value(CASE(.args = "--num=-5"), "", "num", "-5");
    assert_value(CASE(.config = "[DEFAULT]\nnum = '99'"), "", "num", "99");
    assert_wrong(CASE(.args = "--num=x"), "", "num",
                 "Problem parsing --num int value: expected an int at column 1\n    x\n    ^");
    assert_wrong(CASE(.args = "--num=12x"), "", "num",
                 "expected the end at column 3\n    12x\n      ^");
    assert_wrong(CASE(.args = "--num"), "", "num",
                 "`--num`: This flag needs a value: write --num=VALUE.");
    assert_value(CASE(.args = "--ratio=1.5e-3"), "", "ratio", "0.0015");
    assert_value(CASE(.config = "[GLOBAL]\nratio = 2"), "", "ratio", "2.0");
    assert_value(CASE(.args = "--level=' a b '"), "", "level", "' a b '");
    assert_value(CASE(.args = "--level="), "", "level", "''");
    assert_value(CASE(.args = "-ldebug"), "", "level", "'debug'");
    assert_value(CASE(.args = "-l=debug"), "", "level", "'debug'");
    assert_value(CASE(.args = "--level=a --level=b"), "", "level", "'b'");
    assert_wrong(CASE(.config = "[GLOBAL]\nlevel = 1"), "", "level",
                 "pants.toml:2:9: Expected [GLOBAL] level to be a string but given 1; write it in "
                 "quotes.");
    assert_value(CASE(.args = ""), "", "memory", "4294967296");
    assert_value(CASE(.args = "--memory='1.22 GiB'"), "", "memory", "1309965025");
    assert_value(CASE(.config = "[GLOBAL]\nmemory = '512MiB'"), "", "memory", "536870912");
    assert_wrong(CASE(.args = "--memory=1ft"), "", "memory", "`1ft` is not a size of memory");
}

static void test_memory_size(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t bytes;
    } cases[] = {{" 1  GiB ", 1073741824},
                 {"1.4MiB", 1468006},
                 {"1.4KiB", 1433},
                 {"10.4B", 10},
                 {" 10 ", 10},
                 {"", -1},
                 {"1m", -1},
                 {"foo", -1},
                 {"1.2.3", -1},
                 {"-1", -1}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int64_t bytes = -1;
        int r = option_memory_size(str_from(cases[i].text), &bytes, NULL);
        assert_int_equal(r, cases[i].bytes < 0 ? ERR_USAGE : 0);
        assert_int_equal(bytes, cases[i].bytes);
    }
}

static void test_list_edits(void **state) {
    (void)state;
    static const struct {
        const char *flags, *env, *shared, *config, *config2, *want;
    } cases[] = {
        {"", NULL, NULL, NULL, NULL, "[1, 2, 3]"},
        {"--listy=4 --listy=5", NULL, NULL, NULL, NULL, "[1, 2, 3, 4, 5]"},
        {"--listy=+[4,5]", NULL, NULL, NULL, NULL, "[1, 2, 3, 4, 5]"},
        {"--listy=-[2]", NULL, NULL, NULL, NULL, "[1, 3]"},
        {"--listy='(4, 5,)'", NULL, NULL, NULL, NULL, "[4, 5]"},
        {"--listy=+[8,9]", "+[6,7]", "+[100]", "+[4,5],+[45]", NULL,
         "[1, 2, 3, 100, 4, 5, 45, 6, 7, 8, 9]"},
        {"", NULL, NULL, "+[4,5] , -[4]", NULL, "[1, 2, 3, 5]"},
        {"", NULL, "[100, 101]", "+[4,5],-[4,101]", NULL, "[100, 5]"},
        {"", NULL, "[100, 101]", "[4,5]", NULL, "[4, 5]"},
        {"--listy=-[1,5,6]", "+[6,7]", NULL, "+[4,5]", "+[99]", "[2, 3, 4, 99, 7]"},
        {"--listy=+[8,9],-[6]", "[6,7]", NULL, "+[4,5]", NULL, "[7, 8, 9]"},
        {"--listy=+[8,9]", "+[6,7]", NULL, "[4,5]", "-[4]", "[5, 6, 7, 8, 9]"},
        {"--listy=[8,9]", "+[6,7]", NULL, "+[4,5],-[8]", NULL, "[8, 9]"},
        {"--listy=-[5]", NULL, NULL, "[1, 2, 5, 3, 5, 5]", NULL, "[1, 2, 3]"},
        {"--listy=+[4]", "-[4]", NULL, "+[4,5]", NULL, "[1, 2, 3, 5]"},
        {"", "-[4],+[4]", NULL, "+[4,5]", NULL, "[1, 2, 3, 5]"},
        {"", "[4]", NULL, "-[4]", NULL, "[4]"},
        {"--listy=-6", NULL, NULL, NULL, NULL, "[1, 2, 3, -6]"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char env[100] = "", config[200] = "", config2[100] = "";
        snprintf(env, sizeof env, "PANTS_GLOBAL_LISTY=%s", cases[i].env ? cases[i].env : "");
        if (cases[i].shared != NULL) {
            snprintf(config, sizeof config, "[DEFAULT]\nlisty = '%s'\n", cases[i].shared);
        }
        if (cases[i].config != NULL) {
            snprintf(config + strlen(config), sizeof config - strlen(config),
                     "[GLOBAL]\nlisty = '%s'\n", cases[i].config);
        }
        if (cases[i].config2 != NULL) {
            snprintf(config2, sizeof config2, "[GLOBAL]\nlisty = '%s'\n", cases[i].config2);
        }
        assert_value(CASE(.args = cases[i].flags, .env = {cases[i].env ? env : NULL},
                          .config = config, .config2 = config2),
                     "", "listy", cases[i].want);
    }
}

static void test_list_config(void **state) {
    (void)state;
    assert_value(CASE(.config = "[DEFAULT]\ny = [88, -99]"), "", "y", "[88, -99]");
    assert_value(CASE(.args = "--y=5 --y=-6", .config = "[DEFAULT]\ny = [88]"), "", "y",
                 "[88, 5, -6]");
    assert_value(CASE(.config = "[GLOBAL.listy]\nadd = [7]\nremove = [1, 2]"), "", "listy",
                 "[3, 7]");
    assert_value(CASE(.config = "[GLOBAL]\nlisty.add = [7]"), "", "listy", "[1, 2, 3, 7]");
    assert_wrong(CASE(.config = "[GLOBAL]\nlisty = [1,\n 'x']"), "", "listy",
                 "pants.toml:3:2: Expected [GLOBAL] listy to be a list of ints but given 'x'");
    assert_wrong(CASE(.config = "[GLOBAL]\nlisty = 3"), "", "listy", "to be a list but given 3");
    assert_wrong(CASE(.config = "[GLOBAL]\nlisty = {append = [1]}"), "", "listy",
                 "to be a list but given {'append': [1]}; write [...]; edits are `add");
    assert_wrong(CASE(.args = "--listy=[1,"), "", "listy",
                 "Problem parsing --listy int list value: expected an int at column 4\n    [1,\n"
                 "       ^");
    assert_wrong(CASE(.args = "--listy='[1],[2]'"), "", "listy", "expected the end");
    assert_wrong(CASE(.args = "--listy='+[1],[2]'"), "", "listy", "expected '+' or '-'");
}

/* However long the text, the message shows the place and says what was expected. */
static void test_long_texts(void **state) {
    (void)state;
    cleanup_(buf_done) struct buf config = BUF_INIT;
    buf_addz(&config, "[GLOBAL]\nlisty = \"[");
    for (int i = 0; i < 1000; i++) {
        buf_addz(&config, i == 500 ? "x, " : "12, ");
    }
    buf_addz(&config, "]\"");
    assert_wrong(CASE(.config = config.data), "", "listy", ", x, 12, 12");
    assert_wrong(CASE(.config = config.data), "", "listy",
                 "expected an int at column 2002\n    ...");
}

static void test_string_lists(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"a\"", "['a\"']"},
        {"\"a'", "['\"a\\'']"},
        {"1,2", "['1,2']"},
        {"\\\\", "['\\\\']"},
        {"", "['']"},
        {"'it is'", "['it is']"},
        {"[\"a\", 'b']", "['a', 'b']"},
        {"//:a", "['//:a']"},
        {"['\\n\\x41\\101\\q']", "['\\nAA\\\\q']"},
        {"+", "['+']"},
        {"-k x", "['-k x']"},
    };
    assert_wrong(CASE(.args = "--words='(a|b)'"), "", "words",
                 "in which strings have quotes: [\"(a|b)\"].");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char env[64];
        snprintf(env, sizeof env, "PANTS_WORDS=%s", cases[i][0]);
        const char *want = i == 3 ? "['\\\\\\\\']" : cases[i][1];
        assert_value(CASE(.env = {env}), "", "words", want);
    }
    assert_value(CASE(.args = ""), "", "words", "[]");
}

static void test_shell_lists(void **state) {
    (void)state;
    static const char *const all =
        "['--default1', '--default2=test', 'arg1', 'arg2=foo', '--arg3']";
    static const char *const given = "['arg1', 'arg2=foo', '--arg3']";
    assert_value(CASE(.args = "--shelly='arg1 arg2=foo' --shelly=--arg3"), "", "shelly", all);
    assert_value(CASE(.args = "--shelly='+[\"arg1 arg2=foo\", \"--arg3\"]'"), "", "shelly", all);
    assert_value(CASE(.env = {"PANTS_SHELLY=arg1 arg2=foo --arg3"}), "", "shelly", all);
    assert_value(CASE(.config = "[GLOBAL]\nshelly = ['arg1 arg2=foo', '--arg3']"), "", "shelly",
                 given);
    assert_wrong(CASE(.config = "[GLOBAL]\nshelly = [\"a ' b\"]"), "", "shelly", "is not closed");
}

static void test_dicts(void **state) {
    (void)state;
    assert_value(CASE(.args = ""), "", "dicty", "{'a': 'b'}");
    assert_value(CASE(.args = "--dicty='{\"c\": \"d\"}'"), "", "dicty", "{'c': 'd'}");
    assert_value(CASE(.args = "--dicty='+{\"c\": \"d\"}'"), "", "dicty", "{'a': 'b', 'c': 'd'}");
    assert_value(CASE(.args = "--dicty='+{\"g\": \"h\"}'",
                      .config = "[DEFAULT]\ndicty = '+{\"x\": \"y\"}'\n[GLOBAL]\ndicty = '+{\"a\": "
                                "\"b+\"}'",
                      .config2 = "[GLOBAL]\ndicty = {add = {e = 'f'}}"),
                 "", "dicty", "{'a': 'b+', 'x': 'y', 'e': 'f', 'g': 'h'}");
    assert_value(CASE(.config = "[GLOBAL.dicty]\nk = [1, {x = 2.5}]"), "", "dicty",
                 "{'k': [1, {'x': 2.5}]}");
    assert_value(CASE(.args = "--dicty=\"{'b': [1, (2.5, True)], 'c': {'d': None}, }\""), "",
                 "dicty", "{'b': [1, [2.5, True]], 'c': {'d': None}}");
    assert_wrong(CASE(.args = "--dicty=[1]"), "", "dicty", "Problem parsing --dicty dict value");
    assert_wrong(CASE(.args = "--dicty='{a: 1}'"), "", "dicty", "expected a string in quotes");
    assert_wrong(CASE(.config = "[GLOBAL]\ndicty = [1]"), "", "dicty",
                 "to be a dict but given [1]");
}

static void test_precedence(void **state) {
    (void)state;
    const char *config = "[DEFAULT]\nnum = 88\n[test]\nnum = 77";
    assert_value(CASE(.config = config), "", "num", "88");
    assert_value(CASE(.config = config), "test", "num", "77");
    assert_value(CASE(.config = config, .config2 = "[test]\nnum = 78"), "test", "num", "78");
    assert_value(CASE(.config = config, .env = {"PANTS_TEST_NUM=55"}), "test", "num", "55");
    assert_value(CASE(.config = config, .env = {"PANTS_TEST_NUM=55"}, .args = "test --num=3"),
                 "test", "num", "3");
    assert_value(CASE(.env = {"PANTS_SUB_SYSTEM_SPAM=v"}), "sub-system", "spam", "'v'");
}

static void test_global_variables(void **state) {
    (void)state;
    assert_value(CASE(.env = {"PANTS_FOO=C", "PANTS_PANTS_FOO=B", "PANTS_GLOBAL_PANTS_FOO=A"}), "",
                 "pants_foo", "'A'");
    assert_value(CASE(.env = {"PANTS_FOO=C", "PANTS_PANTS_FOO="}), "", "pants_foo", "''");
    assert_value(CASE(.env = {"PANTS_FOO=C"}), "", "pants_foo", "'C'");
    assert_value(CASE(.env = {"BAR_BAZ=C"}), "", "bar_baz", "None");
    assert_value(CASE(.env = {"BAR_BAZ=C", "PANTS_BAR_BAZ=B"}), "", "bar_baz", "'B'");
    assert_value(CASE(.env = {"PANTS_BAR_BAZ=\xff"}), "", "bar_baz", "None");
}

static void test_choices(void **state) {
    (void)state;
    assert_value(CASE(.args = "--choice=foo"), "", "choice", "'foo'");
    assert_wrong(CASE(.args = "--choice=baz"), "", "choice",
                 "`--choice`: Invalid choice 'baz'. Choose from: foo, bar. Did you mean `bar`?");
    assert_value(CASE(.args = "--int-choices=42 --int-choices=99"), "", "int_choices", "[42, 99]");
    assert_wrong(CASE(.args = "--int-choices=43"), "", "int_choices",
                 "`--int-choices`: Invalid choice '43'. Choose from: 42, 99.");
    assert_value(CASE(.args = "--sub-system-some-enum=one-more"), "sub-system", "some_enum",
                 "'one-more'");
    assert_wrong(CASE(.config = "[sub-system]\nsome_enum = 'x'"), "sub-system", "some_enum",
                 "pants.toml:2:13: [sub-system] some_enum: Invalid choice 'x'. Choose from: "
                 "a-value, another-value, "
                 "one-more");
    assert_value(CASE(.args = ""), "sub-system", "enums", "['one-more']");
    assert_value(CASE(.args = "--sub-system-enums=a-value"), "sub-system", "enums",
                 "['one-more', 'a-value']");
    assert_value(CASE(.args = "--sub-system-enums=\"-['one-more']\""), "sub-system", "enums", "[]");
    assert_wrong(CASE(.args = "--sub-system-enums=\"['a-value', 'a-value']\""), "sub-system",
                 "enums", "Duplicate enum values specified in list");
    assert_wrong(CASE(.args = "--sub-system-enums=nope"), "sub-system", "enums",
                 "Invalid choice 'nope'");
}

static void test_interpolation(void **state) {
    (void)state;
    const char *config = "[DEFAULT]\nbase = '%(buildroot)s/x'\nnum = 4\n"
                         "[GLOBAL]\nlevel = '%(base)s-%(own)s'\nown = '%(env.WHO)s%(num)s'\n"
                         "words = ['%(own)s', '100%', '%%(own)s', '%(odd']\n"
                         "[test]\nargs = '%(pants_distdir)s'\n";
    assert_value(CASE(.config = config, .env = {"WHO=me"}), "", "level", "'/nowhere/repo/x-me4'");
    assert_value(CASE(.config = config, .env = {"WHO=me"}), "", "words",
                 "['me4', '100%', '%me4', '%(odd']");
    assert_value(CASE(.config = config, .env = {"WHO=me", "PANTS_DISTDIR=out"}), "test", "args",
                 "['/nowhere/repo/out']");
    cleanup_(freep) char *unknown =
        fixture_error(CASE(.config = "[a]\nb = 1\n[GLOBAL]\nlevel = '%(nope)s'"));
    assert_string_equal(unknown,
                        "pants.toml:4:9: [GLOBAL] level: `%(nope)s` stands for nothing: it may "
                        "name a key of [GLOBAL] or [DEFAULT], buildroot, homedir, user, "
                        "pants_workdir or pants_distdir; a variable of the environment is "
                        "written `%(env.nope)s`.");
    cleanup_(freep) char *unset =
        fixture_error(CASE(.config = "[GLOBAL]\nlevel = 'x%(env.NOPE)s'"));
    assert_string_equal(unset, "pants.toml:2:9: [GLOBAL] level: `%(env.NOPE)s` stands for the "
                               "environment variable NOPE, which is not set.");
    cleanup_(freep) char *cycle = fixture_error(CASE(.config = "[g]\na = '%(b)s'\nb = '%(a)s'"));
    assert_non_null(strstr(cycle, "lead back to themselves"));
    cleanup_(freep) char *bomb = fixture_error(
        CASE(.config = "[g]\na = '%(b)s%(b)s%(b)s'\nb = '%(c)s%(c)s%(c)s'\nc = '%(a)s'"));
    assert_non_null(strstr(bomb, "lead back to themselves"));
}

static void test_config_errors(void **state) {
    (void)state;
    cleanup_(freep) char *syntax = fixture_error(CASE(.config = "[GLOBAL]\nx = "));
    assert_string_equal(syntax, "pants.toml:2:5: Expected a value.\n    x = \n        ^");
    cleanup_(freep) char *loose = fixture_error(CASE(.config = "x = 1"));
    assert_non_null(strstr(loose, "pants.toml:1:1: `x` stands outside of any table."));
}

static void test_fromfile(void **state) {
    (void)state;
    char folder[] = "/tmp/options-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    static const char *const files[][2] = {
        {"text", "jake"},
        {"num", " 42\n"},
        {"edit", "-[3]"},
        {"a.json", "{\"a\": {\"b\": 1}, \"c\": [2, 3]}"},
        {"a.yaml", "a: |+\n  multiline\n"},
        {"a.toml", "[t]\nn = 5\ns = 'x'\nl = [1, 2]\n"},
        {"bad.json", "{"},
        {"raw", "\xff"},
    };
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        cleanup_(freep) char *path = xasprintf("%s/%s", folder, files[i][0]);
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        (void)fputs(files[i][1], f);
        (void)fclose(f);
    }
    static const struct {
        const char *option, *value, *want;
    } cases[] = {
        {"level", "@%s/text", "'jake'"},
        {"num", "@%s/num", "42"},
        {"listy", "@%s/edit", "[1, 2]"},
        {"dicty", "@%s/a.json", "{'a': {'b': 1}, 'c': [2, 3]}"},
        {"dicty", "@%s/a.yaml", "{'a': 'multiline\\n'}"},
        {"dicty", "@%s/a.json:a", "{'b': 1}"},
        {"listy", "@%s/a.json:c", "[2, 3]"},
        {"num", "@%s/a.toml:t.n", "5"},
        {"num", "@%s/a.json:c.1", "3"},
        {"level", "@%s/a.toml:t.s", "'x'"},
        {"level", "@?%s/absent", "None"},
        {"dicty", "@?%s/absent", "{'a': 'b'}"},
        {"level", "@@%s", NULL},
        {"raw", "@%s", NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char env[200], flag[200], value[100];
        snprintf(value, sizeof value, cases[i].value, folder);
        snprintf(env, sizeof env, "PANTS_%s=%s", cases[i].option, value);
        for (char *c = env; *c != '='; c++) {
            *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 32 : *c);
        }
        snprintf(flag, sizeof flag, "--%s='%s'", cases[i].option, value);
        cleanup_(freep) char *literal = xasprintf("'@%s'", folder);
        const char *want = cases[i].want != NULL ? cases[i].want : literal;
        assert_value(CASE(.env = {env}), "", cases[i].option, want);
        assert_value(CASE(.args = flag), "", cases[i].option, want);
    }
    cleanup_(freep) char *bad = xasprintf("--dicty=@%s/bad.json", folder);
    assert_wrong(CASE(.args = bad), "", "dicty", "bad.json for --dicty: 1:2: Expected a key");
    cleanup_(freep) char *raw = xasprintf("--level=@%s/raw", folder);
    assert_wrong(CASE(.args = raw), "", "level", "the file is not UTF-8 text");
    cleanup_(freep) char *deep = xasprintf("--level=@%s/a.json:a.x", folder);
    assert_wrong(CASE(.args = deep), "", "level", "the file has nothing at `a.x`");
    assert_wrong(CASE(.args = "--level=@/does/not/exist"), "", "level",
                 "Problem reading /does/not/exist for --level: No such file or directory");
    cleanup_(freep) char *exists = xasprintf("--filey=%s/text", folder);
    cleanup_(freep) char *shown = xasprintf("'%s/text'", folder);
    assert_value(CASE(.args = exists), "", "filey", shown);
    cleanup_(freep) char *dir = xasprintf("--filey=%s", folder);
    assert_wrong(CASE(.args = dir), "", "filey", "`--filey`: This is a folder:");
    assert_wrong(CASE(.env = {"PANTS_FILEY=no"}), "", "filey", "PANTS_FILEY: There is no file");
    assert_wrong(CASE(.args = "--filey=no/such"), "", "filey",
                 "`--filey`: There is no file `no/such` in the build root.");
    cleanup_(freep) char *clean = xasprintf("rm -rf %s", folder);
    assert_int_equal(system(clean), 0);
}

static void test_derivation(void **state) {
    (void)state;
    struct options *o = fixture_open(CASE(.args = "--listy=9", .env = {"PANTS_LISTY=-[1]"},
                                          .config = "[GLOBAL]\nlisty.add = [4]"));
    const struct option_value *steps;
    size_t count;
    assert_int_equal(options_derivation(o, STR(""), STR("listy"), &steps, &count, NULL), 0);
    static const struct {
        const char *value, *detail;
        enum option_rank rank;
    } want[] = {
        {"[1, 2, 3]", "", OPTION_RANK_HARDCODED},
        {"[1, 2, 3, 4]", "pants.toml", OPTION_RANK_CONFIG},
        {"[2, 3, 4]", "env var PANTS_LISTY", OPTION_RANK_ENVIRONMENT},
        {"[2, 3, 4, 9]", "command-line flag", OPTION_RANK_FLAG},
    };
    assert_int_equal(count, ARRAY_LEN(want));
    for (size_t i = 0; i < count; i++) {
        cleanup_(buf_done) struct buf out = BUF_INIT;
        cval_repr(steps[i].value, &out);
        assert_string_equal(out.data, want[i].value);
        assert_true(str_eqz(steps[i].detail, want[i].detail));
        assert_int_equal(steps[i].rank, want[i].rank);
    }
    struct option_value last;
    assert_int_equal(options_get(o, STR(""), STR("listy"), &last, NULL), 0);
    assert_int_equal(last.rank, OPTION_RANK_FLAG);
    assert_int_equal(options_get(o, STR(""), STR("level"), &last, NULL), 0);
    assert_int_equal(last.rank, OPTION_RANK_NONE);
    assert_int_equal(options_get(o, STR(""), STR("nope"), &last, NULL), ERR_NOTFOUND);
    assert_int_equal(options_get(o, STR("nope"), STR("x"), &last, NULL), ERR_NOTFOUND);
    assert_int_equal(options_value(o, "", "num")->i, 99);
    assert_int_equal(options_value(o, "", "nope")->kind, CVAL_NONE);
    fixture_close(o);
}

/* How many notes have this part; the text of the last one. */
static size_t count_notes(struct options *o, const char *part) {
    struct options_note note;
    size_t count = 0;
    while (options_note_next(o, &note)) {
        count += str_find(note.text, str_from(part)) >= 0;
    }
    return count;
}

static void test_deprecated(void **state) {
    (void)state;
    struct option_value value;
    struct options *o = fixture_open(CASE(.args = "--old1=x --later=y"));
    assert_int_equal(options_get(o, STR(""), STR("old1"), &value, NULL), 0);
    assert_int_equal(options_get(o, STR(""), STR("old1"), &value, NULL), 0);
    assert_int_equal(options_get(o, STR(""), STR("later"), &value, NULL), 0);
    assert_int_equal(count_notes(o, "is scheduled to be removed in version 999.9"), 1);
    fixture_close(o);
    o = fixture_open(CASE(.args = ""));
    assert_int_equal(options_get(o, STR(""), STR("old1"), &value, NULL), 0);
    assert_int_equal(count_notes(o, "is scheduled"), 0);
    assert_int_equal(options_get(o, STR(""), STR("gone"), &value, NULL), ERR_USAGE);
    fixture_close(o);
}

static void test_deprecated_scope(void **state) {
    (void)state;
    struct options *o = fixture_open(
        CASE(.args = "--new-baz=vv",
             .config = "[new]\nfoo = 'xx'\n[old]\nfoo = 'yy'\nbar = 'zz'\nbaz = 'ww'"));
    static const char *const want[][2] = {{"foo", "'yy'"}, {"bar", "'zz'"}, {"baz", "'vv'"}};
    for (size_t i = 0; i < 3; i++) {
        cleanup_(freep) char *got = fixture_value(o, "new", want[i][0]);
        assert_string_equal(got, want[i][1]);
    }
    assert_int_equal(count_notes(o, "[old] is scheduled to be removed"), 1);
    fixture_close(o);
    /* What stands behind "--" is nobody's word for the old name, and adds to either. */
    assert_value(CASE(.args = "--new-rest=a test -- b"), "new", "rest", "['a', 'b']");
    assert_value(CASE(.args = "--old-rest=a test -- b"), "new", "rest", "['a', 'b']");
    assert_value(CASE(.args = "--new-rest=a test -- b", .config = "[old]\nrest = ['c']"), "new",
                 "rest", "['a', 'b']");
}

static void test_exclusive(void **state) {
    (void)state;
    static const struct {
        const char *args, *config;
        bool wrong;
    } cases[] = {
        {"--mutex-a=x --mutex-b=y", NULL, true},
        {"--mutex-a=x", "[GLOBAL]\nmutex_b = 'y'", true},
        {"--new-name=x --old-name=y", NULL, true},
        {"--mutex-a=x --old-name=y", NULL, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct options *o = fixture_open(CASE(.args = cases[i].args, .config = cases[i].config));
        assert_int_equal(options_check_exclusive(o, STR(""), NULL), cases[i].wrong ? ERR_USAGE : 0);
        fixture_close(o);
    }
}

static void test_declaring(void **state) {
    (void)state;
    struct options *o = fixture_open(CASE(.args = "--level=x"));
    struct option_decl twice = {.name = STR("level")}, negative = {.name = STR("no_x")};
    negative.type = OPTION_BOOL;
    struct scope_decl scope = {.scope = STR(""), .options = &twice, .count = 1};
    assert_int_equal(options_declare(o, &scope, NULL), ERR_CONFLICT);
    scope.options = &negative;
    assert_int_equal(options_declare(o, &scope, NULL), ERR_USAGE);
    size_t count = options_option_count(o, STR(""));
    struct option_decl more = {.name = STR("more")};
    scope.options = &more;
    assert_int_equal(options_declare(o, &scope, NULL), 0);
    assert_int_equal(options_option_count(o, STR("")), count + 1);
    assert_true(str_eqz(options_option_at(o, STR(""), count)->name, "more"));
    assert_non_null(options_find(o, STR(""), STR("more")));
    assert_null(options_find(o, STR(""), STR("moore")));
    assert_true(options_has_scope(o, STR("sub-system")));
    assert_int_equal(options_scope_count(o), 6);
    fixture_close(o);
}

int value_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bools),
        cmocka_unit_test(test_scalars),
        cmocka_unit_test(test_memory_size),
        cmocka_unit_test(test_list_edits),
        cmocka_unit_test(test_list_config),
        cmocka_unit_test(test_long_texts),
        cmocka_unit_test(test_string_lists),
        cmocka_unit_test(test_shell_lists),
        cmocka_unit_test(test_dicts),
        cmocka_unit_test(test_precedence),
        cmocka_unit_test(test_global_variables),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_interpolation),
        cmocka_unit_test(test_config_errors),
        cmocka_unit_test(test_fromfile),
        cmocka_unit_test(test_derivation),
        cmocka_unit_test(test_deprecated),
        cmocka_unit_test(test_deprecated_scope),
        cmocka_unit_test(test_exclusive),
        cmocka_unit_test(test_declaring),
    };
    return cmocka_run_group_tests_name("values", tests, NULL, NULL);
}
