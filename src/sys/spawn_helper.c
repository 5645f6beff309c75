/*
 * The helper: reads requests, forks a watcher for each, reaps watchers. It waits for two things,
 * its socket and signals, and keeps a list of the watchers that live.
 *
 *   socket: RUN   fork a watcher; it tells the program's end itself, on the same socket
 *           KILL  a signal to the watcher, which knows what it is about
 *           end   pants is gone: kill everything, leave (SIGUSR1: the same)
 *   SIGCHLD       a watcher that ended well has told its end; one that was killed is told as lost,
 *                 and what it left, which is ours now, is killed
 *
 * It is single-threaded from birth, so its children may use malloc.
 */
#include "spawn_int.h"

#include "base/alloc.h"
#include "base/vec.h"
#include "sys/fileio.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct watcher {
    uint64_t id;
    pid_t pid;
    int reply; /**< a reply socket of its own, or -1: the helper's */
};

struct helper {
    int socket;
    int signals;
    pid_t pid;
    char *packet; /**< sizeof(struct spawn_message) + SPAWN_INLINE_MAX */
    VEC(struct watcher) watchers;
    VEC(pid_t) pids; /**< of the watchers, in the same order */
};

void spawn__job_done(struct spawn_job *job) {
    for (size_t i = 0; i < SPAWN_FDS_MAX; i++) {
        fd_closep(&job->fds[i]);
    }
    free(job->words);
    free(job->argv);
}

static void tell(const struct helper *h, int reply, const struct spawn_end *end) {
    ssize_t n;
    do {
        n = send(reply >= 0 ? reply : h->socket, end, sizeof(*end), MSG_NOSIGNAL);
    } while (n < 0 && errno == EINTR);
}

/* Takes the descriptors of a packet: each into its place. */
static void take_fds(struct msghdr *packet, uint32_t has, struct spawn_job *job) {
    int got[SPAWN_FDS_MAX];
    size_t n = 0, at = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(packet); c != NULL; c = CMSG_NXTHDR(packet, c)) {
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
            n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            memcpy(got, CMSG_DATA(c), n * sizeof(int));
        }
    }
    for (unsigned i = 0; i < SPAWN_FDS_MAX && at < n; i++) {
        if ((has & 1U << i) != 0) {
            job->fds[i] = got[at++];
        }
    }
}

/* Cuts the words into cwd, argv and envp. False when they are not as many as said. */
static bool cut_words(const struct spawn_message *m, struct spawn_job *job) {
    char *at = job->words, *end = job->words + m->words;
    job->argv = ALLOC_ARRAY(char *, (size_t)m->argc + m->envc + 3);
    job->envp = job->argv + m->argc + 1;
    job->cwd = at;
    for (uint32_t i = 0; i <= m->argc + m->envc; i++) {
        char *nul = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
        if (nul == NULL) {
            return false;
        }
        if (i > m->argc) {
            job->envp[i - m->argc - 1] = at;
        } else if (i > 0) {
            job->argv[i - 1] = at;
        }
        at = nul + 1;
    }
    return m->argc > 0;
}

static bool read_words(const struct spawn_message *m, const char *inline_words, size_t len,
                       struct spawn_job *job) {
    job->words = xmalloc(m->words + 1);
    int file = job->fds[5];
    if (file < 0) {
        if (len != m->words) {
            return false;
        }
        memcpy(job->words, inline_words, len);
    } else {
        size_t got = 0;
        while (got < m->words) {
            ssize_t n = pread(file, job->words + got, m->words - got, (off_t)got);
            if (n <= 0) {
                return false;
            }
            got += (size_t)n;
        }
    }
    return cut_words(m, job);
}

static void start(struct helper *h, struct spawn_job *job) {
    int reply = job->fds[4];
    pid_t pid = fork();
    if (pid == 0) {
        (void)close(h->signals);
        spawn__watch(job, reply >= 0 ? reply : h->socket, h->pid);
    }
    if (pid < 0) {
        struct spawn_end end = {.id = job->id, .stage = SPAWN_NO_PROCESS, .sys_errno = errno};
        tell(h, reply, &end);
        return;
    }
    job->fds[4] = -1; /* the list's from here on */
    struct watcher w = {.id = job->id, .pid = pid, .reply = reply};
    vec_push(&h->watchers, w);
    vec_push(&h->pids, pid);
}

