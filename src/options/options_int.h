/*
 * The inside of struct options, shared by the files of this module.
 *
 *   options.c    life, scopes, declarations, values kept    decl.c      what a declaration says
 *   bootstrap.c  the order in which sources are read        script.c    .pants.bootstrap
 *   config.c     config files, interpolation                environ.c   variables
 *   args.c       the command line split, flags matched      alias.c     [cli].alias
 *   eval.c       what sources say about an option           eval_value.c  what that comes to
 *   text.c       the grammar of values                      fromfile.c  "@path"
 *   verify.c     what is unknown or wrong                   suggest.c   similar names
 *   retired.c    names of old                               version.c   comparing versions
 */
#ifndef PANTS_OPTIONS_OPTIONS_INT_H
#define PANTS_OPTIONS_OPTIONS_INT_H

#include "base/map.h"
#include "base/vec.h"
#include "options/options.h"
#include "options/text_int.h"

/** A config file that was read. */
struct config_source {
    struct str path; /**< as messages show it */
    struct cval root;
};

/** A flag of the command line. */
struct flag {
    struct str raw;     /**< the whole token */
    struct str key;     /**< "--foo-bar", "-l" */
    struct str value;   /**< ptr NULL: there was none */
    struct str context; /**< the goal it stands behind, "" in the global context */
};

/** An option of a known scope, with the value found for it. */
struct option_entry {
    struct option_decl decl;
    unsigned generation; /**< options.generation at which the value below was found; 0: never */
    struct option_value value;
    struct err *failure; /**< the value is wrong: this; in the arena */
};

/** A known scope. */
struct scope_entry {
    struct str name;
    bool is_goal;
    struct str deprecated_scope;
    struct str deprecated_removal;
    bool deprecated_noted; /**< the note on it was made */
    struct pval pending;   /**< the table's options, read when the first is asked for; then none */
    VEC(struct option_entry *) options; /**< by options__load() only */
    struct map by_name;                 /**< -> struct option_entry * */
};

struct options {
    struct options_inputs in;
    struct arena arena;
    struct pval table;
    struct str build_root;
    struct str rel_cwd;
    struct map env; /**< name -> struct str *, in the arena */
    VEC(struct config_source) sources;
    VEC(struct str) config_files;
    VEC(struct scope_entry *) scopes;
    struct map scope_by_name;
    unsigned generation; /**< counts up when an answer given before may no longer hold */

    VEC(struct str) args; /**< the command line, aliases expanded */
    struct cval aliases;
    VEC(struct flag) flags;
    VEC(struct str) goals;
    VEC(struct str) unknown_goals;
    VEC(struct str) specs;
    VEC(struct str) passthrough;
    struct str builtin;
    bool has_passthrough;

    VEC(struct options_note) notes;
    size_t notes_taken;
    VEC(struct str) retired; /**< "option [x].y (last in 2.17)" for the collected warning */
    struct map retired_seen;
    bool retired_open; /**< the warning in `notes` is still to be taken */
    VEC(struct options_problem) problems;
};

/* options.c */
struct scope_entry *options__scope(const struct options *o, struct str name);
/** Reads the scope's declarations if that was not done yet. */
void options__load(struct options *o, struct scope_entry *scope);
struct option_entry *options__option(struct options *o, struct scope_entry *scope, struct str name);
printf_(3, 4) void options__note(struct options *o, enum log_level level, const char *fmt, ...);

/* eval.c */
/** One option's value from all sources that are known by now, for a scope of any name. */
must_check_ int eval__option(struct options *o, struct str scope, const struct option_decl *decl,
                             struct option_value *ret, struct err *e);
/** Every step on the way to the value. */
must_check_ int eval__steps(struct options *o, struct str scope, const struct option_decl *decl,
                            const struct option_value **ret, size_t *ret_count, struct err *e);

/* config.c */
/** Reads a file's text into a source at the end. path: for messages. */
must_check_ int config__add(struct options *o, struct str path, struct str text, struct err *e);
/** Reads a file from disk; one that is absent is skipped unless it must be there. */
must_check_ int config__load(struct options *o, struct str path, bool required, struct err *e);
/** "GLOBAL" for "", else the scope: the table's name. */
struct str config__section(struct str scope);

/* environ.c */
void environ__init(struct options *o);
void environ__set(struct options *o, struct str name, struct str value);
/** The variable that sets an option, if any: its name and value. */
bool environ__find(const struct options *o, struct arena *a, struct str scope, struct str name,
                   struct str *ret_name, struct str *ret_value);

/* fromfile.c */
/** What "@path" stands for. */
struct fromfile {
    enum { FROMFILE_TEXT, FROMFILE_TREE, FROMFILE_UNSET } kind;
    struct str text;
    struct cval tree;
    struct str path;
};
/** Expands text. prefer_tree: json, toml and yaml files are read as values. */
must_check_ int fromfile__expand(struct options *o, struct str what, struct str text,
                                 bool prefer_tree, struct fromfile *ret, struct err *e);

/* args.c */
/** Splits options.args. With every goal known, or (bootstrap) with all flags in global context. */
must_check_ int args__split(struct options *o, bool bootstrap, struct err *e);
/** Whether a flag sets the option; *ret_negated: by `--no-`. */
bool args__matches(const struct flag *flag, struct str scope, const struct option_decl *decl,
                   bool *ret_negated);
/** False when the flag can set no option of the scope, whatever options that has. */
bool args__may_match(const struct flag *flag, struct str scope);
/** Whether the token is a goal, or a flag that stands for one. */
bool args__is_goal(const struct options *o, struct str token);

/* alias.c */
must_check_ int alias__expand(struct options *o, struct err *e);
/** Aliases may not hide goals, scopes or flags. */
must_check_ int alias__check(struct options *o, struct err *e);

/* script.c */
must_check_ int script__run(struct options *o, struct err *e);

/* version.c */
/** Compares versions as PEP 440 orders them (release, then dev < a < b < rc < final). */
int version__cmp(struct str a, struct str b);
/** Whether it is a version at all: PEP 440 without epochs. */
bool version__valid(struct str version);

#endif
