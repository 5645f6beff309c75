/*
 * The hash is made at once, of the hashes of the parts, which str keeps. Equality looks at the
 * hash and then at the strings, which are interned, so that it is a comparison of pointers as
 * long as nobody un-interns them. The spec is rendered when first asked for and kept.
 */
#include "pyembed/types/address.h"

#include "base/hash.h"
#include "pyembed/args.h"
#include "pyembed/types/address_text.h"
#include "pyembed/types/types.h"

static struct py_address *as_address(PyObject *o) {
    return (struct py_address *)o;
}

/* ------------------------------------------------------------------------------- making one */

static PyObject *interned(PyObject *s) {
    if (s == NULL) {
        return NULL;
    }
    PyObject *exact = PyUnicode_FromObject(s);
    if (exact != NULL) {
        PyUnicode_InternInPlace(&exact);
    }
    return exact;
}

static uint64_t part_hash(uint64_t h, PyObject *part) {
    return hash_combine(h, part != NULL ? (uint64_t)PyObject_Hash(part) : 0);
}

static Py_hash_t address_hash_of(const struct py_address *a) {
    uint64_t h = part_hash(0x61646472, a->spec_path);
    h = part_hash(h, a->target_name);
    h = part_hash(h, a->generated_name);
    h = part_hash(h, a->relative_file);
    h = part_hash(h, a->parameters);
    return py_hash_clean(h);
}

static bool is_last_part(PyObject *path, PyObject *name) {
    Py_ssize_t path_len = PyUnicode_GET_LENGTH(path);
    Py_ssize_t len = PyUnicode_GET_LENGTH(name);
    if (len == path_len) {
        return PyUnicode_Compare(path, name) == 0;
    }
    return path_len > len && PyUnicode_READ_CHAR(path, path_len - len - 1) == '/' &&
           PyUnicode_Tailmatch(path, name, 0, path_len, 1) == 1;
}

PyObject *py_address_new(struct pyembed_state *st, const struct py_address_parts *parts) {
    PyTypeObject *type = st->address_type;
    py_auto PyObject *o = type->tp_alloc(type, 0);
    if (o == NULL) {
        return NULL;
    }
    struct py_address *self = as_address(o);
    PyObject *name = parts->target_name;
    if (name != NULL && (PyUnicode_GET_LENGTH(name) == 0 || is_last_part(parts->spec_path, name))) {
        name = NULL;
    }
    self->spec_path = interned(parts->spec_path);
    self->target_name = interned(name);
    self->generated_name = interned(parts->generated_name);
    self->relative_file = interned(parts->relative_file);
    self->parameters = Py_XNewRef(parts->parameters);
    if (PyErr_Occurred() != NULL) {
        return NULL;
    }
    self->hash = address_hash_of(self);
    return py_take(&o);
}

PyObject *py_address_new_checked(struct pyembed_state *st, const struct py_address_parts *parts) {
    if (parts->generated_name != NULL && parts->relative_file != NULL) {
        PyErr_Format(PyExc_AssertionError,
                     "An address is either for a generated name or for a file, but got both: "
                     "`%U` and `%U` (in folder `%U`).",
                     parts->generated_name, parts->relative_file, parts->spec_path);
        return NULL;
    }
    if (py_address_check_parts(st, parts) < 0) {
        return NULL;
    }
    return py_address_new(st, parts);
}

/* A list of (key, value) of a mapping, sorted by key. */
static PyObject *sorted_pairs(PyObject *mapping) {
    PyObject *items = PyMapping_Items(mapping);
    if (items != NULL && PyList_Sort(items) < 0) {
        Py_CLEAR(items);
    }
    return items;
}

