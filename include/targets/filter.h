/*
 * Filters over targets: `--tag` and the `--filter-*` options.
 *
 * Each option is a list of terms that must all hold. A term is "a,b,c": any of them; with a leading
 * "-": none of them ("+" is allowed and means nothing).
 */
#ifndef PANTS_TARGETS_FILTER_H
#define PANTS_TARGETS_FILTER_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "targets/world.h"

enum granularity {
    GRANULARITY_ALL,
    GRANULARITY_FILE,  /**< only targets that stand for one file */
    GRANULARITY_BUILD, /**< only targets that are not generated for a file */
};

/** One option's terms; borrowed. */
struct filter_terms {
    const struct str *items;
    size_t count;
};

/**
 * Asks a regular expression: 1 it is found somewhere in text, 0 it is not, negative an error
 * (ERR_USAGE: the expression is not valid).
 */
typedef int filter_search_fn(void *user, struct str pattern, struct str text, struct err *e);

struct filter {
    struct filter_terms target_types;
    struct filter_terms tags;
    struct filter_terms address_regexes;
    struct filter_terms tag_regexes;
    enum granularity granularity;
    filter_search_fn *search; /**< needed where there are expressions */
    void *user;
};

/** Every named target type must exist (ERR_USAGE says which does not, and names close ones). */
must_check_ int filter_check(const struct filter *f, struct registry *registry, struct err *e);
/** 1 the target passes, 0 it does not, negative an error. */
must_check_ int filter_passes(const struct filter *f, struct world *w, const struct target *t,
                              struct err *e);
/** True when nothing is filtered. */
bool filter_is_empty(const struct filter *f);

#endif
