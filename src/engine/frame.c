/*
 * Frames: what steps a body.
 *
 *   from       to         when [function]
 *   -          gathering  the graph starts a node whose rule has parameters to compute
 * [frame__start] gathering  ready      all parameters are there [frame__answer]
 *   -          ready      nothing to compute, or a child [frame__start, frame__child]
 *   ready      stepping   its turn [frame__step]
 *   stepping   asking     the body wants answers [call__issue]
 *   asking     ready      they are all there, or one has failed [frame__answer]
 *   stepping   waiting    out_wait() [decide]
 *   waiting    ready      engine_wake()
 *   stepping   -          done or failed: its node completes, or its parent's slot is answered
 *   any        -          stopped [frame__stop]
 *
 * Frames come from a pool and are named by serial numbers: a name of a frame that is gone (in the
 * ready queue, or with a job) is recognised.
 */
#include <assert.h>

#include "engine/engine_int.h"

static const struct value_ops *rule_values(const struct frame *frame) {
    return &frame->engine->config.values;
}

static struct frame *frame_new(struct engine *engine) {
    struct frame *frame = engine->free_frames;
    if (frame != NULL) {
        engine->free_frames = frame->next_free;
    } else {
        frame = ALLOC(struct frame);
        vec_push(&engine->all_frames, frame);
    }
    *frame = (struct frame){.engine = engine, .serial = ++engine->next_serial};
    return frame;
}

static void frame_release(struct frame *frame) {
    struct engine *engine = frame->engine;
    *frame = (struct frame){.engine = engine, .next_free = engine->free_frames};
    engine->free_frames = frame;
}

void frame__free_all(struct engine *engine) {
    for (size_t i = 0; i < engine->all_frames.len; i++) {
        assert(engine->all_frames.data[i]->serial == 0);
        free(engine->all_frames.data[i]);
    }
    vec_done(&engine->all_frames);
    engine->free_frames = NULL;
}

void frame__ready(struct frame *frame) {
    vec_push(&frame->engine->fresh, ((struct frame_handle){frame, frame->serial}));
}

/* ---- who watches ---- */

static void tell_start(struct frame *frame) {
    const struct engine_watch *watch = &frame->engine->config.watch;
    if (watch->node_started != NULL && frame->node->kind != KIND_REENTRY) {
        watch->node_started(watch->user, frame);
    }
}

static void tell_end(struct frame *frame, enum graph_outcome outcome, void *value) {
    const struct engine_watch *watch = &frame->engine->config.watch;
    if (watch->node_ended != NULL && frame->node->kind != KIND_REENTRY) {
        watch->node_ended(watch->user, frame, outcome, value);
    }
}

/* ---- ending ---- */

static void drop(struct frame *frame);

static void clear_slots(struct frame *frame) {
    for (uint32_t i = 0; i < frame->nslots; i++) {
        struct slot *slot = &frame->slots[i];
        graph_withdraw(frame->engine->graph, &slot->wait);
        if (slot->child != NULL) {
            struct frame *child = slot->child;
            slot->child = NULL;
            drop(child);
        }
        if (slot->value != NULL) {
            slot->ops->unref(slot->ops->user, slot->value);
        }
    }
    free(frame->slots);
    frame->slots = NULL;
    frame->nslots = frame->missing = 0;
}

/** Gives everything back but the frame itself. */
static void clear_frame(struct frame *frame) {
    clear_slots(frame);
    if (frame->wake_value != NULL) {
        rule_values(frame)->unref(rule_values(frame)->user, frame->wake_value);
        frame->wake_value = NULL;
    }
    if (frame->ops->drop != NULL) {
        frame->ops->drop(frame);
    }
    failure__unref(frame->engine, frame->failure);
    frame->failure = NULL;
}

