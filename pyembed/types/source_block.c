/*
 * TextBlock and Hunk, as a diff speaks of lines, and SourceBlock and SourceBlocks, the lines of a
 * BUILD file or of a source that a target owns. Lines count from 1.
 */
#include <structmember.h>

#include "base/hash.h"
#include "pyembed/args.h"
#include "pyembed/module.h"
#include "pyembed/types/types.h"

static void plain_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    type->tp_free(o);
    Py_DECREF(type);
}

/* ----------------------------------------------------------------- TextBlock and SourceBlock */

/* Both are two numbers: start and count, or start and end. */
struct block {
    PyObject ob_base;
    Py_ssize_t first;
    Py_ssize_t second;
};

static struct block *as_block(PyObject *o) {
    return (struct block *)o;
}

static PyObject *block_make(PyTypeObject *type, Py_ssize_t first, Py_ssize_t second) {
    PyObject *o = type->tp_alloc(type, 0);
    if (o != NULL) {
        as_block(o)->first = first;
        as_block(o)->second = second;
    }
    return o;
}

static int bind_block(const struct py_sig *sig, PyObject *args, PyObject *kwargs,
                      Py_ssize_t *ret_first, Py_ssize_t *ret_second) {
    PyObject *v[2];
    if (py_bind(sig, args, kwargs, v) < 0) {
        return -1;
    }
    *ret_first = PyNumber_AsSsize_t(v[0], PyExc_OverflowError);
    *ret_second = PyErr_Occurred() == NULL ? PyNumber_AsSsize_t(v[1], PyExc_OverflowError) : 0;
    return PyErr_Occurred() == NULL ? 0 : -1;
}

static Py_hash_t block_hash(PyObject *o) {
    return py_hash_clean(hash_combine((uint64_t)as_block(o)->first, (uint64_t)as_block(o)->second));
}

static PyObject *block_richcompare(PyObject *a, PyObject *b, int op) {
    if (!Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    const struct block *x = as_block(a);
    const struct block *y = as_block(b);
    int order = (x->first > y->first) - (x->first < y->first);
    order = order != 0 ? order : (x->second > y->second) - (x->second < y->second);
    Py_RETURN_RICHCOMPARE(order, 0, op);
}

static PyObject *block_getnewargs(PyObject *o, PyObject *unused) {
    (void)unused;
    return Py_BuildValue("(nn)", as_block(o)->first, as_block(o)->second);
}

static PyObject *text_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"start", "count", NULL};
    static const struct py_sig sig = {"TextBlock", names, 2, 3};
    Py_ssize_t start = 0;
    Py_ssize_t count = 0;
    return bind_block(&sig, args, kwargs, &start, &count) == 0 ? block_make(type, start, count)
                                                               : NULL;
}

static PyObject *text_get_end(PyObject *o, void *unused) {
    (void)unused;
    return PyLong_FromSsize_t(as_block(o)->first + as_block(o)->second);
}

static PyObject *text_repr(PyObject *o) {
    return PyUnicode_FromFormat("TextBlock(start=%zd, count=%zd)", as_block(o)->first,
                                as_block(o)->second);
}

static PyObject *source_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"start", "end", NULL};
    static const struct py_sig sig = {"SourceBlock", names, 2, 3};
    Py_ssize_t start = 0;
    Py_ssize_t end = 0;
    if (bind_block(&sig, args, kwargs, &start, &end) < 0) {
        return NULL;
    }
    if (end < start) {
        PyErr_Format(PyExc_ValueError, "SourceBlock(): the end %zd is before the start %zd", end,
                     start);
        return NULL;
    }
    return block_make(type, start, end);
}

static PyObject *source_from_text_block(PyObject *cls, PyObject *text) {
    struct pyembed_state *st = PyType_GetModuleState((PyTypeObject *)cls);
    if (py_expect_instance("from_text_block", "text_block", text, st->text_block_type) < 0) {
        return NULL;
    }
    const struct block *b = as_block(text);
    return block_make((PyTypeObject *)cls, b->first, b->first + b->second);
}

