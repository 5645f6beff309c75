/*
 * __new__ makes the fields, __init__ validates. Whatever goes wrong in either becomes an
 * InvalidTargetException that says where the target was declared.
 */
#include "pyembed/types/target.h"

#include "base/hash.h"
#include "pyembed/args.h"
#include "pyembed/types/frozen_dict.h"
#include "pyembed/types/target_class.h"
#include "pyembed/types/types.h"

static struct py_target *as_target(PyObject *o) {
    return (struct py_target *)o;
}

/* --------------------------------------------------------------------------------- failing */

static PyObject *origin_of(const struct py_target *self) {
    return self->origin != NULL ? self->origin : py_address_spec(self->address);
}

/* raise InvalidTargetException(str(error), description_of_origin=origin) from error */
static void wrap_error(struct pyembed_state *st, const struct py_target *self) {
    if (!PyErr_ExceptionMatches(PyExc_Exception)) {
        return;
    }
    PyObject *cause = PyErr_GetRaisedException();
    PyObject *type = py_imported(st, PY_IMPORT_invalid_target_exception);
    PyObject *origin = type != NULL ? origin_of(self) : NULL;
    py_auto PyObject *text = origin != NULL ? PyObject_Str(cause) : NULL;
    py_auto PyObject *args = text != NULL ? PyTuple_Pack(1, text) : NULL;
    py_auto PyObject *kwargs =
        args != NULL ? Py_BuildValue("{s:O}", "description_of_origin", origin) : NULL;
    py_auto PyObject *error = kwargs != NULL ? PyObject_Call(type, args, kwargs) : NULL;
    if (error == NULL) {
        Py_DECREF(cause);
        return;
    }
    PyException_SetContext(error, Py_NewRef(cause));
    PyException_SetCause(error, cause); /* takes the reference */
    PyErr_SetObject((PyObject *)Py_TYPE(error), error);
}

/* A sorted list of the aliases that the class knows, those of moved fields included. */
static PyObject *valid_aliases(struct pyembed_state *st, PyTypeObject *cls,
                               const struct py_target_shape *shape) {
    py_auto PyObject *known = PyDict_Copy(shape->by_alias);
    py_auto PyObject *moved = NULL;
    if (known == NULL ||
        PyObject_GetOptionalAttr((PyObject *)cls, st->names.moved_fields, &moved) < 0) {
        return NULL;
    }
    py_auto PyObject *types = moved != NULL ? PySequence_Tuple(moved) : PyTuple_New(0);
    for (Py_ssize_t i = 0; types != NULL && i < PyTuple_GET_SIZE(types); i++) {
        py_auto PyObject *alias = PyObject_GetAttr(PyTuple_GET_ITEM(types, i), st->names.alias);
        if (alias == NULL || PyDict_SetItem(known, alias, Py_None) < 0) {
            return NULL;
        }
    }
    py_auto PyObject *list = types != NULL ? PyDict_Keys(known) : NULL;
    return list != NULL && PyList_Sort(list) == 0 ? py_take(&list) : NULL;
}

static int refuse_field(struct pyembed_state *st, PyTypeObject *cls, const struct py_target *self,
                        PyObject *alias, PyObject *value) {
    py_auto PyObject *valid = valid_aliases(st, cls, self->shape);
    py_auto PyObject *name =
        valid != NULL ? PyObject_GetAttr((PyObject *)cls, st->names.alias) : NULL;
    if (name != NULL) {
        (void)py_raise_field_invalid(
            st, PyUnicode_FromFormat("Unrecognized field `%S=%S` in target %S. A `%S` has the "
                                     "fields %R.",
                                     alias, value, self->address, name, valid));
    }
    return -1;
}

/* ------------------------------------------------------------------------------- making one */

