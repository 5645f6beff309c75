/*
 * The two settings are kept as small integers; the members of the Python enums, which plugins
 * compare with, are fetched when somebody asks.
 */
#include "pyembed/types/path_globs.h"

#include "base/hash.h"
#include "pyembed/args.h"
#include "pyembed/types/types.h"

static const char *const error_names[] = {"ignore", "warn", "error", NULL};
static const char *const conjunction_names[] = {"any_match", "all_match", NULL};

static struct py_path_globs *as_globs(PyObject *o) {
    return (struct py_path_globs *)o;
}

/* The position of an enum member's value (or a plain str) among names. */
static int parse_member(struct pyembed_state *st, PyObject *o, const char *const *names,
                        const char *what) {
    py_auto PyObject *value =
        PyUnicode_Check(o) ? Py_NewRef(o) : PyObject_GetAttr(o, st->names.value);
    if (value == NULL) {
        return -1;
    }
    for (int i = 0; names[i] != NULL && PyUnicode_Check(value); i++) {
        if (PyUnicode_EqualToUTF8(value, names[i])) {
            return i;
        }
    }
    PyErr_Format(PyExc_ValueError, "PathGlobs(): %R is no %s", o, what);
    return -1;
}

int py_glob_error_parse(struct pyembed_state *st, PyObject *o, enum py_glob_error *ret) {
    int i = parse_member(st, o, error_names, "GlobMatchErrorBehavior");
    if (i >= 0) {
        *ret = (enum py_glob_error)i;
    }
    return i < 0 ? -1 : 0;
}

static int check_origin(enum py_glob_error error, PyObject *origin) {
    if (error == PY_GLOB_IGNORE && !py_absent(origin)) {
        PyErr_Format(PyExc_ValueError,
                     "PathGlobs(): a `description_of_origin` (%R) has no use while unmatched globs "
                     "are ignored. Leave it out, or set `glob_match_error_behavior`.",
                     origin);
        return -1;
    }
    if (error != PY_GLOB_IGNORE &&
        (py_absent(origin) || !PyUnicode_Check(origin) || PyUnicode_GET_LENGTH(origin) == 0)) {
        PyErr_SetString(PyExc_ValueError,
                        "PathGlobs(): a `description_of_origin` must be given when unmatched globs "
                        "are warned of or an error, to say where they come from.");
        return -1;
    }
    return 0;
}

static PyObject *sorted_globs(PyObject *globs) {
    if (PyUnicode_Check(globs)) {
        PyErr_Format(PyExc_TypeError, "PathGlobs(): `globs` must be several strings, but is %R",
                     globs);
        return NULL;
    }
    py_auto PyObject *list = PySequence_List(globs);
    for (Py_ssize_t i = 0; list != NULL && i < PyList_GET_SIZE(list); i++) {
        if (py_expect_str("PathGlobs", "globs", PyList_GET_ITEM(list, i)) < 0) {
            return NULL;
        }
    }
    return list != NULL && PyList_Sort(list) == 0 ? PyList_AsTuple(list) : NULL;
}

PyObject *py_path_globs_new(struct pyembed_state *st, PyObject *globs, enum py_glob_error error,
                            enum py_glob_conjunction conjunction, PyObject *origin) {
    if (check_origin(error, origin) < 0) {
        return NULL;
    }
    py_auto PyObject *tuple = sorted_globs(globs);
    PyTypeObject *type = st->path_globs_type;
    PyObject *o = tuple != NULL ? type->tp_alloc(type, 0) : NULL;
    if (o != NULL) {
        as_globs(o)->globs = py_take(&tuple);
        as_globs(o)->origin = py_absent(origin) ? NULL : Py_NewRef(origin);
        as_globs(o)->error = error;
        as_globs(o)->conjunction = conjunction;
    }
    return o;
}

static PyObject *globs_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"globs", "glob_match_error_behavior", "conjunction",
                                        "description_of_origin", NULL};
    static const struct py_sig sig = {"PathGlobs", names, 4, 1};
    struct pyembed_state *st = PyType_GetModuleState(type);
    PyObject *v[4];
    enum py_glob_error error = PY_GLOB_IGNORE;
    int conjunction = PY_GLOB_ANY_MATCH;
    if (py_bind(&sig, args, kwargs, v) < 0 ||
        (v[1] != NULL && py_glob_error_parse(st, v[1], &error) < 0)) {
        return NULL;
    }
    if (v[2] != NULL) {
        conjunction = parse_member(st, v[2], conjunction_names, "GlobExpansionConjunction");
    }
    return conjunction < 0
               ? NULL
               : py_path_globs_new(st, v[0], error, (enum py_glob_conjunction)conjunction, v[3]);
}

