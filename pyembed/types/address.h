/*
 * Address: the name of a target. Immutable, hashable, ordered.
 *
 * Strings inside are exact, interned str objects. An address holds nothing that could refer back
 * to it, so it takes no part in garbage collection; there are a great many of them.
 */
#ifndef PANTS_PYEMBED_TYPES_ADDRESS_H
#define PANTS_PYEMBED_TYPES_ADDRESS_H

#include "pyembed/module.h"

struct py_address {
    PyObject ob_base;
    PyObject *spec_path;      /**< folder of the BUILD file, "" for the root */
    PyObject *target_name;    /**< NULL: the folder's last component */
    PyObject *generated_name; /**< behind '#'; NULL none */
    PyObject *relative_file;  /**< of the file it was generated for, below spec_path; NULL none */
    PyObject *parameters;     /**< tuple (key, value, key, value...) sorted by key; NULL none */
    PyObject *spec;           /**< as users write it; NULL until asked for */
    Py_hash_t hash;
};

static inline bool py_is_address(const struct pyembed_state *st, PyObject *o) {
    return Py_IS_TYPE(o, st->address_type);
}

/** What py_address_new makes an address of; all borrowed str, NULL where there is none. */
struct py_address_parts {
    PyObject *spec_path;
    PyObject *target_name; /**< the folder's own name counts as none */
    PyObject *generated_name;
    PyObject *relative_file;
    PyObject *parameters; /**< a tuple as in struct py_address, sorted */
};

/** An address of parts that are known to be good: nothing is checked. */
PyObject *py_address_new(struct pyembed_state *st, const struct py_address_parts *parts);
/** The same with the checks that Address(...) makes. */
PyObject *py_address_new_checked(struct pyembed_state *st, const struct py_address_parts *parts);
/** The parameters of a mapping (or None) as a tuple; *ret is NULL when there are none. */
must_check_ int py_address_parameters(PyObject *mapping, PyObject **ret);
/** The same parameters as a new dict. */
PyObject *py_address_parameters_dict(PyObject *parameters);

/** Borrowed; made at the first call. NULL with an exception. */
PyObject *py_address_spec(PyObject *address);
/** New reference: the name given, or the folder's last component. */
PyObject *py_address_target_name(PyObject *address);
/** Is it for something that another target generated? */
static inline bool py_address_is_generated(PyObject *address) {
    const struct py_address *a = (const struct py_address *)address;
    return a->generated_name != NULL || a->relative_file != NULL;
}
/**
 * -1, 0, 1: folders component by component, then file (none first), name (none first),
 * parameters, generated name.
 */
int py_address_compare(PyObject *a, PyObject *b);

#endif
