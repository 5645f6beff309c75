/* Queues of calls, and the inbox through which threads hand them to each other. */
#include "loop_int.h"

#include "base/alloc.h"

void posts__push(struct posts *q, struct post *p) {
    p->next = NULL;
    if (q->last != NULL) {
        q->last->next = p;
    } else {
        q->first = p;
    }
    q->last = p;
}

struct post *posts__pop(struct posts *q) {
    struct post *p = q->first;
    if (p != NULL) {
        q->first = p->next;
        if (q->first == NULL) {
            q->last = NULL;
        }
    }
    return p;
}

void posts__drop(struct posts *q) {
    struct post *p;
    while ((p = posts__pop(q)) != NULL) {
        if (p->owned) {
            free(p);
        }
    }
}

struct call_post {
    struct post post;
    void (*fn)(void *data);
    void *data;
};

static void call(struct post *p) {
    struct call_post mine = *(struct call_post *)p;
    free(p);
    mine.fn(mine.data);
}

struct post *post__new(void (*fn)(void *data), void *data) {
    struct call_post *p = ALLOC(struct call_post);
    *p = (struct call_post){.post = {.fn = call, .owned = true}, .fn = fn, .data = data};
    return &p->post;
}

int inbox__init(struct inbox *in, struct err *e) {
    int r = pthread_mutex_init(&in->lock, NULL);
    if (r != 0) {
        return err_set_errno(e, r, "cannot make a lock");
    }
    in->queue = (struct posts){NULL, NULL};
    atomic_init(&in->some, false);
    return 0;
}

void inbox__done(struct inbox *in) {
    posts__drop(&in->queue);
    (void)pthread_mutex_destroy(&in->lock);
}

bool inbox__push(struct inbox *in, struct post *p) {
    (void)pthread_mutex_lock(&in->lock);
    bool first = in->queue.first == NULL;
    posts__push(&in->queue, p);
    /* Relaxed is enough: the lock orders the queue, the flag only says when to take it. */
    atomic_store_explicit(&in->some, true, memory_order_relaxed);
    (void)pthread_mutex_unlock(&in->lock);
    return first;
}

void inbox__take(struct inbox *in, struct posts *to) {
    if (!atomic_load_explicit(&in->some, memory_order_relaxed)) {
        return;
    }
    (void)pthread_mutex_lock(&in->lock);
    struct posts got = in->queue;
    in->queue = (struct posts){NULL, NULL};
    atomic_store_explicit(&in->some, false, memory_order_relaxed);
    (void)pthread_mutex_unlock(&in->lock);
    if (got.first == NULL) {
        return;
    }
    if (to->last != NULL) {
        to->last->next = got.first;
    } else {
        to->first = got.first;
    }
    to->last = got.last;
}
