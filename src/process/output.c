/*
 * One stream of a program. A little stays in memory; past that everything is in a file without a
 * name, in the folder of sandboxes, and memory is bounded whatever the program writes.
 */
#include "process_int.h"

#include "sys/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MEMORY_MAX = 256 * 1024, CHUNK = 64 * 1024 };

void output__init(struct output *o, int fd) {
    *o = (struct output){.fd = fd, .spill = -1};
}

void output__done(struct output *o) {
    fd_closep(&o->fd);
    fd_closep(&o->spill);
    buf_done(&o->memory);
}

static bool fail(struct output *o) {
    o->failed = true;
    o->sys_errno = errno;
    fd_closep(&o->fd);
    return false;
}

static int open_spill(const char *folder) {
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
        char path[4096];
        if (snprintf(path, sizeof(path), "%s/pants-output-XXXXXX", folder) < (int)sizeof(path)) {
            fd = mkostemp(path, O_CLOEXEC);
            if (fd >= 0) {
                (void)unlink(path);
            }
        }
    }
    return fd;
}

static bool write_all(int fd, const char *data, size_t len) {
    return fd_write_all(fd, data, len, NULL) == 0;
}

static bool keep(struct output *o, const char *data, size_t len, const char *folder) {
    o->total += len;
    if (o->spill < 0 && o->memory.len + len > MEMORY_MAX) {
        o->spill = open_spill(folder);
        if (o->spill < 0 || !write_all(o->spill, o->memory.data, o->memory.len)) {
            return fail(o);
        }
        buf_done(&o->memory);
    }
    if (o->spill >= 0) {
        return write_all(o->spill, data, len) || fail(o);
    }
    buf_add(&o->memory, data, len);
    return true;
}

bool output__read(struct output *o, const char *folder) {
    char chunk[CHUNK];
    for (int i = 0; i < 16; i++) { /* then others have their turn */
        ssize_t n = read(o->fd, chunk, sizeof(chunk));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno == EAGAIN) {
            return true;
        }
        if (n <= 0) {
            fd_closep(&o->fd);
            return false;
        }
        if (!keep(o, chunk, (size_t)n, folder)) {
            return false;
        }
    }
    return true;
}

int output__put(struct output *o, struct str suffix, const struct process_content *content,
                struct digest *ret, struct err *e) {
    if (o->failed) {
        return err_set_errno(e, o->sys_errno, "cannot keep the output of the process");
    }
    if (o->spill >= 0) {
        if (suffix.len > 0) {
            int r = fd_write_all(o->spill, suffix.ptr, suffix.len, e);
            if (r < 0) {
                return r;
            }
        }
        return content->put_file(content->user, o->spill, ret, e);
    }
    buf_add_str(&o->memory, suffix);
    return content->put(content->user, buf_str(&o->memory), ret, e);
}
