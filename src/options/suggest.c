/*
 * Similar names, by edit distance (insert, delete, replace, swap of neighbours), where the length
 * decides how much may differ.
 */
#include <stdlib.h>

#include "options/options_int.h"

enum { LONGEST = 80 };

static size_t min3(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

static size_t distance(struct str a, struct str b) {
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.len; j++) {
        above[j] = j;
        before[j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t replaced = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            row[j] = min3(replaced, above[j] + 1, row[j - 1] + 1);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] &&
                before[j - 2] + 1 < row[j]) {
                row[j] = before[j - 2] + 1;
            }
        }
        size_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[b.len];
}

size_t suggest__similar(struct str name, const struct str *candidates, size_t count,
                        struct str ret[3]) {
    size_t found = 0, costs[3] = {0};
    if (name.len > LONGEST) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        struct str c = candidates[i];
        size_t longer = c.len > name.len ? c.len : name.len, limit = longer < 3 ? 1 : longer / 3;
        if (c.len > LONGEST || c.len + limit < name.len || name.len + limit < c.len) {
            continue;
        }
        size_t cost = distance(name, c), at = found;
        if (cost > limit) {
            continue;
        }
        while (at > 0 && costs[at - 1] > cost) {
            at--;
        }
        if (at == 3) {
            continue;
        }
        found = found < 3 ? found + 1 : 3;
        for (size_t k = found - 1; k > at; k--) {
            ret[k] = ret[k - 1];
            costs[k] = costs[k - 1];
        }
        ret[at] = c;
        costs[at] = cost;
    }
    return found;
}

void suggest__add(const struct str *names, size_t count, struct buf *out) {
    for (size_t i = 0; i < count; i++) {
        buf_addz(out, i == 0 ? " Did you mean `" : i + 1 == count ? "` or `" : "`, `");
        buf_add_str(out, names[i]);
    }
    buf_addz(out, count > 0 ? "`?" : "");
}