/** Ends a frame that is not answered for. One inside its body's step ends when that returns. */
static void drop(struct frame *frame) {
    if (frame->stepping) {
        frame->dead = true;
        frame->parent = NULL;
        frame->node = NULL;
        return;
    }
    clear_frame(frame);
    frame_release(frame);
}

void frame__stop(struct enode *node) {
    struct frame *frame = node->frame;
    tell_end(frame, GRAPH_CANCELLED, NULL);
    node->frame = NULL;
    if (frame->stepping) { /* its waits must go now; the rest when the step returns */
        clear_slots(frame);
    }
    drop(frame);
}

/** The frame's node failed; takes the failure. */
static void fail_node(struct frame *frame, struct failure *failure) {
    struct engine *engine = frame->engine;
    struct enode *node = frame->node;
    const char *name = NULL;
    char *desc = NULL;
    tell_end(frame, GRAPH_ERROR, failure->error);
    if (node->kind == KIND_TASK) {
        const struct entry_info *info = engine->entries[node->entry];
        name = info->name;
        if (info->body != NULL && info->body->desc != NULL) {
            struct buf text = BUF_INIT;
            enode__describe(engine, node, &text);
            desc = buf_take(&text);
        }
    } else if (node->kind >= KIND_NATIVE) {
        struct buf text = BUF_INIT;
        name = engine->kinds.data[node->kind - KIND_NATIVE].name;
        enode__describe(engine, node, &text);
        desc = buf_take(&text);
    }
    if (name != NULL) {
        failure = failure__through(engine, failure, name, desc);
    }
    node->frame = NULL;
    clear_frame(frame);
    frame_release(frame);
    graph_fail(engine->graph, &node->node, failure);
}

/** The frame ends with an error; takes the failure. */
static void fail(struct frame *frame, struct failure *failure) {
    if (frame->parent == NULL) {
        fail_node(frame, failure);
        return;
    }
    struct slot *slot = &frame->parent->slots[frame->parent_slot];
    slot->child = NULL;
    clear_frame(frame);
    frame_release(frame);
    frame__answer(slot, GRAPH_ERROR, failure);
}

static bool product_right(struct frame *frame, void *value, struct failure **ret_failure) {
    const struct entry_info *info = frame->engine->entries[frame->node->entry];
    const struct value_ops *ops = rule_values(frame);
    if (frame->node->kind != KIND_TASK || ops->type_id(ops->user, value) == info->rule.product) {
        return true;
    }
    struct buf text = BUF_INIT;
    rule_graph_describe(frame->engine->rules, frame->node->entry, &text);
    buf_addz(&text, " returned a result value that did not satisfy its constraints: ");
    ops->describe(ops->user, value, &text);
    *ret_failure = failure__make(frame->engine, ENGINE_ERROR_PRODUCT, text.data);
    buf_done(&text);
    return false;
}

/** The frame ends with a value; takes the reference. */
static void finish(struct frame *frame, void *value, bool uncacheable) {
    struct engine *engine = frame->engine;
    struct enode *node = frame->node;
    const struct value_ops *ops = enode__values(engine, node);
    if (frame->parent != NULL) {
        struct frame *parent = frame->parent;
        struct slot *slot = &parent->slots[frame->parent_slot];
        if (frame->after > parent->after) {
            parent->after = frame->after;
        }
        slot->child = NULL;
        slot->ops = rule_values(frame);
        clear_frame(frame);
        frame_release(frame);
        frame__answer(slot, GRAPH_VALUE, value);
        rule_values(parent)->unref(rule_values(parent)->user, value);
        return;
    }
    struct failure *failure = NULL;
    if (!product_right(frame, value, &failure)) {
        ops->unref(ops->user, value);
        fail_node(frame, failure);
        return;
    }
    if (node->kind == KIND_TASK) {
        uncacheable |= (engine->entries[node->entry]->rule.flags & RULE_CACHEABLE) == 0;
    } else if (node->kind >= KIND_NATIVE) {
        uncacheable |= engine->kinds.data[node->kind - KIND_NATIVE].uncacheable;
    }
    tell_end(frame, GRAPH_VALUE, value);
    node->frame = NULL;
    clear_frame(frame);
    frame_release(frame);
    graph_complete(engine->graph, &node->node, value, uncacheable ? GRAPH_NOT_CACHEABLE : 0);
}

