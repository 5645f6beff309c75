/*
 * YAML, the part that configuration uses: one document, the core schema of YAML 1.2 (null, true,
 * false, numbers; everything else a string), anchors and aliases, keys that are scalars (a key
 * that is no string is taken by its text). This is the only owner of libyaml's header.
 *
 * An empty document is none. Nesting of at most 200; aliases may blow the tree up to a million
 * nodes, no further. ERR_FORMAT's sentence starts with "line:column: ".
 */
#ifndef PANTS_CODEC_YAML_H
#define PANTS_CODEC_YAML_H

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "codec/cval.h"

must_check_ int yaml_parse(struct arena *a, struct str text, struct cval *ret_value, struct err *e);

#endif
