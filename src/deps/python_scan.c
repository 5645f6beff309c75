/*
 * Reading and scanning files, many at once. A file whose signature and digest are known costs a
 * stat and a look into the table; the others are read, hashed and scanned on the pool. What a file
 * gave is kept under its digest.
 */
#include <string.h>

#include "base/alloc.h"
#include "deps/python_int.h"
#include "fs/file_digest.h"
#include "infer/records.h"
#include "loop/loop.h"
#include "tables/table.h"

enum {
    SHARE = 16, /* files a job reads */
    KEY_SIZE = DIGEST_HASH_LEN + 8,
    MAX_CONTENT = 1 << 30,
};

/* One file to be read: the first part is set here, the second in a job. */
struct scan_file {
    struct str path; /* as asked for; of the arena */
    struct fs_digest_job read;
    struct buf records;
};

struct scan_batch {
    struct scans *scans; /* of a running job only `scan` and `flags` are used */
    struct scan_file *files;
    size_t n;
    size_t *left;
};

void scans__done(struct scans *s) {
    map_done(&s->files);
    arena_done(&s->arena);
}

const struct scanned *scans__of(const struct scans *s, struct str path) {
    const struct scanned *found = map_get(&s->files, path);
    return found != NULL && found->known ? found : NULL;
}

static void make_key(const struct scans *s, const struct digest *d, char key[KEY_SIZE]) {
    uint32_t tail[2] = {s->salt, s->flags};
    memcpy(key, d->hash, DIGEST_HASH_LEN);
    memcpy(key + DIGEST_HASH_LEN, tail, sizeof tail);
}

static void note(struct scans *s, struct str path, bool known, struct str records) {
    struct scanned *found = ARENA_NEW(&s->arena, struct scanned);
    found->known = known;
    found->records = records;
    (void)map_put(&s->files, path, found);
}

static bool from_table(struct scans *s, struct str path, const struct digest *digest) {
    char key[KEY_SIZE];
    struct str kept;
    make_key(s, digest, key);
    if (s->table == NULL || !table_get(s->table, str_make(key, KEY_SIZE), &kept) ||
        !infer_records_valid(kept)) {
        return false;
    }
    note(s, path, true, arena_str(&s->arena, kept));
    return true;
}

/* ---- jobs ---- */

static void run(void *data) {
    struct scan_batch *b = data;
    for (size_t i = 0; i < b->n; i++) {
        struct scan_file *f = &b->files[i];
        fs_digest_file(&f->read);
        if (f->read.r == 0) {
            b->scans->scan(buf_str(&f->read.content), b->scans->flags, &f->records);
        }
        buf_done(&f->read.content);
    }
}

static void done(void *data) {
    struct scan_batch *b = data;
    (*b->left)--;
}

static bool all_done(void *user) {
    return *(const size_t *)user == 0;
}

static int run_all(struct scans *s, struct scan_file *files, size_t n, struct err *e) {
    size_t nbatches = (n + SHARE - 1) / SHARE, left = nbatches;
    struct scan_batch *batches = ALLOC_ARRAY(struct scan_batch, nbatches + 1);
    for (size_t i = 0; i < nbatches; i++) {
        size_t from = i * SHARE;
        batches[i] =
            (struct scan_batch){s, files + from, n - from < SHARE ? n - from : SHARE, &left};
        if (s->loop == NULL || nbatches == 1) {
            run(&batches[i]);
            done(&batches[i]);
        } else {
            job_submit(s->loop, run, done, &batches[i]);
        }
    }
    int r = left == 0 ? 0 : loop_run_until(s->loop, all_done, &left, e);
    free(batches);
    return r;
}

/* ---- what is known and what is not ---- */

typedef VEC(struct scan_file) file_vec;

static int look(struct scans *s, struct str path, file_vec *unknown, struct err *e) {
    struct fs_found found;
    const struct fs_sig *sig = NULL;
    struct digest digest;
    if (map_has(&s->files, path)) {
        return 0;
    }
    struct str own = arena_str(&s->arena, path);
    int r = fs_tree_lookup(s->tree, path, &found, e);
    if (r < 0) {
        return r;
    }
    if (r == FS_ABSENT || found.kind != FS_FILE) {
        note(s, own, false, STR_NULL);
        return 0;
    }
    r = fs_tree_sig(s->tree, found.parent, found.entry, &sig, e);
    if (r < 0) {
        return r;
    }
    if (r == 0 && fs_digests_get(s->digests, sig, &digest) && from_table(s, own, &digest)) {
        return 0;
    }
    note(s, own, false, STR_NULL); /* until it is read */
    struct buf real = BUF_INIT;
    fs_dir_entry_path(found.parent, found.entry, &real);
    struct scan_file f = {.path = own};
    f.read.root_fd = fs_tree_root_fd(s->tree);
    f.read.path = arena_str(&s->arena, buf_str(&real));
    f.read.max_content = MAX_CONTENT;
    buf_init(&f.read.content, MAX_CONTENT);
    buf_init(&f.records, MAX_CONTENT);
    buf_done(&real);
    vec_push(unknown, f);
    return 0;
}

static void learn(struct scans *s, struct scan_file *f) {
    char key[KEY_SIZE];
    struct str records = arena_str(&s->arena, buf_str(&f->records));
    struct scanned *found = map_get(&s->files, f->path);
    found->known = true;
    found->records = records;
    fs_digests_put(s->digests, &f->read.sig, &f->read.digest);
    if (s->table != NULL) {
        make_key(s, &f->read.digest, key);
        table_put(s->table, str_make(key, KEY_SIZE), records);
    }
}

int scans__read(struct scans *s, const struct str *paths, size_t n, struct err *e) {
    file_vec unknown = {0};
    int r = 0;
    for (size_t i = 0; r == 0 && i < n; i++) {
        r = look(s, paths[i], &unknown, e);
    }
    if (r == 0 && unknown.len > 0) {
        r = run_all(s, unknown.data, unknown.len, e);
    }
    for (size_t i = 0; i < unknown.len; i++) {
        struct scan_file *f = &unknown.data[i];
        if (r == 0 && f->read.r == 0) {
            learn(s, f);
        } else if (r == 0 && f->read.r < 0) {
            if (e != NULL) {
                *e = f->read.err;
            }
            r = f->read.r;
        }
        buf_done(&f->records);
    }
    vec_done(&unknown);
    return r;
}
