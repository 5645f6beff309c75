/*
 * What a scanner found in one file: a flat string of bytes, to be read with infer_next() and kept
 * in a table as it is. It holds no pointers and no padding, and is the same on every machine.
 *
 * Within one string of records each (sort, level, name) stands once, with the line where it was
 * seen first; imports and weak imports are one sort here, and a strong sighting wins. Records are
 * in the order of their lines. Names are UTF-8.
 */
#ifndef PANTS_INFER_RECORDS_H
#define PANTS_INFER_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum infer_kind {
    INFER_IMPORT,      /**< the file needs it */
    INFER_WEAK_IMPORT, /**< the file copes without it: nobody is told when it has no owner */
    INFER_STRING,      /**< a literal that may name a module or a file */
    INFER_EXPLICIT,    /**< written in a `pants: infer-dep(...)` comment */
};

struct infer_record {
    enum infer_kind kind;
    uint32_t level;  /**< leading dots of a relative import, 0 for all else */
    struct str name; /**< "a.b"; "" for `from . import *`; borrows from the records */
    uint32_t line;   /**< from 1 */
};

/** Appends one record. The level, the line and the name's length fit in 32 bits. */
void infer_add(struct buf *out, const struct infer_record *record);
/** Takes the first record off; false at the end, and at bytes that are no record. */
bool infer_next(struct str *records, struct infer_record *ret);
/** True when the bytes are records to the last one: to be asked of what a cache gave back. */
bool infer_records_valid(struct str records);

#endif
