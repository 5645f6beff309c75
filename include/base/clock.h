/* Time: monotonic and wall clock in nanoseconds. */
#ifndef PANTS_BASE_CLOCK_H
#define PANTS_BASE_CLOCK_H

#include <stdint.h>

uint64_t clock_mono_ns(void);
int64_t clock_wall_ns(void);

#endif
