/*
 * SourcesField and its forms: what the two files of the family share.
 */
#ifndef PANTS_PYEMBED_TYPES_SOURCES_FIELD_H
#define PANTS_PYEMBED_TYPES_SOURCES_FIELD_H

#include "pyembed/types/field.h"

/** 1 when a path or glob climbs out with "..". */
int py_glob_has_parent(PyObject *glob);
/** New reference: "dir/glob", with a '!' in front kept in front. */
PyObject *py_prefix_glob(PyObject *dir, PyObject *glob);

#endif
