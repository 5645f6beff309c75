/* JSON from outside: what is accepted can be written and read back as the same tree. */
#include <stdint.h>
#include <stdlib.h>

#include "codec/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a = {0};
    struct cval v, back;
    struct err e = ERR_INIT;
    if (json_parse(&a, str_make((const char *)data, size), &v, &e) == 0) {
        struct buf out = BUF_INIT;
        cval_json(&v, &out);
        if (json_parse(&a, buf_str(&out), &back, &e) < 0 || cval_len(&back) != cval_len(&v)) {
            abort();
        }
        cval_repr(&v, &out);
        buf_done(&out);
        (void)cval_copy(&a, &v);
    } else if (e.code != ERR_FORMAT || e.msg[0] < '0' || e.msg[0] > '9') {
        abort();
    }
    arena_done(&a);
    return 0;
}
