/*
 * JSON (RFC 8259). cval_json() of codec/cval.h writes it.
 *
 * One value with white space around it; UTF-8; nesting of at most 200. Of a repeated key the last
 * one holds. An integer that does not fit 64 bits becomes a float. ERR_FORMAT's sentence starts
 * with "line:column: ".
 */
#ifndef PANTS_CODEC_JSON_H
#define PANTS_CODEC_JSON_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "codec/cval.h"

must_check_ int json_parse(struct arena *a, struct str text, struct cval *ret_value, struct err *e);
/** Appends s as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD. */
void json_quote(struct str s, struct buf *out);

#endif
