/*
 * What happens to a node from its first request to its value: starting, cleaning, completing,
 * delivering, stopping. docs/internals/graph.md has the diagram.
 *
 * Events carry the execution's token: an event of an execution that has ended does nothing.
 */
#include "graph/graph_int.h"

#include <assert.h>

/* In one run. */
#define MAX_LOOKS 100

static void queue(struct graph *g, enum event_kind kind, const struct graph_node *node) {
    vec_push(&g->fresh, ((struct event){kind, node->id, node->exec->token, NULL}));
}

bool exec__valid(const struct graph_node *node, const struct graph_run *run) {
    if (node->state != GRAPH_COMPLETED) {
        return false;
    }
    switch ((enum graph_result)node->result) {
    case GRAPH_CLEAN:
        return true;
    case GRAPH_DIRTY:
        return false;
    case GRAPH_UNCACHEABLE:
    case GRAPH_UNCACHEABLE_DEPS:
        return node->run == run->id;
    }
    return false;
}

/** An error is an answer for its run only. */
static bool failed_in(const struct graph_node *node, const struct graph_run *run) {
    return (node->flags & NODE_FAILED) != 0 && node->run == run->id;
}

void exec__forget_error(struct graph *g, struct graph_node *node) {
    if ((node->flags & NODE_FAILED) != 0) {
        node->flags &= (uint8_t)~NODE_FAILED;
        g->ops.error_unref(g->ops.user, imap_del(&g->errors, node->id));
    }
}

/* ---- beginning and ending ---- */

void exec__begin(struct graph *g, struct graph_node *node, struct graph_run *run) {
    struct graph_exec *exec = ALLOC(struct graph_exec);
    ring__init(&exec->waiters);
    exec->run = run;
    exec->token = g->next_token++;
    exec->deps_cap = node->ndeps;
    exec->cleaning =
        node->state == GRAPH_COMPLETED && node->result != GRAPH_UNCACHEABLE && node->ndeps > 0;
    node->exec = exec;
    node->state = GRAPH_RUNNING;
    g->running++;
    if (!exec->cleaning) {
        dirty__lose(g, node);
        edge__drop_all(g, node);
    }
    exec__forget_error(g, node);
    node->flags &= (uint8_t)~NODE_SIDE_EFFECTED;
    queue(g, exec->cleaning ? EVENT_CLEAN : EVENT_START, node);
}

static void end(struct graph *g, struct graph_node *node) {
    struct graph_exec *exec = node->exec;
    if (exec->error != NULL) {
        g->ops.error_unref(g->ops.user, exec->error);
    }
    free(exec->clean_waits);
    free(exec);
    node->exec = NULL;
    g->running--;
}

/** Computes it (again) with the same waiters. */
static void restart(struct graph *g, struct graph_node *node) {
    struct graph_exec *exec = node->exec;
    dirty__lose(g, node);
    edge__drop_all(g, node);
    exec->cleaning = exec->started = false;
    exec->dirtied = exec->cleared = exec->run_only = exec->late = false;
    exec->token = g->next_token++;
    queue(g, EVENT_START, node);
}

/**
 * Something that was taken may not be right any more: is it to be looked at again before the node
 * answers? For what has changed, always. Two runs that compute uncacheable nodes in turns could
 * keep each other from ever answering: what is late is looked at so many times in a run, then
 * answered (it was right when it was computed) and left dirty.
 */
static bool look_again(struct graph_exec *exec) {
    if (exec->no_restart) {
        return false;
    }
    return exec->dirtied || (exec->late && exec->run->looks++ < MAX_LOOKS);
}

static void withdraw_cleaning(struct graph *g, struct graph_node *node) {
    struct graph_exec *exec = node->exec;
    for (uint32_t i = 0; i < exec->nclean_waits; i++) {
        graph_withdraw(g, &exec->clean_waits[i]);
    }
    free(exec->clean_waits);
    exec->clean_waits = NULL;
    exec->nclean_waits = 0;
    exec->clean_pending = 0;
}

void exec__stop_cleaning(struct graph *g, struct graph_node *node) {
    withdraw_cleaning(g, node);
    restart(g, node);
}

void exec__abandon(struct graph *g, struct graph_node *node) {
    bool cleaning = node->exec->cleaning;
    if (cleaning) {
        withdraw_cleaning(g, node);
    } else {
        if (node->exec->started) {
            g->ops.stop(g->ops.user, node);
        }
        edge__drop_all(g, node);
    }
    end(g, node);
    node->state = cleaning ? GRAPH_COMPLETED : GRAPH_NOT_STARTED;
    node->result = GRAPH_DIRTY;
}

