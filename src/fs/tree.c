/*
 * The tree: directories by canonical path, and what becomes of them when the disk is looked at
 * again.
 *
 *   unlisted --ensure/scan--> listed --invalidate--> stale --ensure/scan--> listed
 *       ^------------------------- the folder is gone ------------------------/
 *
 * Invariants
 *   1. Every known directory is in by_path and in dirs; neither ever loses one.
 *   2. An entry's `child` is 0 or the index + 1 of the node of that very path.
 *   3. The generation moves on whenever names, kinds or link texts differ from before.
 *   4. A signature belongs to one entry, and goes with it.
 *   5. Entries and signatures that were replaced stay readable until tree__sweep(), which only
 *      invalidating calls: a walk may list folders above the one it is in.
 */
#include "fs_int.h"

#include "base/alloc.h"
#include "base/path.h"
#include "sys/fileio.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int fs_tree_new(const char *root, const struct fs_ignore *ignore, const struct log_sink *log,
                struct fs_tree **ret, struct err *e) {
    int fd = fd_open_at(AT_FDCWD, root, O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0) {
        return err_set_errno(e, errno, "cannot open the build root '%s'", root);
    }
    struct fs_tree *t = ALLOC(struct fs_tree);
    t->root = xstrdup(root);
    t->root_len = strlen(root);
    while (t->root_len > 1 && t->root[t->root_len - 1] == '/') {
        t->root[--t->root_len] = '\0';
    }
    t->root_fd = fd;
    t->ignore = ignore;
    t->log = log;
    map_init(&t->links, MAP_COPY_KEYS);
    (void)tree__node(t, STR(""));
    *ret = t;
    return 0;
}

void fs_tree_free(struct fs_tree *t) {
    if (t == NULL) {
        return;
    }
    for (size_t i = 0; i < t->dirs.len; i++) {
        free(t->dirs.data[i]->block);
    }
    tree__sweep(t);
    vec_done(&t->old_blocks);
    vec_done(&t->old_sigs);
    vec_done(&t->free_sigs);
    vec_done(&t->dirs);
    vec_done(&t->odd);
    size_t at = 0;
    struct str key;
    void *text;
    while (map_next(&t->links, &at, &key, &text)) {
        free(text);
    }
    map_done(&t->links);
    map_done(&t->by_path);
    arena_done(&t->arena);
    (void)close(t->root_fd);
    free(t->root);
    free(t);
}

struct str fs_tree_root(const struct fs_tree *t) {
    return str_make(t->root, t->root_len);
}

int fs_tree_root_fd(const struct fs_tree *t) {
    return t->root_fd;
}

struct dir_node *tree__find_node(const struct fs_tree *t, struct str path) {
    return map_get(&t->by_path, path);
}

struct dir_node *tree__node(struct fs_tree *t, struct str path) {
    struct dir_node *node = tree__find_node(t, path);
    if (node == NULL) {
        node = ARENA_NEW(&t->arena, struct dir_node);
        node->pub.path = arena_str(&t->arena, path);
        node->pub.index = (uint32_t)t->dirs.len;
        vec_push(&t->dirs, node);
        (void)map_put(&t->by_path, node->pub.path, node);
    }
    return node;
}

const struct fs_dir *fs_tree_dir_at(const struct fs_tree *t, uint32_t index) {
    return &t->dirs.data[index]->pub;
}

uint32_t fs_tree_dir_count(const struct fs_tree *t) {
    return (uint32_t)t->dirs.len;
}

const struct fs_entry *fs_dir_find(const struct fs_dir *dir, struct str name) {
    size_t low = 0, high = dir->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = str_cmp(fs_entry_name(&dir->entries[mid]), name);
        if (c == 0) {
            return &dir->entries[mid];
        }
        if (c < 0) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return NULL;
}

void fs_dir_entry_path(const struct fs_dir *dir, const struct fs_entry *entry, struct buf *out) {
    if (dir->path.len > 0) {
        buf_add_str(out, dir->path);
        buf_add_char(out, '/');
    }
    buf_add(out, entry->name, entry->name_len);
}

/* Entries are const to others; they belong to the tree. */
static struct fs_entry *own(const struct fs_entry *entry) {
    return (struct fs_entry *)(uintptr_t)entry;
}

struct dir_node *tree__child(struct fs_tree *t, const struct fs_dir *dir,
                             const struct fs_entry *entry) {
    assert(entry->kind == FS_DIR);
    if (entry->child != 0) {
        return t->dirs.data[entry->child - 1];
    }
    struct buf path = BUF_INIT;
    fs_dir_entry_path(dir, entry, &path);
    struct dir_node *node = tree__node(t, buf_str(&path));
    buf_done(&path);
    own(entry)->child = node->pub.index + 1;
    return node;
}

