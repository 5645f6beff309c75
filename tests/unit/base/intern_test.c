/* Strings to small integers and back. */
#include "base/intern.h"

#include "unit/base/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void test_ids(void **state) {
    (void)state;
    struct intern t = {0};
    assert_int_equal(intern_find(&t, STR("a")), 0);
    assert_int_equal(intern_id(&t, STR("a")), 1);
    assert_int_equal(intern_id(&t, STR("")), 2);
    assert_int_equal(intern_id(&t, STR("a\0b")), 3);
    assert_int_equal(intern_id(&t, STR("a")), 1);
    assert_int_equal(intern_id(&t, STR_NULL), 2);
    assert_int_equal(intern_find(&t, STR("a\0b")), 3);
    assert_int_equal(intern_find(&t, STR("a\0c")), 0);
    assert_int_equal(intern_str(&t, 0).len, 0);
    assert_string_equal(intern_str(&t, 1).ptr, "a");
    assert_string_equal(intern_str(&t, 2).ptr, "");
    assert_int_equal(intern_str(&t, 3).len, 3);
    intern_done(&t);
    assert_int_equal(intern_find(&t, STR("a")), 0);
    assert_int_equal(intern_id(&t, STR("b")), 1);
    intern_done(&t);
}

/* Strings stay where they are while the table grows, and do not depend on what was passed in. */
static void test_many(void **state) {
    (void)state;
    struct intern t = {0};
    struct str first = STR_NULL;
    for (uint32_t i = 1; i <= 20000; i++) {
        char text[32];
        int n = snprintf(text, sizeof text, "src/module_%u", i);
        assert_int_equal(intern_id(&t, str_make(text, (size_t)n)), i);
        if (i == 1) {
            first = intern_str(&t, 1);
        }
    }
    for (uint32_t i = 1; i <= 20000; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "src/module_%u", i);
        assert_string_equal(intern_str(&t, i).ptr, text);
        assert_int_equal(intern_find(&t, str_from(text)), i);
    }
    assert_ptr_equal(intern_str(&t, 1).ptr, first.ptr);
    intern_done(&t);
}

int intern_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests_name("intern", tests, NULL, NULL);
}
