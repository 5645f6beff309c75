/*
 * TargetAdaptor: a target as a BUILD file declares it, before anybody knows what its type is.
 */
#ifndef PANTS_PYEMBED_TYPES_TARGET_ADAPTOR_H
#define PANTS_PYEMBED_TYPES_TARGET_ADAPTOR_H

#include "pyembed/module.h"

struct py_target_adaptor {
    PyObject ob_base;
    PyObject *type_alias; /**< str */
    PyObject *name;       /**< str; NULL: that of the folder */
    PyObject *kwargs;     /**< FrozenDict, frozen to any depth */
    PyObject *origin;     /**< str */
    PyObject *blocks;     /**< FrozenDict: file to SourceBlocks; NULL none */
};

/** Freezes kwargs (a dict, borrowed). name and blocks may be NULL or None. */
PyObject *py_target_adaptor_new(struct pyembed_state *st, PyObject *type_alias, PyObject *name,
                                PyObject *origin, PyObject *blocks, PyObject *kwargs);

#endif
