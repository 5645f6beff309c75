/*
 * Two snapshots are equal when their digests are. The difference of two walks both trees at once
 * and only descends where the folders differ.
 */
#include "pyembed/types/snapshot.h"

#include "base/buf.h"
#include "pyembed/args.h"
#include "pyembed/types/types.h"

static struct py_snapshot *as_snapshot(PyObject *o) {
    return (struct py_snapshot *)o;
}

/* Names that are no UTF-8 come as lone surrogates. */
static int append_path(PyObject *list, struct str path) {
    py_auto PyObject *text =
        PyUnicode_DecodeUTF8(path.ptr, (Py_ssize_t)path.len, "surrogateescape");
    return text != NULL ? PyList_Append(list, text) : -1;
}

/* ------------------------------------------------------------------------------- making one */

PyObject *py_snapshot_new(struct pyembed_state *st, PyObject *digest, PyObject *files,
                          PyObject *dirs) {
    struct py_snapshot *self =
        (struct py_snapshot *)st->snapshot_type->tp_alloc(st->snapshot_type, 0);
    if (self != NULL) {
        self->digest = Py_NewRef(digest);
        self->files = Py_NewRef(files);
        self->dirs = Py_NewRef(dirs);
    }
    return (PyObject *)self;
}

struct names {
    PyObject *files;
    PyObject *dirs;
};

static int collect_name(void *user, struct str path, const struct dentry *entry, struct err *e) {
    const struct names *names = user;
    PyObject *list = entry->kind == DENTRY_DIR ? names->dirs : names->files;
    return append_path(list, path) < 0 ? err_set(e, ERR_PYTHON, "collecting names") : 0;
}

PyObject *py_snapshot_of_tree(struct pyembed_state *st, struct dtree *tree) {
    struct err e = ERR_INIT;
    py_auto PyObject *files = PyList_New(0);
    py_auto PyObject *dirs = PyList_New(0);
    struct names names = {files, dirs};
    if (files == NULL || dirs == NULL || dtree_walk(tree, collect_name, &names, &e) != 0 ||
        PyList_Sort(files) < 0 || PyList_Sort(dirs) < 0) {
        return NULL;
    }
    py_auto PyObject *digest = py_digest_of_tree(st, tree);
    py_auto PyObject *file_tuple = digest != NULL ? PyList_AsTuple(files) : NULL;
    py_auto PyObject *dir_tuple = file_tuple != NULL ? PyList_AsTuple(dirs) : NULL;
    return dir_tuple != NULL ? py_snapshot_new(st, digest, file_tuple, dir_tuple) : NULL;
}

static int add_paths(struct dtree_builder *b, PyObject *paths, enum dentry_kind kind) {
    py_auto PyObject *fast = PySequence_Fast(paths, "files and dirs must be sequences of strings");
    for (Py_ssize_t i = 0; fast != NULL && i < PySequence_Fast_GET_SIZE(fast); i++) {
        struct err e = ERR_INIT;
        Py_ssize_t len = 0;
        const char *text = PyUnicode_AsUTF8AndSize(PySequence_Fast_GET_ITEM(fast, i), &len);
        if (text == NULL) {
            return -1;
        }
        struct str path = str_make(text, (size_t)len);
        int r = kind == DENTRY_DIR ? dtree_builder_dir(b, path, &e)
                                   : dtree_builder_file(b, path, &DIGEST_EMPTY, false, &e);
        if (r < 0) {
            PyErr_SetString(PyExc_ValueError, e.msg);
            return -1;
        }
    }
    return fast != NULL ? 0 : -1;
}

static PyObject *snapshot_create_for_testing(PyObject *cls, PyObject *const *args, Py_ssize_t nargs,
                                             PyObject *kwnames) {
    static const char *const names[] = {"files", "dirs", NULL};
    static const struct py_sig sig = {"create_for_testing", names, 2, 3};
    PyObject *v[2];
    if (py_bind_fast(&sig, args, nargs, kwnames, v) < 0) {
        return NULL;
    }
    struct dtree_builder *b = dtree_builder_new();
    struct dtree *tree = NULL;
    struct err e = ERR_INIT;
    PyObject *snapshot = NULL;
    if (add_paths(b, v[0], DENTRY_FILE) == 0 && add_paths(b, v[1], DENTRY_DIR) == 0) {
        if (dtree_builder_finish(b, &tree, &e) == 0) {
            snapshot = py_snapshot_of_tree(PyType_GetModuleState((PyTypeObject *)cls), tree);
        } else {
            PyErr_SetString(PyExc_ValueError, e.msg);
        }
    }
    dtree_unref(tree);
    dtree_builder_free(b);
    return snapshot;
}

