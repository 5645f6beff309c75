/*
 * The part of Runtime that is about rules: the rule graph, made or loaded; the engine over it; and
 * requests.
 */
#include "pyembed/py.h"

#include "pyembed/engine/reads.h"
#include "pyembed/engine/runtime.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "codec/sha256.h"

/* What a goal's rule may take from the run. */
static const char *const goal_params[] = {
    "pants.base.specs:Specs",
    "pants.engine.console:Console",
    "pants.engine.fs:Workspace",
    "pants.engine.environment:EnvironmentName",
};

typedef VEC(uint32_t) id_vec;

static uint32_t id_of(struct py_runtime *rt, struct pval name) {
    return intern_id(&rt->names, pval_str(name));
}

static void ids_of(struct py_runtime *rt, struct pval list, id_vec *out) {
    vec_clear(out);
    for (uint32_t i = 0; i < pval_len(list); i++) {
        vec_push(out, id_of(rt, pval_item(list, i)));
    }
}

/* ---- the rule set ---- */

static void add_rule(struct py_runtime *rt, struct rule_set *set, struct str id, struct pval node) {
    struct pval params = pval_getz(node, "params"), calls = pval_getz(node, "calls");
    id_vec types = {0}, masked = {0};
    for (uint32_t i = 0; i < pval_len(params); i++) {
        vec_push(&types, id_of(rt, pval_item(pval_item(params, i), 1)));
    }
    ids_of(rt, pval_getz(node, "masked"), &masked);
    uint32_t ncalls = pval_len(calls);
    struct rule_call *made = ALLOC_ARRAY(struct rule_call, ncalls);
    id_vec *inputs = ALLOC_ARRAY(id_vec, ncalls);
    for (uint32_t i = 0; i < ncalls; i++) {
        struct pval call = pval_item(calls, i), rule = pval_getz(call, "rule");
        ids_of(rt, pval_getz(call, "inputs"), &inputs[i]);
        made[i] = (struct rule_call){
            .rule = pval_is_none(rule) ? 0 : id_of(rt, rule),
            .arity = (uint32_t)pval_int(pval_getz(call, "arity")),
            .product = id_of(rt, pval_getz(call, "out")),
            .inputs = inputs[i].data,
            .ninputs = inputs[i].len,
        };
    }
    unsigned flags = pval_bool(pval_getz(node, "cacheable")) ? RULE_CACHEABLE : 0;
    flags |= pval_bool(pval_getz(node, "polymorphic")) ? RULE_POLYMORPHIC : 0;
    flags |= pval_is_none(pval_getz(node, "goal")) ? 0 : RULE_SIDE_EFFECTING;
    const struct rule_decl decl = {
        .id = intern_id(&rt->names, id),
        .func = id_of(rt, pval_getz(node, "func")),
        .line = (uint32_t)pval_int(pval_getz(node, "line")),
        .product = id_of(rt, pval_getz(node, "out")),
        .params = types.data,
        .nparams = types.len,
        .calls = made,
        .ncalls = ncalls,
        .masked = masked.data,
        .nmasked = masked.len,
        .flags = (enum rule_flags)flags,
    };
    rules_add(set, &decl);
    for (uint32_t i = 0; i < ncalls; i++) {
        vec_done(&inputs[i]);
    }
    free(inputs);
    free(made);
    vec_done(&types);
    vec_done(&masked);
}

static void add_goal_query(struct py_runtime *rt, struct rule_set *set, struct pval rule) {
    uint32_t params[ARRAY_LEN(goal_params)];
    for (size_t i = 0; i < ARRAY_LEN(goal_params); i++) {
        params[i] = intern_id(&rt->names, str_from(goal_params[i]));
    }
    rules_add_query(set, id_of(rt, pval_getz(rule, "out")), params, ARRAY_LEN(params));
}

static void add_unions(struct py_runtime *rt, struct rule_set *set, struct pval table,
                       struct map *seen) {
    struct pval types = pval_getz(table, "types");
    id_vec in_scope = {0};
    for (uint32_t i = 0; i < pval_len(types); i++) {
        struct pval name, type;
        pval_pair(types, i, &name, &type);
        if (!pval_bool(pval_getz(type, "union")) || map_put(seen, pval_str(name), rt) != NULL) {
            continue;
        }
        ids_of(rt, pval_getz(type, "in_scope"), &in_scope);
        rules_add_union(set, id_of(rt, name), in_scope.data, in_scope.len);
    }
    vec_done(&in_scope);
}

