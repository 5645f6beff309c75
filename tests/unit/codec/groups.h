/* The groups of the codec tests: one function a file, called by main.c. Each returns failures. */
#ifndef PANTS_TESTS_CODEC_GROUPS_H
#define PANTS_TESTS_CODEC_GROUPS_H

int glob_tests(void);
int pack_tests(void);
int text_tests(void);
int toml_suite_tests(void);
int tree_tests(void);

#endif
