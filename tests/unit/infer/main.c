/* Runs every group of infer tests. */
#include "unit/infer/groups.h"

#include "infer/records.h"

char *records_text(struct str records) {
    static const char *const marks[] = {"", "~", "'", "!"};
    struct buf out = BUF_INIT;
    for (struct infer_record r; infer_next(&records, &r);) {
        buf_addf(&out, "%s%s", out.len > 0 ? " " : "", marks[r.kind]);
        for (uint32_t i = 0; i < r.level; i++) {
            buf_add_char(&out, '.');
        }
        buf_addf(&out, "%.*s:%u", STR_FMT(r.name), r.line);
    }
    buf_addz(&out, ""); /* not NULL */
    if (out.data == NULL) {
        (void)buf_reserve(&out, 1);
        out.data[0] = '\0';
    }
    return buf_take(&out);
}

uint64_t fingerprint(uint64_t hash, struct str bytes) {
    for (size_t i = 0; i < bytes.len; i++) {
        hash = (hash ^ (uint8_t)bytes.ptr[i]) * 0x100000001b3ULL;
    }
    return hash;
}

int main(void) {
    int failed = 0;
    failed += records_tests();
    failed += python_tests();
    failed += shell_tests();
    return failed != 0;
}
