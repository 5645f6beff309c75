/*
 * OptionParser: the parser of options (options/options.h) for Python code that is not a run:
 * `pants.option.options`, and with it tests of plugins.
 *
 * Everything is given: arguments, environment, configuration files as text, the build root. Scopes
 * and options are declared as dicts of the same shape as in the table of declarations; each becomes
 * a packed value, so that one reader serves the table, plugins and this.
 */
#include "pyembed/py.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "options/options.h"
#include "pyembed/args.h"
#include "pyembed/engine/pack_value.h"
#include "pyembed/module.h"
#include "pyembed/text.h"
#include "pyembed/types/option_value.h"
#include "pyembed/types/types.h"

struct option_parser {
    PyObject ob_base;
    struct arena arena; /* what the inputs point to */
    struct options *options;
};

static struct option_parser *as_parser(PyObject *o) {
    return (struct option_parser *)o;
}

/* What the user wrote wrongly is a ParseError; an unknown scope or option is a LookupError. */
static PyObject *raise(const struct err *e) {
    if (e->code == ERR_PYTHON && PyErr_Occurred()) {
        return NULL;
    }
    if (e->code == ERR_NOTFOUND || e->code == ERR_CONFLICT) {
        PyErr_SetString(PyExc_LookupError, e->msg);
        return NULL;
    }
    py_auto PyObject *type = py_import_name("pants.option.errors", "ParseError");
    if (type != NULL) {
        PyErr_SetString(type, e->msg);
    }
    return NULL;
}

static int copy_text(struct arena *a, PyObject *o, struct str *ret) {
    py_text_owner PyObject *owner = NULL;
    struct str view;
    if (py_text_view(o, &view, &owner) < 0) {
        return -1;
    }
    *ret = arena_str(a, view);
    return 0;
}

/* A sequence of str as NULL-terminated strings of the arena; NULL with an exception. */
static const char **copy_texts(struct arena *a, PyObject *items, size_t *ret_count) {
    py_auto PyObject *fast = PySequence_Fast(items, "a sequence of strings is needed");
    if (fast == NULL) {
        return NULL;
    }
    size_t n = (size_t)PySequence_Fast_GET_SIZE(fast);
    const char **texts = ARENA_ARRAY(a, const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str text;
        if (copy_text(a, PySequence_Fast_GET_ITEM(fast, (Py_ssize_t)i), &text) < 0) {
            return NULL;
        }
        texts[i] = text.ptr;
    }
    *ret_count = n;
    return texts;
}

/* A sequence of (path, bytes). */
static struct options_source *copy_sources(struct arena *a, PyObject *items, size_t *ret_count) {
    py_auto PyObject *fast = PySequence_Fast(items, "a sequence of (path, content) is needed");
    if (fast == NULL) {
        return NULL;
    }
    size_t n = (size_t)PySequence_Fast_GET_SIZE(fast);
    struct options_source *sources = ARENA_ARRAY(a, struct options_source, n + 1);
    for (size_t i = 0; i < n; i++) {
        PyObject *path;
        const char *data;
        Py_ssize_t len;
        PyObject *item = PySequence_Fast_GET_ITEM(fast, (Py_ssize_t)i);
        if (!PyArg_ParseTuple(item, "Uy#", &path, &data, &len) ||
            copy_text(a, path, &sources[i].path) < 0) {
            return NULL;
        }
        sources[i].text = arena_str(a, str_make(data, (size_t)len));
    }
    *ret_count = n;
    return sources;
}

static int fill_inputs(struct arena *a, PyObject **v, struct options_inputs *in) {
    size_t env_count;
    in->argv = copy_texts(a, v[0], &in->argc);
    in->env = in->argv != NULL ? copy_texts(a, v[1], &env_count) : NULL;
    in->sources = in->env != NULL ? copy_sources(a, v[2], &in->source_count) : NULL;
    in->fixed_sources = true;
    in->no_bootstrap_script = true;
    return in->sources != NULL && copy_text(a, v[3], &in->build_root) == 0 &&
                   copy_text(a, v[4], &in->cwd) == 0 && copy_text(a, v[5], &in->version) == 0
               ? 0
               : -1;
}