void exec__change_run(struct graph *g, struct graph_node *node, struct graph_run *run) {
    struct graph_exec *exec = node->exec;
    exec->run = run;
    if (exec->cleaning) {
        withdraw_cleaning(g, node);
        exec->dirtied = true; /* from the start */
        exec->token = g->next_token++;
        queue(g, EVENT_CLEAN, node);
    } else if (exec->started) {
        g->ops.stop(g->ops.user, node);
        exec->no_restart = false;
        restart(g, node);
    }
}

void exec__orphan(struct graph *g, struct graph_node *node) {
    if (node->exec != NULL && ring__empty(&node->exec->waiters)) {
        exec__abandon(g, node);
    }
}

/* ---- answers ---- */

/** Sends the outcome to everybody who waits, and ends the execution. Takes the value's reference.
 */
static void answer(struct graph *g, struct graph_node *node, enum graph_outcome outcome,
                   void *value, bool run_only) {
    struct delivery *d = ALLOC(struct delivery);
    *d = (struct delivery){.node = node,
                           .outcome = outcome,
                           .value = value,
                           .generation = node->generation,
                           .late = node->exec->late,
                           .run = run_only ? node->exec->run->id : 0};
    ring__move(&d->waiters, &node->exec->waiters);
    for (struct graph_wait *w = d->waiters.next; w != &d->waiters; w = w->next) {
        w->flags |= WAIT_DELIVERY;
    }
    vec_push(&g->fresh, ((struct event){EVENT_DELIVER, node->id, 0, d}));
    end(g, node);
}

/** Notes the answer in the requester's edge. */
static void take(struct graph_wait *wait, enum graph_outcome outcome, uint32_t generation,
                 bool run_only) {
    if (wait->from == NULL) {
        return;
    }
    if ((wait->flags & WAIT_CLEAN) == 0) {
        wait->from->deps[wait->dep].generation = outcome == GRAPH_VALUE ? generation : GEN_FAILED;
    }
    wait->from->exec->run_only |= run_only || outcome != GRAPH_VALUE;
}

static void cycle(struct graph *g, struct graph_wait *wait, struct path *path, void **ret_error) {
    void *error = g->ops.cycle_error(g->ops.user, path->nodes.data, path->nodes.len);
    struct graph_exec *exec = wait->from->exec;
    if (exec->error != NULL) {
        g->ops.error_unref(g->ops.user, exec->error);
    }
    exec->error = error;
    *ret_error = error;
    vec_done(&path->nodes);
}

bool exec__join(struct graph *g, struct graph_wait *wait, enum graph_outcome *ret_outcome,
                void **ret_value) {
    struct graph_node *to = wait->to;
    struct path path = {.nodes = {0}};
    if (exec__valid(to, wait->run)) {
        wait->to = NULL;
        take(wait, GRAPH_VALUE, to->generation, to->result != GRAPH_CLEAN);
        *ret_outcome = GRAPH_VALUE;
        *ret_value = to->value;
        return true;
    }
    if (failed_in(to, wait->run)) {
        wait->to = NULL;
        take(wait, GRAPH_ERROR, 0, true);
        *ret_outcome = GRAPH_ERROR;
        *ret_value = imap_get(&g->errors, to->id);
        return true;
    }
    if (to->exec == NULL) {
        exec__begin(g, to, wait->run);
    } else if (wait->from != NULL && cycle__closes(g, wait->from, to, &path)) {
        wait->to = NULL;
        take(wait, GRAPH_ERROR, 0, true);
        *ret_outcome = GRAPH_ERROR;
        cycle(g, wait, &path, ret_value);
        return true;
    }
    ring__add(&to->exec->waiters, wait);
    return false;
}

/* ---- cleaning ---- */

/** Asks for dependency number i. False: it is not what it was. */
static bool clean_one(struct graph *g, struct graph_node *node, uint32_t i,
                      struct graph_wait *wait) {
    struct graph_exec *exec = node->exec;
    struct graph_node *to = node_at(g, node->deps[i].to);
    struct path path = {.nodes = {0}};
    *wait = (struct graph_wait){
        .from = node, .to = to, .run = exec->run, .dep = i, .flags = WAIT_CLEAN};
    if (to->exec == NULL) {
        exec__begin(g, to, exec->run);
    } else if (cycle__closes(g, node, to, &path)) {
        vec_done(&path.nodes);
        wait->to = NULL;
        return false;
    }
    ring__add(&to->exec->waiters, wait);
    exec->clean_pending++;
    return true;
}

