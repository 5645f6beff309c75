/*
 * The prefix: the folder in the user's cache that makes this executable an ordinary Python.
 *
 *   ${XDG_CACHE_HOME:-~/.cache}/pants/python/<python id>/
 *       bin/python3.13        a copy of this executable;  python3, python -> python3.13
 *       bin/.from             a link whose text says which build the copy is of
 *       include/python3.13/   C headers
 *       lib/python3.13/       the standard library; its presence says that all is there
 *
 * The python id names the standard library, libpython and the code of Python mode, so a prefix
 * never changes its meaning. The copy may be of another build that differs elsewhere; it is renewed
 * when an executable is called python... by a link, so that a build under test is what is tested.
 */
#ifndef PYEMBED_PREFIX_H
#define PYEMBED_PREFIX_H

#include "base/buf.h"
#include "pyembed/bundle.h"

/** Appends the prefix's path, without looking at the disk. ERR_NOTFOUND without a home folder. */
must_check_ int pyembed__prefix_path(const struct bundle *b, struct buf *out, struct err *e);

/** Appends the path of the file that this process runs. */
must_check_ int pyembed__own_executable(struct buf *out, struct err *e);

enum pyembed__prefix_copy {
    PREFIX_COPY_ANY,     /**< any build's copy will do: it is the same Python. One access() */
    PREFIX_COPY_CURRENT, /**< a copy of this very executable */
};

/**
 * Makes sure that bin/python3.13 is a copy of an executable with this Python. What else belongs to
 * the prefix the copy makes for itself when it first runs.
 */
must_check_ int pyembed__prefix_ensure_executable(const char *prefix,
                                                  enum pyembed__prefix_copy which, struct err *e);

/** Makes sure that the headers and the standard library are there. Many processes may try. */
must_check_ int pyembed__prefix_ensure_library(const struct bundle *b, const char *prefix,
                                               struct err *e);

#endif
