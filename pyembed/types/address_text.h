/*
 * Between Address objects and addresses as the rest of the program has them (options/address.h),
 * which owns the grammar, the checks and the written forms.
 */
#ifndef PANTS_PYEMBED_TYPES_ADDRESS_TEXT_H
#define PANTS_PYEMBED_TYPES_ADDRESS_TEXT_H

#include "base/arena.h"
#include "options/address.h"
#include "pyembed/types/address.h"

/** Raises the exception of a fault (-1). */
int py_address_raise(struct pyembed_state *st, enum address_fault fault, const struct err *e);

/** Views of the parts; parameters lie in the arena. Valid while parts, arena and *owner live. */
must_check_ int py_address_view(const struct py_address_parts *parts, struct arena *arena,
                                struct address *ret, PyObject **owner);
/** An Address of parts that have been checked. */
PyObject *py_address_of_view(struct pyembed_state *st, const struct address *address);
/** A parameter tuple as in struct py_address; *ret is NULL when there are none. */
must_check_ int py_address_params_tuple(const struct address_param *params, size_t count,
                                        PyObject **ret);
/** Raises the fitting exception (-1) when a name holds a banned character or the path is bad. */
must_check_ int py_address_check_parts(struct pyembed_state *st,
                                       const struct py_address_parts *parts);

/** New strings: "a/b:c", "a.b.c", "@k=v,k2=v2" (or ""). */
PyObject *py_address_render(const struct py_address_parts *parts);
PyObject *py_address_render_path_safe(const struct py_address_parts *parts);
PyObject *py_address_render_parameters(const struct py_address_parts *parts);

/** "a/b" -> "b", "" -> "". */
PyObject *py_path_last_part(PyObject *path);
/** "a", "b" -> "a/b"; "", "b" -> "b"; an absolute b replaces a, as with os.path.join. */
PyObject *py_path_join(PyObject *a, PyObject *b);

#endif
