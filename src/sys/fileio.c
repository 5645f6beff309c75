/*
 * Descriptors and whole files. Nothing here keeps state; a temporary's name holds the process, the
 * clock and a try counter, and O_EXCL decides, so that no counter need be shared.
 */
#include "sys/fileio.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/path.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

void fd_closep(int *fd) {
    if (*fd >= 0) {
        int saved = errno;
        (void)close(*fd);
        errno = saved;
        *fd = -1;
    }
}

int fd_open_at(int dir_fd, const char *name, int flags, mode_t mode) {
    int fd;
    do {
        fd = openat(dir_fd, name, flags | O_CLOEXEC, mode);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

int fd_write_all(int fd, const void *data, size_t len, struct err *e) {
    const char *at = data;
    while (len > 0) {
        ssize_t n = write(fd, at, len);
        if (n < 0) {
            if (errno == EINTR) {
                continue;
            }
            return err_set_errno(e, errno, "cannot write");
        }
        at += n;
        len -= (size_t)n;
    }
    return 0;
}

int fd_read_all(int fd, size_t max, struct buf *out, struct err *e) {
    size_t start = out->len;
    size_t step = 4096;
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
        /* One byte more, so that the end shows without another growth. */
        step = (uintmax_t)st.st_size < max ? (size_t)st.st_size + 1 : size_add(max, 1);
    }
    for (;;) {
        if (!buf_reserve(out, step)) {
            return err_set(e, ERR_NOMEM, "too large to read");
        }
        ssize_t n = read(fd, out->data + out->len, step);
        if (n < 0) {
            if (errno == EINTR) {
                continue;
            }
            return err_set_errno(e, errno, "cannot read");
        }
        if (n == 0) {
            break;
        }
        out->len += (size_t)n;
        if (out->len - start > max) {
            buf_truncate(out, start);
            return err_set(e, ERR_NOMEM, "larger than %zu bytes", max);
        }
        step = (size_t)n < step ? step - (size_t)n : 65536;
    }
    out->data[out->len] = '\0';
    return 0;
}

int file_read_at(int dir_fd, const char *name, size_t max, struct buf *out, struct err *e) {
    cleanup_(fd_closep) int fd = fd_open_at(dir_fd, name, O_RDONLY | O_NOCTTY, 0);
    if (fd < 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return FILE_ABSENT;
        }
        return err_set_errno(e, errno, "cannot open '%s'", name);
    }
    int r = fd_read_all(fd, max, out, e);
    if (r < 0) {
        err_context(e, "'%s'", name);
    }
    return r;
}

int file_read(const char *path, size_t max, struct buf *out, struct err *e) {
    return file_read_at(AT_FDCWD, path, max, out, e);
}

/* Makes the folder of path reach the disk: the rename in it is lost otherwise. */
static int sync_folder_of(const char *path, struct err *e) {
    cleanup_(freep) char *folder = str_dup(path_dir(str_from(path)));
    cleanup_(fd_closep) int fd =
        fd_open_at(AT_FDCWD, folder[0] != '\0' ? folder : ".", O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0 || fsync(fd) < 0) {
        return err_set_errno(e, errno, "cannot sync the folder of '%s'", path);
    }
    return 0;
}

/* Opens a new file beside path; its name is malloc'ed. */
static int temp_open(const char *path, mode_t mode, char **ret_name, int *ret_fd, struct err *e) {
    for (int try = 0; try < 100; try++) {
        cleanup_(freep) char *name = xasprintf("%s.%ld-%llx-%d.tmp", path, (long)getpid(),
                                               (unsigned long long)clock_mono_ns(), try);
        int fd = fd_open_at(AT_FDCWD, name, O_WRONLY | O_CREAT | O_EXCL, 0600);
        if (fd >= 0) {
            if (fchmod(fd, mode) < 0) {
                int r = err_set_errno(e, errno, "cannot set the mode of '%s'", name);
                (void)close(fd);
                (void)unlink(name);
                return r;
            }
            *ret_name = take_ptr(&name);
            *ret_fd = fd;
            return 0;
        }
        if (errno != EEXIST) {
            return err_set_errno(e, errno, "cannot make a file beside '%s'", path);
        }
    }
    return err_set(e, ERR_CONFLICT, "no free name beside '%s'", path);
}

int file_replace(const char *path, const void *data, size_t len, mode_t mode,
                 enum file_write_flags flags, struct err *e) {
    cleanup_(freep) char *temp = NULL;
    cleanup_(fd_closep) int fd = -1;
    int r = temp_open(path, mode, &temp, &fd, e);
    if (r < 0) {
        return r;
    }
    r = fd_write_all(fd, data, len, e);
    if (r == 0 && (flags & FILE_WRITE_SYNC) != 0 && fsync(fd) < 0) {
        r = err_set_errno(e, errno, "cannot sync");
    }
    if (r == 0 && rename(temp, path) < 0) {
        r = err_set_errno(e, errno, "cannot rename");
    }
    if (r < 0) {
        err_context(e, "'%s'", path);
        (void)unlink(temp);
        return r;
    }
    return (flags & FILE_WRITE_SYNC) != 0 ? sync_folder_of(path, e) : 0;
}

