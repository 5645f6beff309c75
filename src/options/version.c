/* Versions: the part of PEP 440 that releases use. */
#include <stdlib.h>

#include "options/options_int.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static unsigned long read_number(struct str *s) {
    unsigned long n = 0;
    while (s->len > 0 && is_digit(s->ptr[0])) {
        n = n * 10 + (unsigned long)(s->ptr[0] - '0');
        *s = str_from_at(*s, 1);
    }
    return n;
}

/* 0 dev, 1 a, 2 b, 3 rc, 4 final; skips the letters. */
static int read_phase(struct str *s) {
    static const char *const names[] = {"dev", "a", "b", "rc"};
    while (s->len > 0 && (s->ptr[0] == '.' || s->ptr[0] == '-' || s->ptr[0] == '_')) {
        *s = str_from_at(*s, 1);
    }
    for (int i = 0; i < 4; i++) {
        if (str_starts(*s, str_from(names[i]))) {
            *s = str_from_at(*s, strlen(names[i]));
            return i;
        }
    }
    return 4;
}

int version__cmp(struct str a, struct str b) {
    ptrdiff_t plus = str_find_char(a, '+');
    a = plus >= 0 ? str_upto(a, (size_t)plus) : a;
    plus = str_find_char(b, '+');
    b = plus >= 0 ? str_upto(b, (size_t)plus) : b;
    for (;;) {
        bool more_a = a.len > 0 && is_digit(a.ptr[0]), more_b = b.len > 0 && is_digit(b.ptr[0]);
        if (!more_a && !more_b) {
            break;
        }
        unsigned long x = read_number(&a), y = read_number(&b);
        if (x != y) {
            return x < y ? -1 : 1;
        }
        /* A dot in front of a letter belongs to what follows the release. */
        a = a.len > 1 && a.ptr[0] == '.' && is_digit(a.ptr[1]) ? str_from_at(a, 1) : a;
        b = b.len > 1 && b.ptr[0] == '.' && is_digit(b.ptr[1]) ? str_from_at(b, 1) : b;
    }
    int phase_a = read_phase(&a), phase_b = read_phase(&b);
    if (phase_a != phase_b) {
        return phase_a < phase_b ? -1 : 1;
    }
    unsigned long x = read_number(&a), y = read_number(&b);
    return (x > y) - (x < y);
}
