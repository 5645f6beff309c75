/*
 * Addresses of targets, as text.
 *
 *   path [":" target] ["#" generated] ["@" key=value {"," key=value}] [":" | "::"]
 *
 * The path takes any character but ':' and '#', and '@' unless a `key=` follows it. Three steps,
 * each of use by itself:
 *   address_split()      grammar only: the parts as written
 *   address_input_parse()  the parts with "//", "./", relative parts and subprojects resolved
 *   address_from_file() / address_from_dir()   an address, once it is known what the path is
 *
 * All strings of the results are views of the text or lie in the arena; absent parts have a NULL
 * ptr (so that an absent target differs from an empty one).
 *
 * Failures are ERR_USAGE with a whole sentence that quotes the address; *ret_fault (may be NULL)
 * tells which rule was broken, for callers that raise one exception class for each.
 */
#ifndef PANTS_OPTIONS_ADDRESS_H
#define PANTS_OPTIONS_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/** Which rule an address breaks. */
enum address_fault {
    ADDRESS_OK = 0,
    ADDRESS_SYNTAX,        /**< it does not follow the grammar */
    ADDRESS_BAD_PATH,      /**< absolute, not normalised, or a BUILD file's name */
    ADDRESS_BAD_NAME,      /**< target or generated name: missing, or a forbidden character */
    ADDRESS_BAD_PARAMETER, /**< a forbidden character in a parameter */
    ADDRESS_WILDCARD,      /**< ":" or "::" where one target is meant */
};

enum address_wildcard {
    ADDRESS_NO_WILDCARD,
    ADDRESS_DIR,  /**< ":" at the end: all of a folder */
    ADDRESS_TREE, /**< "::" at the end: all below a folder */
};

struct address_param {
    struct str key;
    struct str value; /**< may be empty */
};

/** An address taken apart, nothing checked beyond the grammar. */
struct address_parts {
    struct str path;
    struct str target;                  /**< NULL ptr: absent */
    struct str generated;               /**< NULL ptr: absent */
    const struct address_param *params; /**< in the order written */
    size_t param_count;
    enum address_wildcard wildcard;
};

must_check_ int address_split(struct arena *a, struct str text, struct address_parts *ret,
                              enum address_fault *ret_fault, struct err *e);

/** A checked address whose path may still be a file or a folder. */
struct address_input {
    struct str original; /**< as written */
    struct str path;     /**< relative to the build root, normalised; "" is the root */
    struct str target;
    struct str generated;
    const struct address_param *params; /**< sorted by key, each key once */
    size_t param_count;
    struct str origin; /**< who wrote it, for messages */
};

/** What surrounds an address where it was written. A zeroed struct: nothing. */
struct address_context {
    struct str relative_to;             /**< folder that ":x", "#x" and "./x" count from */
    const struct str *subproject_roots; /**< a path from inside one is prefixed with it */
    size_t subproject_count;
    struct str origin; /**< description for messages: "BUILD:3", "CLI arguments" */
};

must_check_ int address_input_parse(struct arena *a, struct str text,
                                    const struct address_context *context,
                                    struct address_input *ret, enum address_fault *ret_fault,
                                    struct err *e);

/** The address of a target. target NULL ptr: the folder's last component. */
struct address {
    struct str spec_path; /**< folder of the BUILD file, "" for the root */
    struct str target;
    struct str generated;     /**< behind '#'; excludes relative_file */
    struct str relative_file; /**< relative to spec_path */
    const struct address_param *params;
    size_t param_count;
};

/**
 * The address when the path is a file: its target lives in the file's folder or, with "../" in
 * the target's name, above it.
 */
must_check_ int address_from_file(struct arena *a, const struct address_input *input,
                                  struct address *ret, enum address_fault *ret_fault,
                                  struct err *e);
/** The address when the path is a folder. */
must_check_ int address_from_dir(struct arena *a, const struct address_input *input,
                                 struct address *ret, enum address_fault *ret_fault, struct err *e);
/**
 * Checks an address made from parts and brings it to its one form: a target that is named like
 * its folder loses the name.
 */
must_check_ int address_check(struct address *address, enum address_fault *ret_fault,
                              struct err *e);

/** Appends it as users write it: "a/b:c", "a/b.py:../c", "//:root", "a:t#gen@k=v". */
void address_spec(const struct address *address, struct buf *out);
/** Appends it in a form fit for a file name: "a.b.c", "a.b.sub.c.txt@t", "a@gen@@k=v". */
void address_path_safe_spec(const struct address *address, struct buf *out);
/** Appends "@k=v,k2=v2", or nothing. */
void address_params_repr(const struct address_param *params, size_t count, struct buf *out);
/** The target's name: as given, or the folder's last component. */
struct str address_name(const struct address *address);
/** By spec path, relative file, target, parameters, generated name; absent comes first. */
int address_cmp(const struct address *a, const struct address *b);
/** Sorts parameters by key. */
void address_params_sort(struct address_param *params, size_t count);

/** Characters that may not occur. */
#define ADDRESS_BANNED_IN_TARGET ":#!@?/\\="
#define ADDRESS_BANNED_IN_GENERATED ":#!@?="
#define ADDRESS_BANNED_IN_PARAMETERS ":#!@?=, "

#endif
