/*
 * Things that are looked up by content: parameters, session inputs, nodes. All are counted; what
 * nobody holds any more leaves its table.
 */
#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "engine/engine_int.h"

/* ---- failures ---- */

static struct failure *failure_add(struct engine *engine) {
    struct failure *f = ALLOC(struct failure);
    f->refs = 1;
    f->next = engine->failures;
    if (f->next != NULL) {
        f->next->prev = f;
    }
    engine->failures = f;
    return f;
}

struct failure *failure__new(struct engine *engine, void *error) {
    struct failure *f = failure_add(engine);
    f->error = error;
    return f;
}

struct failure *failure__make(struct engine *engine, enum engine_error kind, const char *message) {
    const struct value_ops *ops = &engine->config.values;
    return failure__new(engine, ops->error_make(ops->user, kind, message));
}

struct failure *failure__through(struct engine *engine, struct failure *below, const char *name,
                                 char *desc) {
    const struct value_ops *ops = &engine->config.values;
    struct failure *f = failure_add(engine);
    f->error = ops->error_ref(ops->user, below->error);
    f->below = below;
    f->name = name;
    f->desc = desc;
    return f;
}

struct failure *failure__ref(struct failure *failure) {
    failure->refs++;
    return failure;
}

void failure__unref(struct engine *engine, struct failure *failure) {
    while (failure != NULL && --failure->refs == 0) { /* chains may be as deep as the graph */
        struct failure *below = failure->below;
        if (failure->prev != NULL) {
            failure->prev->next = failure->next;
        } else {
            engine->failures = failure->next;
        }
        if (failure->next != NULL) {
            failure->next->prev = failure->prev;
        }
        engine->config.values.error_unref(engine->config.values.user, failure->error);
        free(failure->desc);
        free(failure);
        failure = below;
    }
}

/* ---- parameters ---- */

/** Are two values of the same exact type equal? An error counts as no, unless it is asked for. */
static int values_equal(const struct value_ops *ops, void *a, void *b, void **ret_error) {
    if (a == b) {
        return 1;
    }
    if (ops->type_id(ops->user, a) != ops->type_id(ops->user, b)) {
        return 0;
    }
    return ops->equal(ops->user, a, b, ret_error);
}

static bool values_same(const struct value_ops *ops, void *a, void *b) {
    void *error = NULL;
    int r = values_equal(ops, a, b, &error);
    if (error != NULL) {
        ops->error_unref(ops->user, error);
    }
    return r > 0;
}

static void params_grow(struct engine *engine) {
    struct param **old = engine->params;
    size_t nold = engine->nparam_slots;
    engine->nparam_slots = nold == 0 ? 64 : nold * 2;
    engine->params = ALLOC_ARRAY(struct param *, engine->nparam_slots);
    for (size_t i = 0; i < nold; i++) {
        if (old[i] != NULL) {
            size_t at = old[i]->hash & (engine->nparam_slots - 1);
            while (engine->params[at] != NULL) {
                at = (at + 1) & (engine->nparam_slots - 1);
            }
            engine->params[at] = old[i];
        }
    }
    free(old);
}

struct param *param__intern(struct engine *engine, uint32_t type, void *value,
                            struct failure **ret_failure) {
    const struct value_ops *ops = &engine->config.values;
    uint64_t hash = 0;
    void *error = NULL;
    if (ops->hash(ops->user, value, &hash, &error) < 0) {
        *ret_failure = failure__new(engine, error);
        return NULL;
    }
    hash = hash_combine(hash, type);
    if ((engine->nparams + 1) * 3 > engine->nparam_slots * 2) {
        params_grow(engine);
    }
    size_t at = hash & (engine->nparam_slots - 1);
    for (; engine->params[at] != NULL; at = (at + 1) & (engine->nparam_slots - 1)) {
        struct param *have = engine->params[at];
        if (have->hash == hash && have->type == type && values_same(ops, have->value, value)) {
            return param__ref(have);
        }
    }
    struct param *param = ALLOC(struct param);
    *param = (struct param){1, type, hash, ops->ref(ops->user, value)};
    engine->params[at] = param;
    engine->nparams++;
    return param;
}

struct param *param__ref(struct param *param) {
    param->refs++;
    return param;
}

void param__unref(struct engine *engine, struct param *param) {
    if (--param->refs > 0) {
        return;
    }
    size_t mask = engine->nparam_slots - 1;
    size_t at = param->hash & mask;
    while (engine->params[at] != param) {
        at = (at + 1) & mask;
    }
    engine->params[at] = NULL;
    for (size_t next = (at + 1) & mask; engine->params[next] != NULL; next = (next + 1) & mask) {
        size_t home = engine->params[next]->hash & mask;
        if (((next - home) & mask) >= ((next - at) & mask)) { /* it may move back to `at` */
            engine->params[at] = engine->params[next];
            engine->params[next] = NULL;
            at = next;
        }
    }
    engine->nparams--;
    engine->config.values.unref(engine->config.values.user, param->value);
    free(param);
}

