/*
 * The importer is one heap type with one instance, which is finder and loader at once:
 *
 *   import json ──▶ find_spec("json") ──▶ ModuleSpec(loader=self, origin="/pants.bundle/lib/...")
 *                                            │
 *                   exec_module(module) ◀────┘   unmarshal in place, run in the module's dict
 *
 * The code runs through importlib's _call_with_frames_removed, which is how the interpreter knows
 * to drop importlib's own frames from a traceback.
 */
#include "pyembed/importer.h"

#include <marshal.h>

struct importer {
    PyObject ob_base;
    struct bundle bundle;
    bool skip_frontend;
    PyObject *module_spec;    /**< importlib's ModuleSpec */
    PyObject *frames_removed; /**< importlib's _call_with_frames_removed */
    PyObject *exec;           /**< the builtin */
    PyObject *spec_keywords;  /**< ("origin", "is_package") */
};

static struct importer *importer_of(PyObject *self) {
    return (struct importer *)(void *)self;
}

static bool str_of(PyObject *text, struct str *ret) {
    Py_ssize_t len;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &len);
    if (bytes == NULL) {
        return false;
    }
    *ret = str_make(bytes, (size_t)len);
    return true;
}

/* NULL without an exception when the bundle has no such module, NULL with one for a bad name. */
static const struct bundle_module *find(struct importer *self, PyObject *name) {
    struct str wanted;
    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "a module's name must be str, not %T", name);
        return NULL;
    }
    if (!str_of(name, &wanted)) {
        PyErr_Clear(); /* a lone surrogate: not a name of ours */
        return NULL;
    }
    const struct bundle_module *module = bundle_find_module(&self->bundle, wanted);
    if (module == NULL || !self->skip_frontend) {
        return module;
    }
    const struct bundle_file *source = bundle_source(&self->bundle, module);
    bool frontend =
        source == NULL || str_starts(bundle_file_path(&self->bundle, source), STR("frontend/"));
    return frontend ? NULL : module;
}

/* The same for the loader's methods, where a missing module is an ImportError. */
static const struct bundle_module *must_find(struct importer *self, PyObject *name) {
    const struct bundle_module *module = find(self, name);
    if (module == NULL && !PyErr_Occurred()) {
        PyErr_Format(PyExc_ImportError, "%R is not a module of the bundle", name);
    }
    return module;
}

/* "/pants.bundle/lib/json/__init__.py"; None for a namespace package. */
static PyObject *origin_of(struct importer *self, const struct bundle_module *module) {
    const struct bundle_file *source = bundle_source(&self->bundle, module);
    if (source == NULL) {
        Py_RETURN_NONE;
    }
    struct str path = bundle_file_path(&self->bundle, source);
    return PyUnicode_FromFormat(BUNDLE_ROOT "%.*s", STR_FMT(path));
}

/* The folder for a package's __path__. */
static PyObject *folder_of(struct importer *self, const struct bundle_module *module) {
    const struct bundle_file *source = bundle_source(&self->bundle, module);
    if (source != NULL) {
        struct str path = bundle_file_path(&self->bundle, source);
        ptrdiff_t slash = str_rfind_char(path, '/');
        struct str folder = str_upto(path, slash < 0 ? 0 : (size_t)slash);
        return PyUnicode_FromFormat(BUNDLE_ROOT "%.*s", STR_FMT(folder));
    }
    struct str name = bundle_module_name(&self->bundle, module);
    PyObject *dotted = PyUnicode_FromFormat(BUNDLE_ROOT "frontend.%.*s", STR_FMT(name));
    if (dotted == NULL) {
        return NULL;
    }
    PyObject *folder = PyObject_CallMethod(dotted, "replace", "ss", ".", "/");
    Py_DECREF(dotted);
    return folder;
}

static PyObject *spec_new(struct importer *self, PyObject *name,
                          const struct bundle_module *module) {
    bool package = (module->flags & BUNDLE_PACKAGE) != 0;
    PyObject *origin = origin_of(self, module);
    if (origin == NULL) {
        return NULL;
    }
    PyObject *args[] = {name, (PyObject *)self, origin, package ? Py_True : Py_False};
    PyObject *spec = PyObject_Vectorcall(self->module_spec, args, 2, self->spec_keywords);
    Py_DECREF(origin);
    if (spec == NULL || !package) {
        return spec;
    }
    PyObject *path = PyObject_GetAttrString(spec, "submodule_search_locations");
    PyObject *folder = path != NULL ? folder_of(self, module) : NULL;
    bool failed = folder == NULL || PyList_Append(path, folder) < 0;
    Py_XDECREF(path);
    Py_XDECREF(folder);
    if (failed) {
        Py_CLEAR(spec);
    }
    return spec;
}

