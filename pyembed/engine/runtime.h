/*
 * struct py_runtime: one run of the program, behind the Python type `Runtime`.
 *
 * It owns what a run is made of: options, the registry of target types, the rule graph, the
 * engine with its session, the view of the tree, and the world of targets. pants.bin drives it:
 *
 *   Runtime(argv, env, cwd)
 *   bootstrap()                      build root, config, global options
 *   enable_backend() / add_plugin()  target types, scopes, rules
 *   parse() verify() option() ...    options
 *   solve()                          the rule graph, from the cache where it is known
 *   request(product, params)         an answer, computed by rules
 *   targets_...()                    what rules about targets are made of
 *   close()                          tables are written, everything is freed
 *
 * The order is kept by `stage`; a method called too early raises RuntimeError. Errors are Python
 * exceptions; the run's options and targets are reachable for other natives through the module's
 * state (st->runtime, borrowed, NULL between runs).
 */
#ifndef PANTS_PYEMBED_ENGINE_RUNTIME_H
#define PANTS_PYEMBED_ENGINE_RUNTIME_H

#include "pyembed/module.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/vec.h"
#include "engine/engine.h"
#include "fs/file_digest.h"
#include "fs/ignore.h"
#include "fs/tree.h"
#include "loop/loop.h"
#include "options/options.h"
#include "pyembed/engine/log.h"
#include "pyembed/engine/pack_value.h"
#include "pyembed/engine/rule_body.h"
#include "pyembed/engine/values.h"
#include "rules/rules.h"
#include "tables/table.h"
#include "targets/registry.h"
#include "targets/select.h"
#include "targets/world.h"

enum runtime_stage {
    STAGE_NEW,
    STAGE_BOOTSTRAPPED, /**< the build root is known, global options work */
    STAGE_SOLVED,       /**< rules can be asked */
    STAGE_CLOSED,
};

/** A backend that takes part: of the built-in table, or of a plugin's. */
struct runtime_backend {
    struct str name;
    struct pval table;
};

struct py_runtime {
    PyObject ob_base;
    struct pyembed_state *state;
    enum runtime_stage stage;
    struct arena arena; /**< strings and arrays that live as long as the run */
    struct log_sink log;
    struct py_log_state log_state;

    /* options */
    struct options_inputs inputs;
    struct options *options;
    PyObject *extra; /**< dict: what the frontend keeps with the run */

    /* declarations */
    struct pval table; /**< of the built-in backends */
    VEC(struct runtime_backend) backends;
    VEC(PyObject *) blobs; /**< bytes that packed tables lie in */
    struct registry *registry;

    /* rules */
    struct intern names;
    struct py_types types;
    struct py_rules rules;
    struct engine *engine;
    struct session *session;
    struct frame *frame; /**< whose Python code runs, or NULL */
    PyObject *trace;     /**< of the last failed request: list of (name, desc) */

    /* what rules read (reads.h) */
    uint32_t folder_kind;
    uint32_t file_kind;
    uint32_t targets_kind;
    uint32_t noted_folders;
    size_t noted_files;
    VEC(struct str) build_files; /**< that were evaluated, in order; of the arena */

    /* the tree and the targets */
    struct loop *loop;
    struct fs_ignore *ignore;
    struct fs_ignore *build_ignore;
    struct fs_tree *tree;
    struct world *world;
    PyObject *evaluate; /**< callable(path, source bytes) -> (statements, env used, may be kept) */
    VEC(char *) packs;  /**< statements of BUILD files that are not in a table */
    VEC(PyObject *) strs;  /**< by id in the world's strings: the str, or NULL */
    PyObject *opaque;      /**< list: values of BUILD files that have no packed form */
    PyObject *parametrize; /**< the class of parametrize() values */
    PyObject *object_call; /**< the class of value constructors' calls */
    PyObject *make_object; /**< callable(symbol, args, kwargs): the value of such a call */
    PyObject *search;      /**< callable(pattern, text) -> bool, for filters */

    /* dependencies */
    struct deps *deps;
    struct python_infer *python_infer; /**< of deps; NULL: no Python backend */
    struct fs_digests *digests;
    struct imap asked_types; /**< target types that rules infer for */

    /* what was learned */
    struct table *files_table;   /**< stat signature -> digest */
    struct table *imports_table; /**< digest -> records of imports */
    struct table *build_table;
    struct table *rules_table;
    uint64_t build_salt; /**< of everything that a BUILD file's meaning depends on */
};

/** Adds the type `Runtime` to the module. */
must_check_ int py_runtime_setup_types(PyObject *module);
/** Adds the functions that reach the current run. */
must_check_ int py_functions_setup(PyObject *module);

/** Raises unless the run has come that far and is not closed. */
must_check_ int py_runtime_need(struct py_runtime *rt, enum runtime_stage stage);
/** Raises e; always NULL. */
PyObject *py_runtime_raise(struct py_runtime *rt, const struct err *e);
/** The folder of persisted tables; a string of the run's arena. */
const char *py_runtime_cache_folder(struct py_runtime *rt);

void py_runtime_free_rules(struct py_runtime *rt);
void py_runtime_free_targets(struct py_runtime *rt);
void py_runtime_free_deps(struct py_runtime *rt);
void py_runtime_free_options(struct py_runtime *rt);