static bool is_dir(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int dir_make(const char *path, mode_t mode, struct err *e) {
    if (mkdir(path, mode) == 0 || (errno == EEXIST && is_dir(path))) {
        return 0;
    }
    if (errno == ENOENT) {
        struct str parent = path_dir(str_from(path));
        while (parent.len > 1 && parent.ptr[parent.len - 1] == '/') {
            parent.len--;
        }
        if (parent.len > 0 && parent.len < strlen(path)) {
            cleanup_(freep) char *above = str_dup(parent);
            int r = dir_make(above, mode, e);
            if (r < 0) {
                return r;
            }
            if (mkdir(path, mode) == 0 || (errno == EEXIST && is_dir(path))) {
                return 0;
            }
        }
    }
    return err_set_errno(e, errno, "cannot make the folder '%s'", path);
}

int dir_check_private(const char *path, struct err *e) {
    struct stat st;
    if (lstat(path, &st) < 0) {
        return err_set_errno(e, errno, "cannot look at '%s'", path);
    }
    if (!S_ISDIR(st.st_mode)) {
        return err_set(e, ERR_USAGE, "'%s' is not a folder", path);
    }
    if (st.st_uid != geteuid()) {
        return err_set(e, ERR_USAGE, "'%s' belongs to user %lu, not to us", path,
                       (unsigned long)st.st_uid);
    }
    if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return err_set(e, ERR_USAGE, "others may write to '%s' (mode %04o)", path,
                       (unsigned)(st.st_mode & 07777));
    }
    return 0;
}

/* Opens a folder that is to be removed, also one that its owner has locked. */
static int open_folder(int dir_fd, const char *name) {
    int fd = fd_open_at(dir_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
    struct stat st;
    if (fd < 0 && errno == EACCES && fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISDIR(st.st_mode) && fchmodat(dir_fd, name, 0700, 0) == 0) {
        fd = fd_open_at(dir_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
    }
    return fd;
}

/* Removes what is no folder, also from a folder that may not be written to. */
static int unlink_in(int dir_fd, const char *name) {
    int r = unlinkat(dir_fd, name, 0);
    if (r < 0 && errno == EACCES && fchmod(dir_fd, 0700) == 0) {
        r = unlinkat(dir_fd, name, 0);
    }
    return r;
}

/* Empties the folder fd (which it closes). Depth is bounded by open descriptors: an error then. */
static int empty_dir(int fd, struct err *e) {
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        int r = err_set_errno(e, errno, "cannot list");
        (void)close(fd);
        return r;
    }
    int r = 0;
    struct dirent *ent;
    while (r == 0 && (errno = 0, ent = readdir(dir)) != NULL) {
        if (strcmp(ent->d_name, ".") == 0 || strcmp(ent->d_name, "..") == 0) {
            continue;
        }
        if (unlink_in(fd, ent->d_name) == 0 || errno == ENOENT) {
            continue;
        }
        if (errno != EISDIR && errno != EPERM) {
            r = err_set_errno(e, errno, "cannot remove '%s'", ent->d_name);
            break;
        }
        int child = open_folder(fd, ent->d_name);
        if (child < 0) {
            r = err_set_errno(e, errno, "cannot open '%s'", ent->d_name);
            break;
        }
        r = empty_dir(child, e);
        if (r == 0 && unlinkat(fd, ent->d_name, AT_REMOVEDIR) < 0 && errno != ENOENT) {
            r = err_set_errno(e, errno, "cannot remove '%s'", ent->d_name);
        }
    }
    if (r == 0 && errno != 0) {
        r = err_set_errno(e, errno, "cannot list");
    }
    (void)closedir(dir);
    return r;
}

int dir_remove(const char *path, struct err *e) {
    int fd = open_folder(AT_FDCWD, path);
    if (fd < 0) {
        if (errno == ENOENT) {
            return 0;
        }
        if ((errno == ENOTDIR || errno == ELOOP) && unlink(path) == 0) {
            return 0;
        }
        return err_set_errno(e, errno, "cannot remove '%s'", path);
    }
    int r = empty_dir(fd, e);
    if (r == 0 && rmdir(path) < 0 && errno != ENOENT) {
        r = err_set_errno(e, errno, "cannot remove the folder");
    }
    if (r < 0) {
        err_context(e, "'%s'", path);
    }
    return r;
}

int file_lock(const char *path, enum file_lock_flags flags, int *ret_fd, struct err *e) {
    cleanup_(fd_closep) int fd = fd_open_at(AT_FDCWD, path, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return err_set_errno(e, errno, "cannot open the lock '%s'", path);
    }
    int how = (flags & FILE_LOCK_SHARED) != 0 ? LOCK_SH : LOCK_EX;
    if ((flags & FILE_LOCK_TRY) != 0) {
        how |= LOCK_NB;
    }
    int r;
    do {
        r = flock(fd, how);
    } while (r < 0 && errno == EINTR);
    if (r < 0) {
        if (errno == EWOULDBLOCK) {
            return FILE_BUSY;
        }
        return err_set_errno(e, errno, "cannot lock '%s'", path);
    }
    *ret_fd = fd_take(&fd);
    return 0;
}
