/* Reading JSON: one recursive function a sort of value, limited in depth. */
#include "codec/json.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "codec/hex.h"
#include "codec/utf8.h"

enum { MAX_DEPTH = 200 };

struct reader {
    struct arena *arena;
    struct str text;
    size_t at;
    uint32_t line;
    size_t line_start;
    unsigned depth;
    struct err *e;
};

static char peek(const struct reader *r) {
    return r->at < r->text.len ? r->text.ptr[r->at] : '\0';
}

printf_(2, 3) static int fail(struct reader *r, const char *fmt, ...) {
    char text[300];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    struct str before = str_make(r->text.ptr + r->line_start, r->at - r->line_start);
    return err_set(r->e, ERR_FORMAT, "%u:%zu: %s", r->line, utf8_count(before) + 1, text);
}

static void skip_space(struct reader *r) {
    for (;; r->at++) {
        char c = peek(r);
        if (c == '\n') {
            r->line++;
            r->line_start = r->at + 1;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            return;
        }
    }
}

static int read_hex4(struct reader *r, uint32_t *ret) {
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        int d = hex_digit(peek(r));
        if (d < 0) {
            return fail(r, "Expected four hexadecimal digits after \\u.");
        }
        value = value << 4 | (uint32_t)d;
        r->at++;
    }
    *ret = value;
    return 0;
}

/* A \u escape, at its digits; two of them when they are a surrogate pair. A half becomes U+FFFD. */
static int read_unicode(struct reader *r, struct buf *out) {
    uint32_t cp, low;
    int rc = read_hex4(r, &cp);
    if (rc < 0) {
        return rc;
    }
    if (cp >= 0xd800 && cp <= 0xdbff && peek(r) == '\\' && r->at + 1 < r->text.len &&
        r->text.ptr[r->at + 1] == 'u') {
        size_t start = r->at;
        r->at += 2;
        rc = read_hex4(r, &low);
        if (rc < 0) {
            return rc;
        }
        if (low >= 0xdc00 && low <= 0xdfff) {
            cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
        } else {
            r->at = start;
        }
    }
    char bytes[4];
    cp = cp >= 0xd800 && cp <= 0xdfff ? 0xfffd : cp;
    buf_add(out, bytes, utf8_encode(cp, bytes));
    return 0;
}

