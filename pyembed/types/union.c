/*
 * A membership is a dict from each union to the tuple of its members. Tuples are small (a linter
 * union has some twenty members), so looking for a member walks.
 */
#include "pyembed/types/union.h"

#include <structmember.h>

#include "base/hash.h"
#include "pyembed/args.h"
#include "pyembed/types/types.h"

/* -------------------------------------------------------------------------------- UnionRule */

struct union_rule {
    PyObject ob_base;
    PyObject *base;
    PyObject *member;
};

PyObject *py_union_rule_base(PyObject *rule) {
    return ((struct union_rule *)rule)->base;
}

PyObject *py_union_rule_member(PyObject *rule) {
    return ((struct union_rule *)rule)->member;
}

int py_is_union(struct pyembed_state *st, PyObject *type) {
    PyObject *marked = NULL;
    int r = PyObject_GetOptionalAttr(type, st->names._is_union_for, &marked);
    bool is = r > 0 && marked == type;
    Py_XDECREF(marked);
    return r < 0 ? -1 : is;
}

static int refuse_non_union(struct pyembed_state *st, PyObject *base, PyObject *member) {
    int swapped = PyType_Check(member) ? py_is_union(st, member) : 0;
    if (swapped < 0) {
        return -1;
    }
    PyErr_Format(PyExc_ValueError,
                 "UnionRule(%R, %R): the first argument must be a class annotated with @union%s.",
                 base, member, swapped ? ", but that is the second one: swap the two" : "");
    return -1;
}

PyObject *py_union_rule_new(struct pyembed_state *st, PyObject *base, PyObject *member) {
    int is_union = py_is_union(st, base);
    if (is_union < 0 || (is_union == 0 && refuse_non_union(st, base, member) < 0)) {
        return NULL;
    }
    PyTypeObject *type = st->union_rule_type;
    struct union_rule *self = (struct union_rule *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->base = Py_NewRef(base);
        self->member = Py_NewRef(member);
    }
    return (PyObject *)self;
}

static PyObject *rule_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"union_base", "union_member", NULL};
    static const struct py_sig sig = {"UnionRule", names, 2, 3};
    PyObject *v[2];
    if (py_bind(&sig, args, kwargs, v) < 0 || py_expect_type("UnionRule", names[0], v[0]) < 0 ||
        py_expect_type("UnionRule", names[1], v[1]) < 0) {
        return NULL;
    }
    return py_union_rule_new(PyType_GetModuleState(type), v[0], v[1]);
}

static int rule_traverse(PyObject *o, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(py_union_rule_base(o));
    Py_VISIT(py_union_rule_member(o));
    return 0;
}

static int rule_clear(PyObject *o) {
    Py_CLEAR(((struct union_rule *)o)->base);
    Py_CLEAR(((struct union_rule *)o)->member);
    return 0;
}

static void rule_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    (void)rule_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static Py_hash_t rule_hash(PyObject *o) {
    return py_hash_clean(hash_combine((uint64_t)(uintptr_t)py_union_rule_base(o),
                                      (uint64_t)(uintptr_t)py_union_rule_member(o)));
}

static PyObject *rule_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    bool equal = py_union_rule_base(a) == py_union_rule_base(b) &&
                 py_union_rule_member(a) == py_union_rule_member(b);
    return PyBool_FromLong(equal == (op == Py_EQ));
}

static PyObject *rule_repr(PyObject *o) {
    return PyUnicode_FromFormat("UnionRule(union_base=%R, union_member=%R)", py_union_rule_base(o),
                                py_union_rule_member(o));
}

static PyObject *rule_getnewargs(PyObject *o, PyObject *unused) {
    (void)unused;
    return PyTuple_Pack(2, py_union_rule_base(o), py_union_rule_member(o));
}

static PyMemberDef rule_members[] = {
    {"union_base", Py_T_OBJECT_EX, offsetof(struct union_rule, base), Py_READONLY, "The union."},
    {"union_member", Py_T_OBJECT_EX, offsetof(struct union_rule, member), Py_READONLY,
     "The class that becomes a member."},
    {NULL, 0, 0, 0, NULL},
};

