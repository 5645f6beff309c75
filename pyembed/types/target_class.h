/*
 * Class methods of Target, for its method table, and what they share with its other methods.
 */
#ifndef PANTS_PYEMBED_TYPES_TARGET_CLASS_H
#define PANTS_PYEMBED_TYPES_TARGET_CLASS_H

#include "pyembed/types/target.h"

/** New reference: what messages call a field class (or whatever was given as one). */
PyObject *py_field_class_name(PyObject *field_type);
/** 1 when the shape has every one of the field classes of an iterable, 0, or -1. */
int py_target_shape_has_all(struct py_target_shape *shape, PyObject *field_types);

PyObject *py_target_class_has_field(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                    PyObject *kwnames);
PyObject *py_target_class_has_fields(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                     PyObject *kwnames);
PyObject *py_target_class_get_field(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                    PyObject *kwnames);
PyObject *py_target_class_field_types(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                      PyObject *kwnames);
PyObject *py_target_find_plugin_fields(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                       PyObject *kwnames);
PyObject *py_target_register_plugin_field(PyObject *cls, PyObject *field_type);

#endif
