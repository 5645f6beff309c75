/* Command-line specs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "options/spec.h"
#include "unit/options/groups.h"

/* Only "plainfile" and "sub/plainfile" are files. */
static enum spec_probe probe(void *user, struct str path) {
    (void)user;
    return str_eq(path, STR("plainfile")) || str_eq(path, STR("sub/plainfile")) ? SPEC_PROBE_FILE
                                                                                : SPEC_PROBE_ABSENT;
}

static int parse_in(struct arena *a, const char *folder, struct str text, struct spec *ret,
                    struct err *e) {
    struct spec_context c = {
        .build_root = STR("/repo"), .working_dir = str_from(folder), .probe = probe};
    return spec_parse(a, &c, text, ret, e);
}

static void assert_spec(const char *folder, const char *text, enum spec_kind kind,
                        const char *want) {
    for (int ignore = 0; ignore < 2; ignore++) {
        cleanup_(arena_done) struct arena a = {0};
        cleanup_(buf_done) struct buf out = BUF_INIT;
        struct str written = arena_printf(&a, "%s%s", ignore ? "-" : "", text);
        struct spec spec;
        struct err e = ERR_INIT;
        if (parse_in(&a, folder, written, &spec, &e) < 0) {
            fail_msg("%s: %s", text, e.msg);
        }
        spec_format(&spec, &out);
        assert_int_equal(spec.kind, kind);
        assert_int_equal(spec.ignore, ignore);
        if (strcmp(out.data != NULL ? out.data + ignore : "", want) != 0) {
            fail_msg("%s in '%s': %s, not %s", text, folder, out.data, want);
        }
    }
}

static void test_kinds(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum spec_kind kind;
        const char *want;
    } cases[] = {
        {":root", SPEC_ADDRESS, "//:root"},
        {"//:root", SPEC_ADDRESS, "//:root"},
        {"a@k=v,b=w", SPEC_ADDRESS, "a@b=w,k=v"},
        {"a:b", SPEC_ADDRESS, "a:b"},
        {"//#gen", SPEC_ADDRESS, "//#gen"},
        {"dir:tgt#gen", SPEC_ADDRESS, "dir:tgt#gen"},
        {"a/b/c.txt:../tgt", SPEC_ADDRESS, "a/b/c.txt:../tgt"},
        {"//./a/../:root", SPEC_ADDRESS, "//:root"},
        {"a/b/:b", SPEC_ADDRESS, "a/b:b"},
        {":", SPEC_DIR_GLOB, ":"},
        {"//a/b:", SPEC_DIR_GLOB, "a/b:"},
        {"::", SPEC_TREE, "::"},
        {"//a/b::", SPEC_TREE, "a/b::"},
        {"a.txt", SPEC_FILE, "a.txt"},
        {".a.txt", SPEC_FILE, ".a.txt"},
        {"./a.txt", SPEC_FILE, "a.txt"},
        {"a.txt/", SPEC_FILE, "a.txt"},
        {"plainfile", SPEC_FILE, "plainfile"},
        {"*", SPEC_FILE_GLOB, "*"},
        {"a/b/**/test_*", SPEC_FILE_GLOB, "a/b/**/test_*"},
        {"dir/subdir", SPEC_DIR, "dir/subdir"},
        {".dir", SPEC_DIR, ".dir"},
        {"//./dir", SPEC_DIR, "dir"},
        {"./", SPEC_DIR, "."},
        {".", SPEC_DIR, "."},
        {"/repo/a::", SPEC_TREE, "a::"},
        {"/repo", SPEC_DIR, "."},
        {"/repo/./a/../:root", SPEC_ADDRESS, "//:root"},
        {"//repo/a.txt", SPEC_FILE, "repo/a.txt"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_spec("", cases[i].text, cases[i].kind, cases[i].want);
    }
}

static void test_working_folder(void **state) {
    (void)state;
    static const char *const folders[] = {"a/b", "/repo/a/b"};
    for (size_t i = 0; i < 2; i++) {
        assert_spec(folders[i], "c", SPEC_DIR, "a/b/c");
        assert_spec(folders[i], "../d", SPEC_DIR, "a/d");
        assert_spec(folders[i], "//e", SPEC_DIR, "e");
        assert_spec(folders[i], "::", SPEC_TREE, "a/b::");
        assert_spec(folders[i], ":t", SPEC_ADDRESS, "a/b:t");
        assert_spec(folders[i], "*.py", SPEC_FILE_GLOB, "a/b/*.py");
        assert_spec(folders[i], "/repo/x", SPEC_DIR, "x");
    }
    assert_spec("sub", "plainfile", SPEC_FILE, "sub/plainfile");
}

static void test_refused(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", "/not/here/a"}, {"", "/repository/a"}, {"a", "../../foo"}, {"/repo/a", "../../foo"},
        {"..", "x"},         {"/other", "x"},       {"", "a:b::"},      {"", "a#"},
        {"", "a@b=c,d"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(arena_done) struct arena a = {0};
        struct spec spec;
        struct err e = ERR_INIT;
        if (parse_in(&a, cases[i][0], str_from(cases[i][1]), &spec, &e) != ERR_USAGE) {
            fail_msg("%s in '%s' should be refused", cases[i][1], cases[i][0]);
        }
        assert_true(e.msg[0] != '\0');
    }
}

int spec_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_working_folder),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests_name("specs", tests, NULL, NULL);
}
