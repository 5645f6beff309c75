/*
 * Python objects as the engine's values, and exceptions as its errors.
 *
 * A type's id is that of its name, "module:QualName", in the runtime's table of names: the same in
 * every process, so that a rule graph solved elsewhere fits. A second class of the same name (a
 * local one, a module executed again) gets an id of its own, "module:QualName#2".
 *
 * All functions need the GIL. The table of types keeps its classes alive.
 */
#ifndef PANTS_PYEMBED_ENGINE_VALUES_H
#define PANTS_PYEMBED_ENGINE_VALUES_H

#include <stdint.h>

#include "base/err.h"
#include "base/intern.h"
#include "base/map.h"
#include "engine/value.h"
#include "pyembed/module.h"

/** Classes and their ids. Zeroed (with names set) is valid and empty. */
struct py_types {
    struct intern *names;
    struct pyembed_state *state; /**< for the exceptions that native errors become */
    struct imap ids;             /**< PyTypeObject * -> id */
    struct imap classes;         /**< id -> PyTypeObject *, a reference each */
};

void py_types_done(struct py_types *t);
/** The id of a class; made when it is new. */
uint32_t py_types_id(struct py_types *t, PyTypeObject *type);
/** The class of an id: known, or imported by its name. Borrowed; NULL with an exception. */
PyTypeObject *py_types_class(struct py_types *t, uint32_t id);
/** The class "module:QualName" by name; borrowed from its module. NULL with an exception. */
PyObject *py_import_qualified(struct str name);

/** The table for the engine; `t` is its user and must outlive the engine. */
struct value_ops py_value_ops(struct py_types *t);

/** Takes the exception that is set; never NULL. A reference of the caller's. */
PyObject *py_take_exception(void);
/** Sets the exception (borrowed) again. */
void py_raise(PyObject *exception);
/** Sets an exception for e (see enum err_code): ERR_PYTHON must have set one itself. */
void py_raise_err(struct pyembed_state *st, const struct err *e);

#endif
