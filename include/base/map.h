/*
 * struct map: a hash table from byte strings (or 64-bit integers) to pointers.
 *
 * Open addressing, insertion order kept for iteration (deleted entries leave a hole until the next
 * growth). Keys are copied when the map is made with MAP_COPY_KEYS; otherwise they are borrowed
 * and must outlive the entry. Values are never owned. A zeroed struct is a valid empty map with
 * borrowed keys. Hashes are seeded by content only: iteration order never depends on them.
 */
#ifndef PANTS_BASE_MAP_H
#define PANTS_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum map_flags {
    MAP_BORROW_KEYS = 0,
    MAP_COPY_KEYS = 1 << 0, /**< map_put copies the key and the map frees it */
};

struct map_entry {
    struct str key;
    uint64_t hash;
    void *value;
    bool live; /**< false: deleted */
};

struct map {
    struct map_entry *entries; /**< in insertion order, with holes */
    size_t used;               /**< entries in use, holes included */
    size_t cap;
    uint32_t *slots; /**< index + 1 into entries; 0 empty */
    size_t nslots;   /**< a power of two, or 0 */
    size_t count;    /**< live entries */
    enum map_flags flags;
};

void map_init(struct map *m, enum map_flags flags);
void map_done(struct map *m);
void map_clear(struct map *m);
/** The value, or NULL when the key is absent. */
void *map_get(const struct map *m, struct str key);
bool map_has(const struct map *m, struct str key);
/** Sets key to value; returns the value it replaced, or NULL. */
void *map_put(struct map *m, struct str key, void *value);
/** Removes key; returns its value, or NULL when it was absent. */
void *map_del(struct map *m, struct str key);
/** Iterates in insertion order: start with *at = 0; false at the end. No changes meanwhile. */
bool map_next(const struct map *m, size_t *at, struct str *ret_key, void **ret_value);

/** The same with a 64-bit integer as the key (a private encoding; do not mix with map_get). */
struct imap_entry {
    uint64_t key;
    void *value;
    uint8_t state; /**< 0 empty, 1 live, 2 deleted */
};

struct imap {
    struct imap_entry *slots;
    size_t nslots;
    size_t count;
    size_t used; /**< live and deleted */
};

void imap_done(struct imap *m);
void *imap_get(const struct imap *m, uint64_t key);
bool imap_has(const struct imap *m, uint64_t key);
void *imap_put(struct imap *m, uint64_t key, void *value);
void *imap_del(struct imap *m, uint64_t key);

#endif
