/*
 * The content is an ordinary dict that nobody else changes, so views, iteration and look-ups are
 * the dict's own. The hash is made at once: it is the proof that every value is hashable. It is
 * the XOR of a mix of each pair, so that the order of insertion does not matter.
 */
#include "pyembed/types/frozen_dict.h"

#include <structmember.h>

#include "base/hash.h"
#include "pyembed/types/types.h"

static int dict_hash(PyObject *dict, Py_hash_t *ret_hash) {
    uint64_t sum = 0;
    PyObject *key = NULL;
    PyObject *value = NULL;
    Py_ssize_t at = 0;
    while (PyDict_Next(dict, &at, &key, &value)) {
        Py_hash_t k = PyObject_Hash(key);
        Py_hash_t v = k == -1 ? -1 : PyObject_Hash(value);
        if (v == -1) {
            return -1;
        }
        sum ^= hash_combine((uint64_t)k, (uint64_t)v);
    }
    *ret_hash = py_hash_clean(hash_mix(sum));
    return 0;
}

static PyObject *frozen_dict_make(PyTypeObject *type, PyObject *dict_take, Py_hash_t hash) {
    struct py_frozen_dict *self = (struct py_frozen_dict *)type->tp_alloc(type, 0);
    if (self == NULL) {
        Py_DECREF(dict_take);
        return NULL;
    }
    self->data = dict_take;
    self->hash = hash;
    /* Strings and numbers only, and not a subclass: no cycle can go through it. */
    if (!PyObject_GC_IsTracked(dict_take) && type->tp_base == &PyBaseObject_Type) {
        PyObject_GC_UnTrack(self);
    }
    return (PyObject *)self;
}

static PyObject *frozen_dict_make_hashed(PyTypeObject *type, PyObject *dict_take) {
    Py_hash_t hash = 0;
    if (dict_hash(dict_take, &hash) < 0) {
        Py_DECREF(dict_take);
        return NULL;
    }
    return frozen_dict_make(type, dict_take, hash);
}

PyObject *py_frozen_dict_take(struct pyembed_state *st, PyObject *dict_take) {
    return frozen_dict_make_hashed(st->frozen_dict_type, dict_take);
}

/* A new dict with what the constructor was given. */
static PyObject *dict_of(struct pyembed_state *st, PyObject *source, PyObject *kwargs) {
    py_auto PyObject *dict = PyDict_New();
    if (dict == NULL) {
        return NULL;
    }
    int r = 0;
    if (source != NULL && py_is_frozen_dict(st, source)) {
        r = PyDict_Update(dict, py_frozen_dict_data(source));
    } else if (source != NULL) {
        int mapping = PyDict_Check(source) ? 1 : PyObject_HasAttrStringWithError(source, "keys");
        if (mapping < 0) {
            return NULL;
        }
        r = mapping ? PyDict_Update(dict, source) : PyDict_MergeFromSeq2(dict, source, 1);
    }
    if (r == 0 && kwargs != NULL) {
        r = PyDict_Update(dict, kwargs);
    }
    return r == 0 ? py_take(&dict) : NULL;
}

static PyObject *frozen_dict_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    struct pyembed_state *st = pyembed_state(type);
    if (PyTuple_GET_SIZE(args) > 1) {
        PyErr_Format(PyExc_ValueError,
                     "FrozenDict() takes one mapping or iterable of pairs, but got %zd values",
                     PyTuple_GET_SIZE(args));
        return NULL;
    }
    PyObject *source = PyTuple_GET_SIZE(args) == 1 ? PyTuple_GET_ITEM(args, 0) : NULL;
    bool plain = kwargs == NULL || PyDict_GET_SIZE(kwargs) == 0;
    if (plain && source != NULL && py_is_frozen_dict(st, source)) {
        struct py_frozen_dict *other = (struct py_frozen_dict *)source;
        return frozen_dict_make(type, Py_NewRef(other->data), other->hash);
    }
    PyObject *dict = dict_of(st, source, kwargs);
    return dict != NULL ? frozen_dict_make_hashed(type, dict) : NULL;
}

