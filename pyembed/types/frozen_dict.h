/*
 * FrozenDict: an immutable mapping that is hashable because its values are.
 */
#ifndef PANTS_PYEMBED_TYPES_FROZEN_DICT_H
#define PANTS_PYEMBED_TYPES_FROZEN_DICT_H

#include "pyembed/module.h"

struct py_frozen_dict {
    PyObject ob_base;
    PyObject *data; /**< an exact dict that nothing changes any more; may be shared */
    PyObject *weakrefs;
    Py_hash_t hash; /**< of the content, whatever its order */
};

/** A FrozenDict of a dict (stolen, also on failure; never changed again by the caller). NULL with
 * TypeError when a value is not hashable. */
PyObject *py_frozen_dict_take(struct pyembed_state *st, PyObject *dict_take);
/** The dict behind a FrozenDict (or a subclass): borrowed, not to be changed. */
static inline PyObject *py_frozen_dict_data(PyObject *o) {
    return ((struct py_frozen_dict *)o)->data;
}
static inline bool py_is_frozen_dict(const struct pyembed_state *st, PyObject *o) {
    return PyObject_TypeCheck(o, st->frozen_dict_type);
}
/** A new reference to a hashable form of o: dicts become FrozenDicts, lists and sets tuples, to
 * any depth; everything else stays. */
PyObject *py_deep_freeze(struct pyembed_state *st, PyObject *o);

#endif
