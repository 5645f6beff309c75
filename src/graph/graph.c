/*
 * The table of nodes (open addressing, linear probing, deletion by shifting back), edges, runs and
 * requests. What happens to running nodes is in exec.c.
 */
#include "graph/graph_int.h"

#include <assert.h>
#include <string.h>

struct graph *graph_new(const struct graph_ops *ops) {
    struct graph *g = ALLOC(struct graph);
    g->ops = *ops;
    g->nslots = 64;
    g->slots = ALLOC_ARRAY(struct slot, g->nslots);
    g->next_run = 1;
    g->next_token = 1;
    g->next_mark = 1;
    return g;
}

/** Roots among those who wait for an answer that will not come; run NULL: of any run. */
static void cancel_ring(struct graph *g, struct graph_wait *ring, const struct graph_run *run) {
    struct graph_wait *next;
    for (struct graph_wait *wait = ring->next; wait != ring; wait = next) {
        next = wait->next;
        if (wait->from == NULL && (run == NULL || wait->run == run)) {
            graph_withdraw(g, wait);
            g->ops.deliver(g->ops.user, wait, GRAPH_CANCELLED, NULL);
        }
    }
}

static void cancel_delivery(struct graph *g, struct delivery *d, const struct graph_run *run) {
    if (d != NULL) {
        cancel_ring(g, &d->waiters, run);
    }
}

static void free_events(struct graph *g) {
    for (size_t i = 0; i < g->fresh.len; i++) {
        vec_push(&g->stack, g->fresh.data[i]);
    }
    for (size_t i = 0; i < g->stack.len; i++) {
        struct delivery *d = g->stack.data[i].delivery;
        if (d != NULL) {
            cancel_delivery(g, d, NULL);
            if (d->outcome == GRAPH_VALUE) {
                g->ops.value_unref(g->ops.user, d->node, d->value);
            } else {
                g->ops.error_unref(g->ops.user, d->value);
            }
            free(d);
        }
    }
    vec_done(&g->stack);
    vec_done(&g->fresh);
}

static void free_node(struct graph *g, struct graph_node *node) {
    exec__forget_error(g, node);
    if (node->value != NULL) {
        g->ops.value_unref(g->ops.user, node, node->value);
    }
    free(node->deps);
    free(node->rdeps);
    g->ops.free_node(g->ops.user, node);
}

void graph_free(struct graph *graph) {
    if (graph == NULL) {
        return;
    }
    for (size_t i = 0; i < graph->runs.len; i++) {
        graph_cancel_run(graph, graph->runs.data[i]);
    }
    for (uint32_t i = 0; i < graph->nodes.len; i++) {
        struct graph_node *node = node_at(graph, i);
        if (node != NULL && node->exec != NULL) {
            exec__abandon(graph, node);
        }
    }
    free_events(graph);
    for (uint32_t i = 0; i < graph->nodes.len; i++) {
        if (node_at(graph, i) != NULL) {
            free_node(graph, node_at(graph, i));
        }
    }
    for (size_t i = 0; i < graph->runs.len; i++) {
        vec_done(&graph->runs.data[i]->roots);
        free(graph->runs.data[i]);
    }
    imap_done(&graph->errors);
    vec_done(&graph->nodes);
    vec_done(&graph->free_ids);
    vec_done(&graph->orphans);
    vec_done(&graph->runs);
    free(graph->slots);
    free(graph);
}

uint32_t graph__marks(struct graph *g, uint32_t n) {
    if (g->next_mark > UINT32_MAX - n) {
        g->next_mark = 1;
        for (uint32_t i = 0; i < g->nodes.len; i++) {
            if (node_at(g, i) != NULL) {
                node_at(g, i)->mark = 0;
            }
        }
    }
    g->next_mark += n;
    return g->next_mark - n;
}

/* ---- the table ---- */