static void add_backend(struct py_runtime *rt, struct rule_set *set,
                        const struct runtime_backend *b, struct map *seen) {
    struct pval backend = pval_get(pval_getz(b->table, "backends"), b->name);
    struct pval rules = pval_getz(backend, "rules"), all = pval_getz(b->table, "rules");
    for (uint32_t i = 0; i < pval_len(rules); i++) {
        struct str id = pval_str(pval_item(rules, i));
        struct pval node = pval_get(all, id);
        if (pval_is_none(node) || map_put(seen, id, rt) != NULL) {
            continue;
        }
        add_rule(rt, set, id, node);
        if (!pval_is_none(pval_getz(node, "goal"))) {
            add_goal_query(rt, set, node);
        }
    }
    struct pval unions = pval_getz(backend, "unions"), queries = pval_getz(backend, "queries");
    for (uint32_t i = 0; i < pval_len(unions); i++) {
        rules_add_union_member(set, id_of(rt, pval_item(pval_item(unions, i), 0)),
                               id_of(rt, pval_item(pval_item(unions, i), 1)));
    }
    id_vec params = {0};
    for (uint32_t i = 0; i < pval_len(queries); i++) {
        ids_of(rt, pval_item(pval_item(queries, i), 1), &params);
        rules_add_query(set, id_of(rt, pval_item(pval_item(queries, i), 0)), params.data,
                        params.len);
    }
    vec_done(&params);
}

/* A key that differs wherever the rule set may: the tables, and which backends take part. */
static void rule_set_key(struct py_runtime *rt, uint8_t key[RULES_KEY_SIZE]) {
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < rt->backends.len; i++) {
        const struct runtime_backend *b = &rt->backends.data[i];
        uint32_t len;
        memcpy(&len, b->table.blob + 8, sizeof len); /* the blob's own length */
        buf_add_str(&text, b->name);
        buf_addf(&text, "\n%u %016llx\n", len,
                 b->table.blob == rt->table.blob && i > 0
                     ? 0ULL
                     : (unsigned long long)hash_bytes(b->table.blob, len));
    }
    sha256(text.data, text.len, key);
    buf_done(&text);
}

static int solve(struct py_runtime *rt, const uint8_t key[RULES_KEY_SIZE],
                 struct rule_graph **ret) {
    struct rule_set *set = rules_new(&rt->names);
    struct map rules = {0}, unions = {0};
    for (size_t i = 0; i < rt->backends.len; i++) {
        if (i == 0 || rt->backends.data[i].table.blob != rt->table.blob) {
            add_unions(rt, set, rt->backends.data[i].table, &unions);
        }
        add_backend(rt, set, &rt->backends.data[i], &rules);
    }
    struct buf report = BUF_INIT;
    struct err e = ERR_INIT;
    int r = rules_solve(set, key, &report, ret, &e);
    if (r < 0) {
        PyErr_SetString(PyExc_ValueError, report.len > 0 ? report.data : e.msg);
    }
    buf_done(&report);
    map_done(&rules);
    map_done(&unions);
    rules_free(set);
    return r;
}

static int load_or_solve(struct py_runtime *rt, struct rule_graph **ret) {
    uint8_t key[RULES_KEY_SIZE];
    rule_set_key(rt, key);
    struct str kept, table_key = str_make((const char *)key, sizeof key);
    if (rt->rules_table != NULL && table_get(rt->rules_table, table_key, &kept) &&
        rule_graph_load(&rt->names, kept, key, ret, NULL) == 0) {
        return 0;
    }
    int r = solve(rt, key, ret);
    if (r == 0 && rt->rules_table != NULL) {
        table_put(rt->rules_table, table_key, rule_graph_bytes(*ret));
    }
    return r;
}

/* ---- the engine ---- */

static void running(void *user, struct frame *frame) {
    ((struct py_runtime *)user)->frame = frame;
}

/* What the tables say of a rule. */
static struct pval find_rule(const struct py_runtime *rt, struct str rule) {
    struct pval node = pval_get(pval_getz(rt->table, "rules"), rule);
    for (size_t i = 0; pval_is_none(node) && i < rt->backends.len; i++) {
        node = pval_get(pval_getz(rt->backends.data[i].table, "rules"), rule);
    }
    return node;
}

static struct str find_function(void *user, struct str rule) {
    return pval_str(pval_getz(find_rule(user, rule), "func"));
}

static bool is_native(void *user, struct str rule) {
    return pval_tag(pval_getz(find_rule(user, rule), "native")) == PACK_STR;
}

static uint32_t find_product(void *user, struct str rule) {
    struct pval out = pval_getz(find_rule(user, rule), "out");
    return pval_is_none(out) ? 0 : id_of(user, out);
}

static int wait_loop(void *user, bool (*finished)(void *data), void *data, struct err *e) {
    return loop_run_until(((struct py_runtime *)user)->loop, finished, data, e);
}

