/*
 * struct spawner: the only way in which the engine starts programs.
 *
 * A small helper process is forked before any thread or file of ours exists, and forks everything
 * else. So no child ever inherits a descriptor that somebody is writing a program through, and a
 * program that was just written can be started at once (no ETXTBSY).
 *
 * Each program gets a watcher between itself and the helper:
 *
 *   pants --(socketpair)-- helper -- watcher -- program -- its children ...
 *
 * The watcher is the subreaper of all that the program starts. When the program ends, whatever it
 * left behind, detached or not, is killed before its end is told. When the helper ends, the watcher
 * kills everything; when pants ends, in whatever way, the helper ends.
 *
 * Calling sequence
 *   spawner_start(&s, e);                  before threads and files
 *   id = spawner_new_id(s);
 *   spawner_spawn(s, &request, e);         any thread
 *   spawner_kill(s, id, SPAWN_TERMINATE);  any thread; no harm when it has ended
 *   poll spawner_fd(); spawner_next(s, &ended, e);   one thread
 *   spawner_stop(s);                       kills what still runs, waits for the helper
 *
 * A program gets the standard streams of the request and no other descriptor, the environment of
 * the request and nothing else, the default signal handlers, and a session and process group of
 * its own (with SPAWN_TERMINAL: a process group in the foreground of the terminal).
 */
#ifndef PANTS_SYS_SPAWN_H
#define PANTS_SYS_SPAWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

struct spawner;

/** Positive outcome of spawner_next(): nothing has ended that was not told yet. */
#define SPAWN_NONE 1
/** Positive outcome of spawn_capture(): it ran longer than allowed and was killed. */
#define SPAWN_TIMEOUT 2

must_check_ int spawner_start(struct spawner **ret, struct err *e);
/** NULL is fine. */
void spawner_stop(struct spawner *s);
/** The helper's process id. */
int spawner_pid(const struct spawner *s);

enum spawn_flags {
    SPAWN_PLAIN = 0,
    /** In our session, as the foreground group of the terminal `tty`; when it is stopped (Ctrl-Z)
     * our own process group is stopped too. The terminal's foreground group and modes are put
     * back afterwards. */
    SPAWN_TERMINAL = 1 << 0,
};

/** A program to start. Everything is borrowed for the call. */
struct spawn_request {
    uint64_t id; /**< from spawner_new_id() */
    const char *const
        *argv;               /**< NULL at the end, not empty; a name without '/' is looked for in
                                PATH of `envp` (an empty entry, or no PATH: the folder it runs in) */
    const char *const *envp; /**< NULL at the end */
    const char *cwd;         /**< absolute, or NULL: where pants was started */
    int fds[3];              /**< standard streams; -1: /dev/null */
    int tty;                 /**< SPAWN_TERMINAL: the terminal; else ignored */
    enum spawn_flags flags;
};

uint64_t spawner_new_id(struct spawner *s);
/** The descriptors may be closed when it returns. That the program cannot be started is told later,
 * as its end; negative here means that the helper cannot be reached. */
must_check_ int spawner_spawn(struct spawner *s, const struct spawn_request *request,
                              struct err *e);

enum spawn_signal {
    SPAWN_INTERRUPT = 1, /**< SIGINT to the program's process group */
    SPAWN_TERMINATE = 2, /**< SIGTERM to the program's process group */
    SPAWN_KILL = 3,      /**< SIGKILL to it and to all below it */
};

void spawner_kill(struct spawner *s, uint64_t id, enum spawn_signal how);

/** What of starting a program has failed. */
enum spawn_stage {
    SPAWN_STARTED = 0,
    SPAWN_NO_PROCESS, /**< fork */
    SPAWN_NO_FOLDER,  /**< chdir */
    SPAWN_NO_PROGRAM, /**< execve */
    SPAWN_LOST,       /**< its watcher or the helper was killed, and so all below it */
};

/** How a program ended. Nothing that it started is alive any more. */
struct spawn_end {
    uint64_t id;
    enum spawn_stage stage; /**< SPAWN_STARTED: see status */
    int sys_errno;          /**< why the stage failed */
    int status;             /**< as of waitpid() */
    uint64_t max_rss;       /**< of the largest process, in bytes */
};

/** Readable when spawner_next() has something to say. */
int spawner_fd(const struct spawner *s);
/** Does not wait. 0, SPAWN_NONE, or negative when the helper is gone. */
must_check_ int spawner_next(struct spawner *s, struct spawn_end *ret, struct err *e);

/** A short command, for its output. */
struct spawn_capture {
    size_t max;          /**< bytes of either stream; more is ERR_NOMEM */
    uint64_t timeout_ns; /**< 0: none */
    struct buf *out;     /**< standard output is appended; NULL: thrown away */
    struct buf *err;     /**< the same of standard error */
};

/**
 * Runs a program to its end and waits for that: any thread, beside whoever calls spawner_next().
 * request->id is ignored; of request->fds only the first is used. 0, SPAWN_TIMEOUT, or negative
 * also when the program could not be started (ERR_NOTFOUND: there is none of that name).
 */
must_check_ int spawn_capture(struct spawner *s, const struct spawn_request *request,
                              const struct spawn_capture *capture, int *ret_status, struct err *e);

#endif
