/*
 * Making the prefix. Whatever is seen is complete: files are written beside their place and
 * renamed, the library is unpacked into a folder of its own and renamed last. A lock keeps
 * processes from doing the work twice; a process that is killed leaves a `new.*` folder that the
 * next one under the lock removes.
 */
#include "pyembed/prefix.h"

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "sys/fileio.h"

/* As configured in stdlib_bundle/cpython-build: its files name this folder. */
#define CONFIGURED_PREFIX "/opt/pants-python"
#define VERSION_FOLDER "python3.13"

static const char *home_folder(void) {
    const char *home = getenv("HOME");
    if (home != NULL && home[0] == '/') {
        return home;
    }
    const struct passwd *user = getpwuid(getuid());
    return user != NULL ? user->pw_dir : NULL;
}

int pyembed__prefix_path(const struct bundle *b, struct buf *out, struct err *e) {
    const char *cache = getenv("XDG_CACHE_HOME");
    if (cache != NULL && cache[0] == '/') {
        buf_addz(out, cache);
    } else {
        const char *home = home_folder();
        if (home == NULL || home[0] != '/') {
            return err_set(e, ERR_NOTFOUND, "neither XDG_CACHE_HOME nor HOME names a folder");
        }
        buf_addf(out, "%s/.cache", home);
    }
    buf_addf(out, "/pants/python/%.*s", STR_FMT(b->python_id));
    return 0;
}

int pyembed__own_executable(struct buf *out, struct err *e) {
    char path[4096];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);
    if (len < 0 || len == (ssize_t)sizeof path) {
        return err_set_errno(e, errno, "finding the executable of this process");
    }
    buf_add(out, path, (size_t)len);
    return 0;
}

/* dl_iterate_phdr's first object is the executable: finds its build id note. */
static int find_build_id(struct dl_phdr_info *info, size_t size, void *user) {
    (void)size;
    struct buf *out = user;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        const char *at = (const char *)(uintptr_t)(info->dlpi_addr + segment->p_vaddr);
        const char *end = at + segment->p_memsz;
        while (segment->p_type == PT_NOTE && at + sizeof(ElfW(Nhdr)) <= end) {
            const ElfW(Nhdr) *note = (const void *)at;
            const unsigned char *content =
                (const unsigned char *)at + sizeof *note + ((note->n_namesz + 3U) & ~3U);
            if (note->n_type == NT_GNU_BUILD_ID) {
                for (size_t byte = 0; byte < note->n_descsz; byte++) {
                    buf_addf(out, "%02x", content[byte]);
                }
                return 1;
            }
            at = (const char *)content + ((note->n_descsz + 3U) & ~3U);
        }
    }
    return 1;
}

/* Copies this executable to `path`, which appears complete. */
static int copy_executable(const char *folder, const char *path, struct err *e) {
    cleanup_(fd_closep) int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (from < 0 || fstat(from, &st) < 0) {
        return err_set_errno(e, errno, "opening the executable of this process");
    }
    cleanup_(freep) char *temporary = xasprintf("%s/.new-%ld", folder, (long)getpid());
    cleanup_(fd_closep) int to =
        open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (mode_t)0755);
    if (to < 0) {
        return err_set_errno(e, errno, "creating '%s'", temporary);
    }
    off_t left = st.st_size;
    while (left > 0) {
        /* shares the blocks where the file system can */
        ssize_t n = copy_file_range(from, NULL, to, NULL, (size_t)left, 0);
        if (n <= 0) {
            break;
        }
        left -= n;
    }
    if (left > 0) {
        cleanup_(buf_done) struct buf rest = BUF_INIT;
        int r = fd_read_all(from, (size_t)st.st_size, &rest, e);
        r = r < 0 ? r : fd_write_all(to, rest.data, rest.len, e);
        if (r < 0) {
            (void)unlink(temporary);
            return r;
        }
    }
    if (rename(temporary, path) < 0) {
        int saved = errno;
        (void)unlink(temporary);
        return err_set_errno(e, saved, "renaming '%s'", temporary);
    }
    return 0;
}

/* Makes `path` a symbolic link with this text, whatever was there. */
static int link_replace(const char *text, const char *path, struct err *e) {
    cleanup_(freep) char *temporary = xasprintf("%s.new-%ld", path, (long)getpid());
    (void)unlink(temporary);
    if (symlink(text, temporary) < 0 || rename(temporary, path) < 0) {
        int saved = errno;
        (void)unlink(temporary);
        return err_set_errno(e, saved, "linking '%s'", path);
    }
    return 0;
}

static bool has_copy(const char *folder, enum pyembed__prefix_copy which, const struct buf *build) {
    if (which == PREFIX_COPY_ANY) {
        cleanup_(freep) char *copy = xasprintf("%s/" VERSION_FOLDER, folder);
        return access(copy, X_OK) == 0;
    }
    cleanup_(freep) char *from = xasprintf("%s/.from", folder);
    char text[256];
    ssize_t len = readlink(from, text, sizeof text);
    return len > 0 && build->len > 0 && str_eq(str_make(text, (size_t)len), buf_str(build));
}

