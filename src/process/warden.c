/*
 * The warden: a thread that starts programs, reads their streams, and ends them when their time is
 * over or somebody says so. It never waits for the loop's thread, and runs nothing of Python.
 *
 *   loop's thread --(inbox: start, cancel, interrupt)--> warden --(post)--> child->ended
 *
 * A child's way; its memory is the warden's from start to `ended`:
 *
 *   started --told to end (cancel, timeout: polite signal)--> --grace is over--> killed
 *      \------------------------------\------------------------\--> end told, streams read: ended
 *
 * When the helper tells an end, everything that could hold a stream open is dead: what is still in
 * the pipes is read, and that is all.
 */
#include "process_int.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/vec.h"
#include "loop/loop.h"
#include "sys/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum order_kind { ORDER_START, ORDER_CANCEL, ORDER_INTERRUPT, ORDER_RESUME, ORDER_QUIT };

struct order {
    enum order_kind kind;
    struct child *child;
    uint64_t group;
};

struct warden {
    struct warden_config config;
    char *spill_folder;
    pthread_t thread;
    int wake;             /**< an eventfd */
    pthread_mutex_t lock; /**< guards inbox; held for a few instructions */
    VEC(struct order) inbox;
    /* the thread's own */
    VEC(struct order) orders;
    VEC(struct child *) children;
    VEC(uint64_t) interrupted; /**< groups */
    VEC(struct pollfd) polled;
    bool quit;
    bool helper_gone;
};

static void give_order(struct warden *w, struct order order) {
    (void)pthread_mutex_lock(&w->lock);
    vec_push(&w->inbox, order);
    (void)pthread_mutex_unlock(&w->lock);
    uint64_t one = 1;
    (void)!write(w->wake, &one, sizeof(one));
}

void warden__start(struct warden *w, struct child *child) {
    give_order(w, (struct order){.kind = ORDER_START, .child = child});
}

void warden__cancel(struct warden *w, struct child *child) {
    give_order(w, (struct order){.kind = ORDER_CANCEL, .child = child});
}

void warden__interrupt(struct warden *w, uint64_t group) {
    give_order(w, (struct order){.kind = ORDER_INTERRUPT, .group = group});
}

void warden__resume(struct warden *w, uint64_t group) {
    give_order(w, (struct order){.kind = ORDER_RESUME, .group = group});
}

/* ---- children ---- */

/* Done with it: `ended` is called on the loop's thread. */
static void give_back(struct warden *w, struct child *c) {
    for (size_t i = 0; i < w->children.len; i++) {
        if (w->children.data[i] == c) {
            w->children.data[i] = vec_pop(&w->children);
            break;
        }
    }
    fd_closep(&c->streams[0].fd);
    fd_closep(&c->streams[1].fd);
    loop_post(w->config.loop, c->ended, c->user);
}

static bool is_interrupted(const struct warden *w, uint64_t group) {
    for (size_t i = 0; i < w->interrupted.len; i++) {
        if (w->interrupted.data[i] == 0 || w->interrupted.data[i] == group) {
            return true;
        }
    }
    return false;
}

/* Pipes for both streams; ret_write are the program's ends. */
static int open_streams(struct child *c, int ret_write[2]) {
    for (int i = 0; i < 2; i++) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) < 0) {
            return err_set_errno(&c->e, errno, "cannot make a pipe");
        }
        (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
        output__init(&c->streams[i], ends[0]);
        ret_write[i] = ends[1];
    }
    return 0;
}

static int spawn(struct warden *w, struct child *c) {
    int ends[2] = {-1, -1};
    struct spawn_request q = {.id = c->id,
                              .argv = c->launch->argv,
                              .envp = c->launch->envp,
                              .cwd = c->launch->cwd,
                              .fds = {-1, -1, -1},
                              .tty = -1};
    int r = 0;
    if (c->interactive != NULL) {
        memcpy(q.fds, c->interactive->fds, sizeof(q.fds));
        q.tty = c->interactive->tty;
        q.flags = q.tty >= 0 ? SPAWN_TERMINAL : SPAWN_PLAIN;
    } else {
        r = open_streams(c, ends);
        q.fds[1] = ends[0];
        q.fds[2] = ends[1];
    }
    r = r < 0 ? r : spawner_spawn(w->config.spawner, &q, &c->e);
    fd_closep(&ends[0]);
    fd_closep(&ends[1]);
    return r;
}

