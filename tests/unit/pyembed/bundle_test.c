/* The bundle: opened, searched and read in place; damaged headers are refused. */
#include "pyembed/bundle.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/alloc.h"
#include "base/buf.h"

/* The executable's own bundle, which bundle_open_own() reads: here an empty one. */
extern const unsigned char pants_bundle_begin[];
extern const unsigned char pants_bundle_end[];
__asm__(".section .rodata\n"
        ".global pants_bundle_begin\n"
        ".hidden pants_bundle_begin\n"
        "pants_bundle_begin:\n"
        ".ascii \"nothing\"\n"
        ".global pants_bundle_end\n"
        ".hidden pants_bundle_end\n"
        "pants_bundle_end:\n"
        ".byte 0\n"
        ".text\n");

enum { HEADER = 64, RECORD = 20 };

static const char *const names[] = {"a", "a.b", "ab"};
static const char *const codes[] = {"CODE-A", "CODE-AB", ""};
static const char *const paths[] = {"lib/a/__init__.py", "lib/a/b.py", "lib/ab", "site/x"};
static const char text[] = "text text text text text text text text text text";

/* Writes a bundle as pack.py does: three modules, four files, the last one deflated. */
static void make_bundle(struct buf *out) {
    unsigned char packed[256];
    uLongf packed_len = sizeof packed;
    assert_int_equal(compress2(packed, &packed_len, (const Bytef *)text, sizeof text, 9), Z_OK);
    assert_true(packed_len < sizeof text);
    struct buf texts = BUF_INIT;
    struct buf data = BUF_INIT;
    uint32_t texts_at = HEADER + RECORD * (uint32_t)(ARRAY_LEN(names) + ARRAY_LEN(paths));
    uint32_t data_at = texts_at;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        data_at += (uint32_t)strlen(names[i]) + 1;
    }
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        data_at += (uint32_t)strlen(paths[i]) + 1;
    }
    struct buf records = BUF_INIT;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct bundle_module module = {.name = texts_at + (uint32_t)texts.len,
                                       .name_len = (uint16_t)strlen(names[i]),
                                       .flags = i == 0 ? BUNDLE_PACKAGE : 0,
                                       .code = data_at + (uint32_t)data.len,
                                       .size = (uint32_t)strlen(codes[i]),
                                       .file = i < 2 ? (uint32_t)i : BUNDLE_NO_FILE};
        buf_add(&records, &module, sizeof module);
        buf_add(&texts, names[i], strlen(names[i]) + 1);
        buf_addz(&data, codes[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        bool deflated = i + 1 == ARRAY_LEN(paths);
        struct bundle_file file = {.path = texts_at + (uint32_t)texts.len,
                                   .path_len = (uint16_t)strlen(paths[i]),
                                   .flags = deflated ? BUNDLE_DEFLATED : 0,
                                   .data = data_at + (uint32_t)data.len,
                                   .stored = deflated ? (uint32_t)packed_len : sizeof text,
                                   .size = sizeof text};
        buf_add(&records, &file, sizeof file);
        buf_add(&texts, paths[i], strlen(paths[i]) + 1);
        buf_add(&data, deflated ? (const void *)packed : text, file.stored);
    }
    buf_addz(out, "PNTSBND1");
    buf_add_u32(out, ARRAY_LEN(names));
    buf_add_u32(out, HEADER);
    buf_add_u32(out, ARRAY_LEN(paths));
    buf_add_u32(out, HEADER + RECORD * ARRAY_LEN(names));
    buf_add_u32(out, data_at + (uint32_t)data.len);
    buf_add_u32(out, 0);
    buf_addz(out, "0123456789abcdef0123456789abcdef");
    buf_add_str(out, buf_str(&records));
    buf_add_str(out, buf_str(&texts));
    buf_add_str(out, buf_str(&data));
    buf_done(&records);
    buf_done(&texts);
    buf_done(&data);
}

