/*
 * struct buf: a growable byte buffer with a maximum, always NUL-terminated behind its length.
 *
 * Lifecycle: buf_init(&b, max) ... buf_done(&b); a zeroed struct is a valid empty buffer with the
 * default maximum (BUF_MAX_DEFAULT). Adding past the maximum, or out of memory, sets `failed` and
 * leaves the content as it was; every later add is a no-op, so that a chain of adds is checked
 * once at its end with buf_ok(). What is added must not lie in the buffer itself.
 */
#ifndef PANTS_BASE_BUF_H
#define PANTS_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/str.h"

#define BUF_MAX_DEFAULT ((size_t)1 << 31)

struct buf {
    char *data;  /**< owned; NULL while empty and never grown */
    size_t len;  /**< bytes in use, without the NUL */
    size_t cap;  /**< bytes allocated */
    size_t max;  /**< len never exceeds it; 0 means BUF_MAX_DEFAULT */
    bool failed; /**< an add was refused */
};

#define BUF_INIT                                                                                   \
    (struct buf) {                                                                                 \
        .data = NULL                                                                               \
    }

void buf_init(struct buf *b, size_t max);
void buf_done(struct buf *b);
/** Empties it, keeps the memory, forgets a failure. */
void buf_clear(struct buf *b);
static inline bool buf_ok(const struct buf *b) {
    return !b->failed;
}
/** Makes room for `more` bytes; false when refused. */
bool buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *data, size_t len);
void buf_add_char(struct buf *b, char c);
void buf_addz(struct buf *b, const char *z);
void buf_add_str(struct buf *b, struct str s);
printf_(2, 3) void buf_addf(struct buf *b, const char *fmt, ...);
void buf_vaddf(struct buf *b, const char *fmt, va_list args);
/** Little-endian integers. */
void buf_add_u32(struct buf *b, uint32_t v);
void buf_add_u64(struct buf *b, uint64_t v);
/** Shortens to len (which must not be more than it has). */
void buf_truncate(struct buf *b, size_t len);
/** The content as a borrowed view; valid until the next add. */
struct str buf_str(const struct buf *b);
/**
 * The content as a malloc'ed NUL-terminated string the caller owns. Leaves the buffer empty and
 * forgets a failure: ask buf_ok() before.
 */
must_check_ char *buf_take(struct buf *b);

#endif
