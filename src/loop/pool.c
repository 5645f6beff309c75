/*
 * The pool: threads that run jobs and post their ends. Threads are started when a job finds none
 * idle, up to the loop's limit; they block all signals (the front thread and the work thread take
 * those). A job's record is its own post, so that nothing is allocated on a pool thread.
 */
#include "loop_int.h"

#include "base/alloc.h"

#include <signal.h>

struct job {
    struct post post; /**< its end: job_ended(); also the link in the pool's queue */
    struct loop *loop;
    void (*run)(void *data);
    void (*done)(void *data);
    void *data;
};

struct pool {
    struct loop *loop;
    pthread_mutex_t lock; /**< guards all that follows; never held while a job runs */
    pthread_cond_t work;
    struct posts queue; /**< jobs that no thread has taken */
    pthread_t *threads; /**< `count` of them; written only by the loop's thread */
    unsigned count;     /**< started */
    unsigned idle;      /**< waiting for work, woken ones not counted */
    unsigned queued;    /**< length of queue */
    bool stopping;
};

/* On the loop's thread. */
static void job_ended(struct post *post) {
    struct job *job = (struct job *)post;
    job->loop->jobs--;
    void (*done)(void *d) = job->done;
    void *done_data = job->data;
    free(job);
    if (done != NULL) {
        done(done_data);
    }
}

static void *pool_thread(void *user) {
    struct pool *pool = user;
    (void)pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (pool->queue.first == NULL && !pool->stopping) {
            pool->idle++;
            (void)pthread_cond_wait(&pool->work, &pool->lock);
            pool->idle--;
        }
        if (pool->stopping) {
            break;
        }
        struct job *job = (struct job *)posts__pop(&pool->queue);
        pool->queued--;
        (void)pthread_mutex_unlock(&pool->lock);
        job->run(job->data);
        loop__post(pool->loop, &job->post);
        (void)pthread_mutex_lock(&pool->lock);
    }
    (void)pthread_mutex_unlock(&pool->lock);
    return NULL;
}

static struct pool *pool_new(struct loop *loop) {
    struct pool *pool = ALLOC(struct pool);
    pool->loop = loop;
    pool->threads = ALLOC_ARRAY(pthread_t, loop->threads);
    (void)pthread_mutex_init(&pool->lock, NULL);
    (void)pthread_cond_init(&pool->work, NULL);
    return pool;
}

/* Starts one more thread. False when the system has none left to give. */
static bool start_thread(struct pool *pool) {
    sigset_t all, before;
    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int r = pthread_create(&pool->threads[pool->count], NULL, pool_thread, pool);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (r == 0) {
        pool->count++;
    }
    return r == 0;
}

void pool__free(struct pool *pool) {
    if (pool == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    (void)pthread_cond_broadcast(&pool->work);
    (void)pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->count; i++) {
        (void)pthread_join(pool->threads[i], NULL);
    }
    posts__drop(&pool->queue);
    (void)pthread_cond_destroy(&pool->work);
    (void)pthread_mutex_destroy(&pool->lock);
    free(pool->threads);
    free(pool);
}

void job_submit(struct loop *loop, void (*run)(void *data), void (*done)(void *data), void *data) {
    if (loop->pool == NULL) {
        loop->pool = pool_new(loop);
    }
    struct pool *pool = loop->pool;
    struct job *job = ALLOC(struct job);
    *job = (struct job){.loop = loop, .run = run, .done = done, .data = data};
    job->post = (struct post){.fn = job_ended, .owned = true};
    loop->jobs++;
    (void)pthread_mutex_lock(&pool->lock);
    posts__push(&pool->queue, &job->post);
    pool->queued++;
    bool more = pool->queued > pool->idle && pool->count < loop->threads;
    (void)pthread_cond_signal(&pool->work);
    (void)pthread_mutex_unlock(&pool->lock);
    if (more && !start_thread(pool) && pool->count == 0) {
        /* No thread at all: do it here. The caller sees the same order of calls. */
        (void)pthread_mutex_lock(&pool->lock);
        struct job *mine = (struct job *)posts__pop(&pool->queue);
        pool->queued--;
        (void)pthread_mutex_unlock(&pool->lock);
        mine->run(mine->data);
        loop__post(loop, &mine->post);
    }
}
