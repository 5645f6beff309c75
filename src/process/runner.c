/* The runner: what its runs share. The stages of a run are in run.c. */
#include "run_int.h"

#include "base/alloc.h"
#include "loop/loop.h"
#include "sys/machine.h"
#include "tables/table.h"

static void sweep(void *data) {
    struct process_runner *runner = data;
    sandboxes__sweep(runner->config.sandbox_root, runner->config.log);
}

static void swept(void *data) {
    ((struct process_runner *)data)->sweeping = false;
}

int process_runner_new(const struct process_runner_config *config, struct process_runner **ret,
                       struct err *e) {
    if (config->sandbox_root[0] != '/' || config->named_caches[0] != '/') {
        return err_set(e, ERR_USAGE,
                       "the folder of sandboxes and that of named caches must be "
                       "absolute paths");
    }
    struct process_runner *runner = ALLOC(struct process_runner);
    runner->config = *config;
    runner->config.sandbox_root = xstrdup(config->sandbox_root);
    runner->config.named_caches = xstrdup(config->named_caches);
    runner->config.build_root = xstrdup(config->build_root != NULL ? config->build_root : "/");
    if (runner->config.grace_ns == 0) {
        runner->config.grace_ns = 3000000000U;
    }
    unsigned units = config->parallelism != 0 ? config->parallelism : sys_cpu_count();
    runner->slots = slots__new(units);
    *ret = runner;
    return 0;
}

/* The thread, and the folder's lock, are made when something is to run for the first time. */
int runner__wake_up(struct process_runner *runner, struct err *e) {
    if (runner->warden != NULL) {
        return 0;
    }
    int r = 0;
    if (runner->sandboxes == NULL) {
        r = sandboxes__new(runner->config.sandbox_root, &runner->sandboxes, e);
    }
    const struct warden_config config = {.loop = runner->config.loop,
                                         .spawner = runner->config.spawner,
                                         .spill_folder = runner->config.sandbox_root,
                                         .grace_ns = runner->config.grace_ns};
    r = r < 0 ? r : warden__new(&config, &runner->warden, e);
    if (r == 0) {
        atomic_store(&runner->shared_warden, runner->warden);
        for (size_t i = 0; i < runner->interrupted.len; i++) {
            warden__interrupt(runner->warden, runner->interrupted.data[i]);
        }
        runner->sweeping = true;
        job_submit(runner->config.loop, sweep, swept, runner);
    }
    return r;
}

static bool is_idle(void *user) {
    struct process_runner *runner = user;
    return runner->runs == NULL && !runner->sweeping && atomic_load(&runner->posts) == 0;
}

void process_runner_free(struct process_runner *runner) {
    if (runner == NULL) {
        return;
    }
    for (struct process_run *run = runner->runs; run != NULL; run = run->next) {
        process_run_cancel(run); /* frees none */
    }
    (void)!loop_run_until(runner->config.loop, is_idle, runner, NULL);
    warden__free(runner->warden);
    sandboxes__free(runner->sandboxes);
    slots__free(runner->slots);
    vec_done(&runner->interrupted);
    free((char *)(uintptr_t)runner->config.sandbox_root);
    free((char *)(uintptr_t)runner->config.named_caches);
    free((char *)(uintptr_t)runner->config.build_root);
    free(runner);
}

struct process_run *process_run_start(struct process_runner *runner,
                                      const struct process_request *request, process_done_fn *done,
                                      void *user) {
    return run__new(runner, request, NULL, done, user);
}

struct process_run *process_interactive_start(struct process_runner *runner,
                                              const struct process_request *request,
                                              const struct process_interactive *interactive,
                                              process_done_fn *done, void *user) {
    return run__new(runner, request, interactive, done, user);
}

/* ---- interrupts ---- */

bool runner__is_interrupted(const struct process_runner *runner, uint64_t group) {
    for (size_t i = 0; i < runner->interrupted.len; i++) {
        if (runner->interrupted.data[i] == 0 || runner->interrupted.data[i] == group) {
            return true;
        }
    }
    return false;
}

struct interrupt {
    struct process_runner *runner;
    uint64_t group;
};

/* On the loop's thread: what the warden does not have yet. */
static void interrupt_here(void *data) {
    struct interrupt *i = data;
    struct process_runner *runner = i->runner;
    vec_push(&runner->interrupted, i->group);
    for (struct process_run *run = runner->runs; run != NULL; run = run->next) {
        if (i->group == 0 || run->request->group == i->group) {
            run__interrupt(run);
        }
    }
    (void)atomic_fetch_sub(&runner->posts, 1);
    free(i);
}

void process_runner_interrupt(struct process_runner *runner, uint64_t group) {
    struct warden *warden = atomic_load(&runner->shared_warden);
    if (warden != NULL) {
        warden__interrupt(warden, group);
    }
    struct interrupt *i = ALLOC(struct interrupt);
    *i = (struct interrupt){runner, group};
    (void)atomic_fetch_add(&runner->posts, 1);
    loop_post(runner->config.loop, interrupt_here, i);
}

void process_runner_resume(struct process_runner *runner, uint64_t group) {
    for (size_t i = runner->interrupted.len; i > 0; i--) {
        if (runner->interrupted.data[i - 1] == group) {
            runner->interrupted.data[i - 1] = vec_pop(&runner->interrupted);
        }
    }
    if (runner->warden != NULL) {
        warden__resume(runner->warden, group);
    }
}

struct process_stats process_runner_stats(const struct process_runner *runner) {
    struct process_stats stats = runner->stats;
    stats.waiting = slots__waiting(runner->slots);
    return stats;
}
