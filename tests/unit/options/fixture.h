/* A struct options over config text, variables and arguments, with a few scopes declared. */
#ifndef PANTS_TESTS_OPTIONS_FIXTURE_H
#define PANTS_TESTS_OPTIONS_FIXTURE_H

#include "options/options.h"

/** What a case starts from; unset members are empty. */
struct fixture {
    const char *args;    /**< split as a shell does */
    const char *env[8];  /**< "NAME=value" */
    const char *config;  /**< of pants.toml */
    const char *config2; /**< of second.toml */
};

/** Bootstraps and parses it. Prints and fails the test on an error. */
struct options *fixture_open(const struct fixture *f);
/** The same up to the first error, which it returns (as a sentence to free); NULL: none. */
char *fixture_error(const struct fixture *f);
/** Frees it and what the fixture kept beside it. */
void fixture_close(struct options *o);
/** The value as Python shows it, or the message of its error; the caller frees it. */
char *fixture_value(struct options *o, const char *scope, const char *name);
/** Opens, checks one value, closes. */
void assert_value(const struct fixture *f, const char *scope, const char *name, const char *want);
/** Opens, checks that the value's message has this part, closes. */
void assert_wrong(const struct fixture *f, const char *scope, const char *name, const char *part);

#endif
