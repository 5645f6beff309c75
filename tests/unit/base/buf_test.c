/* struct buf: growth, the maximum, failures that stick, views and taking. */
#include "base/buf.h"

#include "base/alloc.h"
#include "unit/base/groups.h"

#include <setjmp.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_content(const struct buf *b, const char *expected) {
    struct str s = buf_str(b);
    assert_int_equal(s.len, strlen(expected));
    assert_memory_equal(s.ptr, expected, s.len);
    assert_true(b->data == NULL ? b->len == 0 : b->data[b->len] == '\0');
    assert_true(b->cap == 0 || b->len < b->cap);
}

static void test_adding(void **state) {
    (void)state;
    struct buf b = BUF_INIT;
    assert_content(&b, "");
    buf_addz(&b, "one");
    buf_add_char(&b, ' ');
    buf_add_str(&b, STR("two"));
    buf_add_str(&b, STR_NULL);
    buf_add(&b, NULL, 0);
    buf_addf(&b, " %d %s", 3, "four");
    buf_addf(&b, "%s", "");
    assert_true(buf_ok(&b));
    assert_content(&b, "one two 3 four");
    buf_done(&b);
    buf_done(&b);
    assert_content(&b, "");
}

static void test_growing(void **state) {
    (void)state;
    struct buf b = BUF_INIT;
    for (unsigned i = 0; i < 5000; i++) {
        buf_add_char(&b, (char)('a' + i % 26));
        assert_int_equal(b.len, i + 1);
        assert_int_equal(b.data[b.len], '\0');
    }
    for (unsigned i = 0; i < 5000; i++) {
        assert_int_equal(b.data[i], 'a' + i % 26);
    }
    buf_done(&b);
}

static void test_integers(void **state) {
    (void)state;
    struct buf b = BUF_INIT;
    buf_add_u32(&b, 0x01020384);
    buf_add_u64(&b, 0xf102030405060708);
    assert_int_equal(b.len, 12);
    assert_memory_equal(b.data, "\x84\x03\x02\x01\x08\x07\x06\x05\x04\x03\x02\xf1", 12);
    buf_done(&b);
}

/* Every maximum can be filled to its last byte and not one further. */
static void test_maximum(void **state) {
    (void)state;
    for (size_t max = 1; max < 100; max++) {
        struct buf b;
        buf_init(&b, max);
        for (size_t i = 0; i < max; i++) {
            buf_add_char(&b, 'x');
        }
        assert_true(buf_ok(&b));
        assert_int_equal(b.len, max);
        assert_true(b.cap <= max + 1);
        buf_add_char(&b, 'y');
        assert_false(buf_ok(&b));
        assert_int_equal(b.len, max);
        assert_int_equal(b.data[max - 1], 'x');
        assert_int_equal(b.data[max], '\0');
        buf_done(&b);
        assert_int_equal(b.max, max);
    }
}

static void test_no_limit(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, SIZE_MAX);
    for (unsigned i = 0; i < 100; i++) {
        buf_addz(&b, "0123456789");
    }
    assert_true(buf_ok(&b));
    assert_int_equal(b.len, 1000);
    assert_true(b.cap > b.len);
    assert_false(buf_reserve(&b, SIZE_MAX));
    assert_false(buf_ok(&b));
    assert_int_equal(b.len, 1000);
    buf_done(&b);
}

static void test_failure_sticks(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 10);
    buf_addz(&b, "12345");
    buf_addf(&b, "%s", "six and more");
    assert_false(buf_ok(&b));
    buf_addz(&b, "6");
    buf_add_char(&b, '7');
    buf_addf(&b, "%d", 8);
    buf_add_u32(&b, 9);
    assert_false(buf_reserve(&b, 0));
    assert_content(&b, "12345");
    buf_clear(&b);
    assert_true(buf_ok(&b));
    assert_content(&b, "");
    buf_addz(&b, "again");
    assert_true(buf_ok(&b));
    assert_content(&b, "again");
    buf_done(&b);
}

static void test_out_of_memory(void **state) {
    (void)state;
    struct buf b = BUF_INIT;
    alloc_fail_after(1);
    buf_addf(&b, "%d", 1);
    assert_false(buf_ok(&b));
    assert_content(&b, "");
    buf_clear(&b);
    buf_addz(&b, "kept");
    alloc_fail_after(1);
    for (int i = 0; i < 20; i++) {
        buf_addz(&b, "0123456789");
    }
    alloc_fail_after(0);
    assert_false(buf_ok(&b));
    assert_true(str_starts(buf_str(&b), STR("kept0123")));
    assert_true(b.len < 40);
    buf_done(&b);
}

static void test_reserve(void **state) {
    (void)state;
    struct buf b = BUF_INIT;
    buf_addz(&b, "x");
    assert_true(buf_reserve(&b, 1000));
    char *before = b.data;
    for (int i = 0; i < 1000; i++) {
        buf_add_char(&b, 'y');
    }
    assert_ptr_equal(b.data, before);
    buf_done(&b);
}

static void test_truncate(void **state) {
    (void)state;
    struct buf b = BUF_INIT;
    buf_truncate(&b, 0);
    buf_addz(&b, "abcdef");
    buf_truncate(&b, 6);
    assert_content(&b, "abcdef");
    buf_truncate(&b, 2);
    assert_content(&b, "ab");
    buf_truncate(&b, 0);
    assert_content(&b, "");
    buf_done(&b);
}

static void test_take(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 7);
    cleanup_(freep) char *nothing = buf_take(&b);
    assert_string_equal(nothing, "");
    buf_addz(&b, "taken");
    cleanup_(freep) char *taken = buf_take(&b);
    assert_string_equal(taken, "taken");
    assert_content(&b, "");
    assert_int_equal(b.max, 7);
    buf_addz(&b, "longer than seven");
    assert_false(buf_ok(&b));
    cleanup_(freep) char *failed = buf_take(&b);
    assert_string_equal(failed, "");
    assert_true(buf_ok(&b));
}

int buf_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_adding),        cmocka_unit_test(test_growing),
        cmocka_unit_test(test_integers),      cmocka_unit_test(test_maximum),
        cmocka_unit_test(test_no_limit),      cmocka_unit_test(test_failure_sticks),
        cmocka_unit_test(test_out_of_memory), cmocka_unit_test(test_reserve),
        cmocka_unit_test(test_truncate),      cmocka_unit_test(test_take),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
