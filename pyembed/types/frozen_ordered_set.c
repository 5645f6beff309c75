/*
 * The elements are the keys of a dict that nobody else changes. Operators and the methods of the
 * same meaning share one body per operation; results are plain FrozenOrderedSets whose elements
 * come in the order of the left side, then of the right one.
 */
#include "pyembed/types/frozen_ordered_set.h"

#include <structmember.h>

#include "base/hash.h"
#include "pyembed/types/types.h"

/* A dict whose keys are the elements of an iterable (NULL: none). */
static PyObject *dict_from_iterable(PyObject *source) {
    py_auto PyObject *dict = PyDict_New();
    py_auto PyObject *it = dict != NULL && source != NULL ? PyObject_GetIter(source) : NULL;
    if (dict == NULL || (it == NULL && source != NULL)) {
        return NULL;
    }
    PyObject *item = NULL;
    while (it != NULL && (item = PyIter_Next(it)) != NULL) {
        int r = PyDict_SetItem(dict, item, Py_None);
        Py_DECREF(item);
        if (r < 0) {
            return NULL;
        }
    }
    return PyErr_Occurred() != NULL ? NULL : py_take(&dict);
}

static PyObject *set_make(PyTypeObject *type, PyObject *dict_take) {
    struct py_frozen_ordered_set *self = (struct py_frozen_ordered_set *)type->tp_alloc(type, 0);
    if (self == NULL) {
        Py_DECREF(dict_take);
        return NULL;
    }
    self->data = dict_take;
    self->hash = -1;
    /* Strings and numbers only, and not a subclass: no cycle can go through it. */
    if (!PyObject_GC_IsTracked(dict_take) && type->tp_base == &PyBaseObject_Type) {
        PyObject_GC_UnTrack(self);
    }
    return (PyObject *)self;
}

PyObject *py_frozen_ordered_set_take(struct pyembed_state *st, PyObject *dict_take) {
    return set_make(st->frozen_ordered_set_type, dict_take);
}

static bool set_is_ours(const struct pyembed_state *st, PyObject *o) {
    return PyObject_TypeCheck(o, st->frozen_ordered_set_type);
}

/* The elements of o as a dict that may be searched; ours is borrowed from the object itself. */
static PyObject *elements_of(const struct pyembed_state *st, PyObject *o) {
    return set_is_ours(st, o) ? Py_NewRef(py_frozen_ordered_set_data(o)) : dict_from_iterable(o);
}

static PyObject *set_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    PyObject *source = n == 1 ? PyTuple_GET_ITEM(args, 0) : NULL;
    Py_ssize_t nkw = kwargs != NULL ? PyDict_GET_SIZE(kwargs) : 0;
    if (n == 0 && nkw == 1) {
        source = PyDict_GetItemString(kwargs, "iterable");
        nkw = source != NULL ? 0 : nkw;
    }
    if (n > 1 || nkw > 0) {
        PyErr_SetString(PyExc_TypeError, "FrozenOrderedSet() takes one iterable");
        return NULL;
    }
    source = source == Py_None ? NULL : source;
    struct pyembed_state *st = pyembed_state(type);
    PyObject *dict = source != NULL ? elements_of(st, source) : PyDict_New();
    return dict != NULL ? set_make(type, dict) : NULL;
}

/* Everything happened in __new__; subclasses call this with arguments of their own. */
static int set_init(PyObject *self, PyObject *args, PyObject *kwargs) {
    (void)self;
    (void)args;
    (void)kwargs;
    return 0;
}

static int set_traverse(PyObject *o, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(((struct py_frozen_ordered_set *)o)->data);
    return 0;
}

static int set_clear(PyObject *o) {
    Py_CLEAR(((struct py_frozen_ordered_set *)o)->data);
    return 0;
}

static void set_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    Py_TRASHCAN_BEGIN(o, set_dealloc) if (((struct py_frozen_ordered_set *)o)->weakrefs != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    (void)set_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
    Py_TRASHCAN_END
}

static Py_ssize_t set_length(PyObject *o) {
    return PyDict_GET_SIZE(py_frozen_ordered_set_data(o));
}

static int set_contains(PyObject *o, PyObject *item) {
    return PyDict_Contains(py_frozen_ordered_set_data(o), item);
}

static PyObject *set_iter(PyObject *o) {
    return PyObject_GetIter(py_frozen_ordered_set_data(o));
}

