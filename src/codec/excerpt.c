/* Code points are shown one column each; tabs become blanks, so that the mark stays under its
 * place. */
#include "codec/excerpt.h"

#include <stdlib.h>

#include "codec/utf8.h"

enum { BEFORE = 60, AFTER = 40 };

static bool find_line(struct str text, size_t number, struct str *ret) {
    if (str_starts(text, STR("\xef\xbb\xbf"))) {
        text = str_from_at(text, 3);
    }
    for (bool done = false; str_split_next(&text, &done, '\n', ret); number--) {
        if (number == 1) {
            return true;
        }
    }
    return false;
}

static void add_char(struct str shown, uint32_t cp, struct buf *out) {
    if (cp == '\t' || cp == '\r') {
        buf_add_char(out, ' ');
    } else if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0)) {
        buf_add_char(out, '?');
    } else {
        buf_add_str(out, shown);
    }
}

void excerpt_add(struct str text, size_t line, size_t column, struct buf *out) {
    struct str rest;
    if (line == 0 || column == 0 || !find_line(text, line, &rest)) {
        return;
    }
    size_t first = column > BEFORE ? column - BEFORE : 1, at = 1;
    size_t blanks = column - first;
    buf_addz(out, "\n    ");
    if (first > 1) {
        buf_addz(out, "...");
        blanks += 3;
    }
    for (; rest.len > 0 && at < column + AFTER; at++) {
        uint32_t cp = 0;
        size_t n = utf8_decode(rest, &cp);
        struct str shown = n > 0 ? str_upto(rest, n) : STR("?");
        if (at >= first) {
            add_char(shown, n > 0 ? cp : '?', out);
        }
        rest = str_from_at(rest, n > 0 ? n : 1);
    }
    buf_addz(out, str_trim(rest).len > 0 ? "...\n    " : "\n    ");
    for (size_t i = 0; i < blanks; i++) {
        buf_add_char(out, ' ');
    }
    buf_add_char(out, '^');
}

void excerpt_add_for(struct str text, const char *message, struct buf *out) {
    char *end;
    size_t line = strtoul(message, &end, 10), column = 0;
    if (end != message && *end == ':') {
        message = end + 1;
        column = strtoul(message, &end, 10);
    }
    if (end != message && *end == ':') {
        excerpt_add(text, line, column, out);
    }
}
