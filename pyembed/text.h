/*
 * Text between Python and C: str objects as bytes and back.
 *
 * Our C strings are UTF-8, and file names may be any bytes. Bytes that are no UTF-8 are lone
 * surrogates in Python (PEP 383), so a name makes the way there and back unharmed.
 *
 *     py_text_owner PyObject *owner = NULL;   one owner for all views of a function
 *     struct str path;
 *     if (py_text_view(object, &path, &owner) < 0) { return NULL; }
 */
#ifndef PANTS_PYEMBED_TEXT_H
#define PANTS_PYEMBED_TEXT_H

#include "base/str.h"
#include "pyembed/py.h"

/** Keeps alive what views need besides the str objects themselves; see above. */
#define py_text_owner py_auto

/**
 * The bytes of a str, valid while the str and *owner live; NULL or None give STR_NULL. -1 with an
 * exception when o is no str or holds surrogates that stand for no byte.
 */
must_check_ int py_text_view(PyObject *o, struct str *ret, PyObject **owner);
/** A new str. */
PyObject *py_text_new(struct str s);
/** The same, but NULL without an exception where s.ptr is NULL. */
PyObject *py_text_new_or_null(struct str s);

#endif
