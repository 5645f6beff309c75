#include "sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

static struct num *num_new(struct sheet *s, int n) {
    struct num *num = ALLOC(struct num);
    num->refs = 1;
    num->n = n;
    s->live++;
    return num;
}

static void *num_ref(void *user, void *value) {
    (void)user;
    ((struct num *)value)->refs++;
    return value;
}

static void *cell_ref(void *user, const struct graph_node *node, void *value) {
    assert_non_null(node);
    return num_ref(user, value);
}

static void num_unref(void *user, void *value) {
    struct sheet *s = user;
    struct num *num = value;
    assert_true(num->refs > 0);
    if (--num->refs == 0) {
        free(num);
        s->live--;
    }
}

static void cell_unref(void *user, const struct graph_node *node, void *value) {
    assert_non_null(node);
    num_unref(user, value);
}

static bool key_equal(void *user, const struct graph_node *node, const void *key) {
    (void)user;
    return ((const struct cell *)node)->id == *(const unsigned *)key;
}

static void free_node(void *user, struct graph_node *node) {
    ((struct sheet *)user)->cells--;
    free(node);
}

static bool value_equal(void *user, struct graph_node *node, void *a, void *b) {
    (void)user;
    (void)node;
    return ((struct num *)a)->n == ((struct num *)b)->n;
}

static void start(void *user, struct graph_node *node, struct graph_run *run) {
    struct sheet *s = user;
    struct cell *cell = (struct cell *)node;
    assert_null(cell->run);
    cell->run = run;
    cell->phase = 0;
    cell->sum = 0;
    cell->missing = 0;
    s->starts++;
    vec_push(&s->ready, cell->id);
}

static void unready(struct sheet *s, unsigned id) {
    for (size_t i = 0; i < s->ready.len; i++) {
        if (s->ready.data[i] == id) {
            memmove(s->ready.data + i, s->ready.data + i + 1,
                    (s->ready.len - i - 1) * sizeof(unsigned));
            s->ready.len--;
            return;
        }
    }
}

static void withdraw_all(struct sheet *s, struct cell *cell) {
    for (unsigned i = 0; i < MAX_DEPS; i++) {
        graph_withdraw(s->graph, &cell->waits[i]);
    }
}

static void stop(void *user, struct graph_node *node) {
    struct sheet *s = user;
    struct cell *cell = (struct cell *)node;
    assert_non_null(cell->run);
    withdraw_all(s, cell);
    unready(s, cell->id);
    cell->run = NULL;
    s->stops++;
}

static void finish(struct sheet *s, struct cell *cell, bool ok, int n) {
    cell->run = NULL;
    if (ok) {
        graph_complete(s->graph, &cell->node, num_new(s, n),
                       s->programs[cell->id].uncacheable ? GRAPH_NOT_CACHEABLE : 0);
    } else {
        graph_fail(s->graph, &cell->node, num_new(s, n));
    }
}

/* One answer for a cell; true when it has ended because of it. */
static bool take(struct sheet *s, struct cell *cell, enum graph_outcome outcome, void *value) {
    cell->missing--;
    if (outcome == GRAPH_VALUE) {
        cell->sum += ((struct num *)value)->n;
    } else if (s->programs[cell->id].catches) {
        cell->sum += 7;
    } else {
        withdraw_all(s, cell);
        finish(s, cell, false, ((struct num *)value)->n);
        return true;
    }
    return false;
}

static void deliver(void *user, struct graph_wait *wait, enum graph_outcome outcome, void *value) {
    struct sheet *s = user;
    assert_null(wait->to);
    if (wait->from == NULL) {
        struct root *root = (struct root *)wait;
        root->done = true;
        root->outcome = outcome;
        root->n = value == NULL ? 0 : ((struct num *)value)->n;
        return;
    }
    struct cell *cell = (struct cell *)wait->from;
    if (!take(s, cell, outcome, value) && cell->missing == 0) {
        vec_push(&s->ready, cell->id);
    }
}

static void *cycle_error(void *user, struct graph_node *const *nodes, size_t n) {
    struct sheet *s = user;
    size_t at = 0;
    s->path[0] = 0;
    for (size_t i = 0; i < n && at < sizeof s->path; i++) {
        at += (size_t)snprintf(s->path + at, sizeof s->path - at, "%s%u", i > 0 ? " " : "",
                               ((struct cell *)nodes[i])->id);
    }
    return num_new(s, 1000);
}

static void describe(void *user, const struct graph_node *node, struct buf *out) {
    (void)user;
    buf_addf(out, "cell \"%u\"", ((const struct cell *)node)->id);
}

static void pinned_dirtied(void *user, struct graph_node *node) {
    (void)node;
    ((struct sheet *)user)->dirtied++;
}

