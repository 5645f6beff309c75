/* Looking at a graph: counts, iteration, pictures, invariants. */
#include "graph/graph_int.h"

#include <assert.h>

size_t graph_len(const struct graph *graph) {
    return graph->count;
}

size_t graph_running(const struct graph *graph) {
    return graph->running;
}

size_t graph_bytes(const struct graph *graph) {
    size_t bytes = graph->nslots * sizeof(struct slot) +
                   graph->nodes.cap * sizeof(struct graph_node *) + sizeof *graph;
    for (uint32_t i = 0; i < graph->nodes.len; i++) {
        const struct graph_node *node = node_at(graph, i);
        if (node != NULL) {
            bytes += sizeof *node + node->ndeps * sizeof(struct graph_dep) +
                     node->rdeps_cap * sizeof(struct graph_rdep) +
                     (node->exec != NULL ? sizeof *node->exec : 0);
        }
    }
    return bytes;
}

struct graph_node *graph_next(const struct graph *graph, uint32_t *at) {
    while (*at < graph->nodes.len) {
        struct graph_node *node = node_at(graph, (*at)++);
        if (node != NULL) {
            return node;
        }
    }
    return NULL;
}

struct graph_node *graph_dep_at(const struct graph *graph, const struct graph_node *node,
                                uint32_t i) {
    return node_at(graph, node->deps[i].to);
}

/* ---- pictures ---- */

static void add_label(const struct graph *g, const struct graph_node *node, struct buf *out) {
    struct buf text = BUF_INIT;
    g->ops.describe(g->ops.user, node, &text);
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '"' || text.data[i] == '\\') {
            buf_add_char(out, '\\');
        }
        buf_add_char(out, text.data[i]);
    }
    buf_done(&text);
}

static const char *colour(const struct graph_node *node) {
    if (node->state == GRAPH_RUNNING) {
        return "orange";
    }
    if (node->state == GRAPH_NOT_STARTED) {
        return "white";
    }
    switch ((enum graph_result)node->result) {
    case GRAPH_CLEAN:
        return "palegreen";
    case GRAPH_DIRTY:
        return "lightgrey";
    default:
        return "lightblue";
    }
}

static void draw(const struct graph *g, const struct graph_node *node, struct buf *out) {
    buf_addf(out, "  n%u [style=filled,fillcolor=%s,label=\"", node->id, colour(node));
    add_label(g, node, out);
    buf_addz(out, "\"];\n");
    for (uint32_t i = 0; i < node->ndeps; i++) {
        buf_addf(out, "  n%u -> n%u;\n", node->id, node->deps[i].to);
    }
}

void graph_dot(struct graph *graph, const struct graph_run *run, struct buf *out) {
    VEC(uint32_t) todo = {0};
    uint32_t mark = graph__marks(graph, 1);
    buf_addz(out, "digraph {\n");
    for (size_t i = 0; i < run->roots.len; i++) {
        vec_push(&todo, run->roots.data[i]);
    }
    while (todo.len > 0) {
        struct graph_node *node = node_at(graph, vec_pop(&todo));
        if (node->mark == mark) {
            continue;
        }
        node->mark = mark;
        draw(graph, node, out);
        for (uint32_t i = 0; i < node->ndeps; i++) {
            vec_push(&todo, node->deps[i].to);
        }
    }
    buf_addz(out, "}\n");
    vec_done(&todo);
}

/* ---- invariants (numbered in docs/internals/graph.md) ---- */

static void check_edges(const struct graph *g, const struct graph_node *node) {
    for (uint32_t i = 0; i < node->ndeps; i++) { /* 1 */
        const struct graph_node *to = node_at(g, node->deps[i].to);
        assert(to != NULL);
        assert(node->deps[i].back < to->nrdeps);
        assert(to->rdeps[node->deps[i].back].from == node->id);
        assert(to->rdeps[node->deps[i].back].dep == i);
        (void)to;
    }
    for (uint32_t i = 0; i < node->nrdeps; i++) {
        const struct graph_node *from = node_at(g, node->rdeps[i].from);
        assert(from != NULL && node->rdeps[i].dep < from->ndeps);
        assert(from->deps[node->rdeps[i].dep].to == node->id);
        (void)from;
    }
}

static void check_state(const struct graph *g, const struct graph_node *node) {
    assert((node->state == GRAPH_RUNNING) == (node->exec != NULL)); /* 2 */
    assert(node->state != GRAPH_COMPLETED || node->value != NULL);  /* 3 */
    assert(node->state != GRAPH_NOT_STARTED || node->ndeps == 0 ||
           node->result == GRAPH_DIRTY); /* 4 */
    if (node->state == GRAPH_COMPLETED && node->result == GRAPH_CLEAN) {
        for (uint32_t i = 0; i < node->ndeps; i++) { /* 5 */
            const struct graph_node *to = node_at(g, node->deps[i].to);
            assert(to->exec != NULL || (to->state == GRAPH_COMPLETED && to->result == GRAPH_CLEAN &&
                                        to->generation == node->deps[i].generation));
            (void)to;
        }
    }
}

void graph_assert_sane(const struct graph *graph) {
    size_t count = 0;
    size_t running = 0;
    for (uint32_t i = 0; i < graph->nodes.len; i++) {
        const struct graph_node *node = node_at(graph, i);
        if (node == NULL) {
            continue;
        }
        assert(node->id == i);
        count++;
        running += node->exec != NULL;
        check_edges(graph, node);
        check_state(graph, node);
    }
    assert(count == graph->count && running == graph->running); /* 6 */
    (void)count;
    (void)running;
}