static Py_hash_t set_hash(PyObject *o) {
    struct py_frozen_ordered_set *self = (struct py_frozen_ordered_set *)o;
    if (self->hash != -1) {
        return self->hash;
    }
    uint64_t sum = 0;
    PyObject *key = NULL;
    PyObject *value = NULL;
    Py_ssize_t at = 0;
    while (PyDict_Next(self->data, &at, &key, &value)) {
        Py_hash_t h = PyObject_Hash(key);
        if (h == -1) {
            return -1;
        }
        sum ^= hash_mix((uint64_t)h);
    }
    self->hash = py_hash_clean(hash_mix(sum));
    return self->hash;
}

static PyObject *set_repr(PyObject *o) {
    const char *name = _PyType_Name(Py_TYPE(o));
    if (set_length(o) == 0) {
        return PyUnicode_FromFormat("%s()", name);
    }
    int r = Py_ReprEnter(o);
    if (r != 0) {
        return r > 0 ? PyUnicode_FromFormat("%s(...)", name) : NULL;
    }
    py_auto PyObject *list = PySequence_List(py_frozen_ordered_set_data(o));
    PyObject *repr = list != NULL ? PyUnicode_FromFormat("%s(%R)", name, list) : NULL;
    Py_ReprLeave(o);
    return repr;
}

/* ------------------------------------------------------------------ the operations, on dicts */

/* The keys of a that are (keep) or are not (!keep) in b. */
static PyObject *dict_filtered(PyObject *a, PyObject *b, bool keep) {
    py_auto PyObject *out = PyDict_New();
    PyObject *key = NULL;
    PyObject *value = NULL;
    Py_ssize_t at = 0;
    while (out != NULL && PyDict_Next(a, &at, &key, &value)) {
        int in = PyDict_Contains(b, key);
        if (in < 0 || ((in != 0) == keep && PyDict_SetItem(out, key, Py_None) < 0)) {
            return NULL;
        }
    }
    return py_take(&out);
}

static PyObject *dict_and(PyObject *a, PyObject *b) {
    return dict_filtered(a, b, true);
}

static PyObject *dict_sub(PyObject *a, PyObject *b) {
    return dict_filtered(a, b, false);
}

static PyObject *dict_or(PyObject *a, PyObject *b) {
    PyObject *out = PyDict_Copy(a);
    if (out != NULL && PyDict_Merge(out, b, 0) < 0) {
        Py_CLEAR(out);
    }
    return out;
}

static PyObject *dict_xor(PyObject *a, PyObject *b) {
    py_auto PyObject *out = dict_sub(a, b);
    py_auto PyObject *rest = out != NULL ? dict_sub(b, a) : NULL;
    return rest != NULL && PyDict_Merge(out, rest, 0) == 0 ? py_take(&out) : NULL;
}

/* 1 when every key of a is in b. */
static int dict_is_subset(PyObject *a, PyObject *b) {
    PyObject *key = NULL;
    PyObject *value = NULL;
    Py_ssize_t at = 0;
    if (PyDict_GET_SIZE(a) > PyDict_GET_SIZE(b)) {
        return 0;
    }
    while (PyDict_Next(a, &at, &key, &value)) {
        int in = PyDict_Contains(b, key);
        if (in <= 0) {
            return in;
        }
    }
    return 1;
}

/* 1 when the keys of a and b are equal one by one. */
static int dict_is_same_sequence(PyObject *a, PyObject *b) {
    PyObject *left = NULL;
    PyObject *right = NULL;
    PyObject *value = NULL;
    Py_ssize_t at_left = 0;
    Py_ssize_t at_right = 0;
    if (PyDict_GET_SIZE(a) != PyDict_GET_SIZE(b)) {
        return 0;
    }
    while (PyDict_Next(a, &at_left, &left, &value) && PyDict_Next(b, &at_right, &right, &value)) {
        int same = PyObject_RichCompareBool(left, right, Py_EQ);
        if (same <= 0) {
            return same;
        }
    }
    return 1;
}

/* ------------------------------------------------------------------------------- operators */

/* Operators take sets and other iterables, but not just anything. */
static bool is_iterable(PyObject *o) {
    return Py_TYPE(o)->tp_iter != NULL || PySequence_Check(o);
}