/** One past the last dependency of the group that begins at `from`. */
static uint32_t group_end(const struct graph_node *node, uint32_t from) {
    uint32_t to = from + 1;
    while (to < node->ndeps && node->deps[to].group == 0) {
        to++;
    }
    return to;
}

/** Is it plain already that dependency number i is not what it was? */
static bool differs(const struct graph *g, const struct graph_node *node, uint32_t i) {
    const struct graph_node *dep = node_at(g, node->deps[i].to);
    return node->deps[i].generation == GEN_FAILED || failed_in(dep, node->exec->run) ||
           (exec__valid(dep, node->exec->run) && dep->generation != node->deps[i].generation);
}

/** Looks at the next group. False: some dependency is not what it was. */
static bool clean_group(struct graph *g, struct graph_node *node) {
    struct graph_exec *exec = node->exec;
    uint32_t from = exec->clean_at;
    uint32_t to = group_end(node, from);
    exec->clean_at = to;
    for (uint32_t i = from; i < to; i++) {
        if (differs(g, node, i)) {
            return false;
        }
    }
    for (uint32_t i = from; i < to; i++) { /* beginning one may unsettle others */
        struct graph_node *dep = node_at(g, node->deps[i].to);
        if (exec__valid(dep, exec->run)) {
            exec->run_only |= dep->result != GRAPH_CLEAN;
            node->deps[i].checked = 1;
            continue;
        }
        if (exec->clean_waits == NULL) {
            exec->clean_waits = ALLOC_ARRAY(struct graph_wait, to - i);
        }
        if (!clean_one(g, node, i, &exec->clean_waits[exec->nclean_waits++])) {
            return false;
        }
    }
    return true;
}

static enum graph_result result_of(const struct graph_exec *exec, bool own) {
    if (own && (exec->no_restart || !exec->late)) {
        return GRAPH_UNCACHEABLE;
    }
    if (exec->late) {
        return GRAPH_DIRTY;
    }
    return exec->run_only ? GRAPH_UNCACHEABLE_DEPS : GRAPH_CLEAN;
}

static void cleaned(struct graph *g, struct graph_node *node) {
    bool run_only = node->exec->run_only;
    node->state = GRAPH_COMPLETED;
    node->result = result_of(node->exec, false);
    node->run = node->exec->run->id;
    answer(g, node, GRAPH_VALUE, g->ops.value_ref(g->ops.user, node, node->value), run_only);
}

static void clean(struct graph *g, struct graph_node *node) {
    struct graph_exec *exec = node->exec;
    withdraw_cleaning(g, node);
    if (exec->dirtied || exec->clean_at == 0) { /* something changed again: from the start */
        exec->dirtied = exec->run_only = exec->late = false;
        exec->clean_at = 0;
        for (uint32_t i = 0; i < node->ndeps; i++) {
            node->deps[i].checked = 0;
        }
    }
    while (exec->clean_at < node->ndeps) {
        if (!clean_group(g, node)) {
            exec__stop_cleaning(g, node);
            return;
        }
        if (exec->clean_pending > 0) {
            return;
        }
    }
    if (look_again(exec)) {
        exec->clean_at = 0;
        queue(g, EVENT_CLEAN, node);
        return;
    }
    cleaned(g, node);
}

/** A dependency asked for by clean_one() has answered. */
static void clean_answer(struct graph *g, struct graph_wait *wait, enum graph_outcome outcome,
                         uint32_t generation) {
    struct graph_node *node = wait->from;
    struct graph_exec *exec = node->exec;
    exec->clean_pending--;
    if (outcome != GRAPH_VALUE || generation != node->deps[wait->dep].generation) {
        exec__stop_cleaning(g, node);
    } else {
        node->deps[wait->dep].checked = 1;
        if (exec->clean_pending == 0) {
            queue(g, EVENT_CLEAN, node);
        }
    }
}

/* ---- completing ---- */

/** Stores a new value; one that equals the old leaves it and its generation. Takes the value. */
static void store(struct graph *g, struct graph_node *node, void *value) {
    if (node->value != NULL && g->ops.value_equal(g->ops.user, node, node->value, value)) {
        g->ops.value_unref(g->ops.user, node, value);
        return;
    }
    if (node->value != NULL) {
        g->ops.value_unref(g->ops.user, node, node->value);
    }
    node->value = value;
    node->generation = node->generation == GEN_FAILED - 1 ? 1 : node->generation + 1;
}

