/* The operations of the engine's values on Python objects. */
#include "pyembed/py.h"

#include "pyembed/engine/values.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"

void py_types_done(struct py_types *t) {
    for (size_t i = 0; i < t->classes.nslots; i++) {
        if (t->classes.slots[i].state == 1) {
            Py_DECREF((PyObject *)t->classes.slots[i].value);
        }
    }
    imap_done(&t->ids);
    imap_done(&t->classes);
}

/* Appends "module:QualName". False with an exception when the class has odd names. */
static bool class_name(PyTypeObject *type, struct buf *out) {
    PyObject *module = PyObject_GetAttrString((PyObject *)type, "__module__");
    PyObject *name = PyType_GetQualName(type);
    const char *m = module != NULL && PyUnicode_Check(module) ? PyUnicode_AsUTF8(module) : NULL;
    const char *q = name != NULL ? PyUnicode_AsUTF8(name) : NULL;
    if (m != NULL && q != NULL) {
        buf_addf(out, "%s:%s", m, q);
    }
    Py_XDECREF(module);
    Py_XDECREF(name);
    return m != NULL && q != NULL;
}

static uint32_t new_id(struct py_types *t, PyTypeObject *type) {
    struct buf name = BUF_INIT;
    if (!class_name(type, &name)) {
        PyErr_Clear();
        buf_clear(&name);
        buf_addf(&name, "?:%s", type->tp_name);
    }
    size_t len = name.len;
    uint32_t id = intern_id(t->names, buf_str(&name));
    for (unsigned n = 2; imap_has(&t->classes, id); n++) {
        buf_truncate(&name, len);
        buf_addf(&name, "#%u", n);
        id = intern_id(t->names, buf_str(&name));
    }
    buf_done(&name);
    (void)imap_put(&t->ids, (uint64_t)(uintptr_t)type, (void *)(uintptr_t)id);
    (void)imap_put(&t->classes, id, Py_NewRef((PyObject *)type));
    return id;
}

uint32_t py_types_id(struct py_types *t, PyTypeObject *type) {
    uint32_t id = (uint32_t)(uintptr_t)imap_get(&t->ids, (uint64_t)(uintptr_t)type);
    return likely_(id != 0) ? id : new_id(t, type);
}

PyObject *py_import_qualified(struct str name) {
    ptrdiff_t colon = str_find_char(name, ':');
    if (colon < 0) {
        return PyErr_Format(PyExc_ImportError, "'%.*s' is not of the form module:name",
                            STR_FMT(name));
    }
    char *module_name = str_dup(str_upto(name, (size_t)colon));
    PyObject *found = PyImport_ImportModule(module_name);
    free(module_name);
    struct str rest = str_from_at(name, (size_t)colon + 1), part;
    bool done = false;
    while (found != NULL && str_split_next(&rest, &done, '.', &part)) {
        PyObject *attribute = PyUnicode_FromStringAndSize(part.ptr, (Py_ssize_t)part.len);
        PyObject *next = attribute != NULL ? PyObject_GetAttr(found, attribute) : NULL;
        Py_XDECREF(attribute);
        Py_SETREF(found, next);
    }
    return found;
}

PyTypeObject *py_types_class(struct py_types *t, uint32_t id) {
    PyTypeObject *type = imap_get(&t->classes, id);
    if (type != NULL) {
        return type;
    }
    PyObject *found = py_import_qualified(intern_str(t->names, id));
    if (found == NULL) {
        return NULL;
    }
    if (!PyType_Check(found)) {
        PyErr_Format(PyExc_TypeError, "%.*s is not a class", STR_FMT(intern_str(t->names, id)));
        Py_DECREF(found);
        return NULL;
    }
    uint32_t real = py_types_id(t, (PyTypeObject *)found);
    if (real != id && !imap_has(&t->classes, id)) {
        /* The name is an alias of a class that lives elsewhere: both names mean the one class. */
        (void)imap_put(&t->classes, id, Py_NewRef(found));
    }
    Py_DECREF(found); /* the table holds it */
    return (PyTypeObject *)found;
}

PyObject *py_take_exception(void) {
    PyObject *exception = PyErr_GetRaisedException();
    if (exception == NULL) {
        PyErr_SetString(PyExc_SystemError, "an operation failed without an exception");
        exception = PyErr_GetRaisedException();
    }
    return exception;
}

void py_raise(PyObject *exception) {
    PyErr_SetRaisedException(Py_NewRef(exception));
}

