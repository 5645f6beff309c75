/* The spawn helper: what programs get, how their ends are told, that nothing outlives them. */
#include "sys/spawn.h"

#include "spawn_test.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "sys/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const ENV[] = {"PATH=/nowhere:/usr/bin:/bin", "A=b c", NULL};

static int set_up(void **state) {
    struct spawner *s = NULL;
    struct err e = ERR_INIT;
    int r = spawner_start(&s, &e);
    *state = s;
    return r;
}

static int tear_down(void **state) {
    spawner_stop(*state);
    return 0;
}

static uint64_t start_program(struct spawner *s, const char *const *argv, const char *cwd,
                              int out) {
    struct err e = ERR_INIT;
    struct spawn_request q = {.id = spawner_new_id(s),
                              .argv = argv,
                              .envp = ENV,
                              .cwd = cwd,
                              .fds = {-1, out, out},
                              .tty = -1};
    assert_int_equal(spawner_spawn(s, &q, &e), 0);
    return q.id;
}

static struct spawn_end next_end(struct spawner *s) {
    struct spawn_end end;
    struct err e = ERR_INIT;
    int r;
    while ((r = spawner_next(s, &end, &e)) == SPAWN_NONE) {
        struct pollfd p = {spawner_fd(s), POLLIN, 0};
        assert_int_equal(poll(&p, 1, 20000), 1);
    }
    assert_int_equal(r, 0);
    return end;
}

static struct spawn_end shell(struct spawner *s, const char *script) {
    const char *argv[] = {"sh", "-c", script, NULL};
    (void)start_program(s, argv, NULL, -1);
    return next_end(s);
}

static int capture_shell(struct spawner *s, const char *script, struct buf *out) {
    const char *argv[] = {"sh", "-c", script, NULL};
    struct spawn_request q = {.argv = argv, .envp = ENV, .cwd = "/", .fds = {-1, -1, -1}};
    struct spawn_capture c = {.max = 1 << 20, .out = out, .err = out};
    struct err e = ERR_INIT;
    int status = -1;
    assert_int_equal(spawn_capture(s, &q, &c, &status, &e), 0);
    return status;
}

static void test_status(void **state) {
    struct spawner *s = *state;
    struct spawn_end end = shell(s, "exit 7");
    assert_int_equal(end.stage, SPAWN_STARTED);
    assert_true(WIFEXITED(end.status));
    assert_int_equal(WEXITSTATUS(end.status), 7);
    assert_true(end.max_rss > 0);
    end = shell(s, "kill -USR2 $$");
    assert_true(WIFSIGNALED(end.status));
    assert_int_equal(WTERMSIG(end.status), SIGUSR2);
    struct err e = ERR_INIT;
    assert_int_equal(spawner_next(s, &end, &e), SPAWN_NONE);
}

static void test_many_at_once(void **state) {
    struct spawner *s = *state;
    uint64_t ids[40];
    for (int i = 0; i < 40; i++) {
        char script[32];
        snprintf(script, sizeof(script), "exit %d", i);
        const char *argv[] = {"/bin/sh", "-c", script, NULL};
        ids[i] = start_program(s, argv, NULL, -1);
    }
    for (int i = 0; i < 40; i++) {
        struct spawn_end end = next_end(s);
        assert_in_range(end.id, ids[0], ids[39]);
        assert_int_equal(WEXITSTATUS(end.status), end.id - ids[0]);
    }
}

