/*
 * AddressInput: a text that has been parsed as an address but not yet resolved, since only the
 * disk knows whether its path names a folder or a file. address_spec_parse() gives the bare parts.
 *
 * Its components are checked when it is made: a path is relative, normalised and, where it is the
 * build root, comes with a name.
 */
#include "base/hash.h"
#include "pyembed/args.h"
#include "pyembed/types/address_grammar.h"
#include "pyembed/types/address_text.h"
#include "pyembed/types/types.h"

struct address_input {
    PyObject ob_base;
    PyObject *original_spec;
    PyObject *path;
    PyObject *target;     /* NULL none */
    PyObject *generated;  /* NULL none */
    PyObject *parameters; /* tuple as in struct py_address; NULL none */
    PyObject *origin;
};

static struct address_input *as_input(PyObject *o) {
    return (struct address_input *)o;
}

static PyObject *or_none(PyObject *o) {
    return Py_NewRef(o != NULL ? o : Py_None);
}

/* ---------------------------------------------------------------------------------- parsing */

/* Undecodable file names travel as lone surrogates; bytes is the owner of the view. */
static PyObject *encoded(PyObject *text, struct str *ret_view) {
    PyObject *bytes = PyUnicode_AsEncodedString(text, "utf-8", "surrogateescape");
    if (bytes != NULL) {
        *ret_view = str_make(PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes));
    }
    return bytes;
}

static PyObject *decoded(struct str s) {
    return PyUnicode_DecodeUTF8(s.ptr, (Py_ssize_t)s.len, "surrogateescape");
}

/* NULL without an exception where the part is absent. */
static PyObject *decoded_part(struct str s) {
    return s.len != 0 ? decoded(s) : NULL;
}

struct parsed {
    PyObject *path;
    PyObject *target;    /* NULL none */
    PyObject *generated; /* NULL none */
    PyObject *pairs;     /* tuple of (key, value) in the order of the text */
    PyObject *wildcard;  /* NULL none */
};

static void parsed_done(struct parsed *p) {
    Py_CLEAR(p->path);
    Py_CLEAR(p->target);
    Py_CLEAR(p->generated);
    Py_CLEAR(p->pairs);
    Py_CLEAR(p->wildcard);
}

static PyObject *decoded_pairs(const struct address_parts *parts) {
    py_auto PyObject *pairs = PyTuple_New((Py_ssize_t)parts->params.len);
    for (size_t i = 0; pairs != NULL && i < parts->params.len; i++) {
        const struct address_pair *pair = &parts->params.data[i];
        PyObject *item = Py_BuildValue("(NN)", decoded(pair->key), decoded(pair->value));
        if (item == NULL) {
            return NULL;
        }
        PyTuple_SET_ITEM(pairs, (Py_ssize_t)i, item);
    }
    return py_take(&pairs);
}

static int parse(struct pyembed_state *st, PyObject *spec, struct parsed *ret) {
    struct address_parts parts = {.path = {NULL, 0}};
    struct err e = ERR_INIT;
    struct str view = STR_NULL;
    py_auto PyObject *bytes = encoded(spec, &view);
    if (bytes == NULL) {
        return -1;
    }
    if (address_parse_spec(view, &parts, &e) < 0) {
        PyErr_Format(st->address_parse_exception, "Failed to parse address spec `%U`: %s.", spec,
                     e.msg);
        return -1;
    }
    ret->path = decoded(parts.path);
    ret->target = decoded_part(parts.target);
    ret->generated = decoded_part(parts.generated);
    ret->wildcard = decoded_part(parts.wildcard);
    ret->pairs = PyErr_Occurred() == NULL ? decoded_pairs(&parts) : NULL;
    address_parts_done(&parts);
    if (ret->pairs == NULL) {
        parsed_done(ret);
        return -1;
    }
    return 0;
}

