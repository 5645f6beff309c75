/*
 * The options of a run: where values come from, what they are, who set them.
 *
 *   default < config files in order < rc files < environment < command line
 *
 * Nothing here prints, ends the process, keeps state outside `struct options`, or knows Python.
 * Values are evaluated when they are asked for and kept. Strings and values handed out live as
 * long as the struct options. Not thread-safe: one owner.
 *
 * Calling sequence
 *   o = options_new(&inputs);
 *   options_bootstrap(o, table, e);        build root, environment, config, rc files, aliases;
 *                                          the global scope is enabled, options_get() works on it
 *   options_enable_scope(o, "list", e);    for each scope of each enabled backend
 *   options_declare(o, &plugin_scope, e);  what plugins declare
 *   options_parse(o, &command, e);         goals, specs, passthrough, flags
 *   options_get(o, scope, name, &value, e) ...
 *   options_verify(o, ...)                 unknown flags and config keys, all at once
 *   options_note_next(o, &note) ...        what the caller is to log
 *   options_free(o);
 *
 * Failures are ERR_USAGE with a sentence that says what is wrong, where (file:line:column, flag or
 * variable) and what to do.
 */
#ifndef PANTS_OPTIONS_OPTIONS_H
#define PANTS_OPTIONS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/str.h"
#include "codec/cval.h"
#include "codec/pack.h"
#include "options/decl.h"

struct options;

/** A configuration file that the caller has read itself. */
struct options_source {
    struct str path; /**< for messages; relative to the build root or absolute */
    struct str text;
};

/** What a run starts from. Everything is borrowed and must outlive the struct options. */
struct options_inputs {
    const char *const *argv; /**< without the program's name */
    size_t argc;
    const char *const *env; /**< "NAME=value", NULL at the end; may be NULL */
    struct str cwd;         /**< absolute */
    struct str version;     /**< our own: what `pants_version` and removal versions compare with */
    /** Given: used instead of the files that would be looked for, rc files included. */
    const struct options_source *sources;
    size_t source_count;
    bool fixed_sources;         /**< `sources` counts even when it is empty */
    struct str build_root;      /**< given: not looked for */
    struct str bootstrap_cache; /**< file that keeps the exports of `.pants.bootstrap`; "": none */
    bool no_bootstrap_script;   /**< never run it */
    /**
     * The default of an option whose declaration says that it is computed. Returns 0 with the
     * value (in the arena), or fails. NULL: such options have no default.
     */
    int (*computed_default)(void *user, struct str scope, const struct option_decl *option,
                            struct arena *a, struct cval *ret_value, struct err *e);
    void *user;
};

malloc_ struct options *options_new(const struct options_inputs *inputs);
void options_free(struct options *o);

/**
 * Finds the build root and reads every source. table: the table of declarations (none in tests of
 * single scopes: the global scope is then declared by options_declare()).
 */
must_check_ int options_bootstrap(struct options *o, struct pval table, struct err *e);

/** Absolute, without a trailing '/'. */
struct str options_build_root(const struct options *o);
/** The user's folder below the build root, "" when that is the root. */
struct str options_rel_cwd(const struct options *o);
/** The configuration files that were read, in order: their paths relative to the build root. */
const struct str *options_config_files(const struct options *o, size_t *ret_count);
/** A variable of the run's environment, exports of `.pants.bootstrap` included; false: unset. */
bool options_env(const struct options *o, struct str name, struct str *ret_value);

/** Makes a scope of the table known. ERR_NOTFOUND: the table has none of that name. */
must_check_ int options_enable_scope(struct options *o, struct str scope, struct err *e);
/**
 * Declares a scope, or more options of one that is known. Copies everything. ERR_CONFLICT when an
 * option exists already; ERR_USAGE when the declaration makes no sense (its sentence says why).
 */
must_check_ int options_declare(struct options *o, const struct scope_decl *decl, struct err *e);
bool options_has_scope(const struct options *o, struct str scope);
/** Known scopes in the order they came. */
size_t options_scope_count(const struct options *o);
struct str options_scope_at(const struct options *o, size_t i);
/** The options of a known scope, in the order declared. */
size_t options_option_count(struct options *o, struct str scope);
const struct option_decl *options_option_at(struct options *o, struct str scope, size_t i);
/** NULL when there is none. */
const struct option_decl *options_find(struct options *o, struct str scope, struct str name);

