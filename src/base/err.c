/*
 * Filling and prefixing struct err. The message is cut, never overrun; a cut ends in "..." and
 * falls between two characters.
 */
#include "base/err.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* A byte in the middle of a character, in UTF-8. */
static bool is_inner(char c) {
    return ((unsigned char)c & 0xc0) == 0x80;
}

static void mark_cut(struct err *e, int wanted) {
    if (wanted < (int)sizeof e->msg) {
        return;
    }
    size_t at = sizeof e->msg - 4, first = at;
    while (first > at - 3 && is_inner(e->msg[first])) {
        first--;
    }
    /* Three inner bytes without a first one are no UTF-8: cut as bytes. */
    memcpy(e->msg + (is_inner(e->msg[first]) ? at : first), "...", 4);
}

int err_set_at(struct err *e, enum err_code code, int sys_errno, const char *func, int line,
               const char *fmt, ...) {
    if (e == NULL) {
        return code;
    }
    e->code = code;
    e->sys_errno = sys_errno;
    e->func = func;
    e->line = line;
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(e->msg, sizeof e->msg, fmt, args);
    va_end(args);
    if (n < 0) {
        e->msg[0] = '\0';
        n = 0;
    }
    if (sys_errno != 0 && n < (int)sizeof e->msg) {
        n += snprintf(e->msg + n, sizeof e->msg - (size_t)n, ": %s", strerror(sys_errno));
    }
    mark_cut(e, n);
    return code;
}

void err_context(struct err *e, const char *fmt, ...) {
    if (e == NULL || e->code == ERR_NONE) {
        return;
    }
    char old[sizeof e->msg];
    memcpy(old, e->msg, sizeof old);
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(e->msg, sizeof e->msg, fmt, args);
    va_end(args);
    if (n < 0) {
        n = 0;
    }
    if (n < (int)sizeof e->msg) {
        n += snprintf(e->msg + n, sizeof e->msg - (size_t)n, ": %s", old);
    }
    mark_cut(e, n);
}
