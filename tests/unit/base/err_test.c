/* struct err: what is kept at the origin, what context adds, and how a long sentence is cut. */
#include "base/err.h"

#include "base/str.h"
#include "unit/base/groups.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ROOM = sizeof((struct err){0}.msg) };

static void test_origin(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    assert_int_equal(e.code, ERR_NONE);
    int line = __LINE__ + 1;
    assert_int_equal(err_set(&e, ERR_USAGE, "option '%s': %d", "level", 7), ERR_USAGE);
    assert_int_equal(e.code, ERR_USAGE);
    assert_int_equal(e.sys_errno, 0);
    assert_string_equal(e.func, "test_origin");
    assert_int_equal(e.line, line);
    assert_string_equal(e.msg, "option 'level': 7");
}

static void test_errno(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    assert_int_equal(err_set_errno(&e, ENOENT, "open '%s'", "/x"), ERR_IO);
    assert_int_equal(e.sys_errno, ENOENT);
    assert_string_equal(e.msg, "open '/x': No such file or directory");
}

static void test_dropped(void **state) {
    (void)state;
    assert_int_equal(err_set(NULL, ERR_FORMAT, "x"), ERR_FORMAT);
    assert_int_equal(err_set_errno(NULL, EIO, "x"), ERR_IO);
    err_context(NULL, "nothing");
}

static void test_context(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    err_context(&e, "not an error");
    assert_string_equal(e.msg, "");
    (void)err_set(&e, ERR_IO, "cause");
    err_context(&e, "file %d", 2);
    err_context(&e, "loading");
    assert_string_equal(e.msg, "loading: file 2: cause");
    assert_int_equal(e.code, ERR_IO);
}

/* A sentence that fits exactly is whole; one byte more and it ends in "...". */
static void test_cut(void **state) {
    (void)state;
    char text[ROOM + 1];
    memset(text, 'a', sizeof text);
    text[ROOM - 1] = '\0';
    struct err e = ERR_INIT;
    (void)err_set(&e, ERR_IO, "%s", text);
    assert_string_equal(e.msg, text);
    text[ROOM - 1] = 'a';
    text[ROOM] = '\0';
    (void)err_set(&e, ERR_IO, "%s", text);
    assert_int_equal(strlen(e.msg), ROOM - 1);
    assert_string_equal(e.msg + ROOM - 5, "a...");
}

static void test_cut_in_errno(void **state) {
    (void)state;
    char text[ROOM];
    for (size_t len = ROOM - 40; len < ROOM; len++) {
        memset(text, 'a', len);
        text[len] = '\0';
        struct err e = ERR_INIT;
        (void)err_set_errno(&e, ENOENT, "%s", text);
        size_t whole = len + strlen(": No such file or directory");
        assert_int_equal(strlen(e.msg), whole < ROOM ? whole : ROOM - 1);
        assert_true(str_ends(str_from(e.msg), whole < ROOM ? STR("directory") : STR("...")));
    }
}

static void test_cut_in_context(void **state) {
    (void)state;
    char text[ROOM];
    memset(text, 'c', ROOM - 3);
    text[ROOM - 3] = '\0';
    struct err e = ERR_INIT;
    (void)err_set(&e, ERR_IO, "cause");
    err_context(&e, "%s", text);
    assert_int_equal(strlen(e.msg), ROOM - 1);
    assert_string_equal(e.msg + ROOM - 5, "c...");
    err_context(&e, "front");
    assert_true(str_starts(str_from(e.msg), STR("front: ccc")));
    assert_int_equal(strlen(e.msg), ROOM - 1);
    assert_string_equal(e.msg + ROOM - 5, "c...");
}

/* The cut never leaves half a character, wherever it falls. */
static void test_cut_keeps_utf8(void **state) {
    (void)state;
    static const char *const letters[] = {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x91\x96"};
    for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
        for (size_t shift = 0; shift < 8; shift++) {
            char text[2 * ROOM] = "";
            memset(text, 'a', shift);
            size_t width = strlen(letters[i]);
            for (size_t at = shift; at + width < sizeof text - 1; at += width) {
                memcpy(text + at, letters[i], width + 1);
            }
            struct err e = ERR_INIT;
            (void)err_set(&e, ERR_USAGE, "%s", text);
            assert_true(str_is_utf8(str_from(e.msg)));
            assert_true(str_ends(str_from(e.msg), STR("...")));
            assert_true(strlen(e.msg) > ROOM - 8);
            err_context(&e, "in");
            assert_true(str_is_utf8(str_from(e.msg)));
            assert_true(str_ends(str_from(e.msg), STR("...")));
        }
    }
}

/* Bytes that are no UTF-8 at all are cut as bytes: what follows them is not swallowed. */
static void test_cut_of_other_bytes(void **state) {
    (void)state;
    char text[2 * ROOM];
    memset(text, 0x80, sizeof text);
    text[sizeof text - 1] = '\0';
    struct err e = ERR_INIT;
    (void)err_set(&e, ERR_USAGE, "%s", text);
    assert_true(strlen(e.msg) > ROOM - 8);
    assert_true(str_ends(str_from(e.msg), STR("...")));
}

int err_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_origin),
        cmocka_unit_test(test_errno),
        cmocka_unit_test(test_dropped),
        cmocka_unit_test(test_context),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_cut_in_errno),
        cmocka_unit_test(test_cut_in_context),
        cmocka_unit_test(test_cut_keeps_utf8),
        cmocka_unit_test(test_cut_of_other_bytes),
    };
    return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