static void test_what_it_gets(void **state) {
    struct spawner *s = *state;
    struct buf out = BUF_INIT;
    assert_int_equal(
        capture_shell(s, "echo \"$A|$(pwd)|$(ls /proc/self/fd | tr '\\n' ' ')\"", &out), 0);
    /* 3 is ls reading the folder. */
    assert_string_equal(out.data, "b c|/|0 1 2 3 \n");
    buf_clear(&out);
    assert_int_equal(
        capture_shell(s, "grep -E '^Sig(Blk|Ign)' /proc/self/status; env | sort", &out), 0);
    assert_non_null(strstr(out.data, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n"));
    assert_non_null(strstr(out.data, "A=b c\n"));
    assert_null(strstr(out.data, "HOME="));
    buf_clear(&out);
    /* Its own session and group, no terminal. */
    assert_int_equal(capture_shell(s,
                                   "read p c st pp g sid tty r < /proc/self/stat; "
                                   "[ $p = $g ] && [ $p = $sid ] && [ $tty = 0 ] && echo own",
                                   &out),
                     0);
    assert_string_equal(out.data, "own\n");
    buf_done(&out);
}

static void test_failures(void **state) {
    struct spawner *s = *state;
    const char *none[] = {"no-such-program", NULL};
    uint64_t id = start_program(s, none, NULL, -1);
    struct spawn_end end = next_end(s);
    assert_int_equal(end.id, id);
    assert_int_equal(end.stage, SPAWN_NO_PROGRAM);
    assert_int_equal(end.sys_errno, ENOENT);
    const char *folder[] = {"/etc", NULL};
    (void)start_program(s, folder, NULL, -1);
    assert_int_equal(next_end(s).sys_errno, EACCES);
    const char *fine[] = {"true", NULL};
    (void)start_program(s, fine, "/no/such/folder", -1);
    end = next_end(s);
    assert_int_equal(end.stage, SPAWN_NO_FOLDER);
    assert_int_equal(end.sys_errno, ENOENT);
    struct err e = ERR_INIT;
    int status;
    struct spawn_request q = {.argv = none, .envp = ENV, .fds = {-1, -1, -1}};
    struct spawn_capture c = {.max = 100};
    assert_int_equal(spawn_capture(s, &q, &c, &status, &e), ERR_NOTFOUND);
    assert_non_null(strstr(e.msg, "no-such-program"));
}

static void test_long_words(void **state) {
    struct spawner *s = *state;
    /* More than a packet takes in line: many words of 100 kB in all. */
    enum { N = 1000 };
    char word[120];
    memset(word, 'w', sizeof(word) - 1);
    word[sizeof(word) - 1] = '\0';
    const char *argv[N + 5] = {"sh", "-c", "printf %s \"$# ${#1}\"", "sh"};
    for (int i = 0; i < N; i++) {
        argv[4 + i] = word;
    }
    struct spawn_request q = {.argv = argv, .envp = ENV, .fds = {-1, -1, -1}};
    struct buf out = BUF_INIT;
    struct spawn_capture c = {.max = 100, .out = &out};
    struct err e = ERR_INIT;
    int status = -1;
    assert_int_equal(spawn_capture(s, &q, &c, &status, &e), 0);
    assert_int_equal(status, 0);
    assert_string_equal(out.data, "1000 119");
    buf_done(&out);
}

static void test_capture_limits(void **state) {
    struct spawner *s = *state;
    const char *flood[] = {"sh", "-c", "while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done",
                           NULL};
    struct spawn_request q = {.argv = flood, .envp = ENV, .fds = {-1, -1, -1}};
    struct buf out = BUF_INIT;
    struct spawn_capture c = {.max = 10000, .out = &out};
    struct err e = ERR_INIT;
    int status = -1;
    assert_int_equal(spawn_capture(s, &q, &c, &status, &e), ERR_NOMEM);
    const char *slow[] = {"sleep", "100", NULL};
    q.argv = slow;
    c.timeout_ns = 50000000;
    uint64_t before = clock_mono_ns();
    assert_int_equal(spawn_capture(s, &q, &c, &status, &e), SPAWN_TIMEOUT);
    assert_true(clock_mono_ns() - before < 5000000000U);
    buf_done(&out);
}

/* True while a process (not a zombie) has this number. */
static bool is_alive(int pid) {
    char path[64];
    struct buf text = BUF_INIT;
    snprintf(path, sizeof(path), "/proc/%d/stat", pid);
    bool alive = file_read(path, 4096, &text, NULL) == 0 && strstr(text.data, ") Z ") == NULL;
    buf_done(&text);
    return alive;
}

static void test_detached_children(void **state) {
    struct spawner *s = *state;
    struct buf out = BUF_INIT;
    assert_int_equal(capture_shell(s,
                                   "i=0; while [ $i -lt 40 ]; do (setsid sh -c 'echo $$; exec "
                                   "sleep 1000 >/dev/null 2>&1' &) ; i=$((i+1)); done; sleep 0.2",
                                   &out),
                     0);
    int seen = 0;
    for (char *at = out.data; at != NULL && *at != '\0'; at = strchr(at, '\n') + 1) {
        assert_false(is_alive(atoi(at)));
        seen++;
    }
    assert_in_range(seen, 1, 40);
    buf_done(&out);
}

static void test_signals(void **state) {
    struct spawner *s = *state;
    int p[2];
    assert_int_equal(pipe2(p, O_CLOEXEC), 0);
    const char *argv[] = {"sh", "-c",
                          "trap 'echo int' INT; trap 'echo term; exit 3' TERM; echo up; "
                          "while :; do sleep 0.05; done",
                          NULL};
    uint64_t id = start_program(s, argv, NULL, p[1]);
    close(p[1]);
    char c[8] = "";
    assert_int_equal(read(p[0], c, 3), 3);
    spawner_kill(s, id, SPAWN_INTERRUPT);
    assert_int_equal(read(p[0], c, 4), 4);
    assert_memory_equal(c, "int\n", 4);
    spawner_kill(s, id, SPAWN_TERMINATE);
    struct spawn_end end = next_end(s);
    assert_int_equal(WEXITSTATUS(end.status), 3);
    spawner_kill(s, id, SPAWN_KILL); /* too late: nothing */
    close(p[0]);
    const char *deaf[] = {"sh", "-c", "trap '' INT TERM; setsid sleep 1000 & wait", NULL};
    id = start_program(s, deaf, NULL, -1);
    usleep(50000);
    spawner_kill(s, id, SPAWN_TERMINATE);
    spawner_kill(s, id, SPAWN_KILL);
    end = next_end(s);
    assert_true(WIFSIGNALED(end.status));
    assert_int_equal(WTERMSIG(end.status), SIGKILL);
}

static int read_number(int fd) {
    char text[32] = "";
    ssize_t n = read(fd, text, sizeof(text) - 1);
    assert_true(n > 0);
    return atoi(text);
}

static void wait_until_dead(int pid) {
    for (int i = 0; i < 500 && is_alive(pid); i++) {
        usleep(10000);
    }
    assert_false(is_alive(pid));
}

/* The watcher is killed from outside: the program and what it detached die too. */
static void test_watcher_killed(void **state) {
    struct spawner *s = *state;
    int p[2];
    assert_int_equal(pipe2(p, O_CLOEXEC), 0);
    const char *argv[] = {"sh", "-c",
                          "(setsid sh -c 'echo $$; exec sleep 1000' &); read p c s w r < "
                          "/proc/$$/stat; sleep 0.1; kill -9 $w; sleep 1000",
                          NULL};
    uint64_t id = start_program(s, argv, NULL, p[1]);
    close(p[1]);
    int detached = read_number(p[0]);
    struct spawn_end end = next_end(s);
    assert_int_equal(end.id, id);
    assert_int_equal(end.stage, SPAWN_LOST);
    assert_false(is_alive(detached));
    close(p[0]);
}

/* A pants that is killed takes everything with it. */
static void test_parent_killed(void **state) {
    (void)state;
    int p[2];
    assert_int_equal(pipe2(p, O_CLOEXEC), 0);
    pid_t pants = fork();
    if (pants == 0) {
        struct spawner *s = NULL;
        if (spawner_start(&s, NULL) == 0) {
            const char *argv[] = {"sh", "-c", "setsid sh -c 'echo $$; exec sleep 1000' & wait",
                                  NULL};
            struct spawn_request q = {.id = spawner_new_id(s),
                                      .argv = argv,
                                      .envp = ENV,
                                      .fds = {-1, p[1], -1},
                                      .tty = -1};
            (void)!spawner_spawn(s, &q, NULL);
            pause();
        }
        _exit(1);
    }
    close(p[1]);
    int detached = read_number(p[0]);
    assert_true(is_alive(detached));
    kill(pants, SIGKILL);
    waitpid(pants, NULL, 0);
    wait_until_dead(detached);
    close(p[0]);
}

static void test_helper_killed(void **state) {
    struct spawner *s = NULL;
    (void)state;
    struct err e = ERR_INIT;
    assert_int_equal(spawner_start(&s, &e), 0);
    int p[2];
    assert_int_equal(pipe2(p, O_CLOEXEC), 0);
    const char *argv[] = {"sh", "-c", "echo $$; sleep 1000", NULL};
    (void)start_program(s, argv, NULL, p[1]);
    close(p[1]);
    int pid = read_number(p[0]);
    kill(spawner_pid(s), SIGKILL);
    wait_until_dead(pid);
    struct spawn_end end;
    int r;
    while ((r = spawner_next(s, &end, &e)) >= 0) {
        usleep(1000);
    }
    assert_int_equal(r, ERR_IO);
    struct spawn_request q = {.id = 9, .argv = argv, .envp = ENV, .fds = {-1, -1, -1}};
    assert_int_equal(spawner_spawn(s, &q, &e), ERR_IO);
    spawner_stop(s);
    close(p[0]);
}

/* Programs that were just written, by threads that write others meanwhile. */
static void test_just_written(void **state) {
    struct spawner *s = *state;
    char folder[] = "/tmp/spawn-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct buf binary = BUF_INIT;
    struct err e = ERR_INIT;
    assert_int_equal(file_read("/bin/true", 1 << 24, &binary, &e), 0);
    const char *many = getenv("PANTS_STRESS");
    int n = many != NULL ? 10000 : 300, under_way = 0;
    for (int i = 0; i < n; i++) {
        char path[64];
        snprintf(path, sizeof(path), "%s/%d", folder, i + 1); /* its id */
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
        assert_true(fd >= 0);
        assert_int_equal(fd_write_all(fd, binary.data, binary.len, &e), 0);
        close(fd);
        const char *argv[] = {path, NULL};
        (void)start_program(s, argv, NULL, -1);
        for (under_way++; under_way > 4 || (under_way > 0 && i == n - 1); under_way--) {
            struct spawn_end end = next_end(s);
            assert_int_equal(end.stage, SPAWN_STARTED);
            assert_int_equal(end.status, 0);
            snprintf(path, sizeof(path), "%s/%d", folder, (int)end.id);
            assert_int_equal(unlink(path), 0);
        }
    }
    buf_done(&binary);
    assert_int_equal(dir_remove(folder, &e), 0);
}

/* Somebody else holds it for writing for a moment. */
static void test_held_for_writing(void **state) {
    struct spawner *s = *state;
    char path[] = "/tmp/spawn-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "#!/bin/sh\nexit 5\n", 17), 17);
    assert_int_equal(fchmod(fd, 0700), 0);
    const char *argv[] = {path, NULL};
    (void)start_program(s, argv, NULL, -1);
    usleep(20000);
    close(fd);
    struct spawn_end end = next_end(s);
    assert_int_equal(WEXITSTATUS(end.status), 5);
    unlink(path);
}

/* Found along PATH: the first that can be run; without #! by the shell. */
static void test_path(void **state) {
    struct spawner *s = *state;
    char folder[] = "/tmp/spawn-test-XXXXXX", path[64], env[128];
    struct err e = ERR_INIT;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/a", folder);
    assert_int_equal(dir_make(path, 0700, &e), 0);
    snprintf(path, sizeof(path), "%s/a/tool", folder);
    assert_int_equal(file_replace(path, "exit 1\n", 7, 0600, FILE_WRITE_PLAIN, &e), 0);
    snprintf(path, sizeof(path), "%s/tool", folder);
    assert_int_equal(file_replace(path, "echo $0 $#; exit 9\n", 19, 0700, FILE_WRITE_PLAIN, &e), 0);
    snprintf(env, sizeof(env), "PATH=%s/none:%s/a:%s", folder, folder, folder);
    const char *argv[] = {"tool", "x", NULL}, *envp[] = {env, NULL};
    struct spawn_request q = {.argv = argv, .envp = envp, .fds = {-1, -1, -1}};
    struct buf out = BUF_INIT;
    struct spawn_capture c = {.max = 1000, .out = &out};
    int status = 0;
    assert_int_equal(spawn_capture(s, &q, &c, &status, &e), 0);
    assert_int_equal(WEXITSTATUS(status), 9);
    cleanup_(freep) char *expected = xasprintf("%s 1\n", path);
    assert_string_equal(out.data, expected);
    /* An empty entry, and no PATH, are the folder it runs in. */
    envp[0] = "PATH=";
    q.cwd = folder;
    assert_int_equal(spawn_capture(s, &q, &c, &status, &e), 0);
    assert_int_equal(WEXITSTATUS(status), 9);
    envp[0] = NULL;
    assert_int_equal(spawn_capture(s, &q, &c, &status, &e), 0);
    assert_int_equal(WEXITSTATUS(status), 9);
    buf_done(&out);
    assert_int_equal(dir_remove(folder, &e), 0);
}

int spawn_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_status, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_it_gets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_failures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_path, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_capture_limits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_detached_children, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_signals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_watcher_killed, set_up, tear_down),
        cmocka_unit_test(test_parent_killed),
        cmocka_unit_test(test_helper_killed),
        cmocka_unit_test_setup_teardown(test_just_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_held_for_writing, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("spawn", tests, NULL, NULL);
}
