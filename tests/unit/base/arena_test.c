/* Memory that goes together: zeroed, aligned, never overlapping, whatever the sizes. */
#include "base/arena.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "unit/base/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { BLOCKS = 400 };

struct block {
    unsigned char *at;
    size_t size;
    unsigned char fill;
};

static size_t random_size(uint64_t *seed) {
    *seed = hash_mix(*seed);
    size_t kind = *seed % 20, n = (*seed >> 32);
    return kind == 0 ? n % 300000 : kind < 4 ? n % 6000 : n % 70;
}

static void test_blocks(void **state) {
    (void)state;
    struct arena a = {0};
    static struct block blocks[BLOCKS];
    uint64_t seed = 5;
    size_t total = 0;
    for (size_t i = 0; i < BLOCKS; i++) {
        struct block *b = &blocks[i];
        *b = (struct block){.size = random_size(&seed), .fill = (unsigned char)(i + 1)};
        b->at = arena_alloc(&a, b->size);
        assert_non_null(b->at);
        assert_int_equal((uintptr_t)b->at % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < b->size; j++) {
            assert_true(b->at[j] == 0);
        }
        memset(b->at, b->fill, b->size);
        total += b->size;
        /* Text leaves the free space unaligned. */
        struct str s = arena_str(&a, str_make("abcdefg", i % 8));
        assert_memory_equal(s.ptr, "abcdefg", i % 8);
        assert_int_equal(s.ptr[s.len], '\0');
        total += s.len + 1;
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        for (size_t j = 0; j < blocks[i].size; j++) {
            assert_true(blocks[i].at[j] == blocks[i].fill);
        }
    }
    assert_int_equal(a.total, total);
    arena_done(&a);
    assert_int_equal(a.total, 0);
    arena_done(&a);
}

/* Nothing at all is still a place of one's own arena, also as its first request. */
static void test_nothing(void **state) {
    (void)state;
    struct arena a = {0};
    assert_non_null(arena_alloc(&a, 0));
    assert_non_null(ARENA_ARRAY(&a, int, 0));
    struct str empty = arena_str(&a, STR_NULL);
    assert_int_equal(empty.len, 0);
    assert_string_equal(empty.ptr, "");
    arena_done(&a);
}

/* A request larger than the largest chunk does not make the chunks behind it larger. */
static void test_large(void **state) {
    (void)state;
    struct arena a = {0};
    char *large = arena_alloc(&a, 5 << 20);
    memset(large, 1, 5 << 20);
    char *small = arena_alloc(&a, 100);
    memset(small, 2, 100);
    assert_int_equal(large[(5 << 20) - 1], 1);
    assert_true(a.left <= 1 << 20);
    arena_done(&a);
}

static void test_typed(void **state) {
    (void)state;
    struct arena a = {0};
    struct block *one = ARENA_NEW(&a, struct block);
    struct block *many = ARENA_ARRAY(&a, struct block, 100);
    assert_null(one->at);
    for (size_t i = 0; i < 100; i++) {
        assert_null(many[i].at);
        many[i].size = i;
    }
    assert_int_equal(one->size, 0);
    assert_int_equal(a.total, 101 * sizeof(struct block));
    arena_done(&a);
}

static void test_text(void **state) {
    (void)state;
    struct arena a = {0};
    struct str s = arena_printf(&a, "%s:%d", "a/b", 12);
    struct str none = arena_printf(&a, "%s", "");
    char text[9000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct str lengthy = arena_printf(&a, "%s", text);
    assert_string_equal(s.ptr, "a/b:12");
    assert_int_equal(s.len, 6);
    assert_string_equal(none.ptr, "");
    assert_int_equal(lengthy.len, sizeof text - 1);
    assert_string_equal(lengthy.ptr, text);
    struct str bytes = arena_str(&a, STR("a\0b"));
    assert_int_equal(bytes.len, 3);
    assert_memory_equal(bytes.ptr, "a\0b", 4);
    arena_done(&a);
}

int arena_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks), cmocka_unit_test(test_nothing), cmocka_unit_test(test_large),
        cmocka_unit_test(test_typed),  cmocka_unit_test(test_text),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