static PyObject *importer_find_spec(PyObject *self, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"fullname", "path", "target", NULL};
    PyObject *name;
    PyObject *path = NULL;
    PyObject *target = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|OO:find_spec", (char **)(uintptr_t)names,
                                     &name, &path, &target)) {
        return NULL;
    }
    const struct bundle_module *module = find(importer_of(self), name);
    if (module == NULL) {
        return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
    }
    return spec_new(importer_of(self), name, module);
}

static PyObject *importer_create_module(PyObject *self, PyObject *spec) {
    (void)self;
    (void)spec;
    Py_RETURN_NONE; /* the default module object */
}

/* A new reference to the code object; None for a namespace package. */
static PyObject *code_of(struct importer *self, const struct bundle_module *module) {
    struct str code = bundle_code(&self->bundle, module);
    if (code.len == 0) {
        Py_RETURN_NONE;
    }
    return PyMarshal_ReadObjectFromString(code.ptr, (Py_ssize_t)code.len);
}

static PyObject *module_name(PyObject *module) {
    PyObject *spec = PyObject_GetAttrString(module, "__spec__");
    if (spec == NULL) {
        return NULL;
    }
    PyObject *name = PyObject_GetAttrString(spec, "name");
    Py_DECREF(spec);
    return name;
}

static PyObject *run_code(struct importer *self, PyObject *module, PyObject *code,
                          const struct bundle_module *found) {
    PyObject *dict = PyModule_GetDict(module);
    PyObject *origin = dict != NULL ? origin_of(self, found) : NULL;
    if (origin == NULL) {
        return NULL;
    }
    int r = PyDict_SetItemString(dict, "__file__", origin);
    Py_DECREF(origin);
    if (r < 0) {
        return NULL;
    }
    PyObject *args[] = {self->exec, code, dict};
    return PyObject_Vectorcall(self->frames_removed, args, 3, NULL);
}

static PyObject *importer_exec_module(PyObject *self, PyObject *module) {
    PyObject *name = module_name(module);
    if (name == NULL) {
        return NULL;
    }
    const struct bundle_module *found = must_find(importer_of(self), name);
    Py_DECREF(name);
    PyObject *code = found != NULL ? code_of(importer_of(self), found) : NULL;
    if (code == NULL || code == Py_None) {
        return code;
    }
    PyObject *result = run_code(importer_of(self), module, code, found);
    Py_DECREF(code);
    return result;
}

static PyObject *importer_get_code(PyObject *self, PyObject *name) {
    const struct bundle_module *module = must_find(importer_of(self), name);
    return module != NULL ? code_of(importer_of(self), module) : NULL;
}

static PyObject *importer_is_package(PyObject *self, PyObject *name) {
    const struct bundle_module *module = must_find(importer_of(self), name);
    return module != NULL ? PyBool_FromLong(module->flags & BUNDLE_PACKAGE) : NULL;
}

static PyObject *importer_get_filename(PyObject *self, PyObject *name) {
    const struct bundle_module *module = must_find(importer_of(self), name);
    return module != NULL ? origin_of(importer_of(self), module) : NULL;
}

static PyObject *file_bytes(struct importer *self, const struct bundle_file *file) {
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)file->size);
    if (bytes == NULL) {
        return NULL;
    }
    struct err e = ERR_INIT;
    if (bundle_read(&self->bundle, file, PyBytes_AS_STRING(bytes), &e) < 0) {
        Py_DECREF(bytes);
        PyErr_SetString(PyExc_OSError, e.msg);
        return NULL;
    }
    return bytes;
}

/* The source as text, decoded by importlib's own rules (encoding line, line ends). */
static PyObject *importer_get_source(PyObject *self, PyObject *name) {
    const struct bundle_module *module = must_find(importer_of(self), name);
    if (module == NULL) {
        return NULL;
    }
    const struct bundle_file *file = bundle_source(&importer_of(self)->bundle, module);
    if (file == NULL) {
        Py_RETURN_NONE;
    }
    PyObject *bytes = file_bytes(importer_of(self), file);
    if (bytes == NULL) {
        return NULL;
    }
    PyObject *external = PyImport_ImportModule("_frozen_importlib_external");
    PyObject *text =
        external != NULL ? PyObject_CallMethod(external, "decode_source", "O", bytes) : NULL;
    Py_XDECREF(external);
    Py_DECREF(bytes);
    return text;
}

