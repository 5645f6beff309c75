#include "spec.h"

int main(void) {
    return spec_tests() + bytes_tests() + random_tests() + speed_tests();
}
