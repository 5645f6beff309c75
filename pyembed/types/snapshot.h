/*
 * Snapshot: a Digest and the names of the files and folders in it.
 */
#ifndef PANTS_PYEMBED_TYPES_SNAPSHOT_H
#define PANTS_PYEMBED_TYPES_SNAPSHOT_H

#include "pyembed/types/digest.h"

struct py_snapshot {
    PyObject ob_base;
    PyObject *digest;
    PyObject *files; /**< sorted tuple of str */
    PyObject *dirs;  /**< the same; folders that only hold others are in it */
};

static inline bool py_is_snapshot(const struct pyembed_state *st, PyObject *o) {
    return Py_IS_TYPE(o, st->snapshot_type);
}

/** Of parts that fit together (borrowed): a Digest and two sorted tuples. */
PyObject *py_snapshot_new(struct pyembed_state *st, PyObject *digest, PyObject *files,
                          PyObject *dirs);
/** Of a tree without symbolic links, or whose links count as files. */
PyObject *py_snapshot_of_tree(struct pyembed_state *st, struct dtree *tree);

#endif
