/* Records: what is added comes back; bytes that are none are told from records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "infer/records.h"
#include "unit/infer/groups.h"

static const struct infer_record samples[] = {
    {INFER_IMPORT, 0, {"a.b", 3}, 1},
    {INFER_WEAK_IMPORT, 62, {"c", 1}, 127},
    {INFER_STRING, 63, {"", 0}, 128},
    {INFER_EXPLICIT, UINT32_MAX, {"//x:y", 5}, UINT32_MAX},
};

static void comes_back(void **state) {
    (void)state;
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
        infer_add(&b, &samples[i]);
    }
    struct str rest = buf_str(&b);
    assert_true(infer_records_valid(rest));
    struct infer_record r;
    for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
        assert_true(infer_next(&rest, &r));
        assert_int_equal(r.kind, samples[i].kind);
        assert_int_equal(r.level, samples[i].level);
        assert_int_equal(r.line, samples[i].line);
        assert_true(str_eq(r.name, samples[i].name));
    }
    assert_int_equal(rest.len, 0);
    assert_false(infer_next(&rest, &r));
    buf_done(&b);
}

static void every_cut_is_seen(void **state) {
    (void)state;
    struct buf b = BUF_INIT;
    size_t ends[ARRAY_LEN(samples) + 1] = {0};
    for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
        infer_add(&b, &samples[i]);
        ends[i + 1] = b.len;
    }
    for (size_t len = 0, next = 0; len <= b.len; len++) {
        bool whole = len == ends[next];
        next += whole;
        assert_int_equal(infer_records_valid(str_make(b.data, len)), whole);
    }
    buf_done(&b);
}

static void numbers_are_bounded(void **state) {
    (void)state;
    assert_false(infer_records_valid(STR("\x00\xff\xff\xff\xff\xff\xff"))); /* no end */
    assert_false(infer_records_valid(STR("\x00\xff\xff\xff\xff\x7f\x00"))); /* 35 bits */
    assert_true(infer_records_valid(STR("\x00\xff\xff\xff\xff\x0f\x00")));  /* 32 bits */
    assert_false(infer_records_valid(STR("\x00\x01\xff\xff\xff\xff\x0f"
                                         "ab"))); /* name too long */
}

int records_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back),
        cmocka_unit_test(every_cut_is_seen),
        cmocka_unit_test(numbers_are_bounded),
    };
    return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