/* Everything happened in __new__; subclasses call this with arguments of their own. */
static int frozen_dict_init(PyObject *self, PyObject *args, PyObject *kwargs) {
    (void)self;
    (void)args;
    (void)kwargs;
    return 0;
}

static int frozen_dict_traverse(PyObject *o, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(((struct py_frozen_dict *)o)->data);
    return 0;
}

static int frozen_dict_clear(PyObject *o) {
    Py_CLEAR(((struct py_frozen_dict *)o)->data);
    return 0;
}

static void frozen_dict_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    Py_TRASHCAN_BEGIN(o, frozen_dict_dealloc) if (((struct py_frozen_dict *)o)->weakrefs != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    (void)frozen_dict_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
    Py_TRASHCAN_END
}

static Py_ssize_t frozen_dict_length(PyObject *o) {
    return PyDict_GET_SIZE(py_frozen_dict_data(o));
}

static PyObject *frozen_dict_subscript(PyObject *o, PyObject *key) {
    PyObject *value = NULL;
    int found = PyDict_GetItemRef(py_frozen_dict_data(o), key, &value);
    if (found == 0) {
        PyErr_SetObject(PyExc_KeyError, key);
    }
    return value;
}

static int frozen_dict_contains(PyObject *o, PyObject *key) {
    return PyDict_Contains(py_frozen_dict_data(o), key);
}

static PyObject *frozen_dict_iter(PyObject *o) {
    return PyObject_GetIter(py_frozen_dict_data(o));
}

static Py_hash_t frozen_dict_hash(PyObject *o) {
    return ((struct py_frozen_dict *)o)->hash;
}

static PyObject *frozen_dict_repr(PyObject *o) {
    int r = Py_ReprEnter(o);
    if (r != 0) {
        return r > 0 ? PyUnicode_FromString("FrozenDict(...)") : NULL;
    }
    PyObject *repr = PyUnicode_FromFormat("FrozenDict(%R)", py_frozen_dict_data(o));
    Py_ReprLeave(o);
    return repr;
}

static PyObject *sorted_items(PyObject *o) {
    PyObject *items = PyDict_Items(py_frozen_dict_data(o));
    if (items != NULL && PyList_Sort(items) < 0) {
        Py_CLEAR(items);
    }
    return items;
}

static PyObject *frozen_dict_less(PyObject *a, PyObject *b) {
    py_auto PyObject *left = sorted_items(a);
    py_auto PyObject *right = left != NULL ? sorted_items(b) : NULL;
    return right != NULL ? PyObject_RichCompare(left, right, Py_LT) : NULL;
}

