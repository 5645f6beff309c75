/*
 * A shape is made once per class and membership. Where it is kept decides how long it lives: in
 * the membership, by class, or, for targets made without a membership (tests do that), in the dict
 * of the class. It is made again when the class was given other core_fields.
 */
#include "pyembed/types/target.h"
#include "pyembed/types/types.h"
#include "pyembed/types/union.h"

static int shape_traverse(PyObject *o, visitproc visit, void *arg) {
    struct py_target_shape *self = (struct py_target_shape *)o;
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(self->core_fields);
    Py_VISIT(self->declared);
    Py_VISIT(self->types);
    Py_VISIT(self->by_alias);
    Py_VISIT(self->by_type);
    Py_VISIT(self->lookups);
    return 0;
}

static int shape_clear(PyObject *o) {
    struct py_target_shape *self = (struct py_target_shape *)o;
    Py_CLEAR(self->core_fields);
    Py_CLEAR(self->declared);
    Py_CLEAR(self->types);
    Py_CLEAR(self->by_alias);
    Py_CLEAR(self->by_type);
    Py_CLEAR(self->lookups);
    return 0;
}

static void shape_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    (void)shape_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyType_Slot shape_slots[] = {
    PY_SLOT(Py_tp_traverse, shape_traverse),
    PY_SLOT(Py_tp_clear, shape_clear),
    PY_SLOT(Py_tp_dealloc, shape_dealloc),
    PY_SLOT_END,
};

static PyType_Spec shape_spec = {
    .name = NATIVE_ENGINE "._TargetShape",
    .basicsize = sizeof(struct py_target_shape),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE |
             Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = shape_slots,
};

/* ----------------------------------------------------------------- the fields that a class has */

/* (alias, position, class) sorts by alias without ever comparing classes. */
static PyObject *sorted_by_alias(struct pyembed_state *st, PyObject *types) {
    py_auto PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list != NULL && i < PyTuple_GET_SIZE(types); i++) {
        PyObject *type = PyTuple_GET_ITEM(types, i);
        py_auto PyObject *alias = PyObject_GetAttr(type, st->names.alias);
        py_auto PyObject *item = alias != NULL ? Py_BuildValue("(OnO)", alias, i, type) : NULL;
        if (item == NULL || PyList_Append(list, item) < 0) {
            return NULL;
        }
    }
    if (list == NULL || PyList_Sort(list) < 0) {
        return NULL;
    }
    PyObject *sorted = PyTuple_New(PyList_GET_SIZE(list));
    for (Py_ssize_t i = 0; sorted != NULL && i < PyList_GET_SIZE(list); i++) {
        PyTuple_SET_ITEM(sorted, i, Py_NewRef(PyTuple_GET_ITEM(PyList_GET_ITEM(list, i), 2)));
    }
    return sorted;
}

PyObject *py_target_plugin_fields(struct pyembed_state *st, PyTypeObject *cls,
                                  PyObject *membership) {
    py_auto PyObject *found = PyDict_New();
    for (Py_ssize_t i = 0; found != NULL && i < PyTuple_GET_SIZE(cls->tp_mro); i++) {
        PyObject *base = PyTuple_GET_ITEM(cls->tp_mro, i);
        if (!PyType_IsSubtype((PyTypeObject *)base, st->target_type)) {
            continue;
        }
        py_auto PyObject *added_to = PyObject_GetAttr(base, st->names.PluginField);
        PyObject *members = added_to != NULL ? py_union_members(membership, added_to) : NULL;
        for (Py_ssize_t j = 0; members != NULL && j < PyTuple_GET_SIZE(members); j++) {
            if (PyDict_SetItem(found, PyTuple_GET_ITEM(members, j), Py_None) < 0) {
                return NULL;
            }
        }
        if (PyErr_Occurred() != NULL) {
            return NULL;
        }
    }
    py_auto PyObject *tuple = found != NULL ? PySequence_Tuple(found) : NULL;
    return tuple != NULL ? sorted_by_alias(st, tuple) : NULL;
}

PyObject *py_target_declared_fields(struct pyembed_state *st, PyTypeObject *cls,
                                    PyObject *membership) {
    py_auto PyObject *given = PyObject_GetAttr((PyObject *)cls, st->names.core_fields);
    py_auto PyObject *core = given != NULL ? PySequence_Tuple(given) : NULL;
    for (Py_ssize_t i = 0; core != NULL && i < PyTuple_GET_SIZE(core); i++) {
        if (!py_is_field_class(st, PyTuple_GET_ITEM(core, i))) {
            PyErr_Format(PyExc_TypeError, "%R.core_fields must hold field classes, but has %R", cls,
                         PyTuple_GET_ITEM(core, i));
            return NULL;
        }
    }
    if (core == NULL || membership == NULL) {
        return py_take(&core);
    }
    py_auto PyObject *plugins = py_target_plugin_fields(st, cls, membership);
    return plugins != NULL ? PySequence_Concat(core, plugins) : NULL;
}

/* ------------------------------------------------------------------------------- making one */

