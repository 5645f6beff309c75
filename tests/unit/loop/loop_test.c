/* The loop: posts, jobs, timers, nesting. Holds main(); task_test.c and front_test.c are groups. */
#include "loop/loop.h"

#include "loop_test.h"

#include "base/alloc.h"
#include "base/clock.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static bool flag_set(void *user) {
    return *(bool *)user;
}

static bool never(void *user) {
    (void)user;
    return false;
}

struct trace {
    char text[64];
    struct loop *loop;
    bool done;
};

static void add_a(void *data) {
    strcat(((struct trace *)data)->text, "a");
}

static void add_b(void *data) {
    struct trace *t = data;
    strcat(t->text, "b");
    t->done = true;
}

static void test_posts_in_order(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct trace t = {0};
    assert_int_equal(loop_new(NULL, &t.loop, &e), 0);
    assert_false(loop_run_ready(t.loop));
    loop_post(t.loop, add_a, &t);
    loop_post(t.loop, add_a, &t);
    loop_post(t.loop, add_b, &t);
    loop_hold(t.loop);
    assert_int_equal(loop_run_until(t.loop, flag_set, &t.done, &e), 0);
    loop_release(t.loop);
    assert_string_equal(t.text, "aab");
    assert_int_equal(loop_run_until(t.loop, never, NULL, &e), ERR_INTERNAL);
    loop_post(t.loop, add_a, &t); /* dropped */
    loop_free(t.loop);
    loop_free(NULL);
    assert_string_equal(t.text, "aab");
}

struct counting {
    struct loop *loop;
    atomic_int ran;
    int ended;
    int wanted;
    pthread_t owner;
    bool wrong_thread;
};

static void count_run(void *data) {
    struct counting *c = data;
    atomic_fetch_add(&c->ran, 1);
    if (pthread_equal(pthread_self(), c->owner)) {
        c->wrong_thread = true;
    }
}

static void count_done(void *data) {
    struct counting *c = data;
    c->ended++;
    if (!pthread_equal(pthread_self(), c->owner)) {
        c->wrong_thread = true;
    }
    if (c->ended < c->wanted && c->ended % 7 == 0) {
        job_submit(c->loop, count_run, count_done, c);
        c->wanted++;
    }
}

static bool all_ended(void *user) {
    struct counting *c = user;
    return c->ended == c->wanted;
}

static void test_jobs(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    for (unsigned threads = 1; threads <= 8; threads += 7) {
        struct counting c = {.wanted = 2000, .owner = pthread_self()};
        struct loop_config config = {.threads = threads};
        assert_int_equal(loop_new(&config, &c.loop, &e), 0);
        assert_int_equal(loop_pool_size(c.loop), threads);
        for (int i = 0; i < 2000; i++) {
            job_submit(c.loop, count_run, count_done, &c);
        }
        assert_int_equal(loop_jobs(c.loop), 2000);
        assert_int_equal(loop_run_until(c.loop, all_ended, &c, &e), 0);
        assert_true(c.wanted > 2000);
        assert_int_equal(atomic_load(&c.ran), c.ended);
        assert_int_equal(loop_jobs(c.loop), 0);
        assert_false(c.wrong_thread);
        loop_free(c.loop);
    }
}

static void test_free_with_jobs_queued(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct counting c = {.wanted = -1, .owner = pthread_self()};
    struct loop_config config = {.threads = 2};
    assert_int_equal(loop_new(&config, &c.loop, &e), 0);
    for (int i = 0; i < 500; i++) {
        job_submit(c.loop, count_run, count_done, &c);
    }
    loop_free(c.loop);
    assert_int_equal(c.ended, 0);
    assert_in_range(atomic_load(&c.ran), 0, 500);
}

/* A call that pumps the loop until a job is over, from inside the loop, thrice deep. */
struct nest {
    struct loop *loop;
    int depth;
    int deepest;
    bool job_over;
    bool done;
};

