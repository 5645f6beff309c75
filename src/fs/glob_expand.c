/*
 * Walking the tree along globs. One call of expand() stands for "the components from here on,
 * in this folder"; `sym` holds the path as walked, which differs from the folder's own path below
 * links and after "..". A literal component is one look-up in the listing; a folder is entered
 * only when components remain. `**` tries the rest of the components here, then itself in every
 * folder here.
 */
#include "fs/glob_expand.h"

#include "globs_int.h"

#include "base/alloc.h"
#include "base/path.h"

struct expansion {
    struct fs_tree *t;
    const struct fs_globs *g;
    enum fs_glob_flags flags;
    const struct fs_recorder *rec;
    struct arena *arena;
    VEC(struct fs_match) found;
    struct buf sym;     /**< the path as walked */
    struct buf scratch; /**< for excludes */
    bool matched;       /**< the include at hand matched something */
    struct err *e;
};

static int expand(struct expansion *x, struct dir_node *node, const struct glob_part *parts,
                  size_t count, unsigned links);

static size_t push_name(struct expansion *x, struct str name) {
    size_t before = x->sym.len;
    if (before > 0) {
        buf_add_char(&x->sym, '/');
    }
    buf_add_str(&x->sym, name);
    return before;
}

static void emit(struct expansion *x, const struct fs_found *found) {
    x->matched = true;
    if ((x->flags & (found->kind == FS_DIR ? FS_GLOB_DIRS : FS_GLOB_FILES)) == 0) {
        return;
    }
    struct fs_match m = {
        .path = arena_str(x->arena, buf_str(&x->sym)),
        .parent = found->parent,
        .entry = found->entry,
        .kind = found->kind,
    };
    vec_push(&x->found, m);
}

/* An entry whose name matched: what it stands for. 0, FS_ABSENT (nothing to go on with), error. */
static int settle(struct expansion *x, struct dir_node *node, const struct fs_entry *entry,
                  unsigned *links, struct fs_found *ret) {
    switch ((enum fs_kind)entry->kind) {
    case FS_FILE:
        *ret = (struct fs_found){.kind = FS_FILE, .parent = &node->pub, .entry = entry};
        return 0;
    case FS_DIR:
        *ret = (struct fs_found){.kind = FS_DIR, .dir = &tree__child(x->t, &node->pub, entry)->pub};
        return 0;
    case FS_LINK:
        break;
    case FS_NONE:
        return FS_ABSENT;
    }
    if (*links >= FS_MAX_LINKS) {
        return err_set(
            x->e, ERR_USAGE,
            "Maximum link depth exceeded: \"%.*s\" is a symbolic link met %d times on the "
            "way to \"%s\"; it seems to lead back into its own folder",
            STR_FMT(fs_entry_name(entry)), FS_MAX_LINKS, x->sym.data);
    }
    ++*links;
    return tree__follow(x->t, &node->pub, entry, 0, x->rec, ret, x->e);
}

/* Takes one entry whose name matched; `rest` are the components after it, `dirs_only` says that
 * it can only be on the way. */
static int visit(struct expansion *x, struct dir_node *node, const struct fs_entry *entry,
                 const struct glob_part *rest, size_t count, unsigned links) {
    if (count > 0 && entry->kind == FS_FILE) {
        return 0;
    }
    if (globs__excluded(x->g, &node->pub, entry, &x->scratch)) {
        return 0;
    }
    size_t before = push_name(x, fs_entry_name(entry));
    struct fs_found found = {.kind = FS_NONE};
    int r = settle(x, node, entry, &links, &found);
    if (r == 0 && count == 0) {
        emit(x, &found);
    } else if (r == 0 && found.kind == FS_DIR) {
        r = expand(x, (struct dir_node *)(uintptr_t)found.dir, rest, count, links);
    }
    buf_truncate(&x->sym, before);
    return r < 0 ? r : 0;
}

/* ".." : the real parent of the real folder; the path as walked keeps the dots. */
static int climb(struct expansion *x, struct dir_node *node, const struct glob_part *parts,
                 size_t count, unsigned links) {
    if (node->pub.path.len == 0) {
        return err_set(x->e, ERR_USAGE,
                       "the path \"%s%s..\" may not traverse outside of the buildroot",
                       x->sym.len > 0 ? x->sym.data : "", x->sym.len > 0 ? "/" : "");
    }
    struct dir_node *parent = tree__node(x->t, path_dir(node->pub.path));
    size_t before = push_name(x, STR(".."));
    int r = expand(x, parent, parts + 1, count - 1, links);
    buf_truncate(&x->sym, before);
    return r;
}

