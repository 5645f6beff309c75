/*
 * Where a formatted string ends. Since 3.12 a replacement field may hold any expression, strings
 * with the same quotes included, so that brackets and nested strings have to be followed:
 *
 *   TEXT ─ `{` ─▶ FIELD ─ `:` ─▶ FORMAT ─ `{` ─▶ FIELD ...     `}` leads back from each
 *                   └─ f"…" ─▶ TEXT ...                        the closing quote leads back
 *
 * What was valid before 3.12 is read the same way. A field that never ends is the caller's to
 * deal with: no later string of that file is read like this, so that each byte is seen at most
 * twice.
 */
#include "infer/python_int.h"

#define NESTING_MAX 150 /* as Python's own */

enum mode { MODE_TEXT, MODE_FIELD, MODE_FORMAT };

struct nest {
    enum mode mode;
    char quote; /**< of the string that it belongs to */
    bool triple;
    bool raw;
    uint32_t brackets; /**< open in a FIELD */
};

struct fstring {
    const struct scan *s;
    const char *at;
    size_t n;
    struct nest nests[NESTING_MAX];
};

static bool enter(struct fstring *f, const struct nest *nest) {
    if (f->n == NESTING_MAX) {
        return false;
    }
    f->nests[f->n++] = *nest;
    return true;
}

/* A string begins: f->at is at its quote. */
static bool enter_text(struct fstring *f, bool raw) {
    const char *p = f->at;
    bool triple = f->s->end - p >= 3 && p[1] == p[0] && p[2] == p[0];
    f->at += triple ? 3 : 1;
    return enter(f, &(struct nest){.mode = MODE_TEXT, .quote = *p, .triple = triple, .raw = raw});
}

/* A backslash in TEXT or FORMAT. */
static void escape(struct fstring *f, bool raw) {
    const char *p = f->at + 1, *end = f->s->end;
    if (p == end || *p == '{' || *p == '}') {
        f->at = p;
    } else if (infer__is(*p, C_EOL)) {
        f->at = infer__eol(f->s, p);
    } else if (!raw && *p == 'N' && p + 1 < end && p[1] == '{') {
        for (p += 2; p < end && *p != '}' && !infer__is(*p, C_EOL) && *p != '"' && *p != '\'';) {
            p++;
        }
        f->at = p < end && *p == '}' ? p + 1 : p;
    } else {
        f->at = p + 1;
    }
}

/* The string that the top belongs to ends, open fields with it. */
static void leave_string(struct fstring *f) {
    while (f->n > 0 && f->nests[--f->n].mode != MODE_TEXT) {
    }
}

/* TEXT or FORMAT. False when the string is too deep. */
static bool text(struct fstring *f) {
    struct nest *top = &f->nests[f->n - 1];
    const char *p = f->at, *end = f->s->end;
    while (p < end && *p != top->quote && !infer__is(*p, C_EOL | C_BACKSLASH | C_BRACE)) {
        p++;
    }
    f->at = p;
    if (p == end) {
        return true;
    }
    if (*p == '\\') {
        escape(f, top->raw);
    } else if (*p == '{') {
        if (top->mode == MODE_TEXT && p + 1 < end && p[1] == '{') {
            f->at = p + 2;
            return true;
        }
        f->at = p + 1;
        struct nest field = {.mode = MODE_FIELD, .quote = top->quote, .triple = top->triple};
        field.raw = top->raw;
        return enter(f, &field);
    } else if (*p == '}') {
        f->at = p + 1;
        f->n -= top->mode == MODE_FORMAT;
    } else if (*p == top->quote) {
        bool three = end - p >= 3 && p[1] == *p && p[2] == *p;
        f->at = p + (top->triple && three ? 3 : 1);
        if (!top->triple || three) {
            leave_string(f);
        }
    } else if (top->triple) {
        f->at = p + 1;
    } else {
        leave_string(f); /* unterminated: it ends with its line */
    }
    return true;
}

/* A string inside a field. */
static bool field_string(struct fstring *f) {
    size_t prefix = infer__prefix(f->s, f->at);
    bool formatted = false, raw = false;
    for (size_t i = 1; i <= prefix; i++) {
        char c = (char)(f->at[-(ptrdiff_t)i] | 0x20);
        formatted |= c == 'f' || c == 't';
        raw |= c == 'r';
    }
    if (formatted) {
        return enter_text(f, raw);
    }
    struct str content;
    f->at = infer__plain_end(f->s, f->at, &content);
    return true;
}

/* FIELD. False when it is too deep. */
static bool field(struct fstring *f) {
    struct nest *top = &f->nests[f->n - 1];
    const char *p = f->at;
    while (p < f->s->end && !infer__is(*p, C_STOP)) {
        p++;
    }
    f->at = p;
    if (p == f->s->end) {
        return true;
    }
    switch (*p) {
    case '\'':
    case '"':
        return field_string(f);
    case '(':
    case '[':
    case '{':
        top->brackets++;
        break;
    case ')':
    case ']':
        top->brackets -= top->brackets > 0;
        break;
    case '}':
        if (top->brackets > 0) {
            top->brackets--;
        } else {
            f->n--;
        }
        break;
    case ':':
        if (top->brackets == 0) {
            top->mode = MODE_FORMAT;
        }
        break;
    case '#':
        f->at = infer__line_end(f->s, p);
        return true;
    default:
        break;
    }
    f->at = p + 1;
    return true;
}

const char *infer__fstring_end(const struct scan *s, const char *p, bool raw) {
    struct fstring f; /* not zeroed: the nests are large */
    f.s = s;
    f.at = p;
    f.n = 0;
    if (!enter_text(&f, raw)) {
        return NULL;
    }
    while (f.n > 0) {
        if (f.at >= s->end) {
            return NULL;
        }
        if (!(f.nests[f.n - 1].mode == MODE_FIELD ? field(&f) : text(&f))) {
            return NULL;
        }
    }
    return f.at;
}