static PyObject *address_spec_parse(PyObject *module, PyObject *spec) {
    struct parsed p = {NULL};
    if (py_expect_str("address_spec_parse", "spec", spec) < 0 ||
        parse(pyembed_state_of_module(module), spec, &p) < 0) {
        return NULL;
    }
    PyObject *result = Py_BuildValue("((NNNN)N)", Py_NewRef(p.path), or_none(p.target),
                                     or_none(p.generated), Py_NewRef(p.pairs), or_none(p.wildcard));
    parsed_done(&p);
    return result;
}

/* ---------------------------------------------------------------------------------- checking */

/* The first of ".", "..", "" among the parts of a path; NULL when there is none. */
static const char *unnormalised_part(PyObject *path) {
    struct str rest = STR_NULL;
    struct str piece = STR_NULL;
    bool done = false;
    const char *found = NULL;
    py_auto PyObject *bytes = encoded(path, &rest);
    while (bytes != NULL && found == NULL && str_split_next(&rest, &done, '/', &piece)) {
        found = piece.len == 0         ? ""
                : str_eqz(piece, ".")  ? "."
                : str_eqz(piece, "..") ? ".."
                                       : NULL;
    }
    return found;
}

static int check_path(struct pyembed_state *st, const struct address_input *in) {
    if (PyUnicode_GET_LENGTH(in->path) == 0) {
        if (in->target != NULL) {
            return 0;
        }
        PyErr_Format(st->invalid_target_name_error,
                     "Address `%U` from %U has no name part, which it needs because its path is "
                     "the build root. Write `//:name`.",
                     in->original_spec, in->origin);
        return -1;
    }
    if (PyUnicode_READ_CHAR(in->path, 0) == '/') {
        PyErr_Format(st->invalid_spec_path_error,
                     "Address `%U` from %U has an absolute path. Paths start at the build root and "
                     "may have `//` in front.",
                     in->original_spec, in->origin);
        return -1;
    }
    const char *part = unnormalised_part(in->path);
    if (part == NULL) {
        return PyErr_Occurred() != NULL ? -1 : 0;
    }
    PyErr_Format(st->invalid_spec_path_error,
                 "Address `%U` from %U has an un-normalized path part: `/%s`. Paths of addresses "
                 "have no `.`, `..` or empty parts.",
                 in->original_spec, in->origin, part);
    return -1;
}

static PyObject *given(PyObject *o) {
    return py_absent(o) || (PyUnicode_Check(o) && PyUnicode_GET_LENGTH(o) == 0) ? NULL : o;
}

static PyObject *input_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"original_spec",
                                        "path_component",
                                        "description_of_origin",
                                        "target_component",
                                        "generated_component",
                                        "parameters",
                                        NULL};
    static const struct py_sig sig = {"AddressInput", names, 6, 7};
    struct pyembed_state *st = PyType_GetModuleState(type);
    PyObject *v[6];
    if (py_bind(&sig, args, kwargs, v) < 0) {
        return NULL;
    }
    for (int i = 0; i < 5; i++) {
        if ((i < 3 || given(v[i]) != NULL) && py_expect_str("AddressInput", names[i], v[i]) < 0) {
            return NULL;
        }
    }
    py_auto PyObject *o = type->tp_alloc(type, 0);
    if (o == NULL || py_address_parameters(v[5], &as_input(o)->parameters) < 0) {
        return NULL;
    }
    as_input(o)->original_spec = Py_NewRef(v[0]);
    as_input(o)->path = Py_NewRef(v[1]);
    as_input(o)->origin = Py_NewRef(v[2]);
    as_input(o)->target = Py_XNewRef(given(v[3]));
    as_input(o)->generated = Py_XNewRef(given(v[4]));
    return check_path(st, as_input(o)) == 0 ? py_take(&o) : NULL;
}

static void input_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    struct address_input *self = as_input(o);
    Py_XDECREF(self->original_spec);
    Py_XDECREF(self->path);
    Py_XDECREF(self->target);
    Py_XDECREF(self->generated);
    Py_XDECREF(self->parameters);
    Py_XDECREF(self->origin);
    type->tp_free(o);
    Py_DECREF(type);
}

