/*
 * What was found, in the order of the source, until the end of the file settles which of it stays:
 * a comment may have taken it away, an `except` made it weak, a later strong sighting made a weak
 * one strong. Then each is written once, lines counted in one go over the source.
 */
#include "infer/python_int.h"

#include <assert.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/hash.h"

void infer__found(struct scan *s, enum infer_kind kind, uint32_t level, const struct name *name) {
    if (name->len > UINT32_MAX) {
        return;
    }
    vec_push(&s->found, ((struct found){.pos = name->pos,
                                        .end = name->end,
                                        .name = name->offset,
                                        .len = (uint32_t)name->len,
                                        .level = level,
                                        .context = s->context,
                                        .kind = (uint8_t)kind,
                                        .made = name->made}));
}

static struct str name_of(const struct scan *s, const struct found *f) {
    return str_make((f->made ? s->names.data : s->start) + f->name, f->len);
}

static bool is_ascii(struct str text) {
    unsigned char bits = 0;
    for (size_t i = 0; i < text.len; i++) {
        bits |= (unsigned char)text.ptr[i];
    }
    return bits < 0x80;
}

/** Finds what was seen before: open addressing over indices into `found`, plus one. */
struct seen {
    uint32_t *slots;
    size_t mask;
    uint32_t small[256];
};

static void seen_init(struct seen *t, size_t n) {
    size_t size = ARRAY_LEN(t->small);
    while (size < 2 * n) {
        size *= 2;
    }
    t->mask = size - 1;
    t->slots = t->small;
    if (size > ARRAY_LEN(t->small)) {
        t->slots = ALLOC_ARRAY(uint32_t, size);
    } else {
        memset(t->small, 0, sizeof t->small);
    }
}

static void seen_done(struct seen *t) {
    if (t->slots != t->small) {
        free(t->slots);
    }
}

/* The earlier one of the same sort, level and name; NULL, and kept, when there is none. */
static struct found *seen_before(struct seen *t, struct scan *s, size_t index) {
    const struct found *f = &s->found.data[index];
    struct str name = name_of(s, f);
    size_t at = hash_str(name) + f->kind + f->level * 31;
    for (;; at++) {
        uint32_t *slot = &t->slots[at & t->mask];
        if (*slot == 0) {
            *slot = (uint32_t)index + 1;
            return NULL;
        }
        struct found *old = &s->found.data[*slot - 1];
        if (old->kind == f->kind && old->level == f->level && str_eq(name_of(s, old), name)) {
            return old;
        }
    }
}

static bool is_weak(const struct scan *s, const struct found *f) {
    return f->kind == INFER_IMPORT && f->context < s->weak.len && s->weak.data[f->context];
}

/* Leaves one of each alive. */
static void settle(struct scan *s) {
    struct seen seen;
    seen_init(&seen, s->found.len);
    for (size_t i = 0; i < s->found.len; i++) {
        struct found *f = &s->found.data[i];
        struct str name = name_of(s, f);
        if (f->dead || (!is_ascii(name) && !str_is_utf8(name))) {
            f->dead = true;
            continue;
        }
        struct found *old = seen_before(&seen, s, i);
        if (old != NULL) {
            f->dead = true;
            if (!is_weak(s, f)) {
                old->context = CONTEXT_STRONG;
            }
        }
    }
    seen_done(&seen);
}

/* Ends of lines in [p, end). */
static uint32_t count_lines(const struct scan *s, const char *p, const char *end) {
    uint32_t n = 0;
    if (s->has_cr) {
        while (p < end) {
            n += infer__is(*p, C_EOL) && !(*p == '\r' && p + 1 < s->end && p[1] == '\n');
            p++;
        }
        return n;
    }
#if defined(__SSE2__)
    const __m128i newline = _mm_set1_epi8('\n'), one = _mm_set1_epi8(1);
    __m128i sum = _mm_setzero_si128();
    for (; end - p >= 16; p += 16) {
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i hits = _mm_and_si128(_mm_cmpeq_epi8(block, newline), one);
        sum = _mm_add_epi64(sum, _mm_sad_epu8(hits, _mm_setzero_si128()));
    }
    n = (uint32_t)(_mm_cvtsi128_si32(sum) + _mm_cvtsi128_si32(_mm_srli_si128(sum, 8)));
#endif
    for (; p < end; p++) {
        n += *p == '\n';
    }
    return n;
}

void infer__emit(struct scan *s, struct buf *out) {
    if (s->found.len == 0 || s->found.len >= UINT32_MAX || !buf_ok(&s->names)) {
        return;
    }
    settle(s);
    const char *counted = s->start;
    uint32_t line = 1;
    for (size_t i = 0; i < s->found.len; i++) {
        const struct found *f = &s->found.data[i];
        if (f->dead) {
            continue;
        }
        assert(f->pos >= counted);
        line += count_lines(s, counted, f->pos);
        counted = f->pos;
        enum infer_kind kind = is_weak(s, f) ? INFER_WEAK_IMPORT : (enum infer_kind)f->kind;
        struct infer_record r = {
            .kind = kind, .level = f->level, .name = name_of(s, f), .line = line};
        infer_add(out, &r);
    }
}
