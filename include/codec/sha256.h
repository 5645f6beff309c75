/*
 * SHA-256 (FIPS 180-4). The processor's own instructions are used where it has them.
 *
 *   struct sha256 h;
 *   sha256_init(&h); sha256_add(&h, data, len); ... sha256_finish(&h, out);
 */
#ifndef PANTS_CODEC_SHA256_H
#define PANTS_CODEC_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE 32

struct sha256 {
    uint32_t state[8];
    uint64_t total; /**< bytes so far */
    uint8_t block[64];
};

void sha256_init(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *data, size_t len);
/** Writes the digest; h must be initialised again before further use. */
void sha256_finish(struct sha256 *h, uint8_t out[SHA256_SIZE]);
/** All at once. */
void sha256(const void *data, size_t len, uint8_t out[SHA256_SIZE]);

#endif
