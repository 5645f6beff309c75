/* Processes that do what nobody should: a clear error or a plain result, and nothing left behind.
 */
#include "fixture.h"

#include "base/alloc.h"
#include "process/process_int.h"
#include "sys/fileio.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void one_folder(struct process_request *q, const struct str *path) {
    q->output_directories = path;
    q->noutput_directories = 1;
}

static void test_much_output(void **state) {
    struct bench *b = *state;
    struct process_request q = bench_shell(b, "head -c 60000000 /dev/zero; "
                                              "head -c 300000 /dev/zero >&2");
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.r, 0);
    assert_int_equal(o.result.stdout_digest.size, 60000000);
    assert_int_equal(o.result.stderr_digest.size, 300000);
    struct buf zeros = BUF_INIT;
    (void)buf_reserve(&zeros, 300000);
    memset(zeros.data, 0, 300000);
    struct digest d = digest_of(zeros.data, 300000);
    assert_true(digest_eq(&d, &o.result.stderr_digest));
    buf_done(&zeros);
}

/* What the stream itself holds in memory is little, whatever comes. */
static void test_memory_is_bounded(void **state) {
    struct bench *b = *state;
    int p[2];
    assert_int_equal(pipe(p), 0);
    struct output o;
    output__init(&o, p[0]);
    assert_int_equal(fcntl(p[0], F_SETFL, O_NONBLOCK), 0);
    struct err e = ERR_INIT;
    assert_int_equal(dir_make(b->sandboxes, 0700, &e), 0);
    char chunk[4096];
    memset(chunk, 'x', sizeof(chunk));
    uint64_t total = 0;
    for (int i = 0; i < 2000; i++) {
        assert_int_equal(write(p[1], chunk, sizeof(chunk)), sizeof(chunk));
        total += sizeof(chunk);
        assert_true(output__read(&o, b->sandboxes));
        assert_true(o.memory.cap <= 1 << 20);
    }
    close(p[1]);
    assert_false(output__read(&o, b->sandboxes));
    assert_int_equal(o.total, total);
    assert_true(o.spill >= 0);
    struct digest d;
    assert_int_equal(output__put(&o, STR("tail"), &b->content, &d, &e), 0);
    assert_int_equal(d.size, total + 4);
    output__done(&o);
}

static void test_detached_children(void **state) {
    struct bench *b = *state;
    char script[300];
    snprintf(script, sizeof(script),
             "i=0; while [ $i -lt 100 ]; do (setsid sh -c 'echo $$ >> %s/pids; exec sleep 1000' "
             "> /dev/null 2>&1 &); i=$((i+1)); done; sleep 0.3; echo over",
             b->folder);
    struct process_request q = bench_shell(b, script);
    struct outcome o = bench_run(b, &q);
    assert_string_equal(bench_text(b, &o.result.stdout_digest), "over\n");
    char path[128];
    struct buf pids = BUF_INIT;
    snprintf(path, sizeof(path), "%s/pids", b->folder);
    assert_int_equal(file_read(path, 1 << 20, &pids, NULL), 0);
    int seen = 0;
    for (char *at = pids.data; *at != '\0'; at = strchr(at, '\n') + 1) {
        assert_false(process_is_alive(atoi(at)));
        seen++;
    }
    assert_true(seen > 0);
    buf_done(&pids);
}

static void test_closed_streams(void **state) {
    struct bench *b = *state;
    struct process_request q = bench_shell(b, "echo before; exec >&- 2>&- <&-; sleep 0.1; exit 6");
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.r, 0);
    assert_int_equal(o.result.exit_code, 6);
    assert_string_equal(bench_text(b, &o.result.stdout_digest), "before\n");
}

static void test_unreadable_folders(void **state) {
    struct bench *b = *state;
    struct process_request q =
        bench_shell(b, "mkdir -p d/locked/x; echo 1 > d/locked/x/f; chmod 0 d/locked/x; "
                       "chmod 0555 d/locked; mkdir none; echo 2 > none/f; chmod 0 none/f none");
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.r, 0);
    bench_close_runner(b);
    assert_int_equal(bench_sandboxes(b), 0);
    bench_open_runner(b);
}

static void test_links_outside(void **state) {
    struct bench *b = *state;
    const struct str folder = STR("d"), behind = STR("out/etc/passwd");
    struct process_request q = bench_shell(b, "mkdir d; ln -s / d/all; ln -s ../../.. d/up; "
                                              "ln -s loop d/loop");
    one_folder(&q, &folder);
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.r, 0);
    assert_string_equal(bench_list(b, &o.result.output_digest),
                        "d/ d/all@/ d/loop@loop d/up@../../..");
    q = bench_shell(b, "rm -rf out; ln -s / out");
    q.output_files = &behind;
    q.noutput_files = 1;
    o = bench_run(b, &q);
    assert_int_equal(o.r, ERR_FORMAT);
    assert_non_null(strstr(o.e.msg, "out/etc/passwd"));
    assert_non_null(strstr(o.e.msg, "out of the sandbox"));
    /* One that stays inside is followed. */
    q = bench_shell(b, "rm -rf out; mkdir -p real/etc; echo p > real/etc/passwd; ln -s real out");
    q.output_files = &behind;
    q.noutput_files = 1;
    o = bench_run(b, &q);
    assert_int_equal(o.r, 0);
    assert_string_equal(bench_list(b, &o.result.output_digest), "out/ out/etc/ out/etc/passwd=p\n");
}

static void test_no_files(void **state) {
    struct bench *b = *state;
    static const char *const scripts[] = {
        "mkdir d; mkfifo d/f",
        "mkdir d; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"d/f\")'"};
    static const char *const words[] = {"fifo", "socket"};
    const struct str folder = STR("d");
    for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
        struct process_request q = bench_shell(b, scripts[i]);
        one_folder(&q, &folder);
        struct outcome o = bench_run(b, &q);
        assert_int_equal(o.r, ERR_FORMAT);
        assert_non_null(strstr(o.e.msg, "'d/f'"));
        assert_non_null(strstr(o.e.msg, words[i]));
    }
}

static void test_deep_folders(void **state) {
    struct bench *b = *state;
    const struct str folder = STR("d");
    struct process_request q = bench_shell(b, "mkdir d; cd d; i=0; while [ $i -lt 400 ]; do "
                                              "mkdir x; cd x; i=$((i+1)); done");
    one_folder(&q, &folder);
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.r, ERR_FORMAT);
    assert_non_null(strstr(o.e.msg, "deep"));
    bench_close_runner(b);
    assert_int_equal(bench_sandboxes(b), 0);
    bench_open_runner(b);
}

/* It removes its own sandbox. */
static void test_sandbox_gone(void **state) {
    struct bench *b = *state;
    const struct str folder = STR("d");
    struct process_request q = bench_shell(b, "rm -rf {chroot}; echo gone");
    one_folder(&q, &folder);
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.r, ERR_IO);
    assert_non_null(strstr(o.e.msg, "sandbox"));
}

int hostile_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_much_output, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_memory_is_bounded, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_detached_children, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_closed_streams, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_unreadable_folders, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_links_outside, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_no_files, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_deep_folders, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_sandbox_gone, bench_set_up, bench_tear_down),
    };
    return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
