/*
 * From a call in a body to a node: which edge of the rule graph it takes, which parameters go
 * along, which implementation of a polymorphic rule is meant.
 *
 * The scope of a call: the caller's own parameters (those its entry can reach), with the implicit
 * values put over them by type. The callee's node takes those that its entry can reach.
 */
#include <assert.h>
#include <string.h>

#include "engine/engine_int.h"

/** Parameters by ascending type. */
struct scope {
    struct param **params;
    uint32_t n;
    uint32_t nown; /* how many of `own` are to be given back */
    struct param **own;
};

static void scope_put(struct scope *s, struct param *param) {
    uint32_t at = 0;
    while (at < s->n && s->params[at]->type < param->type) {
        at++;
    }
    if (at == s->n || s->params[at]->type != param->type) {
        memmove(s->params + at + 1, s->params + at, (s->n - at) * sizeof *s->params);
        s->n++;
    }
    s->params[at] = param;
}

static void scope_done(struct engine *engine, struct scope *s) {
    for (uint32_t i = 0; i < s->nown; i++) {
        param__unref(engine, s->own[i]);
    }
    free(s->params);
    free(s->own);
}

static bool scope_init(struct scope *s, struct frame *frame, const struct typed_value *implicit,
                       size_t n, struct failure **ret_failure) {
    const struct enode *node = frame->node;
    *s = (struct scope){.n = node->kind < KIND_NATIVE ? node->nparams : 0};
    s->params = ALLOC_ARRAY(struct param *, s->n + n + 1);
    s->own = ALLOC_ARRAY(struct param *, n + 1);
    if (s->n > 0) {
        memcpy(s->params, enode_params(node), s->n * sizeof *s->params);
    }
    for (size_t i = 0; i < n; i++) {
        struct param *param =
            param__intern(frame->engine, implicit[i].type, implicit[i].value, ret_failure);
        if (param == NULL) {
            return false;
        }
        s->own[s->nown++] = param;
        scope_put(s, param);
    }
    return true;
}

/* ---- entries ---- */

/** Does a re-entry have in-scope values to compute, or are all of them parameters? */
static bool computes_scope(const struct engine *engine, uint32_t entry) {
    uint32_t to = 0;
    for (uint32_t i = 0; rule_graph_edge_at(engine->rules, entry, i, &to); i++) {
        struct rule_entry dep;
        rule_graph_entry(engine->rules, to, &dep);
        if (dep.kind != RULE_ENTRY_PARAM) {
            return true;
        }
    }
    return false;
}

static bool find_params(struct engine *engine, const struct entry_info *info,
                        struct param *const *scope, size_t nscope, struct param **ret,
                        struct failure **ret_failure) {
    size_t at = 0;
    for (uint32_t i = 0; i < info->entry.nin_set; i++) {
        while (at < nscope && scope[at]->type < info->entry.in_set[i]) {
            at++;
        }
        if (at == nscope || scope[at]->type != info->entry.in_set[i]) {
            struct str type = rule_graph_type_name(engine->rules, info->entry.in_set[i]);
            char *text = xasprintf("a parameter of type %.*s is not in scope", STR_FMT(type));
            *ret_failure = failure__make(engine, ENGINE_ERROR_INTERNAL, text);
            free(text);
            return false;
        }
        ret[i] = scope[at];
    }
    return true;
}

bool call__resolve(struct engine *engine, struct session *session, uint32_t entry,
                   struct param *const *scope, size_t nscope, void *const *args, size_t nargs,
                   struct target *ret, struct failure **ret_failure) {
    struct entry_info *info = entry__info(engine, entry);
    while (info->entry.kind == RULE_ENTRY_ROOT ||
           (info->entry.kind == RULE_ENTRY_REENTRY && !computes_scope(engine, entry))) {
        entry = info->entry.target;
        info = entry__info(engine, entry);
    }
    struct param *few[16];
    struct param **params =
        info->entry.nin_set <= 16 ? few : ALLOC_ARRAY(struct param *, info->entry.nin_set);
    bool ok = find_params(engine, info, scope, nscope, params, ret_failure);
    *ret = (struct target){NULL, NULL};
    if (ok && info->entry.kind == RULE_ENTRY_PARAM) {
        ret->value = params[0]->value;
    } else if (ok) {
        bool task = info->entry.kind == RULE_ENTRY_RULE;
        struct node_key key = {.kind = task ? KIND_TASK : KIND_REENTRY,
                               .entry = entry,
                               .inputs = inputs__of(session, &info->entry),
                               .args = args,
                               .nargs = task ? (uint32_t)nargs : 0,
                               .params = params,
                               .nparams = info->entry.nin_set};
        ret->node = enode__get(engine, &key, ret_failure);
        ok = ret->node != NULL;
    }
    if (params != few) {
        free(params);
    }
    return ok;
}

