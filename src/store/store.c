/*
 * Blobs in memory, by hash. The map's keys are the hashes inside the blobs; it holds one count of
 * each.
 */
#include "store/store.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/map.h"
#include "loop/loop.h"

#include <assert.h>

enum {
    MAX_DEPTH = 1024, /**< of a directory tree that is read back */
};

struct store_blob {
    unsigned refs;
    struct digest digest;
    size_t len;
    char data[];
};

struct store {
    struct loop *loop;
    struct map blobs; /**< hash -> struct store_blob */
    uint64_t bytes;
    struct store_blob *empty;
};

struct str store_blob_bytes(const struct store_blob *blob) {
    return str_make(blob->data, blob->len);
}

struct store_blob *store_blob_ref(struct store_blob *blob) {
    blob->refs++;
    return blob;
}

void store_blob_unref(struct store_blob *blob) {
    if (blob != NULL && --blob->refs == 0) {
        free(blob);
    }
}

/* NULL when there is no memory for it. */
static struct store_blob *blob_new(struct str bytes, const struct digest *digest) {
    struct store_blob *blob = try_malloc(size_add(sizeof(*blob), size_add(bytes.len, 1)));
    if (blob != NULL) {
        *blob = (struct store_blob){.refs = 1, .digest = *digest, .len = bytes.len};
        if (bytes.len > 0) {
            memcpy(blob->data, bytes.ptr, bytes.len);
        }
        blob->data[bytes.len] = '\0';
    }
    return blob;
}

int store_new(struct loop *loop, struct store **ret, struct err *e) {
    struct store_blob *empty = blob_new(STR_NULL, &DIGEST_EMPTY);
    if (empty == NULL) {
        return err_set(e, ERR_NOMEM, "no memory for a store");
    }
    struct store *s = ALLOC(struct store);
    s->loop = loop;
    s->empty = empty;
    *ret = s;
    return 0;
}

void store_free(struct store *s) {
    if (s == NULL) {
        return;
    }
    size_t at = 0;
    struct str key;
    void *blob;
    while (map_next(&s->blobs, &at, &key, &blob)) {
        store_blob_unref(blob);
    }
    map_done(&s->blobs);
    store_blob_unref(s->empty);
    free(s);
}

static struct str key_of(const struct digest *d) {
    return str_make((const char *)d->hash, DIGEST_HASH_LEN);
}

int store_put_known(struct store *s, struct str bytes, const struct digest *digest, struct err *e) {
    if (digest->size != bytes.len) {
        return err_set(e, ERR_INTERNAL, "a digest of %llu bytes for a blob of %zu",
                       (unsigned long long)digest->size, bytes.len);
    }
    if (bytes.len == 0 || map_has(&s->blobs, key_of(digest))) {
        return 0;
    }
    struct store_blob *blob = blob_new(bytes, digest);
    if (blob == NULL) {
        return err_set(e, ERR_NOMEM, "no memory for a blob of %zu bytes", bytes.len);
    }
    (void)map_put(&s->blobs, key_of(&blob->digest), blob);
    s->bytes += bytes.len;
    return 0;
}

int store_put(struct store *s, struct str bytes, struct digest *ret_digest, struct err *e) {
    struct digest d = digest_of(bytes.ptr, bytes.len);
    int r = store_put_known(s, bytes, &d, e);
    if (r == 0) {
        *ret_digest = d;
    }
    return r;
}

/* The blob, uncounted, or NULL. */
static struct store_blob *find(const struct store *s, const struct digest *digest) {
    if (digest_eq(digest, &DIGEST_EMPTY)) {
        return s->empty;
    }
    struct store_blob *blob = map_get(&s->blobs, key_of(digest));
    return blob != NULL && blob->len == digest->size ? blob : NULL;
}

bool store_has_now(const struct store *s, const struct digest *digest) {
    return find(s, digest) != NULL;
}

int store_get_now(struct store *s, const struct digest *digest, struct store_blob **ret_blob,
                  struct err *e) {
    (void)e;
    struct store_blob *blob = find(s, digest);
    if (blob == NULL) {
        return STORE_ABSENT;
    }
    *ret_blob = store_blob_ref(blob);
    return 0;
}

/* An answer on its way. */
struct answer {
    store_get_fn *done;
    void *user;
    struct store_blob *blob; /**< counted, or NULL */
};

static void deliver(void *data) {
    struct answer a = *(struct answer *)data;
    free(data);
    a.done(a.user, a.blob != NULL ? 0 : STORE_ABSENT, a.blob, NULL);
}

void store_get(struct store *s, const struct digest *digest, store_get_fn *done, void *user) {
    assert(s->loop != NULL);
    struct answer *a = ALLOC(struct answer);
    a->done = done;
    a->user = user;
    a->blob = find(s, digest);
    if (a->blob != NULL) {
        (void)store_blob_ref(a->blob);
    }
    loop_post(s->loop, deliver, a);
}

static int put_directory(struct store *s, const struct dtree *tree, struct err *e) {
    struct buf message = BUF_INIT;
    dtree_encode(tree, &message);
    int r = buf_ok(&message) ? store_put_known(s, buf_str(&message), dtree_digest(tree), e)
                             : err_set(e, ERR_NOMEM, "a directory is too large to store");
    buf_done(&message);
    return r;
}

int store_put_tree(struct store *s, const struct dtree *tree, struct err *e) {
    size_t count;
    const struct dentry *entries = dtree_entries(tree, &count);
    for (size_t i = 0; i < count; i++) {
        if (entries[i].kind == DENTRY_DIR) {
            int r = store_put_tree(s, entries[i].tree, e);
            if (r < 0) {
                return r;
            }
        }
    }
    return put_directory(s, tree, e);
}

static int get_tree(struct store *s, const struct digest *digest, unsigned depth,
                    struct dtree **ret, struct err *e) {
    const struct store_blob *blob = find(s, digest);
    if (blob == NULL) {
        return STORE_ABSENT;
    }
    if (depth > MAX_DEPTH) {
        return err_set(e, ERR_FORMAT, "directories nested more than %d deep", MAX_DEPTH);
    }
    struct arena arena = {0};
    struct dentry *entries = NULL;
    size_t count = 0;
    int r = directory_parse(store_blob_bytes(blob), &arena, &entries, &count, e);
    for (size_t i = 0; i < count && r == 0; i++) {
        if (entries[i].kind == DENTRY_DIR) {
            r = get_tree(s, &entries[i].digest, depth + 1, &entries[i].tree, e);
        }
    }
    if (r == 0) {
        r = dtree_new(entries, count, ret, e);
    }
    for (size_t i = 0; i < count; i++) {
        dtree_unref(entries[i].tree);
    }
    arena_done(&arena);
    return r;
}

int store_get_tree_now(struct store *s, const struct digest *digest, struct dtree **ret_tree,
                       struct err *e) {
    return get_tree(s, digest, 0, ret_tree, e);
}

struct store_stats store_stats(const struct store *s) {
    return (struct store_stats){.blobs = s->blobs.count, .bytes = s->bytes};
}
