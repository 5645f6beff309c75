/*
 * struct ignore_list: patterns in gitignore's syntax; the last one that matches decides.
 *
 * A line: blank and `#` lines are skipped (`\#`, `\!` for the characters), blanks at the end are
 * dropped unless escaped; `!` re-includes; a `/` at the end means folders only; a `/` at the start
 * or in the middle anchors the pattern to the root, otherwise it matches at any depth; `*`, `?`,
 * `[...]` (also `[^...]`) stay inside a component; a component `**` spans folders. A pattern that
 * is malformed (brackets not closed) matches nothing, as git has it.
 *
 * Lifecycle: ignore_list_new(), add patterns, match, ignore_list_free(). Once nothing is added any
 * more, matching is thread-safe. Common shapes (a plain name, `*.ext`) cost one hash look-up for
 * all patterns together.
 */
#ifndef PANTS_CODEC_IGNORE_H
#define PANTS_CODEC_IGNORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/str.h"

struct ignore_list;

enum ignore_result {
    IGNORE_UNDECIDED = 0, /**< no pattern matched */
    IGNORE_EXCLUDED,      /**< the last pattern that matched says: ignored */
    IGNORE_INCLUDED,      /**< the last pattern that matched is a `!` one */
};

malloc_ struct ignore_list *ignore_list_new(void);
void ignore_list_free(struct ignore_list *l);
/** Adds one pattern line (copied). */
void ignore_list_add(struct ignore_list *l, struct str pattern);
/** Adds every line of a file's text. */
void ignore_list_add_lines(struct ignore_list *l, struct str text);
/** Patterns that count (blank and comment lines do not). */
size_t ignore_list_count(const struct ignore_list *l);
/** A hash of all patterns in order. */
uint64_t ignore_list_fingerprint(const struct ignore_list *l);

/** What the patterns say of this very path (relative to the root, without "." and ".."). */
enum ignore_result ignore_list_check(const struct ignore_list *l, struct str path, bool is_dir);
/** True when the path itself is ignored; its parents are not looked at. */
static inline bool ignore_list_match(const struct ignore_list *l, struct str path, bool is_dir) {
    return ignore_list_check(l, path, is_dir) == IGNORE_EXCLUDED;
}
/**
 * True when the path or a folder above it is ignored. The nearest decision from the path upwards
 * holds: a `!` pattern for the path wins over an ignored parent.
 */
bool ignore_list_match_tree(const struct ignore_list *l, struct str path, bool is_dir);

#endif
