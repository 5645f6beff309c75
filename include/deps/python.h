/*
 * The provider of dependencies of Python code: what is imported, `__init__.py` and `conftest.py`
 * files above, strings that name modules or assets, entry points of binaries and distributions.
 *
 * A file's imports come from infer/python.h and are kept by the file's digest in `table`. Modules
 * are mapped to targets by struct python_modules: first-party ones from the places of files below
 * source roots, third-party ones from requirement targets. Both maps are by resolve.
 *
 * What is inferred for a file depends on its imports, its place and the owners of the names it
 * uses, and on nothing else.
 */
#ifndef PANTS_DEPS_PYTHON_H
#define PANTS_DEPS_PYTHON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "deps/deps.h"

struct fs_digests;
struct fs_tree;
struct loop;
struct python_infer;
struct table;

enum python_init_files { INIT_FILES_ALWAYS, INIT_FILES_CONTENT_ONLY, INIT_FILES_NEVER };
enum python_unowned { UNOWNED_IGNORE, UNOWNED_WARN, UNOWNED_ERROR };

/** Options of [python-infer], [python] and [source]; strings and arrays are borrowed. */
struct python_infer_config {
    struct fs_tree *tree;
    struct fs_digests *digests;
    struct table *table; /**< digest -> records; NULL: nothing is kept */
    struct loop *loop;   /**< for reading and scanning on the pool; NULL: on this thread */
    const struct log_sink *log;

    bool imports, string_imports, assets, conftests, entry_points;
    int string_imports_min_dots, assets_min_slashes;
    const struct str *string_import_ignore; /**< fnmatch patterns */
    size_t nstring_import_ignore;
    enum python_init_files init_files;
    enum python_unowned unowned;
    bool by_source_root; /**< ambiguity_resolution */
    const struct str *ignored_unowned;
    size_t nignored_unowned;

    bool enable_resolves;
    struct str default_resolve;

    const struct str *root_patterns; /**< [source].root_patterns */
    size_t nroot_patterns;
    const struct str *marker_filenames;
    size_t nmarker_filenames;
};

malloc_ struct python_infer *python_infer_new(const struct python_infer_config *config,
                                              struct deps *d, struct world *w);
/** Adds it to d, which owns it from then on. */
void python_infer_register(struct python_infer *p);

/**
 * The Python owners of a module for a resolve, as rules above ask it: unambiguous owners and
 * ambiguous ones. `locality` (a source root, or NULL ptr) prefers owners near it.
 */
struct module_owners {
    id_vec unambiguous;
    id_vec ambiguous;
};
must_check_ int python_infer_owners(struct python_infer *p, struct str module, struct str resolve,
                                    struct str locality, struct module_owners *ret, struct err *e);
/** A module that a target provides beyond its files (generated code of plugins). */
void python_infer_add_module(struct python_infer *p, struct str resolve, struct str module,
                             uint32_t target, bool type_stub);

#endif
