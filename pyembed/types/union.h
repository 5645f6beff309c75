/*
 * UnionRule and UnionMembership: which classes have been registered as members of which unions.
 */
#ifndef PANTS_PYEMBED_TYPES_UNION_H
#define PANTS_PYEMBED_TYPES_UNION_H

#include "pyembed/module.h"

struct py_union_membership {
    PyObject ob_base;
    PyObject *members; /**< dict: union to tuple of members, in the order of registration */
    PyObject *shapes;  /**< dict: target class to its shape under this membership; made lazily */
    PyObject *weakrefs;
};

/** A new UnionRule; ValueError when base is no union. */
PyObject *py_union_rule_new(struct pyembed_state *st, PyObject *base, PyObject *member);
/** Its two classes, borrowed. */
PyObject *py_union_rule_base(PyObject *rule);
PyObject *py_union_rule_member(PyObject *rule);

/** 1 when type was decorated as a union itself (a subclass of a union is none). */
int py_is_union(struct pyembed_state *st, PyObject *type);

/** Borrowed tuple of the members of a union; the empty tuple's NULL, without exception, when it
 * has none. */
PyObject *py_union_members(PyObject *membership, PyObject *base);
static inline bool py_is_union_membership(const struct pyembed_state *st, PyObject *o) {
    return Py_IS_TYPE(o, st->union_membership_type);
}

#endif
