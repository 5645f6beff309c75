/* What bodies say to the engine (out_...) and ask of their frames (frame_...). */
#include <assert.h>

#include "engine/engine_int.h"

/* ---- what bodies say ---- */

static void out_end(struct body_out *out, enum out_kind kind, void *value) {
    assert(out->kind == OUT_NONE);
    out->kind = kind;
    out->value = value;
}

void out_done(struct body_out *out, void *value) {
    out_end(out, OUT_DONE, value);
}

void out_done_uncacheable(struct body_out *out, void *value) {
    out_end(out, OUT_DONE, value);
    out->uncacheable = true;
}

void out_fail(struct body_out *out, void *error) {
    out_end(out, OUT_FAIL, error);
}

void out_fail_err(struct body_out *out, const struct err *e) {
    const struct value_ops *ops = &out->frame->engine->config.values;
    out_fail(out, ops->error_make(ops->user, ENGINE_ERROR_NATIVE, e->msg));
}

void out_call(struct body_out *out, const struct call *call) {
    if (out->kind == OUT_CALLS) {
        assert(out->n < out->cap);
        out->calls[out->n++] = *call;
        return;
    }
    assert(out->kind == OUT_NONE);
    out->kind = OUT_CALL;
    out->one = *call;
}

void out_calls(struct body_out *out, size_t n) {
    assert(out->kind == OUT_NONE);
    out->kind = OUT_CALLS;
    out->calls = ALLOC_ARRAY(struct call, n + 1);
    out->cap = n;
}

void out_wait(struct body_out *out) {
    assert(out->kind == OUT_NONE);
    out->kind = OUT_WAIT;
}

/* ---- what bodies ask ---- */

void *frame_state(const struct frame *frame) {
    return frame->state;
}

void frame_set_state(struct frame *frame, void *state) {
    frame->state = state;
}

struct engine *frame_engine(const struct frame *frame) {
    return frame->engine;
}

struct session *frame_session(const struct frame *frame) {
    return frame->session;
}

static const struct entry_info *task_info(const struct frame *frame) {
    if (frame->node == NULL || frame->node->kind != KIND_TASK) {
        return NULL;
    }
    return frame->engine->entries[frame->node->entry];
}

uint32_t frame_rule(const struct frame *frame) {
    const struct entry_info *info = task_info(frame);
    return info == NULL ? 0 : info->rule.id;
}

uint32_t frame_product(const struct frame *frame) {
    const struct entry_info *info = task_info(frame);
    return info == NULL ? 0 : info->rule.product;
}

uint32_t frame_arity(const struct frame *frame) {
    const struct entry_info *info = task_info(frame);
    return info == NULL ? 0 : info->entry.arity;
}

struct str frame_key(const struct frame *frame) {
    if (frame->node == NULL || frame->node->kind < KIND_NATIVE) {
        return STR_NULL;
    }
    return str_make((const char *)frame->node->slots, frame->node->entry);
}

void *frame_param(const struct frame *frame, uint32_t type) {
    const struct enode *node = frame->node;
    if (node == NULL || node->kind >= KIND_NATIVE) {
        return NULL;
    }
    for (uint32_t i = 0; i < node->nparams; i++) {
        if (enode_params(node)[i]->type == type) {
            return enode_params(node)[i]->value;
        }
    }
    return NULL;
}

void frame_describe(const struct frame *frame, struct buf *out) {
    if (frame->node != NULL) {
        enode__describe(frame->engine, frame->node, out);
    }
}

bool frame_side_effected(struct frame *frame) {
    const struct entry_info *info = task_info(frame);
    if (info == NULL || (info->rule.flags & RULE_SIDE_EFFECTING) == 0) {
        return false;
    }
    graph_no_restart(frame->engine->graph, &frame->node->node);
    return true;
}

void frame_read(struct frame *frame, uint32_t kind, struct str key, void *value) {
    struct engine *engine = frame->engine;
    const struct node_kind *k = &engine->kinds.data[kind - KIND_NATIVE];
    const struct node_key looked = {.kind = kind, .entry = (uint32_t)key.len, .bytes = key};
    struct failure *failure = NULL;
    struct enode *to = frame->dead ? NULL : enode__get(engine, &looked, &failure);
    if (to == NULL) { /* bytes always hash: the frame is dead */
        const struct value_ops *ops = k->values == NULL ? &engine->config.values : k->values;
        ops->unref(ops->user, value);
        return;
    }
    graph_read(engine->graph, &frame->node->node, &to->node, value,
               k->uncacheable ? GRAPH_NOT_CACHEABLE : (enum graph_complete_flags)0);
}

struct frame_handle frame_handle(const struct frame *frame) {
    return (struct frame_handle){(struct frame *)frame, frame->serial};
}

void engine_wake(struct engine *engine, struct frame_handle handle, void *value, void *error) {
    struct frame *frame = handle.frame;
    const struct value_ops *ops = &engine->config.values;
    if (frame->serial != handle.serial || frame->woken || frame->dead ||
        !(frame->waiting || frame->stepping)) {
        if (value != NULL) {
            ops->unref(ops->user, value);
        }
        if (error != NULL) {
            ops->error_unref(ops->user, error);
        }
        return;
    }
    frame->woken = true;
    frame->wake_value = value;
    failure__unref(engine, frame->failure);
    frame->failure = error == NULL ? NULL : failure__new(engine, error);
    if (frame->waiting) {
        frame->waiting = false;
        frame__ready(frame);
    }
    if (engine->running == 0 && engine->config.loop.ready != NULL) {
        engine->config.loop.ready(engine->config.loop.user);
    }
}
