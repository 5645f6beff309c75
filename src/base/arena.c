/* Chunks of doubling size up to 1 MiB, newest first; a large request gets a chunk of its own. */
#include "base/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

enum { ARENA_FIRST = 4096, ARENA_LARGEST = 1 << 20 };

struct arena_chunk {
    struct arena_chunk *next;
    size_t size;
    max_align_t data[];
};

void arena_done(struct arena *a) {
    for (struct arena_chunk *c = a->chunks; c != NULL;) {
        struct arena_chunk *next = c->next;
        free(c);
        c = next;
    }
    *a = (struct arena){0};
}

static void add_chunk(struct arena *a, size_t need) {
    size_t size = a->chunks != NULL ? a->chunks->size * 2 : ARENA_FIRST;
    size = size > ARENA_LARGEST ? ARENA_LARGEST : size;
    size = size < need ? need : size;
    struct arena_chunk *c = xcalloc(1, size_add(sizeof *c, size));
    c->next = a->chunks;
    c->size = size < ARENA_LARGEST ? size : ARENA_LARGEST;
    a->chunks = c;
    a->at = (char *)c->data;
    a->left = size;
}

static void *take(struct arena *a, size_t size) {
    if (a->left < size) {
        add_chunk(a, size);
    }
    void *p = a->at;
    a->at += size;
    a->left -= size;
    a->total += size;
    return p;
}

void *arena_alloc(struct arena *a, size_t size) {
    size_t align = _Alignof(max_align_t);
    size_t pad = (align - (size_t)((uintptr_t)a->at % align)) % align;
    if (a->at != NULL && a->left >= size_add(pad, size)) {
        a->at += pad;
        a->left -= pad;
    } else {
        add_chunk(a, size);
    }
    return take(a, size);
}

void *arena_alloc_array(struct arena *a, size_t count, size_t size) {
    return arena_alloc(a, size_mul(count, size));
}

struct str arena_str(struct arena *a, struct str s) {
    char *p = take(a, s.len + 1);
    if (s.len > 0) {
        memcpy(p, s.ptr, s.len);
    }
    p[s.len] = '\0';
    return str_make(p, s.len);
}

struct str arena_printf(struct arena *a, const char *fmt, ...) {
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *p = take(a, (size_t)(n > 0 ? n : 0) + 1);
    (void)vsnprintf(p, (size_t)(n > 0 ? n : 0) + 1, fmt, again);
    va_end(again);
    return str_make(p, (size_t)(n > 0 ? n : 0));
}
