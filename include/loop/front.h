/*
 * struct front: the thread that serves while the work thread is busy. It takes the process's
 * signals and never waits for anybody. Signals are taken by handlers that only write to a pipe,
 * not by blocking them: children that plugins start inherit no blocked signals.
 *
 * Calling sequence
 *   front_start(&config, &front, e);
 *   ...
 *   front_stop(front);                 joins the thread; the signals have their defaults again
 */
#ifndef PANTS_LOOP_FRONT_H
#define PANTS_LOOP_FRONT_H

#include "base/attr.h"
#include "base/err.h"

struct front;
struct loop;

struct front_config {
    const int *signals; /**< the numbers to take, 0 at the end; borrowed for the call */
    /**
     * On the front thread, at once, for each signal: here pyembed interrupts Python. `count` is
     * how often this signal has come. May be NULL.
     */
    void (*on_signal)(void *user, int signal_number, unsigned count);
    void *user;
    struct loop *loop; /**< the work loop; NULL: no posts */
    /** On the work loop's thread, as a post. May be NULL. */
    void (*on_signal_posted)(void *user, int signal_number);
};

must_check_ int front_start(const struct front_config *config, struct front **ret, struct err *e);
void front_stop(struct front *front);
/** From any thread: fn(data) is called on the front thread. */
void front_post(struct front *front, void (*fn)(void *data), void *data);

#endif
