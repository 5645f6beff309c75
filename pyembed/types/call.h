/*
 * Call and concurrently(...): what a rule awaits, as the engine takes them apart.
 */
#ifndef PANTS_PYEMBED_TYPES_CALL_H
#define PANTS_PYEMBED_TYPES_CALL_H

#include "pyembed/module.h"

/** The parts of a Call; all borrowed from the object, which stays their owner. */
struct py_call_parts {
    PyObject *rule_id;     /**< str */
    PyObject *output_type; /**< a class, or a rule whose `output_type` is it */
    PyObject *args;        /**< tuple of the positional arguments */
    PyObject *implicit;    /**< dict: value to the class it is declared as; never NULL */
};

/** A Call. output_type is a class, or a rule that knows it; args is a tuple; implicit what
 * implicitly() was given, as a tuple, or None or NULL. */
PyObject *py_call_new(struct pyembed_state *st, PyObject *rule_id, PyObject *output_type,
                      PyObject *args, PyObject *implicit);
/** Takes the parts, once: -1 with an exception at the second time. */
must_check_ int py_call_consume(struct pyembed_state *st, PyObject *call,
                                struct py_call_parts *ret);
/** The same without consuming; a Call that was consumed still tells. */
void py_call_peek(PyObject *call, struct py_call_parts *ret);

/** Borrowed: the tuple of what was given to concurrently(). */
PyObject *py_concurrently_items(struct pyembed_state *st, PyObject *group);

/**
 * The protocol of an object that a coroutine awaits and that is its own iterator: the first send
 * hands the object out, the second one ends with what was sent. *sent starts false.
 */
PySendResult py_send_once(PyObject *self, bool *sent, PyObject *arg, PyObject **ret);
/** The same as a method send(value), for drivers written in Python. */
PyObject *py_send_once_method(PyObject *self, bool *sent, PyObject *arg);

#endif
