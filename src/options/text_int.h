/*
 * Option values as text: what flags, variables and strings of config files hold.
 *
 *   scalar   true, 12, 1_000, 1.5, any text
 *   list     [a, b] replaces; +[a], -[b] edit, several with commas between; else one more item
 *   dict     {k: v} replaces; +{k: v} adds
 */
#ifndef PANTS_OPTIONS_TEXT_INT_H
#define PANTS_OPTIONS_TEXT_INT_H

#include "options/decl.h"

enum edit_action {
    EDIT_REPLACE,
    EDIT_ADD,
    EDIT_REMOVE,
};

/** One change of a list or dict. */
struct edit {
    enum edit_action action;
    struct cval value; /**< a list, or a table */
};

/**
 * Reads a scalar of the type; text types are taken as they are. what: how messages name the
 * option ("--num", "[GLOBAL] num").
 */
must_check_ int text__scalar(struct arena *a, enum option_type type, struct str what,
                             struct str text, struct cval *ret, struct err *e);
/** Reads a list's text as edits, in order. */
must_check_ int text__list(struct arena *a, enum option_type member, struct str what,
                           struct str text, struct edit **ret, size_t *ret_count, struct err *e);
must_check_ int text__dict(struct arena *a, struct str what, struct str text, struct edit *ret,
                           struct err *e);

#endif
