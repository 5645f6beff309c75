/* The engine itself: what the graph asks of it, the queue, native nodes, looking. */
#include <assert.h>

#include "engine/engine_int.h"

/* How many events between two looks at what has arrived from outside. */
#define POLL_EVERY 64

/* ---- what the graph asks ---- */

static void *graph_value_ref(void *user, const struct graph_node *node, void *value) {
    const struct value_ops *ops = enode__values(user, (const struct enode *)node);
    return ops->ref(ops->user, value);
}

static void graph_value_unref(void *user, const struct graph_node *node, void *value) {
    const struct value_ops *ops = enode__values(user, (const struct enode *)node);
    ops->unref(ops->user, value);
}

static bool graph_value_equal(void *user, struct graph_node *node, void *a, void *b) {
    struct engine *engine = user;
    const struct value_ops *ops = enode__values(engine, (const struct enode *)node);
    void *error = NULL;
    if (a == b) {
        return true;
    }
    if (ops->type_id(ops->user, a) != ops->type_id(ops->user, b)) {
        return false;
    }
    int r = ops->equal(ops->user, a, b, &error);
    if (error != NULL) { /* what cannot be compared is new */
        engine->config.values.error_unref(engine->config.values.user, error);
    }
    return r > 0;
}

static void *graph_error_ref(void *user, void *error) {
    (void)user;
    return failure__ref(error);
}

static void graph_error_unref(void *user, void *error) {
    failure__unref(user, error);
}

static void graph_start(void *user, struct graph_node *node, struct graph_run *run) {
    frame__start(user, (struct enode *)node, graph_run_user(run));
}

static void graph_stop(void *user, struct graph_node *node) {
    (void)user;
    frame__stop((struct enode *)node);
}

static void graph_deliver(void *user, struct graph_wait *wait, enum graph_outcome outcome,
                          void *value) {
    (void)user;
    if (wait->from == NULL) {
        session__deliver((struct pending_request *)wait, outcome, value);
    } else {
        frame__answer((struct slot *)wait, outcome, value);
    }
}

static void *graph_cycle_error(void *user, struct graph_node *const *nodes, size_t n) {
    struct engine *engine = user;
    struct buf text = BUF_INIT;
    buf_addz(&text, "The dependency graph contained a cycle:\n");
    for (size_t i = 0; i <= n; i++) {
        buf_addz(&text, i == 0 ? "\n  " : "\n  <- ");
        enode__describe(engine, (const struct enode *)nodes[i % n], &text);
    }
    buf_addz(&text, "\n\nWhat each line needs stands on the next one. If they are targets, split "
                    "them into smaller ones, so that no two need each other.");
    struct failure *failure = failure__make(engine, ENGINE_ERROR_CYCLE, text.data);
    buf_done(&text);
    return failure;
}

static void graph_describe(void *user, const struct graph_node *node, struct buf *out) {
    enode__describe(user, (const struct enode *)node, out);
}

/* ---- life ---- */

static void no_body(struct frame *frame, const struct body_in *in, struct body_out *out) {
    struct engine *engine = frame_engine(frame);
    const struct value_ops *ops = &engine->config.values;
    char *text =
        xasprintf("the rule %s has no body", rule_graph_name(engine->rules, frame_rule(frame)));
    (void)in;
    out_fail(out, ops->error_make(ops->user, ENGINE_ERROR_INTERNAL, text));
    free(text);
}

static const struct body_ops no_body_ops = {NULL, no_body, NULL};

int engine_new(const struct engine_config *config, struct engine **ret, struct err *e) {
    (void)e;
    struct engine *engine = ALLOC(struct engine);
    struct graph_ops ops = {.user = engine,
                            .key_equal = enode__key_equal,
                            .free_node = enode__free,
                            .value_ref = graph_value_ref,
                            .value_unref = graph_value_unref,
                            .value_equal = graph_value_equal,
                            .error_ref = graph_error_ref,
                            .error_unref = graph_error_unref,
                            .start = graph_start,
                            .stop = graph_stop,
                            .deliver = graph_deliver,
                            .cycle_error = graph_cycle_error,
                            .describe = graph_describe};
    engine->config = *config;
    engine->default_body.ops = &no_body_ops;
    engine->graph = graph_new(&ops);
    *ret = engine;
    return 0;
}

