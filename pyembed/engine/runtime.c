/* The type `Runtime`: its life, and the table of its methods. */
#include "pyembed/py.h"

#include "pyembed/engine/runtime.h"

#include <string.h>

#include "base/alloc.h"
#include "base/version.h"
#include "pyembed/engine/declarations.h"
#include "pyembed/engine/log.h"

int py_runtime_need(struct py_runtime *rt, enum runtime_stage stage) {
    if (rt->stage < stage || rt->stage == STAGE_CLOSED) {
        PyErr_SetString(PyExc_RuntimeError, rt->stage == STAGE_CLOSED
                                                ? "the run is over"
                                                : "the run has not come that far");
        return -1;
    }
    return 0;
}

PyObject *py_runtime_raise(struct py_runtime *rt, const struct err *e) {
    py_raise_err(rt->state, e);
    return NULL;
}

const char *py_runtime_cache_folder(struct py_runtime *rt) {
    struct str base;
    if (options_env(rt->options, STR("XDG_CACHE_HOME"), &base) && base.len > 0 &&
        base.ptr[0] == '/') {
        return arena_printf(&rt->arena, "%.*s/pants/tables", STR_FMT(base)).ptr;
    }
    if (options_env(rt->options, STR("HOME"), &base) && base.len > 0) {
        return arena_printf(&rt->arena, "%.*s/.cache/pants/tables", STR_FMT(base)).ptr;
    }
    return NULL;
}

/* ---- life ---- */

/* A list of str as NULL-terminated strings of the arena. */
static const char **string_array(struct arena *a, PyObject *list) {
    Py_ssize_t n = PyList_GET_SIZE(list);
    const char **array = ARENA_ARRAY(a, const char *, (size_t)n + 1);
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = PyList_GET_ITEM(list, i);
        py_auto PyObject *bytes = PyUnicode_Check(item) ? PyUnicode_EncodeFSDefault(item) : NULL;
        if (bytes == NULL) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_TypeError, "a list of strings is needed");
            }
            return NULL;
        }
        array[i] =
            arena_str(a, str_make(PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes))).ptr;
    }
    return array;
}

static PyObject *runtime_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"argv", "env", "cwd", NULL};
    PyObject *argv, *env, *cwd;
    struct str dir;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!O!U:Runtime", (char **)(uintptr_t)names,
                                     &PyList_Type, &argv, &PyList_Type, &env, &cwd) ||
        !py_to_str(cwd, &dir)) {
        return NULL;
    }
    struct py_runtime *rt = (struct py_runtime *)type->tp_alloc(type, 0);
    if (rt == NULL) {
        return NULL;
    }
    rt->state = pyembed_state(type);
    rt->log = py_log_sink(&rt->log_state);
    rt->registry = registry_new();
    rt->inputs.argv = string_array(&rt->arena, argv);
    rt->inputs.argc = (size_t)PyList_GET_SIZE(argv);
    rt->inputs.env = string_array(&rt->arena, env);
    rt->inputs.cwd = arena_str(&rt->arena, dir);
    rt->inputs.version = STR(PANTS_VERSION);
    struct err e = ERR_INIT;
    if (PyErr_Occurred() || declarations_open(&rt->table, &e) < 0) {
        if (!PyErr_Occurred()) {
            (void)py_runtime_raise(rt, &e);
        }
        Py_DECREF((PyObject *)rt);
        return NULL;
    }
    rt->state->runtime = rt;
    return (PyObject *)rt;
}

/* Persisted tables, once the build root and the environment are known. */
static PyObject *open_tables(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    if (py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0) {
        return NULL;
    }
    const char *folder = py_runtime_cache_folder(rt);
    if (folder != NULL && rt->build_table == NULL) {
        struct table_config config = {.folder = folder, .version = 1, .log = &rt->log};
        config.name = "build";
        rt->build_table = table_open(&config);
        config.name = "rules";
        rt->rules_table = table_open(&config);
    }
    Py_RETURN_NONE;
}