/* An empty text block is where lines were taken out: it also touches what begins or ends there. */
static PyObject *source_is_touched_by(PyObject *o, PyObject *text) {
    struct pyembed_state *st = PyType_GetModuleState(Py_TYPE(o));
    if (py_expect_instance("is_touched_by", "text_block", text, st->text_block_type) < 0) {
        return NULL;
    }
    const struct block *self = as_block(o);
    Py_ssize_t start = as_block(text)->first;
    Py_ssize_t count = as_block(text)->second;
    if (count == 0) {
        return PyBool_FromLong(self->first <= start && start <= self->second);
    }
    return PyBool_FromLong(start < self->second && self->first < start + count);
}

static Py_ssize_t source_length(PyObject *o) {
    return as_block(o)->second - as_block(o)->first;
}

static PyObject *source_repr(PyObject *o) {
    return PyUnicode_FromFormat("SourceBlock(start=%zd, end=%zd)", as_block(o)->first,
                                as_block(o)->second);
}

static PyMemberDef text_members[] = {
    {"start", Py_T_PYSSIZET, offsetof(struct block, first), Py_READONLY, "The first line."},
    {"count", Py_T_PYSSIZET, offsetof(struct block, second), Py_READONLY, "How many lines."},
    {NULL, 0, 0, 0, NULL},
};
static PyGetSetDef text_getset[] = {
    {"end", text_get_end, NULL, "The line behind the last one.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static PyMethodDef text_methods[] = {
    {"__getnewargs__", block_getnewargs, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef source_members[] = {
    {"start", Py_T_PYSSIZET, offsetof(struct block, first), Py_READONLY, "The first line."},
    {"end", Py_T_PYSSIZET, offsetof(struct block, second), Py_READONLY,
     "The line behind the last one."},
    {NULL, 0, 0, 0, NULL},
};

PyDoc_STRVAR(from_text_block_doc, "from_text_block(text_block, /)\n--\n\nThe same lines.");
PyDoc_STRVAR(is_touched_by_doc, "is_touched_by($self, text_block, /)\n--\n\n"
                                "Whether a change of text_block changes one of these lines.");

static PyMethodDef source_methods[] = {
    {"from_text_block", source_from_text_block, METH_O | METH_CLASS, from_text_block_doc},
    {"is_touched_by", source_is_touched_by, METH_O, is_touched_by_doc},
    {"__getnewargs__", block_getnewargs, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(text_doc, "TextBlock(start, count)\n--\n\nSome lines of a text, as a diff counts.");
PyDoc_STRVAR(source_doc, "SourceBlock(start, end)\n--\n\nThe lines from start to before end.");

#define BLOCK_SLOTS(doc, make, repr, methods, members)                                             \
    PY_SLOT_DATA(Py_tp_doc, doc), PY_SLOT(Py_tp_new, make), PY_SLOT(Py_tp_dealloc, plain_dealloc), \
        PY_SLOT(Py_tp_hash, block_hash), PY_SLOT(Py_tp_repr, repr),                                \
        PY_SLOT(Py_tp_richcompare, block_richcompare), PY_SLOT_DATA(Py_tp_methods, methods),       \
        PY_SLOT_DATA(Py_tp_members, members)

static PyType_Slot text_slots[] = {
    BLOCK_SLOTS(text_doc, text_tp_new, text_repr, text_methods, text_members),
    PY_SLOT_DATA(Py_tp_getset, text_getset),
    PY_SLOT_END,
};
static PyType_Slot source_slots[] = {
    BLOCK_SLOTS(source_doc, source_tp_new, source_repr, source_methods, source_members),
    PY_SLOT(Py_sq_length, source_length),
    PY_SLOT_END,
};

static PyType_Spec text_spec = {
    .name = NATIVE_ENGINE ".TextBlock",
    .basicsize = sizeof(struct block),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = text_slots,
};
static PyType_Spec source_spec = {
    .name = NATIVE_ENGINE ".SourceBlock",
    .basicsize = sizeof(struct block),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = source_slots,
};

/* -------------------------------------------------------------------------------------- Hunk */

struct hunk {
    PyObject ob_base;
    PyObject *left;
    PyObject *right;
};

static struct hunk *as_hunk(PyObject *o) {
    return (struct hunk *)o;
}

static PyObject *hunk_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"left", "right", NULL};
    static const struct py_sig sig = {"Hunk", names, 2, 3};
    struct pyembed_state *st = PyType_GetModuleState(type);
    PyObject *v[2];
    if (py_bind(&sig, args, kwargs, v) < 0 ||
        py_expect_instance("Hunk", names[0], v[0], st->text_block_type) < 0 ||
        py_expect_instance("Hunk", names[1], v[1], st->text_block_type) < 0) {
        return NULL;
    }
    PyObject *o = type->tp_alloc(type, 0);
    if (o != NULL) {
        as_hunk(o)->left = Py_NewRef(v[0]);
        as_hunk(o)->right = Py_NewRef(v[1]);
    }
    return o;
}

static void hunk_dealloc(PyObject *o) {
    Py_XDECREF(as_hunk(o)->left);
    Py_XDECREF(as_hunk(o)->right);
    plain_dealloc(o);
}

static Py_hash_t hunk_hash(PyObject *o) {
    return py_hash_clean(hash_combine((uint64_t)block_hash(as_hunk(o)->left),
                                      (uint64_t)block_hash(as_hunk(o)->right)));
}

static PyObject *hunk_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    int equal = PyObject_RichCompareBool(as_hunk(a)->left, as_hunk(b)->left, Py_EQ) == 1 &&
                PyObject_RichCompareBool(as_hunk(a)->right, as_hunk(b)->right, Py_EQ) == 1;
    return PyBool_FromLong(equal == (op == Py_EQ));
}

static PyObject *hunk_repr(PyObject *o) {
    return PyUnicode_FromFormat("Hunk(left=%R, right=%R)", as_hunk(o)->left, as_hunk(o)->right);
}

static PyMemberDef hunk_members[] = {
    {"left", Py_T_OBJECT_EX, offsetof(struct hunk, left), Py_READONLY, "The lines before."},
    {"right", Py_T_OBJECT_EX, offsetof(struct hunk, right), Py_READONLY, "The lines after."},
    {NULL, 0, 0, 0, NULL},
};

PyDoc_STRVAR(hunk_doc, "Hunk(left, right)\n--\n\nOne change of a diff: lines before and after.");

static PyType_Slot hunk_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, hunk_doc),
    PY_SLOT(Py_tp_new, hunk_tp_new),
    PY_SLOT(Py_tp_dealloc, hunk_dealloc),
    PY_SLOT(Py_tp_hash, hunk_hash),
    PY_SLOT(Py_tp_repr, hunk_repr),
    PY_SLOT(Py_tp_richcompare, hunk_richcompare),
    PY_SLOT_DATA(Py_tp_members, hunk_members),
    PY_SLOT_END,
};

