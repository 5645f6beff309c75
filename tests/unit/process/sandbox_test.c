/* Sandboxes that stay and that are left over, named caches, immutable inputs. */
#include "fixture.h"

#include "base/alloc.h"
#include "process/process_int.h"
#include "sys/fileio.h"
#include "sys/spawn.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs a kept sandbox's script. */
static const char *run_script(struct bench *b, const char *sandbox, int *ret_status) {
    cleanup_(freep) char *path = xasprintf("%s/__run.sh", sandbox);
    const char *argv[] = {path, NULL}, *envp[] = {"PATH=/usr/bin:/bin", "NOT=this", NULL};
    struct spawn_request q = {.argv = argv, .envp = envp, .fds = {-1, -1, -1}};
    struct buf out = BUF_INIT;
    struct spawn_capture c = {.max = 10000, .out = &out, .err = &out};
    struct err e = ERR_INIT;
    assert_int_equal(spawn_capture(bench_spawner(NULL), &q, &c, ret_status, &e), 0);
    const char *text = arena_str(&b->arena, buf_str(&out)).ptr;
    buf_done(&out);
    return text;
}

static void test_keep(void **state) {
    struct bench *b = *state;
    struct process_request q = bench_shell(b, "cat in; echo \"$A|$NOT|$PWD\" | tee f; exit $CODE");
    const struct process_pair env[] = {{STR("PATH"), STR("/usr/bin:/bin")},
                                       {STR("A"), STR("it's \"$x\"\n.")},
                                       {STR("CODE"), STR("2")}};
    q.env = env;
    q.nenv = 3;
    q.input_digest = bench_directory(b, "wd/in=i", NULL);
    q.working_directory = STR("wd");
    q.description = STR("two\nlines");
    q.keep = PROCESS_KEEP_ON_FAILURE;
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.result.exit_code, 2);
    assert_true(o.kept[0] != '\0');
    assert_non_null(strstr(b->log, o.kept));
    int status = 0;
    const char *again = run_script(b, o.kept, &status);
    assert_int_equal(WEXITSTATUS(status), 2);
    assert_string_equal(again, bench_text(b, &o.result.stdout_digest));
    /* It stays when the runner goes, and when others sweep. */
    bench_close_runner(b);
    bench_open_runner(b);
    const struct process_pair fine[] = {env[0], env[1], {STR("CODE"), STR("0")}};
    q.env = fine;
    assert_string_equal(bench_run(b, &q).kept, "");
    q.keep = PROCESS_KEEP_ALWAYS;
    q.scope = PROCESS_PER_SESSION;
    assert_true(bench_run(b, &q).kept[0] != '\0');
    bench_close_runner(b);
    assert_int_equal(bench_sandboxes(b), 2);
    assert_int_equal(access(o.kept, F_OK), 0);
    bench_open_runner(b);
}

static void test_removed(void **state) {
    struct bench *b = *state;
    struct process_request q = bench_shell(b, "mkdir -p a/b; echo 1 > a/b/c; exit 1");
    assert_int_equal(bench_run(b, &q).r, 0);
    bench_close_runner(b);
    assert_int_equal(bench_sandboxes(b), 0);
    bench_open_runner(b);
}

static void test_left_over(void **state) {
    struct bench *b = *state;
    struct err e = ERR_INIT;
    int p[2];
    char ok = 0;
    assert_int_equal(pipe(p), 0);
    pid_t other = fork();
    if (other == 0) {
        /* Somebody with a sandbox at work and one that is to stay, killed. */
        struct sandboxes *s = NULL;
        char *a = NULL, *c = NULL;
        if (sandboxes__new(b->sandboxes, &s, &e) == 0 && sandboxes__make(s, &a, &e) == 0 &&
            sandboxes__make(s, &c, &e) == 0) {
            sandboxes__keep(s, c);
            (void)!write(p[1], "k", 1);
        }
        pause();
        _exit(1);
    }
    assert_int_equal(read(p[0], &ok, 1), 1);
    sandboxes__sweep(b->sandboxes, NULL);
    assert_int_equal(bench_sandboxes(b), 2); /* its owner is alive */
    kill(other, SIGKILL);
    waitpid(other, NULL, 0);
    struct process_request q = bench_shell(b, "true");
    assert_int_equal(bench_run(b, &q).r, 0); /* the next runner sweeps */
    bench_close_runner(b);
    assert_int_equal(bench_sandboxes(b), 1);
    bench_open_runner(b);
    close(p[0]);
    close(p[1]);
}

