/*
 * SourcesField asks for its globs through the attribute `globs`, which each form (and a plugin's
 * own) defines; everything else follows from them and from the address.
 */
#include "pyembed/types/sources_field.h"

#include "pyembed/args.h"
#include "pyembed/types/address_text.h"
#include "pyembed/types/filespec.h"
#include "pyembed/types/path_globs.h"
#include "pyembed/types/types.h"
#include "pyembed/types/union.h"

/* ------------------------------------------------------------------------------------- globs */

static bool is_exclude(PyObject *glob) {
    return PyUnicode_GET_LENGTH(glob) > 0 && PyUnicode_READ_CHAR(glob, 0) == '!';
}

static PyObject *without_mark(PyObject *glob) {
    return PyUnicode_Substring(glob, is_exclude(glob) ? 1 : 0, PyUnicode_GET_LENGTH(glob));
}

PyObject *py_prefix_glob(PyObject *dir, PyObject *glob) {
    py_auto PyObject *bare = without_mark(glob);
    py_auto PyObject *path = bare != NULL ? py_path_join(dir, bare) : NULL;
    return path != NULL ? PyUnicode_FromFormat(is_exclude(glob) ? "!%U" : "%U", path) : NULL;
}

int py_glob_has_parent(PyObject *glob) {
    Py_ssize_t len = PyUnicode_GET_LENGTH(glob);
    for (Py_ssize_t i = is_exclude(glob) ? 1 : 0; i + 2 < len; i++) {
        bool starts = i == (is_exclude(glob) ? 1 : 0) || PyUnicode_READ_CHAR(glob, i - 1) == '/';
        if (starts && PyUnicode_READ_CHAR(glob, i) == '.' &&
            PyUnicode_READ_CHAR(glob, i + 1) == '.' && PyUnicode_READ_CHAR(glob, i + 2) == '/') {
            return 1;
        }
    }
    return 0;
}

static PyObject *own_folder(PyObject *o) {
    return ((struct py_address *)py_async_field_address(o))->spec_path;
}

/* The globs of a field as a tuple of str. */
static PyObject *globs_of(struct pyembed_state *st, PyObject *o) {
    py_auto PyObject *globs = PyObject_GetAttr(o, st->names.globs);
    PyObject *tuple = globs != NULL ? PySequence_Tuple(globs) : NULL;
    for (Py_ssize_t i = 0; tuple != NULL && i < PyTuple_GET_SIZE(tuple); i++) {
        if (py_expect_str(_PyType_Name(Py_TYPE(o)), "globs", PyTuple_GET_ITEM(tuple, i)) < 0) {
            Py_CLEAR(tuple);
        }
    }
    return tuple;
}

static PyObject *sources_get_globs(PyObject *o, void *unused) {
    (void)unused;
    PyErr_Format(PyExc_NotImplementedError, "The field class %R must define `globs`", Py_TYPE(o));
    return NULL;
}

/* ---------------------------------------------------------------------------------- filespec */

/* Includes and excludes (without '!'), each from the build root. */
static int split_globs(struct pyembed_state *st, PyObject *o, PyObject **ret_includes,
                       PyObject **ret_excludes) {
    py_auto PyObject *globs = globs_of(st, o);
    py_auto PyObject *includes = PyList_New(0);
    py_auto PyObject *excludes = PyList_New(0);
    if (globs == NULL || includes == NULL || excludes == NULL) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(globs); i++) {
        PyObject *glob = PyTuple_GET_ITEM(globs, i);
        py_auto PyObject *bare = without_mark(glob);
        py_auto PyObject *path = bare != NULL ? py_path_join(own_folder(o), bare) : NULL;
        if (path == NULL || PyList_Append(is_exclude(glob) ? excludes : includes, path) < 0) {
            return -1;
        }
    }
    *ret_includes = py_take(&includes);
    *ret_excludes = py_take(&excludes);
    return 0;
}

static PyObject *sources_get_filespec(PyObject *o, void *unused) {
    (void)unused;
    struct pyembed_state *st = pyembed_state(Py_TYPE(o));
    py_auto PyObject *includes = NULL;
    py_auto PyObject *excludes = NULL;
    return split_globs(st, o, &includes, &excludes) == 0 ? py_filespec_new(st, includes, excludes)
                                                         : NULL;
}

static PyObject *sources_get_filespec_matcher(PyObject *o, void *unused) {
    (void)unused;
    struct pyembed_state *st = pyembed_state(Py_TYPE(o));
    py_auto PyObject *includes = NULL;
    py_auto PyObject *excludes = NULL;
    return split_globs(st, o, &includes, &excludes) == 0
               ? py_filespec_matcher_new(st, includes, excludes)
               : NULL;
}

