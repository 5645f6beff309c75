/* Digests and directories: known bytes, building, conflicts, reading back. */
#include "digest/digest.h"
#include "digest/tree.h"

#include "base/alloc.h"
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_hex(const struct digest *d, const char *hex, uint64_t size) {
    char got[DIGEST_HEX_LEN + 1];
    digest_hex(d, got);
    assert_string_equal(got, hex);
    assert_int_equal(d->size, size);
}

static void test_digests(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct digest d = digest_of(NULL, 0), parsed;
    assert_true(digest_eq(&d, &DIGEST_EMPTY));
    d = digest_of("European Burmese", 16);
    const char *hex = "693d8db7b05e99c6b7a7c0616456039d89c555029026936248085193559a0b5d";
    assert_hex(&d, hex, 16);
    assert_int_equal(digest_parse(str_from(hex), 16, &parsed, &e), 0);
    assert_true(digest_eq(&d, &parsed));
    assert_int_equal(digest_cmp(&d, &parsed), 0);
    assert_int_equal(digest_hash64(&d), 0x693d8db7b05e99c6);
    parsed.size = 17;
    assert_false(digest_eq(&d, &parsed));
    assert_true(digest_cmp(&d, &parsed) < 0);
    assert_int_equal(digest_parse(str_upto(str_from(hex), 63), 1, &parsed, &e), ERR_FORMAT);
    assert_non_null(strstr(e.msg, "Invalid digest hex"));
    char bad[65];
    strcpy(bad, hex);
    bad[5] = 'g';
    assert_int_equal(digest_parse(str_from(bad), 1, &parsed, &e), ERR_FORMAT);
}

/* The sums are of messages encoded by hand after the format's description. */
static void test_known_directories(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct digest roland = digest_of("European Burmese", 16);
    struct dtree_builder *b = dtree_builder_new();
    struct dtree *t = NULL;
    assert_int_equal(dtree_builder_finish(b, &t, &e), 0);
    assert_true(digest_eq(dtree_digest(t), &DIGEST_EMPTY));
    dtree_unref(t);
    t = dtree_empty();
    assert_true(digest_eq(dtree_digest(t), &DIGEST_EMPTY));
    dtree_unrefp(&t);
    assert_null(t);

    assert_int_equal(dtree_builder_file(b, STR("roland"), &roland, false, &e), 0);
    assert_int_equal(dtree_builder_finish(b, &t, &e), 0);
    assert_hex(dtree_digest(t), "63949aa823baf765eff07b946050d76ec0033144c785a94d3ebd82baa931cd16",
               80);
    dtree_unref(t);

    char *many = xmalloc(300);
    memset(many, 'x', 300);
    struct digest long_one = digest_of(many, 300), one = digest_of("1", 1);
    free(many);
    assert_int_equal(dtree_builder_file(b, STR("z"), &one, false, &e), 0);
    assert_int_equal(dtree_builder_link(b, STR("l"), STR("sub/f"), &e), 0);
    assert_int_equal(dtree_builder_file(b, STR("sub/f"), &DIGEST_EMPTY, true, &e), 0);
    assert_int_equal(dtree_builder_dir(b, STR("sub"), &e), 0);
    assert_int_equal(dtree_builder_file(b, STR("a"), &long_one, false, &e), 0);
    assert_int_equal(dtree_builder_finish(b, &t, &e), 0);
    assert_hex(dtree_digest(t), "8ccfdb5ac342ccbcf12cd587d4f1ad5c5a9b0af682d8f79d4be61fe5a9e33530",
               240);
    size_t count;
    const struct dentry *entries = dtree_entries(t, &count);
    assert_int_equal(count, 4);
    assert_true(str_eqz(entries[1].name, "l"));
    assert_true(str_eqz(entries[1].target, "sub/f"));
    assert_true(dtree_find(dtree_find(t, STR("sub"))->tree, STR("f"))->executable);
    assert_null(dtree_find(t, STR("none")));
    dtree_unref(t);
    dtree_builder_free(b);
    dtree_builder_free(NULL);
    dtree_unref(NULL);
}