static int read_string(struct reader *r, struct str *ret) {
    static const char letters[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    cleanup_(buf_done) struct buf out = BUF_INIT;
    for (r->at++; r->at < r->text.len;) {
        unsigned char c = (unsigned char)r->text.ptr[r->at];
        if (c == '"') {
            r->at++;
            *ret = arena_str(r->arena, buf_str(&out));
            return 0;
        }
        if (c < 0x20) {
            return fail(r, "A string may not contain the control character U+%04X.", c);
        }
        r->at++;
        if (c != '\\') {
            buf_add_char(&out, (char)c);
            continue;
        }
        char code = peek(r);
        const char *letter = code != '\0' ? strchr(letters, code) : NULL;
        if (letter != NULL) {
            buf_add_char(&out, values[letter - letters]);
            r->at++;
        } else if (code == 'u') {
            r->at++;
            int rc = read_unicode(r, &out);
            if (rc < 0) {
                return rc;
            }
        } else {
            return fail(r, "Unknown escape in a string.");
        }
    }
    return fail(r, "A string is never closed.");
}

static size_t skip_digits(struct reader *r) {
    size_t start = r->at;
    while (peek(r) >= '0' && peek(r) <= '9') {
        r->at++;
    }
    return r->at - start;
}

static int read_number(struct reader *r, struct cval *ret) {
    size_t start = r->at;
    bool is_float = false;
    r->at += peek(r) == '-';
    char first = peek(r);
    size_t digits = skip_digits(r);
    if (digits == 0 || (first == '0' && digits > 1)) {
        r->at = start;
        return fail(r, "Expected a value.");
    }
    if (peek(r) == '.') {
        is_float = true;
        r->at++;
        if (skip_digits(r) == 0) {
            return fail(r, "Expected digits after the decimal point.");
        }
    }
    if (peek(r) == 'e' || peek(r) == 'E') {
        is_float = true;
        r->at++;
        r->at += peek(r) == '+' || peek(r) == '-';
        if (skip_digits(r) == 0) {
            return fail(r, "Expected digits in the exponent.");
        }
    }
    struct str text = arena_str(r->arena, str_make(r->text.ptr + start, r->at - start));
    errno = 0;
    ret->kind = CVAL_INT;
    ret->i = is_float ? 0 : strtoll(text.ptr, NULL, 10);
    if (is_float || errno == ERANGE) {
        ret->kind = CVAL_FLOAT;
        ret->f = strtod(text.ptr, NULL);
    }
    return 0;
}

static int read_value(struct reader *r, struct cval *ret);

static int read_array(struct reader *r, struct cval *ret) {
    r->at++;
    skip_space(r);
    if (peek(r) == ']') {
        r->at++;
        return 0;
    }
    for (;;) {
        struct cval item;
        int rc = read_value(r, &item);
        if (rc < 0) {
            return rc;
        }
        cval_push(r->arena, ret, item);
        skip_space(r);
        char c = peek(r);
        if (c != ',' && c != ']') {
            return fail(r, "Expected ',' or ']' in the array that starts at line %u.", ret->line);
        }
        r->at++;
        if (c == ']') {
            return 0;
        }
    }
}

static int read_object(struct reader *r, struct cval *ret) {
    r->at++;
    skip_space(r);
    if (peek(r) == '}') {
        r->at++;
        return 0;
    }
    for (;;) {
        skip_space(r);
        if (peek(r) != '"') {
            return fail(r, "Expected a key in double quotes.");
        }
        struct str key;
        struct cval value;
        int rc = read_string(r, &key);
        if (rc < 0) {
            return rc;
        }
        skip_space(r);
        if (peek(r) != ':') {
            return fail(r, "Expected ':' after the key `%.*s`.", STR_FMT(str_upto(key, 100)));
        }
        r->at++;
        rc = read_value(r, &value);
        if (rc < 0) {
            return rc;
        }
        (void)cval_put(r->arena, ret, key, value);
        skip_space(r);
        char c = peek(r);
        if (c != ',' && c != '}') {
            return fail(r, "Expected ',' or '}' in the object that starts at line %u.", ret->line);
        }
        r->at++;
        if (c == '}') {
            return 0;
        }
    }
}

static bool skip_word(struct reader *r, struct str word) {
    if (!str_starts(str_from_at(r->text, r->at), word)) {
        return false;
    }
    r->at += word.len;
    return true;
}

static int read_value(struct reader *r, struct cval *ret) {
    skip_space(r);
    *ret = cval_none();
    ret->line = r->line;
    ret->column = (uint32_t)(r->at - r->line_start) + 1;
    int rc;
    switch (peek(r)) {
    case '"':
        ret->kind = CVAL_STR;
        return read_string(r, &ret->s);
    case '{':
    case '[':
        if (++r->depth > MAX_DEPTH) {
            return fail(r, "Values may nest at most %d deep.", MAX_DEPTH);
        }
        if (peek(r) == '[') {
            ret->kind = CVAL_LIST;
            rc = read_array(r, ret);
        } else {
            ret->kind = CVAL_TABLE;
            ret->table = ARENA_NEW(r->arena, struct ctable);
            rc = read_object(r, ret);
        }
        r->depth--;
        return rc;
    default:
        break;
    }
    if (skip_word(r, STR("null"))) {
        return 0;
    }
    if (skip_word(r, STR("true")) || skip_word(r, STR("false"))) {
        ret->kind = CVAL_BOOL;
        ret->b = r->text.ptr[r->at - 2] == 'u';
        return 0;
    }
    return read_number(r, ret);
}

int json_parse(struct arena *a, struct str text, struct cval *ret_value, struct err *e) {
    struct reader r = {.arena = a, .text = text, .line = 1, .e = e};
    if (!str_is_utf8(text)) {
        return err_set(e, ERR_FORMAT, "1:1: The text is not UTF-8.");
    }
    struct cval value;
    int rc = read_value(&r, &value);
    if (rc < 0) {
        return rc;
    }
    skip_space(&r);
    if (r.at < text.len) {
        return fail(&r, "Expected nothing more after the value.");
    }
    *ret_value = value;
    return 0;
}