static PyObject *parser_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"args", "env",     "sources", "build_root",
                                        "cwd",  "version", NULL};
    static const struct py_sig sig = {"OptionParser", names, 6, (1 << 6) - 1};
    PyObject *v[6];
    struct options_inputs in = {0};
    struct err e = ERR_INIT;
    if (py_bind(&sig, args, kwargs, v) < 0) {
        return NULL;
    }
    py_auto PyObject *o = type->tp_alloc(type, 0);
    if (o == NULL || fill_inputs(&as_parser(o)->arena, v, &in) < 0) {
        return NULL;
    }
    as_parser(o)->options = options_new(&in);
    return options_bootstrap(as_parser(o)->options, PVAL_NONE, &e) < 0 ? raise(&e) : py_take(&o);
}

static void parser_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    options_free(as_parser(o)->options);
    arena_done(&as_parser(o)->arena);
    type->tp_free(o);
    Py_DECREF(type);
}

/* ---- declarations ---- */

/* The dict as a packed value in bytes of its own; NULL with an exception. */
static char *pack_dict_of(PyObject *dict, struct pval *ret) {
    struct py_pack p = {0};
    struct err e = ERR_INIT;
    char *data = NULL;
    size_t len;
    pack_builder_init(&p.builder);
    uint32_t root = py_pack_add(&p, dict);
    if (root != 0 && pack_builder_finish(&p.builder, root, &data, &len, &e) < 0) {
        (void)raise(&e);
        data = NULL;
    }
    pack_builder_done(&p.builder);
    if (data != NULL) {
        *ret = pack_trusted(data);
    }
    return data;
}

PyDoc_STRVAR(declare_doc,
             "declare(scope, /)\n--\n\n"
             "Declare a scope, or more options of one: a dict with `scope` (its name), `is_goal`,\n"
             "`deprecated_scope`, `deprecated_scope_removal_version` and `options` (name to "
             "declaration).");

static PyObject *parser_declare(PyObject *o, PyObject *dict) {
    struct pval node;
    struct err e = ERR_INIT;
    cleanup_(freep) char *data = pack_dict_of(dict, &node);
    if (data == NULL) {
        return NULL;
    }
    cleanup_(arena_done) struct arena a = {0};
    struct pval options = pval_getz(node, "options");
    uint32_t n = pval_len(options);
    struct option_decl *decls = ARENA_ARRAY(&a, struct option_decl, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++) {
        struct pval name, option;
        pval_pair(options, i, &name, &option);
        option_decl_from_pack(&a, pval_str(name), option, &decls[i]);
        decls[i].pack = PVAL_NONE; /* it goes with `data` */
    }
    const struct scope_decl decl = {
        .scope = pval_str(pval_getz(node, "scope")),
        .is_goal = pval_bool(pval_getz(node, "is_goal")),
        .deprecated_scope = pval_str(pval_getz(node, "deprecated_scope")),
        .deprecated_scope_removal_version =
            pval_str(pval_getz(node, "deprecated_scope_removal_version")),
        .options = decls,
        .count = n,
    };
    if (options_declare(as_parser(o)->options, &decl, &e) < 0) {
        return raise(&e);
    }
    Py_RETURN_NONE;
}

/* ---- the command line ---- */

static PyObject *text_tuple(const struct str *items, size_t n) {
    PyObject *tuple = PyTuple_New((Py_ssize_t)n);
    for (size_t i = 0; tuple != NULL && i < n; i++) {
        PyObject *item = py_text_new(items[i]);
        if (item == NULL) {
            Py_CLEAR(tuple);
        } else {
            PyTuple_SET_ITEM(tuple, (Py_ssize_t)i, item);
        }
    }
    return tuple;
}

PyDoc_STRVAR(parse_doc, "parse()\n--\n\n"
                        "Split the command line, every goal being declared: (builtin goal or \"\", "
                        "goals, unknown goals,\nspecs, arguments behind `--` or None).");

static PyObject *parser_parse(PyObject *o, PyObject *unused) {
    (void)unused;
    struct options_command c;
    struct err e = ERR_INIT;
    if (options_parse(as_parser(o)->options, &c, &e) < 0) {
        return raise(&e);
    }
    PyObject *rest =
        c.has_passthrough ? text_tuple(c.passthrough, c.passthrough_count) : Py_NewRef(Py_None);
    return Py_BuildValue("(NNNNN)", py_text_new(c.builtin), text_tuple(c.goals, c.goal_count),
                         text_tuple(c.unknown_goals, c.unknown_count),
                         text_tuple(c.specs, c.spec_count), rest);
}

/* ---- values ---- */

PyDoc_STRVAR(value_doc, "value(scope, name, /)\n--\n\n"
                        "The value of an option: (value, rank, where it was set or None).");

