/*
 * The arguments of the BUILD file's call are frozen when the adaptor is made, so that a value that
 * cannot be hashed is reported with the place where it stands.
 */
#include "pyembed/types/target_adaptor.h"

#include "base/hash.h"
#include "pyembed/args.h"
#include "pyembed/types/frozen_dict.h"
#include "pyembed/types/types.h"

static struct py_target_adaptor *as_adaptor(PyObject *o) {
    return (struct py_target_adaptor *)o;
}

/* "In BUILD:3: <error>" for an error about what is unhashable. */
static void name_the_place(PyObject *origin) {
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) {
        return;
    }
    py_auto PyObject *error = PyErr_GetRaisedException();
    PyErr_Format(PyExc_TypeError, "In %U: %S", origin, error);
}

PyObject *py_target_adaptor_new(struct pyembed_state *st, PyObject *type_alias, PyObject *name,
                                PyObject *origin, PyObject *blocks, PyObject *kwargs) {
    py_auto PyObject *frozen = py_deep_freeze(st, kwargs);
    if (frozen == NULL) {
        name_the_place(origin);
        return NULL;
    }
    PyTypeObject *type = st->target_adaptor_type;
    PyObject *o = type->tp_alloc(type, 0);
    if (o != NULL) {
        as_adaptor(o)->type_alias = Py_NewRef(type_alias);
        as_adaptor(o)->name = py_absent(name) ? NULL : Py_NewRef(name);
        as_adaptor(o)->origin = Py_NewRef(origin);
        as_adaptor(o)->blocks = py_absent(blocks) ? NULL : Py_NewRef(blocks);
        as_adaptor(o)->kwargs = py_take(&frozen);
    }
    return o;
}

static const char *const names[] = {"type_alias", "name", "__description_of_origin__",
                                    "__origin_sources_blocks__", NULL};

/* Takes the parameters with names of their own out of the keyword arguments. */
static int split_kwargs(PyObject *kwargs, PyObject *own, PyObject *fields) {
    if (kwargs == NULL || PyDict_Update(fields, kwargs) < 0) {
        return kwargs == NULL ? 0 : -1;
    }
    for (int i = 0; names[i] != NULL; i++) {
        py_auto PyObject *value = NULL;
        int r = PyDict_PopString(fields, names[i], &value);
        if (r < 0 || (r > 0 && PyDict_SetItemString(own, names[i], value) < 0)) {
            return -1;
        }
    }
    return 0;
}

static PyObject *adaptor_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const struct py_sig sig = {"TargetAdaptor", names, 4, 7};
    struct pyembed_state *st = PyType_GetModuleState(type);
    py_auto PyObject *own = PyDict_New();
    py_auto PyObject *fields = PyDict_New();
    PyObject *v[4];
    if (own == NULL || fields == NULL || split_kwargs(kwargs, own, fields) < 0 ||
        py_bind(&sig, args, own, v) < 0 || py_expect_str(sig.func, names[0], v[0]) < 0 ||
        (v[1] != Py_None && py_expect_str(sig.func, names[1], v[1]) < 0) ||
        py_expect_str(sig.func, names[2], v[2]) < 0) {
        return NULL;
    }
    return py_target_adaptor_new(st, v[0], v[1], v[2], v[3], fields);
}

static int adaptor_traverse(PyObject *o, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(as_adaptor(o)->kwargs);
    Py_VISIT(as_adaptor(o)->blocks);
    return 0;
}

static int adaptor_clear(PyObject *o) {
    Py_CLEAR(as_adaptor(o)->type_alias);
    Py_CLEAR(as_adaptor(o)->name);
    Py_CLEAR(as_adaptor(o)->kwargs);
    Py_CLEAR(as_adaptor(o)->origin);
    Py_CLEAR(as_adaptor(o)->blocks);
    return 0;
}

static void adaptor_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    (void)adaptor_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static Py_hash_t adaptor_hash(PyObject *o) {
    const struct py_target_adaptor *self = as_adaptor(o);
    uint64_t h = (uint64_t)PyObject_Hash(self->type_alias);
    h = hash_combine(h, self->name != NULL ? (uint64_t)PyObject_Hash(self->name) : 0);
    return py_hash_clean(hash_combine(h, (uint64_t)PyObject_Hash(self->kwargs)));
}

static PyObject *adaptor_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    const struct py_target_adaptor *x = as_adaptor(a);
    const struct py_target_adaptor *y = as_adaptor(b);
    int equal = PyUnicode_Compare(x->type_alias, y->type_alias) == 0 &&
                (x->name == NULL) == (y->name == NULL) &&
                (x->name == NULL || PyUnicode_Compare(x->name, y->name) == 0);
    equal = equal ? PyObject_RichCompareBool(x->kwargs, y->kwargs, Py_EQ) : 0;
    return equal < 0 ? NULL : PyBool_FromLong((equal != 0) == (op == Py_EQ));
}

