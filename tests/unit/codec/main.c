/* Runs every group of codec tests. */
#include "unit/codec/groups.h"

int main(void) {
    int failed = 0;
    failed += pack_tests();
    failed += text_tests();
    failed += tree_tests();
    failed += toml_suite_tests();
    failed += glob_tests();
    return failed != 0;
}
