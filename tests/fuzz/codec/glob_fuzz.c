/* Globs from outside: "pattern\npath". Every pattern is refused or matches without going astray. */
#include <stdint.h>
#include <stdlib.h>

#include "codec/glob.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a = {0};
    struct str text = str_make((const char *)data, size < 400 ? size : 400);
    ptrdiff_t newline = str_find_char(text, '\n');
    struct str pattern = newline < 0 ? text : str_upto(text, (size_t)newline);
    struct str path = newline < 0 ? STR_NULL : str_from_at(text, (size_t)newline + 1);
    struct glob glob;
    if (glob_compile(&a, pattern, &glob, NULL) == 0) {
        (void)glob_match(&glob, path);
        /* An escaped name matches itself and is literal but for its brackets. */
        struct buf out = BUF_INIT;
        struct glob_part part;
        glob_escape(path, &out);
        if (path.len > 0 && glob_part_compile(&a, buf_str(&out), &part, NULL) == 0 &&
            part.kind != GLOB_PARENT && !glob_part_match(&part, path)) {
            abort();
        }
        buf_done(&out);
    }
    (void)glob_fnmatch(pattern, path);
    arena_done(&a);
    return 0;
}
