/* Versions: the part of PEP 440 that releases use. */
#include <stdlib.h>

#include "base/alloc.h"
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

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_one_of(struct str *s, const char *chars) {
    if (s->len > 0 && strchr(chars, s->ptr[0]) != NULL) {
        *s = str_from_at(*s, 1);
    }
}

/* What may follow the release: letters that stand for a phase, and a number. */
static bool read_suffix(struct str *s) {
    static const char *const names[] = {"a",   "b",       "c",    "rc",  "alpha", "beta",
                                        "pre", "preview", "post", "rev", "r",     "dev"};
    size_t n = 0;
    while (n < s->len && is_letter(s->ptr[n])) {
        n++;
    }
    struct str word = str_upto(*s, n);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eqz(word, names[i])) {
            *s = str_from_at(*s, n);
            skip_one_of(s, ".-_");
            (void)read_number(s);
            return true;
        }
    }
    return false;
}

bool version__valid(struct str s) {
    skip_one_of(&s, "v");
    do {
        if (s.len == 0 || !is_digit(s.ptr[0])) {
            return false;
        }
        (void)read_number(&s);
        if (s.len < 2 || s.ptr[0] != '.' || !is_digit(s.ptr[1])) {
            break;
        }
        s = str_from_at(s, 1);
    } while (true);
    while (s.len > 0) {
        if (s.ptr[0] == '+') {
            return s.len > 1;
        }
        skip_one_of(&s, ".-_");
        if (!read_suffix(&s)) {
            return false;
        }
    }
    return true;
}
