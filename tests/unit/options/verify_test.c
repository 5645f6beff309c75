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
    assert_problems(CASE(.args = "test --forse"),
                    "Unknown flag --forse in test goal context\nDid you mean --force?\nUse `pants "
                    "help test` to get help.");
    assert_problems(CASE(.args = "--levle=x"),
                    "Unknown flag --levle in global context\nDid you mean --level?\nUse `pants "
                    "help-advanced global` to get help.");
    assert_problems(
        CASE(.args = "test --verbose"),
        "Unknown flag --verbose in test goal context\nDid you mean to use the global --verbose? "
        "Global options must come before any goals, or after any file/target arguments.\nUse "
        "`pants help test` to get help.");
    assert_problems(
        CASE(.args = "--qqqqqqqq --zzzzzzzz"),
        "Unknown flag --qqqqqqqq in global context\nUse `pants help-advanced global` to "
        "get help.\n\nUnknown flag --zzzzzzzz in global context\nUse `pants "
        "help-advanced global` to get help.");
}

static void test_config(void **state) {
    (void)state;
    assert_problems(CASE(.config = "[DEFAULT]\nanything = 1\n[old]\nfoo = 'x'\n[GLOBAL]\nnum = 1"),
                    "");
    assert_problems(
        CASE(.config = "[GLOBAL]\nnum = 1\nnumm = 2\n[tset]\nx = 1\n",
             .config2 = "[test]\nqqqqqq = 1\n[zzzzzzz]\n"),
        "pants.toml:3:1: Invalid option 'numm' under [GLOBAL] in pants.toml. Did you "
        "mean num?\n\npants.toml:4:2: Invalid table name [tset] in pants.toml. Did you "
        "mean test?\n\nsecond.toml:2:1: Invalid option 'qqqqqq' under [test] in "
        "second.toml.\n\nsecond.toml:3:2: Invalid table name [zzzzzzz] in second.toml.");
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
        cmocka_unit_test(test_config),
        cmocka_unit_test(test_retired_names),
    };
    return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
