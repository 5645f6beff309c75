/*
 * MergeDigests, AddPrefix and RemovePrefix: what the file rules of the engine are asked with.
 */
#ifndef PANTS_PYEMBED_TYPES_FS_REQUESTS_H
#define PANTS_PYEMBED_TYPES_FS_REQUESTS_H

#include "pyembed/types/digest.h"

struct py_merge_digests {
    PyObject ob_base;
    PyObject *digests; /**< tuple of Digest, as given */
};

/** AddPrefix and RemovePrefix. */
struct py_prefix_request {
    PyObject ob_base;
    PyObject *digest;
    PyObject *prefix; /**< str, as given */
};

/** Borrowed parts; the caller has looked at the type. */
static inline PyObject *py_merge_digests_get(PyObject *o) {
    return ((struct py_merge_digests *)o)->digests;
}
static inline PyObject *py_prefix_request_digest(PyObject *o) {
    return ((struct py_prefix_request *)o)->digest;
}
static inline PyObject *py_prefix_request_prefix(PyObject *o) {
    return ((struct py_prefix_request *)o)->prefix;
}

#endif
