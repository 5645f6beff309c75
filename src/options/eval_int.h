/* One option's value in the making: eval.c gathers what sources say, eval_value.c concludes. */
#ifndef PANTS_OPTIONS_EVAL_INT_H
#define PANTS_OPTIONS_EVAL_INT_H

#include "options/options_int.h"

/** What one source says. */
struct step {
    enum option_rank rank;
    struct str detail;
    struct str where; /**< "pants.toml:3:7: " or "", in front of messages */
    struct edit *edits;
    size_t count;
    bool literal; /**< arguments behind "--": never split into words */
};

/** An option, and the steps found for it, lowest rank first. */
struct evaluation {
    struct options *o;
    struct str scope;
    const struct option_decl *decl;
    VEC(struct step) steps;
    struct err *e;
};

/** The value once the first `count` steps (at least one) have been looked at. */
must_check_ int eval__value_after(struct evaluation *v, size_t count, struct option_value *ret);
/** Checks the final value against choices and the disk. */
must_check_ int eval__check(struct evaluation *v, const struct cval *value);

#endif
