/* One option's value in the making: eval.c gathers what sources say, eval_value.c concludes. */
#ifndef PANTS_OPTIONS_EVAL_INT_H
#define PANTS_OPTIONS_EVAL_INT_H

#include "options/options_int.h"

/** What one source says. */
struct step {
    enum option_rank rank;
    struct str detail;
    struct str what;  /**< how the source names the option: "--num", "PANTS_NUM", "[GLOBAL] num" */
    struct str where; /**< "pants.toml:3:7: " or "", in front of messages */
    struct str path;  /**< the file in which the values have their lines and columns; or "" */
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
/** "pants.toml:3:7: " where the value itself stands, else the source's place, for messages. */
struct str eval__place(struct evaluation *v, struct str path, struct str where,
                       const struct cval *value);
/** Checks the final value against choices and the disk. */
must_check_ int eval__check(struct evaluation *v, const struct cval *value);

#endif
