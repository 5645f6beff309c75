/*
 * PathMetadata and the two enumerations that go with it.
 */
#ifndef PANTS_PYEMBED_TYPES_PATH_METADATA_H
#define PANTS_PYEMBED_TYPES_PATH_METADATA_H

#include "pyembed/module.h"

enum py_path_kind { PY_PATH_FILE, PY_PATH_DIRECTORY, PY_PATH_SYMLINK };
enum py_path_namespace { PY_NAMESPACE_WORKSPACE, PY_NAMESPACE_SYSTEM };

/** New reference to the member. */
PyObject *py_path_kind_member(struct pyembed_state *st, enum py_path_kind kind);
/** The member as ours; -1 with TypeError when o is none. */
int py_path_namespace_get(struct pyembed_state *st, PyObject *o);

#endif
