/*
 * LockedMap: a memo table whose values are computed exactly once per key, also when several
 * threads ask for the same key at the same time.
 *
 * A key that is being computed has an entry in `pending`: (lock, thread). The computing thread
 * holds the lock; the others wait for it and then look again. The map itself is never held while
 * a value is computed, so different keys are computed side by side and a value may need others.
 * A thread that comes back to the key it is computing would wait for itself: RuntimeError.
 */
#include "pyembed/args.h"
#include "pyembed/module.h"
#include "pyembed/types/types.h"

struct locked_map {
    PyObject ob_base;
    PyObject *values;  /* dict: key to value */
    PyObject *pending; /* dict: key to (lock, thread id) */
};

static PyObject *map_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {NULL};
    static const struct py_sig sig = {"LockedMap", names, 0, 0};
    if (py_bind(&sig, args, kwargs, NULL) < 0) {
        return NULL;
    }
    py_auto PyObject *o = type->tp_alloc(type, 0);
    if (o == NULL) {
        return NULL;
    }
    struct locked_map *self = (struct locked_map *)o;
    self->values = PyDict_New();
    self->pending = PyDict_New();
    return self->values != NULL && self->pending != NULL ? py_take(&o) : NULL;
}

static int map_traverse(PyObject *o, visitproc visit, void *arg) {
    struct locked_map *self = (struct locked_map *)o;
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(self->values);
    Py_VISIT(self->pending);
    return 0;
}

static int map_clear_slots(PyObject *o) {
    struct locked_map *self = (struct locked_map *)o;
    Py_CLEAR(self->values);
    Py_CLEAR(self->pending);
    return 0;
}

