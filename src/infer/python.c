/*
 * The driver of the Python scanner.
 *
 * No tree is made and no token kept: the code is skipped from one of a dozen characters to the
 * next (quotes, brackets, comments, separators, ends of lines), and only where a statement can
 * begin is the first word looked at. `import` and `from` are keywords in every Python, so that
 * one of them at the start of a statement is an import, whatever the rest looks like:
 *
 *   line ─▶ indentation closes blocks ─▶ first word ─▶ rest of the line ─▶ line
 *                                            ▲               │
 *                                            └── `:` or `;` ─┘  outside brackets
 */
#include "infer/python_int.h"

#define L C_IDENT
#define P C_STOP
#define E (C_STOP | C_SPACE | C_EOL)
#define W C_SPACE
#define Q C_STOP
#define H C_IDENT, C_IDENT, C_IDENT, C_IDENT, C_IDENT, C_IDENT, C_IDENT, C_IDENT
#define B (C_STOP | C_BRACE)

const uint8_t infer__class[256] = {
    /* 00 */ 0, 0,     0,       0, 0, 0, 0, 0, 0, W, E, 0, W,
    E,          0,     0,
    /* 10 */ 0, 0,     0,       0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0,          0,     0,
    /*  ! */ W, 0,     Q,       P, 0, 0, 0, Q, P, P, 0, 0, P,
    0,          C_DOT, C_SLASH,
    /* 0  */ L, L,     L,       L, L, L, L, L, L, L, P, P, 0,
    0,          0,     0,
    /* @A */ 0, L,     L,       L, L, L, L, L, L, L, L, L, L,
    L,          L,     L,
    /* P  */ L, L,     L,       L, L, L, L, L, L, L, L, P, C_STOP | C_BACKSLASH,
    P,          0,     L,
    /* `a */ 0, L,     L,       L, L, L, L, L, L, L, L, L, L,
    L,          L,     L,
    /* p  */ L, L,     L,       L, L, L, L, L, L, L, L, B, 0,
    B,          0,     0,
    /* 80 */ H, H,     H,       H, H, H, H, H, H, H, H, H, H,
    H,          H,     H,
};

const char *infer__eol(const struct scan *s, const char *p) {
    if (p < s->end && *p == '\r') {
        p++;
        return p < s->end && *p == '\n' ? p + 1 : p;
    }
    return p < s->end && *p == '\n' ? p + 1 : p;
}

const char *infer__line_end(const struct scan *s, const char *p) {
    const char *nl = memchr(p, '\n', (size_t)(s->end - p));
    const char *stop = nl != NULL ? nl : s->end;
    const char *cr = s->has_cr ? memchr(p, '\r', (size_t)(stop - p)) : NULL;
    return cr != NULL ? cr : stop;
}

const char *infer__blank(const struct scan *s, const char *p) {
    while (p < s->end) {
        if (*p == ' ' || *p == '\t' || *p == '\f') {
            p++;
        } else if (*p == '\\' && p + 1 < s->end && infer__is(p[1], C_EOL)) {
            p = infer__eol(s, p + 1);
        } else {
            break;
        }
    }
    return p;
}

const char *infer__gap(const struct scan *s, const char *p, const char *end) {
    while (p < end) {
        if (infer__is(*p, C_EOL)) {
            const char *line = infer__eol(s, p);
            if (infer__recovers(s, line)) {
                return p;
            }
            p = line;
        } else if (infer__is(*p, C_SPACE | C_BACKSLASH)) {
            p++;
        } else if (*p == '#') {
            p = infer__line_end(s, p);
        } else {
            break;
        }
    }
    return p < end ? p : end;
}

bool infer__word(const struct scan *s, const char *p, struct str word) {
    size_t left = (size_t)(s->end - p);
    return left >= word.len && memcmp(p, word.ptr, word.len) == 0 &&
           (left == word.len || !infer__is(p[word.len], C_IDENT));
}

