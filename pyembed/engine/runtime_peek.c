/* The digest of the folder that holds just some files of the tree: a fingerprint of sources. */
#include "pyembed/py.h"

#include "pyembed/engine/runtime.h"

#include "digest/tree.h"
#include "pyembed/engine/reads.h"

static int add_file(struct py_runtime *rt, struct dtree_builder *b, struct str path,
                    struct err *e) {
    struct fs_found found;
    const struct fs_sig *sig = NULL;
    struct digest digest = DIGEST_EMPTY;
    int r = fs_tree_lookup(rt->tree, path, &found, e);
    if (r != 0 || found.kind != FS_FILE) {
        return r < 0 ? r : 0; /* it has vanished: what is there counts */
    }
    py_reads_file(rt, path);
    r = fs_tree_sig(rt->tree, found.parent, found.entry, &sig, e);
    bool executable = r == 0 && fs_sig_executable(sig);
    if (r == 0) {
        r = fs_tree_digest(rt->tree, rt->digests, found.parent, found.entry, &digest, e);
    }
    return r == 0 ? dtree_builder_file(b, path, &digest, executable, e) : r < 0 ? r : 0;
}

static int build(struct py_runtime *rt, const struct str *files, size_t nfiles,
                 const struct str *folders, size_t nfolders, struct dtree **ret, struct err *e) {
    struct dtree_builder *b = dtree_builder_new();
    int r = 0;
    for (size_t i = 0; r == 0 && i < nfolders; i++) {
        r = dtree_builder_dir(b, folders[i], e);
    }
    for (size_t i = 0; r == 0 && i < nfiles; i++) {
        r = add_file(rt, b, files[i], e);
    }
    if (r == 0) {
        r = dtree_builder_finish(b, ret, e);
    }
    dtree_builder_free(b);
    return r;
}

/* fingerprint(files, folders) -> hash of the canonical Directory message, in hex */
PyObject *py_runtime_fingerprint(PyObject *self, PyObject *args) {
    struct py_runtime *rt = (struct py_runtime *)self;
    PyObject *file_list, *folder_list, *result = NULL;
    struct arena arena = {0};
    struct str *files, *folders;
    size_t nfiles, nfolders;
    struct dtree *tree = NULL;
    struct err e = ERR_INIT;
    if (PyArg_ParseTuple(args, "OO:fingerprint", &file_list, &folder_list) &&
        py_runtime_need(rt, STAGE_SOLVED) == 0 &&
        py_runtime_str_items(file_list, &arena, &files, &nfiles) == 0 &&
        py_runtime_str_items(folder_list, &arena, &folders, &nfolders) == 0) {
        char hex[DIGEST_HEX_LEN + 1];
        if (build(rt, files, nfiles, folders, nfolders, &tree, &e) < 0) {
            (void)py_runtime_raise(rt, &e);
        } else {
            digest_hex(dtree_digest(tree), hex);
            result = PyUnicode_FromString(hex);
        }
    }
    dtree_unref(tree);
    arena_done(&arena);
    return result;
}
