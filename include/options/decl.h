/*
 * Declarations of options: what a scope offers. They come from the table of declarations in the
 * executable (a packed value, read only where something is asked) or, for plugins, from structs.
 */
#ifndef PANTS_OPTIONS_DECL_H
#define PANTS_OPTIONS_DECL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "codec/cval.h"
#include "codec/pack.h"

enum option_type {
    OPTION_STR = 0,
    OPTION_BOOL,
    OPTION_INT,
    OPTION_FLOAT,
    OPTION_LIST, /**< of member_type */
    OPTION_DICT,
    OPTION_ENUM,        /**< a string that is one of the choices */
    OPTION_MEMORY_SIZE, /**< "4GiB"; the value is the number of bytes */
    OPTION_SHELL_STR,   /**< as a list's member: each item is split into words */
    OPTION_FILE,        /**< a file that must exist */
    OPTION_DIR,         /**< a folder that must exist */
    OPTION_PATH,        /**< a path in the repository, existing or not */
    OPTION_TARGET,      /**< an address */
    OPTION_CUSTOM,      /**< a string that a function of the frontend turns into the value */
};

/** The type's name as help and messages show it: "str", "memory_size". */
const char *option_type_name(enum option_type type);
/** The type of such a name; OPTION_CUSTOM for one that is not known here. */
enum option_type option_type_from_name(struct str name);

/** One option. Strings are borrowed: they live as long as where the declaration came from. */
struct option_decl {
    struct str name;         /**< with underscores: "changed_since" */
    const struct str *flags; /**< as registered: "-l", "--level"; may be NULL: "--" and the name */
    size_t flag_count;
    enum option_type type;
    enum option_type member_type; /**< for OPTION_LIST */
    struct cval default_value;    /**< none: no default (an empty list or dict for those types) */
    bool computed_default;        /**< the caller is asked for it (options_inputs) */
    struct str default_name;      /**< which function computes it */
    const struct cval *choices;   /**< strings or numbers; NULL: no limit */
    size_t choice_count;
    struct str type_name; /**< as declared: the enum's or custom type's name */
    struct str custom_type;
    bool advanced;
    bool no_fromfile; /**< "@path" is taken as it is; the table cannot say so */
    bool passthrough; /**< takes the arguments behind "--" */
    bool daemon;      /**< part of what identifies a daemon */
    bool no_fingerprint;
    struct str removal_version; /**< deprecated: goes in this version; empty otherwise */
    struct str removal_hint;
    struct str deprecation_start_version;
    struct str mutually_exclusive_group;
    struct pval pack; /**< its node in the table, none for a plugin's: help, metavar, ... */
};

/** A scope with options made in memory. */
struct scope_decl {
    struct str scope; /**< "" is the global one */
    bool is_goal;
    struct str deprecated_scope; /**< an older name whose values still count; empty: none */
    struct str deprecated_scope_removal_version;
    const struct option_decl *options; /**< copied, strings and values too */
    size_t count;
};

/** The declaration in an OPT node of the table (docs/internals/options.md has its keys). */
void option_decl_from_pack(struct arena *a, struct str name, struct pval node,
                           struct option_decl *ret);

#endif
