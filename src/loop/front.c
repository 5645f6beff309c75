/*
 * The front thread: a libuv loop of its own, in which only signals and posts happen. As in loop.c,
 * libuv's callbacks note what came; the thread acts on it after uv_run() has returned.
 */
#include "loop/front.h"

#include "loop_int.h"

#include "base/alloc.h"

#include <assert.h>
#include <signal.h>

enum {
    MAX_SIGNALS = 16,
};

struct front_signal {
    uv_signal_t uv;
    int number;
    unsigned count;   /**< how often it came */
    unsigned pending; /**< of these, not yet acted on */
};

struct front {
    uv_loop_t uv;
    uv_async_t wake;
    struct inbox inbox;
    struct front_signal signals[MAX_SIGNALS];
    unsigned signal_count;
    struct front_config config; /**< `signals` is not valid after front_start() */
    pthread_t thread;
    bool stopping; /**< set by a post: only the front thread looks */
};

/** A signal on its way to the work loop. */
struct signal_post {
    struct post post;
    struct front_config config;
    int number;
};

static void on_wake(uv_async_t *handle) {
    (void)handle;
}

static void on_signal(uv_signal_t *handle, int number) {
    (void)number;
    struct front_signal *s = handle->data;
    s->pending++;
}

static void deliver(struct post *p) {
    struct signal_post mine = *(struct signal_post *)p;
    free(p);
    mine.config.on_signal_posted(mine.config.user, mine.number);
}

static void act_on(struct front *front, struct front_signal *s) {
    while (s->pending > 0) {
        s->pending--;
        s->count++;
        if (front->config.on_signal != NULL) {
            front->config.on_signal(front->config.user, s->number, s->count);
        }
        if (front->config.loop != NULL && front->config.on_signal_posted != NULL) {
            struct signal_post *p = ALLOC(struct signal_post);
            *p = (struct signal_post){.post = {.fn = deliver, .owned = true},
                                      .config = front->config,
                                      .number = s->number};
            loop__post(front->config.loop, &p->post);
        }
    }
}

static void *front_thread(void *user) {
    struct front *front = user;
    struct posts calls = {NULL, NULL};
    while (!front->stopping) {
        (void)uv_run(&front->uv, UV_RUN_ONCE);
        for (unsigned i = 0; i < front->signal_count; i++) {
            act_on(front, &front->signals[i]);
        }
        inbox__take(&front->inbox, &calls);
        struct post *p;
        while ((p = posts__pop(&calls)) != NULL) {
            p->fn(p);
        }
    }
    posts__drop(&calls);
    return NULL;
}

static void close_handle(uv_handle_t *handle, void *user) {
    (void)user;
    if (!uv_is_closing(handle)) {
        uv_close(handle, NULL);
    }
}

static void free_all(struct front *front) {
    uv_walk(&front->uv, close_handle, NULL);
    (void)uv_run(&front->uv, UV_RUN_DEFAULT);
    (void)uv_loop_close(&front->uv);
    inbox__done(&front->inbox);
    free(front);
}

static int take_signals(struct front *front, const int *signals, struct err *e) {
    for (; signals != NULL && *signals != 0; signals++) {
        assert(front->signal_count < MAX_SIGNALS);
        struct front_signal *s = &front->signals[front->signal_count];
        int r = uv_signal_init(&front->uv, &s->uv);
        if (r == 0) {
            s->uv.data = s;
            s->number = *signals;
            front->signal_count++;
            r = uv_signal_start(&s->uv, on_signal, *signals);
        }
        if (r < 0) {
            return err_set_errno(e, -r, "cannot take signal %d", *signals);
        }
    }
    return 0;
}

int front_start(const struct front_config *config, struct front **ret, struct err *e) {
    struct front *front = ALLOC(struct front);
    int r = inbox__init(&front->inbox, e);
    if (r < 0) {
        free(front);
        return r;
    }
    r = uv_loop_init(&front->uv);
    if (r < 0) {
        inbox__done(&front->inbox);
        free(front);
        return err_set_errno(e, -r, "cannot make an event loop");
    }
    r = uv_async_init(&front->uv, &front->wake, on_wake);
    if (r < 0) {
        r = err_set_errno(e, -r, "cannot make an event loop's wake-up");
        free_all(front);
        return r;
    }
    front->config = *config;
    front->config.signals = NULL;
    r = take_signals(front, config->signals, e);
    if (r < 0) {
        free_all(front);
        return r;
    }
    /* The thread must not be the one that a signal interrupts in the middle of on_signal(). */
    sigset_t all, before;
    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    r = pthread_create(&front->thread, NULL, front_thread, front);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (r != 0) {
        free_all(front);
        return err_set_errno(e, r, "cannot start the front thread");
    }
    *ret = front;
    return 0;
}

void front_post(struct front *front, void (*fn)(void *data), void *data) {
    if (inbox__push(&front->inbox, post__new(fn, data))) {
        (void)uv_async_send(&front->wake);
    }
}

static void stop(void *data) {
    struct front *front = data;
    front->stopping = true;
}

void front_stop(struct front *front) {
    if (front == NULL) {
        return;
    }
    front_post(front, stop, front);
    (void)pthread_join(front->thread, NULL);
    free_all(front);
}
