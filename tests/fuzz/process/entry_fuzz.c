/* Results in the cache: what is read is written back as the same bytes. */
#include "process/process_int.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct process_entry entry;
    struct err e = ERR_INIT;
    struct str bytes = str_make((const char *)data, size);
    if (entry__decode(bytes, &entry, &e) == 0) {
        struct buf again = BUF_INIT;
        entry__encode(&entry, &again);
        assert(str_eq(buf_str(&again), bytes));
        buf_done(&again);
    } else {
        assert(e.code == ERR_FORMAT);
    }
    return 0;
}