int py_address_parameters(PyObject *mapping, PyObject **ret) {
    *ret = NULL;
    if (py_absent(mapping)) {
        return 0;
    }
    py_auto PyObject *items = sorted_pairs(mapping);
    Py_ssize_t n = items != NULL ? PyList_GET_SIZE(items) : 0;
    py_auto PyObject *out = n > 0 ? PyTuple_New(2 * n) : NULL;
    if (items == NULL || (n > 0 && out == NULL)) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *pair = PyList_GET_ITEM(items, i);
        PyObject *key = PyTuple_GET_ITEM(pair, 0);
        PyObject *value = PyTuple_GET_ITEM(pair, 1);
        if (!PyUnicode_Check(key) || !PyUnicode_Check(value)) {
            PyErr_Format(PyExc_TypeError, "The parameters of an address are strings, but got %R=%R",
                         key, value);
            return -1;
        }
        PyTuple_SET_ITEM(out, 2 * i, Py_NewRef(key));
        PyTuple_SET_ITEM(out, 2 * i + 1, Py_NewRef(value));
    }
    *ret = py_take(&out);
    return 0;
}

PyObject *py_address_parameters_dict(PyObject *parameters) {
    py_auto PyObject *dict = PyDict_New();
    Py_ssize_t n = parameters != NULL ? PyTuple_GET_SIZE(parameters) : 0;
    for (Py_ssize_t i = 0; dict != NULL && i < n; i += 2) {
        if (PyDict_SetItem(dict, PyTuple_GET_ITEM(parameters, i),
                           PyTuple_GET_ITEM(parameters, i + 1)) < 0) {
            return NULL;
        }
    }
    return py_take(&dict);
}

static PyObject *given(PyObject *o) {
    return py_absent(o) || (PyUnicode_Check(o) && PyUnicode_GET_LENGTH(o) == 0) ? NULL : o;
}

static PyObject *address_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"spec_path",      "target_name",        "parameters",
                                        "generated_name", "relative_file_path", NULL};
    static const struct py_sig sig = {"Address", names, 1, 1};
    PyObject *v[5];
    if (py_bind(&sig, args, kwargs, v) < 0 || py_expect_str("Address", names[0], v[0]) < 0) {
        return NULL;
    }
    struct py_address_parts parts = {v[0], given(v[1]), given(v[3]), given(v[4]), NULL};
    if ((parts.target_name != NULL && py_expect_str("Address", names[1], v[1]) < 0) ||
        (parts.generated_name != NULL && py_expect_str("Address", names[3], v[3]) < 0) ||
        (parts.relative_file != NULL && py_expect_str("Address", names[4], v[4]) < 0)) {
        return NULL;
    }
    py_auto PyObject *parameters = NULL;
    if (py_address_parameters(v[2], &parameters) < 0) {
        return NULL;
    }
    parts.parameters = parameters;
    return py_address_new_checked(PyType_GetModuleState(type), &parts);
}

static void address_dealloc(PyObject *o) {
    struct py_address *self = as_address(o);
    PyTypeObject *type = Py_TYPE(o);
    Py_XDECREF(self->spec_path);
    Py_XDECREF(self->target_name);
    Py_XDECREF(self->generated_name);
    Py_XDECREF(self->relative_file);
    Py_XDECREF(self->parameters);
    Py_XDECREF(self->spec);
    type->tp_free(o);
    Py_DECREF(type);
}

/* A copy with some parts replaced; parameters as a tuple. */
static struct py_address_parts parts_of(const struct py_address *a) {
    return (struct py_address_parts){a->spec_path, a->target_name, a->generated_name,
                                     a->relative_file, a->parameters};
}

/* -------------------------------------------------------------------------------- comparing */

static Py_hash_t address_hash(PyObject *o) {
    return as_address(o)->hash;
}

static bool same(PyObject *a, PyObject *b) {
    return a == b || (a != NULL && b != NULL && PyUnicode_Compare(a, b) == 0);
}

/* Equal but for the parameters. */
static bool same_base(const struct py_address *a, const struct py_address *b) {
    return same(a->spec_path, b->spec_path) && same(a->target_name, b->target_name) &&
           same(a->relative_file, b->relative_file) && same(a->generated_name, b->generated_name);
}

