/* What fails around a process: the store at each call, the spawn helper. */
#include "fixture.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "loop/loop.h"
#include "process/process_int.h"
#include "sys/fileio.h"
#include "sys/spawn.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/** A content whose n-th call fails. */
struct faulty {
    struct process_content real;
    atomic_int left; /**< calls until the failing one */
    bool missing;    /**< it fails as PROCESS_MISSING where that can be */
};

/* 0: go on; else what to return. */
static int fault(struct faulty *f, bool can_miss, struct err *e) {
    if (atomic_fetch_sub(&f->left, 1) != 1) {
        return 0;
    }
    return f->missing && can_miss ? PROCESS_MISSING : err_set(e, ERR_IO, "injected: disk full");
}

static int faulty_materialize(void *user, const struct digest *directory, const char *folder,
                              enum process_materialize_flags flags, struct digest *ret_missing,
                              struct err *e) {
    struct faulty *f = user;
    int r = fault(f, true, e);
    if (r > 0) {
        *ret_missing = *directory;
    }
    return r != 0 ? r : f->real.materialize(f->real.user, directory, folder, flags, ret_missing, e);
}

static int faulty_put(void *user, struct str bytes, struct digest *ret, struct err *e) {
    struct faulty *f = user;
    int r = fault(f, false, e);
    return r != 0 ? r : f->real.put(f->real.user, bytes, ret, e);
}

static int faulty_put_file(void *user, int fd, struct digest *ret, struct err *e) {
    struct faulty *f = user;
    int r = fault(f, false, e);
    return r != 0 ? r : f->real.put_file(f->real.user, fd, ret, e);
}

static int faulty_put_tree(void *user, const struct dtree *tree, struct err *e) {
    struct faulty *f = user;
    int r = fault(f, false, e);
    return r != 0 ? r : f->real.put_tree(f->real.user, tree, e);
}

static int faulty_get_tree(void *user, const struct digest *d, struct dtree **ret, struct err *e) {
    struct faulty *f = user;
    int r = fault(f, true, e);
    return r != 0 ? r : f->real.get_tree(f->real.user, d, ret, e);
}

static bool faulty_has(void *user, const struct digest *blob) {
    struct faulty *f = user;
    return f->real.has(f->real.user, blob);
}

static void test_store_fails(void **state) {
    struct bench *b = *state;
    struct faulty f = {.real = b->content};
    b->content = (struct process_content){.user = &f,
                                          .materialize = faulty_materialize,
                                          .put = faulty_put,
                                          .put_file = faulty_put_file,
                                          .put_tree = faulty_put_tree,
                                          .get_tree = faulty_get_tree,
                                          .has = faulty_has};
    const struct str folder = STR("d");
    const struct process_input input = {STR("tools"), bench_directory(b, "t=1", NULL)};
    struct process_request q =
        bench_shell(b, "cat tools/t; mkdir d; echo 2 > d/f; head -c 1500000 /dev/zero > d/large");
    q.output_directories = &folder;
    q.noutput_directories = 1;
    q.immutable = &input;
    q.nimmutable = 1;
    q.input_digest = bench_directory(b, "in=0", NULL);
    int tries = 0;
    for (bool missing = false;; missing = true) {
        f.missing = missing;
        for (int n = 1;; n++, tries++) {
            bench_close_runner(b); /* immutable inputs are made again */
            bench_open_runner(b);
            q.attempt++; /* the cache does not know it */
            atomic_store(&f.left, n);
            struct outcome o;
            (void)bench_start(b, &q, &o);
            bench_wait(b, &o);
            bool over = atomic_load(&f.left) > 0;
            assert_int_equal(o.r == 0, over);
            if (o.r < 0) {
                assert_non_null(strstr(o.e.msg, "injected: disk full"));
            } else if (o.r > 0) {
                assert_true(missing && o.missing.size > 0);
            }
            bench_close_runner(b);
            assert_int_equal(bench_sandboxes(b), 0);
            bench_open_runner(b);
            if (over) {
                break;
            }
        }
        if (missing) {
            break;
        }
    }
    assert_true(tries >= 16);
    bench_close_runner(b);
    b->content = f.real;
    bench_open_runner(b);
}

static void test_no_folder(void **state) {
    struct bench *b = *state;
    struct err e = ERR_INIT;
    /* A file where the folder of sandboxes should be. */
    assert_int_equal(file_replace(b->sandboxes, "x", 1, 0600, FILE_WRITE_PLAIN, &e), 0);
    struct process_request q = bench_shell(b, "true");
    struct outcome o = bench_run(b, &q);
    assert_true(o.r < 0);
    assert_non_null(strstr(o.e.msg, b->sandboxes));
}

static void wait_for_start(struct bench *b) {
    for (int i = 0; i < 1000 && process_runner_stats(b->runner).running == 0; i++) {
        (void)loop_run_ready(b->loop);
        usleep(5000);
    }
    usleep(50000);
}

