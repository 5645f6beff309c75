/* Filling and prefixing struct err. The message is cut, never overrun; a cut ends in "...". */
#include "base/err.h"

#include <stdio.h>
#include <string.h>

static void mark_cut(struct err *e, int wanted) {
    if (wanted >= (int)sizeof e->msg) {
        memcpy(e->msg + sizeof e->msg - 4, "...", 4);
    }
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
