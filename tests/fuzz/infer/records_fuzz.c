/* Bytes from a cache: what is valid can be read to its end, and anything can be read safely. */
#include <stdint.h>
#include <stdlib.h>

#include "infer/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str rest = str_make((const char *)data, size);
    bool valid = infer_records_valid(rest);
    struct buf copy = BUF_INIT;
    for (struct infer_record r; infer_next(&rest, &r);) {
        infer_add(&copy, &r);
    }
    if (valid != (rest.len == 0) || !infer_records_valid(buf_str(&copy)) || copy.len > size) {
        abort();
    }
    buf_done(&copy);
    return 0;
}
