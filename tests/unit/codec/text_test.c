/* Hexadecimal digits, UTF-8, excerpts, shell words, SHA-256. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "codec/excerpt.h"
#include "codec/hex.h"
#include "codec/sha256.h"
#include "codec/sha256_int.h"
#include "codec/shell.h"
#include "codec/utf8.h"
#include "unit/codec/groups.h"

static void test_hex(void **state) {
    (void)state;
    char text[6];
    uint8_t bytes[3];
    hex_encode("\x00\x9f\xff", 3, text);
    assert_memory_equal(text, "009fff", 6);
    assert_true(hex_decode(STR("009FfF"), bytes, 3));
    assert_memory_equal(bytes, "\x00\x9f\xff", 3);
    assert_false(hex_decode(STR("009F"), bytes, 3));
    assert_false(hex_decode(STR("009fg0"), bytes, 3));
    assert_false(hex_decode(STR("009ff"), bytes, 2));
}

static void test_utf8_round_trip(void **state) {
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10ffff; cp += cp < 0x11000 ? 1 : 37) {
        char bytes[4];
        uint32_t back = 0;
        if (cp >= 0xd800 && cp <= 0xdfff) {
            continue;
        }
        size_t n = utf8_encode(cp, bytes);
        assert_int_equal(utf8_decode(str_make(bytes, n), &back), n);
        assert_int_equal(back, cp);
        assert_true(str_is_utf8(str_make(bytes, n)));
        if (n > 1) {
            assert_int_equal(utf8_decode(str_make(bytes, n - 1), &back), 0);
        }
    }
    uint32_t cp;
    assert_int_equal(utf8_decode(STR("\xed\xa0\x80"), &cp), 0);
    assert_int_equal(utf8_decode(STR("\xc0\x80"), &cp), 0);
    assert_int_equal(utf8_decode(STR("\xf4\x90\x80\x80"), &cp), 0);
    assert_int_equal(utf8_count(STR("a\xc3\xa9\xff!")), 4);
}

static void test_shell_quote(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", "''"},
        {"plain-1.2/x=y", "plain-1.2/x=y"},
        {"two words", "'two words'"},
        {"it's", "'it'\"'\"'s'"},
        {"$HOME", "'$HOME'"},
        {"\xc3\xa9", "'\xc3\xa9'"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(buf_done) struct buf out = BUF_INIT;
        shell_quote(str_from(cases[i][0]), &out);
        assert_string_equal(out.data, cases[i][1]);
    }
}

/* Splits and shows the words as "[a][b]". */
static char *split(const char *text) {
    cleanup_(arena_done) struct arena a = {0};
    struct buf out = BUF_INIT;
    struct str *words;
    size_t count;
    struct err e = ERR_INIT;
    if (shell_split(&a, str_from(text), &words, &count, &e) < 0) {
        assert_int_equal(e.code, ERR_USAGE);
        return xstrdup("error");
    }
    buf_addz(&out, "");
    for (size_t i = 0; i < count; i++) {
        buf_addf(&out, "[%.*s]", STR_FMT(words[i]));
    }
    return buf_take(&out);
}

static void test_shell_split(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"a  b\tc\n", "[a][b][c]"},
        {"--x='a b' \"c d\"", "[--x=a b][c d]"},
        {"a\\ b '\\' \"\\\"\\\\\\n\"", "[a b][\\][\"\\\\n]"},
        {"'' \"\"", "[][]"},
        {"a#b #c", "[a#b][#c]"},
        {"'open", "error"},
        {"\"open", "error"},
        {"end\\", "error"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(freep) char *got = split(cases[i][0]);
        assert_string_equal(got != NULL ? got : "", cases[i][1]);
    }
}

/* Quoting and splitting are inverse, whatever the bytes. */
static void test_shell_round_trip(void **state) {
    (void)state;
    srand(7);
    for (int round = 0; round < 500; round++) {
        cleanup_(arena_done) struct arena a = {0};
        cleanup_(buf_done) struct buf out = BUF_INIT;
        char bytes[3][8];
        struct str words[3], *back;
        size_t count;
        for (int w = 0; w < 3; w++) {
            size_t len = (size_t)(rand() % 8);
            for (size_t i = 0; i < len; i++) {
                bytes[w][i] = (char)(1 + rand() % 126);
            }
            words[w] = str_make(bytes[w], len);
        }
        shell_join(words, 3, &out);
        assert_int_equal(shell_split(&a, buf_str(&out), &back, &count, NULL), 0);
        assert_int_equal(count, 3);
        for (int w = 0; w < 3; w++) {
            assert_true(str_eq(words[w], back[w]));
        }
    }
}

