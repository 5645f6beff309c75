/*
 * struct process_request: what a rule asks to be run, and the digest that names it.
 *
 * A request borrows everything it points to; process_request_dup() makes one that owns nothing but
 * lies in an arena. Its name is the digest of the REAPI `Action` message: two requests with equal
 * actions have equal results. Description, level, timing hints and where sandboxes are kept are no
 * part of it.
 */
#ifndef PANTS_PROCESS_REQUEST_H
#define PANTS_PROCESS_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/str.h"
#include "digest/digest.h"

/** A name and a value: a variable, a property, a cache and where it appears. */
struct process_pair {
    struct str name;
    struct str value;
};

/** A directory that appears at a path of the sandbox and that the process must not change. */
struct process_input {
    struct str path;
    struct digest digest;
};

/** How long a result is good for. */
enum process_scope {
    PROCESS_SUCCESSFUL = 0, /**< everywhere, when it succeeded */
    PROCESS_ALWAYS,         /**< everywhere, also failures */
    PROCESS_LOCAL_SUCCESSFUL,
    PROCESS_LOCAL_ALWAYS,
    PROCESS_PER_RESTART_SUCCESSFUL, /**< as long as this process lives */
    PROCESS_PER_RESTART_ALWAYS,
    PROCESS_PER_SESSION,
};

/** Which sandboxes stay. */
enum process_keep {
    PROCESS_KEEP_NEVER = 0,
    PROCESS_KEEP_ON_FAILURE,
    PROCESS_KEEP_ALWAYS,
};

/** Paths are relative to the sandbox (those of outputs: to working_directory), in any spelling that
 * does not leave it. */
struct process_request {
    const struct str *argv; /**< "{chroot}" and "{pants_concurrency}" are replaced */
    size_t nargv;
    const struct process_pair *env; /**< all there is, but PATH="" when it has none */
    size_t nenv;
    struct str description;
    enum log_level level;
    struct digest input_digest;
    const struct process_input *immutable;
    size_t nimmutable;
    const struct process_pair *caches; /**< name of a named cache -> path */
    size_t ncaches;
    const struct str *output_files;
    size_t noutput_files;
    const struct str *output_directories;
    size_t noutput_directories;
    struct str working_directory;
    int64_t timeout_seconds;  /**< 0 or less: none */
    struct str jdk_home;      /**< "" or what .jdk links to */
    struct str slot_variable; /**< "" or a variable that gets the number of its slot, from 1 */
    unsigned concurrency_min; /**< cores it may use; max 0: it did not say */
    unsigned concurrency_max;
    bool exclusive; /**< runs alone */
    enum process_scope scope;
    uint64_t speculation_delay_ms; /**< of the remote cache */
    unsigned attempt;
    /* where */
    struct str platform;                   /**< "linux_x86_64" */
    struct str environment_name;           /**< for people */
    const struct process_pair *properties; /**< of a remote platform */
    size_t nproperties;
    bool workspace; /**< runs in the build root; outputs are still those of the sandbox */
    struct str cache_namespace; /**< "" or what sets all keys apart */
    enum process_keep keep;
    uint64_t group; /**< whose it is: a session; fair shares and interrupts go by it */
};

/** A copy in the arena. */
must_check_ struct process_request *process_request_dup(struct arena *a,
                                                        const struct process_request *request);
/** ERR_USAGE with a sentence for what can never be run. */
must_check_ int process_request_check(const struct process_request *request, struct err *e);

/** The messages that name a request. */
struct process_action {
    struct buf command; /**< canonical `Command` */
    struct buf action;  /**< canonical `Action` */
    struct digest command_digest;
    struct digest digest;
};

/** input_root: the complete inputs (process_input_root()). */
void process_action_make(const struct process_request *request, const struct digest *input_root,
                         struct process_action *ret);
void process_action_done(struct process_action *action);

#endif
