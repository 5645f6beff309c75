/*
 * Change: invalidating nodes and marking their dependents dirty.
 *
 * The walk stops where nobody can rest on a node's last answer (it never had one, or everybody has
 * been told already) and at nodes that must not be begun anew.
 */
#include "graph/graph_int.h"

static void tell(struct graph *g, struct graph_node *node) {
    if (node->pins > 0 && g->ops.pinned_dirtied != NULL) {
        g->ops.pinned_dirtied(g->ops.user, node);
    }
}

/**
 * The node's last answer is not right any more. True: somebody may rest on that answer, and is to
 * be told. A running node's last answer is the one from before it began.
 */
static bool unsettle(struct graph *g, struct graph_node *node) {
    if ((node->flags & NODE_SIDE_EFFECTED) != 0 || (node->exec != NULL && node->exec->no_restart)) {
        return false;
    }
    if ((node->flags & NODE_FAILED) != 0) {
        exec__forget_error(g, node);
        return true;
    }
    if (node->value == NULL || node->result == GRAPH_DIRTY) {
        return false;
    }
    if (node->state == GRAPH_COMPLETED && node->result == GRAPH_UNCACHEABLE) {
        node->state = GRAPH_NOT_STARTED;
    }
    node->result = GRAPH_DIRTY;
    return true;
}

/** What it means for a running node that an answer it took is not right any more. */
static void dirty_running(struct graph_exec *exec, const struct graph_dep *through, bool lost) {
    bool taken = exec->cleaning ? through->checked == 1 : through->generation != GEN_NONE;
    if (exec->no_restart || !taken) {
        return;
    }
    if (lost) {
        exec->late = true;
    } else {
        exec->dirtied = true;
    }
}

static size_t walk(struct graph *g, struct graph_node *node, bool lost) {
    VEC(uint32_t) todo = {0};
    size_t dirtied = 0;
    vec_push(&todo, node->id);
    while (todo.len > 0) {
        const struct graph_node *at = node_at(g, vec_pop(&todo));
        for (uint32_t i = 0; i < at->nrdeps; i++) {
            struct graph_node *above = node_at(g, at->rdeps[i].from);
            struct graph_exec *exec = above->exec;
            if (exec != NULL) { /* for this edge, whatever it is for others */
                dirty_running(exec, &above->deps[at->rdeps[i].dep], lost);
            }
            if (!unsettle(g, above)) {
                continue;
            }
            dirtied++;
            tell(g, above);
            vec_push(&todo, above->id);
        }
    }
    vec_done(&todo);
    return dirtied;
}

size_t dirty__dependents(struct graph *g, struct graph_node *node) {
    return walk(g, node, false);
}

void dirty__lose(struct graph *g, struct graph_node *node) {
    bool told =
        (node->flags & NODE_FAILED) == 0 && (node->value == NULL || node->result == GRAPH_DIRTY);
    if (!told) {
        exec__forget_error(g, node);
        node->result = GRAPH_DIRTY;
        (void)walk(g, node, true);
    }
}

static void clear(struct graph *g, struct graph_node *node, struct graph_counts *counts) {
    struct graph_exec *exec = node->exec;
    bool told = !unsettle(g, node);
    if (exec != NULL && !exec->no_restart) {
        if (exec->cleaning) {
            exec__stop_cleaning(g, node);
        } else {
            exec->cleared = exec->started;
        }
    } else if (exec != NULL || (node->flags & NODE_SIDE_EFFECTED) != 0) {
        return;
    } else if (node->state == GRAPH_COMPLETED || !told) {
        edge__drop_all(g, node);
        node->state = GRAPH_NOT_STARTED;
    } else {
        return;
    }
    counts->cleared++;
    tell(g, node);
    if (!told) {
        counts->dirtied += dirty__dependents(g, node);
    }
}

struct graph_counts graph_invalidate(struct graph *graph, struct graph_node *node) {
    struct graph_counts counts = {0, 0};
    clear(graph, node, &counts);
    return counts;
}

struct graph_counts graph_invalidate_if(struct graph *graph,
                                        bool (*which)(void *user, const struct graph_node *node),
                                        void *user) {
    struct graph_counts counts = {0, 0};
    for (uint32_t i = 0; i < graph->nodes.len; i++) {
        struct graph_node *node = node_at(graph, i);
        if (node != NULL && which(user, node)) {
            clear(graph, node, &counts);
        }
    }
    return counts;
}

static bool every(void *user, const struct graph_node *node) {
    (void)user;
    (void)node;
    return true;
}

struct graph_counts graph_invalidate_all(struct graph *graph) {
    return graph_invalidate_if(graph, every, NULL);
}
