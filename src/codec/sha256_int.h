/* The compression function of SHA-256 and its bodies; see sha256.c. */
#ifndef PANTS_CODEC_SHA256_INT_H
#define PANTS_CODEC_SHA256_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The round constants. */
extern const uint32_t sha256__k[64];

void sha256__blocks_plain(uint32_t state[8], const uint8_t *data, size_t blocks);
/** The best body for this processor. */
void sha256__blocks(uint32_t state[8], const uint8_t *data, size_t blocks);
/** Whether sha256__blocks() is another than the plain one. */
bool sha256__is_accelerated(void);

#endif
