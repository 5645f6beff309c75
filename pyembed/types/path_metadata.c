/*
 * The enumerations are classes whose members are class attributes, each member a small object that
 * knows its number.
 */
#include "pyembed/types/path_metadata.h"

#include <structmember.h>

#include "base/hash.h"
#include "pyembed/args.h"
#include "pyembed/types/types.h"

/* ------------------------------------------------------------------------------ enumerations */

struct member {
    PyObject ob_base;
    int number;
    const char *name;
};

static const char *const kind_names[] = {"FILE", "DIRECTORY", "SYMLINK"};
static const char *const namespace_names[] = {"WORKSPACE", "SYSTEM"};

static struct member *as_member(PyObject *o) {
    return (struct member *)o;
}

static void member_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static Py_hash_t member_hash(PyObject *o) {
    return py_hash_clean(hash_mix((uint64_t)as_member(o)->number + 1));
}

static PyObject *member_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyBool_FromLong((as_member(a)->number == as_member(b)->number) == (op == Py_EQ));
}

static PyObject *member_repr(PyObject *o) {
    return PyUnicode_FromFormat("%s.%s", _PyType_Name(Py_TYPE(o)), as_member(o)->name);
}

static PyObject *member_get_name(PyObject *o, void *unused) {
    (void)unused;
    return PyUnicode_FromString(as_member(o)->name);
}

/* A member is found again by its name in its class. */
static PyObject *member_reduce(PyObject *o, PyObject *unused) {
    (void)unused;
    return PyUnicode_FromFormat("%s.%s", _PyType_Name(Py_TYPE(o)), as_member(o)->name);
}

static PyGetSetDef member_getset[] = {
    {"name", member_get_name, NULL, "The name of the member.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef member_methods[] = {
    {"__reduce__", member_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(kind_doc, "What is at a path: FILE, DIRECTORY or SYMLINK.");
PyDoc_STRVAR(namespace_doc, "Where paths start: WORKSPACE (the build root) or SYSTEM.");

#define MEMBER_SLOTS(doc)                                                                          \
    PY_SLOT_DATA(Py_tp_doc, doc), PY_SLOT(Py_tp_dealloc, member_dealloc),                          \
        PY_SLOT(Py_tp_hash, member_hash), PY_SLOT(Py_tp_repr, member_repr),                        \
        PY_SLOT(Py_tp_richcompare, member_richcompare), PY_SLOT_DATA(Py_tp_getset, member_getset), \
        PY_SLOT_DATA(Py_tp_methods, member_methods), PY_SLOT_END

static PyType_Slot kind_slots[] = {MEMBER_SLOTS(kind_doc)};
static PyType_Slot namespace_slots[] = {MEMBER_SLOTS(namespace_doc)};

static PyType_Spec kind_spec = {
    .name = NATIVE_ENGINE ".PathMetadataKind",
    .basicsize = sizeof(struct member),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = kind_slots,
};
static PyType_Spec namespace_spec = {
    .name = NATIVE_ENGINE ".PathNamespace",
    .basicsize = sizeof(struct member),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = namespace_slots,
};

static int add_members(PyTypeObject *type, const char *const *names, int count) {
    for (int i = 0; i < count; i++) {
        struct member *member = (struct member *)type->tp_alloc(type, 0);
        if (member != NULL) {
            member->number = i;
            member->name = names[i];
        }
        if (py_type_set(type, names[i], (PyObject *)member) < 0) {
            return -1;
        }
    }
    return 0;
}

PyObject *py_path_kind_member(struct pyembed_state *st, enum py_path_kind kind) {
    return PyObject_GetAttrString((PyObject *)st->path_metadata_kind_type, kind_names[kind]);
}

int py_path_namespace_get(struct pyembed_state *st, PyObject *o) {
    if (py_expect_instance("path_metadata_request", "namespace", o, st->path_namespace_type) < 0) {
        return -1;
    }
    return as_member(o)->number;
}

/* ------------------------------------------------------------------------------ PathMetadata */

enum part {
    PART_PATH,
    PART_KIND,
    PART_LENGTH,
    PART_IS_EXECUTABLE,
    PART_UNIX_MODE,
    PART_ACCESSED,
    PART_CREATED,
    PART_MODIFIED,
    PART_SYMLINK_TARGET,
    PARTS,
};

struct path_metadata {
    PyObject ob_base;
    PyObject *parts[PARTS];
};

static PyObject **parts_of(PyObject *o) {
    return ((struct path_metadata *)o)->parts;
}

static const char *const part_names[] = {"path",           "kind",     "length",  "is_executable",
                                         "unix_mode",      "accessed", "created", "modified",
                                         "symlink_target", NULL};

static PyObject *metadata_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const struct py_sig sig = {"PathMetadata", part_names, PARTS, 0xf};
    struct pyembed_state *st = PyType_GetModuleState(type);
    PyObject *v[PARTS];
    if (py_bind(&sig, args, kwargs, v) < 0 || py_expect_str("PathMetadata", "path", v[0]) < 0 ||
        py_expect_instance("PathMetadata", "kind", v[PART_KIND], st->path_metadata_kind_type) < 0) {
        return NULL;
    }
    PyObject *o = type->tp_alloc(type, 0);
    for (int i = 0; o != NULL && i < PARTS; i++) {
        parts_of(o)[i] = Py_NewRef(v[i] != NULL ? v[i] : Py_None);
    }
    return o;
}

static int metadata_traverse(PyObject *o, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(o));
    for (int i = 0; i < PARTS; i++) {
        Py_VISIT(parts_of(o)[i]);
    }
    return 0;
}

static int metadata_clear(PyObject *o) {
    for (int i = 0; i < PARTS; i++) {
        Py_CLEAR(parts_of(o)[i]);
    }
    return 0;
}

static void metadata_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    (void)metadata_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static Py_hash_t metadata_hash(PyObject *o) {
    uint64_t h = 0x70617468;
    for (int i = 0; i < PARTS; i++) {
        Py_hash_t part = PyObject_Hash(parts_of(o)[i]);
        if (part == -1) {
            return -1;
        }
        h = hash_combine(h, (uint64_t)part);
    }
    return py_hash_clean(h);
}

static PyObject *metadata_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    int equal = 1;
    for (int i = 0; equal > 0 && i < PARTS; i++) {
        equal = PyObject_RichCompareBool(parts_of(a)[i], parts_of(b)[i], Py_EQ);
    }
    return equal < 0 ? NULL : PyBool_FromLong((equal != 0) == (op == Py_EQ));
}