/* The fields that were given, each at its index; the others stay NULL. */
static int hydrate_given(struct pyembed_state *st, PyTypeObject *cls, struct py_target *self,
                         PyObject *given, bool ignore_unknown, PyObject *fields) {
    PyObject *alias = NULL;
    PyObject *value = NULL;
    Py_ssize_t at = 0;
    while (PyDict_Next(given, &at, &alias, &value)) {
        PyObject *known = PyDict_GetItemWithError(self->shape->by_alias, alias);
        if (known == NULL) {
            if (PyErr_Occurred() != NULL) {
                return -1;
            }
            if (!ignore_unknown && refuse_field(st, cls, self, alias, value) < 0) {
                return -1;
            }
            continue;
        }
        Py_ssize_t index = PyLong_AsSsize_t(known);
        PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(self->shape->types, index);
        PyObject *field = py_field_hydrate(st, type, value, self->address);
        if (field == NULL) {
            return -1;
        }
        PyObject *old = PyTuple_GET_ITEM(fields, index);
        PyTuple_SET_ITEM(fields, index, field);
        Py_XDECREF(old);
    }
    return 0;
}

static int hydrate_missing(struct pyembed_state *st, struct py_target *self, PyObject *fields) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(fields); i++) {
        if (PyTuple_GET_ITEM(fields, i) == NULL) {
            PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(self->shape->types, i);
            PyObject *field = py_field_hydrate(st, type, st->no_value, self->address);
            if (field == NULL) {
                return -1;
            }
            PyTuple_SET_ITEM(fields, i, field);
        }
    }
    return 0;
}

static int hydrate(struct pyembed_state *st, PyTypeObject *cls, struct py_target *self,
                   PyObject *values, bool ignore_unknown) {
    py_auto PyObject *given = NULL; /* our own copy: fields run code of plugins */
    if (py_is_frozen_dict(st, values)) {
        given = Py_NewRef(py_frozen_dict_data(values));
    } else {
        given = PyDict_New();
        if (given == NULL || PyDict_Update(given, values) < 0) {
            return -1;
        }
    }
    py_auto PyObject *fields = PyTuple_New(PyTuple_GET_SIZE(self->shape->types));
    if (fields == NULL || hydrate_given(st, cls, self, given, ignore_unknown, fields) < 0 ||
        hydrate_missing(st, self, fields) < 0) {
        return -1;
    }
    self->fields = py_take(&fields);
    return 0;
}

static int check_blocks(struct pyembed_state *st, PyObject *blocks) {
    if (!py_is_frozen_dict(st, blocks)) {
        PyErr_Format(PyExc_ValueError,
                     "Expected `origin_sources_blocks` to be of type `FrozenDict`, got %T: %R",
                     blocks, blocks);
        return -1;
    }
    PyObject *file = NULL;
    PyObject *value = NULL;
    Py_ssize_t at = 0;
    while (PyDict_Next(py_frozen_dict_data(blocks), &at, &file, &value)) {
        if (!PyObject_TypeCheck(value, st->source_blocks_type)) {
            PyErr_Format(PyExc_ValueError,
                         "Expected `origin_sources_blocks[%R]` to be of type `SourceBlocks`, got "
                         "%T: %R",
                         file, value, value);
            return -1;
        }
    }
    return 0;
}

enum argument {
    ARG_VALUES,
    ARG_ADDRESS,
    ARG_MEMBERSHIP,
    ARG_NAME_EXPLICITLY_SET,
    ARG_RESIDENCE_DIR,
    ARG_IGNORE_UNRECOGNIZED,
    ARG_ORIGIN,
    ARG_BLOCKS,
    ARGS,
};

static int bind_target(struct pyembed_state *st, PyTypeObject *type, PyObject *args,
                       PyObject *kwargs, PyObject **v) {
    static const char *const names[] = {"unhydrated_values",
                                        "address",
                                        "union_membership",
                                        "name_explicitly_set",
                                        "residence_dir",
                                        "ignore_unrecognized_fields",
                                        "description_of_origin",
                                        "origin_sources_blocks",
                                        NULL};
    const struct py_sig sig = {_PyType_Name(type), names, 3, 3};
    if (py_bind(&sig, args, kwargs, v) < 0 ||
        py_expect_instance(sig.func, "address", v[ARG_ADDRESS], st->address_type) < 0 ||
        (!py_absent(v[ARG_MEMBERSHIP]) &&
         py_expect_instance(sig.func, "union_membership", v[ARG_MEMBERSHIP],
                            st->union_membership_type) < 0)) {
        return -1;
    }
    return !py_absent(v[ARG_BLOCKS]) ? check_blocks(st, v[ARG_BLOCKS]) : 0;
}

