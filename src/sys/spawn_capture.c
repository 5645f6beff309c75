/* A short command, for its output: two pipes and a reply socket of its own, polled to their ends.
 */
#include "spawn_int.h"

#include "base/clock.h"
#include "sys/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

struct streams {
    int read[3];  /**< our ends: of standard output, standard error, the reply */
    int write[3]; /**< the program's */
};

static void streams_done(struct streams *s) {
    for (int i = 0; i < 3; i++) {
        fd_closep(&s->read[i]);
        fd_closep(&s->write[i]);
    }
}

static int streams_init(struct streams *s, struct err *e) {
    for (int i = 0; i < 3; i++) {
        int ends[2];
        int r = i < 2 ? pipe2(ends, O_CLOEXEC)
                      : socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
        if (r < 0) {
            return err_set_errno(e, errno, "cannot make a pipe");
        }
        s->read[i] = ends[0];
        s->write[i] = ends[1];
    }
    return 0;
}

/* What is there of one stream; closes it at its end. */
static int drain(int *fd, struct buf *out, size_t max, struct err *e) {
    char chunk[16384];
    ssize_t n = read(*fd, chunk, sizeof(chunk));
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
        return 0;
    }
    if (n <= 0) {
        fd_closep(fd);
        return 0;
    }
    if (out != NULL) {
        if (out->len + (size_t)n > max) {
            return err_set(e, ERR_NOMEM, "more than %zu bytes of output", max);
        }
        buf_add(out, chunk, (size_t)n);
    }
    return 0;
}

static int wait_time(uint64_t deadline) {
    if (deadline == 0) {
        return -1;
    }
    uint64_t now = clock_mono_ns();
    return now >= deadline ? 0 : (int)((deadline - now) / 1000000 + 1);
}

/* Reads until the end is told and both streams are at theirs (which comes first: all that had
 * them is dead by then). */
static int follow(struct streams *s, const struct spawn_capture *c, struct spawn_end *ret_end,
                  struct err *e) {
    uint64_t deadline = c->timeout_ns != 0 ? clock_mono_ns() + c->timeout_ns : 0;
    struct buf *outs[2] = {c->out, c->err};
    *ret_end = (struct spawn_end){.stage = SPAWN_LOST};
    while (s->read[0] >= 0 || s->read[1] >= 0 || s->read[2] >= 0) {
        struct pollfd wait[3];
        for (int i = 0; i < 3; i++) {
            wait[i] = (struct pollfd){.fd = s->read[i], .events = POLLIN};
        }
        if (poll(wait, 3, wait_time(deadline)) == 0) {
            return SPAWN_TIMEOUT;
        }
        for (int i = 0; i < 2; i++) {
            int r = wait[i].revents != 0 ? drain(&s->read[i], outs[i], c->max, e) : 0;
            if (r < 0) {
                return r;
            }
        }
        if (wait[2].revents != 0) {
            ssize_t n = recv(s->read[2], ret_end, sizeof(*ret_end), MSG_DONTWAIT);
            if (n >= 0 || (errno != EINTR && errno != EAGAIN)) {
                fd_closep(&s->read[2]);
            }
        }
    }
    return 0;
}

int spawn_capture(struct spawner *s, const struct spawn_request *request,
                  const struct spawn_capture *capture, int *ret_status, struct err *e) {
    cleanup_(streams_done) struct streams streams = {{-1, -1, -1}, {-1, -1, -1}};
    int r = streams_init(&streams, e);
    if (r < 0) {
        return r;
    }
    struct spawn_request mine = *request;
    mine.id = spawner_new_id(s);
    mine.fds[1] = streams.write[0];
    mine.fds[2] = streams.write[1];
    r = spawn__send(s, &mine, streams.write[2], e);
    if (r < 0) {
        return r;
    }
    for (int i = 0; i < 3; i++) {
        fd_closep(&streams.write[i]);
    }
    struct spawn_end end;
    r = follow(&streams, capture, &end, e);
    if (r != 0) {
        spawner_kill(s, mine.id, SPAWN_KILL);
        return r;
    }
    if (end.stage != SPAWN_STARTED) {
        int code = err_set_errno(e, end.sys_errno, "cannot run '%s'", request->argv[0]);
        return end.sys_errno == ENOENT && end.stage == SPAWN_NO_PROGRAM
                   ? err_set(e, ERR_NOTFOUND, "there is no program '%s'", request->argv[0])
                   : code;
    }
    *ret_status = end.status;
    return 0;
}
