/*
 * Python.h for our own code, and the few macros that its C API asks for under our warnings.
 *
 * Everything below pyembed/ includes Python through this header and nothing else does.
 */
#ifndef PANTS_PYEMBED_PY_H
#define PANTS_PYEMBED_PY_H

#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
#include <Python.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

/** One entry of a PyType_Slot table: a function, or data. ISO C keeps the two kinds of pointer
 * apart, the API does not. */
#define PY_SLOT(id, fn)                                                                            \
    { (id), __extension__(void *)(fn) }
#define PY_SLOT_DATA(id, ptr)                                                                      \
    { (id), (void *)(ptr) }
#define PY_SLOT_END                                                                                \
    { 0, NULL }

/** Any of the shapes of a method as PyCFunction, for method tables. */
#define PY_FN(fn) ((PyCFunction)(void (*)(void))(fn))

/** Methods that are called with a vector of arguments. */
#define PY_FAST (METH_FASTCALL | METH_KEYWORDS)

static inline void py_decrefp(PyObject **o) {
    Py_XDECREF(*o);
}
/** A local that owns a reference: `py_auto PyObject *x = NULL;` */
#define py_auto cleanup_(py_decrefp)

/** Leaves the scope with the reference: `return py_take(&x);` */
static inline PyObject *py_take(PyObject **o) {
    PyObject *taken = *o;
    *o = NULL;
    return taken;
}

/** NULL and None are both "nothing given". */
static inline bool py_absent(PyObject *o) {
    return o == NULL || o == Py_None;
}

/** A hash may be anything but -1. */
static inline Py_hash_t py_hash_clean(uint64_t h) {
    return (Py_hash_t)h == -1 ? -2 : (Py_hash_t)h;
}

#endif
