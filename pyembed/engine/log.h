/*
 * Where log lines go: standard error, "HH:MM:SS.cc [LEVEL] text", colours by level.
 */
#ifndef PANTS_PYEMBED_ENGINE_LOG_H
#define PANTS_PYEMBED_ENGINE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/log.h"

struct py_log_state {
    bool colors;
    bool show_target; /**< "(target)" before the text */
    uint64_t last;    /**< hash of the last line: the same one twice in a row is said once */
};

/** A sink at level INFO over `state`, which must outlive it. */
struct log_sink py_log_sink(struct py_log_state *state);

#endif
