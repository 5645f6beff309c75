/* The groups of this binary. */
#ifndef PANTS_LOOP_TEST_H
#define PANTS_LOOP_TEST_H

int task_tests(void);
int front_tests(void);

#endif