static int compare_optional(PyObject *a, PyObject *b, int (*compare)(PyObject *, PyObject *)) {
    if (a == b) {
        return 0;
    }
    if (a == NULL || b == NULL) {
        return a == NULL ? -1 : 1;
    }
    return compare(a, b);
}

/* By code point, where '/' comes before everything: component by component. */
static int compare_paths(PyObject *a, PyObject *b) {
    Py_ssize_t len_a = PyUnicode_GET_LENGTH(a);
    Py_ssize_t len_b = PyUnicode_GET_LENGTH(b);
    int kind_a = PyUnicode_KIND(a);
    int kind_b = PyUnicode_KIND(b);
    const void *data_a = PyUnicode_DATA(a);
    const void *data_b = PyUnicode_DATA(b);
    Py_ssize_t n = len_a < len_b ? len_a : len_b;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 x = PyUnicode_READ(kind_a, data_a, i);
        Py_UCS4 y = PyUnicode_READ(kind_b, data_b, i);
        if (x != y) {
            x = x == '/' ? 0 : x;
            y = y == '/' ? 0 : y;
            return x < y ? -1 : 1;
        }
    }
    return (len_a > len_b) - (len_a < len_b);
}

static int compare_parameters(PyObject *a, PyObject *b) {
    Py_ssize_t len_a = PyTuple_GET_SIZE(a);
    Py_ssize_t len_b = PyTuple_GET_SIZE(b);
    for (Py_ssize_t i = 0; i < len_a && i < len_b; i++) {
        int r = PyUnicode_Compare(PyTuple_GET_ITEM(a, i), PyTuple_GET_ITEM(b, i));
        if (r != 0) {
            return r;
        }
    }
    return (len_a > len_b) - (len_a < len_b);
}

int py_address_compare(PyObject *left, PyObject *right) {
    const struct py_address *a = as_address(left);
    const struct py_address *b = as_address(right);
    int r = compare_paths(a->spec_path, b->spec_path);
    r = r != 0 ? r : compare_optional(a->relative_file, b->relative_file, compare_paths);
    r = r != 0 ? r : compare_optional(a->target_name, b->target_name, PyUnicode_Compare);
    r = r != 0 ? r : compare_optional(a->parameters, b->parameters, compare_parameters);
    return r != 0 ? r : compare_optional(a->generated_name, b->generated_name, PyUnicode_Compare);
}

static PyObject *address_richcompare(PyObject *a, PyObject *b, int op) {
    if (!Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    if (op == Py_EQ || op == Py_NE) {
        const struct py_address *x = as_address(a);
        const struct py_address *y = as_address(b);
        bool equal =
            x == y || (x->hash == y->hash && same_base(x, y) &&
                       compare_optional(x->parameters, y->parameters, compare_parameters) == 0);
        return PyBool_FromLong(equal == (op == Py_EQ));
    }
    Py_RETURN_RICHCOMPARE(py_address_compare(a, b), 0, op);
}

/* -------------------------------------------------------------------------------- rendering */

PyObject *py_address_spec(PyObject *o) {
    struct py_address *self = as_address(o);
    if (self->spec == NULL) {
        struct py_address_parts parts = parts_of(self);
        self->spec = py_address_render(&parts);
    }
    return self->spec;
}

static PyObject *address_get_spec(PyObject *o, void *unused) {
    (void)unused;
    return Py_XNewRef(py_address_spec(o));
}

static PyObject *address_str(PyObject *o) {
    return Py_XNewRef(py_address_spec(o));
}

static PyObject *address_repr(PyObject *o) {
    PyObject *spec = py_address_spec(o);
    return spec != NULL ? PyUnicode_FromFormat("Address(%U)", spec) : NULL;
}

static PyObject *address_get_path_safe_spec(PyObject *o, void *unused) {
    (void)unused;
    struct py_address_parts parts = parts_of(as_address(o));
    return py_address_render_path_safe(&parts);
}

static PyObject *address_get_parameters_repr(PyObject *o, void *unused) {
    (void)unused;
    struct py_address_parts parts = parts_of(as_address(o));
    return py_address_render_parameters(&parts);
}

PyObject *py_address_target_name(PyObject *o) {
    const struct py_address *self = as_address(o);
    if (self->target_name != NULL) {
        return Py_NewRef(self->target_name);
    }
    return py_path_last_part(self->spec_path);
}

/* ------------------------------------------------------------------------------- properties */

static PyObject *or_none(PyObject *o) {
    return Py_NewRef(o != NULL ? o : Py_None);
}

static PyObject *address_get_spec_path(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_address(o)->spec_path);
}

