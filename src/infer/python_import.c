/*
 * Import statements. A name is nearly always one run of letters and dots, and is then a piece of
 * the source; blanks inside it (`a . b`, a continued line) and the joining of `from a import b`
 * make it in `names`.
 */
#include "infer/python_int.h"

/* A dotted name at s->at, which moves behind it. An empty one when there is none. */
static struct name dotted(struct scan *s) {
    struct name n = {.pos = s->at};
    const char *p = s->at;
    while (p < s->end && infer__is(*p, C_IDENT | C_DOT)) {
        p++;
    }
    n.offset = (size_t)(n.pos - s->start);
    n.len = (size_t)(p - n.pos);
    const char *next = infer__blank(s, p);
    while (n.len > 0 && next > p && next < s->end &&
           (*next == '.' || (p[-1] == '.' && infer__is(*next, C_IDENT)))) {
        if (!n.made) {
            size_t offset = s->names.len;
            buf_add(&s->names, n.pos, n.len);
            n.offset = offset;
            n.made = true;
        }
        p = next;
        while (p < s->end && infer__is(*p, C_IDENT | C_DOT)) {
            p++;
        }
        buf_add(&s->names, next, (size_t)(p - next));
        n.len += (size_t)(p - next);
        next = infer__blank(s, p);
    }
    s->at = n.end = p;
    return n;
}

static struct str text_of(const struct scan *s, const struct name *n) {
    if (n->made) {
        return buf_ok(&s->names) ? str_make(s->names.data + n->offset, n->len) : STR_NULL;
    }
    return str_make(s->start + n->offset, n->len);
}

static bool is_name(struct str name) {
    return name.len > 0 && name.ptr[0] != '.' && name.ptr[name.len - 1] != '.' &&
           !(name.ptr[0] >= '0' && name.ptr[0] <= '9');
}

/* `as NAME`, if it is there; in brackets also on later lines. */
static void alias(struct scan *s, bool in_brackets) {
    const char *p = in_brackets ? infer__gap(s, s->at, s->end) : infer__blank(s, s->at);
    if (infer__word(s, p, STR("as"))) {
        s->at = in_brackets ? infer__gap(s, p + 2, s->end) : infer__blank(s, p + 2);
        while (s->at < s->end && infer__is(*s->at, C_IDENT)) {
            s->at++;
        }
    }
}

/* True, and s->at behind it, when the next thing is a comma. */
static bool comma(struct scan *s) {
    const char *p = infer__blank(s, s->at);
    if (p == s->end || *p != ',') {
        return false;
    }
    s->at = p + 1;
    return true;
}

void infer__import(struct scan *s) {
    do {
        s->at = infer__blank(s, s->at);
        struct name n = dotted(s);
        if (is_name(text_of(s, &n))) {
            infer__found(s, INFER_IMPORT, 0, &n);
        }
        alias(s, false);
    } while (comma(s));
}

/** Where a `from` statement imports from. */
struct base {
    struct name name;
    uint32_t level;
    bool nothing; /**< `__future__`: its names are no imports */
};

/* One name behind `from base import`: base.name. False when there is no name at s->at. */
static bool from_name(struct scan *s, const struct base *base) {
    struct name n = dotted(s);
    if (n.len == 0) {
        return false;
    }
    if (is_name(text_of(s, &n)) && !base->nothing) {
        struct name joined = n;
        if (base->name.len > 0) {
            struct str copy[2];
            joined.offset = s->names.len;
            /* Neither part may lie in the buffer while it grows. */
            buf_reserve(&s->names, base->name.len + 1 + n.len);
            copy[0] = text_of(s, &base->name);
            copy[1] = text_of(s, &n);
            buf_add_str(&s->names, copy[0]);
            buf_add_char(&s->names, '.');
            buf_add_str(&s->names, copy[1]);
            joined.len = base->name.len + 1 + n.len;
            joined.made = true;
        }
        infer__found(s, INFER_IMPORT, base->level, &joined);
    }
    return true;
}

/* True when a line ends between from and to. */
static bool line_between(const char *from, const char *to) {
    while (from < to && !infer__is(*from, C_EOL)) {
        from++;
    }
    return from < to;
}

/* The names in round brackets; s->at is behind the opening one. */
static void bracketed(struct scan *s, const struct base *base) {
    size_t last = SIZE_MAX; /* the name that a comment may stand behind */
    const char *last_end = s->at;
    while (s->at < s->end && *s->at != ')') {
        const char *p = s->at;
        if (*p == '#') {
            if (infer__comment(s) && last != SIZE_MAX && !line_between(last_end, p)) {
                s->found.data[last].dead = true;
            }
        } else if (infer__is(*p, C_EOL)) {
            const char *line = infer__eol(s, p);
            if (infer__recovers(s, line)) {
                return; /* the bracket was never closed */
            }
            s->at = line;
        } else if (infer__is(*p, C_IDENT)) {
            size_t before = s->found.len;
            if (from_name(s, base)) {
                last = s->found.len > before ? before : SIZE_MAX;
                alias(s, true);
            }
            last_end = s->at;
        } else {
            s->at++;
        }
    }
    if (s->at < s->end) {
        s->at++;
    }
}

/* What stands between `from` and `import`; false when it is no import after all. */
static bool from_base(struct scan *s, struct base *ret) {
    struct base base = {.level = 0};
    const char *p = infer__blank(s, s->at);
    while (p < s->end && *p == '.') {
        base.level += base.level < UINT32_MAX;
        p = infer__blank(s, p + 1);
    }
    s->at = p;
    if (base.level == 0 || !infer__word(s, p, STR("import"))) {
        base.name = dotted(s);
    }
    p = infer__blank(s, s->at);
    if ((base.level == 0 && base.name.len == 0) || !infer__word(s, p, STR("import"))) {
        return false;
    }
    s->at = infer__blank(s, p + 6);
    struct str text = text_of(s, &base.name);
    if (text.len > 0 && !is_name(text)) {
        return false;
    }
    base.nothing = base.level == 0 && str_eq(text, STR("__future__"));
    *ret = base;
    return true;
}

void infer__from(struct scan *s) {
    struct base base;
    if (!from_base(s, &base) || s->at == s->end) {
        return;
    }
    if (*s->at == '*') {
        struct name star = base.name;
        star.pos = s->at;
        star.end = s->at + 1;
        if (!base.nothing) {
            infer__found(s, INFER_IMPORT, base.level, &star);
        }
        s->at++;
        return;
    }
    if (*s->at == '(') {
        s->at++;
        bracketed(s, &base);
        return;
    }
    do {
        s->at = infer__blank(s, s->at);
        if (!from_name(s, &base)) {
            return;
        }
        alias(s, false);
    } while (comma(s));
}
