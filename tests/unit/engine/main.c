#include "fake.h"

int main(void) {
    return engine_call_tests() + engine_session_tests() + engine_async_tests();
}
