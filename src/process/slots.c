/*
 * Who runs next. There are as many units as processes may run; a claim wants some of them. Claims
 * wait by group (a session each), first come first served within one; groups take turns. The claim
 * whose turn it is waits for its units and nobody overtakes it, so that a large one is not starved.
 *
 * A claim of a range gets its share of what is free: that, divided by those who wait.
 */
#include "process_int.h"

#include "base/alloc.h"

#include <assert.h>

struct group {
    struct group *next;
    uint64_t id;
    struct slot_claim *first, *last;
};

struct slots {
    unsigned total, free;
    unsigned waiting;
    struct group *first, *last; /**< groups with claims; the first one's turn it is */
    bool *taken;                /**< slot numbers, from 0 here */
};

struct slots *slots__new(unsigned units) {
    struct slots *s = ALLOC(struct slots);
    s->total = s->free = units;
    s->taken = ALLOC_ARRAY(bool, units);
    return s;
}

void slots__free(struct slots *s) {
    if (s == NULL) {
        return;
    }
    assert(s->first == NULL && s->free == s->total);
    free(s->taken);
    free(s);
}

unsigned slots__total(const struct slots *s) {
    return s->total;
}

unsigned slots__waiting(const struct slots *s) {
    return s->waiting;
}

static void append_group(struct slots *s, struct group *g) {
    g->next = NULL;
    if (s->last != NULL) {
        s->last->next = g;
    } else {
        s->first = g;
    }
    s->last = g;
}

static struct group *group_of(struct slots *s, uint64_t id) {
    for (struct group *g = s->first; g != NULL; g = g->next) {
        if (g->id == id) {
            return g;
        }
    }
    struct group *g = ALLOC(struct group);
    g->id = id;
    append_group(s, g);
    return g;
}

static void remove_group(struct slots *s, struct group *g) {
    struct group *before = NULL, **at = &s->first;
    while (*at != g) {
        before = *at;
        at = &before->next;
    }
    *at = g->next;
    if (s->last == g) {
        s->last = before;
    }
}

void slots__claim(struct slots *s, struct slot_claim *c) {
    struct group *g = group_of(s, c->group);
    c->next = NULL;
    c->units = 0;
    c->queued = true;
    if (g->last != NULL) {
        g->last->next = c;
    } else {
        g->first = c;
    }
    g->last = c;
    s->waiting++;
}

static void unqueue(struct slots *s, struct slot_claim *c) {
    struct group *g = group_of(s, c->group);
    struct slot_claim *before = NULL, **at = &g->first;
    while (*at != c) {
        before = *at;
        at = &before->next;
    }
    *at = c->next;
    if (g->last == c) {
        g->last = before;
    }
    c->queued = false;
    s->waiting--;
    if (g->first == NULL) {
        remove_group(s, g);
        free(g);
    }
}

void slots__release(struct slots *s, struct slot_claim *c) {
    if (c->queued) {
        unqueue(s, c);
    }
    if (c->units > 0) {
        s->free += c->units;
        s->taken[c->slot - 1] = false;
        c->units = 0;
    }
}

static unsigned min_of(unsigned a, unsigned b) {
    return a < b ? a : b;
}

static void grant(struct slots *s, struct slot_claim *c, unsigned least) {
    unsigned share = s->free / s->waiting;
    unsigned most = min_of(c->max, s->total);
    c->units = min_of(most, share > least ? share : least);
    s->free -= c->units;
    while (s->taken[c->slot]) {
        c->slot++;
    }
    s->taken[c->slot++] = true;
}

void slots__serve(struct slots *s) {
    while (s->first != NULL) {
        struct group *g = s->first;
        struct slot_claim *c = g->first;
        unsigned least = min_of(c->min, s->total);
        if (s->free < least) {
            return;
        }
        c->slot = 0;
        grant(s, c, least);
        bool more = c->next != NULL;
        unqueue(s, c);
        if (more) {
            remove_group(s, g); /* to the end: the next group's turn */
            append_group(s, g);
        }
        c->granted(c);
    }
}
