/* One run, stage by stage (run_int.h draws them). Only jobs block, and they touch only their run.
 */
#include "run_int.h"

#include "base/alloc.h"
#include "digest/tree.h"
#include "loop/loop.h"
#include "sys/fileio.h"
#include "tables/table.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

static void enter_queue(struct process_run *run);
static void finish(struct process_run *run);

static struct loop *loop_of(const struct process_run *run) {
    return run->runner->config.loop;
}

static const struct process_content *content_of(const struct process_run *run) {
    return &run->runner->config.content;
}

/* True when the run is to go no further. */
static bool is_over(struct process_run *run) {
    if (run->interrupted && run->r == 0) {
        run->r = err_set(&run->e, ERR_CANCELLED, "interrupted");
    }
    return run->abandoned || run->r != 0;
}

/* ---- key and cache ---- */

static bool is_kept(const struct process_run *run) {
    enum process_scope s = run->request->scope;
    return run->runner->config.cache != NULL && !run->is_interactive &&
           (s == PROCESS_SUCCESSFUL || s == PROCESS_ALWAYS || s == PROCESS_LOCAL_SUCCESSFUL ||
            s == PROCESS_LOCAL_ALWAYS);
}

static struct str cache_key(const struct process_run *run) {
    return str_make((const char *)&run->result.action_digest, sizeof(struct digest));
}

static int see_blob(void *user, struct str path, const struct dentry *entry, struct err *e) {
    (void)path;
    (void)e;
    const struct process_content *content = user;
    return entry->kind == DENTRY_FILE && !content->has(content->user, &entry->digest)
               ? PROCESS_MISSING
               : 0;
}

/* Whether all that an entry names is there. */
static int see_entry(const struct process_content *content, const struct process_entry *entry) {
    if (!content->has(content->user, &entry->out) || !content->has(content->user, &entry->err)) {
        return PROCESS_MISSING;
    }
    if (digest_eq(&entry->output, &DIGEST_EMPTY)) {
        return 0;
    }
    cleanup_(dtree_unrefp) struct dtree *tree = NULL;
    int r = content->get_tree(content->user, &entry->output, &tree, NULL);
    return r != 0 ? r : dtree_walk(tree, see_blob, (void *)(uintptr_t)content, NULL);
}

static void hit(struct process_run *run) {
    run->runner->stats.cache_hits++;
    run->result.exit_code = run->entry.exit_code;
    run->result.elapsed_ns = run->entry.elapsed_ns;
    run->result.stdout_digest = run->entry.out;
    run->result.stderr_digest = run->entry.err;
    run->result.output_digest = run->entry.output;
    run->result.source = PROCESS_HIT_LOCALLY;
    finish(run);
}

static void look_job(void *data) {
    struct process_run *run = data;
    run->r = see_entry(content_of(run), &run->entry);
}

static void looked(void *data) {
    struct process_run *run = data;
    int r = run->r;
    run->r = 0;
    if (is_over(run)) {
        finish(run);
    } else if (r == 0) {
        hit(run);
    } else {
        run->runner->stats.cache_lost++;
        enter_queue(run);
    }
}

static void look(struct process_run *run) {
    struct str value;
    run->stage = RUN_LOOKING;
    if (!is_kept(run)) {
        enter_queue(run);
    } else if (!table_get(run->runner->config.cache, cache_key(run), &value) ||
               entry__decode(value, &run->entry, NULL) < 0) {
        run->runner->stats.cache_misses++;
        enter_queue(run);
    } else if (digest_eq(&run->entry.output, &DIGEST_EMPTY)) {
        look_job(run); /* two questions */
        looked(run);
    } else {
        job_submit(loop_of(run), look_job, looked, run);
    }
}

static void key_job(void *data) {
    struct process_run *run = data;
    struct digest root = DIGEST_EMPTY;
    run->r = inputs__root(run->request, content_of(run), &root, &run->e);
    if (run->r != 0) {
        run->missing = root;
        return;
    }
    struct process_action action;
    process_action_make(run->request, &root, &action);
    run->result.action_digest = action.digest;
    run->result.command_digest = action.command_digest;
    process_action_done(&action);
}

