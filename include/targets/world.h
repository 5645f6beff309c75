/*
 * struct world: the targets of a build root, as far as anybody has asked for them.
 *
 * Folders are loaded one by one (a folder's BUILD files need the `__defaults__` of the folders
 * above it, so those are loaded first). Loading evaluates the BUILD files through the caller's
 * `evaluate` and makes the declared targets; what generators stand for is made on demand:
 * from files here, by rules above (world_add_generated()).
 *
 * Calling sequence
 *   w = world_new(&config);
 *   world_load_dir() / world_load_below()
 *   ... `wanted` is set on generators that matter ...
 *   world_expand_files()            file generators among them
 *   world_pending_generators()      those that a rule has to expand; the caller runs the rules and
 *   world_add_generated()           hands over what they made
 *   world_target(), world_find() ...
 *   world_free(w);
 *
 * Ownership: the world owns targets, values, strings; pointers live as long as it does. Tree and
 * registry are borrowed. One thread. After a failure the world holds what was loaded before it.
 */
#ifndef PANTS_TARGETS_WORLD_H
#define PANTS_TARGETS_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/intern.h"
#include "base/log.h"
#include "codec/pack.h"
#include "fs/glob_expand.h"
#include "fs/tree.h"
#include "targets/addr.h"
#include "targets/registry.h"

struct world;

/** What to do about globs that match nothing. */
enum unmatched {
    UNMATCHED_IGNORE,
    UNMATCHED_WARN,
    UNMATCHED_ERROR,
};

/** Explicit values of a target's fields: what the BUILD file said, defaults of folders included. */
struct values {
    uint32_t n;
    struct value {
        uint32_t field;    /**< index into the target type's fields */
        struct pval value; /**< raw, never parametrized */
    } items[];             /**< ascending by field */
};

/**
 * What a generator hands to the targets it generates: its copied and moved fields that say
 * something, with one parametrization. A generator that is not parametrized has one template.
 */
struct template {
    uint32_t params; /**< interned "key=value,..."; 0 none */
    uint32_t n;
    struct template_item {
        struct str alias; /**< the field's name */
        struct pval value;
    } items[];
};

/** One target. */
struct target {
    const struct target_type *type;
    struct addr addr;
    const struct values *values;
    const struct target *generator;          /**< what it was generated from, or NULL */
    const struct template *const *templates; /**< generators: one; else NULL */
    uint32_t ntemplates;
    uint32_t build_file; /**< interned path of the BUILD file; generated: its generator's */
    uint32_t line;       /**< where it was declared there, from 1; 0 unknown */
    uint32_t index;      /**< world_target(w, index) is this one */
    bool wanted;         /**< somebody may mean what this generator generates */
    bool expanded;       /**< a generator whose generated targets have been made */
};

/**
 * Evaluates a BUILD file to its statements (a list; docs/internals/targets.md): what it declared,
 * in order. The blob must live as long as the world. The sentence of a failure names file:line.
 */
typedef int world_evaluate_fn(void *user, struct str path, struct str source,
                              struct pval *ret_statements, struct err *e);

struct world_config {
    struct fs_tree *tree;
    struct registry *registry;
    const struct str *build_patterns; /**< globs on a BUILD file's own name */
    size_t nbuild_patterns;
    const struct fs_ignore *build_ignore; /**< BUILD files that do not count; NULL none */
    enum unmatched unmatched_sources;
    world_evaluate_fn *evaluate;
    /** A target type or field that an earlier release had was used and is passed over. May be NULL.
     */
    void (*retired)(void *user, const char *what, struct str name, struct str last_release);
    void *user;
    const struct log_sink *log; /**< warnings for the user; NULL swallows */
};

malloc_ struct world *world_new(const struct world_config *config);
void world_free(struct world *w);
struct intern *world_strings(struct world *w);

/** Loads one folder and those above it. A folder that is not there has no targets: no error. */
must_check_ int world_load_dir(struct world *w, struct str dir, struct err *e);
/** Loads a folder, those above it and all below it. */
must_check_ int world_load_below(struct world *w, struct str dir, struct err *e);

/**
 * Adds targets that no BUILD file declares, as if `build_file` (which need not exist) in `dir`
 * had: statements as evaluate() gives them. Where a BUILD file declares a target of the same name,
 * that one counts alone. Call it before the folder is loaded.
 */
must_check_ int world_add_synthetic(struct world *w, struct str dir, struct str build_file,
                                    struct pval statements, struct err *e);

/** Makes what the wanted file generators stand for. Done ones are skipped. */
must_check_ int world_expand_files(struct world *w, struct err *e);
/** The same for one target; nothing for other kinds. */
must_check_ int world_expand_target(struct world *w, struct target *generator, struct err *e);

/** The i-th (from 0) wanted generator that rules have to expand and have not yet; or NULL. */
struct target *world_pending_generator(struct world *w, uint32_t i);
/**
 * Adds a target that a rule generated from `generator`: its type's alias, its address and explicit
 * values by alias (a dict). world_generated_done() then marks the generator.
 */
must_check_ int world_add_generated(struct world *w, struct target *generator, struct str alias,
                                    struct addr addr, struct pval values, struct err *e);
void world_generated_done(struct world *w, struct target *generator);

/** All targets so far, in the order in which they were made. */
uint32_t world_count(const struct world *w);
struct target *world_target(const struct world *w, uint32_t i);
/** The target at an address, or NULL. */
struct target *world_find(const struct world *w, struct addr addr);

/** The explicit value of a field, or its default. */
struct pval target_value(const struct target *t, int field);
/** True when the target says something of its own about the field. */
bool target_has_value(const struct target *t, int field);
/** A target's tags hold `tag`. */
bool target_has_tag(const struct target *t, struct str tag);
/** Where it was declared, for messages: "a/BUILD:3". Appended. */
void target_origin(const struct world *w, const struct target *t, struct buf *out);

/**
 * The files of a target: the file it was generated for, or what its sources match. Unmatched globs
 * are reported as configured, with the target and the field. No sources: nothing.
 */
must_check_ int target_files(struct world *w, const struct target *t,
                             void (*each)(void *user, struct str path), void *user, struct err *e);
/** The value of the target's field with files: for one generated for a file, that file's path. */
struct pval target_source(struct world *w, const struct target *t);
/** The globs of its sources (includes only, folder joined). */
void target_globs(struct world *w, const struct target *t,
                  void (*each)(void *user, struct str glob), void *user);
/** True when the sources of the target cover that file, by name alone. */
bool target_owns(struct world *w, const struct target *t, struct str path);
/** The same for any of several files. */
bool target_owns_any(struct world *w, const struct target *t, const struct fs_matches *files);

#endif
