/*
 * The REAPI `Directory` message in its canonical form (build.bazel.remote.execution.v2):
 *
 *   Directory     { repeated FileNode files = 1; repeated DirectoryNode directories = 2;
 *                   repeated SymlinkNode symlinks = 3 }
 *   FileNode      { string name = 1; Digest digest = 2; bool is_executable = 4 }
 *   DirectoryNode { string name = 1; Digest digest = 2 }
 *   SymlinkNode   { string name = 1; string target = 2 }
 *   Digest        { string hash = 1; int64 size_bytes = 2 }
 *
 * Each list is sorted by name; fields that have their default are left out. Reading accepts only
 * that: fields in any order would be other bytes for the same directory.
 */
#include "tree_int.h"

#include "base/arena.h"
#include "base/vec.h"
#include "codec/hex.h"

enum {
    WIRE_VARINT = 0,
    WIRE_BYTES = 2,
    TAG_FILES = 1 << 3 | WIRE_BYTES,
    TAG_DIRECTORIES = 2 << 3 | WIRE_BYTES,
    TAG_SYMLINKS = 3 << 3 | WIRE_BYTES,
    TAG_NAME = 1 << 3 | WIRE_BYTES,
    TAG_DIGEST = 2 << 3 | WIRE_BYTES, /* and a link's target */
    TAG_EXECUTABLE = 4 << 3 | WIRE_VARINT,
    TAG_HASH = 1 << 3 | WIRE_BYTES,
    TAG_SIZE = 2 << 3 | WIRE_VARINT,
};

static size_t varint_len(uint64_t v) {
    size_t n = 1;
    while (v >= 0x80) {
        v >>= 7;
        n++;
    }
    return n;
}

static void add_varint(struct buf *out, uint64_t v) {
    while (v >= 0x80) {
        buf_add_char(out, (char)(v | 0x80));
        v >>= 7;
    }
    buf_add_char(out, (char)v);
}

static size_t bytes_len(size_t n) {
    return 1 + varint_len(n) + n;
}

static void add_bytes(struct buf *out, int tag, struct str s) {
    buf_add_char(out, (char)tag);
    add_varint(out, s.len);
    buf_add_str(out, s);
}

static size_t digest_len(const struct digest *d) {
    return bytes_len(DIGEST_HEX_LEN) + (d->size != 0 ? 1 + varint_len(d->size) : 0);
}

static void add_digest(struct buf *out, const struct digest *d) {
    char hex[DIGEST_HEX_LEN + 1];
    digest_hex(d, hex);
    buf_add_char(out, TAG_DIGEST);
    add_varint(out, digest_len(d));
    add_bytes(out, TAG_HASH, str_make(hex, DIGEST_HEX_LEN));
    if (d->size != 0) {
        buf_add_char(out, TAG_SIZE);
        add_varint(out, d->size);
    }
}

static void add_node(struct buf *out, const struct dentry *d) {
    size_t len = d->name.len > 0 ? bytes_len(d->name.len) : 0;
    if (d->kind == DENTRY_LINK) {
        len += d->target.len > 0 ? bytes_len(d->target.len) : 0;
    } else {
        len += bytes_len(digest_len(&d->digest)) + (d->executable ? 2 : 0);
    }
    static const char tags[] = {0, TAG_FILES, TAG_DIRECTORIES, TAG_SYMLINKS};
    buf_add_char(out, tags[d->kind]);
    add_varint(out, len);
    if (d->name.len > 0) {
        add_bytes(out, TAG_NAME, d->name);
    }
    if (d->kind == DENTRY_LINK) {
        if (d->target.len > 0) {
            add_bytes(out, TAG_DIGEST, d->target);
        }
        return;
    }
    add_digest(out, &d->digest);
    if (d->executable) {
        buf_add_char(out, TAG_EXECUTABLE);
        buf_add_char(out, 1);
    }
}

void directory__encode(const struct dentry *entries, size_t count, struct buf *out) {
    for (int kind = DENTRY_FILE; kind <= DENTRY_LINK; kind++) {
        for (size_t i = 0; i < count; i++) {
            if ((int)entries[i].kind == kind) {
                add_node(out, &entries[i]);
            }
        }
    }
}

/* Reading: `at` moves through `s`; every reader returns false for anything but its form, and
 * take_bytes() then stays where it is. */
struct reader {
    struct str s;
    size_t at;
};