struct fs_sig *tree__new_sig(struct fs_tree *t, const struct fs_sig *sig) {
    struct fs_sig *s =
        t->free_sigs.len > 0 ? vec_pop(&t->free_sigs) : ARENA_NEW(&t->arena, struct fs_sig);
    *s = *sig;
    return s;
}

static void drop_sig(struct fs_tree *t, struct fs_entry *entry) {
    if (entry->sig != NULL) {
        vec_push(&t->old_sigs, (struct fs_sig *)(uintptr_t)entry->sig);
        entry->sig = NULL;
    }
}

static void drop_block(struct fs_tree *t, struct dir_node *node) {
    if (node->block != NULL) {
        vec_push(&t->old_blocks, node->block);
        node->block = NULL;
    }
}

void tree__sweep(struct fs_tree *t) {
    for (size_t i = 0; i < t->old_blocks.len; i++) {
        free(t->old_blocks.data[i]);
    }
    vec_clear(&t->old_blocks);
    for (size_t i = 0; i < t->old_sigs.len; i++) {
        vec_push(&t->free_sigs, t->old_sigs.data[i]);
    }
    vec_clear(&t->old_sigs);
}

static void tell(fs_changed_fn *changed, void *user, struct str path, bool is_dir) {
    if (changed != NULL) {
        changed(user, path, is_dir);
    }
}

static void tell_entry(fs_changed_fn *changed, void *user, const struct fs_dir *dir,
                       const struct fs_entry *entry) {
    if (changed != NULL) {
        struct buf path = BUF_INIT;
        fs_dir_entry_path(dir, entry, &path);
        changed(user, buf_str(&path), false);
        buf_done(&path);
    }
}

static void forget_link(struct fs_tree *t, const struct fs_dir *dir, const struct fs_entry *entry) {
    if (t->links.count == 0) {
        return;
    }
    struct buf path = BUF_INIT;
    fs_dir_entry_path(dir, entry, &path);
    free(map_del(&t->links, buf_str(&path)));
    buf_done(&path);
}

/* A folder that is no more, and with it all that was known below it. */
static void forget_dir(struct fs_tree *t, struct dir_node *node, fs_changed_fn *changed,
                       void *user) {
    struct fs_entry *entries = node->block;
    for (uint32_t i = 0; i < node->pub.count; i++) {
        drop_sig(t, &entries[i]);
        if (entries[i].kind == FS_LINK) {
            forget_link(t, &node->pub, &entries[i]);
        } else if (entries[i].child != 0) {
            forget_dir(t, t->dirs.data[entries[i].child - 1], changed, user);
        }
    }
    bool was_known = node->state != DIR_UNLISTED;
    drop_block(t, node);
    node->pub.entries = NULL;
    node->pub.count = 0;
    node->state = DIR_UNLISTED;
    if (was_known) {
        node->pub.generation++;
        tell(changed, user, node->pub.path, true);
    }
}

static bool same_names(const struct dir_node *node, const struct raw_dir *raw) {
    if (node->pub.count != raw->count) {
        return false;
    }
    for (uint32_t i = 0; i < raw->count; i++) {
        const struct fs_entry *a = &node->pub.entries[i], *b = &raw->block[i];
        if (a->kind != b->kind || a->name_len != b->name_len ||
            memcmp(a->name, b->name, a->name_len) != 0) {
            return false;
        }
    }
    return true;
}

/*
 * Signatures that were just taken (ino is 0 for those that were not). One that was known
 * before and differs, or that was too young to say, is a change.
 */
static void adopt_sigs(struct fs_tree *t, struct dir_node *node, const struct raw_dir *raw,
                       fs_changed_fn *changed, void *user) {
    const struct fs_sig *fresh = raw->sigs;
    struct fs_entry *entries = node->block;
    bool links_changed = false;
    for (uint32_t i = 0; i < node->pub.count; i++) {
        struct fs_entry *entry = &entries[i];
        if (fresh[i].ino == 0) {
            drop_sig(t, entry); /* vanished between listing and stat: ask again */
        } else if (entry->sig == NULL) {
            entry->sig = raw->only_known ? NULL : tree__new_sig(t, &fresh[i]);
        } else if (!fs_sig_equal(entry->sig, &fresh[i]) || entry->sig->racy) {
            *(struct fs_sig *)(uintptr_t)entry->sig = fresh[i];
            if (entry->kind == FS_LINK) {
                forget_link(t, &node->pub, entry);
                links_changed = true;
            }
            tell_entry(changed, user, &node->pub, entry);
        }
    }
    if (links_changed) {
        node->pub.generation++;
        tell(changed, user, node->pub.path, true);
    }
}

