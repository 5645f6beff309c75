/* Runs every group of base tests. */
#include "unit/base/groups.h"

int main(void) {
    int failed = 0;
    failed += err_tests();
    failed += alloc_tests();
    failed += buf_tests();
    failed += str_tests();
    failed += utf8_tests();
    failed += vec_tests();
    failed += map_tests();
    failed += imap_tests();
    failed += arena_tests();
    failed += intern_tests();
    failed += path_tests();
    failed += log_tests();
    failed += hash_tests();
    return failed != 0;
}
