/* Hexadecimal digits, lower case when written, either case when read. */
#ifndef PANTS_CODEC_HEX_H
#define PANTS_CODEC_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/** Writes 2 * len digits to out (no NUL). */
void hex_encode(const void *data, size_t len, char *out);
/** Reads exactly len bytes from 2 * len digits; false, out undefined, for anything else. */
bool hex_decode(struct str digits, void *out, size_t len);
/** The value of one digit, or -1. */
int hex_digit(char c);

#endif
