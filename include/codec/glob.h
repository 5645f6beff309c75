/*
 * Globs over names and relative paths. No disk: fs walks, this matches.
 *
 * One component: `*` any run of characters (also none, also a leading dot), `?` one character,
 * `[abc]` `[a-z]` one of these, `[!abc]` one other; `]` first in the brackets stands for itself.
 * There is no escape: `[*]` is a star. Characters are UTF-8 code points; a byte that is no UTF-8
 * counts as one character. Case matters.
 *
 * A path: components between '/'. A component `**` stands for any number of folders, none
 * included; as the last component it stands for everything below (the folder itself not).
 * "." components and doubled slashes are dropped, `**` repeated counts once, ".." components are
 * kept as they are (GLOB_PARENT) for the walker to resolve.
 *
 * Compiled globs are plain data in the arena they were compiled into: nothing to free, immutable,
 * safe to use from any thread.
 */
#ifndef PANTS_CODEC_GLOB_H
#define PANTS_CODEC_GLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum glob_kind {
    GLOB_LITERAL, /**< no wildcard: the text itself */
    GLOB_ANY,     /**< `*` alone */
    GLOB_PREFIX,  /**< literal, then `*` */
    GLOB_SUFFIX,  /**< `*`, then literal */
    GLOB_PATTERN, /**< everything else */
    GLOB_TREE,    /**< `**` alone; matches every name */
    GLOB_PARENT,  /**< ".."; matches no name */
};

/** One component, compiled. */
struct glob_part {
    enum glob_kind kind;
    struct str text;    /**< as written */
    struct str literal; /**< LITERAL, PREFIX, SUFFIX: the fixed bytes */
};

/** A path glob, compiled. */
struct glob {
    const struct glob_part *parts;
    size_t count;
    struct str text; /**< as written */
    bool literal;    /**< no wildcards at all: it names one path */
};

/**
 * Compiles one component. ERR_USAGE: empty, holds '/', brackets that are not closed, or `**`
 * beside other characters.
 */
must_check_ int glob_part_compile(struct arena *a, struct str text, struct glob_part *ret,
                                  struct err *e);
bool glob_part_match(const struct glob_part *p, struct str name);

/** Compiles a relative path glob. ERR_USAGE as above, and for an absolute or empty one. */
must_check_ int glob_compile(struct arena *a, struct str text, struct glob *ret, struct err *e);
/** Whether the whole path (relative, no "." or "..") matches. */
bool glob_match(const struct glob *g, struct str path);
/** True when the text has a wildcard character at all (`*`, `?` or `[`). */
bool glob_has_wildcard(struct str text);
/** Appends text with every wildcard character put in brackets, so that it matches itself only. */
void glob_escape(struct str text, struct buf *out);

/**
 * fnmatch in the manner of Python's: the pattern against the whole string, where `*` crosses '/'.
 * Brackets that are not closed stand for themselves, so every pattern is valid.
 */
bool glob_fnmatch(struct str pattern, struct str text);

#endif
