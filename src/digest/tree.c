/*
 * Directories in memory. One allocation each: the struct, its entries, their names and targets.
 * The digest is computed when the directory is made; nothing changes afterwards.
 */
#include "tree_int.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"

#include <assert.h>

struct dtree {
    unsigned refs;
    struct digest digest;
    size_t count;
    struct dentry entries[]; /**< sorted by name; the strings lie behind them */
};

struct dtree *dtree_ref(struct dtree *t) {
    t->refs++;
    return t;
}

void dtree_unref(struct dtree *t) {
    if (t == NULL || --t->refs > 0) {
        return;
    }
    for (size_t i = 0; i < t->count; i++) {
        if (t->entries[i].kind == DENTRY_DIR) {
            dtree_unref(t->entries[i].tree);
        }
    }
    free(t);
}

void dtree_unrefp(struct dtree **t) {
    dtree_unref(*t);
    *t = NULL;
}

static int by_name(const void *a, const void *b) {
    return str_cmp(((const struct dentry *)a)->name, ((const struct dentry *)b)->name);
}

int dtree_new(const struct dentry *entries, size_t count, struct dtree **ret, struct err *e) {
    size_t head = size_add(sizeof(struct dtree), size_mul(count, sizeof(struct dentry)));
    size_t total = head;
    for (size_t i = 0; i < count; i++) {
        total = size_add(total, size_add(entries[i].name.len, entries[i].target.len));
    }
    struct dtree *t = xcalloc(1, total);
    char *strings = (char *)t + head;
    t->refs = 1;
    t->count = count;
    for (size_t i = 0; i < count; i++) {
        struct dentry *d = &t->entries[i];
        *d = entries[i];
        if (d->name.len > 0) {
            memcpy(strings, d->name.ptr, d->name.len);
        }
        d->name.ptr = strings;
        strings += d->name.len;
        if (d->target.len > 0) {
            memcpy(strings, d->target.ptr, d->target.len);
        }
        d->target.ptr = strings;
        strings += d->target.len;
        if (d->kind == DENTRY_DIR) {
            assert(d->tree != NULL);
            (void)dtree_ref(d->tree);
            d->digest = d->tree->digest;
        }
    }
    qsort(t->entries, count, sizeof(struct dentry), by_name);
    for (size_t i = 1; i < count; i++) {
        if (str_eq(t->entries[i - 1].name, t->entries[i].name)) {
            int r = err_set(e, ERR_CONFLICT, "two entries named '%.*s' in one directory",
                            STR_FMT(t->entries[i].name));
            dtree_unref(t);
            return r;
        }
    }
    struct buf message = BUF_INIT;
    dtree_encode(t, &message);
    t->digest = digest_of(message.data, message.len);
    bool ok = buf_ok(&message);
    buf_done(&message);
    if (!ok) {
        dtree_unref(t);
        return err_set(e, ERR_NOMEM, "a directory of %zu entries is too large", count);
    }
    *ret = t;
    return 0;
}

struct dtree *dtree_empty(void) {
    struct dtree *t = NULL;
    int r = dtree_new(NULL, 0, &t, NULL);
    assert(r == 0);
    (void)r;
    return t;
}

const struct dentry *dtree_entries(const struct dtree *t, size_t *ret_count) {
    *ret_count = t->count;
    return t->entries;
}

const struct dentry *dtree_find(const struct dtree *t, struct str name) {
    struct dentry key = {.name = name};
    return bsearch(&key, t->entries, t->count, sizeof(struct dentry), by_name);
}

const struct digest *dtree_digest(const struct dtree *t) {
    return &t->digest;
}

void dtree_encode(const struct dtree *t, struct buf *out) {
    directory__encode(t->entries, t->count, out);
}

static int walk(const struct dtree *t, struct buf *path, dtree_visit_fn *visit, void *user,
                struct err *e) {
    for (size_t i = 0; i < t->count; i++) {
        const struct dentry *d = &t->entries[i];
        size_t before = path->len;
        if (before > 0) {
            buf_add_char(path, '/');
        }
        buf_add_str(path, d->name);
        int r = visit(user, buf_str(path), d, e);
        if (r == 0 && d->kind == DENTRY_DIR) {
            r = walk(d->tree, path, visit, user, e);
        }
        if (r != 0) {
            return r;
        }
        buf_truncate(path, before);
    }
    return 0;
}

int dtree_walk(const struct dtree *t, dtree_visit_fn *visit, void *user, struct err *e) {
    struct buf path = BUF_INIT;
    int r = walk(t, &path, visit, user, e);
    buf_done(&path);
    return r;
}

/* A place in a tree that is being built. */
struct place {
    struct dentry entry; /**< kind 0: nothing yet; DENTRY_DIR: `children` */
    struct map children; /**< name -> struct place */
};

struct dtree_builder {
    struct arena arena;
    struct place *top;
    VEC(struct place *) places; /**< those with a map to be freed */
};

