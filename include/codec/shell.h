/*
 * Shell words as POSIX sh reads them: quoting and splitting.
 */
#ifndef PANTS_CODEC_SHELL_H
#define PANTS_CODEC_SHELL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/** Appends word so that a shell reads it as one word: as it is when safe, else in quotes. */
void shell_quote(struct str word, struct buf *out);
/** Appends the words quoted, with a blank between. */
void shell_join(const struct str *words, size_t count, struct buf *out);
/**
 * Splits text into words: white space separates, '...' is literal, "..." knows \" and \\, a
 * backslash outside quotes takes the next character. No comments, no expansion. Words and their
 * list lie in the arena. ERR_USAGE for a quote that is not closed or a backslash at the end.
 */
must_check_ int shell_split(struct arena *a, struct str text, struct str **ret_words,
                            size_t *ret_count, struct err *e);

#endif
