/*
 * The loop.
 *
 *   other threads --inbox--> calls --\
 *   libuv's callbacks -----> calls ---+--> loop_run_until() calls and steps, one at a time
 *   task_wake() -----------> ready --/
 *
 * Both queues belong to the loop's thread. Whatever runs may pump the loop again: the inner pump
 * goes on with the same queues, and a running task is in none of them. uv_run() is never entered
 * from within itself, because nothing that may pump is called from its callbacks.
 */
#include "loop_int.h"

#include "base/alloc.h"
#include "sys/machine.h"

#include <assert.h>

enum {
    POLL_EVERY = 64, /**< things done between two looks at libuv while there is work */
};

static void on_wake(uv_async_t *handle) {
    (void)handle; /* being woken was all */
}

int loop_new(const struct loop_config *config, struct loop **ret, struct err *e) {
    struct loop *loop = ALLOC(struct loop);
    int r = uv_loop_init(&loop->uv);
    if (r < 0) {
        r = err_set_errno(e, -r, "cannot make an event loop");
        goto fail_uv;
    }
    r = uv_async_init(&loop->uv, &loop->wake, on_wake);
    if (r < 0) {
        r = err_set_errno(e, -r, "cannot make an event loop's wake-up");
        goto fail_async;
    }
    r = inbox__init(&loop->inbox, e);
    if (r < 0) {
        goto fail_inbox;
    }
    if (config != NULL) {
        loop->threads = config->threads;
        loop->hooks = config->hooks;
    }
    if (loop->threads == 0) {
        unsigned wanted = 2 * sys_cpu_count();
        loop->threads = wanted < 4 ? 4 : wanted > 16 ? 16 : wanted;
    }
    *ret = loop;
    return 0;

fail_inbox:
    uv_close((uv_handle_t *)&loop->wake, NULL);
    (void)uv_run(&loop->uv, UV_RUN_NOWAIT);
fail_async:
    (void)uv_loop_close(&loop->uv);
fail_uv:
    free(loop);
    return r;
}

/*
 * Timers. The memory goes when libuv has closed the handle and no call is queued any more,
 * whichever comes last.
 */
struct loop_timer {
    struct post post; /**< the only kind that is not owned */
    uv_timer_t uv;
    struct loop *loop;
    void (*fn)(void *data); /**< NULL once stopped or fired */
    void *data;
    bool counted; /**< in loop->timers */
    bool queued;  /**< its post is in loop->calls */
    bool stopped; /**< loop_timer_stop() was called */
    bool closed;  /**< libuv is done with it */
};

static void timer_free_if_over(struct loop_timer *t) {
    if (t->closed && !t->queued) {
        free(t);
    }
}

static void timer_call(struct post *post) {
    struct loop_timer *t = (struct loop_timer *)post;
    t->queued = false;
    if (t->counted) {
        t->counted = false;
        t->loop->timers--;
    }
    void (*fn)(void *d) = t->fn;
    void *fn_data = t->data;
    t->fn = NULL;
    if (fn != NULL) {
        fn(fn_data); /* may stop, and so free, the timer */
    } else {
        timer_free_if_over(t);
    }
}

static void on_timer(uv_timer_t *handle) {
    struct loop_timer *t = handle->data;
    t->queued = true;
    posts__push(&t->loop->calls, &t->post);
}

static void on_timer_closed(uv_handle_t *handle) {
    struct loop_timer *t = handle->data;
    t->closed = true;
    timer_free_if_over(t);
}

struct loop_timer *loop_timer_start(struct loop *loop, uint64_t after_ns, void (*fn)(void *data),
                                    void *data) {
    struct loop_timer *t = ALLOC(struct loop_timer);
    t->loop = loop;
    t->fn = fn;
    t->data = data;
    t->post = (struct post){.fn = timer_call};
    t->counted = true;
    loop->timers++;
    (void)uv_timer_init(&loop->uv, &t->uv);
    t->uv.data = t;
    uv_update_time(&loop->uv);
    /* Rounded up: never early. */
    (void)uv_timer_start(&t->uv, on_timer, (after_ns + 999999) / 1000000, 0);
    return t;
}

