/* The part of Runtime that is about options and declarations. */
#include "pyembed/py.h"

#include "pyembed/engine/runtime.h"

#include <string.h>

#include "base/alloc.h"
#include "options/retired.h"
#include "pyembed/types/option_value.h"

/* ---- values ---- */

/* A Python value as the default of an option: the kinds that options have. */
static int to_cval(struct arena *a, PyObject *o, struct cval *ret, struct err *e) {
    struct str s;
    *ret = cval_none();
    if (o == Py_None) {
        return 0;
    }
    if (PyBool_Check(o)) {
        *ret = cval_bool(o == Py_True);
    } else if (PyLong_Check(o)) {
        *ret = cval_int(PyLong_AsLongLong(o));
    } else if (PyFloat_Check(o)) {
        *ret = cval_float(PyFloat_AS_DOUBLE(o));
    } else if (PyUnicode_Check(o) && py_to_str(o, &s)) {
        *ret = cval_str(a, s);
    } else if (PyList_Check(o) || PyTuple_Check(o)) {
        *ret = cval_list();
        for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(o); i++) {
            struct cval item;
            int r = to_cval(a, PySequence_Fast_GET_ITEM(o, i), &item, e);
            if (r < 0) {
                return r;
            }
            cval_push(a, ret, item);
        }
    } else {
        return err_set(e, ERR_INTERNAL, "a computed default is a %s, which no option can hold",
                       Py_TYPE(o)->tp_name);
    }
    return PyErr_Occurred() ? err_set(e, ERR_PYTHON, "a computed default does not fit") : 0;
}

static int computed_default(void *user, struct str scope, const struct option_decl *option,
                            struct arena *a, struct cval *ret_value, struct err *e) {
    (void)user, (void)scope;
    py_auto PyObject *compute = py_import_qualified(option->default_name);
    py_auto PyObject *value =
        compute != NULL ? PyObject_CallFunctionObjArgs(compute, Py_None, NULL) : NULL;
    if (value == NULL) {
        return err_set(e, ERR_PYTHON, "the default of '%.*s' cannot be computed",
                       STR_FMT(option->name));
    }
    return to_cval(a, value, ret_value, e);
}

/* ---- bootstrap ---- */

PyObject *py_runtime_bootstrap(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    struct err e = ERR_INIT;
    rt->inputs.computed_default = computed_default;
    rt->inputs.user = rt;
    rt->options = options_new(&rt->inputs);
    if (options_bootstrap(rt->options, rt->table, &e) < 0) {
        return py_runtime_raise(rt, &e);
    }
    rt->stage = STAGE_BOOTSTRAPPED;
    Py_RETURN_NONE;
}

void py_runtime_free_options(struct py_runtime *rt) {
    options_free(rt->options);
    rt->options = NULL;
    registry_free(rt->registry);
    rt->registry = NULL;
    vec_done(&rt->backends);
    for (size_t i = 0; i < rt->blobs.len; i++) {
        Py_DECREF(rt->blobs.data[i]);
    }
    vec_done(&rt->blobs);
}

/* Declares a plugin's scope as its table describes it. */
static int declare_scope(struct py_runtime *rt, struct pval table, struct str scope,
                         struct err *e) {
    struct pval node = pval_get(pval_getz(table, "scopes"), scope);
    struct pval options = pval_getz(node, "options");
    uint32_t n = pval_len(options);
    struct option_decl *decls = ARENA_ARRAY(&rt->arena, struct option_decl, n);
    for (uint32_t i = 0; i < n; i++) {
        struct pval name, option;
        pval_pair(options, i, &name, &option);
        option_decl_from_pack(&rt->arena, pval_str(name), option, &decls[i]);
    }
    const struct scope_decl decl = {
        .scope = scope,
        .is_goal = pval_bool(pval_getz(node, "is_goal")),
        .deprecated_scope = pval_str(pval_getz(node, "deprecated_scope")),
        .deprecated_scope_removal_version =
            pval_str(pval_getz(node, "deprecated_scope_removal_version")),
        .options = decls,
        .count = n,
    };
    return options_declare(rt->options, &decl, e);
}

static int add_backend(struct py_runtime *rt, struct pval table, struct str name, bool plugin,
                       struct err *e) {
    int r = registry_add_backend(rt->registry, table, name, e);
    struct pval backend = pval_get(pval_getz(table, "backends"), name);
    struct pval scopes = pval_getz(backend, "scopes");
    for (uint32_t i = 0; r >= 0 && i < pval_len(scopes); i++) {
        struct str scope = pval_str(pval_item(scopes, i));
        if (options_has_scope(rt->options, scope)) {
            continue;
        }
        r = plugin && pval_is_none(pval_get(pval_getz(rt->table, "scopes"), scope))
                ? declare_scope(rt, table, scope, e)
                : options_enable_scope(rt->options, scope, e);
    }
    if (r >= 0) {
        vec_push(&rt->backends, ((struct runtime_backend){arena_str(&rt->arena, name), table}));
    }
    return r;
}

