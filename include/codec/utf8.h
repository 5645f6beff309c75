/* UTF-8, one code point at a time. str_is_utf8() of base/str.h checks a whole string. */
#ifndef PANTS_CODEC_UTF8_H
#define PANTS_CODEC_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/** Writes a scalar value (not a surrogate, at most U+10FFFF) to out; returns 1 to 4 bytes. */
size_t utf8_encode(uint32_t cp, char out[4]);
/**
 * The length of the well-formed sequence that s starts with, and its code point; 0 when s is empty
 * or starts with bytes that are no UTF-8.
 */
size_t utf8_decode(struct str s, uint32_t *ret_cp);
/** Code points in s; a byte that is no UTF-8 counts as one. */
size_t utf8_count(struct str s);

#endif
