/* Where the repository is. */
#ifndef PANTS_OPTIONS_BUILDROOT_H
#define PANTS_OPTIONS_BUILDROOT_H

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

/**
 * The build root for a run in cwd (absolute): override (PANTS_BUILDROOT_OVERRIDE; "" when unset),
 * else the nearest folder from cwd upwards with a file pants.toml, BUILDROOT or BUILD_ROOT. The
 * caller frees *ret. ERR_NOTFOUND when there is none.
 */
must_check_ int buildroot_find(struct str cwd, struct str override, char **ret, struct err *e);

#endif
