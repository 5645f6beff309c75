/*
 * Both keep the globs as tuples of str; the matcher has them compiled too.
 */
#include "pyembed/types/filespec.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "codec/filespec.h"
#include "pyembed/args.h"
#include "pyembed/types/types.h"

struct filespec_object {
    PyObject ob_base;
    PyObject *includes;
    PyObject *excludes;
    struct filespec *compiled; /* NULL in a Filespec */
};

static struct filespec_object *as_spec(PyObject *o) {
    return (struct filespec_object *)o;
}

/* A tuple of strings. */
static PyObject *strings(PyObject *items, const char *func, const char *param) {
    if (items == NULL || items == Py_None) {
        return PyTuple_New(0);
    }
    if (PyUnicode_Check(items)) {
        PyErr_Format(PyExc_TypeError, "%s(): '%s' must be several strings, but is %R", func, param,
                     items);
        return NULL;
    }
    PyObject *tuple = PySequence_Tuple(items);
    for (Py_ssize_t i = 0; tuple != NULL && i < PyTuple_GET_SIZE(tuple); i++) {
        if (py_expect_str(func, param, PyTuple_GET_ITEM(tuple, i)) < 0) {
            Py_CLEAR(tuple);
        }
    }
    return tuple;
}

static PyObject *spec_make(PyTypeObject *type, PyObject *includes, PyObject *excludes) {
    const char *name = _PyType_Name(type);
    py_auto PyObject *in = strings(includes, name, "includes");
    py_auto PyObject *out = in != NULL ? strings(excludes, name, "excludes") : NULL;
    PyObject *o = out != NULL ? type->tp_alloc(type, 0) : NULL;
    if (o != NULL) {
        as_spec(o)->includes = py_take(&in);
        as_spec(o)->excludes = py_take(&out);
    }
    return o;
}

PyObject *py_filespec_new(struct pyembed_state *st, PyObject *includes, PyObject *excludes) {
    return spec_make(st->filespec_type, includes, excludes);
}

static int bind_spec(PyTypeObject *type, PyObject *args, PyObject *kwargs, PyObject **v) {
    static const char *const names[] = {"includes", "excludes", NULL};
    const struct py_sig sig = {_PyType_Name(type), names, 2, 1};
    return py_bind(&sig, args, kwargs, v);
}

static PyObject *spec_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *v[2];
    return bind_spec(type, args, kwargs, v) == 0 ? spec_make(type, v[0], v[1]) : NULL;
}

static void spec_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    Py_XDECREF(as_spec(o)->includes);
    Py_XDECREF(as_spec(o)->excludes);
    filespec_free(as_spec(o)->compiled);
    type->tp_free(o);
    Py_DECREF(type);
}

static Py_hash_t spec_hash(PyObject *o) {
    return py_hash_clean(hash_combine((uint64_t)PyObject_Hash(as_spec(o)->includes),
                                      (uint64_t)PyObject_Hash(as_spec(o)->excludes)));
}

static int same_spec(const struct filespec_object *x, const struct filespec_object *y) {
    int r = PyObject_RichCompareBool(x->includes, y->includes, Py_EQ);
    return r > 0 ? PyObject_RichCompareBool(x->excludes, y->excludes, Py_EQ) : r;
}

/* ---------------------------------------------------------------- Filespec, as if it were a dict
 */

/* As a dict: without "excludes" when there are none. */
static PyObject *spec_dict(PyObject *o) {
    py_auto PyObject *dict = PyDict_New();
    py_auto PyObject *includes = dict != NULL ? PySequence_List(as_spec(o)->includes) : NULL;
    if (includes == NULL || PyDict_SetItemString(dict, "includes", includes) < 0) {
        return NULL;
    }
    if (PyTuple_GET_SIZE(as_spec(o)->excludes) > 0) {
        py_auto PyObject *excludes = PySequence_List(as_spec(o)->excludes);
        if (excludes == NULL || PyDict_SetItemString(dict, "excludes", excludes) < 0) {
            return NULL;
        }
    }
    return py_take(&dict);
}

