/*
 * struct process_runner: runs processes in sandboxes of their own, a few at a time, and remembers
 * results.
 *
 *   request -> key -> cache? ---------------------------------------------> result
 *                       \-> queue -> sandbox -> program -> outputs -> cache ->/  (then: removal)
 *
 * All functions are for the loop's thread but process_runner_interrupt(). What blocks happens on
 * the pool; streams, timeouts and signals are served by a thread of the runner's own, also while
 * the loop's thread is busy.
 *
 * Calling sequence
 *   process_runner_new(&config, &runner, e);
 *   run = process_run_start(runner, &request, done, user);
 *     done(user, r, result, e) once, on the loop's thread, never before that returns; `run` ends
 *     with it
 *   process_run_cancel(run)           instead: done is not called any more
 *   process_runner_free(runner)       cancels what is left, waits until nothing of it is alive
 */
#ifndef PANTS_PROCESS_RUNNER_H
#define PANTS_PROCESS_RUNNER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/log.h"
#include "base/str.h"
#include "digest/digest.h"
#include "process/content.h"
#include "process/request.h"

struct dtree;
struct loop;
struct process_run;
struct process_runner;
struct spawner;
struct table;

/** Copied, but for what it points to, which must outlive the runner (strings are copied). */
struct process_runner_config {
    struct loop *loop;
    struct spawner *spawner;
    struct process_content content;
    struct table *cache;        /**< results; NULL: none are kept. Borrowed. */
    const char *sandbox_root;   /**< where sandboxes are made: absolute */
    const char *named_caches;   /**< folder of the named caches: absolute; made when needed */
    const char *build_root;     /**< where workspace processes run */
    unsigned parallelism;       /**< processes at a time; 0: as many as processors */
    uint64_t grace_ns;          /**< between the polite signal and the kill; 0: 3 s */
    const struct log_sink *log; /**< may be NULL */
    /** The run of this user waits for its turn (true), or has got it (false). May be NULL. */
    void (*on_wait)(void *user, bool waiting);
};

must_check_ int process_runner_new(const struct process_runner_config *config,
                                   struct process_runner **ret, struct err *e);
/** Pumps the loop until all runs have ended. NULL is fine. */
void process_runner_free(struct process_runner *runner);

enum process_source {
    PROCESS_RAN,
    PROCESS_HIT_LOCALLY,
    PROCESS_HIT_REMOTELY,
};

/** Borrowed for the callback. */
struct process_result {
    int exit_code; /**< negative: the signal that killed it; -15 for a timeout */
    struct digest stdout_digest;
    struct digest stderr_digest;
    struct digest output_digest; /**< a directory, of paths relative to working_directory */
    uint64_t elapsed_ns;         /**< of the program, when it ran */
    uint64_t max_rss;            /**< bytes; 0 when not known */
    enum process_source source;
    struct digest action_digest;
    struct digest command_digest;
    const char *kept; /**< the sandbox that stays, or NULL */
    bool timed_out;
    unsigned concurrency; /**< what it was given */
};

/**
 * r: 0 and a result; PROCESS_MISSING, where *missing of the inputs is not in the store (and is to
 * be made again); negative: it could not be run at all, or its outputs could not be read.
 */
typedef void process_done_fn(void *user, int r, const struct process_result *result,
                             const struct digest *missing, const struct err *e);

/** The request is copied. */
struct process_run *process_run_start(struct process_runner *runner,
                                      const struct process_request *request, process_done_fn *done,
                                      void *user);
/** Gives it up: SIGINT, and SIGKILL when the time of grace is over; done is not called. */
void process_run_cancel(struct process_run *run);

/** A process for a person: no cache, no queue, no captured output. */
struct process_interactive {
    int fds[3];        /**< its standard streams; open until done */
    int tty;           /**< the terminal it gets, or -1 */
    bool in_workspace; /**< runs in the build root */
};

/** result has exit_code (killed by a signal: -1), elapsed_ns and kept. */
struct process_run *process_interactive_start(struct process_runner *runner,
                                              const struct process_request *request,
                                              const struct process_interactive *interactive,
                                              process_done_fn *done, void *user);

/**
 * From any thread, at once: everything of the group (0: everything) that runs is told to end, as by
 * process_run_cancel(), and what would start is not started. Their done functions are called with
 * ERR_CANCELLED. A second interrupt does not wait: SIGKILL. It lasts until process_runner_resume().
 */
void process_runner_interrupt(struct process_runner *runner, uint64_t group);
void process_runner_resume(struct process_runner *runner, uint64_t group);

/** Counted since the runner was made. */
struct process_stats {
    uint64_t requests;
    uint64_t cache_hits;
    uint64_t cache_misses; /**< looked up, not there */
    uint64_t cache_lost;   /**< there, but a blob of it was gone: run again */
    uint64_t ran;
    uint64_t cancelled;
    unsigned running; /**< now */
    unsigned waiting; /**< now */
};
struct process_stats process_runner_stats(const struct process_runner *runner);

#endif
