/*
 * Packed values: a tree of values in one run of bytes that is read where it lies.
 *
 * A blob is position independent and needs no parsing: navigating costs a few loads. The build
 * writes the table of declarations in it (tools/pack.py), and the persisted BUILD declarations are
 * packs too. Layout (little-endian; every node 4-byte aligned, offsets count from the blob's start,
 * and a child lies before its parent, so that a blob can hold no cycle):
 *
 *   header  "PPACK1\0\0", u32 length of the blob, u32 offset of the root
 *   node    u8 tag, 3 zero bytes, then by tag
 *           none false true      nothing
 *           int float            8 bytes
 *           str bytes            u32 length, the bytes
 *           list tuple           u32 n, n offsets
 *           dict                 u32 n, n pairs of offsets in insertion order, then n pair numbers
 *                                sorted by key in byte order (0xffffffff: keys are not all strings)
 *           ext                  u32 kind, u32 n, n offsets: a record whose meaning the kind gives
 *
 * Reading: pack_open() checks a blob from outside completely, once; after it (or for a blob that
 * the executable itself carries: pack_trusted()) the accessors cannot run out of bounds. A
 * `struct pval` borrows the blob. Accessors for another tag than the node's return the empty value
 * (0, "", none): ask pval_tag() where it matters.
 *
 * Writing: pack_builder_init(); add children, then their parent (each add returns the node's
 * offset); pack_builder_finish(). Equal strings share one node.
 */
#ifndef PANTS_CODEC_PACK_H
#define PANTS_CODEC_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/str.h"

enum pack_tag {
    PACK_NONE = 0,
    PACK_FALSE = 1,
    PACK_TRUE = 2,
    PACK_INT = 3,
    PACK_FLOAT = 4,
    PACK_STR = 5,
    PACK_BYTES = 6,
    PACK_LIST = 7,
    PACK_TUPLE = 8,
    PACK_DICT = 9,
    PACK_EXT = 10,
};

/** A node of a blob: borrowed, by value. {NULL, 0} reads as none. */
struct pval {
    const uint8_t *blob;
    uint32_t at; /**< the node's offset */
};

#define PVAL_NONE ((struct pval){NULL, 0})

/** Checks the whole blob and gives its root. ERR_FORMAT names the first broken node. */
must_check_ int pack_open(const void *data, size_t len, struct pval *ret_root, struct err *e);
/** The root of a blob that is known to be right (checked before, or part of the executable). */
struct pval pack_trusted(const void *data);

enum pack_tag pval_tag(struct pval v);
static inline bool pval_is_none(struct pval v) {
    return pval_tag(v) == PACK_NONE;
}
bool pval_bool(struct pval v);
int64_t pval_int(struct pval v);
double pval_float(struct pval v);
/** A string's or byte string's bytes. */
struct str pval_str(struct pval v);
/** Items of a list or tuple, pairs of a dict, values of an ext. */
uint32_t pval_len(struct pval v);
/** Item i of a list, tuple or ext. */
struct pval pval_item(struct pval v, uint32_t i);
/** Pair i of a dict, in insertion order. */
void pval_pair(struct pval v, uint32_t i, struct pval *ret_key, struct pval *ret_value);
/** The value of a string key, none when absent (ask pval_has() to tell the two apart). */
struct pval pval_get(struct pval dict, struct str key);
bool pval_find(struct pval dict, struct str key, struct pval *ret_value);
static inline struct pval pval_getz(struct pval dict, const char *key) {
    return pval_get(dict, str_from(key));
}
uint32_t pval_ext_kind(struct pval v);
/** Same tree of values (True is not 1 here; dicts compare in any order). */
bool pval_equal(struct pval a, struct pval b);
/** A hash that agrees with pval_equal(). */
uint64_t pval_hash(struct pval v);

/** Builds a blob. Zeroed is not valid: use pack_builder_init(). */
struct pack_builder {
    struct buf out;
    struct map strings; /**< string -> offset */
};

void pack_builder_init(struct pack_builder *b);
void pack_builder_done(struct pack_builder *b);
uint32_t pack_none(struct pack_builder *b);
uint32_t pack_bool(struct pack_builder *b, bool v);
uint32_t pack_int(struct pack_builder *b, int64_t v);
uint32_t pack_float(struct pack_builder *b, double v);
uint32_t pack_str(struct pack_builder *b, struct str s);
uint32_t pack_bytes(struct pack_builder *b, struct str s);
uint32_t pack_list(struct pack_builder *b, const uint32_t *items, uint32_t n);
uint32_t pack_tuple(struct pack_builder *b, const uint32_t *items, uint32_t n);
/** n pairs: keys[i], values[i]. Of equal string keys the last one is found by pval_get(). */
uint32_t pack_dict(struct pack_builder *b, const uint32_t *keys, const uint32_t *values,
                   uint32_t n);
uint32_t pack_ext(struct pack_builder *b, uint32_t kind, const uint32_t *items, uint32_t n);
/** Copies a value of another blob. */
uint32_t pack_copy(struct pack_builder *b, struct pval v);
/**
 * Completes the blob with root as its root; the builder is done with. The bytes (*ret_data, to be
 * freed by the caller) are 8-byte aligned. ERR_NOMEM when it grew past 1 GiB.
 */
must_check_ int pack_builder_finish(struct pack_builder *b, uint32_t root, char **ret_data,
                                    size_t *ret_len, struct err *e);

#endif
