/* The inside of struct world, for the files of this module. */
#ifndef PANTS_TARGETS_WORLD_INT_H
#define PANTS_TARGETS_WORLD_INT_H

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"
#include "targets/world.h"

/** One keyword of a call in a BUILD file. */
struct kw {
    struct str name;
    struct pval value;
};

/** Keywords in the order in which they were written; a name stands there once. */
struct kwargs {
    VEC(struct kw) items;
};

/** Default values by target type: what `__defaults__` said, inherited by folders below. */
struct defaults {
    struct map by_type; /**< alias -> struct kwargs (in the world's arena, items freed by it) */
};

/** A folder whose BUILD files have been evaluated. */
struct family {
    struct str dir;
    struct defaults *defaults; /**< own, or the nearest one's above; may be NULL */
};

/** What world_add_synthetic() was given. */
struct synthetic {
    struct str dir;
    struct str build_file;
    struct pval statements;
};

struct world {
    struct world_config config;
    struct intern strings;
    struct arena arena;
    struct map families; /**< dir -> struct family */
    VEC(struct target *) targets;
    struct imap warned;  /**< targets whose globs match nothing, which was said */
    struct imap by_addr; /**< addr_hash (bumped on collision) -> struct target */
    VEC(struct synthetic) synthetics;
    VEC(struct kwargs *) kept_kwargs; /**< to be freed with the world */
    VEC(struct defaults *) kept_defaults;
};

/** A statement of a BUILD file, as evaluate() gives it. */
struct statement {
    struct str kind;    /**< "t" target, "d" __defaults__, "r" dependency rules */
    struct str alias;   /**< "t": target type; "r": which rules */
    struct pval args;   /**< "d", "r": list of positional arguments */
    struct pval kwargs; /**< dict */
    uint32_t line;
};

/** True (and told) when an earlier release had such a field: it is passed over. */
bool world__retired_field(struct world *w, struct str name);
/** The same for a target type. */
bool world__retired_target(struct world *w, struct str name);

struct kw *kwargs__find(const struct kwargs *kw, struct str name);
void kwargs__put(struct kwargs *kw, struct str name, struct pval value);
/** A set of keywords that lives as long as the world. */
struct kwargs *world__kwargs(struct world *w);

/** Applies a `__defaults__` call on top of *defaults (copied first when it is inherited). */
must_check_ int defaults__apply(struct world *w, const struct statement *s, bool *owned,
                                struct defaults **defaults, struct err *e);
/** Adds the defaults of a target type to kw where it says nothing itself. */
void defaults__fill(const struct defaults *d, struct str alias, struct kwargs *kw);

/** One outcome of a parametrization. */
struct variant {
    uint32_t params;
    struct kwargs kw;
};

typedef VEC(struct variant) variant_vec;

/** All combinations of the parametrized keywords; one without params when there are none. */
must_check_ int parametrize__expand(struct world *w, const struct kwargs *kw,
                                    variant_vec *ret_variants, struct err *e);
void parametrize__done(variant_vec *variants);
bool parametrize__is(struct pval v);
/** Joins two "k=v" lists, sorted. */
uint32_t parametrize__join(struct world *w, uint32_t a, uint32_t b);

/** Declares the target of a statement. */
must_check_ int declare__target(struct world *w, struct family *family, struct str build_file,
                                const struct statement *s, struct err *e);
/** Explicit values of the fields of `type`, checked. Unknown names are errors. */
must_check_ int declare__values(struct world *w, const struct target_type *type,
                                const struct kwargs *kw, const struct values **ret_values,
                                struct err *e);
/** Adds a target; ERR_CONFLICT when its address is taken. */
must_check_ int world__add(struct world *w, const struct target *proto, struct target **ret_target,
                           struct err *e);

/** The keys of a dictionary, as a list in the world's arena. */
struct pval world__keys_value(struct world *w, struct pval dict);
/** A packed string in the world's arena. */
struct pval world__str_value(struct world *w, struct str s);
/** Warns or fails, as configured, about globs without files. Borrows everything. */
must_check_ int sources__report(struct world *w, const struct target *t, const struct fs_globs *g,
                                const struct fs_matches *m, struct err *e);
/** Checks the files that a target's sources match: their number and names. */
must_check_ int sources__check(const struct target *t, const struct fs_matches *m, struct err *e);
/** The parsed globs of a target's sources. *ret_globs NULL: it has none. */
must_check_ int sources__globs(struct world *w, const struct target *t, struct fs_globs **ret_globs,
                               struct err *e);

#endif