static PyObject *address_get_target_name(PyObject *o, void *unused) {
    (void)unused;
    return py_address_target_name(o);
}

static PyObject *address_get_generated_name(PyObject *o, void *unused) {
    (void)unused;
    return or_none(as_address(o)->generated_name);
}

static PyObject *address_get_relative_file_path(PyObject *o, void *unused) {
    (void)unused;
    return or_none(as_address(o)->relative_file);
}

static PyObject *address_get_parameters(PyObject *o, void *unused) {
    (void)unused;
    return py_address_parameters_dict(as_address(o)->parameters);
}

static PyObject *address_get_is_generated_target(PyObject *o, void *unused) {
    (void)unused;
    return PyBool_FromLong(py_address_is_generated(o));
}

static PyObject *address_get_is_file_target(PyObject *o, void *unused) {
    (void)unused;
    return PyBool_FromLong(as_address(o)->relative_file != NULL);
}

static PyObject *address_get_is_parametrized(PyObject *o, void *unused) {
    (void)unused;
    return PyBool_FromLong(as_address(o)->parameters != NULL);
}

static PyObject *address_get_filename(PyObject *o, void *unused) {
    (void)unused;
    const struct py_address *self = as_address(o);
    if (self->relative_file == NULL) {
        PyErr_Format(PyExc_AssertionError,
                     "Address `%S` is not that of a file, so it has no file "
                     "name. Look at `is_file_target` first.",
                     o);
        return NULL;
    }
    return py_path_join(self->spec_path, self->relative_file);
}

/* ---------------------------------------------------------------------------------- methods */

static PyObject *address_is_parametrized_subset_of(PyObject *o, PyObject *other) {
    struct pyembed_state *st = PyType_GetModuleState(Py_TYPE(o));
    if (py_expect_instance("is_parametrized_subset_of", "other", other, st->address_type) < 0) {
        return NULL;
    }
    const struct py_address *a = as_address(o);
    const struct py_address *b = as_address(other);
    if (!same_base(a, b)) {
        Py_RETURN_FALSE;
    }
    Py_ssize_t na = a->parameters != NULL ? PyTuple_GET_SIZE(a->parameters) : 0;
    Py_ssize_t nb = b->parameters != NULL ? PyTuple_GET_SIZE(b->parameters) : 0;
    Py_ssize_t j = 0;
    for (Py_ssize_t i = 0; i < na; i += 2, j += 2) { /* both are sorted */
        PyObject *key = PyTuple_GET_ITEM(a->parameters, i);
        while (j < nb && PyUnicode_Compare(PyTuple_GET_ITEM(b->parameters, j), key) < 0) {
            j += 2;
        }
        if (j >= nb || !same(PyTuple_GET_ITEM(b->parameters, j), key) ||
            !same(PyTuple_GET_ITEM(b->parameters, j + 1), PyTuple_GET_ITEM(a->parameters, i + 1))) {
            Py_RETURN_FALSE;
        }
    }
    Py_RETURN_TRUE;
}

