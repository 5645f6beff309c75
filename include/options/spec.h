/*
 * Specs: what a command line names. A leading '-' excludes.
 *
 *   a/b.py        SPEC_FILE       a file (it has a suffix, or is one on disk)
 *   a/b           SPEC_DIR        targets that reside in a folder
 *   a/b:          SPEC_DIR_GLOB   all targets of a folder
 *   a/b::         SPEC_TREE       all targets below a folder; "::" all of them
 *   a/(*).py      SPEC_FILE_GLOB  (without the parentheses)
 *   a:t a#g a@k=v SPEC_ADDRESS    one target, by name
 *
 * Paths count from the folder the user is in, "//" from the build root; absolute paths must lie
 * inside the build root.
 */
#ifndef PANTS_OPTIONS_SPEC_H
#define PANTS_OPTIONS_SPEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "options/address.h"

enum spec_kind {
    SPEC_ADDRESS,
    SPEC_FILE,
    SPEC_FILE_GLOB,
    SPEC_DIR,
    SPEC_DIR_GLOB,
    SPEC_TREE,
};

struct spec {
    enum spec_kind kind;
    bool ignore;         /**< written with a leading '-' */
    struct str original; /**< as written, '-' included */
    struct str path;     /**< relative to the build root, normalised; "" is the root */
    struct str target;   /**< SPEC_ADDRESS only; NULL ptr: absent */
    struct str generated;
    const struct address_param *params; /**< sorted by key */
    size_t param_count;
};

enum spec_probe {
    SPEC_PROBE_ABSENT,
    SPEC_PROBE_FILE,
    SPEC_PROBE_DIR,
};

/** Where specs are read. All strings are borrowed for the call. */
struct spec_context {
    struct str build_root;  /**< absolute, no trailing '/' */
    struct str working_dir; /**< absolute, or relative to build_root; "" is the root */
    /** What a path relative to the build root is on disk; NULL: everything is absent. */
    enum spec_probe (*probe)(void *user, struct str path);
    void *user;
};

/**
 * Reads one spec. ERR_USAGE: outside the build root, or an address that breaks the grammar.
 * Strings of the result lie in the arena or are views of text.
 */
must_check_ int spec_parse(struct arena *a, const struct spec_context *context, struct str text,
                           struct spec *ret, struct err *e);

/** Appends the spec in its normal form, '-' included: "a/b::", "//:t". */
void spec_format(const struct spec *spec, struct buf *out);

#endif