static void test_conflicts(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct digest x = digest_of("x", 1), y = digest_of("y", 1);
    struct dtree_builder *b = dtree_builder_new();
    assert_int_equal(dtree_builder_file(b, STR("a/f"), &x, false, &e), 0);
    assert_int_equal(dtree_builder_file(b, STR("a/f"), &x, false, &e), 0);
    assert_int_equal(dtree_builder_file(b, STR("a/f"), &y, false, &e), ERR_CONFLICT);
    assert_int_equal(dtree_builder_file(b, STR("a/f"), &x, true, &e), ERR_CONFLICT);
    assert_int_equal(dtree_builder_file(b, STR("a"), &x, false, &e), ERR_CONFLICT);
    assert_int_equal(dtree_builder_file(b, STR("a/f/g"), &x, false, &e), ERR_CONFLICT);
    assert_int_equal(dtree_builder_link(b, STR("a/f"), STR("x"), &e), ERR_CONFLICT);
    assert_int_equal(dtree_builder_link(b, STR("l"), STR("x"), &e), 0);
    assert_int_equal(dtree_builder_link(b, STR("l"), STR("y"), &e), ERR_CONFLICT);
    assert_int_equal(dtree_builder_dir(b, STR("l"), &e), ERR_CONFLICT);
    assert_int_equal(dtree_builder_dir(b, STR(""), &e), 0);
    static const char *const bad[] = {"a/../b", "/a", "a//b", "./a", "a/"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_int_equal(dtree_builder_file(b, str_from(bad[i]), &x, false, &e), ERR_USAGE);
    }
    dtree_builder_free(b);
    struct dentry two[2] = {{.name = STR("same"), .kind = DENTRY_FILE},
                            {.name = STR("same"), .kind = DENTRY_LINK}};
    struct dtree *t = NULL;
    assert_int_equal(dtree_new(two, 2, &t, &e), ERR_CONFLICT);
}

static int note(void *user, struct str path, const struct dentry *entry, struct err *e) {
    (void)e;
    buf_addf(user, "%.*s%s ", STR_FMT(path), entry->kind == DENTRY_DIR ? "/" : "");
    return str_eqz(path, "stop") ? 7 : 0;
}

static void test_walk(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct dtree_builder *b = dtree_builder_new();
    static const char *const paths[] = {"b/c/d", "b/a", "a-b", "a/z"};
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        assert_int_equal(dtree_builder_file(b, str_from(paths[i]), &DIGEST_EMPTY, false, &e), 0);
    }
    struct dtree *t = NULL;
    assert_int_equal(dtree_builder_finish(b, &t, &e), 0);
    struct buf seen = BUF_INIT;
    assert_int_equal(dtree_walk(t, note, &seen, &e), 0);
    assert_string_equal(seen.data, "a/ a/z a-b b/ b/a b/c/ b/c/d ");
    dtree_unref(t);
    assert_int_equal(dtree_builder_dir(b, STR("stop/here"), &e), 0);
    assert_int_equal(dtree_builder_finish(b, &t, &e), 0);
    buf_clear(&seen);
    assert_int_equal(dtree_walk(t, note, &seen, &e), 7);
    assert_string_equal(seen.data, "stop/ ");
    dtree_unref(t);
    buf_done(&seen);
    dtree_builder_free(b);
}

static int parse(struct str bytes, struct arena *a, struct dentry **entries, size_t *count) {
    struct err e = ERR_INIT;
    return directory_parse(bytes, a, entries, count, &e);
}