static void keyed(void *data) {
    struct process_run *run = data;
    if (is_over(run)) {
        finish(run);
    } else {
        look(run);
    }
}

/* ---- waiting for its turn ---- */

static void tell_waiting(struct process_run *run, bool waiting) {
    if (run->runner->config.on_wait != NULL && !run->abandoned) {
        run->runner->config.on_wait(run->user, waiting);
    }
}

static void release_slot(struct process_run *run) {
    slots__release(run->runner->slots, &run->claim);
    slots__serve(run->runner->slots);
}

static void prepare(struct process_run *run);

static void granted(struct slot_claim *claim) {
    struct process_run *run =
        (struct process_run *)(void *)((char *)claim - offsetof(struct process_run, claim));
    if (run->waits) {
        tell_waiting(run, false);
    }
    prepare(run);
}

static void enter_queue(struct process_run *run) {
    const struct process_request *q = run->request;
    run->stage = RUN_QUEUED;
    unsigned total = slots__total(run->runner->slots);
    run->claim = (struct slot_claim){.group = q->group, .min = 1, .max = 1, .granted = granted};
    if (q->exclusive) {
        run->claim.min = run->claim.max = total;
    } else if (q->concurrency_max != 0) {
        run->claim.min = q->concurrency_min;
        run->claim.max = q->concurrency_max;
    }
    slots__claim(run->runner->slots, &run->claim);
    slots__serve(run->runner->slots);
    if (run->claim.queued) {
        run->waits = true;
        tell_waiting(run, true);
    }
}

/* ---- the sandbox ---- */

static void prepare_job(void *data) {
    struct process_run *run = data;
    const struct process_runner *runner = run->runner;
    const struct prepare p = {.request = run->request,
                              .sandboxes = runner->sandboxes,
                              .content = &runner->config.content,
                              .named_caches = runner->config.named_caches,
                              .build_root = runner->config.build_root,
                              .in_build_root = run->is_interactive ? run->interactive.in_workspace
                                                                   : run->request->workspace,
                              .slot = run->claim.slot != 0 ? run->claim.slot : 1,
                              .concurrency = run->claim.units != 0 ? run->claim.units : 1};
    run->result.concurrency = p.concurrency;
    run->r = prepare__sandbox(&p, &run->arena, &run->launch, &run->missing, &run->e);
}

static void program_ended(void *data);

static void prepared(void *data) {
    struct process_run *run = data;
    if (is_over(run)) {
        finish(run);
        return;
    }
    run->stage = RUN_RUNNING;
    run->runner->stats.running++;
    int64_t seconds = run->request->timeout_seconds;
    run->child = (struct child){.launch = &run->launch,
                                .interactive = run->is_interactive ? &run->interactive : NULL,
                                .group = run->request->group,
                                .timeout_ns = seconds <= 0 ? 0
                                              : seconds > INT64_MAX / 2000000000
                                                  ? UINT64_MAX / 2
                                                  : (uint64_t)seconds * 1000000000U,
                                .ended = program_ended,
                                .user = run};
    warden__start(run->runner->warden, &run->child);
}

static void prepare(struct process_run *run) {
    run->stage = RUN_PREPARING;
    run->r = runner__wake_up(run->runner, &run->e);
    if (run->r < 0) {
        finish(run);
    } else {
        job_submit(loop_of(run), prepare_job, prepared, run);
    }
}

/* ---- its end ---- */

