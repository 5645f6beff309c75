/* TOML, the values without parts: strings, booleans, numbers, dates. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "codec/hex.h"
#include "codec/toml_int.h"
#include "codec/utf8.h"

/* \xHH, \uHHHH, \UHHHHHHHH: digits hexadecimal digits behind the letter at the current place. */
static int read_code_point(struct toml_reader *t, int digits, struct buf *out) {
    uint32_t cp = 0;
    for (int i = 1; i <= digits; i++) {
        int d = hex_digit(toml__peek(t, (size_t)i));
        if (d < 0) {
            return toml__fail(t, "Expected %d hexadecimal digits after `\\%c`.", digits,
                              toml__peek(t, 0));
        }
        cp = cp << 4 | (uint32_t)d;
    }
    if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff)) {
        return toml__fail(t, "U+%04X is not a Unicode character.", cp);
    }
    char bytes[4];
    buf_add(out, bytes, utf8_encode(cp, bytes));
    t->at += (size_t)digits + 1;
    return 0;
}

/* A backslash at the end of a line swallows all white space up to the next character. */
static int skip_line_end(struct toml_reader *t) {
    size_t start = t->at;
    while (toml__peek(t, 0) == ' ' || toml__peek(t, 0) == '\t') {
        t->at++;
    }
    if (!toml__newline(t)) {
        t->at = start;
        return toml__fail(t, "`\\` followed by a blank must end the line.");
    }
    while (toml__peek(t, 0) == ' ' || toml__peek(t, 0) == '\t' || toml__newline(t)) {
        if (toml__peek(t, 0) == ' ' || toml__peek(t, 0) == '\t') {
            t->at++;
        }
    }
    return 0;
}

static int read_escape(struct toml_reader *t, bool multiline, struct buf *out) {
    static const char letters[] = "btnfre\"\\", values[] = "\b\t\n\f\r\x1b\"\\";
    t->at++;
    char c = toml__peek(t, 0);
    const char *letter = c != '\0' ? strchr(letters, c) : NULL;
    if (letter != NULL) {
        buf_add_char(out, values[letter - letters]);
        t->at++;
        return 0;
    }
    if (c == 'x' || c == 'u' || c == 'U') {
        return read_code_point(t, c == 'x' ? 2 : c == 'u' ? 4 : 8, out);
    }
    if (multiline && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
        return skip_line_end(t);
    }
    return toml__fail(t, "Unknown escape `\\%c`; write `\\\\` for a backslash, or use '...'.",
                      c >= ' ' ? c : '?');
}

/* One character of a string that is no quote, newline or escape. */
static int read_plain(struct toml_reader *t, struct buf *out) {
    unsigned char c = (unsigned char)t->text.ptr[t->at];
    if ((c < 0x20 && c != '\t') || c == 0x7f) {
        return toml__fail(t, "A string may not contain the control character U+%04X; escape it.",
                          c);
    }
    buf_add_char(out, (char)c);
    t->at++;
    return 0;
}

static int read_short_string(struct toml_reader *t, struct buf *out) {
    char quote = toml__peek(t, 0);
    t->at++;
    while (!toml__end(t)) {
        char c = toml__peek(t, 0);
        int r = 0;
        if (c == quote) {
            t->at++;
            return 0;
        }
        if (c == '\n' || (c == '\r' && toml__peek(t, 1) == '\n')) {
            break;
        }
        if (c == '\\' && quote == '"') {
            r = read_escape(t, false, out);
        } else {
            r = read_plain(t, out);
        }
        if (r < 0) {
            return r;
        }
    }
    return toml__fail(t, "The string is not closed on its line; it needs a %c.", quote);
}

static int read_long_string(struct toml_reader *t, struct buf *out) {
    char quote = toml__peek(t, 0);
    uint32_t start = t->line;
    t->at += 3;
    (void)toml__newline(t);
    while (!toml__end(t)) {
        char c = toml__peek(t, 0);
        int r = 0;
        if (c == quote && toml__peek(t, 1) == quote && toml__peek(t, 2) == quote) {
            /* Up to two quotes may stand right before the closing three. */
            for (int i = 0; i < 2 && toml__peek(t, 3) == quote; i++) {
                buf_add_char(out, quote);
                t->at++;
            }
            t->at += 3;
            return 0;
        }
        size_t from = t->at;
        if (toml__newline(t)) {
            buf_add(out, t->text.ptr + from, t->at - from);
        } else if (c == '\\' && quote == '"') {
            r = read_escape(t, true, out);
        } else {
            r = read_plain(t, out);
        }
        if (r < 0) {
            return r;
        }
    }
    return toml__fail(t, "The string that starts at line %u is never closed.", start);
}

