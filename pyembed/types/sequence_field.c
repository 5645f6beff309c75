/*
 * Fields of many values: SequenceField and StringSequenceField. Values are tuples.
 */
#include "pyembed/types/field.h"
#include "pyembed/types/types.h"

/* 1 when every item is an instance of type. */
static int all_instances(PyObject *tuple, PyObject *type) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        int fits = PyObject_IsInstance(PyTuple_GET_ITEM(tuple, i), type);
        if (fits <= 0) {
            return fits;
        }
    }
    return 1;
}

static PyObject *refuse(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                        PyObject *address) {
    py_auto PyObject *text = PyObject_GetAttr((PyObject *)cls, st->names.expected_type_description);
    return text != NULL ? py_raise_field_type(st, cls, address, raw, text) : NULL;
}

/* The items of an iterable that is not itself an element; NULL without exception if it is none. */
static PyObject *items_of(PyObject *value, PyObject *element_type) {
    int bare = PyObject_IsInstance(value, element_type);
    if (bare != 0) {
        return NULL;
    }
    PyObject *items = PySequence_Tuple(value);
    if (items == NULL && PyErr_ExceptionMatches(PyExc_TypeError)) {
        PyErr_Clear();
    }
    return items;
}

PyObject *py_compute_sequence(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                              PyObject *address) {
    py_auto PyObject *value = py_compute_field(st, cls, raw, address);
    if (value == NULL || value == Py_None) {
        return py_take(&value);
    }
    py_auto PyObject *type = PyObject_GetAttr((PyObject *)cls, st->names.expected_element_type);
    py_auto PyObject *items = type != NULL ? items_of(value, type) : NULL;
    if (items == NULL) {
        return PyErr_Occurred() == NULL ? refuse(st, cls, raw, address) : NULL;
    }
    int fits = all_instances(items, type);
    if (fits > 0) {
        return py_take(&items);
    }
    return fits == 0 ? refuse(st, cls, raw, address) : NULL;
}

PyObject *py_compute_string_sequence(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                                     PyObject *address) {
    py_auto PyObject *items = py_compute_sequence(st, cls, raw, address);
    if (items == NULL || items == Py_None) {
        return py_take(&items);
    }
    return py_field_check_choices(st, cls, address, items) == 0 ? py_take(&items) : NULL;
}

static PyObject *sequence_compute_value(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                        PyObject *kwnames) {
    return py_compute_call(cls, args, nargs, kwnames, py_compute_sequence);
}

static PyObject *string_sequence_compute_value(PyObject *cls, PyObject *const *args,
                                               Py_ssize_t nargs, PyObject *kwnames) {
    return py_compute_call(cls, args, nargs, kwnames, py_compute_string_sequence);
}

static PyMethodDef sequence_methods[] = {
    PY_COMPUTE_METHOD(sequence_compute_value),
    {NULL, NULL, 0, NULL},
};
static PyMethodDef string_sequence_methods[] = {
    PY_COMPUTE_METHOD(string_sequence_compute_value),
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(sequence_doc, "SequenceField(raw_value, address)\n--\n\n"
                           "A field of several instances of `expected_element_type`, kept as a "
                           "tuple, or None.");
PyDoc_STRVAR(string_sequence_doc, "StringSequenceField(raw_value, address)\n--\n\n"
                                  "A field of several strings, kept as a tuple, or None; maybe "
                                  "each one of `valid_choices`.");

static PyType_Slot sequence_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, sequence_doc),
    PY_SLOT_DATA(Py_tp_methods, sequence_methods),
    PY_SLOT_END,
};
static PyType_Slot string_sequence_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, string_sequence_doc),
    PY_SLOT_DATA(Py_tp_methods, string_sequence_methods),
    PY_SLOT_END,
};

static PyType_Spec sequence_spec = {
    .name = NATIVE_ENGINE ".SequenceField",
    .basicsize = sizeof(struct py_field),
    .flags = PY_FIELD_TEMPLATE_FLAGS,
    .slots = sequence_slots,
};
static PyType_Spec string_sequence_spec = {
    .name = NATIVE_ENGINE ".StringSequenceField",
    .basicsize = sizeof(struct py_field),
    .flags = PY_FIELD_TEMPLATE_FLAGS,
    .slots = string_sequence_slots,
};

int py_sequence_field_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &sequence_spec, st->field_type, PY_TYPE_EXPORT,
                    &st->sequence_field_type) < 0 ||
        py_type_set(st->sequence_field_type, "default", Py_NewRef(Py_None)) < 0 ||
        py_add_type(module, &string_sequence_spec, st->sequence_field_type, PY_TYPE_EXPORT,
                    &st->string_sequence_field_type) < 0) {
        return -1;
    }
    PyTypeObject *type = st->string_sequence_field_type;
    if (py_type_set(type, "expected_element_type", Py_NewRef((PyObject *)&PyUnicode_Type)) < 0 ||
        py_type_set(type, "expected_type_description",
                    PyUnicode_FromString("a list or another iterable of strings")) < 0) {
        return -1;
    }
    return py_type_set(type, "valid_choices", Py_NewRef(Py_None));
}
