/*
 * The SHA extensions of x86-64, and the choice of a body. The choice is made by the dynamic
 * linker (an indirect function): the resolver runs before main, so no flag has to be kept and no
 * call asks the processor again. The resolver runs before sanitizers are up and is kept from them.
 */
#include "codec/sha256_int.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#ifdef __clang__
#define NO_SANITIZE __attribute__((no_sanitize("address", "undefined", "thread", "coverage")))
#else
#define NO_SANITIZE __attribute__((no_sanitize("address", "undefined", "thread")))
#endif
#define WITH_SHA __attribute__((target("sha,sse4.1,ssse3")))

/* By the macros of cpuid.h: its functions would be instrumented. */
NO_SANITIZE static bool has_sha(void) {
    unsigned a, b, c, d;
    __cpuid(0, a, b, c, d);
    if (a < 7) {
        return false;
    }
    __cpuid(1, a, b, c, d);
    if ((c & bit_SSSE3) == 0 || (c & bit_SSE4_1) == 0) {
        return false;
    }
    __cpuid_count(7, 0, a, b, c, d);
    return (b & (1U << 29)) != 0;
}

/* Four rounds: the message words of `m` with the constants from k on. */
WITH_SHA static inline void rounds(__m128i *abef, __m128i *cdgh, __m128i m, const uint32_t *k) {
    __m128i wk = _mm_add_epi32(m, _mm_loadu_si128((const __m128i *)(const void *)k));
    *cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, wk);
    *abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(wk, 0x0e));
}

/* The next four message words from the last sixteen. */
WITH_SHA static inline __m128i next_words(__m128i m0, __m128i m1, __m128i m2, __m128i m3) {
    __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(m0, m1), _mm_alignr_epi8(m3, m2, 4));
    return _mm_sha256msg2_epu32(sum, m3);
}

WITH_SHA static void blocks_sha(uint32_t state[8], const uint8_t *data, size_t blocks) {
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    /* The instructions want the state as two vectors: a b e f and c d g h, highest word first. */
    __m128i t = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)state), 0xb1);
    __m128i cdgh =
        _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)(state + 4)), 0x1b);
    __m128i abef = _mm_alignr_epi8(t, cdgh, 8);
    cdgh = _mm_blend_epi16(cdgh, t, 0xf0);
    for (; blocks > 0; blocks--, data += 64) {
        __m128i abef0 = abef, cdgh0 = cdgh, m[4];
        for (int i = 0; i < 4; i++) {
            m[i] = _mm_shuffle_epi8(
                _mm_loadu_si128((const __m128i *)(const void *)(data + (size_t)16 * (size_t)i)),
                swap);
            rounds(&abef, &cdgh, m[i], sha256__k + (size_t)4 * (size_t)i);
        }
        for (int i = 16; i < 64; i += 16) {
            for (int j = 0; j < 4; j++) {
                m[j] = next_words(m[j], m[(j + 1) & 3], m[(j + 2) & 3], m[(j + 3) & 3]);
                rounds(&abef, &cdgh, m[j], sha256__k + i + (size_t)4 * (size_t)j);
            }
        }
        abef = _mm_add_epi32(abef, abef0);
        cdgh = _mm_add_epi32(cdgh, cdgh0);
    }
    t = _mm_shuffle_epi32(abef, 0x1b);
    cdgh = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(t, cdgh, 0xf0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(cdgh, t, 8));
}

typedef void blocks_fn(uint32_t state[8], const uint8_t *data, size_t blocks);

NO_SANITIZE __attribute__((used)) static blocks_fn *resolve_blocks(void) {
    return has_sha() ? blocks_sha : sha256__blocks_plain;
}

void sha256__blocks(uint32_t state[8], const uint8_t *data, size_t blocks)
    __attribute__((ifunc("resolve_blocks")));

bool sha256__is_accelerated(void) {
    return has_sha();
}

#else

void sha256__blocks(uint32_t state[8], const uint8_t *data, size_t blocks) {
    sha256__blocks_plain(state, data, blocks);
}

bool sha256__is_accelerated(void) {
    return false;
}

#endif