/* ------------------------------------------------------------------------ AddressInput.parse */

static int starts_with(PyObject *s, const char *prefix) {
    py_auto PyObject *p = PyUnicode_FromString(prefix);
    return p != NULL ? (int)PyUnicode_Tailmatch(s, p, 0, PY_SSIZE_T_MAX, -1) : -1;
}

/* Is path the folder or below it? */
static bool is_within(PyObject *path, PyObject *folder) {
    Py_ssize_t n = PyUnicode_GET_LENGTH(folder);
    return PyUnicode_Tailmatch(path, folder, 0, PY_SSIZE_T_MAX, -1) == 1 &&
           (PyUnicode_GET_LENGTH(path) == n || n == 0 || PyUnicode_READ_CHAR(path, n) == '/');
}

/* The longest of the roots that holds path, as a new reference; None when none does. */
static PyObject *subproject_of(PyObject *path, PyObject *roots) {
    if (py_absent(path) || py_absent(roots)) {
        return Py_NewRef(Py_None);
    }
    py_auto PyObject *fast = PySequence_Fast(roots, "`subproject_roots` must be a sequence");
    PyObject *best = Py_None;
    for (Py_ssize_t i = 0; fast != NULL && i < PySequence_Fast_GET_SIZE(fast); i++) {
        PyObject *root = PySequence_Fast_GET_ITEM(fast, i);
        if (PyUnicode_Check(root) && is_within(path, root) &&
            (best == Py_None || PyUnicode_GET_LENGTH(root) > PyUnicode_GET_LENGTH(best))) {
            best = root;
        }
    }
    return fast != NULL ? Py_NewRef(best) : NULL;
}