/* runtime_options.c */
PyObject *py_runtime_bootstrap(PyObject *self, PyObject *unused);
PyObject *py_runtime_enable_backend(PyObject *self, PyObject *name);
PyObject *py_runtime_add_plugin(PyObject *self, PyObject *args);
PyObject *py_runtime_parse(PyObject *self, PyObject *unused);
PyObject *py_runtime_verify(PyObject *self, PyObject *unused);
PyObject *py_runtime_notes(PyObject *self, PyObject *unused);
PyObject *py_runtime_option(PyObject *self, PyObject *args);
PyObject *py_runtime_option_names(PyObject *self, PyObject *scope);
PyObject *py_runtime_derivation(PyObject *self, PyObject *args);
PyObject *py_runtime_scopes(PyObject *self, PyObject *unused);
PyObject *py_runtime_declaration(PyObject *self, PyObject *args);
PyObject *py_runtime_env(PyObject *self, PyObject *name);

/* runtime_decl.c */
PyObject *py_runtime_backends(PyObject *self, PyObject *unused);
PyObject *py_runtime_goals(PyObject *self, PyObject *unused);
PyObject *py_runtime_symbols(PyObject *self, PyObject *unused);
PyObject *py_runtime_union_members(PyObject *self, PyObject *type);
PyObject *py_runtime_is_retired_target(PyObject *self, PyObject *name);
PyObject *py_runtime_unions(PyObject *self, PyObject *unused);
PyObject *py_runtime_target_class(PyObject *self, PyObject *alias);

/* runtime_rules.c */
PyObject *py_runtime_solve(PyObject *self, PyObject *unused);
PyObject *py_runtime_request(PyObject *self, PyObject *args);
PyObject *py_runtime_set_session_value(PyObject *self, PyObject *args);
PyObject *py_runtime_visualize(PyObject *self, PyObject *unused);
PyObject *py_runtime_add_rule_function(PyObject *self, PyObject *args);

/* runtime_targets.c */
PyObject *py_runtime_targets_open(PyObject *self, PyObject *args, PyObject *kwargs);
PyObject *py_runtime_targets_add_synthetic(PyObject *self, PyObject *args);
PyObject *py_runtime_targets_load(PyObject *self, PyObject *specs);
PyObject *py_runtime_targets_generated(PyObject *self, PyObject *args);
PyObject *py_runtime_targets_pick(PyObject *self, PyObject *args, PyObject *kwargs);
PyObject *py_runtime_add_salt(PyObject *self, PyObject *text);

/* runtime_deps.c */
PyObject *py_runtime_deps_open(PyObject *self, PyObject *config);
PyObject *py_runtime_deps_ask(PyObject *self, PyObject *aliases);
PyObject *py_runtime_deps_next(PyObject *self, PyObject *args);
PyObject *py_runtime_deps_give(PyObject *self, PyObject *args);
PyObject *py_runtime_deps_written(PyObject *self, PyObject *address);
PyObject *py_runtime_dependencies(PyObject *self, PyObject *args);
PyObject *py_runtime_dependents(PyObject *self, PyObject *args);
PyObject *py_runtime_dependency_lists(PyObject *self, PyObject *args);
PyObject *py_runtime_dependent_lists(PyObject *self, PyObject *args);
PyObject *py_runtime_dependency_paths(PyObject *self, PyObject *args);
PyObject *py_runtime_changed_owners(PyObject *self, PyObject *sequence);
PyObject *py_runtime_owners(PyObject *self, PyObject *sequence);
PyObject *py_runtime_module_owners(PyObject *self, PyObject *args);

/* runtime_peek.c */
PyObject *py_runtime_fingerprint(PyObject *self, PyObject *args);

/* runtime_git.c */
PyObject *py_runtime_git(PyObject *self, PyObject *arguments);

/* runtime_views.c */
PyObject *py_runtime_parse_specs(PyObject *self, PyObject *specs);
PyObject *py_runtime_target_files(PyObject *self, PyObject *args);
PyObject *py_runtime_target_info(PyObject *self, PyObject *address);
PyObject *py_runtime_globs(PyObject *self, PyObject *args);
PyObject *py_runtime_read_file(PyObject *self, PyObject *path);

/* ---- shared by the files about targets ---- */

/** The address as Python knows it; new reference. */
PyObject *py_runtime_address(struct py_runtime *rt, struct addr a);
/** The world's address of an Address object; strings are interned. False with an exception. */
bool py_runtime_addr(struct py_runtime *rt, PyObject *address, struct addr *ret);
/** The target of an Address object; NULL with an exception when there is none. */
struct target *py_runtime_target(struct py_runtime *rt, PyObject *address);
/** A value of a BUILD file as a Python object. */
PyObject *py_runtime_value(struct py_runtime *rt, struct pval v);
/** Specs from a sequence of str, read in the build root (or the user's folder). */
must_check_ int py_runtime_specs(struct py_runtime *rt, PyObject *sequence, bool in_cwd,
                                 struct arena *a, struct spec **ret, size_t *ret_n);
/** Items of a sequence of str as views that live as long as the sequence. */
must_check_ int py_runtime_str_items(PyObject *sequence, struct arena *a, struct str **ret,
                                     size_t *ret_n);

/* build_eval.c */
/** world_evaluate_fn of the run: from the table, or by Python. */
int py_runtime_evaluate(void *user, struct str path, struct str source, struct pval *ret_statements,
                        struct err *e);

#endif
