/*
 * Literals. Most are passed over at the cost of finding their end; while doing so, the sorts of
 * their bytes are collected, which tells whether the content can be a name or a path.
 */
#include "infer/python_int.h"

/** One literal. */
struct literal {
    struct str content;
    unsigned sorts; /**< of the bytes of the content; only when plain */
    bool plain;     /**< not empty, no white space, no backslash, no braces of a format */
};

static bool is_prefix(char c) {
    switch (c | 0x20) {
    case 'r':
    case 'b':
    case 'u':
    case 'f':
    case 't':
        return true;
    default:
        return false;
    }
}

size_t infer__prefix(const struct scan *s, const char *p) {
    size_t n = 0, before = (size_t)(p - s->start);
    while (n < 2 && n < before && is_prefix(p[-(ptrdiff_t)n - 1])) {
        n++;
    }
    return n < before && infer__is(p[-(ptrdiff_t)n - 1], C_IDENT) ? 0 : n;
}

static bool is_triple(const struct scan *s, const char *p) {
    return s->end - p >= 3 && p[1] == p[0] && p[2] == p[0];
}

/* The closing quotes of the triple-quoted literal whose content begins at p, or the end. */
static const char *triple_close(const struct scan *s, const char *p, char quote) {
    const char *begin = p;
    while (s->end - p >= 3) {
        p = memchr(p, quote, (size_t)(s->end - p) - 2);
        if (p == NULL) {
            return s->end;
        }
        const char *back = p;
        while (back > begin && back[-1] == '\\') {
            back--;
        }
        if ((p - back) % 2 != 0) {
            begin = ++p; /* an escaped quote */
        } else if (p[1] == quote && p[2] == quote) {
            return p;
        } else {
            begin = p += p[1] == quote ? 2 : 1;
        }
    }
    return s->end;
}

/* The closing quote of a single-quoted literal, or the end of its line. */
static const char *single_close(const struct scan *s, const char *p, char quote,
                                unsigned *ret_sorts) {
    unsigned sorts = 0;
    while (p < s->end && *p != quote) {
        unsigned sort = infer__class[(uint8_t)*p];
        sorts |= sort;
        if (sort & (C_EOL | C_BACKSLASH)) {
            if (sort & C_EOL) {
                break;
            }
            p++;
            if (p < s->end && infer__is(*p, C_EOL)) {
                p = infer__eol(s, p);
                continue;
            }
            if (p == s->end) {
                break;
            }
        }
        p++;
    }
    *ret_sorts = sorts;
    return p;
}

/* The sorts of the bytes of a run, up to the first that rules it out. */
static unsigned sorts_of(struct str text) {
    unsigned sorts = 0;
    for (size_t i = 0; i < text.len && !(sorts & (C_SPACE | C_BACKSLASH)); i++) {
        sorts |= infer__class[(uint8_t)text.ptr[i]];
    }
    return sorts;
}

const char *infer__plain_end(const struct scan *s, const char *p, struct str *ret_content) {
    if (is_triple(s, p)) {
        const char *close = triple_close(s, p + 3, *p);
        *ret_content = str_make(p + 3, (size_t)(close - p) - 3);
        return close < s->end ? close + 3 : s->end;
    }
    unsigned sorts;
    const char *close = single_close(s, p + 1, *p, &sorts);
    *ret_content = str_make(p + 1, (size_t)(close - p) - 1);
    return close < s->end && *close == *p ? close + 1 : close;
}

/* Consumes the literal with the quote at s->at. */
static struct literal literal(struct scan *s) {
    const char *p = s->at;
    bool formatted = false, raw = false;
    size_t prefix = infer__prefix(s, p);
    for (size_t i = 1; i <= prefix; i++) {
        char c = (char)(p[-(ptrdiff_t)i] | 0x20);
        formatted |= c == 'f' || c == 't';
        raw |= c == 'r';
    }
    struct literal ret = {.plain = false};
    if (formatted && !s->plain_fstrings) {
        const char *end = infer__fstring_end(s, p, raw);
        if (end != NULL) {
            size_t quotes = is_triple(s, p) ? 3 : 1;
            size_t len = (size_t)(end - p);
            bool closed = len >= 2 * quotes && end[-1] == *p;
            ret.content = closed ? str_make(p + quotes, len - 2 * quotes) : STR_NULL;
            s->at = end;
        } else {
            s->plain_fstrings = true;
        }
    }
    bool closed = true;
    if (s->at == p) {
        s->at = infer__plain_end(s, p, &ret.content);
        closed = s->at > ret.content.ptr + ret.content.len;
    }
    if (!closed || ret.content.len == 0 || ret.content.len > INFER_STRING_MAX) {
        return ret;
    }
    ret.sorts = sorts_of(ret.content);
    ret.plain = (ret.sorts & (C_SPACE | C_BACKSLASH | (formatted ? C_BRACE : 0U))) == 0;
    return ret;
}

/*
 * Where the next literal's quote is when only blanks (in brackets: also ends of lines and
 * comments) lie between; NULL when something else comes.
 */
static const char *joined(const struct scan *s, bool *ret_comments) {
    const char *p = s->at;
    for (;;) {
        p = infer__blank(s, p);
        if (p == s->end) {
            return NULL;
        }
        if (s->depth > 0 && infer__is(*p, C_EOL)) {
            p = infer__eol(s, p);
        } else if (s->depth > 0 && *p == '#') {
            *ret_comments = true;
            p = infer__line_end(s, p);
        } else {
            break;
        }
    }
    for (unsigned i = 0; i < 2 && p < s->end && is_prefix(*p); i++) {
        p++;
    }
    return p < s->end && (*p == '"' || *p == '\'') ? p : NULL;
}

