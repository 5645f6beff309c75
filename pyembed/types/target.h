/*
 * Target and the shape of its class: what the two files of the family share, and what the engine
 * needs of a target.
 *
 * A shape says which fields a class has under a union membership (plugins add some), in the order
 * of their aliases. A target is its shape and a tuple with one field for each entry of it.
 */
#ifndef PANTS_PYEMBED_TYPES_TARGET_H
#define PANTS_PYEMBED_TYPES_TARGET_H

#include "pyembed/types/field.h"

/** A private Python object; immutable but for its memo of look-ups. */
struct py_target_shape {
    PyObject ob_base;
    PyObject *core_fields; /**< the class attribute it was made of */
    PyObject *declared;    /**< tuple of field classes: core_fields, then those of plugins */
    PyObject *types;       /**< the same sorted by alias: the order of a target's fields */
    PyObject *by_alias;    /**< dict: alias (also a deprecated one) to index in types */
    PyObject *by_type;     /**< dict: field class to index in types, in that order */
    PyObject *lookups;     /**< dict: any field class asked for to index in types, or -1 */
    PyTypeObject *cls;     /**< borrowed: whoever keeps the shape has the class */
    bool validates;        /**< the class overrides validate() */
};

/** Borrowed from the membership, or from the class where membership is NULL. */
struct py_target_shape *py_target_shape(struct pyembed_state *st, PyTypeObject *cls,
                                        PyObject *membership);
/** Index in types of the class asked for or else of a subclass of it; -1 none, -2 exception. */
Py_ssize_t py_target_shape_find(struct py_target_shape *shape, PyObject *field_type);

struct py_target {
    PyObject ob_base;
    PyObject *address;
    struct py_target_shape *shape; /**< counted */
    PyObject *fields;              /**< tuple, in the order of shape->types */
    PyObject *residence_dir;       /**< str; NULL: the address's spec_path */
    PyObject *origin;              /**< str; NULL: the address */
    PyObject *blocks;              /**< FrozenDict: file to SourceBlocks; NULL none */
    Py_hash_t hash;                /**< -1 until asked for */
    bool name_explicitly_set;
};

static inline bool py_is_target(const struct pyembed_state *st, PyObject *o) {
    return PyObject_TypeCheck(o, st->target_type);
}

/** The classes that plugins added to cls: a sorted tuple. */
PyObject *py_target_plugin_fields(struct pyembed_state *st, PyTypeObject *cls,
                                  PyObject *membership);
/** cls.core_fields and the former, as a tuple. membership may be NULL. */
PyObject *py_target_declared_fields(struct pyembed_state *st, PyTypeObject *cls,
                                    PyObject *membership);

#endif
