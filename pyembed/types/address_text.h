/*
 * Addresses and paths as text: what may stand in an address, and how one is written.
 */
#ifndef PANTS_PYEMBED_TYPES_ADDRESS_TEXT_H
#define PANTS_PYEMBED_TYPES_ADDRESS_TEXT_H

#include "pyembed/types/address.h"

#define PY_BANNED_IN_TARGET_NAME ":#!@?/\\="
#define PY_BANNED_IN_GENERATED_NAME ":#!@?="
#define PY_BANNED_IN_PARAMETERS ":#!@?=, "

/** Raises the fitting exception (-1) when a name holds a banned character or the path is bad. */
must_check_ int py_address_check_parts(struct pyembed_state *st,
                                       const struct py_address_parts *parts);

/** New strings: "a/b:c", "a.b.c", "@k=v,k2=v2" (or ""). */
PyObject *py_address_render(const struct py_address *a);
PyObject *py_address_render_path_safe(const struct py_address *a);
PyObject *py_address_render_parameters(PyObject *parameters);

/** "a/b" -> "b", "" -> "". */
PyObject *py_path_last_part(PyObject *path);
/** "a", "b" -> "a/b"; "", "b" -> "b"; an absolute b replaces a, as with os.path.join. */
PyObject *py_path_join(PyObject *a, PyObject *b);

#endif
