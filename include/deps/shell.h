/*
 * The provider of dependencies of shell scripts: the scripts that they read with `source` or `.`,
 * by their paths from the build root or from the script's own folder.
 */
#ifndef PANTS_DEPS_SHELL_H
#define PANTS_DEPS_SHELL_H

#include "deps/deps.h"

struct fs_digests;
struct loop;
struct table;
struct shell_infer;

/** Everything is borrowed. */
struct shell_infer_config {
    struct fs_tree *tree;
    struct fs_digests *digests;
    struct table *table; /**< digest -> records; NULL: nothing is kept */
    struct loop *loop;   /**< NULL: on this thread */
    const struct log_sink *log;
};

malloc_ struct shell_infer *shell_infer_new(const struct shell_infer_config *config, struct deps *d,
                                            struct world *w);
/** Adds it to the deps it was made for, which own it from then on. */
void shell_infer_register(struct shell_infer *s);

#endif