static void close_runtime(struct py_runtime *rt) {
    if (rt->stage == STAGE_CLOSED) {
        return;
    }
    rt->stage = STAGE_CLOSED;
    if (rt->state->runtime == rt) {
        rt->state->runtime = NULL;
    }
    py_runtime_free_rules(rt);
    py_runtime_free_deps(rt);
    py_runtime_free_targets(rt);
    py_runtime_free_options(rt);
    Py_CLEAR(rt->extra);
    table_close(rt->build_table);
    table_close(rt->rules_table);
    arena_done(&rt->arena);
}

static PyObject *runtime_close(PyObject *self, PyObject *unused) {
    (void)unused;
    close_runtime((struct py_runtime *)self);
    Py_RETURN_NONE;
}

/* Before the process ends: writes the tables and leaves the memory to the system. */
static PyObject *runtime_finish(PyObject *self, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = (struct py_runtime *)self;
    if (rt->build_table != NULL) {
        (void)table_flush(rt->build_table, NULL);
    }
    if (rt->rules_table != NULL) {
        (void)table_flush(rt->rules_table, NULL);
    }
    if (rt->files_table != NULL) {
        (void)table_flush(rt->files_table, NULL);
    }
    if (rt->imports_table != NULL) {
        (void)table_flush(rt->imports_table, NULL);
    }
    Py_RETURN_NONE;
}

static void runtime_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    close_runtime((struct py_runtime *)self);
    type->tp_free(self);
    Py_DECREF((PyObject *)type);
}

/* ---- attributes ---- */

static PyObject *get_build_root(PyObject *self, void *closure) {
    (void)closure;
    struct py_runtime *rt = (struct py_runtime *)self;
    return py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0 ? NULL
                                                       : py_str(options_build_root(rt->options));
}

static PyObject *get_rel_cwd(PyObject *self, void *closure) {
    (void)closure;
    struct py_runtime *rt = (struct py_runtime *)self;
    return py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0 ? NULL
                                                       : py_str(options_rel_cwd(rt->options));
}

static PyObject *get_extra(PyObject *self, void *closure) {
    (void)closure;
    struct py_runtime *rt = (struct py_runtime *)self;
    if (rt->extra == NULL) {
        rt->extra = PyDict_New();
    }
    return Py_XNewRef(rt->extra);
}

static PyObject *get_trace(PyObject *self, void *closure) {
    (void)closure;
    struct py_runtime *rt = (struct py_runtime *)self;
    return rt->trace != NULL ? Py_NewRef(rt->trace) : PyList_New(0);
}

static PyObject *runtime_log(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    int level;
    const char *target, *text;
    if (!PyArg_ParseTuple(args, "iss:log", &level, &target, &text)) {
        return NULL;
    }
    log_to(&rt->log, (enum log_level)level, target, "%s", text);
    Py_RETURN_NONE;
}

static PyObject *runtime_log_setup(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    int level, colors, target;
    if (!PyArg_ParseTuple(args, "ipp:log_setup", &level, &colors, &target)) {
        return NULL;
    }
    rt->log.level = (enum log_level)level;
    rt->log_state.colors = colors != 0;
    rt->log_state.show_target = target != 0;
    Py_RETURN_NONE;
}

