/*
 * Digests of files and their memory.
 *
 *   key    what of the signature says which content: dev, ino, size, mtime, ctime (40 bytes)
 *   value  the hash (32 bytes); the size is in the key
 *
 * The mode is left out: chmod changes ctime, and so the key, anyway.
 */
#include "fs/file_digest.h"

#include "fs_int.h"

#include "base/alloc.h"
#include "codec/sha256.h"
#include "sys/fileio.h"
#include "tables/table.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum {
    TRIES = 10,
    CHUNK = 1 << 16,
    KEY_LEN = 40,
    CHANGED = 2, /**< while it was read: to be read again */
};

struct fs_digests {
    struct table *table; /**< may be NULL */
};

struct fs_digests *fs_digests_new(struct table *table) {
    struct fs_digests *d = ALLOC(struct fs_digests);
    d->table = table;
    return d;
}

void fs_digests_free(struct fs_digests *d) {
    free(d);
}

static void make_key(const struct fs_sig *sig, uint8_t key[KEY_LEN]) {
    const uint64_t words[] = {sig->dev, sig->ino, sig->size, (uint64_t)sig->mtime_ns,
                              (uint64_t)sig->ctime_ns};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        uint64_t le = htole64(words[i]);
        memcpy(key + i * 8, &le, 8);
    }
}

bool fs_digests_get(struct fs_digests *d, const struct fs_sig *sig, struct digest *ret_digest) {
    if (d == NULL || d->table == NULL || sig->racy) {
        return false;
    }
    uint8_t key[KEY_LEN];
    struct str value;
    make_key(sig, key);
    if (!table_get(d->table, str_make((const char *)key, KEY_LEN), &value) ||
        value.len != DIGEST_HASH_LEN) {
        return false;
    }
    memcpy(ret_digest->hash, value.ptr, DIGEST_HASH_LEN);
    ret_digest->size = sig->size;
    return true;
}

void fs_digests_put(struct fs_digests *d, const struct fs_sig *sig, const struct digest *digest) {
    if (d == NULL || d->table == NULL || sig->racy || digest->size != sig->size) {
        return;
    }
    uint8_t key[KEY_LEN];
    make_key(sig, key);
    table_put(d->table, str_make((const char *)key, KEY_LEN),
              str_make((const char *)digest->hash, DIGEST_HASH_LEN));
}

/* Reads to the end: hashes, and keeps the bytes as long as there are at most max of them. */
static int read_through(int fd, size_t max, struct digest *ret, struct buf *content) {
    cleanup_(freep) uint8_t *chunk = xmalloc(CHUNK);
    struct sha256 h;
    uint64_t size = 0;
    sha256_init(&h);
    buf_clear(content);
    for (;;) {
        ssize_t n = read(fd, chunk, CHUNK);
        if (n < 0) {
            if (errno == EINTR) {
                continue;
            }
            return errno;
        }
        if (n == 0) {
            break;
        }
        sha256_add(&h, chunk, (size_t)n);
        size += (uint64_t)n;
        if (size <= max) {
            buf_add(content, chunk, (size_t)n);
        }
    }
    if (size > max || !buf_ok(content)) {
        buf_done(content);
    }
    ret->size = size;
    sha256_finish(&h, ret->hash);
    return 0;
}

/* One try: 0, FS_ABSENT, CHANGED or an error. */
static int read_once(struct fs_digest_job *job, int fd) {
    struct stat before, after;
    int64_t now = sig__now();
    if (fstat(fd, &before) < 0) {
        return err_set_errno(&job->err, errno, "cannot look at '%s'", job->path.ptr);
    }
    if (!S_ISREG(before.st_mode)) {
        return FS_ABSENT;
    }
    if (lseek(fd, 0, SEEK_SET) < 0) {
        return err_set_errno(&job->err, errno, "cannot read '%s'", job->path.ptr);
    }
    int errnum = read_through(fd, job->max_content, &job->digest, &job->content);
    if (errnum == 0 && fstat(fd, &after) < 0) {
        errnum = errno;
    }
    if (errnum != 0) {
        return err_set_errno(&job->err, errnum, "cannot read '%s'", job->path.ptr);
    }
    struct fs_sig then;
    sig__from_stat(&before, now, &job->sig);
    sig__from_stat(&after, now, &then);
    bool same = fs_sig_equal(&job->sig, &then) && job->digest.size == job->sig.size;
    return same ? 0 : CHANGED;
}

void fs_digest_file(struct fs_digest_job *job) {
    cleanup_(fd_closep) int fd =
        fd_open_at(job->root_fd, job->path.ptr, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW, 0);
    if (fd < 0) {
        job->r = errno == ENOENT || errno == ENOTDIR || errno == ELOOP
                     ? FS_ABSENT
                     : err_set_errno(&job->err, errno, "cannot open '%s'", job->path.ptr);
        return;
    }
    for (int i = 0; i < TRIES; i++) {
        job->r = read_once(job, fd);
        if (job->r != CHANGED) {
            if (job->r != 0) {
                buf_done(&job->content);
            }
            return;
        }
    }
    buf_done(&job->content);
    job->r = err_set(&job->err, ERR_IO, "'%s' changed while it was read, %d times", job->path.ptr,
                     TRIES);
}

int fs_tree_digest(struct fs_tree *t, struct fs_digests *d, const struct fs_dir *dir,
                   const struct fs_entry *entry, struct digest *ret_digest, struct err *e) {
    const struct fs_sig *sig = NULL;
    int r = fs_tree_sig(t, dir, entry, &sig, e);
    if (r != 0) {
        return r;
    }
    if (fs_digests_get(d, sig, ret_digest)) {
        return 0;
    }
    struct buf path = BUF_INIT;
    fs_dir_entry_path(dir, entry, &path);
    struct fs_digest_job job = {.root_fd = t->root_fd, .path = buf_str(&path)};
    fs_digest_file(&job);
    if (job.r == 0) {
        fs_digests_put(d, &job.sig, &job.digest);
        *ret_digest = job.digest;
    } else if (job.r < 0 && e != NULL) {
        *e = job.err;
    }
    buf_done(&path);
    return job.r;
}

int fs_tree_read(struct fs_tree *t, const struct fs_dir *dir, const struct fs_entry *entry,
                 size_t max, struct buf *out, struct err *e) {
    struct buf path = BUF_INIT;
    fs_dir_entry_path(dir, entry, &path);
    int r = file_read_at(t->root_fd, path.data, max, out, e);
    buf_done(&path);
    return r == FILE_ABSENT ? FS_ABSENT : r;
}
