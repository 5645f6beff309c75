/* Unknown flags, tables and keys; names of earlier releases among them. */
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

/* All problems, one after the other with a line between. */
static char *problems(const struct fixture *f, char **ret_notes) {
    struct options *o = fixture_open(f);
    const struct options_problem *list;
    struct options_note note;
    struct buf out = BUF_INIT, notes = BUF_INIT;
    size_t count = options_verify(o, OPTIONS_VERIFY_CONFIG | OPTIONS_VERIFY_FLAGS, &list);
    buf_addz(&out, "");
    for (size_t i = 0; i < count; i++) {
        buf_addf(&out, "%s%.*s", i > 0 ? "\n\n" : "", STR_FMT(list[i].text));
    }
    buf_addz(&notes, "");
    while (options_note_next(o, &note)) {
        buf_addf(&notes, "%.*s\n", STR_FMT(note.text));
    }
    fixture_close(o);
    if (ret_notes != NULL) {
        *ret_notes = notes.data != NULL ? buf_take(&notes) : xstrdup("");
    } else {
        buf_done(&notes);
    }
    return out.data != NULL ? buf_take(&out) : xstrdup("");
}

static void assert_problems(const struct fixture *f, const char *want) {
    cleanup_(freep) char *got = problems(f, NULL);
    assert_string_equal(got, want);
}

static void test_flags(void **state) {
    (void)state;
    assert_problems(CASE(.args = "--num=1 test --force --no-force -ldebug list --test-num=3"), "");
    assert_problems(CASE(.args = "--old-foo=1"), "");
    assert_problems(
        CASE(.args = "test --forse"),
        "`--forse`: The goal `test` has no such flag, and no scope either. Did you mean "
        "`--force`? `pants help test` lists the goal's flags.");
    assert_problems(
        CASE(.args = "--levle=x"),
        "`--levle`: There is no such flag. Did you mean `--level`? `pants help-advanced "
        "global` lists the global ones.");
    assert_problems(CASE(.args = "test --verbose"),
                    "`--verbose`: This global flag stands behind the goal `test`, where only flags "
                    "of that goal may; put it in front of the goals, or behind the files and "
                    "targets.");
    assert_problems(CASE(.args = "--qqqqqqqq --zzzzzzzz"),
                    "`--qqqqqqqq`: There is no such flag. `pants help-advanced global` lists the "
                    "global ones.\n\n`--zzzzzzzz`: There is no such flag. `pants help-advanced "
                    "global` lists the global ones.");
}

static void test_wrong_values(void **state) {
    (void)state;
    assert_problems(CASE(.args = "--num=x --num=x test --test-num=y"),
                    "Problem parsing --num int value: expected an int at column 1\n    x\n    ^\n\n"
                    "Problem parsing --test-num int value: expected an int at column 1\n    y\n"
                    "    ^");
    assert_problems(
        CASE(.config = "[test]\nnum = 'x'\n[GLOBAL]\nverbose = 1\n"),
        "pants.toml:4:11: Expected [GLOBAL] verbose to be a bool but given 1; write true "
        "or false.");
}

static void test_config(void **state) {
    (void)state;
    assert_problems(CASE(.config = "[DEFAULT]\nanything = 1\n[old]\nfoo = 'x'\n[GLOBAL]\nnum = 1"),
                    "");
    assert_problems(
        CASE(.config = "[GLOBAL]\nnum = 1\n[tset]\nx = 1\n[GLOBAL.numm]\nx = 2\n",
             .config2 = "[test]\nqqqqqq = 1\n[zzzzzzz]\n"),
        "pants.toml:3:2: There is no option scope for the table [tset]. Did you mean `test`?\n\n"
        "pants.toml:5:2: [GLOBAL] has no option `numm`. Did you mean `num`?\n\n"
        "second.toml:2:1: [test] has no option `qqqqqq`.\n\n"
        "second.toml:3:2: There is no option scope for the table [zzzzzzz].");
}

static void test_retired_names(void **state) {
    (void)state;
    cleanup_(freep) char *notes = NULL;
    cleanup_(freep) char *got = problems(
        CASE(.args = "--poetry-version=1 --files-not-found-behavior=warn test --report-dir=x",
             .config = "[poetry]\nversion = 'x'\n[test]\nxml_dir = 'y'\n[GLOBAL]\n"
                       "use_deprecated_python_macros = true"),
        &notes);
    assert_string_equal(got, "");
    assert_string_equal(
        notes,
        "Names of earlier releases are accepted and have no effect: scope poetry (last in 2.15), "
        "option [test].xml_dir (last in 2.12), option [GLOBAL].use_deprecated_python_macros (last "
        "in 2.11), option [poetry].version (last in 2.15), option "
        "[GLOBAL].files_not_found_behavior (last in 2.13), option [test].report_dir (last in "
        "2.13).\n");
}

int verify_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_wrong_values),
        cmocka_unit_test(test_config),
        cmocka_unit_test(test_retired_names),
    };
    return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
