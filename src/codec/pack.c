/* Reading packed values. The checker visits each node once and looks only at offsets below it. */
#include "codec/pack.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

enum { PACK_HEADER = 16, PACK_UNSORTED = -1 };

static const char PACK_MAGIC[8] = "PPACK1\0";

static uint32_t load32(const uint8_t *p) {
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static const uint8_t *payload(struct pval v) {
    return v.blob + v.at + 4;
}

enum pack_tag pval_tag(struct pval v) {
    return v.blob == NULL ? PACK_NONE : (enum pack_tag)v.blob[v.at];
}

bool pval_bool(struct pval v) {
    return pval_tag(v) == PACK_TRUE;
}

int64_t pval_int(struct pval v) {
    int64_t r = 0;
    if (pval_tag(v) == PACK_INT) {
        memcpy(&r, payload(v), sizeof r);
    }
    return r;
}

double pval_float(struct pval v) {
    double r = 0;
    if (pval_tag(v) == PACK_FLOAT) {
        memcpy(&r, payload(v), sizeof r);
    }
    return r;
}

struct str pval_str(struct pval v) {
    enum pack_tag tag = pval_tag(v);
    if (tag != PACK_STR && tag != PACK_BYTES) {
        return STR("");
    }
    return str_make((const char *)payload(v) + 4, load32(payload(v)));
}

uint32_t pval_len(struct pval v) {
    switch (pval_tag(v)) {
    case PACK_LIST:
    case PACK_TUPLE:
    case PACK_DICT:
        return load32(payload(v));
    case PACK_EXT:
        return load32(payload(v) + 4);
    default:
        return 0;
    }
}

struct pval pval_item(struct pval v, uint32_t i) {
    enum pack_tag tag = pval_tag(v);
    if (tag == PACK_DICT || i >= pval_len(v)) {
        return PVAL_NONE;
    }
    const uint8_t *items = payload(v) + (tag == PACK_EXT ? 8 : 4);
    return (struct pval){v.blob, load32(items + (size_t)i * 4)};
}

void pval_pair(struct pval v, uint32_t i, struct pval *ret_key, struct pval *ret_value) {
    if (pval_tag(v) != PACK_DICT || i >= pval_len(v)) {
        *ret_key = *ret_value = PVAL_NONE;
        return;
    }
    const uint8_t *pair = payload(v) + 4 + (size_t)i * 8;
    *ret_key = (struct pval){v.blob, load32(pair)};
    *ret_value = (struct pval){v.blob, load32(pair + 4)};
}

/* The pair number at place i of the sorted order. */
static uint32_t sorted_at(struct pval dict, uint32_t n, uint32_t i) {
    return load32(payload(dict) + 4 + (size_t)n * 8 + (size_t)i * 4);
}

static bool find_linear(struct pval dict, uint32_t n, struct str key, struct pval *ret_value) {
    for (uint32_t i = n; i-- > 0;) {
        struct pval k, value;
        pval_pair(dict, i, &k, &value);
        if (pval_tag(k) == PACK_STR && str_eq(pval_str(k), key)) {
            *ret_value = value;
            return true;
        }
    }
    return false;
}

bool pval_find(struct pval dict, struct str key, struct pval *ret_value) {
    uint32_t n = pval_tag(dict) == PACK_DICT ? pval_len(dict) : 0;
    if (n == 0) {
        return false;
    }
    if (sorted_at(dict, n, 0) == (uint32_t)PACK_UNSORTED) {
        return find_linear(dict, n, key, ret_value);
    }
    uint32_t low = 0, high = n;
    while (low < high) { /* the last place whose key is not above ours */
        uint32_t mid = low + (high - low) / 2;
        struct pval k, value;
        pval_pair(dict, sorted_at(dict, n, mid), &k, &value);
        if (str_cmp(pval_str(k), key) <= 0) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    if (low == 0) {
        return false;
    }
    struct pval k, value;
    pval_pair(dict, sorted_at(dict, n, low - 1), &k, &value);
    if (!str_eq(pval_str(k), key)) {
        return false;
    }
    *ret_value = value;
    return true;
}

struct pval pval_get(struct pval dict, struct str key) {
    struct pval v = PVAL_NONE;
    (void)pval_find(dict, key, &v);
    return v;
}

uint32_t pval_ext_kind(struct pval v) {
    return pval_tag(v) == PACK_EXT ? load32(payload(v)) : 0;
}

static bool dict_equal(struct pval a, struct pval b) {
    uint32_t n = pval_len(a);
    for (uint32_t i = 0; i < n; i++) {
        struct pval ka, va, kb, vb;
        pval_pair(a, i, &ka, &va);
        bool found = false;
        for (uint32_t j = 0; j < n && !found; j++) {
            pval_pair(b, (i + j) % n, &kb, &vb);
            found = pval_equal(ka, kb) && pval_equal(va, vb);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

bool pval_equal(struct pval a, struct pval b) {
    enum pack_tag tag = pval_tag(a);
    if (a.blob == b.blob && a.at == b.at) {
        return true;
    }
    if (tag != pval_tag(b) || pval_len(a) != pval_len(b)) {
        return false;
    }
    switch (tag) {
    case PACK_NONE:
    case PACK_FALSE:
    case PACK_TRUE:
        return true;
    case PACK_INT:
    case PACK_FLOAT:
        return memcmp(payload(a), payload(b), 8) == 0;
    case PACK_STR:
    case PACK_BYTES:
        return str_eq(pval_str(a), pval_str(b));
    case PACK_DICT:
        return dict_equal(a, b);
    case PACK_LIST:
    case PACK_TUPLE:
    case PACK_EXT:
        break;
    }
    for (uint32_t i = 0; i < pval_len(a); i++) {
        if (!pval_equal(pval_item(a, i), pval_item(b, i))) {
            return false;
        }
    }
    return pval_ext_kind(a) == pval_ext_kind(b);
}

uint64_t pval_hash(struct pval v) {
    enum pack_tag tag = pval_tag(v);
    uint64_t h = hash_mix(tag);
    uint32_t n = pval_len(v);
    if (tag == PACK_INT || tag == PACK_FLOAT) {
        return hash_combine(h, hash_bytes(payload(v), 8));
    }
    if (tag == PACK_STR || tag == PACK_BYTES) {
        return hash_combine(h, hash_str(pval_str(v)));
    }
    if (tag == PACK_DICT) {
        uint64_t sum = 0; /* commutative: the order of pairs does not count */
        for (uint32_t i = 0; i < n; i++) {
            struct pval k, value;
            pval_pair(v, i, &k, &value);
            sum += hash_combine(pval_hash(k), pval_hash(value));
        }
        return hash_combine(h, sum);
    }
    for (uint32_t i = 0; i < n; i++) {
        h = hash_combine(h, pval_hash(pval_item(v, i)));
    }
    return h;
}

/*
 * Checking: nodes lie one behind the other from the header to the end, so one pass from the front
 * meets every node after its children. A bit per aligned offset says where nodes begin.
 */
struct checker {
    const uint8_t *blob;
    size_t len;
    uint8_t *starts; /* bit i: a node begins at offset 4 * i */
};

static bool is_start(const struct checker *c, uint32_t at) {
    return at % 4 == 0 && (c->starts[at / 32] >> (at / 4 % 8) & 1) != 0;
}

/* The size of the node at `at`, padding included; 0 when it does not fit into the blob. */
static size_t node_size(const struct checker *c, size_t at) {
    size_t left = c->len - at;
    if (left < 4 || load32(c->blob + at) > PACK_EXT) {
        return 0;
    }
    struct pval v = {c->blob, (uint32_t)at};
    enum pack_tag tag = pval_tag(v);
    size_t size = 4;
    if (tag == PACK_INT || tag == PACK_FLOAT) {
        size = 12;
    } else if (tag == PACK_EXT) {
        size = left < 12 ? SIZE_MAX : 12 + (size_t)load32(payload(v) + 4) * 4;
    } else if (tag >= PACK_STR) {
        size_t unit = tag == PACK_DICT ? 12 : tag >= PACK_LIST ? 4 : 1;
        size = left < 8 ? SIZE_MAX : 8 + (size_t)load32(payload(v)) * unit;
    }
    if (size > left) {
        return 0;
    }
    size = (size + 3) / 4 * 4;
    return size <= left ? size : 0;
}

/* The sorted half of a dict: every pair once, keys strings in ascending order (equal: by place). */
static bool order_ok(struct pval dict, uint32_t n) {
    if (n == 0 || sorted_at(dict, n, 0) == (uint32_t)PACK_UNSORTED) {
        return true;
    }
    for (uint32_t i = 0; i < n; i++) {
        struct pval k, before, value;
        uint32_t pair = sorted_at(dict, n, i);
        pval_pair(dict, pair, &k, &value);
        if (pair >= n || pval_tag(k) != PACK_STR) {
            return false;
        }
        if (i > 0) {
            uint32_t last = sorted_at(dict, n, i - 1);
            pval_pair(dict, last, &before, &value);
            int order = str_cmp(pval_str(before), pval_str(k));
            if (order > 0 || (order == 0 && last >= pair)) {
                return false;
            }
        }
    }
    return true;
}

static bool node_ok(const struct checker *c, uint32_t at) {
    struct pval v = {c->blob, at};
    enum pack_tag tag = pval_tag(v);
    uint32_t n = pval_len(v);
    size_t links = tag == PACK_DICT ? (size_t)n * 2 : n;
    const uint8_t *link = payload(v) + (tag == PACK_EXT ? 8 : 4);
    for (size_t i = 0; i < links; i++) {
        uint32_t child = load32(link + i * 4);
        if (child >= at || !is_start(c, child)) {
            return false;
        }
    }
    return tag != PACK_DICT || order_ok(v, n);
}

static int check_nodes(struct checker *c, uint32_t root, struct err *e) {
    for (size_t at = PACK_HEADER; at < c->len;) {
        size_t size = node_size(c, at);
        if (size == 0 || !node_ok(c, (uint32_t)at)) {
            return err_set(e, ERR_FORMAT, "packed value: broken node at offset %zu", at);
        }
        c->starts[at / 32] |= (uint8_t)(1U << (at / 4 % 8));
        at += size;
    }
    if (root >= c->len || !is_start(c, root)) {
        return err_set(e, ERR_FORMAT, "packed value: the root is not a node");
    }
    return 0;
}

int pack_open(const void *data, size_t len, struct pval *ret_root, struct err *e) {
    const uint8_t *blob = data;
    if (len < PACK_HEADER + 4 || len % 4 != 0 || len > UINT32_MAX ||
        memcmp(blob, PACK_MAGIC, sizeof PACK_MAGIC) != 0 || load32(blob + 8) != len) {
        return err_set(e, ERR_FORMAT, "packed value: no valid header in %zu bytes", len);
    }
    struct checker c = {.blob = blob, .len = len, .starts = try_malloc(len / 32 + 1)};
    if (c.starts == NULL) {
        return err_set(e, ERR_NOMEM, "packed value: out of memory for %zu bytes", len);
    }
    memset(c.starts, 0, len / 32 + 1);
    int r = check_nodes(&c, load32(blob + 12), e);
    free(c.starts);
    if (r == 0) {
        *ret_root = (struct pval){blob, load32(blob + 12)};
    }
    return r;
}

struct pval pack_trusted(const void *data) {
    return (struct pval){data, load32((const uint8_t *)data + 12)};
}
