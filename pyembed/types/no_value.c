/*
 * NO_VALUE: what a field's raw value is when the BUILD file does not mention the field at all, to
 * tell that from an explicit None. One object; false; copies and pickles are itself.
 */
#include "pyembed/module.h"
#include "pyembed/types/types.h"

static void no_value_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static int no_value_bool(PyObject *o) {
    (void)o;
    return 0;
}

static PyObject *no_value_repr(PyObject *o) {
    (void)o;
    return PyUnicode_FromString("<NO_VALUE>");
}

static PyObject *no_value_reduce(PyObject *o, PyObject *unused) {
    (void)o;
    (void)unused;
    return PyUnicode_FromString("NO_VALUE");
}

static PyMethodDef no_value_methods[] = {
    {"__reduce__", no_value_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot no_value_slots[] = {
    PY_SLOT(Py_tp_dealloc, no_value_dealloc),
    PY_SLOT(Py_tp_repr, no_value_repr),
    PY_SLOT(Py_nb_bool, no_value_bool),
    PY_SLOT_DATA(Py_tp_methods, no_value_methods),
    PY_SLOT_END,
};

static PyType_Spec no_value_spec = {
    .name = NATIVE_ENGINE "._NoValue",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = no_value_slots,
};

int py_no_value_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &no_value_spec, NULL, PY_TYPE_EXPORT, &st->no_value_type) < 0) {
        return -1;
    }
    st->no_value = PyType_GenericAlloc(st->no_value_type, 0);
    return st->no_value != NULL ? PyModule_AddObjectRef(module, "NO_VALUE", st->no_value) : -1;
}
