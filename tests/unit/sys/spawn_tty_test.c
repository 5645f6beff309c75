/*
 * Programs on a terminal. Each test forks a "pants" on a terminal of its own; this process sits at
 * the other end and types.
 */
#include "sys/spawn.h"

#include "spawn_test.h"

#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

/* The exit status of the forked pants: what it has seen, as bits. */
enum {
    SAW_FOREGROUND = 1, /**< the terminal's foreground is ours again */
    SAW_MODES = 2,      /**< and so are its modes */
    SAW_SIGINT = 4,     /**< the program died of it */
    SAW_ZERO = 8,       /**< the program ended with 0 */
    SAW_TROUBLE = 64,
};

/* In the forked process: runs the script on the terminal, looks around afterwards. */
static void be_pants(const char *script) {
    struct spawner *s = NULL;
    struct termios before, after;
    if (spawner_start(&s, NULL) < 0 || tcgetattr(0, &before) < 0) {
        _exit(SAW_TROUBLE);
    }
    const char *argv[] = {"/bin/sh", "-c", script, NULL};
    const char *envp[] = {"PATH=/usr/bin:/bin", NULL};
    struct spawn_request q = {.id = spawner_new_id(s),
                              .argv = argv,
                              .envp = envp,
                              .fds = {0, 1, 2},
                              .tty = 0,
                              .flags = SPAWN_TERMINAL};
    struct spawn_end end = {.status = -1};
    int r = spawner_spawn(s, &q, NULL);
    while (r == 0 && (r = spawner_next(s, &end, NULL)) == SPAWN_NONE) {
        struct pollfd p = {spawner_fd(s), POLLIN, 0};
        (void)poll(&p, 1, 20000);
        r = 0;
        if (p.revents == 0) {
            _exit(SAW_TROUBLE);
        }
    }
    int saw = r < 0 ? SAW_TROUBLE : 0;
    saw |= tcgetpgrp(0) == getpgrp() ? SAW_FOREGROUND : 0;
    saw |= tcgetattr(0, &after) == 0 && after.c_lflag == before.c_lflag ? SAW_MODES : 0;
    saw |= WIFSIGNALED(end.status) && WTERMSIG(end.status) == SIGINT ? SAW_SIGINT : 0;
    saw |= end.status == 0 ? SAW_ZERO : 0;
    spawner_stop(s);
    _exit(saw);
}

static pid_t start(const char *script, int *ret_master) {
    pid_t pid = forkpty(ret_master, NULL, NULL, NULL);
    assert_true(pid >= 0);
    if (pid == 0) {
        be_pants(script);
    }
    return pid;
}

/* Reads until the word has come. */
static void expect(int master, const char *word) {
    char text[4096] = "";
    size_t len = 0;
    while (strstr(text, word) == NULL) {
        struct pollfd p = {master, POLLIN, 0};
        assert_int_equal(poll(&p, 1, 20000), 1);
        ssize_t n = read(master, text + len, sizeof(text) - 1 - len);
        assert_true(n > 0);
        len += (size_t)n;
    }
}

static int finish(pid_t pid, int master) {
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    close(master);
    return WEXITSTATUS(status);
}

static void test_foreground_and_modes(void **state) {
    (void)state;
    int master;
    pid_t pid = start("read p c s w g sid tty fg r < /proc/$$/stat; [ $g = $fg ] && [ $p = $g ] || "
                      "exit 1; stty -echo -icanon; read x; [ \"$x\" = typed ]",
                      &master);
    assert_int_equal(write(master, "typed\n", 6), 6);
    assert_int_equal(finish(pid, master), SAW_FOREGROUND | SAW_MODES | SAW_ZERO);
}

static void test_ctrl_c(void **state) {
    (void)state;
    int master;
    pid_t pid = start("echo up; exec sleep 100", &master);
    expect(master, "up");
    assert_int_equal(write(master, "\x03", 1), 1);
    assert_int_equal(finish(pid, master), SAW_FOREGROUND | SAW_MODES | SAW_SIGINT);
}

static void test_ctrl_z(void **state) {
    (void)state;
    int master, status = 0;
    pid_t pid = start("stty -echo; echo up; read x; [ \"$x\" = more ]", &master);
    expect(master, "up");
    assert_int_equal(write(master, "\x1a", 1), 1);
    /* As the shell does: it sees the job stopped, and continues it. */
    assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
    assert_true(WIFSTOPPED(status));
    struct termios modes;
    assert_int_equal(tcgetattr(master, &modes), 0);
    assert_true((modes.c_lflag & ECHO) != 0); /* the shell's modes meanwhile */
    assert_int_equal(kill(-pid, SIGCONT), 0);
    assert_int_equal(write(master, "more\n", 5), 5);
    assert_int_equal(finish(pid, master), SAW_FOREGROUND | SAW_MODES | SAW_ZERO);
}

int spawn_tty_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_foreground_and_modes),
        cmocka_unit_test(test_ctrl_c),
        cmocka_unit_test(test_ctrl_z),
    };
    return cmocka_run_group_tests_name("spawn_tty", tests, NULL, NULL);
}
