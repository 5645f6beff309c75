/* The groups of this binary. */
#ifndef PANTS_SYS_SPAWN_TEST_H
#define PANTS_SYS_SPAWN_TEST_H

int spawn_tests(void);
int spawn_tty_tests(void);

#endif
