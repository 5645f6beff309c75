/*
 * A record on the wire:
 *
 *   head      1 byte: kind in the low 2 bits, level above them; 63 there means that a number with
 *             the level follows
 *   [level]   number
 *   line      number
 *   length    number, then so many bytes of name
 *
 * A number is base 128, least significant group first, at most 5 bytes.
 */
#include "infer/records.h"

#define LEVEL_FOLLOWS 63U

static void add_number(struct buf *out, uint32_t v) {
    while (v >= 0x80) {
        buf_add_char(out, (char)(v | 0x80));
        v >>= 7;
    }
    buf_add_char(out, (char)v);
}

static bool take_number(struct str *at, uint32_t *ret) {
    uint64_t v = 0;
    for (unsigned i = 0; i < 5 && i < at->len; i++) {
        uint8_t c = (uint8_t)at->ptr[i];
        v |= (uint64_t)(c & 0x7f) << (7 * i);
        if (c < 0x80) {
            *at = str_from_at(*at, i + 1);
            *ret = (uint32_t)v;
            return v <= UINT32_MAX;
        }
    }
    return false;
}

void infer_add(struct buf *out, const struct infer_record *record) {
    uint32_t level = record->level < LEVEL_FOLLOWS ? record->level : LEVEL_FOLLOWS;
    buf_add_char(out, (char)((uint32_t)record->kind | level << 2));
    if (level == LEVEL_FOLLOWS) {
        add_number(out, record->level);
    }
    add_number(out, record->line);
    add_number(out, (uint32_t)record->name.len);
    buf_add_str(out, record->name);
}

bool infer_next(struct str *records, struct infer_record *ret) {
    struct str at = *records;
    if (at.len == 0) {
        return false;
    }
    uint8_t head = (uint8_t)at.ptr[0];
    struct infer_record r = {.kind = head & 3U, .level = head >> 2};
    at = str_from_at(at, 1);
    uint32_t len;
    if ((r.level == LEVEL_FOLLOWS && !take_number(&at, &r.level)) || !take_number(&at, &r.line) ||
        !take_number(&at, &len) || len > at.len) {
        return false;
    }
    r.name = str_upto(at, len);
    *records = str_from_at(at, len);
    *ret = r;
    return true;
}

bool infer_records_valid(struct str records) {
    struct infer_record r;
    while (infer_next(&records, &r)) {
    }
    return records.len == 0;
}
