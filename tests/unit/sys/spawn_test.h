/* The groups of this binary. */
#ifndef PANTS_SYS_SPAWN_TEST_H
#define PANTS_SYS_SPAWN_TEST_H

int spawn_tests(void);

#endif