/* -------------------------------------------------------------------------------- path_globs */

/* Are these globs the ones the class has by default (a str, or several)? */
static int are_default(PyObject *o, PyObject *globs) {
    py_auto PyObject *value = PyObject_GetAttrString((PyObject *)Py_TYPE(o), "default");
    if (value == NULL) {
        PyErr_Clear();
        return 0;
    }
    int given = PyObject_IsTrue(value);
    if (given <= 0) {
        return given;
    }
    py_auto PyObject *defaults =
        PyUnicode_Check(value) ? PyTuple_Pack(1, value) : PySequence_Tuple(value);
    py_auto PyObject *left = defaults != NULL ? PyFrozenSet_New(defaults) : NULL;
    py_auto PyObject *right = left != NULL ? PyFrozenSet_New(globs) : NULL;
    return right != NULL ? PyObject_RichCompareBool(left, right, Py_EQ) : -1;
}

/* What happens when the globs match nothing: what the class says of its defaults, else the
 * setting of the repository. */
static int error_behavior(struct pyembed_state *st, PyObject *o, PyObject *globs, PyObject *setting,
                          enum py_glob_error *ret) {
    int defaults = are_default(o, globs);
    if (defaults < 0) {
        return -1;
    }
    py_auto PyObject *own = defaults ? PyObject_GetAttr((PyObject *)Py_TYPE(o),
                                                        st->names.default_glob_match_error_behavior)
                                     : Py_NewRef(Py_None);
    if (own == NULL || own != Py_None) {
        return own != NULL ? py_glob_error_parse(st, own, ret) : -1;
    }
    py_auto PyObject *general = PyObject_GetAttr(setting, st->names.error_behavior);
    return general != NULL ? py_glob_error_parse(st, general, ret) : -1;
}

static PyObject *origin_of(struct pyembed_state *st, PyObject *o) {
    py_auto PyObject *alias = PyObject_GetAttr((PyObject *)Py_TYPE(o), st->names.alias);
    return alias != NULL ? PyUnicode_FromFormat("%S's `%S` field", py_async_field_address(o), alias)
                         : NULL;
}

static PyObject *sources_path_globs(PyObject *o, PyObject *setting) {
    struct pyembed_state *st = pyembed_state(Py_TYPE(o));
    py_auto PyObject *globs = globs_of(st, o);
    enum py_glob_error error = PY_GLOB_IGNORE;
    if (globs == NULL ||
        (PyTuple_GET_SIZE(globs) > 0 && error_behavior(st, o, globs, setting, &error) < 0)) {
        return NULL;
    }
    py_auto PyObject *paths = PyList_New(0);
    for (Py_ssize_t i = 0; paths != NULL && i < PyTuple_GET_SIZE(globs); i++) {
        py_auto PyObject *path = py_prefix_glob(own_folder(o), PyTuple_GET_ITEM(globs, i));
        if (path == NULL || PyList_Append(paths, path) < 0) {
            return NULL;
        }
    }
    py_auto PyObject *origin = error != PY_GLOB_IGNORE ? origin_of(st, o) : NULL;
    if (paths == NULL || (error != PY_GLOB_IGNORE && origin == NULL)) {
        return NULL;
    }
    return py_path_globs_new(st, paths, error, PY_GLOB_ANY_MATCH, origin);
}

static PyObject *sources_prefix_glob_with_dirpath(PyObject *unused, PyObject *const *args,
                                                  Py_ssize_t nargs, PyObject *kwnames) {
    static const char *const names[] = {"dirpath", "glob", NULL};
    static const struct py_sig sig = {"prefix_glob_with_dirpath", names, 2, 3};
    (void)unused;
    PyObject *v[2];
    if (py_bind_fast(&sig, args, nargs, kwnames, v) < 0 ||
        py_expect_str(sig.func, names[0], v[0]) < 0 ||
        py_expect_str(sig.func, names[1], v[1]) < 0) {
        return NULL;
    }
    return py_prefix_glob(v[0], v[1]);
}

static PyObject *sources_prefix_glob_with_address(PyObject *o, PyObject *glob) {
    return py_expect_str("_prefix_glob_with_address", "glob", glob) == 0
               ? py_prefix_glob(own_folder(o), glob)
               : NULL;
}

/* ------------------------------------------------------------------------------ can_generate */

/* Is attribute `name` of a request class a class that is / whose subclass is `type`? */
static int request_class(PyObject *request, PyObject *name, PyObject **ret) {
    *ret = PyObject_GetAttr(request, name);
    return *ret != NULL ? 0 : -1;
}