static int open_engine(struct py_runtime *rt, struct rule_graph *graph, struct err *e) {
    rt->types.names = &rt->names;
    rt->types.state = rt->state;
    rt->rules.names = &rt->names;
    rt->rules.types = &rt->types;
    rt->rules.state = rt->state;
    rt->rules.running = running;
    rt->rules.find = find_function;
    rt->rules.product = find_product;
    rt->rules.is_native = is_native;
    rt->rules.user = rt;
    const struct engine_config config = {
        .values = py_value_ops(&rt->types),
        .loop = {.user = rt, .wait = wait_loop},
        .log = &rt->log,
    };
    int r = loop_new(NULL, &rt->loop, e);
    if (r == 0) {
        r = engine_new(&config, &rt->engine, e);
    }
    if (r < 0) {
        rule_graph_free(graph);
        return r;
    }
    engine_set_rules(rt->engine, graph);
    engine_set_default_body(rt->engine, &py_rule_body, &rt->rules);
    rt->session = session_new(rt->engine, rt);
    py_reads_open(rt);
    return 0;
}

PyObject *py_runtime_solve(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    struct rule_graph *graph = NULL;
    struct err e = ERR_INIT;
    if (py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0 || load_or_solve(rt, &graph) < 0) {
        return NULL;
    }
    if (open_engine(rt, graph, &e) < 0) {
        return py_runtime_raise(rt, &e);
    }
    rt->stage = STAGE_SOLVED;
    Py_RETURN_NONE;
}

void py_runtime_free_rules(struct py_runtime *rt) {
    if (rt->session != NULL) {
        session_free(rt->session);
    }
    if (rt->engine != NULL) {
        engine_free(rt->engine);
    }
    if (rt->loop != NULL) {
        loop_free(rt->loop);
    }
    rt->session = NULL;
    rt->engine = NULL;
    rt->loop = NULL;
    py_rules_done(&rt->rules);
    py_types_done(&rt->types);
    intern_done(&rt->names);
    Py_CLEAR(rt->trace);
}

PyObject *py_runtime_add_rule_function(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *id, *function;
    struct str s;
    if (!PyArg_ParseTuple(args, "UO:add_rule_function", &id, &function) || !py_to_str(id, &s)) {
        return NULL;
    }
    py_rules_add(&rt->rules, arena_str(&rt->arena, s), STR(""), function);
    Py_RETURN_NONE;
}

/* ---- requests ---- */

static void keep_trace(struct py_runtime *rt, const struct answer *answer) {
    PyObject *trace = PyList_New(0);
    for (size_t i = 0; trace != NULL && i < answer->ntrace; i++) {
        PyObject *item = Py_BuildValue("(ss)", answer->trace[i].name, answer->trace[i].desc);
        if (item == NULL || PyList_Append(trace, item) < 0) {
            Py_CLEAR(trace);
        }
        Py_XDECREF(item);
    }
    if (trace == NULL) {
        PyErr_Clear();
    }
    Py_XSETREF(rt->trace, trace);
}

PyObject *py_runtime_request(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *product, *params;
    if (!PyArg_ParseTuple(args, "O!O!:request", &PyType_Type, &product, &PyTuple_Type, &params) ||
        py_runtime_need(rt, STAGE_SOLVED) < 0) {
        return NULL;
    }
    size_t n = (size_t)PyTuple_GET_SIZE(params);
    struct typed_value *values = ALLOC_ARRAY(struct typed_value, n);
    for (size_t i = 0; i < n; i++) {
        PyObject *value = PyTuple_GET_ITEM(params, (Py_ssize_t)i);
        values[i] = (struct typed_value){py_types_id(&rt->types, Py_TYPE(value)), value};
    }
    const struct request request = {
        .product = py_types_id(&rt->types, (PyTypeObject *)product),
        .params = values,
        .nparams = n,
    };
    struct answer answer = {0};
    engine_request(rt->session, &request, 1, true, &answer);
    free(values);
    PyObject *result = NULL;
    if (answer.outcome == GRAPH_VALUE) {
        result = Py_NewRef((PyObject *)answer.value);
    } else if (answer.value != NULL) {
        keep_trace(rt, &answer);
        py_raise(answer.value);
    } else {
        PyErr_SetNone(PyExc_KeyboardInterrupt);
    }
    answer_done(rt->engine, &answer);
    return result;
}

PyObject *py_runtime_set_session_value(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *type, *value;
    if (!PyArg_ParseTuple(args, "O!O:set_session_value", &PyType_Type, &type, &value) ||
        py_runtime_need(rt, STAGE_SOLVED) < 0) {
        return NULL;
    }
    session_set_value(rt->session, py_types_id(&rt->types, (PyTypeObject *)type), Py_NewRef(value));
    Py_RETURN_NONE;
}

/* (rule graph, run graph) as dot text. */
PyObject *py_runtime_visualize(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    if (py_runtime_need(rt, STAGE_SOLVED) < 0) {
        return NULL;
    }
    struct buf rules = BUF_INIT, run = BUF_INIT;
    rule_graph_dot(engine_rules(rt->engine), RULE_ENTRY_NONE, &rules);
    engine_dot(rt->session, &run);
    PyObject *result = Py_BuildValue("(NN)", py_str(buf_str(&rules)), py_str(buf_str(&run)));
    buf_done(&rules);
    buf_done(&run);
    return result;
}
