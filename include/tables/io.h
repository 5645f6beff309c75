/*
 * struct table_io: the system calls through which a table writes, so that a test can make any of
 * them short or failing. Each behaves like the call it is named after (-1 and errno on failure).
 */
#ifndef PANTS_TABLES_IO_H
#define PANTS_TABLES_IO_H

#include <stddef.h>
#include <sys/types.h>

struct table_io {
    ssize_t (*pwrite)(void *user, int fd, const void *data, size_t len, off_t at);
    int (*ftruncate)(void *user, int fd, off_t len);
    int (*rename)(void *user, const char *from, const char *to);
    void *user; /**< handed to each of them */
};

#endif
