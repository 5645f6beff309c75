/*
 * RuleCallTrampoline: what stands under a rule's name in its module. Calling it calls nothing: it
 * makes a Call for the engine. Whatever else is asked of it, the wrapped function answers.
 *
 * The output type of a built-in rule is None here: the engine has it from the table of
 * declarations, and the rule finds it out from the annotations if Python asks.
 */
#include <structmember.h>

#include "pyembed/args.h"
#include "pyembed/types/call.h"
#include "pyembed/types/types.h"

struct trampoline {
    PyObject ob_base;
    vectorcallfunc vectorcall;
    PyObject *rule_id;
    PyObject *output_type;
    PyObject *wrapped;
    PyObject *rule;
    PyObject *weakrefs;
};

static struct trampoline *as_trampoline(PyObject *o) {
    return (struct trampoline *)o;
}

/* The value of __implicitly among the keyword arguments; others have no meaning here. */
static PyObject *find_implicitly(PyObject *const *values, PyObject *kwnames) {
    Py_ssize_t n = kwnames != NULL ? PyTuple_GET_SIZE(kwnames) : 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        if (PyUnicode_EqualToUTF8(PyTuple_GET_ITEM(kwnames, i), "__implicitly")) {
            return values[i];
        }
    }
    return NULL;
}

static PyObject *trampoline_vectorcall(PyObject *o, PyObject *const *args, size_t nargsf,
                                       PyObject *kwnames) {
    const struct trampoline *self = as_trampoline(o);
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    py_auto PyObject *tuple = PyTuple_New(nargs);
    if (tuple == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < nargs; i++) {
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
    }
    PyObject *output = self->output_type != Py_None ? self->output_type : self->rule;
    return py_call_new(PyType_GetModuleState(Py_TYPE(o)), self->rule_id, output, tuple,
                       find_implicitly(args + nargs, kwnames));
}

static PyObject *trampoline_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"rule_id", "output_type", "wrapped", "rule", NULL};
    static const struct py_sig sig = {"RuleCallTrampoline", names, 4, 15};
    PyObject *v[4];
    if (py_bind(&sig, args, kwargs, v) < 0 ||
        py_expect_str("RuleCallTrampoline", names[0], v[0]) < 0 ||
        (v[1] != Py_None && py_expect_type("RuleCallTrampoline", names[1], v[1]) < 0)) {
        return NULL;
    }
    PyObject *o = type->tp_alloc(type, 0);
    if (o != NULL) {
        as_trampoline(o)->vectorcall = trampoline_vectorcall;
        as_trampoline(o)->rule_id = Py_NewRef(v[0]);
        as_trampoline(o)->output_type = Py_NewRef(v[1]);
        as_trampoline(o)->wrapped = Py_NewRef(v[2]);
        as_trampoline(o)->rule = Py_NewRef(v[3]);
    }
    return o;
}

static int trampoline_traverse(PyObject *o, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(as_trampoline(o)->output_type);
    Py_VISIT(as_trampoline(o)->wrapped);
    Py_VISIT(as_trampoline(o)->rule);
    return 0;
}

static int trampoline_clear(PyObject *o) {
    Py_CLEAR(as_trampoline(o)->rule_id);
    Py_CLEAR(as_trampoline(o)->output_type);
    Py_CLEAR(as_trampoline(o)->wrapped);
    Py_CLEAR(as_trampoline(o)->rule);
    return 0;
}

static void trampoline_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (as_trampoline(o)->weakrefs != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    (void)trampoline_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

/* The class has a __module__ and a __doc__ of its own; those of the function are meant. */
static PyObject *trampoline_getattro(PyObject *o, PyObject *name) {
    struct pyembed_state *st = PyType_GetModuleState(Py_TYPE(o));
    PyObject *wrapped = as_trampoline(o)->wrapped;
    if (wrapped != NULL && (PyUnicode_Compare(name, st->names.__module__) == 0 ||
                            PyUnicode_Compare(name, st->names.__doc__) == 0)) {
        return PyObject_GetAttr(wrapped, name);
    }
    PyObject *value = PyObject_GenericGetAttr(o, name);
    if (value == NULL && wrapped != NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        return PyObject_GetAttr(wrapped, name);
    }
    return value;
}

static PyObject *trampoline_repr(PyObject *o) {
    return PyUnicode_FromFormat("<RuleCallTrampoline for %U>", as_trampoline(o)->rule_id);
}

static PyMemberDef trampoline_members[] = {
    {"rule_id", Py_T_OBJECT_EX, offsetof(struct trampoline, rule_id), Py_READONLY,
     "The name of the rule."},
    {"rule", Py_T_OBJECT_EX, offsetof(struct trampoline, rule), Py_READONLY,
     "The rule as it is registered."},
    {"__wrapped__", Py_T_OBJECT_EX, offsetof(struct trampoline, wrapped), Py_READONLY,
     "The function."},
    {"__vectorcalloffset__", Py_T_PYSSIZET, offsetof(struct trampoline, vectorcall), Py_READONLY,
     NULL},
    {"__weaklistoffset__", Py_T_PYSSIZET, offsetof(struct trampoline, weakrefs), Py_READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyObject *trampoline_get_output_type(PyObject *o, void *unused) {
    (void)unused;
    const struct trampoline *self = as_trampoline(o);
    return self->output_type != Py_None ? Py_NewRef(self->output_type)
                                        : PyObject_GetAttrString(self->rule, "output_type");
}

static PyGetSetDef trampoline_getset[] = {
    {"output_type", trampoline_get_output_type, NULL, "What the rule returns.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(trampoline_doc, "RuleCallTrampoline(rule_id, output_type, wrapped, rule)\n--\n\n"
                             "A rule by its name: calling it makes a Call.");

static PyType_Slot trampoline_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, trampoline_doc),
    PY_SLOT(Py_tp_new, trampoline_tp_new),
    PY_SLOT(Py_tp_traverse, trampoline_traverse),
    PY_SLOT(Py_tp_clear, trampoline_clear),
    PY_SLOT(Py_tp_dealloc, trampoline_dealloc),
    PY_SLOT(Py_tp_repr, trampoline_repr),
    PY_SLOT(Py_tp_getattro, trampoline_getattro),
    PY_SLOT(Py_tp_call, PyVectorcall_Call),
    PY_SLOT_DATA(Py_tp_members, trampoline_members),
    PY_SLOT_DATA(Py_tp_getset, trampoline_getset),
    PY_SLOT_END,
};

static PyType_Spec trampoline_spec = {
    .name = NATIVE_ENGINE ".RuleCallTrampoline",
    .basicsize = sizeof(struct trampoline),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE |
             Py_TPFLAGS_HAVE_VECTORCALL,
    .slots = trampoline_slots,
};

int py_rule_trampoline_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    return py_add_type(module, &trampoline_spec, NULL, PY_TYPE_EXPORT,
                       &st->rule_call_trampoline_type);
}
