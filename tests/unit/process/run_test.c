/* Whole runs: inputs, outputs, cache, timeouts, cancelling. */
#include "fixture.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "digest/tree.h"
#include "loop/loop.h"
#include "process/process_int.h"
#include "sys/fileio.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void test_streams_and_status(void **state) {
    struct bench *b = *state;
    struct process_request q = bench_shell(b, "echo out; echo err >&2; exit 3");
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.r, 0);
    assert_int_equal(o.result.exit_code, 3);
    assert_string_equal(bench_text(b, &o.result.stdout_digest), "out\n");
    assert_string_equal(bench_text(b, &o.result.stderr_digest), "err\n");
    assert_true(digest_eq(&o.result.output_digest, &DIGEST_EMPTY));
    assert_int_equal(o.result.source, PROCESS_RAN);
    assert_true(o.result.elapsed_ns > 0);
    q = bench_shell(b, "kill -9 $$");
    assert_int_equal(bench_run(b, &q).result.exit_code, -9);
    q = bench_shell(b, "cat; pwd; env | sort");
    o = bench_run(b, &q);
    const char *text = bench_text(b, &o.result.stdout_digest);
    assert_memory_equal(text, b->sandboxes, strlen(b->sandboxes));
    assert_non_null(strstr(text, "\nPATH=/usr/bin:/bin\n"));
    assert_null(strstr(text, "HOME="));
}

static void test_inputs_and_outputs(void **state) {
    struct bench *b = *state;
    struct process_request q =
        bench_shell(b, "[ -x ../tool ] && [ ! -x ../plain ] && cat ../plain ../link; "
                       "[ -d o/deep ] && [ ! -e o/deep/f ] && echo made; echo 1 > o/deep/f; "
                       "mkdir -p d/e d/empty; echo 2 > d/e/x; chmod +x d/e/x; ln -s e/x d/l; "
                       "ln -s /else/where d/out; echo no > left_out; mkdir asfile; echo 3 > asdir; "
                       "ln -s d/e/x link");
    q.input_digest = bench_directory(b, "+tool=t", "plain=p", "link@plain", "wd/x=y", NULL);
    const struct str files[] = {STR("o/deep/f"), STR("missing"), STR("asfile"), STR("link"),
                                STR("no/such/folder")};
    const struct str folders[] = {STR("d/"), STR("./asdir"), STR("nothere"), STR("o")};
    q.working_directory = STR("wd");
    q.output_files = files;
    q.noutput_files = ARRAY_LEN(files);
    q.output_directories = folders;
    q.noutput_directories = ARRAY_LEN(folders);
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.r, 0);
    assert_int_equal(o.result.exit_code, 0);
    assert_string_equal(bench_text(b, &o.result.stdout_digest), "ppmade\n");
    assert_string_equal(bench_list(b, &o.result.output_digest),
                        "asdir=3\n asfile/ d/ d/e/ +d/e/x=2\n d/empty/ d/l@e/x d/out@/else/where "
                        "link@d/e/x o/ o/deep/ o/deep/f=1\n");
}

static void test_missing_input(void **state) {
    struct bench *b = *state;
    struct process_request q = bench_shell(b, "true");
    q.input_digest = digest_of("nothing of ours", 15);
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.r, PROCESS_MISSING);
    assert_true(digest_eq(&o.missing, &q.input_digest));
    const struct process_input input = {STR("in"), q.input_digest};
    q.input_digest = DIGEST_EMPTY;
    q.immutable = &input;
    q.nimmutable = 1;
    o = bench_run(b, &q);
    assert_int_equal(o.r, PROCESS_MISSING);
    assert_true(digest_eq(&o.missing, &input.digest));
}

