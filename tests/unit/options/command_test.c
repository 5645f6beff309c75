/* The command line: goals, flags in their contexts, specs, passthrough, aliases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "unit/options/fixture.h"
#include "unit/options/groups.h"

#define CASE(...) (&(const struct fixture){__VA_ARGS__})

static void add(struct buf *out, const char *head, const struct str *items, size_t count) {
    buf_addf(out, "%s", head);
    for (size_t i = 0; i < count; i++) {
        buf_addf(out, "%s%.*s", i > 0 ? " " : "", STR_FMT(items[i]));
    }
}

/* "builtin|goals|?unknown|specs|-- passthrough" */
static char *shape(const struct fixture *f) {
    struct options *o = fixture_open(f);
    struct options_command c;
    struct buf out = BUF_INIT;
    assert_int_equal(options_parse(o, &c, NULL), 0);
    buf_add_str(&out, c.builtin);
    add(&out, "|", c.goals, c.goal_count);
    add(&out, "|", c.unknown_goals, c.unknown_count);
    add(&out, "|", c.specs, c.spec_count);
    add(&out, c.has_passthrough ? "|-- " : "|", c.passthrough, c.passthrough_count);
    fixture_close(o);
    return buf_take(&out);
}

static void test_split(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", "__no_goal||||"},
        {"list ::", "|list||::|"},
        {"--verbose test path/to:tgt -x/y:: :a", "|test||path/to:tgt -x/y:: :a|"},
        {"test list a.py", "|test list||a.py|"},
        {"list list", "|list|||"},
        {"nosuch ::", "__unknown_goal||nosuch|::|"},
        {"test -- -k foo --bar ::", "|test|||-- -k foo --bar ::"},
        {"test --", "|test|||-- "},
        {"--help", "help||||"},
        {"-h list", "help|list|||"},
        {"list -V", "version|list|||"},
        {"help-advanced test", "help-advanced|test|||"},
        {"version --help", "help|version|||"},
        {"help version", "help|version|||"},
        {"help nosuch", "help||nosuch||"},
        {"list *.py #x -y", "|list||*.py #x -y|"},
        {"list -lib/a", "|list||-lib/a|"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(freep) char *got = shape(CASE(.args = cases[i][0]));
        if (strcmp(got, cases[i][1]) != 0) {
            fail_msg("%s\n   gives %s\n   want  %s", cases[i][0], got, cases[i][1]);
        }
    }
}

static void test_contexts(void **state) {
    (void)state;
    assert_value(CASE(.args = "--num=11 test --num=22"), "", "num", "11");
    assert_value(CASE(.args = "--num=11 test --num=22"), "test", "num", "22");
    assert_value(CASE(.args = "test a/b --num=22"), "", "num", "22");
    assert_value(CASE(.args = "test a/b --num=22"), "test", "num", "7");
    assert_value(CASE(.args = "--test-num=5 list"), "test", "num", "5");
    assert_value(CASE(.args = "list --test-num=5"), "test", "num", "5");
    assert_value(CASE(.args = "test --force"), "test", "force", "True");
    assert_value(CASE(.args = "test --no-force"), "test", "force", "False");
    assert_value(CASE(.args = "--no-test-force"), "test", "force", "False");
    assert_value(CASE(.args = "test --verbose"), "", "verbose", "False");
    assert_value(CASE(.args = "test -ldebug"), "", "level", "'debug'");
    assert_value(CASE(.args = "list --sub_system-spam=x --sub-system-spam=y"), "sub-system", "spam",
                 "'y'");
    assert_value(CASE(.args = "test -- --num=4"), "test", "num", "7");
}

static void test_passthrough(void **state) {
    (void)state;
    assert_value(CASE(.args = "test --args=b -- '[bar]' 'two words' @x",
                      .config = "[test]\nargs = ['from config']"),
                 "test", "args", "['from config', 'b', '[bar]', 'two words', '@x']");
    assert_value(CASE(.args = "--test-shell-args=a test -- 'two words'",
                      .config = "[test]\nshell_args = ['from config']"),
                 "test", "shell_args", "['from', 'config', 'a', 'two words']");
    cleanup_(freep) char *error = fixture_error(CASE(.args = "test list a/b -- x"));
    assert_non_null(strstr(error,
                           "Specifying multiple goals (in this case: ['test', 'list']) along with "
                           "passthrough args (args after `--`) is ambiguous."));
}

static void test_aliases(void **state) {
    (void)state;
    const char *config = "[cli.alias]\ngreen = 'test --force'\nall-green = 'green list'\n"
                         "--loud = '--level=debug --verbose'\nspaced = \"list 'a b.py'\"";
    static const char *const cases[][2] = {
        {"green ::", "|test||::|"},   {"all-green ::", "|test list||::|"},
        {"--loud list", "|list|||"},  {"test -- green", "|test|||-- green"},
        {"spaced", "|list||a b.py|"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(freep) char *got = shape(CASE(.args = cases[i][0], .config = config));
        assert_string_equal(got, cases[i][1]);
    }
    assert_value(CASE(.args = "green", .config = config), "test", "force", "True");
    assert_value(CASE(.args = "--loud", .config = config), "", "level", "'debug'");
    assert_value(CASE(.args = "zz", .env = {"PANTS_CLI_ALIAS={'zz': '--num=4'}"}), "", "num", "4");
}

static void test_bad_aliases(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"aa = 'bb'\nbb = 'cc x'\ncc = 'aa'",
         "pants.toml:2:1: [cli] alias: The alias `aa` leads back to itself: aa <- cc <- bb <- aa."},
        {"aa = 'aa'", "aa <- aa"},
        {"list = 'test'",
         "pants.toml:2:1: [cli] alias: `list` is the name of a goal or an option scope already"},
        {"sub-system = 'test'", "`sub-system` is the name of a goal or an option scope already"},
        {"help = 'test'", "`help` is the name of a goal"},
        {"--verbose = 'test'", "`--verbose` is a flag of [GLOBAL] already"},
        {"--test-num = 'test'", "`--test-num` is a flag of [test] already"},
        {"'a b' = 'test'", "`a b` cannot be an alias: it takes two or more letters"},
        {"aa = 3", "The alias `aa` must stand for a string"},
        {"xx = 'a \"b'", "pants.toml:2:1: [cli] alias: The alias `xx`: A quotation"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(freep) char *config = xasprintf("[cli.alias]\n%s", cases[i][0]);
        cleanup_(freep) char *error = fixture_error(CASE(.args = "list", .config = config));
        if (error == NULL || strstr(error, cases[i][1]) == NULL) {
            fail_msg("%s\n   says %s\n   want ...%s...", cases[i][0], error, cases[i][1]);
        }
    }
}

int command_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_split),       cmocka_unit_test(test_contexts),
        cmocka_unit_test(test_passthrough), cmocka_unit_test(test_aliases),
        cmocka_unit_test(test_bad_aliases),
    };
    return cmocka_run_group_tests_name("command lines", tests, NULL, NULL);
}