/* What the end of the program means, in the terms of a result. */
static void read_end(struct process_run *run) {
    const struct spawn_end *end = &run->child.end;
    int status = end->status;
    run->result.source = PROCESS_RAN;
    run->result.elapsed_ns = run->child.elapsed_ns;
    run->result.max_rss = end->max_rss;
    if (end->stage != SPAWN_STARTED) {
        const char *what = end->stage == SPAWN_NO_FOLDER ? run->launch.cwd : run->launch.argv[0];
        run->r = end->stage == SPAWN_LOST
                     ? err_set(&run->e, ERR_IO, "the spawn helper that watched it was killed")
                     : err_set_errno(&run->e, end->sys_errno, "cannot start '%s'", what);
        err_context(&run->e, "'%.*s'", STR_FMT(run->request->description));
    } else if (run->child.stop == CHILD_TIMED_OUT) {
        run->result.timed_out = true;
        run->result.exit_code = -SIGTERM;
    } else if (WIFSIGNALED(status)) {
        run->result.exit_code = run->is_interactive ? -1 : -WTERMSIG(status);
    } else {
        run->result.exit_code = WEXITSTATUS(status);
    }
}

static void keep_sandbox(struct process_run *run) {
    const struct process_request *q = run->request;
    if (q->keep == PROCESS_KEEP_ALWAYS ||
        (q->keep == PROCESS_KEEP_ON_FAILURE && (run->r != 0 || run->result.exit_code != 0))) {
        struct err e = ERR_INIT;
        sandboxes__keep(run->runner->sandboxes, run->launch.sandbox);
        if (prepare__script(q, &run->launch, &e) < 0) {
            log_to(run->runner->config.log, LOG_WARN, "process", "%s", e.msg);
        }
        run->kept = take_ptr(&run->launch.sandbox);
    }
}

static void store_streams(struct process_run *run) {
    const struct process_request *q = run->request;
    cleanup_(buf_done) struct buf suffix = BUF_INIT;
    if (run->result.timed_out) {
        buf_addf(&suffix, "\n\nStopped after its timeout of %lld s: %.*s",
                 (long long)q->timeout_seconds, STR_FMT(q->description));
    }
    run->r = output__put(&run->child.streams[0], STR_NULL, content_of(run),
                         &run->result.stdout_digest, &run->e);
    if (run->r == 0) {
        run->r = output__put(&run->child.streams[1], buf_str(&suffix), content_of(run),
                             &run->result.stderr_digest, &run->e);
    }
}

static void capture_job(void *data) {
    struct process_run *run = data;
    run->result.output_digest = DIGEST_EMPTY;
    run->result.stdout_digest = run->result.stderr_digest = DIGEST_EMPTY;
    if (!run->is_interactive && run->r == 0) {
        store_streams(run);
        if (run->r == 0 && !run->result.timed_out) {
            run->r = capture__outputs(run->request, run->launch.sandbox, content_of(run),
                                      &run->result.output_digest, &run->e);
        }
        if (run->r < 0) {
            err_context(&run->e, "'%.*s'", STR_FMT(run->request->description));
        }
    }
    keep_sandbox(run);
    output__done(&run->child.streams[0]);
    output__done(&run->child.streams[1]);
}

static void remember(struct process_run *run) {
    enum process_scope s = run->request->scope;
    bool wanted = run->result.exit_code == 0 || s == PROCESS_ALWAYS || s == PROCESS_LOCAL_ALWAYS;
    if (!is_kept(run) || !wanted || run->r != 0 || run->child.stop == CHILD_CANCELLED) {
        return;
    }
    struct process_entry entry = {.exit_code = run->result.exit_code,
                                  .elapsed_ns = run->result.elapsed_ns,
                                  .out = run->result.stdout_digest,
                                  .err = run->result.stderr_digest,
                                  .output = run->result.output_digest};
    cleanup_(buf_done) struct buf value = BUF_INIT;
    struct err e = ERR_INIT;
    entry__encode(&entry, &value);
    table_put(run->runner->config.cache, cache_key(run), buf_str(&value));
    if (table_flush(run->runner->config.cache, &e) < 0) {
        log_to(run->runner->config.log, LOG_DEBUG, "process", "%s", e.msg);
    }
}

static void captured(void *data) {
    struct process_run *run = data;
    remember(run);
    if (run->kept != NULL && !run->abandoned) {
        log_to(run->runner->config.log, LOG_INFO, "process", "The sandbox of '%.*s' is kept: %s",
               STR_FMT(run->request->description), run->kept);
    }
    finish(run);
}

