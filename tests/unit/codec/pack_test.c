/* Packed values: what goes in comes out; broken blobs are found; equality and hashing agree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "codec/pack.h"
#include "unit/codec/groups.h"

/* {"b": [1, 2.5, None, True], "a": ("x", b"\0"), "c": ext 7 (False)} */
static void sample(char **ret_data, size_t *ret_len) {
    struct pack_builder b;
    pack_builder_init(&b);
    uint32_t list[4] = {pack_int(&b, 1), pack_float(&b, 2.5), pack_none(&b), pack_bool(&b, true)};
    uint32_t tuple[2] = {pack_str(&b, STR("x")), pack_bytes(&b, str_make("\0", 1))};
    uint32_t no = pack_bool(&b, false);
    uint32_t values[3] = {pack_list(&b, list, 4), pack_tuple(&b, tuple, 2),
                          pack_ext(&b, 7, &no, 1)};
    uint32_t keys[3] = {pack_str(&b, STR("b")), pack_str(&b, STR("a")), pack_str(&b, STR("c"))};
    uint32_t root = pack_dict(&b, keys, values, 3);
    assert_int_equal(pack_builder_finish(&b, root, ret_data, ret_len, NULL), 0);
}

static void reads_what_was_written(void **state) {
    (void)state;
    cleanup_(freep) char *data = NULL;
    size_t len;
    sample(&data, &len);
    struct pval root, k, v;
    assert_int_equal(pack_open(data, len, &root, NULL), 0);
    assert_int_equal(pval_len(root), 3);
    pval_pair(root, 0, &k, &v);
    assert_true(str_eqz(pval_str(k), "b"));
    assert_int_equal(pval_int(pval_item(v, 0)), 1);
    assert_true(pval_float(pval_item(v, 1)) == 2.5);
    assert_true(pval_is_none(pval_item(v, 2)));
    assert_true(pval_bool(pval_item(v, 3)));
    assert_true(pval_is_none(pval_item(v, 4)));
    v = pval_getz(root, "a");
    assert_int_equal(pval_tag(v), PACK_TUPLE);
    assert_int_equal(pval_str(pval_item(v, 1)).len, 1);
    assert_int_equal(pval_ext_kind(pval_getz(root, "c")), 7);
    assert_false(pval_find(root, STR("d"), &v));
    assert_false(pval_find(root, STR(""), &v));
}

static void every_damage_is_found_or_harmless(void **state) {
    (void)state;
    cleanup_(freep) char *data = NULL;
    size_t len;
    sample(&data, &len);
    struct pval root;
    for (size_t cut = 0; cut < len; cut++) {
        assert_int_equal(pack_open(data, cut, &root, NULL), ERR_FORMAT);
    }
    for (size_t bit = 0; bit < len * 8; bit++) {
        data[bit / 8] = (char)(data[bit / 8] ^ (1 << bit % 8));
        if (pack_open(data, len, &root, NULL) == 0) {
            (void)pval_hash(root); /* the sanitizer sees a read outside */
            assert_true(pval_equal(root, root));
        }
        data[bit / 8] = (char)(data[bit / 8] ^ (1 << bit % 8));
    }
}

static void copies_are_equal(void **state) {
    (void)state;
    cleanup_(freep) char *data = NULL;
    cleanup_(freep) char *copy = NULL;
    size_t len, copy_len;
    sample(&data, &len);
    struct pack_builder b;
    pack_builder_init(&b);
    uint32_t root = pack_copy(&b, pack_trusted(data));
    assert_int_equal(pack_builder_finish(&b, root, &copy, &copy_len, NULL), 0);
    assert_true(pval_equal(pack_trusted(data), pack_trusted(copy)));
    assert_true(pval_hash(pack_trusted(data)) == pval_hash(pack_trusted(copy)));
    assert_false(pval_equal(pack_trusted(data), pval_getz(pack_trusted(data), "a")));
}

static void the_last_of_equal_keys_wins(void **state) {
    (void)state;
    struct pack_builder b;
    pack_builder_init(&b);
    uint32_t keys[2] = {pack_str(&b, STR("k")), pack_str(&b, STR("k"))};
    uint32_t values[2] = {pack_int(&b, 1), pack_int(&b, 2)};
    cleanup_(freep) char *data = NULL;
    size_t len;
    struct pval root;
    uint32_t at = pack_dict(&b, keys, values, 2);
    assert_int_equal(pack_builder_finish(&b, at, &data, &len, NULL), 0);
    assert_int_equal(pack_open(data, len, &root, NULL), 0);
    assert_int_equal(pval_int(pval_getz(root, "k")), 2);
}

int pack_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_was_written),
        cmocka_unit_test(every_damage_is_found_or_harmless),
        cmocka_unit_test(copies_are_equal),
        cmocka_unit_test(the_last_of_equal_keys_wins),
    };
    return cmocka_run_group_tests_name("pack", tests, NULL, NULL);
}
