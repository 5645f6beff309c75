/* The front thread: signals reach both threads while the work thread is busy; posts. */
#include "loop/front.h"

#include "loop_test.h"

#include "loop/loop.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

struct seen {
    struct loop *loop;
    pthread_t main;
    atomic_uint at_once;
    atomic_bool on_main;
    atomic_uint calls;
    int posted;
};

static void on_signal(void *user, int number, unsigned count) {
    struct seen *s = user;
    if (number == SIGUSR1 && count >= 1) {
        if (pthread_equal(pthread_self(), s->main)) {
            atomic_store(&s->on_main, true);
        }
        atomic_fetch_add(&s->at_once, 1);
    }
}

static void on_posted(void *user, int number) {
    struct seen *s = user;
    assert_int_equal(number, SIGUSR1);
    assert_true(pthread_equal(pthread_self(), s->main));
    s->posted++;
}

static bool two_posted(void *user) {
    return ((struct seen *)user)->posted == 2;
}

static void count_call(void *data) {
    atomic_fetch_add(&((struct seen *)data)->calls, 1);
}

static void wait_for(atomic_uint *n, unsigned value) {
    for (int i = 0; i < 5000 && atomic_load(n) < value; i++) {
        usleep(1000);
    }
    assert_int_equal(atomic_load(n), value);
}

static void test_signals(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct seen s = {.main = pthread_self()};
    assert_int_equal(loop_new(NULL, &s.loop, &e), 0);
    const int signals[] = {SIGUSR1, SIGUSR2, 0};
    struct front_config config = {.signals = signals,
                                  .on_signal = on_signal,
                                  .user = &s,
                                  .loop = s.loop,
                                  .on_signal_posted = on_posted};
    struct front *front = NULL;
    assert_int_equal(front_start(&config, &front, &e), 0);
    /* This thread is busy: the front thread acts all the same. */
    assert_int_equal(kill(getpid(), SIGUSR1), 0);
    wait_for(&s.at_once, 1);
    assert_int_equal(kill(getpid(), SIGUSR1), 0);
    wait_for(&s.at_once, 2);
    assert_int_equal(s.posted, 0);
    loop_hold(s.loop);
    assert_int_equal(loop_run_until(s.loop, two_posted, &s, &e), 0);
    assert_false(atomic_load(&s.on_main));
    /* No signal is blocked: children inherit none. */
    sigset_t mask;
    assert_int_equal(pthread_sigmask(SIG_SETMASK, NULL, &mask), 0);
    assert_int_equal(sigismember(&mask, SIGUSR1), 0);
    for (int i = 0; i < 100; i++) {
        front_post(front, count_call, &s);
    }
    wait_for(&s.calls, 100);
    front_stop(front);
    front_stop(NULL);
    loop_free(s.loop);
    struct sigaction action;
    assert_int_equal(sigaction(SIGUSR1, NULL, &action), 0);
    assert_true(action.sa_handler == SIG_DFL);
}

int front_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signals),
    };
    return cmocka_run_group_tests_name("front", tests, NULL, NULL);
}
