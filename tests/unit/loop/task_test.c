/* Tasks: states, wakes, joins, cancelling, semaphores; and a random mix of all against counts. */
#include "loop/task.h"

#include "loop_test.h"

#include "base/alloc.h"
#include "loop/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int set_up(void **state) {
    struct err e = ERR_INIT;
    return loop_new(NULL, (struct loop **)state, &e);
}

static int tear_down(void **state) {
    loop_free(*state);
    return 0;
}

struct steps {
    struct task task;
    int count;
    int until;
    bool job_over;
    atomic_bool hold; /**< the job waits until it is unset */
};

static int yield_step(struct task *t) {
    struct steps *s = (struct steps *)t;
    return ++s->count < s->until ? TASK_YIELD : 0;
}

static void test_yield_takes_turns(void **state) {
    struct err e = ERR_INIT;
    struct steps a = {.until = 3}, b = {.until = 5};
    task_init(&a.task, *state, yield_step);
    task_init(&b.task, *state, yield_step);
    task_start(&a.task);
    task_start(&b.task);
    assert_int_equal(task_run(&a.task, &e), 0);
    assert_int_equal(a.count, 3);
    assert_in_range(b.count, 2, 3);
    assert_int_equal(task_run(&b.task, &e), 0);
    task_done(&a.task);
    task_done(&b.task);
}

static void job(void *data) {
    while (atomic_load(&((struct steps *)data)->hold)) {
        usleep(100);
    }
}

static void job_over(void *data) {
    struct steps *s = data;
    s->job_over = true;
    task_wake(&s->task);
}

static int job_step(struct task *t) {
    struct steps *s = (struct steps *)t;
    if (s->count == 0) {
        s->count = 1;
        job_submit(t->loop, job, job_over, s);
        return TASK_WAIT;
    }
    if (!s->job_over) { /* cancelled or not: the job holds a pointer to us */
        return TASK_WAIT;
    }
    s->count++;
    if (task_cancelled(t)) {
        return ERR_CANCELLED;
    }
    struct err e = ERR_INIT;
    return s->until != 0 ? task_fail(t, err_set(&e, ERR_USAGE, "until %d", s->until), &e) : 0;
}

static void test_waits_for_a_job(void **state) {
    struct err e = ERR_INIT;
    struct steps s = {0};
    task_init(&s.task, *state, job_step);
    task_wake(&s.task); /* not started: nothing */
    assert_int_equal(s.task.state, TASK_NEW);
    assert_int_equal(task_run(&s.task, &e), 0);
    assert_int_equal(s.count, 2);
    task_done(&s.task);

    struct steps failing = {.until = 7};
    task_init(&failing.task, *state, job_step);
    assert_int_equal(task_run(&failing.task, &e), ERR_USAGE);
    assert_string_equal(e.msg, "until 7");
    task_done(&failing.task);
}

static void test_cancel(void **state) {
    struct err e = ERR_INIT;
    struct steps s = {.hold = true};
    task_init(&s.task, *state, job_step);
    task_start(&s.task);
    (void)loop_run_ready(*state);
    task_cancel(&s.task);
    task_cancel(&s.task);
    atomic_store(&s.hold, false);
    assert_int_equal(task_run(&s.task, &e), ERR_CANCELLED);
    assert_true(s.job_over);
    task_done(&s.task);

    struct steps never_started = {0};
    task_init(&never_started.task, *state, job_step);
    task_cancel(&never_started.task);
    assert_true(task_finished(&never_started.task));
    assert_int_equal(never_started.task.result, ERR_CANCELLED);
    task_done(&never_started.task);
}

static int wake_self_step(struct task *t) {
    struct steps *s = (struct steps *)t;
    if (++s->count < s->until) {
        task_wake(t); /* while running: not lost */
        task_wake(t);
        return TASK_WAIT;
    }
    return 0;
}

static void test_wake_while_running(void **state) {
    struct err e = ERR_INIT;
    struct steps s = {.until = 4};
    task_init(&s.task, *state, wake_self_step);
    assert_int_equal(task_run(&s.task, &e), 0);
    assert_int_equal(s.count, 4);
}

struct joiner {
    struct task task;
    struct task *other;
    int steps;
    char *trace;
};

static int join_step(struct task *t) {
    struct joiner *j = (struct joiner *)t;
    j->steps++;
    if (task_cancelled(t)) {
        return ERR_CANCELLED;
    }
    return task_join(t, j->other) ? 0 : TASK_WAIT;
}