/* ---- session inputs ---- */

static struct inputs *inputs_intern(struct engine *engine, const struct inputs *probe) {
    uint64_t hash = hash_bytes(probe->ids, probe->n * 2 * sizeof(uint64_t));
    for (;; hash = hash_mix(hash)) {
        struct inputs *have = imap_get(&engine->inputs, hash);
        if (have == NULL) {
            break;
        }
        if (have->n == probe->n &&
            memcmp(have->ids, probe->ids, probe->n * 2 * sizeof(uint64_t)) == 0) {
            return inputs__ref(have);
        }
    }
    struct inputs *made = xmemdup(probe, sizeof *probe + probe->n * 2 * sizeof(uint64_t));
    made->refs = 1;
    made->hash = hash;
    (void)imap_put(&engine->inputs, hash, made);
    return made;
}

struct inputs *inputs__of(struct session *session, const struct rule_entry *entry) {
    struct inputs **place = &session->inputs[entry->inputs_id];
    if (*place == NULL && entry->ninputs > 0) {
        struct inputs *probe = xcalloc(1, sizeof *probe + entry->ninputs * 2 * sizeof(uint64_t));
        probe->n = entry->ninputs;
        for (uint32_t i = 0; i < entry->ninputs; i++) {
            probe->ids[2 * i] = entry->inputs[i];
            probe->ids[2 * i + 1] = (uintptr_t)imap_get(&session->identities, entry->inputs[i]);
        }
        *place = inputs_intern(session->engine, probe);
        free(probe);
    }
    return *place;
}

struct inputs *inputs__ref(struct inputs *inputs) {
    if (inputs != NULL) {
        inputs->refs++;
    }
    return inputs;
}

void inputs__unref(struct engine *engine, struct inputs *inputs) {
    if (inputs != NULL && --inputs->refs == 0) {
        (void)imap_del(&engine->inputs, inputs->hash);
        free(inputs);
    }
}

void inputs__drop(struct session *session) {
    uint32_t n = session->inputs == NULL ? 0 : rule_graph_inputs_count(session->engine->rules);
    for (uint32_t i = 0; i < n; i++) {
        inputs__unref(session->engine, session->inputs[i]);
        session->inputs[i] = NULL;
    }
}

/* ---- nodes ---- */

static bool hash_key(struct engine *engine, const struct node_key *key, uint64_t *ret,
                     struct failure **ret_failure) {
    const struct value_ops *ops = &engine->config.values;
    uint64_t hash = hash_combine(key->kind, key->entry);
    hash = hash_combine(hash, (uint64_t)(uintptr_t)key->inputs);
    for (uint32_t i = 0; i < key->nargs; i++) {
        uint64_t one = 0;
        void *error = NULL;
        if (ops->hash(ops->user, key->args[i], &one, &error) < 0) {
            *ret_failure = failure__new(engine, error);
            return false;
        }
        hash = hash_combine(hash, one);
    }
    for (uint32_t i = 0; i < key->nparams; i++) {
        hash = hash_combine(hash, (uint64_t)(uintptr_t)key->params[i]);
    }
    if (key->kind >= KIND_NATIVE) {
        hash = hash_combine(hash, hash_str(key->bytes));
    }
    *ret = hash;
    return true;
}

bool enode__key_equal(void *user, const struct graph_node *node, const void *probe) {
    const struct engine *engine = user;
    const struct enode *have = (const struct enode *)node;
    const struct node_key *key = probe;
    if (have->kind != key->kind || have->entry != key->entry || have->inputs != key->inputs) {
        return false;
    }
    if (key->kind >= KIND_NATIVE) {
        return memcmp(have->slots, key->bytes.ptr, key->bytes.len) == 0;
    }
    if (have->nargs != key->nargs || have->nparams != key->nparams) {
        return false;
    }
    for (uint32_t i = 0; i < key->nparams; i++) {
        if (enode_params(have)[i] != key->params[i]) {
            return false;
        }
    }
    for (uint32_t i = 0; i < key->nargs; i++) {
        if (!values_same(&engine->config.values, have->slots[i], key->args[i])) {
            return false;
        }
    }
    return true;
}

static struct enode *enode_new(struct engine *engine, const struct node_key *key) {
    const struct value_ops *ops = &engine->config.values;
    size_t size = key->kind >= KIND_NATIVE ? key->bytes.len
                                           : ((size_t)key->nargs + key->nparams) * sizeof(void *);
    struct enode *node = xcalloc(1, size_add(sizeof *node, size));
    node->kind = key->kind;
    node->entry = key->entry;
    node->inputs = inputs__ref(key->inputs);
    node->nargs = key->nargs;
    node->nparams = key->nparams;
    if (key->kind >= KIND_NATIVE) {
        memcpy(node->slots, key->bytes.ptr, key->bytes.len);
        return node;
    }
    for (uint32_t i = 0; i < key->nargs; i++) {
        node->slots[i] = ops->ref(ops->user, key->args[i]);
    }
    for (uint32_t i = 0; i < key->nparams; i++) {
        node->slots[key->nargs + i] = param__ref(key->params[i]);
    }
    return node;
}