/* `pants: infer-dep` in the comments of [from, to), a gap between two literals. */
static void comments_between(struct scan *s, const char *from, const char *to) {
    for (ptrdiff_t hit;
         (hit = str_find(str_make(from, (size_t)(to - from)), STR("# pants: infer-dep("))) >= 0;) {
        s->at = from + hit;
        (void)infer__comment(s);
        from = s->at;
    }
}

/* Consumes a literal and those joined to it. False when the content can be no name. */
static bool chain(struct scan *s, struct name *ret, unsigned *ret_sorts) {
    struct name n = {.pos = s->at - infer__prefix(s, s->at)};
    struct literal first = literal(s);
    bool plain = first.plain;
    unsigned sorts = first.sorts;
    n.end = s->at;
    n.offset = plain ? (size_t)(first.content.ptr - s->start) : 0;
    n.len = first.content.len;
    bool comments = false;
    for (const char *next; (next = joined(s, &comments)) != NULL;) {
        if (comments) {
            comments_between(s, s->at, next);
            comments = false;
        }
        s->at = next;
        struct literal more = literal(s);
        n.end = s->at;
        if (plain && !n.made) {
            size_t offset = s->names.len;
            buf_add(&s->names, s->start + n.offset, n.len);
            n.offset = offset;
            n.made = true;
        }
        plain = plain && more.plain && n.len + more.content.len <= INFER_STRING_MAX;
        if (plain) {
            buf_add_str(&s->names, more.content);
            n.len += more.content.len;
            sorts |= more.sorts;
        } else if (n.made) {
            buf_truncate(&s->names, n.offset);
            n.made = false;
        }
    }
    *ret = n;
    *ret_sorts = sorts;
    return plain && buf_ok(&s->names);
}

/* Records a chain in front of what was found in it, from index on. */
static void found_at(struct scan *s, size_t index, enum infer_kind kind, uint32_t level,
                     const struct name *n) {
    infer__found(s, kind, level, n);
    struct found f = vec_last(&s->found);
    for (size_t i = s->found.len - 1; i > index; i--) {
        s->found.data[i] = s->found.data[i - 1];
    }
    s->found.data[index] = f;
}

static bool is_dotted(struct str text) {
    bool fresh = true;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '.') {
            if (fresh) {
                return false;
            }
            fresh = true;
        } else if (!infer__is(c, C_IDENT) || (fresh && c >= '0' && c <= '9')) {
            return false;
        } else {
            fresh = false;
        }
    }
    return !fresh;
}

static bool is_wanted(const struct scan *s, const struct name *n, unsigned sorts) {
    if ((sorts & C_SLASH) != 0 || (s->flags & INFER_PYTHON_ALL_STRINGS) != 0) {
        return true;
    }
    const char *text = n->made ? s->names.data : s->start;
    return (sorts & C_DOT) != 0 && is_dotted(str_make(text + n->offset, n->len));
}

void infer__strings(struct scan *s) {
    struct name n;
    unsigned sorts;
    size_t index = s->found.len;
    if (chain(s, &n, &sorts) && s->muted == 0 && is_wanted(s, &n, sorts)) {
        found_at(s, index, INFER_STRING, 0, &n);
    }
}

/* Past white space and comments; true when a no-infer-dep comment is the first thing met. */
static bool before_argument(struct scan *s) {
    bool ignored = false, first = true;
    while (s->at < s->end) {
        if (*s->at == '#') {
            ignored |= infer__comment(s) && first;
            first = false;
        } else if (infer__is(*s->at, C_EOL)) {
            s->at = infer__eol(s, s->at);
            first = false;
            if (infer__recovers(s, s->at)) {
                break;
            }
        } else if (infer__is(*s->at, C_SPACE | C_BACKSLASH)) {
            s->at++;
        } else {
            break;
        }
    }
    return ignored;
}

/* True when the argument that ended at s->at was a whole one. */
static bool argument_ends(const struct scan *s) {
    for (const char *p = s->at; p < s->end;) {
        if (*p == '#') {
            p = infer__line_end(s, p);
        } else if (infer__is(*p, C_SPACE | C_BACKSLASH)) {
            p++;
        } else {
            return *p == ',' || *p == ')';
        }
    }
    return false;
}

void infer__dunder_import(struct scan *s) {
    infer__open_bracket(s);
    if (s->muted == 0) {
        s->muted = s->depth;
    }
    bool ignored = before_argument(s);
    const char *p = s->at;
    for (unsigned i = 0; i < 2 && p < s->end && is_prefix(*p); i++) {
        p++;
    }
    if (p == s->end || (*p != '"' && *p != '\'')) {
        return;
    }
    s->at = p;
    struct name n;
    unsigned sorts;
    size_t index = s->found.len;
    if (chain(s, &n, &sorts) && !ignored && argument_ends(s)) {
        const char *text = n.made ? s->names.data : s->start;
        uint32_t level = 0;
        while (n.len > 0 && text[n.offset] == '.') {
            n.offset++;
            n.len--;
            level++;
        }
        found_at(s, index, INFER_IMPORT, level, &n);
    }
}
