/*
 * The table of declarations of the built-in backends: part of the executable, made when it is built
 * (tools/declare.py). A development build may read it from a file instead.
 */
#ifndef PANTS_PYEMBED_ENGINE_DECLARATIONS_H
#define PANTS_PYEMBED_ENGINE_DECLARATIONS_H

#include "base/attr.h"
#include "base/err.h"
#include "codec/pack.h"

/** Its root; lives as long as the process. */
must_check_ int declarations_open(struct pval *ret_table, struct err *e);

#endif
