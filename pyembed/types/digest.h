/*
 * Digest (of a directory) and FileDigest: the same data, never equal to each other.
 *
 * A Digest may carry its directory in memory, so that what has just been made need not be looked
 * up again. It takes no part in comparison.
 */
#ifndef PANTS_PYEMBED_TYPES_DIGEST_H
#define PANTS_PYEMBED_TYPES_DIGEST_H

#include "digest/digest.h"
#include "digest/tree.h"
#include "pyembed/module.h"

struct py_digest {
    PyObject ob_base;
    struct digest digest;
    struct dtree *tree; /**< counted; NULL when it is not at hand (always, in a FileDigest) */
};

/** tree is counted here; may be NULL. */
PyObject *py_digest_new(struct pyembed_state *st, const struct digest *digest, struct dtree *tree);
/** The Digest of a tree that it carries. */
PyObject *py_digest_of_tree(struct pyembed_state *st, struct dtree *tree);
PyObject *py_file_digest_new(struct pyembed_state *st, const struct digest *digest);

static inline bool py_is_digest(const struct pyembed_state *st, PyObject *o) {
    return Py_IS_TYPE(o, st->digest_type);
}
static inline bool py_is_file_digest(const struct pyembed_state *st, PyObject *o) {
    return Py_IS_TYPE(o, st->file_digest_type);
}
/** Of either class; borrowed. */
static inline const struct digest *py_digest_get(PyObject *o) {
    return &((struct py_digest *)o)->digest;
}
/** Borrowed; NULL when it is not at hand. */
static inline struct dtree *py_digest_tree(PyObject *o) {
    return ((struct py_digest *)o)->tree;
}

#endif
