/* Borrowed strings: searching, cutting, and the UTF-8 check. */
#include "base/str.h"

#include <stdint.h>

#include "base/alloc.h"

int str_cmp(struct str a, struct str b) {
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;
    if (c != 0) {
        return c;
    }
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix) {
    return s.len >= prefix.len && str_eq(str_upto(s, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix) {
    return s.len >= suffix.len && str_eq(str_from_at(s, s.len - suffix.len), suffix);
}

ptrdiff_t str_find_char(struct str s, char c) {
    const char *p = s.len > 0 ? memchr(s.ptr, c, s.len) : NULL;
    return p == NULL ? -1 : p - s.ptr;
}

ptrdiff_t str_rfind_char(struct str s, char c) {
    const char *p = s.len > 0 ? memrchr(s.ptr, c, s.len) : NULL;
    return p == NULL ? -1 : p - s.ptr;
}

ptrdiff_t str_find(struct str s, struct str needle) {
    if (needle.len == 0) {
        return 0;
    }
    const char *p = s.len > 0 ? memmem(s.ptr, s.len, needle.ptr, needle.len) : NULL;
    return p == NULL ? -1 : p - s.ptr;
}

struct str str_from_at(struct str s, size_t from) {
    if (from >= s.len) {
        return str_make(s.ptr != NULL ? s.ptr + s.len : NULL, 0);
    }
    return str_make(s.ptr + from, s.len - from);
}

struct str str_upto(struct str s, size_t to) {
    return str_make(s.ptr, to < s.len ? to : s.len);
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s) {
    while (s.len > 0 && is_space(s.ptr[0])) {
        s = str_from_at(s, 1);
    }
    while (s.len > 0 && is_space(s.ptr[s.len - 1])) {
        s.len--;
    }
    return s;
}

bool str_split_next(struct str *rest, bool *done, char sep, struct str *ret_piece) {
    if (*done) {
        return false;
    }
    ptrdiff_t at = str_find_char(*rest, sep);
    if (at < 0) {
        *ret_piece = *rest;
        *rest = str_from_at(*rest, rest->len);
        *done = true;
    } else {
        *ret_piece = str_upto(*rest, (size_t)at);
        *rest = str_from_at(*rest, (size_t)at + 1);
    }
    return true;
}

char *str_dup(struct str s) {
    return xstrndup(s.ptr, s.len);
}

/* The number of bytes of the well-formed sequence at p, or 0 (Unicode 15, table 3-7). */
static size_t utf8_sequence(const uint8_t *p, size_t left) {
    uint8_t a = p[0];
    if (a < 0x80) {
        return 1;
    }
    size_t n = a >= 0xc2 && a <= 0xdf ? 2 : (a & 0xf0) == 0xe0 ? 3 : a >= 0xf0 && a <= 0xf4 ? 4 : 0;
    if (n == 0 || left < n) {
        return 0;
    }
    uint8_t low = a == 0xe0 ? 0xa0 : a == 0xf0 ? 0x90 : 0x80;
    uint8_t high = a == 0xed ? 0x9f : a == 0xf4 ? 0x8f : 0xbf;
    if (p[1] < low || p[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return n;
}

bool str_is_utf8(struct str s) {
    for (size_t i = 0; i < s.len;) {
        size_t n = utf8_sequence((const uint8_t *)s.ptr + i, s.len - i);
        if (n == 0) {
            return false;
        }
        i += n;
    }
    return true;
}
