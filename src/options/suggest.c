/* Three rows of the table of distances are enough: swaps look two rows back. */
#include "options/suggest.h"

#include <ctype.h>

enum { LONGEST = 80 };

static size_t min3(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

static bool same(char a, char b) {
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Capital and small letters are the same. */
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
            size_t replaced = above[j - 1] + !same(a.ptr[i - 1], b.ptr[j - 1]);
            row[j] = min3(replaced, above[j] + 1, row[j - 1] + 1);
            if (i > 1 && j > 1 && same(a.ptr[i - 1], b.ptr[j - 2]) &&
                same(a.ptr[i - 2], b.ptr[j - 1]) && before[j - 2] + 1 < row[j]) {
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

size_t suggest_similar(struct str name, const struct str *candidates, size_t count,
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

bool suggest_add(struct str name, const struct str *candidates, size_t count, struct buf *out) {
    struct str similar[3];
    size_t found = suggest_similar(name, candidates, count, similar);
    for (size_t i = 0; i < found; i++) {
        buf_addz(out, i == 0 ? " Did you mean `" : i + 1 == found ? "` or `" : "`, `");
        buf_add_str(out, similar[i]);
    }
    buf_addz(out, found > 0 ? "`?" : "");
    return found > 0;
}