static void start(struct warden *w, struct child *c) {
    output__init(&c->streams[0], -1);
    output__init(&c->streams[1], -1);
    c->id = spawner_new_id(w->config.spawner);
    c->started_ns = clock_mono_ns();
    vec_push(&w->children, c);
    if (is_interrupted(w, c->group)) {
        c->r = err_set(&c->e, ERR_CANCELLED, "interrupted");
    } else if (w->helper_gone) {
        c->r = err_set(&c->e, ERR_IO, "the spawn helper has ended");
    } else {
        c->r = spawn(w, c);
    }
    if (c->r < 0) {
        give_back(w, c);
    } else if (c->timeout_ns != 0) {
        c->deadline_ns = c->started_ns + c->timeout_ns;
    }
}

static void tell_to_end(struct warden *w, struct child *c, enum child_stop why) {
    if (c->stop != CHILD_GO || c->end_told) {
        return;
    }
    c->stop = why;
    c->deadline_ns = clock_mono_ns() + w->config.grace_ns;
    spawner_kill(w->config.spawner, c->id,
                 why == CHILD_CANCELLED ? SPAWN_INTERRUPT : SPAWN_TERMINATE);
}

static void kill_now(struct warden *w, struct child *c) {
    if (!c->killed) {
        c->killed = true;
        c->deadline_ns = 0;
        spawner_kill(w->config.spawner, c->id, SPAWN_KILL);
    }
}

/* The program is dead: what it wrote last, then the end. */
static void program_ended(struct warden *w, struct child *c, const struct spawn_end *end) {
    c->end = *end;
    c->end_told = true;
    c->elapsed_ns = clock_mono_ns() - c->started_ns;
    for (int i = 0; i < 2; i++) {
        struct pollfd p = {c->streams[i].fd, POLLIN, 0};
        while (p.fd >= 0 && poll(&p, 1, 0) > 0 && output__read(&c->streams[i], w->spill_folder)) {
        }
    }
    give_back(w, c);
}

/* ---- the thread ---- */

/* The first time politely, the second time not. */
static void interrupt(struct warden *w, uint64_t group) {
    vec_push(&w->interrupted, group);
    for (size_t i = 0; i < w->children.len; i++) {
        struct child *c = w->children.data[i];
        if (group == 0 || c->group == group) {
            if (c->stop == CHILD_GO) {
                tell_to_end(w, c, CHILD_CANCELLED);
            } else {
                kill_now(w, c);
            }
        }
    }
}

static void obey(struct warden *w, const struct order *o) {
    switch (o->kind) {
    case ORDER_START:
        start(w, o->child);
        break;
    case ORDER_CANCEL:
        for (size_t i = 0; i < w->children.len; i++) {
            if (w->children.data[i] == o->child) {
                tell_to_end(w, o->child, CHILD_CANCELLED);
            }
        }
        break;
    case ORDER_INTERRUPT:
        interrupt(w, o->group);
        break;
    case ORDER_RESUME:
        for (size_t i = w->interrupted.len; i > 0; i--) {
            if (w->interrupted.data[i - 1] == o->group) {
                w->interrupted.data[i - 1] = vec_pop(&w->interrupted);
            }
        }
        break;
    case ORDER_QUIT:
        w->quit = true;
        break;
    }
}

static void take_orders(struct warden *w) {
    uint64_t count;
    (void)!read(w->wake, &count, sizeof(count));
    (void)pthread_mutex_lock(&w->lock);
    for (size_t i = 0; i < w->inbox.len; i++) {
        vec_push(&w->orders, w->inbox.data[i]);
    }
    vec_clear(&w->inbox);
    (void)pthread_mutex_unlock(&w->lock);
    for (size_t i = 0; i < w->orders.len; i++) {
        obey(w, &w->orders.data[i]);
    }
    vec_clear(&w->orders);
}

