/*
 * struct deps: which target depends on which, for the targets of one world.
 *
 * The dependencies of a target are what its `dependencies` fields say, what it generates (for a
 * generator), and what providers infer; less what an entry with "!" leaves out. Each is computed
 * when first asked for and kept. Ids are those of the world: world_target(w, id), struct target's
 * `index`.
 *
 * All targets of the repository must be loaded and expanded first (world_load_below(""), every
 * generator wanted): an import may be owned by any of them.
 *
 * Calling sequence
 *   d = deps_new(&config);
 *   deps_add_provider(d, &provider) ...          python.h, shell.h; those of plugins above
 *   deps_of(d, id, &list, e)                     one target
 *   deps_closure(), deps_dependents(), deps_path()  questions
 *   deps_free(d);
 *
 * Inference that only rules can do (plugins): before asking, deps_next_asked() names targets whose
 * provider has to be asked from above; deps_give() hands in what came of it. A question that meets
 * a target that was not given yet fails with ERR_INTERNAL.
 *
 * Ownership: lists belong to deps and live as long as it does; world, tree and digests are
 * borrowed. One thread. Errors: ERR_USAGE with the target and where it was declared in front.
 */
#ifndef PANTS_DEPS_DEPS_H
#define PANTS_DEPS_DEPS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/vec.h"
#include "targets/world.h"

struct deps;
struct fs_tree;

/** Ids of targets. */
struct id_list {
    const uint32_t *ids;
    uint32_t n;
};

typedef VEC(uint32_t) id_vec;

struct deps_config {
    struct world *world;
    struct fs_tree *tree;
    struct str default_resolve; /**< what a `resolve` field that says nothing stands for */
    const struct str *subproject_roots;
    size_t nsubproject_roots;
};

/** What a target's BUILD file says of its dependencies, resolved. */
struct deps_written {
    struct id_list includes;
    struct id_list ignores;            /**< entries with "!" or "!!" */
    struct id_list transitive_ignores; /**< entries with "!!" */
};

/** What a provider says of one target. Lists may hold doubles and be unsorted. */
struct inferred {
    id_vec include;
    id_vec exclude; /**< taken away at the end, wherever it came from */
};

/** A source of dependencies that nobody wrote down. */
struct deps_provider {
    const char *name;
    void *user;
    /** True when it has something to say about targets of this type (asked once a type). */
    bool (*applies)(void *user, const struct target_type *type);
    /** Gets ready for many targets at once (reading and scanning on the pool). May be NULL. */
    int (*prepare)(void *user, const struct target *const *targets, size_t n, struct err *e);
    /** Appends to ret. `written` are the target's explicit entries, for disambiguation. */
    int (*infer)(void *user, const struct target *t, const struct deps_written *written,
                 struct inferred *ret, struct err *e);
    void (*free)(void *user); /**< may be NULL */
};

malloc_ struct deps *deps_new(const struct deps_config *config);
void deps_free(struct deps *d);
void deps_add_provider(struct deps *d, const struct deps_provider *provider);

/* ---- one target ---- */

/** What the BUILD file says; entries that name nothing fail, with the target's origin in front. */
must_check_ int deps_written(struct deps *d, uint32_t id, struct deps_written *ret, struct err *e);
/** The direct dependencies as BUILD files and providers name them (a generator is itself), each
 * once, the target itself when it imports itself; ascending. */
must_check_ int deps_of(struct deps *d, uint32_t id, struct id_list *ret, struct err *e);
/** Has providers get ready for these (deps_of() does it for one; many at once is faster). */
must_check_ int deps_prepare(struct deps *d, const uint32_t *ids, size_t n, struct err *e);

/* ---- questions; answers in the order of addresses, each once ---- */

/** The direct dependencies of all roots together, generators replaced by what they generated; the
 * roots only when they depend on each other or `closed`. */
must_check_ int deps_direct(struct deps *d, const uint32_t *roots, size_t n, bool closed,
                            id_vec *ret, struct err *e);
/** All that the roots depend on, at any depth; the roots only when they depend on each other or
 * `closed`. What a "!!" entry of any of them names is left out. */
must_check_ int deps_closure(struct deps *d, const uint32_t *roots, size_t n, bool closed,
                             id_vec *ret, struct err *e);
/** Who depends on the roots; generators, which depend on what they generated, too. */
must_check_ int deps_dependents(struct deps *d, const uint32_t *roots, size_t n, bool transitive,
                                bool closed, id_vec *ret, struct err *e);
/** Paths from one target to another, the shortest first, such that no two agree in an edge before
 * the last: each(user, ids, n). */
must_check_ int deps_paths(struct deps *d, uint32_t from, uint32_t to,
                           void (*each)(void *user, const uint32_t *ids, uint32_t n), void *user,
                           struct err *e);

/* ---- owners ---- */

/** The targets (not generators) whose sources hold that file; by a map made once. */
must_check_ int deps_owners(struct deps *d, struct str path, struct id_list *ret, struct err *e);

/* ---- inference from above (rules of plugins) ---- */

/** Targets of types for which this says true must be given before they are asked. */
void deps_ask_above(struct deps *d, bool (*asks)(void *user, const struct target_type *type),
                    void *user);
/** The next target among `ids` and (transitive) what they reach that has to be given; false: none
 * is missing. */
bool deps_next_asked(struct deps *d, const uint32_t *ids, size_t n, bool transitive,
                     uint32_t *ret_id);
void deps_give(struct deps *d, uint32_t id, const struct inferred *inferred);

#endif