static PyObject *address_parametrize(PyObject *o, PyObject *const *args, Py_ssize_t nargs,
                                     PyObject *kwnames) {
    static const char *const names[] = {"parameters", "replace", NULL};
    static const struct py_sig sig = {"parametrize", names, 2, 1};
    PyObject *v[2];
    if (py_bind_fast(&sig, args, nargs, kwnames, v) < 0) {
        return NULL;
    }
    int replace = v[1] != NULL ? PyObject_IsTrue(v[1]) : 0;
    py_auto PyObject *merged = NULL;
    if (replace < 0) {
        return NULL;
    }
    merged = py_address_parameters_dict(replace ? NULL : as_address(o)->parameters);
    if (merged == NULL || (!py_absent(v[0]) && PyDict_Update(merged, v[0]) < 0)) {
        return NULL;
    }
    py_auto PyObject *parameters = NULL;
    if (py_address_parameters(merged, &parameters) < 0) {
        return NULL;
    }
    struct py_address_parts parts = parts_of(as_address(o));
    parts.parameters = parameters;
    return py_address_new_checked(PyType_GetModuleState(Py_TYPE(o)), &parts);
}

static PyObject *address_maybe_convert_to_target_generator(PyObject *o, PyObject *unused) {
    (void)unused;
    const struct py_address *self = as_address(o);
    if (!py_address_is_generated(o) && self->parameters == NULL) {
        return Py_NewRef(o);
    }
    struct py_address_parts parts = {self->spec_path, self->target_name, NULL, NULL, NULL};
    return py_address_new(PyType_GetModuleState(Py_TYPE(o)), &parts);
}

/* Generated targets do not generate others. */
static int expect_not_generated(PyObject *o, const char *method) {
    if (!py_address_is_generated(o)) {
        return 0;
    }
    PyErr_Format(PyExc_AssertionError,
                 "Address `%S` is already that of a generated target: it has no %s().", o, method);
    return -1;
}

static PyObject *address_create_generated(PyObject *o, PyObject *name) {
    if (expect_not_generated(o, "create_generated") < 0 ||
        py_expect_str("create_generated", "generated_name", name) < 0) {
        return NULL;
    }
    struct py_address_parts parts = parts_of(as_address(o));
    parts.generated_name = name;
    return py_address_new_checked(PyType_GetModuleState(Py_TYPE(o)), &parts);
}

static PyObject *address_create_file(PyObject *o, PyObject *file) {
    if (expect_not_generated(o, "create_file") < 0 ||
        py_expect_str("create_file", "relative_file_path", file) < 0) {
        return NULL;
    }
    struct py_address_parts parts = parts_of(as_address(o));
    parts.relative_file = file;
    return py_address_new_checked(PyType_GetModuleState(Py_TYPE(o)), &parts);
}

static PyObject *address_debug_hint(PyObject *o, PyObject *unused) {
    (void)unused;
    return Py_XNewRef(py_address_spec(o));
}

static PyObject *address_metadata(PyObject *o, PyObject *unused) {
    (void)unused;
    PyObject *spec = py_address_spec(o);
    return spec != NULL ? Py_BuildValue("{s:O}", "address", spec) : NULL;
}

static PyObject *address_getnewargs_ex(PyObject *o, PyObject *unused) {
    (void)unused;
    const struct py_address *self = as_address(o);
    PyObject *parameters = py_address_parameters_dict(self->parameters);
    if (parameters == NULL) {
        return NULL;
    }
    return Py_BuildValue("(O){s:N,s:N,s:N,s:N}", self->spec_path, "target_name",
                         or_none(self->target_name), "generated_name",
                         or_none(self->generated_name), "relative_file_path",
                         or_none(self->relative_file), "parameters", parameters);
}

PyDoc_STRVAR(is_parametrized_subset_of_doc,
             "is_parametrized_subset_of($self, other, /)\n--\n\n"
             "Whether other is this address with the same or more parameters.");
PyDoc_STRVAR(parametrize_doc, "parametrize($self, parameters, replace=False)\n--\n\n"
                              "This address with parameters added to its own, or in their place.");
