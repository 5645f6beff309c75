/*
 * What a class says about itself (alias, default, required, whose compute_value) is read once and
 * kept, as a private object, in the dict of that class; Python's own version tag of the class says
 * whether it still holds. A class whose compute_value is native needs no call into Python, and
 * where nothing was given the value is the default, the same for every target: one shared field.
 */
#include "pyembed/types/field.h"

#include "base/hash.h"
#include "pyembed/args.h"
#include "pyembed/types/types.h"

const char py_compute_value_doc[] = "compute_value($type, raw_value, address)\n--\n\n"
                                    "The value of a field given as raw_value; subclasses validate "
                                    "and convert here. The result must be hashable.";

static struct py_field *as_field(PyObject *o) {
    return (struct py_field *)o;
}

static bool is_async(const struct pyembed_state *st, PyTypeObject *cls) {
    return PyType_IsSubtype(cls, st->async_field_mixin_type);
}

/* --------------------------------------------------------------------------- what a class is */

static void info_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    struct py_field_info *self = (struct py_field_info *)o;
    PyObject_GC_UnTrack(o);
    Py_CLEAR(self->alias);
    Py_CLEAR(self->default_value);
    Py_CLEAR(self->default_field);
    type->tp_free(o);
    Py_DECREF(type);
}

static int info_traverse(PyObject *o, visitproc visit, void *arg) {
    struct py_field_info *self = (struct py_field_info *)o;
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(self->alias);
    Py_VISIT(self->default_value);
    Py_VISIT(self->default_field);
    return 0;
}

static int info_clear(PyObject *o) {
    struct py_field_info *self = (struct py_field_info *)o;
    Py_CLEAR(self->alias);
    Py_CLEAR(self->default_value);
    Py_CLEAR(self->default_field);
    return 0;
}

static PyType_Slot info_slots[] = {
    PY_SLOT(Py_tp_dealloc, info_dealloc),
    PY_SLOT(Py_tp_traverse, info_traverse),
    PY_SLOT(Py_tp_clear, info_clear),
    PY_SLOT_END,
};

static PyType_Spec info_spec = {
    .name = NATIVE_ENGINE "._FieldInfo",
    .basicsize = sizeof(struct py_field_info),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE |
             Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = info_slots,
};