/* Random directories: reading what was written gives it back; the order of adding is no matter. */
static void test_round_trips(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    unsigned seed = 3;
    for (int round = 0; round < 300; round++) {
        struct dentry entries[12];
        char names[12][8], targets[12][8];
        struct dtree *sub = dtree_empty(), *t = NULL, *again = NULL;
        size_t count = (size_t)rand_r(&seed) % 12;
        for (size_t i = 0; i < count; i++) {
            snprintf(names[i], sizeof(names[i]), "%c%zu", 'a' + rand_r(&seed) % 26, i);
            snprintf(targets[i], sizeof(targets[i]), "t%d", rand_r(&seed) % 100);
            entries[i] = (struct dentry){.name = str_from(names[i]),
                                         .kind = (enum dentry_kind)(1 + rand_r(&seed) % 3)};
            switch (entries[i].kind) {
            case DENTRY_FILE:
                entries[i].digest = digest_of(names[i], (size_t)rand_r(&seed) % 3);
                entries[i].executable = rand_r(&seed) % 2 == 0;
                break;
            case DENTRY_DIR:
                entries[i].tree = sub;
                break;
            case DENTRY_LINK:
                entries[i].target = rand_r(&seed) % 5 == 0 ? STR("") : str_from(targets[i]);
                break;
            }
        }
        assert_int_equal(dtree_new(entries, count, &t, &e), 0);
        struct buf message = BUF_INIT;
        dtree_encode(t, &message);
        struct digest d = digest_of(message.data, message.len);
        assert_true(digest_eq(&d, dtree_digest(t)));
        struct arena arena = {0};
        struct dentry *back = NULL;
        size_t n = 0;
        assert_int_equal(parse(buf_str(&message), &arena, &back, &n), 0);
        assert_int_equal(n, count);
        for (size_t i = 0; i < n; i++) {
            back[i].tree = back[i].kind == DENTRY_DIR ? sub : NULL;
        }
        assert_int_equal(dtree_new(back, n, &again, &e), 0);
        assert_true(digest_eq(dtree_digest(t), dtree_digest(again)));
        /* Cut anywhere it is refused, but where a whole entry ends. */
        size_t accepted = 0;
        for (size_t len = 0; len < message.len; len++) {
            struct dentry *part = NULL;
            size_t parts = 0;
            accepted += parse(str_upto(buf_str(&message), len), &arena, &part, &parts) == 0;
        }
        assert_int_equal(accepted, count);
        arena_done(&arena);
        buf_done(&message);
        dtree_unref(again);
        dtree_unref(t);
        dtree_unref(sub);
    }
}

static void test_refused(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    static const struct {
        const char *bytes;
        size_t len;
    } bad[] = {
        {"x", 1},
        {"\x0a\x00", 2},           /* a file without a name */
        {"\x1a\x04\x0a\x02..", 6}, /* names no directory can hold */
        {"\x1a\x03\x0a\x01.", 5},
        {"\x1a\x05\x0a\x03"
         "a/b",
         7},
        {"\x1a\x05\x0a\x03"
         "a\0b",
         7},
        {"\x1a\x03\x0a\x01"
         "b\x1a\x03\x0a\x01"
         "a",
         10}, /* not sorted */
        {"\x1a\x03\x0a\x01"
         "a\x1a\x03\x0a\x01"
         "a",
         10}, /* twice */
        {"\x1a\x83\x00\x0a\x01"
         "a",
         6}, /* a length in two bytes */
        {"\x1a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 11},
        {"\x1a\x06\x0a\x01"
         "a\x20\x01\x01",
         8}, /* more behind it */
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct arena arena = {0};
        struct dentry *entries = NULL;
        size_t count = 0;
        assert_int_equal(
            directory_parse(str_make(bad[i].bytes, bad[i].len), &arena, &entries, &count, &e),
            ERR_FORMAT);
        arena_done(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digests),     cmocka_unit_test(test_known_directories),
        cmocka_unit_test(test_conflicts),   cmocka_unit_test(test_walk),
        cmocka_unit_test(test_round_trips), cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