static PyMethodDef rule_methods[] = {
    {"__getnewargs__", rule_getnewargs, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(rule_doc, "UnionRule(union_base, union_member)\n--\n\n"
                       "Registers a class as a member of a union.");

static PyType_Slot rule_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, rule_doc),
    PY_SLOT(Py_tp_new, rule_tp_new),
    PY_SLOT(Py_tp_traverse, rule_traverse),
    PY_SLOT(Py_tp_clear, rule_clear),
    PY_SLOT(Py_tp_dealloc, rule_dealloc),
    PY_SLOT(Py_tp_hash, rule_hash),
    PY_SLOT(Py_tp_repr, rule_repr),
    PY_SLOT(Py_tp_richcompare, rule_richcompare),
    PY_SLOT_DATA(Py_tp_members, rule_members),
    PY_SLOT_DATA(Py_tp_methods, rule_methods),
    PY_SLOT_END,
};

static PyType_Spec rule_spec = {
    .name = NATIVE_ENGINE ".UnionRule",
    .basicsize = sizeof(struct union_rule),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = rule_slots,
};

/* -------------------------------------------------------------------------- UnionMembership */

static struct py_union_membership *as_membership(PyObject *o) {
    return (struct py_union_membership *)o;
}

PyObject *py_union_members(PyObject *membership, PyObject *base) {
    return PyDict_GetItemWithError(as_membership(membership)->members, base);
}

/* A tuple of the distinct items of an iterable, in their order. */
static PyObject *distinct_tuple(PyObject *items) {
    py_auto PyObject *seen = PyDict_New();
    py_auto PyObject *it = seen != NULL ? PyObject_GetIter(items) : NULL;
    PyObject *item = NULL;
    while (it != NULL && (item = PyIter_Next(it)) != NULL) {
        int r = PyDict_SetItem(seen, item, Py_None);
        Py_DECREF(item);
        if (r < 0) {
            return NULL;
        }
    }
    return it != NULL && PyErr_Occurred() == NULL ? PySequence_Tuple(seen) : NULL;
}

/* A membership of {union: iterable of members}; lists in it become tuples. */
static PyObject *membership_make(PyTypeObject *type, PyObject *lists) {
    py_auto PyObject *members = PyDict_New();
    PyObject *base = NULL;
    PyObject *items = NULL;
    Py_ssize_t at = 0;
    while (members != NULL && PyDict_Next(lists, &at, &base, &items)) {
        py_auto PyObject *tuple = distinct_tuple(items);
        if (tuple == NULL || PyDict_SetItem(members, base, tuple) < 0) {
            return NULL;
        }
    }
    PyObject *o = members != NULL ? type->tp_alloc(type, 0) : NULL;
    if (o != NULL) {
        as_membership(o)->members = py_take(&members);
    }
    return o;
}

static PyObject *membership_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"union_rules", NULL};
    static const struct py_sig sig = {"UnionMembership", names, 1, 0};
    PyObject *v[1];
    py_auto PyObject *lists = PyDict_New();
    if (lists == NULL || py_bind(&sig, args, kwargs, v) < 0 ||
        (!py_absent(v[0]) && PyDict_Update(lists, v[0]) < 0)) {
        return NULL;
    }
    return membership_make(type, lists);
}

static PyObject *membership_empty(PyObject *cls, PyObject *unused) {
    (void)unused;
    py_auto PyObject *lists = PyDict_New();
    return lists != NULL ? membership_make((PyTypeObject *)cls, lists) : NULL;
}

/* lists[rule's base].append(rule's member) */
static int add_rule(struct pyembed_state *st, PyObject *lists, PyObject *rule) {
    if (py_expect_instance("from_rules", "rules", rule, st->union_rule_type) < 0) {
        return -1;
    }
    PyObject *list = PyDict_GetItemWithError(lists, py_union_rule_base(rule));
    if (list == NULL && PyErr_Occurred() == NULL) {
        py_auto PyObject *made = PyList_New(0);
        if (made == NULL || PyDict_SetItem(lists, py_union_rule_base(rule), made) < 0) {
            return -1;
        }
        list = made; /* the dict keeps it */
        return PyList_Append(list, py_union_rule_member(rule));
    }
    return list != NULL ? PyList_Append(list, py_union_rule_member(rule)) : -1;
}

