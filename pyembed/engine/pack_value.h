/*
 * Packed values from Python objects and back.
 *
 * None, bool, int (64 bits), float, str, bytes, list, tuple, dict and FrozenDict have a node of
 * their own; sets become lists (sorted when they hold strings only). What a BUILD file may hold
 * besides: parametrize() values and calls of value constructors (pants.engine.internals.
 * build_symbols) become ext nodes; any other object becomes an opaque value: an index into a list
 * that lives beside the blob.
 */
#ifndef PANTS_PYEMBED_ENGINE_PACK_VALUE_H
#define PANTS_PYEMBED_ENGINE_PACK_VALUE_H

#include "codec/pack.h"
#include "pyembed/module.h"

/** Where values that have no node of their own go. */
struct py_pack {
    struct pack_builder builder;
    PyObject *parametrize; /**< the class; borrowed; NULL: there are none */
    PyObject *object_call; /**< the class; borrowed; NULL: there are none */
    PyObject *opaque;      /**< list; borrowed; NULL: such a value is an error */
    bool used_opaque;
};

/** Adds a value; its offset, or 0 with an exception. */
uint32_t py_pack_add(struct py_pack *p, PyObject *value);

/** What ext nodes become again. */
struct py_unpack {
    PyObject *parametrize; /**< callable(*args, **kwargs); borrowed */
    PyObject *make_object; /**< callable(symbol, args, kwargs); borrowed */
    PyObject *opaque;      /**< list; borrowed */
};

/** A new reference; NULL with an exception. u may be NULL where there are no ext nodes. */
PyObject *py_unpack(const struct py_unpack *u, struct pval v);
/** A str of bytes that should be UTF-8; others become lone surrogates (PEP 383). */
PyObject *py_str(struct str s);
/** The str's UTF-8, valid while o lives. False with an exception, also for lone surrogates (file
 * names that are no UTF-8 have them: those go through pyembed/text.h). */
bool py_to_str(PyObject *o, struct str *ret);

#endif
