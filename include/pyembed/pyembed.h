/*
 * The embedded Python as the rest of the program sees it. Nothing here needs Python.h.
 *
 * The executable is two programs. As `pants` it runs an entry point of the frontend: isolated,
 * nothing read from the user's Python set-up, modules served from memory (pyembed_run). Under a
 * name that starts with "python" it is an ordinary Python interpreter (pyembed_python_main), whose
 * standard library lies in a folder of the user's cache, the prefix, made when first needed.
 *
 * Calling sequence: either pyembed_python_main() or pyembed_run(), once in a process, from the
 * thread that main() runs on. No other thread may hold or take the GIL before pyembed_run() has
 * reached its "run" phase.
 */
#ifndef PANTS_PYEMBED_PYEMBED_H
#define PANTS_PYEMBED_PYEMBED_H

#include <stdbool.h>

#include "base/err.h"

struct spawner;

/** What to run. All strings are borrowed until pyembed_run() returns. */
struct pyembed_config {
    int argc;                /**< of main */
    char **argv;             /**< of main; becomes sys.argv as it is */
    const char *entry;       /**< "package.module:function", called without arguments */
    struct spawner *spawner; /**< what starts programs for rules (sys/spawn.h); NULL: nothing may */
};

/**
 * Brings Python up, calls the entry point and takes Python down as far as is needed before the
 * process ends: exit functions have run, standard streams are flushed.
 *
 * *ret_status is what the process should exit with: the entry's integer (None counts as 0), the
 * code of a SystemExit, 1 after another exception, whose traceback is then on standard error.
 * Fails when Python itself cannot be brought up: "during <phase>: ...".
 */
must_check_ int pyembed_run(const struct pyembed_config *config, int *ret_status, struct err *e);

/** True when a program called so should be an ordinary Python: the last part of the path. */
bool pyembed_is_python_name(const char *argv0);

/**
 * The ordinary Python. Returns the exit status of its run. When this executable does not lie in a
 * prefix yet, makes the prefix and executes the copy in there, and so does not return.
 */
must_check_ int pyembed_python_main(int argc, char **argv, int *ret_status, struct err *e);

#endif
