/*
 * Configuration values: the tree that the TOML, JSON, YAML and option-value readers make.
 *
 * Every node and string of a tree lies in the arena that its reader was given: nothing is freed
 * singly, and a tree must not outlive its arena. Nodes know where they were written, so that a
 * message can point there. Strings are UTF-8 (U+0000 may occur inside) and NUL-terminated behind
 * their length. Tables keep insertion order and find keys by hashing; a key occurs once.
 */
#ifndef PANTS_CODEC_CVAL_H
#define PANTS_CODEC_CVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"

struct pval;

enum cval_kind {
    CVAL_NONE = 0, /**< null; TOML has none */
    CVAL_BOOL,
    CVAL_INT,
    CVAL_FLOAT,
    CVAL_STR,
    CVAL_DATETIME, /**< `s` holds it as RFC 3339 text; `date_kind` says which sort */
    CVAL_LIST,
    CVAL_TABLE,
};

enum cval_date_kind {
    CVAL_DATETIME_OFFSET, /**< date, time, offset */
    CVAL_DATETIME_LOCAL,  /**< date, time */
    CVAL_DATE_LOCAL,
    CVAL_TIME_LOCAL,
};

struct cpair;

/** A node. A zeroed node is none. Copying the struct makes a second view of the same tree. */
struct cval {
    uint8_t kind;      /**< enum cval_kind */
    uint8_t date_kind; /**< enum cval_date_kind, for CVAL_DATETIME */
    uint8_t flags;     /**< for the reader that made it */
    uint32_t line;     /**< from 1; 0 when it was not read from text */
    uint32_t column;   /**< in characters, from 1 */
    union {
        bool b;
        int64_t i;
        double f;
        struct str s; /**< CVAL_STR, CVAL_DATETIME */
        struct {
            struct cval *items;
            uint32_t len;
            uint32_t cap;
        } list;
        struct ctable *table;
    };
};

/** A key with its value. */
struct cpair {
    struct str key;
    struct cval value;
    uint32_t line, column; /**< of the key */
};

/** The content of a table. Iterate pairs[0 .. len); change it only by cval_put(). */
struct ctable {
    struct cpair *pairs;
    uint32_t len;
    uint32_t cap;
    uint32_t *slots; /**< hash index, made when the table grows past a handful; or NULL */
    uint32_t nslots;
};

struct cval cval_none(void);
struct cval cval_bool(bool b);
struct cval cval_int(int64_t i);
struct cval cval_float(double f);
/** Copies the bytes. */
struct cval cval_str(struct arena *a, struct str s);
struct cval cval_list(void);
struct cval cval_table(struct arena *a);

/** Appends item to a list. */
void cval_push(struct arena *a, struct cval *list, struct cval item);
/** Sets key (copied when it is new); returns the place of the value, valid until the next put. */
struct cval *cval_put(struct arena *a, struct cval *table, struct str key, struct cval value);
/** The value of key, or NULL: absent, or not a table. */
struct cval *cval_get(const struct cval *table, struct str key);
struct cval *cval_getz(const struct cval *table, const char *key);
/** The pair of key, or NULL: where the key was written. */
struct cpair *cval_pair(const struct cval *table, struct str key);
/** Removes key from a table; false when it was absent. */
bool cval_del(struct cval *table, struct str key);
/** Items of a list, pairs of a table, else 0. */
uint32_t cval_len(const struct cval *v);

/** Same kind and content; tables in any order; an int equals no float. */
bool cval_equal(const struct cval *a, const struct cval *b);
/** A deep copy in another arena. */
struct cval cval_copy(struct arena *a, const struct cval *v);
/** The tree of a packed value; tuples become lists, bytes strings, an ext none. */
struct cval cval_from_pack(struct arena *a, struct pval v);

/** "none", "bool", "int", "float", "string", "date", "list", "table". */
const char *cval_kind_name(const struct cval *v);
/** Appends it as Python shows it: True, 'a', [1, 2], {'k': None}. */
void cval_repr(const struct cval *v, struct buf *out);
/** Appends it as JSON; a float that JSON lacks becomes null, a date a string. */
void cval_json(const struct cval *v, struct buf *out);

#endif