static int index_fields(struct pyembed_state *st, struct py_target_shape *self) {
    self->by_alias = PyDict_New();
    self->by_type = PyDict_New();
    self->lookups = PyDict_New();
    if (self->by_alias == NULL || self->by_type == NULL || self->lookups == NULL) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(self->types); i++) {
        PyObject *type = PyTuple_GET_ITEM(self->types, i);
        py_auto PyObject *index = PyLong_FromSsize_t(i);
        py_auto PyObject *alias = PyObject_GetAttr(type, st->names.alias);
        py_auto PyObject *old = PyObject_GetAttr(type, st->names.deprecated_alias);
        if (index == NULL || alias == NULL || old == NULL ||
            PyDict_SetItem(self->by_type, type, index) < 0 ||
            PyDict_SetItem(self->by_alias, alias, index) < 0 ||
            (old != Py_None && PyDict_SetItem(self->by_alias, old, index) < 0)) {
            return -1;
        }
    }
    return 0;
}

static int overrides_validate(struct pyembed_state *st, PyTypeObject *cls) {
    py_auto PyObject *own = PyObject_GetAttr((PyObject *)cls, st->names.validate);
    py_auto PyObject *native =
        own != NULL ? PyObject_GetAttr((PyObject *)st->target_type, st->names.validate) : NULL;
    return native != NULL ? own != native : -1;
}

static PyObject *make_shape(struct pyembed_state *st, PyTypeObject *cls, PyObject *membership) {
    py_auto PyObject *o = st->target_shape_type->tp_alloc(st->target_shape_type, 0);
    struct py_target_shape *self = (struct py_target_shape *)o;
    if (o == NULL) {
        return NULL;
    }
    int validates = overrides_validate(st, cls);
    self->cls = cls;
    self->validates = validates > 0;
    self->core_fields = PyObject_GetAttr((PyObject *)cls, st->names.core_fields);
    self->declared =
        self->core_fields != NULL ? py_target_declared_fields(st, cls, membership) : NULL;
    self->types = self->declared != NULL ? sorted_by_alias(st, self->declared) : NULL;
    if (validates < 0 || self->types == NULL || index_fields(st, self) < 0) {
        return NULL;
    }
    return py_take(&o);
}

/* The dict in which shapes are kept, and the key there. */
static PyObject *shelf_of(struct pyembed_state *st, PyTypeObject *cls, PyObject *membership,
                          PyObject **ret_key) {
    if (membership == NULL) {
        *ret_key = st->names.__pants_shape__;
        return PyType_GetDict(cls);
    }
    struct py_union_membership *m = (struct py_union_membership *)membership;
    *ret_key = (PyObject *)cls;
    if (m->shapes == NULL) {
        m->shapes = PyDict_New();
    }
    return Py_XNewRef(m->shapes);
}

struct py_target_shape *py_target_shape(struct pyembed_state *st, PyTypeObject *cls,
                                        PyObject *membership) {
    PyObject *key = NULL;
    py_auto PyObject *shelf = shelf_of(st, cls, membership, &key);
    PyObject *o = shelf != NULL ? PyDict_GetItemWithError(shelf, key) : NULL;
    if (o != NULL && Py_IS_TYPE(o, st->target_shape_type)) {
        struct py_target_shape *shape = (struct py_target_shape *)o;
        py_auto PyObject *core = PyObject_GetAttr((PyObject *)cls, st->names.core_fields);
        if (core == NULL || (shape->cls == cls && shape->core_fields == core)) {
            return core != NULL ? shape : NULL;
        }
    }
    if (shelf == NULL || PyErr_Occurred() != NULL) {
        return NULL;
    }
    py_auto PyObject *made = make_shape(st, cls, membership);
    if (made == NULL || PyDict_SetItem(shelf, key, made) < 0) {
        return NULL;
    }
    return (struct py_target_shape *)made; /* the shelf keeps it */
}

/* The first of the types, in their order, that derives from field_type. */
static Py_ssize_t find_subclass(struct py_target_shape *shape, PyObject *field_type) {
    for (Py_ssize_t i = 0; PyType_Check(field_type) && i < PyTuple_GET_SIZE(shape->types); i++) {
        if (PyType_IsSubtype((PyTypeObject *)PyTuple_GET_ITEM(shape->types, i),
                             (PyTypeObject *)field_type)) {
            return i;
        }
    }
    return -1;
}

Py_ssize_t py_target_shape_find(struct py_target_shape *shape, PyObject *field_type) {
    PyObject *known = PyDict_GetItemWithError(shape->by_type, field_type);
    if (known == NULL && PyErr_Occurred() == NULL) {
        known = PyDict_GetItemWithError(shape->lookups, field_type);
    }
    if (known != NULL) {
        return PyLong_AsSsize_t(known);
    }
    if (PyErr_Occurred() != NULL) {
        return -2;
    }
    Py_ssize_t found = find_subclass(shape, field_type);
    py_auto PyObject *index = PyLong_FromSsize_t(found);
    if (index == NULL || PyDict_SetItem(shape->lookups, field_type, index) < 0) {
        return -2;
    }
    return found;
}

int py_target_shape_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    return py_add_type(module, &shape_spec, NULL, PY_TYPE_PRIVATE, &st->target_shape_type);
}