static void place(struct graph *g, struct slot slot) {
    size_t at = slot.hash & (g->nslots - 1);
    while (g->slots[at].node != 0) {
        at = (at + 1) & (g->nslots - 1);
    }
    g->slots[at] = slot;
}

static void grow(struct graph *g) {
    struct slot *old = g->slots;
    size_t nold = g->nslots;
    g->nslots *= 2;
    g->slots = ALLOC_ARRAY(struct slot, g->nslots);
    for (size_t i = 0; i < nold; i++) {
        if (old[i].node != 0) {
            place(g, old[i]);
        }
    }
    free(old);
}

struct graph_node *graph_find(const struct graph *graph, uint64_t hash, const void *key) {
    size_t at = (uint32_t)hash & (graph->nslots - 1);
    for (; graph->slots[at].node != 0; at = (at + 1) & (graph->nslots - 1)) {
        if (graph->slots[at].hash != (uint32_t)hash) {
            continue;
        }
        struct graph_node *node = node_at(graph, graph->slots[at].node - 1);
        if (node->hash == hash && graph->ops.key_equal(graph->ops.user, node, key)) {
            return node;
        }
    }
    return NULL;
}

void graph_add(struct graph *graph, struct graph_node *node, uint64_t hash) {
    if ((graph->count + 1) * 3 > graph->nslots * 2) {
        grow(graph);
    }
    if (graph->free_ids.len > 0) {
        node->id = vec_pop(&graph->free_ids);
        graph->nodes.data[node->id] = node;
    } else {
        node->id = (uint32_t)graph->nodes.len;
        vec_push(&graph->nodes, node);
    }
    node->hash = hash;
    place(graph, (struct slot){node->id + 1, (uint32_t)hash});
    graph->count++;
}

static void remove_slot(struct graph *g, const struct graph_node *node) {
    size_t mask = g->nslots - 1;
    size_t at = (uint32_t)node->hash & mask;
    while (g->slots[at].node != node->id + 1) {
        at = (at + 1) & mask;
    }
    for (size_t next = (at + 1) & mask; g->slots[next].node != 0; next = (next + 1) & mask) {
        size_t home = g->slots[next].hash & mask;
        if (((next - home) & mask) >= ((next - at) & mask)) { /* it may move back to `at` */
            g->slots[at] = g->slots[next];
            at = next;
        }
    }
    g->slots[at] = (struct slot){0, 0};
}

/* ---- rings ---- */

void ring__init(struct graph_wait *ring) {
    ring->next = ring->prev = ring;
}

bool ring__empty(const struct graph_wait *ring) {
    return ring->next == ring;
}

void ring__add(struct graph_wait *ring, struct graph_wait *wait) {
    wait->prev = ring->prev;
    wait->next = ring;
    ring->prev->next = wait;
    ring->prev = wait;
}

void ring__unlink(struct graph_wait *wait) {
    wait->prev->next = wait->next;
    wait->next->prev = wait->prev;
    wait->next = wait->prev = NULL;
}

void ring__move(struct graph_wait *to, struct graph_wait *from) {
    ring__init(to);
    if (!ring__empty(from)) {
        to->next = from->next;
        to->prev = from->prev;
        to->next->prev = to;
        to->prev->next = to;
        ring__init(from);
    }
}

/* ---- edges ---- */

static void drop_rdep(struct graph *g, struct graph_node *to, uint32_t back) {
    struct graph_rdep last = to->rdeps[--to->nrdeps];
    if (back != to->nrdeps) {
        to->rdeps[back] = last;
        node_at(g, last.from)->deps[last.dep].back = back;
    }
    if (to->nrdeps == 0) {
        free(to->rdeps);
        to->rdeps = NULL;
        to->rdeps_cap = 0;
    }
}