void loop_timer_stop(struct loop_timer *t) {
    if (t == NULL) {
        return;
    }
    assert(!t->stopped);
    t->stopped = true;
    t->fn = NULL;
    if (t->counted) {
        t->counted = false;
        t->loop->timers--;
    }
    uv_close((uv_handle_t *)&t->uv, on_timer_closed);
}

static void close_timer(uv_handle_t *handle) {
    free(handle->data);
}

static void close_handle(uv_handle_t *handle, void *user) {
    (void)user;
    if (!uv_is_closing(handle)) {
        uv_close(handle, handle->type == UV_TIMER ? close_timer : NULL);
    }
}

void loop_free(struct loop *loop) {
    if (loop == NULL) {
        return;
    }
    pool__free(loop->pool);
    struct post *p;
    while ((p = posts__pop(&loop->calls)) != NULL) {
        if (p->owned) {
            free(p);
        } else {
            ((struct loop_timer *)p)->queued = false; /* freed by its close */
        }
    }
    uv_walk(&loop->uv, close_handle, NULL);
    (void)uv_run(&loop->uv, UV_RUN_DEFAULT);
    int r = uv_loop_close(&loop->uv);
    assert(r == 0);
    (void)r;
    inbox__done(&loop->inbox);
    free(loop);
}

void loop_set_hooks(struct loop *loop, const struct loop_hooks *hooks) {
    loop->hooks = *hooks;
}

void loop__post(struct loop *loop, struct post *p) {
    if (inbox__push(&loop->inbox, p)) {
        (void)uv_async_send(&loop->wake);
    }
}

void loop_post(struct loop *loop, void (*fn)(void *data), void *data) {
    loop__post(loop, post__new(fn, data));
}

unsigned loop_jobs(const struct loop *loop) {
    return loop->jobs;
}

unsigned loop_pool_size(const struct loop *loop) {
    return loop->threads;
}

void loop_hold(struct loop *loop) {
    loop->holds++;
}

void loop_release(struct loop *loop) {
    assert(loop->holds > 0);
    loop->holds--;
}

static bool call_one(struct loop *loop) {
    if (loop->calls.first == NULL) {
        inbox__take(&loop->inbox, &loop->calls);
    }
    struct post *p = posts__pop(&loop->calls);
    if (p == NULL) {
        return false;
    }
    p->fn(p);
    return true;
}

/* Does one thing that is ready. */
static bool do_one(struct loop *loop) {
    if (++loop->since_poll >= POLL_EVERY) {
        loop->since_poll = 0;
        (void)uv_run(&loop->uv, UV_RUN_NOWAIT);
    }
    loop->calls_next = !loop->calls_next;
    if (loop->calls_next) {
        return call_one(loop) || task__step_one(loop);
    }
    return task__step_one(loop) || call_one(loop);
}

bool loop_run_ready(struct loop *loop) {
    (void)uv_run(&loop->uv, UV_RUN_NOWAIT);
    bool any = false;
    while (do_one(loop)) {
        any = true;
    }
    return any;
}

static void poll_and_wait(struct loop *loop) {
    loop->since_poll = 0;
    if (loop->hooks.before_poll != NULL) {
        loop->hooks.before_poll(loop->hooks.user);
    }
    (void)uv_run(&loop->uv, UV_RUN_ONCE);
    if (loop->hooks.after_poll != NULL) {
        loop->hooks.after_poll(loop->hooks.user);
    }
}

int loop_run_until(struct loop *loop, bool (*finished)(void *user), void *user, struct err *e) {
    while (!finished(user)) {
        if (do_one(loop)) {
            continue;
        }
        if (loop->jobs == 0 && loop->timers == 0 && loop->holds == 0) {
            return err_set(e, ERR_INTERNAL, "the loop would wait forever: nothing is under way");
        }
        poll_and_wait(loop);
    }
    return 0;
}
