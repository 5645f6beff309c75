/*
 * Nearly every str is ASCII and is its own UTF-8; only what holds surrogates is encoded apart.
 */
#include "pyembed/text.h"

/* Puts an object among those that the owner (a list, made here) keeps alive. */
static int keep(PyObject **owner, PyObject *o) {
    if (*owner == NULL) {
        *owner = PyList_New(0);
    }
    return *owner != NULL ? PyList_Append(*owner, o) : -1;
}

int py_text_view(PyObject *o, struct str *ret, PyObject **owner) {
    *ret = STR_NULL;
    if (py_absent(o)) {
        return 0;
    }
    Py_ssize_t len = 0;
    const char *text = PyUnicode_AsUTF8AndSize(o, &len);
    if (text != NULL) {
        *ret = str_make(text, (size_t)len);
        return 0;
    }
    if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
        return -1;
    }
    PyErr_Clear();
    py_auto PyObject *bytes = PyUnicode_AsEncodedString(o, "utf-8", "surrogateescape");
    if (bytes == NULL || keep(owner, bytes) < 0) {
        return -1;
    }
    *ret = str_make(PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes));
    return 0;
}

PyObject *py_text_new(struct str s) {
    return PyUnicode_DecodeUTF8(s.ptr != NULL ? s.ptr : "", (Py_ssize_t)s.len, "surrogateescape");
}

PyObject *py_text_new_or_null(struct str s) {
    return s.ptr != NULL ? py_text_new(s) : NULL;
}
