/* The groups of the base tests: one function a file, called by main.c. Each returns failures. */
#ifndef PANTS_TESTS_BASE_GROUPS_H
#define PANTS_TESTS_BASE_GROUPS_H

int alloc_tests(void);
int arena_tests(void);
int buf_tests(void);
int err_tests(void);
int hash_tests(void);
int imap_tests(void);
int intern_tests(void);
int log_tests(void);
int map_tests(void);
int path_tests(void);
int str_tests(void);
int utf8_tests(void);
int vec_tests(void);

#endif
