/* The part of Runtime that answers from the declarations of the enabled backends. */
#include "pyembed/py.h"

#include "pyembed/engine/runtime.h"

#include "options/retired.h"

static struct pval backend_of(const struct py_runtime *rt, size_t i) {
    const struct runtime_backend *b = &rt->backends.data[i];
    return pval_get(pval_getz(b->table, "backends"), b->name);
}

PyObject *py_runtime_backends(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *list = PyList_New((Py_ssize_t)rt->backends.len);
    for (size_t i = 0; list != NULL && i < rt->backends.len; i++) {
        PyObject *name = py_str(rt->backends.data[i].name);
        if (name == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, name);
        }
    }
    return list;
}

static bool set_str(PyObject *dict, struct str key, struct str value) {
    py_auto PyObject *k = py_str(key);
    py_auto PyObject *v = py_str(value);
    return k != NULL && v != NULL && PyDict_SetItem(dict, k, v) == 0;
}

/* goals() -> {goal: "module:Class" of what its rule returns} */
PyObject *py_runtime_goals(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *goals = PyDict_New();
    for (size_t i = 0; goals != NULL && i < rt->backends.len; i++) {
        struct pval rules = pval_getz(backend_of(rt, i), "rules");
        struct pval all = pval_getz(rt->backends.data[i].table, "rules");
        for (uint32_t j = 0; goals != NULL && j < pval_len(rules); j++) {
            struct pval rule = pval_get(all, pval_str(pval_item(rules, j)));
            struct pval goal = pval_getz(rule, "goal");
            if (pval_tag(goal) == PACK_STR &&
                !set_str(goals, pval_str(goal), pval_str(pval_getz(rule, "out")))) {
                Py_CLEAR(goals);
            }
        }
    }
    return goals;
}

static bool add_objects(const struct py_runtime *rt, size_t i, PyObject *objects) {
    struct pval names = pval_getz(backend_of(rt, i), "symbols");
    struct pval all = pval_getz(rt->backends.data[i].table, "symbols");
    for (uint32_t j = 0; j < pval_len(names); j++) {
        struct str name = pval_str(pval_item(names, j));
        struct pval symbol = pval_get(all, name);
        if (str_eqz(pval_str(pval_getz(symbol, "kind")), "object") &&
            !set_str(objects, name, pval_str(pval_getz(symbol, "ref")))) {
            return false;
        }
    }
    return true;
}

/* symbols() -> ([target type], {value constructor: "module:name"}) */
PyObject *py_runtime_symbols(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *targets = PyList_New(0), *objects = PyDict_New();
    bool ok = targets != NULL && objects != NULL;
    for (uint32_t i = 0; ok && i < registry_count(rt->registry); i++) {
        py_auto PyObject *alias = py_str(registry_alias(rt->registry, i));
        ok = alias != NULL && PyList_Append(targets, alias) == 0;
    }
    for (size_t i = 0; ok && i < rt->backends.len; i++) {
        ok = add_objects(rt, i, objects);
    }
    PyObject *result = ok ? PyTuple_Pack(2, targets, objects) : NULL;
    Py_XDECREF(targets);
    Py_XDECREF(objects);
    return result;
}

/* The name under which tables speak of a class. */
static PyObject *class_id(PyObject *type) {
    py_auto PyObject *module = PyObject_GetAttrString(type, "__module__");
    py_auto PyObject *name = PyObject_GetAttrString(type, "__qualname__");
    return module == NULL || name == NULL ? NULL : PyUnicode_FromFormat("%S:%S", module, name);
}

/* union_members(union) -> the classes registered for it, imported, each once */
PyObject *py_runtime_union_members(PyObject *self, PyObject *type) {
    struct py_runtime *rt = (struct py_runtime *)self;
    py_auto PyObject *id = class_id(type);
    struct str base;
    PyObject *members = PyList_New(0);
    if (id == NULL || members == NULL || !py_to_str(id, &base)) {
        Py_XDECREF(members);
        return NULL;
    }
    for (size_t i = 0; members != NULL && i < rt->backends.len; i++) {
        struct pval unions = pval_getz(backend_of(rt, i), "unions");
        for (uint32_t j = 0; members != NULL && j < pval_len(unions); j++) {
            struct pval pair = pval_item(unions, j);
            if (!str_eq(pval_str(pval_item(pair, 0)), base)) {
                continue;
            }
            PyObject *member = py_import_qualified(pval_str(pval_item(pair, 1)));
            int seen = member != NULL ? PySequence_Contains(members, member) : -1;
            if (seen < 0 || (seen == 0 && PyList_Append(members, member) < 0)) {
                Py_CLEAR(members);
            }
            Py_XDECREF(member);
        }
    }
    return members;
}

/* is_retired_target(name): an earlier release had a target type of that name */
PyObject *py_runtime_is_retired_target(PyObject *self, PyObject *name) {
    (void)self;
    struct str s;
    return py_to_str(name, &s) ? PyBool_FromLong(retired_find(RETIRED_TARGET, s, NULL)) : NULL;
}

/* unions() -> [(base id, member id)] of the enabled backends */
PyObject *py_runtime_unions(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *list = PyList_New(0);
    for (size_t i = 0; list != NULL && i < rt->backends.len; i++) {
        struct pval unions = pval_getz(backend_of(rt, i), "unions");
        for (uint32_t j = 0; list != NULL && j < pval_len(unions); j++) {
            struct pval pair = pval_item(unions, j);
            PyObject *item = Py_BuildValue("(NN)", py_str(pval_str(pval_item(pair, 0))),
                                           py_str(pval_str(pval_item(pair, 1))));
            if (item == NULL || PyList_Append(list, item) < 0) {
                Py_CLEAR(list);
            }
            Py_XDECREF(item);
        }
    }
    return list;
}

/* target_class(alias) -> "module:Class" */
PyObject *py_runtime_target_class(PyObject *self, PyObject *alias) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct str s;
    if (!py_to_str(alias, &s)) {
        return NULL;
    }
    const struct target_type *type = registry_type(rt->registry, s);
    return type != NULL ? py_str(type->class_id)
                        : PyErr_Format(PyExc_LookupError, "there is no target type %R", alias);
}
