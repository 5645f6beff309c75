/*
 * struct digest: a SHA-256 and the number of bytes it is of (REAPI's Digest). Plain data.
 */
#ifndef PANTS_DIGEST_DIGEST_H
#define PANTS_DIGEST_DIGEST_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

#define DIGEST_HASH_LEN 32
#define DIGEST_HEX_LEN 64

struct digest {
    uint8_t hash[DIGEST_HASH_LEN];
    uint64_t size;
};

/** The digest of no bytes: of the empty file and of the empty directory. */
extern const struct digest DIGEST_EMPTY;

struct digest digest_of(const void *data, size_t len);
/** Lower-case hex, NUL-terminated. */
void digest_hex(const struct digest *d, char out[DIGEST_HEX_LEN + 1]);
/** From 64 hex digits of either case. ERR_FORMAT otherwise. */
must_check_ int digest_parse(struct str hex, uint64_t size, struct digest *ret, struct err *e);
/** Byte order of the hash, then size. */
int digest_cmp(const struct digest *a, const struct digest *b);

static inline bool digest_eq(const struct digest *a, const struct digest *b) {
    return a->size == b->size && memcmp(a->hash, b->hash, DIGEST_HASH_LEN) == 0;
}

/** The first eight bytes of the hash, big-endian: what Python's hash() of a digest is. */
uint64_t digest_hash64(const struct digest *d);

#endif
