/*
 * The part of Runtime that is about targets: opening the tree and the world, loading what specs
 * speak of, taking in what rules generated, picking.
 */
#include "pyembed/py.h"

#include "pyembed/engine/reads.h"
#include "pyembed/engine/runtime.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "pyembed/text.h"
#include "pyembed/types/address.h"

/* ---- addresses ---- */

/* The str of an interned id; borrowed. */
static PyObject *str_of(struct py_runtime *rt, uint32_t id) {
    while (rt->strs.len <= id) {
        vec_push(&rt->strs, NULL);
    }
    if (rt->strs.data[id] == NULL) {
        PyObject *s = py_str(intern_str(world_strings(rt->world), id));
        if (s == NULL) {
            return NULL;
        }
        PyUnicode_InternInPlace(&s);
        rt->strs.data[id] = s;
    }
    return rt->strs.data[id];
}

/* "k=v,k2=v2" as the flat tuple that addresses hold; NULL with an exception. */
static PyObject *params_tuple(struct str text) {
    PyObject *list = PyList_New(0);
    struct str part;
    bool done = false, ok = list != NULL;
    while (ok && str_split_next(&text, &done, ',', &part)) {
        ptrdiff_t eq = str_find_char(part, '=');
        py_auto PyObject *key = py_str(str_upto(part, eq < 0 ? part.len : (size_t)eq));
        py_auto PyObject *value = py_str(eq < 0 ? STR("") : str_from_at(part, (size_t)eq + 1));
        ok = key != NULL && value != NULL && PyList_Append(list, key) == 0 &&
             PyList_Append(list, value) == 0;
    }
    PyObject *tuple = ok ? PyList_AsTuple(list) : NULL;
    Py_XDECREF(list);
    return tuple;
}

PyObject *py_runtime_address(struct py_runtime *rt, struct addr a) {
    struct py_address_parts parts = {.spec_path = str_of(rt, a.path)};
    parts.target_name = a.name != 0 ? str_of(rt, a.name) : NULL;
    parts.generated_name = a.gen != 0 ? str_of(rt, a.gen) : NULL;
    parts.relative_file = a.file != 0 ? str_of(rt, a.file) : NULL;
    py_auto PyObject *params =
        a.params != 0 ? params_tuple(intern_str(world_strings(rt->world), a.params)) : NULL;
    parts.parameters = params;
    return PyErr_Occurred() ? NULL : py_address_new(rt->state, &parts);
}

static bool intern_part(struct py_runtime *rt, PyObject *part, uint32_t *ret) {
    struct str s;
    *ret = 0;
    if (part == NULL || part == Py_None) {
        return true;
    }
    py_text_owner PyObject *owner = NULL;
    if (py_text_view(part, &s, &owner) < 0) {
        return false;
    }
    *ret = s.len > 0 ? intern_id(world_strings(rt->world), s) : 0;
    return true;
}

static bool intern_params(struct py_runtime *rt, PyObject *parameters, uint32_t *ret) {
    struct buf out = BUF_INIT;
    bool ok = true;
    for (Py_ssize_t i = 0; ok && i < PyTuple_GET_SIZE(parameters); i++) {
        struct str s = STR_NULL;
        ok = py_to_str(PyTuple_GET_ITEM(parameters, i), &s);
        buf_addz(&out, i == 0 ? "" : i % 2 == 0 ? "," : "=");
        buf_add_str(&out, s);
    }
    *ret = ok && out.len > 0 ? intern_id(world_strings(rt->world), buf_str(&out)) : 0;
    buf_done(&out);
    return ok;
}

bool py_runtime_addr(struct py_runtime *rt, PyObject *address, struct addr *ret) {
    if (!py_is_address(rt->state, address)) {
        PyErr_Format(PyExc_TypeError, "expected an Address, got %s", Py_TYPE(address)->tp_name);
        return false;
    }
    const struct py_address *a = (const struct py_address *)address;
    ret->params = 0;
    return intern_part(rt, a->spec_path, &ret->path) &&
           intern_part(rt, a->target_name, &ret->name) &&
           intern_part(rt, a->relative_file, &ret->file) &&
           intern_part(rt, a->generated_name, &ret->gen) &&
           (a->parameters == NULL || intern_params(rt, a->parameters, &ret->params));
}

