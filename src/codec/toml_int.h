/* The reader of TOML: what toml.c (structure) and toml_scalar.c (values without parts) share. */
#ifndef PANTS_CODEC_TOML_INT_H
#define PANTS_CODEC_TOML_INT_H

#include "base/err.h"
#include "codec/cval.h"

/** A document being read. */
struct toml_reader {
    struct arena *arena;
    struct str text;
    size_t at;
    uint32_t line;
    size_t line_start; /**< offset of the current line */
    size_t mark;       /**< an offset on the current line whose column is known... */
    uint32_t mark_column;
    unsigned depth;
    struct err *e;
};

static inline char toml__peek(const struct toml_reader *t, size_t ahead) {
    return t->at + ahead < t->text.len ? t->text.ptr[t->at + ahead] : '\0';
}

static inline bool toml__end(const struct toml_reader *t) {
    return t->at >= t->text.len;
}

/** Fails at the current place: "line:column: <sentence>". */
printf_(2, 3) int toml__fail(struct toml_reader *t, const char *fmt, ...);
/** Notes the current place in a node. */
void toml__stamp(struct toml_reader *t, uint32_t *ret_line, uint32_t *ret_column);
/** Steps over a newline (LF or CRLF) that stands here; false when none does. */
bool toml__newline(struct toml_reader *t);

/** Reads a one-line string for a key, at its quote. */
must_check_ int toml__quoted_key(struct toml_reader *t, struct str *ret);
/** Reads a string of any sort, at its quote. */
must_check_ int toml__string(struct toml_reader *t, struct cval *ret);
/** Reads a boolean, number or date. */
must_check_ int toml__scalar(struct toml_reader *t, struct cval *ret);

#endif
