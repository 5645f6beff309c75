/* The part of Runtime that looks: at specs, targets, their files, and the tree. */
#include "pyembed/py.h"

#include "pyembed/engine/reads.h"
#include "pyembed/engine/runtime.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "pyembed/text.h"

enum { MAX_READ = 1 << 30 };

static int need_world(struct py_runtime *rt) {
    if (py_runtime_need(rt, STAGE_SOLVED) < 0) {
        return -1;
    }
    if (rt->world == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "targets_open() comes first");
        return -1;
    }
    return 0;
}

static PyObject *str_or_none(struct str s) {
    return s.ptr == NULL ? Py_NewRef(Py_None) : py_str(s);
}

static PyObject *params_dict(const struct spec *spec) {
    PyObject *dict = PyDict_New();
    for (size_t i = 0; dict != NULL && i < spec->param_count; i++) {
        py_auto PyObject *key = py_str(spec->params[i].key);
        py_auto PyObject *value = py_str(spec->params[i].value);
        if (key == NULL || value == NULL || PyDict_SetItem(dict, key, value) < 0) {
            Py_CLEAR(dict);
        }
    }
    return dict;
}

static PyObject *spec_tuple(const struct spec *spec) {
    static const char *const kinds[] = {
        [SPEC_ADDRESS] = "address", [SPEC_FILE] = "file",         [SPEC_FILE_GLOB] = "file_glob",
        [SPEC_DIR] = "dir",         [SPEC_DIR_GLOB] = "dir_glob", [SPEC_TREE] = "tree",
    };
    return Py_BuildValue("(sNNNNN)", kinds[spec->kind], PyBool_FromLong(spec->ignore),
                         py_str(spec->path), str_or_none(spec->target),
                         str_or_none(spec->generated), params_dict(spec));
}

/* parse_specs([text]) -> [(kind, ignored, path, target, generated, parameters)] */
PyObject *py_runtime_parse_specs(PyObject *self, PyObject *sequence) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct arena arena = {0};
    struct spec *specs;
    size_t n;
    PyObject *list = NULL;
    if (need_world(rt) == 0 && py_runtime_specs(rt, sequence, true, &arena, &specs, &n) == 0) {
        list = PyList_New((Py_ssize_t)n);
        for (size_t i = 0; list != NULL && i < n; i++) {
            PyObject *item = spec_tuple(&specs[i]);
            if (item == NULL) {
                Py_CLEAR(list);
            } else {
                PyList_SET_ITEM(list, (Py_ssize_t)i, item);
            }
        }
    }
    arena_done(&arena);
    return list;
}

/* ---- files of targets ---- */

struct collector {
    struct map paths; /* copied keys */
};

static void collect(void *user, struct str path) {
    struct collector *c = user;
    (void)map_put(&c->paths, path, c);
}

static int by_text(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static PyObject *sorted_paths(const struct collector *c) {
    struct str *all = ALLOC_ARRAY(struct str, c->paths.count);
    size_t n = 0;
    struct str key;
    for (size_t at = 0; map_next(&c->paths, &at, &key, NULL);) {
        all[n++] = key;
    }
    qsort(all, n, sizeof *all, by_text);
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (size_t i = 0; list != NULL && i < n; i++) {
        PyObject *path = py_str(all[i]);
        if (path == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, path);
        }
    }
    free(all);
    return list;
}

static int collect_target(struct py_runtime *rt, PyObject *address, bool globs, bool build_files,
                          struct collector *c) {
    const struct target *t = py_runtime_target(rt, address);
    if (t == NULL) {
        return -1;
    }
    if (build_files) {
        collect(c, intern_str(world_strings(rt->world), t->build_file));
    }
    if (globs) {
        target_globs(rt->world, t, collect, c);
        return 0;
    }
    struct err e = ERR_INIT;
    if (target_files(rt->world, t, collect, c, &e) < 0) {
        (void)py_runtime_raise(rt, &e);
        return -1;
    }
    return 0;
}

/* target_files(addresses, globs, build files) -> sorted unique paths */
PyObject *py_runtime_target_files(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *addresses;
    int globs, build_files;
    if (!PyArg_ParseTuple(args, "Opp:target_files", &addresses, &globs, &build_files) ||
        need_world(rt) < 0) {
        return NULL;
    }
    py_auto PyObject *fast = PySequence_Fast(addresses, "addresses must be a sequence");
    if (fast == NULL) {
        return NULL;
    }
    struct collector c;
    map_init(&c.paths, MAP_COPY_KEYS);
    int r = 0;
    py_reads_targets(rt);
    for (Py_ssize_t i = 0; r == 0 && i < PySequence_Fast_GET_SIZE(fast); i++) {
        r = collect_target(rt, PySequence_Fast_GET_ITEM(fast, i), globs != 0, build_files != 0, &c);
    }
    PyObject *list = r == 0 ? sorted_paths(&c) : NULL;
    map_done(&c.paths);
    return list;
}

