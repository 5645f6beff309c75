/* The spawn helper first, before any thread; then the groups. */
#include "fixture.h"

#include "sys/spawn.h"

#include <stdio.h>

int main(void) {
    struct spawner *spawner = NULL;
    struct err e = ERR_INIT;
    if (spawner_start(&spawner, &e) < 0) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    (void)bench_spawner(spawner);
    int failed = action_tests() + slots_tests() + whole_run_tests() + hostile_tests() +
                 sandbox_tests() + fault_tests();
    spawner_stop(spawner);
    return failed;
}