/* relative_to as seen from the subproject. */
static PyObject *within_subproject(PyObject *relative_to, PyObject *subproject) {
    if (subproject == Py_None) {
        return Py_NewRef(relative_to);
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(subproject);
    return PyUnicode_Substring(relative_to, n + 1, PyUnicode_GET_LENGTH(relative_to));
}

/* What the path of the text means: relative to a folder, to the root (`//`), in a subproject. */
static PyObject *resolved_path(PyObject *path, PyObject *relative_to, PyObject *roots) {
    py_auto PyObject *subproject = subproject_of(relative_to, roots);
    if (subproject == NULL) {
        return NULL;
    }
    py_auto PyObject *out = Py_NewRef(path);
    if (!py_absent(relative_to)) {
        py_auto PyObject *folder = within_subproject(relative_to, subproject);
        if (folder == NULL) {
            return NULL;
        }
        if (starts_with(out, "./") == 1) {
            py_auto PyObject *rest = PyUnicode_Substring(out, 2, PyUnicode_GET_LENGTH(out));
            Py_XSETREF(out, rest != NULL ? py_path_join(folder, rest) : NULL);
        } else if (PyUnicode_GET_LENGTH(out) == 0) {
            Py_SETREF(out, Py_NewRef(folder));
        }
    }
    if (out != NULL && starts_with(out, "//") == 1) {
        Py_SETREF(out, PyUnicode_Substring(out, 2, PyUnicode_GET_LENGTH(out)));
    }
    if (out == NULL || subproject == Py_None) {
        return py_take(&out);
    }
    return PyUnicode_GET_LENGTH(out) > 0 ? py_path_join(subproject, out) : py_take(&subproject);
}

static PyObject *input_from(PyObject *cls, const struct parsed *p, PyObject *spec, PyObject *path,
                            PyObject *origin) {
    py_auto PyObject *parameters = PyDict_New();
    if (parameters == NULL || PyDict_MergeFromSeq2(parameters, p->pairs, 1) < 0) {
        return NULL;
    }
    return PyObject_CallFunctionObjArgs(
        cls, spec, path, origin, p->target != NULL ? p->target : Py_None,
        p->generated != NULL ? p->generated : Py_None, parameters, NULL);
}

static PyObject *input_parse(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                             PyObject *kwnames) {
    static const char *const names[] = {"spec", "description_of_origin", "relative_to",
                                        "subproject_roots", NULL};
    static const struct py_sig sig = {"AddressInput.parse", names, 1, 3};
    struct pyembed_state *st = PyType_GetModuleState((PyTypeObject *)cls);
    struct parsed p = {NULL};
    PyObject *v[4];
    if (py_bind_fast(&sig, args, nargs, kwnames, v) < 0 ||
        py_expect_str("AddressInput.parse", names[0], v[0]) < 0 ||
        py_expect_str("AddressInput.parse", names[1], v[1]) < 0 ||
        (given(v[2]) != NULL && py_expect_str("AddressInput.parse", names[2], v[2]) < 0) ||
        parse(st, v[0], &p) < 0) {
        return NULL;
    }
    PyObject *result = NULL;
    if (p.wildcard != NULL) {
        PyErr_Format(st->unsupported_wildcard_error,
                     "Address `%U` from %U ends in a wildcard (`%U`), but one target must be named "
                     "here.",
                     v[0], v[1], p.wildcard);
    } else {
        py_auto PyObject *path = resolved_path(p.path, given(v[2]), v[3]);
        result = path != NULL ? input_from(cls, &p, v[0], path, v[1]) : NULL;
    }
    parsed_done(&p);
    return result;
}

/* -------------------------------------------------------------------------------- addresses */

static PyObject *input_dir_to_address(PyObject *o, PyObject *unused) {
    (void)unused;
    const struct address_input *self = as_input(o);
    struct py_address_parts parts = {self->path, self->target, self->generated, NULL,
                                     self->parameters};
    return py_address_new_checked(PyType_GetModuleState(Py_TYPE(o)), &parts);
}

/* The position of the slash that is the n-th from the end (n from 1); -1 when there are fewer. */
static Py_ssize_t nth_last_slash(PyObject *path, Py_ssize_t n) {
    for (Py_ssize_t i = PyUnicode_GET_LENGTH(path) - 1; i >= 0; i--) {
        if (PyUnicode_READ_CHAR(path, i) == '/' && --n == 0) {
            return i;
        }
    }
    return -1;
}

/*
 * How many folders the target is above the file: "x" 0, "../x" 1. -1 with an exception when the
 * target part is not made like that.
 */
static Py_ssize_t levels_above(struct pyembed_state *st, const struct address_input *self,
                               PyObject **ret_name) {
    py_auto PyObject *name = py_path_last_part(self->target);
    if (name == NULL) {
        return -1;
    }
    Py_ssize_t prefix = PyUnicode_GET_LENGTH(self->target) - PyUnicode_GET_LENGTH(name);
    Py_ssize_t levels = prefix / 3;
    bool climbs = prefix % 3 == 0 && PyUnicode_GET_LENGTH(name) > 0;
    for (Py_ssize_t i = 0; i < prefix && climbs; i++) {
        climbs = PyUnicode_READ_CHAR(self->target, i) == (Py_UCS4) "../"[i % 3];
    }
    if (!climbs) {
        PyErr_Format(st->invalid_target_name_error,
                     "Address `%U` from %U: the name part `:%U` must be a target of the file's "
                     "folder or, with `../`, of a folder above it.",
                     self->original_spec, self->origin, self->target);
        return -1;
    }
    *ret_name = py_take(&name);
    return levels;
}

static PyObject *file_address_at(struct pyembed_state *st, const struct address_input *self,
                                 Py_ssize_t slash, PyObject *name) {
    py_auto PyObject *folder = PyUnicode_Substring(self->path, 0, slash < 0 ? 0 : slash);
    py_auto PyObject *file =
        PyUnicode_Substring(self->path, slash + 1, PyUnicode_GET_LENGTH(self->path));
    if (folder == NULL || file == NULL) {
        return NULL;
    }
    struct py_address_parts parts = {folder, name, NULL, file, self->parameters};
    return py_address_new_checked(st, &parts);
}

static PyObject *input_file_to_address(PyObject *o, PyObject *unused) {
    (void)unused;
    struct pyembed_state *st = PyType_GetModuleState(Py_TYPE(o));
    const struct address_input *self = as_input(o);
    Py_ssize_t slash = nth_last_slash(self->path, 1);
    if (self->target == NULL) {
        if (slash < 0) {
            PyErr_Format(st->invalid_target_name_error,
                         "Address `%U` from %U is a file in the build root, so it must say which "
                         "target owns it: `//%U:name`.",
                         self->original_spec, self->origin, self->path);
            return NULL;
        }
        return file_address_at(st, self, slash, NULL);
    }
    py_auto PyObject *name = NULL;
    Py_ssize_t levels = levels_above(st, self, &name);
    if (levels < 0) {
        return NULL;
    }
    Py_ssize_t depth = 0;
    while (nth_last_slash(self->path, depth + 1) >= 0) {
        depth++;
    }
    if (levels > depth) {
        PyErr_Format(st->invalid_target_name_error,
                     "Address `%U` from %U: the name part `:%U` climbs above the build root.",
                     self->original_spec, self->origin, self->target);
        return NULL;
    }
    return file_address_at(st, self, nth_last_slash(self->path, levels + 1), name);
}

/* ----------------------------------------------------------------------- comparing, showing */

static bool same(PyObject *a, PyObject *b) {
    return a == b || (a != NULL && b != NULL && PyObject_RichCompareBool(a, b, Py_EQ) == 1);
}

static PyObject *input_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    const struct address_input *x = as_input(a);
    const struct address_input *y = as_input(b);
    bool equal = same(x->path, y->path) && same(x->target, y->target) &&
                 same(x->generated, y->generated) && same(x->parameters, y->parameters);
    return PyBool_FromLong(equal == (op == Py_EQ));
}

