/*
 * Filespec: include and exclude globs as data. FilespecMatcher: the same, ready to match paths.
 */
#ifndef PANTS_PYEMBED_TYPES_FILESPEC_H
#define PANTS_PYEMBED_TYPES_FILESPEC_H

#include "pyembed/module.h"

/** Of iterables of str; excludes without their '!'. */
PyObject *py_filespec_new(struct pyembed_state *st, PyObject *includes, PyObject *excludes);
PyObject *py_filespec_matcher_new(struct pyembed_state *st, PyObject *includes, PyObject *excludes);

#endif
