/*
 * The module's functions that reach a run, where there is none: the build of the types alone, which
 * tools and tests load into an ordinary Python (pyembed/engine/functions.c has the real ones).
 */
#include "pyembed/types/types.h"

static PyObject *no_run(PyObject *module, PyObject *args) {
    (void)module, (void)args;
    PyErr_SetString(PyExc_RuntimeError, "no run is going on");
    return NULL;
}

/* Lines go nowhere. */
static PyObject *write_log(PyObject *module, PyObject *args) {
    (void)module, (void)args;
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"current_runtime", no_run, METH_VARARGS, PyDoc_STR("The run that is going on.")},
    {"options_value", no_run, METH_VARARGS, PyDoc_STR("The value of an option.")},
    {"options_names", no_run, METH_VARARGS, PyDoc_STR("The options of a scope.")},
    {"task_side_effected", no_run, METH_VARARGS, PyDoc_STR("Note a visible effect.")},
    {"write_log", write_log, METH_VARARGS, PyDoc_STR("Log a line.")},
    {NULL, NULL, 0, NULL},
};

int py_runtime_setup(PyObject *module) {
    return PyModule_AddFunctions(module, functions);
}
