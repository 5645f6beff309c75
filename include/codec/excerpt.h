/*
 * A line of a text with a mark under one of its columns, for messages about that place:
 *
 *     resolves = { a = "x" b = "y" }
 *                          ^
 */
#ifndef PANTS_CODEC_EXCERPT_H
#define PANTS_CODEC_EXCERPT_H

#include "base/buf.h"
#include "base/str.h"

/**
 * Appends a newline, the line (indented), a newline and the mark, without a newline at the end.
 * line and column count from 1, columns in code points, as the readers of this module do. A long
 * line is cut around the column; what a terminal would not print is shown as blanks or '?'.
 * Appends nothing when the text has no such line.
 */
void excerpt_add(struct str text, size_t line, size_t column, struct buf *out);
/** The same for the place that a reader's message starts with ("3:14: Expected ..."), if any. */
void excerpt_add_for(struct str text, const char *message, struct buf *out);

#endif
