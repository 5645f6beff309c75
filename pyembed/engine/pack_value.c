/* Packed values from Python objects and back. */
#include "pyembed/py.h"

#include "pyembed/engine/pack_value.h"

#include "base/alloc.h"
#include "base/vec.h"
#include "targets/registry.h"

typedef VEC(uint32_t) offsets;

PyObject *py_str(struct str s) {
    return PyUnicode_DecodeUTF8(s.ptr, (Py_ssize_t)s.len, "surrogateescape");
}

bool py_to_str(PyObject *o, struct str *ret) {
    Py_ssize_t len;
    const char *s = PyUnicode_AsUTF8AndSize(o, &len);
    if (s == NULL) {
        return false;
    }
    *ret = str_make(s, (size_t)len);
    return true;
}

static uint32_t add_opaque(struct py_pack *p, PyObject *value) {
    if (p->opaque == NULL) {
        PyErr_Format(PyExc_TypeError, "a value of type %s cannot be kept here",
                     Py_TYPE(value)->tp_name);
        return 0;
    }
    uint32_t index = pack_int(&p->builder, PyList_GET_SIZE(p->opaque));
    if (PyList_Append(p->opaque, value) < 0) {
        return 0;
    }
    p->used_opaque = true;
    return pack_ext(&p->builder, VALUE_OPAQUE, &index, 1);
}

static bool add_items(struct py_pack *p, PyObject *sequence, offsets *out) {
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(sequence); i++) {
        uint32_t at = py_pack_add(p, PySequence_Fast_GET_ITEM(sequence, i));
        if (at == 0) {
            return false;
        }
        vec_push(out, at);
    }
    return true;
}

static uint32_t add_sequence(struct py_pack *p, PyObject *sequence, bool tuple) {
    offsets items = {0};
    uint32_t at = 0;
    if (add_items(p, sequence, &items)) {
        at = tuple ? pack_tuple(&p->builder, items.data, (uint32_t)items.len)
                   : pack_list(&p->builder, items.data, (uint32_t)items.len);
    }
    vec_done(&items);
    return at;
}

/* Pairs of any mapping, in its order. */
static uint32_t add_mapping(struct py_pack *p, PyObject *mapping) {
    PyObject *pairs = PyMapping_Items(mapping);
    offsets keys = {0}, values = {0};
    bool ok = pairs != NULL;
    for (Py_ssize_t i = 0; ok && i < PyList_GET_SIZE(pairs); i++) {
        PyObject *pair = PyList_GET_ITEM(pairs, i);
        uint32_t key = py_pack_add(p, PyTuple_GET_ITEM(pair, 0));
        uint32_t value = key != 0 ? py_pack_add(p, PyTuple_GET_ITEM(pair, 1)) : 0;
        ok = value != 0;
        vec_push(&keys, key);
        vec_push(&values, value);
    }
    Py_XDECREF(pairs);
    uint32_t at = ok ? pack_dict(&p->builder, keys.data, values.data, (uint32_t)keys.len) : 0;
    vec_done(&keys);
    vec_done(&values);
    return at;
}

/* A set as a list; sorted, so that the bytes do not depend on hashing. */
static uint32_t add_set(struct py_pack *p, PyObject *set) {
    PyObject *list = PySequence_List(set);
    if (list == NULL) {
        return 0;
    }
    if (PyList_Sort(list) < 0) {
        PyErr_Clear(); /* items of several types: their order is as good as any */
    }
    uint32_t at = add_sequence(p, list, false);
    Py_DECREF(list);
    return at;
}

/* An object with `args` and `kwargs` (and for constructors a `symbol`) as an ext node. */
static uint32_t add_call(struct py_pack *p, PyObject *value, bool constructor) {
    static const char *const names[] = {"symbol", "args", "kwargs"};
    offsets parts = {0};
    bool ok = true;
    for (size_t i = constructor ? 0 : 1; ok && i < ARRAY_LEN(names); i++) {
        PyObject *part = PyObject_GetAttrString(value, names[i]);
        uint32_t at = part != NULL ? py_pack_add(p, part) : 0;
        Py_XDECREF(part);
        ok = at != 0;
        vec_push(&parts, at);
    }
    uint32_t at = ok ? pack_ext(&p->builder, constructor ? VALUE_OBJECT : VALUE_PARAMETRIZE,
                                parts.data, (uint32_t)parts.len)
                     : 0;
    vec_done(&parts);
    return at;
}

static uint32_t add_other(struct py_pack *p, PyObject *value) {
    PyObject *type = (PyObject *)Py_TYPE(value);
    if (type == p->parametrize || type == p->object_call) {
        return add_call(p, value, type == p->object_call);
    }
    if (PyAnySet_Check(value)) {
        return add_set(p, value);
    }
    struct pyembed_state *st = pyembed_state_if_ours(Py_TYPE(value));
    if (st != NULL && PyObject_TypeCheck(value, st->frozen_dict_type)) {
        return add_mapping(p, value);
    }
    return add_opaque(p, value);
}

static uint32_t add_int(struct py_pack *p, PyObject *value) {
    int overflow;
    long long n = PyLong_AsLongLongAndOverflow(value, &overflow);
    if (n == -1 && PyErr_Occurred()) {
        return 0;
    }
    return overflow != 0 ? add_opaque(p, value) : pack_int(&p->builder, n);
}