static void nest_job(void *data) {
    (void)data;
    usleep(1000);
}

static void nest_job_over(void *data) {
    ((struct nest *)data)->job_over = true;
}

static void nest_call(void *data) {
    struct nest *n = data;
    struct err e = ERR_INIT;
    n->depth++;
    if (n->depth > n->deepest) {
        n->deepest = n->depth;
    }
    if (n->depth < 3) {
        bool before = n->done;
        n->done = false;
        loop_post(n->loop, nest_call, n);
        assert_int_equal(loop_run_until(n->loop, flag_set, &n->done, &e), 0);
        n->done = before;
    } else {
        n->job_over = false;
        job_submit(n->loop, nest_job, nest_job_over, n);
        assert_int_equal(loop_run_until(n->loop, flag_set, &n->job_over, &e), 0);
    }
    n->depth--;
    n->done = true;
}

static void test_pumping_inside(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct nest n = {0};
    assert_int_equal(loop_new(NULL, &n.loop, &e), 0);
    loop_hold(n.loop);
    loop_post(n.loop, nest_call, &n);
    assert_int_equal(loop_run_until(n.loop, flag_set, &n.done, &e), 0);
    assert_int_equal(n.deepest, 3);
    assert_int_equal(n.depth, 0);
    loop_free(n.loop);
}

static void set_flag(void *data) {
    *(bool *)data = true;
}

static void test_timers(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct loop *loop = NULL;
    assert_int_equal(loop_new(NULL, &loop, &e), 0);
    bool late = false, early = false, stopped = false;
    uint64_t start = clock_mono_ns();
    struct loop_timer *a = loop_timer_start(loop, 20000000, set_flag, &late);
    struct loop_timer *b = loop_timer_start(loop, 1, set_flag, &early);
    struct loop_timer *c = loop_timer_start(loop, 1, set_flag, &stopped);
    loop_timer_stop(c);
    assert_int_equal(loop_run_until(loop, flag_set, &early, &e), 0);
    assert_false(late);
    assert_int_equal(loop_run_until(loop, flag_set, &late, &e), 0);
    assert_true(clock_mono_ns() - start >= 19000000);
    assert_false(stopped);
    loop_timer_stop(a);
    loop_timer_stop(b);
    loop_timer_stop(NULL);
    assert_int_equal(loop_run_until(loop, never, NULL, &e), ERR_INTERNAL);
    (void)loop_timer_start(loop, 1000000000, set_flag, &late); /* freed with the loop */
    (void)loop_timer_start(loop, 0, set_flag, &late);
    loop_free(loop);
}

struct hooked {
    int before;
    int after;
};

static void hook_before(void *user) {
    ((struct hooked *)user)->before++;
}

static void hook_after(void *user) {
    ((struct hooked *)user)->after++;
}

static void *poster(void *user) {
    struct nest *n = user;
    usleep(5000);
    loop_post(n->loop, set_flag, &n->done);
    return NULL;
}

static void test_post_from_thread_and_hooks(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct nest n = {0};
    struct hooked h = {0};
    assert_int_equal(loop_new(NULL, &n.loop, &e), 0);
    loop_set_hooks(n.loop, &(struct loop_hooks){hook_before, hook_after, &h});
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, poster, &n), 0);
    loop_hold(n.loop);
    assert_int_equal(loop_run_until(n.loop, flag_set, &n.done, &e), 0);
    loop_release(n.loop);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_true(h.before >= 1);
    assert_int_equal(h.before, h.after);
    loop_free(n.loop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_posts_in_order),
        cmocka_unit_test(test_jobs),
        cmocka_unit_test(test_free_with_jobs_queued),
        cmocka_unit_test(test_pumping_inside),
        cmocka_unit_test(test_timers),
        cmocka_unit_test(test_post_from_thread_and_hooks),
    };
    int failed = cmocka_run_group_tests_name("loop", tests, NULL, NULL);
    failed += task_tests();
    failed += front_tests();
    return failed;
}