static void test_cache(void **state) {
    struct bench *b = *state;
    char script[200];
    snprintf(script, sizeof(script), "echo x >> %s/count; echo hi; echo f > f", b->folder);
    struct process_request q = bench_shell(b, script);
    const struct str file = STR("f");
    q.output_files = &file;
    q.noutput_files = 1;
    struct outcome first = bench_run(b, &q), second = bench_run(b, &q);
    assert_int_equal(second.result.source, PROCESS_HIT_LOCALLY);
    assert_true(digest_eq(&first.result.output_digest, &second.result.output_digest));
    assert_true(digest_eq(&first.result.stdout_digest, &second.result.stdout_digest));
    assert_int_equal(second.result.elapsed_ns, first.result.elapsed_ns);
    /* Another runner finds it too. */
    bench_close_runner(b);
    bench_open_runner(b);
    assert_int_equal(bench_run(b, &q).result.source, PROCESS_HIT_LOCALLY);
    q.attempt = 1;
    assert_int_equal(bench_run(b, &q).result.source, PROCESS_RAN);
    q.attempt = 0;
    q.scope = PROCESS_PER_SESSION;
    assert_int_equal(bench_run(b, &q).result.source, PROCESS_RAN);
    char path[128];
    struct buf count = BUF_INIT;
    snprintf(path, sizeof(path), "%s/count", b->folder);
    assert_int_equal(file_read(path, 100, &count, NULL), 0);
    assert_string_equal(count.data, "x\nx\nx\n");
    buf_done(&count);
}

static void test_cache_of_failures(void **state) {
    struct bench *b = *state;
    struct process_request q = bench_shell(b, "exit 1");
    (void)bench_run(b, &q);
    assert_int_equal(bench_run(b, &q).result.source, PROCESS_RAN);
    q.scope = PROCESS_ALWAYS;
    assert_int_equal(bench_run(b, &q).result.source, PROCESS_RAN);
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.result.source, PROCESS_HIT_LOCALLY);
    assert_int_equal(o.result.exit_code, 1);
}

/* A result whose blobs are gone is no result. */
static void test_cache_lost(void **state) {
    struct bench *b = *state;
    struct process_request q = bench_shell(b, "echo something; mkdir d; echo e > d/f");
    const struct str folder = STR("d");
    q.output_directories = &folder;
    q.noutput_directories = 1;
    assert_int_equal(bench_run(b, &q).r, 0);
    bench_close_runner(b);
    process_store_content_free(b->store_content);
    store_free(b->store);
    struct err e = ERR_INIT;
    assert_int_equal(store_new(b->loop, &b->store, &e), 0);
    b->store_content = process_store_content_new(b->loop, b->store);
    b->content = process_content_of_store(b->store_content);
    bench_open_runner(b);
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.result.source, PROCESS_RAN);
    assert_int_equal(process_runner_stats(b->runner).cache_lost, 1);
    assert_string_equal(bench_list(b, &o.result.output_digest), "d/ d/f=e\n");
    assert_int_equal(bench_run(b, &q).result.source, PROCESS_HIT_LOCALLY);
}

static void test_timeout(void **state) {
    struct bench *b = *state;
    struct process_request q = bench_shell(b, "trap '' TERM; echo begun >&2; sleep 30 & wait; "
                                              "sleep 30");
    q.timeout_seconds = 1;
    uint64_t before = clock_mono_ns();
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.r, 0);
    assert_true(o.result.timed_out);
    assert_int_equal(o.result.exit_code, -15);
    const char *text = bench_text(b, &o.result.stderr_digest);
    assert_memory_equal(text, "begun\n", 6);
    assert_non_null(strstr(text, "timeout of 1 s"));
    assert_in_range(clock_mono_ns() - before, 1000000000U, 8000000000U);
}

static void test_words(void **state) {
    struct bench *b = *state;
    struct process_request q =
        bench_shell(b, "[ {chroot} = \"$PWD\" ] && [ \"$HERE\" = \"$PWD/x\" ] && echo same; "
                       "echo slot $SLOT; echo cores {pants_concurrency}");
    const struct process_pair env[] = {{STR("HERE"), STR("{chroot}/x")}};
    q.env = env;
    q.nenv = 1;
    q.slot_variable = STR("SLOT");
    q.concurrency_min = 1;
    q.concurrency_max = 7;
    struct outcome o = bench_run(b, &q);
    assert_string_equal(bench_text(b, &o.result.stdout_digest), "same\nslot 1\ncores 2\n");
    assert_int_equal(o.result.concurrency, 2);
}

static void test_programs(void **state) {
    struct bench *b = *state;
    /* A program of the inputs, by a relative path; just written. */
    struct process_request q = bench_shell(b, "");
    q.input_digest = bench_directory(b, "+bin/tool=#!/bin/sh\necho tool in $0\n", NULL);
    const struct str argv[] = {STR("./bin/tool")};
    q.argv = argv;
    q.nargv = 1;
    struct outcome o = bench_run(b, &q);
    assert_string_equal(bench_text(b, &o.result.stdout_digest), "tool in ./bin/tool\n");
    const struct str none[] = {STR("no-such-tool")};
    q.argv = none;
    o = bench_run(b, &q);
    assert_int_equal(o.r, ERR_IO);
    assert_non_null(strstr(o.e.msg, "no-such-tool"));
    assert_non_null(strstr(o.e.msg, "a test"));
    q.nargv = 0;
    assert_int_equal(bench_run(b, &q).r, ERR_USAGE);
}

