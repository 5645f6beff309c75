/* Formatting a line for a sink. */
#include "base/log.h"

#include <stdarg.h>

#include "base/buf.h"

void log_to(const struct log_sink *sink, enum log_level level, const char *target, const char *fmt,
            ...) {
    if (sink == NULL || sink->write == NULL || level < sink->level) {
        return;
    }
    struct buf line;
    buf_init(&line, 1 << 20);
    va_list args;
    va_start(args, fmt);
    buf_vaddf(&line, fmt, args);
    va_end(args);
    if (!buf_ok(&line)) {
        /* Even the format says more than silence; a second failure is silence. */
        buf_clear(&line);
        buf_addf(&line, "(a line too long to log: %s)", fmt);
    }
    if (buf_ok(&line)) {
        sink->write(sink->user, level, target, line.data);
    }
    buf_done(&line);
}