/* ---- beginning ---- */

static void begin_body(struct frame *frame) {
    frame->started = true;
    if (frame->ops->start != NULL) {
        frame->ops->start(frame, frame->data);
    }
}

void frame__start(struct engine *engine, struct enode *node, struct session *session) {
    struct frame *frame = frame_new(engine);
    frame->session = session;
    frame->node = node;
    frame->pending = PENDING_START;
    node->frame = frame;
    if (node->kind == KIND_TASK) {
        const struct entry_info *info = engine->entries[node->entry];
        const struct body_reg *body = info->body != NULL ? info->body : &engine->default_body;
        frame->ops = body->ops;
        frame->data = body->data;
        tell_start(frame);
        begin_body(frame);
        call__gather(frame);
        return;
    }
    if (node->kind == KIND_REENTRY) {
        frame->ops = &call__reentry_body;
    } else {
        const struct node_kind *kind = &engine->kinds.data[node->kind - KIND_NATIVE];
        frame->ops = kind->body;
        frame->data = kind->data;
    }
    tell_start(frame);
    begin_body(frame);
    frame__ready(frame);
}

struct frame *frame__child(struct frame *parent, uint32_t slot, const struct body_ops *ops,
                           void *data) {
    struct frame *frame = frame_new(parent->engine);
    frame->session = parent->session;
    frame->node = parent->node;
    frame->parent = parent;
    frame->parent_slot = slot;
    frame->after = parent->after;
    frame->ops = ops;
    frame->data = data;
    frame->pending = PENDING_START;
    begin_body(frame);
    frame__ready(frame);
    return frame;
}

/* ---- answers ---- */

void frame__refuse(struct frame *frame, struct failure *failure) {
    clear_slots(frame);
    failure__unref(frame->engine, frame->failure);
    frame->failure = failure__ref(failure);
    frame->pending = PENDING_ERROR;
    frame__ready(frame);
}

void frame__all_there(struct frame *frame) {
    if (frame->batch > frame->after) {
        frame->after = frame->batch;
    }
    if (frame->gathering) {
        frame->pending = PENDING_START;
    }
    frame__ready(frame);
}

void frame__answer(struct slot *slot, enum graph_outcome outcome, void *value) {
    struct frame *frame = slot->frame;
    if (outcome != GRAPH_VALUE) {
        if (frame->batch > frame->after) {
            frame->after = frame->batch;
        }
        struct failure *failure = value;
        bool child = slot->wait.from == NULL; /* of a child the failure is handed over */
        frame__refuse(frame, failure);
        if (child) {
            failure__unref(frame->engine, failure);
        }
        return;
    }
    slot->value = slot->ops->ref(slot->ops->user, value);
    frame->missing--;
    if (frame->missing == 0) {
        frame__all_there(frame);
    }
}

/* ---- stepping ---- */