void graph_complete(struct graph *graph, struct graph_node *node, void *value,
                    enum graph_complete_flags flags) {
    struct graph_exec *exec = node->exec;
    assert(exec != NULL && exec->started);
    if (exec->cleared && !exec->no_restart) {
        graph->ops.value_unref(graph->ops.user, node, value);
        restart(graph, node);
        return;
    }
    edge__compact(graph, node);
    store(graph, node, value);
    node->run = exec->run->id;
    bool own = (flags & GRAPH_NOT_CACHEABLE) != 0 || exec->no_restart;
    if (look_again(exec)) {
        if (own || node->ndeps == 0) {
            restart(graph, node);
            return;
        }
        exec->cleaning = true; /* with the same waiters: is what it was computed from still so? */
        exec->clean_at = 0;
        exec->token = graph->next_token++;
        queue(graph, EVENT_CLEAN, node);
        return;
    }
    node->state = own && exec->late && !exec->no_restart ? GRAPH_NOT_STARTED : GRAPH_COMPLETED;
    node->flags |= exec->no_restart ? NODE_SIDE_EFFECTED : 0;
    node->result = result_of(exec, own);
    answer(graph, node, GRAPH_VALUE, graph->ops.value_ref(graph->ops.user, node, node->value),
           own || exec->run_only);
}

void graph_fail(struct graph *graph, struct graph_node *node, void *error) {
    struct graph_exec *exec = node->exec;
    assert(exec != NULL && exec->started);
    if ((exec->cleared && !exec->no_restart) || look_again(exec)) {
        graph->ops.error_unref(graph->ops.user, error);
        restart(graph, node);
        return;
    }
    edge__compact(graph, node);
    node->state = GRAPH_NOT_STARTED;
    if (!exec->late) {
        node->flags |= NODE_FAILED;
        (void)imap_put(&graph->errors, node->id, graph->ops.error_ref(graph->ops.user, error));
    }
    node->result = GRAPH_DIRTY;
    node->run = exec->run->id;
    answer(graph, node, GRAPH_ERROR, error, true);
}

void exec__learn(struct graph *g, struct graph_node *node, const struct graph_run *run, void *value,
                 bool run_only) {
    exec__forget_error(g, node);
    assert(node->exec == NULL && node->ndeps == 0);
    store(g, node, value);
    node->state = GRAPH_COMPLETED;
    node->result = run_only ? GRAPH_UNCACHEABLE : GRAPH_CLEAN;
    node->run = run->id;
}

/* ---- events ---- */

/** May the answer be handed out? Another run asks again; a node that asked from inside takes only
 * what is right still, since it would not be told any more that it is not. */
static bool still_right(const struct delivery *d, const struct graph_wait *wait) {
    if (d->run != 0 && d->run != wait->run->id) {
        return false;
    }
    return wait->from == NULL || d->outcome != GRAPH_VALUE || d->late ||
           (exec__valid(d->node, wait->run) && d->node->generation == d->generation);
}

static void deliver_one(struct graph *g, struct delivery *d, struct graph_wait *wait) {
    enum graph_outcome outcome = d->outcome;
    void *value = d->value;
    uint32_t generation = d->generation;
    ring__unlink(wait);
    wait->flags &= ~(uint32_t)WAIT_DELIVERY;
    if (still_right(d, wait)) {
        wait->to = NULL;
        take(wait, outcome, generation, d->run != 0);
        if (wait->from != NULL) { /* an error that is not the node's last answer any more is late */
            wait->from->exec->late |=
                d->late || (outcome != GRAPH_VALUE && (d->node->flags & NODE_FAILED) == 0);
        }
    } else {
        if (!exec__join(g, wait, &outcome, &value)) {
            return;
        }
        generation = d->node->generation;
    }
    if ((wait->flags & WAIT_CLEAN) != 0) {
        clean_answer(g, wait, outcome, generation);
    } else {
        g->ops.deliver(g->ops.user, wait, outcome, value);
    }
}

static void deliver(struct graph *g, struct delivery *d) {
    g->delivering = d;
    while (!ring__empty(&d->waiters)) {
        deliver_one(g, d, d->waiters.next);
    }
    g->delivering = NULL;
    if (d->outcome == GRAPH_VALUE) {
        g->ops.value_unref(g->ops.user, d->node, d->value);
    } else {
        g->ops.error_unref(g->ops.user, d->value);
    }
    free(d);
}

void exec__event(struct graph *g, const struct event *event) {
    if (event->kind == EVENT_DELIVER) {
        deliver(g, event->delivery);
        return;
    }
    struct graph_node *node = node_at(g, event->node);
    if (node == NULL || node->exec == NULL || node->exec->token != event->token) {
        return;
    }
    if (event->kind == EVENT_CLEAN) {
        clean(g, node);
    } else {
        node->exec->started = true;
        g->ops.start(g->ops.user, node, node->exec->run);
    }
}
