/*
 * Check sums of the file format: fixed for ever (a change needs a new magic). Each step maps the
 * running value one-to-one, so a change of any one word always changes the sum.
 */
#include "table_int.h"

#include <endian.h>

#define MULTIPLIER 0x9fb21c651e98df25ULL /* odd, bits well spread */

static uint64_t step(uint64_t h, uint64_t word) {
    h = (h ^ word) * MULTIPLIER;
    return h ^ (h >> 29);
}

uint64_t check__bytes(const void *data, size_t len, uint64_t seed) {
    const uint8_t *at = data;
    uint64_t h = step(seed, len);
    uint64_t word;
    for (; len >= 8; at += 8, len -= 8) {
        memcpy(&word, at, 8);
        h = step(h, le64toh(word));
    }
    if (len > 0) {
        word = 0;
        memcpy(&word, at, len);
        h = step(h, le64toh(word));
    }
    return step(h, h >> 32);
}

uint64_t check__key(struct str key) {
    return check__bytes(key.ptr, key.len, 0x6b657973);
}