static void globs_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    Py_XDECREF(as_globs(o)->globs);
    Py_XDECREF(as_globs(o)->origin);
    type->tp_free(o);
    Py_DECREF(type);
}

static Py_hash_t globs_hash(PyObject *o) {
    const struct py_path_globs *self = as_globs(o);
    Py_hash_t globs = PyObject_Hash(self->globs);
    uint64_t h = hash_combine((uint64_t)globs, (uint64_t)self->error * 2 + self->conjunction);
    return py_hash_clean(
        hash_combine(h, self->origin != NULL ? (uint64_t)PyObject_Hash(self->origin) : 0));
}

static PyObject *globs_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    const struct py_path_globs *x = as_globs(a);
    const struct py_path_globs *y = as_globs(b);
    int equal = x->error == y->error && x->conjunction == y->conjunction &&
                (x->origin == NULL) == (y->origin == NULL) &&
                (x->origin == NULL || PyUnicode_Compare(x->origin, y->origin) == 0);
    equal = equal ? PyObject_RichCompareBool(x->globs, y->globs, Py_EQ) : 0;
    return equal < 0 ? NULL : PyBool_FromLong((equal != 0) == (op == Py_EQ));
}

static PyObject *globs_repr(PyObject *o) {
    const struct py_path_globs *self = as_globs(o);
    return PyUnicode_FromFormat("PathGlobs(globs=%R, glob_match_error_behavior=%s, conjunction=%s, "
                                "description_of_origin=%R)",
                                self->globs, error_names[self->error],
                                conjunction_names[self->conjunction],
                                self->origin != NULL ? self->origin : Py_None);
}

static PyObject *globs_get_globs(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_globs(o)->globs);
}

static PyObject *globs_get_error(PyObject *o, void *unused) {
    (void)unused;
    struct pyembed_state *st = PyType_GetModuleState(Py_TYPE(o));
    PyObject *cls = py_imported(st, PY_IMPORT_glob_match_error_behavior);
    return cls != NULL ? PyObject_GetAttrString(cls, error_names[as_globs(o)->error]) : NULL;
}

static PyObject *globs_get_conjunction(PyObject *o, void *unused) {
    (void)unused;
    struct pyembed_state *st = PyType_GetModuleState(Py_TYPE(o));
    PyObject *cls = py_imported(st, PY_IMPORT_glob_expansion_conjunction);
    return cls != NULL ? PyObject_GetAttrString(cls, conjunction_names[as_globs(o)->conjunction])
                       : NULL;
}

static PyObject *globs_get_origin(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_globs(o)->origin != NULL ? as_globs(o)->origin : Py_None);
}

static PyObject *globs_getnewargs(PyObject *o, PyObject *unused) {
    (void)unused;
    const struct py_path_globs *self = as_globs(o);
    return Py_BuildValue("(OssO)", self->globs, error_names[self->error],
                         conjunction_names[self->conjunction],
                         self->origin != NULL ? self->origin : Py_None);
}

static PyMethodDef globs_methods[] = {
    {"__getnewargs__", globs_getnewargs, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef globs_getset[] = {
    {"globs", globs_get_globs, NULL, "The globs, sorted; `!` in front excludes.", NULL},
    {"glob_match_error_behavior", globs_get_error, NULL, "What happens when none match.", NULL},
    {"conjunction", globs_get_conjunction, NULL, "Whether one or all must match.", NULL},
    {"description_of_origin", globs_get_origin, NULL, "Where they were written, or None.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(globs_doc, "PathGlobs(globs, glob_match_error_behavior=GlobMatchErrorBehavior.ignore, "
                        "conjunction=GlobExpansionConjunction.any_match, "
                        "description_of_origin=None)\n--\n\n"
                        "Names files of the build root by globs; those with `!` in front exclude.");

static PyType_Slot globs_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, globs_doc),
    PY_SLOT(Py_tp_new, globs_tp_new),
    PY_SLOT(Py_tp_dealloc, globs_dealloc),
    PY_SLOT(Py_tp_hash, globs_hash),
    PY_SLOT(Py_tp_repr, globs_repr),
    PY_SLOT(Py_tp_richcompare, globs_richcompare),
    PY_SLOT_DATA(Py_tp_methods, globs_methods),
    PY_SLOT_DATA(Py_tp_getset, globs_getset),
    PY_SLOT_END,
};

static PyType_Spec globs_spec = {
    .name = NATIVE_ENGINE ".PathGlobs",
    .basicsize = sizeof(struct py_path_globs),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = globs_slots,
};

int py_path_globs_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    return py_add_type(module, &globs_spec, NULL, PY_TYPE_EXPORT, &st->path_globs_type);
}
