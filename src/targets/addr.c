/* Rendering and ordering of addresses. */
#include "targets/addr.h"

#include "base/hash.h"
#include "base/path.h"

uint64_t addr_hash(struct addr a) {
    uint64_t h = hash_mix(((uint64_t)a.path << 32) | a.name);
    h = hash_combine(h, ((uint64_t)a.file << 32) | a.gen);
    return hash_combine(h, a.params);
}

struct str addr_name(const struct intern *strings, struct addr a) {
    return a.name != 0 ? intern_str(strings, a.name) : path_base(intern_str(strings, a.path));
}

/* None (0) comes before everything, the empty string included. */
static int cmp_ids(const struct intern *strings, uint32_t a, uint32_t b, bool as_path) {
    if (a == b) {
        return 0;
    }
    if (a == 0 || b == 0) {
        return a == 0 ? -1 : 1;
    }
    struct str x = intern_str(strings, a), y = intern_str(strings, b);
    return as_path ? path_cmp(x, y) : str_cmp(x, y);
}

int addr_cmp(const struct intern *strings, struct addr a, struct addr b) {
    int c = cmp_ids(strings, a.path, b.path, true);
    c = c != 0 ? c : cmp_ids(strings, a.file, b.file, true);
    c = c != 0 ? c : cmp_ids(strings, a.name, b.name, false);
    c = c != 0 ? c : cmp_ids(strings, a.params, b.params, false);
    return c != 0 ? c : cmp_ids(strings, a.gen, b.gen, false);
}

static void add_file_part(const struct intern *strings, struct addr a, struct buf *out) {
    struct str file = intern_str(strings, a.file);
    path_join(out, intern_str(strings, a.path), file);
    size_t climbs = 0;
    for (size_t i = 0; i < file.len; i++) {
        climbs += file.ptr[i] == '/';
    }
    if (a.name == 0 && climbs == 0) {
        return;
    }
    buf_add_char(out, ':');
    for (size_t i = 0; i < climbs; i++) {
        buf_addz(out, "../");
    }
    buf_add_str(out, addr_name(strings, a));
}

void addr_spec(const struct intern *strings, struct addr a, struct buf *out) {
    if (a.path == 0) {
        buf_addz(out, "//");
    }
    if (a.file != 0) {
        add_file_part(strings, a, out);
    } else {
        buf_add_str(out, intern_str(strings, a.path));
        if (a.name != 0 || (a.gen == 0 && a.params == 0)) {
            buf_add_char(out, ':');
            buf_add_str(out, addr_name(strings, a));
        }
    }
    if (a.gen != 0) {
        buf_add_char(out, '#');
        buf_add_str(out, intern_str(strings, a.gen));
    }
    if (a.params != 0) {
        buf_add_char(out, '@');
        buf_add_str(out, intern_str(strings, a.params));
    }
}

void addr_residence(const struct intern *strings, struct addr a, struct buf *out) {
    struct str path = intern_str(strings, a.path);
    struct str folder = a.file != 0 ? path_dir(intern_str(strings, a.file)) : STR("");
    path_join(out, path, folder);
}
