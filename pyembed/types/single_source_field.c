/*
 * Fields of one source file: OptionalSingleSourceField and SingleSourceField.
 */
#include "pyembed/args.h"
#include "pyembed/types/address_text.h"
#include "pyembed/types/sources_field.h"
#include "pyembed/types/types.h"

/* One sentence about what is wrong with the path; NULL when nothing is. */
static const char *fault_of(PyObject *path) {
    Py_ssize_t len = PyUnicode_GET_LENGTH(path);
    if (py_glob_has_parent(path)) {
        return "must not have the pattern `../`, since targets own files of their folder and below";
    }
    if (PyUnicode_FindChar(path, '*', 0, len, 1) >= 0) {
        return "must name one file and not a glob (`*`)";
    }
    if (len > 0 && PyUnicode_READ_CHAR(path, 0) == '!') {
        return "must name one file, so it cannot start with `!`";
    }
    return NULL;
}

PyObject *py_compute_single_source(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                                   PyObject *address) {
    py_auto PyObject *path = py_compute_string(st, cls, raw, address);
    const char *fault = path != NULL && path != Py_None ? fault_of(path) : NULL;
    if (fault == NULL) {
        return py_take(&path);
    }
    py_auto PyObject *alias = PyObject_GetAttr((PyObject *)cls, st->names.alias);
    if (alias == NULL) {
        return NULL;
    }
    return py_raise_field_invalid(st, PyUnicode_FromFormat("The field %R of %S %s, but it is %R.",
                                                           alias, address, fault, path));
}

static PyObject *single_compute_value(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                      PyObject *kwnames) {
    return py_compute_call(cls, args, nargs, kwnames, py_compute_single_source);
}

static PyObject *single_get_globs(PyObject *o, void *unused) {
    (void)unused;
    PyObject *value = py_field_value(o);
    return value != Py_None ? PyTuple_Pack(1, value) : PyTuple_New(0);
}

static PyObject *single_get_file_path(PyObject *o, void *unused) {
    (void)unused;
    PyObject *value = py_field_value(o);
    if (value == Py_None) {
        Py_RETURN_NONE;
    }
    return py_path_join(((struct py_address *)py_async_field_address(o))->spec_path, value);
}

static PyMethodDef optional_methods[] = {
    PY_COMPUTE_METHOD(single_compute_value),
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef optional_getset[] = {
    {"globs", single_get_globs, NULL, "The file as a tuple, maybe empty.", NULL},
    {"file_path", single_get_file_path, NULL, "The file from the build root, or None.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(optional_doc, "OptionalSingleSourceField(raw_value, address)\n--\n\n"
                           "The field `source=file`, which may be left out.");
PyDoc_STRVAR(single_doc, "SingleSourceField(raw_value, address)\n--\n\n"
                         "The field `source=file`, which must be given.");

static PyType_Slot optional_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, optional_doc),
    PY_SLOT_DATA(Py_tp_methods, optional_methods),
    PY_SLOT_DATA(Py_tp_getset, optional_getset),
    PY_SLOT_END,
};
static PyType_Slot single_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, single_doc),
    PY_SLOT_END,
};

static PyType_Spec optional_spec = {
    .name = NATIVE_ENGINE ".OptionalSingleSourceField",
    .basicsize = sizeof(struct py_async_field),
    .flags = PY_FIELD_TEMPLATE_FLAGS,
    .slots = optional_slots,
};
static PyType_Spec single_spec = {
    .name = NATIVE_ENGINE ".SingleSourceField",
    .basicsize = sizeof(struct py_async_field),
    .flags = PY_FIELD_TEMPLATE_FLAGS,
    .slots = single_slots,
};

static PyObject *zero_or_one(void) {
    return PyObject_CallFunction((PyObject *)&PyRange_Type, "ii", 0, 2);
}

int py_single_source_field_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    py_auto PyObject *bases = PyTuple_Pack(2, st->sources_field_type, st->string_field_type);
    if (bases == NULL || py_add_type_with_bases(module, &optional_spec, bases, PY_TYPE_EXPORT,
                                                &st->optional_single_source_field_type) < 0) {
        return -1;
    }
    PyTypeObject *type = st->optional_single_source_field_type;
    if (py_type_set(type, "alias", PyUnicode_InternFromString("source")) < 0 ||
        py_type_set(type, "expected_num_files", zero_or_one()) < 0 ||
        py_add_type(module, &single_spec, type, PY_TYPE_EXPORT, &st->single_source_field_type) <
            0) {
        return -1;
    }
    type = st->single_source_field_type;
    if (py_type_set(type, "required", Py_NewRef(Py_True)) < 0) {
        return -1;
    }
    return py_type_set(type, "expected_num_files", PyLong_FromLong(1));
}