static PyObject *or_none(PyObject *o) {
    return o != NULL ? o : Py_None;
}

static PyObject *adaptor_repr(PyObject *o) {
    const struct py_target_adaptor *self = as_adaptor(o);
    return PyUnicode_FromFormat("TargetAdaptor(type_alias=%U, name=%S, origin=%U)",
                                self->type_alias, or_none(self->name), self->origin);
}

static PyObject *adaptor_with_new_kwargs(PyObject *o, PyObject *args, PyObject *kwargs) {
    const struct py_target_adaptor *self = as_adaptor(o);
    if (PyTuple_GET_SIZE(args) > 0) {
        PyErr_SetString(PyExc_TypeError, "with_new_kwargs() takes keyword arguments only");
        return NULL;
    }
    py_auto PyObject *fields = kwargs != NULL ? Py_NewRef(kwargs) : PyDict_New();
    return fields != NULL
               ? py_target_adaptor_new(PyType_GetModuleState(Py_TYPE(o)), self->type_alias,
                                       self->name, self->origin, self->blocks, fields)
               : NULL;
}

static PyObject *adaptor_get_type_alias(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_adaptor(o)->type_alias);
}

static PyObject *adaptor_get_name(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(or_none(as_adaptor(o)->name));
}

static PyObject *adaptor_get_name_explicitly_set(PyObject *o, void *unused) {
    (void)unused;
    return PyBool_FromLong(as_adaptor(o)->name != NULL);
}

static PyObject *adaptor_get_kwargs(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_adaptor(o)->kwargs);
}

static PyObject *adaptor_get_origin(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_adaptor(o)->origin);
}

static PyObject *adaptor_get_blocks(PyObject *o, void *unused) {
    (void)unused;
    struct pyembed_state *st = PyType_GetModuleState(Py_TYPE(o));
    return Py_NewRef(as_adaptor(o)->blocks != NULL ? as_adaptor(o)->blocks : st->empty_frozen_dict);
}

PyDoc_STRVAR(with_new_kwargs_doc, "with_new_kwargs($self, /, **kwargs)\n--\n\n"
                                  "The same target with other arguments.");

static PyMethodDef adaptor_methods[] = {
    {"with_new_kwargs", PY_FN(adaptor_with_new_kwargs), METH_VARARGS | METH_KEYWORDS,
     with_new_kwargs_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef adaptor_getset[] = {
    {"type_alias", adaptor_get_type_alias, NULL, "The symbol that was called.", NULL},
    {"name", adaptor_get_name, NULL, "The name given, or None.", NULL},
    {"name_explicitly_set", adaptor_get_name_explicitly_set, NULL, "Whether one was given.", NULL},
    {"kwargs", adaptor_get_kwargs, NULL, "The other arguments, frozen.", NULL},
    {"description_of_origin", adaptor_get_origin, NULL, "The file and line of the call.", NULL},
    {"origin_sources_blocks", adaptor_get_blocks, NULL, "The lines it owns, by file.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(adaptor_doc, "TargetAdaptor(type_alias, name, __description_of_origin__, "
                          "__origin_sources_blocks__=None, **kwargs)\n--\n\n"
                          "A target as a BUILD file declares it.");

static PyType_Slot adaptor_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, adaptor_doc),
    PY_SLOT(Py_tp_new, adaptor_tp_new),
    PY_SLOT(Py_tp_traverse, adaptor_traverse),
    PY_SLOT(Py_tp_clear, adaptor_clear),
    PY_SLOT(Py_tp_dealloc, adaptor_dealloc),
    PY_SLOT(Py_tp_hash, adaptor_hash),
    PY_SLOT(Py_tp_repr, adaptor_repr),
    PY_SLOT(Py_tp_richcompare, adaptor_richcompare),
    PY_SLOT_DATA(Py_tp_methods, adaptor_methods),
    PY_SLOT_DATA(Py_tp_getset, adaptor_getset),
    PY_SLOT_END,
};

static PyType_Spec adaptor_spec = {
    .name = NATIVE_ENGINE ".TargetAdaptor",
    .basicsize = sizeof(struct py_target_adaptor),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = adaptor_slots,
};

int py_target_adaptor_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    return py_add_type(module, &adaptor_spec, NULL, PY_TYPE_EXPORT, &st->target_adaptor_type);
}
