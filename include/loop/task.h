/*
 * struct task: stackless work on the loop's thread. A task is a struct that embeds `struct task`
 * first, and a step function with explicit states:
 *
 *   struct copy { struct task task; int state; ... };
 *   static int copy_step(struct task *t) {
 *       struct copy *c = (struct copy *)t;
 *       if (task_cancelled(t)) { ...give back what is owned...; return ERR_CANCELLED; }
 *       switch (c->state) {
 *       case 0: job_submit(...); c->state = 1; return TASK_WAIT;
 *       case 1: ...; return 0;
 *       }
 *   }
 *
 * States of a task and what moves it
 *
 *   new --task_start()--> ready --the loop--> running --TASK_WAIT--> waiting
 *                          ^                    |  \--TASK_YIELD--> ready
 *                          \----task_wake()-----|----------- waiting
 *                                               \--0 or negative--> done
 *
 *   new      initialised; may be thrown away
 *   ready    in the loop's queue, once
 *   running  inside its step; a wake now makes it ready again after the step (none is lost)
 *   waiting  somebody who was told so will wake it
 *   done     `result` is set; those who wait for it are woken; never stepped again
 *
 * A wake-up is a hint: a step that finds what it waits for not there returns TASK_WAIT again.
 * Cancelling wakes the task with task_cancelled() true; the step gives back what it owns and
 * returns ERR_CANCELLED (or its true result, when that came first). Nothing is ever abandoned.
 *
 * The memory belongs to whoever made the task, and must outlive `done`; on_done may free it.
 */
#ifndef PANTS_LOOP_TASK_H
#define PANTS_LOOP_TASK_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"

struct loop;
struct task;

/** What a step returns besides its end (0 or negative). */
#define TASK_WAIT 1  /**< until somebody wakes it */
#define TASK_YIELD 2 /**< let others have a turn */

enum task_state {
    TASK_NEW = 0,
    TASK_READY,
    TASK_RUNNING,
    TASK_WAITING,
    TASK_DONE,
};

struct semaphore;

/** Embedded first in the struct of the work. Fields are the loop's; read state, result, err. */
struct task {
    struct loop *loop;
    int (*step)(struct task *task);
    void (*on_done)(struct task *task); /**< last thing done with the task; may be NULL */
    struct task *next;                  /**< in the ready queue of the loop */
    struct task *waiters;               /**< tasks in task_join() on this one */
    struct task *next_waiter;           /**< in `waiters` of joining */
    struct task *joining;               /**< the task this one waits for */
    struct task *next_queued;           /**< in a semaphore's queue */
    struct semaphore *queued_at;        /**< the semaphore it stands at, or has a grant of */
    struct err *err;                    /**< owned; the sentence of a failed one, or NULL */
    int result;                         /**< 0 or negative once done */
    enum task_state state;
    bool woken;     /**< a wake came while it ran */
    bool cancelled; /**< task_cancel() was called */
    bool granted;   /**< the semaphore gave it its unit */
};

void task_init(struct task *task, struct loop *loop, int (*step)(struct task *task));
/** Gives back what the task itself holds (its err); not while it is ready, running or waiting. */
void task_done(struct task *task);
/** Makes it ready for the first time. */
void task_start(struct task *task);
/** Makes a waiting task ready. Nothing happens when it is ready, done or not started. */
void task_wake(struct task *task);
/** Asks it to end. Idempotent. A task that was never started is done at once. */
void task_cancel(struct task *task);
static inline bool task_cancelled(const struct task *task) {
    return task->cancelled;
}
static inline bool task_finished(const struct task *task) {
    return task->state == TASK_DONE;
}
/** For a step's failure: keeps a copy of e for whoever asks, and returns r. */
int task_fail(struct task *task, int r, const struct err *e);
/**
 * From inside a step: true when `other` is done; else `waiter` is woken when it is, and the step
 * returns TASK_WAIT. A task waits for one other at a time.
 */
must_check_ bool task_join(struct task *waiter, struct task *other);
/** Runs the loop until the task is done; its result. */
must_check_ int task_run(struct task *task, struct err *e);

/**
 * struct semaphore: at most so many at once; first come, first served. A zeroed struct with
 * `units` set is valid.
 */
struct semaphore {
    unsigned units;     /**< free */
    struct task *first; /**< who waits, in order */
    struct task *last;
};

/**
 * From inside a step: true when the task has one unit (which it must give back); else it stands
 * in the queue, the step returns TASK_WAIT and asks again when woken. Cancelling takes it out of
 * the queue; a unit granted in between is given back by the loop.
 */
must_check_ bool semaphore_acquire(struct semaphore *s, struct task *task);
void semaphore_release(struct semaphore *s);

#endif