static int generates(struct pyembed_state *st, PyObject *cls, PyObject *request,
                     PyObject *output_type) {
    py_auto PyObject *input = NULL;
    py_auto PyObject *output = NULL;
    if (request_class(request, st->names.input, &input) < 0 ||
        request_class(request, st->names.output, &output) < 0) {
        return -1;
    }
    int r = PyObject_IsSubclass(cls, input);
    return r > 0 ? PyObject_IsSubclass(output, output_type) : r;
}

static PyObject *sources_can_generate(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                      PyObject *kwnames) {
    static const char *const names[] = {"output_type", "union_membership", NULL};
    static const struct py_sig sig = {"can_generate", names, 2, 3};
    struct pyembed_state *st = pyembed_state((PyTypeObject *)cls);
    PyObject *v[2];
    if (py_bind_fast(&sig, args, nargs, kwnames, v) < 0 ||
        py_expect_instance(sig.func, names[1], v[1], st->union_membership_type) < 0) {
        return NULL;
    }
    PyObject *base = py_imported(st, PY_IMPORT_generate_sources_request);
    PyObject *requests = base != NULL ? py_union_members(v[1], base) : NULL;
    for (Py_ssize_t i = 0; requests != NULL && i < PyTuple_GET_SIZE(requests); i++) {
        int r = generates(st, cls, PyTuple_GET_ITEM(requests, i), v[0]);
        if (r != 0) {
            return r < 0 ? NULL : Py_NewRef(Py_True);
        }
    }
    return PyErr_Occurred() != NULL ? NULL : Py_NewRef(Py_False);
}

/* -------------------------------------------------------------------- validate_resolved_files */

/* Does the path end in one of the extensions? "" stands for none. */
static int has_extension(PyObject *path, PyObject *extensions) {
    py_auto PyObject *name = py_path_last_part(path);
    Py_ssize_t len = name != NULL ? PyUnicode_GET_LENGTH(name) : 0;
    Py_ssize_t dot = name != NULL ? PyUnicode_FindChar(name, '.', 1, len, -1) : -2;
    if (dot == -2) {
        return name == NULL || PyErr_Occurred() != NULL ? -1 : 0;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(extensions); i++) {
        PyObject *extension = PyTuple_GET_ITEM(extensions, i);
        bool none = PyUnicode_GET_LENGTH(extension) == 0;
        if (none ? dot < 0 || dot == len - 1
                 : PyUnicode_Tailmatch(name, extension, 0, PY_SSIZE_T_MAX, 1) == 1) {
            return 1;
        }
    }
    return 0;
}

static PyObject *with_other_extensions(PyObject *files, PyObject *extensions) {
    py_auto PyObject *bad = PyList_New(0);
    for (Py_ssize_t i = 0; bad != NULL && i < PyTuple_GET_SIZE(files); i++) {
        int fits = has_extension(PyTuple_GET_ITEM(files, i), extensions);
        if (fits < 0 || (fits == 0 && PyList_Append(bad, PyTuple_GET_ITEM(files, i)) < 0)) {
            return NULL;
        }
    }
    return bad != NULL && PyList_Sort(bad) == 0 ? py_take(&bad) : NULL;
}

static int check_extensions(struct pyembed_state *st, PyObject *o, PyObject *files) {
    py_auto PyObject *given =
        PyObject_GetAttr((PyObject *)Py_TYPE(o), st->names.expected_file_extensions);
    if (given == NULL || given == Py_None) {
        return given != NULL ? 0 : -1;
    }
    py_auto PyObject *extensions = PySequence_Tuple(given);
    py_auto PyObject *bad = extensions != NULL ? with_other_extensions(files, extensions) : NULL;
    if (bad == NULL || PyList_GET_SIZE(bad) == 0) {
        return bad != NULL ? 0 : -1;
    }
    py_auto PyObject *alias = PyObject_GetAttr((PyObject *)Py_TYPE(o), st->names.alias);
    py_auto PyObject *sorted = alias != NULL ? PySequence_List(extensions) : NULL;
    if (sorted == NULL || PyList_Sort(sorted) < 0) {
        return -1;
    }
    (void)py_raise_field_invalid(
        st, PyUnicode_FromFormat(
                "The files of the field %R of %S must have names that end in one of %R, unlike "
                "%R.\n\nFiles of another kind can be the `source` of a `resource` or "
                "`file` target, which then goes into `dependencies`.",
                alias, py_async_field_address(o), sorted, bad));
    return -1;
}

