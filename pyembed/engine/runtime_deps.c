/*
 * The part of Runtime that is about dependencies: opening them over the world of targets, taking
 * in what rules inferred, and the questions. Addresses go in and come out.
 */
#include "pyembed/py.h"

#include "pyembed/engine/runtime.h"

#include "base/alloc.h"
#include "deps/deps.h"
#include "deps/python.h"
#include "deps/shell.h"
#include "pyembed/engine/reads.h"

static int need_deps(struct py_runtime *rt) {
    if (py_runtime_need(rt, STAGE_SOLVED) < 0) {
        return -1;
    }
    if (rt->deps == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "deps_open() comes first");
        return -1;
    }
    py_reads_targets(rt);
    return 0;
}

/* ---- opening ---- */

static PyObject *config_item(PyObject *config, const char *name) {
    PyObject *item = PyDict_GetItemString(config, name);
    if (item == NULL) {
        PyErr_Format(PyExc_KeyError, "deps_open() needs `%s`", name);
    }
    return item;
}

static bool config_bool(PyObject *config, const char *name, bool *ret) {
    PyObject *item = config_item(config, name);
    int r = item != NULL ? PyObject_IsTrue(item) : -1;
    *ret = r > 0;
    return r >= 0;
}

static bool config_int(PyObject *config, const char *name, int *ret) {
    PyObject *item = config_item(config, name);
    *ret = item != NULL ? (int)PyLong_AsLong(item) : 0;
    return !PyErr_Occurred();
}

static bool config_strs(struct py_runtime *rt, PyObject *config, const char *name,
                        const struct str **ret, size_t *ret_n) {
    PyObject *item = config_item(config, name);
    struct str *items = NULL;
    bool ok = item != NULL && py_runtime_str_items(item, &rt->arena, &items, ret_n) == 0;
    *ret = items;
    return ok;
}

static bool config_str(struct py_runtime *rt, PyObject *config, const char *name, struct str *ret) {
    PyObject *item = config_item(config, name);
    struct str s;
    if (item == NULL || !py_to_str(item, &s)) {
        return false;
    }
    *ret = arena_str(&rt->arena, s);
    return true;
}

static bool python_config(struct py_runtime *rt, PyObject *d, struct python_infer_config *c) {
    int init_files, unowned;
    bool ok = config_bool(d, "imports", &c->imports) &&
              config_bool(d, "string_imports", &c->string_imports) &&
              config_bool(d, "assets", &c->assets) && config_bool(d, "conftests", &c->conftests) &&
              config_bool(d, "entry_points", &c->entry_points) &&
              config_int(d, "string_imports_min_dots", &c->string_imports_min_dots) &&
              config_int(d, "assets_min_slashes", &c->assets_min_slashes) &&
              config_strs(rt, d, "string_import_ignore", &c->string_import_ignore,
                          &c->nstring_import_ignore) &&
              config_int(d, "init_files", &init_files) && config_int(d, "unowned", &unowned) &&
              config_bool(d, "by_source_root", &c->by_source_root) &&
              config_strs(rt, d, "ignored_unowned", &c->ignored_unowned, &c->nignored_unowned) &&
              config_bool(d, "enable_resolves", &c->enable_resolves) &&
              config_str(rt, d, "default_resolve", &c->default_resolve) &&
              config_strs(rt, d, "root_patterns", &c->root_patterns, &c->nroot_patterns) &&
              config_strs(rt, d, "marker_filenames", &c->marker_filenames, &c->nmarker_filenames);
    if (ok) {
        c->init_files = (enum python_init_files)init_files;
        c->unowned = (enum python_unowned)unowned;
    }
    return ok;
}

static void open_tables(struct py_runtime *rt) {
    const char *folder = py_runtime_cache_folder(rt);
    if (folder != NULL && rt->files_table == NULL) {
        struct table_config config = {.folder = folder, .version = 1, .log = &rt->log};
        config.name = "files";
        rt->files_table = table_open(&config);
        config.name = "imports";
        rt->imports_table = table_open(&config);
    }
    rt->digests = fs_digests_new(rt->files_table);
}