/* Replaces the entries; what stays under its name keeps its signature and its child. */
static void replace_entries(struct fs_tree *t, struct dir_node *node, struct raw_dir *raw,
                            fs_changed_fn *changed, void *user) {
    struct fs_entry *old = node->block;
    uint32_t o = 0, n = 0;
    while (o < node->pub.count || n < raw->count) {
        int c = o == node->pub.count ? 1
                : n == raw->count    ? -1
                                     : strcmp(old[o].name, raw->block[n].name);
        if (c == 0 && old[o].kind == raw->block[n].kind) {
            raw->block[n].sig = old[o].sig;
            raw->block[n].child = old[o].child;
            o++;
            n++;
            continue;
        }
        if (c <= 0) {
            drop_sig(t, &old[o]);
            if (old[o].kind == FS_LINK) {
                forget_link(t, &node->pub, &old[o]);
            } else if (old[o].child != 0) {
                forget_dir(t, t->dirs.data[old[o].child - 1], changed, user);
            }
            o++;
        }
        if (c >= 0) {
            if ((raw->block[n].flags & FS_NOT_UTF8) != 0) {
                struct buf path = BUF_INIT;
                fs_dir_entry_path(&node->pub, &raw->block[n], &path);
                vec_push(&t->odd, arena_str(&t->arena, buf_str(&path)));
                buf_done(&path);
            }
            n++;
        }
    }
    drop_block(t, node);
    node->block = raw->block;
    node->pub.entries = raw->block;
    node->pub.count = raw->count;
    raw->block = NULL;
    node->pub.generation++;
}

void tree__adopt(struct fs_tree *t, struct dir_node *node, struct raw_dir *raw,
                 fs_changed_fn *changed, void *user) {
    if (raw->r == FS_ABSENT) {
        forget_dir(t, node, changed, user);
    } else if (raw->r == 0) {
        bool first = node->state == DIR_UNLISTED;
        if (first || !same_names(node, raw)) {
            replace_entries(t, node, raw, changed, user);
            if (!first) {
                tell(changed, user, node->pub.path, true);
            }
        }
        node->state = DIR_LISTED;
        if (raw->sigs != NULL) {
            adopt_sigs(t, node, raw, changed, user);
        }
    }
    raw_dir__done(raw);
}

int tree__ensure(struct fs_tree *t, struct dir_node *node, struct err *e) {
    if (likely_(node->state == DIR_LISTED)) {
        return 0;
    }
    struct raw_dir raw;
    raw_dir__list(t->root_fd, t->ignore, node->pub.path.ptr, 0, &raw);
    int r = raw.r;
    if (r < 0 && e != NULL) {
        *e = *raw.err;
    }
    tree__adopt(t, node, &raw, NULL, NULL);
    return r;
}

int fs_tree_sig(struct fs_tree *t, const struct fs_dir *dir, const struct fs_entry *entry,
                const struct fs_sig **ret_sig, struct err *e) {
    if (entry->sig != NULL) {
        *ret_sig = entry->sig;
        return 0;
    }
    struct buf path = BUF_INIT;
    fs_dir_entry_path(dir, entry, &path);
    struct stat st;
    int64_t now = sig__now();
    int r = 0;
    if (fstatat(t->root_fd, path.data, &st, AT_SYMLINK_NOFOLLOW) < 0) {
        r = errno == ENOENT || errno == ENOTDIR
                ? FS_ABSENT
                : err_set_errno(e, errno, "cannot look at '%s'", path.data);
    } else {
        struct fs_sig sig;
        sig__from_stat(&st, now, &sig);
        own(entry)->sig = tree__new_sig(t, &sig);
        *ret_sig = entry->sig;
    }
    buf_done(&path);
    return r;
}

static void make_stale(struct dir_node *node) {
    if (node->state == DIR_LISTED) {
        node->state = DIR_STALE;
    }
}

void fs_tree_invalidate(struct fs_tree *t, struct str path) {
    tree__sweep(t);
    struct dir_node *node = tree__find_node(t, path);
    if (node != NULL) {
        make_stale(node);
    }
    if (path.len == 0) {
        return;
    }
    struct dir_node *parent = tree__find_node(t, path_dir(path));
    if (parent == NULL || parent->state == DIR_UNLISTED) {
        return;
    }
    const struct fs_entry *entry = fs_dir_find(&parent->pub, path_base(path));
    if (entry != NULL && entry->kind != FS_DIR) {
        drop_sig(t, own(entry));
        if (entry->kind == FS_LINK) {
            forget_link(t, &parent->pub, entry);
            parent->pub.generation++;
        }
    }
    make_stale(parent);
}

size_t fs_tree_odd_names(const struct fs_tree *t, const struct str **ret_paths) {
    *ret_paths = t->odd.data;
    return t->odd.len;
}
