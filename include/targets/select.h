/*
 * Which targets a list of specs stands for.
 *
 * Calling sequence (each step may need the world to know more, which rules above provide)
 *   selection_load(w, specs, n, e)      loads the folders that the specs speak of
 *   ... expand generators: world_expand_files(), world_pending_generator() ...
 *   selection_run(w, specs, n, options, &picked, e)
 */
#ifndef PANTS_TARGETS_SELECT_H
#define PANTS_TARGETS_SELECT_H

#include "base/attr.h"
#include "base/err.h"
#include "base/vec.h"
#include "options/spec.h"
#include "targets/filter.h"
#include "targets/world.h"

/** Picked targets, in the order of their addresses, each once. */
struct picked {
    VEC(const struct target *) items;
};

void picked_done(struct picked *p);

struct select_options {
    const struct filter *filter;  /**< NULL: none */
    enum unmatched unmatched_cli; /**< what to do about specs that name nothing */
    bool skip_generators;         /**< leave out generators that have generated something */
};

/**
 * Loads what the specs need (folders, those above, those below) and marks the generators whose
 * targets they may mean. ERR_USAGE: the path of an address is not there.
 */
must_check_ int selection_load(struct world *w, const struct spec *specs, size_t n, struct err *e);
/**
 * Picks. Negative specs win over all others. A spec, negative or not, whose file or folder is not
 * there is handled as options say; an address that does not exist is always an error. A file that
 * nobody owns, or a folder without targets, is none: it brings nothing.
 */
must_check_ int selection_run(struct world *w, const struct spec *specs, size_t n,
                              const struct select_options *options, struct picked *ret_picked,
                              struct err *e);

/** The target of an address as somebody wrote it. ERR_USAGE names close ones when it is missing. */
must_check_ int selection_find(struct world *w, const struct address_input *input,
                               struct target **ret_target, struct err *e);

#endif
