/* The wildcard matcher; see wild_int.h. */
#include "codec/wild_int.h"

#include <stdint.h>

#include "codec/utf8.h"

/* One character at the start of s: its code point (a stray byte maps outside Unicode). */
static size_t next_char(struct str s, uint32_t *ret_cp) {
    size_t n = utf8_decode(s, ret_cp);
    if (n == 0) {
        *ret_cp = 0x110000U + (unsigned char)s.ptr[0];
        return 1;
    }
    return n;
}

/* The content of the brackets that p starts with, and its end; false when they are not closed. */
static bool read_brackets(struct str p, unsigned flags, bool *ret_negated, struct str *ret_set,
                          size_t *ret_len) {
    size_t at = 1;
    bool negated = at < p.len && (p.ptr[at] == '!' || (p.ptr[at] == '^' && flags & WILD_CARET));
    at += negated ? 1 : 0;
    size_t start = at;
    for (bool first = true; at < p.len; first = false) {
        if (p.ptr[at] == ']' && !first) {
            *ret_negated = negated;
            *ret_set = str_make(p.ptr + start, at - start);
            *ret_len = at + 1;
            return true;
        }
        at += p.ptr[at] == '\\' && flags & WILD_ESCAPES ? 2 : 1;
    }
    return false;
}

/* One member of a set at *at, an escape undone. */
static uint32_t set_char(struct str set, size_t *at, unsigned flags) {
    if (set.ptr[*at] == '\\' && flags & WILD_ESCAPES && *at + 1 < set.len) {
        ++*at;
    }
    uint32_t cp;
    *at += next_char(str_from_at(set, *at), &cp);
    return cp;
}

static bool set_has(struct str set, uint32_t cp, unsigned flags) {
    for (size_t at = 0; at < set.len;) {
        uint32_t low = set_char(set, &at, flags), high = low;
        if (at + 1 < set.len && set.ptr[at] == '-') {
            at++;
            high = set_char(set, &at, flags);
        }
        if (cp >= low && cp <= high) {
            return true;
        }
    }
    return false;
}

/* Matches one token of p (not `*`) against the first character of text. */
static bool match_one(struct str p, struct str text, unsigned flags, size_t *ret_p,
                      size_t *ret_text) {
    uint32_t want, have;
    *ret_text = next_char(text, &have);
    if (p.ptr[0] == '?') {
        *ret_p = 1;
        return true;
    }
    bool negated;
    struct str set;
    if (p.ptr[0] == '[' && read_brackets(p, flags, &negated, &set, ret_p)) {
        return set_has(set, have, flags) != negated;
    }
    size_t escaped = p.ptr[0] == '\\' && flags & WILD_ESCAPES && p.len > 1 ? 1 : 0;
    *ret_p = escaped + next_char(str_from_at(p, escaped), &want);
    return want == have;
}

bool wild__match(struct str pattern, struct str text, unsigned flags) {
    struct str after_star = STR_NULL, retry = STR_NULL;
    bool starred = false;
    while (text.len > 0 || pattern.len > 0) {
        if (pattern.len > 0 && pattern.ptr[0] == '*') {
            pattern = after_star = str_from_at(pattern, 1);
            retry = text;
            starred = true;
            if (pattern.len == 0) {
                return true;
            }
            continue;
        }
        size_t p_len, t_len;
        if (pattern.len > 0 && text.len > 0 && match_one(pattern, text, flags, &p_len, &t_len)) {
            pattern = str_from_at(pattern, p_len);
            text = str_from_at(text, t_len);
            continue;
        }
        if (!starred || retry.len == 0) {
            return false;
        }
        uint32_t skipped;
        retry = str_from_at(retry, next_char(retry, &skipped));
        text = retry;
        pattern = after_star;
    }
    return true;
}

bool wild__is_valid(struct str pattern, unsigned flags) {
    while (pattern.len > 0) {
        size_t n = 1;
        bool negated;
        struct str set;
        if (pattern.ptr[0] == '[' && (flags & WILD_LOOSE) == 0 &&
            !read_brackets(pattern, flags, &negated, &set, &n)) {
            return false;
        }
        if (pattern.ptr[0] == '\\' && flags & WILD_ESCAPES) {
            if (pattern.len == 1) {
                return false;
            }
            n = 2;
        }
        pattern = str_from_at(pattern, n);
    }
    return true;
}
