/*
 * What the files of the shell scanner share.
 *
 *   shell.c        the driver: characters, nesting, here-documents
 *   shell_word.c   what a finished word means: commands, keywords, the path behind `source`
 */
#ifndef PANTS_INFER_SHELL_INT_H
#define PANTS_INFER_SHELL_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"
#include "infer/records.h"
#include "infer/shell.h"

#define SHELL_NESTING_MAX 200  /* deeper openings are ordinary characters */
#define SHELL_HEREDOCS_MAX 16  /* that may begin on one line */
#define SHELL_DOCUMENT_DEPTH 8 /* here-documents in commands in here-documents */
#define SHELL_DIRECTIVES_MAX 64
#define SHELL_PATH_MAX 4096

enum nest_kind {
    NEST_TOP,      /**< the script */
    NEST_PAREN,    /**< ( ... ) */
    NEST_LIST,     /**< name=( ... ), @( ... ): words, no commands */
    NEST_SUBST,    /**< $( ... ), <( ... ) */
    NEST_BACKTICK, /**< ` ... ` */
    NEST_QUOTE,    /**< " ... " */
    NEST_BRACE,    /**< ${ ... } */
    NEST_ARITH,    /**< (( ... )), $(( ... )) */
    NEST_DOCUMENT, /**< the body of a here-document: like quotes */
};

/** What the next word of a list of commands is. */
enum expecting {
    EXPECT_COMMAND,
    EXPECT_NAME,     /**< of a function; then its body */
    EXPECT_PATH,     /**< of `source` */
    EXPECT_ARGUMENT, /**< anything */
};

enum redirect { REDIRECT_NONE, REDIRECT_FILE, REDIRECT_HEREDOC, REDIRECT_HEREDOC_TABS };

/** The word being read in a nest that holds commands. */
struct shell_word {
    const char *begin;
    size_t text;  /**< where its literal text begins in shell.text */
    bool any;     /**< something of it was read, if only quotes */
    bool quoted;  /**< quotes or a backslash */
    bool pattern; /**< unquoted * ? [ or { */
    bool late;    /**< an expansion behind the start */
    bool early;   /**< an expansion at the start */
};

struct nest {
    enum nest_kind kind;
    enum expecting expecting;
    enum redirect redirect; /**< what the next word is the target of */
    struct shell_word word;
    size_t compound; /**< open if, while, for, case, { */
    size_t cases;    /**< of them case */
    size_t parens;   /**< open in ARITH */
    bool collects;   /**< its literal text belongs to a word */
};

/** A `# shellcheck source=` that is in force. */
struct directive {
    struct str path;
    size_t nest;     /**< index of the nest that it is of */
    size_t compound; /**< ends with a command at this depth; SIZE_MAX: never */
};

struct heredoc {
    struct str end; /**< the word that ends it */
    bool tabs;      /**< leading tabs do not count */
    bool quoted;    /**< nothing is expanded in it */
};

/** A piece of the source that still has to be read. */
struct document {
    const char *begin;
    const char *end;
    size_t depth;
    struct str directive;
};

struct shell_found {
    const char *pos;
    struct str name; /**< in the source, or owned by `names` as an offset when made */
    size_t offset;
    bool made;
};

struct shell {
    const char *start; /**< of the whole source */
    const char *at;
    const char *end; /**< of the document being read */
    size_t depth;    /**< of here-documents */

    struct nest nests[SHELL_NESTING_MAX];
    size_t n;
    struct buf text; /**< literal text of the open words */

    struct str pending; /**< path of a directive whose command did not begin yet */
    bool has_pending;
    bool begun; /**< a command was seen: directives are no longer for the whole file */
    struct directive directives[SHELL_DIRECTIVES_MAX];
    size_t ndirectives;

    struct heredoc heredocs[SHELL_HEREDOCS_MAX];
    size_t nheredocs;
    bool endless; /**< a here-document had no end: none is looked for from now on */
    VEC(struct document) documents;

    VEC(struct shell_found) found;
    struct buf names;
    struct buf ends; /**< words that end here-documents; emptied with nheredocs */
};

static inline struct nest *shell__top(struct shell *s) {
    return &s->nests[s->n - 1];
}

static inline bool shell__holds_commands(const struct nest *t) {
    return t->kind <= NEST_BACKTICK;
}

/** Begins the word, if none is open, at s->at. */
void shell__word_begins(struct shell *s, struct nest *t);
/** The word of the top, if any, is at its end: decides what it was. */
void shell__word_ends(struct shell *s);
/** A command of the top nest ended (`;`, `&`, end of line): directives for it end. */
void shell__command_ends(struct shell *s);
/** Nests from index n on are gone. */
void shell__nests_gone(struct shell *s, size_t n);
/** A comment where a command may begin. */
void shell__comment(struct shell *s, struct str comment);

#endif