static PyType_Spec hunk_spec = {
    .name = NATIVE_ENGINE ".Hunk",
    .basicsize = sizeof(struct hunk),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = hunk_slots,
};

/* ------------------------------------------------------------------------------ SourceBlocks */

static PyObject *blocks_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op == Py_EQ || op == Py_NE) && !Py_IS_TYPE(b, Py_TYPE(a))) {
        return PyBool_FromLong(op == Py_NE);
    }
    return PyTuple_Type.tp_richcompare(a, b, op);
}

static PyObject *blocks_repr(PyObject *o) {
    py_auto PyObject *list = PySequence_List(o);
    return list != NULL ? PyUnicode_FromFormat("%s(%R)", _PyType_Name(Py_TYPE(o)), list) : NULL;
}

static Py_hash_t blocks_hash(PyObject *o) {
    return PyTuple_Type.tp_hash(o);
}

PyDoc_STRVAR(blocks_doc, "SourceBlocks(blocks=(), /)\n--\n\nSeveral SourceBlocks; a tuple.");

static PyType_Slot blocks_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, blocks_doc),
    PY_SLOT(Py_tp_repr, blocks_repr),
    PY_SLOT(Py_tp_hash, blocks_hash),
    PY_SLOT(Py_tp_richcompare, blocks_richcompare),
    PY_SLOT_END,
};

static PyType_Spec blocks_spec = {
    .name = NATIVE_ENGINE ".SourceBlocks",
    .basicsize = 0, /* as tuple */
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = blocks_slots,
};

int py_source_block_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &text_spec, NULL, PY_TYPE_EXPORT, &st->text_block_type) < 0 ||
        py_add_type(module, &source_spec, NULL, PY_TYPE_EXPORT, &st->source_block_type) < 0 ||
        py_add_type(module, &hunk_spec, NULL, PY_TYPE_EXPORT, &st->hunk_type) < 0) {
        return -1;
    }
    return py_add_type(module, &blocks_spec, &PyTuple_Type, PY_TYPE_EXPORT,
                       &st->source_blocks_type);
}