static void test_helper_dies(void **state) {
    struct bench *b = *state;
    struct spawner *own = NULL, *others = bench_spawner(NULL);
    struct err e = ERR_INIT;
    bench_close_runner(b);
    assert_int_equal(spawner_start(&own, &e), 0);
    (void)bench_spawner(own);
    bench_open_runner(b);
    struct process_request q = bench_shell(b, "sleep 100");
    struct outcome o;
    (void)bench_start(b, &q, &o);
    wait_for_start(b);
    assert_int_equal(kill(spawner_pid(own), SIGKILL), 0);
    bench_wait(b, &o);
    assert_int_equal(o.r, ERR_IO);
    assert_non_null(strstr(o.e.msg, "spawn helper"));
    o = bench_run(b, &q);
    assert_int_equal(o.r, ERR_IO);
    bench_close_runner(b);
    assert_int_equal(bench_sandboxes(b), 0);
    spawner_stop(own);
    (void)bench_spawner(others);
    bench_open_runner(b);
}

/* The second interrupt does not wait for the grace. */
static void test_impatience(void **state) {
    struct bench *b = *state;
    struct process_request q = bench_shell(b, "trap '' INT TERM; sleep 100; sleep 100");
    struct outcome o;
    (void)bench_start(b, &q, &o);
    wait_for_start(b);
    process_runner_interrupt(b->runner, 0);
    uint64_t before = clock_mono_ns();
    process_runner_interrupt(b->runner, 0);
    bench_wait(b, &o);
    assert_int_equal(o.r, ERR_CANCELLED);
    assert_true(clock_mono_ns() - before < 250000000U);
    process_runner_resume(b->runner, 0);
}

/* A pants of its own that runs processes without end; says through the pipe where. */
noreturn_ static void run_until_killed(int pipe_fd) {
    struct spawner *own = NULL;
    void *state = NULL;
    if (spawner_start(&own, NULL) < 0) {
        _exit(1);
    }
    (void)bench_spawner(own);
    (void)bench_set_up(&state);
    struct bench *b = state;
    (void)!write(pipe_fd, b->folder, sizeof(b->folder));
    char script[300];
    snprintf(script, sizeof(script),
             "echo $$ >> %s/pids; (setsid sh -c 'echo $$ >> %s/pids; exec sleep 1000' "
             "> /dev/null 2>&1 &); cat in d/in > out; sleep 0.02",
             b->folder, b->folder);
    struct process_request q = bench_shell(b, script);
    const struct str file = STR("out");
    const struct process_input input = {STR("tools"), bench_directory(b, "t=1", NULL)};
    q.input_digest = bench_directory(b, "in=1", "d/in=2", NULL);
    q.output_files = &file;
    q.noutput_files = 1;
    q.immutable = &input;
    q.nimmutable = 1;
    for (;;) {
        struct outcome o[4];
        for (int i = 0; i < 4; i++) {
            q.attempt++;
            (void)bench_start(b, &q, &o[i]);
        }
        for (int i = 0; i < 4; i++) {
            bench_wait(b, &o[i]);
        }
    }
}

static void wait_until_all_dead(const char *folder) {
    char path[128];
    struct buf pids = BUF_INIT;
    snprintf(path, sizeof(path), "%s/pids", folder);
    if (file_read(path, 1 << 20, &pids, NULL) == 0) {
        for (char *at = pids.data, *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
            for (int i = 0; i < 500 && process_is_alive(atoi(at)); i++) {
                usleep(10000);
            }
            assert_false(process_is_alive(atoi(at)));
        }
    }
    buf_done(&pids);
}

/* kill -9 at any moment: nothing of it is alive, and the next runner removes its sandboxes. */
static void test_killed(void **state) {
    struct bench *b = *state;
    unsigned seed = 11;
    int rounds = getenv("PANTS_STRESS") != NULL ? 300 : 10, left = 0;
    bench_close_runner(b);
    for (int round = 0; round < rounds; round++) {
        int p[2];
        char folder[64] = "";
        assert_int_equal(pipe(p), 0);
        pid_t pants = fork();
        if (pants == 0) {
            run_until_killed(p[1]);
        }
        assert_int_equal(read(p[0], folder, sizeof(folder)), sizeof(folder));
        usleep((unsigned)rand_r(&seed) % 150000);
        assert_int_equal(kill(pants, SIGKILL), 0);
        assert_int_equal(waitpid(pants, NULL, 0), pants);
        close(p[0]);
        close(p[1]);
        wait_until_all_dead(folder);
        char *mine = b->sandboxes;
        b->sandboxes = xasprintf("%s/sandboxes", folder);
        left += bench_sandboxes(b);
        bench_open_runner(b);
        struct process_request q = bench_shell(b, "true");
        q.attempt = (unsigned)round;
        assert_int_equal(bench_run(b, &q).r, 0);
        bench_close_runner(b);
        assert_int_equal(bench_sandboxes(b), 0);
        free(b->sandboxes);
        b->sandboxes = mine;
        struct err e = ERR_INIT;
        assert_int_equal(dir_remove(folder, &e), 0);
    }
    assert_true(left > 0); /* there was something to remove */
    bench_open_runner(b);
}

int fault_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_store_fails, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_no_folder, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_helper_dies, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_impatience, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_killed, bench_set_up, bench_tear_down),
    };
    return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