static bool has_backend(const struct py_runtime *rt, struct str name) {
    for (size_t i = 0; i < rt->backends.len; i++) {
        if (str_eq(rt->backends.data[i].name, name)) {
            return true;
        }
    }
    return false;
}

/*
 * A backend that an earlier release had: it brings what the backends below its name bring now
 * ("...lint.ruff" became "...lint.ruff.check" and "...lint.ruff.format"), or nothing.
 */
static int enable_retired(struct py_runtime *rt, struct str name, struct str release,
                          struct err *e) {
    options_note_retired(rt->options, "backend", name, release);
    struct pval all = pval_getz(rt->table, "backends");
    for (uint32_t i = 0; i < pval_len(all); i++) {
        struct pval key, value;
        pval_pair(all, i, &key, &value);
        struct str other = pval_str(key);
        if (str_starts(other, name) && other.ptr[name.len] == '.' && !has_backend(rt, other)) {
            int r = add_backend(rt, rt->table, other, false, e);
            if (r < 0) {
                return r;
            }
        }
    }
    return 0;
}

PyObject *py_runtime_enable_backend(PyObject *self, PyObject *name) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct str s;
    if (py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0 || !py_to_str(name, &s)) {
        return NULL;
    }
    if (has_backend(rt, s)) {
        Py_RETURN_TRUE;
    }
    struct str release;
    struct err e = ERR_INIT;
    if (pval_is_none(pval_get(pval_getz(rt->table, "backends"), s))) {
        if (!retired_find(RETIRED_BACKEND, s, &release)) {
            Py_RETURN_FALSE;
        }
        return enable_retired(rt, s, release, &e) < 0 ? py_runtime_raise(rt, &e)
                                                      : Py_NewRef(Py_True);
    }
    return add_backend(rt, rt->table, s, false, &e) < 0 ? py_runtime_raise(rt, &e)
                                                        : Py_NewRef(Py_True);
}

PyObject *py_runtime_add_plugin(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *name, *blob;
    struct str s;
    struct err e = ERR_INIT;
    struct pval table;
    if (!PyArg_ParseTuple(args, "US:add_plugin", &name, &blob) ||
        py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0 || !py_to_str(name, &s)) {
        return NULL;
    }
    if (pack_open(PyBytes_AS_STRING(blob), (size_t)PyBytes_GET_SIZE(blob), &table, &e) < 0) {
        return py_runtime_raise(rt, &e);
    }
    vec_push(&rt->blobs, Py_NewRef(blob));
    if (add_backend(rt, table, s, true, &e) < 0) {
        return py_runtime_raise(rt, &e);
    }
    Py_RETURN_NONE;
}

/* ---- the command line ---- */

static PyObject *str_list(const struct str *items, size_t n) {
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (size_t i = 0; list != NULL && i < n; i++) {
        PyObject *item = py_str(items[i]);
        if (item == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, item);
        }
    }
    return list;
}

PyObject *py_runtime_parse(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    struct options_command c;
    struct err e = ERR_INIT;
    if (py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0) {
        return NULL;
    }
    if (options_parse(rt->options, &c, &e) < 0) {
        return py_runtime_raise(rt, &e);
    }
    return Py_BuildValue("{s:N,s:N,s:N,s:N,s:N}", "builtin", py_str(c.builtin), "goals",
                         str_list(c.goals, c.goal_count), "unknown_goals",
                         str_list(c.unknown_goals, c.unknown_count), "specs",
                         str_list(c.specs, c.spec_count), "passthrough",
                         str_list(c.passthrough, c.passthrough_count));
}

