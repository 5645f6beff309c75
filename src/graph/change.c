/*
 * Change: invalidating nodes and marking their dependents dirty.
 *
 * The walk stops at nodes that are dirty already (their dependents are too) and at nodes that must
 * not be begun anew.
 */
#include "graph/graph_int.h"

static void tell(struct graph *g, struct graph_node *node) {
    if (node->pins > 0 && g->ops.pinned_dirtied != NULL) {
        g->ops.pinned_dirtied(g->ops.user, node);
    }
}

/** What being dirty means for a node that does not run. True: its dependents are dirty too. */
static bool dirty_resting(struct graph_node *node) {
    if ((node->flags & NODE_SIDE_EFFECTED) != 0 || node->state != GRAPH_COMPLETED ||
        node->result == GRAPH_DIRTY) {
        return false;
    }
    if (node->result == GRAPH_UNCACHEABLE) {
        node->state = GRAPH_NOT_STARTED;
    }
    node->result = GRAPH_DIRTY;
    return true;
}

size_t dirty__dependents(struct graph *g, struct graph_node *node) {
    VEC(uint32_t) todo = {0};
    size_t dirtied = 0;
    uint32_t mark = graph__marks(g, 1);
    node->mark = mark;
    vec_push(&todo, node->id);
    while (todo.len > 0) {
        const struct graph_node *at = node_at(g, vec_pop(&todo));
        for (uint32_t i = 0; i < at->nrdeps; i++) {
            struct graph_node *above = node_at(g, at->rdeps[i].from);
            struct graph_exec *exec = above->exec;
            if (exec != NULL && !exec->no_restart &&
                (exec->cleaning || above->deps[at->rdeps[i].dep].generation != GEN_NONE)) {
                exec->dirtied = true; /* for this edge, whatever it is for others */
            }
            if (above->mark == mark || (exec != NULL ? exec->no_restart : !dirty_resting(above))) {
                continue;
            }
            above->mark = mark;
            dirtied++;
            tell(g, above);
            vec_push(&todo, above->id);
        }
    }
    vec_done(&todo);
    return dirtied;
}

static void clear(struct graph *g, struct graph_node *node, struct graph_counts *counts) {
    if (node->exec != NULL) {
        if (node->exec->no_restart) {
            return;
        }
        if (node->exec->cleaning) {
            exec__stop_cleaning(g, node);
        } else {
            node->exec->cleared = node->exec->started;
        }
    } else if (node->state == GRAPH_COMPLETED && (node->flags & NODE_SIDE_EFFECTED) == 0) {
        edge__drop_all(g, node);
        node->state = GRAPH_NOT_STARTED;
        node->result = GRAPH_DIRTY;
    } else {
        return;
    }
    counts->cleared++;
    tell(g, node);
    counts->dirtied += dirty__dependents(g, node);
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