static void on_done(struct task *t) {
    strcat(((struct joiner *)t)->trace, "d");
}

static void test_join(void **state) {
    struct err e = ERR_INIT;
    char trace[8] = "";
    struct steps s = {.until = 3};
    task_init(&s.task, *state, yield_step);
    struct joiner a = {.other = &s.task, .trace = trace}, b = a, c = a;
    task_init(&a.task, *state, join_step);
    task_init(&b.task, *state, join_step);
    task_init(&c.task, *state, join_step);
    a.task.on_done = on_done;
    task_start(&a.task);
    task_start(&b.task);
    task_start(&c.task);
    (void)loop_run_ready(*state);
    assert_int_equal(a.task.state, TASK_WAITING);
    task_cancel(&b.task);
    (void)loop_run_ready(*state);
    assert_int_equal(b.task.result, ERR_CANCELLED);
    assert_int_equal(task_run(&s.task, &e), 0);
    assert_int_equal(task_run(&a.task, &e), 0);
    assert_int_equal(task_run(&c.task, &e), 0);
    assert_int_equal(a.steps, 2);
    assert_string_equal(trace, "d");
}

static int pump_step(struct task *t) {
    struct joiner *j = (struct joiner *)t;
    struct err e = ERR_INIT;
    j->steps++;
    task_start(j->other);
    task_wake(t); /* must not run us again from inside */
    int r = task_run(j->other, &e);
    assert_int_equal(j->steps, 1);
    return r;
}

static void test_step_pumps(void **state) {
    struct err e = ERR_INIT;
    struct steps s = {0};
    task_init(&s.task, *state, job_step);
    struct joiner p = {.other = &s.task};
    task_init(&p.task, *state, pump_step);
    assert_int_equal(task_run(&p.task, &e), 0);
    assert_int_equal(p.steps, 1);
}

/* Random: workers hold a unit for a random number of steps; some are cancelled at any moment. */
struct worker {
    struct task task;
    struct semaphore *sem;
    unsigned *holding;
    unsigned *most;
    bool has;
    unsigned left;
};

static int worker_step(struct task *t) {
    struct worker *w = (struct worker *)t;
    if (!w->has) {
        if (task_cancelled(t)) {
            return ERR_CANCELLED;
        }
        if (!semaphore_acquire(w->sem, t)) {
            return TASK_WAIT;
        }
        w->has = true;
        if (++*w->holding > *w->most) {
            *w->most = *w->holding;
        }
    }
    if (task_cancelled(t) || w->left-- == 0) {
        --*w->holding;
        semaphore_release(w->sem);
        return task_cancelled(t) ? ERR_CANCELLED : 0;
    }
    return TASK_YIELD;
}

enum {
    WORKERS = 60,
};

static bool all_workers_done(void *user) {
    struct worker *w = user;
    for (int i = 0; i < WORKERS; i++) {
        if (!task_finished(&w[i].task)) {
            return false;
        }
    }
    return true;
}

static bool once(void *user) {
    return (*(int *)user)-- <= 0;
}

static void test_semaphore_random(void **state) {
    struct err e = ERR_INIT;
    unsigned seed = 12345;
    for (int round = 0; round < 50; round++) {
        struct semaphore sem = {.units = 1 + (unsigned)round % 5};
        unsigned units = sem.units, holding = 0, most = 0;
        struct worker *w = ALLOC_ARRAY(struct worker, WORKERS);
        for (int i = 0; i < WORKERS; i++) {
            task_init(&w[i].task, *state, worker_step);
            w[i].sem = &sem;
            w[i].holding = &holding;
            w[i].most = &most;
            w[i].left = (unsigned)rand_r(&seed) % 5;
            task_start(&w[i].task);
        }
        for (int i = 0; i < 10; i++) {
            int few = rand_r(&seed) % 20;
            assert_int_equal(loop_run_until(*state, once, &few, &e), 0);
            task_cancel(&w[rand_r(&seed) % WORKERS].task);
        }
        assert_int_equal(loop_run_until(*state, all_workers_done, w, &e), 0);
        assert_int_equal(holding, 0);
        assert_int_equal(sem.units, units);
        assert_null(sem.first);
        assert_int_equal(most, units);
        free(w);
    }
}

int task_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_yield_takes_turns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_waits_for_a_job, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cancel, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wake_while_running, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_join, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_step_pumps, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_semaphore_random, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("task", tests, NULL, NULL);
}