static struct place *new_place(struct dtree_builder *b, enum dentry_kind kind) {
    struct place *p = ARENA_NEW(&b->arena, struct place);
    p->entry.kind = kind;
    vec_push(&b->places, p);
    return p;
}

struct dtree_builder *dtree_builder_new(void) {
    struct dtree_builder *b = ALLOC(struct dtree_builder);
    b->top = new_place(b, DENTRY_DIR);
    return b;
}

static void clear(struct dtree_builder *b) {
    for (size_t i = 0; i < b->places.len; i++) {
        map_done(&b->places.data[i]->children);
    }
    vec_done(&b->places);
    arena_done(&b->arena);
    b->top = NULL;
}

void dtree_builder_free(struct dtree_builder *b) {
    if (b != NULL) {
        clear(b);
        free(b);
    }
}

static const char *kind_name(enum dentry_kind kind) {
    return kind == DENTRY_FILE ? "file" : kind == DENTRY_DIR ? "directory" : "symlink";
}

static struct place *child_of(struct dtree_builder *b, struct place *p, struct str name,
                              enum dentry_kind kind) {
    struct place *child = map_get(&p->children, name);
    if (child == NULL) {
        child = new_place(b, kind);
        child->entry.name = arena_str(&b->arena, name);
        (void)map_put(&p->children, child->entry.name, child);
    }
    return child;
}

/* The place of path, made with its parents; *ret_new when it was not there. */
static int place_of(struct dtree_builder *b, struct str path, enum dentry_kind kind,
                    struct place **ret, bool *ret_new, struct err *e) {
    struct place *p = b->top;
    struct str rest = path, part;
    bool done = false;
    *ret_new = false;
    while (str_split_next(&rest, &done, '/', &part)) {
        if (part.len == 0 || str_eq(part, STR(".")) || str_eq(part, STR(".."))) {
            return err_set(e, ERR_USAGE, "'%.*s' is not a normalised path", STR_FMT(path));
        }
        if (p->entry.kind != DENTRY_DIR) {
            return err_set(e, ERR_CONFLICT, "'%.*s' lies below a %s", STR_FMT(path),
                           kind_name(p->entry.kind));
        }
        size_t before = b->places.len;
        p = child_of(b, p, part, done ? kind : DENTRY_DIR);
        *ret_new = b->places.len != before;
    }
    if (p->entry.kind != kind) {
        return err_set(e, ERR_CONFLICT, "'%.*s' is a %s and a %s", STR_FMT(path),
                       kind_name(p->entry.kind), kind_name(kind));
    }
    *ret = p;
    return 0;
}

int dtree_builder_file(struct dtree_builder *b, struct str path, const struct digest *digest,
                       bool executable, struct err *e) {
    struct place *p = NULL;
    bool is_new = false;
    int r = place_of(b, path, DENTRY_FILE, &p, &is_new, e);
    if (r < 0) {
        return r;
    }
    if (!is_new && (!digest_eq(&p->entry.digest, digest) || p->entry.executable != executable)) {
        return err_set(e, ERR_CONFLICT, "two different files at '%.*s'", STR_FMT(path));
    }
    p->entry.digest = *digest;
    p->entry.executable = executable;
    return 0;
}

int dtree_builder_link(struct dtree_builder *b, struct str path, struct str target, struct err *e) {
    struct place *p = NULL;
    bool is_new = false;
    int r = place_of(b, path, DENTRY_LINK, &p, &is_new, e);
    if (r < 0) {
        return r;
    }
    if (!is_new && !str_eq(p->entry.target, target)) {
        return err_set(e, ERR_CONFLICT, "two different symlinks at '%.*s'", STR_FMT(path));
    }
    p->entry.target = arena_str(&b->arena, target);
    return 0;
}

int dtree_builder_dir(struct dtree_builder *b, struct str path, struct err *e) {
    struct place *p = NULL;
    bool is_new = false;
    return path.len == 0 ? 0 : place_of(b, path, DENTRY_DIR, &p, &is_new, e);
}

static int build(const struct place *p, struct dtree **ret, struct err *e) {
    VEC(struct dentry) entries = {0};
    size_t at = 0;
    struct str name;
    void *value;
    int r = 0;
    while (r == 0 && map_next(&p->children, &at, &name, &value)) {
        const struct place *child = value;
        struct dentry d = child->entry;
        if (d.kind == DENTRY_DIR) {
            r = build(child, &d.tree, e);
        }
        if (r == 0) {
            vec_push(&entries, d);
        }
    }
    if (r == 0) {
        r = dtree_new(entries.data, entries.len, ret, e);
    }
    for (size_t i = 0; i < entries.len; i++) {
        dtree_unref(entries.data[i].tree); /* the new tree counts its own */
    }
    vec_done(&entries);
    return r;
}

int dtree_builder_finish(struct dtree_builder *b, struct dtree **ret, struct err *e) {
    int r = build(b->top, ret, e);
    clear(b);
    b->top = new_place(b, DENTRY_DIR);
    return r;
}