/* The object behind cls.name as it lies in the dict of some class, unbound; borrowed. */
static PyObject *raw_attribute(PyTypeObject *cls, PyObject *name) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(cls->tp_mro); i++) {
        PyObject *dict = PyType_GetDict((PyTypeObject *)PyTuple_GET_ITEM(cls->tp_mro, i));
        PyObject *found = dict != NULL ? PyDict_GetItemWithError(dict, name) : NULL;
        Py_XDECREF(dict);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

static enum py_compute compute_of(const struct pyembed_state *st, PyTypeObject *cls) {
    const struct {
        PyTypeObject *type;
        enum py_compute compute;
    } natives[] = {
        {st->field_type, PY_COMPUTE_FIELD},
        {st->scalar_field_type, PY_COMPUTE_SCALAR},
        {st->bool_field_type, PY_COMPUTE_BOOL},
        {st->string_field_type, PY_COMPUTE_STRING},
        {st->sequence_field_type, PY_COMPUTE_SEQUENCE},
        {st->string_sequence_field_type, PY_COMPUTE_STRING_SEQUENCE},
        {st->multiple_sources_field_type, PY_COMPUTE_MULTIPLE_SOURCES},
        {st->optional_single_source_field_type, PY_COMPUTE_SINGLE_SOURCE},
    };
    PyObject *method = raw_attribute(cls, st->names.compute_value);
    if (method == NULL || !Py_IS_TYPE(method, &PyClassMethodDescr_Type)) {
        return PY_COMPUTE_OTHER;
    }
    for (size_t i = 0; i < ARRAY_LEN(natives); i++) {
        if (PyDescr_TYPE(method) == natives[i].type) {
            return natives[i].compute;
        }
    }
    return PY_COMPUTE_OTHER;
}

static int read_flag(PyTypeObject *cls, PyObject *name, bool *ret) {
    py_auto PyObject *value = PyObject_GetAttr((PyObject *)cls, name);
    int truth = value != NULL ? PyObject_IsTrue(value) : -1;
    *ret = truth > 0;
    return truth < 0 ? -1 : 0;
}

static int read_info(struct pyembed_state *st, PyTypeObject *cls, struct py_field_info *info) {
    PyObject *self = (PyObject *)cls;
    if (read_flag(cls, st->names.required, &info->required) < 0 ||
        read_flag(cls, st->names.none_is_valid_value, &info->none_is_valid) < 0 ||
        read_flag(cls, st->names.removal_version, &info->deprecated) < 0 ||
        PyObject_GetOptionalAttr(self, st->names.alias, &info->alias) < 0) {
        return -1;
    }
    py_auto PyObject *name = PyUnicode_InternFromString("default");
    if (name == NULL || PyObject_GetOptionalAttr(self, name, &info->default_value) < 0) {
        return -1;
    }
    info->cls = cls;
    info->compute = compute_of(st, cls);
    info->is_async = is_async(st, cls);
    info->version = PyUnstable_Type_AssignVersionTag(cls) ? cls->tp_version_tag : 0;
    return 0;
}

static struct py_field_info *make_info(struct pyembed_state *st, PyTypeObject *cls,
                                       PyObject *dict) {
    py_auto PyObject *o = st->field_info_type->tp_alloc(st->field_info_type, 0);
    /* Straight into the dict: nobody looks this name up through the class. */
    if (o == NULL || read_info(st, cls, (struct py_field_info *)o) < 0 ||
        PyDict_SetItem(dict, st->names.__pants_field__, o) < 0) {
        return NULL;
    }
    return (struct py_field_info *)o; /* the dict keeps it */
}

struct py_field_info *py_field_info(struct pyembed_state *st, PyTypeObject *cls) {
    py_auto PyObject *dict = PyType_GetDict(cls);
    PyObject *o = dict != NULL ? PyDict_GetItemWithError(dict, st->names.__pants_field__) : NULL;
    if (o != NULL && Py_IS_TYPE(o, st->field_info_type)) {
        struct py_field_info *info = (struct py_field_info *)o;
        if (info->cls == cls && info->version != 0 && info->version == cls->tp_version_tag) {
            return info;
        }
    }
    return dict != NULL && PyErr_Occurred() == NULL ? make_info(st, cls, dict) : NULL;
}

/* ---------------------------------------------------------------------------- compute_value */

/* Nothing was given: the field takes its default, unless it is required. */
static PyObject *default_of(struct pyembed_state *st, PyTypeObject *cls,
                            const struct py_field_info *info, PyObject *address) {
    if (info->required) {
        return py_raise_field_missing(st, cls, address);
    }
    if (info->default_value == NULL) {
        PyErr_Format(PyExc_AttributeError,
                     "The field class %R has neither a `default` nor `required = True`", cls);
    }
    return Py_XNewRef(info->default_value);
}

PyObject *py_compute_field(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                           PyObject *address) {
    const struct py_field_info *info = py_field_info(st, cls);
    if (info == NULL) {
        return NULL;
    }
    if (raw == st->no_value || (raw == Py_None && !info->none_is_valid)) {
        return default_of(st, cls, info, address);
    }
    return Py_NewRef(raw);
}

PyObject *py_compute_call(PyObject *cls, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames,
                          py_compute_fn *fn) {
    static const char *const names[] = {"raw_value", "address", NULL};
    static const struct py_sig sig = {"compute_value", names, 2, 3};
    struct pyembed_state *st = pyembed_state((PyTypeObject *)cls);
    PyObject *v[2];
    if (py_bind_fast(&sig, args, nargs, kwnames, v) < 0 ||
        py_expect_instance("compute_value", "address", v[1], st->address_type) < 0) {
        return NULL;
    }
    return fn(st, (PyTypeObject *)cls, v[0], v[1]);
}

static PyObject *field_compute_value(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                     PyObject *kwnames) {
    return py_compute_call(cls, args, nargs, kwnames, py_compute_field);
}

static PyObject *compute(struct pyembed_state *st, PyTypeObject *cls,
                         const struct py_field_info *info, PyObject *raw, PyObject *address) {
    static py_compute_fn *const natives[] = {
        [PY_COMPUTE_FIELD] = py_compute_field,
        [PY_COMPUTE_SCALAR] = py_compute_scalar,
        [PY_COMPUTE_BOOL] = py_compute_bool,
        [PY_COMPUTE_STRING] = py_compute_string,
        [PY_COMPUTE_SEQUENCE] = py_compute_sequence,
        [PY_COMPUTE_STRING_SEQUENCE] = py_compute_string_sequence,
        [PY_COMPUTE_MULTIPLE_SOURCES] = py_compute_multiple_sources,
        [PY_COMPUTE_SINGLE_SOURCE] = py_compute_single_source,
    };
    if (info->compute != PY_COMPUTE_OTHER) {
        return natives[info->compute](st, cls, raw, address);
    }
    return PyObject_CallMethodObjArgs((PyObject *)cls, st->names.compute_value, raw, address, NULL);
}

/* ------------------------------------------------------------------------------- making one */

/* Using a field that is going away says so, once per place; generated targets repeat it. */
static int check_deprecated(struct pyembed_state *st, PyTypeObject *cls, PyObject *address) {
    if (py_address_is_generated(address)) {
        return 0;
    }
    PyObject *self = (PyObject *)cls;
    py_auto PyObject *warn = py_import_name("pants.base.deprecated", "warn_or_error");
    py_auto PyObject *version = PyObject_GetAttr(self, st->names.removal_version);
    py_auto PyObject *hint = PyObject_GetAttr(self, st->names.removal_hint);
    py_auto PyObject *alias = PyObject_GetAttr(self, st->names.alias);
    if (warn == NULL || version == NULL || hint == NULL || alias == NULL) {
        return -1;
    }
    py_auto PyObject *entity = PyUnicode_FromFormat("the %R field", alias);
    py_auto PyObject *text =
        hint != Py_None
            ? PyUnicode_FromFormat("The target %S uses the `%S` field. %S", address, alias, hint)
            : PyUnicode_FromFormat("The target %S uses the `%S` field.", address, alias);
    py_auto PyObject *args =
        entity != NULL && text != NULL ? PyTuple_Pack(2, version, entity) : NULL;
    py_auto PyObject *kwargs = args != NULL ? Py_BuildValue("{s:O}", "hint", text) : NULL;
    py_auto PyObject *r = kwargs != NULL ? PyObject_Call(warn, args, kwargs) : NULL;
    return r != NULL ? 0 : -1;
}

PyObject *py_field_new(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                       PyObject *address) {
    struct py_field_info *info = py_field_info(st, cls);
    if (info == NULL) {
        return NULL;
    }
    py_auto unused_ PyObject *held = Py_NewRef((PyObject *)info); /* overridden methods run code */
    if (info->deprecated && raw != st->no_value && raw != Py_None &&
        check_deprecated(st, cls, address) < 0) {
        return NULL;
    }
    if (raw == st->no_value && !info->none_is_valid) {
        raw = Py_None;
    }
    py_auto PyObject *value = compute(st, cls, info, raw, address);
    PyObject *o = value != NULL ? cls->tp_alloc(cls, 0) : NULL;
    if (o != NULL) {
        as_field(o)->value = py_take(&value);
        if (info->is_async) {
            ((struct py_async_field *)o)->address = Py_NewRef(address);
        }
    }
    return o;
}

static PyObject *field_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"raw_value", "address", NULL};
    static const struct py_sig sig = {"Field", names, 2, 3};
    struct pyembed_state *st = pyembed_state(type);
    PyObject *v[2];
    if (py_bind(&sig, args, kwargs, v) < 0 ||
        py_expect_instance(_PyType_Name(type), "address", v[1], st->address_type) < 0) {
        return NULL;
    }
    return py_field_new(st, type, v[0], v[1]);
}