/* `# pants: infer-dep(TEXT)` in a comment. */
static void explicit_pragma(struct scan *s, struct str comment) {
    const struct str opening = STR("# pants: infer-dep(");
    ptrdiff_t hit = str_find(comment, opening);
    if (hit < 0) {
        return;
    }
    struct str text = str_from_at(comment, (size_t)hit + opening.len);
    size_t len = 0;
    for (size_t depth = 1; len < text.len; len++) {
        depth += text.ptr[len] == '(';
        depth -= text.ptr[len] == ')';
        if (depth == 0) {
            break;
        }
    }
    if (len > 0 && len < text.len) {
        struct name name = {.pos = text.ptr,
                            .end = text.ptr + len,
                            .offset = (size_t)(text.ptr - s->start),
                            .len = len};
        infer__found(s, INFER_EXPLICIT, 0, &name);
    }
}

bool infer__comment(struct scan *s) {
    struct str comment = str_make(s->at, (size_t)(infer__line_end(s, s->at) - s->at));
    s->at += comment.len;
    if (str_find(comment, STR("pants:")) < 0) {
        return false;
    }
    explicit_pragma(s, comment);
    return str_find(comment, STR("# pants: no-infer-dep")) >= 0;
}

/* Takes away what the no-infer-dep comment at p stands behind. */
static void apply_pragma(struct scan *s, const char *p) {
    const char *row = p, *last = p;
    while (row > s->start && !infer__is(row[-1], C_EOL)) {
        row--;
        last = *row != ' ' && *row != '\t' && last == p ? row : last;
    }
    if (last == p) {
        return; /* nothing before it on its line */
    }
    const char *from = row < s->clause && last >= s->clause ? s->clause : row;
    if (s->depth > 0 && s->depth <= INFER_BRACKETS_MAX) {
        const struct bracket *b = &s->brackets[s->depth - 1];
        const char *element = *last == ',' ? b->previous : b->element;
        from = element > row ? element : row;
    }
    for (size_t i = s->found.len; i-- > s->statement;) {
        struct found *f = &s->found.data[i];
        bool whole = s->depth == 0 && f->kind == INFER_IMPORT;
        if (f->kind != INFER_EXPLICIT && (whole || f->end > from)) {
            f->dead = true;
        }
        if (s->depth > 0 && f->end <= from) {
            break;
        }
    }
}

void infer__open_bracket(struct scan *s) {
    s->at++;
    if (s->depth < INFER_BRACKETS_MAX) {
        s->brackets[s->depth] = (struct bracket){s->at, s->at};
    }
    s->depth++;
}

void infer__close_bracket(struct scan *s) {
    s->at++;
    if (s->depth > 0) {
        s->depth--;
    }
    if (s->depth < s->muted) {
        s->muted = 0;
    }
}

static void next_element(struct scan *s) {
    s->at++;
    if (s->depth > 0 && s->depth <= INFER_BRACKETS_MAX) {
        struct bracket *b = &s->brackets[s->depth - 1];
        b->previous = b->element;
        b->element = s->at;
    }
}

/* `from` WORD-OR-DOTS `import` on one line */
static bool is_from_import(const struct scan *s, const char *p) {
    p = infer__blank(s, p + 4);
    const char *module = p;
    while (p < s->end && infer__is(*p, C_IDENT | C_DOT)) {
        p++;
    }
    return p > module && p < s->end && infer__is(*p, C_SPACE) &&
           infer__word(s, infer__blank(s, p), STR("import"));
}

bool infer__recovers(const struct scan *s, const char *p) {
    while (p < s->end && (*p == ' ' || *p == '\t')) {
        p++;
    }
    if (p == s->end) {
        return false;
    }
    switch (*p) {
    case 'i':
        return infer__word(s, p, STR("import"));
    case 'd':
        return infer__word(s, p, STR("def"));
    case 'c':
        return infer__word(s, p, STR("class"));
    case 'f':
        return infer__word(s, p, STR("from")) && is_from_import(s, p);
    default:
        return false;
    }
}

/* Looks at the first word of a statement. */
static void statement_start(struct scan *s) {
    s->at = infer__blank(s, s->at);
    if (s->at == s->end) {
        return;
    }
    switch (*s->at) {
    case 'i':
        if (infer__word(s, s->at, STR("import"))) {
            s->at += 6;
            infer__import(s);
        }
        break;
    case 'f':
        if (infer__word(s, s->at, STR("from"))) {
            s->at += 4;
            infer__from(s);
        }
        break;
    case 't':
        if (infer__word(s, s->at, STR("try"))) {
            infer__try(s);
        }
        break;
    case 'a':
        if (infer__word(s, s->at, STR("async"))) {
            s->at = infer__blank(s, s->at + 5);
        }
        if (!infer__word(s, s->at, STR("with"))) {
            break;
        }
        /* fallthrough */
    case 'w':
        if (infer__word(s, s->at, STR("with"))) {
            s->at += 4;
            infer__with(s);
        }
        break;
    default:
        break;
    }
}

