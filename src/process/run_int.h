/* The runner and its runs: what runner.c and run.c share. */
#ifndef PANTS_PROCESS_RUN_INT_H
#define PANTS_PROCESS_RUN_INT_H

#include "process_int.h"

#include "base/vec.h"

#include <stdatomic.h>

struct process_runner {
    struct process_runner_config config; /**< its strings are owned */
    struct sandboxes *sandboxes;         /**< made with the first run that needs one */
    struct warden *warden;               /**< the same */
    struct slots *slots;
    struct process_run *runs; /**< all that are alive */
    struct process_stats stats;
    VEC(uint64_t) interrupted;              /**< groups, as the loop's thread knows them */
    atomic_uint posts;                      /**< interrupts on their way to the loop's thread */
    _Atomic(struct warden *) shared_warden; /**< for interrupts from other threads */
    bool sweeping;
};

/**
 * Where a run stands; what moves it on.
 *
 *   NEW --post--> KEYING --job--> LOOKING --job--> QUEUED --slots--> PREPARING --job--> RUNNING
 *    --warden--> CAPTURING --job--> CLEANING --job--> (freed)
 *
 * A hit goes from LOOKING to CLEANING, an interactive run from NEW to PREPARING. `done` is called
 * on entering CLEANING, unless the run was cancelled. A run is freed by a job's end or a post,
 * never while somebody's call is under way.
 */
enum run_stage {
    RUN_NEW,
    RUN_KEYING,
    RUN_LOOKING,
    RUN_QUEUED,
    RUN_PREPARING,
    RUN_RUNNING,
    RUN_CAPTURING,
    RUN_CLEANING,
};

struct process_run {
    struct process_run *next, **at; /**< in the runner's list */
    struct process_runner *runner;
    enum run_stage stage;
    bool abandoned;   /**< cancelled: nobody wants to hear of it */
    bool interrupted; /**< told to end, and to say so */
    bool waits;       /**< it was told that it waits for its turn */
    struct arena arena;
    const struct process_request *request;
    process_done_fn *done;
    void *user;
    bool is_interactive;
    struct process_interactive interactive;
    struct slot_claim claim;
    struct launch launch;
    struct child child;
    struct process_entry entry;
    struct process_result result;
    char *kept; /**< the sandbox, when it stays */
    /* how it went; a job writes them, the loop's thread reads them afterwards */
    int r;
    struct err e;
    struct digest missing;
};

/** A new run, in the list, whose first stage is posted. */
must_check_ struct process_run *run__new(struct process_runner *runner,
                                         const struct process_request *request,
                                         const struct process_interactive *interactive,
                                         process_done_fn *done, void *user);
/** The loop's thread learns of an interrupt. */
void run__interrupt(struct process_run *run);
/** Warden and sandboxes are there. */
must_check_ int runner__wake_up(struct process_runner *runner, struct err *e);
bool runner__is_interrupted(const struct process_runner *runner, uint64_t group);

#endif