/** What the command line says. */
struct options_command {
    struct str builtin;      /**< "help", "version", "__no_goal", "__unknown_goal", ...; "": none */
    const struct str *goals; /**< in order, each as known (not as an alias spells it) */
    size_t goal_count;
    const struct str *unknown_goals;
    size_t unknown_count;
    const struct str *specs; /**< as written, then the lines of `spec_files` */
    size_t spec_count;
    const struct str *passthrough; /**< behind "--" */
    size_t passthrough_count;
    bool has_passthrough; /**< "--" was there, with nothing behind it too */
};

/**
 * Splits the command line, CLI aliases expanded. To be called once every goal is known; again when
 * more scopes came. ERR_USAGE: an alias that is wrong, or several goals with passthrough.
 */
must_check_ int options_parse(struct options *o, struct options_command *ret, struct err *e);
/** The CLI aliases: a table of name to the list of its words. */
const struct cval *options_aliases(const struct options *o);

/** Who set a value. */
enum option_rank {
    OPTION_RANK_NONE = 0,
    OPTION_RANK_HARDCODED = 1,
    OPTION_RANK_CONFIG = 3,
    OPTION_RANK_ENVIRONMENT = 4,
    OPTION_RANK_FLAG = 5,
};

/** A value and where it comes from. */
struct option_value {
    const struct cval *value; /**< of the option's type; none: unset */
    enum option_rank rank;
    struct str detail; /**< "pants.toml", "env var PANTS_LEVEL", "command-line flag"; or "" */
};

/**
 * The value of an option. ERR_NOTFOUND: no such scope or option; ERR_USAGE: what the user wrote is
 * wrong. A custom type's value is the string that was written.
 */
must_check_ int options_get(struct options *o, struct str scope, struct str name,
                            struct option_value *ret, struct err *e);
/**
 * The value and those it has overridden, lowest first: each step shows what the option was once
 * that source had been looked at.
 */
must_check_ int options_derivation(struct options *o, struct str scope, struct str name,
                                   const struct option_value **ret_steps, size_t *ret_count,
                                   struct err *e);
/** options_get() for a scope and name that must exist; a wrong value reads as none. */
const struct cval *options_value(struct options *o, const char *scope, const char *name);
/** True when two options of one mutually exclusive group are set in this scope: the sentence. */
must_check_ int options_check_exclusive(struct options *o, struct str scope, struct err *e);

/** What is wrong with what the user wrote. */
enum options_problem_kind {
    OPTIONS_UNKNOWN_FLAG,
    OPTIONS_UNKNOWN_TABLE,  /**< a table of a config file that no scope has */
    OPTIONS_UNKNOWN_OPTION, /**< a key of a config file that the scope has not */
    OPTIONS_WRONG_VALUE,    /**< of a flag, or of a global option in a config file */
};

struct options_problem {
    enum options_problem_kind kind;
    struct str text;   /**< the whole sentence, with its suggestion; may have several lines */
    struct str scope;  /**< flags: the scope in whose context it stands */
    struct str flag;   /**< flags: as written, without its value */
    struct str source; /**< config: "pants.toml:12:1" */
    uint32_t line;     /**< config: 12 */
};

/** Parts of options_verify(). */
enum options_verify_flags {
    OPTIONS_VERIFY_FLAGS = 1 << 0,
    OPTIONS_VERIFY_CONFIG = 1 << 1,
};

/**
 * Everything unknown, and wrong values, in the order written. Names that an earlier release had are
 * accepted and collected in one note. Returns the number of problems; *ret lives as long as o.
 */
size_t options_verify(struct options *o, unsigned flags, const struct options_problem **ret);

/** Something the caller is to log once. */
struct options_note {
    enum log_level level;
    struct str text;
};

/** Takes the next note; false when there is none (yet). */
bool options_note_next(struct options *o, struct options_note *ret);
/** Marks a retired name (a backend, target type, field) for the one collected warning. */
void options_note_retired(struct options *o, const char *what, struct str name,
                          struct str last_release);

/** The text by which help shows a value: Python's literal, strings bare. */
void option_value_text(const struct cval *value, struct buf *out);
/** Reads option text as the command line would take it. name: for messages. */
must_check_ int option_parse_text(struct arena *a, const struct option_decl *decl, struct str name,
                                  struct str text, struct cval *ret_value, struct err *e);
/** "PANTS_SCOPE_NAME": the first of the variables that set an option. */
void option_env_name(struct str scope, struct str name, struct buf *out);
/** Bytes of "4GiB", "512 MiB", "10"; ERR_USAGE for anything else. */
must_check_ int option_memory_size(struct str text, int64_t *ret, struct err *e);

#endif
