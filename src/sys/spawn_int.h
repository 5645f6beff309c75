/*
 * What the two sides of the spawn helper's socket say to each other. Messages are packets, sent and
 * received whole. Both sides are the same executable, forked: native structs are the format.
 */
#ifndef PANTS_SYS_SPAWN_INT_H
#define PANTS_SYS_SPAWN_INT_H

#include "sys/spawn.h"

#include <sys/types.h>

enum {
    SPAWN_INLINE_MAX = 64 * 1024, /**< longer words come in a file in memory */
    SPAWN_FDS_MAX = 6,
};

enum spawn_message_kind {
    SPAWN_MESSAGE_RUN = 1,
    SPAWN_MESSAGE_KILL = 2,
};

/** Which descriptors come along, in this order. */
enum spawn_has {
    SPAWN_HAS_STDIN = 1 << 0,
    SPAWN_HAS_STDOUT = 1 << 1,
    SPAWN_HAS_STDERR = 1 << 2,
    SPAWN_HAS_TTY = 1 << 3,
    SPAWN_HAS_REPLY = 1 << 4, /**< where the end is told, instead of the helper's socket */
    SPAWN_HAS_WORDS = 1 << 5, /**< the words, when they do not follow the message */
};

/** From pants to the helper. After it: cwd, argv and envp, each word with its NUL. */
struct spawn_message {
    uint32_t kind;
    uint32_t flags;  /**< RUN: enum spawn_flags */
    uint64_t id;     /**< of what is run or killed */
    uint32_t has;    /**< RUN: enum spawn_has */
    uint32_t signal; /**< KILL: enum spawn_signal */
    uint32_t argc;   /**< RUN */
    uint32_t envc;   /**< RUN */
    int32_t group;   /**< RUN with SPAWN_TERMINAL: our process group */
    uint64_t words;  /**< RUN: bytes of words */
};

/** A program to be run, as the helper has read it. Owned by the helper. */
struct spawn_job {
    uint64_t id;
    uint32_t flags;
    pid_t group;
    char *words;
    char **argv;
    char **envp;
    const char *cwd; /**< in words; "" for none */
    int fds[SPAWN_FDS_MAX];
};

/** The helper's life; never returns. `socket` is its end; 0, 1 and 2 are /dev/null by then. */
noreturn_ void spawn__helper(int socket, pid_t parent);
/** The watcher's life, in a process of its own; never returns. */
noreturn_ void spawn__watch(const struct spawn_job *job, int reply, pid_t helper);
void spawn__job_done(struct spawn_job *job);

/**
 * Kills every child of this process but those that `spared` names, and all below them, and reaps
 * them; with nothing spared it returns when no child is left.
 */
void spawn__kill_children(const pid_t *spared, size_t nspared);

/** spawner_spawn() with the end told to `reply` (-1: to spawner_next()). */
must_check_ int spawn__send(struct spawner *s, const struct spawn_request *request, int reply,
                            struct err *e);

#endif