static PyGetSetDef runtime_getset[] = {
    {"build_root", get_build_root, NULL, PyDoc_STR("The absolute path of the build root."), NULL},
    {"rel_cwd", get_rel_cwd, NULL, PyDoc_STR("The user's folder below the build root."), NULL},
    {"extra", get_extra, NULL, PyDoc_STR("What the frontend keeps with the run."), NULL},
    {"trace", get_trace, NULL, PyDoc_STR("Where the last failed request failed: (rule, desc)."),
     NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define KEYWORDS (METH_VARARGS | METH_KEYWORDS)

static PyMethodDef runtime_methods[] = {
    {"bootstrap", py_runtime_bootstrap, METH_NOARGS, PyDoc_STR("Read config and global options.")},
    {"open_tables", open_tables, METH_NOARGS, PyDoc_STR("Open what earlier runs learned.")},
    {"enable_backend", py_runtime_enable_backend, METH_O,
     PyDoc_STR("Enable a built-in backend; False when there is none of that name.")},
    {"add_plugin", py_runtime_add_plugin, METH_VARARGS,
     PyDoc_STR("Enable a backend described by a packed table.")},
    {"add_rule_function", py_runtime_add_rule_function, METH_VARARGS,
     PyDoc_STR("Say which function a rule of a plugin is.")},
    {"parse", py_runtime_parse, METH_NOARGS, PyDoc_STR("Split the command line.")},
    {"verify", py_runtime_verify, METH_NOARGS,
     PyDoc_STR("What is unknown: [(is a flag, text, flag, scope)].")},
    {"notes", py_runtime_notes, METH_NOARGS, PyDoc_STR("Lines to log: [(level, text)].")},
    {"option", py_runtime_option, METH_VARARGS, PyDoc_STR("(value, rank, detail) of an option.")},
    {"option_names", py_runtime_option_names, METH_O, PyDoc_STR("The options of a scope.")},
    {"derivation", py_runtime_derivation, METH_VARARGS,
     PyDoc_STR("The values an option had, lowest rank first.")},
    {"scopes", py_runtime_scopes, METH_NOARGS, PyDoc_STR("The known scopes.")},
    {"env", py_runtime_env, METH_O, PyDoc_STR("A variable of the run's environment, or None.")},
    {"declaration", py_runtime_declaration, METH_VARARGS,
     PyDoc_STR("An entry of the table of declarations, or the keys of a section.")},
    {"backends", py_runtime_backends, METH_NOARGS, PyDoc_STR("The enabled backends.")},
    {"goals", py_runtime_goals, METH_NOARGS, PyDoc_STR("Goals: name to the class returned.")},
    {"symbols", py_runtime_symbols, METH_NOARGS,
     PyDoc_STR("Names of BUILD files: (target types, value constructors).")},
    {"union_members", py_runtime_union_members, METH_O, PyDoc_STR("The members of a union.")},
    {"is_retired_target", py_runtime_is_retired_target, METH_O,
     PyDoc_STR("Whether an earlier release had a target type of that name.")},
    {"unions", py_runtime_unions, METH_NOARGS, PyDoc_STR("All unions: [(base, member)].")},
    {"target_class", py_runtime_target_class, METH_O, PyDoc_STR("The class of a target type.")},
    {"add_salt", py_runtime_add_salt, METH_O,
     PyDoc_STR("Bytes that the meaning of BUILD files depends on.")},
    {"solve", py_runtime_solve, METH_NOARGS, PyDoc_STR("Make the rule graph.")},
    {"request", py_runtime_request, METH_VARARGS, PyDoc_STR("Compute a product from parameters.")},
    {"set_session_value", py_runtime_set_session_value, METH_VARARGS,
     PyDoc_STR("Set the session's value of a type.")},
    {"visualize", py_runtime_visualize, METH_NOARGS,
     PyDoc_STR("The rule graph and the run's nodes as dot text.")},
    {"targets_open", PY_FN(py_runtime_targets_open), KEYWORDS,
     PyDoc_STR("Open the tree and an empty world of targets.")},
    {"targets_add_synthetic", py_runtime_targets_add_synthetic, METH_VARARGS,
     PyDoc_STR("Add targets that no BUILD file declares.")},
    {"targets_load", py_runtime_targets_load, METH_O,
     PyDoc_STR("Load what specs speak of; the generators that rules must expand.")},
    {"targets_generated", py_runtime_targets_generated, METH_VARARGS,
     PyDoc_STR("Take in what a rule generated.")},
    {"targets_pick", PY_FN(py_runtime_targets_pick), KEYWORDS,
     PyDoc_STR("The addresses that specs and filters stand for.")},
    {"parse_specs", py_runtime_parse_specs, METH_O, PyDoc_STR("Specs taken apart.")},
    {"target_files", py_runtime_target_files, METH_VARARGS, PyDoc_STR("Files of targets.")},
    {"target_info", py_runtime_target_info, METH_O, PyDoc_STR("What is known about a target.")},
    {"globs", py_runtime_globs, METH_VARARGS, PyDoc_STR("Paths that match globs.")},
    {"read_file", py_runtime_read_file, METH_O, PyDoc_STR("A file of the tree, or None.")},
    {"deps_open", py_runtime_deps_open, METH_O,
     PyDoc_STR("Have dependencies at hand, with the options of inference.")},
    {"deps_ask", py_runtime_deps_ask, METH_O, PyDoc_STR("Target types that rules infer for.")},
    {"deps_next", py_runtime_deps_next, METH_VARARGS,
     PyDoc_STR("The next target that rules have to infer for, or None.")},
    {"deps_give", py_runtime_deps_give, METH_VARARGS,
     PyDoc_STR("Take in what rules inferred for a target.")},
    {"deps_written", py_runtime_deps_written, METH_O,
     PyDoc_STR("What a BUILD file says: (includes, ignores, transitive ignores).")},
    {"dependencies", py_runtime_dependencies, METH_VARARGS,
     PyDoc_STR("What targets depend on, together: addresses, transitive, closed.")},
    {"dependents", py_runtime_dependents, METH_VARARGS,
     PyDoc_STR("Who depends on targets, together: addresses, transitive, closed.")},
    {"dependency_lists", py_runtime_dependency_lists, METH_VARARGS,
     PyDoc_STR("What each target depends on: addresses, transitive.")},
    {"dependent_lists", py_runtime_dependent_lists, METH_VARARGS,
     PyDoc_STR("Who depends on each target: addresses, transitive.")},
    {"dependency_paths", py_runtime_dependency_paths, METH_VARARGS,
     PyDoc_STR("Paths from one target to another.")},
    {"changed_owners", py_runtime_changed_owners, METH_O,
     PyDoc_STR("The targets that changed files are about.")},
    {"owners", py_runtime_owners, METH_O, PyDoc_STR("The targets that own files.")},
    {"module_owners", py_runtime_module_owners, METH_VARARGS,
     PyDoc_STR("Owners of a Python module: (unambiguous, ambiguous).")},
    {"fingerprint", py_runtime_fingerprint, METH_VARARGS,
     PyDoc_STR("The hash of the folder that holds just these files and folders.")},
    {"git", py_runtime_git, METH_O, PyDoc_STR("Run git: (exit code, output, errors).")},
    {"log", runtime_log, METH_VARARGS, PyDoc_STR("Log a line: level, target, text.")},
    {"log_setup", runtime_log_setup, METH_VARARGS, PyDoc_STR("Level, colours, show targets.")},
    {"finish", runtime_finish, METH_NOARGS, PyDoc_STR("Write what was learned.")},
    {"close", runtime_close, METH_NOARGS, PyDoc_STR("Write what was learned, free everything.")},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot runtime_slots[] = {
    PY_SLOT(Py_tp_new, runtime_new),
    PY_SLOT(Py_tp_dealloc, runtime_dealloc),
    PY_SLOT_DATA(Py_tp_methods, runtime_methods),
    PY_SLOT_DATA(Py_tp_getset, runtime_getset),
    PY_SLOT_DATA(Py_tp_doc, PyDoc_STR("Runtime(argv, env, cwd)\n--\n\nOne run of the program.")),
    PY_SLOT_END,
};

static PyType_Spec runtime_spec = {
    .name = NATIVE_ENGINE ".Runtime",
    .basicsize = sizeof(struct py_runtime),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = runtime_slots,
};

int py_runtime_setup_types(PyObject *module) {
    return py_add_type(module, &runtime_spec, NULL, PY_TYPE_EXPORT,
                       &pyembed_state_of_module(module)->runtime_type);
}
