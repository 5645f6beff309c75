/*
 * AddressInput: a text that has been parsed as an address but not yet resolved, since only the
 * disk knows whether its path names a folder or a file. address_spec_parse() gives the bare parts.
 *
 * Its components are checked when it is made: a path is relative, normalised and, where it is the
 * build root, comes with a name.
 */
#include "base/hash.h"
#include "base/path.h"
#include "pyembed/args.h"
#include "pyembed/text.h"
#include "pyembed/types/address_text.h"
#include "pyembed/types/types.h"

struct input {
    PyObject ob_base;
    PyObject *original_spec;
    PyObject *path;
    PyObject *target;     /* NULL none */
    PyObject *generated;  /* NULL none */
    PyObject *parameters; /* tuple as in struct py_address; NULL none */
    PyObject *origin;
};

static struct input *as_input(PyObject *o) {
    return (struct input *)o;
}

static PyObject *or_none(PyObject *o) {
    return Py_NewRef(o != NULL ? o : Py_None);
}

/* ---------------------------------------------------------------------------------- parsing */

static PyObject *pairs_of(const struct address_parts *parts) {
    py_auto PyObject *pairs = PyTuple_New((Py_ssize_t)parts->param_count);
    for (size_t i = 0; pairs != NULL && i < parts->param_count; i++) {
        PyObject *pair = Py_BuildValue("(NN)", py_text_new(parts->params[i].key),
                                       py_text_new(parts->params[i].value));
        if (pair == NULL) {
            return NULL;
        }
        PyTuple_SET_ITEM(pairs, (Py_ssize_t)i, pair);
    }
    return py_take(&pairs);
}

static PyObject *text_or_none(struct str s) {
    return s.ptr != NULL ? py_text_new(s) : Py_NewRef(Py_None);
}

static PyObject *address_spec_parse(PyObject *module, PyObject *spec) {
    static const char *const wildcards[] = {
        [ADDRESS_NO_WILDCARD] = NULL, [ADDRESS_DIR] = ":", [ADDRESS_TREE] = "::"};
    struct pyembed_state *st = pyembed_state_of_module(module);
    cleanup_(arena_done) struct arena arena = {0};
    py_text_owner PyObject *owner = NULL;
    struct str text;
    struct address_parts parts;
    enum address_fault fault = ADDRESS_OK;
    struct err e = ERR_INIT;
    if (py_expect_str("address_spec_parse", "spec", spec) < 0 ||
        py_text_view(spec, &text, &owner) < 0) {
        return NULL;
    }
    if (address_split(&arena, text, &parts, &fault, &e) < 0) {
        (void)py_address_raise(st, fault, &e);
        return NULL;
    }
    return Py_BuildValue("((NNNN)z)", py_text_new(parts.path), text_or_none(parts.target),
                         text_or_none(parts.generated), pairs_of(&parts),
                         wildcards[parts.wildcard]);
}

/* ---------------------------------------------------------------------------------- checking */