static void snapshot_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    Py_XDECREF(as_snapshot(o)->digest);
    Py_XDECREF(as_snapshot(o)->files);
    Py_XDECREF(as_snapshot(o)->dirs);
    type->tp_free(o);
    Py_DECREF(type);
}

/* ------------------------------------------------------------------------------- difference */

enum side { OUR_FILES, OUR_DIRS, THEIR_FILES, THEIR_DIRS, CHANGED, SIDES };

struct diff {
    PyObject *lists[SIDES];
    struct buf path; /* of the folder that is being compared, with a '/' behind it */
};

static int diff_add(struct diff *d, enum side side, struct str name) {
    size_t len = d->path.len;
    buf_add_str(&d->path, name);
    int r = append_path(d->lists[side], buf_str(&d->path));
    buf_truncate(&d->path, len);
    return r;
}

static int diff_unique(struct diff *d, const struct dentry *entry, bool ours) {
    enum side dirs = ours ? OUR_DIRS : THEIR_DIRS;
    enum side files = ours ? OUR_FILES : THEIR_FILES;
    return diff_add(d, entry->kind == DENTRY_DIR ? dirs : files, entry->name);
}

static int diff_trees(struct diff *d, const struct dtree *ours, const struct dtree *theirs);

static int diff_same_name(struct diff *d, const struct dentry *ours, const struct dentry *theirs) {
    if (ours->kind != theirs->kind) {
        int r = diff_unique(d, ours, true);
        return r < 0 ? r : diff_unique(d, theirs, false);
    }
    if (ours->kind == DENTRY_DIR && !digest_eq(&ours->digest, &theirs->digest)) {
        size_t len = d->path.len;
        buf_add_str(&d->path, ours->name);
        buf_add_char(&d->path, '/');
        int r = diff_trees(d, ours->tree, theirs->tree);
        buf_truncate(&d->path, len);
        return r;
    }
    bool changed = (ours->kind == DENTRY_FILE && !digest_eq(&ours->digest, &theirs->digest)) ||
                   (ours->kind == DENTRY_LINK && !str_eq(ours->target, theirs->target));
    return changed ? diff_add(d, CHANGED, ours->name) : 0;
}

/* Both lists are sorted by the bytes of the name: one pass. */
static int diff_trees(struct diff *d, const struct dtree *ours, const struct dtree *theirs) {
    size_t n = 0;
    size_t m = 0;
    const struct dentry *a = dtree_entries(ours, &n);
    const struct dentry *b = dtree_entries(theirs, &m);
    size_t i = 0;
    size_t j = 0;
    while (i < n || j < m) {
        int order = i >= n ? 1 : j >= m ? -1 : str_cmp(a[i].name, b[j].name);
        int r = order < 0   ? diff_unique(d, &a[i], true)
                : order > 0 ? diff_unique(d, &b[j], false)
                            : diff_same_name(d, &a[i], &b[j]);
        if (r < 0) {
            return r;
        }
        i += order <= 0;
        j += order >= 0;
    }
    return 0;
}

static PyObject *diff_result(struct diff *d) {
    py_auto PyObject *result = PyTuple_New(SIDES);
    for (int i = 0; result != NULL && i < SIDES; i++) {
        PyObject *tuple = PyList_AsTuple(d->lists[i]);
        if (tuple == NULL) {
            return NULL;
        }
        PyTuple_SET_ITEM(result, i, tuple);
    }
    return py_take(&result);
}

