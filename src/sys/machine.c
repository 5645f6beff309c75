/* What the machine and the terminal allow: thin over the system's calls. */
#include "sys/machine.h"

#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>

unsigned sys_cpu_count(void) {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof(set), &set) == 0) {
        int n = CPU_COUNT(&set);
        if (n > 0) {
            return (unsigned)n;
        }
    }
    return 1;
}

uint64_t sys_raise_open_files(uint64_t wanted) {
    struct rlimit lim;
    if (getrlimit(RLIMIT_NOFILE, &lim) < 0) {
        return 0;
    }
    if (lim.rlim_cur < wanted) {
        rlim_t before = lim.rlim_cur;
        lim.rlim_cur = lim.rlim_max < wanted ? lim.rlim_max : (rlim_t)wanted;
        if (setrlimit(RLIMIT_NOFILE, &lim) < 0) {
            return before;
        }
    }
    return lim.rlim_cur;
}

bool sys_tty_size(int fd, unsigned *ret_columns, unsigned *ret_rows) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0 || size.ws_col == 0) {
        return false;
    }
    *ret_columns = size.ws_col;
    *ret_rows = size.ws_row;
    return true;
}
