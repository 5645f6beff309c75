/*
 * The versions of this program, in one place.
 *
 * PANTS_SEMVER is the release of the public API that the frontend speaks; PANTS_OWN_VERSION is
 * this program's own. Both together are the PEP 440 version that `--version` prints.
 */
#ifndef PANTS_BASE_VERSION_H
#define PANTS_BASE_VERSION_H

#define PANTS_SEMVER "2.34.0"
#define PANTS_OWN_VERSION "0.1.0"
#define PANTS_VERSION PANTS_SEMVER "+" PANTS_OWN_VERSION

#endif
