/*
 * Evaluating BUILD files: what one means depends on its bytes, its path, the symbols and preludes
 * (the salt), and the variables of the environment that it read. All of that is in the key or in
 * the record, so a record that fits stands for running the file.
 */
#include "pyembed/py.h"

#include "pyembed/engine/runtime.h"

#include <string.h>

#include "base/alloc.h"
#include "codec/sha256.h"

static void make_key(const struct py_runtime *rt, struct str path, struct str source,
                     uint8_t key[SHA256_SIZE]) {
    struct sha256 h;
    uint64_t sizes[2] = {rt->build_salt, path.len};
    sha256_init(&h);
    sha256_add(&h, sizes, sizeof sizes);
    sha256_add(&h, path.ptr, path.len);
    sha256_add(&h, source.ptr, source.len);
    sha256_finish(&h, key);
}

/* The record's variables still have the values that the file saw. */
static bool env_fits(const struct py_runtime *rt, struct pval env) {
    for (uint32_t i = 0; i < pval_len(env); i++) {
        struct pval name = pval_item(pval_item(env, i), 0), seen = pval_item(pval_item(env, i), 1);
        struct str now;
        bool set = options_env(rt->options, pval_str(name), &now);
        if (set != (pval_tag(seen) == PACK_STR) || (set && !str_eq(now, pval_str(seen)))) {
            return false;
        }
    }
    return true;
}

static bool from_table(const struct py_runtime *rt, const uint8_t key[SHA256_SIZE],
                       struct pval *ret_statements) {
    struct str kept;
    struct pval record;
    if (rt->build_table == NULL ||
        !table_get(rt->build_table, str_make((const char *)key, SHA256_SIZE), &kept) ||
        pack_open(kept.ptr, kept.len, &record, NULL) < 0 || !env_fits(rt, pval_item(record, 0))) {
        return false;
    }
    *ret_statements = pval_item(record, 1);
    return true;
}

/* Runs the file in Python: (statements, [(name, value or None)], may be kept). */
static PyObject *run(struct py_runtime *rt, struct str path, struct str source) {
    py_auto PyObject *p = py_str(path);
    py_auto PyObject *s = PyBytes_FromStringAndSize(source.ptr, (Py_ssize_t)source.len);
    PyObject *result =
        p == NULL || s == NULL ? NULL : PyObject_CallFunctionObjArgs(rt->evaluate, p, s, NULL);
    if (result != NULL && (!PyTuple_Check(result) || PyTuple_GET_SIZE(result) != 3)) {
        PyErr_SetString(PyExc_TypeError, "evaluating a BUILD file must give three things");
        Py_CLEAR(result);
    }
    return result;
}

/* Packs (env, statements); the blob goes to the run's packs. */
static int keep(struct py_runtime *rt, PyObject *result, const uint8_t key[SHA256_SIZE],
                struct pval *ret_statements, struct err *e) {
    struct py_pack p = {
        .parametrize = rt->parametrize, .object_call = rt->object_call, .opaque = rt->opaque};
    pack_builder_init(&p.builder);
    uint32_t parts[2] = {py_pack_add(&p, PyTuple_GET_ITEM(result, 1)), 0};
    parts[1] = parts[0] != 0 ? py_pack_add(&p, PyTuple_GET_ITEM(result, 0)) : 0;
    if (parts[1] == 0) {
        pack_builder_done(&p.builder);
        return err_set(e, ERR_PYTHON, "a value of a BUILD file cannot be kept");
    }
    char *blob;
    size_t len;
    int r = pack_builder_finish(&p.builder, pack_list(&p.builder, parts, 2), &blob, &len, e);
    if (r < 0) {
        return r;
    }
    vec_push(&rt->packs, blob);
    if (rt->build_table != NULL && !p.used_opaque && PyTuple_GET_ITEM(result, 2) == Py_True) {
        table_put(rt->build_table, str_make((const char *)key, SHA256_SIZE), str_make(blob, len));
    }
    *ret_statements = pval_item(pack_trusted(blob), 1);
    return 0;
}

int py_runtime_evaluate(void *user, struct str path, struct str source, struct pval *ret_statements,
                        struct err *e) {
    struct py_runtime *rt = user;
    uint8_t key[SHA256_SIZE];
    make_key(rt, path, source, key);
    vec_push(&rt->build_files, arena_str(&rt->arena, path));
    if (from_table(rt, key, ret_statements)) {
        return 0;
    }
    py_auto PyObject *result = run(rt, path, source);
    if (result == NULL) {
        return err_set(e, ERR_PYTHON, "%.*s cannot be evaluated", STR_FMT(path));
    }
    return keep(rt, result, key, ret_statements, e);
}
