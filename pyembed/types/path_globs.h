/*
 * PathGlobs: which files of the build root are meant, and what to do where none are.
 */
#ifndef PANTS_PYEMBED_TYPES_PATH_GLOBS_H
#define PANTS_PYEMBED_TYPES_PATH_GLOBS_H

#include "pyembed/module.h"

/** What happens when globs match nothing. The Python enum of the same names has these values. */
enum py_glob_error { PY_GLOB_IGNORE, PY_GLOB_WARN, PY_GLOB_ERROR };
/** How many of them must match for that not to happen. */
enum py_glob_conjunction { PY_GLOB_ANY_MATCH, PY_GLOB_ALL_MATCH };

struct py_path_globs {
    PyObject ob_base;
    PyObject *globs;  /**< sorted tuple of str; excludes start with '!' */
    PyObject *origin; /**< str; NULL with PY_GLOB_IGNORE */
    enum py_glob_error error;
    enum py_glob_conjunction conjunction;
};

static inline bool py_is_path_globs(const struct pyembed_state *st, PyObject *o) {
    return Py_IS_TYPE(o, st->path_globs_type);
}

/** Of an iterable of str; origin is required exactly when error is not PY_GLOB_IGNORE. */
PyObject *py_path_globs_new(struct pyembed_state *st, PyObject *globs, enum py_glob_error error,
                            enum py_glob_conjunction conjunction, PyObject *origin);
/** A member of the Python enum (or its value) as ours. */
must_check_ int py_glob_error_parse(struct pyembed_state *st, PyObject *o, enum py_glob_error *ret);

#endif
