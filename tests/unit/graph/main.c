#include "sheet.h"

int main(void) {
    return graph_unit_tests() + graph_random_tests();
}
