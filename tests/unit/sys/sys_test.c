/* Files, folders, locks and limits, in a scratch folder. */
#include "sys/fileio.h"
#include "sys/machine.h"

#include "spawn_test.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct scratch {
    char folder[64];
    char path[256];
};

static int set_up(void **state) {
    struct scratch *s = ALLOC(struct scratch);
    strcpy(s->folder, "/tmp/sys-test-XXXXXX");
    *state = s;
    return mkdtemp(s->folder) != NULL ? 0 : -1;
}

static int tear_down(void **state) {
    struct scratch *s = *state;
    struct err e = ERR_INIT;
    int r = dir_remove(s->folder, &e);
    free(s);
    return r;
}

static const char *in(struct scratch *s, const char *name) {
    snprintf(s->path, sizeof(s->path), "%s/%s", s->folder, name);
    return s->path;
}

static void test_replace_and_read(void **state) {
    struct scratch *s = *state;
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;
    assert_int_equal(file_read(in(s, "none"), 10, &b, &e), FILE_ABSENT);
    assert_int_equal(file_read(in(s, "none/below"), 10, &b, &e), FILE_ABSENT);
    assert_int_equal(file_replace(in(s, "f"), "hello", 5, 0640, FILE_WRITE_PLAIN, &e), 0);
    assert_int_equal(file_replace(in(s, "f"), "bye", 3, 0640, FILE_WRITE_SYNC, &e), 0);
    struct stat st;
    assert_int_equal(stat(s->path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
    buf_addz(&b, "x:");
    assert_int_equal(file_read(s->path, 3, &b, &e), 0);
    assert_string_equal(b.data, "x:bye");
    assert_int_equal(file_read(s->path, 2, &b, &e), ERR_NOMEM);
    assert_non_null(strstr(e.msg, "/f"));
    assert_int_equal(b.len, 5);
    buf_done(&b);
    /* A folder in the way: the temporary is removed. */
    assert_int_equal(mkdir(in(s, "d"), 0700), 0);
    assert_int_equal(file_replace(in(s, "d"), "x", 1, 0600, FILE_WRITE_PLAIN, &e), ERR_IO);
    assert_int_equal(rmdir(in(s, "d")), 0);
    assert_int_equal(unlink(in(s, "f")), 0);
    assert_int_equal(rmdir(s->folder), 0); /* nothing is left */
    assert_int_equal(mkdir(s->folder, 0700), 0);
}

static void test_read_pipe(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    int p[2];
    assert_int_equal(pipe(p), 0);
    assert_int_equal(fd_write_all(p[1], "abc", 3, &e), 0);
    close(p[1]);
    struct buf b = BUF_INIT;
    assert_int_equal(fd_read_all(p[0], 100, &b, &e), 0);
    assert_string_equal(b.data, "abc");
    fd_closep(&p[0]);
    assert_int_equal(p[0], -1);
    buf_done(&b);
    assert_int_equal(fd_write_all(-1, "a", 1, &e), ERR_IO);
    assert_int_equal(e.sys_errno, EBADF);
}

static void test_folders(void **state) {
    struct scratch *s = *state;
    struct err e = ERR_INIT;
    assert_int_equal(dir_make(in(s, "a/b/c"), 0700, &e), 0);
    assert_int_equal(dir_make(in(s, "a/b/c"), 0700, &e), 0);
    assert_int_equal(dir_check_private(s->path, &e), 0);
    assert_int_equal(chmod(s->path, 0770), 0);
    assert_int_equal(dir_check_private(s->path, &e), ERR_USAGE);
    assert_non_null(strstr(e.msg, "others may write"));
    assert_int_equal(file_replace(in(s, "a/f"), "", 0, 0600, FILE_WRITE_PLAIN, &e), 0);
    assert_int_equal(dir_check_private(s->path, &e), ERR_USAGE);
    assert_int_equal(dir_make(in(s, "a/f/x"), 0700, &e), ERR_IO);
    assert_int_equal(dir_make(in(s, "a/f"), 0700, &e), ERR_IO);
    assert_int_equal(symlink("a", in(s, "link")), 0);
    assert_int_equal(dir_check_private(s->path, &e), ERR_USAGE);
    /* Removing does not go through links. */
    assert_int_equal(mkdir(in(s, "gone"), 0700), 0);
    assert_int_equal(symlink("../a", in(s, "gone/l")), 0);
    assert_int_equal(dir_remove(in(s, "gone"), &e), 0);
    assert_int_equal(access(in(s, "a/b/c"), F_OK), 0);
    assert_int_equal(dir_remove(in(s, "link"), &e), 0);
    assert_int_equal(access(in(s, "a/b/c"), F_OK), 0);
    assert_int_equal(dir_remove(in(s, "none"), &e), 0);
}

static void test_lock(void **state) {
    struct scratch *s = *state;
    struct err e = ERR_INIT;
    int first = -1, second = -1;
    assert_int_equal(file_lock(in(s, "lock"), FILE_LOCK_EXCLUSIVE, &first, &e), 0);
    assert_true((fcntl(first, F_GETFD) & FD_CLOEXEC) != 0);
    assert_int_equal(file_lock(s->path, FILE_LOCK_TRY, &second, &e), FILE_BUSY);
    assert_int_equal(file_lock(s->path, FILE_LOCK_SHARED | FILE_LOCK_TRY, &second, &e), FILE_BUSY);
    fd_closep(&first);
    assert_int_equal(file_lock(s->path, FILE_LOCK_SHARED, &first, &e), 0);
    assert_int_equal(file_lock(s->path, FILE_LOCK_SHARED, &second, &e), 0);
    fd_closep(&first);
    fd_closep(&second);
    /* A killed holder leaves nothing. */
    int p[2];
    assert_int_equal(pipe(p), 0);
    pid_t child = fork();
    if (child == 0) {
        int fd = -1;
        struct err ce = ERR_INIT;
        int r = file_lock(s->path, FILE_LOCK_EXCLUSIVE, &fd, &ce);
        (void)!write(p[1], r == 0 ? "k" : "f", 1);
        pause();
        _exit(0);
    }
    char c = 0;
    assert_int_equal(read(p[0], &c, 1), 1);
    assert_int_equal(c, 'k');
    assert_int_equal(file_lock(s->path, FILE_LOCK_TRY, &second, &e), FILE_BUSY);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_int_equal(file_lock(s->path, FILE_LOCK_TRY, &second, &e), 0);
    fd_closep(&second);
    close(p[0]);
    close(p[1]);
}

static void test_limits(void **state) {
    (void)state;
    assert_true(sys_cpu_count() >= 1);
    uint64_t now = sys_raise_open_files(0);
    assert_true(now > 0);
    assert_true(sys_raise_open_files(now) >= now);
    unsigned columns = 7, rows = 7;
    int p[2];
    assert_int_equal(pipe(p), 0);
    assert_false(sys_tty_size(p[0], &columns, &rows));
    assert_int_equal(columns, 7);
    close(p[0]);
    close(p[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_replace_and_read, set_up, tear_down),
        cmocka_unit_test(test_read_pipe),
        cmocka_unit_test_setup_teardown(test_folders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lock, set_up, tear_down),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests_name("sys", tests, NULL, NULL) + spawn_tests() +
           spawn_tty_tests();
}
