/* The groups of the codec tests: one function a file, called by main.c. Each returns failures. */
#ifndef PANTS_TESTS_CODEC_GROUPS_H
#define PANTS_TESTS_CODEC_GROUPS_H

int pack_tests(void);

#endif
