/*
 * Sandboxes of one runner, in a folder that other runners (and other users: it may be /tmp) use
 * too:
 *
 *   pants-sandbox-<token>.lock      locked while the runner lives; lists what is to stay
 *   pants-sandbox-<token>-<n>       a sandbox
 *   pants-sandbox-<token>-inputs    immutable inputs, by hash
 *
 * A lock file that can be locked belongs to a runner that was killed: what carries its token is
 * removed, but for what it lists.
 */
#include "process_int.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/vec.h"
#include "sys/fileio.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define PREFIX "pants-sandbox-"
#define SUFFIX ".lock"

struct sandboxes {
    char *root;
    char *token;
    char *lock_path;
    int lock_fd;
    pthread_mutex_t lock; /**< guards what follows; never held while content is fetched */
    pthread_cond_t made;
    unsigned next;
    VEC(struct digest) ready;  /**< immutable inputs that are there */
    VEC(struct digest) making; /**< somebody is at it */
};

/* Locks our own lock file; another one's sweep may take it away in between. */
static int take_lock(struct sandboxes *s, struct err *e) {
    for (int i = 0; i < 100; i++) {
        struct stat ours, there;
        cleanup_(fd_closep) int fd = -1;
        int r = file_lock(s->lock_path, FILE_LOCK_TRY, &fd, e);
        if (r < 0) {
            return r;
        }
        if (r == 0 && fstat(fd, &ours) == 0 && lstat(s->lock_path, &there) == 0 &&
            ours.st_ino == there.st_ino && ours.st_dev == there.st_dev) {
            s->lock_fd = fd_take(&fd);
            return 0;
        }
    }
    return err_set(e, ERR_CONFLICT, "cannot lock '%s'", s->lock_path);
}

int sandboxes__new(const char *root, struct sandboxes **ret, struct err *e) {
    int r = dir_make(root, 0700, e);
    if (r < 0) {
        return r;
    }
    struct sandboxes *s = ALLOC(struct sandboxes);
    s->root = xstrdup(root);
    s->token = xasprintf("%lx%llx", (long)getpid(),
                         (unsigned long long)(clock_wall_ns() & 0xffffffffffffLL));
    s->lock_path = xasprintf("%s/" PREFIX "%s" SUFFIX, root, s->token);
    s->lock_fd = -1;
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_cond_init(&s->made, NULL);
    r = take_lock(s, e);
    if (r < 0) {
        sandboxes__free(s);
        return r;
    }
    *ret = s;
    return 0;
}

void sandboxes__free(struct sandboxes *s) {
    if (s == NULL) {
        return;
    }
    if (s->lock_fd >= 0) {
        cleanup_(freep) char *inputs = xasprintf("%s/" PREFIX "%s-inputs", s->root, s->token);
        (void)!dir_remove(inputs, NULL);
        (void)unlink(s->lock_path);
        (void)close(s->lock_fd);
    }
    (void)pthread_mutex_destroy(&s->lock);
    (void)pthread_cond_destroy(&s->made);
    vec_done(&s->ready);
    vec_done(&s->making);
    free(s->root);
    free(s->token);
    free(s->lock_path);
    free(s);
}

const char *sandboxes__root(const struct sandboxes *s) {
    return s->root;
}

int sandboxes__make(struct sandboxes *s, char **ret_path, struct err *e) {
    (void)pthread_mutex_lock(&s->lock);
    unsigned n = ++s->next;
    (void)pthread_mutex_unlock(&s->lock);
    cleanup_(freep) char *path = xasprintf("%s/" PREFIX "%s-%u", s->root, s->token, n);
    if (mkdir(path, 0700) < 0) {
        return err_set_errno(e, errno, "cannot make the sandbox '%s'", path);
    }
    *ret_path = take_ptr(&path);
    return 0;
}

void sandboxes__keep(struct sandboxes *s, const char *path) {
    cleanup_(freep) char *line = xasprintf("%s\n", strrchr(path, '/') + 1);
    (void)pthread_mutex_lock(&s->lock);
    (void)!fd_write_all(s->lock_fd, line, strlen(line), NULL);
    (void)pthread_mutex_unlock(&s->lock);
}

/* ---- immutable inputs ---- */

static bool has_digest(const struct digest *data, size_t len, const struct digest *d) {
    for (size_t i = 0; i < len; i++) {
        if (digest_eq(&data[i], d)) {
            return true;
        }
    }
    return false;
}

