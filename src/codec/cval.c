/*
 * Configuration values. A table is an array of pairs; past TABLE_LINEAR pairs a hash index (slots
 * hold the pair's number + 1, a power of two of them, at most half full) finds keys. Growth leaves
 * the old arrays in the arena: trees of configuration are small.
 */
#include "codec/cval.h"

#include "base/hash.h"
#include "codec/pack.h"

#define TABLE_LINEAR 8

struct cval cval_none(void) {
    return (struct cval){.kind = CVAL_NONE};
}

struct cval cval_bool(bool b) {
    return (struct cval){.kind = CVAL_BOOL, .b = b};
}

struct cval cval_int(int64_t i) {
    return (struct cval){.kind = CVAL_INT, .i = i};
}

struct cval cval_float(double f) {
    return (struct cval){.kind = CVAL_FLOAT, .f = f};
}

struct cval cval_str(struct arena *a, struct str s) {
    return (struct cval){.kind = CVAL_STR, .s = arena_str(a, s)};
}

struct cval cval_list(void) {
    return (struct cval){.kind = CVAL_LIST};
}

struct cval cval_table(struct arena *a) {
    return (struct cval){.kind = CVAL_TABLE, .table = ARENA_NEW(a, struct ctable)};
}

void cval_push(struct arena *a, struct cval *list, struct cval item) {
    if (list->list.len == list->list.cap) {
        uint32_t cap = list->list.cap == 0 ? 4 : list->list.cap * 2;
        struct cval *items = ARENA_ARRAY(a, struct cval, cap);
        if (list->list.len > 0) {
            memcpy(items, list->list.items, list->list.len * sizeof *items);
        }
        list->list.items = items;
        list->list.cap = cap;
    }
    list->list.items[list->list.len++] = item;
}

static void index_add(struct ctable *t, uint32_t pair) {
    uint32_t mask = t->nslots - 1;
    uint32_t at = (uint32_t)hash_str(t->pairs[pair].key) & mask;
    while (t->slots[at] != 0) {
        at = (at + 1) & mask;
    }
    t->slots[at] = pair + 1;
}

static struct cpair *table_find(const struct ctable *t, struct str key) {
    if (t->slots == NULL) {
        for (uint32_t i = 0; i < t->len; i++) {
            if (str_eq(t->pairs[i].key, key)) {
                return &t->pairs[i];
            }
        }
        return NULL;
    }
    uint32_t mask = t->nslots - 1;
    for (uint32_t at = (uint32_t)hash_str(key) & mask; t->slots[at] != 0; at = (at + 1) & mask) {
        struct cpair *pair = &t->pairs[t->slots[at] - 1];
        if (str_eq(pair->key, key)) {
            return pair;
        }
    }
    return NULL;
}

static void table_grow(struct arena *a, struct ctable *t) {
    uint32_t cap = t->cap == 0 ? 4 : t->cap * 2;
    struct cpair *pairs = ARENA_ARRAY(a, struct cpair, cap);
    if (t->len > 0) {
        memcpy(pairs, t->pairs, t->len * sizeof *pairs);
    }
    t->pairs = pairs;
    t->cap = cap;
    if (cap > TABLE_LINEAR) {
        t->nslots = cap * 2;
        t->slots = ARENA_ARRAY(a, uint32_t, t->nslots);
        for (uint32_t i = 0; i < t->len; i++) {
            index_add(t, i);
        }
    }
}

struct cval *cval_put(struct arena *a, struct cval *table, struct str key, struct cval value) {
    struct ctable *t = table->table;
    struct cpair *pair = table_find(t, key);
    if (pair == NULL) {
        if (t->len == t->cap) {
            table_grow(a, t);
        }
        pair = &t->pairs[t->len++];
        *pair = (struct cpair){.key = arena_str(a, key)};
        if (t->slots != NULL) {
            index_add(t, t->len - 1);
        }
    }
    pair->value = value;
    return &pair->value;
}

struct cpair *cval_pair(const struct cval *table, struct str key) {
    return table != NULL && table->kind == CVAL_TABLE ? table_find(table->table, key) : NULL;
}

struct cval *cval_get(const struct cval *table, struct str key) {
    struct cpair *pair = cval_pair(table, key);
    return pair != NULL ? &pair->value : NULL;
}

struct cval *cval_getz(const struct cval *table, const char *key) {
    return cval_get(table, str_from(key));
}