static void free_entries(struct engine *engine) {
    uint32_t n = engine->rules == NULL ? 0 : rule_graph_entry_count(engine->rules);
    for (uint32_t i = 0; i < n; i++) {
        if (engine->entries[i] != NULL) {
            free(engine->entries[i]->param_edges);
            free(engine->entries[i]);
        }
    }
    free(engine->entries);
}

void engine_free(struct engine *engine) {
    if (engine == NULL) {
        return;
    }
    assert(engine->sessions.len == 0);
    graph_free(engine->graph);
    while (session__call_done(engine)) {
    }
    frame__free_all(engine);
    free_entries(engine);
    for (size_t i = 0; i < engine->body_regs.len; i++) {
        free(engine->body_regs.data[i]->desc);
        free(engine->body_regs.data[i]);
    }
    vec_done(&engine->body_regs);
    imap_done(&engine->bodies);
    for (size_t i = 0; i < engine->kinds.len; i++) {
        free((char *)engine->kinds.data[i].name);
    }
    vec_done(&engine->kinds);
    assert(engine->nparams == 0);
    free(engine->params);
    imap_done(&engine->inputs);
    vec_done(&engine->ready);
    vec_done(&engine->fresh);
    vec_done(&engine->done);
    vec_done(&engine->sessions);
    rule_graph_free(engine->rules);
    free(engine);
}

void engine_set_rules(struct engine *engine, struct rule_graph *graph) {
    assert(engine->rules == NULL);
    engine->rules = graph;
    engine->entries = ALLOC_ARRAY(struct entry_info *, rule_graph_entry_count(graph) + 1);
}

struct rule_graph *engine_rules(const struct engine *engine) {
    return engine->rules;
}

struct graph *engine_graph(const struct engine *engine) {
    return engine->graph;
}

const struct value_ops *engine_values(const struct engine *engine) {
    return &engine->config.values;
}

void engine_set_body(struct engine *engine, uint32_t rule, const struct body_ops *ops, void *data,
                     const char *desc) {
    struct body_reg *reg = imap_get(&engine->bodies, rule);
    if (reg == NULL) {
        reg = ALLOC(struct body_reg);
        (void)imap_put(&engine->bodies, rule, reg);
        vec_push(&engine->body_regs, reg);
    }
    free(reg->desc);
    *reg = (struct body_reg){ops, data, desc == NULL ? NULL : xstrdup(desc)};
}

void engine_set_default_body(struct engine *engine, const struct body_ops *ops, void *data) {
    engine->default_body.ops = ops;
    engine->default_body.data = data;
}

/* ---- native nodes ---- */

uint32_t engine_add_kind(struct engine *engine, const struct node_kind *kind) {
    struct node_kind copy = *kind;
    copy.name = xstrdup(kind->name);
    vec_push(&engine->kinds, copy);
    return KIND_NATIVE + (uint32_t)engine->kinds.len - 1;
}

void engine_input_changed(struct engine *engine, uint32_t kind, struct str key,
                          struct graph_counts *ret_counts) {
    struct graph_counts counts = {0, 0};
    struct node_key probe = {.kind = kind, .entry = (uint32_t)key.len, .bytes = key};
    struct enode *node = enode__find(engine, &probe);
    if (node != NULL) {
        counts = graph_invalidate(engine->graph, &node->node);
    }
    if (ret_counts != NULL) {
        *ret_counts = counts;
    }
}

struct changed {
    uint32_t kind;
    bool (*which)(void *user, struct str key);
    void *user;
};

static bool is_changed(void *user, const struct graph_node *node) {
    const struct changed *c = user;
    const struct enode *at = (const struct enode *)node;
    return at->kind == c->kind &&
           (c->which == NULL || c->which(c->user, str_make((const char *)at->slots, at->entry)));
}

void engine_inputs_changed(struct engine *engine, uint32_t kind,
                           bool (*which)(void *user, struct str key), void *user,
                           struct graph_counts *ret_counts) {
    struct changed c = {kind, which, user};
    struct graph_counts counts = graph_invalidate_if(engine->graph, is_changed, &c);
    if (ret_counts != NULL) {
        *ret_counts = counts;
    }
}

