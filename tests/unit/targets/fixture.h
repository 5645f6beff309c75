/*
 * A small world for tests: a folder on disk, a table of declarations, and BUILD files whose
 * "evaluation" reads the statements as JSON from the BUILD file itself.
 */
#ifndef PANTS_TESTS_TARGETS_FIXTURE_H
#define PANTS_TESTS_TARGETS_FIXTURE_H

#include "targets/select.h"
#include "targets/world.h"

struct fixture {
    char root[64];
    struct arena arena;
    struct pval table;
    struct registry *registry;
    struct fs_tree *tree;
    struct world *world;
    struct buf warnings; /**< lines the world has logged */
    struct log_sink log;
    unsigned evaluated; /**< how often a BUILD file was read */
};

/** A value as a packed one, from JSON; {"$parametrize": [args, kwargs]} becomes an ext. */
struct pval fixture_pack(struct fixture *f, const char *json);
void fixture_init(struct fixture *f);
void fixture_done(struct fixture *f);
/** Makes a file (and the folders above it). */
void fixture_write(struct fixture *f, const char *path, const char *content);
/** Opens the tree and the world over what was written. */
void fixture_open(struct fixture *f, enum unmatched unmatched);
/** The addresses that specs (separated by spaces) mean, a line each; or "error: ...". */
char *fixture_pick(struct fixture *f, const char *specs, const struct filter *filter);

#endif
