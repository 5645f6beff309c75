/*
 * A result in the cache (the key is the digest of the action):
 *
 *   "PR1\0", u32 exit code, u64 elapsed ns, 3 x (32 bytes of hash, u64 size): stdout, stderr,
 *   output directory; little-endian
 */
#include "process_int.h"

static const char MAGIC[4] = {'P', 'R', '1', '\0'};

enum { DIGEST_LEN = DIGEST_HASH_LEN + 8, ENTRY_LEN = 4 + 4 + 8 + 3 * DIGEST_LEN };

static void add_digest(struct buf *out, const struct digest *d) {
    buf_add(out, d->hash, DIGEST_HASH_LEN);
    buf_add_u64(out, d->size);
}

void entry__encode(const struct process_entry *entry, struct buf *out) {
    buf_add(out, MAGIC, sizeof(MAGIC));
    buf_add_u32(out, (uint32_t)entry->exit_code);
    buf_add_u64(out, entry->elapsed_ns);
    add_digest(out, &entry->out);
    add_digest(out, &entry->err);
    add_digest(out, &entry->output);
}

static uint64_t number(const char *at, size_t n) {
    uint64_t v = 0;
    for (size_t i = n; i > 0; i--) {
        v = v << 8 | (uint8_t)at[i - 1];
    }
    return v;
}

static struct digest digest_at(const char *at) {
    struct digest d = {.size = number(at + DIGEST_HASH_LEN, 8)};
    memcpy(d.hash, at, DIGEST_HASH_LEN);
    return d;
}

int entry__decode(struct str bytes, struct process_entry *ret, struct err *e) {
    if (bytes.len != ENTRY_LEN || memcmp(bytes.ptr, MAGIC, sizeof(MAGIC)) != 0) {
        return err_set(e, ERR_FORMAT, "not a result of a process");
    }
    const char *at = bytes.ptr + 16;
    *ret = (struct process_entry){.exit_code = (int32_t)(uint32_t)number(bytes.ptr + 4, 4),
                                  .elapsed_ns = number(bytes.ptr + 8, 8),
                                  .out = digest_at(at),
                                  .err = digest_at(at + DIGEST_LEN),
                                  .output = digest_at(at + 2 * DIGEST_LEN)};
    if (ret->out.size > INT64_MAX || ret->err.size > INT64_MAX || ret->output.size > INT64_MAX) {
        return err_set(e, ERR_FORMAT, "a result of a process with impossible sizes");
    }
    return 0;
}