static uint64_t part_hash(uint64_t h, PyObject *part) {
    return hash_combine(h, part != NULL ? (uint64_t)PyObject_Hash(part) : 0);
}

static Py_hash_t input_hash(PyObject *o) {
    const struct address_input *self = as_input(o);
    uint64_t h = part_hash(0x696e7074, self->path);
    h = part_hash(h, self->target);
    h = part_hash(h, self->generated);
    return py_hash_clean(part_hash(h, self->parameters));
}

static PyObject *input_get_spec(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_input(o)->original_spec);
}

static PyObject *input_get_path(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_input(o)->path);
}

static PyObject *input_get_target(PyObject *o, void *unused) {
    (void)unused;
    return or_none(as_input(o)->target);
}

static PyObject *input_get_generated(PyObject *o, void *unused) {
    (void)unused;
    return or_none(as_input(o)->generated);
}

static PyObject *input_get_parameters(PyObject *o, void *unused) {
    (void)unused;
    return py_address_parameters_dict(as_input(o)->parameters);
}

static PyObject *input_get_origin(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_input(o)->origin);
}

static PyObject *input_repr(PyObject *o) {
    const struct address_input *self = as_input(o);
    py_auto PyObject *parameters = py_address_parameters_dict(self->parameters);
    if (parameters == NULL) {
        return NULL;
    }
    return PyUnicode_FromFormat(
        "AddressInput(original_spec=%R, path_component=%R, target_component=%R, "
        "generated_component=%R, parameters=%R, description_of_origin=%R)",
        self->original_spec, self->path, self->target != NULL ? self->target : Py_None,
        self->generated != NULL ? self->generated : Py_None, parameters, self->origin);
}

static PyObject *input_getnewargs(PyObject *o, PyObject *unused) {
    (void)unused;
    const struct address_input *self = as_input(o);
    return Py_BuildValue("(OOONNN)", self->original_spec, self->path, self->origin,
                         or_none(self->target), or_none(self->generated),
                         py_address_parameters_dict(self->parameters));
}