/* Makes it beside its place and moves it there. */
static int make_input(const struct process_content *content, const struct digest *digest,
                      const char *path, struct digest *ret_missing, struct err *e) {
    cleanup_(freep) char *beside = xasprintf("%s.new", path);
    int r = dir_make(beside, 0700, e);
    if (r == 0) {
        r = content->materialize(content->user, digest, beside, PROCESS_MATERIALIZE_READONLY,
                                 ret_missing, e);
    }
    if (r == 0 && rename(beside, path) < 0) {
        r = err_set_errno(e, errno, "cannot rename '%s'", beside);
    }
    if (r == 0) {
        (void)chmod(path, 0555);
    } else {
        (void)!dir_remove(beside, NULL);
    }
    return r;
}

int sandboxes__immutable(struct sandboxes *s, const struct process_content *content,
                         const struct digest *digest, char **ret_path, struct digest *ret_missing,
                         struct err *e) {
    char hex[DIGEST_HEX_LEN + 1];
    digest_hex(digest, hex);
    cleanup_(freep) char *path = xasprintf("%s/" PREFIX "%s-inputs/%s", s->root, s->token, hex);
    int r = 0;
    (void)pthread_mutex_lock(&s->lock);
    while (has_digest(s->making.data, s->making.len, digest)) {
        (void)pthread_cond_wait(&s->made, &s->lock);
    }
    if (!has_digest(s->ready.data, s->ready.len, digest)) {
        vec_push(&s->making, *digest);
        (void)pthread_mutex_unlock(&s->lock);
        r = make_input(content, digest, path, ret_missing, e);
        (void)pthread_mutex_lock(&s->lock);
        if (r == 0) {
            vec_push(&s->ready, *digest);
        }
        for (size_t i = 0; i < s->making.len; i++) {
            if (digest_eq(&s->making.data[i], digest)) {
                s->making.data[i] = vec_pop(&s->making);
                break;
            }
        }
        (void)pthread_cond_broadcast(&s->made);
    }
    (void)pthread_mutex_unlock(&s->lock);
    if (r == 0) {
        *ret_path = take_ptr(&path);
    }
    return r;
}

/* ---- left-overs ---- */

/* Whether a line of the list is this name. */
static bool is_listed(struct str list, const char *name) {
    struct str line;
    bool done = false;
    while (str_split_next(&list, &done, '\n', &line)) {
        if (str_eqz(line, name)) {
            return true;
        }
    }
    return false;
}

/* What a program that is just being killed writes into may need another try. */
static bool remove_one(const char *path) {
    for (int i = 0; i < 5; i++) {
        if (dir_remove(path, NULL) == 0) {
            return true;
        }
        const struct timespec pause = {.tv_nsec = 10000000};
        (void)nanosleep(&pause, NULL);
    }
    return false;
}

/* False when something could not be removed. */
static bool remove_family(const char *root, struct str token, struct str kept) {
    cleanup_(freep) char *prefix = xasprintf(PREFIX "%.*s-", STR_FMT(token));
    bool all = true;
    DIR *dir = opendir(root);
    struct dirent *ent;
    while (dir != NULL && (ent = readdir(dir)) != NULL) {
        if (str_starts(str_from(ent->d_name), str_from(prefix)) && !is_listed(kept, ent->d_name)) {
            cleanup_(freep) char *path = xasprintf("%s/%s", root, ent->d_name);
            all = remove_one(path) && all;
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
    return all;
}

/* One lock file that is ours by name; true when its family is gone. */
static bool sweep_one(const char *root, const char *name) {
    cleanup_(freep) char *path = xasprintf("%s/%s", root, name);
    cleanup_(buf_done) struct buf kept = BUF_INIT;
    cleanup_(fd_closep) int fd = -1;
    struct stat st;
    if (lstat(path, &st) < 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
        file_lock(path, FILE_LOCK_TRY, &fd, NULL) != 0) {
        return false;
    }
    if (fstat(fd, &st) < 0 || st.st_uid != geteuid() || fd_read_all(fd, 1 << 20, &kept, NULL) < 0) {
        return false;
    }
    struct str token = str_from(name);
    token = str_from_at(str_upto(token, token.len - strlen(SUFFIX)), strlen(PREFIX));
    if (token.len > 0 && !remove_family(root, token, buf_str(&kept))) {
        return false; /* the lock file stays: the next runner tries again */
    }
    (void)unlink(path);
    return true;
}

void sandboxes__sweep(const char *root, const struct log_sink *log) {
    VEC(char *) names = {0};
    DIR *dir = opendir(root);
    struct dirent *ent;
    while (dir != NULL && (ent = readdir(dir)) != NULL) {
        struct str name = str_from(ent->d_name);
        if (str_starts(name, STR(PREFIX)) && str_ends(name, STR(SUFFIX))) {
            vec_push(&names, xstrdup(ent->d_name));
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
    for (size_t i = 0; i < names.len; i++) {
        if (sweep_one(root, names.data[i])) {
            log_to(log, LOG_DEBUG, "process", "removed sandboxes that a killed run has left in %s",
                   root);
        }
        free(names.data[i]);
    }
    vec_done(&names);
}
