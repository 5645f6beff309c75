/*
 * Making what was put persistent. Under the exclusive lock the file is looked at anew (others may
 * have appended to it, or put another in its place), and then either
 *
 *   appended to   one segment, in one write at the end of the last good one; or
 *   replaced      by a new file with everything that is still good in it, newest first, without
 *                 what was replaced; by rename. So when the file is missing, damaged, of another
 *                 version, has too many segments or too much that is dead, or is past its limit.
 *
 * A reader that has the old file mapped keeps it. Bytes that any reader may have believed are
 * never changed or cut off: only what this very flush failed to append is. Nothing is synced: a
 * file that a crash of the machine has left half is a damaged cache, and is found to be one.
 */
#include "table_int.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "sys/fileio.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

enum {
    DEAD_IS_CHEAP = 64 << 10, /**< fewer dead bytes are not worth a new file */
};

typedef VEC(struct record) record_list;

static void add_dirty(const struct table *t, record_list *out) {
    size_t at = 0;
    struct str key;
    void *value;
    while (map_next(&t->entries, &at, &key, &value)) {
        const struct entry *entry = value;
        if (entry->dirty) {
            vec_push(out, ((struct record){entry->key, entry->value}));
        }
    }
}

static int by_place(const void *a, const void *b) {
    const char *x = ((const struct record *)a)->key.ptr, *y = ((const struct record *)b)->key.ptr;
    return (x > y) - (x < y);
}

/*
 * Adds what is in the file and good, each key once, newest first: later segments before earlier
 * ones, and within one as the records lie, which is how an earlier replace() has left them.
 */
static void add_live(const struct view *v, record_list *out) {
    struct map seen = {0};
    struct imap lost = {0}; /* hashes of damaged records: an older value must not come back */
    for (size_t i = 0; i < out->len; i++) {
        (void)map_put(&seen, out->data[i].key, out);
    }
    for (unsigned i = v->count; i-- > 0;) {
        const struct segment *s = &v->segments[i];
        size_t first = out->len;
        for (uint32_t n = 0; n < s->count; n++) {
            struct record r;
            if (!segment__record(s, n, &r)) {
                (void)imap_put(&lost, segment__hash(s, n), out);
            } else if ((lost.count == 0 || !imap_has(&lost, segment__hash(s, n))) &&
                       map_put(&seen, r.key, out) == NULL) {
                vec_push(out, r);
            }
        }
        if (out->len > first) {
            qsort(out->data + first, out->len - first, sizeof(struct record), by_place);
        }
    }
    map_done(&seen);
    imap_done(&lost);
}

static uint64_t size_with_slot(const struct record *r) {
    return record__size(r->key, r->value) + 12;
}

static uint64_t total_size(const record_list *records) {
    uint64_t bytes = HEADER_SIZE + SEGMENT_HEADER;
    for (size_t i = 0; i < records->len; i++) {
        bytes += size_with_slot(&records->data[i]);
    }
    return bytes;
}

/* Drops the oldest beyond limit bytes. */
static void cut(record_list *records, uint64_t limit) {
    uint64_t bytes = HEADER_SIZE + SEGMENT_HEADER;
    for (size_t i = 0; i < records->len; i++) {
        bytes += size_with_slot(&records->data[i]);
        if (bytes > limit) {
            records->len = i;
        }
    }
}

static int write_at(struct table *t, int fd, const struct buf *data, uint64_t at, struct err *e) {
    for (size_t done = 0; done < data->len;) {
        ssize_t n =
            t->io.pwrite(t->io.user, fd, data->data + done, data->len - done, (off_t)(at + done));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return err_set_errno(e, n < 0 ? errno : ENOSPC, "cannot write '%s'", t->path);
        }
        done += (size_t)n;
    }
    return 0;
}

static int append(struct table *t, const struct view *v, struct err *e) {
    record_list records = {0};
    add_dirty(t, &records);
    uint64_t dead = 0;
    for (size_t i = 0; i < records.len; i++) {
        struct record old;
        if (view__find(v, records.data[i].key, &old) > 0) {
            dead += record__size(old.key, old.value);
        }
    }
    struct buf out = BUF_INIT;
    segment__write(&out, records.data, records.len, v->end, dead);
    vec_done(&records);
    int r = buf_ok(&out) ? 0 : err_set(e, ERR_NOMEM, "too much to write to '%s'", t->path);
    cleanup_(fd_closep) int fd = -1;
    if (r == 0) {
        fd = fd_open_at(AT_FDCWD, t->path, O_WRONLY | O_NOFOLLOW, 0);
        if (fd < 0) {
            r = err_set_errno(e, errno, "cannot open '%s'", t->path);
        }
    }
    if (r == 0) {
        r = write_at(t, fd, &out, v->end, e);
        if (r < 0) {
            /* Nobody has believed this part: it was never whole, and we hold the lock. */
            (void)t->io.ftruncate(t->io.user, fd, (off_t)v->end);
        }
    }
    buf_done(&out);
    return r;
}

