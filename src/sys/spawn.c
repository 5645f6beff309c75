/*
 * The side of pants: makes the helper, packs requests, reads ends. A packet is sent whole, so any
 * thread may send; what the kernel cannot take at the moment is waited for (the helper does nothing
 * but read).
 */
#include "sys/spawn.h"

#include "base/alloc.h"
#include "spawn_int.h"
#include "sys/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct spawner {
    int socket;
    pid_t helper;
    atomic_uint_fast64_t last_id;
};

/* In the child: nothing of the parent's stays but the socket. */
noreturn_ static void become_helper(int socket, pid_t parent) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; null >= 0 && fd < 3; fd++) {
        (void)dup2(null, fd);
    }
    /* The socket becomes 3; all above goes, also what the caller of pants has left open. */
    if (socket != 3) {
        (void)dup3(socket, 3, O_CLOEXEC);
    }
    (void)close_range(4, ~0U, 0);
    (void)setpgid(0, 0);
    (void)prctl(PR_SET_NAME, "pants-spawn");
    spawn__helper(3, parent);
}

int spawner_start(struct spawner **ret, struct err *e) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
        return err_set_errno(e, errno, "cannot make a socket for the spawn helper");
    }
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        int r = err_set_errno(e, errno, "cannot fork the spawn helper");
        (void)close(ends[0]);
        (void)close(ends[1]);
        return r;
    }
    if (pid == 0) {
        become_helper(ends[1], parent);
    }
    (void)close(ends[1]);
    struct spawner *s = ALLOC(struct spawner);
    s->socket = ends[0];
    s->helper = pid;
    *ret = s;
    return 0;
}

void spawner_stop(struct spawner *s) {
    if (s == NULL) {
        return;
    }
    (void)close(s->socket);
    while (waitpid(s->helper, NULL, 0) < 0 && errno == EINTR) {
    }
    free(s);
}

int spawner_pid(const struct spawner *s) {
    return s->helper;
}

uint64_t spawner_new_id(struct spawner *s) {
    return atomic_fetch_add(&s->last_id, 1) + 1;
}

static int send_packet(struct spawner *s, struct spawn_message *m, struct str words, const int *fds,
                       size_t nfds, struct err *e) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int) * SPAWN_FDS_MAX)];
    } control = {0};
    struct iovec parts[2] = {{m, sizeof(*m)}, {(char *)(uintptr_t)words.ptr, words.len}};
    struct msghdr packet = {.msg_iov = parts, .msg_iovlen = words.len > 0 ? 2 : 1};
    if (nfds > 0) {
        packet.msg_control = control.space;
        packet.msg_controllen = CMSG_SPACE(sizeof(int) * nfds);
        struct cmsghdr *c = CMSG_FIRSTHDR(&packet);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int) * nfds);
        memcpy(CMSG_DATA(c), fds, sizeof(int) * nfds);
    }
    ssize_t n;
    do {
        n = sendmsg(s->socket, &packet, MSG_NOSIGNAL);
    } while (n < 0 && errno == EINTR);
    return n < 0 ? err_set_errno(e, errno, "cannot reach the spawn helper") : 0;
}

static uint32_t add_words(struct buf *out, const char *const *words) {
    uint32_t n = 0;
    for (; words[n] != NULL; n++) {
        buf_add(out, words[n], strlen(words[n]) + 1);
    }
    return n;
}

/* A file in memory with the words. */
static int words_file(struct str words, int *ret_fd, struct err *e) {
    cleanup_(fd_closep) int fd = memfd_create("words", MFD_CLOEXEC);
    if (fd < 0) {
        return err_set_errno(e, errno, "cannot make a file in memory");
    }
    int r = fd_write_all(fd, words.ptr, words.len, e);
    if (r == 0) {
        *ret_fd = fd_take(&fd);
    }
    return r;
}

int spawn__send(struct spawner *s, const struct spawn_request *q, int reply, struct err *e) {
    cleanup_(buf_done) struct buf words = BUF_INIT;
    cleanup_(fd_closep) int file = -1;
    struct spawn_message m = {.kind = SPAWN_MESSAGE_RUN, .flags = q->flags, .id = q->id};
    const char *cwd = q->cwd != NULL ? q->cwd : "";
    buf_add(&words, cwd, strlen(cwd) + 1);
    m.argc = add_words(&words, q->argv);
    m.envc = add_words(&words, q->envp);
    m.words = words.len;
    m.group = getpgrp();
    if (!buf_ok(&words)) {
        return err_set(e, ERR_NOMEM, "the command is too long");
    }
    struct str inline_words = buf_str(&words);
    if (words.len > SPAWN_INLINE_MAX) {
        int r = words_file(inline_words, &file, e);
        if (r < 0) {
            return r;
        }
        inline_words = STR_NULL;
    }
    const int tty = (q->flags & SPAWN_TERMINAL) != 0 ? q->tty : -1;
    const int all[SPAWN_FDS_MAX] = {q->fds[0], q->fds[1], q->fds[2], tty, reply, file};
    int fds[SPAWN_FDS_MAX];
    size_t nfds = 0;
    for (unsigned i = 0; i < SPAWN_FDS_MAX; i++) {
        if (all[i] >= 0) {
            m.has |= 1U << i;
            fds[nfds++] = all[i];
        }
    }
    return send_packet(s, &m, inline_words, fds, nfds, e);
}

int spawner_spawn(struct spawner *s, const struct spawn_request *request, struct err *e) {
    return spawn__send(s, request, -1, e);
}

void spawner_kill(struct spawner *s, uint64_t id, enum spawn_signal how) {
    struct spawn_message m = {.kind = SPAWN_MESSAGE_KILL, .id = id, .signal = how};
    /* An unreachable helper has ended, and everything below it with it. */
    (void)send_packet(s, &m, STR_NULL, NULL, 0, NULL);
}

int spawner_fd(const struct spawner *s) {
    return s->socket;
}

int spawner_next(struct spawner *s, struct spawn_end *ret, struct err *e) {
    struct spawn_end end;
    ssize_t n;
    do {
        n = recv(s->socket, &end, sizeof(end), MSG_DONTWAIT);
    } while (n < 0 && errno == EINTR);
    if (n == (ssize_t)sizeof(end)) {
        *ret = end;
        return 0;
    }
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        return SPAWN_NONE;
    }
    return err_set(e, ERR_IO, "the spawn helper has ended");
}
