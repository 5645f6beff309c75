/* Paths as text. */
#include "base/path.h"

#include "base/alloc.h"

struct str path_base(struct str path) {
    return str_from_at(path, (size_t)(str_rfind_char(path, '/') + 1));
}

struct str path_dir(struct str path) {
    ptrdiff_t at = str_rfind_char(path, '/');
    if (at < 0) {
        return str_make(path.ptr, 0);
    }
    return str_upto(path, at == 0 ? 1 : (size_t)at);
}

struct str path_ext(struct str path) {
    struct str base = path_base(path);
    while (base.len > 0 && base.ptr[0] == '.') {
        base = str_from_at(base, 1);
    }
    ptrdiff_t at = str_rfind_char(base, '.');
    return str_from_at(base, at < 0 ? base.len : (size_t)at);
}

void path_join(struct buf *out, struct str a, struct str b) {
    if (b.len > 0 && b.ptr[0] == '/') {
        buf_add_str(out, b);
        return;
    }
    buf_add_str(out, a);
    if (a.len > 0 && b.len > 0 && a.ptr[a.len - 1] != '/') {
        buf_add_char(out, '/');
    }
    buf_add_str(out, b);
}

char *path_join_dup(struct str a, struct str b) {
    struct buf out = BUF_INIT;
    path_join(&out, a, b);
    return buf_take(&out);
}

bool path_is_within(struct str path, struct str folder) {
    if (folder.len == 0) {
        return path.len == 0 || path.ptr[0] != '/';
    }
    if (str_eq(folder, STR("/"))) {
        return path.len > 0 && path.ptr[0] == '/';
    }
    return str_starts(path, folder) && (path.len == folder.len || path.ptr[folder.len] == '/');
}

/* Drops the last part of what was written since start; false when there is none to drop. */
static bool drop_last(struct buf *out, size_t start) {
    struct str written = str_from_at(buf_str(out), start);
    if (written.len == 0 || str_eq(path_base(written), STR(".."))) {
        return false;
    }
    ptrdiff_t slash = str_rfind_char(written, '/');
    buf_truncate(out, start + (slash < 0 ? 0 : (size_t)slash));
    return true;
}

int path_normalise(struct buf *out, struct str path) {
    bool absolute = path.len > 0 && path.ptr[0] == '/';
    int climbed = 0;
    if (absolute) {
        buf_add_char(out, '/');
    }
    size_t start = out->len;
    bool done = false;
    for (struct str part; str_split_next(&path, &done, '/', &part);) {
        if (part.len == 0 || str_eq(part, STR("."))) {
            continue;
        }
        if (str_eq(part, STR("..")) && (drop_last(out, start) || absolute)) {
            continue;
        }
        climbed |= str_eq(part, STR(".."));
        if (out->len > start) {
            buf_add_char(out, '/');
        }
        buf_add_str(out, part);
    }
    return climbed;
}

int path_cmp(struct str a, struct str b) {
    bool done_a = false, done_b = false;
    struct str part_a, part_b;
    for (;;) {
        bool more_a = str_split_next(&a, &done_a, '/', &part_a);
        bool more_b = str_split_next(&b, &done_b, '/', &part_b);
        if (!more_a || !more_b) {
            return (int)more_a - (int)more_b;
        }
        int c = str_cmp(part_a, part_b);
        if (c != 0) {
            return c;
        }
    }
}