static void opened(struct bundle *b, struct buf *bytes) {
    make_bundle(bytes);
    struct err e = ERR_INIT;
    assert_int_equal(bundle_open(b, bytes->data, bytes->len, &e), 0);
}

static void finds_modules(void **state) {
    (void)state;
    cleanup_(buf_done) struct buf bytes = BUF_INIT;
    struct bundle b;
    opened(&b, &bytes);
    assert_true(str_eqz(b.python_id, "0123456789abcdef0123456789abcdef"));
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const struct bundle_module *module = bundle_find_module(&b, str_from(names[i]));
        assert_non_null(module);
        assert_true(str_eqz(bundle_module_name(&b, module), names[i]));
        assert_true(str_eqz(bundle_code(&b, module), codes[i]));
        assert_int_equal((module->flags & BUNDLE_PACKAGE) != 0, i == 0);
        const struct bundle_file *source = bundle_source(&b, module);
        assert_int_equal(source != NULL, i < 2);
        if (source != NULL) {
            assert_true(str_eqz(bundle_file_path(&b, source), paths[i]));
        }
    }
    static const char *const absent[] = {"", "A", "a.", "a.a", "a.b.c", "aa", "abc", "z"};
    for (size_t i = 0; i < ARRAY_LEN(absent); i++) {
        assert_null(bundle_find_module(&b, str_from(absent[i])));
    }
}

static void finds_and_reads_files(void **state) {
    (void)state;
    cleanup_(buf_done) struct buf bytes = BUF_INIT;
    struct bundle b;
    opened(&b, &bytes);
    struct err e = ERR_INIT;
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        const struct bundle_file *file = bundle_find_file(&b, str_from(paths[i]));
        assert_non_null(file);
        char content[sizeof text] = {0};
        assert_int_equal(file->size, sizeof content);
        assert_int_equal(bundle_read(&b, file, content, &e), 0);
        assert_memory_equal(content, text, sizeof text);
    }
    assert_null(bundle_find_file(&b, STR("lib/a")));
    assert_null(bundle_find_file(&b, STR("z")));
    assert_int_equal(bundle_file_lower(&b, STR("lib/a/")), 0);
    assert_int_equal(bundle_file_lower(&b, STR("lib/a0")), 2);
    assert_int_equal(bundle_file_lower(&b, STR("z")), ARRAY_LEN(paths));
}

static void refuses_damage(void **state) {
    (void)state;
    cleanup_(buf_done) struct buf bytes = BUF_INIT;
    struct bundle b;
    opened(&b, &bytes);
    struct err e = ERR_INIT;
    for (size_t len = 0; len < bytes.len; len++) { /* cut anywhere */
        assert_int_equal(bundle_open(&b, bytes.data, len, &e), ERR_FORMAT);
    }
    for (size_t at = 0; at < 8 + 20; at++) { /* every byte of the header that matters */
        bytes.data[at] = (char)(bytes.data[at] ^ 0x80);
        assert_int_equal(bundle_open(&b, bytes.data, bytes.len, &e), ERR_FORMAT);
        bytes.data[at] = (char)(bytes.data[at] ^ 0x80);
    }
    assert_int_equal(bundle_open_own(&b, &e), ERR_FORMAT);
}

static void refuses_a_damaged_file(void **state) {
    (void)state;
    cleanup_(buf_done) struct buf bytes = BUF_INIT;
    struct bundle b;
    opened(&b, &bytes);
    bytes.data[bytes.len - 1] = (char)(bytes.data[bytes.len - 1] ^ 1); /* zlib's checksum */
    struct err e = ERR_INIT;
    char content[sizeof text];
    const struct bundle_file *file = bundle_find_file(&b, STR("site/x"));
    assert_int_equal(bundle_read(&b, file, content, &e), ERR_FORMAT);
    assert_string_equal(e.msg, "the bundle's file site/x does not unpack");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_modules),
        cmocka_unit_test(finds_and_reads_files),
        cmocka_unit_test(refuses_damage),
        cmocka_unit_test(refuses_a_damaged_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
