/*
 * A Call is awaited once and consumed once, so it is its own iterator and no object is made for
 * the await:
 *
 *   coroutine: await call  ->  am_await: call  ->  am_send(None): yields call  ->  driver
 *   driver: consumes call, sends the value  ->  am_send(value): returns value  ->  coroutine
 *
 * Its parts stay with it until it dies: the engine borrows them while it computes the answer.
 */
#include "pyembed/types/call.h"

#include <structmember.h>

#include "pyembed/args.h"
#include "pyembed/types/types.h"

struct py_call {
    PyObject ob_base;
    PyObject *rule_id;
    PyObject *output_type;
    PyObject *args;
    PyObject *implicit;
    bool awaited;
    bool sent;
    bool consumed;
};

static struct py_call *as_call(PyObject *o) {
    return (struct py_call *)o;
}

/* ------------------------------------------------------------------------------- making one */

static PyObject *bad_dict_value(PyObject *key, PyObject *type) {
    PyErr_Format(
        PyExc_TypeError,
        "Invalid use of `implicitly()`. Because the argument is a dict, its values must be "
        "types, each the declared type of the key; but for %R it is %R.",
        key, type);
    return NULL;
}

static PyObject *declared_by_dict(PyObject *given) {
    py_auto PyObject *out = PyDict_Copy(given);
    PyObject *key = NULL;
    PyObject *type = NULL;
    Py_ssize_t at = 0;
    while (out != NULL && PyDict_Next(out, &at, &key, &type)) {
        if (!PyType_Check(type)) {
            return bad_dict_value(key, type);
        }
    }
    return py_take(&out);
}

/* What implicitly() was given, as a dict from value to declared type. Only the first counts. */
static PyObject *declared(PyObject *implicit) {
    if (py_absent(implicit)) {
        return PyDict_New();
    }
    if (!PyTuple_Check(implicit)) {
        PyErr_Format(PyExc_TypeError, "`__implicitly` must be a tuple, but is a %T", implicit);
        return NULL;
    }
    if (PyTuple_GET_SIZE(implicit) == 0) {
        return PyDict_New();
    }
    PyObject *first = PyTuple_GET_ITEM(implicit, 0);
    if (PyDict_Check(first)) {
        return declared_by_dict(first);
    }
    py_auto PyObject *out = PyDict_New();
    if (out == NULL || PyDict_SetItem(out, first, (PyObject *)Py_TYPE(first)) < 0) {
        return NULL;
    }
    return py_take(&out);
}

PyObject *py_call_new(struct pyembed_state *st, PyObject *rule_id, PyObject *output_type,
                      PyObject *args, PyObject *implicit) {
    if (PyObject_Hash(args) == -1) { /* says which one cannot be part of a node's identity */
        return NULL;
    }
    py_auto PyObject *types = declared(implicit);
    PyTypeObject *type = st->call_type;
    PyObject *o = types != NULL ? type->tp_alloc(type, 0) : NULL;
    if (o != NULL) {
        as_call(o)->rule_id = Py_NewRef(rule_id);
        as_call(o)->output_type = Py_NewRef(output_type);
        as_call(o)->args = Py_NewRef(args);
        as_call(o)->implicit = py_take(&types);
    }
    return o;
}

static PyObject *call_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"rule_id", "output_type", "args", "implicit_args", NULL};
    static const struct py_sig sig = {"Call", names, 4, 3};
    PyObject *v[4];
    if (py_bind(&sig, args, kwargs, v) < 0 || py_expect_str("Call", names[0], v[0]) < 0 ||
        py_expect_type("Call", names[1], v[1]) < 0) {
        return NULL;
    }
    py_auto PyObject *tuple = v[2] != NULL ? PySequence_Tuple(v[2]) : PyTuple_New(0);
    if (tuple == NULL) {
        return NULL;
    }
    struct pyembed_state *st = PyType_GetModuleState(type);
    if (v[3] != NULL && PyDict_Check(v[3])) {
        py_auto PyObject *one = PyTuple_Pack(1, v[3]);
        return one != NULL ? py_call_new(st, v[0], v[1], tuple, one) : NULL;
    }
    return py_call_new(st, v[0], v[1], tuple, v[3]);
}

static int call_traverse(PyObject *o, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(as_call(o)->output_type);
    Py_VISIT(as_call(o)->args);
    Py_VISIT(as_call(o)->implicit);
    return 0;
}

static int call_clear(PyObject *o) {
    Py_CLEAR(as_call(o)->rule_id);
    Py_CLEAR(as_call(o)->output_type);
    Py_CLEAR(as_call(o)->args);
    Py_CLEAR(as_call(o)->implicit);
    return 0;
}

static void call_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    (void)call_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

/* -------------------------------------------------------------------------------- consuming */

static int expect_unused(bool used) {
    if (used) {
        PyErr_SetString(PyExc_ValueError, "This call was awaited before: a call is awaited once.");
        return -1;
    }
    return 0;
}

void py_call_peek(PyObject *o, struct py_call_parts *ret) {
    const struct py_call *self = as_call(o);
    *ret = (struct py_call_parts){self->rule_id, self->output_type, self->args, self->implicit};
}

