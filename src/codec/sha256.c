/*
 * SHA-256. The compression function has two bodies: plain C, and the SHA extensions of x86-64,
 * chosen by a look at the processor before main (sha256_ni.c).
 */
#include "codec/sha256.h"

#include <string.h>

#include "codec/sha256_int.h"

static const uint32_t initial_state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

const uint32_t sha256__k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t load_be(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t rotate(uint32_t x, int n) {
    return x >> n | x << (32 - n);
}

void sha256__blocks_plain(uint32_t state[8], const uint8_t *data, size_t blocks) {
    for (; blocks > 0; blocks--, data += 64) {
        uint32_t w[64], v[8];
        for (int i = 0; i < 16; i++) {
            w[i] = load_be(data + 4 * i);
        }
        for (int i = 16; i < 64; i++) {
            uint32_t x = w[i - 15], y = w[i - 2];
            w[i] = w[i - 16] + w[i - 7] + (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3) +
                   (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10);
        }
        memcpy(v, state, sizeof v);
        for (int i = 0; i < 64; i++) {
            uint32_t a = v[0], b = v[1], c = v[2], e = v[4];
            uint32_t t1 = v[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
                          ((e & v[5]) ^ (~e & v[6])) + sha256__k[i] + w[i];
            uint32_t t2 =
                (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            memmove(v + 1, v, 7 * sizeof *v);
            v[4] += t1;
            v[0] = t1 + t2;
        }
        for (int i = 0; i < 8; i++) {
            state[i] += v[i];
        }
    }
}

void sha256_init(struct sha256 *h) {
    memcpy(h->state, initial_state, sizeof h->state);
    h->total = 0;
}

void sha256_add(struct sha256 *h, const void *data, size_t len) {
    const uint8_t *p = data;
    size_t held = h->total % 64;
    h->total += len;
    if (held > 0) {
        size_t n = 64 - held < len ? 64 - held : len;
        memcpy(h->block + held, p, n);
        p += n;
        len -= n;
        if (held + n < 64) {
            return;
        }
        sha256__blocks(h->state, h->block, 1);
    }
    if (len >= 64) {
        sha256__blocks(h->state, p, len / 64);
        p += len & ~(size_t)63;
        len %= 64;
    }
    if (len > 0) {
        memcpy(h->block, p, len);
    }
}

void sha256_finish(struct sha256 *h, uint8_t out[SHA256_SIZE]) {
    size_t held = h->total % 64;
    uint64_t bits = h->total * 8;
    h->block[held++] = 0x80;
    if (held > 56) {
        memset(h->block + held, 0, 64 - held);
        sha256__blocks(h->state, h->block, 1);
        held = 0;
    }
    memset(h->block + held, 0, 56 - held);
    for (int i = 0; i < 8; i++) {
        h->block[56 + i] = (uint8_t)(bits >> (56 - 8 * i));
    }
    sha256__blocks(h->state, h->block, 1);
    for (int i = 0; i < 32; i++) {
        out[i] = (uint8_t)(h->state[i / 4] >> (24 - 8 * (i % 4)));
    }
}

void sha256(const void *data, size_t len, uint8_t out[SHA256_SIZE]) {
    struct sha256 h;
    sha256_init(&h);
    if (len > 0) {
        sha256_add(&h, data, len);
    }
    sha256_finish(&h, out);
}