static PyObject *parser_value(PyObject *o, PyObject *args) {
    PyObject *scope_text, *name_text;
    py_text_owner PyObject *owner = NULL;
    struct str scope, name;
    struct option_value v;
    struct err e = ERR_INIT;
    if (!PyArg_ParseTuple(args, "UU:value", &scope_text, &name_text) ||
        py_text_view(scope_text, &scope, &owner) < 0 ||
        py_text_view(name_text, &name, &owner) < 0) {
        return NULL;
    }
    if (options_get(as_parser(o)->options, scope, name, &v, &e) < 0) {
        return raise(&e);
    }
    PyObject *detail = v.detail.len > 0 ? py_text_new(v.detail) : Py_NewRef(Py_None);
    return Py_BuildValue("(NiN)", py_option_value(v.value), (int)v.rank, detail);
}

PyDoc_STRVAR(conflict_doc, "conflict(scope, /)\n--\n\n"
                           "What is wrong with options of the scope that exclude each other, or "
                           "None.");

static PyObject *parser_conflict(PyObject *o, PyObject *scope_text) {
    py_text_owner PyObject *owner = NULL;
    struct str scope;
    struct err e = ERR_INIT;
    if (py_expect_str("conflict", "scope", scope_text) < 0 ||
        py_text_view(scope_text, &scope, &owner) < 0) {
        return NULL;
    }
    return options_check_exclusive(as_parser(o)->options, scope, &e) < 0
               ? PyUnicode_FromString(e.msg)
               : Py_NewRef(Py_None);
}

/* ---- what there is to say ---- */

PyDoc_STRVAR(problems_doc, "problems(flags, /)\n--\n\n"
                           "What is unknown on the command line (if true) or in configuration "
                           "files: (text, flag, scope) each.");

static PyObject *parser_problems(PyObject *o, PyObject *flags) {
    const struct options_problem *problems;
    int want = PyObject_IsTrue(flags);
    py_auto PyObject *list = want < 0 ? NULL : PyList_New(0);
    size_t n = options_verify(as_parser(o)->options,
                              want == 1 ? OPTIONS_VERIFY_FLAGS : OPTIONS_VERIFY_CONFIG, &problems);
    for (size_t i = 0; list != NULL && i < n; i++) {
        if (problems[i].kind == OPTIONS_WRONG_VALUE) {
            continue; /* whoever asks for the value hears it */
        }
        py_auto PyObject *item =
            Py_BuildValue("(NNN)", py_text_new(problems[i].text), py_text_new(problems[i].flag),
                          py_text_new(problems[i].scope));
        if (item == NULL || PyList_Append(list, item) < 0) {
            return NULL;
        }
    }
    return py_take(&list);
}

PyDoc_STRVAR(notes_doc, "notes()\n--\n\nTake what is to be logged: (level, text) each.");

static PyObject *parser_notes(PyObject *o, PyObject *unused) {
    (void)unused;
    struct options_note note;
    py_auto PyObject *list = PyList_New(0);
    while (list != NULL && options_note_next(as_parser(o)->options, &note)) {
        py_auto PyObject *item = Py_BuildValue("(iN)", (int)note.level, py_text_new(note.text));
        if (item == NULL || PyList_Append(list, item) < 0) {
            return NULL;
        }
    }
    return py_take(&list);
}

static PyMethodDef parser_methods[] = {
    {"declare", parser_declare, METH_O, declare_doc},
    {"parse", parser_parse, METH_NOARGS, parse_doc},
    {"value", parser_value, METH_VARARGS, value_doc},
    {"conflict", parser_conflict, METH_O, conflict_doc},
    {"problems", parser_problems, METH_O, problems_doc},
    {"notes", parser_notes, METH_NOARGS, notes_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(parser_doc,
             "OptionParser(args, env, sources, build_root, cwd, version)\n--\n\n"
             "The options that arguments, an environment (\"NAME=value\" each) and configuration "
             "files\n((path, content) each) give.");

static PyType_Slot parser_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, parser_doc),
    PY_SLOT(Py_tp_new, parser_new),
    PY_SLOT(Py_tp_dealloc, parser_dealloc),
    PY_SLOT_DATA(Py_tp_methods, parser_methods),
    PY_SLOT_END,
};

static PyType_Spec parser_spec = {
    .name = NATIVE_ENGINE ".OptionParser",
    .basicsize = sizeof(struct option_parser),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = parser_slots,
};

int py_option_parser_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    return py_add_type(module, &parser_spec, NULL, PY_TYPE_EXPORT, &st->option_parser_type);
}