uint32_t edge__add(struct graph *g, struct graph_node *from, struct graph_node *to, bool group) {
    (void)g;
    if (from->ndeps == from->exec->deps_cap) {
        from->exec->deps_cap = from->exec->deps_cap == 0 ? 4 : from->exec->deps_cap * 2;
        from->deps = xreallocarray(from->deps, from->exec->deps_cap, sizeof *from->deps);
    }
    if (to->nrdeps == to->rdeps_cap) {
        to->rdeps_cap = to->rdeps_cap == 0 ? 2 : to->rdeps_cap * 2;
        to->rdeps = xreallocarray(to->rdeps, to->rdeps_cap, sizeof *to->rdeps);
    }
    uint32_t dep = from->ndeps++;
    from->deps[dep] = (struct graph_dep){
        .to = to->id, .generation = GEN_NONE, .back = to->nrdeps, .group = group};
    to->rdeps[to->nrdeps++] = (struct graph_rdep){from->id, dep};
    return dep;
}

void edge__drop_all(struct graph *g, struct graph_node *from) {
    for (uint32_t i = 0; i < from->ndeps; i++) {
        drop_rdep(g, node_at(g, from->deps[i].to), from->deps[i].back);
    }
    free(from->deps);
    from->deps = NULL;
    from->ndeps = 0;
    if (from->exec != NULL) {
        from->exec->deps_cap = 0;
    }
}

void edge__compact(struct graph *g, struct graph_node *from) {
    uint32_t kept = 0;
    bool group = false;
    for (uint32_t i = 0; i < from->ndeps; i++) {
        struct graph_dep dep = from->deps[i];
        struct graph_node *to = node_at(g, dep.to);
        group = group || dep.group;
        if (dep.generation == GEN_NONE) {
            drop_rdep(g, to, dep.back);
            continue;
        }
        dep.group = group;
        group = false;
        from->deps[kept] = dep;
        to->rdeps[dep.back].dep = kept++;
    }
    if (kept == 0) {
        free(from->deps);
        from->deps = NULL;
    } else if (kept < from->exec->deps_cap) {
        from->deps = xreallocarray(from->deps, kept, sizeof *from->deps);
    }
    from->ndeps = kept;
    from->exec->deps_cap = kept;
}

/* ---- runs ---- */

struct graph_run *graph_run_begin(struct graph *graph, void *user) {
    struct graph_run *run = ALLOC(struct graph_run);
    run->id = graph->next_run++;
    run->user = user;
    vec_push(&graph->runs, run);
    return run;
}

uint32_t graph_run_id(const struct graph_run *run) {
    return run->id;
}

void *graph_run_user(const struct graph_run *run) {
    return run->user;
}

void graph_cancel_run(struct graph *graph, struct graph_run *run) {
    for (uint32_t i = 0; i < graph->nodes.len; i++) {
        struct graph_node *node = node_at(graph, i);
        if (node != NULL && node->exec != NULL) {
            cancel_ring(graph, &node->exec->waiters, run);
        }
    }
    for (size_t i = 0; i < graph->stack.len; i++) {
        cancel_delivery(graph, graph->stack.data[i].delivery, run);
    }
    for (size_t i = 0; i < graph->fresh.len; i++) {
        cancel_delivery(graph, graph->fresh.data[i].delivery, run);
    }
    cancel_delivery(graph, graph->delivering, run);
}

/** A run of somebody else who waits for the node. */
static struct graph_run *other_run(const struct graph_node *node, const struct graph_run *run) {
    const struct graph_wait *ring = &node->exec->waiters;
    for (const struct graph_wait *wait = ring->next; wait != ring; wait = wait->next) {
        if (wait->run != run) {
            return wait->run;
        }
    }
    return NULL;
}

void graph_run_end(struct graph *graph, struct graph_run *run) {
    graph_cancel_run(graph, run);
    for (uint32_t i = 0; i < graph->nodes.len; i++) {
        struct graph_node *node = node_at(graph, i);
        if (node != NULL && node->exec != NULL && node->exec->run == run) {
            struct graph_run *other = other_run(node, run);
            if (other != NULL) {
                exec__change_run(graph, node, other);
            }
        }
    }
    /* what still runs for it is waited for only by what has just begun anew, or by nobody */
    while (graph->orphans.len > 0) {
        (void)graph_step(graph);
    }
    run->ended = true;
    run->user = NULL;
}

