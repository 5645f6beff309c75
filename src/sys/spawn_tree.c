/*
 * Children of this process and their end. The kernel's list of a task's children is read where the
 * kernel has it, else all of /proc. Killing goes in rounds: who is killed leaves its children to us
 * (we are the subreaper), and they are in the next round.
 */
#include "spawn_int.h"

#include "base/vec.h"
#include "sys/fileio.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

struct pids {
    pid_t *data;
    size_t len;
    size_t cap;
};

static bool list_of_kernel(struct pids *ret) {
    char path[64], text[4096];
    (void)snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    ssize_t n;
    pid_t pid = 0;
    while ((n = read(fd, text, sizeof(text))) > 0) {
        for (ssize_t i = 0; i < n; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                pid = pid * 10 + (text[i] - '0');
            } else if (pid != 0) {
                vec_push(ret, pid);
                pid = 0;
            }
        }
    }
    if (pid != 0) {
        vec_push(ret, pid);
    }
    (void)close(fd);
    return true;
}

/* The parent of a process, from its stat line: after the name, which ends with the last ')'. */
static pid_t parent_of(const char *name) {
    char path[64], text[512];
    (void)snprintf(path, sizeof(path), "/proc/%.32s/stat", name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    ssize_t n = read(fd, text, sizeof(text) - 1);
    (void)close(fd);
    text[n > 0 ? n : 0] = '\0';
    const char *after = strrchr(text, ')');
    int parent = -1;
    char state;
    return after != NULL && sscanf(after + 1, " %c %d", &state, &parent) == 2 ? parent : -1;
}

static void list_of_proc(struct pids *ret) {
    DIR *dir = opendir("/proc");
    struct dirent *ent;
    pid_t self = getpid();
    while (dir != NULL && (ent = readdir(dir)) != NULL) {
        if (ent->d_name[0] >= '1' && ent->d_name[0] <= '9' && parent_of(ent->d_name) == self) {
            vec_push(ret, (pid_t)atoi(ent->d_name));
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
}

static bool is_spared(pid_t pid, const pid_t *spared, size_t nspared) {
    for (size_t i = 0; i < nspared; i++) {
        if (spared[i] == pid) {
            return true;
        }
    }
    return false;
}

/* Kills and reaps those there are now. False when there was none. */
static bool kill_round(const pid_t *spared, size_t nspared) {
    struct pids pids = {0};
    if (!list_of_kernel(&pids)) {
        list_of_proc(&pids);
    }
    size_t killed = 0;
    for (size_t i = 0; i < pids.len; i++) {
        /* One that has become another user's cannot be killed, and is not waited for. */
        if (!is_spared(pids.data[i], spared, nspared) && kill(pids.data[i], SIGKILL) == 0) {
            pids.data[killed++] = pids.data[i];
        }
    }
    for (size_t i = 0; i < killed; i++) {
        while (waitpid(pids.data[i], NULL, 0) < 0 && errno == EINTR) {
        }
    }
    vec_done(&pids);
    return killed > 0;
}

void spawn__kill_children(const pid_t *spared, size_t nspared) {
    siginfo_t info;
    /* Mostly there is none: the question is cheaper than the list. */
    while (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           kill_round(spared, nspared)) {
    }
}
