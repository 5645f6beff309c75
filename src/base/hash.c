/* Eight bytes at a time, each mixed into the state; the length is mixed in last. */
#include "base/hash.h"

#include <string.h>

uint64_t hash_bytes(const void *data, size_t len) {
    const unsigned char *p = data;
    uint64_t h = 0x243f6a8885a308d3ULL;
    size_t left = len;
    for (; left >= 8; left -= 8, p += 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        h = (h ^ w) * 0x9fb21c651e98df25ULL;
        h ^= h >> 29;
    }
    if (left > 0) {
        uint64_t w = 0;
        memcpy(&w, p, left);
        h = (h ^ w) * 0x9fb21c651e98df25ULL;
        h ^= h >> 29;
    }
    return hash_mix(h ^ len);
}