int pyembed__prefix_ensure_executable(const char *prefix, enum pyembed__prefix_copy which,
                                      struct err *e) {
    cleanup_(buf_done) struct buf build = BUF_INIT;
    cleanup_(freep) char *folder = xasprintf("%s/bin", prefix);
    (void)dl_iterate_phdr(find_build_id, &build);
    if (has_copy(folder, which, &build)) {
        return 0;
    }
    int r = dir_make(folder, 0755, e);
    if (r < 0) {
        return r;
    }
    cleanup_(freep) char *from = xasprintf("%s/.from", folder);
    cleanup_(freep) char *versioned = xasprintf("%s/" VERSION_FOLDER, folder);
    cleanup_(freep) char *major = xasprintf("%s/python3", folder);
    cleanup_(freep) char *plain = xasprintf("%s/python", folder);
    r = copy_executable(folder, versioned, e);
    r = r < 0 ? r : link_replace(VERSION_FOLDER, major, e);
    r = r < 0 ? r : link_replace(VERSION_FOLDER, plain, e);
    return r < 0 ? r : link_replace(build.len > 0 ? build.data : "unknown", from, e);
}

/* The build's own paths in generated files become those of this prefix. */
static void relocate(struct buf *content, const char *prefix) {
    cleanup_(buf_done) struct buf out = BUF_INIT;
    struct str rest = buf_str(content);
    for (;;) {
        ptrdiff_t at = str_find(rest, STR(CONFIGURED_PREFIX));
        if (at < 0) {
            break;
        }
        buf_add_str(&out, str_upto(rest, (size_t)at));
        buf_addz(&out, prefix);
        rest = str_from_at(rest, (size_t)at + sizeof CONFIGURED_PREFIX - 1);
    }
    buf_add_str(&out, rest);
    struct buf swapped = *content;
    *content = out;
    out = swapped;
}

/* Unpacks one file of the bundle to `path`; parents are there. */
static int unpack_file(const struct bundle *b, const struct bundle_file *file, const char *path,
                       const char *prefix, struct err *e) {
    cleanup_(buf_done) struct buf content = BUF_INIT;
    if (!buf_reserve(&content, (size_t)file->size + 1)) {
        return err_set(e, ERR_NOMEM, "no memory for '%s'", path);
    }
    int r = bundle_read(b, file, content.data, e);
    if (r < 0) {
        return r;
    }
    content.len = file->size;
    content.data[content.len] = '\0';
    if (str_starts(bundle_file_path(b, file), STR("lib/_sysconfigdata_"))) {
        relocate(&content, prefix);
    }
    cleanup_(fd_closep) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) {
        return err_set_errno(e, errno, "creating '%s'", path);
    }
    r = fd_write_all(fd, content.data, content.len, e);
    if (r < 0) {
        err_context(e, "writing '%s'", path);
    }
    return r;
}

/* Unpacks the files below `label` ("lib/") into the folder `to`. */
static int unpack_tree(const struct bundle *b, struct str label, const char *to, const char *prefix,
                       struct err *e) {
    cleanup_(buf_done) struct buf parent = BUF_INIT;
    for (uint32_t i = bundle_file_lower(b, label); i < b->file_count; i++) {
        struct str file = bundle_file_path(b, &b->files[i]);
        if (!str_starts(file, label)) {
            break;
        }
        cleanup_(freep) char *path =
            xasprintf("%s/%.*s", to, STR_FMT(str_from_at(file, label.len)));
        struct str folder = path_dir(str_from(path));
        if (!str_eq(folder, buf_str(&parent))) { /* sorted, so mostly the folder of before */
            buf_clear(&parent);
            buf_add_str(&parent, folder);
            int r = dir_make(parent.data, 0755, e);
            if (r < 0) {
                return r;
            }
        }
        int r = unpack_file(b, &b->files[i], path, prefix, e);
        if (r < 0) {
            return r;
        }
    }
    return 0;
}

/* Unpacks `label` so that <prefix>/<name>/python3.13 appears at once. */
static int unpack_folder(const struct bundle *b, struct str label, const char *name,
                         const char *prefix, struct err *e) {
    cleanup_(freep) char *fresh = xasprintf("%s/new.%s", prefix, name);
    cleanup_(freep) char *inner = xasprintf("%s/" VERSION_FOLDER, fresh);
    cleanup_(freep) char *final = xasprintf("%s/%s", prefix, name);
    int r = dir_remove(fresh, e);
    r = r < 0 ? r : unpack_tree(b, label, inner, prefix, e);
    if (r == 0 && str_eq(label, STR("lib/"))) {
        cleanup_(freep) char *dynload = xasprintf("%s/lib-dynload", inner);
        cleanup_(freep) char *packages = xasprintf("%s/site-packages", inner);
        r = dir_make(dynload, 0755, e);
        r = r < 0 ? r : dir_make(packages, 0755, e);
    }
    if (r < 0) {
        return r;
    }
    r = dir_remove(final, e); /* a damaged one: under the lock nobody makes it */
    if (r == 0 && rename(fresh, final) < 0) {
        r = err_set_errno(e, errno, "renaming '%s'", fresh);
    }
    return r;
}

static bool has_library(const char *prefix) {
    cleanup_(freep) char *landmark = xasprintf("%s/lib/" VERSION_FOLDER "/os.py", prefix);
    return access(landmark, F_OK) == 0;
}

int pyembed__prefix_ensure_library(const struct bundle *b, const char *prefix, struct err *e) {
    if (has_library(prefix)) {
        return 0;
    }
    int r = dir_make(prefix, 0755, e);
    if (r < 0) {
        return r;
    }
    cleanup_(freep) char *lock_path = xasprintf("%s/.lock", prefix);
    cleanup_(fd_closep) int lock = -1;
    r = file_lock(lock_path, FILE_LOCK_EXCLUSIVE, &lock, e);
    if (r < 0 || has_library(prefix)) {
        return r;
    }
    r = unpack_folder(b, STR("include/"), "include", prefix, e);
    return r < 0 ? r : unpack_folder(b, STR("lib/"), "lib", prefix, e);
}
