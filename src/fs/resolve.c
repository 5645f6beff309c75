/*
 * From paths to things: each component is looked for in the listing of its parent, so that what
 * is ignored is never found, and links are followed by walking their text from the root.
 *
 * A link's text counts as broken (nothing is there) when it leads nowhere, round in a circle, to
 * the root itself or to a folder by a ".." at its end, or is not UTF-8. It is an error when it is
 * absolute, or climbs out of the root after its first component.
 */
#include "fs_int.h"

#include "base/alloc.h"
#include "base/path.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

/* The text of a link, read once until it is invalidated. 0, FS_ABSENT or an error. */
static int link_text(struct fs_tree *t, const struct fs_dir *dir, const struct fs_entry *entry,
                     struct str path, struct str *ret_text, struct err *e) {
    char *text = map_get(&t->links, path);
    if (text == NULL) {
        /* A signature too: a changed link is seen by it when the tree is revalidated. */
        const struct fs_sig *sig;
        int r = fs_tree_sig(t, dir, entry, &sig, e);
        if (r != 0) {
            return r;
        }
        char read[PATH_MAX];
        cleanup_(freep) char *z = str_dup(path);
        ssize_t n = readlinkat(t->root_fd, z, read, sizeof(read));
        if (n < 0 && (errno == ENOENT || errno == ENOTDIR || errno == EINVAL)) {
            return FS_ABSENT;
        }
        if (n < 0 || (size_t)n == sizeof(read)) {
            return err_set_errno(e, n < 0 ? errno : ENAMETOOLONG, "cannot read the link '%s'", z);
        }
        text = xstrndup(read, (size_t)n);
        (void)map_put(&t->links, path, text);
    }
    *ret_text = str_from(text);
    return 0;
}

/* The walk along one path. */
struct walk {
    struct fs_tree *t;
    const struct fs_recorder *rec;
    unsigned depth;  /**< links followed to get here */
    struct str path; /**< all of it, for messages */
};

/* One name in `node`: a folder or a file, links followed. 0, FS_ABSENT or an error. */
static int walk_name(const struct walk *w, struct dir_node *node, struct str name,
                     struct fs_found *ret, struct err *e) {
    int r = tree__ensure(w->t, node, e);
    if (r != 0) {
        return r;
    }
    record_dir(w->rec, &node->pub);
    const struct fs_entry *entry = fs_dir_find(&node->pub, name);
    if (entry == NULL) {
        return FS_ABSENT;
    }
    switch ((enum fs_kind)entry->kind) {
    case FS_DIR:
        *ret = (struct fs_found){.kind = FS_DIR, .dir = &tree__child(w->t, &node->pub, entry)->pub};
        return 0;
    case FS_LINK:
        return tree__follow(w->t, &node->pub, entry, w->depth, w->rec, ret, e);
    case FS_FILE:
        *ret = (struct fs_found){.kind = FS_FILE, .parent = &node->pub, .entry = entry};
        return 0;
    case FS_NONE:
        break;
    }
    return FS_ABSENT;
}

/* The folder that a ".." leads to. ERR_USAGE, or FS_ABSENT when it is the path's first step. */
static int walk_up(const struct walk *w, struct dir_node **node, bool first, struct err *e) {
    struct str path = (*node)->pub.path;
    if (path.len == 0) {
        return first ? FS_ABSENT
                     : err_set(e, ERR_USAGE,
                               "the path \"%.*s\" may not traverse outside of the buildroot",
                               STR_FMT(w->path));
    }
    *node = tree__node(w->t, path_dir(path));
    return 0;
}

/* From the root along w->path; the folder found is not yet listed. */
static int walk(const struct walk *w, struct fs_found *ret, struct err *e) {
    struct dir_node *node = tree__node(w->t, STR(""));
    struct fs_found found = {.kind = FS_NONE};
    struct str rest = w->path, part;
    bool done = false, first = true;
    while (str_split_next(&rest, &done, '/', &part)) {
        if (part.len == 0 || str_eq(part, STR("."))) {
            continue;
        }
        int r;
        if (found.kind == FS_FILE) {
            return FS_ABSENT;
        }
        if (str_eq(part, STR(".."))) {
            r = walk_up(w, &node, first, e);
            found.kind = FS_NONE; /* a path that ends so names nothing */
        } else {
            r = walk_name(w, node, part, &found, e);
            if (r == 0 && found.kind == FS_DIR) {
                node = (struct dir_node *)(uintptr_t)found.dir;
            }
        }
        if (r != 0) {
            return r;
        }
        first = false;
    }
    if (found.kind == FS_NONE) {
        return FS_ABSENT;
    }
    *ret = found;
    return 0;
}

