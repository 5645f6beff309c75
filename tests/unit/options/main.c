/* Runs every group of options tests. */
#include "unit/options/groups.h"

int main(void) {
    int failed = 0;
    failed += address_tests();
    failed += spec_tests();
    failed += value_tests();
    failed += command_tests();
    failed += bootstrap_tests();
    failed += verify_tests();
    failed += retired_tests();
    return failed != 0;
}