/* ---- one target ---- */

static PyObject *values_dict(struct py_runtime *rt, const struct target *t) {
    PyObject *dict = PyDict_New();
    for (uint32_t i = 0; dict != NULL && i < t->type->nfields; i++) {
        const struct type_field *f = &t->type->fields[i];
        bool source = (int)i == t->type->sources && t->addr.file != 0;
        if (!target_has_value(t, (int)i) && !source) {
            continue;
        }
        struct pval v = source ? target_source(rt->world, t) : target_value(t, (int)i);
        py_auto PyObject *key = py_str(f->type->alias);
        py_auto PyObject *value = py_runtime_value(rt, v);
        if (key == NULL || value == NULL || PyDict_SetItem(dict, key, value) < 0) {
            Py_CLEAR(dict);
        }
    }
    return dict;
}

static PyObject *field_names(const struct target_type *type) {
    PyObject *list = PyList_New(0);
    for (uint32_t i = 0; list != NULL && i < type->nfields; i++) {
        if (type->fields[i].moved) {
            continue; /* lands on what the generator generates */
        }
        PyObject *pair = Py_BuildValue("(NN)", py_str(type->fields[i].type->alias),
                                       py_str(type->fields[i].type->id));
        if (pair == NULL || PyList_Append(list, pair) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(pair);
    }
    return list;
}

/*
 * target_info(address) -> (alias, class id, {field: explicit raw value}, [(field, field class id)],
 * "BUILD:line", generator's address or None)
 */
PyObject *py_runtime_target_info(PyObject *self, PyObject *address) {
    struct py_runtime *rt = (struct py_runtime *)self;
    if (need_world(rt) < 0) {
        return NULL;
    }
    const struct target *t = py_runtime_target(rt, address);
    if (t == NULL) {
        return NULL;
    }
    py_reads_targets(rt);
    struct buf origin = BUF_INIT;
    target_origin(rt->world, t, &origin);
    PyObject *result = Py_BuildValue(
        "(NNNNNN)", py_str(t->type->alias), py_str(t->type->class_id), values_dict(rt, t),
        field_names(t->type), py_str(buf_str(&origin)),
        t->generator != NULL ? py_runtime_address(rt, t->generator->addr) : Py_NewRef(Py_None));
    buf_done(&origin);
    return result;
}

/* ---- the tree ---- */

static PyObject *match_list(const struct fs_matches *m) {
    PyObject *list = PyList_New((Py_ssize_t)m->count);
    for (size_t i = 0; list != NULL && i < m->count; i++) {
        PyObject *path = py_str(m->items[i].path);
        if (path == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, path);
        }
    }
    return list;
}

/* globs(patterns, files, folders) -> sorted paths */
PyObject *py_runtime_globs(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *sequence;
    int files, dirs;
    if (!PyArg_ParseTuple(args, "Opp:globs", &sequence, &files, &dirs) || need_world(rt) < 0) {
        return NULL;
    }
    struct arena arena = {0};
    struct str *patterns;
    size_t n;
    struct err e = ERR_INIT;
    PyObject *list = NULL;
    if (py_runtime_str_items(sequence, &arena, &patterns, &n) == 0) {
        struct fs_globs *globs = NULL;
        struct fs_matches m = {0};
        unsigned flags = (files ? FS_GLOB_FILES : 0U) | (dirs ? FS_GLOB_DIRS : 0U);
        int r = fs_globs_parse(patterns, n, STR(""), &globs, &e);
        if (r == 0) {
            r = fs_glob_expand(rt->tree, globs, (enum fs_glob_flags)flags, NULL, &m, &e);
        }
        py_reads_new(rt);
        py_reads_targets(rt); /* of folders that were listed before */
        list = r == 0 ? match_list(&m) : py_runtime_raise(rt, &e);
        fs_matches_done(&m);
        fs_globs_free(globs);
    }
    arena_done(&arena);
    return list;
}

/* read_file(path) -> bytes, or None when it is not there */
PyObject *py_runtime_read_file(PyObject *self, PyObject *path) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct str s;
    struct fs_found found;
    struct err e = ERR_INIT;
    py_text_owner PyObject *owner = NULL;
    if (need_world(rt) < 0 || py_text_view(path, &s, &owner) < 0) {
        return NULL;
    }
    py_reads_file(rt, s);
    int r = fs_tree_lookup(rt->tree, s, &found, &e);
    struct buf content;
    buf_init(&content, MAX_READ);
    if (r == 0 && found.kind == FS_FILE) {
        r = fs_tree_read(rt->tree, found.parent, found.entry, MAX_READ, &content, &e);
    } else if (r == 0) {
        r = FS_ABSENT;
    }
    PyObject *result = r < 0 ? py_runtime_raise(rt, &e)
                       : r == FS_ABSENT
                           ? Py_NewRef(Py_None)
                           : PyBytes_FromStringAndSize(content.data, (Py_ssize_t)content.len);
    buf_done(&content);
    return result;
}
