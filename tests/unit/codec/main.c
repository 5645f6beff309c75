/* Runs every group of codec tests. */
#include "unit/codec/groups.h"

int main(void) {
    int failed = 0;
    failed += pack_tests();
    return failed != 0;
}
