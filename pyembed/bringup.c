/*
 * Bringing the embedded Python up, in phases. What is true at each entry:
 *
 *   phase        Python            GIL      what happens
 *   configure    nothing           no       modules registered, PyConfig filled
 *   core         pre-initialised   no       types, builtins, frozen importlib
 *   importer     core              held     the bundle's importer goes on sys.meta_path
 *   main         core              held     encodings, standard streams (served by the importer)
 *   run          initialised       held     the entry point is imported and called
 *   finish       initialised       held     exit functions, flush; memory goes with the process
 *
 * The interpreter is isolated: no PYTHON* variables, no user site, no `site`, no byte code on the
 * disk, UTF-8 whatever the locale, no signal handlers (those are the engine's).
 */
#include "pyembed/py.h"

#include "pyembed/pyembed.h"

#include <assert.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "pyembed/bundle.h"
#include "pyembed/importer.h"
#include "pyembed/module.h"
#include "pyembed/modules.h"
#include "pyembed/prefix.h"

enum phase { PHASE_CONFIGURE, PHASE_CORE, PHASE_IMPORTER, PHASE_MAIN, PHASE_RUN, PHASE_FINISH };

static const struct {
    const char *name; /**< as errors say it: "during <name>: ..." */
    bool gil;         /**< whether the GIL is held at entry */
} phases[] = {
    [PHASE_CONFIGURE] = {"configuration of Python", false},
    [PHASE_CORE] = {"start of Python's core", false},
    [PHASE_IMPORTER] = {"set-up of the importer", true},
    [PHASE_MAIN] = {"start of Python", true},
    [PHASE_RUN] = {"the run", true},
    [PHASE_FINISH] = {"shutdown of Python", true},
};

struct bringup {
    const struct pyembed_config *given;
    struct bundle bundle;
    const char *frontend_dir; /**< read the frontend from this folder; NULL: from the bundle */
    struct buf prefix;        /**< of the Python that sys.executable names; empty without one */
    int status;               /**< what the process will exit with */
};

/* PANTS_FRONTEND_DIR reads the frontend from a source tree; development builds do so anyway. */
static const char *frontend_dir(void) {
    const char *folder = getenv("PANTS_FRONTEND_DIR");
    if (folder != NULL && folder[0] != '\0') {
        return folder;
    }
#ifdef PANTS_FRONTEND_DEFAULT
    return PANTS_FRONTEND_DEFAULT;
#else
    return NULL;
#endif
}

static int status_error(PyStatus status, struct err *e) {
    return err_set(e, ERR_PYTHON, "%s",
                   status.err_msg != NULL ? status.err_msg : "no reason given");
}

/* Takes the pending exception as a sentence. */
static int exception_error(struct err *e) {
    PyObject *exception = PyErr_GetRaisedException();
    PyObject *text = exception != NULL ? PyObject_Str(exception) : NULL;
    const char *bytes = text != NULL ? PyUnicode_AsUTF8(text) : NULL;
    int r = err_set(e, ERR_PYTHON, "%s: %s",
                    exception != NULL ? Py_TYPE(exception)->tp_name : "unknown error",
                    bytes != NULL ? bytes : "");
    Py_XDECREF(text);
    Py_XDECREF(exception);
    PyErr_Clear();
    return r;
}

/* A path of the prefix as Python wants its configuration: decoded. */
static PyStatus set_path(PyConfig *config, wchar_t **field, const struct buf *prefix,
                         const char *below) {
    cleanup_(freep) char *path = xasprintf("%s%s", prefix->data, below);
    return PyConfig_SetBytesString(config, field, path);
}

