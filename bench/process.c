/*
 * What running processes costs: beside a plain fork, exec and wait, in turns; from the cache; and
 * with programs that were just written (10,000 of them, four at a time).
 *
 *   cmake --build build/release --target process_bench && build/release/process_bench
 */
#include "process/runner.h"

#include "base/clock.h"
#include "loop/loop.h"
#include "store/store.h"
#include "sys/fileio.h"
#include "sys/spawn.h"
#include "tables/table.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 300, CACHED = 1000, WRITTEN = 10000 };

struct bench {
    char folder[32], sandboxes[64], caches[64];
    struct spawner *spawner;
    struct loop *loop;
    struct store *store;
    struct process_store_content *content;
    struct table *table;
    struct process_runner *runner;
    int under_way;
    struct err e;
};

noreturn_ static void die(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void check(int r, struct err *e) {
    if (r < 0) {
        die(e->msg);
    }
}

static void done(void *user, int r, const struct process_result *result,
                 const struct digest *missing, const struct err *e) {
    (void)missing;
    ((struct bench *)user)->under_way--;
    if (r != 0 || result->exit_code != 0) {
        die(e != NULL ? e->msg : "a process has failed");
    }
}

static bool is_over(void *user) {
    return ((struct bench *)user)->under_way == 0;
}

static void start(struct bench *b, int n) {
    char number[16];
    snprintf(number, sizeof(number), "%d", n);
    const struct str argv[] = {STR("/bin/true"), str_from(number)};
    const struct process_request q = {.argv = argv,
                                      .nargv = 2,
                                      .description = STR("bench"),
                                      .input_digest = DIGEST_EMPTY,
                                      .platform = STR("linux_x86_64")};
    b->under_way++;
    (void)!process_run_start(b->runner, &q, done, b);
}

static void wait_all(struct bench *b) {
    check(loop_run_until(b->loop, is_over, b, &b->e), &b->e);
}

static void plain(void) {
    pid_t pid = fork();
    if (pid == 0) {
        execl("/bin/true", "true", (char *)NULL);
        _exit(1);
    }
    (void)waitpid(pid, NULL, 0);
}

static int by_size(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static double median_ms(uint64_t *ns) {
    qsort(ns, ROUNDS, sizeof(*ns), by_size);
    return (double)ns[ROUNDS / 2] / 1e6;
}

static void open_runner(struct bench *b) {
    const struct table_config table = {.folder = b->folder, .name = "results", .version = 1};
    b->table = table_open(&table);
    const struct process_runner_config config = {.loop = b->loop,
                                                 .spawner = b->spawner,
                                                 .content = process_content_of_store(b->content),
                                                 .cache = b->table,
                                                 .sandbox_root = b->sandboxes,
                                                 .named_caches = b->caches};
    check(process_runner_new(&config, &b->runner, &b->e), &b->e);
}

static void close_runner(struct bench *b) {
    process_runner_free(b->runner);
    table_close(b->table);
}

static void measure_runs(struct bench *b) {
    static uint64_t ours[ROUNDS], theirs[ROUNDS];
    start(b, -1);
    wait_all(b);
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t t0 = clock_mono_ns();
        start(b, i);
        wait_all(b);
        uint64_t t1 = clock_mono_ns();
        plain();
        ours[i] = t1 - t0;
        theirs[i] = clock_mono_ns() - t1;
    }
    double a = median_ms(ours), p = median_ms(theirs);
    printf("/bin/true in a sandbox   %.2f ms; fork, exec, wait %.2f ms; more by %.2f ms\n", a, p,
           a - p);
}

static void measure_cache(struct bench *b) {
    for (int i = 0; i < CACHED; i++) {
        start(b, i);
    }
    wait_all(b);
    close_runner(b);
    uint64_t t0 = clock_mono_ns();
    open_runner(b);
    for (int i = 0; i < CACHED; i++) {
        start(b, i);
    }
    wait_all(b);
    double ms = (double)(clock_mono_ns() - t0) / 1e6;
    printf("%d from the cache      %.2f ms in all, %.4f ms each; %llu hits\n", CACHED, ms,
           ms / CACHED, (unsigned long long)process_runner_stats(b->runner).cache_hits);
}

static void take_end(struct bench *b) {
    struct spawn_end end;
    int r;
    while ((r = spawner_next(b->spawner, &end, &b->e)) == SPAWN_NONE) {
        struct pollfd p = {spawner_fd(b->spawner), POLLIN, 0};
        (void)poll(&p, 1, -1);
    }
    check(r, &b->e);
    if (end.stage != SPAWN_STARTED || end.status != 0) {
        die("a program that was just written did not start");
    }
}

static void measure_written(struct bench *b) {
    struct buf program = BUF_INIT;
    check(file_read("/bin/true", 1 << 24, &program, &b->e), &b->e);
    const char *envp[] = {NULL};
    char path[64];
    uint64_t t0 = clock_mono_ns();
    int under_way = 0;
    for (int i = 0; i < WRITTEN; i++) {
        snprintf(path, sizeof(path), "%s/p%d", b->folder, i);
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
        check(fd_write_all(fd, program.data, program.len, &b->e), &b->e);
        (void)close(fd);
        const char *argv[] = {path, NULL};
        const struct spawn_request q = {
            .id = spawner_new_id(b->spawner), .argv = argv, .envp = envp, .fds = {-1, -1, -1}};
        check(spawner_spawn(b->spawner, &q, &b->e), &b->e);
        for (under_way++; under_way > 4; under_way--) {
            take_end(b);
        }
        if (i >= 100) {
            snprintf(path, sizeof(path), "%s/p%d", b->folder, i - 100);
            (void)unlink(path);
        }
    }
    for (; under_way > 0; under_way--) {
        take_end(b);
    }
    printf("%d just written       %.2f ms each, none refused\n", WRITTEN,
           (double)(clock_mono_ns() - t0) / 1e6 / WRITTEN);
    buf_done(&program);
}

int main(void) {
    struct bench b = {.folder = "/tmp/process-bench-XXXXXX"};
    uint64_t t0 = clock_mono_ns();
    check(spawner_start(&b.spawner, &b.e), &b.e);
    printf("the spawn helper         %.3f ms to start\n", (double)(clock_mono_ns() - t0) / 1e6);
    if (mkdtemp(b.folder) == NULL) {
        die("no folder");
    }
    snprintf(b.sandboxes, sizeof(b.sandboxes), "%s/s", b.folder);
    snprintf(b.caches, sizeof(b.caches), "%s/c", b.folder);
    measure_written(&b);
    check(loop_new(NULL, &b.loop, &b.e), &b.e);
    check(store_new(b.loop, &b.store, &b.e), &b.e);
    b.content = process_store_content_new(b.loop, b.store);
    open_runner(&b);
    measure_runs(&b);
    measure_cache(&b);
    close_runner(&b);
    process_store_content_free(b.content);
    store_free(b.store);
    loop_free(b.loop);
    spawner_stop(b.spawner);
    check(dir_remove(b.folder, &b.e), &b.e);
    return 0;
}
