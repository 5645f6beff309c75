/*
 * A table in memory: the view of its file as it was opened, and over it what this process put.
 *
 * Opening takes no lock. A file that ends in half a segment may only be one that somebody is
 * writing at this moment: then it is read again under the lock, and what is wrong still is damage.
 */
#include "table_int.h"

#include "base/alloc.h"
#include "base/path.h"
#include "sys/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static ssize_t real_pwrite(void *user, int fd, const void *data, size_t len, off_t at) {
    (void)user;
    return pwrite(fd, data, len, at);
}

static int real_ftruncate(void *user, int fd, off_t len) {
    (void)user;
    return ftruncate(fd, len);
}

static int real_rename(void *user, const char *from, const char *to) {
    (void)user;
    return rename(from, to);
}

static const struct table_io REAL_IO = {real_pwrite, real_ftruncate, real_rename, NULL};

void table__damaged(struct table *t, const char *why) {
    t->damaged = true;
    t->repair = true;
    if (!t->reported) {
        t->reported = true;
        log_to(
            t->log, LOG_WARN, "tables",
            "the cache table '%s' is damaged (%s): what is broken in it is ignored and made anew",
            t->path, why);
    }
}

int table__open_file(const struct table *t) {
    int fd = fd_open_at(AT_FDCWD, t->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
    if (fd < 0) {
        return -1;
    }
    struct stat st;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid()) {
        (void)close(fd);
        errno = EPERM;
        return -1;
    }
    return fd;
}

/* Reads the file under the lock, so that nobody is in the middle of writing it. */
static void read_again_locked(struct table *t) {
    cleanup_(fd_closep) int lock = -1;
    if (file_lock(t->lock_path, FILE_LOCK_SHARED, &lock, NULL) != 0) {
        return;
    }
    cleanup_(fd_closep) int fd = table__open_file(t);
    struct view v;
    if (fd >= 0 && view__map(&v, fd, t->version)) {
        view__done(&t->view);
        t->view = v;
    }
}

static void open_view(struct table *t) {
    cleanup_(fd_closep) int fd = table__open_file(t);
    if (fd < 0) {
        if (errno != ENOENT) {
            log_to(t->log, LOG_WARN, "tables", "the cache table '%s' cannot be used: %s", t->path,
                   strerror(errno));
            t->persistent = false;
        }
        return;
    }
    if (!view__map(&t->view, fd, t->version)) {
        log_to(t->log, LOG_WARN, "tables", "the cache table '%s' cannot be mapped", t->path);
        t->persistent = false;
        return;
    }
    if (t->view.state == VIEW_TORN) {
        read_again_locked(t);
    }
    if (t->view.state == VIEW_TORN) {
        table__damaged(t, t->view.why);
    }
}

static bool folder_is_ours(struct table *t) {
    struct err e = ERR_INIT;
    struct stat st;
    int r = lstat(t->folder, &st) == 0 ? 0 : dir_make(t->folder, 0700, &e);
    if (r == 0) {
        r = dir_check_private(t->folder, &e);
    }
    if (r < 0) {
        log_to(t->log, LOG_WARN, "tables", "nothing is kept in the cache folder: %s", e.msg);
    }
    return r == 0;
}

struct table *table_open(const struct table_config *config) {
    struct table *t = ALLOC(struct table);
    t->folder = xstrdup(config->folder);
    t->path = xasprintf("%s/%s.table", config->folder, config->name);
    t->lock_path = xasprintf("%s/%s.lock", config->folder, config->name);
    t->name = t->path + strlen(config->folder) + 1;
    t->version = config->version;
    t->max_bytes = config->max_bytes != 0 ? config->max_bytes : (uint64_t)64 << 20;
    t->log = config->log;
    t->io = config->io != NULL ? *config->io : REAL_IO;
    t->persistent = folder_is_ours(t);
    if (t->persistent) {
        open_view(t);
    }
    return t;
}

bool table_get(struct table *t, struct str key, struct str *ret_value) {
    const struct entry *entry = map_get(&t->entries, key);
    if (entry != NULL) {
        t->hits++;
        *ret_value = entry->value;
        return true;
    }
    struct record r;
    int found = t->view.count > 0 ? view__find(&t->view, key, &r) : 0;
    if (found > 0) {
        t->hits++;
        *ret_value = r.value;
        return true;
    }
    if (found < 0) {
        table__damaged(t, "a record's check sum is wrong");
    }
    t->misses++;
    return false;
}

/* A copy in the arena that begins at a multiple of eight. */
static struct str keep(struct table *t, struct str s) {
    char *copy = arena_alloc(&t->arena, s.len + 1);
    if (s.len > 0) {
        memcpy(copy, s.ptr, s.len);
    }
    return str_make(copy, s.len);
}

/* True when the file has this very value already. */
static bool is_in_file(const struct table *t, struct str key, struct str value) {
    struct record r;
    return view__find(&t->view, key, &r) > 0 && str_eq(r.value, value);
}

void table_put(struct table *t, struct str key, struct str value) {
    if (size_add(key.len, value.len) > MAX_RECORD) {
        return;
    }
    struct entry *entry = map_get(&t->entries, key);
    if (entry == NULL) {
        if (is_in_file(t, key, value)) {
            return;
        }
        entry = ARENA_NEW(&t->arena, struct entry);
        entry->key = keep(t, key);
        (void)map_put(&t->entries, entry->key, entry);
    } else if (str_eq(entry->value, value)) {
        return;
    } else if (entry->dirty) {
        t->dirty--;
        t->dirty_bytes -= record__size(entry->key, entry->value);
    }
    entry->value = keep(t, value);
    entry->dirty = true;
    t->dirty++;
    t->dirty_bytes += record__size(entry->key, entry->value);
}

void table_abandon(struct table *t) {
    if (t == NULL) {
        return;
    }
    view__done(&t->view);
    map_done(&t->entries);
    arena_done(&t->arena);
    free(t->folder);
    free(t->path);
    free(t->lock_path);
    free(t);
}

void table_close(struct table *t) {
    if (t == NULL) {
        return;
    }
    struct err e = ERR_INIT;
    if (table_flush(t, &e) < 0) {
        log_to(t->log, LOG_DEBUG, "tables", "%s", e.msg);
    }
    table_abandon(t);
}

struct table_stats table_stats(const struct table *t) {
    return (struct table_stats){
        .entries = t->view.records,
        .bytes = t->view.size,
        .hits = t->hits,
        .misses = t->misses,
        .pending = t->dirty,
        .damaged = t->damaged,
        .persistent = t->persistent,
    };
}
