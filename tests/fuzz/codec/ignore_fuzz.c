/* Ignore files from outside: "path\npatterns...". */
#include <stdint.h>
#include <stdlib.h>

#include "codec/ignore.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_make((const char *)data, size < 600 ? size : 600);
    ptrdiff_t newline = str_find_char(text, '\n');
    struct str path = newline < 0 ? text : str_upto(text, (size_t)newline);
    struct ignore_list *l = ignore_list_new();
    ignore_list_add_lines(l, newline < 0 ? STR_NULL : str_from_at(text, (size_t)newline + 1));
    bool as_file = ignore_list_match(l, path, false), as_dir = ignore_list_match(l, path, true);
    /* Where nothing re-includes, a folder is ignored whenever a file of its name is. */
    if (as_file && !as_dir && str_find_char(text, '!') < 0) {
        abort();
    }
    (void)ignore_list_match_tree(l, path, false);
    ignore_list_free(l);
    return 0;
}
