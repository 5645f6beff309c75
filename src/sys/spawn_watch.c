/*
 * A watcher: starts one program, waits for its end, kills what it left, tells.
 *
 * All signals are blocked and taken one by one:
 *   SIGCHLD          the program ended (or stopped: on a terminal)
 *   SIGINT, SIGTERM  from the helper: handed on to the program's process group
 *   SIGUSR1          from the helper, or its death: kill everything below
 *
 * The program is started with vfork: nothing is copied. Why execve() failed is in shared memory
 * when vfork() returns (tools that replace vfork() by fork() do no harm).
 */
#include "spawn_int.h"

#include "base/alloc.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

struct watch {
    const struct spawn_job *job;
    pid_t pid;        /**< of the program */
    pid_t foreground; /**< of the terminal, before */
    bool has_modes;   /**< `modes` is set */
    struct termios modes;
    char **script;         /**< argv of /bin/sh for a file without #!; script[1] is the path */
    char *path;            /**< room for a name found in PATH */
    struct spawn_end *end; /**< shared memory */
};

static void nap(long ns) {
    struct timespec t = {.tv_sec = 0, .tv_nsec = ns};
    (void)nanosleep(&t, NULL);
}

/* execve(); somebody else's descriptor for writing is waited for, up to a second or so. */
static void try_program(struct watch *w, char *path) {
    long ns = 500000;
    for (int i = 0; i < 30; i++) {
        (void)execve(path, w->job->argv, w->job->envp);
        if (errno != ETXTBSY) {
            break;
        }
        nap(ns);
        ns = ns < 50000000 ? ns * 2 : ns;
    }
    if (errno == ENOEXEC) {
        w->script[1] = path;
        (void)execve(w->script[0], w->script, w->job->envp);
    }
}

/* Looks for a name without '/' along PATH. Leaves errno of the best failure. */
static void try_path(struct watch *w) {
    const char *name = w->job->argv[0], *path = "";
    for (char **env = w->job->envp; *env != NULL; env++) {
        if (strncmp(*env, "PATH=", 5) == 0) {
            path = *env + 5;
        }
    }
    int best = ENOENT;
    for (;;) {
        size_t len = strcspn(path, ":");
        memcpy(w->path, path, len);
        size_t at = len;
        if (len > 0) {
            w->path[at++] = '/';
        }
        (void)strcpy(w->path + at, name);
        try_program(w, w->path);
        if (errno != ENOENT && errno != ENOTDIR) {
            best = errno;
            if (errno != EACCES) {
                break;
            }
        }
        if (path[len] == '\0') {
            break;
        }
        path += len + 1;
    }
    errno = best;
}

noreturn_ static void fail(struct watch *w, enum spawn_stage stage) {
    w->end->sys_errno = errno;
    w->end->stage = stage;
    _exit(127);
}

/* In the child of vfork(): memory is the watcher's, all else is its own. */
noreturn_ static void become_program(struct watch *w) {
    const struct spawn_job *job = w->job;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if ((job->flags & SPAWN_TERMINAL) != 0) {
        (void)setpgid(0, 0);
        if (job->fds[3] >= 0) {
            (void)tcsetpgrp(job->fds[3], getpid()); /* SIGTTOU is blocked */
        }
    } else {
        (void)setsid();
    }
    /* Numbers above 2 here (0, 1 and 2 are taken in the helper), so nothing is overwritten. */
    for (int fd = 0; fd < 3; fd++) {
        if (job->fds[fd] >= 0) {
            (void)dup2(job->fds[fd], fd);
        }
    }
    for (int i = 1; i < SIGRTMIN; i++) {
        (void)signal(i, SIG_DFL);
    }
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    if (job->cwd[0] != '\0' && chdir(job->cwd) < 0) {
        fail(w, SPAWN_NO_FOLDER);
    }
    if (strchr(job->argv[0], '/') != NULL) {
        try_program(w, job->argv[0]);
    } else if (job->argv[0][0] != '\0') {
        try_path(w);
    } else {
        errno = ENOENT;
    }
    fail(w, SPAWN_NO_PROGRAM);
}

/* What the child must not allocate: it has our heap. */
static void make_room(struct watch *w) {
    const struct spawn_job *job = w->job;
    size_t argc = 0, longest = 0;
    while (job->argv[argc] != NULL) {
        argc++;
    }
    for (char **env = job->envp; *env != NULL; env++) {
        if (strncmp(*env, "PATH=", 5) == 0 && strlen(*env) > longest) {
            longest = strlen(*env);
        }
    }
    w->path = xmalloc(longest + strlen(job->argv[0]) + 2);
    w->script = ALLOC_ARRAY(char *, argc + 2);
    w->script[0] = xstrdup("/bin/sh");
    for (size_t i = 1; i < argc; i++) {
        w->script[i + 1] = job->argv[i];
    }
}