static PyObject *membership_from_rules(PyObject *cls, PyObject *rules) {
    struct pyembed_state *st = PyType_GetModuleState((PyTypeObject *)cls);
    py_auto PyObject *lists = PyDict_New();
    py_auto PyObject *it = lists != NULL ? PyObject_GetIter(rules) : NULL;
    PyObject *rule = NULL;
    while (it != NULL && (rule = PyIter_Next(it)) != NULL) {
        int r = add_rule(st, lists, rule);
        Py_DECREF(rule);
        if (r < 0) {
            return NULL;
        }
    }
    return it != NULL && PyErr_Occurred() == NULL ? membership_make((PyTypeObject *)cls, lists)
                                                  : NULL;
}

static int membership_traverse(PyObject *o, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(as_membership(o)->members);
    Py_VISIT(as_membership(o)->shapes);
    return 0;
}

static int membership_clear(PyObject *o) {
    Py_CLEAR(as_membership(o)->members);
    Py_CLEAR(as_membership(o)->shapes);
    return 0;
}

static void membership_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (as_membership(o)->weakrefs != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    (void)membership_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static Py_hash_t membership_hash(PyObject *o) {
    uint64_t sum = 0;
    PyObject *base = NULL;
    PyObject *tuple = NULL;
    Py_ssize_t at = 0;
    while (PyDict_Next(as_membership(o)->members, &at, &base, &tuple)) {
        uint64_t of_base = hash_mix((uint64_t)(uintptr_t)base);
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
            sum ^= hash_combine(of_base, (uint64_t)(uintptr_t)PyTuple_GET_ITEM(tuple, i));
        }
    }
    return py_hash_clean(sum);
}

static bool tuple_has(PyObject *tuple, PyObject *item) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        if (PyTuple_GET_ITEM(tuple, i) == item) {
            return true;
        }
    }
    return false;
}

/* The same classes in any order; neither tuple repeats one. */
static bool same_members(PyObject *a, PyObject *b) {
    if (b == NULL || PyTuple_GET_SIZE(a) != PyTuple_GET_SIZE(b)) {
        return false;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(a); i++) {
        if (!tuple_has(b, PyTuple_GET_ITEM(a, i))) {
            return false;
        }
    }
    return true;
}

static PyObject *membership_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    PyObject *left = as_membership(a)->members;
    PyObject *right = as_membership(b)->members;
    bool equal = PyDict_GET_SIZE(left) == PyDict_GET_SIZE(right);
    PyObject *base = NULL;
    PyObject *tuple = NULL;
    Py_ssize_t at = 0;
    while (equal && PyDict_Next(left, &at, &base, &tuple)) {
        equal = same_members(tuple, py_union_members(b, base));
    }
    return PyErr_Occurred() != NULL ? NULL : PyBool_FromLong(equal == (op == Py_EQ));
}

static PyObject *membership_repr(PyObject *o) {
    return PyUnicode_FromFormat("UnionMembership(%R)", as_membership(o)->members);
}

static int membership_contains(PyObject *o, PyObject *base) {
    return PyDict_Contains(as_membership(o)->members, base);
}

static PyObject *membership_subscript(PyObject *o, PyObject *base) {
    PyObject *tuple = py_union_members(o, base);
    if (tuple == NULL && PyErr_Occurred() == NULL) {
        PyErr_Format(PyExc_IndexError,
                     "%R is not registered as a union. A union counts once a UnionRule adds a "
                     "member to it; get() gives an empty tuple instead of this error.",
                     base);
    }
    return Py_XNewRef(tuple);
}

static PyObject *membership_get(PyObject *o, PyObject *base) {
    PyObject *tuple = py_union_members(o, base);
    if (tuple == NULL && PyErr_Occurred() == NULL) {
        return PyTuple_New(0);
    }
    return Py_XNewRef(tuple);
}

static PyObject *membership_items(PyObject *o, PyObject *unused) {
    (void)unused;
    return PyObject_CallMethod(as_membership(o)->members, "items", NULL);
}

