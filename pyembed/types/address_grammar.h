/*
 * The grammar of one address spec: path [":" target] ["#" generated] ["@" key=value,...] wildcard.
 * No Python, no check of what the parts hold.
 */
#ifndef PANTS_PYEMBED_TYPES_ADDRESS_GRAMMAR_H
#define PANTS_PYEMBED_TYPES_ADDRESS_GRAMMAR_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

struct address_pair {
    struct str key;
    struct str value; /**< may be empty */
};

/** Views into the text that was parsed; ptr is NULL where a part is absent. */
struct address_parts {
    struct str path;
    struct str target;
    struct str generated;
    struct str wildcard; /**< ":" or "::" */
    VEC(struct address_pair) params;
};

void address_parts_done(struct address_parts *p);
/** ERR_USAGE with the reason (not the text itself) when it does not parse. */
must_check_ int address_parse_spec(struct str text, struct address_parts *ret, struct err *e);

#endif