static PyObject *spec_richcompare(PyObject *a, PyObject *b, int op) {
    if (op != Py_EQ && op != Py_NE) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    int equal = 0;
    if (Py_IS_TYPE(b, Py_TYPE(a))) {
        equal = same_spec(as_spec(a), as_spec(b));
    } else if (PyDict_Check(b) && as_spec(a)->compiled == NULL) {
        py_auto PyObject *dict = spec_dict(a);
        equal = dict != NULL ? PyObject_RichCompareBool(dict, b, Py_EQ) : -1;
    } else {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return equal < 0 ? NULL : PyBool_FromLong((equal != 0) == (op == Py_EQ));
}

static PyObject *spec_subscript(PyObject *o, PyObject *key) {
    py_auto PyObject *dict = spec_dict(o);
    return dict != NULL ? PyObject_GetItem(dict, key) : NULL;
}

static int spec_contains(PyObject *o, PyObject *key) {
    py_auto PyObject *dict = spec_dict(o);
    return dict != NULL ? PyDict_Contains(dict, key) : -1;
}

static Py_ssize_t spec_length(PyObject *o) {
    return PyTuple_GET_SIZE(as_spec(o)->excludes) > 0 ? 2 : 1;
}

static PyObject *spec_iter(PyObject *o) {
    py_auto PyObject *dict = spec_dict(o);
    return dict != NULL ? PyObject_GetIter(dict) : NULL;
}

static PyObject *spec_get(PyObject *o, PyObject *const *args, Py_ssize_t nargs) {
    if (nargs < 1 || nargs > 2) {
        PyErr_SetString(PyExc_TypeError, "get() takes a key and a default");
        return NULL;
    }
    py_auto PyObject *dict = spec_dict(o);
    PyObject *value = NULL;
    if (dict != NULL && PyDict_GetItemRef(dict, args[0], &value) == 0) {
        value = Py_NewRef(nargs == 2 ? args[1] : Py_None);
    }
    return value;
}

static PyObject *spec_keys(PyObject *o, PyObject *unused) {
    (void)unused;
    py_auto PyObject *dict = spec_dict(o);
    return dict != NULL ? PyDict_Keys(dict) : NULL;
}

static PyObject *spec_repr(PyObject *o) {
    py_auto PyObject *in = PySequence_List(as_spec(o)->includes);
    py_auto PyObject *out = in != NULL ? PySequence_List(as_spec(o)->excludes) : NULL;
    return out != NULL ? PyUnicode_FromFormat("%s(includes=%R, excludes=%R)",
                                              _PyType_Name(Py_TYPE(o)), in, out)
                       : NULL;
}

static PyObject *spec_get_includes(PyObject *o, void *unused) {
    (void)unused;
    return PySequence_List(as_spec(o)->includes);
}

static PyObject *spec_get_excludes(PyObject *o, void *unused) {
    (void)unused;
    return PySequence_List(as_spec(o)->excludes);
}

static PyObject *spec_getnewargs(PyObject *o, PyObject *unused) {
    (void)unused;
    return PyTuple_Pack(2, as_spec(o)->includes, as_spec(o)->excludes);
}

/* -------------------------------------------------------------------------- FilespecMatcher */

/* Views of a tuple of str; the caller frees. Valid while the tuple lives. */
static struct str *views_of(PyObject *tuple) {
    size_t n = (size_t)PyTuple_GET_SIZE(tuple);
    struct str *views = ALLOC_ARRAY(struct str, n + 1);
    for (size_t i = 0; i < n; i++) {
        Py_ssize_t len = 0;
        const char *text = PyUnicode_AsUTF8AndSize(PyTuple_GET_ITEM(tuple, (Py_ssize_t)i), &len);
        if (text == NULL) {
            free(views);
            return NULL;
        }
        views[i] = str_make(text, (size_t)len);
    }
    return views;
}

static int compile(struct filespec_object *self) {
    struct err e = ERR_INIT;
    struct str *includes = views_of(self->includes);
    struct str *excludes = includes != NULL ? views_of(self->excludes) : NULL;
    int r = -1;
    if (excludes != NULL) {
        r = filespec_new(includes, (size_t)PyTuple_GET_SIZE(self->includes), excludes,
                         (size_t)PyTuple_GET_SIZE(self->excludes), &self->compiled, &e);
        if (r < 0) {
            PyErr_SetString(PyExc_ValueError, e.msg);
        }
    }
    free(includes);
    free(excludes);
    return r < 0 ? -1 : 0;
}

static PyObject *matcher_make(PyTypeObject *type, PyObject *includes, PyObject *excludes) {
    py_auto PyObject *o = spec_make(type, includes, excludes);
    return o != NULL && compile(as_spec(o)) == 0 ? py_take(&o) : NULL;
}

PyObject *py_filespec_matcher_new(struct pyembed_state *st, PyObject *includes,
                                  PyObject *excludes) {
    return matcher_make(st->filespec_matcher_type, includes, excludes);
}

static PyObject *matcher_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *v[2];
    return bind_spec(type, args, kwargs, v) == 0 ? matcher_make(type, v[0], v[1]) : NULL;
}

