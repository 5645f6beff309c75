/*
 * Set-up, traversal and clearing walk the lists of module.h, so that a new type, name or import is
 * one line there and one function in the table below.
 */
#include "pyembed/module.h"

#include "pyembed/types/types.h"

static int module_exec(PyObject *module);
static int module_traverse(PyObject *module, visitproc visit, void *arg);
static int module_clear(PyObject *module);
static void module_free(void *module);

static PyModuleDef_Slot module_slots[] = {
    PY_SLOT(Py_mod_exec, module_exec),
    PY_SLOT_DATA(Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED),
    PY_SLOT_DATA(Py_mod_gil, Py_MOD_GIL_USED),
    PY_SLOT_END,
};

static struct PyModuleDef module_def = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "native_engine",
    .m_doc = "What the engine gives to Python: addresses, fields, targets, digests, calls.",
    .m_size = sizeof(struct pyembed_state),
    .m_slots = module_slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
    .m_free = module_free,
};

PyMODINIT_FUNC PyInit_native_engine(void) {
    return PyModuleDef_Init(&module_def);
}

struct pyembed_state *pyembed_state_of_module(PyObject *module) {
    return PyModule_GetState(module);
}

struct pyembed_state *pyembed_state(PyTypeObject *type) {
    PyObject *module = PyType_GetModuleByDef(type, &module_def);
    return module != NULL ? PyModule_GetState(module) : NULL;
}

struct pyembed_state *pyembed_state_if_ours(PyTypeObject *type) {
    PyObject *module = PyType_GetModuleByDef(type, &module_def);
    if (module == NULL) {
        PyErr_Clear();
        return NULL;
    }
    return PyModule_GetState(module);
}

static int add_names(struct pyembed_state *st) {
#define X(name)                                                                                    \
    st->names.name = PyUnicode_InternFromString(#name);                                            \
    if (st->names.name == NULL) {                                                                  \
        return -1;                                                                                 \
    }
    PYEMBED_NAMES(X)
#undef X
    return 0;
}

/* What starts programs, where the process has it. */
static struct spawner *find_spawner(void) {
    PyObject *capsule = PySys_GetObject(PYEMBED_SPAWNER); /* borrowed */
    return capsule == NULL ? NULL : PyCapsule_GetPointer(capsule, PYEMBED_SPAWNER);
}

static int module_exec(PyObject *module) {
    static int (*const setups[])(PyObject *) = {
        py_exceptions_setup_types,
        py_frozen_dict_setup_types,
        py_frozen_ordered_set_setup_types,
        py_locked_map_setup_types,
        py_address_setup_types,
        py_address_input_setup_types,
        py_union_setup_types,
        py_plugin_field_setup_types,
        py_digest_setup_types,
        py_snapshot_setup_types,
        py_fs_requests_setup_types,
        py_path_globs_setup_types,
        py_filespec_setup_types,
        py_path_metadata_setup_types,
        py_no_value_setup_types,
        py_field_setup_types,
        py_scalar_field_setup_types,
        py_sequence_field_setup_types,
        py_sources_field_setup_types,
        py_single_source_field_setup_types,
        py_source_block_setup_types,
        py_target_shape_setup_types,
        py_target_setup_types,
        py_target_adaptor_setup_types,
        py_call_setup_types,
        py_rule_trampoline_setup_types,
        py_concurrently_setup_types,
        py_option_parser_setup_types,
        py_algorithms_setup,
        py_runtime_setup,
    };
    pyembed_state_of_module(module)->spawner = find_spawner();
    if (PyErr_Occurred() || add_names(pyembed_state_of_module(module)) < 0) {
        return -1;
    }
    for (size_t i = 0; i < ARRAY_LEN(setups); i++) {
        if (setups[i](module) < 0) {
            return -1;
        }
    }
    return 0;
}

/* The branches are in Py_VISIT and Py_CLEAR, one for each line of the lists. */
/* NOLINTNEXTLINE(readability-function-size) */
static int module_traverse(PyObject *module, visitproc visit, void *arg) {
    struct pyembed_state *st = pyembed_state_of_module(module);
#define X(name) Py_VISIT(st->name##_type);
    PYEMBED_TYPES(X)
#undef X
#define X(name) Py_VISIT(st->name);
    PYEMBED_OBJECTS(X)
#undef X
#define X(name) Py_VISIT(st->names.name);
    PYEMBED_NAMES(X)
#undef X
#define X(field, module_name, name) Py_VISIT(st->imports.field);
    PYEMBED_IMPORTS(X)
#undef X
    return 0;
}

/* NOLINTNEXTLINE(readability-function-size) */
static int module_clear(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
#define X(name) Py_CLEAR(st->name##_type);
    PYEMBED_TYPES(X)
#undef X
#define X(name) Py_CLEAR(st->name);
    PYEMBED_OBJECTS(X)
#undef X
#define X(name) Py_CLEAR(st->names.name);
    PYEMBED_NAMES(X)
#undef X
#define X(field, module_name, name) Py_CLEAR(st->imports.field);
    PYEMBED_IMPORTS(X)
#undef X
    return 0;
}

static void module_free(void *module) {
    (void)module_clear(module); /* exec may have stopped half-way */
}

int py_add_type_with_bases(PyObject *module, PyType_Spec *spec, PyObject *bases,
                           enum py_type_flags flags, PyTypeObject **slot) {
    PyObject *type = PyType_FromModuleAndSpec(module, spec, bases);
    if (type == NULL) {
        return -1;
    }
    *slot = (PyTypeObject *)type;
    return (flags & PY_TYPE_PRIVATE) != 0 ? 0 : PyModule_AddType(module, *slot);
}

int py_add_type(PyObject *module, PyType_Spec *spec, PyTypeObject *base, enum py_type_flags flags,
                PyTypeObject **slot) {
    return py_add_type_with_bases(module, spec, (PyObject *)base, flags, slot);
}

int py_type_set(PyTypeObject *type, const char *name, PyObject *value_take) {
    if (value_take == NULL) {
        return -1;
    }
    int r = PyObject_SetAttrString((PyObject *)type, name, value_take);
    Py_DECREF(value_take);
    return r;
}

PyObject *py_import_name(const char *module, const char *name) {
    py_auto PyObject *o = PyImport_ImportModule(module);
    return o != NULL ? PyObject_GetAttrString(o, name) : NULL;
}

PyObject *py_imported(struct pyembed_state *st, enum py_import which) {
    static const struct {
        size_t offset;
        const char *module;
        const char *name;
    } imports[] = {
#define X(field, module_name, object_name)                                                         \
    {offsetof(struct pyembed_state, imports.field), module_name, object_name},
        PYEMBED_IMPORTS(X)
#undef X
    };
    PyObject **slot = (PyObject **)((char *)st + imports[which].offset);
    if (*slot == NULL) {
        *slot = py_import_name(imports[which].module, imports[which].name);
    }
    return *slot;
}

int py_register_abc(PyTypeObject *type, const char *name) {
    py_auto PyObject *base = py_import_name("_collections_abc", name);
    py_auto PyObject *r =
        base != NULL ? PyObject_CallMethod(base, "register", "O", (PyObject *)type) : NULL;
    return r != NULL ? 0 : -1;
}

PyObject *py_class_getitem(PyObject *cls, PyObject *item) {
    return Py_GenericAlias(cls, item);
}