/* "1 file", "2 or 4 files", "range(2, 9) files". */
static PyObject *describe_count(PyObject *expected) {
    if (PyLong_Check(expected)) {
        int one = PyLong_AsLong(expected) == 1;
        return PyUnicode_FromFormat("%S file%s", expected, one ? "" : "s");
    }
    py_auto PyObject *numbers = PySequence_Tuple(expected);
    if (numbers != NULL && PyTuple_GET_SIZE(numbers) == 2) {
        return PyUnicode_FromFormat("%S or %S files", PyTuple_GET_ITEM(numbers, 0),
                                    PyTuple_GET_ITEM(numbers, 1));
    }
    return numbers != NULL ? PyUnicode_FromFormat("%R files", expected) : NULL;
}

static int check_count(struct pyembed_state *st, PyObject *o, PyObject *files) {
    py_auto PyObject *expected =
        PyObject_GetAttr((PyObject *)Py_TYPE(o), st->names.expected_num_files);
    if (expected == NULL || expected == Py_None) {
        return expected != NULL ? 0 : -1;
    }
    py_auto PyObject *count = PyLong_FromSsize_t(PyTuple_GET_SIZE(files));
    int fits = count == NULL            ? -1
               : PyLong_Check(expected) ? PyObject_RichCompareBool(expected, count, Py_EQ)
                                        : PySequence_Contains(expected, count);
    if (fits != 0) {
        return fits < 0 ? -1 : 0;
    }
    py_auto PyObject *alias = PyObject_GetAttr((PyObject *)Py_TYPE(o), st->names.alias);
    py_auto PyObject *wanted = alias != NULL ? describe_count(expected) : NULL;
    if (wanted != NULL) {
        (void)py_raise_field_invalid(
            st, PyUnicode_FromFormat("The field %R of %S must have %U, not %S file%s.", alias,
                                     py_async_field_address(o), wanted, count,
                                     PyTuple_GET_SIZE(files) == 1 ? "" : "s"));
    }
    return -1;
}