/* ---- requests ---- */

/** The edge of an answer that was taken already in the same execution, or UINT32_MAX. Looked for
 * only where that is cheap: a second edge is harmless. */
static uint32_t known_edge(const struct graph_node *from, const struct graph_node *to) {
    if (from->ndeps <= 16) {
        for (uint32_t i = 0; i < from->ndeps; i++) {
            if (from->deps[i].to == to->id && from->deps[i].generation == to->generation) {
                return i;
            }
        }
    } else if (to->nrdeps <= 16) {
        for (uint32_t i = 0; i < to->nrdeps; i++) {
            uint32_t dep = to->rdeps[i].dep;
            if (to->rdeps[i].from == from->id && from->deps[dep].generation == to->generation) {
                return dep;
            }
        }
    }
    return UINT32_MAX;
}

bool graph_get(struct graph *graph, struct graph_node *from, struct graph_node *to, bool new_group,
               struct graph_wait *wait, enum graph_outcome *ret_outcome, void **ret_value) {
    struct graph_run *run = from->exec->run;
    assert(from->state == GRAPH_RUNNING && !from->exec->cleaning);
    if (exec__valid(to, run) && known_edge(from, to) != UINT32_MAX) {
        from->exec->run_only |= to->result != GRAPH_CLEAN;
        *ret_outcome = GRAPH_VALUE;
        *ret_value = to->value;
        return true;
    }
    *wait = (struct graph_wait){.from = from, .to = to, .run = run};
    wait->dep = edge__add(graph, from, to, new_group || from->ndeps == 0);
    return exec__join(graph, wait, ret_outcome, ret_value);
}

void graph_read(struct graph *graph, struct graph_node *from, struct graph_node *to, void *value,
                enum graph_complete_flags flags) {
    struct graph_exec *exec = from->exec;
    assert(from->state == GRAPH_RUNNING && !exec->cleaning);
    if (to->exec != NULL) { /* somebody asks for it now: no telling what will come of it */
        graph->ops.value_unref(graph->ops.user, to, value);
        exec->run_only = true;
        return;
    }
    if (exec__valid(to, exec->run)) {
        graph->ops.value_unref(graph->ops.user, to, value);
    } else {
        exec__learn(graph, to, exec->run, value, (flags & GRAPH_NOT_CACHEABLE) != 0);
    }
    exec->run_only |= to->result != GRAPH_CLEAN;
    if (known_edge(from, to) == UINT32_MAX) {
        uint32_t dep = edge__add(graph, from, to, true);
        from->deps[dep].generation = to->generation;
    }
}

bool graph_get_root(struct graph *graph, struct graph_run *run, struct graph_node *to,
                    struct graph_wait *wait, enum graph_outcome *ret_outcome, void **ret_value) {
    *wait = (struct graph_wait){.to = to, .run = run};
    if (run->roots.len == 0 || vec_last(&run->roots) != to->id) {
        vec_push(&run->roots, to->id);
    }
    return exec__join(graph, wait, ret_outcome, ret_value);
}

void graph_withdraw(struct graph *graph, struct graph_wait *wait) {
    struct graph_node *to = wait->to;
    if (to == NULL) {
        return;
    }
    bool delivered = (wait->flags & WAIT_DELIVERY) != 0;
    ring__unlink(wait);
    wait->to = NULL;
    if (!delivered && ring__empty(&to->exec->waiters)) {
        vec_push(&graph->orphans, to->id);
    }
}

struct graph_run *graph_node_run(const struct graph_node *node) {
    return node->exec->run;
}

void graph_no_restart(struct graph *graph, struct graph_node *node) {
    (void)graph;
    node->exec->no_restart = true;
}

