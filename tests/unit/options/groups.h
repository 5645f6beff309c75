/* The groups of the options tests: one function a file, called by main.c. Each returns failures. */
#ifndef PANTS_TESTS_OPTIONS_GROUPS_H
#define PANTS_TESTS_OPTIONS_GROUPS_H

int address_tests(void);
int bootstrap_tests(void);
int command_tests(void);
int retired_tests(void);
int spec_tests(void);
int value_tests(void);
int verify_tests(void);

#endif