/* get_data("/pants.bundle/lib/x.txt") -> bytes; OSError for every other path. */
static PyObject *importer_get_data(PyObject *self, PyObject *path) {
    struct str wanted;
    if (!PyUnicode_Check(path)) {
        return PyErr_Format(PyExc_TypeError, "a path must be str, not %T", path);
    }
    if (!str_of(path, &wanted)) {
        return NULL;
    }
    const struct bundle_file *file = NULL;
    if (str_starts(wanted, STR(BUNDLE_ROOT))) {
        file = bundle_find_file(&importer_of(self)->bundle,
                                str_from_at(wanted, sizeof BUNDLE_ROOT - 1));
    }
    if (file == NULL) {
        errno = ENOENT;
        return PyErr_SetFromErrnoWithFilenameObject(PyExc_FileNotFoundError, path);
    }
    return file_bytes(importer_of(self), file);
}

/* Adds {name: is_folder} for the entry that `path`, below a folder, belongs to. */
static int list_add(PyObject *entries, struct str below) {
    ptrdiff_t slash = str_find_char(below, '/');
    struct str name = slash < 0 ? below : str_upto(below, (size_t)slash);
    PyObject *key = PyUnicode_FromStringAndSize(name.ptr, (Py_ssize_t)name.len);
    if (key == NULL) {
        return -1;
    }
    int r = PyDict_SetItem(entries, key, slash < 0 ? Py_False : Py_True);
    Py_DECREF(key);
    return r;
}

/* listdir("/pants.bundle/site") -> {name: is_folder}, empty when there is no such folder. */
static PyObject *importer_listdir(PyObject *self, PyObject *path) {
    const struct bundle *bundle = &importer_of(self)->bundle;
    PyObject *with_slash = PyUnicode_Check(path) ? PyUnicode_FromFormat("%U/", path) : NULL;
    struct str folder;
    if (with_slash == NULL || !str_of(with_slash, &folder)) {
        Py_XDECREF(with_slash);
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_TypeError, "a path must be str");
    }
    PyObject *entries = PyDict_New();
    if (entries != NULL && str_starts(folder, STR(BUNDLE_ROOT))) {
        folder = str_from_at(folder, sizeof BUNDLE_ROOT - 1);
        for (uint32_t i = bundle_file_lower(bundle, folder); i < bundle->file_count; i++) {
            struct str file = bundle_file_path(bundle, &bundle->files[i]);
            if (!str_starts(file, folder)) {
                break;
            }
            if (list_add(entries, str_from_at(file, folder.len)) < 0) {
                Py_CLEAR(entries);
                break;
            }
        }
    }
    Py_DECREF(with_slash);
    return entries;
}

