/*
 * The grammar of option values. A failed reading shows the text with a mark under the place:
 *
 *   Problem parsing --num int list value: expected an int at column 5
 *       [1, x]
 *           ^
 */
#include "options/text_int.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "base/vec.h"
#include "codec/excerpt.h"
#include "codec/hex.h"
#include "codec/utf8.h"
#include "options/options.h"

enum { MAX_DEPTH = 100 };

struct reader {
    struct arena *arena;
    struct str text;
    size_t at;
    struct str what;
    const char *type; /* "int list" */
    unsigned depth;
    bool advice; /* a list of strings, which may well have been meant as one string */
    struct err *e;
};

static int fail(const struct reader *r, const char *expected) {
    cleanup_(buf_done) struct buf out = BUF_INIT;
    struct str before = str_upto(r->text, r->at);
    ptrdiff_t newline = str_rfind_char(before, '\n');
    size_t line = 1, column = utf8_count(str_from_at(before, (size_t)(newline + 1))) + 1;
    for (size_t i = 0; i < before.len; i++) {
        line += before.ptr[i] == '\n';
    }
    if (str_find_char(r->text, '\n') >= 0) {
        buf_addf(&out, "line %zu, ", line);
    }
    buf_addf(&out, "column %zu", column);
    excerpt_add(r->text, line, column, &out);
    struct str text = str_trim(r->text);
    bool bare = r->advice && (str_starts(text, STR("(")) || str_starts(text, STR("[")));
    return err_set(
        r->e, ERR_USAGE, "Problem parsing %.*s %s value: expected %s at %s%s", STR_FMT(r->what),
        r->type, expected, out.data,
        bare ? "\nText that starts with a bracket is a list, in which strings have quotes: "
               "[\"(a|b)\"]."
             : "");
}

static char peek(const struct reader *r) {
    return r->at < r->text.len ? r->text.ptr[r->at] : '\0';
}

static void skip_space(struct reader *r) {
    while (peek(r) == ' ' || (peek(r) >= '\t' && peek(r) <= '\r')) {
        r->at++;
    }
}