/* None is "not given"; what equals the default is not kept either. */
static PyObject *kept(PyObject *given, PyObject *fallback) {
    if (py_absent(given) ||
        (fallback != NULL && PyUnicode_Check(given) && PyUnicode_Compare(given, fallback) == 0)) {
        return NULL;
    }
    return Py_NewRef(given);
}

static int truth(PyObject *o, int fallback) {
    return o != NULL ? PyObject_IsTrue(o) : fallback;
}

static PyObject *target_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    struct pyembed_state *st = pyembed_state(type);
    PyObject *v[ARGS];
    if (bind_target(st, type, args, kwargs, v) < 0) {
        return NULL;
    }
    int explicit_name = truth(v[ARG_NAME_EXPLICITLY_SET], 1);
    int ignore = truth(v[ARG_IGNORE_UNRECOGNIZED], 0);
    PyObject *membership = py_absent(v[ARG_MEMBERSHIP]) ? NULL : v[ARG_MEMBERSHIP];
    struct py_target_shape *shape =
        explicit_name >= 0 && ignore >= 0 ? py_target_shape(st, type, membership) : NULL;
    py_auto PyObject *o = shape != NULL ? type->tp_alloc(type, 0) : NULL;
    if (o == NULL) {
        return NULL;
    }
    struct py_target *self = as_target(o);
    self->shape = (struct py_target_shape *)Py_NewRef((PyObject *)shape);
    self->hash = -1;
    self->name_explicitly_set = explicit_name != 0;
    self->address = Py_NewRef(v[ARG_ADDRESS]);
    self->residence_dir =
        kept(v[ARG_RESIDENCE_DIR], ((struct py_address *)v[ARG_ADDRESS])->spec_path);
    self->origin = kept(v[ARG_ORIGIN], NULL);
    self->blocks = kept(v[ARG_BLOCKS], NULL);
    if (hydrate(st, type, self, v[ARG_VALUES], ignore != 0) < 0) {
        wrap_error(st, self);
        return NULL;
    }
    return py_take(&o);
}

static int target_init(PyObject *o, PyObject *args, PyObject *kwargs) {
    (void)args;
    (void)kwargs;
    if (!as_target(o)->shape->validates) {
        return 0;
    }
    struct pyembed_state *st = pyembed_state(Py_TYPE(o));
    PyObject *r = PyObject_CallMethodNoArgs(o, st->names.validate);
    if (r == NULL) {
        wrap_error(st, as_target(o));
        return -1;
    }
    Py_DECREF(r);
    return 0;
}

static int target_traverse(PyObject *o, visitproc visit, void *arg) {
    struct py_target *self = as_target(o);
    Py_VISIT(Py_TYPE(o));
    Py_VISIT((PyObject *)self->shape);
    Py_VISIT(self->fields);
    Py_VISIT(self->blocks);
    return 0;
}

static int target_clear(PyObject *o) {
    struct py_target *self = as_target(o);
    Py_CLEAR(self->address);
    Py_CLEAR(self->shape);
    Py_CLEAR(self->fields);
    Py_CLEAR(self->residence_dir);
    Py_CLEAR(self->origin);
    Py_CLEAR(self->blocks);
    return 0;
}

static void target_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    (void)target_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

/* ----------------------------------------------------------------------- comparing, showing */

static PyObject *residence_dir(const struct py_target *self) {
    return self->residence_dir != NULL ? self->residence_dir
                                       : ((struct py_address *)self->address)->spec_path;
}

static Py_hash_t target_hash(PyObject *o) {
    struct py_target *self = as_target(o);
    if (self->hash == -1) {
        Py_hash_t fields = PyObject_Hash(self->fields);
        if (fields == -1) {
            return -1;
        }
        uint64_t h = hash_combine((uint64_t)(uintptr_t)Py_TYPE(o), (uint64_t)fields);
        h = hash_combine(h, (uint64_t)PyObject_Hash(self->address));
        h = hash_combine(h, (uint64_t)PyObject_Hash(residence_dir(self)));
        self->hash = py_hash_clean(h);
    }
    return self->hash;
}