static PyObject *metadata_repr(PyObject *o) {
    py_auto PyObject *text = PyUnicode_FromString("PathMetadata(");
    for (int i = 0; text != NULL && i < PARTS; i++) {
        Py_SETREF(text, PyUnicode_FromFormat("%U%s%s=%R", text, i == 0 ? "" : ", ", part_names[i],
                                             parts_of(o)[i]));
    }
    return text != NULL ? PyUnicode_FromFormat("%U)", text) : NULL;
}

/* Everything in it is immutable. */
static PyObject *metadata_copy(PyObject *o, PyObject *unused) {
    (void)unused;
    PyTypeObject *type = Py_TYPE(o);
    PyObject *copy = type->tp_alloc(type, 0);
    for (int i = 0; copy != NULL && i < PARTS; i++) {
        parts_of(copy)[i] = Py_NewRef(parts_of(o)[i]);
    }
    return copy;
}

static PyObject *metadata_getnewargs(PyObject *o, PyObject *unused) {
    (void)unused;
    PyObject *tuple = PyTuple_New(PARTS);
    for (int i = 0; tuple != NULL && i < PARTS; i++) {
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(parts_of(o)[i]));
    }
    return tuple;
}

#define PART_MEMBER(name, part, doc)                                                               \
    {                                                                                              \
        name, Py_T_OBJECT_EX, offsetof(struct path_metadata, parts) + (part) * sizeof(PyObject *), \
            Py_READONLY, doc                                                                       \
    }

static PyMemberDef metadata_members[] = {
    PART_MEMBER("path", PART_PATH, "The path that was asked about."),
    PART_MEMBER("kind", PART_KIND, "A PathMetadataKind."),
    PART_MEMBER("length", PART_LENGTH, "Bytes."),
    PART_MEMBER("is_executable", PART_IS_EXECUTABLE, "Whether anybody may execute it."),
    PART_MEMBER("unix_mode", PART_UNIX_MODE, "Permission bits, or None."),
    PART_MEMBER("accessed", PART_ACCESSED, "A datetime, or None."),
    PART_MEMBER("created", PART_CREATED, "A datetime, or None."),
    PART_MEMBER("modified", PART_MODIFIED, "A datetime, or None."),
    PART_MEMBER("symlink_target", PART_SYMLINK_TARGET, "What a symbolic link holds, or None."),
    {NULL, 0, 0, 0, NULL},
};

PyDoc_STRVAR(copy_doc, "copy($self, /)\n--\n\nAnother object with the same content.");

static PyMethodDef metadata_methods[] = {
    {"copy", metadata_copy, METH_NOARGS, copy_doc},
    {"__getnewargs__", metadata_getnewargs, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(metadata_doc,
             "PathMetadata(path, kind, length, is_executable, unix_mode, accessed, created, "
             "modified, symlink_target)\n--\n\nWhat the file system says of a path.");

static PyType_Slot metadata_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, metadata_doc),
    PY_SLOT(Py_tp_new, metadata_tp_new),
    PY_SLOT(Py_tp_traverse, metadata_traverse),
    PY_SLOT(Py_tp_clear, metadata_clear),
    PY_SLOT(Py_tp_dealloc, metadata_dealloc),
    PY_SLOT(Py_tp_hash, metadata_hash),
    PY_SLOT(Py_tp_repr, metadata_repr),
    PY_SLOT(Py_tp_richcompare, metadata_richcompare),
    PY_SLOT_DATA(Py_tp_members, metadata_members),
    PY_SLOT_DATA(Py_tp_methods, metadata_methods),
    PY_SLOT_END,
};

static PyType_Spec metadata_spec = {
    .name = NATIVE_ENGINE ".PathMetadata",
    .basicsize = sizeof(struct path_metadata),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = metadata_slots,
};

int py_path_metadata_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &kind_spec, NULL, PY_TYPE_EXPORT, &st->path_metadata_kind_type) < 0 ||
        py_add_type(module, &namespace_spec, NULL, PY_TYPE_EXPORT, &st->path_namespace_type) < 0 ||
        add_members(st->path_metadata_kind_type, kind_names, ARRAY_LEN(kind_names)) < 0 ||
        add_members(st->path_namespace_type, namespace_names, ARRAY_LEN(namespace_names)) < 0) {
        return -1;
    }
    return py_add_type(module, &metadata_spec, NULL, PY_TYPE_EXPORT, &st->path_metadata_type);
}