/* Removes what killed processes have left of this table: whoever writes holds the lock. */
static void remove_leftovers(const struct table *t) {
    DIR *dir = opendir(t->folder);
    if (dir == NULL) {
        return;
    }
    size_t len = strlen(t->name);
    struct dirent *ent;
    while ((ent = readdir(dir)) != NULL) {
        struct str name = str_from(ent->d_name);
        if (name.len > len && memcmp(name.ptr, t->name, len) == 0 &&
            str_starts(str_from_at(name, len), STR(".new-"))) {
            (void)unlinkat(dirfd(dir), ent->d_name, 0);
        }
    }
    (void)closedir(dir);
}

static int replace(struct table *t, const struct view *v, struct err *e) {
    record_list records = {0};
    add_dirty(t, &records);
    add_live(v, &records);
    if (total_size(&records) + 8 > t->max_bytes) {
        /* To half, so that it does not meet its limit again at once. */
        cut(&records, t->max_bytes / 2);
    }
    struct buf out = BUF_INIT;
    header__write(&out, t->version);
    if (records.len > 0) {
        segment__write(&out, records.data, records.len, HEADER_SIZE, 0);
    }
    vec_done(&records);
    int r = buf_ok(&out) ? 0 : err_set(e, ERR_NOMEM, "too much to write to '%s'", t->path);
    remove_leftovers(t);
    cleanup_(freep) char *temp =
        xasprintf("%s.new-%ld-%" PRIx64, t->path, (long)getpid(), clock_mono_ns());
    cleanup_(fd_closep) int fd = -1;
    if (r == 0) {
        fd = fd_open_at(AT_FDCWD, temp, O_WRONLY | O_CREAT | O_EXCL, 0600);
        if (fd < 0) {
            r = err_set_errno(e, errno, "cannot make '%s'", temp);
        }
    }
    if (r == 0) {
        r = write_at(t, fd, &out, 0, e);
        if (r == 0 && t->io.rename(t->io.user, temp, t->path) < 0) {
            r = err_set_errno(e, errno, "cannot rename '%s'", temp);
        }
        if (r < 0) {
            (void)unlink(temp);
        }
    }
    buf_done(&out);
    return r;
}

static bool is_to_be_replaced(const struct table *t, const struct view *v) {
    uint64_t more = SEGMENT_HEADER + t->dirty_bytes + 12 * t->dirty + 8;
    return v->state != VIEW_GOOD || t->repair || v->count >= MAX_SEGMENTS ||
           v->size + more > t->max_bytes || (v->dead > DEAD_IS_CHEAP && v->dead > v->size / 2);
}

static int flush_locked(struct table *t, struct err *e) {
    struct view now = {0};
    cleanup_(fd_closep) int fd = table__open_file(t);
    if (fd < 0 && errno != ENOENT) {
        return err_set_errno(e, errno, "cannot open '%s'", t->path);
    }
    if (fd >= 0 && !view__map(&now, fd, t->version)) {
        return err_set(e, ERR_IO, "cannot map '%s'", t->path);
    }
    int r = is_to_be_replaced(t, &now) ? replace(t, &now, e) : append(t, &now, e);
    view__done(&now);
    return r;
}

static void forget_dirty(struct table *t) {
    size_t at = 0;
    struct str key;
    void *value;
    while (map_next(&t->entries, &at, &key, &value)) {
        ((struct entry *)value)->dirty = false;
    }
    t->dirty = 0;
    t->dirty_bytes = 0;
    t->repair = false;
}

int table_flush(struct table *t, struct err *e) {
    if (!t->persistent || (t->dirty == 0 && !t->repair)) {
        return 0;
    }
    cleanup_(fd_closep) int lock = -1;
    int r = file_lock(t->lock_path, FILE_LOCK_EXCLUSIVE, &lock, e);
    if (r == 0) {
        r = flush_locked(t, e);
    }
    if (r == 0) {
        forget_dirty(t);
    }
    return r;
}