/* Of one class: the same address, folder and fields. */
static int same_target(const struct py_target *a, const struct py_target *b) {
    if (PyUnicode_Compare(residence_dir(a), residence_dir(b)) != 0) {
        return 0;
    }
    int equal = PyObject_RichCompareBool(a->address, b->address, Py_EQ);
    return equal > 0 ? PyObject_RichCompareBool(a->fields, b->fields, Py_EQ) : equal;
}

static PyObject *target_richcompare(PyObject *a, PyObject *b, int op) {
    if (!py_is_target(pyembed_state(Py_TYPE(a)), b)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    if (op != Py_EQ && op != Py_NE) {
        Py_RETURN_RICHCOMPARE(py_address_compare(as_target(a)->address, as_target(b)->address), 0,
                              op);
    }
    int equal = a == b;
    if (!equal && Py_IS_TYPE(b, Py_TYPE(a))) {
        equal = same_target(as_target(a), as_target(b));
    }
    return equal < 0 ? NULL : PyBool_FromLong((equal != 0) == (op == Py_EQ));
}

/* "alias=value, alias=value" */
static PyObject *shown_fields(const struct py_target *self) {
    py_auto PyObject *parts = PyList_New(0);
    for (Py_ssize_t i = 0; parts != NULL && i < PyTuple_GET_SIZE(self->fields); i++) {
        py_auto PyObject *text = PyObject_Str(PyTuple_GET_ITEM(self->fields, i));
        if (text == NULL || PyList_Append(parts, text) < 0) {
            return NULL;
        }
    }
    py_auto PyObject *comma = parts != NULL ? PyUnicode_FromString(", ") : NULL;
    return comma != NULL ? PyUnicode_Join(comma, parts) : NULL;
}

static PyObject *alias_of(PyObject *o) {
    return PyObject_GetAttr((PyObject *)Py_TYPE(o), pyembed_state(Py_TYPE(o))->names.alias);
}

static PyObject *target_repr(PyObject *o) {
    const struct py_target *self = as_target(o);
    py_auto PyObject *alias = alias_of(o);
    py_auto PyObject *fields = alias != NULL ? shown_fields(self) : NULL;
    return fields != NULL
               ? PyUnicode_FromFormat("%R(address=%S, alias=%R, residence_dir=%R, %U)", Py_TYPE(o),
                                      self->address, alias, residence_dir(self), fields)
               : NULL;
}

static PyObject *target_str(PyObject *o) {
    const struct py_target *self = as_target(o);
    py_auto PyObject *alias = alias_of(o);
    py_auto PyObject *fields = alias != NULL ? shown_fields(self) : NULL;
    if (fields == NULL) {
        return NULL;
    }
    bool any = PyTuple_GET_SIZE(self->fields) > 0;
    return PyUnicode_FromFormat("%S(address=\"%S\"%s%U)", alias, self->address, any ? ", " : "",
                                fields);
}

/* ------------------------------------------------------------------------------- properties */

static PyObject *target_get_address(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_target(o)->address);
}

static PyObject *target_get_residence_dir(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(residence_dir(as_target(o)));
}

static PyObject *target_get_name_explicitly_set(PyObject *o, void *unused) {
    (void)unused;
    return PyBool_FromLong(as_target(o)->name_explicitly_set);
}

static PyObject *target_get_origin(PyObject *o, void *unused) {
    (void)unused;
    return Py_XNewRef(origin_of(as_target(o)));
}

static PyObject *target_get_blocks(PyObject *o, void *unused) {
    (void)unused;
    PyObject *blocks = as_target(o)->blocks;
    return Py_NewRef(blocks != NULL ? blocks : pyembed_state(Py_TYPE(o))->empty_frozen_dict);
}

