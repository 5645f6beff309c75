/* Paths as text: a table a function, and what the functions promise to one another. */
#include "base/path.h"

#include "base/alloc.h"
#include "unit/base/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_str(struct str got, const char *expected, const char *input) {
    if (!str_eqz(got, expected)) {
        fail_msg("'%s' gives '%.*s' instead of '%s'", input, STR_FMT(got), expected);
    }
}

static void test_parts(void **state) {
    (void)state;
    static const struct {
        const char *path, *dir, *base, *ext;
    } cases[] = {
        {"", "", "", ""},
        {"a", "", "a", ""},
        {"a/b", "a", "b", ""},
        {"a/b/c.py", "a/b", "c.py", ".py"},
        {"/", "/", "", ""},
        {"/a", "/", "a", ""},
        {"/a/b", "/a", "b", ""},
        {"a/b.tar.gz", "a", "b.tar.gz", ".gz"},
        {"a.d/b", "a.d", "b", ""},
        {".bashrc", "", ".bashrc", ""},
        {"a/.bashrc", "a", ".bashrc", ""},
        {".a.toml", "", ".a.toml", ".toml"},
        {"a.", "", "a.", "."},
        {".", "", ".", ""},
        {"..", "", "..", ""},
        {"a/..", "a", "..", ""},
        {"..a", "", "..a", ""},
        {"..a.b", "", "..a.b", ".b"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str path = str_from(cases[i].path);
        assert_str(path_dir(path), cases[i].dir, cases[i].path);
        assert_str(path_base(path), cases[i].base, cases[i].path);
        assert_str(path_ext(path), cases[i].ext, cases[i].path);
    }
    assert_int_equal(path_dir(STR_NULL).len, 0);
    assert_int_equal(path_base(STR_NULL).len, 0);
    assert_int_equal(path_ext(STR_NULL).len, 0);
}

static void test_join(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"", "", ""},
        {"a", "", "a"},
        {"", "b", "b"},
        {"a", "b", "a/b"},
        {"a/", "b", "a/b"},
        {"/", "b", "/b"},
        {"a", "/b", "/b"},
        {"", "/", "/"},
        {"a/b", "c/d", "a/b/c/d"},
        {"a", "../b", "a/../b"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(freep) char *joined = path_join_dup(str_from(cases[i][0]), str_from(cases[i][1]));
        assert_string_equal(joined, cases[i][2]);
        cleanup_(buf_done) struct buf out = BUF_INIT;
        buf_addz(&out, "before:");
        path_join(&out, str_from(cases[i][0]), str_from(cases[i][1]));
        assert_true(str_starts(buf_str(&out), STR("before:")));
        assert_str(str_from_at(buf_str(&out), 7), cases[i][2], cases[i][1]);
    }
}

static void test_within(void **state) {
    (void)state;
    static const struct {
        const char *path, *folder;
        bool within;
    } cases[] = {
        {"", "", true},       {"a", "", true},        {"a/b", "", true},      {"/a", "", false},
        {"a", "a", true},     {"a/b", "a", true},     {"ab", "a", false},     {"a-b", "a", false},
        {"a", "a/b", false},  {"a/b/c", "a/b", true}, {"a/bc", "a/b", false}, {"b/a", "a", false},
        {"", "a", false},     {"/", "/", true},       {"/a", "/", true},      {"a", "/", false},
        {"/a/b", "/a", true}, {"/ab", "/a", false},   {"/a", "/a", true},     {"", "/", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        if (path_is_within(str_from(cases[i].path), str_from(cases[i].folder)) != cases[i].within) {
            fail_msg("'%s' in '%s'", cases[i].path, cases[i].folder);
        }
    }
}

static void test_normalise(void **state) {
    (void)state;
    static const struct {
        const char *path, *normal;
        int climbed;
    } cases[] = {
        {"", "", 0},
        {".", "", 0},
        {"./", "", 0},
        {"a", "a", 0},
        {"a/", "a", 0},
        {"a//b", "a/b", 0},
        {"./a/./b/.", "a/b", 0},
        {"a/..", "", 0},
        {"a/../b", "b", 0},
        {"a/b/../../c", "c", 0},
        {"a/b/..", "a", 0},
        {"..", "..", 1},
        {"../a", "../a", 1},
        {"../..", "../..", 1},
        {"../a/..", "..", 1},
        {"a/../..", "..", 1},
        {"a/../../b/../c", "../c", 1},
        {"/", "/", 0},
        {"//", "/", 0},
        {"/a//b/./c/", "/a/b/c", 0},
        {"/..", "/", 0},
        {"/../a", "/a", 0},
        {"/a/../..", "/", 0},
        {"/a/..", "/", 0},
        {"/a/../b", "/b", 0},
        {"...", "...", 0},
        {".../..", "", 0},
        {"..a/b", "..a/b", 0},
        {"a/..b/..", "a", 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(buf_done) struct buf out = BUF_INIT, again = BUF_INIT;
        assert_int_equal(path_normalise(&out, str_from(cases[i].path)), cases[i].climbed);
        assert_str(buf_str(&out), cases[i].normal, cases[i].path);
        assert_int_equal(path_normalise(&again, buf_str(&out)), cases[i].climbed);
        assert_str(buf_str(&again), cases[i].normal, cases[i].normal);
    }
}

/* What lies in the buffer before is no part of the path, whatever it looks like. */
static void test_normalise_behind(void **state) {
    (void)state;
    cleanup_(buf_done) struct buf out = BUF_INIT;
    buf_addz(&out, "x/y");
    assert_int_equal(path_normalise(&out, STR("a/../../b")), 1);
    assert_str(buf_str(&out), "x/y../b", "a/../../b");
    buf_clear(&out);
    buf_addz(&out, "x/y");
    assert_int_equal(path_normalise(&out, STR("/../b")), 0);
    assert_str(buf_str(&out), "x/y/b", "/../b");
}

static int sign(int n) {
    return (n > 0) - (n < 0);
}

/* The order in which a folder is followed by what is in it, before its neighbours. */
static void test_order(void **state) {
    (void)state;
    static const char *const ascending[] = {"",    "/",   "/a",    "/a/b",  "/a-b",    "A",
                                            "a",   "a/b", "a/b/c", "a/b-c", "a/c",     "a-b",
                                            "a.b", "ab",  "ab/c",  "b",     "\xc3\xa9"};
    for (size_t i = 0; i < ARRAY_LEN(ascending); i++) {
        for (size_t j = 0; j < ARRAY_LEN(ascending); j++) {
            int c = path_cmp(str_from(ascending[i]), str_from(ascending[j]));
            if (sign(c) != (i > j) - (i < j)) {
                fail_msg("'%s' against '%s' gives %d", ascending[i], ascending[j], c);
            }
        }
    }
    assert_int_equal(path_cmp(STR_NULL, STR("")), 0);
}

int path_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_join),
        cmocka_unit_test(test_within),
        cmocka_unit_test(test_normalise),
        cmocka_unit_test(test_normalise_behind),
        cmocka_unit_test(test_order),
    };
    return cmocka_run_group_tests_name("path", tests, NULL, NULL);
}
