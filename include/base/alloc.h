/*
 * Allocation. Two families (the reason is in docs/internals/base.md):
 *
 *   x...    small, fixed sizes of our own: never return NULL; the process ends with a line on
 *           standard error when the machine is out of memory.
 *   try_... sizes that come from outside (files, blobs, frames): return NULL, the caller reports.
 *
 * Size arithmetic saturates: a count that overflows is an allocation that fails.
 * A test can make the n-th try_ allocation fail: alloc_fail_after().
 */
#ifndef PANTS_BASE_ALLOC_H
#define PANTS_BASE_ALLOC_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/attr.h"

malloc_ void *xmalloc(size_t size);
malloc_ void *xcalloc(size_t count, size_t size);
must_check_ void *xrealloc(void *ptr, size_t size);
must_check_ void *xreallocarray(void *ptr, size_t count, size_t size);
malloc_ char *xstrdup(const char *s);
/** A NUL-terminated copy of len bytes. */
malloc_ char *xstrndup(const char *s, size_t len);
malloc_ void *xmemdup(const void *p, size_t len);
printf_(1, 2) malloc_ char *xasprintf(const char *fmt, ...);

must_check_ void *try_malloc(size_t size);
must_check_ void *try_realloc(void *ptr, size_t size);

/** count * size, or SIZE_MAX when that overflows. */
static inline size_t size_mul(size_t count, size_t size) {
    size_t r;
    return __builtin_mul_overflow(count, size, &r) ? SIZE_MAX : r;
}

/** a + b, or SIZE_MAX when that overflows. */
static inline size_t size_add(size_t a, size_t b) {
    size_t r;
    return __builtin_add_overflow(a, b, &r) ? SIZE_MAX : r;
}

#define ALLOC(type) ((type *)xcalloc(1, sizeof(type)))
#define ALLOC_ARRAY(type, n) ((type *)xcalloc((n), sizeof(type)))

/** For tests: the n-th try_ allocation from now on (from 1) fails, once; 0 switches it off. */
void alloc_fail_after(unsigned n);

/** cleanup_ helper for malloc'ed pointers of any type: `cleanup_(freep) char *s = NULL;`. */
static inline void freep(void *p) {
    free(*(void **)p);
}

/** Takes a pointer out of a variable that is cleaned up: `return take_ptr(&s);` */
#define take_ptr(p)                                                                                \
    (__extension__({                                                                               \
        __typeof__(*(p)) taken__ = *(p);                                                           \
        *(p) = NULL;                                                                               \
        taken__;                                                                                   \
    }))

#endif
