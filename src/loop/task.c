/*
 * Tasks and semaphores. The states and what moves them are drawn in loop/task.h.
 *
 * Invariants
 *   1. A task is in the loop's ready queue exactly when its state is TASK_READY.
 *   2. `joining` is set exactly while the task is in joining->waiters.
 *   3. `queued_at` is set exactly while the task is in that semaphore's queue, or has been granted
 *      a unit of it that it has not yet taken (`granted`).
 */
#include "loop_int.h"

#include "base/alloc.h"

#include <assert.h>

void task_init(struct task *task, struct loop *loop, int (*step)(struct task *task)) {
    *task = (struct task){.loop = loop, .step = step, .state = TASK_NEW};
}

void task_done(struct task *task) {
    assert(task->state == TASK_NEW || task->state == TASK_DONE);
    free(task->err);
    task->err = NULL;
}

int task_fail(struct task *task, int r, const struct err *e) {
    free(task->err);
    task->err = e != NULL ? xmemdup(e, sizeof(*e)) : NULL;
    return r;
}

void task__make_ready(struct task *task) {
    struct loop *loop = task->loop;
    task->state = TASK_READY;
    task->next = NULL;
    if (loop->ready_last != NULL) {
        loop->ready_last->next = task;
    } else {
        loop->ready_first = task;
    }
    loop->ready_last = task;
}

void task_start(struct task *task) {
    assert(task->state == TASK_NEW);
    task__make_ready(task);
}

void task_wake(struct task *task) {
    if (task->state == TASK_WAITING) {
        task__make_ready(task);
    } else if (task->state == TASK_RUNNING) {
        task->woken = true;
    }
}

/* Takes task out of the queue at semaphore s. */
static void leave_semaphore(struct semaphore *s, struct task *task) {
    struct task **at = &s->first;
    struct task *before = NULL;
    while (*at != task) {
        before = *at;
        at = &(*at)->next_queued;
    }
    *at = task->next_queued;
    if (s->last == task) {
        s->last = before;
    }
    task->next_queued = NULL;
}

static void leave_join(struct task *task) {
    if (task->joining == NULL) {
        return;
    }
    struct task **at = &task->joining->waiters;
    while (*at != task) {
        at = &(*at)->next_waiter;
    }
    *at = task->next_waiter;
    task->next_waiter = NULL;
    task->joining = NULL;
}

static void finish(struct task *task, int result) {
    assert(result <= 0);
    if (task->queued_at != NULL) {
        struct semaphore *s = task->queued_at;
        task->queued_at = NULL;
        if (task->granted) {
            task->granted = false;
            semaphore_release(s);
        } else {
            leave_semaphore(s, task);
        }
    }
    leave_join(task);
    task->state = TASK_DONE;
    task->result = result;
    while (task->waiters != NULL) {
        struct task *waiter = task->waiters;
        leave_join(waiter);
        task_wake(waiter);
    }
    if (task->on_done != NULL) {
        task->on_done(task);
    }
}

void task_cancel(struct task *task) {
    if (task->state == TASK_DONE || task->cancelled) {
        return;
    }
    task->cancelled = true;
    if (task->state == TASK_NEW) {
        finish(task, ERR_CANCELLED);
    } else {
        task_wake(task);
    }
}

bool task__step_one(struct loop *loop) {
    struct task *task = loop->ready_first;
    if (task == NULL) {
        return false;
    }
    loop->ready_first = task->next;
    if (loop->ready_first == NULL) {
        loop->ready_last = NULL;
    }
    task->next = NULL;
    task->state = TASK_RUNNING;
    task->woken = false;
    int r = task->step(task);
    if (r == TASK_YIELD || (r == TASK_WAIT && task->woken)) {
        task__make_ready(task);
    } else if (r == TASK_WAIT) {
        task->state = TASK_WAITING;
    } else {
        finish(task, r);
    }
    return true;
}

bool task_join(struct task *waiter, struct task *other) {
    assert(waiter != other);
    if (other->state == TASK_DONE) {
        return true;
    }
    if (waiter->joining != other) {
        leave_join(waiter);
        waiter->joining = other;
        waiter->next_waiter = other->waiters;
        other->waiters = waiter;
    }
    return false;
}

static bool is_finished(void *user) {
    return task_finished(user);
}

int task_run(struct task *task, struct err *e) {
    if (task->state == TASK_NEW) {
        task_start(task);
    }
    int r = loop_run_until(task->loop, is_finished, task, e);
    if (r < 0) {
        return r;
    }
    if (task->result < 0 && task->err != NULL && e != NULL) {
        *e = *task->err;
    }
    return task->result;
}

bool semaphore_acquire(struct semaphore *s, struct task *task) {
    if (task->queued_at != NULL) {
        assert(task->queued_at == s);
        if (!task->granted) {
            return false;
        }
        task->granted = false;
        task->queued_at = NULL;
        return true;
    }
    if (s->units > 0) {
        assert(s->first == NULL);
        s->units--;
        return true;
    }
    task->queued_at = s;
    task->next_queued = NULL;
    if (s->last != NULL) {
        s->last->next_queued = task;
    } else {
        s->first = task;
    }
    s->last = task;
    return false;
}

void semaphore_release(struct semaphore *s) {
    struct task *task = s->first;
    if (task == NULL) {
        s->units++;
        return;
    }
    s->first = task->next_queued;
    if (s->first == NULL) {
        s->last = NULL;
    }
    task->next_queued = NULL;
    task->granted = true;
    task_wake(task);
}