static PyStatus set_paths(PyConfig *config, const struct buf *prefix) {
    const struct {
        wchar_t **field;
        const char *below;
    } paths[] = {
        {&config->program_name, "/bin/python3.13"},
        {&config->executable, "/bin/python3.13"},
        {&config->base_executable, "/bin/python3.13"},
        {&config->prefix, ""},
        {&config->exec_prefix, ""},
        {&config->base_prefix, ""},
        {&config->base_exec_prefix, ""},
        {&config->stdlib_dir, "/lib/python3.13"},
    };
    PyStatus status = PyStatus_Ok();
    for (size_t i = 0; prefix->len > 0 && i < ARRAY_LEN(paths); i++) {
        status = set_path(config, paths[i].field, prefix, paths[i].below);
        if (PyStatus_Exception(status)) {
            break;
        }
    }
    return status;
}

static PyStatus preinitialise(void) {
    PyPreConfig config;
    PyPreConfig_InitIsolatedConfig(&config);
    config.utf8_mode = 1;
    return Py_PreInitialize(&config);
}

static PyStatus fill_config(PyConfig *config, const struct bringup *up) {
    config->site_import = 0;
    config->write_bytecode = 0;
    config->pathconfig_warnings = 0;
    config->install_signal_handlers = 0;
    config->module_search_paths_set = 1;
    config->_init_main = 0; /* the importer comes first */
    config->import_time = getenv("PANTS_IMPORT_TIME") != NULL;
    PyStatus status = PyConfig_SetBytesArgv(config, up->given->argc, up->given->argv);
    if (!PyStatus_Exception(status)) {
        status = set_paths(config, &up->prefix);
    }
    if (!PyStatus_Exception(status) && up->frontend_dir != NULL) {
        wchar_t *folder = Py_DecodeLocale(up->frontend_dir, NULL);
        if (folder == NULL) {
            return PyStatus_NoMemory();
        }
        status = PyWideStringList_Append(&config->module_search_paths, folder);
        PyMem_RawFree(folder);
    }
    return status;
}

static int configure_and_core(struct bringup *up, struct err *e) {
    PyStatus status = preinitialise();
    if (PyStatus_Exception(status)) {
        return status_error(status, e);
    }
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    status = fill_config(&config, up);
    if (!PyStatus_Exception(status)) {
        status = Py_InitializeFromConfig(&config);
    }
    PyConfig_Clear(&config);
    return PyStatus_Exception(status) ? status_error(status, e) : 0;
}

/* The prefix is a convenience of rules that start Python: a run without it is still a run. */
static int configure(struct bringup *up, struct err *e) {
    int r = bundle_open_own(&up->bundle, e);
    r = r < 0 ? r : pyembed__modules_register(e);
    if (r < 0) {
        return r;
    }
    struct err ignored = ERR_INIT;
    if (pyembed__prefix_path(&up->bundle, &up->prefix, &ignored) < 0 ||
        pyembed__prefix_ensure_executable(up->prefix.data, PREFIX_COPY_ANY, &ignored) < 0) {
        buf_clear(&up->prefix);
    }
    up->frontend_dir = frontend_dir();
    return 0;
}

static int install_importer(struct bringup *up, struct err *e) {
    PyObject *importer = pyembed__importer_new(&up->bundle, up->frontend_dir != NULL);
    PyObject *meta_path = PySys_GetObject("meta_path"); /* borrowed */
    int r = 0;
    if (importer == NULL || meta_path == NULL || PyList_Insert(meta_path, 0, importer) < 0) {
        r = exception_error(e);
    }
    Py_XDECREF(importer);
    return r;
}

static int start_main(struct bringup *up, struct err *e) {
    (void)up;
    PyStatus status = _Py_InitializeMain();
    return PyStatus_Exception(status) ? status_error(status, e) : 0;
}

/* The exit status that the entry's result or exception stands for. Consumes result. */
static int status_of(PyObject *result) {
    if (result == NULL) {
        if (PyErr_ExceptionMatches(PyExc_SystemExit)) {
            PyObject *exit = PyErr_GetRaisedException();
            result = PyObject_GetAttrString(exit, "code");
            Py_DECREF(exit);
        }
        if (result == NULL) {
            PyErr_Print();
            return 1;
        }
    }
    int status = 0;
    if (PyLong_Check(result)) {
        long code = PyLong_AsLong(result);
        PyErr_Clear();
        status = (int)(code & 0xff);
    } else if (result != Py_None) {
        PySys_FormatStderr("%S\n", result); /* sys.exit("a message") */
        status = 1;
    }
    Py_DECREF(result);
    return status;
}

