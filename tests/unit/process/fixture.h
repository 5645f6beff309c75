/* A loop, a store and a runner over folders of their own, and requests in few words. */
#ifndef PANTS_PROCESS_TEST_FIXTURE_H
#define PANTS_PROCESS_TEST_FIXTURE_H

#include "process/runner.h"

#include "base/arena.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct loop;
struct table;

struct bench {
    char folder[64];
    char *sandboxes, *caches, *build_root;
    struct loop *loop;
    struct store *store;
    struct table *table;
    struct process_store_content *store_content;
    struct process_content content;
    struct process_runner *runner;
    struct arena arena;
    char log[4096];
    struct log_sink sink;
};

/** How a run has ended. */
struct outcome {
    bool done;
    int r;
    struct process_result result;
    struct digest missing;
    struct err e;
    char kept[256];
    int waits; /**< how often it was told to wait, and that waiting is over */
};

int bench_set_up(void **state);
int bench_tear_down(void **state);
/** Another runner (2 at a time) over the same folders and store. */
void bench_open_runner(struct bench *b);
void bench_close_runner(struct bench *b);

/** sh -c script, with a PATH. */
struct process_request bench_shell(struct bench *b, const char *script);
struct process_run *bench_start(struct bench *b, const struct process_request *q,
                                struct outcome *o);
/** Writes into a struct outcome. */
void bench_done(void *user, int r, const struct process_result *result,
                const struct digest *missing, const struct err *e);
/** Pumps until it has ended. */
void bench_wait(struct bench *b, struct outcome *o);
/** Starts and waits. */
struct outcome bench_run(struct bench *b, const struct process_request *q);
/** The text of a blob, in the arena. */
const char *bench_text(struct bench *b, const struct digest *digest);
/** The digest of a directory: "path=content" (+path executable, @path link), NULL at the end. */
struct digest bench_directory(struct bench *b, ...);
/** A directory as text, in the arena: "path=content path@target path/ ...". */
const char *bench_list(struct bench *b, const struct digest *directory);
/** Entries of the folder of sandboxes, but for lock files. */
int bench_sandboxes(struct bench *b);
bool process_is_alive(int pid);
/** Of the test binary: made before any thread. */
struct spawner *bench_spawner(struct spawner *set);

int action_tests(void);
int slots_tests(void);
int whole_run_tests(void);
int hostile_tests(void);
int sandbox_tests(void);
int fault_tests(void);

#endif
