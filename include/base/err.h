/*
 * struct err: where an operation failed, and the sentence the user will read.
 *
 * The last parameter of every function that can fail. It is untouched on success, filled once at
 * the origin with err_set(), and callers only prepend context ("loading config: ..."). A function
 * returns 0 on success, a negative value (the code) on failure, which callers forward unmatched,
 * and may document positive outcomes of its own. Passing NULL for `struct err *` is allowed: the
 * code is returned and the sentence dropped.
 */
#ifndef PANTS_BASE_ERR_H
#define PANTS_BASE_ERR_H

#include <stdarg.h>

#include "base/attr.h"

/** Kinds of failure; negative, so that they can be returned as they are. */
enum err_code {
    ERR_NONE = 0,
    ERR_IO = -1,     /**< the system said no; sys_errno says which */
    ERR_NOMEM = -2,  /**< a fallible allocation failed or a growable thing met its maximum */
    ERR_USAGE = -3,  /**< what the user wrote (command line, option, config, BUILD file) is wrong */
    ERR_FORMAT = -4, /**< bytes from outside do not follow their format */
    ERR_NOTFOUND = -5,  /**< a named thing does not exist */
    ERR_CANCELLED = -6, /**< the work was cancelled; only the task loop inspects this */
    ERR_CONFLICT = -7,  /**< two things claim one place */
    ERR_INTERNAL = -8,  /**< a promise of ours was broken */
    ERR_PYTHON = -9,    /**< a Python exception is set or carried beside */
};

/** Where an operation failed, and the sentence the user will read. No ownership: plain data. */
struct err {
    enum err_code code; /**< negative; ERR_NONE when unset */
    int sys_errno;      /**< errno at the origin, 0 if not a system failure */
    const char *func;   /**< origin, for traces; static storage */
    int line;           /**< origin */
    char msg[1024];     /**< "context: context: cause", cut between characters, with "...", when too
                           long */
};

#define ERR_INIT                                                                                   \
    (struct err) {                                                                                 \
        .code = ERR_NONE                                                                           \
    }

/** Fills e at the origin and returns code. err_set_errno() also keeps errno and appends its text.
 */
#define err_set(e, code, ...) err_set_at((e), (code), 0, __func__, __LINE__, __VA_ARGS__)
#define err_set_errno(e, errnum, ...)                                                              \
    err_set_at((e), ERR_IO, (errnum), __func__, __LINE__, __VA_ARGS__)

printf_(6, 7) int err_set_at(struct err *e, enum err_code code, int sys_errno, const char *func,
                             int line, const char *fmt, ...);

/** Prepends "<text>: " to the sentence. Does nothing when e is NULL or unset. */
printf_(2, 3) void err_context(struct err *e, const char *fmt, ...);

#endif
