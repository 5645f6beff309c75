/*
 * One pass from left to right. A path may hold '@' as long as no "key=" follows it.
 */
#include "pyembed/types/address_grammar.h"

void address_parts_done(struct address_parts *p) {
    vec_done(&p->params);
}

static size_t span_until(struct str s, size_t from, const char *stops) {
    size_t at = from;
    while (at < s.len && (s.ptr[at] == '\0' || strchr(stops, s.ptr[at]) == NULL)) {
        at++;
    }
    return at;
}

static struct str slice(struct str s, size_t from, size_t to) {
    return str_make(s.ptr + from, to - from);
}

/* Does "key=" start at `at`? */
static bool key_starts(struct str s, size_t at) {
    size_t end = span_until(s, at, ":@=,");
    return end > at && end < s.len && s.ptr[end] == '=';
}

static size_t path_end(struct str s) {
    size_t at = 0;
    for (;;) {
        at = span_until(s, at, ":#@");
        if (at >= s.len || s.ptr[at] != '@' || key_starts(s, at + 1)) {
            return at;
        }
        at++;
    }
}

static int parse_params(struct str s, size_t *at, struct address_parts *p, struct err *e) {
    do {
        size_t key = *at + 1; /* behind '@' or ',' */
        if (!key_starts(s, key)) {
            return err_set(e, ERR_USAGE, "expected one or more key=value pairs behind `@`");
        }
        size_t equals = span_until(s, key, "=");
        size_t end = span_until(s, equals + 1, ",:");
        vec_push(&p->params,
                 ((struct address_pair){slice(s, key, equals), slice(s, equals + 1, end)}));
        *at = end;
    } while (*at < s.len && s.ptr[*at] == ',');
    return 0;
}

/* What is left must be a wildcard. */
static int parse_wildcard(struct str s, size_t at, struct address_parts *p, struct err *e) {
    struct str rest = slice(s, at, s.len);
    if (rest.len == 0) {
        return 0;
    }
    if (!str_eqz(rest, ":") && !str_eqz(rest, "::")) {
        return err_set(e, ERR_USAGE, "unexpected `%.*s` at the end", STR_FMT(rest));
    }
    p->wildcard = rest;
    return 0;
}

int address_parse_spec(struct str s, struct address_parts *ret, struct err *e) {
    struct address_parts p = {.path = {NULL, 0}};
    size_t at = path_end(s);
    int r = 0;
    p.path = slice(s, 0, at);
    if (at < s.len && s.ptr[at] == ':') {
        size_t end = span_until(s, at + 1, "#@:");
        if (end > at + 1) {
            p.target = slice(s, at + 1, end);
            at = end;
        }
    }
    if (at < s.len && s.ptr[at] == '#') {
        size_t end = span_until(s, at + 1, "@:");
        if (end == at + 1) {
            return err_set(e, ERR_USAGE, "expected a non-empty generated target name behind `#`");
        }
        p.generated = slice(s, at + 1, end);
        at = end;
    }
    if (at < s.len && s.ptr[at] == '@') {
        r = parse_params(s, &at, &p, e);
    }
    r = r == 0 ? parse_wildcard(s, at, &p, e) : r;
    if (r < 0) {
        address_parts_done(&p);
        return r;
    }
    *ret = p;
    return 0;
}