void sheet_init(struct sheet *s, unsigned n) {
    *s = (struct sheet){.n = n};
    s->programs = ALLOC_ARRAY(struct program, n);
    s->inputs = ALLOC_ARRAY(int, n);
    struct graph_ops ops = {.user = s,
                            .key_equal = key_equal,
                            .free_node = free_node,
                            .value_ref = cell_ref,
                            .value_unref = cell_unref,
                            .value_equal = value_equal,
                            .error_ref = num_ref,
                            .error_unref = num_unref,
                            .start = start,
                            .stop = stop,
                            .deliver = deliver,
                            .cycle_error = cycle_error,
                            .describe = describe,
                            .pinned_dirtied = pinned_dirtied};
    s->graph = graph_new(&ops);
}

void sheet_done(struct sheet *s) {
    graph_free(s->graph);
    for (size_t i = 0; i < s->roots.len; i++) {
        assert_true(s->roots.data[i]->done);
        free(s->roots.data[i]);
    }
    vec_done(&s->roots);
    vec_done(&s->ready);
    free(s->programs);
    free(s->inputs);
    assert_int_equal(s->live, 0);
    assert_int_equal(s->cells, 0);
}

struct cell *sheet_cell(struct sheet *s, unsigned id) {
    uint64_t hash = hash_mix(id);
    struct graph_node *node = graph_find(s->graph, hash, &id);
    if (node == NULL) {
        struct cell *cell = ALLOC(struct cell);
        cell->id = id;
        node = &cell->node;
        graph_add(s->graph, node, hash);
        s->cells++;
    }
    return (struct cell *)node;
}

void sheet_set(struct sheet *s, unsigned id, int n) {
    uint64_t hash = hash_mix(id);
    s->inputs[id] = n;
    struct graph_node *node = graph_find(s->graph, hash, &id);
    if (node != NULL) {
        (void)graph_invalidate(s->graph, node);
    }
}

struct graph_run *sheet_run(struct sheet *s, int number) {
    return graph_run_begin(s->graph, (void *)(intptr_t)number);
}

/* Asks for the cell's dependencies [0, n); true when all are there (or the cell has ended). */
static bool ask(struct sheet *s, struct cell *cell, const unsigned *deps, unsigned n, bool *ended) {
    cell->missing = n;
    for (unsigned i = 0; i < n; i++) {
        enum graph_outcome outcome;
        void *value;
        struct cell *to = sheet_cell(s, deps[i]);
        if (graph_get(s->graph, &cell->node, &to->node, i == 0, &cell->waits[i], &outcome,
                      &value) &&
            take(s, cell, outcome, value)) {
            *ended = true;
            return true;
        }
    }
    return cell->missing == 0;
}

static void step(struct sheet *s, struct cell *cell) {
    const struct program *p = &s->programs[cell->id];
    bool ended = false;
    if (cell->phase == 0) {
        cell->phase = 1;
        if (cell->side_effect) {
            graph_no_restart(s->graph, &cell->node);
        }
        if (!ask(s, cell, p->deps, p->ndeps, &ended) || ended) {
            return;
        }
    }
    if (cell->phase == 1) {
        cell->phase = 2;
        unsigned which = p->nthen == 0 ? 0 : (unsigned)cell->sum % p->nthen;
        if (!ask(s, cell, p->then + which, p->nthen > 0 ? 1 : 0, &ended) || ended) {
            return;
        }
    }
    int n = p->input         ? s->inputs[cell->id]
            : p->uncacheable ? (int)(intptr_t)graph_run_user(cell->run) + cell->sum
                             : (cell->sum * 3 + (int)cell->id) % 6;
    finish(s, cell, !(p->fails && n == 4), n);
}

void sheet_body(struct sheet *s, size_t at) {
    unsigned id = s->ready.data[at];
    unready(s, id);
    step(s, sheet_cell(s, id));
}

void sheet_settle(struct sheet *s) {
    for (;;) {
        if (!graph_step(s->graph)) {
            if (s->ready.len == 0) {
                return;
            }
            sheet_body(s, 0);
        }
    }
}

struct root *sheet_ask(struct sheet *s, struct graph_run *run, unsigned id) {
    struct root *root = ALLOC(struct root);
    void *value;
    root->id = id;
    vec_push(&s->roots, root);
    if (graph_get_root(s->graph, run, &sheet_cell(s, id)->node, &root->wait, &root->outcome,
                       &value)) {
        root->done = true;
        root->n = ((struct num *)value)->n;
    }
    return root;
}

void sheet_forget(struct sheet *s, struct root *root) {
    graph_withdraw(s->graph, &root->wait);
    for (size_t i = 0; i < s->roots.len; i++) {
        if (s->roots.data[i] == root) {
            s->roots.data[i] = vec_last(&s->roots);
            s->roots.len--;
            break;
        }
    }
    free(root);
}

int sheet_value(struct sheet *s, struct graph_run *run, unsigned id) {
    struct root *root = sheet_ask(s, run, id);
    sheet_settle(s);
    assert_true(root->done);
    int n = root->outcome == GRAPH_VALUE ? root->n : -1;
    sheet_forget(s, root);
    return n;
}
