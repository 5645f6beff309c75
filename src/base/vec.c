/* The untyped half of struct VEC: growth by doubling. */
#include "base/vec.h"

void *vec_grow_(void *data, size_t *cap, size_t need, size_t size) {
    size_t n = *cap < 8 ? 8 : size_mul(*cap, 2);
    n = n < need ? need : n;
    *cap = n;
    return xreallocarray(data, n, size);
}
