/*
 * struct loop: the one place where the work thread waits.
 *
 * One thread, the one that made it, runs a loop. What others may do is post: hand over a function
 * that the loop's thread calls later. Pool threads run jobs (plain C on private data) and post
 * their ends. Nothing is ever called from inside libuv: its callbacks only put things in queues,
 * and the loop empties them between polls. So a function called by the loop may pump the loop
 * itself (loop_run_until()), to any depth, and nothing is entered twice.
 *
 * Calling sequence
 *   loop_new(&config, &loop, e);
 *   job_submit(loop, run, done, data);  loop_post(loop, fn, data);  task_start(...)
 *   loop_run_until(loop, finished, user, e);
 *   loop_free(loop);                    waits for running jobs; what is queued is dropped
 */
#ifndef PANTS_LOOP_LOOP_H
#define PANTS_LOOP_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

struct loop;

/** What to run around the wait. pyembed gives the GIL away in before_poll, takes it back after. */
struct loop_hooks {
    void (*before_poll)(void *user); /**< may be NULL */
    void (*after_poll)(void *user);  /**< may be NULL */
    void *user;
};

struct loop_config {
    unsigned threads; /**< of the pool, started when first needed; 0: twice the processors, 4..16 */
    struct loop_hooks hooks;
};

/** config may be NULL. */
must_check_ int loop_new(const struct loop_config *config, struct loop **ret, struct err *e);
/** Joins the pool. Jobs that have not begun are never run, and their done is not called. */
void loop_free(struct loop *loop);
/** Replaces the hooks (when Python comes up after the loop). */
void loop_set_hooks(struct loop *loop, const struct loop_hooks *hooks);

/** From any thread: fn(data) is called on the loop's thread, in order of posting. */
void loop_post(struct loop *loop, void (*fn)(void *data), void *data);

/** A job: run(data) on a pool thread, then done(data) on the loop's thread (done may be NULL). */
void job_submit(struct loop *loop, void (*run)(void *data), void (*done)(void *data), void *data);
/** Jobs submitted whose done was not yet called. */
unsigned loop_jobs(const struct loop *loop);
/** How many threads the pool may have. */
unsigned loop_pool_size(const struct loop *loop);

/**
 * Steps tasks, calls what was posted and waits for more, until finished(user) is true (it is
 * asked whenever something was done). ERR_INTERNAL when nothing is left that could make it true:
 * no job, no ready task, no timer, no held reference (loop_hold()).
 */
must_check_ int loop_run_until(struct loop *loop, bool (*finished)(void *user), void *user,
                               struct err *e);
/** Does what can be done now, without waiting. True when anything was done. */
bool loop_run_ready(struct loop *loop);

/** Somebody outside (the front thread, a socket) will post: waiting without work is no error. */
void loop_hold(struct loop *loop);
void loop_release(struct loop *loop);

/** A timer: fn(data) once, on the loop's thread, after that many nanoseconds. */
struct loop_timer;
struct loop_timer *loop_timer_start(struct loop *loop, uint64_t after_ns, void (*fn)(void *data),
                                    void *data);
/** Stops and frees; also to be called after it fired. NULL is fine. */
void loop_timer_stop(struct loop_timer *timer);

#endif
