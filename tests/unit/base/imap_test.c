/* struct imap against a plain array indexed by the key's number. */
#include "base/hash.h"
#include "base/map.h"
#include "unit/base/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { KEYS = 300, STEPS = 50000 };

/* Key n: small numbers, multiples of large powers of two, and the last ones there are. */
static uint64_t key_of(unsigned n) {
    switch (n % 3) {
    case 0:
        return n / 3;
    case 1:
        return (uint64_t)n << 48;
    default:
        return UINT64_MAX - n / 3;
    }
}

static unsigned rnd(uint64_t *seed, unsigned n) {
    *seed = hash_mix(*seed);
    return (unsigned)(*seed >> 33) % n;
}

static void assert_sane(const struct imap *m) {
    size_t live = 0, used = 0;
    for (size_t i = 0; i < m->nslots; i++) {
        live += m->slots[i].state == 1;
        used += m->slots[i].state != 0;
    }
    assert_int_equal(m->count, live);
    assert_int_equal(m->used, used);
    assert_true(m->nslots == 0 || used < m->nslots);
}

static void test_random(void **state) {
    (void)state;
    struct imap m = {0};
    void *values[KEYS] = {NULL};
    bool live[KEYS] = {false};
    uint64_t seed = 11;
    size_t count = 0;
    for (unsigned i = 0; i < STEPS; i++) {
        unsigned n = rnd(&seed, i % 2000 < 1000 ? KEYS : KEYS / 10);
        assert_int_equal(imap_has(&m, key_of(n)), live[n]);
        assert_ptr_equal(imap_get(&m, key_of(n)), live[n] ? values[n] : NULL);
        if (rnd(&seed, 2) == 0) {
            void *value = (void *)(uintptr_t)rnd(&seed, 100);
            assert_ptr_equal(imap_put(&m, key_of(n), value), live[n] ? values[n] : NULL);
            count += !live[n];
            live[n] = true;
            values[n] = value;
        } else {
            assert_ptr_equal(imap_del(&m, key_of(n)), live[n] ? values[n] : NULL);
            count -= live[n];
            live[n] = false;
        }
        assert_int_equal(m.count, count);
        if (i % 101 == 0) {
            assert_sane(&m);
        }
    }
    for (unsigned n = 0; n < KEYS; n++) {
        assert_int_equal(imap_has(&m, key_of(n)), live[n]);
    }
    imap_done(&m);
    assert_int_equal(m.count, 0);
    assert_false(imap_has(&m, key_of(1)));
    imap_done(&m);
}

static void test_churn(void **state) {
    (void)state;
    struct imap m = {0};
    for (uint64_t key = 0; key < 100000; key++) {
        assert_null(imap_put(&m, key, &m));
        assert_ptr_equal(imap_del(&m, key), &m);
    }
    assert_true(m.nslots <= 16);
    assert_null(imap_del(&m, 0));
    imap_done(&m);
}

static void test_growth(void **state) {
    (void)state;
    struct imap m = {0};
    for (uintptr_t key = 0; key < 10000; key++) {
        assert_null(imap_put(&m, key << 20, (void *)(key + 1)));
    }
    for (uintptr_t key = 0; key < 10000; key++) {
        assert_ptr_equal(imap_get(&m, key << 20), (void *)(key + 1));
    }
    assert_int_equal(m.count, 10000);
    assert_sane(&m);
    imap_done(&m);
}

int imap_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_churn),
        cmocka_unit_test(test_growth),
    };
    return cmocka_run_group_tests_name("imap", tests, NULL, NULL);
}
