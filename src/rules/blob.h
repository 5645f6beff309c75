/*
 * The bytes of a solved graph: 32-bit words in the machine's order, a header, then sections. Names
 * stand for ids; a reader replaces them by ids of its own table.
 *
 *   word 0      BLOB_MAGIC           word 1      BLOB_VERSION
 *   word 2      words in all         word 3..10  the key
 *   word 11...  per section: where it starts (words), how many items
 *
 * A reference to a list or set is the word position inside its section of [n, items...].
 */
#ifndef PANTS_RULES_BLOB_H
#define PANTS_RULES_BLOB_H

#include "rules/rules.h"

#define BLOB_MAGIC 0x31475250U /* "PRG1" */
#define BLOB_VERSION 1U
#define BLOB_NONE UINT32_MAX

enum blob_section {
    BLOB_NAMES,   /**< [byte position in TEXT, length] */
    BLOB_TEXT,    /**< bytes, in words */
    BLOB_SETS,    /**< [n, names...]: types, ascending once they are ids */
    BLOB_LISTS,   /**< [n, names...]: types in a rule's order */
    BLOB_RULES,   /**< struct blob_rule */
    BLOB_KEYS,    /**< struct blob_key */
    BLOB_ENTRIES, /**< struct blob_entry */
    BLOB_EDGES,   /**< struct blob_edge */
    BLOB_ROOTS,   /**< entry numbers of queries */
    BLOB_VTABLE,  /**< struct blob_dispatch, those of one caller together */
    BLOB_UNIONS,  /**< names */
    BLOB_INPUTS,  /**< references to sets: distinct reachable inputs */
    BLOB_SECTIONS
};

#define BLOB_HEADER_WORDS (11 + 2 * BLOB_SECTIONS)

struct blob_rule {
    uint32_t id;   /* name */
    uint32_t func; /* name, or 0 */
    uint32_t line;
    uint32_t product;
    uint32_t flags;
    uint32_t params;   /* list */
    uint32_t dispatch; /* first in VTABLE */
    uint32_t ndispatch;
};

struct blob_key {
    uint32_t rule; /* name, or 0 */
    uint32_t arity;
    uint32_t product;
    uint32_t provided; /* set */
    uint32_t in_scope; /* set, or BLOB_NONE: no re-entry */
};

struct blob_entry {
    uint32_t kind;
    uint32_t type;
    uint32_t rule; /* index, or BLOB_NONE */
    uint32_t arity;
    uint32_t in_set; /* set */
    uint32_t params; /* set: of the query, for roots */
    uint32_t edges_at;
    uint32_t nedges;
    uint32_t inputs; /* index into INPUTS */
    uint32_t target; /* entry, or BLOB_NONE */
};

struct blob_edge {
    uint32_t key;
    uint32_t to;
};

struct blob_dispatch {
    uint32_t base;   /* name of a rule */
    uint32_t member; /* name of a type */
    uint32_t impl;   /* name of a rule */
};

#endif