/* deps_open({option: value, "python": bool, "shell": bool}); once. */
PyObject *py_runtime_deps_open(PyObject *self, PyObject *config) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct python_infer_config python = {0};
    struct deps_config deps = {0};
    bool has_python, has_shell;
    if (py_runtime_need(rt, STAGE_SOLVED) < 0) {
        return NULL;
    }
    if (rt->deps != NULL) {
        Py_RETURN_NONE;
    }
    if (rt->world == NULL || !PyDict_Check(config)) {
        PyErr_SetString(PyExc_RuntimeError, "targets and a dictionary of options come first");
        return NULL;
    }
    if (!config_bool(config, "python", &has_python) || !config_bool(config, "shell", &has_shell) ||
        !config_strs(rt, config, "subproject_roots", &deps.subproject_roots,
                     &deps.nsubproject_roots) ||
        (has_python && !python_config(rt, config, &python))) {
        return NULL;
    }
    open_tables(rt);
    deps.world = rt->world;
    deps.tree = rt->tree;
    deps.default_resolve = python.default_resolve;
    rt->deps = deps_new(&deps);
    if (has_python) {
        python.tree = rt->tree;
        python.digests = rt->digests;
        python.table = rt->imports_table;
        python.loop = rt->loop;
        python.log = &rt->log;
        rt->python_infer = python_infer_new(&python, rt->deps, rt->world);
        python_infer_register(rt->python_infer);
    }
    if (has_shell) {
        const struct shell_infer_config shell = {.tree = rt->tree,
                                                 .digests = rt->digests,
                                                 .table = rt->imports_table,
                                                 .loop = rt->loop,
                                                 .log = &rt->log};
        shell_infer_register(shell_infer_new(&shell, rt->deps, rt->world));
    }
    Py_RETURN_NONE;
}

void py_runtime_free_deps(struct py_runtime *rt) {
    deps_free(rt->deps);
    rt->deps = NULL;
    rt->python_infer = NULL;
    fs_digests_free(rt->digests);
    rt->digests = NULL;
    table_close(rt->files_table);
    table_close(rt->imports_table);
    rt->files_table = rt->imports_table = NULL;
    imap_done(&rt->asked_types);
}

/* ---- addresses and ids ---- */

/* The ids of a sequence of addresses; None: all targets. */
static bool ids_of(struct py_runtime *rt, PyObject *addresses, id_vec *ret) {
    if (addresses == Py_None) {
        for (uint32_t i = 0; i < world_count(rt->world); i++) {
            vec_push(ret, i);
        }
        return true;
    }
    py_auto PyObject *fast = PySequence_Fast(addresses, "addresses must be a sequence");
    if (fast == NULL) {
        return false;
    }
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
        const struct target *t = py_runtime_target(rt, PySequence_Fast_GET_ITEM(fast, i));
        if (t == NULL) {
            return false;
        }
        vec_push(ret, t->index);
    }
    return true;
}

static PyObject *address_list(struct py_runtime *rt, struct id_list ids) {
    PyObject *list = PyList_New((Py_ssize_t)ids.n);
    for (uint32_t i = 0; list != NULL && i < ids.n; i++) {
        PyObject *a = py_runtime_address(rt, world_target(rt->world, ids.ids[i])->addr);
        if (a == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, a);
        }
    }
    return list;
}

static struct id_list view(const id_vec *v) {
    return (struct id_list){v->data, (uint32_t)v->len};
}

/* ---- what rules inferred ---- */

static bool is_asked(void *user, const struct target_type *type) {
    const struct py_runtime *rt = user;
    return imap_has(&rt->asked_types, (uint64_t)(uintptr_t)type);
}