/* Every entry that the first component matches. */
static int each(struct expansion *x, struct dir_node *node, const struct glob_part *first,
                const struct glob_part *rest, size_t count, unsigned links) {
    /* Following links may list other folders, never this one again: it is listed. */
    for (uint32_t i = 0; i < node->pub.count; i++) {
        const struct fs_entry *entry = &node->pub.entries[i];
        if (glob_part_match(first, fs_entry_name(entry))) {
            int r = visit(x, node, entry, rest, count, links);
            if (r < 0) {
                return r;
            }
        }
    }
    return 0;
}

static int expand(struct expansion *x, struct dir_node *node, const struct glob_part *parts,
                  size_t count, unsigned links) {
    if (count == 0) {
        return 0; /* "", "." or "..": names nothing */
    }
    if (parts[0].kind == GLOB_PARENT) {
        return climb(x, node, parts, count, links);
    }
    int r = tree__ensure(x->t, node, x->e);
    if (r != 0) {
        if (r > 0 && x->rec != NULL && x->rec->absent != NULL) {
            x->rec->absent(x->rec->user, node->pub.path);
        }
        return r < 0 ? r : 0;
    }
    record_dir(x->rec, &node->pub);
    if (parts[0].kind == GLOB_LITERAL) {
        const struct fs_entry *entry = fs_dir_find(&node->pub, parts[0].literal);
        return entry != NULL ? visit(x, node, entry, parts + 1, count - 1, links) : 0;
    }
    if (parts[0].kind == GLOB_TREE) {
        r = count == 1 ? each(x, node, parts, NULL, 0, links)
                       : expand(x, node, parts + 1, count - 1, links);
        return r < 0 ? r : each(x, node, parts, parts, count, links);
    }
    return each(x, node, parts, parts + 1, count - 1, links);
}

static int by_path(const void *a, const void *b) {
    return path_cmp(((const struct fs_match *)a)->path, ((const struct fs_match *)b)->path);
}

/* Sorts and drops doubles; what one glob finds in one folder is sorted as it comes. */
static void put_in_order(struct expansion *x, struct fs_matches *ret) {
    struct fs_match *m = x->found.data;
    size_t n = x->found.len;
    bool sorted = true;
    for (size_t i = 1; i < n && sorted; i++) {
        sorted = by_path(&m[i - 1], &m[i]) < 0;
    }
    if (!sorted) {
        qsort(m, n, sizeof(*m), by_path);
        size_t kept = 0;
        for (size_t i = 0; i < n; i++) {
            if (kept == 0 || !str_eq(m[kept - 1].path, m[i].path)) {
                m[kept++] = m[i];
            }
        }
        n = kept;
    }
    ret->count = n;
    if (n > 0) {
        ret->items = ARENA_ARRAY(&ret->arena, struct fs_match, n);
        memcpy(ret->items, m, n * sizeof(*m));
    }
}

/* The folder that all globs start in. 0, FS_ABSENT or an error. */
static int find_base(struct expansion *x, struct dir_node **ret) {
    struct fs_found found = {.kind = FS_NONE};
    int r = tree__lookup(x->t, x->g->base, x->rec, &found, x->e);
    if (r == 0 && found.kind != FS_DIR) {
        r = FS_ABSENT;
    }
    if (r == 0) {
        *ret = (struct dir_node *)(uintptr_t)found.dir;
    } else if (r > 0 && x->rec != NULL && x->rec->absent != NULL) {
        x->rec->absent(x->rec->user, x->g->base);
    }
    return r;
}

int fs_glob_expand(struct fs_tree *t, const struct fs_globs *globs, enum fs_glob_flags flags,
                   const struct fs_recorder *recorder, struct fs_matches *ret_matches,
                   struct err *e) {
    struct fs_matches m = {0};
    m.include_matched = ARENA_ARRAY(&m.arena, bool, globs->count);
    struct expansion x = {
        .t = t, .g = globs, .flags = flags, .rec = recorder, .arena = &m.arena, .e = e};
    struct dir_node *base = NULL;
    int r = find_base(&x, &base);
    buf_add_str(&x.sym, globs->base);
    for (size_t i = 0; i < globs->count && r == 0; i++) {
        x.matched = false;
        r = expand(&x, base, globs->includes[i].parts, globs->includes[i].count, 0);
        m.include_matched[i] = x.matched;
    }
    if (r >= 0) {
        put_in_order(&x, &m);
        *ret_matches = m;
        r = 0;
    } else {
        arena_done(&m.arena);
    }
    vec_done(&x.found);
    buf_done(&x.sym);
    buf_done(&x.scratch);
    return r;
}

void fs_matches_done(struct fs_matches *m) {
    arena_done(&m->arena);
    *m = (struct fs_matches){0};
}
