/*
 * The builtin module `pants.engine.internals.native_engine`: its definition and its state.
 *
 * Multi-phase: PyInit_native_engine() only names the definition; the work is in its exec slot,
 * which calls one `py_<x>_setup_types(module)` per file of pyembed/types. Nothing of ours lives in
 * file scope: types, exceptions, interned names and lazily imported objects are in the state.
 */
#ifndef PANTS_PYEMBED_MODULE_H
#define PANTS_PYEMBED_MODULE_H

#include <stdbool.h>

#include "pyembed/py.h"

/** The capsule in `sys` with the struct spawner of this process, if it has one. */
#define PYEMBED_SPAWNER "_pants_spawner"
#define NATIVE_ENGINE "pants.engine.internals.native_engine"

/* Types of the module, exported or private (leading underscore in Python). */
#define PYEMBED_TYPES(X)                                                                           \
    X(frozen_dict)                                                                                 \
    X(frozen_ordered_set)                                                                          \
    X(locked_map)                                                                                  \
    X(address)                                                                                     \
    X(address_input)                                                                               \
    X(union_rule)                                                                                  \
    X(union_membership)                                                                            \
    X(plugin_field_descriptor)                                                                     \
    X(no_value)                                                                                    \
    X(field_info)                                                                                  \
    X(field)                                                                                       \
    X(async_field_mixin)                                                                           \
    X(scalar_field)                                                                                \
    X(bool_field)                                                                                  \
    X(tri_bool_field)                                                                              \
    X(string_field)                                                                                \
    X(sequence_field)                                                                              \
    X(string_sequence_field)                                                                       \
    X(sources_field)                                                                               \
    X(multiple_sources_field)                                                                      \
    X(optional_single_source_field)                                                                \
    X(single_source_field)                                                                         \
    X(target_shape)                                                                                \
    X(target)                                                                                      \
    X(target_adaptor)                                                                              \
    X(text_block)                                                                                  \
    X(hunk)                                                                                        \
    X(source_block)                                                                                \
    X(source_blocks)                                                                               \
    X(digest)                                                                                      \
    X(file_digest)                                                                                 \
    X(snapshot)                                                                                    \
    X(merge_digests)                                                                               \
    X(add_prefix)                                                                                  \
    X(remove_prefix)                                                                               \
    X(path_globs)                                                                                  \
    X(filespec)                                                                                    \
    X(filespec_matcher)                                                                            \
    X(path_metadata)                                                                               \
    X(path_metadata_kind)                                                                          \
    X(path_namespace)                                                                              \
    X(call)                                                                                        \
    X(rule_call_trampoline)                                                                        \
    X(concurrently)                                                                                \
    X(option_parser)                                                                               \
    X(runtime)

/* Exceptions and singletons. */
#define PYEMBED_OBJECTS(X)                                                                         \
    X(address_parse_exception)                                                                     \
    X(invalid_address_error)                                                                       \
    X(invalid_spec_path_error)                                                                     \
    X(invalid_target_name_error)                                                                   \
    X(invalid_parameters_error)                                                                    \
    X(unsupported_wildcard_error)                                                                  \
    X(engine_error)                                                                                \
    X(intrinsic_error)                                                                             \
    X(incorrect_product_error)                                                                     \
    X(poll_timeout)                                                                                \
    X(no_value)                                                                                    \
    X(empty_frozen_dict)

/* Names of attributes, interned: st->names.alias is the str "alias". */
#define PYEMBED_NAMES(X)                                                                           \
    X(alias)                                                                                       \
    X(ban_subdirectories)                                                                          \
    X(compute_value)                                                                               \
    X(core_fields)                                                                                 \
    X(default_glob_match_error_behavior)                                                           \
    X(deprecated_alias)                                                                            \
    X(description_of_origin)                                                                       \
    X(error_behavior)                                                                              \
    X(expected_element_type)                                                                       \
    X(expected_file_extensions)                                                                    \
    X(expected_num_files)                                                                          \
    X(expected_type)                                                                               \
    X(expected_type_description)                                                                   \
    X(globs)                                                                                       \
    X(input)                                                                                       \
    X(moved_fields)                                                                                \
    X(none_is_valid_value)                                                                         \
    X(output)                                                                                      \
    X(removal_hint)                                                                                \
    X(removal_version)                                                                             \
    X(required)                                                                                    \
    X(valid_choices)                                                                               \
    X(validate)                                                                                    \
    X(value)                                                                                       \
    X(_is_union_for)                                                                               \
    X(_union_in_scope_types)                                                                       \
    X(__dict__)                                                                                    \
    X(__doc__)                                                                                     \
    X(__module__)                                                                                  \
    X(__name__)                                                                                    \
    X(__qualname__)                                                                                \
    X(__pants_shape__)                                                                             \
    X(__pants_field__)                                                                             \
    X(PluginField)