static bool skip_char(struct reader *r, char c) {
    if (r->at < r->text.len && r->text.ptr[r->at] == c) {
        r->at++;
        return true;
    }
    return false;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* \ooo, \xhh or \uhhhh at the current place, behind the backslash; false: none of these. */
static bool read_code(struct reader *r, struct buf *out) {
    uint32_t cp = 0;
    if (peek(r) >= '0' && peek(r) <= '7') {
        for (int i = 0; i < 3 && peek(r) >= '0' && peek(r) <= '7'; i++) {
            cp = cp * 8 + (uint32_t)(r->text.ptr[r->at++] - '0');
        }
    } else {
        size_t digits = peek(r) == 'x' ? 2 : peek(r) == 'u' ? 4 : 0;
        if (digits == 0 || r->at + digits >= r->text.len) {
            return false;
        }
        for (size_t i = 1; i <= digits; i++) {
            int d = hex_digit(r->text.ptr[r->at + i]);
            if (d < 0) {
                return false;
            }
            cp = cp << 4 | (uint32_t)d;
        }
        if (cp >= 0xd800 && cp <= 0xdfff) {
            return false;
        }
        r->at += digits + 1;
    }
    char bytes[4];
    buf_add(out, bytes, utf8_encode(cp, bytes));
    return true;
}

/* What follows a backslash, by Python's rules; an unknown escape keeps its backslash. */
static void read_escape(struct reader *r, struct buf *out) {
    static const char letters[] = "\\'\"abfnrtv", values[] = "\\'\"\a\b\f\n\r\t\v";
    char c = peek(r);
    const char *letter = c != '\0' ? strchr(letters, c) : NULL;
    if (letter != NULL) {
        buf_add_char(out, values[letter - letters]);
        r->at++;
    } else if (c == '\n') {
        r->at++;
    } else if (!read_code(r, out)) {
        buf_add_char(out, '\\');
    }
}

static int read_quoted(struct reader *r, struct cval *ret) {
    cleanup_(buf_done) struct buf out = BUF_INIT;
    char quote = peek(r);
    if (quote != '\'' && quote != '"') {
        return fail(r, "a string in quotes");
    }
    for (r->at++; r->at < r->text.len;) {
        char c = r->text.ptr[r->at++];
        if (c == quote) {
            *ret = cval_str(r->arena, buf_str(&out));
            return 0;
        }
        if (c == '\\') {
            read_escape(r, &out);
        } else {
            buf_add_char(&out, c);
        }
    }
    return fail(r, quote == '"' ? "a closing \"" : "a closing '");
}

static bool skip_word(struct reader *r, const char *word) {
    size_t n = strlen(word);
    if (r->text.len - r->at < n || strncasecmp(r->text.ptr + r->at, word, n) != 0) {
        return false;
    }
    r->at += n;
    return true;
}

static int read_bool(struct reader *r, struct cval *ret) {
    if (skip_word(r, "true")) {
        *ret = cval_bool(true);
        return 0;
    }
    if (skip_word(r, "false")) {
        *ret = cval_bool(false);
        return 0;
    }
    return fail(r, "'true' or 'false'");
}

/* Copies digits without their underscores; false when there is none. */
static bool copy_digits(struct reader *r, struct buf *out) {
    size_t len = out->len;
    while (is_digit(peek(r)) || (peek(r) == '_' && out->len > len)) {
        if (peek(r) != '_') {
            buf_add_char(out, peek(r));
        }
        r->at++;
    }
    return out->len > len;
}

enum number_kind { NUMBER_INT, NUMBER_FLOAT, NUMBER_ANY };

static int read_number(struct reader *r, enum number_kind kind, struct cval *ret) {
    cleanup_(buf_done) struct buf digits = BUF_INIT;
    size_t start = r->at;
    bool is_float = kind == NUMBER_FLOAT;
    if (peek(r) == '+' || peek(r) == '-') {
        buf_add_char(&digits, r->text.ptr[r->at++]);
    }
    bool some = copy_digits(r, &digits);
    if (kind != NUMBER_INT && skip_char(r, '.')) {
        is_float = true;
        buf_add_char(&digits, '.');
        some = copy_digits(r, &digits) || some;
    }
    if (!some) {
        r->at = start;
        return fail(r, kind == NUMBER_INT     ? "an int"
                       : kind == NUMBER_FLOAT ? "a float"
                                              : "a value");
    }
    if (kind != NUMBER_INT && (peek(r) == 'e' || peek(r) == 'E')) {
        is_float = true;
        buf_add_char(&digits, r->text.ptr[r->at++]);
        if (peek(r) == '+' || peek(r) == '-') {
            buf_add_char(&digits, r->text.ptr[r->at++]);
        }
        if (!copy_digits(r, &digits)) {
            return fail(r, "the digits of an exponent");
        }
    }
    errno = 0;
    *ret =
        is_float ? cval_float(strtod(digits.data, NULL)) : cval_int(strtoll(digits.data, NULL, 10));
    if (!is_float && errno == ERANGE) {
        r->at = start;
        return fail(r, "an int of at most 64 bits");
    }
    return 0;
}

static int read_value(struct reader *r, struct cval *ret);
static int read_dict(struct reader *r, struct cval *ret);

/* An item of a list, of the member's type. */
static int read_member(struct reader *r, enum option_type member, struct cval *ret) {
    switch (member) {
    case OPTION_BOOL:
        return read_bool(r, ret);
    case OPTION_INT:
        return read_number(r, NUMBER_INT, ret);
    case OPTION_FLOAT:
        return read_number(r, NUMBER_FLOAT, ret);
    case OPTION_DICT:
        return read_dict(r, ret);
    case OPTION_LIST:
        return read_value(r, ret);
    default:
        return read_quoted(r, ret);
    }
}

/* Items up to the bracket that closes the one at the current place. any: of whatever type. */
static int read_items(struct reader *r, bool any, enum option_type member, struct cval *ret) {
    char close = peek(r) == '(' ? ')' : ']';
    *ret = cval_list();
    r->at++;
    for (;;) {
        skip_space(r);
        if (skip_char(r, close)) {
            return 0;
        }
        struct cval item;
        int rc = any ? read_value(r, &item) : read_member(r, member, &item);
        if (rc < 0) {
            return rc;
        }
        cval_push(r->arena, ret, item);
        skip_space(r);
        if (!skip_char(r, ',') && peek(r) != close) {
            return fail(r, close == ']' ? "',' or ']'" : "',' or ')'");
        }
    }
}

static int read_dict(struct reader *r, struct cval *ret) {
    if (peek(r) != '{') {
        return fail(r, "'{'");
    }
    *ret = cval_table(r->arena);
    r->at++;
    for (;;) {
        skip_space(r);
        if (skip_char(r, '}')) {
            return 0;
        }
        struct cval key, value;
        int rc = read_quoted(r, &key);
        if (rc < 0) {
            return rc;
        }
        skip_space(r);
        if (!skip_char(r, ':')) {
            return fail(r, "':'");
        }
        skip_space(r);
        rc = read_value(r, &value);
        if (rc < 0) {
            return rc;
        }
        (void)cval_put(r->arena, ret, key.s, value);
        skip_space(r);
        if (!skip_char(r, ',') && peek(r) != '}') {
            return fail(r, "',' or '}'");
        }
    }
}

/* A value of any type, inside a dict. */
static int read_value(struct reader *r, struct cval *ret) {
    char c = peek(r);
    if (c == '\'' || c == '"') {
        return read_quoted(r, ret);
    }
    if (c == '[' || c == '(' || c == '{') {
        if (++r->depth > MAX_DEPTH) {
            return fail(r, "fewer levels of nesting");
        }
        int rc = c == '{' ? read_dict(r, ret) : read_items(r, true, OPTION_STR, ret);
        r->depth--;
        return rc;
    }
    if (skip_word(r, "none") || skip_word(r, "null")) {
        *ret = cval_none();
        return 0;
    }
    if (c == 't' || c == 'T' || c == 'f' || c == 'F') {
        return read_bool(r, ret);
    }
    return read_number(r, NUMBER_ANY, ret);
}

static int at_end(struct reader *r) {
    skip_space(r);
    return r->at < r->text.len ? fail(r, "the end") : 0;
}

int text__scalar(struct arena *a, enum option_type type, struct str what, struct str text,
                 struct cval *ret, struct err *e) {
    struct reader r = {
        .arena = a, .text = text, .what = what, .type = option_type_name(type), .e = e};
    struct cval value;
    int rc;
    skip_space(&r);
    if (type == OPTION_BOOL) {
        rc = read_bool(&r, &value);
    } else if (type == OPTION_INT || type == OPTION_FLOAT) {
        rc = read_number(&r, type == OPTION_INT ? NUMBER_INT : NUMBER_FLOAT, &value);
    } else if (type == OPTION_MEMORY_SIZE) {
        value = cval_none();
        value.kind = CVAL_INT;
        rc = option_memory_size(text, &value.i, e);
        if (rc < 0) {
            err_context(e, "Problem parsing %.*s", STR_FMT(what));
            return rc;
        }
        r.at = text.len;
    } else {
        value = cval_str(a, text);
        r.at = text.len;
        rc = 0;
    }
    rc = rc < 0 ? rc : at_end(&r);
    if (rc == 0) {
        *ret = value;
    }
    return rc;
}

/* Whether an edit or a whole list stands here: [ ( +[ +( -[ -( */
static bool starts_edit(struct str text) {
    text = str_trim(text);
    if (text.len > 1 && (text.ptr[0] == '+' || text.ptr[0] == '-')) {
        text = str_trim(str_from_at(text, 1));
    }
    return text.len > 0 && (text.ptr[0] == '[' || text.ptr[0] == '(');
}

/* Text without brackets: one more item. A string may be in quotes. */
static int read_implicit(struct reader *r, enum option_type member, struct edit *edit) {
    struct str bare = str_trim(r->text);
    struct cval item = cval_str(r->arena, r->text);
    bool quoted = bare.len > 1 && (bare.ptr[0] == '\'' || bare.ptr[0] == '"');
    bool is_text = member != OPTION_BOOL && member != OPTION_INT && member != OPTION_FLOAT &&
                   member != OPTION_DICT && member != OPTION_LIST;
    if (!is_text || quoted) {
        skip_space(r);
        /* Text that only starts like a quoted string is taken as it is. */
        struct reader copy = *r;
        copy.e = is_text ? NULL : r->e;
        int rc = is_text ? read_quoted(&copy, &item) : read_member(&copy, member, &item);
        rc = rc < 0 ? rc : at_end(&copy);
        if (rc < 0 && !is_text) {
            return rc;
        }
        if (rc < 0) {
            item = cval_str(r->arena, r->text);
        }
    }
    edit->action = EDIT_ADD;
    edit->value = cval_list();
    cval_push(r->arena, &edit->value, item);
    return 0;
}

static int read_edit(struct reader *r, enum option_type member, bool first, struct edit *edit) {
    skip_space(r);
    edit->action = EDIT_REPLACE;
    if (skip_char(r, '+')) {
        edit->action = EDIT_ADD;
    } else if (skip_char(r, '-')) {
        edit->action = EDIT_REMOVE;
    } else if (!first) {
        return fail(r, "'+' or '-' in front of a further list");
    }
    skip_space(r);
    if (peek(r) != '[' && peek(r) != '(') {
        return fail(r, "'['");
    }
    int rc = read_items(r, false, member, &edit->value);
    skip_space(r);
    return rc;
}

int text__list(struct arena *a, enum option_type member, struct str what, struct str text,
               struct edit **ret, size_t *ret_count, struct err *e) {
    struct str type = arena_printf(a, "%s list", option_type_name(member));
    struct reader r = {.arena = a,
                       .text = text,
                       .what = what,
                       .type = type.ptr,
                       .advice = member == OPTION_STR,
                       .e = e};
    VEC(struct edit) edits = {0};
    struct edit edit;
    int rc = 0;
    if (!starts_edit(text)) {
        rc = read_implicit(&r, member, &edit);
        vec_push(&edits, edit);
    } else {
        do {
            rc = read_edit(&r, member, edits.len == 0, &edit);
            vec_push(&edits, edit);
        } while (rc == 0 && edit.action != EDIT_REPLACE && skip_char(&r, ','));
        rc = rc < 0 ? rc : at_end(&r);
    }
    if (rc == 0) {
        *ret = ARENA_ARRAY(a, struct edit, edits.len);
        memcpy(*ret, edits.data, edits.len * sizeof edit);
        *ret_count = edits.len;
    }
    vec_done(&edits);
    return rc;
}

int text__dict(struct arena *a, struct str what, struct str text, struct edit *ret, struct err *e) {
    struct reader r = {.arena = a, .text = text, .what = what, .type = "dict", .e = e};
    struct edit edit = {.action = EDIT_REPLACE};
    skip_space(&r);
    if (skip_char(&r, '+')) {
        edit.action = EDIT_ADD;
        skip_space(&r);
    }
    int rc = read_dict(&r, &edit.value);
    rc = rc < 0 ? rc : at_end(&r);
    if (rc == 0) {
        *ret = edit;
    }
    return rc;
}

int option_memory_size(struct str text, int64_t *ret, struct err *e) {
    static const struct {
        const char *unit;
        double bytes;
    } units[] = {
        {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}, {"", 1},
    };
    struct str bare = str_trim(text);
    size_t n = 0;
    while (n < bare.len && (is_digit(bare.ptr[n]) || bare.ptr[n] == '.')) {
        n++;
    }
    struct str unit = str_trim(str_from_at(bare, n));
    char number[64], *end = number;
    double value = -1;
    if (n > 0 && n < sizeof number) {
        memcpy(number, bare.ptr, n);
        number[n] = '\0';
        value = strtod(number, &end);
        value = end == number + n ? value : -1;
    }
    for (size_t i = 0; value >= 0 && i < ARRAY_LEN(units); i++) {
        if (str_eqz(unit, units[i].unit) && value * units[i].bytes < 9e18) {
            *ret = (int64_t)(value * units[i].bytes);
            return 0;
        }
    }
    return err_set(e, ERR_USAGE,
                   "`%.*s` is not a size of memory: write a number with one of the units GiB, "
                   "MiB, KiB or B, for instance 512MiB.",
                   STR_FMT(text));
}
