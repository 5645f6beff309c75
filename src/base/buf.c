/* The growable buffer: doubling up to its maximum; a refused add is remembered. */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

void buf_init(struct buf *b, size_t max) {
    *b = (struct buf){.max = max};
}

void buf_done(struct buf *b) {
    free(b->data);
    *b = (struct buf){.max = b->max};
}

void buf_clear(struct buf *b) {
    b->len = 0;
    b->failed = false;
    if (b->data != NULL) {
        b->data[0] = '\0';
    }
}

bool buf_reserve(struct buf *b, size_t more) {
    size_t max = b->max != 0 ? b->max : BUF_MAX_DEFAULT;
    size_t need = size_add(b->len, more);
    if (b->failed || need > max) {
        b->failed = true;
        return false;
    }
    if (need < b->cap) {
        return true;
    }
    size_t least = size_add(need, 1), most = size_add(max, 1);
    size_t cap = size_mul(b->cap, 2) > least ? size_mul(b->cap, 2) : least;
    cap = cap < 32 ? 32 : cap;
    cap = cap > most ? most : cap;
    char *data = try_realloc(b->data, cap);
    if (data == NULL) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->cap = cap;
    return true;
}

void buf_add(struct buf *b, const void *data, size_t len) {
    if (!buf_reserve(b, len)) {
        return;
    }
    if (len > 0) {
        memcpy(b->data + b->len, data, len);
    }
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_add_char(struct buf *b, char c) {
    buf_add(b, &c, 1);
}

void buf_addz(struct buf *b, const char *z) {
    buf_add(b, z, strlen(z));
}

void buf_add_str(struct buf *b, struct str s) {
    buf_add(b, s.ptr, s.len);
}

void buf_vaddf(struct buf *b, const char *fmt, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    if (n >= 0 && buf_reserve(b, (size_t)n)) {
        (void)vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    } else {
        b->failed = true;
    }
    va_end(again);
}

void buf_addf(struct buf *b, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    buf_vaddf(b, fmt, args);
    va_end(args);
}

void buf_add_u32(struct buf *b, uint32_t v) {
    uint8_t bytes[4] = {(uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24)};
    buf_add(b, bytes, sizeof bytes);
}

void buf_add_u64(struct buf *b, uint64_t v) {
    buf_add_u32(b, (uint32_t)v);
    buf_add_u32(b, (uint32_t)(v >> 32));
}

void buf_truncate(struct buf *b, size_t len) {
    if (len < b->len) {
        b->len = len;
        b->data[len] = '\0';
    }
}

struct str buf_str(const struct buf *b) {
    return str_make(b->len > 0 ? b->data : "", b->len);
}

char *buf_take(struct buf *b) {
    char *data = b->data != NULL ? b->data : xstrdup("");
    *b = (struct buf){.max = b->max};
    return data;
}
