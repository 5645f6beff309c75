/*
 * Addresses and specs from outside. An address that is accepted can be written, and what is
 * written is read as the same address.
 */
#include <stdint.h>
#include <stdlib.h>

#include "options/address.h"
#include "options/spec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef int resolve_fn(struct arena *, const struct address_input *, struct address *,
                       enum address_fault *, struct err *);

/* A folder may have characters in its name that a target may not: its own target then has none. */
static bool has_name(const struct address *address) {
    struct str name = address_name(address);
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] != '\0' && strchr(ADDRESS_BANNED_IN_TARGET, name.ptr[i]) != NULL) {
            return false;
        }
    }
    return true;
}

static void round_trip(struct arena *a, const struct address_input *in, resolve_fn *resolve) {
    struct address address, again;
    struct address_input second;
    struct buf out = BUF_INIT;
    if (resolve(a, in, &address, NULL, NULL) == 0 && has_name(&address)) {
        address_spec(&address, &out);
        if (address_input_parse(a, arena_str(a, buf_str(&out)), NULL, &second, NULL, NULL) < 0 ||
            resolve(a, &second, &again, NULL, NULL) < 0 || address_cmp(&address, &again) != 0) {
            abort();
        }
        address_path_safe_spec(&address, &out);
    }
    buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a = {0};
    struct str text = str_make((const char *)data, size);
    struct address_context context = {.relative_to = STR("here/there"), .origin = STR("fuzz")};
    struct address_input in;
    enum address_fault fault = ADDRESS_OK;
    if (address_input_parse(&a, text, &context, &in, &fault, NULL) == 0) {
        round_trip(&a, &in, address_from_dir);
        round_trip(&a, &in, address_from_file);
    } else if (fault == ADDRESS_OK) {
        abort();
    }
    struct spec_context c = {.build_root = STR("/repo"), .working_dir = STR("x")};
    struct spec spec;
    if (spec_parse(&a, &c, text, &spec, NULL) == 0) {
        struct buf out = BUF_INIT;
        spec_format(&spec, &out);
        buf_done(&out);
    }
    arena_done(&a);
    return 0;
}