static PyObject *matcher_matches(PyObject *o, PyObject *paths) {
    py_auto PyObject *fast = PySequence_Fast(paths, "matches() takes a sequence of paths");
    py_auto PyObject *out = fast != NULL ? PyList_New(0) : NULL;
    for (Py_ssize_t i = 0; out != NULL && i < PySequence_Fast_GET_SIZE(fast); i++) {
        PyObject *path = PySequence_Fast_GET_ITEM(fast, i);
        Py_ssize_t len = 0;
        const char *text = PyUnicode_AsUTF8AndSize(path, &len);
        if (text == NULL || (filespec_match(as_spec(o)->compiled, str_make(text, (size_t)len)) &&
                             PyList_Append(out, path) < 0)) {
            return NULL;
        }
    }
    return py_take(&out);
}

PyDoc_STRVAR(get_doc, "get($self, key, default=None, /)\n--\n\nThe globs under key, or default.");
PyDoc_STRVAR(keys_doc, "keys($self, /)\n--\n\nWhich of `includes` and `excludes` it has.");
PyDoc_STRVAR(matches_doc, "matches($self, paths, /)\n--\n\nThose of the paths that match.");

static PyMethodDef spec_methods[] = {
    {"get", PY_FN(spec_get), METH_FASTCALL, get_doc},
    {"keys", spec_keys, METH_NOARGS, keys_doc},
    {"__getnewargs__", spec_getnewargs, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyMethodDef matcher_methods[] = {
    {"matches", matcher_matches, METH_O, matches_doc},
    {"__getnewargs__", spec_getnewargs, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef spec_getset[] = {
    {"includes", spec_get_includes, NULL, "Globs of which one must match.", NULL},
    {"excludes", spec_get_excludes, NULL, "Patterns of which none may match.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(spec_doc, "Filespec(includes, excludes=())\n--\n\n"
                       "Globs that include files, and patterns that exclude some of them.");
PyDoc_STRVAR(matcher_doc, "FilespecMatcher(includes, excludes=())\n--\n\n"
                          "Tells which paths match, by their text alone.");

#define SPEC_SLOTS(doc, make, methods)                                                             \
    PY_SLOT_DATA(Py_tp_doc, doc), PY_SLOT(Py_tp_new, make), PY_SLOT(Py_tp_dealloc, spec_dealloc),  \
        PY_SLOT(Py_tp_hash, spec_hash), PY_SLOT(Py_tp_repr, spec_repr),                            \
        PY_SLOT(Py_tp_richcompare, spec_richcompare), PY_SLOT_DATA(Py_tp_methods, methods),        \
        PY_SLOT_DATA(Py_tp_getset, spec_getset)

static PyType_Slot spec_slots[] = {
    SPEC_SLOTS(spec_doc, spec_tp_new, spec_methods),
    PY_SLOT(Py_mp_subscript, spec_subscript),
    PY_SLOT(Py_mp_length, spec_length),
    PY_SLOT(Py_sq_contains, spec_contains),
    PY_SLOT(Py_tp_iter, spec_iter),
    PY_SLOT_END,
};
static PyType_Slot matcher_slots[] = {
    SPEC_SLOTS(matcher_doc, matcher_tp_new, matcher_methods),
    PY_SLOT_END,
};

static PyType_Spec spec_spec = {
    .name = NATIVE_ENGINE ".Filespec",
    .basicsize = sizeof(struct filespec_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = spec_slots,
};
static PyType_Spec matcher_spec = {
    .name = NATIVE_ENGINE ".FilespecMatcher",
    .basicsize = sizeof(struct filespec_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = matcher_slots,
};

int py_filespec_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &spec_spec, NULL, PY_TYPE_EXPORT, &st->filespec_type) < 0) {
        return -1;
    }
    return py_add_type(module, &matcher_spec, NULL, PY_TYPE_EXPORT, &st->filespec_matcher_type);
}