static PyObject *sources_validate_resolved_files(PyObject *o, PyObject *files) {
    struct pyembed_state *st = pyembed_state(Py_TYPE(o));
    py_auto PyObject *tuple = PySequence_Tuple(files);
    if (tuple == NULL || check_extensions(st, o, tuple) < 0 || check_count(st, o, tuple) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* ---------------------------------------------------------------------- MultipleSourcesField */

static int check_glob(struct pyembed_state *st, PyTypeObject *cls, PyObject *address,
                      PyObject *glob, bool ban_subdirectories) {
    py_auto PyObject *alias = PyObject_GetAttr((PyObject *)cls, st->names.alias);
    if (alias == NULL) {
        return -1;
    }
    if (py_glob_has_parent(glob)) {
        (void)py_raise_field_invalid(
            st, PyUnicode_FromFormat("The field %R of %S must not have globs with the "
                                     "pattern `../`, since targets own files of their folder and "
                                     "below, but it has `%U`.",
                                     alias, address, glob));
        return -1;
    }
    Py_ssize_t len = PyUnicode_GET_LENGTH(glob);
    py_auto PyObject *recursive = PyUnicode_FromString("**");
    if (ban_subdirectories && recursive != NULL &&
        (PyUnicode_FindChar(glob, '/', 0, len, 1) >= 0 ||
         PyUnicode_Find(glob, recursive, 0, len, 1) >= 0)) {
        (void)py_raise_field_invalid(
            st, PyUnicode_FromFormat("The field %R of %S must only have globs for the "
                                     "target's own folder: no `**` and no `/`, but it has `%U`.",
                                     alias, address, glob));
        return -1;
    }
    return recursive != NULL ? 0 : -1;
}

PyObject *py_compute_multiple_sources(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                                      PyObject *address) {
    py_auto PyObject *globs = py_compute_string_sequence(st, cls, raw, address);
    if (globs == NULL || globs == Py_None) {
        return py_take(&globs);
    }
    py_auto PyObject *flag = PyObject_GetAttr((PyObject *)cls, st->names.ban_subdirectories);
    int ban = flag != NULL ? PyObject_IsTrue(flag) : -1;
    if (ban < 0) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(globs); i++) {
        if (check_glob(st, cls, address, PyTuple_GET_ITEM(globs, i), ban != 0) < 0) {
            return NULL;
        }
    }
    return py_take(&globs);
}

static PyObject *multiple_compute_value(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                        PyObject *kwnames) {
    return py_compute_call(cls, args, nargs, kwnames, py_compute_multiple_sources);
}

static PyObject *multiple_get_globs(PyObject *o, void *unused) {
    (void)unused;
    PyObject *value = py_field_value(o);
    return value != Py_None ? Py_NewRef(value) : PyTuple_New(0);
}

/* ------------------------------------------------------------------------------------- types */

PyDoc_STRVAR(path_globs_doc, "path_globs($self, unmatched_build_file_globs, /)\n--\n\n"
                             "The globs from the build root, as a PathGlobs.");
PyDoc_STRVAR(prefix_glob_doc, "prefix_glob_with_dirpath(dirpath, glob)\n--\n\n"
                              "The glob from where dirpath starts; `!` stays in front.");
PyDoc_STRVAR(can_generate_doc, "can_generate(output_type, union_membership)\n--\n\n"
                               "Whether some code generator makes output_type of this field.");
PyDoc_STRVAR(validate_doc, "validate_resolved_files($self, files, /)\n--\n\n"
                           "Checks the files that the globs have matched: their number, their "
                           "extensions. Subclasses may check more.");

static PyMethodDef sources_methods[] = {
    {"path_globs", sources_path_globs, METH_O, path_globs_doc},
    {"prefix_glob_with_dirpath", PY_FN(sources_prefix_glob_with_dirpath), PY_FAST | METH_STATIC,
     prefix_glob_doc},
    {"_prefix_glob_with_address", sources_prefix_glob_with_address, METH_O, NULL},
    {"can_generate", PY_FN(sources_can_generate), PY_FAST | METH_CLASS, can_generate_doc},
    {"validate_resolved_files", sources_validate_resolved_files, METH_O, validate_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef sources_getset[] = {
    {"globs", sources_get_globs, NULL, "The globs, from the target's folder.", NULL},
    {"filespec", sources_get_filespec, NULL, "The globs from the build root.", NULL},
    {"filespec_matcher", sources_get_filespec_matcher, NULL, "The same, to match paths.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef multiple_methods[] = {
    PY_COMPUTE_METHOD(multiple_compute_value),
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef multiple_getset[] = {
    {"globs", multiple_get_globs, NULL, "The globs, from the target's folder.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(sources_doc, "SourcesField(raw_value, address)\n--\n\n"
                          "A field that names the files of a target. Use MultipleSourcesField, "
                          "SingleSourceField or OptionalSingleSourceField.");
PyDoc_STRVAR(multiple_doc, "MultipleSourcesField(raw_value, address)\n--\n\n"
                           "The field `sources=[globs]`; `!` in front of a glob excludes.");

static PyType_Slot sources_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, sources_doc),
    PY_SLOT_DATA(Py_tp_methods, sources_methods),
    PY_SLOT_DATA(Py_tp_getset, sources_getset),
    PY_SLOT_END,
};
static PyType_Slot multiple_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, multiple_doc),
    PY_SLOT_DATA(Py_tp_methods, multiple_methods),
    PY_SLOT_DATA(Py_tp_getset, multiple_getset),
    PY_SLOT_END,
};

static PyType_Spec sources_spec = {
    .name = NATIVE_ENGINE ".SourcesField",
    .basicsize = sizeof(struct py_async_field),
    .flags = PY_FIELD_TEMPLATE_FLAGS,
    .slots = sources_slots,
};
static PyType_Spec multiple_spec = {
    .name = NATIVE_ENGINE ".MultipleSourcesField",
    .basicsize = sizeof(struct py_async_field),
    .flags = PY_FIELD_TEMPLATE_FLAGS,
    .slots = multiple_slots,
};

int py_sources_field_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &sources_spec, st->async_field_mixin_type, PY_TYPE_EXPORT,
                    &st->sources_field_type) < 0) {
        return -1;
    }
    PyTypeObject *type = st->sources_field_type;
    if (py_type_set(type, "default", Py_NewRef(Py_None)) < 0 ||
        py_type_set(type, "expected_file_extensions", Py_NewRef(Py_None)) < 0 ||
        py_type_set(type, "expected_num_files", Py_NewRef(Py_None)) < 0 ||
        py_type_set(type, "default_glob_match_error_behavior", Py_NewRef(Py_None)) < 0 ||
        py_type_set(type, "uses_source_roots", Py_NewRef(Py_True)) < 0) {
        return -1;
    }
    py_auto PyObject *bases = PyTuple_Pack(2, type, st->string_sequence_field_type);
    if (bases == NULL || py_add_type_with_bases(module, &multiple_spec, bases, PY_TYPE_EXPORT,
                                                &st->multiple_sources_field_type) < 0) {
        return -1;
    }
    type = st->multiple_sources_field_type;
    if (py_type_set(type, "alias", PyUnicode_InternFromString("sources")) < 0) {
        return -1;
    }
    return py_type_set(type, "ban_subdirectories", Py_NewRef(Py_False));
}
