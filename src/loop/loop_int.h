/* What the files of `loop` share: posts and the struct itself. */
#ifndef PANTS_LOOP_INT_H
#define PANTS_LOOP_INT_H

#include "loop/loop.h"
#include "loop/task.h"

#include <pthread.h>
#include <stdatomic.h>
#include <uv.h>

/** Something to be called by a thread's loop. First in a struct that holds what it needs. */
struct post {
    struct post *next;
    void (*fn)(struct post *post); /**< frees the post when it is `owned` */
    bool owned;                    /**< malloc'ed: free() drops it uncalled */
};

/** A plain queue; whose thread it belongs to is up to the holder. */
struct posts {
    struct post *first;
    struct post *last;
};

/** Posts that come from any thread. */
struct inbox {
    pthread_mutex_t lock; /**< held for a few instructions, never while calling out */
    struct posts queue;   /**< guarded by lock */
    atomic_bool some;     /**< a hint that saves taking the lock; set after queueing, so a reader
                               that misses it is told by the wake-up that follows */
};

struct pool;

struct loop {
    uv_loop_t uv;
    uv_async_t wake;
    struct inbox inbox;
    struct posts calls; /**< taken from the inbox, or made by libuv's callbacks; this thread's */
    struct task *ready_first;
    struct task *ready_last;
    struct pool *pool;
    struct loop_hooks hooks;
    unsigned threads;
    unsigned jobs;
    unsigned timers;
    unsigned holds;
    unsigned since_poll; /**< things done since libuv was last looked at */
    bool calls_next;     /**< posts and tasks take turns */
};

void posts__push(struct posts *q, struct post *p);
struct post *posts__pop(struct posts *q);
/** Frees what is owned. */
void posts__drop(struct posts *q);

int inbox__init(struct inbox *in, struct err *e);
void inbox__done(struct inbox *in);
/** True when the inbox was empty: its thread is to be woken. */
bool inbox__push(struct inbox *in, struct post *p);
/** Moves everything to the end of `to`. */
void inbox__take(struct inbox *in, struct posts *to);
/** An owned post that calls fn(data). */
struct post *post__new(void (*fn)(void *data), void *data);

/** Queues a post and wakes the loop's thread. From any thread. */
void loop__post(struct loop *loop, struct post *p);

void task__make_ready(struct task *task);
/** Steps the first ready task. False when there is none. */
bool task__step_one(struct loop *loop);

void pool__free(struct pool *pool);

#endif