PyObject *py_runtime_verify(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    if (py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0) {
        return NULL;
    }
    const struct options_problem *problems;
    unsigned flags = OPTIONS_VERIFY_FLAGS;
    const struct cval *config = options_value(rt->options, "", "verify_config");
    if (config == NULL || config->kind != CVAL_BOOL || config->b) {
        flags |= OPTIONS_VERIFY_CONFIG;
    }
    size_t n = options_verify(rt->options, flags, &problems);
    PyObject *list = PyList_New(0);
    for (size_t i = 0; list != NULL && i < n; i++) {
        PyObject *item = Py_BuildValue(
            "(NNNN)", PyBool_FromLong(problems[i].kind == OPTIONS_UNKNOWN_FLAG),
            py_str(problems[i].text), py_str(problems[i].flag), py_str(problems[i].scope));
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    return list;
}

PyObject *py_runtime_notes(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    struct options_note note;
    PyObject *list = PyList_New(0);
    while (list != NULL && rt->options != NULL && options_note_next(rt->options, &note)) {
        PyObject *item = Py_BuildValue("(iN)", (int)note.level, py_str(note.text));
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    return list;
}

/* ---- values ---- */

static PyObject *ranked(const struct option_value *v) {
    PyObject *value = py_option_value(v->value);
    return value == NULL ? NULL : Py_BuildValue("(NiN)", value, (int)v->rank, py_str(v->detail));
}

static bool scope_and_name(struct py_runtime *rt, PyObject *args, struct str *scope,
                           struct str *name) {
    PyObject *s, *n;
    return PyArg_ParseTuple(args, "UU", &s, &n) && py_runtime_need(rt, STAGE_BOOTSTRAPPED) == 0 &&
           py_to_str(s, scope) && py_to_str(n, name);
}

PyObject *py_runtime_option(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct str scope, name;
    struct option_value v;
    struct err e = ERR_INIT;
    if (!scope_and_name(rt, args, &scope, &name)) {
        return NULL;
    }
    int r = options_get(rt->options, scope, name, &v, &e);
    if (r == ERR_NOTFOUND) {
        return PyErr_Format(PyExc_LookupError, "%s", e.msg);
    }
    return r < 0 ? py_runtime_raise(rt, &e) : ranked(&v);
}

PyObject *py_runtime_option_names(PyObject *self, PyObject *scope) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct str s;
    if (py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0 || !py_to_str(scope, &s)) {
        return NULL;
    }
    if (!options_has_scope(rt->options, s)) {
        return PyErr_Format(PyExc_LookupError, "there is no scope '%U'", scope);
    }
    size_t n = options_option_count(rt->options, s);
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (size_t i = 0; list != NULL && i < n; i++) {
        PyObject *name = py_str(options_option_at(rt->options, s, i)->name);
        if (name == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, name);
        }
    }
    return list;
}

PyObject *py_runtime_derivation(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct str scope, name;
    const struct option_value *steps;
    size_t n;
    struct err e = ERR_INIT;
    if (!scope_and_name(rt, args, &scope, &name)) {
        return NULL;
    }
    if (options_derivation(rt->options, scope, name, &steps, &n, &e) < 0) {
        return py_runtime_raise(rt, &e);
    }
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (size_t i = 0; list != NULL && i < n; i++) {
        PyObject *step = ranked(&steps[i]);
        if (step == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, step);
        }
    }
    return list;
}

PyObject *py_runtime_scopes(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    if (py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0) {
        return NULL;
    }
    size_t n = options_scope_count(rt->options);
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (size_t i = 0; list != NULL && i < n; i++) {
        PyObject *scope = py_str(options_scope_at(rt->options, i));
        if (scope == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, scope);
        }
    }
    return list;
}

PyObject *py_runtime_env(PyObject *self, PyObject *name) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct str s, value;
    if (py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0 || !py_to_str(name, &s)) {
        return NULL;
    }
    if (!options_env(rt->options, s, &value)) {
        Py_RETURN_NONE;
    }
    return py_str(value);
}

/* ---- declarations ---- */

/* The table that describes `key` in a section: the built-in one, or that of the last plugin. */
static struct pval find_declaration(const struct py_runtime *rt, struct str section,
                                    struct str key) {
    struct pval v = pval_get(pval_get(rt->table, section), key);
    for (size_t i = 0; pval_is_none(v) && i < rt->backends.len; i++) {
        v = pval_get(pval_get(rt->backends.data[i].table, section), key);
    }
    return v;
}

PyObject *py_runtime_declaration(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *section, *key = NULL;
    struct str s, k;
    if (!PyArg_ParseTuple(args, "U|U:declaration", &section, &key) || !py_to_str(section, &s)) {
        return NULL;
    }
    if (key != NULL) {
        return py_to_str(key, &k) ? py_unpack(NULL, find_declaration(rt, s, k)) : NULL;
    }
    struct pval dict = pval_get(rt->table, s);
    PyObject *list = PyList_New(0);
    for (uint32_t i = 0; list != NULL && i < pval_len(dict); i++) {
        struct pval name, value;
        pval_pair(dict, i, &name, &value);
        PyObject *item = py_str(pval_str(name));
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    return list;
}
