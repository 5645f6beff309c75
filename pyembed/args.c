/*
 * The number of parameters is small, so names are found by walking them.
 */
#include "pyembed/args.h"

static int sig_count(const struct py_sig *sig) {
    int n = 0;
    while (sig->names[n] != NULL) {
        n++;
    }
    return n;
}

static int bind_positional(const struct py_sig *sig, PyObject *const *args, Py_ssize_t nargs,
                           PyObject **out) {
    if (nargs > sig->positional) {
        PyErr_Format(PyExc_TypeError, "%s() takes at most %d positional argument%s, but got %zd",
                     sig->func, sig->positional, sig->positional == 1 ? "" : "s", nargs);
        return -1;
    }
    for (Py_ssize_t i = 0; i < nargs; i++) {
        out[i] = args[i];
    }
    return 0;
}

static int bind_keyword(const struct py_sig *sig, PyObject *key, PyObject *value, PyObject **out) {
    for (int i = 0; sig->names[i] != NULL; i++) {
        if (PyUnicode_Check(key) && PyUnicode_EqualToUTF8(key, sig->names[i])) {
            if (out[i] != NULL) {
                PyErr_Format(PyExc_TypeError, "%s() got two values for '%s'", sig->func,
                             sig->names[i]);
                return -1;
            }
            out[i] = value;
            return 0;
        }
    }
    PyErr_Format(PyExc_TypeError, "%s() has no parameter named %R", sig->func, key);
    return -1;
}

static int bind_check(const struct py_sig *sig, PyObject *const *out) {
    for (int i = 0; sig->names[i] != NULL; i++) {
        if (out[i] == NULL && (sig->required & (1U << i)) != 0) {
            PyErr_Format(PyExc_TypeError, "%s() needs a value for '%s'", sig->func, sig->names[i]);
            return -1;
        }
    }
    return 0;
}

static void bind_clear(const struct py_sig *sig, PyObject **out) {
    int n = sig_count(sig);
    for (int i = 0; i < n; i++) {
        out[i] = NULL;
    }
}

int py_bind(const struct py_sig *sig, PyObject *args, PyObject *kwargs, PyObject **out) {
    bind_clear(sig, out);
    if (bind_positional(sig, ((PyTupleObject *)args)->ob_item, PyTuple_GET_SIZE(args), out) < 0) {
        return -1;
    }
    PyObject *key = NULL;
    PyObject *value = NULL;
    Py_ssize_t at = 0;
    while (kwargs != NULL && PyDict_Next(kwargs, &at, &key, &value)) {
        if (bind_keyword(sig, key, value, out) < 0) {
            return -1;
        }
    }
    return bind_check(sig, out);
}

int py_bind_fast(const struct py_sig *sig, PyObject *const *args, Py_ssize_t nargs,
                 PyObject *kwnames, PyObject **out) {
    bind_clear(sig, out);
    if (bind_positional(sig, args, nargs, out) < 0) {
        return -1;
    }
    Py_ssize_t nkw = kwnames != NULL ? PyTuple_GET_SIZE(kwnames) : 0;
    for (Py_ssize_t i = 0; i < nkw; i++) {
        if (bind_keyword(sig, PyTuple_GET_ITEM(kwnames, i), args[nargs + i], out) < 0) {
            return -1;
        }
    }
    return bind_check(sig, out);
}

int py_expect_str(const char *func, const char *param, PyObject *o) {
    if (PyUnicode_Check(o)) {
        return 0;
    }
    PyErr_Format(PyExc_TypeError, "%s(): '%s' must be a str, but is a %T", func, param, o);
    return -1;
}

int py_expect_type(const char *func, const char *param, PyObject *o) {
    if (PyType_Check(o)) {
        return 0;
    }
    PyErr_Format(PyExc_TypeError, "%s(): '%s' must be a class, but is %R", func, param, o);
    return -1;
}

int py_expect_instance(const char *func, const char *param, PyObject *o, PyTypeObject *type) {
    if (PyObject_TypeCheck(o, type)) {
        return 0;
    }
    PyErr_Format(PyExc_TypeError, "%s(): '%s' must be a %s, but is a %T", func, param,
                 _PyType_Name(type), o);
    return -1;
}