void engine_invalidate_all(struct engine *engine) {
    (void)graph_invalidate_all(engine->graph);
}

/* ---- the queue ---- */

/** Handles one event; false when there is none. */
static bool run_one(struct engine *engine) {
    while (engine->fresh.len > 0) { /* the first one made ready goes on top */
        vec_push(&engine->ready, vec_pop(&engine->fresh));
    }
    while (engine->ready.len > 0) {
        struct frame_handle next = vec_pop(&engine->ready);
        if (next.frame->serial == next.serial) {
            frame__step(next.frame);
            return true;
        }
    }
    return session__call_done(engine) || graph_step(engine->graph);
}

bool engine_run_some(struct engine *engine, size_t max) {
    bool more = true;
    engine->running++;
    for (size_t i = 0; more && (max == 0 || i < max); i++) {
        more = run_one(engine);
    }
    engine->running--;
    return more;
}

bool engine_idle(const struct engine *engine) {
    return engine->fresh.len == 0 && engine->ready.len == 0 && engine->done.len == 0 &&
           graph_idle(engine->graph);
}

struct until {
    struct engine *engine;
    bool (*finished)(void *data);
    void *data;
};

static bool worth_waking(void *data) {
    const struct until *u = data;
    return !engine_idle(u->engine) || u->finished(u->data);
}

static int run_until(struct until *u, struct err *e) {
    struct engine *engine = u->engine;
    const struct engine_loop *loop = &engine->config.loop;
    for (unsigned i = 1; !u->finished(u->data); i++) {
        if (i % POLL_EVERY == 0 && loop->poll != NULL) {
            loop->poll(loop->user);
        }
        if (run_one(engine)) {
            continue;
        }
        if (loop->wait == NULL) {
            return err_set(e, ERR_INTERNAL, "nothing is left to do, and the answer is not there");
        }
        int r = loop->wait(loop->user, worth_waking, u, e);
        if (r < 0) {
            return r;
        }
    }
    return 0;
}

int engine_run_until(struct engine *engine, bool (*finished)(void *data), void *data,
                     struct err *e) {
    struct until u = {engine, finished, data};
    engine->running++;
    int r = run_until(&u, e);
    engine->running--;
    return r;
}

/* ---- looking ---- */

static void visit_node(struct engine *engine, const struct enode *node,
                       void (*visit)(void *user, void *value), void *user) {
    bool own = enode__values(engine, node) == &engine->config.values;
    if (node->node.value != NULL && own) {
        visit(user, node->node.value);
    }
    for (uint32_t i = 0; node->kind < KIND_NATIVE && i < node->nargs; i++) {
        visit(user, node->slots[i]);
    }
}

static void visit_frame(const struct frame *frame, void (*visit)(void *user, void *value),
                        void *user) {
    for (uint32_t i = 0; i < frame->nslots; i++) {
        const struct slot *slot = &frame->slots[i];
        if (slot->value != NULL && slot->ops == &frame->engine->config.values) {
            visit(user, slot->value);
        }
    }
    if (frame->wake_value != NULL) {
        visit(user, frame->wake_value);
    }
}

void engine_visit_values(struct engine *engine, void (*visit)(void *user, void *value),
                         void *user) {
    uint32_t at = 0;
    for (struct graph_node *node; (node = graph_next(engine->graph, &at)) != NULL;) {
        visit_node(engine, (const struct enode *)node, visit, user);
    }
    for (size_t i = 0; i < engine->nparam_slots; i++) {
        if (engine->params[i] != NULL) {
            visit(user, engine->params[i]->value);
        }
    }
    for (size_t i = 0; i < engine->all_frames.len; i++) {
        visit_frame(engine->all_frames.data[i], visit, user);
    }
    for (size_t i = 0; i < engine->sessions.len; i++) {
        const struct session *session = engine->sessions.data[i];
        for (size_t j = 0; j < session->value_types.len; j++) {
            visit(user, imap_get(&session->values, session->value_types.data[j]));
        }
    }
    for (const struct failure *f = engine->failures; f != NULL; f = f->next) {
        visit(user, f->error);
    }
}

void engine_dot(struct session *session, struct buf *out) {
    graph_dot(session->engine->graph, session->run, out);
}
