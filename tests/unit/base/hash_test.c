/* The hash of the tables in memory: what it reads, and that it spreads. */
#include "base/hash.h"

#include "base/attr.h"
#include "unit/base/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Every bit of every byte counts, at each length and alignment; nothing behind the end does. */
static void test_every_bit(void **state) {
    (void)state;
    for (size_t len = 0; len <= 33; len++) {
        for (size_t shift = 0; shift < 8; shift++) {
            char room[64];
            memset(room, 0x5a, sizeof room);
            char *text = room + shift;
            uint64_t h = hash_bytes(text, len);
            for (size_t bit = 0; bit < len * 8; bit++) {
                text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
                assert_true(hash_bytes(text, len) != h);
                text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
            }
            text[len] = 'x';
            assert_true(hash_bytes(text, len) == h);
        }
    }
    assert_true(hash_str(STR_NULL) == hash_str(STR("")));
}

/* Zero bytes at the end are part of the value. */
static void test_lengths(void **state) {
    (void)state;
    static const char zeros[40];
    for (size_t i = 0; i < sizeof zeros; i++) {
        for (size_t j = 0; j < i; j++) {
            assert_true(hash_bytes(zeros, i) != hash_bytes(zeros, j));
        }
    }
}

/* Low bits pick the slot: similar keys must not pile up. 4096 balls, 4096 bins. */
static void assert_spread(const unsigned char *bins) {
    unsigned empty = 0, fullest = 0;
    for (size_t i = 0; i < 4096; i++) {
        empty += bins[i] == 0;
        fullest = bins[i] > fullest ? bins[i] : fullest;
    }
    assert_in_range(empty, 1300, 1720);
    assert_true(fullest <= 10);
}

static void test_spread(void **state) {
    (void)state;
    static unsigned char paths[4096], numbers[4096], pairs[4096];
    for (uint64_t i = 0; i < 4096; i++) {
        char text[32];
        int n = snprintf(text, sizeof text, "src/python/file_%04u.py", (unsigned)i);
        paths[hash_bytes(text, (size_t)n) & 4095]++;
        numbers[hash_mix(i << 12) & 4095]++;
        pairs[hash_combine(i / 64, i % 64) & 4095]++;
    }
    assert_spread(paths);
    assert_spread(numbers);
    assert_spread(pairs);
    assert_true(hash_combine(1, 2) != hash_combine(2, 1));
}

int hash_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_bit),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_spread),
    };
    return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
