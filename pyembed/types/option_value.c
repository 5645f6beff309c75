/* Configuration values as Python objects: a walk over the tree. */
#include "pyembed/types/option_value.h"

#include "pyembed/text.h"

static PyObject *list_of(const struct cval *v) {
    PyObject *list = PyList_New((Py_ssize_t)v->list.len);
    for (uint32_t i = 0; list != NULL && i < v->list.len; i++) {
        PyObject *item = py_option_value(&v->list.items[i]);
        if (item == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, item);
        }
    }
    return list;
}

static PyObject *dict_of(const struct cval *v) {
    PyObject *dict = PyDict_New();
    for (uint32_t i = 0; dict != NULL && i < v->table->len; i++) {
        py_auto PyObject *key = py_text_new(v->table->pairs[i].key);
        py_auto PyObject *value = key != NULL ? py_option_value(&v->table->pairs[i].value) : NULL;
        if (value == NULL || PyDict_SetItem(dict, key, value) < 0) {
            Py_CLEAR(dict);
        }
    }
    return dict;
}

PyObject *py_option_value(const struct cval *v) {
    switch ((enum cval_kind)v->kind) {
    case CVAL_NONE:
        break;
    case CVAL_BOOL:
        return PyBool_FromLong(v->b);
    case CVAL_INT:
        return PyLong_FromLongLong(v->i);
    case CVAL_FLOAT:
        return PyFloat_FromDouble(v->f);
    case CVAL_STR:
    case CVAL_DATETIME:
        return py_text_new(v->s);
    case CVAL_LIST:
        return list_of(v);
    case CVAL_TABLE:
        return dict_of(v);
    }
    return Py_NewRef(Py_None);
}
