/*
 * Non-cryptographic 64-bit hashing for tables in memory (never persisted, never compared between
 * builds). The mixer is the public-domain finaliser of SplitMix64 (Steele, Lea, Flood 2014).
 */
#ifndef PANTS_BASE_HASH_H
#define PANTS_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

static inline uint64_t hash_mix(uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

static inline uint64_t hash_combine(uint64_t a, uint64_t b) {
    return hash_mix(a ^ (b + 0x9e3779b97f4a7c15ULL + (a << 6) + (a >> 2)));
}

uint64_t hash_bytes(const void *data, size_t len);

static inline uint64_t hash_str(struct str s) {
    return hash_bytes(s.ptr, s.len);
}

#endif
