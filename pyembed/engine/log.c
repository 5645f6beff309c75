/* One write() a line, so that lines of several processes do not mix. */
#include "pyembed/engine/log.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"

static const struct level {
    enum log_level level;
    const char *name;
    const char *color; /**< escape sequence; "" none */
} levels[] = {
    {LOG_TRACE, "TRACE", "\033[35m"}, {LOG_DEBUG, "DEBUG", "\033[32m"}, {LOG_INFO, "INFO", ""},
    {LOG_WARN, "WARN", "\033[33m"},   {LOG_ERROR, "ERROR", "\033[31m"},
};

static const struct level *find_level(enum log_level level) {
    const struct level *found = &levels[0];
    for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
        found = level >= levels[i].level ? &levels[i] : found;
    }
    return found;
}

static void write_line(void *user, enum log_level level, const char *target, const char *line) {
    struct py_log_state *state = user;
    uint64_t hash = hash_bytes(line, strlen(line));
    if (hash == state->last) {
        return;
    }
    state->last = hash;
    const struct level *l = find_level(level);
    int64_t now = clock_wall_ns();
    time_t seconds = (time_t)(now / 1000000000);
    struct tm tm;
    (void)localtime_r(&seconds, &tm);
    bool color = state->colors && l->color[0] != '\0';
    struct buf out;
    buf_init(&out, 1 << 22);
    buf_addf(&out, "%02d:%02d:%02d.%02d %s[%s]%s ", tm.tm_hour, tm.tm_min, tm.tm_sec,
             (int)(now / 10000000 % 100), color ? l->color : "", l->name, color ? "\033[0m" : "");
    if (state->show_target) {
        buf_addf(&out, "(%s) ", target);
    }
    buf_addf(&out, "%s\n", line);
    ssize_t n = out.data != NULL ? write(STDERR_FILENO, out.data, out.len) : 0;
    (void)n; /* nowhere to say that standard error is closed */
    buf_done(&out);
}

struct log_sink py_log_sink(struct py_log_state *state) {
    return (struct log_sink){.level = LOG_INFO, .write = write_line, .user = state};
}