/* Components that were not parsed: the path must be relative and normalised, the root be named. */
static int check_path(struct pyembed_state *st, const struct input *in) {
    cleanup_(buf_done) struct buf normal = BUF_INIT;
    py_text_owner PyObject *owner = NULL;
    struct str path;
    if (py_text_view(in->path, &path, &owner) < 0) {
        return -1;
    }
    if (path.len == 0 && in->target == NULL) {
        PyErr_Format(st->invalid_target_name_error,
                     "The address `%U` from %U must name a target of the build root: `//:name`.",
                     in->original_spec, in->origin);
        return -1;
    }
    if (path_normalise(&normal, path) == 0 && str_eq(buf_str(&normal), path) &&
        !str_starts(path, STR("/"))) {
        return 0;
    }
    PyErr_Format(st->invalid_spec_path_error,
                 "The address `%U` from %U has the path `%U`, which must start at the build root, "
                 "without `/` in front, `.`, `..` and needless slashes.",
                 in->original_spec, in->origin, in->path);
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
    struct input *self = as_input(o);
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

/* Views of subproject_roots, in the arena. */
static int roots_view(PyObject *roots, struct arena *arena, struct address_context *context,
                      PyObject **owner) {
    if (py_absent(roots)) {
        return 0;
    }
    *owner = PySequence_List(roots); /* views of its items live with it */
    size_t n = *owner != NULL ? (size_t)PyList_GET_SIZE(*owner) : 0;
    struct str *views = ARENA_ARRAY(arena, struct str, n + 1);
    for (size_t i = 0; i < n; i++) {
        PyObject *root = PyList_GET_ITEM(*owner, (Py_ssize_t)i);
        if (py_expect_str("AddressInput.parse", "subproject_roots", root) < 0 ||
            py_text_view(root, &views[i], owner) < 0) {
            return -1;
        }
    }
    context->subproject_roots = views;
    context->subproject_count = n;
    return *owner != NULL ? 0 : -1;
}

static PyObject *input_of_view(PyTypeObject *type, const struct address_input *in) {
    py_auto PyObject *o = type->tp_alloc(type, 0);
    if (o == NULL) {
        return NULL;
    }
    struct input *self = as_input(o);
    self->original_spec = py_text_new(in->original);
    self->path = self->original_spec != NULL ? py_text_new(in->path) : NULL;
    self->origin = self->path != NULL ? py_text_new(in->origin) : NULL;
    self->target = self->origin != NULL ? py_text_new_or_null(in->target) : NULL;
    self->generated = PyErr_Occurred() == NULL ? py_text_new_or_null(in->generated) : NULL;
    if (PyErr_Occurred() != NULL ||
        py_address_params_tuple(in->params, in->param_count, &self->parameters) < 0) {
        return NULL;
    }
    return py_take(&o);
}

static PyObject *input_parse(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                             PyObject *kwnames) {
    static const char *const names[] = {"spec", "description_of_origin", "relative_to",
                                        "subproject_roots", NULL};
    static const struct py_sig sig = {"AddressInput.parse", names, 1, 3};
    struct pyembed_state *st = PyType_GetModuleState((PyTypeObject *)cls);
    cleanup_(arena_done) struct arena arena = {0};
    py_text_owner PyObject *owner = NULL;
    struct address_context context = {.subproject_count = 0};
    struct address_input input;
    enum address_fault fault = ADDRESS_OK;
    struct err e = ERR_INIT;
    struct str text;
    PyObject *v[4];
    if (py_bind_fast(&sig, args, nargs, kwnames, v) < 0 ||
        py_expect_str(sig.func, names[0], v[0]) < 0 ||
        py_expect_str(sig.func, names[1], v[1]) < 0 ||
        roots_view(v[3], &arena, &context, &owner) < 0 || py_text_view(v[0], &text, &owner) < 0 ||
        py_text_view(v[1], &context.origin, &owner) < 0 ||
        py_text_view(v[2], &context.relative_to, &owner) < 0) {
        return NULL;
    }
    if (address_input_parse(&arena, text, &context, &input, &fault, &e) < 0) {
        (void)py_address_raise(st, fault, &e);
        return NULL;
    }
    return input_of_view((PyTypeObject *)cls, &input);
}

/* -------------------------------------------------------------------------------- addresses */

typedef int resolve_fn(struct arena *, const struct address_input *, struct address *,
                       enum address_fault *, struct err *);

static PyObject *resolve(PyObject *o, resolve_fn *fn) {
    struct pyembed_state *st = PyType_GetModuleState(Py_TYPE(o));
    const struct input *self = as_input(o);
    struct py_address_parts parts = {self->path, self->target, self->generated, NULL,
                                     self->parameters};
    cleanup_(arena_done) struct arena arena = {0};
    py_text_owner PyObject *owner = NULL;
    struct address_input input = {.path = STR_NULL};
    struct address address;
    enum address_fault fault = ADDRESS_OK;
    struct err e = ERR_INIT;
    if (py_address_view(&parts, &arena, &address, &owner) < 0 ||
        py_text_view(self->original_spec, &input.original, &owner) < 0 ||
        py_text_view(self->origin, &input.origin, &owner) < 0) {
        return NULL;
    }
    input.path = address.spec_path;
    input.target = address.target;
    input.generated = address.generated;
    input.params = address.params;
    input.param_count = address.param_count;
    if (fn(&arena, &input, &address, &fault, &e) < 0) {
        (void)py_address_raise(st, fault, &e);
        return NULL;
    }
    return py_address_of_view(st, &address);
}

static PyObject *input_dir_to_address(PyObject *o, PyObject *unused) {
    (void)unused;
    return resolve(o, address_from_dir);
}

static PyObject *input_file_to_address(PyObject *o, PyObject *unused) {
    (void)unused;
    return resolve(o, address_from_file);
}

/* ----------------------------------------------------------------------- comparing, showing */

static bool same(PyObject *a, PyObject *b) {
    return a == b || (a != NULL && b != NULL && PyObject_RichCompareBool(a, b, Py_EQ) == 1);
}

static PyObject *input_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    const struct input *x = as_input(a);
    const struct input *y = as_input(b);
    bool equal = same(x->path, y->path) && same(x->target, y->target) &&
                 same(x->generated, y->generated) && same(x->parameters, y->parameters);
    return PyBool_FromLong(equal == (op == Py_EQ));
}

static uint64_t part_hash(uint64_t h, PyObject *part) {
    return hash_combine(h, part != NULL ? (uint64_t)PyObject_Hash(part) : 0);
}

static Py_hash_t input_hash(PyObject *o) {
    const struct input *self = as_input(o);
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
    const struct input *self = as_input(o);
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
    const struct input *self = as_input(o);
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
    .basicsize = sizeof(struct input),
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
        add_banned(module, "BANNED_CHARS_IN_TARGET_NAME", ADDRESS_BANNED_IN_TARGET) < 0 ||
        add_banned(module, "BANNED_CHARS_IN_GENERATED_NAME", ADDRESS_BANNED_IN_GENERATED) < 0) {
        return -1;
    }
    return add_banned(module, "BANNED_CHARS_IN_PARAMETERS", ADDRESS_BANNED_IN_PARAMETERS);
}