static void test_queue(void **state) {
    struct bench *b = *state;
    enum { N = 12 };
    struct outcome o[N];
    for (int i = 0; i < N; i++) {
        char script[64];
        snprintf(script, sizeof(script), "sleep 0.02; echo %d", i);
        struct process_request q = bench_shell(b, script);
        (void)bench_start(b, &q, &o[i]);
    }
    unsigned most = 0;
    for (int i = 0; i < N; i++) {
        bench_wait(b, &o[i]);
        unsigned now = process_runner_stats(b->runner).running;
        most = now > most ? now : most;
        char expected[16];
        snprintf(expected, sizeof(expected), "%d\n", i);
        assert_string_equal(bench_text(b, &o[i].result.stdout_digest), expected);
        assert_int_equal(o[i].waits, i < 2 ? 0 : 2);
    }
    assert_true(most <= 2);
    assert_int_equal(process_runner_stats(b->runner).ran, N);
}

/* Programs that were just written, by the pool, while others are started. */
static void test_just_written(void **state) {
    struct bench *b = *state;
    enum { N = 50 };
    int rounds = getenv("PANTS_STRESS") != NULL ? 10000 / N : 3;
    struct buf program = BUF_INIT;
    struct err e = ERR_INIT;
    struct digest d;
    assert_int_equal(file_read("/bin/true", 1 << 24, &program, &e), 0);
    assert_int_equal(store_put(b->store, buf_str(&program), &d, &e), 0);
    struct dtree_builder *builder = dtree_builder_new();
    struct dtree *tree = NULL;
    assert_int_equal(dtree_builder_file(builder, STR("bin/it"), &d, true, &e), 0);
    assert_int_equal(dtree_builder_finish(builder, &tree, &e), 0);
    assert_int_equal(store_put_tree(b->store, tree, &e), 0);
    struct process_request q = bench_shell(b, "");
    const struct str argv[] = {STR("bin/it")};
    q.argv = argv;
    q.nargv = 1;
    q.input_digest = *dtree_digest(tree);
    struct outcome o[N];
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < N; i++) {
            q.attempt++;
            (void)bench_start(b, &q, &o[i]);
        }
        for (int i = 0; i < N; i++) {
            bench_wait(b, &o[i]);
            assert_int_equal(o[i].r, 0);
            assert_int_equal(o[i].result.exit_code, 0);
        }
    }
    assert_int_equal(process_runner_stats(b->runner).ran, rounds * N);
    dtree_unref(tree);
    dtree_builder_free(builder);
    buf_done(&program);
}

static int read_pid(struct bench *b) {
    char path[128];
    snprintf(path, sizeof(path), "%s/pid", b->folder);
    for (int i = 0; i < 500; i++) {
        (void)loop_run_ready(b->loop);
        struct buf text = BUF_INIT;
        int pid = file_read(path, 100, &text, NULL) == 0 ? atoi(text.data) : 0;
        buf_done(&text);
        if (pid > 0) {
            (void)unlink(path);
            return pid;
        }
        usleep(10000);
    }
    fail_msg("it did not start");
    return 0;
}

static struct process_request sleeper(struct bench *b, const char *traps) {
    char script[256];
    snprintf(script, sizeof(script), "%s echo $$ > %s/pid; while :; do sleep 0.05; done", traps,
             b->folder);
    return bench_shell(b, script);
}