static void program_ended(void *data) {
    struct process_run *run = data;
    run->runner->stats.running--;
    run->r = run->child.r;
    if (run->r < 0) {
        run->e = run->child.e;
    } else {
        run->runner->stats.ran++;
        read_end(run);
    }
    if (run->r == 0 && run->child.stop == CHILD_CANCELLED) {
        run->r = err_set(&run->e, ERR_CANCELLED, "interrupted");
    }
    if (run->claim.units > 0) {
        release_slot(run);
    }
    run->stage = RUN_CAPTURING;
    job_submit(loop_of(run), capture_job, captured, run);
}

static void clean_job(void *data) {
    struct process_run *run = data;
    if (run->launch.sandbox != NULL) {
        run->r = dir_remove(run->launch.sandbox, &run->e);
    }
}

static void run_free(void *data) {
    struct process_run *run = data;
    struct process_runner *runner = run->runner;
    if (run->launch.sandbox != NULL && run->r < 0) {
        log_to(runner->config.log, LOG_DEBUG, "process", "removing a sandbox: %s", run->e.msg);
    }
    *run->at = run->next;
    if (run->next != NULL) {
        run->next->at = run->at;
    }
    loop_release(runner->config.loop);
    free(run->launch.sandbox);
    free(run->kept);
    arena_done(&run->arena);
    free(run);
}

/* Tells, then removes what is to be removed. */
static void finish(struct process_run *run) {
    if (run->claim.queued || run->claim.units > 0) {
        release_slot(run);
    }
    run->stage = RUN_CLEANING;
    run->result.kept = run->kept;
    if (run->r == ERR_CANCELLED || run->abandoned) {
        run->runner->stats.cancelled++;
    }
    if (!run->abandoned) {
        process_done_fn *done = run->done;
        run->abandoned = true;
        done(run->user, run->r, run->r == 0 ? &run->result : NULL,
             run->r == PROCESS_MISSING ? &run->missing : NULL, run->r < 0 ? &run->e : NULL);
    }
    run->r = 0;
    if (run->launch.sandbox != NULL) {
        job_submit(loop_of(run), clean_job, run_free, run);
    } else {
        loop_post(loop_of(run), run_free, run); /* whoever has called us still looks at it */
    }
}

/* ---- its beginning, and the ends that come from outside ---- */

static void begin(void *data) {
    struct process_run *run = data;
    if (!is_over(run)) {
        run->r = process_request_check(run->request, &run->e);
    }
    if (is_over(run)) {
        finish(run);
    } else if (run->is_interactive) {
        prepare(run);
    } else if (run->request->nimmutable > 0) {
        run->stage = RUN_KEYING;
        job_submit(loop_of(run), key_job, keyed, run);
    } else {
        key_job(run);
        keyed(run);
    }
}

struct process_run *run__new(struct process_runner *runner, const struct process_request *request,
                             const struct process_interactive *interactive, process_done_fn *done,
                             void *user) {
    struct process_run *run = ALLOC(struct process_run);
    run->runner = runner;
    run->request = process_request_dup(&run->arena, request);
    run->done = done;
    run->user = user;
    if (interactive != NULL) {
        run->is_interactive = true;
        run->interactive = *interactive;
    }
    run->interrupted = runner__is_interrupted(runner, request->group);
    run->at = &runner->runs;
    run->next = runner->runs;
    if (run->next != NULL) {
        run->next->at = &run->next;
    }
    runner->runs = run;
    runner->stats.requests++;
    loop_hold(runner->config.loop);
    loop_post(runner->config.loop, begin, run);
    return run;
}

void process_run_cancel(struct process_run *run) {
    if (run->stage == RUN_CLEANING) {
        return;
    }
    run->abandoned = true;
    if (run->stage == RUN_QUEUED) {
        finish(run);
    } else if (run->stage == RUN_RUNNING) {
        warden__cancel(run->runner->warden, &run->child);
    }
}

void run__interrupt(struct process_run *run) {
    run->interrupted = true;
    if (run->stage == RUN_QUEUED) {
        (void)is_over(run); /* sets the error */
        finish(run);
    }
}
