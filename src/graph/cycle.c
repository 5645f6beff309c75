/*
 * A request for a running node closes a cycle when that node waits, through others, for the
 * requester. Looked for from both ends at once, one edge a turn: up from the requester through
 * those who wait for it, down from the target through what it waits for. The search ends when
 * either side has seen all it can; so it costs no more than twice the smaller side.
 */
#include "graph/graph_int.h"

/** One side: nodes to look at, and how far the first of them has been looked through. */
struct side {
    VEC(struct graph_node *) todo;
    size_t at;                 /* node being looked through */
    uint32_t edge;             /* down: next dependency or wait of it */
    struct graph_wait *waiter; /* up: next waiter of it, or NULL: the first */
    uint32_t mark;
    uint32_t other;
};

/** Adds a node; true when the other side has seen it. */
static bool reach(struct side *s, struct graph_node *node) {
    if (node->mark == s->other) {
        return true;
    }
    if (node->mark != s->mark) {
        node->mark = s->mark;
        vec_push(&s->todo, node);
    }
    return false;
}

enum turn {
    TURN_GOES_ON,
    TURN_MET,
    TURN_ENDED,
};

static enum turn up(struct side *s) {
    if (s->at == s->todo.len) {
        return TURN_ENDED;
    }
    struct graph_node *node = s->todo.data[s->at];
    struct graph_wait *ring = &node->exec->waiters;
    struct graph_wait *wait = s->waiter == NULL ? ring->next : s->waiter;
    if (wait == ring) {
        s->at++;
        s->waiter = NULL;
        return TURN_GOES_ON;
    }
    s->waiter = wait->next;
    return wait->from != NULL && reach(s, wait->from) ? TURN_MET : TURN_GOES_ON;
}

/** What `node` waits for, number i; NULL: nothing there. */
static struct graph_node *waits_for(const struct graph *g, const struct graph_node *node,
                                    uint32_t i) {
    if (node->exec->cleaning) {
        return node->exec->clean_waits[i].to;
    }
    struct graph_node *to = node_at(g, node->deps[i].to);
    return node->deps[i].generation == GEN_NONE && to->exec != NULL ? to : NULL;
}

static enum turn down(const struct graph *g, struct side *s) {
    if (s->at == s->todo.len) {
        return TURN_ENDED;
    }
    struct graph_node *node = s->todo.data[s->at];
    uint32_t n = node->exec->cleaning ? node->exec->nclean_waits : node->ndeps;
    if (s->edge == n) {
        s->at++;
        s->edge = 0;
        return TURN_GOES_ON;
    }
    struct graph_node *to = waits_for(g, node, s->edge++);
    return to != NULL && to->exec != NULL && reach(s, to) ? TURN_MET : TURN_GOES_ON;
}

static bool is_cycle(struct graph *g, struct graph_node *from, struct graph_node *to) {
    if (from == to) {
        return true;
    }
    uint32_t mark = graph__marks(g, 2);
    struct side above = {.mark = mark, .other = mark + 1};
    struct side below = {.mark = mark + 1, .other = mark};
    (void)reach(&above, from);
    (void)reach(&below, to);
    enum turn turn = TURN_GOES_ON;
    while (turn == TURN_GOES_ON) {
        turn = up(&above);
        if (turn == TURN_GOES_ON) {
            turn = down(g, &below);
        }
    }
    vec_done(&above.todo);
    vec_done(&below.todo);
    return turn == TURN_MET;
}

/** From `from` up to `to`, breadth first; then the path down again: from, to, ..., the one that
 * waits for from. */
static bool find_path(struct graph *g, struct graph_node *from, struct graph_node *to,
                      struct path *ret) {
    VEC(struct graph_node *) seen = {0};
    VEC(size_t) below = {0}; /* by position in seen: what it waits for */
    uint32_t mark = graph__marks(g, 1);
    bool found = from == to;
    from->mark = mark;
    vec_push(&seen, from);
    vec_push(&below, 0);
    for (size_t i = 0; i < seen.len && !found; i++) {
        struct graph_wait *ring = &seen.data[i]->exec->waiters;
        for (struct graph_wait *w = ring->next; w != ring && !found; w = w->next) {
            if (w->from != NULL && w->from->mark != mark) {
                w->from->mark = mark;
                vec_push(&seen, w->from);
                vec_push(&below, i);
                found = w->from == to;
            }
        }
    }
    vec_push(&ret->nodes, from);
    for (size_t i = seen.len - 1; found && i != 0; i = below.data[i]) {
        vec_push(&ret->nodes, seen.data[i]);
    }
    vec_done(&seen);
    vec_done(&below);
    return found;
}

bool cycle__closes(struct graph *g, struct graph_node *from, struct graph_node *to,
                   struct path *ret_path) {
    while (to->exec != NULL && is_cycle(g, from, to) && find_path(g, from, to, ret_path)) {
        struct graph_node *stale = NULL;
        if (from->exec->cleaning) {
            return true;
        }
        for (size_t i = 1; i < ret_path->nodes.len && stale == NULL; i++) {
            if (ret_path->nodes.data[i]->exec->cleaning) {
                stale = ret_path->nodes.data[i];
            }
        }
        if (stale == NULL) {
            return true;
        }
        /* its edges are of an earlier time: computed anew it may ask for other things */
        exec__stop_cleaning(g, stale);
        vec_clear(&ret_path->nodes);
    }
    vec_done(&ret_path->nodes);
    return false;
}
