/* Writing the bytes of a table's file. */
#include "table_int.h"

#include <endian.h>

static const char ZEROS[8];

size_t record__size(struct str key, struct str value) {
    return RECORD_HEADER + pad8(key.len) + pad8(value.len);
}

void header__write(struct buf *out, uint32_t version) {
    size_t start = out->len;
    buf_add(out, "pTABLE1\n", 8);
    buf_add_u32(out, version);
    buf_add_u32(out, 0);
    if (buf_ok(out)) {
        buf_add_u64(out, check__bytes(out->data + start, 16, 0));
    }
    buf_add_u64(out, 0);
}

static void add_padded(struct buf *out, struct str s) {
    buf_add_str(out, s);
    buf_add(out, ZEROS, pad8(s.len) - s.len);
}

static void set_u64(struct buf *out, size_t at, uint64_t v) {
    v = htole64(v);
    memcpy(out->data + at, &v, 8);
}

static void add_record(struct buf *out, const struct record *r) {
    size_t start = out->len;
    buf_add_u64(out, 0);
    buf_add_u32(out, (uint32_t)r->key.len);
    buf_add_u32(out, (uint32_t)r->value.len);
    add_padded(out, r->key);
    buf_add_str(out, r->value);
    if (buf_ok(out)) {
        set_u64(out, start, check__bytes(out->data + start + 8, out->len - start - 8, 0));
    }
    buf_add(out, ZEROS, pad8(r->value.len) - r->value.len);
}

struct slot {
    uint64_t hash;
    uint32_t place;
};

static int by_hash(const void *a, const void *b) {
    const struct slot *x = a, *y = b;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

void segment__write(struct buf *out, const struct record *records, size_t count, uint64_t at,
                    uint64_t dead) {
    size_t start = out->len;
    size_t index = pad8(count * 12);
    struct slot *slots = ALLOC_ARRAY(struct slot, count);
    uint64_t place = SEGMENT_HEADER + index;
    for (size_t i = 0; i < count; i++) {
        slots[i] = (struct slot){check__key(records[i].key), (uint32_t)(place / 8)};
        place += record__size(records[i].key, records[i].value);
    }
    qsort(slots, count, sizeof(*slots), by_hash);
    buf_add_u32(out, SEGMENT_MAGIC);
    buf_add_u32(out, (uint32_t)count);
    buf_add_u64(out, place);
    buf_add_u64(out, dead);
    buf_add_u64(out, 0);
    buf_add_u64(out, 0);
    for (size_t i = 0; i < count; i++) {
        buf_add_u64(out, slots[i].hash);
    }
    for (size_t i = 0; i < count; i++) {
        buf_add_u32(out, slots[i].place);
    }
    buf_add(out, ZEROS, index - count * 12);
    free(slots);
    if (buf_ok(out)) {
        const char *header = out->data + start;
        set_u64(out, start + 24, check__bytes(header + SEGMENT_HEADER, index, count));
        set_u64(out, start + 32, check__bytes(header, 32, at));
    }
    for (size_t i = 0; i < count; i++) {
        add_record(out, &records[i]);
    }
}
