/* Writing packed values: nodes are appended; each is padded to 4 bytes. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/pack.h"

enum { PACK_MAX = 1 << 30 };

void pack_builder_init(struct pack_builder *b) {
    buf_init(&b->out, PACK_MAX);
    map_init(&b->strings, MAP_COPY_KEYS);
    buf_add(&b->out, "PPACK1\0\0\0\0\0\0\0\0\0", 16);
}

void pack_builder_done(struct pack_builder *b) {
    buf_done(&b->out);
    map_done(&b->strings);
}

static uint32_t begin(struct pack_builder *b, enum pack_tag tag) {
    uint32_t at = (uint32_t)b->out.len;
    buf_add_u32(&b->out, tag);
    return at;
}

static void pad(struct pack_builder *b) {
    while (buf_ok(&b->out) && b->out.len % 4 != 0) {
        buf_add_char(&b->out, '\0');
    }
}

uint32_t pack_none(struct pack_builder *b) {
    return begin(b, PACK_NONE);
}

uint32_t pack_bool(struct pack_builder *b, bool v) {
    return begin(b, v ? PACK_TRUE : PACK_FALSE);
}

uint32_t pack_int(struct pack_builder *b, int64_t v) {
    uint32_t at = begin(b, PACK_INT);
    buf_add_u64(&b->out, (uint64_t)v);
    return at;
}

uint32_t pack_float(struct pack_builder *b, double v) {
    uint32_t at = begin(b, PACK_FLOAT);
    buf_add(&b->out, &v, sizeof v);
    return at;
}

static uint32_t add_bytes(struct pack_builder *b, enum pack_tag tag, struct str s) {
    uint32_t at = begin(b, tag);
    buf_add_u32(&b->out, (uint32_t)s.len);
    buf_add_str(&b->out, s);
    pad(b);
    return at;
}

uint32_t pack_str(struct pack_builder *b, struct str s) {
    uint32_t at = (uint32_t)(uintptr_t)map_get(&b->strings, s);
    if (at == 0) {
        at = add_bytes(b, PACK_STR, s);
        (void)map_put(&b->strings, s, (void *)(uintptr_t)at);
    }
    return at;
}

uint32_t pack_bytes(struct pack_builder *b, struct str s) {
    return add_bytes(b, PACK_BYTES, s);
}

static void add_links(struct pack_builder *b, const uint32_t *items, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        buf_add_u32(&b->out, items[i]);
    }
}

uint32_t pack_list(struct pack_builder *b, const uint32_t *items, uint32_t n) {
    uint32_t at = begin(b, PACK_LIST);
    buf_add_u32(&b->out, n);
    add_links(b, items, n);
    return at;
}

uint32_t pack_tuple(struct pack_builder *b, const uint32_t *items, uint32_t n) {
    uint32_t at = begin(b, PACK_TUPLE);
    buf_add_u32(&b->out, n);
    add_links(b, items, n);
    return at;
}

uint32_t pack_ext(struct pack_builder *b, uint32_t kind, const uint32_t *items, uint32_t n) {
    uint32_t at = begin(b, PACK_EXT);
    buf_add_u32(&b->out, kind);
    buf_add_u32(&b->out, n);
    add_links(b, items, n);
    return at;
}

struct sort_item {
    struct str key;
    uint32_t pair;
};

static int by_key(const void *a, const void *b) {
    const struct sort_item *x = a, *y = b;
    int order = str_cmp(x->key, y->key);
    return order != 0 ? order : (x->pair > y->pair) - (x->pair < y->pair);
}

/* Appends the pair numbers in the order of their keys, or "not sorted" for other keys. */
static void add_order(struct pack_builder *b, const uint32_t *keys, uint32_t n) {
    struct sort_item *items = ALLOC_ARRAY(struct sort_item, n);
    bool strings = buf_ok(&b->out);
    for (uint32_t i = 0; i < n && strings; i++) {
        struct pval key = {(const uint8_t *)b->out.data, keys[i]};
        strings = pval_tag(key) == PACK_STR;
        items[i] = (struct sort_item){pval_str(key), i};
    }
    if (strings) {
        qsort(items, n, sizeof *items, by_key);
    }
    for (uint32_t i = 0; i < n; i++) {
        items[i].pair = strings ? items[i].pair : UINT32_MAX;
    }
    for (uint32_t i = 0; i < n; i++) {
        buf_add_u32(&b->out, items[i].pair);
    }
    free(items);
}

uint32_t pack_dict(struct pack_builder *b, const uint32_t *keys, const uint32_t *values,
                   uint32_t n) {
    uint32_t at = begin(b, PACK_DICT);
    buf_add_u32(&b->out, n);
    for (uint32_t i = 0; i < n; i++) {
        buf_add_u32(&b->out, keys[i]);
        buf_add_u32(&b->out, values[i]);
    }
    add_order(b, keys, n);
    return at;
}

static uint32_t copy_children(struct pack_builder *b, struct pval v) {
    uint32_t n = pval_len(v);
    bool dict = pval_tag(v) == PACK_DICT;
    uint32_t *first = ALLOC_ARRAY(uint32_t, n), *second = ALLOC_ARRAY(uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        struct pval key, value = pval_item(v, i);
        if (dict) {
            pval_pair(v, i, &key, &value);
            first[i] = pack_copy(b, key);
            second[i] = pack_copy(b, value);
        } else {
            first[i] = pack_copy(b, value);
        }
    }
    uint32_t at = dict                        ? pack_dict(b, first, second, n)
                  : pval_tag(v) == PACK_LIST  ? pack_list(b, first, n)
                  : pval_tag(v) == PACK_TUPLE ? pack_tuple(b, first, n)
                                              : pack_ext(b, pval_ext_kind(v), first, n);
    free(first);
    free(second);
    return at;
}

uint32_t pack_copy(struct pack_builder *b, struct pval v) {
    switch (pval_tag(v)) {
    case PACK_NONE:
        return pack_none(b);
    case PACK_FALSE:
    case PACK_TRUE:
        return pack_bool(b, pval_bool(v));
    case PACK_INT:
        return pack_int(b, pval_int(v));
    case PACK_FLOAT:
        return pack_float(b, pval_float(v));
    case PACK_STR:
        return pack_str(b, pval_str(v));
    case PACK_BYTES:
        return pack_bytes(b, pval_str(v));
    case PACK_LIST:
    case PACK_TUPLE:
    case PACK_DICT:
    case PACK_EXT:
        break;
    }
    return copy_children(b, v);
}

int pack_builder_finish(struct pack_builder *b, uint32_t root, char **ret_data, size_t *ret_len,
                        struct err *e) {
    bool ok = buf_ok(&b->out);
    size_t len = b->out.len;
    if (ok) {
        uint32_t header[2] = {(uint32_t)len, root};
        memcpy(b->out.data + 8, header, sizeof header);
        *ret_data = buf_take(&b->out);
        *ret_len = len;
    }
    pack_builder_done(b);
    return ok ? 0 : err_set(e, ERR_NOMEM, "packed value: larger than 1 GiB");
}