/* ---- one request ---- */

/** Of the requests of one step. */
struct issue {
    struct frame *frame;
    bool new_group;          /* the next edge is the first of a group */
    struct failure *failure; /* owned; ends it */
};

static void ask(struct issue *x, struct slot *slot, struct enode *node) {
    struct frame *frame = x->frame;
    enum graph_outcome outcome = GRAPH_VALUE;
    void *value = NULL;
    slot->ops = enode__values(frame->engine, node);
    bool there = graph_get(frame->engine->graph, &frame->node->node, &node->node, x->new_group,
                           &slot->wait, &outcome, &value);
    x->new_group = false;
    if (!there) {
        return;
    }
    if (outcome == GRAPH_VALUE) {
        slot->value = slot->ops->ref(slot->ops->user, value);
        frame->missing--;
    } else {
        x->failure = failure__ref(value);
    }
}

static void ask_entry(struct issue *x, struct slot *slot, uint32_t entry, const struct scope *scope,
                      void *const *args, size_t nargs) {
    struct frame *frame = x->frame;
    struct target target;
    if (!call__resolve(frame->engine, frame->session, entry, scope->params, scope->n, args, nargs,
                       &target, &x->failure)) {
        return;
    }
    if (target.node != NULL) {
        ask(x, slot, target.node);
        return;
    }
    slot->ops = &frame->engine->config.values;
    slot->value = slot->ops->ref(slot->ops->user, target.value);
    frame->missing--;
}

/* ---- calls by rule and type ---- */

static void add_call(const struct engine *engine, const struct call *call, struct buf *out) {
    const struct value_ops *ops = &engine->config.values;
    struct str product = rule_graph_type_name(engine->rules, call->product);
    if (call->rule != 0) {
        buf_addf(out, "Call(%s(", rule_graph_name(engine->rules, call->rule));
    } else {
        buf_addf(out, "Get(%.*s", STR_FMT(product));
    }
    for (size_t i = 0; i < call->nargs; i++) {
        buf_addz(out, i > 0 ? ", " : "");
        ops->describe(ops->user, call->args[i], out);
    }
    for (size_t i = 0; i < call->nimplicit; i++) {
        struct str type = rule_graph_type_name(engine->rules, call->implicit[i].type);
        buf_addf(out, "%s%.*s: ", i > 0 || call->nargs > 0 || call->rule == 0 ? ", " : "",
                 STR_FMT(type));
        ops->describe(ops->user, call->implicit[i].value, out);
    }
    if (call->rule != 0) {
        buf_addf(out, ") -> %.*s)", STR_FMT(product));
    } else {
        buf_addz(out, ")");
    }
}

static struct failure *not_detected(struct engine *engine, const struct call *call) {
    struct buf text = BUF_INIT;
    add_call(engine, call, &text);
    buf_addz(&text,
             " is not among the calls found in the source of this rule. Is the `await` in the "
             "rule's own code or its helpers, and is what it calls defined before the rule "
             "(or imported at the top of its module)?");
    struct failure *failure = failure__make(engine, ENGINE_ERROR_CALL, text.data);
    buf_done(&text);
    return failure;
}

