/* A solved graph in memory: blob.h's words with names replaced by ids of this process. */
#ifndef PANTS_RULES_OPEN_H
#define PANTS_RULES_OPEN_H

#include "base/map.h"
#include "rules/blob.h"

struct rule_graph {
    struct intern *names;
    uint32_t *words; /* owned */
    uint32_t *section[BLOB_SECTIONS];
    uint32_t count[BLOB_SECTIONS];
    struct imap rule_of; /* id -> index + 1 */
    char *kept;          /* the bytes before names became ids, or NULL; owned */
    size_t nkept;
};

static inline const struct blob_entry *blob_entry(const struct rule_graph *g, uint32_t entry) {
    return (const struct blob_entry *)g->section[BLOB_ENTRIES] + entry;
}

static inline const struct blob_rule *blob_rule(const struct rule_graph *g, uint32_t rule) {
    return (const struct blob_rule *)g->section[BLOB_RULES] + rule;
}

static inline const struct blob_key *blob_key(const struct rule_graph *g, uint32_t key) {
    return (const struct blob_key *)g->section[BLOB_KEYS] + key;
}

static inline const struct blob_edge *blob_edges(const struct rule_graph *g,
                                                 const struct blob_entry *entry) {
    return (const struct blob_edge *)g->section[BLOB_EDGES] + entry->edges_at;
}

static inline const uint32_t *blob_set(const struct rule_graph *g, uint32_t at, uint32_t *ret_n) {
    const uint32_t *set = g->section[BLOB_SETS] + at;
    *ret_n = set[0];
    return set + 1;
}

void graph__add_types(const struct rule_graph *g, const uint32_t *ids, size_t n, struct buf *out);
void graph__add_query(const struct rule_graph *g, uint32_t entry, struct buf *out);
/** Visits everything below an entry, itself included. */
void graph__walk(const struct rule_graph *g, uint32_t from,
                 void (*visit)(void *user, uint32_t entry), void *user);

#endif
