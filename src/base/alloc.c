/*
 * The two families of allocators. The countdown of alloc_fail_after() is the one exception to "no
 * mutable file-scope state" in this module: it is for tests, off by default, and atomic.
 */
#include "base/alloc.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static _Atomic unsigned fail_countdown;

static noreturn_ void out_of_memory(size_t size) {
    (void)fprintf(stderr, "pants: out of memory (%zu bytes wanted)\n", size);
    abort();
}

void *xmalloc(size_t size) {
    void *p = malloc(size > 0 ? size : 1);
    if (unlikely_(p == NULL)) {
        out_of_memory(size);
    }
    return p;
}

void *xcalloc(size_t count, size_t size) {
    size_t total = size_mul(count, size);
    void *p = total == SIZE_MAX ? NULL : calloc(1, total > 0 ? total : 1);
    if (unlikely_(p == NULL)) {
        out_of_memory(total);
    }
    return p;
}

void *xrealloc(void *ptr, size_t size) {
    void *p = realloc(ptr, size > 0 ? size : 1);
    if (unlikely_(p == NULL)) {
        out_of_memory(size);
    }
    return p;
}

void *xreallocarray(void *ptr, size_t count, size_t size) {
    size_t total = size_mul(count, size);
    if (unlikely_(total == SIZE_MAX)) {
        out_of_memory(total);
    }
    return xrealloc(ptr, total);
}

void *xmemdup(const void *p, size_t len) {
    void *copy = xmalloc(len);
    if (len > 0) {
        memcpy(copy, p, len);
    }
    return copy;
}

char *xstrndup(const char *s, size_t len) {
    char *copy = xmalloc(size_add(len, 1));
    if (len > 0) {
        memcpy(copy, s, len);
    }
    copy[len] = '\0';
    return copy;
}

char *xstrdup(const char *s) {
    return xstrndup(s, strlen(s));
}

char *xasprintf(const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    char *s = NULL;
    int n = vasprintf(&s, fmt, args);
    va_end(args);
    if (unlikely_(n < 0)) {
        out_of_memory(0);
    }
    return s;
}

static bool must_fail(void) {
    unsigned n = atomic_load_explicit(&fail_countdown, memory_order_relaxed);
    while (unlikely_(n != 0)) {
        /* Never below 0, however many threads count; a failed exchange reads n again. */
        if (atomic_compare_exchange_weak(&fail_countdown, &n, n - 1)) {
            return n == 1;
        }
    }
    return false;
}

void *try_malloc(size_t size) {
    if (size == SIZE_MAX || must_fail()) {
        return NULL;
    }
    return malloc(size > 0 ? size : 1);
}

void *try_realloc(void *ptr, size_t size) {
    if (size == SIZE_MAX || must_fail()) {
        return NULL;
    }
    return realloc(ptr, size > 0 ? size : 1);
}

void alloc_fail_after(unsigned n) {
    atomic_store(&fail_countdown, n);
}
