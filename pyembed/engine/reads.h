/*
 * What rules read through the run's natives, as nodes of the graph.
 *
 * The tree and the world of targets are asked by plain calls. So that the graph knows what an
 * answer rests on, and shows it, each call notes what it looked at as a read of the rule that runs:
 *
 *   Folder(path)   the names in a folder, and their kinds
 *   File(path)     the content of a file, by its signature
 *   Targets()      the targets that the run knows; what they were made from are the reads of the
 *                  rules that loaded them. Right in one run: the next one asks again.
 *
 * Outside of rules nothing is noted.
 */
#ifndef PANTS_PYEMBED_ENGINE_READS_H
#define PANTS_PYEMBED_ENGINE_READS_H

#include "base/str.h"

struct py_runtime;

/** Adds the kinds of nodes to the engine. Once, when it is made. */
void py_reads_open(struct py_runtime *rt);
/** The running rule has read a file. */
void py_reads_file(struct py_runtime *rt, struct str path);
/** It has caused everything that was listed or evaluated since the last call. */
void py_reads_new(struct py_runtime *rt);
/** It has looked at the targets. */
void py_reads_targets(struct py_runtime *rt);

#endif
