/*
 * The C modules of ours that Python can import: name and init function of each. To add one, write
 * its init function (multi-phase: it returns a PyModuleDef) and a line in modules.c.
 */
#ifndef PYEMBED_MODULES_H
#define PYEMBED_MODULES_H

#include "base/err.h"

/** Makes them known. Before Python starts, in both modes. */
must_check_ int pyembed__modules_register(struct err *e);

#endif