struct target *py_runtime_target(struct py_runtime *rt, PyObject *address) {
    struct addr addr;
    if (!py_runtime_addr(rt, address, &addr)) {
        return NULL;
    }
    struct target *t = world_find(rt->world, addr);
    if (t == NULL) {
        PyErr_Format(PyExc_LookupError, "there is no target %S", address);
    }
    return t;
}

PyObject *py_runtime_value(struct py_runtime *rt, struct pval v) {
    const struct py_unpack u = {
        .parametrize = rt->parametrize, .make_object = rt->make_object, .opaque = rt->opaque};
    return py_unpack(&u, v);
}

/* ---- opening ---- */

int py_runtime_str_items(PyObject *sequence, struct arena *a, struct str **ret, size_t *ret_n) {
    py_auto PyObject *fast = PySequence_Fast(sequence, "a sequence of strings is needed");
    if (fast == NULL) {
        return -1;
    }
    size_t n = (size_t)PySequence_Fast_GET_SIZE(fast);
    struct str *items = ARENA_ARRAY(a, struct str, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str s;
        py_text_owner PyObject *owner = NULL;
        if (py_text_view(PySequence_Fast_GET_ITEM(fast, (Py_ssize_t)i), &s, &owner) < 0) {
            return -1;
        }
        items[i] = arena_str(a, s);
    }
    *ret = items;
    *ret_n = n;
    return 0;
}

static void note_retired(void *user, const char *what, struct str name, struct str last_release) {
    struct py_runtime *rt = user;
    options_note_retired(rt->options, what, name, last_release);
}

static enum unmatched unmatched_of(const char *name) {
    return strcmp(name, "ignore") == 0  ? UNMATCHED_IGNORE
           : strcmp(name, "error") == 0 ? UNMATCHED_ERROR
                                        : UNMATCHED_WARN;
}

static int open_tree(struct py_runtime *rt, PyObject *ignore, int gitignore, struct err *e) {
    struct str *patterns;
    size_t n;
    if (py_runtime_str_items(ignore, &rt->arena, &patterns, &n) < 0) {
        return err_set(e, ERR_PYTHON, "ignore patterns");
    }
    struct str home, xdg;
    const struct fs_ignore_env env = {
        .home = options_env(rt->options, STR("HOME"), &home) ? home.ptr : NULL,
        .xdg_config_home = options_env(rt->options, STR("XDG_CONFIG_HOME"), &xdg) ? xdg.ptr : NULL,
    };
    char *root = str_dup(options_build_root(rt->options));
    int r = fs_ignore_new(root, patterns, n, gitignore != 0, &env, &rt->ignore, e);
    if (r == 0) {
        r = fs_tree_new(root, rt->ignore, &rt->log, &rt->tree, e);
    }
    free(root);
    return r;
}

static int open_build_ignore(struct py_runtime *rt, PyObject *sequence, struct err *e) {
    struct str *patterns;
    size_t n;
    if (py_runtime_str_items(sequence, &rt->arena, &patterns, &n) < 0) {
        return err_set(e, ERR_PYTHON, "build_ignore");
    }
    if (n == 0) {
        return 0;
    }
    return fs_ignore_new(fs_tree_root(rt->tree).ptr, patterns, n, false, NULL, &rt->build_ignore,
                         e);
}