/* What is said in Python is in pyembed/runtime/_pants_bundle.py, imported when it is asked for. */
static PyObject *ask_runtime(const char *function, PyObject *self, PyObject *argument) {
    PyObject *runtime = PyImport_ImportModule("_pants_bundle");
    if (runtime == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_CallMethod(runtime, function, "OO", self, argument);
    Py_DECREF(runtime);
    return result;
}

static PyObject *importer_get_resource_reader(PyObject *self, PyObject *name) {
    const struct bundle_module *module = must_find(importer_of(self), name);
    if (module == NULL) {
        return NULL;
    }
    if ((module->flags & BUNDLE_PACKAGE) == 0) {
        Py_RETURN_NONE;
    }
    PyObject *folder = folder_of(importer_of(self), module);
    if (folder == NULL) {
        return NULL;
    }
    PyObject *reader = ask_runtime("reader", self, folder);
    Py_DECREF(folder);
    return reader;
}

static PyObject *importer_find_distributions(PyObject *self, PyObject *args) {
    PyObject *context = Py_None;
    if (!PyArg_ParseTuple(args, "|O:find_distributions", &context)) {
        return NULL;
    }
    return ask_runtime("distributions", self, context);
}

static PyObject *importer_invalidate_caches(PyObject *self, PyObject *args) {
    (void)self;
    (void)args;
    Py_RETURN_NONE;
}

static int importer_traverse(PyObject *self, visitproc visit, void *arg) {
    struct importer *importer = importer_of(self);
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(importer->module_spec);
    Py_VISIT(importer->frames_removed);
    Py_VISIT(importer->exec);
    Py_VISIT(importer->spec_keywords);
    return 0;
}

static int importer_clear(PyObject *self) {
    struct importer *importer = importer_of(self);
    Py_CLEAR(importer->module_spec);
    Py_CLEAR(importer->frames_removed);
    Py_CLEAR(importer->exec);
    Py_CLEAR(importer->spec_keywords);
    return 0;
}

static void importer_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)importer_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef importer_methods[] = {
    {"find_spec", PY_FN(importer_find_spec), METH_VARARGS | METH_KEYWORDS,
     PyDoc_STR("find_spec($self, fullname, path=None, target=None)\n--\n\n"
               "The spec of a module of the bundle, or None.")},
    {"create_module", importer_create_module, METH_O,
     PyDoc_STR("create_module($self, spec)\n--\n\nNone: an ordinary module object is wanted.")},
    {"exec_module", importer_exec_module, METH_O,
     PyDoc_STR("exec_module($self, module)\n--\n\nRuns the module's code in its namespace.")},
    {"get_code", importer_get_code, METH_O,
     PyDoc_STR("get_code($self, fullname)\n--\n\nThe module's code object.")},
    {"get_source", importer_get_source, METH_O,
     PyDoc_STR("get_source($self, fullname)\n--\n\nThe module's source text.")},
    {"get_filename", importer_get_filename, METH_O,
     PyDoc_STR("get_filename($self, fullname)\n--\n\nWhat __file__ of the module is.")},
    {"get_data", importer_get_data, METH_O,
     PyDoc_STR("get_data($self, path)\n--\n\nThe bytes of a file of the bundle.")},
    {"is_package", importer_is_package, METH_O,
     PyDoc_STR("is_package($self, fullname)\n--\n\nTrue when the module has submodules.")},
    {"listdir", importer_listdir, METH_O,
     PyDoc_STR("listdir($self, path)\n--\n\nA folder's entries: name to whether it is a folder.")},
    {"get_resource_reader", importer_get_resource_reader, METH_O,
     PyDoc_STR("get_resource_reader($self, fullname)\n--\n\nFor importlib.resources.")},
    {"find_distributions", importer_find_distributions, METH_VARARGS,
     PyDoc_STR("find_distributions($self, context=None)\n--\n\nFor importlib.metadata.")},
    {"invalidate_caches", importer_invalidate_caches, METH_NOARGS,
     PyDoc_STR("invalidate_caches($self)\n--\n\nNothing is cached.")},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot importer_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, "Finds and loads the modules that lie in the executable."),
    PY_SLOT_DATA(Py_tp_methods, importer_methods),
    PY_SLOT(Py_tp_traverse, importer_traverse),
    PY_SLOT(Py_tp_clear, importer_clear),
    PY_SLOT(Py_tp_dealloc, importer_dealloc),
    PY_SLOT_END,
};

static PyType_Spec importer_spec = {
    .name = "pyembed.BundleImporter",
    .basicsize = sizeof(struct importer),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE |
             Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = importer_slots,
};

static int fill(struct importer *importer) {
    PyObject *bootstrap = PyImport_ImportModule("_frozen_importlib");
    if (bootstrap == NULL) {
        return -1;
    }
    importer->module_spec = PyObject_GetAttrString(bootstrap, "ModuleSpec");
    importer->frames_removed = PyObject_GetAttrString(bootstrap, "_call_with_frames_removed");
    Py_DECREF(bootstrap);
    importer->exec = Py_XNewRef(PyDict_GetItemString(PyEval_GetBuiltins(), "exec"));
    importer->spec_keywords = Py_BuildValue("(ss)", "origin", "is_package");
    bool failed = importer->module_spec == NULL || importer->frames_removed == NULL ||
                  importer->exec == NULL || importer->spec_keywords == NULL;
    return failed ? -1 : 0;
}

PyObject *pyembed__importer_new(const struct bundle *bundle, bool skip_frontend) {
    PyObject *type = PyType_FromSpec(&importer_spec);
    if (type == NULL) {
        return NULL;
    }
    PyObject *self = ((PyTypeObject *)type)->tp_alloc((PyTypeObject *)type, 0);
    Py_DECREF(type);
    if (self == NULL) {
        return NULL;
    }
    importer_of(self)->bundle = *bundle;
    importer_of(self)->skip_frontend = skip_frontend;
    if (fill(importer_of(self)) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return self;
}
