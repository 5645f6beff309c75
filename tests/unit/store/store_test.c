/* Blobs and trees in the store. */
#include "store/store.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "loop/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_blobs(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct store *s = NULL;
    assert_int_equal(store_new(NULL, &s, &e), 0);
    struct digest d, none = digest_of("none", 4);
    assert_int_equal(store_put(s, STR("hello"), &d, &e), 0);
    assert_int_equal(store_put(s, STR("hello"), &d, &e), 0);
    assert_int_equal(store_stats(s).blobs, 1);
    assert_int_equal(store_stats(s).bytes, 5);
    struct store_blob *blob = NULL;
    assert_int_equal(store_get_now(s, &none, &blob, &e), STORE_ABSENT);
    assert_int_equal(store_get_now(s, &d, &blob, &e), 0);
    assert_true(store_has_now(s, &d));
    d.size = 6; /* the same hash with another size is another digest */
    assert_false(store_has_now(s, &d));
    assert_int_equal(store_put_known(s, STR("hello"), &d, &e), ERR_INTERNAL);
    struct store_blob *empty = NULL;
    assert_int_equal(store_get_now(s, &DIGEST_EMPTY, &empty, &e), 0);
    assert_int_equal(store_blob_bytes(empty).len, 0);
    assert_int_equal(store_put(s, STR(""), &d, &e), 0);
    assert_true(digest_eq(&d, &DIGEST_EMPTY));
    assert_int_equal(store_stats(s).blobs, 1);
    store_blob_unref(empty);
    alloc_fail_after(1);
    assert_int_equal(store_put(s, STR("other"), &d, &e), ERR_NOMEM);
    alloc_fail_after(0);
    store_free(s);
    assert_true(str_eqz(store_blob_bytes(blob), "hello")); /* outlives the store */
    store_blob_unref(blob);
    store_blob_unref(NULL);
    store_free(NULL);
}

struct got {
    int calls;
    int r;
    struct store_blob *blob;
};

static void on_got(void *user, int r, struct store_blob *blob, const struct err *err) {
    struct got *g = user;
    g->calls++;
    g->r = r;
    g->blob = blob;
    assert_null(err);
}

static void test_asynchronous_get(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct loop *loop = NULL;
    struct store *s = NULL;
    assert_int_equal(loop_new(NULL, &loop, &e), 0);
    assert_int_equal(store_new(loop, &s, &e), 0);
    struct digest d, none = digest_of("none", 4);
    assert_int_equal(store_put(s, STR("x"), &d, &e), 0);
    struct got g = {0}, h = {0};
    store_get(s, &d, on_got, &g);
    store_get(s, &none, on_got, &h);
    assert_int_equal(g.calls, 0); /* never before the call returns */
    assert_true(loop_run_ready(loop));
    assert_int_equal(g.calls, 1);
    assert_int_equal(g.r, 0);
    assert_true(str_eqz(store_blob_bytes(g.blob), "x"));
    store_blob_unref(g.blob);
    assert_int_equal(h.calls, 1);
    assert_int_equal(h.r, STORE_ABSENT);
    assert_null(h.blob);
    store_free(s);
    loop_free(loop);
}

static void test_trees(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct store *s = NULL;
    assert_int_equal(store_new(NULL, &s, &e), 0);
    struct digest f = digest_of("f", 1);
    struct dtree_builder *b = dtree_builder_new();
    assert_int_equal(dtree_builder_file(b, STR("a/b/f"), &f, true, &e), 0);
    assert_int_equal(dtree_builder_file(b, STR("a/g"), &f, false, &e), 0);
    assert_int_equal(dtree_builder_link(b, STR("l"), STR("a/g"), &e), 0);
    assert_int_equal(dtree_builder_dir(b, STR("empty"), &e), 0);
    struct dtree *t = NULL, *again = NULL;
    assert_int_equal(dtree_builder_finish(b, &t, &e), 0);
    dtree_builder_free(b);
    assert_int_equal(store_get_tree_now(s, dtree_digest(t), &again, &e), STORE_ABSENT);
    assert_int_equal(store_put_tree(s, t, &e), 0);
    assert_int_equal(store_stats(s).blobs, 3); /* top, a, a/b; the empty one needs no blob */
    assert_int_equal(store_get_tree_now(s, dtree_digest(t), &again, &e), 0);
    assert_true(digest_eq(dtree_digest(t), dtree_digest(again)));
    assert_true(dtree_find(dtree_find(again, STR("a"))->tree, STR("b")) != NULL);
    dtree_unref(again);
    dtree_unref(t);
    struct digest junk;
    assert_int_equal(store_put(s, STR("junk"), &junk, &e), 0);
    assert_int_equal(store_get_tree_now(s, &junk, &again, &e), ERR_FORMAT);
    assert_int_equal(store_get_tree_now(s, &DIGEST_EMPTY, &again, &e), 0);
    dtree_unref(again);
    store_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blobs),
        cmocka_unit_test(test_asynchronous_get),
        cmocka_unit_test(test_trees),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
