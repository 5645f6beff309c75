/* Functions of the module that reach the run that is going on, and the setting up of it all. */
#include "pyembed/py.h"

#include "pyembed/engine/runtime.h"
#include "pyembed/types/types.h"

#include <stdlib.h>

static struct py_runtime *current(PyObject *module) {
    struct py_runtime *rt = pyembed_state_of_module(module)->runtime;
    if (rt == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "no run is going on");
    }
    return rt;
}

static PyObject *current_runtime(PyObject *module, PyObject *unused) {
    (void)unused;
    return Py_XNewRef((PyObject *)current(module));
}

static PyObject *options_value_fn(PyObject *module, PyObject *args) {
    struct py_runtime *rt = current(module);
    return rt != NULL ? py_runtime_option((PyObject *)rt, args) : NULL;
}

static PyObject *options_names_fn(PyObject *module, PyObject *scope) {
    struct py_runtime *rt = current(module);
    return rt != NULL ? py_runtime_option_names((PyObject *)rt, scope) : NULL;
}

/* write_log(text, level, target): without a run, lines go nowhere. */
static PyObject *write_log(PyObject *module, PyObject *args) {
    const char *text, *target;
    int level;
    if (!PyArg_ParseTuple(args, "sis:write_log", &text, &level, &target)) {
        return NULL;
    }
    struct py_runtime *rt = pyembed_state_of_module(module)->runtime;
    if (rt != NULL) {
        log_to(&rt->log, (enum log_level)level, target, "%s", text);
    }
    Py_RETURN_NONE;
}

static PyObject *task_side_effected(PyObject *module, PyObject *unused) {
    (void)unused;
    struct py_runtime *rt = current(module);
    if (rt == NULL) {
        return NULL;
    }
    if (rt->frame == NULL || !frame_side_effected(rt->frame)) {
        PyErr_SetString(pyembed_state_of_module(module)->engine_error,
                        "Side-effects are not allowed in this context: a rule gets what has side "
                        "effects through a parameter of a @goal_rule.");
        return NULL;
    }
    Py_RETURN_NONE;
}

/* pack(value) -> bytes: plain data as a packed value, for add_plugin(). */
static PyObject *pack_fn(PyObject *module, PyObject *value) {
    struct py_pack p = {0};
    struct err e = ERR_INIT;
    char *blob;
    size_t len;
    pack_builder_init(&p.builder);
    uint32_t root = py_pack_add(&p, value);
    if (root == 0) {
        pack_builder_done(&p.builder);
        return NULL;
    }
    if (pack_builder_finish(&p.builder, root, &blob, &len, &e) < 0) {
        py_raise_err(pyembed_state_of_module(module), &e);
        return NULL;
    }
    PyObject *bytes = PyBytes_FromStringAndSize(blob, (Py_ssize_t)len);
    free(blob);
    return bytes;
}

static PyMethodDef functions[] = {
    {"current_runtime", current_runtime, METH_NOARGS, PyDoc_STR("The run that is going on.")},
    {"options_value", options_value_fn, METH_VARARGS,
     PyDoc_STR("options_value(scope, name)\n--\n\n(value, rank, detail) of an option.")},
    {"options_names", options_names_fn, METH_O,
     PyDoc_STR("options_names(scope)\n--\n\nThe options of a scope.")},
    {"pack", pack_fn, METH_O, PyDoc_STR("pack(value)\n--\n\nPlain data as a packed value.")},
    {"write_log", write_log, METH_VARARGS,
     PyDoc_STR("write_log(text, level, target)\n--\n\nLog a line.")},
    {"task_side_effected", task_side_effected, METH_NOARGS,
     PyDoc_STR("Note that the running rule does something visible.")},
    {NULL, NULL, 0, NULL},
};

int py_functions_setup(PyObject *module) {
    return PyModule_AddFunctions(module, functions);
}

int py_runtime_setup(PyObject *module) {
    if (py_runtime_setup_types(module) < 0) {
        return -1;
    }
    return py_functions_setup(module);
}
