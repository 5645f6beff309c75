/*
 * Content over the store of today, which belongs to the loop's thread: whoever is on another thread
 * has the loop do it and waits. Files are written by the caller, from counted blobs.
 */
#include "process/content.h"

#include "base/alloc.h"
#include "base/path.h"
#include "base/vec.h"
#include "digest/tree.h"
#include "loop/loop.h"
#include "store/store.h"
#include "sys/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

struct process_store_content {
    struct loop *loop;
    struct store *store;
    pthread_t thread;
};

/* Something to be done on the loop's thread. First in a struct with what it is about. */
struct call {
    struct process_store_content *content;
    void (*run)(struct call *call);
    int r;
    struct err *e;
    pthread_mutex_t lock; /**< guards done */
    pthread_cond_t over;
    bool done;
};

static void run_call(void *data) {
    struct call *call = data;
    call->run(call);
    (void)pthread_mutex_lock(&call->lock);
    call->done = true;
    (void)pthread_cond_signal(&call->over);
    (void)pthread_mutex_unlock(&call->lock);
}

static int on_loop(struct process_store_content *content, struct call *call,
                   void (*run)(struct call *call), struct err *e) {
    call->content = content;
    call->run = run;
    call->e = e;
    if (pthread_equal(pthread_self(), content->thread)) {
        run(call);
        return call->r;
    }
    (void)pthread_mutex_init(&call->lock, NULL);
    (void)pthread_cond_init(&call->over, NULL);
    loop_post(content->loop, run_call, call);
    (void)pthread_mutex_lock(&call->lock);
    while (!call->done) {
        (void)pthread_cond_wait(&call->over, &call->lock);
    }
    (void)pthread_mutex_unlock(&call->lock);
    (void)pthread_mutex_destroy(&call->lock);
    (void)pthread_cond_destroy(&call->over);
    return call->r;
}

/* ---- put, get ---- */

struct put {
    struct call call;
    struct str bytes;
    struct digest digest;
};

static void run_put(struct call *call) {
    struct put *p = (struct put *)call;
    call->r = store_put_known(call->content->store, p->bytes, &p->digest, call->e);
}

static int put(void *user, struct str bytes, struct digest *ret, struct err *e) {
    struct put p = {.bytes = bytes, .digest = digest_of(bytes.ptr, bytes.len)};
    int r = on_loop(user, &p.call, run_put, e);
    if (r == 0) {
        *ret = p.digest;
    }
    return r;
}

static int put_file(void *user, int fd, struct digest *ret, struct err *e) {
    cleanup_(buf_done) struct buf bytes = BUF_INIT;
    if (lseek(fd, 0, SEEK_SET) < 0) {
        return err_set_errno(e, errno, "cannot read from the start");
    }
    int r = fd_read_all(fd, BUF_MAX_DEFAULT - 1, &bytes, e);
    return r < 0 ? r : put(user, buf_str(&bytes), ret, e);
}

struct tree_call {
    struct call call;
    const struct dtree *put;
    const struct digest *digest;
    struct dtree *got;
};

static void run_put_tree(struct call *call) {
    call->r = store_put_tree(call->content->store, ((struct tree_call *)call)->put, call->e);
}

static int put_tree(void *user, const struct dtree *tree, struct err *e) {
    struct tree_call t = {.put = tree};
    return on_loop(user, &t.call, run_put_tree, e);
}

static void run_get_tree(struct call *call) {
    struct tree_call *t = (struct tree_call *)call;
    call->r = store_get_tree_now(call->content->store, t->digest, &t->got, call->e);
}

static int get_tree(void *user, const struct digest *digest, struct dtree **ret, struct err *e) {
    struct tree_call t = {.digest = digest};
    int r = on_loop(user, &t.call, run_get_tree, e);
    if (r == 0) {
        *ret = t.got;
    }
    return r == STORE_ABSENT ? PROCESS_MISSING : r;
}

struct has {
    struct call call;
    const struct digest *digest;
};

static void run_has(struct call *call) {
    call->r = store_has_now(call->content->store, ((struct has *)call)->digest);
}

static bool has(void *user, const struct digest *blob) {
    struct has h = {.digest = blob};
    return on_loop(user, &h.call, run_has, NULL) != 0;
}

/* ---- materialize ---- */

struct planned {
    char *path;
    const struct dentry *entry;
    struct store_blob *blob; /**< of a file */
};

struct plan {
    struct call call;
    const struct digest *digest;
    struct dtree *tree;
    VEC(struct planned) items; /**< a folder comes before what is in it */
    struct digest missing;
};

