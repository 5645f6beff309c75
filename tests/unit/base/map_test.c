/* struct map against an array that remembers what was put, in which order. */
#include "base/map.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "unit/base/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { KEYS = 200, STEPS = 20000 };

/** The naive map: live keys in the order of their (last) insertion. */
struct model {
    unsigned key[KEYS];
    void *value[KEYS];
    size_t count;
};

static size_t model_find(const struct model *model, unsigned key) {
    for (size_t i = 0; i < model->count; i++) {
        if (model->key[i] == key) {
            return i;
        }
    }
    return SIZE_MAX;
}

static void *model_put(struct model *model, unsigned key, void *value) {
    size_t at = model_find(model, key);
    if (at != SIZE_MAX) {
        void *old = model->value[at];
        model->value[at] = value;
        return old;
    }
    model->key[model->count] = key;
    model->value[model->count++] = value;
    return NULL;
}

static void *model_del(struct model *model, unsigned key) {
    size_t at = model_find(model, key);
    if (at == SIZE_MAX) {
        return NULL;
    }
    void *old = model->value[at];
    model->count--;
    for (size_t i = at; i < model->count; i++) {
        model->key[i] = model->key[i + 1];
        model->value[i] = model->value[i + 1];
    }
    return old;
}

/* Key n as text: of many lengths, with shared beginnings, one of them empty. */
static struct str key_text(unsigned n, char room[64]) {
    if (n == 0) {
        return STR_NULL;
    }
    int len = snprintf(room, 64, "src/%u/%.*s", n / 7, (int)(n % 40),
                       "a/long/path/with/many/parts/behind/one/another");
    len += snprintf(room + len, 64 - (size_t)len, "%u", n);
    return str_make(room, (size_t)len);
}

static unsigned rnd(uint64_t *seed, unsigned n) {
    *seed = hash_mix(*seed);
    return (unsigned)(*seed >> 33) % n;
}

static void assert_same(const struct map *m, const struct model *model) {
    assert_int_equal(m->count, model->count);
    size_t at = 0, n = 0;
    struct str key;
    void *value;
    while (map_next(m, &at, &key, &value)) {
        char room[64];
        assert_true(n < model->count);
        assert_true(str_eq(key, key_text(model->key[n], room)));
        assert_ptr_equal(value, model->value[n]);
        n++;
    }
    assert_int_equal(n, model->count);
    assert_true(m->nslots == 0 || m->used * 2 <= m->nslots);
}

static void step(struct map *m, struct model *model, uint64_t *seed, unsigned keys) {
    char room[64];
    unsigned n = rnd(seed, keys);
    struct str key = key_text(n, room);
    size_t at = model_find(model, n);
    assert_int_equal(map_has(m, key), at != SIZE_MAX);
    assert_ptr_equal(map_get(m, key), at != SIZE_MAX ? model->value[at] : NULL);
    if (rnd(seed, 5) < 3) {
        void *value = (void *)(uintptr_t)rnd(seed, 1000);
        assert_ptr_equal(map_put(m, key, value), model_put(model, n, value));
    } else {
        assert_ptr_equal(map_del(m, key), model_del(model, n));
    }
}

static void test_random(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed < 6; seed++) {
        uint64_t s = seed;
        struct map m;
        map_init(&m, MAP_COPY_KEYS);
        struct model model = {.count = 0};
        unsigned keys = (unsigned)seed * KEYS / 5;
        for (unsigned i = 0; i < STEPS; i++) {
            step(&m, &model, &s, keys);
            if (i % 97 == 0 || i < 100) {
                assert_same(&m, &model);
            }
            if (i % 7001 == 7000) {
                map_clear(&m);
                model.count = 0;
            }
        }
        assert_same(&m, &model);
        map_done(&m);
        assert_int_equal(m.flags, MAP_COPY_KEYS);
    }
}

/* What is put and deleted for ever does not make the map grow for ever. */
static void test_churn(void **state) {
    (void)state;
    struct map m;
    map_init(&m, MAP_COPY_KEYS);
    for (unsigned i = 1; i < 10000; i++) {
        char room[64];
        assert_null(map_put(&m, key_text(i, room), &m));
        assert_ptr_equal(map_del(&m, key_text(i, room)), &m);
        assert_true(m.cap <= 8);
        assert_int_equal(m.count, 0);
    }
    map_done(&m);
}

/* Keys are copied only when asked for; a zeroed map borrows. */
static void test_keys(void **state) {
    (void)state;
    char text[] = "key";
    struct map borrowing = {0}, copying;
    map_init(&copying, MAP_COPY_KEYS);
    (void)map_put(&borrowing, str_from(text), text);
    (void)map_put(&copying, str_from(text), text);
    size_t at = 0;
    struct str key;
    assert_true(map_next(&borrowing, &at, &key, NULL));
    assert_ptr_equal(key.ptr, text);
    at = 0;
    assert_true(map_next(&copying, &at, &key, NULL));
    assert_ptr_not_equal(key.ptr, text);
    text[0] = 'K';
    assert_true(map_has(&copying, STR("key")));
    /* The map's own copy is a fine argument too. */
    assert_ptr_equal(map_del(&copying, key), text);
    assert_int_equal(copying.count, 0);
    map_done(&borrowing);
    map_done(&copying);
}

static void test_odd_keys(void **state) {
    (void)state;
    struct map m = {0};
    int a = 0, b = 0, c = 0;
    assert_null(map_get(&m, STR("")));
    assert_null(map_del(&m, STR("")));
    assert_null(map_put(&m, STR(""), &a));
    assert_null(map_put(&m, STR("\0"), &b));
    assert_null(map_put(&m, STR("\0\0"), &c));
    assert_ptr_equal(map_get(&m, STR_NULL), &a);
    assert_ptr_equal(map_get(&m, STR("\0")), &b);
    assert_ptr_equal(map_get(&m, STR("\0\0")), &c);
    assert_null(map_put(&m, STR("none"), NULL));
    assert_true(map_has(&m, STR("none")));
    assert_null(map_get(&m, STR("none")));
    map_done(&m);
    map_clear(&m);
    assert_false(map_has(&m, STR("")));
}

int map_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_churn),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_odd_keys),
    };
    return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
