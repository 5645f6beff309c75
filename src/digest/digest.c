/* Digests: hashing, hex, comparing. */
#include "digest/digest.h"

#include "codec/hex.h"
#include "codec/sha256.h"

const struct digest DIGEST_EMPTY = {
    .hash = {0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4,
             0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b,
             0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55},
    .size = 0,
};

struct digest digest_of(const void *data, size_t len) {
    struct digest d = {.size = len};
    sha256(data, len, d.hash);
    return d;
}

void digest_hex(const struct digest *d, char out[DIGEST_HEX_LEN + 1]) {
    hex_encode(d->hash, DIGEST_HASH_LEN, out);
    out[DIGEST_HEX_LEN] = '\0';
}

int digest_parse(struct str hex, uint64_t size, struct digest *ret, struct err *e) {
    struct digest d = {.size = size};
    if (hex.len != DIGEST_HEX_LEN || !hex_decode(hex, d.hash, DIGEST_HASH_LEN)) {
        return err_set(e, ERR_FORMAT, "Invalid digest hex: \"%.*s\" is not 64 hex digits",
                       STR_FMT(str_upto(hex, 80)));
    }
    *ret = d;
    return 0;
}

int digest_cmp(const struct digest *a, const struct digest *b) {
    int c = memcmp(a->hash, b->hash, DIGEST_HASH_LEN);
    return c != 0 ? c : (a->size > b->size) - (a->size < b->size);
}

uint64_t digest_hash64(const struct digest *d) {
    uint64_t v = 0;
    for (int i = 0; i < 8; i++) {
        v = v << 8 | d->hash[i];
    }
    return v;
}