struct enode *enode__find(struct engine *engine, const struct node_key *key) {
    uint64_t hash = 0;
    struct failure *failure = NULL;
    if (!hash_key(engine, key, &hash, &failure)) {
        failure__unref(engine, failure);
        return NULL;
    }
    return (struct enode *)graph_find(engine->graph, hash, key);
}

struct enode *enode__get(struct engine *engine, const struct node_key *key,
                         struct failure **ret_failure) {
    uint64_t hash = 0;
    if (!hash_key(engine, key, &hash, ret_failure)) {
        return NULL;
    }
    struct graph_node *found = graph_find(engine->graph, hash, key);
    if (found != NULL) {
        return (struct enode *)found;
    }
    struct enode *node = enode_new(engine, key);
    graph_add(engine->graph, &node->node, hash);
    return node;
}

void enode__free(void *user, struct graph_node *graph_node) {
    struct engine *engine = user;
    struct enode *node = (struct enode *)graph_node;
    assert(node->frame == NULL);
    if (node->kind < KIND_NATIVE) {
        for (uint32_t i = 0; i < node->nparams; i++) {
            param__unref(engine, enode_params(node)[i]);
        }
        for (uint32_t i = 0; i < node->nargs; i++) {
            engine->config.values.unref(engine->config.values.user, node->slots[i]);
        }
    }
    inputs__unref(engine, node->inputs);
    free(node);
}

const struct value_ops *enode__values(const struct engine *engine, const struct enode *node) {
    if (node->kind >= KIND_NATIVE) {
        const struct value_ops *own = engine->kinds.data[node->kind - KIND_NATIVE].values;
        if (own != NULL) {
            return own;
        }
    }
    return &engine->config.values;
}

struct entry_info *entry__info(struct engine *engine, uint32_t entry) {
    struct entry_info *info = engine->entries[entry];
    if (info != NULL) {
        return info;
    }
    info = engine->entries[entry] = ALLOC(struct entry_info);
    rule_graph_entry(engine->rules, entry, &info->entry);
    if (info->entry.kind != RULE_ENTRY_RULE) {
        return info;
    }
    (void)rule_graph_rule(engine->rules, info->entry.rule, &info->rule);
    info->body = imap_get(&engine->bodies, info->entry.rule);
    info->name = rule_graph_name(engine->rules, info->entry.rule);
    uint32_t computed = info->rule.nparams - info->entry.arity;
    info->param_edges = ALLOC_ARRAY(uint32_t, computed + 1);
    for (uint32_t i = 0; i < computed; i++) {
        info->param_edges[i] = rule_graph_param_edge(engine->rules, entry, info->entry.arity + i);
    }
    return info;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/** "a, b" of the parameters that have something to say; adds nothing when none has. */
static void add_hints(const struct engine *engine, const struct enode *node, const char *before,
                      struct buf *out) {
    const struct value_ops *ops = &engine->config.values;
    VEC(char *) hints = {0};
    for (uint32_t i = 0; i < node->nargs + node->nparams; i++) {
        struct buf text = BUF_INIT;
        ops->hint(ops->user,
                  i < node->nargs ? node->slots[i] : enode_params(node)[i - node->nargs]->value,
                  &text);
        if (text.len > 0) {
            vec_push(&hints, buf_take(&text));
        }
        buf_done(&text);
    }
    if (hints.len > 0) {
        qsort(hints.data, hints.len, sizeof(char *), by_text);
    }
    for (size_t i = 0; i < hints.len; i++) {
        buf_addz(out, i == 0 ? before : ", ");
        buf_addz(out, hints.data[i]);
        free(hints.data[i]);
    }
    vec_done(&hints);
}

void enode__describe(const struct engine *engine, const struct enode *node, struct buf *out) {
    if (node->kind >= KIND_NATIVE) {
        buf_addz(out, engine->kinds.data[node->kind - KIND_NATIVE].name);
        buf_add_char(out, '(');
        buf_add_str(out, str_make((const char *)node->slots, node->entry));
        buf_add_char(out, ')');
        return;
    }
    if (node->kind == KIND_REENTRY) {
        rule_graph_describe(engine->rules, node->entry, out);
        return;
    }
    const struct entry_info *info = engine->entries[node->entry];
    if (info->body != NULL && info->body->desc != NULL) {
        buf_addz(out, info->body->desc);
        add_hints(engine, node, " - ", out);
        return;
    }
    buf_addz(out, (info->rule.flags & RULE_CACHEABLE) != 0 ? "@rule(" : "@goal_rule(");
    buf_addz(out, info->name);
    buf_addz(out, "(");
    add_hints(engine, node, "", out);
    buf_addz(out, "))");
}
