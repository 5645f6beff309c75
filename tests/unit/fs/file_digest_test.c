/* Digests by signature: remembered over processes, never for files that are too young. */
#include "fs/file_digest.h"

#include "fs_test.h"

#include "base/alloc.h"
#include "loop/loop.h"
#include "tables/table.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct table *open_table(struct scratch *s, const char *folder) {
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", s->root, folder);
    struct table_config config = {.folder = path, .name = "digests", .version = 1};
    return table_open(&config);
}

static const struct fs_entry *find(struct fs_tree *t, const char *path, const struct fs_dir **dir) {
    struct err e = ERR_INIT;
    struct fs_found f = {.kind = FS_NONE};
    assert_int_equal(fs_tree_lookup(t, str_from(path), &f, &e), 0);
    assert_int_equal(f.kind, FS_FILE);
    *dir = f.parent;
    return f.entry;
}

static void assert_digest(struct scratch *s, struct fs_digests *d, const char *path,
                          const char *text) {
    struct fs_tree *t = new_tree(s, NULL);
    const struct fs_dir *dir = NULL;
    const struct fs_entry *entry = find(t, path, &dir);
    struct err e = ERR_INIT;
    struct digest got, expected = digest_of(text, strlen(text));
    assert_int_equal(fs_tree_digest(t, d, dir, entry, &got, &e), 0);
    assert_true(digest_eq(&got, &expected));
}

static void test_memory(void **state) {
    struct scratch *s = *state;
    put(s, "a/f", "hello");
    struct table *table = open_table(s, "cache");
    struct fs_digests *d = fs_digests_new(table);
    assert_digest(s, d, "a/f", "hello"); /* racy: hashed, not stored */
    assert_int_equal(table_stats(table).pending, 0);
    usleep(60000);
    assert_digest(s, d, "a/f", "hello");
    assert_int_equal(table_stats(table).pending, 1);
    uint64_t hits = table_stats(table).hits;
    assert_digest(s, d, "a/f", "hello");
    assert_int_equal(table_stats(table).hits, hits + 1);
    fs_digests_free(d);
    table_close(table);

    table = open_table(s, "cache");
    d = fs_digests_new(table);
    assert_digest(s, d, "a/f", "hello");
    assert_int_equal(table_stats(table).hits, 1);
    /* The same size within the clock's tick, and with the time set back. */
    struct stat st;
    assert_int_equal(stat(in(s, "a/f"), &st), 0);
    FILE *f = fopen(s->path, "r+e");
    fputs("HELLO", f);
    fclose(f);
    struct timespec times[2] = {st.st_atim, st.st_mtim};
    assert_int_equal(utimensat(AT_FDCWD, s->path, times, 0), 0);
    assert_digest(s, d, "a/f", "HELLO");
    usleep(60000);
    assert_digest(s, d, "a/f", "HELLO");
    assert_digest(s, d, "a/f", "HELLO");
    fs_digests_free(d);
    table_close(table);
    assert_digest(s, NULL, "a/f", "HELLO");
}

static void test_job(void **state) {
    struct scratch *s = *state;
    put(s, "f", "12345");
    put_dir(s, "d");
    put_link(s, "l", "f");
    int fd = open(s->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct fs_digest_job job = {.root_fd = fd, .path = STR("f"), .max_content = 5};
    fs_digest_file(&job);
    assert_int_equal(job.r, 0);
    assert_int_equal(job.digest.size, 5);
    assert_int_equal(job.sig.size, 5);
    assert_string_equal(job.content.data, "12345");
    buf_done(&job.content);
    job = (struct fs_digest_job){.root_fd = fd, .path = STR("f"), .max_content = 4};
    fs_digest_file(&job);
    assert_int_equal(job.r, 0);
    assert_null(job.content.data);
    static const char *const absent[] = {"none", "d", "l", "f/x"};
    for (size_t i = 0; i < ARRAY_LEN(absent); i++) {
        job = (struct fs_digest_job){.root_fd = fd, .path = str_from(absent[i])};
        fs_digest_file(&job);
        assert_int_equal(job.r, FS_ABSENT);
    }
    close(fd);
}

/* A file that somebody writes to all the time, on pool threads: right or an error, never mixed. */
struct writer {
    const char *path;
    atomic_bool stop;
};

static void *write_all_the_time(void *user) {
    struct writer *w = user;
    char block[8192];
    for (int i = 0; !atomic_load(&w->stop); i++) {
        memset(block, 'a' + i % 26, sizeof(block));
        int fd = open(w->path, O_WRONLY | O_CLOEXEC);
        (void)!pwrite(fd, block, sizeof(block), 0);
        close(fd);
        if (i % 4 == 0) {
            usleep(200);
        }
    }
    return NULL;
}

static void run_job(void *data) {
    fs_digest_file(data);
}

static void count_done(void *data) {
    (void)data;
}

static bool no_jobs(void *user) {
    return loop_jobs(user) == 0;
}

static void test_changing_file(void **state) {
    struct scratch *s = *state;
    struct err e = ERR_INIT;
    char block[8193];
    memset(block, 'z', sizeof(block));
    block[8192] = '\0';
    put(s, "f", block);
    struct writer w = {.path = in(s, "f")};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, write_all_the_time, &w), 0);
    struct loop *loop = NULL;
    assert_int_equal(loop_new(NULL, &loop, &e), 0);
    int fd = open(s->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum { JOBS = 40 };
    struct fs_digest_job *jobs = ALLOC_ARRAY(struct fs_digest_job, JOBS);
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = (struct fs_digest_job){.root_fd = fd, .path = STR("f"), .max_content = 1 << 20};
        job_submit(loop, run_job, count_done, &jobs[i]);
    }
    assert_int_equal(loop_run_until(loop, no_jobs, loop, &e), 0);
    atomic_store(&w.stop, true);
    assert_int_equal(pthread_join(thread, NULL), 0);
    for (int i = 0; i < JOBS; i++) {
        if (jobs[i].r == 0) {
            struct digest again = digest_of(jobs[i].content.data, jobs[i].content.len);
            assert_true(digest_eq(&again, &jobs[i].digest));
            assert_int_equal(jobs[i].content.len, 8192);
        } else {
            assert_int_equal(jobs[i].r, ERR_IO);
            assert_non_null(strstr(jobs[i].err.msg, "changed while it was read"));
        }
        buf_done(&jobs[i].content);
    }
    free(jobs);
    close(fd);
    loop_free(loop);
}

static void test_read(void **state) {
    struct scratch *s = *state;
    put(s, "a/f", "text");
    struct fs_tree *t = new_tree(s, NULL);
    const struct fs_dir *dir = NULL;
    const struct fs_entry *entry = find(t, "a/f", &dir);
    struct err e = ERR_INIT;
    struct buf out = BUF_INIT;
    assert_int_equal(fs_tree_read(t, dir, entry, 100, &out, &e), 0);
    assert_string_equal(out.data, "text");
    assert_int_equal(fs_tree_read(t, dir, entry, 2, &out, &e), ERR_NOMEM);
    rm(s, "a/f");
    assert_int_equal(fs_tree_read(t, dir, entry, 100, &out, &e), FS_ABSENT);
    buf_done(&out);
}

int file_digest_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_memory, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_job, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_changing_file, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_read, scratch_set_up, scratch_tear_down),
    };
    return cmocka_run_group_tests_name("file_digest", tests, NULL, NULL);
}