/* Everything happened in __new__; subclasses call this with arguments of their own. */
static int field_init(PyObject *self, PyObject *args, PyObject *kwargs) {
    (void)self;
    (void)args;
    (void)kwargs;
    return 0;
}

PyObject *py_field_hydrate(struct pyembed_state *st, PyTypeObject *cls, PyObject *raw,
                           PyObject *address) {
    if (cls->tp_new != field_tp_new || cls->tp_init != field_init) {
        return PyObject_CallFunctionObjArgs((PyObject *)cls, raw, address, NULL);
    }
    struct py_field_info *info = raw == st->no_value ? py_field_info(st, cls) : NULL;
    if (info == NULL) {
        return PyErr_Occurred() == NULL ? py_field_new(st, cls, raw, address) : NULL;
    }
    if (info->default_field != NULL) {
        return Py_NewRef(info->default_field);
    }
    PyObject *field = py_field_new(st, cls, raw, address);
    info = field != NULL ? py_field_info(st, cls) : NULL;
    if (info != NULL && info->compute != PY_COMPUTE_OTHER && !info->is_async && !info->required) {
        Py_XSETREF(info->default_field, Py_NewRef(field));
    }
    return field;
}

static int field_traverse(PyObject *o, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(as_field(o)->value);
    return 0;
}

