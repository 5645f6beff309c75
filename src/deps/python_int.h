/* The inside of struct python_infer, for the files python_*.c and source_roots.c. */
#ifndef PANTS_DEPS_PYTHON_INT_H
#define PANTS_DEPS_PYTHON_INT_H

#include "base/arena.h"
#include "base/map.h"
#include "deps/deps_int.h"
#include "deps/python.h"
#include "fs/tree.h"

/* ---- python_known.c ---- */

/** Modules, separated by blanks, that a distribution (normalised name) is known for; or NULL. */
const char *known__modules(struct str distribution);
/** The same for distributions of type stubs. */
const char *known__stubs(struct str distribution);
/** The module (first part of a name) comes with Python, some version of it. */
bool known__standard(struct str module);

/* ---- source_roots.c ---- */

struct source_roots {
    struct fs_tree *tree;
    const struct str *patterns;
    size_t npatterns;
    const struct str *markers;
    size_t nmarkers;
    struct map of_dir; /**< folder -> struct root * */
    struct arena arena;
};

void source_roots__done(struct source_roots *s);
/** The source root of a folder: "" is the build root. False: there is none. */
bool source_roots__find(struct source_roots *s, struct str dir, struct str *ret);

/* ---- python_modules.c ---- */

/** Who provides a module. */
struct provider {
    uint32_t target;
    bool stub;
};

struct providers {
    VEC(struct provider) items;
};

/** The modules of one resolve. */
struct partition {
    struct str resolve;
    struct map first; /**< module -> struct providers * */
    struct map third;
};

struct modules {
    struct arena arena;
    struct map partitions;       /**< resolve -> struct partition * */
    VEC(struct providers *) all; /**< to be freed */
};

void modules__done(struct modules *m);
void modules__add(struct modules *m, struct str resolve, struct str module, uint32_t target,
                  bool stub, bool third_party);
/** The modules that a requirement ("Foo[x]>=1") is taken to provide; each(user, module, stub). */
void modules__of_requirement(struct arena *a, struct str requirement,
                             void (*each)(void *user, struct str module, bool stub), void *user);
/**
 * Providers of a module in a resolve, of each kind those of the closest name above it. More than
 * one of a kind is ambiguous. `nearest` (may be NULL) says how near a target is, for ties.
 */
void modules__owners(const struct modules *m, struct str module, struct str resolve,
                     size_t (*nearest)(void *user, uint32_t target), void *user,
                     struct module_owners *ret);
/** Other resolves that have the module. */
void modules__elsewhere(const struct modules *m, struct str module, struct str resolve,
                        void (*each)(void *user, struct str resolve, uint32_t target), void *user);

/* ---- python_scan.c ---- */

/** What was read of one file. */
struct scanned {
    struct str records;
    bool known; /**< false: the file is not there */
};

struct scans {
    struct fs_tree *tree;
    struct fs_digests *digests;
    struct table *table;
    struct loop *loop;
    uint32_t salt; /**< of what reads them: part of the key */
    unsigned flags;
    void (*scan)(struct str source, unsigned flags, struct buf *out);
    struct map files; /**< path -> struct scanned * */
    struct arena arena;
};

void scans__done(struct scans *s);
/** Reads what is not known yet of these files. */
must_check_ int scans__read(struct scans *s, const struct str *paths, size_t n, struct err *e);
/** NULL: scans__read() was not asked for it, or it is not there. */
const struct scanned *scans__of(const struct scans *s, struct str path);

/* ---- python_infer.c ---- */

struct python_infer {
    struct python_infer_config config;
    struct deps *deps;
    struct world *world;
    struct source_roots roots;
    struct modules modules;
    struct scans scans;
    bool mapped;         /**< the modules of all targets are in `modules` */
    struct str *paths;   /**< by target: the file of a Python source, else NULL ptr */
    struct map by_path;  /**< file -> struct providers *: the Python targets that own it */
    struct map assets;   /**< the same for files and resources */
    struct imap types;   /**< target type -> struct python_type * */
    struct map has_text; /**< path of an __init__ file -> not NULL: 1 + whether there is text */
    struct arena arena;
};

/** What a target type is to inference. */
struct python_type {
    int source;  /**< field of a Python file, or FIELD_ABSENT */
    int resolve; /**< field, or FIELD_ABSENT */
    int requirements, modules, stub_modules;
    int entry_point;            /**< of a pex_binary */
    int entry_points, provides; /**< of a python_distribution */
    bool test;                  /**< its source field is that of a test */
    bool resource, file;        /**< an asset of that kind */
};

const struct python_type *python__type(struct python_infer *p, const struct target_type *type);
struct str python__resolve(struct python_infer *p, const struct target *t);
/** The file of a target with a field that names one; of the arena. "" when it names none. */
struct str python__path(struct python_infer *p, const struct target *t, int field);
/** The dotted module of a file; false: it lies in no source root. *ret_package: what a relative
 * import counts from. Strings of the arena. */
bool python__module(struct python_infer *p, struct arena *a, struct str path, struct str *ret,
                    struct str *ret_package);
must_check_ int python__map(struct python_infer *p, struct err *e);

/** One import (or entry point) of a target, to be resolved to owners. */
struct wanted {
    struct str module;
    uint32_t line;
    bool weak;
};

struct unowned {
    VEC(struct wanted) items;
};

/** How often a target may be found for a path: struct providers of `map`, made when new. */
struct providers *python__providers(struct python_infer *p, struct map *map, struct str path);
/** Appends the owners; notes it in `unowned` (may be NULL) when it has none and should. */
must_check_ int python__own(struct python_infer *p, const struct target *t,
                            const struct deps_written *written, const struct wanted *w,
                            struct inferred *ret, struct unowned *unowned, struct err *e);
/** Warns or fails, as configured. */
must_check_ int python__report_unowned(struct python_infer *p, const struct target *t,
                                       const struct unowned *unowned, struct err *e);
/** Of owners that are ambiguous: the one that the written dependencies leave. False: none or
 * several, which was said. `what` names it: "imports `a.b`". */
bool python__disambiguate(struct python_infer *p, const struct target *t,
                          const struct deps_written *written, const id_vec *owners,
                          const char *what, struct str name, uint32_t *ret);
/** `__init__.py` and conftest.py files above. */
must_check_ int python__above(struct python_infer *p, const struct target *t, struct inferred *ret,
                              struct err *e);
/** Entry points of binaries and distributions. */
must_check_ int python__entry_points(struct python_infer *p, const struct target *t,
                                     const struct deps_written *written, struct inferred *ret,
                                     struct err *e);
/** `[python-infer].string_import_ignore` matches. */
bool python__is_ignored_string(struct python_infer *p, struct str text);
/** A string that may be the path of an asset. */
must_check_ int python__asset(struct python_infer *p, const struct target *t,
                              const struct deps_written *written, struct str path, struct str text,
                              struct inferred *ret, struct err *e);

#endif