/* True when the bracket at s->at follows the name __import__. */
static bool is_dunder_import(const struct scan *s) {
    static const char word[] = "__import__";
    const char *p = s->at;
    while (p > s->start && (p[-1] == ' ' || p[-1] == '\t')) {
        p--;
    }
    size_t len = sizeof word - 1;
    return (size_t)(p - s->start) >= len && p[-1] == '_' && memcmp(p - len, word, len) == 0 &&
           ((size_t)(p - s->start) == len || !infer__is(p[-(ptrdiff_t)len - 1], C_IDENT | C_DOT));
}

/* One of the characters that stop a run of code. False at the end of the logical line. */
static bool stopped(struct scan *s) {
    const char *p = s->at;
    switch (*p) {
    case '\n':
    case '\r':
        s->at = infer__eol(s, p);
        if (s->depth > 0 && infer__recovers(s, s->at)) {
            s->depth = s->muted = 0;
        }
        return s->depth > 0;
    case '#':
        if (infer__comment(s)) {
            apply_pragma(s, p);
        }
        return true;
    case '\'':
    case '"':
        infer__strings(s);
        return true;
    case '(':
        if (is_dunder_import(s)) {
            infer__dunder_import(s);
            return true;
        }
        /* fallthrough */
    case '[':
    case '{':
        infer__open_bracket(s);
        return true;
    case ')':
    case ']':
    case '}':
        infer__close_bracket(s);
        return true;
    case ',':
        next_element(s);
        return true;
    case '\\':
        s->at = infer__eol(s, p + 1);
        return true;
    default: /* ':' and ';' */
        s->at++;
        if (s->depth == 0) {
            s->statement = *p == ';' ? s->found.len : s->statement;
            s->clause = s->at;
            statement_start(s);
        }
        return true;
    }
}

static void indentation(struct scan *s) {
    size_t column = 0;
    const char *p = s->at;
    for (; p < s->end; p++) {
        if (*p == ' ') {
            column++;
        } else if (*p == '\t') {
            column = (column / 8 + 1) * 8;
        } else if (*p == '\f') {
            column = 0;
        } else {
            break;
        }
    }
    s->at = p;
    s->indent = column;
}

static void logical_line(struct scan *s) {
    indentation(s);
    s->statement = s->found.len;
    s->clause = s->at;
    s->depth = s->muted = 0;
    if (s->at < s->end && *s->at != '#' && !infer__is(*s->at, C_EOL)) {
        if (s->nblocks > 0) {
            infer__dedent(s);
        }
        statement_start(s);
    }
    for (;;) {
        const char *p = s->at;
        while (p < s->end && !infer__is(*p, C_STOP)) {
            p++;
        }
        s->at = p;
        if (p == s->end || !stopped(s)) {
            return;
        }
    }
}

void infer_python_with(struct str source, unsigned flags, struct buf *out) {
    if (str_starts(source, STR("\xff\xfe")) || str_starts(source, STR("\xfe\xff"))) {
        return; /* UTF-16 */
    }
    if (str_starts(source, STR("\xef\xbb\xbf"))) {
        source = str_from_at(source, 3);
    }
    if (source.len == 0) {
        return;
    }
    struct scan s; /* not zeroed: the brackets are large */
    s.start = s.at = source.ptr;
    s.end = source.ptr + source.len;
    s.flags = flags;
    s.has_cr = memchr(source.ptr, '\r', source.len) != NULL;
    s.plain_fstrings = false;
    s.nblocks = 0;
    s.context = CONTEXT_STRONG;
    memset(&s.weak, 0, sizeof s.weak);
    memset(&s.found, 0, sizeof s.found);
    buf_init(&s.names, 0);
    while (s.at < s.end) {
        logical_line(&s);
    }
    infer__emit(&s, out);
    vec_done(&s.weak);
    vec_done(&s.found);
    buf_done(&s.names);
}

void infer_python(struct str source, struct buf *out) {
    infer_python_with(source, 0, out);
}

uint32_t infer_python_version(void) {
    return 1;
}