static int field_clear(PyObject *o) {
    Py_CLEAR(as_field(o)->value);
    return 0;
}

static void field_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    (void)field_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

/* ----------------------------------------------------------------------- comparing, showing */

static PyObject *address_or_null(PyObject *o) {
    return is_async(pyembed_state(Py_TYPE(o)), Py_TYPE(o)) ? py_async_field_address(o) : NULL;
}

static Py_hash_t field_hash(PyObject *o) {
    Py_hash_t value = PyObject_Hash(as_field(o)->value);
    if (value == -1) {
        return -1;
    }
    PyObject *address = address_or_null(o);
    uint64_t h = hash_combine((uint64_t)(uintptr_t)Py_TYPE(o), (uint64_t)value);
    return py_hash_clean(address != NULL ? hash_combine(h, (uint64_t)PyObject_Hash(address)) : h);
}

static PyObject *field_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) ||
        !PyObject_TypeCheck(b, pyembed_state(Py_TYPE(a))->field_type)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    int equal = Py_IS_TYPE(b, Py_TYPE(a));
    PyObject *address = equal ? address_or_null(a) : NULL;
    if (address != NULL) {
        equal = PyObject_RichCompareBool(address, address_or_null(b), Py_EQ);
    }
    if (equal > 0) {
        equal = PyObject_RichCompareBool(as_field(a)->value, as_field(b)->value, Py_EQ);
    }
    return equal < 0 ? NULL : PyBool_FromLong((op == Py_EQ) == (equal != 0));
}

static PyObject *field_repr(PyObject *o) {
    struct pyembed_state *st = pyembed_state(Py_TYPE(o));
    struct py_field_info *info = py_field_info(st, Py_TYPE(o));
    if (info == NULL) {
        return NULL;
    }
    PyObject *address = address_or_null(o);
    py_auto PyObject *where =
        address != NULL ? PyUnicode_FromFormat("address=%S, ", address) : PyUnicode_FromString("");
    py_auto PyObject *fallback = info->default_value != NULL
                                     ? PyUnicode_FromFormat(", default=%R", info->default_value)
                                     : PyUnicode_FromString("");
    if (where == NULL || fallback == NULL) {
        return NULL;
    }
    return PyUnicode_FromFormat("%R(alias=%R, %Uvalue=%R%U)", Py_TYPE(o),
                                info->alias != NULL ? info->alias : Py_None, where,
                                as_field(o)->value, fallback);
}