static void kill_one(struct helper *h, const struct spawn_message *m) {
    static const int numbers[] = {
        [SPAWN_INTERRUPT] = SIGINT, [SPAWN_TERMINATE] = SIGTERM, [SPAWN_KILL] = SIGUSR1};
    for (size_t i = 0; i < h->watchers.len; i++) {
        if (h->watchers.data[i].id == m->id && m->signal < ARRAY_LEN(numbers)) {
            (void)kill(h->watchers.data[i].pid, numbers[m->signal]);
        }
    }
}

/* One packet. False when pants is gone. */
static bool serve(struct helper *h) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int) * SPAWN_FDS_MAX)];
    } control;
    struct iovec part = {h->packet, sizeof(struct spawn_message) + SPAWN_INLINE_MAX};
    struct msghdr packet = {.msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = control.space,
                            .msg_controllen = sizeof(control.space)};
    ssize_t n = recvmsg(h->socket, &packet, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (n < 0) {
        return errno == EINTR || errno == EAGAIN;
    }
    struct spawn_message m;
    if ((size_t)n < sizeof(m)) {
        return false;
    }
    memcpy(&m, h->packet, sizeof(m));
    if (m.kind == SPAWN_MESSAGE_KILL) {
        kill_one(h, &m);
        return true;
    }
    struct spawn_job job = {.id = m.id, .flags = m.flags, .group = m.group};
    memset(job.fds, 0xff, sizeof(job.fds));
    take_fds(&packet, m.has, &job);
    if (read_words(&m, h->packet + sizeof(m), (size_t)n - sizeof(m), &job)) {
        start(h, &job);
    } else {
        struct spawn_end end = {.id = m.id, .stage = SPAWN_NO_PROCESS, .sys_errno = EINVAL};
        tell(h, job.fds[4], &end);
    }
    spawn__job_done(&job);
    return true;
}

/* Watcher i has ended. */
static void forget(struct helper *h, size_t i, int status) {
    struct watcher w = h->watchers.data[i];
    h->watchers.data[i] = vec_pop(&h->watchers);
    h->pids.data[i] = vec_pop(&h->pids);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        spawn__kill_children(h->pids.data, h->pids.len);
        struct spawn_end end = {.id = w.id, .stage = SPAWN_LOST};
        tell(h, w.reply, &end);
    }
    fd_closep(&w.reply);
}

/* False when pants has died (and somebody else still holds its end of the socket). */
static bool reap(struct helper *h) {
    struct signalfd_siginfo info;
    bool alive = true;
    while (read(h->signals, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
        alive = alive && info.ssi_signo != SIGUSR1;
    }
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        for (size_t i = 0; i < h->pids.len; i++) {
            if (h->pids.data[i] == pid) {
                forget(h, i, status);
                break;
            }
        }
    }
    return alive;
}

void spawn__helper(int socket, pid_t parent) {
    sigset_t all, taken;
    (void)sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, NULL);
    (void)sigemptyset(&taken);
    (void)sigaddset(&taken, SIGCHLD);
    (void)sigaddset(&taken, SIGUSR1);
    (void)prctl(PR_SET_PDEATHSIG, SIGUSR1);
    (void)signal(SIGCHLD, SIG_DFL); /* ignored ones would be reaped by the kernel */
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
    struct helper h = {.socket = socket, .pid = getpid()};
    h.signals = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
    h.packet = xmalloc(sizeof(struct spawn_message) + SPAWN_INLINE_MAX);
    bool alive = h.signals >= 0 && getppid() == parent;
    while (alive) {
        struct pollfd wait[2] = {{socket, POLLIN, 0}, {h.signals, POLLIN, 0}};
        (void)poll(wait, 2, -1);
        if (wait[1].revents != 0) {
            alive = reap(&h);
        }
        if (alive && wait[0].revents != 0) {
            /* What pants has asked for before it died is not begun. */
            alive = (wait[0].revents & POLLHUP) == 0 && serve(&h);
        }
    }
    for (size_t i = 0; i < h.pids.len; i++) {
        (void)kill(h.pids.data[i], SIGUSR1);
    }
    for (size_t i = 0; i < h.pids.len; i++) {
        (void)waitpid(h.pids.data[i], NULL, 0);
    }
    spawn__kill_children(NULL, 0);
    _exit(0);
}