static void assert_sha(struct str data, const char *hex) {
    uint8_t digest[SHA256_SIZE];
    char text[2 * SHA256_SIZE];
    sha256(data.ptr, data.len, digest);
    hex_encode(digest, sizeof digest, text);
    assert_memory_equal(text, hex, sizeof text);
}

static void test_sha256_known(void **state) {
    (void)state;
    assert_sha(STR(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sha(STR("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_sha(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    cleanup_(freep) char *million = xmalloc(1000000);
    memset(million, 'a', 1000000);
    assert_sha(str_make(million, 1000000),
               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void test_sha256_bodies_agree(void **state) {
    (void)state;
    print_message("sha256: %s\n", sha256__is_accelerated() ? "accelerated" : "plain");
    uint8_t data[64 * 5];
    for (size_t i = 0; i < sizeof data; i++) {
        data[i] = (uint8_t)(i * 131 + 7);
    }
    for (size_t n = 0; n <= 5; n++) {
        uint32_t a[8] = {1, 2, 3, 4, 5, 6, 7, 0x80000000}, b[8];
        memcpy(b, a, sizeof b);
        sha256__blocks(a, data, n);
        sha256__blocks_plain(b, data, n);
        assert_memory_equal(a, b, sizeof a);
    }
}

static void test_sha256_streaming(void **state) {
    (void)state;
    uint8_t data[300], whole[SHA256_SIZE], parts[SHA256_SIZE];
    for (size_t i = 0; i < sizeof data; i++) {
        data[i] = (uint8_t)(i * 17);
    }
    for (size_t len = 0; len <= sizeof data; len++) {
        sha256(data, len, whole);
        for (size_t step = 1; step <= 130; step += 43) {
            struct sha256 h;
            sha256_init(&h);
            for (size_t at = 0; at < len; at += step) {
                sha256_add(&h, data + at, len - at < step ? len - at : step);
            }
            sha256_finish(&h, parts);
            assert_memory_equal(whole, parts, sizeof whole);
        }
    }
}

static void assert_excerpt(const char *text, size_t line, size_t column, const char *want) {
    cleanup_(buf_done) struct buf out = BUF_INIT;
    excerpt_add(str_from(text), line, column, &out);
    assert_string_equal(out.data != NULL ? out.data : "", want);
}

static void test_excerpt(void **state) {
    (void)state;
    assert_excerpt("a\nb = c\n", 2, 5, "\n    b = c\n        ^");
    assert_excerpt("a\nb", 2, 2, "\n    b\n     ^");
    assert_excerpt("\t\xc3\xa9 \xff=\x1b\r\n", 1, 5, "\n     \xc3\xa9 ?=? \n        ^");
    assert_excerpt("\xef\xbb\xbfx y", 1, 3, "\n    x y\n      ^");
    assert_excerpt("a", 2, 1, "");
    assert_excerpt("a", 0, 1, "");
    cleanup_(buf_done) struct buf wide = BUF_INIT, out = BUF_INIT;
    for (int i = 0; i < 300; i++) {
        buf_addz(&wide, i == 200 ? "X" : "\xc3\xa9");
    }
    excerpt_add_for(buf_str(&wide), "1:201: Wrong.", &out);
    struct str lines = buf_str(&out), line[3];
    bool done = false;
    for (size_t i = 0; i < 3; i++) {
        assert_true(str_split_next(&lines, &done, '\n', &line[i]));
    }
    assert_true(str_starts(line[1], STR("    ...\xc3")) && str_ends(line[1], STR("\xa9...")));
    ptrdiff_t mark = str_find_char(line[2], '^');
    assert_int_equal(utf8_count(str_upto(line[1], (size_t)str_find_char(line[1], 'X'))), mark);
    buf_clear(&out);
    excerpt_add_for(STR("x"), "no place: 1:1:", &out);
    assert_int_equal(out.len, 0);
}

int text_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hex),
        cmocka_unit_test(test_utf8_round_trip),
        cmocka_unit_test(test_excerpt),
        cmocka_unit_test(test_shell_quote),
        cmocka_unit_test(test_shell_split),
        cmocka_unit_test(test_shell_round_trip),
        cmocka_unit_test(test_sha256_known),
        cmocka_unit_test(test_sha256_bodies_agree),
        cmocka_unit_test(test_sha256_streaming),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
