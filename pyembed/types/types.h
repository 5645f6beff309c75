/*
 * What each file of this folder gives to the module: one py_<x>_setup_types(module), called in
 * this order by the module's exec slot. 0, or -1 with an exception.
 */
#ifndef PANTS_PYEMBED_TYPES_TYPES_H
#define PANTS_PYEMBED_TYPES_TYPES_H

#include "pyembed/py.h"

int py_exceptions_setup_types(PyObject *module);
int py_frozen_dict_setup_types(PyObject *module);
int py_frozen_ordered_set_setup_types(PyObject *module);
int py_locked_map_setup_types(PyObject *module);
int py_address_setup_types(PyObject *module);
int py_address_input_setup_types(PyObject *module);
int py_union_setup_types(PyObject *module);
int py_plugin_field_setup_types(PyObject *module);
int py_no_value_setup_types(PyObject *module);
int py_field_setup_types(PyObject *module);
int py_scalar_field_setup_types(PyObject *module);
int py_sequence_field_setup_types(PyObject *module);
int py_sources_field_setup_types(PyObject *module);
int py_single_source_field_setup_types(PyObject *module);
int py_target_shape_setup_types(PyObject *module);
int py_target_setup_types(PyObject *module);
int py_target_adaptor_setup_types(PyObject *module);
int py_source_block_setup_types(PyObject *module);
int py_digest_setup_types(PyObject *module);
int py_snapshot_setup_types(PyObject *module);
int py_fs_requests_setup_types(PyObject *module);
int py_path_globs_setup_types(PyObject *module);
int py_filespec_setup_types(PyObject *module);
int py_path_metadata_setup_types(PyObject *module);
int py_call_setup_types(PyObject *module);
int py_rule_trampoline_setup_types(PyObject *module);
int py_concurrently_setup_types(PyObject *module);
int py_option_parser_setup_types(PyObject *module);
int py_algorithms_setup(PyObject *module);

/** What reaches a run: pyembed/engine/functions.c, or types/no_run.c in a build of the types alone.
 */
int py_runtime_setup(PyObject *module);

#endif
