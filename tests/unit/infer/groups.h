/* The groups of the infer tests, one function a file, called by main.c, each returning failures;
 * and what they share (main.c). */
#ifndef PANTS_TESTS_INFER_GROUPS_H
#define PANTS_TESTS_INFER_GROUPS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

int python_tests(void);
int records_tests(void);
int shell_tests(void);

/**
 * Records as text, separated by blanks: NAME:LINE for an import, with a dot in front for each
 * level; ~ before a weak one, ' before a string, ! before an explicit one. The caller frees it.
 */
char *records_text(struct str records);

/** FNV-1a: tells whether answers changed since a version was given. */
uint64_t fingerprint(uint64_t hash, struct str bytes);
#define FINGERPRINT_START 0xcbf29ce484222325ULL

#endif