/* ---- the terminal ---- */

static bool has_terminal(const struct watch *w) {
    return (w->job->flags & SPAWN_TERMINAL) != 0 && w->job->fds[3] >= 0;
}

static void terminal_save(struct watch *w) {
    if (has_terminal(w)) {
        (void)setpgid(0, w->job->group); /* stopped and continued together with pants */
        w->foreground = tcgetpgrp(w->job->fds[3]);
        w->has_modes = tcgetattr(w->job->fds[3], &w->modes) == 0;
    }
}

static void terminal_restore(const struct watch *w) {
    if (has_terminal(w)) {
        if (w->foreground > 0) {
            (void)tcsetpgrp(w->job->fds[3], w->foreground);
        }
        if (w->has_modes) {
            (void)tcsetattr(w->job->fds[3], TCSADRAIN, &w->modes);
        }
    }
}

/* Ctrl-Z: the program has stopped; so does pants, and this process with it. */
static void stop_with_it(struct watch *w) {
    int tty = w->job->fds[3];
    struct termios its;
    bool has_its = tcgetattr(tty, &its) == 0;
    terminal_restore(w);
    (void)kill(0, SIGSTOP);
    /* ... until the shell continues our group. */
    if (tcgetpgrp(tty) == getpgrp()) {
        (void)tcsetpgrp(tty, w->pid);
        if (has_its) {
            (void)tcsetattr(tty, TCSADRAIN, &its);
        }
    }
    (void)kill(-w->pid, SIGCONT);
}

/* ---- waiting ---- */

/* True when the program has ended. */
static bool reap(struct watch *w) {
    struct rusage usage;
    int status;
    pid_t pid;
    bool ended = false;
    while ((pid = wait4(-1, &status, WNOHANG | (has_terminal(w) ? WUNTRACED : 0), &usage)) > 0) {
        if (pid != w->pid) {
            continue;
        }
        if (WIFSTOPPED(status)) {
            stop_with_it(w);
        } else {
            w->end->status = status;
            w->end->max_rss = (uint64_t)usage.ru_maxrss * 1024;
            ended = true;
        }
    }
    return ended;
}

static void wait_for_end(struct watch *w, const sigset_t *all) {
    for (;;) {
        siginfo_t info;
        int number = sigwaitinfo(all, &info);
        if (number == SIGCHLD && reap(w)) {
            return;
        }
        if ((number == SIGINT || number == SIGTERM) && info.si_code == SI_USER) {
            (void)kill(-w->pid, number);
            (void)kill(-w->pid, SIGCONT);
        } else if (number == SIGUSR1) {
            (void)kill(-w->pid, SIGKILL);
            (void)kill(w->pid, SIGKILL); /* on a terminal it may have changed its group */
        }
    }
}

void spawn__watch(const struct spawn_job *job, int reply, pid_t helper) {
    sigset_t all;
    (void)sigfillset(&all);
    (void)prctl(PR_SET_NAME, "pants-watch");
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
    (void)prctl(PR_SET_PDEATHSIG, SIGUSR1);
    if (getppid() != helper) {
        _exit(1);
    }
    struct watch w = {.job = job};
    w.end = mmap(NULL, sizeof(*w.end), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (w.end == MAP_FAILED) {
        _exit(1); /* told as lost */
    }
    w.end->id = job->id;
    make_room(&w);
    terminal_save(&w);
    w.pid = vfork();
    if (w.pid == 0) {
        become_program(&w);
    }
    if (w.pid < 0) {
        w.end->stage = SPAWN_NO_PROCESS;
        w.end->sys_errno = errno;
    } else {
        /* Only the program holds its streams, so that their readers see their end. */
        for (int fd = 0; fd < 3; fd++) {
            if (job->fds[fd] >= 0) {
                (void)close(job->fds[fd]);
            }
        }
        wait_for_end(&w, &all);
        spawn__kill_children(NULL, 0);
        if (getppid() != helper) {
            w.end->stage = SPAWN_LOST; /* that is why it was killed */
        }
    }
    terminal_restore(&w);
    ssize_t n;
    do {
        n = send(reply, w.end, sizeof(*w.end), MSG_NOSIGNAL);
    } while (n < 0 && errno == EINTR);
    _exit(0);
}