static int plan_entry(void *user, struct str path, const struct dentry *entry, struct err *e) {
    struct plan *p = user;
    struct planned item = {.entry = entry};
    if (entry->kind == DENTRY_FILE) {
        int r = store_get_now(p->call.content->store, &entry->digest, &item.blob, e);
        if (r != 0) {
            p->missing = entry->digest;
            return r;
        }
    }
    item.path = str_dup(path);
    vec_push(&p->items, item);
    return 0;
}

static void run_plan(struct call *call) {
    struct plan *p = (struct plan *)call;
    p->missing = *p->digest;
    call->r = store_get_tree_now(call->content->store, p->digest, &p->tree, call->e);
    if (call->r == 0) {
        call->r = dtree_walk(p->tree, plan_entry, p, call->e);
    }
}

static void run_unplan(struct call *call) {
    struct plan *p = (struct plan *)call;
    for (size_t i = 0; i < p->items.len; i++) {
        store_blob_unref(p->items.data[i].blob);
        free(p->items.data[i].path);
    }
    vec_done(&p->items);
    dtree_unref(p->tree);
}

static int write_item(int dir, const struct planned *item, bool readonly, struct err *e) {
    const struct dentry *entry = item->entry;
    if (entry->kind == DENTRY_DIR) {
        return mkdirat(dir, item->path, 0755) == 0 || errno == EEXIST
                   ? 0
                   : err_set_errno(e, errno, "cannot make the folder '%s'", item->path);
    }
    if (entry->kind == DENTRY_LINK) {
        cleanup_(freep) char *target = str_dup(entry->target);
        return symlinkat(target, dir, item->path) == 0
                   ? 0
                   : err_set_errno(e, errno, "cannot make the link '%s'", item->path);
    }
    mode_t mode = (entry->executable ? 0755 : 0644) & (readonly ? 0555 : 0777);
    cleanup_(fd_closep) int fd =
        fd_open_at(dir, item->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
    if (fd < 0 || fchmod(fd, mode) < 0) {
        return err_set_errno(e, errno, "cannot make the file '%s'", item->path);
    }
    struct str bytes = store_blob_bytes(item->blob);
    int r = fd_write_all(fd, bytes.ptr, bytes.len, e);
    if (r < 0) {
        err_context(e, "'%s'", item->path);
    }
    return r;
}

static int write_items(const struct plan *p, const char *folder, bool readonly, struct err *e) {
    cleanup_(fd_closep) int dir = fd_open_at(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY, 0);
    if (dir < 0) {
        return err_set_errno(e, errno, "cannot open '%s'", folder);
    }
    int r = 0;
    for (size_t i = 0; i < p->items.len && r == 0; i++) {
        r = write_item(dir, &p->items.data[i], readonly, e);
    }
    for (size_t i = p->items.len; i > 0 && r == 0 && readonly; i--) {
        const struct planned *item = &p->items.data[i - 1];
        if (item->entry->kind == DENTRY_DIR && fchmodat(dir, item->path, 0555, 0) < 0) {
            r = err_set_errno(e, errno, "cannot set the mode of '%s'", item->path);
        }
    }
    return r;
}

static int materialize(void *user, const struct digest *directory, const char *folder,
                       enum process_materialize_flags flags, struct digest *ret_missing,
                       struct err *e) {
    struct plan p = {.digest = directory};
    int r = on_loop(user, &p.call, run_plan, e);
    if (r == 0) {
        r = write_items(&p, folder, (flags & PROCESS_MATERIALIZE_READONLY) != 0, e);
    } else if (r > 0) {
        *ret_missing = p.missing;
    }
    p.call.done = false;
    (void)on_loop(user, &p.call, run_unplan, e);
    return r == STORE_ABSENT ? PROCESS_MISSING : r;
}

struct process_store_content *process_store_content_new(struct loop *loop, struct store *store) {
    struct process_store_content *content = ALLOC(struct process_store_content);
    *content =
        (struct process_store_content){.loop = loop, .store = store, .thread = pthread_self()};
    return content;
}

void process_store_content_free(struct process_store_content *content) {
    free(content);
}

struct process_content process_content_of_store(struct process_store_content *content) {
    return (struct process_content){.user = content,
                                    .materialize = materialize,
                                    .put = put,
                                    .put_file = put_file,
                                    .put_tree = put_tree,
                                    .get_tree = get_tree,
                                    .has = has};
}
