/*
 * Reading one directory: getdents64, one pass, into an array of entries with their names behind
 * it in the same block. Entries are filtered by the ignore rules here, so that an ignored folder
 * costs one comparison. Runs on any thread.
 */
#include "fs_int.h"

#include "base/alloc.h"
#include "sys/fileio.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    READ_SIZE = 32768,
    RACY_NS = 20000000,              /**< twice the coarsest tick of the kernel's clock */
    RACY_WHOLE_SECONDS = 2000000000, /**< file systems that keep (even) seconds only */
};

/* The layout of what getdents64 writes (getdents64(2)). */
struct dent64 {
    uint64_t ino;
    int64_t off;
    unsigned short reclen;
    unsigned char type;
    char name[];
};

int64_t sig__now(void) {
    struct timespec ts;
    /* The coarse clock is the one that file systems stamp with. */
    (void)clock_gettime(CLOCK_REALTIME_COARSE, &ts);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

void sig__from_stat(const struct stat *st, int64_t now_ns, struct fs_sig *ret) {
    *ret = (struct fs_sig){
        .dev = st->st_dev,
        .ino = st->st_ino,
        .size = (uint64_t)st->st_size,
        .mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
        .ctime_ns = (int64_t)st->st_ctim.tv_sec * 1000000000 + st->st_ctim.tv_nsec,
        .mode = st->st_mode,
    };
    int64_t newest = ret->mtime_ns > ret->ctime_ns ? ret->mtime_ns : ret->ctime_ns;
    bool whole = st->st_mtim.tv_nsec == 0 && st->st_ctim.tv_nsec == 0;
    ret->racy = newest + (whole ? (int64_t)RACY_WHOLE_SECONDS : (int64_t)RACY_NS) >= now_ns;
}

bool fs_sig_equal(const struct fs_sig *a, const struct fs_sig *b) {
    return a->ino == b->ino && a->size == b->size && a->mtime_ns == b->mtime_ns &&
           a->ctime_ns == b->ctime_ns && a->mode == b->mode && a->dev == b->dev;
}

static enum fs_kind kind_of_mode(mode_t mode) {
    return S_ISREG(mode) ? FS_FILE : S_ISDIR(mode) ? FS_DIR : S_ISLNK(mode) ? FS_LINK : FS_NONE;
}

static enum fs_kind kind_of(int fd, const struct dent64 *d) {
    struct stat st;
    switch (d->type) {
    case DT_REG:
        return FS_FILE;
    case DT_DIR:
        return FS_DIR;
    case DT_LNK:
        return FS_LINK;
    case DT_UNKNOWN:
        return fstatat(fd, d->name, &st, AT_SYMLINK_NOFOLLOW) == 0 ? kind_of_mode(st.st_mode)
                                                                   : FS_NONE;
    default:
        return FS_NONE;
    }
}

/* A directory being read: entries hold offsets into names until the end. */
struct reader {
    int fd;
    const struct fs_ignore *ignore;
    struct buf path; /**< of the directory with a slash, and the name under test behind it */
    size_t prefix;
    struct buf names;
    VEC(struct fs_entry) entries;
};

static bool is_ignored(struct reader *r, struct str name, bool is_dir) {
    if (r->ignore == NULL) {
        return false;
    }
    buf_truncate(&r->path, r->prefix);
    buf_add_str(&r->path, name);
    return fs_ignore_match(r->ignore, buf_str(&r->path), is_dir);
}

static void add_entry(struct reader *r, const struct dent64 *d) {
    struct str name = str_from(d->name);
    if (name.ptr[0] == '.' && (name.len == 1 || (name.len == 2 && name.ptr[1] == '.'))) {
        return;
    }
    enum fs_kind kind = kind_of(r->fd, d);
    if (kind == FS_NONE || is_ignored(r, name, kind == FS_DIR)) {
        return;
    }
    struct fs_entry entry = {
        .name = (const char *)(uintptr_t)r->names.len,
        .name_len = (uint16_t)name.len,
        .kind = (uint8_t)kind,
        .flags = str_is_utf8(name) ? 0 : FS_NOT_UTF8,
    };
    buf_add(&r->names, name.ptr, name.len + 1);
    vec_push(&r->entries, entry);
}

static int read_entries(struct reader *r) {
    _Alignas(struct dent64) char chunk[READ_SIZE];
    for (;;) {
        long n = syscall(SYS_getdents64, r->fd, chunk, sizeof(chunk));
        if (n <= 0) {
            return n < 0 ? errno : 0;
        }
        for (long at = 0; at < n;) {
            const struct dent64 *d = (const struct dent64 *)(chunk + at);
            add_entry(r, d);
            at += d->reclen;
        }
    }
}

static int by_name(const void *a, const void *b) {
    const struct fs_entry *x = a, *y = b;
    return strcmp(x->name, y->name);
}

/* Moves what was read into one block: the entries sorted, then the names. */
static void pack(struct reader *r, struct raw_dir *ret) {
    ret->count = (uint32_t)r->entries.len;
    if (ret->count == 0) {
        return;
    }
    size_t head = r->entries.len * sizeof(struct fs_entry);
    ret->block = xmalloc(size_add(head, r->names.len));
    char *names = (char *)ret->block + head;
    memcpy(ret->block, r->entries.data, head);
    memcpy(names, r->names.data, r->names.len);
    bool sorted = true;
    for (uint32_t i = 0; i < ret->count; i++) {
        ret->block[i].name = names + (uintptr_t)ret->block[i].name;
        sorted = sorted && (i == 0 || by_name(&ret->block[i - 1], &ret->block[i]) < 0);
    }
    if (!sorted) {
        qsort(ret->block, ret->count, sizeof(struct fs_entry), by_name);
    }
}

static void take_sigs(int fd, struct raw_dir *raw) {
    if (raw->count == 0) {
        return;
    }
    raw->sigs = ALLOC_ARRAY(struct fs_sig, raw->count);
    for (uint32_t i = 0; i < raw->count; i++) {
        const struct fs_entry *entry = &raw->block[i];
        struct stat st;
        if (entry->kind == FS_DIR) {
            continue;
        }
        /* The time before the stat: a write after it has a stamp at least as new. */
        int64_t now = sig__now();
        if (fstatat(fd, entry->name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
            sig__from_stat(&st, now, &raw->sigs[i]);
        }
    }
}

static void fail(struct raw_dir *raw, int errnum, const char *what) {
    if (errnum == ENOENT || errnum == ENOTDIR || errnum == ELOOP) {
        raw->r = FS_ABSENT; /* vanished, or replaced by something else, since it was seen */
        return;
    }
    raw->err = ALLOC(struct err);
    const char *path = raw->path[0] != '\0' ? raw->path : ".";
    if (errnum == EACCES || errnum == EPERM) {
        raw->r = err_set(raw->err, ERR_IO,
                         "%s '%s': %s; make it readable, or list it in `[GLOBAL].pants_ignore`",
                         what, path, strerror(errnum));
        raw->err->sys_errno = errnum;
    } else {
        raw->r = err_set_errno(raw->err, errnum, "%s '%s'", what, path);
    }
}

void raw_dir__list(int root_fd, const struct fs_ignore *ignore, const char *path,
                   enum raw_flags flags, struct raw_dir *ret) {
    *ret = (struct raw_dir){.path = xstrdup(path)};
    cleanup_(fd_closep) int fd = fd_open_at(root_fd, path[0] != '\0' ? path : ".",
                                            O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK, 0);
    if (fd < 0) {
        fail(ret, errno, "cannot open the folder");
        return;
    }
    struct reader r = {.fd = fd, .ignore = ignore};
    buf_addz(&r.path, path);
    if (path[0] != '\0') {
        buf_add_char(&r.path, '/');
    }
    r.prefix = r.path.len;
    int errnum = read_entries(&r);
    if (errnum != 0) {
        fail(ret, errnum, "cannot list the folder");
    } else {
        pack(&r, ret);
        if ((flags & RAW_SIGS) != 0) {
            take_sigs(fd, ret);
        }
    }
    vec_done(&r.entries);
    buf_done(&r.names);
    buf_done(&r.path);
}

void raw_dir__done(struct raw_dir *raw) {
    free(raw->path);
    free(raw->err);
    free(raw->block);
    free(raw->sigs);
    *raw = (struct raw_dir){0};
}