static void take_ends(struct warden *w) {
    struct spawn_end end;
    struct err e = ERR_INIT;
    int r;
    while ((r = spawner_next(w->config.spawner, &end, &e)) == 0) {
        for (size_t i = 0; i < w->children.len; i++) {
            if (w->children.data[i]->id == end.id) {
                program_ended(w, w->children.data[i], &end);
                break;
            }
        }
    }
    if (r < 0) {
        w->helper_gone = true;
        while (w->children.len > 0) {
            struct child *c = w->children.data[0];
            c->e = e;
            c->r = r;
            give_back(w, c);
        }
    }
}

/* Ends whose time has come; returns how long to wait for the next, in ms, or -1. */
static int serve_deadlines(struct warden *w) {
    uint64_t now = clock_mono_ns(), nearest = UINT64_MAX;
    for (size_t i = 0; i < w->children.len; i++) {
        struct child *c = w->children.data[i];
        if (c->deadline_ns != 0 && c->deadline_ns <= now) {
            if (c->stop == CHILD_GO) {
                tell_to_end(w, c, CHILD_TIMED_OUT);
            } else {
                kill_now(w, c);
            }
        }
        if (c->deadline_ns != 0 && c->deadline_ns < nearest) {
            nearest = c->deadline_ns;
        }
    }
    if (nearest == UINT64_MAX) {
        return -1;
    }
    uint64_t ms = nearest > now ? (nearest - now) / 1000000 + 1 : 0;
    return ms < 60000 ? (int)ms : 60000;
}

static void read_streams(struct warden *w, size_t first) {
    size_t at = first;
    for (size_t i = 0; i < w->children.len && at < w->polled.len; i++) {
        struct child *c = w->children.data[i];
        for (int k = 0; k < 2; k++, at++) {
            if (w->polled.data[at].revents != 0 && c->streams[k].fd >= 0 &&
                !output__read(&c->streams[k], w->spill_folder) && c->streams[k].failed) {
                kill_now(w, c);
            }
        }
    }
}

static void *warden_thread(void *user) {
    struct warden *w = user;
    while (!w->quit || w->children.len > 0) {
        int ms = serve_deadlines(w);
        vec_clear(&w->polled);
        struct pollfd p = {w->wake, POLLIN, 0};
        vec_push(&w->polled, p);
        p.fd = w->helper_gone ? -1 : spawner_fd(w->config.spawner);
        vec_push(&w->polled, p);
        for (size_t i = 0; i < w->children.len; i++) {
            for (int k = 0; k < 2; k++) {
                p.fd = w->children.data[i]->streams[k].fd;
                vec_push(&w->polled, p);
            }
        }
        if (poll(w->polled.data, w->polled.len, ms) < 0) {
            continue; /* EINTR */
        }
        /* Streams first: the list of children is as it was polled. */
        read_streams(w, 2);
        if (w->polled.data[1].revents != 0) {
            take_ends(w);
        }
        if (w->polled.data[0].revents != 0) {
            take_orders(w);
        }
    }
    return NULL;
}

int warden__new(const struct warden_config *config, struct warden **ret, struct err *e) {
    struct warden *w = ALLOC(struct warden);
    w->config = *config;
    w->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (w->wake < 0) {
        free(w);
        return err_set_errno(e, errno, "cannot make an event descriptor");
    }
    w->spill_folder = xstrdup(config->spill_folder);
    (void)pthread_mutex_init(&w->lock, NULL);
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int r = pthread_create(&w->thread, NULL, warden_thread, w);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (r != 0) {
        (void)close(w->wake);
        free(w->spill_folder);
        free(w);
        return err_set_errno(e, r, "cannot start a thread");
    }
    *ret = w;
    return 0;
}

void warden__free(struct warden *w) {
    if (w == NULL) {
        return;
    }
    give_order(w, (struct order){.kind = ORDER_QUIT});
    (void)pthread_join(w->thread, NULL);
    (void)close(w->wake);
    (void)pthread_mutex_destroy(&w->lock);
    vec_done(&w->inbox);
    vec_done(&w->orders);
    vec_done(&w->children);
    vec_done(&w->interrupted);
    vec_done(&w->polled);
    free(w->spill_folder);
    free(w);
}