/** The edge for these types of implicit inputs, given in any order. */
static uint32_t find_edge(const struct engine *engine, uint32_t entry, uint32_t rule,
                          const struct call *call, const struct typed_value *implicit) {
    uint32_t few[16] = {0};
    size_t n = call->nimplicit;
    uint32_t *types = n <= 16 ? few : ALLOC_ARRAY(uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && types[at - 1] > implicit[i].type; at--) {
            types[at] = types[at - 1];
        }
        types[at] = implicit[i].type;
    }
    uint32_t to =
        rule_graph_edge(engine->rules, entry, rule, (uint32_t)call->nargs, call->product, types, n);
    if (types != few) {
        free(types);
    }
    return to;
}

/**
 * Chooses the edge. implicit (a copy of the call's) gets the types that its values have in the
 * callee's scope: for a member of a union, the member's own.
 */
static uint32_t choose_edge(struct engine *engine, const struct entry_info *caller, uint32_t entry,
                            const struct call *call, struct typed_value *implicit) {
    const struct value_ops *ops = &engine->config.values;
    uint32_t rule = call->rule;
    for (size_t i = 0; i < call->nimplicit && rule != 0; i++) {
        uint32_t type = ops->type_id(ops->user, implicit[i].value);
        uint32_t impl = rule_graph_implementation(engine->rules, caller->rule.id, rule, type);
        if (impl != 0) {
            implicit[i].type = type;
            rule = impl;
            break;
        }
    }
    uint32_t to = find_edge(engine, entry, rule, call, implicit);
    if (to != RULE_ENTRY_NONE) {
        return to;
    }
    for (size_t i = 0; i < call->nimplicit; i++) {
        if (rule_graph_is_union(engine->rules, implicit[i].type)) {
            implicit[i].type = ops->type_id(ops->user, implicit[i].value);
        }
    }
    return find_edge(engine, entry, rule, call, implicit);
}

static void issue_rule(struct issue *x, struct slot *slot, const struct call *call) {
    struct frame *frame = x->frame;
    struct engine *engine = frame->engine;
    uint32_t to = RULE_ENTRY_NONE;
    struct typed_value few[8];
    struct typed_value *implicit =
        call->nimplicit <= 8 ? few : ALLOC_ARRAY(struct typed_value, call->nimplicit);
    if (call->nimplicit > 0) {
        memcpy(implicit, call->implicit, call->nimplicit * sizeof *implicit);
    }
    if (frame->node->kind == KIND_TASK) {
        uint32_t entry = frame->node->entry;
        to = choose_edge(engine, engine->entries[entry], entry, call, implicit);
    }
    if (to == RULE_ENTRY_NONE) {
        x->failure = not_detected(engine, call);
    } else {
        struct scope scope;
        if (scope_init(&scope, frame, implicit, call->nimplicit, &x->failure)) {
            ask_entry(x, slot, to, &scope, call->args, call->nargs);
        }
        scope_done(engine, &scope);
    }
    if (implicit != few) {
        free(implicit);
    }
}

static void issue_select(struct issue *x, struct slot *slot, const struct call *call) {
    struct scope scope;
    if (scope_init(&scope, x->frame, call->implicit, call->nimplicit, &x->failure)) {
        ask_entry(x, slot, call->node_kind, &scope, NULL, 0);
    }
    scope_done(x->frame->engine, &scope);
}

static void issue_node(struct issue *x, struct slot *slot, const struct call *call) {
    struct engine *engine = x->frame->engine;
    assert(call->node_kind >= KIND_NATIVE && call->node_kind - KIND_NATIVE < engine->kinds.len);
    struct node_key key = {
        .kind = call->node_kind, .entry = (uint32_t)call->key.len, .bytes = call->key};
    struct enode *node = enode__get(engine, &key, &x->failure);
    ask(x, slot, node);
}

static void issue_one(struct issue *x, uint32_t at, const struct call *call) {
    struct slot *slot = &x->frame->slots[at];
    slot->frame = x->frame;
    switch ((int)call->kind) {
    case CALL_RULE:
        issue_rule(x, slot, call);
        break;
    case CALL_BODY:
        slot->child = frame__child(x->frame, at, call->body, call->data);
        break;
    case CALL_NODE:
        issue_node(x, slot, call);
        break;
    case (int)CALL_SELECT:
        issue_select(x, slot, call);
        break;
    }
}

