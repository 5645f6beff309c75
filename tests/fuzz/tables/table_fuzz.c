/*
 * The reader of a table's file, on bytes from outside. The first byte says whether the check sums
 * are put right before reading: with it, the fuzzer gets past them to lengths and places.
 */
#include "../../../src/tables/table_int.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t get(const uint8_t *p, size_t len) {
    uint64_t v = 0;
    memcpy(&v, p, len);
    return le64toh(v);
}

static void set(uint8_t *p, uint64_t v) {
    v = htole64(v);
    memcpy(p, &v, 8);
}

/* Writes right sums wherever the lengths allow it. */
static void put_sums_right(uint8_t *p, size_t size) {
    if (size < HEADER_SIZE) {
        return;
    }
    memcpy(p, "pTABLE1\n", 8);
    set(p + 8, 1);
    set(p + 16, check__bytes(p, 16, 0));
    for (size_t at = HEADER_SIZE; size - at >= SEGMENT_HEADER;) {
        uint8_t *s = p + at;
        uint64_t count = get(s + 4, 4), length = get(s + 8, 8);
        if (length > size - at || length < SEGMENT_HEADER ||
            pad8((size_t)count * 12) > length - SEGMENT_HEADER) {
            return;
        }
        memcpy(s, "seg1", 4);
        for (uint64_t n = 0; n < count; n++) {
            uint64_t place = get(s + SEGMENT_HEADER + count * 8 + n * 4, 4) * 8;
            if (place + RECORD_HEADER <= length) {
                uint64_t rest = pad8(get(s + place + 8, 4)) + get(s + place + 12, 4);
                if (rest <= length - place - RECORD_HEADER) {
                    set(s + place, check__bytes(s + place + 8, (size_t)(8 + rest), 0));
                }
            }
        }
        set(s + 24, check__bytes(s + SEGMENT_HEADER, pad8((size_t)count * 12), count));
        set(s + 32, check__bytes(s, 32, at));
        at += length;
    }
}

/* Reads a key or value to its last byte, so that a wrong length shows. */
static void touch(struct str s) {
    unsigned char sum = 0;
    for (size_t i = 0; i < s.len; i++) {
        sum ^= (unsigned char)s.ptr[i];
    }
    volatile unsigned char sink = sum;
    (void)sink;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) {
        return 0;
    }
    bool right = (data[0] & 1) != 0;
    size--;
    uint8_t *copy = malloc(size > 0 ? size : 1);
    memcpy(copy, data + 1, size);
    if (right) {
        put_sums_right(copy, size);
    }
    struct view v;
    view__read(&v, copy, size, 1);
    for (unsigned i = 0; i < v.count; i++) {
        for (uint32_t n = 0; n < v.segments[i].count; n++) {
            struct record r, found;
            if (segment__record(&v.segments[i], n, &r)) {
                touch(r.key);
                touch(r.value);
                if (view__find(&v, r.key, &found) > 0) {
                    touch(found.value);
                }
            }
        }
    }
    struct record r;
    (void)view__find(&v, STR("one"), &r);
    view__done(&v);
    free(copy);
    return 0;
}