bool cval_del(struct cval *table, struct str key) {
    struct cpair *pair = cval_pair(table, key);
    if (pair == NULL) {
        return false;
    }
    struct ctable *t = table->table;
    size_t behind = (size_t)(t->pairs + t->len - pair) - 1;
    memmove(pair, pair + 1, behind * sizeof *pair);
    t->len--;
    if (t->slots != NULL) {
        memset(t->slots, 0, t->nslots * sizeof *t->slots);
        for (uint32_t i = 0; i < t->len; i++) {
            index_add(t, i);
        }
    }
    return true;
}

uint32_t cval_len(const struct cval *v) {
    switch (v->kind) {
    case CVAL_LIST:
        return v->list.len;
    case CVAL_TABLE:
        return v->table->len;
    default:
        return 0;
    }
}

static bool table_equal(const struct cval *a, const struct cval *b) {
    if (a->table->len != b->table->len) {
        return false;
    }
    for (uint32_t i = 0; i < a->table->len; i++) {
        const struct cval *other = cval_get(b, a->table->pairs[i].key);
        if (other == NULL || !cval_equal(&a->table->pairs[i].value, other)) {
            return false;
        }
    }
    return true;
}

bool cval_equal(const struct cval *a, const struct cval *b) {
    if (a->kind != b->kind) {
        return false;
    }
    switch (a->kind) {
    case CVAL_BOOL:
        return a->b == b->b;
    case CVAL_INT:
        return a->i == b->i;
    case CVAL_FLOAT:
        return a->f == b->f;
    case CVAL_STR:
    case CVAL_DATETIME:
        return str_eq(a->s, b->s);
    case CVAL_LIST:
        if (a->list.len != b->list.len) {
            return false;
        }
        for (uint32_t i = 0; i < a->list.len; i++) {
            if (!cval_equal(&a->list.items[i], &b->list.items[i])) {
                return false;
            }
        }
        return true;
    case CVAL_TABLE:
        return table_equal(a, b);
    default:
        return true;
    }
}

struct cval cval_copy(struct arena *a, const struct cval *v) {
    struct cval copy = *v;
    if (v->kind == CVAL_STR || v->kind == CVAL_DATETIME) {
        copy.s = arena_str(a, v->s);
    } else if (v->kind == CVAL_LIST) {
        copy.list.items = NULL;
        copy.list.len = copy.list.cap = 0;
        for (uint32_t i = 0; i < v->list.len; i++) {
            cval_push(a, &copy, cval_copy(a, &v->list.items[i]));
        }
    } else if (v->kind == CVAL_TABLE) {
        copy.table = ARENA_NEW(a, struct ctable);
        for (uint32_t i = 0; i < v->table->len; i++) {
            const struct cpair *pair = &v->table->pairs[i];
            (void)cval_put(a, &copy, pair->key, cval_copy(a, &pair->value));
            copy.table->pairs[i].line = pair->line;
            copy.table->pairs[i].column = pair->column;
        }
    }
    return copy;
}

struct cval cval_from_pack(struct arena *a, struct pval v) {
    struct cval out = cval_none();
    switch (pval_tag(v)) {
    case PACK_FALSE:
    case PACK_TRUE:
        return cval_bool(pval_bool(v));
    case PACK_INT:
        return cval_int(pval_int(v));
    case PACK_FLOAT:
        return cval_float(pval_float(v));
    case PACK_STR:
    case PACK_BYTES:
        return cval_str(a, pval_str(v));
    case PACK_LIST:
    case PACK_TUPLE:
        out = cval_list();
        for (uint32_t i = 0; i < pval_len(v); i++) {
            cval_push(a, &out, cval_from_pack(a, pval_item(v, i)));
        }
        return out;
    case PACK_DICT:
        out = cval_table(a);
        for (uint32_t i = 0; i < pval_len(v); i++) {
            struct pval key, value;
            pval_pair(v, i, &key, &value);
            (void)cval_put(a, &out, pval_str(key), cval_from_pack(a, value));
        }
        return out;
    default:
        return out;
    }
}

const char *cval_kind_name(const struct cval *v) {
    static const char *const names[] = {
        [CVAL_NONE] = "none",   [CVAL_BOOL] = "bool",   [CVAL_INT] = "int",
        [CVAL_FLOAT] = "float", [CVAL_STR] = "string",  [CVAL_DATETIME] = "date",
        [CVAL_LIST] = "list",   [CVAL_TABLE] = "table",
    };
    return names[v->kind];
}
