/*
 * struct intern: byte strings to small integers and back. Ids count from 1; 0 is "none".
 * Strings live as long as the table. Not thread-safe: one owner.
 */
#ifndef PANTS_BASE_INTERN_H
#define PANTS_BASE_INTERN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"

struct intern {
    struct arena arena;
    struct map ids; /**< string -> id as a pointer-sized integer */
    VEC(struct str) strings;
};

void intern_done(struct intern *t);
/** The id of s, made when it is new. */
uint32_t intern_id(struct intern *t, struct str s);
/** The id of s, or 0 when it was never interned. */
uint32_t intern_find(const struct intern *t, struct str s);
/** The string of an id from this table; NUL-terminated. id 0 is the empty string. */
struct str intern_str(const struct intern *t, uint32_t id);

#endif
