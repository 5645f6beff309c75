/* The inside of struct deps, for the files of this module. */
#ifndef PANTS_DEPS_DEPS_INT_H
#define PANTS_DEPS_DEPS_INT_H

#include "base/alloc.h"
#include "base/arena.h"
#include "base/map.h"
#include "deps/deps.h"

/** What is known of one target. */
struct node {
    struct id_list list; /**< direct dependencies, generators as themselves; ascending */
    struct deps_written written;
    struct id_list made; /**< what a generator generated */
    bool has_list;
    bool has_written;
    bool given; /**< rules above have said what they infer */
    struct id_list given_include;
    struct id_list given_exclude;
};

struct type_info {
    bool asked;       /**< rules above infer for it */
    unsigned applies; /**< bit i: provider i does */
};

struct deps {
    struct deps_config config;
    struct world *world;
    struct arena arena;
    VEC(struct deps_provider) providers;
    bool (*asks)(void *user, const struct target_type *type);
    void *asks_user;
    struct imap types; /**< target type -> struct type_info (arena) */

    /* made when first needed, over all targets */
    uint32_t n;
    struct node *nodes;
    struct imap variants; /**< hash of an address without parameters -> id_vec * */
    struct map owners;    /**< path -> struct id_list * (arena) */
    bool has_owners;
    struct id_list *users; /**< by id: who has it in its list */
    uint32_t *marks;       /**< by id: of the walk `mark` */
    uint32_t mark;
};

/** Indexes the targets of the world; once, at the first question. */
void deps__open(struct deps *d);
struct type_info *deps__type(struct deps *d, const struct target_type *type);
static inline const struct target *deps__target(const struct deps *d, uint32_t id) {
    return world_target(d->world, id);
}
/** A copy that lives as long as deps, ascending and each once. */
struct id_list deps__keep(struct deps *d, id_vec *ids);
/** Sorts by address, in place. */
void deps__sort(const struct deps *d, uint32_t *ids, size_t n);
/** Begins a walk: no target is marked. */
void deps__unmark(struct deps *d);
/** Marks; false when it was. */
bool deps__mark(struct deps *d, uint32_t id);
/** Appends what a dependency stands for: a generator's generated targets, else itself. */
void deps__expand(struct deps *d, uint32_t id, id_vec *out);
/** "a/BUILD:3: the target a:b: " in front of the sentence. */
int deps__at(const struct deps *d, const struct target *t, int r, struct err *e);

/** The targets that an entry written at `owner` names. */
must_check_ int deps__resolve(struct deps *d, const struct target *owner, struct str text,
                              id_vec *out, struct err *e);
/** The ids of a target's parametrizations: same address but for the parameters. */
struct id_list deps__variants(struct deps *d, struct addr plain);

#endif
