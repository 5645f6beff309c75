/* What the files of `process` share. */
#ifndef PANTS_PROCESS_INT_H
#define PANTS_PROCESS_INT_H

#include "process/content.h"
#include "process/request.h"
#include "process/runner.h"
#include "sys/spawn.h"

#include "codec/sha256.h"

#include <pthread.h>

/* ---- entry.c: what the cache keeps of a result ---- */

struct process_entry {
    int exit_code;
    uint64_t elapsed_ns;
    struct digest out, err, output;
};

void entry__encode(const struct process_entry *entry, struct buf *out);
/** ERR_FORMAT for anything else. */
must_check_ int entry__decode(struct str bytes, struct process_entry *ret, struct err *e);

/* ---- inputs.c ---- */

/** The digest of input_digest with the immutable inputs at their paths; puts what is new. */
must_check_ int inputs__root(const struct process_request *q, const struct process_content *content,
                             struct digest *ret, struct err *e);

/* ---- output.c: one stream of a program ---- */

struct output {
    int fd;            /**< our end of the pipe; -1: over */
    struct buf memory; /**< what came, while it is little */
    int spill;         /**< a file without name that has it all, or -1 */
    uint64_t total;
    bool failed; /**< it could not be kept: see the errno */
    int sys_errno;
};

void output__init(struct output *o, int fd);
void output__done(struct output *o);
/** Reads what is there. False at the end of the stream or when it cannot be kept. */
bool output__read(struct output *o, const char *folder);
/** Into the store, with a few words behind it. */
must_check_ int output__put(struct output *o, struct str suffix,
                            const struct process_content *content, struct digest *ret,
                            struct err *e);

/* ---- sandbox.c ---- */

/** A family of sandboxes: those of one runner, marked by a lock file that says who is alive. */
struct sandboxes;
must_check_ int sandboxes__new(const char *root, struct sandboxes **ret, struct err *e);
void sandboxes__free(struct sandboxes *s);
/** Removes what killed runners have left. On a pool thread. */
void sandboxes__sweep(const char *root, const struct log_sink *log);
const char *sandboxes__root(const struct sandboxes *s);

/** A new folder (malloc'ed path). On any thread. */
must_check_ int sandboxes__make(struct sandboxes *s, char **ret_path, struct err *e);
/** This one stays when the runner is gone. */
void sandboxes__keep(struct sandboxes *s, const char *path);
/** The folder where an immutable input is, made once. 0, PROCESS_MISSING or negative. */
must_check_ int sandboxes__immutable(struct sandboxes *s, const struct process_content *content,
                                     const struct digest *digest, char **ret_path,
                                     struct digest *ret_missing, struct err *e);

/* ---- prepare.c: what is in a sandbox before the program starts ---- */

/** Everything that a program is started with. Lies in an arena but for `sandbox`. */
struct launch {
    char *sandbox;           /**< malloc'ed */
    const char *const *argv; /**< NULL at the end */
    const char *const *envp; /**< NULL at the end */
    const char *cwd;
    const char *capture_from; /**< the sandbox's working directory, made in advance */
};

struct prepare {
    const struct process_request *request;
    struct sandboxes *sandboxes;
    const struct process_content *content;
    const char *named_caches;
    const char *build_root;
    bool in_build_root;
    unsigned slot;
    unsigned concurrency;
};

/** On a pool thread. The arena is the run's. */
must_check_ int prepare__sandbox(const struct prepare *p, struct arena *arena, struct launch *ret,
                                 struct digest *ret_missing, struct err *e);
/** Writes __run.sh into the sandbox. */
must_check_ int prepare__script(const struct process_request *q, const struct launch *l,
                                struct err *e);

/* ---- capture.c ---- */

/** The outputs that are there, into the store. On a pool thread. */
must_check_ int capture__outputs(const struct process_request *q, const char *sandbox,
                                 const struct process_content *content, struct digest *ret,
                                 struct err *e);

/* ---- warden.c: the thread that serves running programs ---- */

struct warden;

enum child_stop {
    CHILD_GO = 0,
    CHILD_CANCELLED,
    CHILD_TIMED_OUT,
};

/** A program under the warden's eyes. The warden's from warden__start() until `ended` is called. */
struct child {
    const struct launch *launch;
    const struct process_interactive *interactive; /**< NULL: streams are captured */
    uint64_t group;
    uint64_t timeout_ns;
    void (*ended)(void *user); /**< on the loop's thread */
    void *user;
    /* the warden's */
    uint64_t id;
    uint64_t started_ns;
    uint64_t deadline_ns; /**< 0: none */
    enum child_stop stop; /**< why it was told to end */
    bool killed;
    bool end_told;
    struct output streams[2];
    struct spawn_end end;
    uint64_t elapsed_ns;
    int r; /**< negative: it was not run; e says why */
    struct err e;
};

struct warden_config {
    struct loop *loop;
    struct spawner *spawner;
    const char *spill_folder;
    uint64_t grace_ns;
};

must_check_ int warden__new(const struct warden_config *config, struct warden **ret, struct err *e);
/** No child may be left. */
void warden__free(struct warden *w);
void warden__start(struct warden *w, struct child *child);
void warden__cancel(struct warden *w, struct child *child);
/** From any thread. */
void warden__interrupt(struct warden *w, uint64_t group);
void warden__resume(struct warden *w, uint64_t group);

/* ---- slots.c: whose turn it is ---- */

struct slots;

/** Embedded by who waits; the slots' while it is queued or holds something. */
struct slot_claim {
    struct slot_claim *next;
    uint64_t group;
    unsigned min, max; /**< units */
    unsigned units;    /**< granted; 0 while waiting */
    unsigned slot;     /**< from 1 */
    bool queued;
    void (*granted)(struct slot_claim *claim); /**< never inside slots__claim() */
};

malloc_ struct slots *slots__new(unsigned units);
void slots__free(struct slots *s);
unsigned slots__total(const struct slots *s);
unsigned slots__waiting(const struct slots *s);
void slots__claim(struct slots *s, struct slot_claim *claim);
/** Leaves the queue, or gives back what it has. */
void slots__release(struct slots *s, struct slot_claim *claim);
/** Grants what can be granted; call after claims and releases. */
void slots__serve(struct slots *s);

#endif
