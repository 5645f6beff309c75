/*
 * TOML 1.1.
 *
 * Reads a whole document of UTF-8 into a table. The first mistake ends the reading with ERR_FORMAT
 * and a sentence that starts with "line:column: " (columns in characters); callers put the file's
 * name in front with err_context() or by hand. Integers are 64-bit, floats doubles. Values nest at
 * most 200 deep. Nothing of the text is kept: strings are copied into the arena.
 */
#ifndef PANTS_CODEC_TOML_H
#define PANTS_CODEC_TOML_H

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "codec/cval.h"

must_check_ int toml_parse(struct arena *a, struct str text, struct cval *ret_root, struct err *e);

#endif
