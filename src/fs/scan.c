/*
 * Looking at many directories at once. A job gets a list of folders, lists them and what is below
 * them (when asked to) until it has done its share, and hands the listings and the folders it did
 * not come to back; the loop's thread takes the listings over and deals the rest out again.
 */
#include "fs_int.h"

#include "base/alloc.h"
#include "loop/loop.h"

enum {
    SHARE = 64, /**< folders a job lists before it comes back */
};

struct scan {
    struct fs_tree *t;
    struct loop *loop; /**< NULL: on this thread */
    bool recursive;
    bool only_known;
    enum raw_flags flags;
    fs_changed_fn *changed;
    void *user;
    VEC(char *) todo; /**< owned paths */
    unsigned jobs;    /**< under way */
};

/* What one job works on; nothing in it is shared while the job runs. */
struct scan_job {
    struct scan *scan;
    int root_fd;
    const struct fs_ignore *ignore;
    enum raw_flags flags;
    bool recursive;
    VEC(char *) todo;
    VEC(struct raw_dir) done;
};

/* Puts the folders of a listing on the list. */
static void add_children(struct scan_job *job, const struct raw_dir *raw) {
    for (uint32_t i = 0; i < raw->count; i++) {
        if (raw->block[i].kind == FS_DIR) {
            struct buf path = BUF_INIT;
            buf_addz(&path, raw->path);
            if (path.len > 0) {
                buf_add_char(&path, '/');
            }
            buf_add(&path, raw->block[i].name, raw->block[i].name_len);
            vec_push(&job->todo, buf_take(&path));
        }
    }
}

static void run(void *data) {
    struct scan_job *job = data;
    while (job->todo.len > 0 && job->done.len < SHARE) {
        cleanup_(freep) char *path = vec_pop(&job->todo);
        struct raw_dir raw;
        raw_dir__list(job->root_fd, job->ignore, path, job->flags, &raw);
        if (job->recursive) {
            add_children(job, &raw);
        }
        vec_push(&job->done, raw);
    }
}

static void deal(struct scan *scan);

/* Takes over what a job has listed. */
static void adopt_done(struct scan *scan, struct scan_job *job) {
    for (size_t i = 0; i < job->done.len; i++) {
        struct raw_dir *raw = &job->done.data[i];
        raw->only_known = scan->only_known;
        struct dir_node *node = tree__node(scan->t, str_from(raw->path));
        if (scan->only_known && node->state == DIR_UNLISTED) {
            raw_dir__done(raw); /* its parent said meanwhile that it is no folder any more */
            continue;
        }
        tree__adopt(scan->t, node, raw, scan->changed, scan->user);
    }
    vec_clear(&job->done);
}

static void free_job(struct scan_job *job) {
    job->scan->jobs--;
    vec_done(&job->todo);
    vec_done(&job->done);
    free(job);
}

static void done(void *data) {
    struct scan_job *job = data;
    struct scan *scan = job->scan;
    adopt_done(scan, job);
    for (size_t i = 0; i < job->todo.len; i++) {
        vec_push(&scan->todo, job->todo.data[i]);
    }
    free_job(job);
    deal(scan);
}

static struct scan_job *new_job(struct scan *scan, size_t folders) {
    struct scan_job *job = ALLOC(struct scan_job);
    job->scan = scan;
    job->root_fd = scan->t->root_fd;
    job->ignore = scan->t->ignore;
    job->flags = scan->flags;
    job->recursive = scan->recursive;
    for (size_t i = 0; i < folders; i++) {
        vec_push(&job->todo, vec_pop(&scan->todo));
    }
    scan->jobs++;
    return job;
}

/* Gives every thread that has nothing a part of the list. */
static void deal(struct scan *scan) {
    unsigned threads = loop_pool_size(scan->loop);
    while (scan->todo.len > 0 && scan->jobs < threads) {
        unsigned free_threads = threads - scan->jobs;
        size_t part = (scan->todo.len + free_threads - 1) / free_threads;
        struct scan_job *job = new_job(scan, part < SHARE ? part : SHARE);
        job_submit(scan->loop, run, done, job);
    }
}

static bool is_over(void *user) {
    const struct scan *scan = user;
    return scan->jobs == 0 && scan->todo.len == 0;
}

static void scan_here(struct scan *scan) {
    struct scan_job *job = new_job(scan, scan->todo.len);
    while (job->todo.len > 0) {
        run(job);
        adopt_done(scan, job);
    }
    free_job(job);
}

static int run_scan(struct scan *scan, struct err *e) {
    int r = 0;
    if (scan->loop == NULL) {
        scan_here(scan);
    } else {
        deal(scan);
        r = loop_run_until(scan->loop, is_over, scan, e);
    }
    vec_done(&scan->todo);
    return r;
}

int fs_tree_scan(struct fs_tree *t, struct loop *loop, const struct str *paths, size_t count,
                 enum fs_scan_flags flags, struct err *e) {
    struct scan scan = {
        .t = t,
        .loop = loop,
        .recursive = (flags & FS_SCAN_RECURSIVE) != 0,
        .flags = (flags & FS_SCAN_SIGS) != 0 ? RAW_SIGS : 0,
    };
    int r = 0;
    for (size_t i = 0; i < count && r >= 0; i++) {
        /* Through the listings above it, so that nothing ignored is ever listed. */
        struct fs_found found = {.kind = FS_NONE};
        r = tree__lookup(t, paths[i], NULL, &found, e);
        if (r == 0 && found.kind == FS_DIR) {
            vec_push(&scan.todo, str_dup(found.dir->path));
        }
    }
    if (r < 0) {
        for (size_t i = 0; i < scan.todo.len; i++) {
            free(scan.todo.data[i]);
        }
        vec_done(&scan.todo);
        return r;
    }
    return run_scan(&scan, e);
}

int fs_tree_revalidate(struct fs_tree *t, struct loop *loop, fs_changed_fn *changed, void *user,
                       struct err *e) {
    tree__sweep(t);
    struct scan scan = {
        .t = t,
        .loop = loop,
        .only_known = true,
        .flags = RAW_SIGS,
        .changed = changed,
        .user = user,
    };
    for (size_t i = 0; i < t->dirs.len; i++) {
        if (t->dirs.data[i]->state != DIR_UNLISTED) {
            vec_push(&scan.todo, str_dup(t->dirs.data[i]->pub.path));
        }
    }
    return run_scan(&scan, e);
}
