/*
 * What the files of the Python scanner share: where it is, which brackets and blocks are open, and
 * what it has found so far.
 *
 *   python.c          the driver: logical lines, statements, brackets, comments
 *   python_import.c   import statements
 *   python_block.c    try, except and with: what makes an import weak
 *   python_string.c   literals and their concatenation; __import__("x")
 *   python_fstring.c  where a formatted string ends
 *   python_found.c    what was found: collected, each once, with its line
 */
#ifndef PANTS_INFER_PYTHON_INT_H
#define PANTS_INFER_PYTHON_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"
#include "infer/python.h"
#include "infer/records.h"

/** Sorts of bytes. */
enum {
    C_STOP = 1 << 0,      /**< ends a run of code in which nothing happens */
    C_IDENT = 1 << 1,     /**< letter, digit, underscore, not ASCII */
    C_SPACE = 1 << 2,     /**< white space, ends of lines too */
    C_BACKSLASH = 1 << 3, /**< */
    C_DOT = 1 << 4,       /**< */
    C_SLASH = 1 << 5,     /**< */
    C_BRACE = 1 << 6,     /**< { and } */
    C_EOL = 1 << 7,       /**< line feed, carriage return */
};

extern const uint8_t infer__class[256];

static inline bool infer__is(char c, unsigned sorts) {
    return (infer__class[(uint8_t)c] & sorts) != 0;
}

#define INFER_BRACKETS_MAX 200 /* deeper ones are counted only */
#define INFER_BLOCKS_MAX 100   /* as deep as Python itself lets blocks be */

/** An open bracket: where its current element begins, and the one before that. */
struct bracket {
    const char *element;
    const char *previous;
};

enum block_kind { BLOCK_TRY, BLOCK_WITH };

/** A `try` or `with suppress(ImportError)` that is open. */
struct block {
    enum block_kind kind;
    size_t indent;  /**< of the line that opened it */
    uint32_t inner; /**< the context of its body */
    uint32_t outer; /**< the context around it */
};

/** Contexts that always exist. */
enum { CONTEXT_STRONG, CONTEXT_WEAK, CONTEXT_FIRST_FREE };

/** A record that may still be taken away, become weak or turn out to be a double. */
struct found {
    const char *pos; /**< in the source: its line */
    const char *end; /**< in the source: behind it */
    size_t name;     /**< offset in the source, or in `names` when made */
    uint32_t len;
    uint32_t level;
    uint32_t context; /**< imports: what decides whether it is weak */
    uint8_t kind;     /**< enum infer_kind, never INFER_WEAK_IMPORT */
    bool made;        /**< the name is in `names`, not in the source */
    bool dead;
};

struct scan {
    const char *start;
    const char *at;
    const char *end;
    unsigned flags;
    bool has_cr;         /**< there is a carriage return somewhere */
    bool plain_fstrings; /**< a replacement field never ended: braces mean nothing from now on */

    size_t depth; /**< open brackets */
    struct bracket brackets[INFER_BRACKETS_MAX];
    size_t muted; /**< strings at this depth and deeper are arguments of __import__; 0 none */

    size_t statement;   /**< index of the first thing found in this simple statement */
    const char *clause; /**< behind the last `:` or `;` outside brackets */
    size_t indent;      /**< of the logical line */
    struct block blocks[INFER_BLOCKS_MAX];
    size_t nblocks;
    uint32_t context;
    VEC(bool) weak; /**< by context */

    VEC(struct found) found; /**< by position */
    struct buf names;
};

/** A name read from the source. */
struct name {
    const char *pos;
    const char *end;
    size_t offset; /**< as struct found's `name` */
    size_t len;
    bool made;
};

/* python.c */

/** Past spaces, tabs, form feeds and escaped ends of lines. */
const char *infer__blank(const struct scan *s, const char *p);
/** Past white space, comments and escaped ends of lines, as they may stand inside brackets;
 * stops where infer__recovers(). */
const char *infer__gap(const struct scan *s, const char *p, const char *end);
/** The end of the line that p is in: at its end-of-line character or the end of the source. */
const char *infer__line_end(const struct scan *s, const char *p);
/** Past one end of line, if p is at one. */
const char *infer__eol(const struct scan *s, const char *p);
/** True when this word stands at p and nothing that would make it longer follows. */
bool infer__word(const struct scan *s, const char *p, struct str word);
/** Consumes the comment at s->at; true when it says no-infer-dep. */
bool infer__comment(struct scan *s);
/** True when the line at p begins a statement although a bracket is still open. */
bool infer__recovers(const struct scan *s, const char *p);
void infer__open_bracket(struct scan *s);
void infer__close_bracket(struct scan *s);

/* python_import.c: s->at is behind the keyword; both leave it where the rest of the line begins */

void infer__import(struct scan *s);
void infer__from(struct scan *s);

/* python_block.c */

/** Closes the blocks that a logical line at s->at with s->indent ends. */
void infer__dedent(struct scan *s);
/** s->at is at the word `try`, or behind the word `with`; neither moves it. */
void infer__try(struct scan *s);
void infer__with(struct scan *s);

/* python_string.c */

/** Consumes the literal whose quote is at s->at, and those joined to it; records what it says. */
void infer__strings(struct scan *s);
/** Consumes the bracket behind __import__ and its first argument. */
void infer__dunder_import(struct scan *s);
/** The length of the prefix (r, b, f, ...) that ends before the quote at p. */
size_t infer__prefix(const struct scan *s, const char *p);
/** Behind the literal with the quote at p that has no fields; an unterminated one ends with its
 * line. */
const char *infer__plain_end(const struct scan *s, const char *p, struct str *ret_content);

/* python_fstring.c */

/** Behind the formatted string with the quote at p; NULL when a field never ends. */
const char *infer__fstring_end(const struct scan *s, const char *p, bool raw);

/* python_found.c */

void infer__found(struct scan *s, enum infer_kind kind, uint32_t level, const struct name *name);
/** Appends what is left to out. */
void infer__emit(struct scan *s, struct buf *out);

#endif