#define TARGET_ERRORS "pants.engine.internals.target_errors"
/* Python objects that are imported when first needed: X(field, module, name). */
#define PYEMBED_IMPORTS(X)                                                                         \
    X(invalid_target_exception, TARGET_ERRORS, "InvalidTargetException")                           \
    X(invalid_field_exception, TARGET_ERRORS, "InvalidFieldException")                             \
    X(invalid_field_type_exception, TARGET_ERRORS, "InvalidFieldTypeException")                    \
    X(invalid_field_choice_exception, TARGET_ERRORS, "InvalidFieldChoiceException")                \
    X(required_field_missing_exception, TARGET_ERRORS, "RequiredFieldMissingException")            \
    X(generate_sources_request, "pants.engine.target", "GenerateSourcesRequest")                   \
    X(glob_match_error_behavior, "pants.base.glob_match_error_behavior", "GlobMatchErrorBehavior") \
    X(glob_expansion_conjunction, "pants.engine.fs", "GlobExpansionConjunction")

#define PYEMBED_FIELD_TYPE(name) PyTypeObject *name##_type;
#define PYEMBED_FIELD_OBJECT(name) PyObject *name;
#define PYEMBED_FIELD_NAME(name) PyObject *name;
#define PYEMBED_FIELD_IMPORT(field, module, name) PyObject *field;
#define PYEMBED_ENUM_IMPORT(field, module, name) PY_IMPORT_##field,

struct py_runtime;
struct spawner;

/** The module's state; every member is an owned reference or NULL. */
struct pyembed_state {
    struct py_runtime *runtime; /**< the run that is going on (pyembed/engine); borrowed */
    struct spawner *spawner;    /**< what starts programs; borrowed, or NULL */
    PYEMBED_TYPES(PYEMBED_FIELD_TYPE)
    PYEMBED_OBJECTS(PYEMBED_FIELD_OBJECT)
    struct {
        PYEMBED_NAMES(PYEMBED_FIELD_NAME)
    } names;
    struct {
        PYEMBED_IMPORTS(PYEMBED_FIELD_IMPORT)
    } imports;
};

enum py_import { PYEMBED_IMPORTS(PYEMBED_ENUM_IMPORT) PY_IMPORT_COUNT };

#undef PYEMBED_FIELD_TYPE
#undef PYEMBED_FIELD_OBJECT
#undef PYEMBED_FIELD_NAME
#undef PYEMBED_FIELD_IMPORT
#undef PYEMBED_ENUM_IMPORT

/** For PyImport_AppendInittab(NATIVE_ENGINE, PyInit_native_engine). */
PyMODINIT_FUNC PyInit_native_engine(void);

/** The state, by the module or by a type that is ours or derived from one of ours. Never NULL for
 * these. */
struct pyembed_state *pyembed_state_of_module(PyObject *module);
struct pyembed_state *pyembed_state(PyTypeObject *type);
/** The same, but NULL without an exception when type is no descendant of ours. */
struct pyembed_state *pyembed_state_if_ours(PyTypeObject *type);

/** How py_add_type treats a type. */
enum py_type_flags {
    PY_TYPE_EXPORT = 0,
    PY_TYPE_PRIVATE = 1 << 0, /**< not an attribute of the module */
};

/**
 * Makes a type of the module from its spec (whose name starts with NATIVE_ENGINE ".") and keeps a
 * reference in *slot of the state. base may be NULL. -1 with an exception.
 */
must_check_ int py_add_type(PyObject *module, PyType_Spec *spec, PyTypeObject *base,
                            enum py_type_flags flags, PyTypeObject **slot);
/** The same with a tuple of bases (borrowed). */
must_check_ int py_add_type_with_bases(PyObject *module, PyType_Spec *spec, PyObject *bases,
                                       enum py_type_flags flags, PyTypeObject **slot);
/** type.name = value (stolen, may be NULL after a failure). */
must_check_ int py_type_set(PyTypeObject *type, const char *name, PyObject *value_take);

/** collections.abc.<name>.register(type), so that isinstance() knows. */
must_check_ int py_register_abc(PyTypeObject *type, const char *name);

/** Borrowed; imported at the first call. NULL with an exception. */
PyObject *py_imported(struct pyembed_state *st, enum py_import which);

/** New reference to an attribute of a module, looked up now (it may have been replaced). */
PyObject *py_import_name(const char *module, const char *name);

/** A wrapper for generic classes: cls[...] for METH_CLASS | METH_O. */
PyObject *py_class_getitem(PyObject *cls, PyObject *item);
#define PY_CLASS_GETITEM                                                                           \
    { "__class_getitem__", py_class_getitem, METH_O | METH_CLASS, NULL }

#endif