bool graph_step(struct graph *graph) {
    if (graph->orphans.len > 0) {
        struct graph_node *node = node_at(graph, vec_pop(&graph->orphans));
        if (node != NULL) {
            exec__orphan(graph, node);
        }
        return true;
    }
    while (graph->fresh.len > 0) { /* the first one made goes on top */
        vec_push(&graph->stack, vec_pop(&graph->fresh));
    }
    if (graph->stack.len == 0) {
        return false;
    }
    struct event event = vec_pop(&graph->stack);
    exec__event(graph, &event);
    return true;
}

bool graph_idle(const struct graph *graph) {
    return graph->orphans.len == 0 && graph->fresh.len == 0 && graph->stack.len == 0;
}

/* ---- pins and death ---- */

void graph_pin(struct graph *graph, struct graph_node *node) {
    (void)graph;
    assert(node->pins < UINT8_MAX);
    node->pins++;
}

void graph_unpin(struct graph *graph, struct graph_node *node) {
    (void)graph;
    assert(node->pins > 0);
    node->pins--;
}

struct marker {
    struct graph *g;
    uint32_t mark;
    VEC(uint32_t) todo;
};

static void mark_node(struct marker *m, uint32_t id) {
    struct graph_node *node = node_at(m->g, id);
    if (node->mark != m->mark) {
        node->mark = m->mark;
        vec_push(&m->todo, id);
    }
}

static void mark_all(struct marker *m) {
    struct graph *g = m->g;
    for (uint32_t i = 0; i < g->nodes.len; i++) {
        struct graph_node *node = node_at(g, i);
        if (node != NULL && (node->pins > 0 || node->exec != NULL)) {
            mark_node(m, i);
        }
    }
    for (size_t i = 0; i < g->runs.len; i++) {
        for (size_t j = 0; j < g->runs.data[i]->roots.len; j++) {
            mark_node(m, g->runs.data[i]->roots.data[j]);
        }
    }
    for (size_t i = 0; i < g->stack.len; i++) {
        mark_node(m, g->stack.data[i].node);
    }
    for (size_t i = 0; i < g->fresh.len; i++) {
        mark_node(m, g->fresh.data[i].node);
    }
    while (m->todo.len > 0) {
        const struct graph_node *node = node_at(g, vec_pop(&m->todo));
        for (uint32_t i = 0; i < node->ndeps; i++) {
            mark_node(m, node->deps[i].to);
        }
    }
    vec_done(&m->todo);
}

static void forget_runs(struct graph *g, unsigned keep) {
    unsigned ended = 0;
    size_t kept = 0;
    for (size_t i = 0; i < g->runs.len; i++) {
        ended += g->runs.data[i]->ended;
    }
    for (size_t i = 0; i < g->runs.len; i++) {
        struct graph_run *run = g->runs.data[i];
        if (run->ended && ended > keep) {
            ended--;
            vec_done(&run->roots);
            free(run);
        } else {
            g->runs.data[kept++] = run;
        }
    }
    g->runs.len = kept;
}

size_t graph_collect(struct graph *graph, unsigned keep_runs) {
    struct marker m = {.g = graph, .mark = graph__marks(graph, 1)};
    size_t died = 0;
    while (graph->orphans.len > 0) {
        (void)graph_step(graph);
    }
    forget_runs(graph, keep_runs);
    mark_all(&m);
    for (uint32_t i = 0; i < graph->nodes.len; i++) {
        struct graph_node *node = node_at(graph, i);
        if (node != NULL && node->mark != m.mark) {
            edge__drop_all(graph, node); /* while every other node is still there */
        }
    }
    for (uint32_t i = 0; i < graph->nodes.len; i++) {
        struct graph_node *node = node_at(graph, i);
        if (node == NULL || node->mark == m.mark) {
            continue;
        }
        remove_slot(graph, node);
        free_node(graph, node);
        graph->nodes.data[i] = NULL;
        vec_push(&graph->free_ids, i);
        graph->count--;
        died++;
    }
    return died;
}
