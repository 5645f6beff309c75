/* Shell scripts from outside: whatever they are, what comes out are records. */
#include <stdint.h>
#include <stdlib.h>

#include "infer/records.h"
#include "infer/shell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str source = str_make((const char *)data, size);
    struct buf out = BUF_INIT;
    infer_shell(source, &out);
    struct str records = buf_str(&out);
    if (!infer_records_valid(records)) {
        abort();
    }
    uint32_t line = 1;
    for (struct infer_record r; infer_next(&records, &r); line = r.line) {
        if (r.line < line || !str_is_utf8(r.name)) {
            abort();
        }
    }
    buf_done(&out);
    return 0;
}