int py_call_consume(struct pyembed_state *st, PyObject *o, struct py_call_parts *ret) {
    if (py_expect_instance("consume", "call", o, st->call_type) < 0 ||
        expect_unused(as_call(o)->consumed) < 0) {
        return -1;
    }
    as_call(o)->consumed = true;
    py_call_peek(o, ret);
    return 0;
}

/* --------------------------------------------------------------------------------- awaiting */

PySendResult py_send_once(PyObject *self, bool *sent, PyObject *arg, PyObject **ret) {
    *ret = NULL;
    if (*sent) {
        *ret = Py_NewRef(arg);
        return PYGEN_RETURN;
    }
    if (arg != Py_None) {
        PyErr_SetString(PyExc_TypeError, "can't send non-None value to a just-started generator");
        return PYGEN_ERROR;
    }
    *sent = true;
    *ret = Py_NewRef(self);
    return PYGEN_NEXT;
}

PyObject *py_send_once_method(PyObject *self, bool *sent, PyObject *arg) {
    py_auto PyObject *result = NULL;
    PySendResult r = py_send_once(self, sent, arg, &result);
    if (r == PYGEN_RETURN) {
        py_auto PyObject *stop = PyObject_CallOneArg(PyExc_StopIteration, result);
        if (stop != NULL) {
            PyErr_SetObject(PyExc_StopIteration, stop);
        }
        return NULL;
    }
    return py_take(&result);
}

static PyObject *call_await(PyObject *o) {
    if (expect_unused(as_call(o)->awaited) < 0) {
        return NULL;
    }
    as_call(o)->awaited = true;
    return Py_NewRef(o);
}

static PySendResult call_am_send(PyObject *o, PyObject *arg, PyObject **ret) {
    return py_send_once(o, &as_call(o)->sent, arg, ret);
}

static PyObject *call_send(PyObject *o, PyObject *arg) {
    return py_send_once_method(o, &as_call(o)->sent, arg);
}

static PyObject *call_next(PyObject *o) {
    return py_send_once_method(o, &as_call(o)->sent, Py_None);
}

/* ------------------------------------------------------------------------------- properties */

static PyObject *part(PyObject *o, PyObject *value) {
    return expect_unused(as_call(o)->consumed) == 0 ? Py_NewRef(value) : NULL;
}

static PyObject *call_get_rule_id(PyObject *o, void *unused) {
    (void)unused;
    return part(o, as_call(o)->rule_id);
}

/* The class; a rule whose signature nobody looked at yet stands for it until somebody asks. */
static PyObject *resolved_output_type(const struct py_call *self) {
    PyObject *known = self->output_type;
    return PyType_Check(known) ? Py_NewRef(known) : PyObject_GetAttrString(known, "output_type");
}

static PyObject *call_get_output_type(PyObject *o, void *unused) {
    (void)unused;
    return expect_unused(as_call(o)->consumed) == 0 ? resolved_output_type(as_call(o)) : NULL;
}

static PyObject *call_get_args(PyObject *o, void *unused) {
    (void)unused;
    return part(o, as_call(o)->args);
}

static PyObject *call_get_implicit_args(PyObject *o, void *unused) {
    (void)unused;
    py_auto PyObject *dict = part(o, as_call(o)->implicit);
    return dict != NULL ? PyDict_Copy(dict) : NULL;
}

static PyObject *call_repr(PyObject *o) {
    const struct py_call *self = as_call(o);
    py_auto PyObject *output = resolved_output_type(self);
    py_auto PyObject *name = output != NULL ? PyObject_GetAttrString(output, "__name__") : NULL;
    return name != NULL ? PyUnicode_FromFormat("Call(%U(...) -> %U)", self->rule_id, name) : NULL;
}

PyDoc_STRVAR(send_doc, "send($self, value, /)\n--\n\n"
                       "Hands out the call itself, and the second time ends with value.");

static PyMethodDef call_methods[] = {
    {"send", call_send, METH_O, send_doc},
    PY_CLASS_GETITEM,
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef call_getset[] = {
    {"rule_id", call_get_rule_id, NULL, "Which rule is called.", NULL},
    {"output_type", call_get_output_type, NULL, "What it returns.", NULL},
    {"args", call_get_args, NULL, "The positional arguments.", NULL},
    {"implicit_args", call_get_implicit_args, NULL,
     "The values of implicitly(), each with its declared type.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(call_doc, "Call(rule_id, output_type, args=(), implicit_args=None)\n--\n\n"
                       "One call of a rule, to be awaited.");

static PyType_Slot call_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, call_doc),       PY_SLOT(Py_tp_new, call_tp_new),
    PY_SLOT(Py_tp_traverse, call_traverse),  PY_SLOT(Py_tp_clear, call_clear),
    PY_SLOT(Py_tp_dealloc, call_dealloc),    PY_SLOT(Py_tp_repr, call_repr),
    PY_SLOT(Py_tp_iternext, call_next),      PY_SLOT(Py_am_await, call_await),
    PY_SLOT(Py_am_send, call_am_send),       PY_SLOT_DATA(Py_tp_methods, call_methods),
    PY_SLOT_DATA(Py_tp_getset, call_getset), PY_SLOT_END,
};

static PyType_Spec call_spec = {
    .name = NATIVE_ENGINE ".Call",
    .basicsize = sizeof(struct py_call),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = call_slots,
};

int py_call_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    return py_add_type(module, &call_spec, NULL, PY_TYPE_EXPORT, &st->call_type);
}