static PyObject *set_operator(PyObject *a, PyObject *b, PyObject *(*op)(PyObject *, PyObject *)) {
    struct pyembed_state *st = pyembed_state_if_ours(Py_TYPE(a));
    st = st != NULL ? st : pyembed_state_if_ours(Py_TYPE(b));
    if (st == NULL || !is_iterable(a) || !is_iterable(b)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    py_auto PyObject *left = elements_of(st, a);
    py_auto PyObject *right = left != NULL ? elements_of(st, b) : NULL;
    PyObject *out = right != NULL ? op(left, right) : NULL;
    return out != NULL ? py_frozen_ordered_set_take(st, out) : NULL;
}

static PyObject *set_and(PyObject *a, PyObject *b) {
    return set_operator(a, b, dict_and);
}

static PyObject *set_or(PyObject *a, PyObject *b) {
    return set_operator(a, b, dict_or);
}

static PyObject *set_sub(PyObject *a, PyObject *b) {
    return set_operator(a, b, dict_sub);
}

static PyObject *set_xor(PyObject *a, PyObject *b) {
    return set_operator(a, b, dict_xor);
}

/* collections.abc.Set, without importing it where the kind is known. */
static int is_a_set(const struct pyembed_state *st, PyObject *o) {
    if (set_is_ours(st, o) || PyAnySet_Check(o)) {
        return 1;
    }
    py_auto PyObject *set = py_import_name("_collections_abc", "Set");
    return set != NULL ? PyObject_IsInstance(o, set) : -1;
}

static PyObject *set_ordering(PyObject *a, PyObject *b, int op) {
    struct pyembed_state *st = pyembed_state(Py_TYPE(a));
    int is_set = is_a_set(st, b);
    if (is_set <= 0) {
        return is_set < 0 ? NULL : Py_NewRef(Py_NotImplemented);
    }
    PyObject *left = py_frozen_ordered_set_data(a);
    py_auto PyObject *right = elements_of(st, b);
    if (right == NULL) {
        return NULL;
    }
    bool strict = op == Py_LT || op == Py_GT;
    if (strict && PyDict_GET_SIZE(left) == PyDict_GET_SIZE(right)) {
        Py_RETURN_FALSE;
    }
    bool below = op == Py_LT || op == Py_LE;
    int r = below ? dict_is_subset(left, right) : dict_is_subset(right, left);
    return r < 0 ? NULL : PyBool_FromLong(r);
}

static PyObject *set_richcompare(PyObject *a, PyObject *b, int op) {
    if (op != Py_EQ && op != Py_NE) {
        return set_ordering(a, b, op);
    }
    if (!PyObject_TypeCheck(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    int same = dict_is_same_sequence(py_frozen_ordered_set_data(a), py_frozen_ordered_set_data(b));
    return same < 0 ? NULL : PyBool_FromLong((op == Py_EQ) == (same != 0));
}

/* --------------------------------------------------------------------------------- methods */

static PyObject *set_fold(PyObject *o, PyObject *const *args, Py_ssize_t nargs,
                          PyObject *(*op)(PyObject *, PyObject *)) {
    struct pyembed_state *st = pyembed_state(Py_TYPE(o));
    py_auto PyObject *all = PyDict_Copy(py_frozen_ordered_set_data(o));
    for (Py_ssize_t i = 0; all != NULL && i < nargs; i++) {
        py_auto PyObject *right = elements_of(st, args[i]);
        PyObject *next = right != NULL ? op(all, right) : NULL;
        Py_XSETREF(all, next);
    }
    return all != NULL ? py_frozen_ordered_set_take(st, py_take(&all)) : NULL;
}

static PyObject *set_union(PyObject *o, PyObject *const *args, Py_ssize_t nargs) {
    return set_fold(o, args, nargs, dict_or);
}

static PyObject *set_intersection(PyObject *o, PyObject *const *args, Py_ssize_t nargs) {
    return set_fold(o, args, nargs, dict_and);
}

static PyObject *set_difference(PyObject *o, PyObject *const *args, Py_ssize_t nargs) {
    return set_fold(o, args, nargs, dict_sub);
}

static PyObject *set_symmetric_difference(PyObject *o, PyObject *other) {
    return set_fold(o, &other, 1, dict_xor);
}

static PyObject *set_issubset(PyObject *o, PyObject *other) {
    py_auto PyObject *right = elements_of(pyembed_state(Py_TYPE(o)), other);
    int r = right != NULL ? dict_is_subset(py_frozen_ordered_set_data(o), right) : -1;
    return r < 0 ? NULL : PyBool_FromLong(r);
}

static PyObject *set_issuperset(PyObject *o, PyObject *other) {
    py_auto PyObject *right = elements_of(pyembed_state(Py_TYPE(o)), other);
    int r = right != NULL ? dict_is_subset(right, py_frozen_ordered_set_data(o)) : -1;
    return r < 0 ? NULL : PyBool_FromLong(r);
}

static PyObject *set_isdisjoint(PyObject *o, PyObject *other) {
    py_auto PyObject *right = elements_of(pyembed_state(Py_TYPE(o)), other);
    py_auto PyObject *both = right != NULL ? dict_and(py_frozen_ordered_set_data(o), right) : NULL;
    return both != NULL ? PyBool_FromLong(PyDict_GET_SIZE(both) == 0) : NULL;
}

static PyObject *set_reversed(PyObject *o, PyObject *unused) {
    (void)unused;
    return PyObject_CallMethod(py_frozen_ordered_set_data(o), "__reversed__", NULL);
}

static PyObject *set_getnewargs(PyObject *o, PyObject *unused) {
    (void)unused;
    PyObject *items = PySequence_Tuple(py_frozen_ordered_set_data(o));
    return items != NULL ? Py_BuildValue("(N)", items) : NULL;
}

PyDoc_STRVAR(union_doc, "union($self, /, *others)\n--\n\nThe elements of this set, then the new "
                        "ones of the others.");
PyDoc_STRVAR(intersection_doc,
             "intersection($self, /, *others)\n--\n\nThe elements that all of them have.");
PyDoc_STRVAR(difference_doc,
             "difference($self, /, *others)\n--\n\nThe elements that none of the others has.");
PyDoc_STRVAR(symmetric_difference_doc, "symmetric_difference($self, other, /)\n--\n\n"
                                       "The elements that exactly one of the two has.");
PyDoc_STRVAR(issubset_doc, "issubset($self, other, /)\n--\n\nWhether other has every element.");
PyDoc_STRVAR(issuperset_doc,
             "issuperset($self, other, /)\n--\n\nWhether this set has every element of other.");
PyDoc_STRVAR(isdisjoint_doc, "isdisjoint($self, other, /)\n--\n\nWhether no element is in both.");

static PyMethodDef set_methods[] = {
    {"union", PY_FN(set_union), METH_FASTCALL, union_doc},
    {"intersection", PY_FN(set_intersection), METH_FASTCALL, intersection_doc},
    {"difference", PY_FN(set_difference), METH_FASTCALL, difference_doc},
    {"symmetric_difference", set_symmetric_difference, METH_O, symmetric_difference_doc},
    {"issubset", set_issubset, METH_O, issubset_doc},
    {"issuperset", set_issuperset, METH_O, issuperset_doc},
    {"isdisjoint", set_isdisjoint, METH_O, isdisjoint_doc},
    {"__reversed__", set_reversed, METH_NOARGS, NULL},
    {"__getnewargs__", set_getnewargs, METH_NOARGS, NULL},
    PY_CLASS_GETITEM,
    {NULL, NULL, 0, NULL},
};

static PyMemberDef set_members[] = {
    {"__weaklistoffset__", Py_T_PYSSIZET, offsetof(struct py_frozen_ordered_set, weakrefs),
     Py_READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

PyDoc_STRVAR(set_doc, "FrozenOrderedSet(iterable=None, /)\n--\n\n"
                      "An immutable, hashable set that keeps the order of its elements.");

static PyType_Slot set_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, set_doc),
    PY_SLOT(Py_tp_new, set_new),
    PY_SLOT(Py_tp_init, set_init),
    PY_SLOT(Py_tp_traverse, set_traverse),
    PY_SLOT(Py_tp_clear, set_clear),
    PY_SLOT(Py_tp_dealloc, set_dealloc),
    PY_SLOT(Py_tp_hash, set_hash),
    PY_SLOT(Py_tp_repr, set_repr),
    PY_SLOT(Py_tp_iter, set_iter),
    PY_SLOT(Py_tp_richcompare, set_richcompare),
    PY_SLOT(Py_sq_length, set_length),
    PY_SLOT(Py_sq_contains, set_contains),
    PY_SLOT(Py_nb_and, set_and),
    PY_SLOT(Py_nb_or, set_or),
    PY_SLOT(Py_nb_subtract, set_sub),
    PY_SLOT(Py_nb_xor, set_xor),
    PY_SLOT_DATA(Py_tp_methods, set_methods),
    PY_SLOT_DATA(Py_tp_members, set_members),
    PY_SLOT_END,
};

static PyType_Spec set_spec = {
    .name = NATIVE_ENGINE ".FrozenOrderedSet",
    .basicsize = sizeof(struct py_frozen_ordered_set),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .slots = set_slots,
};

int py_frozen_ordered_set_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &set_spec, NULL, PY_TYPE_EXPORT, &st->frozen_ordered_set_type) < 0) {
        return -1;
    }
    return py_register_abc(st->frozen_ordered_set_type, "Set");
}
