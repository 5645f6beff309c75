/* The two families of allocators: saturating sizes, failure on demand, ending the process. */
#include "base/alloc.h"

#include "unit/base/groups.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void test_sizes(void **state) {
    (void)state;
    assert_int_equal(size_mul(6, 7), 42);
    assert_int_equal(size_mul(SIZE_MAX, 0), 0);
    assert_true(size_mul(SIZE_MAX, 1) == SIZE_MAX);
    assert_true(size_mul(SIZE_MAX / 2 + 1, 2) == SIZE_MAX);
    assert_true(size_mul((size_t)1 << 33, (size_t)1 << 33) == SIZE_MAX);
    assert_int_equal(size_add(1, 2), 3);
    assert_true(size_add(SIZE_MAX, 0) == SIZE_MAX);
    assert_true(size_add(SIZE_MAX - 1, 1) == SIZE_MAX);
    assert_true(size_add(SIZE_MAX, SIZE_MAX) == SIZE_MAX);
}

static void test_copies(void **state) {
    (void)state;
    cleanup_(freep) char *whole = xstrdup("trousers");
    cleanup_(freep) char *part = xstrndup("trousers", 3);
    cleanup_(freep) char *empty = xstrndup(NULL, 0);
    cleanup_(freep) char *bytes = xmemdup("a\0b", 3);
    cleanup_(freep) void *nothing = xmemdup(NULL, 0);
    cleanup_(freep) char *printed = xasprintf("%s-%03d", "n", 7);
    assert_string_equal(whole, "trousers");
    assert_string_equal(part, "tro");
    assert_string_equal(empty, "");
    assert_memory_equal(bytes, "a\0b", 3);
    assert_non_null(nothing);
    assert_string_equal(printed, "n-007");
}

/* A size of zero is still a pointer of its own. */
static void test_zero(void **state) {
    (void)state;
    cleanup_(freep) void *a = xmalloc(0);
    cleanup_(freep) void *b = xcalloc(0, 8);
    cleanup_(freep) void *c = xrealloc(NULL, 0);
    cleanup_(freep) void *d = try_malloc(0);
    assert_non_null(a);
    assert_non_null(b);
    assert_non_null(c);
    assert_non_null(d);
    d = try_realloc(d, 0);
    assert_non_null(d);
}

static void test_growing(void **state) {
    (void)state;
    cleanup_(freep) unsigned *n = ALLOC_ARRAY(unsigned, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(n[i], 0);
        n[i] = (unsigned)i;
    }
    n = xreallocarray(n, 400, sizeof *n);
    assert_int_equal(n[3], 3);
    n = xrealloc(n, 2 * sizeof *n);
    assert_int_equal(n[1], 1);
}

static void test_take(void **state) {
    (void)state;
    cleanup_(freep) char *here = xstrdup("x");
    cleanup_(freep) char *there = take_ptr(&here);
    assert_null(here);
    assert_string_equal(there, "x");
}

static void test_failing_on_demand(void **state) {
    (void)state;
    for (unsigned nth = 1; nth <= 4; nth++) {
        alloc_fail_after(nth);
        for (unsigned i = 1; i <= 6; i++) {
            cleanup_(freep) void *p = i % 2 == 0 ? try_malloc(8) : try_realloc(NULL, 8);
            assert_true((p == NULL) == (i == nth));
        }
    }
    alloc_fail_after(1);
    alloc_fail_after(0);
    cleanup_(freep) void *p = try_malloc(8);
    assert_non_null(p);
}

/* What was there is still there, and still the caller's, when growing it failed. */
static void test_failed_realloc(void **state) {
    (void)state;
    cleanup_(freep) char *p = xstrdup("kept");
    alloc_fail_after(1);
    assert_null(try_realloc(p, 100));
    assert_string_equal(p, "kept");
    assert_null(try_realloc(p, SIZE_MAX));
    assert_null(try_malloc(SIZE_MAX));
}

enum { THREADS = 4, TRIES = 20000 };

static void *hammer(void *user) {
    atomic_uint *failures = user;
    for (int i = 0; i < TRIES; i++) {
        void *p = try_malloc(1);
        if (p == NULL) {
            atomic_fetch_add(failures, 1);
        }
        free(p);
    }
    return NULL;
}

/* Exactly one allocation fails, however many threads count down together. */
static void test_failing_once_among_threads(void **state) {
    (void)state;
    for (unsigned round = 0; round < 5; round++) {
        atomic_uint failures = 0;
        pthread_t threads[THREADS];
        alloc_fail_after(TRIES / 2 + round);
        for (int i = 0; i < THREADS; i++) {
            assert_int_equal(pthread_create(&threads[i], NULL, hammer, &failures), 0);
        }
        for (int i = 0; i < THREADS; i++) {
            assert_int_equal(pthread_join(threads[i], NULL), 0);
        }
        assert_int_equal(failures, 1);
    }
}

static void overflow_calloc(void) {
    free(xcalloc(SIZE_MAX / 2, 3));
}

static void overflow_reallocarray(void) {
    void *p = xreallocarray(NULL, SIZE_MAX / 2, 3);
    free(p);
}

/* Runs f in a child; its last words go to `said`. */
static int end_of(void (*f)(void), char *said, size_t room) {
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)signal(SIGABRT, SIG_DFL);
        (void)dup2(ends[1], STDERR_FILENO);
        f();
        _exit(0);
    }
    (void)close(ends[1]);
    size_t len = 0;
    for (ssize_t n; len < room - 1 && (n = read(ends[0], said + len, room - 1 - len)) > 0;) {
        len += (size_t)n;
    }
    said[len] = '\0';
    (void)close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void test_the_end(void **state) {
    (void)state;
    void (*const ways[])(void) = {overflow_calloc, overflow_reallocarray};
    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        char said[200];
        int status = end_of(ways[i], said, sizeof said);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGABRT);
        assert_non_null(strstr(said, "pants: out of memory"));
    }
}

int alloc_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),          cmocka_unit_test(test_copies),
        cmocka_unit_test(test_zero),           cmocka_unit_test(test_growing),
        cmocka_unit_test(test_take),           cmocka_unit_test(test_failing_on_demand),
        cmocka_unit_test(test_failed_realloc), cmocka_unit_test(test_failing_once_among_threads),
        cmocka_unit_test(test_the_end),
    };
    return cmocka_run_group_tests_name("alloc", tests, NULL, NULL);
}
