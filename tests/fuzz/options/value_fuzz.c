/*
 * Option values from outside: the first byte picks the type, the rest is the text. What is read
 * and written as Python shows it is read again as the same value.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "options/options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Python's notation for infinity is not in the grammar, nor are the texts of control characters. */
static bool is_plain(struct str s) {
    return str_find(s, STR("inf")) < 0 && str_find(s, STR("nan")) < 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const enum option_type types[] = {OPTION_BOOL,        OPTION_INT,  OPTION_FLOAT,
                                             OPTION_MEMORY_SIZE, OPTION_LIST, OPTION_LIST,
                                             OPTION_LIST,        OPTION_DICT};
    static const enum option_type members[] = {0, 0, 0, 0, OPTION_STR, OPTION_INT, OPTION_DICT, 0};
    struct arena a = {0};
    struct cval value, again;
    struct err e = ERR_INIT;
    if (size == 0) {
        return 0;
    }
    struct option_decl decl = {.name = STR("x"),
                               .type = types[data[0] % 8],
                               .member_type = members[data[0] % 8],
                               .no_fromfile = true};
    struct str text = str_make((const char *)data + 1, size - 1);
    if (option_parse_text(&a, &decl, STR("--x"), text, &value, &e) == 0) {
        struct buf out = BUF_INIT;
        cval_repr(&value, &out);
        if (is_plain(buf_str(&out)) &&
            (option_parse_text(&a, &decl, STR("--x"), buf_str(&out), &again, &e) < 0 ||
             !cval_equal(&value, &again))) {
            abort();
        }
        buf_done(&out);
    } else if (e.code != ERR_USAGE || e.msg[0] == '\0') {
        abort();
    }
    arena_done(&a);
    return 0;
}
