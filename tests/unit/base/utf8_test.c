/*
 * The UTF-8 check against the definition: a sequence is well-formed when it is the encoding of a
 * Unicode scalar value. So all scalar values are encoded, and all short byte strings decoded.
 */
#include "base/attr.h"
#include "base/str.h"
#include "unit/base/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The textbook encoding, for any number below 0x200000; returns its length. */
static size_t encode(uint32_t c, uint8_t out[4]) {
    if (c < 0x80) {
        out[0] = (uint8_t)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const uint8_t heads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6) {
        out[i] = (uint8_t)(0x80 | (c & 0x3f));
    }
    out[0] = (uint8_t)(heads[n] | c);
    return n;
}

static bool is_scalar(uint32_t c) {
    return c < 0xd800 || (c > 0xdfff && c < 0x110000);
}

static bool check(const uint8_t *bytes, size_t len) {
    return str_is_utf8(str_make((const char *)bytes, len));
}

/* The check by decoding: what is decoded and encoded again must be the same bytes. */
static bool naive(const uint8_t *bytes, size_t len) {
    for (size_t i = 0; i < len;) {
        uint8_t head = bytes[i];
        size_t n = head < 0x80 ? 1 : head < 0xc0 ? 9 : head < 0xe0 ? 2 : head < 0xf0 ? 3 : 4;
        if (n > len - i || head > 0xf7) {
            return false;
        }
        uint32_t c = n == 1 ? head : head & (0x7fU >> n);
        for (size_t j = 1; j < n; j++) {
            c = c << 6 | (bytes[i + j] & 0x3f);
        }
        uint8_t again[4];
        if (!is_scalar(c) || encode(c, again) != n || memcmp(again, bytes + i, n) != 0) {
            return false;
        }
        i += n;
    }
    return true;
}

static void test_every_scalar(void **state) {
    (void)state;
    for (uint32_t c = 0; c < 0x200000; c++) {
        uint8_t bytes[4];
        size_t n = encode(c, bytes);
        if (check(bytes, n) != is_scalar(c)) {
            fail_msg("U+%04X", c);
        }
        for (size_t cut = 1; cut < n; cut++) {
            if (check(bytes, cut)) {
                fail_msg("U+%04X cut to %zu", c, cut);
            }
        }
    }
}

static void test_every_pair(void **state) {
    (void)state;
    for (uint32_t i = 0; i < 0x10000; i++) {
        const uint8_t bytes[] = {(uint8_t)(i >> 8), (uint8_t)i};
        if (check(bytes, 2) != naive(bytes, 2)) {
            fail_msg("%02x %02x", bytes[0], bytes[1]);
        }
    }
}

/* Four bytes, each at and around the borders of the table. */
static void test_borders(void **state) {
    (void)state;
    static const uint8_t edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0,
                                    0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0,
                                    0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xfc, 0xfe, 0xff};
    const size_t n = ARRAY_LEN(edges);
    size_t good = 0;
    for (size_t i = 0; i < n * n * n * n; i++) {
        const uint8_t bytes[] = {edges[i % n], edges[i / n % n], edges[i / n / n % n],
                                 edges[i / n / n / n]};
        bool expected = naive(bytes, 4);
        good += expected;
        if (check(bytes, 4) != expected) {
            fail_msg("%02x %02x %02x %02x", bytes[0], bytes[1], bytes[2], bytes[3]);
        }
    }
    assert_true(good > 100);
}

static void test_empty(void **state) {
    (void)state;
    assert_true(str_is_utf8(STR_NULL));
    assert_true(str_is_utf8(STR("")));
    assert_true(str_is_utf8(STR("a\0b")));
}

int utf8_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_scalar),
        cmocka_unit_test(test_every_pair),
        cmocka_unit_test(test_borders),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
