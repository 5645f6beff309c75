/* Packed values from outside: whatever passes pack_open() can be walked, hashed and copied. */
#include <stdint.h>
#include <stdlib.h>

#include "codec/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct pval root;
    /* A tiny blob can name one node many times over; the walk is exponential then, not unsafe. */
    if (size > 200 || pack_open(data, size, &root, NULL) != 0) {
        return 0;
    }
    (void)pval_hash(root);
    struct pack_builder b;
    pack_builder_init(&b);
    b.out.max = 1 << 20;
    char *copy = NULL;
    size_t len;
    if (pack_builder_finish(&b, pack_copy(&b, root), &copy, &len, NULL) == 0) {
        (void)pval_equal(root, pack_trusted(copy));
        free(copy);
    }
    return 0;
}