static void map_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    (void)map_clear_slots(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyObject *lock_make_acquired(void) {
    py_auto PyObject *make = py_import_name("_thread", "allocate_lock");
    py_auto PyObject *lock = make != NULL ? PyObject_CallNoArgs(make) : NULL;
    py_auto PyObject *r = lock != NULL ? PyObject_CallMethod(lock, "acquire", NULL) : NULL;
    return r != NULL ? py_take(&lock) : NULL;
}

static int lock_release(PyObject *lock) {
    PyObject *r = PyObject_CallMethod(lock, "release", NULL);
    Py_XDECREF(r);
    return r != NULL ? 0 : -1;
}

/* Waits until another thread is done with the key. */
static int map_wait(PyObject *entry, PyObject *key) {
    unsigned long owner = PyLong_AsUnsignedLong(PyTuple_GET_ITEM(entry, 1));
    if (owner == PyThread_get_thread_ident()) {
        PyErr_Format(PyExc_RuntimeError,
                     "LockedMap: computing the value of %R asks for that value again", key);
        return -1;
    }
    PyObject *lock = PyTuple_GET_ITEM(entry, 0);
    py_auto PyObject *r = PyObject_CallMethod(lock, "acquire", NULL);
    return r != NULL ? lock_release(lock) : -1;
}

static PyObject *map_compute(struct locked_map *self, PyObject *key, PyObject *factory) {
    py_auto PyObject *lock = lock_make_acquired();
    py_auto PyObject *entry =
        lock != NULL ? Py_BuildValue("(Ok)", lock, PyThread_get_thread_ident()) : NULL;
    if (entry == NULL || PyDict_SetItem(self->pending, key, entry) < 0) {
        return NULL;
    }
    py_auto PyObject *value = PyObject_CallNoArgs(factory);
    PyObject *error = PyErr_GetRaisedException();
    if (PyDict_DelItem(self->pending, key) < 0) {
        PyErr_Clear(); /* clear() came in between */
    }
    if (lock_release(lock) < 0) {
        PyErr_Clear();
    }
    if (value == NULL) {
        PyErr_SetRaisedException(error);
        return NULL;
    }
    return PyDict_SetItem(self->values, key, value) == 0 ? py_take(&value) : NULL;
}

static PyObject *map_get_or_insert(PyObject *o, PyObject *const *args, Py_ssize_t nargs) {
    struct locked_map *self = (struct locked_map *)o;
    if (nargs != 2) {
        PyErr_SetString(PyExc_TypeError, "get_or_insert() takes a key and a callable");
        return NULL;
    }
    for (;;) {
        PyObject *value = NULL;
        if (PyDict_GetItemRef(self->values, args[0], &value) != 0) {
            return value; /* found, or NULL with an exception */
        }
        py_auto PyObject *entry = NULL;
        if (PyDict_GetItemRef(self->pending, args[0], &entry) < 0) {
            return NULL;
        }
        if (entry == NULL) {
            return map_compute(self, args[0], args[1]);
        }
        if (map_wait(entry, args[0]) < 0) {
            return NULL;
        }
    }
}

static PyObject *map_get(PyObject *o, PyObject *const *args, Py_ssize_t nargs) {
    if (nargs < 1 || nargs > 2) {
        PyErr_SetString(PyExc_TypeError, "get() takes a key and a default");
        return NULL;
    }
    PyObject *value = NULL;
    if (PyDict_GetItemRef(((struct locked_map *)o)->values, args[0], &value) == 0) {
        value = Py_NewRef(nargs == 2 ? args[1] : Py_None);
    }
    return value;
}

static PyObject *map_insert(PyObject *o, PyObject *const *args, Py_ssize_t nargs) {
    if (nargs != 2) {
        PyErr_SetString(PyExc_TypeError, "insert() takes a key and a value");
        return NULL;
    }
    if (PyDict_SetItem(((struct locked_map *)o)->values, args[0], args[1]) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *map_remove(PyObject *o, PyObject *key) {
    int r = PyDict_Pop(((struct locked_map *)o)->values, key, NULL);
    return r < 0 ? NULL : PyBool_FromLong(r);
}

static PyObject *map_clear(PyObject *o, PyObject *unused) {
    (void)unused;
    PyDict_Clear(((struct locked_map *)o)->values);
    Py_RETURN_NONE;
}

static Py_ssize_t map_length(PyObject *o) {
    return PyDict_GET_SIZE(((struct locked_map *)o)->values);
}

static int map_contains(PyObject *o, PyObject *key) {
    return PyDict_Contains(((struct locked_map *)o)->values, key);
}

PyDoc_STRVAR(get_or_insert_doc,
             "get_or_insert($self, key, factory, /)\n--\n\n"
             "The value of key; the first to ask for it computes it with factory().");
PyDoc_STRVAR(get_doc, "get($self, key, default=None, /)\n--\n\nThe value of key if it is known.");
PyDoc_STRVAR(insert_doc, "insert($self, key, value, /)\n--\n\nSets the value of key.");
PyDoc_STRVAR(remove_doc, "remove($self, key, /)\n--\n\n"
                         "Forgets the value of key; whether there was one.");
PyDoc_STRVAR(clear_doc, "clear($self, /)\n--\n\nForgets every value.");
PyDoc_STRVAR(map_doc, "LockedMap()\n--\n\nA memo table that computes each value exactly once.");

static PyMethodDef map_methods[] = {
    {"get_or_insert", PY_FN(map_get_or_insert), METH_FASTCALL, get_or_insert_doc},
    {"get", PY_FN(map_get), METH_FASTCALL, get_doc},
    {"insert", PY_FN(map_insert), METH_FASTCALL, insert_doc},
    {"remove", map_remove, METH_O, remove_doc},
    {"clear", map_clear, METH_NOARGS, clear_doc},
    PY_CLASS_GETITEM,
    {NULL, NULL, 0, NULL},
};

static PyType_Slot map_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, map_doc),
    PY_SLOT(Py_tp_new, map_new),
    PY_SLOT(Py_tp_traverse, map_traverse),
    PY_SLOT(Py_tp_clear, map_clear_slots),
    PY_SLOT(Py_tp_dealloc, map_dealloc),
    PY_SLOT(Py_mp_length, map_length),
    PY_SLOT(Py_sq_contains, map_contains),
    PY_SLOT_DATA(Py_tp_methods, map_methods),
    PY_SLOT_END,
};

static PyType_Spec map_spec = {
    .name = NATIVE_ENGINE ".LockedMap",
    .basicsize = sizeof(struct locked_map),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = map_slots,
};

int py_locked_map_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    return py_add_type(module, &map_spec, NULL, PY_TYPE_EXPORT, &st->locked_map_type);
}