static PyObject *frozen_dict_richcompare(PyObject *a, PyObject *b, int op) {
    struct pyembed_state *st = pyembed_state(Py_TYPE(a));
    bool frozen = py_is_frozen_dict(st, b);
    if (op == Py_LT && frozen) {
        return frozen_dict_less(a, b);
    }
    if ((op != Py_EQ && op != Py_NE) || !(frozen || PyDict_Check(b))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    if (frozen && frozen_dict_hash(a) != frozen_dict_hash(b)) {
        return PyBool_FromLong(op == Py_NE);
    }
    return PyObject_RichCompare(py_frozen_dict_data(a), frozen ? py_frozen_dict_data(b) : b, op);
}

/* a | b, where at least one is ours; the other may be a dict. */
static PyObject *frozen_dict_or(PyObject *a, PyObject *b) {
    struct pyembed_state *st = pyembed_state_if_ours(Py_TYPE(a));
    st = st != NULL ? st : pyembed_state_if_ours(Py_TYPE(b));
    if (st == NULL || !(py_is_frozen_dict(st, a) || PyDict_Check(a)) ||
        !(py_is_frozen_dict(st, b) || PyDict_Check(b))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    PyObject *right = py_is_frozen_dict(st, b) ? py_frozen_dict_data(b) : b;
    PyObject *dict = dict_of(st, a, right);
    return dict != NULL ? py_frozen_dict_take(st, dict) : NULL;
}

static PyObject *frozen_dict_get(PyObject *o, PyObject *const *args, Py_ssize_t nargs) {
    if (nargs < 1 || nargs > 2) {
        PyErr_Format(PyExc_TypeError, "get() takes a key and a default, but got %zd values", nargs);
        return NULL;
    }
    PyObject *value = NULL;
    int found = PyDict_GetItemRef(py_frozen_dict_data(o), args[0], &value);
    if (found == 0) {
        value = Py_NewRef(nargs == 2 ? args[1] : Py_None);
    }
    return value;
}

static PyObject *frozen_dict_keys(PyObject *o, PyObject *unused) {
    (void)unused;
    return PyObject_CallMethod(py_frozen_dict_data(o), "keys", NULL);
}

static PyObject *frozen_dict_values(PyObject *o, PyObject *unused) {
    (void)unused;
    return PyObject_CallMethod(py_frozen_dict_data(o), "values", NULL);
}

static PyObject *frozen_dict_items(PyObject *o, PyObject *unused) {
    (void)unused;
    return PyObject_CallMethod(py_frozen_dict_data(o), "items", NULL);
}

static PyObject *frozen_dict_reversed(PyObject *o, PyObject *unused) {
    (void)unused;
    return PyObject_CallMethod(py_frozen_dict_data(o), "__reversed__", NULL);
}

static PyObject *frozen_dict_getnewargs(PyObject *o, PyObject *unused) {
    (void)unused;
    PyObject *copy = PyDict_Copy(py_frozen_dict_data(o));
    return copy != NULL ? Py_BuildValue("(N)", copy) : NULL;
}

static PyObject *freeze_dict(struct pyembed_state *st, PyObject *dict) {
    py_auto PyObject *frozen = PyDict_New();
    PyObject *key = NULL;
    PyObject *value = NULL;
    Py_ssize_t at = 0;
    while (frozen != NULL && PyDict_Next(dict, &at, &key, &value)) {
        py_auto PyObject *held = Py_NewRef(key); /* hashing runs code that may change dict */
        py_auto PyObject *item = py_deep_freeze(st, value);
        if (item == NULL || PyDict_SetItem(frozen, held, item) < 0) {
            return NULL;
        }
    }
    return py_take(&frozen);
}

static PyObject *freeze_sequence(struct pyembed_state *st, PyObject *o) {
    PyObject *tuple = PySequence_Tuple(o);
    for (Py_ssize_t i = 0; tuple != NULL && i < PyTuple_GET_SIZE(tuple); i++) {
        PyObject *item = py_deep_freeze(st, PyTuple_GET_ITEM(tuple, i));
        if (item == NULL) {
            Py_CLEAR(tuple);
            return NULL;
        }
        PyObject *old = PyTuple_GET_ITEM(tuple, i);
        PyTuple_SET_ITEM(tuple, i, item); /* the tuple is new: nobody else has seen it */
        Py_DECREF(old);
    }
    return tuple;
}

PyObject *py_deep_freeze(struct pyembed_state *st, PyObject *o) {
    if (!PyDict_Check(o) && !PyList_Check(o) && !PySet_Check(o)) {
        return Py_NewRef(o);
    }
    if (Py_EnterRecursiveCall(" while freezing a value")) {
        return NULL;
    }
    PyObject *frozen = NULL;
    if (PyDict_Check(o)) {
        PyObject *dict = freeze_dict(st, o);
        frozen = dict != NULL ? py_frozen_dict_take(st, dict) : NULL;
    } else {
        frozen = freeze_sequence(st, o);
    }
    Py_LeaveRecursiveCall();
    return frozen;
}

static PyObject *frozen_dict_deep_freeze(PyObject *cls, PyObject *source) {
    struct pyembed_state *st = pyembed_state((PyTypeObject *)cls);
    py_auto PyObject *plain = dict_of(st, source, NULL);
    PyObject *frozen = plain != NULL ? freeze_dict(st, plain) : NULL;
    return frozen != NULL ? frozen_dict_make_hashed((PyTypeObject *)cls, frozen) : NULL;
}

static PyObject *frozen_dict_frozen(PyObject *cls, PyObject *source) {
    struct pyembed_state *st = pyembed_state((PyTypeObject *)cls);
    if (py_is_frozen_dict(st, source)) {
        return Py_NewRef(source);
    }
    return PyObject_CallOneArg(cls, source);
}

PyDoc_STRVAR(get_doc, "get($self, key, default=None, /)\n--\n\nThe value of key, or default.");
PyDoc_STRVAR(keys_doc, "keys($self, /)\n--\n\nA view of the keys.");
PyDoc_STRVAR(values_doc, "values($self, /)\n--\n\nA view of the values.");
PyDoc_STRVAR(items_doc, "items($self, /)\n--\n\nA view of the pairs.");
PyDoc_STRVAR(deep_freeze_doc, "deep_freeze($type, data, /)\n--\n\n"
                              "A frozen copy whose dicts are FrozenDicts and whose lists and sets "
                              "are tuples, to any depth.");
PyDoc_STRVAR(frozen_doc, "frozen($type, data, /)\n--\n\n"
                         "data itself when it is frozen already, else a frozen copy.");

static PyMethodDef frozen_dict_methods[] = {
    {"get", PY_FN(frozen_dict_get), METH_FASTCALL, get_doc},
    {"keys", frozen_dict_keys, METH_NOARGS, keys_doc},
    {"values", frozen_dict_values, METH_NOARGS, values_doc},
    {"items", frozen_dict_items, METH_NOARGS, items_doc},
    {"deep_freeze", frozen_dict_deep_freeze, METH_O | METH_CLASS, deep_freeze_doc},
    {"frozen", frozen_dict_frozen, METH_O | METH_CLASS, frozen_doc},
    {"__reversed__", frozen_dict_reversed, METH_NOARGS, NULL},
    {"__getnewargs__", frozen_dict_getnewargs, METH_NOARGS, NULL},
    PY_CLASS_GETITEM,
    {NULL, NULL, 0, NULL},
};

static PyMemberDef frozen_dict_members[] = {
    {"__weaklistoffset__", Py_T_PYSSIZET, offsetof(struct py_frozen_dict, weakrefs), Py_READONLY,
     NULL},
    {NULL, 0, 0, 0, NULL},
};

PyDoc_STRVAR(frozen_dict_doc,
             "FrozenDict(data=(), /, **items)\n--\n\n"
             "An immutable, hashable mapping; data is a mapping or an iterable of pairs.");

static PyType_Slot frozen_dict_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, frozen_dict_doc),
    PY_SLOT(Py_tp_new, frozen_dict_new),
    PY_SLOT(Py_tp_init, frozen_dict_init),
    PY_SLOT(Py_tp_traverse, frozen_dict_traverse),
    PY_SLOT(Py_tp_clear, frozen_dict_clear),
    PY_SLOT(Py_tp_dealloc, frozen_dict_dealloc),
    PY_SLOT(Py_tp_hash, frozen_dict_hash),
    PY_SLOT(Py_tp_repr, frozen_dict_repr),
    PY_SLOT(Py_tp_iter, frozen_dict_iter),
    PY_SLOT(Py_tp_richcompare, frozen_dict_richcompare),
    PY_SLOT(Py_mp_length, frozen_dict_length),
    PY_SLOT(Py_mp_subscript, frozen_dict_subscript),
    PY_SLOT(Py_sq_contains, frozen_dict_contains),
    PY_SLOT(Py_nb_or, frozen_dict_or),
    PY_SLOT_DATA(Py_tp_methods, frozen_dict_methods),
    PY_SLOT_DATA(Py_tp_members, frozen_dict_members),
    PY_SLOT_END,
};

static PyType_Spec frozen_dict_spec = {
    .name = NATIVE_ENGINE ".FrozenDict",
    .basicsize = sizeof(struct py_frozen_dict),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MAPPING,
    .slots = frozen_dict_slots,
};

int py_frozen_dict_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &frozen_dict_spec, NULL, PY_TYPE_EXPORT, &st->frozen_dict_type) < 0 ||
        py_register_abc(st->frozen_dict_type, "Mapping") < 0) {
        return -1;
    }
    PyObject *dict = PyDict_New();
    st->empty_frozen_dict = dict != NULL ? py_frozen_dict_take(st, dict) : NULL;
    return st->empty_frozen_dict != NULL ? 0 : -1;
}
