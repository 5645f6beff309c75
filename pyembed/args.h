/*
 * Binding of arguments to names: one uniform shell around the typed bodies of methods.
 *
 *     static const char *const names[] = {"spec_path", "target_name", NULL};
 *     static const struct py_sig sig = {"Address", names, .positional = 1, .required = 1 << 0};
 *     PyObject *v[2];
 *     if (py_bind(&sig, args, kwargs, v) < 0) { return NULL; }
 *
 * Every slot of the array is set: to a borrowed reference, or to NULL where nothing was given.
 * -1 with TypeError set when the call does not fit.
 */
#ifndef PANTS_PYEMBED_ARGS_H
#define PANTS_PYEMBED_ARGS_H

#include "pyembed/py.h"

/** The parameters of one callable; constant. */
struct py_sig {
    const char *func;         /**< its name in messages */
    const char *const *names; /**< ends with NULL; at most 31 */
    int positional;           /**< how many of them may be given by position */
    unsigned required;        /**< bit i: names[i] must be given */
};

/** For tp_new and tp_init: a tuple and a dict (or NULL). */
must_check_ int py_bind(const struct py_sig *sig, PyObject *args, PyObject *kwargs, PyObject **out);
/** For METH_FASTCALL | METH_KEYWORDS and vectorcall. */
must_check_ int py_bind_fast(const struct py_sig *sig, PyObject *const *args, Py_ssize_t nargs,
                             PyObject *kwnames, PyObject **out);

/** 0 when o is a str; else -1 with TypeError that names func and the parameter. */
must_check_ int py_expect_str(const char *func, const char *param, PyObject *o);
/** The same for a type (class). */
must_check_ int py_expect_type(const char *func, const char *param, PyObject *o);
/** The same for an instance of type. */
must_check_ int py_expect_instance(const char *func, const char *param, PyObject *o,
                                   PyTypeObject *type);

#endif
