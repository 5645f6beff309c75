/*
 * The complete inputs: the immutable ones grafted into the others. Only the folders on the way to a
 * graft are made anew; everything beside it is shared.
 */
#include "process_int.h"

#include "base/path.h"
#include "base/vec.h"
#include "digest/tree.h"

/* The same tree with `entry` at its name. Takes nothing; ret is counted. */
static int with_entry(const struct dtree *tree, const struct dentry *entry, struct dtree **ret,
                      struct err *e) {
    VEC(struct dentry) entries = {0};
    size_t n;
    const struct dentry *old = dtree_entries(tree, &n);
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(old[i].name, entry->name)) {
            vec_push(&entries, old[i]);
        }
    }
    vec_push(&entries, *entry);
    int r = dtree_new(entries.data, entries.len, ret, e);
    vec_done(&entries);
    return r;
}

static int graft(const struct dtree *tree, struct str path, struct dtree *what, struct dtree **ret,
                 struct err *e);

/* Both directories in one. */
static int merge(const struct dtree *tree, const struct dtree *other, struct dtree **ret,
                 struct err *e) {
    size_t n;
    const struct dentry *entries = dtree_entries(other, &n);
    struct dtree *all = dtree_ref((struct dtree *)(uintptr_t)tree);
    for (size_t i = 0; i < n; i++) {
        const struct dentry *there = dtree_find(all, entries[i].name);
        cleanup_(dtree_unrefp) struct dtree *next = NULL;
        int r;
        if (there == NULL) {
            r = with_entry(all, &entries[i], &next, e);
        } else if (there->kind == DENTRY_DIR && entries[i].kind == DENTRY_DIR) {
            r = graft(all, entries[i].name, entries[i].tree, &next, e);
        } else if (there->kind == entries[i].kind &&
                   (there->kind == DENTRY_LINK ? str_eq(there->target, entries[i].target)
                                               : digest_eq(&there->digest, &entries[i].digest))) {
            continue;
        } else {
            r = err_set(e, ERR_CONFLICT, "two inputs want to be '%.*s'", STR_FMT(entries[i].name));
        }
        if (r < 0) {
            dtree_unref(all);
            return r;
        }
        dtree_unref(all);
        all = dtree_ref(next);
    }
    *ret = all;
    return 0;
}

static int graft(const struct dtree *tree, struct str path, struct dtree *what, struct dtree **ret,
                 struct err *e) {
    if (path.len == 0) {
        return merge(tree, what, ret, e);
    }
    ptrdiff_t slash = str_find_char(path, '/');
    struct str name = slash < 0 ? path : str_upto(path, (size_t)slash);
    struct str rest = slash < 0 ? STR_NULL : str_from_at(path, (size_t)slash + 1);
    const struct dentry *there = dtree_find(tree, name);
    if (there != NULL && there->kind != DENTRY_DIR) {
        return err_set(e, ERR_CONFLICT,
                       "an immutable input wants to be below '%.*s', which is a "
                       "file",
                       STR_FMT(name));
    }
    cleanup_(dtree_unrefp) struct dtree *below =
        there != NULL ? dtree_ref(there->tree) : dtree_empty();
    cleanup_(dtree_unrefp) struct dtree *grown = NULL;
    int r = graft(below, rest, what, &grown, e);
    if (r < 0) {
        return r;
    }
    struct dentry entry = {
        .name = name, .kind = DENTRY_DIR, .digest = *dtree_digest(grown), .tree = grown};
    return with_entry(tree, &entry, ret, e);
}

int inputs__root(const struct process_request *q, const struct process_content *content,
                 struct digest *ret, struct err *e) {
    if (q->nimmutable == 0) {
        *ret = q->input_digest;
        return 0;
    }
    cleanup_(dtree_unrefp) struct dtree *root = NULL;
    int r = content->get_tree(content->user, &q->input_digest, &root, e);
    *ret = q->input_digest;
    for (size_t i = 0; i < q->nimmutable && r == 0; i++) {
        cleanup_(dtree_unrefp) struct dtree *what = NULL, *grown = NULL;
        cleanup_(buf_done) struct buf path = BUF_INIT;
        (void)path_normalise(&path, q->immutable[i].path);
        *ret = q->immutable[i].digest;
        r = content->get_tree(content->user, &q->immutable[i].digest, &what, e);
        r = r != 0 ? r : graft(root, buf_str(&path), what, &grown, e);
        if (r == 0) {
            dtree_unref(root);
            root = dtree_ref(grown);
        }
    }
    if (r == 0) {
        *ret = *dtree_digest(root);
        r = content->put_tree(content->user, root, e);
    }
    return r; /* PROCESS_MISSING: *ret is what is missing */
}
