/* Many processes on one table, and processes that are killed while they write. */
#include "tables/table.h"

#include "tables_test.h"

#include "base/alloc.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The value of a key is made of it, so that a wrong one shows. */
static size_t value_of(int writer, int n, char value[256]) {
    size_t len = (size_t)(writer * 31 + n * 7) % 200;
    memset(value, 'a' + (writer + n) % 26, len);
    return len;
}

static void put_number(struct table *t, int writer, int n) {
    char key[32], value[256];
    int len = snprintf(key, sizeof(key), "%d/%d", writer, n);
    table_put(t, str_make(key, (size_t)len), str_make(value, value_of(writer, n, value)));
}

/* 1 right, 0 not there; anything else fails the test. */
static int check_number(struct table *t, int writer, int n) {
    char key[32], value[256];
    int len = snprintf(key, sizeof(key), "%d/%d", writer, n);
    struct str got;
    if (!table_get(t, str_make(key, (size_t)len), &got)) {
        return 0;
    }
    assert_int_equal(got.len, value_of(writer, n, value));
    assert_memory_equal(got.ptr, value, got.len);
    return 1;
}

static void test_many_writers(void **state) {
    struct bench *b = *state;
    enum { WRITERS = 4, EACH = 120 };
    pid_t children[WRITERS];
    for (int w = 0; w < WRITERS; w++) {
        children[w] = fork();
        if (children[w] == 0) {
            for (int n = 0; n < EACH;) {
                struct table *t = open_it(b);
                for (int i = 0; i < 3; i++) {
                    put_number(t, w, n++);
                }
                table_close(t);
                if (b->warnings > 0) {
                    _exit(2);
                }
            }
            _exit(0);
        }
    }
    for (int w = 0; w < WRITERS; w++) {
        int status = 0;
        assert_int_equal(waitpid(children[w], &status, 0), children[w]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    struct table *t = open_it(b);
    for (int w = 0; w < WRITERS; w++) {
        for (int n = 0; n < EACH; n++) {
            assert_int_equal(check_number(t, w, n), 1);
        }
    }
    table_close(t);
    assert_int_equal(b->warnings, 0);
}

/* Puts and flushes without end; says through the pipe how far flushes have returned. */
static void write_until_killed(struct bench *b, int writer, int from, int pipe_fd) {
    b->log.level = LOG_ERROR;
    for (int n = from;;) {
        struct table *t = open_it(b);
        for (int i = 0; i < 20; i++) {
            struct err e = ERR_INIT;
            put_number(t, writer, n);
            if (table_flush(t, &e) < 0) {
                _exit(3);
            }
            (void)!write(pipe_fd, &n, sizeof(n));
            n++;
        }
        table_abandon(t);
    }
}

static void test_kill(void **state) {
    struct bench *b = *state;
    unsigned seed = 7;
    int flushed = -1;
    for (int round = 0; round < 60; round++) {
        int p[2];
        assert_int_equal(pipe2(p, O_CLOEXEC), 0);
        pid_t child = fork();
        if (child == 0) {
            write_until_killed(b, 0, flushed + 1, p[1]);
        }
        close(p[1]);
        usleep((unsigned)(500 + rand_r(&seed) % 12000));
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, NULL, 0), child);
        int n;
        while (read(p[0], &n, sizeof(n)) == (ssize_t)sizeof(n)) {
            assert_true(n > flushed);
            flushed = n;
        }
        close(p[0]);
        struct table *t = open_it(b);
        for (int i = 0; i <= flushed; i++) {
            assert_int_equal(check_number(t, 0, i), 1); /* what a flush promised is there */
        }
        (void)check_number(t, 0, flushed + 1); /* there or not, but right */
        put_number(t, 1, round);
        table_close(t);
        t = open_it(b);
        assert_false(table_stats(t).damaged);
        assert_int_equal(check_number(t, 1, round), 1);
        table_close(t);
    }
    assert_true(flushed > 20);
}

int process_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_many_writers, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_kill, bench_set_up, bench_tear_down),
    };
    return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