PyDoc_STRVAR(parse_doc, "parse(spec, *, description_of_origin, relative_to=None, "
                        "subproject_roots=None)\n--\n\n"
                        "Parses an address as it stands in a BUILD file or on the command line; "
                        "`:name` and `./file` mean the folder relative_to.");
PyDoc_STRVAR(file_to_address_doc, "file_to_address($self, /)\n--\n\n"
                                  "The address, knowing that its path is a file.");
PyDoc_STRVAR(dir_to_address_doc, "dir_to_address($self, /)\n--\n\n"
                                 "The address, knowing that its path is a folder.");
PyDoc_STRVAR(address_spec_parse_doc,
             "address_spec_parse(spec, /)\n--\n\n"
             "((path, target, generated, ((key, value), ...)), wildcard) of a spec; what is absent "
             "is None.");

static PyMethodDef input_methods[] = {
    {"parse", PY_FN(input_parse), PY_FAST | METH_CLASS, parse_doc},
    {"file_to_address", input_file_to_address, METH_NOARGS, file_to_address_doc},
    {"dir_to_address", input_dir_to_address, METH_NOARGS, dir_to_address_doc},
    {"__getnewargs__", input_getnewargs, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef input_getset[] = {
    {"spec", input_get_spec, NULL, "The text as it was written.", NULL},
    {"original_spec", input_get_spec, NULL, "The text as it was written.", NULL},
    {"path_component", input_get_path, NULL, "The path from the build root.", NULL},
    {"target_component", input_get_target, NULL, "The part behind `:`, or None.", NULL},
    {"generated_component", input_get_generated, NULL, "The part behind `#`, or None.", NULL},
    {"parameters", input_get_parameters, NULL, "The parameters (behind `@`) as a dict.", NULL},
    {"description_of_origin", input_get_origin, NULL, "Where the text stands.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(input_doc, "AddressInput(original_spec, path_component, description_of_origin, "
                        "target_component=None, generated_component=None, parameters=None)\n--\n\n"
                        "A parsed address whose path may turn out to be a file or a folder.");

static PyType_Slot input_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, input_doc),
    PY_SLOT(Py_tp_new, input_tp_new),
    PY_SLOT(Py_tp_dealloc, input_dealloc),
    PY_SLOT(Py_tp_hash, input_hash),
    PY_SLOT(Py_tp_repr, input_repr),
    PY_SLOT(Py_tp_richcompare, input_richcompare),
    PY_SLOT_DATA(Py_tp_methods, input_methods),
    PY_SLOT_DATA(Py_tp_getset, input_getset),
    PY_SLOT_END,
};

static PyType_Spec input_spec = {
    .name = NATIVE_ENGINE ".AddressInput",
    .basicsize = sizeof(struct address_input),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = input_slots,
};

static PyMethodDef module_functions[] = {
    {"address_spec_parse", address_spec_parse, METH_O, address_spec_parse_doc},
    {NULL, NULL, 0, NULL},
};

static int add_banned(PyObject *module, const char *name, const char *chars) {
    py_auto PyObject *text = PyUnicode_FromString(chars);
    py_auto PyObject *set = text != NULL ? PyFrozenSet_New(text) : NULL;
    return set != NULL ? PyModule_AddObjectRef(module, name, set) : -1;
}

int py_address_input_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &input_spec, NULL, PY_TYPE_EXPORT, &st->address_input_type) < 0 ||
        PyModule_AddFunctions(module, module_functions) < 0 ||
        add_banned(module, "BANNED_CHARS_IN_TARGET_NAME", PY_BANNED_IN_TARGET_NAME) < 0 ||
        add_banned(module, "BANNED_CHARS_IN_GENERATED_NAME", PY_BANNED_IN_GENERATED_NAME) < 0) {
        return -1;
    }
    return add_banned(module, "BANNED_CHARS_IN_PARAMETERS", PY_BANNED_IN_PARAMETERS);
}
