/*
 * Class methods of Target: all of them ask the shape of the class.
 */
#include "pyembed/types/target_class.h"

#include "pyembed/args.h"
#include "pyembed/types/union.h"

PyObject *py_field_class_name(PyObject *field_type) {
    return PyType_Check(field_type) ? PyType_GetName((PyTypeObject *)field_type)
                                    : PyObject_Repr(field_type);
}

int py_target_shape_has_all(struct py_target_shape *shape, PyObject *field_types) {
    py_auto PyObject *fast = PySequence_Fast(field_types, "field types must come as a sequence");
    for (Py_ssize_t i = 0; fast != NULL && i < PySequence_Fast_GET_SIZE(fast); i++) {
        Py_ssize_t index = py_target_shape_find(shape, PySequence_Fast_GET_ITEM(fast, i));
        if (index < 0) {
            return index == -1 ? 0 : -1;
        }
    }
    return fast != NULL ? 1 : -1;
}

/* (what, union_membership) of a class method; the shape of the class under that membership. */
static struct py_target_shape *bind_class(const char *func, const char *what, PyObject *cls,
                                          PyObject *const *args, Py_ssize_t nargs,
                                          PyObject *kwnames, PyObject **ret_what) {
    const char *const names[] = {what, "union_membership", NULL};
    const struct py_sig sig = {func, names, 2, 1};
    struct pyembed_state *st = pyembed_state((PyTypeObject *)cls);
    PyObject *v[2];
    if (py_bind_fast(&sig, args, nargs, kwnames, v) < 0 ||
        (!py_absent(v[1]) &&
         py_expect_instance(func, names[1], v[1], st->union_membership_type) < 0)) {
        return NULL;
    }
    *ret_what = v[0];
    return py_target_shape(st, (PyTypeObject *)cls, py_absent(v[1]) ? NULL : v[1]);
}

PyObject *py_target_class_has_field(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                    PyObject *kwnames) {
    PyObject *field_type = NULL;
    struct py_target_shape *shape =
        bind_class("class_has_field", "field", cls, args, nargs, kwnames, &field_type);
    Py_ssize_t index = shape != NULL ? py_target_shape_find(shape, field_type) : -2;
    return index == -2 ? NULL : PyBool_FromLong(index >= 0);
}

PyObject *py_target_class_has_fields(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                     PyObject *kwnames) {
    PyObject *field_types = NULL;
    struct py_target_shape *shape =
        bind_class("class_has_fields", "fields", cls, args, nargs, kwnames, &field_types);
    int r = shape != NULL ? py_target_shape_has_all(shape, field_types) : -1;
    return r < 0 ? NULL : PyBool_FromLong(r);
}

PyObject *py_target_class_get_field(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                    PyObject *kwnames) {
    PyObject *field_type = NULL;
    struct py_target_shape *shape =
        bind_class("class_get_field", "field", cls, args, nargs, kwnames, &field_type);
    Py_ssize_t index = shape != NULL ? py_target_shape_find(shape, field_type) : -2;
    if (index >= 0) {
        return Py_NewRef(PyTuple_GET_ITEM(shape->types, index));
    }
    py_auto PyObject *name = index == -1 ? py_field_class_name(field_type) : NULL;
    py_auto PyObject *text =
        name != NULL ? PyUnicode_FromFormat("The target class %R has no field `%U`. Ask "
                                            "class_has_field() first.",
                                            cls, name)
                     : NULL;
    if (text != NULL) {
        PyErr_SetObject(PyExc_KeyError, text);
    }
    return NULL;
}

static int bind_membership(struct pyembed_state *st, const char *func, PyObject *const *args,
                           Py_ssize_t nargs, PyObject *kwnames, PyObject **ret) {
    static const char *const names[] = {"union_membership", NULL};
    const struct py_sig sig = {func, names, 1, 1};
    if (py_bind_fast(&sig, args, nargs, kwnames, ret) < 0) {
        return -1;
    }
    *ret = *ret == Py_None ? NULL : *ret;
    return *ret == NULL ? 0 : py_expect_instance(func, names[0], *ret, st->union_membership_type);
}

PyObject *py_target_class_field_types(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                      PyObject *kwnames) {
    struct pyembed_state *st = pyembed_state((PyTypeObject *)cls);
    PyObject *membership = NULL;
    if (bind_membership(st, "class_field_types", args, nargs, kwnames, &membership) < 0) {
        return NULL;
    }
    struct py_target_shape *shape = py_target_shape(st, (PyTypeObject *)cls, membership);
    return shape != NULL ? Py_NewRef(shape->declared) : NULL;
}

PyObject *py_target_find_plugin_fields(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                       PyObject *kwnames) {
    struct pyembed_state *st = pyembed_state((PyTypeObject *)cls);
    PyObject *membership = NULL;
    if (bind_membership(st, "_find_plugin_fields", args, nargs, kwnames, &membership) < 0) {
        return NULL;
    }
    return membership != NULL ? py_target_plugin_fields(st, (PyTypeObject *)cls, membership)
                              : PyTuple_New(0);
}

PyObject *py_target_register_plugin_field(PyObject *cls, PyObject *field_type) {
    struct pyembed_state *st = pyembed_state((PyTypeObject *)cls);
    if (py_expect_type("register_plugin_field", "field", field_type) < 0) {
        return NULL;
    }
    py_auto PyObject *base = PyObject_GetAttr(cls, st->names.PluginField);
    return base != NULL ? py_union_rule_new(st, base, field_type) : NULL;
}