int toml__quoted_key(struct toml_reader *t, struct str *ret) {
    char quote = toml__peek(t, 0);
    if (toml__peek(t, 1) == quote && toml__peek(t, 2) == quote) {
        return toml__fail(t, "A key may not be a multi-line string.");
    }
    cleanup_(buf_done) struct buf out = BUF_INIT;
    int r = read_short_string(t, &out);
    if (r == 0) {
        *ret = arena_str(t->arena, buf_str(&out));
    }
    return r;
}

int toml__string(struct toml_reader *t, struct cval *ret) {
    struct cval value = {.kind = CVAL_STR};
    toml__stamp(t, &value.line, &value.column);
    char quote = toml__peek(t, 0);
    bool is_long = toml__peek(t, 1) == quote && toml__peek(t, 2) == quote;
    cleanup_(buf_done) struct buf out = BUF_INIT;
    int r = is_long ? read_long_string(t, &out) : read_short_string(t, &out);
    if (r == 0) {
        value.s = arena_str(t->arena, buf_str(&out));
        *ret = value;
    }
    return r;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Removes `_` between digits of a base; false when one stands elsewhere or a digit is wrong. */
static bool copy_digits(struct str s, unsigned base, struct buf *out) {
    bool after_digit = false;
    for (size_t i = 0; i < s.len; i++) {
        int d = hex_digit(s.ptr[i]);
        if (s.ptr[i] == '_') {
            if (!after_digit || i + 1 == s.len) {
                return false;
            }
            after_digit = false;
        } else if (d < 0 || (unsigned)d >= base) {
            return false;
        } else {
            buf_add_char(out, s.ptr[i]);
            after_digit = true;
        }
    }
    return after_digit;
}

/* A word that is no value: most likely a string without quotes, or a literal of Python's. */
static int fail_word(struct toml_reader *t, struct str word) {
    static const char *const literals[] = {"true", "false"};
    for (size_t i = 0; i < ARRAY_LEN(literals); i++) {
        if (word.len == strlen(literals[i]) && strncasecmp(word.ptr, literals[i], word.len) == 0) {
            return toml__fail(t, "`%.*s` is written `%s` in TOML.", STR_FMT(word), literals[i]);
        }
    }
    if (str_eq(word, STR("None")) || str_eq(word, STR("null"))) {
        return toml__fail(t, "TOML has no `%.*s`; leave the key out.", STR_FMT(word));
    }
    return toml__fail(t, "`%.*s` is not a number, date, true or false; quote a string.",
                      STR_FMT(word));
}

static int read_integer(struct toml_reader *t, struct str word, struct cval *ret) {
    struct str digits = word;
    unsigned base = 10;
    bool negative = word.ptr[0] == '-';
    if (word.ptr[0] == '+' || negative) {
        digits = str_from_at(word, 1);
    } else if (word.len > 2 && word.ptr[0] == '0' && strchr("xob", word.ptr[1]) != NULL) {
        base = word.ptr[1] == 'x' ? 16 : word.ptr[1] == 'o' ? 8 : 2;
        digits = str_from_at(word, 2);
    }
    cleanup_(buf_done) struct buf plain = BUF_INIT;
    if (negative) {
        buf_add_char(&plain, '-');
    }
    if (!copy_digits(digits, base, &plain) ||
        (base == 10 && digits.len > 1 && digits.ptr[0] == '0')) {
        return fail_word(t, word);
    }
    errno = 0;
    ret->kind = CVAL_INT;
    ret->i = strtoll(plain.data, NULL, (int)base);
    if (errno == ERANGE) {
        return toml__fail(t, "The integer `%.*s` does not fit 64 bits.", STR_FMT(word));
    }
    return 0;
}

/* digits [. digits] [e [sign] digits], underscores between digits, no needless zero in front. */
static bool copy_float(struct str s, struct buf *out) {
    size_t at = 0;
    if (s.len > 0 && (s.ptr[0] == '+' || s.ptr[0] == '-')) {
        buf_add_char(out, s.ptr[at++]);
    }
    size_t start = at;
    while (at < s.len && s.ptr[at] != '.' && s.ptr[at] != 'e' && s.ptr[at] != 'E') {
        at++;
    }
    if (!copy_digits(str_make(s.ptr + start, at - start), 10, out) ||
        (at - start > 1 && s.ptr[start] == '0')) {
        return false;
    }
    if (at < s.len && s.ptr[at] == '.') {
        start = ++at;
        while (at < s.len && s.ptr[at] != 'e' && s.ptr[at] != 'E') {
            at++;
        }
        buf_add_char(out, '.');
        if (!copy_digits(str_make(s.ptr + start, at - start), 10, out)) {
            return false;
        }
    }
    if (at < s.len) {
        buf_add_char(out, 'e');
        at++;
        if (at < s.len && (s.ptr[at] == '+' || s.ptr[at] == '-')) {
            buf_add_char(out, s.ptr[at++]);
        }
        return copy_digits(str_from_at(s, at), 10, out);
    }
    return true;
}

static int read_float(struct toml_reader *t, struct str word, struct cval *ret) {
    struct str bare = word.ptr[0] == '+' || word.ptr[0] == '-' ? str_from_at(word, 1) : word;
    ret->kind = CVAL_FLOAT;
    if (str_eq(bare, STR("inf")) || str_eq(bare, STR("nan"))) {
        double value = bare.ptr[0] == 'i' ? (double)INFINITY : (double)NAN;
        ret->f = word.ptr[0] == '-' ? -value : value;
        return 0;
    }
    cleanup_(buf_done) struct buf plain = BUF_INIT;
    if (!copy_float(word, &plain)) {
        return fail_word(t, word);
    }
    ret->f = strtod(plain.data, NULL);
    return 0;
}

/* n digits at s[*at] as a number within [low, high]; steps over them. */
static bool read_field(struct str s, size_t *at, int n, int low, int high, int *ret) {
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (*at >= s.len || !is_digit(s.ptr[*at])) {
            return false;
        }
        value = value * 10 + (s.ptr[(*at)++] - '0');
    }
    *ret = value;
    return value >= low && value <= high;
}