static void test_cancel(void **state) {
    struct bench *b = *state;
    static const char *const traps[] = {"", "trap '' INT TERM;"};
    for (size_t i = 0; i < ARRAY_LEN(traps); i++) {
        struct process_request q = sleeper(b, traps[i]);
        struct outcome o;
        struct process_run *run = bench_start(b, &q, &o);
        int pid = read_pid(b);
        assert_true(process_is_alive(pid));
        process_run_cancel(run);
        bench_close_runner(b);
        assert_false(o.done);
        assert_false(process_is_alive(pid));
        assert_int_equal(bench_sandboxes(b), 0);
        bench_open_runner(b);
    }
    /* At every other stage: after so many turns of the loop. */
    for (int turns = 0; turns < 30; turns++) {
        struct process_request q = bench_shell(b, "echo hi > f");
        const struct str file = STR("f");
        q.output_files = &file;
        q.noutput_files = 1;
        struct outcome o[4];
        struct process_run *runs[4];
        for (int k = 0; k < 4; k++) {
            runs[k] = bench_start(b, &q, &o[k]);
        }
        for (int k = 0; k < turns; k++) {
            (void)loop_run_ready(b->loop);
            usleep(300);
        }
        for (int k = 0; k < 4; k++) {
            if (!o[k].done) {
                process_run_cancel(runs[k]);
                o[k].r = 99;
            }
        }
        bench_close_runner(b);
        for (int k = 0; k < 4; k++) {
            assert_int_equal(o[k].done, o[k].r != 99);
        }
        assert_int_equal(bench_sandboxes(b), 0);
        bench_open_runner(b);
    }
}

static void *interrupt_thread(void *user) {
    process_runner_interrupt(user, 1);
    return NULL;
}

static void test_interrupt(void **state) {
    struct bench *b = *state;
    struct process_request q = sleeper(b, ""), other = bench_shell(b, "echo fine"), queued = q;
    other.group = 2;
    queued.scope = PROCESS_PER_SESSION;
    struct outcome a, c, d, after;
    (void)bench_start(b, &q, &a);
    int pid = read_pid(b);
    (void)bench_start(b, &queued, &c);
    (void)read_pid(b);
    (void)bench_start(b, &queued, &d); /* both slots are taken */
    /* From another thread, while this one does nothing. */
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, interrupt_thread, b->runner), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    for (int i = 0; i < 500 && process_is_alive(pid); i++) {
        usleep(10000);
    }
    assert_false(process_is_alive(pid));
    bench_wait(b, &a);
    bench_wait(b, &c);
    bench_wait(b, &d);
    assert_int_equal(a.r, ERR_CANCELLED);
    assert_int_equal(c.r, ERR_CANCELLED);
    assert_int_equal(d.r, ERR_CANCELLED);
    (void)bench_start(b, &q, &after);
    bench_wait(b, &after);
    assert_int_equal(after.r, ERR_CANCELLED);
    assert_int_equal(bench_run(b, &other).result.exit_code, 0);
    process_runner_resume(b->runner, 1);
    q = bench_shell(b, "echo again");
    assert_int_equal(bench_run(b, &q).r, 0);
}

static void test_interactive(void **state) {
    struct bench *b = *state;
    int in[2], out[2];
    assert_int_equal(pipe(in) | pipe(out), 0);
    struct process_request q =
        bench_shell(b, "read x; echo got $x in $PWD; cat {chroot}/tool; exit 4");
    q.input_digest = bench_directory(b, "tool=t", NULL);
    struct process_interactive how = {
        .fds = {in[0], out[1], out[1]}, .tty = -1, .in_workspace = true};
    struct outcome o = {0};
    assert_int_equal(write(in[1], "word\n", 5), 5);
    (void)process_interactive_start(b->runner, &q, &how, bench_done, &o);
    bench_wait(b, &o);
    assert_int_equal(o.r, 0);
    assert_int_equal(o.result.exit_code, 4);
    char text[512] = "", expected[512];
    assert_true(read(out[0], text, sizeof(text) - 1) > 0);
    snprintf(expected, sizeof(expected), "got word in %s\nt", b->build_root);
    assert_string_equal(text, expected);
    const struct str killed[] = {STR("sh"), STR("-c"), STR("kill -9 $$")};
    q.argv = killed;
    o = (struct outcome){0};
    (void)process_interactive_start(b->runner, &q, &how, bench_done, &o);
    bench_wait(b, &o);
    assert_int_equal(o.result.exit_code, -1);
    for (int i = 0; i < 2; i++) {
        close(in[i]);
        close(out[i]);
    }
}

int whole_run_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_streams_and_status, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_inputs_and_outputs, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_missing_input, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_cache, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_cache_of_failures, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_cache_lost, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_timeout, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_words, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_programs, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_queue, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_just_written, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_cancel, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_interrupt, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_interactive, bench_set_up, bench_tear_down),
    };
    return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
