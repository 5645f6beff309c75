/*
 * The exceptions of fields are Python classes that plugins raise and catch, so they live where
 * plugins import them from; they are fetched when the first one is raised.
 */
#include "pyembed/types/field.h"

/* raise type(*args, **kwargs); steals both, either may be NULL. */
static PyObject *raise_new(PyObject *type, PyObject *args_take, PyObject *kwargs_take) {
    py_auto PyObject *args = args_take;
    py_auto PyObject *kwargs = kwargs_take;
    py_auto PyObject *error =
        type != NULL && args != NULL ? PyObject_Call(type, args, kwargs) : NULL;
    if (error != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(error), error);
    }
    return NULL;
}

static PyObject *alias_of(struct pyembed_state *st, PyTypeObject *cls) {
    return PyObject_GetAttr((PyObject *)cls, st->names.alias);
}

PyObject *py_raise_field_missing(struct pyembed_state *st, PyTypeObject *cls, PyObject *address) {
    PyObject *type = py_imported(st, PY_IMPORT_required_field_missing_exception);
    py_auto PyObject *alias = type != NULL ? alias_of(st, cls) : NULL;
    return alias != NULL ? raise_new(type, PyTuple_Pack(2, address, alias), NULL) : NULL;
}

PyObject *py_raise_field_type(struct pyembed_state *st, PyTypeObject *cls, PyObject *address,
                              PyObject *raw, PyObject *expected_type) {
    PyObject *type = py_imported(st, PY_IMPORT_invalid_field_type_exception);
    py_auto PyObject *alias = type != NULL ? alias_of(st, cls) : NULL;
    if (alias == NULL) {
        return NULL;
    }
    PyObject *kwargs = Py_BuildValue("{s:O}", "expected_type", expected_type);
    return kwargs != NULL ? raise_new(type, PyTuple_Pack(3, address, alias, raw), kwargs) : NULL;
}

PyObject *py_raise_field_choice(struct pyembed_state *st, PyTypeObject *cls, PyObject *address,
                                PyObject *raw, PyObject *choices) {
    PyObject *type = py_imported(st, PY_IMPORT_invalid_field_choice_exception);
    py_auto PyObject *alias = type != NULL ? alias_of(st, cls) : NULL;
    if (alias == NULL) {
        return NULL;
    }
    PyObject *kwargs = Py_BuildValue("{s:O}", "valid_choices", choices);
    return kwargs != NULL ? raise_new(type, PyTuple_Pack(3, address, alias, raw), kwargs) : NULL;
}

PyObject *py_raise_field_invalid(struct pyembed_state *st, PyObject *message_take) {
    py_auto PyObject *message = message_take;
    PyObject *type = message != NULL ? py_imported(st, PY_IMPORT_invalid_field_exception) : NULL;
    return type != NULL ? raise_new(type, PyTuple_Pack(1, message), NULL) : NULL;
}

/* valid_choices as a tuple: itself, or the values of an Enum's members. */
static PyObject *choice_values(struct pyembed_state *st, PyObject *choices) {
    if (!PyType_Check(choices)) {
        return PySequence_Tuple(choices);
    }
    py_auto PyObject *members = PySequence_Tuple(choices);
    py_auto PyObject *out = members != NULL ? PyTuple_New(PyTuple_GET_SIZE(members)) : NULL;
    for (Py_ssize_t i = 0; out != NULL && i < PyTuple_GET_SIZE(members); i++) {
        PyObject *value = PyObject_GetAttr(PyTuple_GET_ITEM(members, i), st->names.value);
        if (value == NULL) {
            return NULL;
        }
        PyTuple_SET_ITEM(out, i, value);
    }
    return py_take(&out);
}

int py_field_check_choices(struct pyembed_state *st, PyTypeObject *cls, PyObject *address,
                           PyObject *values) {
    py_auto PyObject *given = PyObject_GetAttr((PyObject *)cls, st->names.valid_choices);
    if (given == NULL || given == Py_None) {
        return given == NULL ? -1 : 0;
    }
    py_auto PyObject *choices = choice_values(st, given);
    if (choices == NULL) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(values); i++) {
        PyObject *value = PyTuple_GET_ITEM(values, i);
        int in = PySequence_Contains(choices, value);
        if (in == 0) {
            (void)py_raise_field_choice(st, cls, address, value, choices);
        }
        if (in <= 0) {
            return -1;
        }
    }
    return 0;
}