static void fill_in(struct frame *frame, struct body_in *in, void ***ret_values) {
    *in = (struct body_in){.kind = IN_START};
    switch (frame->pending) {
    case PENDING_START: {
        const struct enode *node = frame->node;
        if (frame->parent != NULL || node->kind != KIND_TASK) {
            return;
        }
        in->n = node->nargs + frame->nslots;
        *ret_values = ALLOC_ARRAY(void *, in->n + 1);
        for (uint32_t i = 0; i < in->n; i++) {
            (*ret_values)[i] =
                i < node->nargs ? node->slots[i] : frame->slots[i - node->nargs].value;
        }
        break;
    }
    case PENDING_VALUE:
        in->kind = IN_VALUE;
        in->value = frame->slots[0].value;
        return;
    case PENDING_VALUES:
        in->kind = IN_VALUES;
        in->n = frame->nslots;
        *ret_values = ALLOC_ARRAY(void *, in->n + 1);
        for (uint32_t i = 0; i < in->n; i++) {
            (*ret_values)[i] = frame->slots[i].value;
        }
        break;
    case PENDING_ERROR:
        in->kind = IN_ERROR;
        in->error = frame->failure->error;
        return;
    case PENDING_WAKE:
        in->kind = IN_WAKE;
        in->value = frame->wake_value;
        in->error = frame->failure == NULL ? NULL : frame->failure->error;
        return;
    }
    in->values = *ret_values;
}

/** An error that came in and goes out again keeps its trace. Takes the error. */
static struct failure *failure_of(struct frame *frame, void *error) {
    if (frame->failure != NULL && frame->failure->error == error) {
        rule_values(frame)->error_unref(rule_values(frame)->user, error);
        return failure__ref(frame->failure);
    }
    return failure__new(frame->engine, error);
}

static void decide(struct frame *frame, struct body_out *out) {
    switch (out->kind) {
    case OUT_DONE:
        finish(frame, out->value, out->uncacheable);
        return;
    case OUT_FAIL:
        fail(frame, failure_of(frame, out->value));
        return;
    case OUT_CALL:
        frame->pending = PENDING_VALUE;
        call__issue(frame, &out->one, 1);
        break;
    case OUT_CALLS:
        frame->pending = PENDING_VALUES;
        call__issue(frame, out->calls, out->n);
        break;
    case OUT_WAIT:
        frame->pending = PENDING_WAKE;
        frame->waiting = true;
        if (frame->woken) {
            frame->waiting = false;
            frame__ready(frame);
        }
        break;
    case OUT_NONE:
        fail(frame, failure__make(frame->engine, ENGINE_ERROR_INTERNAL,
                                  "a body stepped without saying what it wants"));
        return;
    }
}

/** The node was stopped while its body was inside step(). */
static void bury(struct frame *frame, struct body_out *out) {
    const struct value_ops *ops = rule_values(frame);
    if (out->kind == OUT_DONE && out->value != NULL) {
        ops->unref(ops->user, out->value);
    } else if (out->kind == OUT_FAIL && out->value != NULL) {
        ops->error_unref(ops->user, out->value);
    }
    clear_frame(frame);
    frame_release(frame);
}

void frame__step(struct frame *frame) {
    struct body_in in;
    struct body_out out = {.frame = frame};
    void **values = NULL;
    if (frame->gathering && frame->pending == PENDING_ERROR) {
        frame->gathering = false;
        fail(frame, failure__ref(frame->failure));
        return;
    }
    fill_in(frame, &in, &values);
    frame->gathering = false;
    frame->woken = false;
    frame->stepping = true;
    /* what the slots hold is lent to the body, until its requests have been issued */
    struct engine *engine = frame->engine;
    struct failure *lent = frame->failure == NULL ? NULL : failure__ref(frame->failure);
    struct slot *slots = frame->slots;
    uint32_t nslots = frame->nslots;
    void *wake_value = frame->wake_value;
    frame->slots = NULL;
    frame->nslots = 0;
    frame->wake_value = NULL;
    frame->ops->step(frame, &in, &out);
    frame->stepping = false;
    if (frame->dead) {
        bury(frame, &out);
    } else {
        decide(frame, &out);
    }
    for (uint32_t i = 0; i < nslots; i++) {
        if (slots[i].value != NULL) {
            slots[i].ops->unref(slots[i].ops->user, slots[i].value);
        }
    }
    free(slots);
    free(values);
    free(out.calls);
    failure__unref(engine, lent);
    if (wake_value != NULL) {
        engine->config.values.unref(engine->config.values.user, wake_value);
    }
}