static PyObject *snapshot_diff(PyObject *o, PyObject *other) {
    struct pyembed_state *st = PyType_GetModuleState(Py_TYPE(o));
    if (py_expect_instance("_diff", "other", other, st->snapshot_type) < 0) {
        return NULL;
    }
    struct dtree *ours = py_digest_tree(as_snapshot(o)->digest);
    struct dtree *theirs = py_digest_tree(as_snapshot(other)->digest);
    if (ours == NULL || theirs == NULL) {
        PyErr_SetString(PyExc_ValueError, "the directories of these snapshots are not at hand");
        return NULL;
    }
    struct diff d = {.path = BUF_INIT};
    PyObject *result = NULL;
    bool made = true;
    for (int i = 0; i < SIDES; i++) {
        d.lists[i] = PyList_New(0);
        made = made && d.lists[i] != NULL;
    }
    if (made && diff_trees(&d, ours, theirs) == 0) {
        result = diff_result(&d);
    }
    for (int i = 0; i < SIDES; i++) {
        Py_XDECREF(d.lists[i]);
    }
    buf_done(&d.path);
    return result;
}

/* ----------------------------------------------------------------------- comparing, showing */

static Py_hash_t snapshot_hash(PyObject *o) {
    return PyObject_Hash(as_snapshot(o)->digest);
}

static PyObject *snapshot_richcompare(PyObject *a, PyObject *b, int op) {
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, Py_TYPE(a))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyObject_RichCompare(as_snapshot(a)->digest, as_snapshot(b)->digest, op);
}

static PyObject *snapshot_repr(PyObject *o) {
    const struct py_snapshot *self = as_snapshot(o);
    char hex[DIGEST_HEX_LEN + 1];
    const struct digest *digest = py_digest_get(self->digest);
    digest_hex(digest, hex);
    return PyUnicode_FromFormat("Snapshot(digest=('%s', %llu), files=%R, dirs=%R)", hex,
                                (unsigned long long)digest->size, self->files, self->dirs);
}

static PyObject *snapshot_get_digest(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_snapshot(o)->digest);
}

static PyObject *snapshot_get_files(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_snapshot(o)->files);
}

static PyObject *snapshot_get_dirs(PyObject *o, void *unused) {
    (void)unused;
    return Py_NewRef(as_snapshot(o)->dirs);
}

PyDoc_STRVAR(create_for_testing_doc, "create_for_testing(files, dirs)\n--\n\n"
                                     "A snapshot of empty files and of folders, by their names.");
PyDoc_STRVAR(diff_doc, "_diff($self, other, /)\n--\n\n"
                       "Files and folders of this one only, of the other only, and files that "
                       "differ, as five tuples.");

static PyMethodDef snapshot_methods[] = {
    {"create_for_testing", PY_FN(snapshot_create_for_testing), PY_FAST | METH_CLASS,
     create_for_testing_doc},
    {"_diff", snapshot_diff, METH_O, diff_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef snapshot_getset[] = {
    {"digest", snapshot_get_digest, NULL, "The digest of it all.", NULL},
    {"files", snapshot_get_files, NULL, "The paths of files, sorted.", NULL},
    {"dirs", snapshot_get_dirs, NULL, "The paths of folders, sorted.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(snapshot_doc, "A folder by content, and the names of what is in it.");

static PyType_Slot snapshot_slots[] = {
    PY_SLOT_DATA(Py_tp_doc, snapshot_doc),
    PY_SLOT(Py_tp_dealloc, snapshot_dealloc),
    PY_SLOT(Py_tp_hash, snapshot_hash),
    PY_SLOT(Py_tp_repr, snapshot_repr),
    PY_SLOT(Py_tp_richcompare, snapshot_richcompare),
    PY_SLOT_DATA(Py_tp_methods, snapshot_methods),
    PY_SLOT_DATA(Py_tp_getset, snapshot_getset),
    PY_SLOT_END,
};

static PyType_Spec snapshot_spec = {
    .name = NATIVE_ENGINE ".Snapshot",
    .basicsize = sizeof(struct py_snapshot),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = snapshot_slots,
};

int py_snapshot_setup_types(PyObject *module) {
    struct pyembed_state *st = pyembed_state_of_module(module);
    if (py_add_type(module, &snapshot_spec, NULL, PY_TYPE_EXPORT, &st->snapshot_type) < 0) {
        return -1;
    }
    struct dtree *empty = dtree_empty();
    PyObject *snapshot = py_snapshot_of_tree(st, empty);
    dtree_unref(empty);
    return snapshot != NULL ? PyModule_Add(module, "EMPTY_SNAPSHOT", snapshot) : -1;
}