PyObject *py_runtime_targets_open(PyObject *self, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {
        "ignore",   "use_gitignore", "build_patterns", "build_ignore", "unmatched", "salt",
        "evaluate", "parametrize",   "object_call",    "make_object",  "search",    NULL};
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *ignore, *patterns, *build_ignore, *evaluate, *parametrize, *call, *make, *search;
    int gitignore;
    const char *unmatched;
    Py_buffer salt;
    struct str *build_patterns;
    size_t npatterns;
    struct err e = ERR_INIT;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OpOOsy*OOOOO:targets_open",
                                     (char **)(uintptr_t)names, &ignore, &gitignore, &patterns,
                                     &build_ignore, &unmatched, &salt, &evaluate, &parametrize,
                                     &call, &make, &search)) {
        return NULL;
    }
    uint32_t table_len;
    memcpy(&table_len, rt->table.blob + 8, sizeof table_len); /* the blob's own length */
    rt->build_salt =
        hash_combine(hash_bytes(salt.buf, (size_t)salt.len), hash_bytes(rt->table.blob, table_len));
    PyBuffer_Release(&salt);
    if (py_runtime_need(rt, STAGE_SOLVED) < 0 ||
        py_runtime_str_items(patterns, &rt->arena, &build_patterns, &npatterns) < 0) {
        return NULL;
    }
    if (open_tree(rt, ignore, gitignore, &e) < 0 || open_build_ignore(rt, build_ignore, &e) < 0) {
        return py_runtime_raise(rt, &e);
    }
    rt->evaluate = Py_NewRef(evaluate);
    rt->parametrize = Py_NewRef(parametrize);
    rt->object_call = Py_NewRef(call);
    rt->make_object = Py_NewRef(make);
    rt->search = Py_NewRef(search);
    rt->opaque = PyList_New(0);
    const struct world_config config = {
        .tree = rt->tree,
        .registry = rt->registry,
        .build_patterns = build_patterns,
        .nbuild_patterns = npatterns,
        .build_ignore = rt->build_ignore,
        .unmatched_sources = unmatched_of(unmatched),
        .evaluate = py_runtime_evaluate,
        .retired = note_retired,
        .user = rt,
        .log = &rt->log,
    };
    rt->world = world_new(&config);
    return rt->opaque != NULL ? Py_NewRef(Py_None) : NULL;
}

PyObject *py_runtime_add_salt(PyObject *self, PyObject *text) {
    struct py_runtime *rt = (struct py_runtime *)self;
    if (!PyBytes_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "bytes are needed");
        return NULL;
    }
    rt->build_salt = hash_combine(
        rt->build_salt, hash_bytes(PyBytes_AS_STRING(text), (size_t)PyBytes_GET_SIZE(text)));
    Py_RETURN_NONE;
}

void py_runtime_free_targets(struct py_runtime *rt) {
    world_free(rt->world);
    rt->world = NULL;
    fs_tree_free(rt->tree);
    rt->tree = NULL;
    fs_ignore_free(rt->ignore);
    fs_ignore_free(rt->build_ignore);
    rt->ignore = rt->build_ignore = NULL;
    for (size_t i = 0; i < rt->packs.len; i++) {
        free(rt->packs.data[i]);
    }
    vec_done(&rt->packs);
    for (size_t i = 0; i < rt->strs.len; i++) {
        Py_XDECREF(rt->strs.data[i]);
    }
    vec_done(&rt->strs);
    vec_done(&rt->build_files);
    Py_CLEAR(rt->evaluate);
    Py_CLEAR(rt->opaque);
    Py_CLEAR(rt->parametrize);
    Py_CLEAR(rt->object_call);
    Py_CLEAR(rt->make_object);
    Py_CLEAR(rt->search);
}

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

/* add_synthetic(dir, build file, statements) */
PyObject *py_runtime_targets_add_synthetic(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *dir, *file, *statements;
    struct str d, f;
    if (!PyArg_ParseTuple(args, "UUO:targets_add_synthetic", &dir, &file, &statements) ||
        need_world(rt) < 0 || !py_to_str(dir, &d) || !py_to_str(file, &f)) {
        return NULL;
    }
    struct py_pack p = {
        .parametrize = rt->parametrize, .object_call = rt->object_call, .opaque = rt->opaque};
    pack_builder_init(&p.builder);
    uint32_t root = py_pack_add(&p, statements);
    if (root == 0) {
        pack_builder_done(&p.builder);
        return NULL;
    }
    struct err e = ERR_INIT;
    char *blob;
    size_t len;
    if (pack_builder_finish(&p.builder, root, &blob, &len, &e) < 0) {
        return py_runtime_raise(rt, &e);
    }
    vec_push(&rt->packs, blob);
    if (world_add_synthetic(rt->world, d, f, pack_trusted(blob), &e) < 0) {
        return py_runtime_raise(rt, &e);
    }
    Py_RETURN_NONE;
}

/* ---- loading ---- */

static enum spec_probe probe(void *user, struct str path) {
    struct py_runtime *rt = user;
    struct fs_found found;
    if (fs_tree_lookup(rt->tree, path, &found, NULL) != 0) {
        return SPEC_PROBE_ABSENT;
    }
    return found.kind == FS_FILE ? SPEC_PROBE_FILE : SPEC_PROBE_DIR;
}