static bool skip_char(struct str s, size_t *at, char c) {
    if (*at < s.len && s.ptr[*at] == c) {
        ++*at;
        return true;
    }
    return false;
}

static bool read_date(struct str s, size_t *at, struct buf *out) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day;
    if (!read_field(s, at, 4, 0, 9999, &year) || !skip_char(s, at, '-') ||
        !read_field(s, at, 2, 1, 12, &month) || !skip_char(s, at, '-')) {
        return false;
    }
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    int last = days[month - 1] + (month == 2 && leap);
    if (!read_field(s, at, 2, 1, last, &day)) {
        return false;
    }
    buf_addf(out, "%04d-%02d-%02d", year, month, day);
    return true;
}

/* HH:MM[:SS[.fraction]]; missing seconds are written as 00. */
static bool read_time(struct str s, size_t *at, struct buf *out) {
    int hour, minute, second = 0;
    if (!read_field(s, at, 2, 0, 23, &hour) || !skip_char(s, at, ':') ||
        !read_field(s, at, 2, 0, 59, &minute)) {
        return false;
    }
    bool seconds = skip_char(s, at, ':');
    if (seconds && !read_field(s, at, 2, 0, 60, &second)) {
        return false;
    }
    buf_addf(out, "%02d:%02d:%02d", hour, minute, second);
    if (seconds && skip_char(s, at, '.')) {
        size_t start = *at;
        while (*at < s.len && is_digit(s.ptr[*at])) {
            ++*at;
        }
        if (*at == start) {
            return false;
        }
        buf_add_char(out, '.');
        buf_add(out, s.ptr + start, *at - start);
    }
    return true;
}

