/* What the machine and the terminal allow. */
#ifndef PANTS_SYS_MACHINE_H
#define PANTS_SYS_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"

/** Processors this process may run on (its affinity mask); at least 1. */
unsigned sys_cpu_count(void);

/**
 * Raises the soft limit of open files towards `wanted` as far as the hard limit lets it. Returns
 * the limit that holds afterwards.
 */
uint64_t sys_raise_open_files(uint64_t wanted);

/** Columns and rows of the terminal behind fd. False, and nothing set, when it is no terminal. */
must_check_ bool sys_tty_size(int fd, unsigned *ret_columns, unsigned *ret_rows);

#endif
