/*
 * Entries lie in insertion order in one array; a second array of slots (linear probing) holds
 * index + 1. A deleted entry keeps its slot until the table is rebuilt, so that probing stays
 * right.
 */
#include "base/map.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

void map_init(struct map *m, enum map_flags flags) {
    *m = (struct map){.flags = flags};
}

static void free_keys(struct map *m) {
    if ((m->flags & MAP_COPY_KEYS) == 0) {
        return;
    }
    for (size_t i = 0; i < m->used; i++) {
        if (m->entries[i].live) {
            free((char *)m->entries[i].key.ptr);
        }
    }
}

void map_done(struct map *m) {
    free_keys(m);
    free(m->entries);
    free(m->slots);
    *m = (struct map){.flags = m->flags};
}

void map_clear(struct map *m) {
    free_keys(m);
    m->used = m->count = 0;
    if (m->slots != NULL) {
        memset(m->slots, 0, m->nslots * sizeof *m->slots);
    }
}

static struct map_entry *find(const struct map *m, struct str key, uint64_t hash) {
    if (m->nslots == 0) {
        return NULL;
    }
    for (size_t at = hash & (m->nslots - 1);; at = (at + 1) & (m->nslots - 1)) {
        uint32_t i = m->slots[at];
        if (i == 0) {
            return NULL;
        }
        struct map_entry *entry = &m->entries[i - 1];
        if (entry->live && entry->hash == hash && str_eq(entry->key, key)) {
            return entry;
        }
    }
}

static void place(struct map *m, size_t index) {
    size_t at = m->entries[index].hash & (m->nslots - 1);
    while (m->slots[at] != 0) {
        at = (at + 1) & (m->nslots - 1);
    }
    m->slots[at] = (uint32_t)index + 1;
}

/* Makes room for one more entry: drops the holes, and doubles both arrays when they are full. */
static void make_room(struct map *m) {
    if (m->used < m->cap) {
        return;
    }
    size_t cap = m->count * 2 < 8 ? 8 : m->count * 2;
    struct map_entry *entries = ALLOC_ARRAY(struct map_entry, cap);
    size_t n = 0;
    for (size_t i = 0; i < m->used; i++) {
        if (m->entries[i].live) {
            entries[n++] = m->entries[i];
        }
    }
    free(m->entries);
    free(m->slots);
    m->entries = entries;
    m->used = n;
    m->cap = cap;
    m->nslots = 16;
    while (m->nslots < cap * 2) {
        m->nslots *= 2;
    }
    m->slots = ALLOC_ARRAY(uint32_t, m->nslots);
    for (size_t i = 0; i < n; i++) {
        place(m, i);
    }
}

void *map_get(const struct map *m, struct str key) {
    struct map_entry *entry = find(m, key, hash_str(key));
    return entry != NULL ? entry->value : NULL;
}

bool map_has(const struct map *m, struct str key) {
    return find(m, key, hash_str(key)) != NULL;
}

void *map_put(struct map *m, struct str key, void *value) {
    uint64_t hash = hash_str(key);
    struct map_entry *entry = find(m, key, hash);
    if (entry != NULL) {
        void *old = entry->value;
        entry->value = value;
        return old;
    }
    make_room(m);
    struct str kept = key;
    if ((m->flags & MAP_COPY_KEYS) != 0) {
        kept.ptr = xstrndup(key.ptr, key.len);
    }
    m->entries[m->used] =
        (struct map_entry){.key = kept, .hash = hash, .value = value, .live = true};
    place(m, m->used);
    m->used++;
    m->count++;
    return NULL;
}

void *map_del(struct map *m, struct str key) {
    struct map_entry *entry = find(m, key, hash_str(key));
    if (entry == NULL) {
        return NULL;
    }
    if ((m->flags & MAP_COPY_KEYS) != 0) {
        free((char *)entry->key.ptr);
    }
    entry->key = STR_NULL;
    entry->live = false;
    m->count--;
    return entry->value;
}

bool map_next(const struct map *m, size_t *at, struct str *ret_key, void **ret_value) {
    while (*at < m->used && !m->entries[*at].live) {
        (*at)++;
    }
    if (*at >= m->used) {
        return false;
    }
    const struct map_entry *entry = &m->entries[(*at)++];
    if (ret_key != NULL) {
        *ret_key = entry->key;
    }
    if (ret_value != NULL) {
        *ret_value = entry->value;
    }
    return true;
}

enum { IMAP_EMPTY, IMAP_LIVE, IMAP_DELETED };

void imap_done(struct imap *m) {
    free(m->slots);
    *m = (struct imap){0};
}

static struct imap_entry *ifind(const struct imap *m, uint64_t key) {
    if (m->nslots == 0) {
        return NULL;
    }
    for (size_t at = hash_mix(key) & (m->nslots - 1);; at = (at + 1) & (m->nslots - 1)) {
        struct imap_entry *entry = &m->slots[at];
        if (entry->state == IMAP_EMPTY) {
            return NULL;
        }
        if (entry->state == IMAP_LIVE && entry->key == key) {
            return entry;
        }
    }
}

static void iplace(struct imap *m, uint64_t key, void *value) {
    size_t at = hash_mix(key) & (m->nslots - 1);
    while (m->slots[at].state == IMAP_LIVE) {
        at = (at + 1) & (m->nslots - 1);
    }
    if (m->slots[at].state == IMAP_EMPTY) {
        m->used++;
    }
    m->slots[at] = (struct imap_entry){.key = key, .value = value, .state = IMAP_LIVE};
    m->count++;
}

static void imake_room(struct imap *m) {
    if (m->nslots != 0 && m->used * 4 < m->nslots * 3) {
        return;
    }
    struct imap old = *m;
    size_t nslots = 16;
    while (nslots < (old.count + 1) * 2) {
        nslots *= 2;
    }
    *m = (struct imap){.slots = ALLOC_ARRAY(struct imap_entry, nslots), .nslots = nslots};
    for (size_t i = 0; i < old.nslots; i++) {
        if (old.slots[i].state == IMAP_LIVE) {
            iplace(m, old.slots[i].key, old.slots[i].value);
        }
    }
    free(old.slots);
}

void *imap_get(const struct imap *m, uint64_t key) {
    struct imap_entry *entry = ifind(m, key);
    return entry != NULL ? entry->value : NULL;
}

bool imap_has(const struct imap *m, uint64_t key) {
    return ifind(m, key) != NULL;
}

void *imap_put(struct imap *m, uint64_t key, void *value) {
    struct imap_entry *entry = ifind(m, key);
    if (entry != NULL) {
        void *old = entry->value;
        entry->value = value;
        return old;
    }
    imake_room(m);
    iplace(m, key, value);
    return NULL;
}

void *imap_del(struct imap *m, uint64_t key) {
    struct imap_entry *entry = ifind(m, key);
    if (entry == NULL) {
        return NULL;
    }
    entry->state = IMAP_DELETED;
    m->count--;
    return entry->value;
}