PyDoc_STRVAR(maybe_convert_doc, "maybe_convert_to_target_generator($self, /)\n--\n\n"
                                "The address of the target that generated this one, or itself.");
PyDoc_STRVAR(create_generated_doc, "create_generated($self, generated_name, /)\n--\n\n"
                                   "The address of a target that this one generates.");
PyDoc_STRVAR(create_file_doc, "create_file($self, relative_file_path, /)\n--\n\n"
                              "The address of the target that this one generates for a file.");
PyDoc_STRVAR(debug_hint_doc, "debug_hint($self, /)\n--\n\nWhat progress and errors show.");
PyDoc_STRVAR(metadata_doc, "metadata($self, /)\n--\n\nWhat a workunit keeps of this parameter.");

static PyMethodDef address_methods[] = {
    {"is_parametrized_subset_of", address_is_parametrized_subset_of, METH_O,
     is_parametrized_subset_of_doc},
    {"parametrize", PY_FN(address_parametrize), PY_FAST, parametrize_doc},
    {"maybe_convert_to_target_generator", address_maybe_convert_to_target_generator, METH_NOARGS,
     maybe_convert_doc},
    {"create_generated", address_create_generated, METH_O, create_generated_doc},
    {"create_file", address_create_file, METH_O, create_file_doc},
    {"debug_hint", address_debug_hint, METH_NOARGS, debug_hint_doc},
    {"metadata", address_metadata, METH_NOARGS, metadata_doc},
    {"__getnewargs_ex__", address_getnewargs_ex, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef address_getset[] = {
    {"spec_path", address_get_spec_path, NULL, "The folder of its BUILD file.", NULL},
    {"target_name", address_get_target_name, NULL, "Its name, or the folder's.", NULL},
    {"generated_name", address_get_generated_name, NULL, "The part behind `#`, or None.", NULL},
    {"relative_file_path", address_get_relative_file_path, NULL,
     "The file it was generated for, below spec_path, or None.", NULL},
    {"parameters", address_get_parameters, NULL, "The parameters (behind `@`) as a dict.", NULL},
    {"is_generated_target", address_get_is_generated_target, NULL,
     "Whether another target generated it.", NULL},
    {"is_file_target", address_get_is_file_target, NULL, "Whether it was generated for a file.",
     NULL},
    {"is_parametrized", address_get_is_parametrized, NULL, "Whether it has parameters.", NULL},
    {"filename", address_get_filename, NULL, "The path of its file from the build root.", NULL},
    {"spec", address_get_spec, NULL, "The address as users write it.", NULL},
    {"path_safe_spec", address_get_path_safe_spec, NULL, "A form that can name a file.", NULL},
    {"parameters_repr", address_get_parameters_repr, NULL, "The part from `@` on, or nothing.",
     NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(address_doc,
             "Address(spec_path, *, target_name=None, parameters=None, generated_name=None, "
             "relative_file_path=None)\n--\n\n"
             "The name of one target: `path:name`, `path:generator#generated`, "
             "`path/file.ext:generator`, each with `@key=value` behind it.");

static PyType_Slot address_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, address_doc),
    PY_SLOT(Py_tp_new, address_tp_new),
    PY_SLOT(Py_tp_dealloc, address_dealloc),
    PY_SLOT(Py_tp_hash, address_hash),
    PY_SLOT(Py_tp_repr, address_repr),
    PY_SLOT(Py_tp_str, address_str),
    PY_SLOT(Py_tp_richcompare, address_richcompare),
    PY_SLOT_DATA(Py_tp_methods, address_methods),
    PY_SLOT_DATA(Py_tp_getset, address_getset),
    PY_SLOT_END,
};

static PyType_Spec address_type_spec = {
    .name = NATIVE_ENGINE ".Address",
    .basicsize = sizeof(struct py_address),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = address_slots,
};

int py_address_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    return py_add_type(module, &address_type_spec, NULL, PY_TYPE_EXPORT, &st->address_type);
}
