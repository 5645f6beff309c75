/* Typed growable arrays. */
#include "base/vec.h"

#include "unit/base/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct pair {
    uint64_t key;
    char name;
};

static void test_push_and_pop(void **state) {
    (void)state;
    VEC(struct pair) v = {0};
    for (uint64_t i = 0; i < 1000; i++) {
        vec_push(&v, ((struct pair){.key = i, .name = (char)('a' + i % 26)}));
        assert_int_equal(v.len, i + 1);
        assert_true(v.cap >= v.len);
        assert_int_equal(vec_last(&v).key, i);
    }
    for (uint64_t i = 0; i < 1000; i++) {
        assert_int_equal(v.data[i].key, i);
        assert_int_equal(v.data[i].name, 'a' + i % 26);
    }
    for (uint64_t i = 1000; i-- > 0;) {
        struct pair last = vec_pop(&v);
        assert_int_equal(last.key, i);
    }
    assert_int_equal(v.len, 0);
    vec_done(&v);
}

static void test_reserve(void **state) {
    (void)state;
    VEC(int) v = {0};
    vec_reserve(&v, 0);
    assert_null(v.data);
    vec_reserve(&v, 100);
    assert_true(v.cap >= 100);
    const int *data = v.data;
    for (int i = 0; i < 100; i++) {
        vec_push(&v, i);
    }
    assert_ptr_equal(v.data, data);
    vec_reserve(&v, 1000);
    assert_int_equal(v.data[99], 99);
    assert_int_equal(v.len, 100);
    vec_done(&v);
}

static void test_clear_and_done(void **state) {
    (void)state;
    VEC(char) v = {0};
    vec_done(&v);
    vec_push(&v, 'a');
    size_t cap = v.cap;
    vec_clear(&v);
    assert_int_equal(v.len, 0);
    assert_int_equal(v.cap, cap);
    vec_push(&v, 'b');
    assert_int_equal(v.data[0], 'b');
    vec_done(&v);
    assert_null(v.data);
    assert_int_equal(v.cap, 0);
    vec_push(&v, 'c');
    assert_int_equal(vec_last(&v), 'c');
    vec_done(&v);
}

/* An element of the vector itself may be pushed, also when that moves the vector. */
static void test_push_own_element(void **state) {
    (void)state;
    VEC(int) v = {0};
    vec_push(&v, 7);
    for (int i = 0; i < 100; i++) {
        vec_push(&v, v.data[0]);
    }
    for (size_t i = 0; i < v.len; i++) {
        assert_int_equal(v.data[i], 7);
    }
    vec_done(&v);
}

int vec_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_push_and_pop),
        cmocka_unit_test(test_reserve),
        cmocka_unit_test(test_clear_and_done),
        cmocka_unit_test(test_push_own_element),
    };
    return cmocka_run_group_tests_name("vec", tests, NULL, NULL);
}