static PyObject *target_get_field_values(PyObject *o, void *unused) {
    (void)unused;
    const struct py_target *self = as_target(o);
    PyObject *dict = PyDict_New();
    for (Py_ssize_t i = 0; dict != NULL && i < PyTuple_GET_SIZE(self->fields); i++) {
        if (PyDict_SetItem(dict, PyTuple_GET_ITEM(self->shape->types, i),
                           PyTuple_GET_ITEM(self->fields, i)) < 0) {
            Py_CLEAR(dict);
        }
    }
    return dict != NULL ? py_frozen_dict_take(pyembed_state(Py_TYPE(o)), dict) : NULL;
}

static PyObject *target_get_field_types(PyObject *o, void *unused) {
    (void)unused;
    return PyObject_CallMethod(as_target(o)->shape->by_type, "keys", NULL);
}

/* ---------------------------------------------------------------------------------- methods */

static PyObject *target_subscript(PyObject *o, PyObject *field_type) {
    Py_ssize_t index = py_target_shape_find(as_target(o)->shape, field_type);
    if (index >= 0) {
        return Py_NewRef(PyTuple_GET_ITEM(as_target(o)->fields, index));
    }
    py_auto PyObject *name = index == -1 ? py_field_class_name(field_type) : NULL;
    py_auto PyObject *text =
        name != NULL ? PyUnicode_FromFormat("The target `%S` has no field `%U`. Ask has_field(%U) "
                                            "first, or use get(%U), which falls back to the "
                                            "field's default.",
                                            o, name, name, name)
                     : NULL;
    if (text != NULL) {
        PyErr_SetObject(PyExc_KeyError, text);
    }
    return NULL;
}

static PyObject *target_get(PyObject *o, PyObject *const *args, Py_ssize_t nargs,
                            PyObject *kwnames) {
    static const char *const names[] = {"field", "default_raw_value", NULL};
    static const struct py_sig sig = {"get", names, 2, 1};
    PyObject *v[2];
    if (py_bind_fast(&sig, args, nargs, kwnames, v) < 0) {
        return NULL;
    }
    Py_ssize_t index = py_target_shape_find(as_target(o)->shape, v[0]);
    if (index >= 0) {
        return Py_NewRef(PyTuple_GET_ITEM(as_target(o)->fields, index));
    }
    return index == -1 ? PyObject_CallFunctionObjArgs(v[0], v[1] != NULL ? v[1] : Py_None,
                                                      as_target(o)->address, NULL)
                       : NULL;
}

static PyObject *target_has_field(PyObject *o, PyObject *field_type) {
    Py_ssize_t index = py_target_shape_find(as_target(o)->shape, field_type);
    return index == -2 ? NULL : PyBool_FromLong(index >= 0);
}

static PyObject *target_has_fields(PyObject *o, PyObject *field_types) {
    int r = py_target_shape_has_all(as_target(o)->shape, field_types);
    return r < 0 ? NULL : PyBool_FromLong(r);
}

static PyObject *target_validate(PyObject *o, PyObject *unused) {
    (void)o;
    (void)unused;
    Py_RETURN_NONE;
}

PyDoc_STRVAR(get_doc, "get($self, field, default_raw_value=None)\n--\n\n"
                      "The field of that class, or a new one of default_raw_value where the target "
                      "has none.");
PyDoc_STRVAR(has_field_doc, "has_field($self, field, /)\n--\n\n"
                            "Whether it has a field of that class or of a subclass.");
PyDoc_STRVAR(has_fields_doc, "has_fields($self, fields, /)\n--\n\nWhether it has all of them.");
PyDoc_STRVAR(validate_doc, "validate($self, /)\n--\n\n"
                           "Checks how the fields go together; subclasses raise "
                           "InvalidTargetException.");
PyDoc_STRVAR(class_has_field_doc, "class_has_field(field, union_membership)\n--\n\n"
                                  "Whether targets of this class have the field.");
PyDoc_STRVAR(class_has_fields_doc, "class_has_fields(fields, union_membership)\n--\n\n"
                                   "Whether targets of this class have all the fields.");
PyDoc_STRVAR(class_get_field_doc, "class_get_field(field, union_membership)\n--\n\n"
                                  "Which class this class has for that field.");