/* deps_ask([alias]): rules infer for targets of these types. */
PyObject *py_runtime_deps_ask(PyObject *self, PyObject *aliases) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct str *items;
    size_t n;
    if (need_deps(rt) < 0 || py_runtime_str_items(aliases, &rt->arena, &items, &n) < 0) {
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        const struct target_type *type = registry_type(rt->registry, items[i]);
        if (type != NULL) {
            (void)imap_put(&rt->asked_types, (uint64_t)(uintptr_t)type, rt);
        }
    }
    deps_ask_above(rt->deps, is_asked, rt);
    Py_RETURN_NONE;
}

/* deps_next(addresses or None, transitive) -> the address of a target to be inferred, or None */
PyObject *py_runtime_deps_next(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *addresses;
    int transitive;
    id_vec ids = {0};
    PyObject *result = NULL;
    uint32_t id;
    if (PyArg_ParseTuple(args, "Op:deps_next", &addresses, &transitive) && need_deps(rt) == 0 &&
        ids_of(rt, addresses, &ids)) {
        result = deps_next_asked(rt->deps, ids.data, ids.len, transitive != 0, &id)
                     ? py_runtime_address(rt, world_target(rt->world, id)->addr)
                     : Py_NewRef(Py_None);
    }
    vec_done(&ids);
    return result;
}

/* deps_give(address, include, exclude) */
PyObject *py_runtime_deps_give(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *address, *include, *exclude;
    struct inferred inferred = {{0}, {0}};
    const struct target *t = NULL;
    if (PyArg_ParseTuple(args, "OOO:deps_give", &address, &include, &exclude) &&
        need_deps(rt) == 0 && (t = py_runtime_target(rt, address)) != NULL &&
        ids_of(rt, include, &inferred.include) && ids_of(rt, exclude, &inferred.exclude)) {
        deps_give(rt->deps, t->index, &inferred);
    } else {
        t = NULL;
    }
    vec_done(&inferred.include);
    vec_done(&inferred.exclude);
    return t != NULL ? Py_NewRef(Py_None) : NULL;
}

/* ---- questions ---- */

typedef int question_fn(struct deps *d, const uint32_t *roots, size_t n, bool transitive,
                        bool closed, id_vec *ret, struct err *e);

/* Direct or transitive dependencies of several targets together. */
static int dependencies(struct deps *d, const uint32_t *roots, size_t n, bool transitive,
                        bool closed, id_vec *ret, struct err *e) {
    return transitive ? deps_closure(d, roots, n, closed, ret, e)
                      : deps_direct(d, roots, n, closed, ret, e);
}

static int dependents(struct deps *d, const uint32_t *roots, size_t n, bool transitive, bool closed,
                      id_vec *ret, struct err *e) {
    return deps_dependents(d, roots, n, transitive, closed, ret, e);
}

static PyObject *ask(PyObject *self, PyObject *args, question_fn *question) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *addresses, *result = NULL;
    int transitive, closed;
    id_vec roots = {0}, found = {0};
    struct err e = ERR_INIT;
    if (PyArg_ParseTuple(args, "Opp", &addresses, &transitive, &closed) && need_deps(rt) == 0 &&
        ids_of(rt, addresses, &roots)) {
        result =
            question(rt->deps, roots.data, roots.len, transitive != 0, closed != 0, &found, &e) < 0
                ? py_runtime_raise(rt, &e)
                : address_list(rt, view(&found));
    }
    vec_done(&roots);
    vec_done(&found);
    return result;
}

/* dependencies(addresses, transitive, closed) -> [address] */
PyObject *py_runtime_dependencies(PyObject *self, PyObject *args) {
    return ask(self, args, dependencies);
}

/* dependents(addresses, transitive, closed) -> [address] */
PyObject *py_runtime_dependents(PyObject *self, PyObject *args) {
    return ask(self, args, dependents);
}