static bool read_offset(struct str s, size_t *at, struct buf *out) {
    if (skip_char(s, at, 'Z') || skip_char(s, at, 'z')) {
        buf_add_char(out, 'Z');
        return true;
    }
    char sign = *at < s.len ? s.ptr[*at] : '\0';
    int hour, minute;
    if ((sign != '+' && sign != '-') || !skip_char(s, at, sign) ||
        !read_field(s, at, 2, 0, 23, &hour) || !skip_char(s, at, ':') ||
        !read_field(s, at, 2, 0, 59, &minute)) {
        return false;
    }
    buf_addf(out, "%c%02d:%02d", sign, hour, minute);
    return true;
}

static bool copy_datetime(struct str s, struct buf *out, enum cval_date_kind *ret_kind) {
    size_t at = 0;
    if (s.len > 2 && s.ptr[2] == ':') {
        *ret_kind = CVAL_TIME_LOCAL;
        return read_time(s, &at, out) && at == s.len;
    }
    *ret_kind = CVAL_DATE_LOCAL;
    if (!read_date(s, &at, out)) {
        return false;
    }
    if (at == s.len) {
        return true;
    }
    if (!skip_char(s, &at, 'T') && !skip_char(s, &at, 't') && !skip_char(s, &at, ' ')) {
        return false;
    }
    buf_add_char(out, 'T');
    *ret_kind = CVAL_DATETIME_LOCAL;
    if (!read_time(s, &at, out)) {
        return false;
    }
    if (at == s.len) {
        return true;
    }
    *ret_kind = CVAL_DATETIME_OFFSET;
    return read_offset(s, &at, out) && at == s.len;
}

static int read_datetime(struct toml_reader *t, struct str word, struct cval *ret) {
    cleanup_(buf_done) struct buf out = BUF_INIT;
    enum cval_date_kind kind;
    if (!copy_datetime(word, &out, &kind)) {
        return toml__fail(t, "`%.*s` is not a date or time that exists.", STR_FMT(word));
    }
    ret->kind = CVAL_DATETIME;
    ret->date_kind = (uint8_t)kind;
    ret->s = arena_str(t->arena, buf_str(&out));
    return 0;
}

/* The run of characters that numbers and dates are made of. */
static struct str scan_word(const struct toml_reader *t) {
    size_t end = t->at;
    while (end < t->text.len) {
        char c = t->text.ptr[end];
        bool inner = is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                     c == '-' || c == '+' || c == '.' || c == ':';
        /* A date and a time may have one blank between. */
        bool blank = c == ' ' && end - t->at == 10 && t->text.ptr[t->at + 4] == '-' &&
                     end + 1 < t->text.len && is_digit(t->text.ptr[end + 1]);
        if (!inner && !blank) {
            break;
        }
        end++;
    }
    return str_make(t->text.ptr + t->at, end - t->at);
}

/* dddd- or dd: */
static bool looks_like_date(struct str w) {
    if (w.len < 5 || !is_digit(w.ptr[0]) || !is_digit(w.ptr[1])) {
        return false;
    }
    return w.ptr[2] == ':' || (is_digit(w.ptr[2]) && is_digit(w.ptr[3]) && w.ptr[4] == '-');
}

int toml__scalar(struct toml_reader *t, struct cval *ret) {
    struct cval value = {.kind = CVAL_BOOL};
    toml__stamp(t, &value.line, &value.column);
    struct str word = scan_word(t);
    int r;
    if (word.len == 0) {
        return toml__fail(t, "Expected a value.");
    }
    if (str_eq(word, STR("true")) || str_eq(word, STR("false"))) {
        value.b = word.ptr[0] == 't';
        r = 0;
    } else if (looks_like_date(word)) {
        r = read_datetime(t, word, &value);
    } else {
        bool hex = str_starts(word, STR("0x"));
        bool has_float = !hex && (str_find_char(word, '.') >= 0 || str_find_char(word, 'e') >= 0 ||
                                  str_find_char(word, 'E') >= 0 || str_ends(word, STR("inf")) ||
                                  str_ends(word, STR("nan")));
        r = has_float ? read_float(t, word, &value) : read_integer(t, word, &value);
    }
    if (r == 0) {
        t->at += word.len;
        *ret = value;
    }
    return r;
}
