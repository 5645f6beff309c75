/*
 * Field and its templates: what the files of the family share.
 *
 * A field is made by cls(raw_value, address): raw_value goes through the class method
 * compute_value, which subclasses override, and only its result is kept. Fields of a kind that
 * needs the engine later (AsyncFieldMixin and below) keep their address too.
 */
#ifndef PANTS_PYEMBED_TYPES_FIELD_H
#define PANTS_PYEMBED_TYPES_FIELD_H

#include "pyembed/types/address.h"

struct py_field {
    PyObject ob_base;
    PyObject *value;
};

/** The layout of AsyncFieldMixin and of what derives from it. */
struct py_async_field {
    struct py_field base;
    PyObject *address;
};

/** Whose compute_value a class has; PY_COMPUTE_OTHER is one written in Python. */
enum py_compute {
    PY_COMPUTE_OTHER,
    PY_COMPUTE_FIELD,
    PY_COMPUTE_SCALAR,
    PY_COMPUTE_BOOL,
    PY_COMPUTE_STRING,
    PY_COMPUTE_SEQUENCE,
    PY_COMPUTE_STRING_SEQUENCE,
    PY_COMPUTE_MULTIPLE_SOURCES,
    PY_COMPUTE_SINGLE_SOURCE,
};

/** What is known of a field class; a private Python object in the dict of the class. Valid as
 * long as the class is not modified. */
struct py_field_info {
    PyObject ob_base;
    PyTypeObject *cls; /**< the class itself, borrowed: it owns this */
    unsigned version;  /**< its version tag */
    enum py_compute compute;
    bool required;
    bool none_is_valid;
    bool deprecated;         /**< has a removal_version */
    bool is_async;           /**< keeps its address */
    PyObject *alias;         /**< NULL when the class has none */
    PyObject *default_value; /**< NULL when the class has none */
    PyObject *default_field; /**< a field without raw value that all targets share, or NULL */
};

/** Borrowed; made or remade when the class changed. NULL with an exception. */
struct py_field_info *py_field_info(struct pyembed_state *st, PyTypeObject *cls);

/** cls(raw_value, address) for a class that does not override __new__ or __init__. */
PyObject *py_field_new(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                       PyObject *address);
/**
 * The field of a target: cls(raw_value, address) whatever cls overrides. Where raw is NO_VALUE and
 * the default depends on nothing, all targets get one and the same field.
 */
PyObject *py_field_hydrate(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                           PyObject *address);

static inline PyObject *py_field_value(PyObject *field) {
    return ((struct py_field *)field)->value;
}
static inline bool py_is_field_class(const struct pyembed_state *st, PyObject *o) {
    return PyType_Check(o) && PyType_IsSubtype((PyTypeObject *)o, st->field_type);
}
static inline PyObject *py_async_field_address(PyObject *field) {
    return ((struct py_async_field *)field)->address;
}

/* The native compute_value of each template: new reference, or NULL with an exception. */
typedef PyObject *py_compute_fn(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                                PyObject *address);
py_compute_fn py_compute_field;
py_compute_fn py_compute_scalar;
py_compute_fn py_compute_bool;
py_compute_fn py_compute_string;
py_compute_fn py_compute_sequence;
py_compute_fn py_compute_string_sequence;
py_compute_fn py_compute_multiple_sources;
py_compute_fn py_compute_single_source;

/** Binds (raw_value, address) of a compute_value call and runs fn. */
PyObject *py_compute_call(PyObject *cls, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames,
                          py_compute_fn *fn);
#define PY_COMPUTE_METHOD(fn)                                                                      \
    { "compute_value", PY_FN(fn), PY_FAST | METH_CLASS, py_compute_value_doc }
extern const char py_compute_value_doc[];

/** Flags of a template that adds no storage: collection is inherited with the base's slots. */
#define PY_FIELD_TEMPLATE_FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE)

/* Errors; each raises and returns NULL. */
PyObject *py_raise_field_missing(struct pyembed_state *st, PyTypeObject *cls, PyObject *address);
PyObject *py_raise_field_type(struct pyembed_state *st, PyTypeObject *cls, PyObject *address,
                              PyObject *raw, PyObject *expected_type);
PyObject *py_raise_field_choice(struct pyembed_state *st, PyTypeObject *cls, PyObject *address,
                                PyObject *raw, PyObject *choices);
/** InvalidFieldException with a message (stolen; NULL keeps the exception that is set). */
PyObject *py_raise_field_invalid(struct pyembed_state *st, PyObject *message_take);

/** 0 when every item of the (tuple of) values is one of cls.valid_choices, or there are none. */
must_check_ int py_field_check_choices(struct pyembed_state *st, PyTypeObject *cls,
                                       PyObject *address, PyObject *values);

#endif
