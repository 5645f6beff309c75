/* Borrowed strings: comparing, searching, cutting, splitting. */
#include "base/str.h"

#include "base/alloc.h"
#include "unit/base/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define ASSERT_STR(s, z) assert_true(str_eqz((s), (z)))

static void test_making(void **state) {
    (void)state;
    assert_int_equal(str_from(NULL).len, 0);
    assert_int_equal(str_from("").len, 0);
    ASSERT_STR(str_from("abc"), "abc");
    ASSERT_STR(str_make("abc", 2), "ab");
    assert_int_equal(STR("a\0b").len, 3);
    assert_true(str_eq(STR_NULL, STR("")));
    assert_true(str_eqz(STR_NULL, NULL));
    assert_false(str_eq(STR("a"), STR("b")));
    assert_false(str_eq(STR("a"), STR("ab")));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
    char text[16];
    (void)snprintf(text, sizeof text, "<%.*s|%.*s>", STR_FMT(STR("ab")), STR_FMT(STR_NULL));
    assert_string_equal(text, "<ab|>");
}

static int sign(int n) {
    return (n > 0) - (n < 0);
}

static void test_order(void **state) {
    (void)state;
    static const char *const ascending[] = {"", "A", "a", "a.", "a/b", "aa", "b", "\x80", "\xff"};
    for (size_t i = 0; i < ARRAY_LEN(ascending); i++) {
        for (size_t j = 0; j < ARRAY_LEN(ascending); j++) {
            int c = str_cmp(str_from(ascending[i]), str_from(ascending[j]));
            assert_int_equal(sign(c), (i > j) - (i < j));
        }
    }
    assert_int_equal(str_cmp(STR_NULL, STR("")), 0);
    assert_true(str_cmp(STR("a\0b"), STR("a\0c")) < 0);
}

static void test_ends(void **state) {
    (void)state;
    assert_true(str_starts(STR("abc"), STR("ab")));
    assert_true(str_starts(STR("abc"), STR("abc")));
    assert_true(str_starts(STR_NULL, STR("")));
    assert_false(str_starts(STR("abc"), STR("abcd")));
    assert_false(str_starts(STR("abc"), STR("b")));
    assert_true(str_ends(STR("abc"), STR("bc")));
    assert_true(str_ends(STR("abc"), STR("")));
    assert_true(str_ends(STR_NULL, STR_NULL));
    assert_false(str_ends(STR("abc"), STR("zabc")));
    assert_false(str_ends(STR("abc"), STR("b")));
}

static void test_search(void **state) {
    (void)state;
    struct str s = STR("a.b.c\0d");
    assert_int_equal(str_find_char(s, '.'), 1);
    assert_int_equal(str_rfind_char(s, '.'), 3);
    assert_int_equal(str_find_char(s, '\0'), 5);
    assert_int_equal(str_find_char(s, 'z'), -1);
    assert_int_equal(str_rfind_char(s, 'z'), -1);
    assert_int_equal(str_find_char(STR_NULL, 'a'), -1);
    assert_int_equal(str_rfind_char(STR_NULL, 'a'), -1);
    assert_int_equal(str_find(s, STR(".c")), 3);
    assert_int_equal(str_find(s, STR("c\0d")), 4);
    assert_int_equal(str_find(s, STR("")), 0);
    assert_int_equal(str_find(STR_NULL, STR("")), 0);
    assert_int_equal(str_find(STR_NULL, STR("a")), -1);
    assert_int_equal(str_find(STR("ab"), STR("abc")), -1);
    assert_int_equal(str_find(STR("aab"), STR("ab")), 1);
}

static void test_parts(void **state) {
    (void)state;
    struct str s = STR("abc");
    ASSERT_STR(str_from_at(s, 0), "abc");
    ASSERT_STR(str_from_at(s, 2), "c");
    ASSERT_STR(str_from_at(s, 3), "");
    ASSERT_STR(str_from_at(s, SIZE_MAX), "");
    assert_ptr_equal(str_from_at(s, 9).ptr, s.ptr + 3);
    assert_null(str_from_at(STR_NULL, 1).ptr);
    ASSERT_STR(str_upto(s, 0), "");
    ASSERT_STR(str_upto(s, 2), "ab");
    ASSERT_STR(str_upto(s, SIZE_MAX), "abc");
    ASSERT_STR(str_upto(STR_NULL, 4), "");
}

static void test_trim(void **state) {
    (void)state;
    ASSERT_STR(str_trim(STR(" \t\n\v\f\ra b \r\n")), "a b");
    ASSERT_STR(str_trim(STR(" \n ")), "");
    ASSERT_STR(str_trim(STR_NULL), "");
    ASSERT_STR(str_trim(STR("\xc2\xa0x")), "\xc2\xa0x");
}

static void test_split(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t count;
        const char *pieces[4];
    } cases[] = {
        {"", 1, {""}},        {"a", 1, {"a"}},    {"a,b", 2, {"a", "b"}},
        {"a,", 2, {"a", ""}}, {",", 2, {"", ""}}, {",a,,b", 4, {"", "a", "", "b"}},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str rest = str_from(cases[i].text), piece;
        bool done = false;
        size_t n = 0;
        while (str_split_next(&rest, &done, ',', &piece)) {
            assert_true(n < cases[i].count);
            ASSERT_STR(piece, cases[i].pieces[n]);
            n++;
        }
        assert_int_equal(n, cases[i].count);
        assert_false(str_split_next(&rest, &done, ',', &piece));
    }
    struct str rest = STR_NULL, piece;
    bool done = false;
    assert_true(str_split_next(&rest, &done, ',', &piece));
    assert_int_equal(piece.len, 0);
    assert_false(str_split_next(&rest, &done, ',', &piece));
}

static void test_dup(void **state) {
    (void)state;
    cleanup_(freep) char *copy = str_dup(STR("abc"));
    cleanup_(freep) char *empty = str_dup(STR_NULL);
    assert_string_equal(copy, "abc");
    assert_string_equal(empty, "");
}

int str_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_making), cmocka_unit_test(test_order), cmocka_unit_test(test_ends),
        cmocka_unit_test(test_search), cmocka_unit_test(test_parts), cmocka_unit_test(test_trim),
        cmocka_unit_test(test_split),  cmocka_unit_test(test_dup),
    };
    return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
