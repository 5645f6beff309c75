/*
 * The one wildcard matcher, shared by globs and ignore patterns: `*`, `?` and brackets over UTF-8,
 * by walking both texts and going back to the last `*` on a mismatch (linear space, at worst
 * quadratic time).
 */
#ifndef PANTS_CODEC_WILD_INT_H
#define PANTS_CODEC_WILD_INT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum wild_flags {
    WILD_PLAIN = 0,
    WILD_ESCAPES = 1 << 0, /**< a backslash takes the next character as it is */
    WILD_CARET = 1 << 1,   /**< `[^...]` negates like `[!...]` */
    WILD_LOOSE = 1 << 2,   /**< a bracket that is not closed stands for itself */
};

bool wild__match(struct str pattern, struct str text, unsigned flags);
/** False when a bracket is not closed, or a backslash ends the pattern (with WILD_ESCAPES). */
bool wild__is_valid(struct str pattern, unsigned flags);

#endif
