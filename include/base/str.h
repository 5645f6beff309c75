/*
 * struct str: a borrowed run of bytes, not NUL-terminated. Passed by value; owns nothing.
 */
#ifndef PANTS_BASE_STR_H
#define PANTS_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/attr.h"

struct str {
    const char *ptr; /**< may be NULL only when len is 0 */
    size_t len;      /**< bytes */
};

#define STR(literal) ((struct str){("" literal), sizeof(literal) - 1})
#define STR_NULL ((struct str){NULL, 0})
/** For printf: `"%.*s", STR_FMT(s)`. */
#define STR_FMT(s) (int)(s).len, (s).len != 0 ? (s).ptr : ""

static inline struct str str_from(const char *s) {
    return (struct str){s, s != NULL ? strlen(s) : 0};
}

static inline struct str str_make(const char *ptr, size_t len) {
    return (struct str){ptr, len};
}

static inline bool str_eq(struct str a, struct str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool str_eqz(struct str a, const char *z) {
    return str_eq(a, str_from(z));
}

/** Byte order; a prefix comes first. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/** Position of the first/last c, or -1. */
ptrdiff_t str_find_char(struct str s, char c);
ptrdiff_t str_rfind_char(struct str s, char c);
/** Position of the first needle, or -1; an empty needle is at 0. */
ptrdiff_t str_find(struct str s, struct str needle);
/** The part from `from` (clamped) to the end; the part up to `to` (clamped). */
struct str str_from_at(struct str s, size_t from);
struct str str_upto(struct str s, size_t to);
/** Without ASCII white space at both ends. */
struct str str_trim(struct str s);
/**
 * Cuts the next piece up to sep off *rest. Returns false when nothing is left. "a,b" gives "a",
 * "b"; "a," gives "a", ""; "" gives "" once. Start with done = false.
 */
bool str_split_next(struct str *rest, bool *done, char sep, struct str *ret_piece);
/** A NUL-terminated malloc'ed copy. */
malloc_ char *str_dup(struct str s);
/** True when the bytes are well-formed UTF-8 (Unicode 15, section 3.9, table 3-7). */
bool str_is_utf8(struct str s);

#endif
