/*
 * The log sink: where modules below `engine` say what only a developer wants to know. They never
 * print: they call a sink that somebody above has given them. A NULL sink swallows.
 */
#ifndef PANTS_BASE_LOG_H
#define PANTS_BASE_LOG_H

#include "base/attr.h"

enum log_level {
    LOG_TRACE = 5,
    LOG_DEBUG = 10,
    LOG_INFO = 20,
    LOG_WARN = 30,
    LOG_ERROR = 40,
};

/**
 * A place that takes log lines. `write` gets one line without its newline; of a line longer than
 * 1 MiB only what it was made from.
 */
struct log_sink {
    enum log_level level; /**< lines below it are not even formatted */
    void (*write)(void *user, enum log_level level, const char *target, const char *line);
    void *user;
};

printf_(4, 5) void log_to(const struct log_sink *sink, enum log_level level, const char *target,
                          const char *fmt, ...);

#endif
