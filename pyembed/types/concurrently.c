/*
 * _Concurrently: several awaitables awaited at once. Like a Call, it is its own iterator and is
 * awaited once. What its coroutines have computed cannot be computed again, so `calls` is only
 * there until it is awaited.
 */
#include "pyembed/args.h"
#include "pyembed/types/call.h"
#include "pyembed/types/types.h"

struct concurrently {
    PyObject ob_base;
    PyObject *items; /* tuple */
    bool awaited;
    bool sent;
};

static struct concurrently *as_group(PyObject *o) {
    return (struct concurrently *)o;
}

static int check_items(struct pyembed_state *st, PyObject *items) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(items); i++) {
        PyObject *item = PyTuple_GET_ITEM(items, i);
        if (!Py_IS_TYPE(item, st->call_type) && !Py_IS_TYPE(item, st->concurrently_type) &&
            !PyCoro_CheckExact(item)) {
            PyErr_Format(PyExc_ValueError,
                         "Expected a `concurrently(..)` argument to be a rule call, coroutine, or "
                         "nested `concurrently(..)`, but got: %R",
                         item);
            return -1;
        }
    }
    return 0;
}

static PyObject *group_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"calls", NULL};
    static const struct py_sig sig = {"_Concurrently", names, 1, 1};
    PyObject *v[1];
    if (py_bind(&sig, args, kwargs, v) < 0) {
        return NULL;
    }
    py_auto PyObject *items = PySequence_Tuple(v[0]);
    if (items == NULL || check_items(PyType_GetModuleState(type), items) < 0) {
        return NULL;
    }
    PyObject *o = type->tp_alloc(type, 0);
    if (o != NULL) {
        as_group(o)->items = py_take(&items);
    }
    return o;
}

static int group_traverse(PyObject *o, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(as_group(o)->items);
    return 0;
}

static int group_clear(PyObject *o) {
    Py_CLEAR(as_group(o)->items);
    return 0;
}

static void group_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    (void)group_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

PyObject *py_concurrently_items(struct pyembed_state *st, PyObject *o) {
    if (py_expect_instance("concurrently", "calls", o, st->concurrently_type) < 0) {
        return NULL;
    }
    return as_group(o)->items;
}

static PyObject *group_await(PyObject *o) {
    if (as_group(o)->awaited) {
        PyErr_SetString(PyExc_ValueError,
                        "This `concurrently(...)` was awaited before: it is awaited once.");
        return NULL;
    }
    as_group(o)->awaited = true;
    return Py_NewRef(o);
}

static PySendResult group_am_send(PyObject *o, PyObject *arg, PyObject **ret) {
    return py_send_once(o, &as_group(o)->sent, arg, ret);
}

static PyObject *group_send(PyObject *o, PyObject *arg) {
    return py_send_once_method(o, &as_group(o)->sent, arg);
}

static PyObject *group_next(PyObject *o) {
    return py_send_once_method(o, &as_group(o)->sent, Py_None);
}

static PyObject *group_get_calls(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_group(o)->items);
}

static PyObject *group_repr(PyObject *o) {
    return PyUnicode_FromFormat("concurrently%R", as_group(o)->items);
}

PyDoc_STRVAR(send_doc, "send($self, value, /)\n--\n\n"
                       "Hands out the group itself, and the second time ends with value.");

static PyMethodDef group_methods[] = {
    {"send", group_send, METH_O, send_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef group_getset[] = {
    {"calls", group_get_calls, NULL, "What is awaited, as a tuple.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(group_doc, "_Concurrently(calls)\n--\n\n"
                        "Awaits calls of rules, coroutines and groups of them at once; the result "
                        "is a tuple.");

static PyType_Slot group_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, group_doc),       PY_SLOT(Py_tp_new, group_tp_new),
    PY_SLOT(Py_tp_traverse, group_traverse),  PY_SLOT(Py_tp_clear, group_clear),
    PY_SLOT(Py_tp_dealloc, group_dealloc),    PY_SLOT(Py_tp_repr, group_repr),
    PY_SLOT(Py_tp_iternext, group_next),      PY_SLOT(Py_am_await, group_await),
    PY_SLOT(Py_am_send, group_am_send),       PY_SLOT_DATA(Py_tp_methods, group_methods),
    PY_SLOT_DATA(Py_tp_getset, group_getset), PY_SLOT_END,
};

static PyType_Spec group_spec = {
    .name = NATIVE_ENGINE "._Concurrently",
    .basicsize = sizeof(struct concurrently),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = group_slots,
};

int py_concurrently_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    return py_add_type(module, &group_spec, NULL, PY_TYPE_EXPORT, &st->concurrently_type);
}
