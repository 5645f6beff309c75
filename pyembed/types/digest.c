/*
 * Neither class refers to other objects, so neither is collected.
 */
#include "pyembed/types/digest.h"

#include "pyembed/args.h"
#include "pyembed/types/types.h"

static PyObject *digest_make(PyTypeObject *type, const struct digest *digest, struct dtree *tree) {
    struct py_digest *self = (struct py_digest *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->digest = *digest;
        self->tree = tree != NULL ? dtree_ref(tree) : NULL;
    }
    return (PyObject *)self;
}

PyObject *py_digest_new(struct pyembed_state *st, const struct digest *digest, struct dtree *tree) {
    return digest_make(st->digest_type, digest, tree);
}

PyObject *py_digest_of_tree(struct pyembed_state *st, struct dtree *tree) {
    return digest_make(st->digest_type, dtree_digest(tree), tree);
}

PyObject *py_file_digest_new(struct pyembed_state *st, const struct digest *digest) {
    return digest_make(st->file_digest_type, digest, NULL);
}

static PyObject *digest_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"fingerprint", "serialized_bytes_length", NULL};
    static const struct py_sig sig = {"Digest", names, 2, 3};
    PyObject *v[2];
    if (py_bind(&sig, args, kwargs, v) < 0 ||
        py_expect_str(_PyType_Name(type), names[0], v[0]) < 0) {
        return NULL;
    }
    Py_ssize_t len = 0;
    const char *hex = PyUnicode_AsUTF8AndSize(v[0], &len);
    unsigned long long size = hex != NULL ? PyLong_AsUnsignedLongLong(v[1]) : 0;
    if (PyErr_Occurred() != NULL) {
        return NULL;
    }
    struct digest digest = {.size = 0};
    struct err e = ERR_INIT;
    if (digest_parse(str_make(hex, (size_t)len), size, &digest, &e) < 0) {
        PyErr_Format(PyExc_ValueError, "Invalid digest hex: %R is not %d hexadecimal digits", v[0],
                     DIGEST_HEX_LEN);
        return NULL;
    }
    return digest_make(type, &digest, NULL);
}

static void digest_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    dtree_unref(py_digest_tree(o));
    type->tp_free(o);
    Py_DECREF(type);
}

static Py_hash_t digest_hash(PyObject *o) {
    return py_hash_clean(digest_hash64(py_digest_get(o)));
}

static PyObject *digest_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyBool_FromLong(digest_eq(py_digest_get(a), py_digest_get(b)) == (op == Py_EQ));
}

static PyObject *digest_repr(PyObject *o) {
    char hex[DIGEST_HEX_LEN + 1];
    digest_hex(py_digest_get(o), hex);
    return PyUnicode_FromFormat("%s('%s', %llu)", _PyType_Name(Py_TYPE(o)), hex,
                                (unsigned long long)py_digest_get(o)->size);
}

static PyObject *digest_get_fingerprint(PyObject *o, void *unused) {
    (void)unused;
    char hex[DIGEST_HEX_LEN + 1];
    digest_hex(py_digest_get(o), hex);
    return PyUnicode_FromStringAndSize(hex, DIGEST_HEX_LEN);
}

static PyObject *digest_get_size(PyObject *o, void *unused) {
    (void)unused;
    return PyLong_FromUnsignedLongLong(py_digest_get(o)->size);
}

static PyObject *digest_getnewargs(PyObject *o, PyObject *unused) {
    (void)unused;
    return Py_BuildValue("(NN)", digest_get_fingerprint(o, NULL), digest_get_size(o, NULL));
}

static PyMethodDef digest_methods[] = {
    {"__getnewargs__", digest_getnewargs, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef digest_getset[] = {
    {"fingerprint", digest_get_fingerprint, NULL, "The SHA-256 in hexadecimal.", NULL},
    {"serialized_bytes_length", digest_get_size, NULL, "The number of bytes it is of.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(digest_doc, "Digest(fingerprint, serialized_bytes_length)\n--\n\n"
                         "Names a folder with all that is below it, by content.");
PyDoc_STRVAR(file_digest_doc, "FileDigest(fingerprint, serialized_bytes_length)\n--\n\n"
                              "Names the content of one file.");

#define DIGEST_SLOTS(doc)                                                                          \
    PY_SLOT_DATA(Py_tp_doc, doc), PY_SLOT(Py_tp_new, digest_tp_new),                               \
        PY_SLOT(Py_tp_dealloc, digest_dealloc), PY_SLOT(Py_tp_hash, digest_hash),                  \
        PY_SLOT(Py_tp_repr, digest_repr), PY_SLOT(Py_tp_richcompare, digest_richcompare),          \
        PY_SLOT_DATA(Py_tp_methods, digest_methods), PY_SLOT_DATA(Py_tp_getset, digest_getset),    \
        PY_SLOT_END

static PyType_Slot digest_slots[] = {DIGEST_SLOTS(digest_doc)};
static PyType_Slot file_digest_slots[] = {DIGEST_SLOTS(file_digest_doc)};

static PyType_Spec digest_spec = {
    .name = NATIVE_ENGINE ".Digest",
    .basicsize = sizeof(struct py_digest),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = digest_slots,
};
static PyType_Spec file_digest_spec = {
    .name = NATIVE_ENGINE ".FileDigest",
    .basicsize = sizeof(struct py_digest),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = file_digest_slots,
};

static int add_constant(PyObject *module, const char *name, PyObject *value_take) {
    if (value_take == NULL) {
        return -1;
    }
    return PyModule_Add(module, name, value_take);
}

int py_digest_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &digest_spec, NULL, PY_TYPE_EXPORT, &st->digest_type) < 0 ||
        py_add_type(module, &file_digest_spec, NULL, PY_TYPE_EXPORT, &st->file_digest_type) < 0 ||
        add_constant(module, "EMPTY_FILE_DIGEST", py_file_digest_new(st, &DIGEST_EMPTY)) < 0) {
        return -1;
    }
    struct dtree *empty = dtree_empty();
    PyObject *digest = py_digest_of_tree(st, empty);
    dtree_unref(empty);
    return add_constant(module, "EMPTY_DIGEST", digest);
}
