/*
 * Descriptors and files (the name keeps clear of the system's <sys/file.h>). Everything opened here
 * is close-on-exec from birth.
 *
 * Paths are NUL-terminated and as the system takes them (relative to the working directory, which
 * nothing of ours changes). Functions that read bytes take a maximum, so that a wrong path never
 * fills memory.
 */
#ifndef PANTS_SYS_FILEIO_H
#define PANTS_SYS_FILEIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/** Positive outcome of the readers: there is no such file (or a parent of it is not a folder). */
#define FILE_ABSENT 1
/** Positive outcome of file_lock() with FILE_LOCK_TRY: somebody else holds it. */
#define FILE_BUSY 2

/** cleanup_ helper: closes *fd unless it is negative; errno survives. */
void fd_closep(int *fd);
/** Takes the descriptor out of a variable that is cleaned up: `*ret_fd = fd_take(&fd);` */
static inline int fd_take(int *fd) {
    int taken = *fd;
    *fd = -1;
    return taken;
}

/** openat() with O_CLOEXEC, retried on EINTR. Returns a descriptor, or -1 with errno. */
int fd_open_at(int dir_fd, const char *name, int flags, mode_t mode);

/** Writes all of it, however many calls that takes. */
must_check_ int fd_write_all(int fd, const void *data, size_t len, struct err *e);
/** Appends what is left in fd to out; fails with ERR_NOMEM past max bytes. */
must_check_ int fd_read_all(int fd, size_t max, struct buf *out, struct err *e);

/** Appends a file's bytes to out. 0, FILE_ABSENT, or an error naming the path. */
must_check_ int file_read(const char *path, size_t max, struct buf *out, struct err *e);
must_check_ int file_read_at(int dir_fd, const char *name, size_t max, struct buf *out,
                             struct err *e);

enum file_write_flags {
    FILE_WRITE_PLAIN = 0,
    FILE_WRITE_SYNC = 1 << 0, /**< the bytes and the rename reach the disk before it returns */
};

/**
 * Replaces path by a file with these bytes: a reader sees the old content or the new one, never
 * a part. The temporary lies beside it and is removed on failure.
 */
must_check_ int file_replace(const char *path, const void *data, size_t len, mode_t mode,
                             enum file_write_flags flags, struct err *e);

/** Makes path and its missing parents; what exists already keeps its mode. */
must_check_ int dir_make(const char *path, mode_t mode, struct err *e);
/**
 * Fails with ERR_USAGE unless path is a folder (not through a link at its end) that belongs to us
 * and that nobody else may write to: what lies in it is then ours.
 */
must_check_ int dir_check_private(const char *path, struct err *e);
/** Removes path and all below it, never through a link; absent is fine. */
must_check_ int dir_remove(const char *path, struct err *e);

enum file_lock_flags {
    FILE_LOCK_EXCLUSIVE = 0,
    FILE_LOCK_SHARED = 1 << 0,
    FILE_LOCK_TRY = 1 << 1, /**< FILE_BUSY instead of waiting */
};

/**
 * Locks the file at path (made when missing, mode 0600) against other processes and other
 * descriptors. The lock lasts until *ret_fd is closed, so a killed process never leaves one.
 */
must_check_ int file_lock(const char *path, enum file_lock_flags flags, int *ret_fd, struct err *e);

#endif