static PyObject *membership_has_members(PyObject *o, PyObject *base) {
    PyObject *tuple = py_union_members(o, base);
    if (tuple == NULL && PyErr_Occurred() != NULL) {
        return NULL;
    }
    return PyBool_FromLong(tuple != NULL && PyTuple_GET_SIZE(tuple) > 0);
}

static PyObject *membership_is_member(PyObject *o, PyObject *const *args, Py_ssize_t nargs,
                                      PyObject *kwnames) {
    static const char *const names[] = {"union_type", "putative_member", NULL};
    static const struct py_sig sig = {"is_member", names, 2, 3};
    PyObject *v[2];
    if (py_bind_fast(&sig, args, nargs, kwnames, v) < 0) {
        return NULL;
    }
    PyObject *tuple = py_union_members(o, v[0]);
    if (tuple == NULL) {
        if (PyErr_Occurred() == NULL) {
            PyErr_Format(PyExc_TypeError, "Not a registered union type: %R", v[0]);
        }
        return NULL;
    }
    return PyBool_FromLong(tuple_has(tuple, (PyObject *)Py_TYPE(v[1])) || tuple_has(tuple, v[1]));
}

static PyObject *membership_getnewargs(PyObject *o, PyObject *unused) {
    (void)unused;
    PyObject *copy = PyDict_Copy(as_membership(o)->members);
    return copy != NULL ? Py_BuildValue("(N)", copy) : NULL;
}

PyDoc_STRVAR(from_rules_doc, "from_rules(rules, /)\n--\n\nA membership of some UnionRules.");
PyDoc_STRVAR(empty_doc, "empty()\n--\n\nA membership without unions.");
PyDoc_STRVAR(get_doc, "get($self, union_type, /)\n--\n\nThe members of a union, maybe none.");
PyDoc_STRVAR(items_doc, "items($self, /)\n--\n\nPairs of a union and its members.");
PyDoc_STRVAR(is_member_doc, "is_member($self, union_type, putative_member)\n--\n\n"
                            "Whether an instance is of a class that is a member of the union.");
PyDoc_STRVAR(has_members_doc,
             "has_members($self, union_type, /)\n--\n\nWhether the union has any member.");

static PyMethodDef membership_methods[] = {
    {"from_rules", membership_from_rules, METH_O | METH_CLASS, from_rules_doc},
    {"empty", membership_empty, METH_NOARGS | METH_CLASS, empty_doc},
    {"get", membership_get, METH_O, get_doc},
    {"items", membership_items, METH_NOARGS, items_doc},
    {"is_member", PY_FN(membership_is_member), PY_FAST, is_member_doc},
    {"has_members", membership_has_members, METH_O, has_members_doc},
    {"__getnewargs__", membership_getnewargs, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef membership_members[] = {
    {"__weaklistoffset__", Py_T_PYSSIZET, offsetof(struct py_union_membership, weakrefs),
     Py_READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

PyDoc_STRVAR(membership_doc, "UnionMembership(union_rules=None, /)\n--\n\n"
                             "The members of every union, in the order of registration.");

static PyType_Slot membership_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, membership_doc),
    PY_SLOT(Py_tp_new, membership_tp_new),
    PY_SLOT(Py_tp_traverse, membership_traverse),
    PY_SLOT(Py_tp_clear, membership_clear),
    PY_SLOT(Py_tp_dealloc, membership_dealloc),
    PY_SLOT(Py_tp_hash, membership_hash),
    PY_SLOT(Py_tp_repr, membership_repr),
    PY_SLOT(Py_tp_richcompare, membership_richcompare),
    PY_SLOT(Py_sq_contains, membership_contains),
    PY_SLOT(Py_mp_subscript, membership_subscript),
    PY_SLOT_DATA(Py_tp_methods, membership_methods),
    PY_SLOT_DATA(Py_tp_members, membership_members),
    PY_SLOT_END,
};

static PyType_Spec membership_spec = {
    .name = NATIVE_ENGINE ".UnionMembership",
    .basicsize = sizeof(struct py_union_membership),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = membership_slots,
};

int py_union_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &rule_spec, NULL, PY_TYPE_EXPORT, &st->union_rule_type) < 0) {
        return -1;
    }
    return py_add_type(module, &membership_spec, NULL, PY_TYPE_EXPORT, &st->union_membership_type);
}