static PyObject *ask_each(PyObject *self, PyObject *args, question_fn *question) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *addresses, *result = NULL;
    int transitive;
    id_vec roots = {0};
    struct err e = ERR_INIT;
    if (!PyArg_ParseTuple(args, "Op", &addresses, &transitive) || need_deps(rt) < 0 ||
        !ids_of(rt, addresses, &roots)) {
        vec_done(&roots);
        return NULL;
    }
    if (deps_prepare(rt->deps, roots.data, roots.len, &e) < 0) {
        vec_done(&roots);
        return py_runtime_raise(rt, &e);
    }
    result = PyList_New((Py_ssize_t)roots.len);
    for (size_t i = 0; result != NULL && i < roots.len; i++) {
        id_vec found = {0};
        PyObject *list =
            question(rt->deps, &roots.data[i], 1, transitive != 0, false, &found, &e) < 0
                ? py_runtime_raise(rt, &e)
                : address_list(rt, view(&found));
        vec_done(&found);
        if (list == NULL) {
            Py_CLEAR(result);
        } else {
            PyList_SET_ITEM(result, (Py_ssize_t)i, list);
        }
    }
    vec_done(&roots);
    return result;
}

/* dependency_lists(addresses, transitive) -> [[address]], one list for each */
PyObject *py_runtime_dependency_lists(PyObject *self, PyObject *args) {
    return ask_each(self, args, dependencies);
}

/* dependent_lists(addresses, transitive) -> [[address]] */
PyObject *py_runtime_dependent_lists(PyObject *self, PyObject *args) {
    return ask_each(self, args, dependents);
}

struct path_list {
    struct py_runtime *rt;
    PyObject *list; /* NULL after a failure */
};

static void add_path(void *user, const uint32_t *ids, uint32_t n) {
    struct path_list *p = user;
    PyObject *path = p->list != NULL ? address_list(p->rt, (struct id_list){ids, n}) : NULL;
    if (path == NULL || PyList_Append(p->list, path) < 0) {
        Py_CLEAR(p->list);
    }
    Py_XDECREF(path);
}

/* dependency_paths(from, to) -> [[address]] */
PyObject *py_runtime_dependency_paths(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *from, *to;
    struct err e = ERR_INIT;
    if (!PyArg_ParseTuple(args, "OO:dependency_paths", &from, &to) || need_deps(rt) < 0) {
        return NULL;
    }
    const struct target *f = py_runtime_target(rt, from);
    const struct target *t = f != NULL ? py_runtime_target(rt, to) : NULL;
    if (t == NULL) {
        return NULL;
    }
    struct path_list paths = {rt, PyList_New(0)};
    if (deps_paths(rt->deps, f->index, t->index, add_path, &paths, &e) < 0) {
        Py_CLEAR(paths.list);
        return py_runtime_raise(rt, &e);
    }
    return paths.list;
}

/* owners([path]) -> [address], without doubles */
PyObject *py_runtime_owners(PyObject *self, PyObject *sequence) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct arena arena = {0};
    struct str *paths;
    size_t n;
    struct err e = ERR_INIT;
    PyObject *result = NULL;
    id_vec found = {0};
    struct imap seen = {0};
    if (need_deps(rt) == 0 && py_runtime_str_items(sequence, &arena, &paths, &n) == 0) {
        int r = 0;
        for (size_t i = 0; r == 0 && i < n; i++) {
            struct id_list ids = {NULL, 0};
            r = deps_owners(rt->deps, paths[i], &ids, &e);
            for (uint32_t k = 0; r == 0 && k < ids.n; k++) {
                if (imap_put(&seen, ids.ids[k] + 1, rt) == NULL) {
                    vec_push(&found, ids.ids[k]);
                }
            }
        }
        result = r < 0 ? py_runtime_raise(rt, &e) : address_list(rt, view(&found));
    }
    imap_done(&seen);
    vec_done(&found);
    arena_done(&arena);
    return result;
}

/* ---- changed files ---- */

struct changes {
    struct py_runtime *rt;
    struct map files; /* path -> not NULL */
    VEC(struct str) gone;
    struct imap seen;
    id_vec found;
};

static void add_changed(struct changes *c, uint32_t id) {
    if (imap_put(&c->seen, (uint64_t)id + 1, c) == NULL) {
        vec_push(&c->found, id);
    }
}

