/*
 * FrozenOrderedSet: an immutable set that keeps the order in which its elements came.
 */
#ifndef PANTS_PYEMBED_TYPES_FROZEN_ORDERED_SET_H
#define PANTS_PYEMBED_TYPES_FROZEN_ORDERED_SET_H

#include "pyembed/module.h"

struct py_frozen_ordered_set {
    PyObject ob_base;
    PyObject *data; /**< an exact dict, element to None, that nothing changes any more */
    PyObject *weakrefs;
    Py_hash_t hash; /**< -1 until asked for */
};

/** A set of a dict's keys (the dict is stolen, also on failure). */
PyObject *py_frozen_ordered_set_take(struct pyembed_state *st, PyObject *dict_take);
/** The dict behind it: borrowed, not to be changed. */
static inline PyObject *py_frozen_ordered_set_data(PyObject *o) {
    return ((struct py_frozen_ordered_set *)o)->data;
}

#endif