/* Leaves what main made where the engine's module finds it when it comes to be. */
static int hand_over(const struct bringup *up) {
    if (up->given->spawner == NULL) {
        return 0;
    }
    PyObject *capsule = PyCapsule_New(up->given->spawner, PYEMBED_SPAWNER, NULL);
    int r = capsule != NULL ? PySys_SetObject(PYEMBED_SPAWNER, capsule) : -1;
    Py_XDECREF(capsule);
    return r;
}

static int run(struct bringup *up, struct err *e) {
    struct str entry = str_from(up->given->entry);
    ptrdiff_t colon = str_find_char(entry, ':');
    if (colon < 0) {
        return err_set(e, ERR_INTERNAL, "'%s' is not module:function", up->given->entry);
    }
    cleanup_(freep) char *module_name = str_dup(str_upto(entry, (size_t)colon));
    PyObject *module = hand_over(up) == 0 ? PyImport_ImportModule(module_name) : NULL;
    PyObject *result = NULL;
    if (module != NULL) {
        result = PyObject_CallMethod(module, up->given->entry + colon + 1, NULL);
        Py_DECREF(module);
    }
    up->status = status_of(result);
    return 0;
}

/* Calls module.function() if the module was ever imported; an exception is printed. */
static void call_if_imported(const char *module_name, const char *function) {
    PyObject *modules = PyImport_GetModuleDict();
    PyObject *module = PyDict_GetItemString(modules, module_name); /* borrowed */
    if (module == NULL) {
        return;
    }
    PyObject *result = PyObject_CallMethod(module, function, NULL);
    if (result == NULL) {
        PyErr_WriteUnraisable(module);
    }
    Py_XDECREF(result);
}

static bool flush(const char *name) {
    PyObject *stream = PySys_GetObject(name); /* borrowed */
    if (stream == NULL || stream == Py_None) {
        return true;
    }
    PyObject *result = PyObject_CallMethod(stream, "flush", NULL);
    bool ok = result != NULL;
    if (!ok) {
        PyErr_Clear();
    }
    Py_XDECREF(result);
    return ok;
}

/*
 * What Py_FinalizeEx() does for a program, without taking the heap apart: that costs milliseconds
 * and the process ends. Builds with sanitizers do that too.
 */
static int finish(struct bringup *up, struct err *e) {
    (void)e;
    call_if_imported("threading", "_shutdown");
    call_if_imported("atexit", "_run_exitfuncs");
    bool flushed = flush("stdout");
    flushed = flush("stderr") && flushed;
#ifdef PANTS_SANITIZED
    flushed = Py_FinalizeEx() == 0 && flushed;
#endif
    if (!flushed && up->status == 0) {
        up->status = 120; /* as Python's own executable does */
    }
    return 0;
}

static int (*const steps[])(struct bringup *up, struct err *e) = {
    [PHASE_CONFIGURE] = configure,
    [PHASE_CORE] = configure_and_core,
    [PHASE_IMPORTER] = install_importer,
    [PHASE_MAIN] = start_main,
    [PHASE_RUN] = run,
    [PHASE_FINISH] = finish,
};

int pyembed_run(const struct pyembed_config *config, int *ret_status, struct err *e) {
    struct bringup up = {.given = config};
    int r = 0;
    for (size_t phase = 0; r == 0 && phase < ARRAY_LEN(steps); phase++) {
        assert(!phases[phase].gil || PyGILState_Check());
        r = steps[phase](&up, e);
        if (r < 0) {
            err_context(e, "during %s", phases[phase].name);
        }
    }
    buf_done(&up.prefix);
    if (r == 0) {
        *ret_status = up.status;
    }
    return r;
}
