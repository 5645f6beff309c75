/*
 * Fields of one value: ScalarField and its closed forms BoolField, TriBoolField and StringField.
 */
#include "pyembed/types/field.h"
#include "pyembed/types/types.h"

/* The value or default, where it is None or an instance of the class's expected_type. */
PyObject *py_compute_scalar(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                            PyObject *address) {
    py_auto PyObject *value = py_compute_field(st, cls, raw, address);
    if (value == NULL || value == Py_None) {
        return py_take(&value);
    }
    py_auto PyObject *type = PyObject_GetAttr((PyObject *)cls, st->names.expected_type);
    int fits = type != NULL ? PyObject_IsInstance(value, type) : -1;
    if (fits > 0) {
        return py_take(&value);
    }
    if (fits == 0) {
        py_auto PyObject *text =
            PyObject_GetAttr((PyObject *)cls, st->names.expected_type_description);
        return text != NULL ? py_raise_field_type(st, cls, address, raw, text) : NULL;
    }
    return NULL;
}

PyObject *py_compute_bool(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                          PyObject *address) {
    py_auto PyObject *value = py_compute_field(st, cls, raw, address);
    if (value == NULL || PyBool_Check(value)) {
        return py_take(&value);
    }
    py_auto PyObject *text = PyUnicode_FromString("a boolean");
    return text != NULL ? py_raise_field_type(st, cls, address, raw, text) : NULL;
}

PyObject *py_compute_string(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                            PyObject *address) {
    py_auto PyObject *value = py_compute_scalar(st, cls, raw, address);
    if (value == NULL || value == Py_None) {
        return py_take(&value);
    }
    py_auto PyObject *values = PyTuple_Pack(1, value);
    if (values == NULL || py_field_check_choices(st, cls, address, values) < 0) {
        return NULL;
    }
    return py_take(&value);
}

static PyObject *scalar_compute_value(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                      PyObject *kwnames) {
    return py_compute_call(cls, args, nargs, kwnames, py_compute_scalar);
}

static PyObject *bool_compute_value(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                    PyObject *kwnames) {
    return py_compute_call(cls, args, nargs, kwnames, py_compute_bool);
}

static PyObject *string_compute_value(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                      PyObject *kwnames) {
    return py_compute_call(cls, args, nargs, kwnames, py_compute_string);
}

static PyMethodDef scalar_methods[] = {
    PY_COMPUTE_METHOD(scalar_compute_value),
    {NULL, NULL, 0, NULL},
};
static PyMethodDef bool_methods[] = {
    PY_COMPUTE_METHOD(bool_compute_value),
    {NULL, NULL, 0, NULL},
};
static PyMethodDef string_methods[] = {
    PY_COMPUTE_METHOD(string_compute_value),
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(scalar_doc, "ScalarField(raw_value, address)\n--\n\n"
                         "A field whose value is None or an instance of `expected_type`.");
PyDoc_STRVAR(bool_doc, "BoolField(raw_value, address)\n--\n\nA field that is True or False.");
PyDoc_STRVAR(tri_bool_doc, "TriBoolField(raw_value, address)\n--\n\n"
                           "A field that is True, False, or None for neither.");
PyDoc_STRVAR(string_doc, "StringField(raw_value, address)\n--\n\n"
                         "A field that is None or a string, maybe one of `valid_choices` (a tuple "
                         "of strings or an Enum class).");

static PyType_Slot scalar_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, scalar_doc),
    PY_SLOT_DATA(Py_tp_methods, scalar_methods),
    PY_SLOT_END,
};
static PyType_Slot bool_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, bool_doc),
    PY_SLOT_DATA(Py_tp_methods, bool_methods),
    PY_SLOT_END,
};
static PyType_Slot tri_bool_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, tri_bool_doc),
    PY_SLOT_END,
};
static PyType_Slot string_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, string_doc),
    PY_SLOT_DATA(Py_tp_methods, string_methods),
    PY_SLOT_END,
};

static PyType_Spec scalar_spec = {
    .name = NATIVE_ENGINE ".ScalarField",
    .basicsize = sizeof(struct py_field),
    .flags = PY_FIELD_TEMPLATE_FLAGS,
    .slots = scalar_slots,
};
static PyType_Spec bool_spec = {
    .name = NATIVE_ENGINE ".BoolField",
    .basicsize = sizeof(struct py_field),
    .flags = PY_FIELD_TEMPLATE_FLAGS,
    .slots = bool_slots,
};
static PyType_Spec tri_bool_spec = {
    .name = NATIVE_ENGINE ".TriBoolField",
    .basicsize = sizeof(struct py_field),
    .flags = PY_FIELD_TEMPLATE_FLAGS,
    .slots = tri_bool_slots,
};
static PyType_Spec string_spec = {
    .name = NATIVE_ENGINE ".StringField",
    .basicsize = sizeof(struct py_field),
    .flags = PY_FIELD_TEMPLATE_FLAGS,
    .slots = string_slots,
};

static int set_expected(PyTypeObject *type, PyTypeObject *expected, const char *description) {
    if (py_type_set(type, "expected_type", Py_NewRef((PyObject *)expected)) < 0 ||
        py_type_set(type, "expected_type_description", PyUnicode_FromString(description)) < 0) {
        return -1;
    }
    return py_type_set(type, "default", Py_NewRef(Py_None));
}

int py_scalar_field_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &scalar_spec, st->field_type, PY_TYPE_EXPORT, &st->scalar_field_type) <
            0 ||
        py_add_type(module, &bool_spec, st->field_type, PY_TYPE_EXPORT, &st->bool_field_type) < 0 ||
        py_add_type(module, &tri_bool_spec, st->scalar_field_type, PY_TYPE_EXPORT,
                    &st->tri_bool_field_type) < 0 ||
        py_add_type(module, &string_spec, st->scalar_field_type, PY_TYPE_EXPORT,
                    &st->string_field_type) < 0) {
        return -1;
    }
    if (py_type_set(st->scalar_field_type, "default", Py_NewRef(Py_None)) < 0 ||
        set_expected(st->tri_bool_field_type, &PyBool_Type, "a boolean or None") < 0 ||
        set_expected(st->string_field_type, &PyUnicode_Type, "a string") < 0) {
        return -1;
    }
    return py_type_set(st->string_field_type, "valid_choices", Py_NewRef(Py_None));
}