void py_raise_err(struct pyembed_state *st, const struct err *e) {
    if (e->code == ERR_PYTHON) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(st->intrinsic_error, e->msg);
        }
        return;
    }
    PyObject *type = e->code == ERR_USAGE   ? PyExc_ValueError
                     : e->code == ERR_NOMEM ? PyExc_MemoryError
                                            : st->intrinsic_error;
    PyObject *text = PyUnicode_DecodeUTF8(e->msg, (Py_ssize_t)strlen(e->msg), "surrogateescape");
    if (text != NULL) {
        PyErr_SetObject(type, text);
        Py_DECREF(text);
    }
}

/* ---- the table ---- */

static void *op_ref(void *user, void *value) {
    (void)user;
    return Py_NewRef((PyObject *)value);
}

static void op_unref(void *user, void *value) {
    (void)user;
    Py_DECREF((PyObject *)value);
}

static int op_hash(void *user, void *value, uint64_t *ret, void **ret_error) {
    (void)user;
    Py_hash_t hash = PyObject_Hash(value);
    if (hash == -1) {
        *ret_error = py_take_exception();
        return -1;
    }
    *ret = (uint64_t)hash;
    return 0;
}

static int op_equal(void *user, void *a, void *b, void **ret_error) {
    (void)user;
    int r = Py_TYPE((PyObject *)a) == Py_TYPE((PyObject *)b) ? PyObject_RichCompareBool(a, b, Py_EQ)
                                                             : 0;
    if (r < 0) {
        *ret_error = py_take_exception();
    }
    return r;
}

static uint32_t op_type_id(void *user, void *value) {
    return py_types_id(user, Py_TYPE((PyObject *)value));
}

static void add_text(PyObject *text_take, struct buf *out) {
    Py_ssize_t len;
    const char *s = text_take != NULL ? PyUnicode_AsUTF8AndSize(text_take, &len) : NULL;
    if (s != NULL) {
        enum { LONGEST = 2000 };
        buf_add(out, s, (size_t)(len < LONGEST ? len : LONGEST));
    } else {
        PyErr_Clear();
        buf_addz(out, "?");
    }
    Py_XDECREF(text_take);
}

static void op_describe(void *user, void *value, struct buf *out) {
    (void)user;
    add_text(PyObject_Repr(value), out);
}

static void op_hint(void *user, void *value, struct buf *out) {
    (void)user;
    PyObject *method = NULL;
    if (PyObject_GetOptionalAttrString(value, "debug_hint", &method) != 1) {
        PyErr_Clear();
        return;
    }
    PyObject *hint = PyObject_CallNoArgs(method);
    Py_DECREF(method);
    if (hint != NULL && PyUnicode_Check(hint)) {
        add_text(hint, out);
        return;
    }
    PyErr_Clear(); /* what a plugin's hint raises is of no interest */
    Py_XDECREF(hint);
}

static void *op_error_make(void *user, enum engine_error kind, const char *message) {
    struct py_types *t = user;
    PyObject *type = PyExc_ValueError;
    switch (kind) {
    case ENGINE_ERROR_CANCELLED:
        type = PyExc_KeyboardInterrupt;
        break;
    case ENGINE_ERROR_PRODUCT:
        type = t->state->incorrect_product_error;
        break;
    case ENGINE_ERROR_NATIVE:
    case ENGINE_ERROR_INTERNAL:
    case ENGINE_ERROR_SESSION:
        type = t->state->intrinsic_error;
        break;
    case ENGINE_ERROR_REQUEST:
    case ENGINE_ERROR_CALL:
    case ENGINE_ERROR_CYCLE:
    case ENGINE_ERROR_PARAMS:
        break;
    }
    PyErr_SetString(type, message);
    return py_take_exception();
}

static void op_error_describe(void *user, void *error, struct buf *out) {
    (void)user;
    buf_addf(out, "%s: ", Py_TYPE((PyObject *)error)->tp_name);
    add_text(PyObject_Str(error), out);
}

struct value_ops py_value_ops(struct py_types *t) {
    return (struct value_ops){
        .user = t,
        .ref = op_ref,
        .unref = op_unref,
        .hash = op_hash,
        .equal = op_equal,
        .type_id = op_type_id,
        .describe = op_describe,
        .hint = op_hint,
        .error_make = op_error_make,
        .error_ref = op_ref,
        .error_unref = op_unref,
        .error_describe = op_error_describe,
    };
}