/** Children that will not be made: their bodies have been promised a drop(). */
static void drop_rest(struct frame *frame, const struct call *calls, size_t from, size_t n) {
    for (size_t i = from; i < n; i++) {
        if (calls[i].kind == CALL_BODY) {
            frame->slots[i].frame = frame;
            frame->slots[i].child = frame__child(frame, (uint32_t)i, calls[i].body, calls[i].data);
        }
    }
}

void call__issue(struct frame *frame, const struct call *calls, size_t n) {
    struct frame *root = frame->node->frame;
    struct issue x = {.frame = frame, .new_group = frame->after >= root->group};
    root->group += x.new_group;
    frame->batch = root->group;
    frame->slots = ALLOC_ARRAY(struct slot, n);
    frame->nslots = frame->missing = (uint32_t)n;
    for (size_t i = 0; i < n; i++) {
        issue_one(&x, (uint32_t)i, &calls[i]);
        if (x.failure != NULL) {
            drop_rest(frame, calls, i + 1, n);
            if (frame->batch > frame->after) {
                frame->after = frame->batch;
            }
            frame__refuse(frame, x.failure);
            failure__unref(frame->engine, x.failure);
            return;
        }
    }
    if (frame->missing == 0) {
        frame__all_there(frame);
    }
}

void call__gather(struct frame *frame) {
    const struct entry_info *info = frame->engine->entries[frame->node->entry];
    uint32_t n = info->rule.nparams - info->entry.arity;
    struct call few[8] = {0};
    struct call *calls = n <= 8 ? few : ALLOC_ARRAY(struct call, n);
    for (uint32_t i = 0; i < n; i++) {
        calls[i] = (struct call){.kind = CALL_SELECT, .node_kind = info->param_edges[i]};
    }
    frame->gathering = true;
    call__issue(frame, calls, n);
    if (calls != few) {
        free(calls);
    }
}

/* ---- re-entries that compute in-scope values ---- */

struct reentry {
    struct typed_value *values; /* owned; what they hold is lent by the step */
    size_t n;
    bool asked; /* for the answer itself */
};

static void reentry_start(struct frame *frame, void *data) {
    (void)data;
    frame_set_state(frame, ALLOC(struct reentry));
}

static void reentry_first(struct frame *frame, struct reentry *r, struct body_out *out) {
    VEC(struct call) calls = {0};
    uint32_t to = 0;
    for (uint32_t i = 0; rule_graph_edge_at(frame->engine->rules, frame->node->entry, i, &to);
         i++) {
        const struct entry_info *info = entry__info(frame->engine, to);
        if (info->entry.kind != RULE_ENTRY_PARAM) {
            vec_push(&calls, ((struct call){.kind = CALL_SELECT, .node_kind = to}));
        }
    }
    r->values = ALLOC_ARRAY(struct typed_value, calls.len + 1);
    out_calls(out, calls.len);
    for (size_t i = 0; i < calls.len; i++) {
        r->values[r->n++].type = entry__info(frame->engine, calls.data[i].node_kind)->entry.type;
        out_call(out, &calls.data[i]);
    }
    vec_done(&calls);
}

static void reentry_step(struct frame *frame, const struct body_in *in, struct body_out *out) {
    struct reentry *r = frame_state(frame);
    const struct value_ops *ops = &frame->engine->config.values;
    const struct entry_info *info = entry__info(frame->engine, frame->node->entry);
    switch (in->kind) {
    case IN_START:
        reentry_first(frame, r, out);
        break;
    case IN_VALUES:
        for (size_t i = 0; i < in->n; i++) {
            r->values[i].value = in->values[i];
        }
        out_call(out, &(struct call){.kind = CALL_SELECT,
                                     .node_kind = info->entry.target,
                                     .implicit = r->values,
                                     .nimplicit = r->n});
        break;
    case IN_VALUE:
        out_done(out, ops->ref(ops->user, in->value));
        break;
    case IN_ERROR:
    case IN_WAKE:
        out_fail(out, ops->error_ref(ops->user, in->error));
        break;
    }
}

static void reentry_drop(struct frame *frame) {
    struct reentry *r = frame_state(frame);
    free(r->values);
    free(r);
}

const struct body_ops call__reentry_body = {reentry_start, reentry_step, reentry_drop};