static void test_named_caches(void **state) {
    struct bench *b = *state;
    const struct process_pair caches[] = {{STR("pip_1"), STR(".cache/pip")}};
    struct process_request q = bench_shell(b, "echo x >> .cache/pip/log; cat .cache/pip/log");
    q.caches = caches;
    q.ncaches = 1;
    struct outcome o = bench_run(b, &q);
    assert_string_equal(bench_text(b, &o.result.stdout_digest), "x\n");
    q.attempt = 1;
    o = bench_run(b, &q);
    assert_string_equal(bench_text(b, &o.result.stdout_digest), "x\nx\n");
    char path[256];
    snprintf(path, sizeof(path), "%s/pip_1/log", b->caches);
    assert_int_equal(access(path, F_OK), 0);
}

static void test_immutable_inputs(void **state) {
    struct bench *b = *state;
    const struct process_input inputs[] = {
        {STR("tools/a"), bench_directory(b, "+bin/x=#!/bin/sh\necho ran", "d/f=1", NULL)},
        {STR("tools/b"), bench_directory(b, "g=2", NULL)}};
    struct process_request q =
        bench_shell(b, "tools/a/bin/x; cat tools/a/d/f tools/b/g; readlink tools/a; stat -L -c %a "
                       "tools/a tools/a/d tools/a/d/f tools/a/bin/x | tr '\\n' ' '");
    q.immutable = inputs;
    q.nimmutable = 2;
    q.input_digest = bench_directory(b, "tools/c=3", NULL);
    struct outcome first = bench_run(b, &q);
    assert_int_equal(first.r, 0);
    const char *text = bench_text(b, &first.result.stdout_digest);
    assert_memory_equal(text, "ran\n12/", 7);
    assert_non_null(strstr(text, "\n555 555 444 555 "));
    /* Made once for both. */
    q.attempt = 1;
    struct outcome second = bench_run(b, &q);
    assert_string_equal(text, bench_text(b, &second.result.stdout_digest));
    /* They are part of the name: as if they lay there. */
    struct process_request flat = q;
    flat.nimmutable = 0;
    flat.input_digest = bench_directory(b, "+tools/a/bin/x=#!/bin/sh\necho ran", "tools/a/d/f=1",
                                        "tools/b/g=2", "tools/c=3", NULL);
    struct digest root;
    struct err e = ERR_INIT;
    assert_int_equal(inputs__root(&q, &b->content, &root, &e), 0);
    assert_true(digest_eq(&root, &flat.input_digest));
    bench_close_runner(b);
    assert_int_equal(bench_sandboxes(b), 0);
    bench_open_runner(b);
    /* Two of a name. */
    const struct process_input clash[] = {{STR("tools"), bench_directory(b, "c=other", NULL)}};
    q.immutable = clash;
    q.nimmutable = 1;
    struct outcome o = bench_run(b, &q);
    assert_int_equal(o.r, ERR_CONFLICT);
}

static void test_workspace(void **state) {
    struct bench *b = *state;
    const struct str file = STR("f");
    struct process_request q = bench_shell(b, "pwd; echo here > made; echo there > {chroot}/f");
    q.workspace = true;
    q.output_files = &file;
    q.noutput_files = 1;
    struct outcome o = bench_run(b, &q);
    cleanup_(freep) char *expected = xasprintf("%s\n", b->build_root);
    cleanup_(freep) char *made = xasprintf("%s/made", b->build_root);
    assert_string_equal(bench_text(b, &o.result.stdout_digest), expected);
    assert_string_equal(bench_list(b, &o.result.output_digest), "f=there\n");
    assert_int_equal(access(made, F_OK), 0);
}

static void test_jdk(void **state) {
    struct bench *b = *state;
    struct process_request q = bench_shell(b, "readlink .jdk");
    q.jdk_home = STR("/opt/jdk-17");
    struct outcome o = bench_run(b, &q);
    assert_string_equal(bench_text(b, &o.result.stdout_digest), "/opt/jdk-17\n");
}

int sandbox_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_keep, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_removed, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_left_over, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_named_caches, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_immutable_inputs, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_workspace, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_jdk, bench_set_up, bench_tear_down),
    };
    return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