static PyObject *field_str(PyObject *o) {
    py_auto PyObject *alias =
        PyObject_GetAttr((PyObject *)Py_TYPE(o), pyembed_state(Py_TYPE(o))->names.alias);
    return alias != NULL ? PyUnicode_FromFormat("%S=%S", alias, as_field(o)->value) : NULL;
}

static PyObject *field_get_value(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_field(o)->value);
}

static PyMethodDef field_methods[] = {
    PY_COMPUTE_METHOD(field_compute_value),
    PY_CLASS_GETITEM,
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef field_getset[] = {
    {"value", field_get_value, NULL, "What compute_value made of the raw value.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(field_doc, "Field(raw_value, address)\n--\n\n"
                        "One piece of a target's metadata. A subclass names itself with `alias`, "
                        "has a `default` or is `required`, and may override compute_value().");

static PyType_Slot field_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, field_doc),
    PY_SLOT(Py_tp_new, field_tp_new),
    PY_SLOT(Py_tp_init, field_init),
    PY_SLOT(Py_tp_traverse, field_traverse),
    PY_SLOT(Py_tp_clear, field_clear),
    PY_SLOT(Py_tp_dealloc, field_dealloc),
    PY_SLOT(Py_tp_hash, field_hash),
    PY_SLOT(Py_tp_repr, field_repr),
    PY_SLOT(Py_tp_str, field_str),
    PY_SLOT(Py_tp_richcompare, field_richcompare),
    PY_SLOT_DATA(Py_tp_methods, field_methods),
    PY_SLOT_DATA(Py_tp_getset, field_getset),
    PY_SLOT_END,
};

#define FIELD_FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC)

static PyType_Spec field_spec = {
    .name = NATIVE_ENGINE ".Field",
    .basicsize = sizeof(struct py_field),
    .flags = FIELD_FLAGS,
    .slots = field_slots,
};

/* -------------------------------------------------------------------------- AsyncFieldMixin */

static int async_traverse(PyObject *o, visitproc visit, void *arg) {
    Py_VISIT(py_async_field_address(o));
    return field_traverse(o, visit, arg);
}

static int async_clear(PyObject *o) {
    Py_CLEAR(((struct py_async_field *)o)->address);
    return field_clear(o);
}

static void async_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    (void)async_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyObject *async_get_address(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(py_async_field_address(o));
}

static PyGetSetDef async_getset[] = {
    {"address", async_get_address, NULL, "The target it belongs to.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(async_doc, "AsyncFieldMixin(raw_value, address)\n--\n\n"
                        "Makes a field keep its address, for rules that find its full meaning.");

static PyType_Slot async_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, async_doc),       PY_SLOT(Py_tp_traverse, async_traverse),
    PY_SLOT(Py_tp_clear, async_clear),        PY_SLOT(Py_tp_dealloc, async_dealloc),
    PY_SLOT_DATA(Py_tp_getset, async_getset), PY_SLOT_END,
};

static PyType_Spec async_spec = {
    .name = NATIVE_ENGINE ".AsyncFieldMixin",
    .basicsize = sizeof(struct py_async_field),
    .flags = FIELD_FLAGS,
    .slots = async_slots,
};

int py_field_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &info_spec, NULL, PY_TYPE_PRIVATE, &st->field_info_type) < 0 ||
        py_add_type(module, &field_spec, NULL, PY_TYPE_EXPORT, &st->field_type) < 0) {
        return -1;
    }
    static const char *const none[] = {"removal_version", "removal_hint", "deprecated_alias",
                                       "deprecated_alias_removal_version"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        if (py_type_set(st->field_type, none[i], Py_NewRef(Py_None)) < 0) {
            return -1;
        }
    }
    if (py_type_set(st->field_type, "none_is_valid_value", Py_NewRef(Py_False)) < 0 ||
        py_type_set(st->field_type, "required", Py_NewRef(Py_False)) < 0) {
        return -1;
    }
    return py_add_type(module, &async_spec, st->field_type, PY_TYPE_EXPORT,
                       &st->async_field_mixin_type);
}