int tree__follow(struct fs_tree *t, const struct fs_dir *dir, const struct fs_entry *entry,
                 unsigned depth, const struct fs_recorder *rec, struct fs_found *ret,
                 struct err *e) {
    if (depth >= FS_MAX_LINKS) {
        return FS_ABSENT; /* links that lead to each other */
    }
    cleanup_(buf_done) struct buf path = BUF_INIT;
    fs_dir_entry_path(dir, entry, &path);
    struct str text = STR_NULL;
    int r = link_text(t, dir, entry, buf_str(&path), &text, e);
    if (r != 0) {
        return r;
    }
    if (text.len > 0 && text.ptr[0] == '/') {
        return err_set(e, ERR_USAGE,
                       "the symbolic link \"%s\" leads to the absolute path \"%.*s\"; make it "
                       "relative, or ignore it by `[GLOBAL].pants_ignore`",
                       path.data, STR_FMT(text));
    }
    if (!str_is_utf8(text)) {
        return FS_ABSENT;
    }
    cleanup_(buf_done) struct buf target = BUF_INIT;
    path_join(&target, dir->path, text);
    struct walk w = {.t = t, .rec = rec, .depth = depth + 1, .path = buf_str(&target)};
    r = walk(&w, ret, e);
    if (r < 0) {
        err_context(e, "While expanding link \"%s\"", path.data);
    }
    return r;
}

int tree__lookup(struct fs_tree *t, struct str path, const struct fs_recorder *rec,
                 struct fs_found *ret, struct err *e) {
    struct dir_node *node = tree__find_node(t, path);
    if (path.len == 0 || (node != NULL && node->state == DIR_LISTED)) {
        *ret = (struct fs_found){.kind = FS_DIR, .dir = &node->pub};
        return 0;
    }
    struct walk w = {.t = t, .rec = rec, .path = path};
    return walk(&w, ret, e);
}

/* Lists the folder that was found. */
static int list_found(struct fs_tree *t, struct fs_found *found, struct err *e) {
    if (found->kind != FS_DIR) {
        return 0;
    }
    return tree__ensure(t, (struct dir_node *)(uintptr_t)found->dir, e);
}

int fs_tree_lookup(struct fs_tree *t, struct str path, struct fs_found *ret_found, struct err *e) {
    struct fs_found found = {.kind = FS_NONE};
    int r = tree__lookup(t, path, NULL, &found, e);
    if (r == 0) {
        r = list_found(t, &found, e);
    }
    if (r == 0) {
        *ret_found = found;
    }
    return r;
}

int fs_tree_follow(struct fs_tree *t, const struct fs_dir *dir, const struct fs_entry *entry,
                   struct fs_found *ret_found, struct err *e) {
    struct fs_found found = {.kind = FS_NONE};
    int r = tree__follow(t, dir, entry, 0, NULL, &found, e);
    if (r == 0) {
        r = list_found(t, &found, e);
    }
    if (r == 0) {
        *ret_found = found;
    }
    return r;
}

int fs_tree_dir(struct fs_tree *t, struct str path, const struct fs_dir **ret_dir, struct err *e) {
    struct fs_found found = {.kind = FS_NONE};
    int r = fs_tree_lookup(t, path, &found, e);
    if (r == 0 && found.kind != FS_DIR) {
        return FS_ABSENT;
    }
    if (r == 0) {
        *ret_dir = found.dir;
    }
    return r;
}

int fs_tree_child(struct fs_tree *t, const struct fs_dir *dir, const struct fs_entry *entry,
                  const struct fs_dir **ret_dir, struct err *e) {
    struct dir_node *node = tree__child(t, dir, entry);
    int r = tree__ensure(t, node, e);
    if (r == 0) {
        *ret_dir = &node->pub;
    }
    return r;
}