PyDoc_STRVAR(class_field_types_doc, "class_field_types(union_membership)\n--\n\n"
                                    "The classes of all fields, those of plugins last.");
PyDoc_STRVAR(register_plugin_field_doc,
             "register_plugin_field(field, /)\n--\n\n"
             "A rule, for a plugin's rules(), that gives this class and its subclasses a field.");

static PyMethodDef target_methods[] = {
    {"get", PY_FN(target_get), PY_FAST, get_doc},
    {"has_field", target_has_field, METH_O, has_field_doc},
    {"has_fields", target_has_fields, METH_O, has_fields_doc},
    {"validate", target_validate, METH_NOARGS, validate_doc},
    {"class_has_field", PY_FN(py_target_class_has_field), PY_FAST | METH_CLASS,
     class_has_field_doc},
    {"class_has_fields", PY_FN(py_target_class_has_fields), PY_FAST | METH_CLASS,
     class_has_fields_doc},
    {"class_get_field", PY_FN(py_target_class_get_field), PY_FAST | METH_CLASS,
     class_get_field_doc},
    {"class_field_types", PY_FN(py_target_class_field_types), PY_FAST | METH_CLASS,
     class_field_types_doc},
    {"_find_plugin_fields", PY_FN(py_target_find_plugin_fields), PY_FAST | METH_CLASS, NULL},
    {"register_plugin_field", py_target_register_plugin_field, METH_O | METH_CLASS,
     register_plugin_field_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef target_getset[] = {
    {"address", target_get_address, NULL, "Its name.", NULL},
    {"residence_dir", target_get_residence_dir, NULL, "The folder it lives in.", NULL},
    {"name_explicitly_set", target_get_name_explicitly_set, NULL,
     "Whether the BUILD file gives it a name.", NULL},
    {"description_of_origin", target_get_origin, NULL, "Where it was declared.", NULL},
    {"origin_sources_blocks", target_get_blocks, NULL, "The lines it owns, by file.", NULL},
    {"field_values", target_get_field_values, NULL, "Each field by its class.", NULL},
    {"field_types", target_get_field_types, NULL, "The classes of its fields.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(target_doc,
             "Target(unhydrated_values, address, union_membership=None, *, "
             "name_explicitly_set=True, residence_dir=None, ignore_unrecognized_fields=False, "
             "description_of_origin=None, origin_sources_blocks=FrozenDict())\n--\n\n"
             "Something with metadata. A subclass names itself with `alias` and lists its fields "
             "in `core_fields`.");

static PyType_Slot target_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, target_doc),
    PY_SLOT(Py_tp_new, target_tp_new),
    PY_SLOT(Py_tp_init, target_init),
    PY_SLOT(Py_tp_traverse, target_traverse),
    PY_SLOT(Py_tp_clear, target_clear),
    PY_SLOT(Py_tp_dealloc, target_dealloc),
    PY_SLOT(Py_tp_hash, target_hash),
    PY_SLOT(Py_tp_repr, target_repr),
    PY_SLOT(Py_tp_str, target_str),
    PY_SLOT(Py_tp_richcompare, target_richcompare),
    PY_SLOT(Py_mp_subscript, target_subscript),
    PY_SLOT_DATA(Py_tp_methods, target_methods),
    PY_SLOT_DATA(Py_tp_getset, target_getset),
    PY_SLOT_END,
};

static PyType_Spec target_spec = {
    .name = NATIVE_ENGINE ".Target",
    .basicsize = sizeof(struct py_target),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .slots = target_slots,
};

int py_target_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &target_spec, NULL, PY_TYPE_EXPORT, &st->target_type) < 0) {
        return -1;
    }
    static const char *const none[] = {"removal_version", "removal_hint", "deprecated_alias",
                                       "deprecated_alias_removal_version"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        if (py_type_set(st->target_type, none[i], Py_NewRef(Py_None)) < 0) {
            return -1;
        }
    }
    return py_type_set(st->target_type, "PluginField",
                       PyObject_CallNoArgs((PyObject *)st->plugin_field_descriptor_type));
}