static bool take_varint(struct reader *r, uint64_t *ret) {
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64 && r->at < r->s.len; shift += 7) {
        uint8_t byte = (uint8_t)r->s.ptr[r->at++];
        if (shift == 63 && byte > 1) {
            return false;
        }
        v |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *ret = v;
            return byte != 0 || shift == 0; /* the shortest form only */
        }
    }
    return false;
}

static bool take_tag(struct reader *r, int tag) {
    if (r->at < r->s.len && r->s.ptr[r->at] == (char)tag) {
        r->at++;
        return true;
    }
    return false;
}

static bool take_bytes(struct reader *r, int tag, struct str *ret) {
    uint64_t len;
    size_t start = r->at;
    if (!take_tag(r, tag) || !take_varint(r, &len) || len > r->s.len - r->at) {
        r->at = start;
        return false;
    }
    *ret = str_make(r->s.ptr + r->at, (size_t)len);
    r->at += (size_t)len;
    return true;
}

static bool take_digest(struct reader *r, struct digest *ret) {
    struct str bytes, hash;
    if (!take_bytes(r, TAG_DIGEST, &bytes)) {
        return false;
    }
    struct reader d = {bytes, 0};
    *ret = (struct digest){0};
    if (!take_bytes(&d, TAG_HASH, &hash) || hash.len != DIGEST_HEX_LEN ||
        !hex_decode(hash, ret->hash, DIGEST_HASH_LEN)) {
        return false;
    }
    if (take_tag(&d, TAG_SIZE) &&
        (!take_varint(&d, &ret->size) || ret->size == 0 || ret->size > INT64_MAX)) {
        return false;
    }
    for (size_t i = 0; i < hash.len; i++) {
        if (hash.ptr[i] >= 'A' && hash.ptr[i] <= 'F') {
            return false;
        }
    }
    return d.at == bytes.len;
}

static bool is_name(struct str name) {
    return name.len > 0 && !str_eq(name, STR(".")) && !str_eq(name, STR("..")) &&
           str_find_char(name, '/') < 0 && memchr(name.ptr, 0, name.len) == NULL;
}

static bool take_node(struct str bytes, enum dentry_kind kind, struct dentry *ret) {
    struct reader r = {bytes, 0};
    *ret = (struct dentry){.kind = kind};
    if (!take_bytes(&r, TAG_NAME, &ret->name) || !is_name(ret->name)) {
        return false;
    }
    if (kind == DENTRY_LINK) {
        (void)take_bytes(&r, TAG_DIGEST, &ret->target);
    } else if (!take_digest(&r, &ret->digest)) {
        return false;
    }
    if (kind == DENTRY_FILE && take_tag(&r, TAG_EXECUTABLE)) {
        ret->executable = true;
        if (!take_tag(&r, 1)) {
            return false;
        }
    }
    return r.at == bytes.len;
}

static int by_name(const void *a, const void *b) {
    return str_cmp(((const struct dentry *)a)->name, ((const struct dentry *)b)->name);
}

int directory_parse(struct str bytes, struct arena *arena, struct dentry **ret_entries,
                    size_t *ret_count, struct err *e) {
    struct reader r = {bytes, 0};
    VEC(struct dentry) found = {0};
    bool ok = true;
    for (int kind = DENTRY_FILE; kind <= DENTRY_LINK && ok; kind++) {
        struct str node, last = STR_NULL;
        struct dentry d;
        while (ok && take_bytes(&r, kind << 3 | WIRE_BYTES, &node)) {
            ok = take_node(node, (enum dentry_kind)kind, &d) &&
                 (last.ptr == NULL || str_cmp(last, d.name) < 0);
            last = d.name;
            vec_push(&found, d);
        }
    }
    ok = ok && r.at == bytes.len;
    if (ok && found.len > 0) {
        qsort(found.data, found.len, sizeof(struct dentry), by_name);
        for (size_t i = 1; i < found.len && ok; i++) {
            ok = !str_eq(found.data[i - 1].name, found.data[i].name);
        }
    }
    int r_code = 0;
    if (ok) {
        struct dentry *entries = ARENA_ARRAY(arena, struct dentry, found.len);
        for (size_t i = 0; i < found.len; i++) {
            entries[i] = found.data[i];
        }
        *ret_entries = entries;
        *ret_count = found.len;
    } else {
        r_code = err_set(e, ERR_FORMAT, "not a canonical Directory message (near byte %zu)", r.at);
    }
    vec_done(&found);
    return r_code;
}