int py_runtime_specs(struct py_runtime *rt, PyObject *sequence, bool in_cwd, struct arena *a,
                     struct spec **ret, size_t *ret_n) {
    struct str *texts;
    size_t n;
    if (py_runtime_str_items(sequence, a, &texts, &n) < 0) {
        return -1;
    }
    const struct spec_context context = {
        .build_root = options_build_root(rt->options),
        .working_dir = in_cwd ? options_rel_cwd(rt->options) : STR(""),
        .probe = probe,
        .user = rt,
    };
    struct spec *specs = ARENA_ARRAY(a, struct spec, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct err e = ERR_INIT;
        if (spec_parse(a, &context, texts[i], &specs[i], &e) < 0) {
            (void)py_runtime_raise(rt, &e);
            return -1;
        }
    }
    *ret = specs;
    *ret_n = n;
    return 0;
}

/* Lists the folders that the specs speak of ahead of time, on all processors. */
static int scan_ahead(struct py_runtime *rt, const struct spec *specs, size_t n, struct err *e) {
    int r = 0;
    for (size_t i = 0; r == 0 && i < n; i++) {
        if (!specs[i].ignore && specs[i].kind == SPEC_TREE) {
            r = fs_tree_scan(rt->tree, rt->loop, &specs[i].path, 1, FS_SCAN_RECURSIVE, e);
        }
    }
    return r;
}

static PyObject *template_dict(struct py_runtime *rt, const struct template *t) {
    PyObject *dict = PyDict_New();
    for (uint32_t i = 0; dict != NULL && i < t->n; i++) {
        py_auto PyObject *key = py_str(t->items[i].alias);
        py_auto PyObject *value = py_runtime_value(rt, t->items[i].value);
        if (key == NULL || value == NULL || PyDict_SetItem(dict, key, value) < 0) {
            Py_CLEAR(dict);
        }
    }
    return dict;
}

/* [(address with the template's parameters, {field: raw value})] */
static PyObject *templates_list(struct py_runtime *rt, const struct target *t) {
    PyObject *list = PyList_New(0);
    for (uint32_t i = 0; list != NULL && i < t->ntemplates; i++) {
        struct addr addr = t->addr;
        addr.params = t->templates[i]->params;
        PyObject *item =
            Py_BuildValue("(NN)", py_runtime_address(rt, addr), template_dict(rt, t->templates[i]));
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    return list;
}

/* Generators that rules have to expand: [(address, class id, templates)] */
static PyObject *pending(struct py_runtime *rt) {
    PyObject *list = PyList_New(0);
    struct target *t;
    for (uint32_t i = 0; list != NULL && (t = world_pending_generator(rt->world, i)) != NULL; i++) {
        PyObject *item = Py_BuildValue("(NNN)", py_runtime_address(rt, t->addr),
                                       py_str(t->type->class_id), templates_list(rt, t));
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    return list;
}

PyObject *py_runtime_targets_load(PyObject *self, PyObject *sequence) {
    struct py_runtime *rt = (struct py_runtime *)self;
    if (need_world(rt) < 0) {
        return NULL;
    }
    struct arena arena = {0};
    struct spec *specs;
    size_t n;
    int r = py_runtime_specs(rt, sequence, false, &arena, &specs, &n);
    if (r == 0) {
        struct err e = ERR_INIT;
        r = scan_ahead(rt, specs, n, &e);
        if (r == 0) {
            r = selection_load(rt->world, specs, n, &e);
        }
        if (r == 0) {
            r = world_expand_files(rt->world, &e);
        }
        py_reads_new(rt);
        if (r < 0) {
            (void)py_runtime_raise(rt, &e);
        }
    }
    arena_done(&arena);
    return r < 0 ? NULL : pending(rt);
}

/* ---- what rules generated ---- */

static int add_generated(struct py_runtime *rt, struct target *generator, PyObject *item) {
    PyObject *alias, *address, *values;
    struct str a;
    struct addr addr;
    if (!PyArg_ParseTuple(item, "UOO!", &alias, &address, &PyDict_Type, &values) ||
        !py_to_str(alias, &a) || !py_runtime_addr(rt, address, &addr)) {
        return -1;
    }
    struct py_pack p = {
        .parametrize = rt->parametrize, .object_call = rt->object_call, .opaque = rt->opaque};
    pack_builder_init(&p.builder);
    uint32_t root = py_pack_add(&p, values);
    if (root == 0) {
        pack_builder_done(&p.builder);
        return -1;
    }
    struct err e = ERR_INIT;
    char *blob;
    size_t len;
    int r = pack_builder_finish(&p.builder, root, &blob, &len, &e);
    if (r == 0) {
        vec_push(&rt->packs, blob);
        r = world_add_generated(rt->world, generator, a, addr, pack_trusted(blob), &e);
    }
    if (r < 0) {
        (void)py_runtime_raise(rt, &e);
    }
    return r;
}

/* targets_generated(generator's address, [(alias, address, {field: value})]) */
PyObject *py_runtime_targets_generated(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *address, *items;
    if (!PyArg_ParseTuple(args, "OO!:targets_generated", &address, &PyList_Type, &items) ||
        need_world(rt) < 0) {
        return NULL;
    }
    struct target *generator = py_runtime_target(rt, address);
    if (generator == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items); i++) {
        if (add_generated(rt, generator, PyList_GET_ITEM(items, i)) < 0) {
            return NULL;
        }
    }
    world_generated_done(rt->world, generator);
    Py_RETURN_NONE;
}

/* ---- picking ---- */

static int search(void *user, struct str pattern, struct str text, struct err *e) {
    struct py_runtime *rt = user;
    py_auto PyObject *p = py_str(pattern);
    py_auto PyObject *t = py_str(text);
    py_auto PyObject *found =
        p == NULL || t == NULL ? NULL : PyObject_CallFunctionObjArgs(rt->search, p, t, NULL);
    int r = found != NULL ? PyObject_IsTrue(found) : -1;
    return r < 0 ? err_set(e, ERR_PYTHON, "a filter's expression failed") : r;
}

static int filter_terms(PyObject *sequence, struct arena *a, struct filter_terms *ret) {
    struct str *items = NULL;
    int r = sequence != NULL ? py_runtime_str_items(sequence, a, &items, &ret->count) : 0;
    ret->items = items;
    return r;
}

static PyObject *addresses(struct py_runtime *rt, const struct picked *picked) {
    PyObject *list = PyList_New((Py_ssize_t)picked->items.len);
    for (size_t i = 0; list != NULL && i < picked->items.len; i++) {
        PyObject *address = py_runtime_address(rt, picked->items.data[i]->addr);
        if (address == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, address);
        }
    }
    return list;
}

