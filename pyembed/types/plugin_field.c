/*
 * PluginFieldDescriptor: as an attribute of a class, a union of its own for that class and each
 * subclass (`Target.PluginField`). The union is made when first asked for and kept in the dict of
 * the class it belongs to, so that it lives and dies with that class.
 */
#include "pyembed/args.h"
#include "pyembed/module.h"
#include "pyembed/types/types.h"

struct plugin_field_descriptor {
    PyObject ob_base;
    PyObject *name; /* of the attribute it is */
    PyObject *slot; /* under which a class keeps its union */
};

static struct plugin_field_descriptor *as_descriptor(PyObject *o) {
    return (struct plugin_field_descriptor *)o;
}

static int set_name(struct plugin_field_descriptor *self, PyObject *name) {
    PyObject *slot = PyUnicode_FromFormat("__pants_union_%U__", name);
    if (slot == NULL) {
        return -1;
    }
    PyUnicode_InternInPlace(&slot);
    Py_XSETREF(self->slot, slot);
    Py_XSETREF(self->name, Py_NewRef(name));
    return 0;
}

static PyObject *descriptor_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {NULL};
    static const struct py_sig sig = {"PluginFieldDescriptor", names, 0, 0};
    struct pyembed_state *st = PyType_GetModuleState(type);
    if (py_bind(&sig, args, kwargs, NULL) < 0) {
        return NULL;
    }
    py_auto PyObject *o = type->tp_alloc(type, 0);
    return o != NULL && set_name(as_descriptor(o), st->names.PluginField) == 0 ? py_take(&o) : NULL;
}

static void descriptor_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    Py_XDECREF(as_descriptor(o)->name);
    Py_XDECREF(as_descriptor(o)->slot);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyObject *descriptor_set_name(PyObject *o, PyObject *const *args, Py_ssize_t nargs) {
    if (nargs != 2 || !PyUnicode_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError, "__set_name__() takes a class and a name");
        return NULL;
    }
    if (set_name(as_descriptor(o), args[1]) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* class <name>: a fresh union called Owner.<name>. */
static PyObject *make_union(struct pyembed_state *st, PyObject *owner, PyObject *name) {
    py_auto PyObject *module = PyObject_GetAttr(owner, st->names.__module__);
    py_auto PyObject *outer =
        module != NULL ? PyObject_GetAttr(owner, st->names.__qualname__) : NULL;
    py_auto PyObject *qualname = outer != NULL ? PyUnicode_FromFormat("%S.%U", outer, name) : NULL;
    if (qualname == NULL) {
        return NULL;
    }
    py_auto PyObject *body =
        Py_BuildValue("{O:O,O:O,O:()}", st->names.__module__, module, st->names.__qualname__,
                      qualname, st->names._union_in_scope_types);
    py_auto PyObject *cls =
        body != NULL ? PyObject_CallFunction((PyObject *)&PyType_Type, "O()O", name, body) : NULL;
    if (cls == NULL || PyObject_SetAttr(cls, st->names._is_union_for, cls) < 0) {
        return NULL;
    }
    return py_take(&cls);
}

static PyObject *descriptor_get(PyObject *o, PyObject *instance, PyObject *owner) {
    struct pyembed_state *st = PyType_GetModuleState(Py_TYPE(o));
    owner = owner != NULL ? owner : (PyObject *)Py_TYPE(instance);
    py_auto PyObject *own = PyType_GetDict((PyTypeObject *)owner);
    PyObject *found = NULL;
    if (own == NULL || PyDict_GetItemRef(own, as_descriptor(o)->slot, &found) != 0) {
        return found;
    }
    py_auto PyObject *made = make_union(st, owner, as_descriptor(o)->name);
    if (made == NULL || PyObject_SetAttr(owner, as_descriptor(o)->slot, made) < 0) {
        return NULL;
    }
    return py_take(&made);
}

static PyMethodDef descriptor_methods[] = {
    {"__set_name__", PY_FN(descriptor_set_name), METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(descriptor_doc, "PluginFieldDescriptor()\n--\n\n"
                             "A class attribute that is another union for every class.");

static PyType_Slot descriptor_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, descriptor_doc),         PY_SLOT(Py_tp_new, descriptor_tp_new),
    PY_SLOT(Py_tp_dealloc, descriptor_dealloc),      PY_SLOT(Py_tp_descr_get, descriptor_get),
    PY_SLOT_DATA(Py_tp_methods, descriptor_methods), PY_SLOT_END,
};

static PyType_Spec descriptor_spec = {
    .name = NATIVE_ENGINE ".PluginFieldDescriptor",
    .basicsize = sizeof(struct plugin_field_descriptor),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = descriptor_slots,
};

int py_plugin_field_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    return py_add_type(module, &descriptor_spec, NULL, PY_TYPE_EXPORT,
                       &st->plugin_field_descriptor_type);
}
