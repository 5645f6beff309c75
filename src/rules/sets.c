/* Interned bit sets: all words in one array, an open-addressed table of ids beside it. */
#include "rules/rules_int.h"

#include "base/hash.h"

void sets__init(struct sets *s, size_t nwords) {
    *s = (struct sets){.nwords = nwords, .nslots = 256};
    s->slots = ALLOC_ARRAY(uint32_t, s->nslots);
    uint64_t *empty = ALLOC_ARRAY(uint64_t, nwords);
    (void)sets__intern(s, empty);
    free(empty);
}

void sets__done(struct sets *s) {
    vec_done(&s->words);
    free(s->slots);
    *s = (struct sets){.nwords = 0};
}

static uint64_t hash_set(const struct sets *s, const uint64_t *bits) {
    uint64_t h = 0;
    for (size_t i = 0; i < s->nwords; i++) {
        h = hash_mix(h ^ bits[i]);
    }
    return h;
}

static void place(struct sets *s, uint32_t id) {
    size_t at = hash_set(s, sets__get(s, id)) & (s->nslots - 1);
    while (s->slots[at] != 0) {
        at = (at + 1) & (s->nslots - 1);
    }
    s->slots[at] = id + 1;
}

static void grow(struct sets *s) {
    free(s->slots);
    s->nslots *= 2;
    s->slots = ALLOC_ARRAY(uint32_t, s->nslots);
    for (uint32_t id = 0; id < s->count; id++) {
        place(s, id);
    }
}

uint32_t sets__intern(struct sets *s, const uint64_t *bits) {
    size_t at = hash_set(s, bits) & (s->nslots - 1);
    for (; s->slots[at] != 0; at = (at + 1) & (s->nslots - 1)) {
        if (bits_equal(sets__get(s, s->slots[at] - 1), bits, s->nwords)) {
            return s->slots[at] - 1;
        }
    }
    if ((size_t)(s->count + 1) * 2 > s->nslots) {
        grow(s);
    }
    for (size_t i = 0; i < s->nwords; i++) {
        vec_push(&s->words, bits[i]);
    }
    place(s, s->count);
    return s->count++;
}