/* A BUILD file of it changed, or a file that is not there any more was one of its sources. */
static bool is_touched(const struct changes *c, const struct target *t) {
    struct world *w = c->rt->world;
    bool expands = t->type->kind != TARGET_PLAIN && t->expanded;
    if (!expands && map_has(&c->files, intern_str(world_strings(w), t->build_file))) {
        return true;
    }
    for (size_t i = 0; i < c->gone.len; i++) {
        if (target_owns(w, t, c->gone.data[i])) {
            return true;
        }
    }
    return false;
}

static int find_changed(struct changes *c, const struct str *paths, size_t n, struct err *e) {
    int r = 0;
    for (size_t i = 0; r == 0 && i < n; i++) {
        struct id_list owners = {NULL, 0};
        struct fs_found found;
        (void)map_put(&c->files, paths[i], c);
        r = deps_owners(c->rt->deps, paths[i], &owners, e);
        for (uint32_t k = 0; r == 0 && k < owners.n; k++) {
            add_changed(c, owners.ids[k]);
        }
        if (owners.n == 0 && fs_tree_lookup(c->rt->tree, paths[i], &found, NULL) == FS_ABSENT) {
            vec_push(&c->gone, paths[i]);
        }
    }
    for (uint32_t id = 0; r == 0 && id < world_count(c->rt->world); id++) {
        if (is_touched(c, world_target(c->rt->world, id))) {
            add_changed(c, id);
        }
    }
    return r;
}

/* changed_owners([path]) -> [address]: owners of the files, targets of the BUILD files */
PyObject *py_runtime_changed_owners(PyObject *self, PyObject *sequence) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct arena arena = {0};
    struct str *paths;
    size_t n;
    struct err e = ERR_INIT;
    PyObject *result = NULL;
    struct changes c = {.rt = rt};
    if (need_deps(rt) == 0 && py_runtime_str_items(sequence, &arena, &paths, &n) == 0) {
        result = find_changed(&c, paths, n, &e) < 0 ? py_runtime_raise(rt, &e)
                                                    : address_list(rt, view(&c.found));
    }
    map_done(&c.files);
    imap_done(&c.seen);
    vec_done(&c.gone);
    vec_done(&c.found);
    arena_done(&arena);
    return result;
}

/* deps_written(address) -> (includes, ignores, transitive ignores) */
PyObject *py_runtime_deps_written(PyObject *self, PyObject *address) {
    struct py_runtime *rt = (struct py_runtime *)self;
    struct deps_written written;
    struct err e = ERR_INIT;
    if (need_deps(rt) < 0) {
        return NULL;
    }
    const struct target *t = py_runtime_target(rt, address);
    if (t == NULL) {
        return NULL;
    }
    if (deps_written(rt->deps, t->index, &written, &e) < 0) {
        return py_runtime_raise(rt, &e);
    }
    return Py_BuildValue("(NNN)", address_list(rt, written.includes),
                         address_list(rt, written.ignores),
                         address_list(rt, written.transitive_ignores));
}

/* module_owners(module, resolve, locality or None) -> (unambiguous, ambiguous) */
PyObject *py_runtime_module_owners(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    const char *module, *resolve, *locality;
    struct err e = ERR_INIT;
    if (!PyArg_ParseTuple(args, "ssz:module_owners", &module, &resolve, &locality) ||
        need_deps(rt) < 0) {
        return NULL;
    }
    if (rt->python_infer == NULL) {
        return Py_BuildValue("([][])");
    }
    struct module_owners owners = {{0}, {0}};
    PyObject *result = NULL;
    if (python_infer_owners(rt->python_infer, str_from(module), str_from(resolve),
                            locality != NULL ? str_from(locality) : STR_NULL, &owners, &e) < 0) {
        (void)py_runtime_raise(rt, &e);
    } else {
        result = Py_BuildValue("(NN)", address_list(rt, view(&owners.unambiguous)),
                               address_list(rt, view(&owners.ambiguous)));
    }
    vec_done(&owners.unambiguous);
    vec_done(&owners.ambiguous);
    return result;
}
