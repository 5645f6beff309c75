/* Sets of small integers as arrays of words, all of one length. */
#ifndef PANTS_RULES_BITS_H
#define PANTS_RULES_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline bool bits_has(const uint64_t *a, uint32_t bit) {
    return (a[bit >> 6] >> (bit & 63) & 1) != 0;
}

static inline void bits_add(uint64_t *a, uint32_t bit) {
    a[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

static inline void bits_del(uint64_t *a, uint32_t bit) {
    a[bit >> 6] &= ~(UINT64_C(1) << (bit & 63));
}

static inline void bits_clear(uint64_t *a, size_t n) {
    memset(a, 0, n * sizeof *a);
}

static inline void bits_copy(uint64_t *to, const uint64_t *a, size_t n) {
    memcpy(to, a, n * sizeof *a);
}

static inline void bits_or(uint64_t *to, const uint64_t *a, size_t n) {
    for (size_t i = 0; i < n; i++) {
        to[i] |= a[i];
    }
}

static inline void bits_and(uint64_t *to, const uint64_t *a, size_t n) {
    for (size_t i = 0; i < n; i++) {
        to[i] &= a[i];
    }
}

/** to |= a without b. */
static inline void bits_or_less(uint64_t *to, const uint64_t *a, const uint64_t *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        to[i] |= a[i] & ~b[i];
    }
}

static inline bool bits_within(const uint64_t *a, const uint64_t *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if ((a[i] & ~b[i]) != 0) {
            return false;
        }
    }
    return true;
}

/** (a without less) within b. */
static inline bool bits_less_within(const uint64_t *a, const uint64_t *less, const uint64_t *b,
                                    size_t n) {
    for (size_t i = 0; i < n; i++) {
        if ((a[i] & ~less[i] & ~b[i]) != 0) {
            return false;
        }
    }
    return true;
}

static inline bool bits_equal(const uint64_t *a, const uint64_t *b, size_t n) {
    return memcmp(a, b, n * sizeof *a) == 0;
}

static inline uint32_t bits_count(const uint64_t *a, size_t n) {
    uint32_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += (uint32_t)__builtin_popcountll(a[i]);
    }
    return count;
}

/** The first member >= from, or UINT32_MAX. */
static inline uint32_t bits_next(const uint64_t *a, size_t n, uint32_t from) {
    for (size_t word = from >> 6; word < n; word++) {
        uint64_t w = a[word];
        if (word == from >> 6) {
            w &= ~UINT64_C(0) << (from & 63);
        }
        if (w != 0) {
            return (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(w);
        }
    }
    return UINT32_MAX;
}

#endif