static uint32_t add_str(struct py_pack *p, PyObject *value) {
    struct str s;
    if (!py_to_str(value, &s)) {
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
            return 0;
        }
        PyErr_Clear(); /* lone surrogates have no UTF-8 */
        return add_opaque(p, value);
    }
    return pack_str(&p->builder, s);
}

uint32_t py_pack_add(struct py_pack *p, PyObject *value) {
    if (value == Py_None) {
        return pack_none(&p->builder);
    }
    if (PyBool_Check(value)) {
        return pack_bool(&p->builder, value == Py_True);
    }
    if (PyLong_CheckExact(value)) {
        return add_int(p, value);
    }
    if (PyFloat_CheckExact(value)) {
        return pack_float(&p->builder, PyFloat_AS_DOUBLE(value));
    }
    if (PyUnicode_CheckExact(value)) {
        return add_str(p, value);
    }
    if (PyBytes_CheckExact(value)) {
        return pack_bytes(&p->builder,
                          str_make(PyBytes_AS_STRING(value), (size_t)PyBytes_GET_SIZE(value)));
    }
    if (PyList_CheckExact(value) || PyTuple_CheckExact(value)) {
        if (Py_EnterRecursiveCall(" while a value is packed")) {
            return 0;
        }
        uint32_t at = add_sequence(p, value, PyTuple_CheckExact(value));
        Py_LeaveRecursiveCall();
        return at;
    }
    if (PyDict_CheckExact(value)) {
        if (Py_EnterRecursiveCall(" while a value is packed")) {
            return 0;
        }
        uint32_t at = add_mapping(p, value);
        Py_LeaveRecursiveCall();
        return at;
    }
    return add_other(p, value);
}

/* ---- back ---- */

static PyObject *unpack_sequence(const struct py_unpack *u, struct pval v, bool tuple) {
    Py_ssize_t n = (Py_ssize_t)pval_len(v);
    PyObject *result = tuple ? PyTuple_New(n) : PyList_New(n);
    for (Py_ssize_t i = 0; result != NULL && i < n; i++) {
        PyObject *item = py_unpack(u, pval_item(v, (uint32_t)i));
        if (item == NULL) {
            Py_CLEAR(result);
        } else if (tuple) {
            PyTuple_SET_ITEM(result, i, item);
        } else {
            PyList_SET_ITEM(result, i, item);
        }
    }
    return result;
}

static PyObject *unpack_dict(const struct py_unpack *u, struct pval v) {
    PyObject *dict = PyDict_New();
    for (uint32_t i = 0; dict != NULL && i < pval_len(v); i++) {
        struct pval key, value;
        pval_pair(v, i, &key, &value);
        PyObject *k = py_unpack(u, key);
        PyObject *x = k != NULL ? py_unpack(u, value) : NULL;
        if (x == NULL || PyDict_SetItem(dict, k, x) < 0) {
            Py_CLEAR(dict);
        }
        Py_XDECREF(k);
        Py_XDECREF(x);
    }
    return dict;
}

static PyObject *unpack_ext(const struct py_unpack *u, struct pval v) {
    if (u == NULL) {
        PyErr_SetString(PyExc_SystemError, "a packed record has no meaning here");
        return NULL;
    }
    if (pval_ext_kind(v) == VALUE_OPAQUE) {
        Py_ssize_t i = (Py_ssize_t)pval_int(pval_item(v, 0));
        return Py_XNewRef(u->opaque != NULL ? PyList_GetItem(u->opaque, i) : NULL);
    }
    if (pval_ext_kind(v) == VALUE_OBJECT) {
        py_auto PyObject *symbol = py_unpack(u, pval_item(v, 0));
        py_auto PyObject *args = unpack_sequence(u, pval_item(v, 1), true);
        py_auto PyObject *kwargs = unpack_dict(u, pval_item(v, 2));
        return symbol == NULL || args == NULL || kwargs == NULL
                   ? NULL
                   : PyObject_CallFunctionObjArgs(u->make_object, symbol, args, kwargs, NULL);
    }
    py_auto PyObject *args = unpack_sequence(u, pval_item(v, 0), true);
    py_auto PyObject *kwargs = unpack_dict(u, pval_item(v, 1));
    return args == NULL || kwargs == NULL ? NULL : PyObject_Call(u->parametrize, args, kwargs);
}

PyObject *py_unpack(const struct py_unpack *u, struct pval v) {
    switch (pval_tag(v)) {
    case PACK_NONE:
        return Py_NewRef(Py_None);
    case PACK_FALSE:
    case PACK_TRUE:
        return PyBool_FromLong(pval_bool(v));
    case PACK_INT:
        return PyLong_FromLongLong(pval_int(v));
    case PACK_FLOAT:
        return PyFloat_FromDouble(pval_float(v));
    case PACK_STR:
        return py_str(pval_str(v));
    case PACK_BYTES:
        return PyBytes_FromStringAndSize(pval_str(v).ptr, (Py_ssize_t)pval_str(v).len);
    case PACK_LIST:
    case PACK_TUPLE:
        return unpack_sequence(u, v, pval_tag(v) == PACK_TUPLE);
    case PACK_DICT:
        return unpack_dict(u, v);
    case PACK_EXT:
        return unpack_ext(u, v);
    }
    return Py_NewRef(Py_None);
}