PyObject *py_runtime_targets_pick(PyObject *self, PyObject *args, PyObject *kwargs) {
    static const char *const names[] = {"specs",           "target_types",    "tags",
                                        "address_regexes", "tag_regexes",     "granularity",
                                        "unmatched",       "skip_generators", NULL};
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *sequence, *types = NULL, *tags = NULL, *regexes = NULL, *tag_regexes = NULL;
    const char *granularity = "all", *unmatched = "error";
    int skip = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|OOOOssp:targets_pick",
                                     (char **)(uintptr_t)names, &sequence, &types, &tags, &regexes,
                                     &tag_regexes, &granularity, &unmatched, &skip) ||
        need_world(rt) < 0) {
        return NULL;
    }
    struct arena arena = {0};
    struct filter filter = {.search = search, .user = rt};
    filter.granularity = strcmp(granularity, "file") == 0    ? GRANULARITY_FILE
                         : strcmp(granularity, "BUILD") == 0 ? GRANULARITY_BUILD
                                                             : GRANULARITY_ALL;
    struct spec *specs;
    size_t n;
    PyObject *result = NULL;
    if (filter_terms(types, &arena, &filter.target_types) == 0 &&
        filter_terms(tags, &arena, &filter.tags) == 0 &&
        filter_terms(regexes, &arena, &filter.address_regexes) == 0 &&
        filter_terms(tag_regexes, &arena, &filter.tag_regexes) == 0 &&
        py_runtime_specs(rt, sequence, false, &arena, &specs, &n) == 0) {
        py_reads_targets(rt);
        const struct select_options options = {.filter = &filter,
                                               .unmatched_cli = unmatched_of(unmatched),
                                               .skip_generators = skip != 0};
        struct picked picked = {0};
        struct err e = ERR_INIT;
        if (selection_run(rt->world, specs, n, &options, &picked, &e) < 0) {
            (void)py_runtime_raise(rt, &e);
        } else {
            result = addresses(rt, &picked);
        }
        picked_done(&picked);
    }
    arena_done(&arena);
    return result;
}
