/*
 * They hold digests and strings only, so they are not collected.
 */
#include "pyembed/types/fs_requests.h"

#include <structmember.h>

#include "base/hash.h"
#include "pyembed/args.h"
#include "pyembed/types/types.h"

/* ----------------------------------------------------------------------------- MergeDigests */

static PyObject *merge_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"digests", NULL};
    static const struct py_sig sig = {"MergeDigests", names, 1, 1};
    struct pyembed_state *st = PyType_GetModuleState(type);
    PyObject *v[1];
    py_auto PyObject *digests = py_bind(&sig, args, kwargs, v) == 0 ? PySequence_Tuple(v[0]) : NULL;
    for (Py_ssize_t i = 0; digests != NULL && i < PyTuple_GET_SIZE(digests); i++) {
        if (py_expect_instance("MergeDigests", "digests", PyTuple_GET_ITEM(digests, i),
                               st->digest_type) < 0) {
            return NULL;
        }
    }
    PyObject *o = digests != NULL ? type->tp_alloc(type, 0) : NULL;
    if (o != NULL) {
        ((struct py_merge_digests *)o)->digests = py_take(&digests);
    }
    return o;
}

static void merge_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    Py_XDECREF(py_merge_digests_get(o));
    type->tp_free(o);
    Py_DECREF(type);
}

static Py_hash_t merge_hash(PyObject *o) {
    return PyObject_Hash(py_merge_digests_get(o));
}

static PyObject *merge_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyObject_RichCompare(py_merge_digests_get(a), py_merge_digests_get(b), op);
}

static PyObject *merge_repr(PyObject *o) {
    py_auto PyObject *list = PySequence_List(py_merge_digests_get(o));
    return list != NULL ? PyUnicode_FromFormat("MergeDigests(%R)", list) : NULL;
}

static PyMemberDef merge_members[] = {
    {"digests", Py_T_OBJECT_EX, offsetof(struct py_merge_digests, digests), Py_READONLY,
     "What is merged."},
    {NULL, 0, 0, 0, NULL},
};

PyDoc_STRVAR(merge_doc, "MergeDigests(digests)\n--\n\n"
                        "Asks for one folder with all that several have; the same name with "
                        "another content is an error.");

static PyType_Slot merge_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, merge_doc),
    PY_SLOT(Py_tp_new, merge_tp_new),
    PY_SLOT(Py_tp_dealloc, merge_dealloc),
    PY_SLOT(Py_tp_hash, merge_hash),
    PY_SLOT(Py_tp_repr, merge_repr),
    PY_SLOT(Py_tp_richcompare, merge_richcompare),
    PY_SLOT_DATA(Py_tp_members, merge_members),
    PY_SLOT_END,
};

static PyType_Spec merge_spec = {
    .name = NATIVE_ENGINE ".MergeDigests",
    .basicsize = sizeof(struct py_merge_digests),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = merge_slots,
};

/* ------------------------------------------------------------------- AddPrefix, RemovePrefix */

static PyObject *prefix_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"digest", "prefix", NULL};
    static const struct py_sig sig = {"AddPrefix/RemovePrefix", names, 2, 3};
    struct pyembed_state *st = PyType_GetModuleState(type);
    PyObject *v[2];
    if (py_bind(&sig, args, kwargs, v) < 0 ||
        py_expect_instance(_PyType_Name(type), names[0], v[0], st->digest_type) < 0) {
        return NULL;
    }
    py_auto PyObject *prefix = NULL; /* a path object will do */
    if (PyUnicode_Check(v[1])) {
        prefix = Py_NewRef(v[1]);
    } else {
        prefix = PyOS_FSPath(v[1]);
    }
    if (prefix == NULL || py_expect_str(_PyType_Name(type), names[1], prefix) < 0) {
        return NULL;
    }
    PyObject *o = type->tp_alloc(type, 0);
    if (o != NULL) {
        ((struct py_prefix_request *)o)->digest = Py_NewRef(v[0]);
        ((struct py_prefix_request *)o)->prefix = py_take(&prefix);
    }
    return o;
}

static void prefix_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    Py_XDECREF(py_prefix_request_digest(o));
    Py_XDECREF(py_prefix_request_prefix(o));
    type->tp_free(o);
    Py_DECREF(type);
}

static Py_hash_t prefix_hash(PyObject *o) {
    return py_hash_clean(hash_combine((uint64_t)PyObject_Hash(py_prefix_request_digest(o)),
                                      (uint64_t)PyObject_Hash(py_prefix_request_prefix(o))));
}

static PyObject *prefix_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    bool equal = digest_eq(py_digest_get(py_prefix_request_digest(a)),
                           py_digest_get(py_prefix_request_digest(b))) &&
                 PyUnicode_Compare(py_prefix_request_prefix(a), py_prefix_request_prefix(b)) == 0;
    return PyBool_FromLong(equal == (op == Py_EQ));
}

static PyObject *prefix_repr(PyObject *o) {
    return PyUnicode_FromFormat("%s(%R, %R)", _PyType_Name(Py_TYPE(o)), py_prefix_request_digest(o),
                                py_prefix_request_prefix(o));
}

static PyMemberDef prefix_members[] = {
    {"digest", Py_T_OBJECT_EX, offsetof(struct py_prefix_request, digest), Py_READONLY,
     "The folder it is about."},
    {"prefix", Py_T_OBJECT_EX, offsetof(struct py_prefix_request, prefix), Py_READONLY,
     "A relative path."},
    {NULL, 0, 0, 0, NULL},
};

PyDoc_STRVAR(add_prefix_doc, "AddPrefix(digest, prefix)\n--\n\n"
                             "Asks for a folder that has this one at the path prefix.");
PyDoc_STRVAR(remove_prefix_doc, "RemovePrefix(digest, prefix)\n--\n\n"
                                "Asks for what lies at the path prefix; anything beside it is an "
                                "error.");

#define PREFIX_SLOTS(doc)                                                                          \
    PY_SLOT_DATA(Py_tp_doc, doc), PY_SLOT(Py_tp_new, prefix_tp_new),                               \
        PY_SLOT(Py_tp_dealloc, prefix_dealloc), PY_SLOT(Py_tp_hash, prefix_hash),                  \
        PY_SLOT(Py_tp_repr, prefix_repr), PY_SLOT(Py_tp_richcompare, prefix_richcompare),          \
        PY_SLOT_DATA(Py_tp_members, prefix_members), PY_SLOT_END

static PyType_Slot add_prefix_slots[] = {PREFIX_SLOTS(add_prefix_doc)};
static PyType_Slot remove_prefix_slots[] = {PREFIX_SLOTS(remove_prefix_doc)};

static PyType_Spec add_prefix_spec = {
    .name = NATIVE_ENGINE ".AddPrefix",
    .basicsize = sizeof(struct py_prefix_request),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = add_prefix_slots,
};
static PyType_Spec remove_prefix_spec = {
    .name = NATIVE_ENGINE ".RemovePrefix",
    .basicsize = sizeof(struct py_prefix_request),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = remove_prefix_slots,
};

int py_fs_requests_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &merge_spec, NULL, PY_TYPE_EXPORT, &st->merge_digests_type) < 0 ||
        py_add_type(module, &add_prefix_spec, NULL, PY_TYPE_EXPORT, &st->add_prefix_type) < 0) {
        return -1;
    }
    return py_add_type(module, &remove_prefix_spec, NULL, PY_TYPE_EXPORT, &st->remove_prefix_type);
}
