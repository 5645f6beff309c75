/*
 * Outputs: what is there of the paths that the request names, as a directory. The program and all
 * it started are dead by now, so nothing changes meanwhile.
 *
 *   named as          is a file   is a link   is a folder             is not there
 *   output file       the file    the link    an empty folder         left out
 *   output directory  the file    the link    the folder, all of it   left out
 *
 * Links are captured as they are, wherever they lead. A link on the way to an output is followed
 * while it stays in the sandbox. What is neither file, link nor folder is an error.
 */
#include "process_int.h"

#include "base/alloc.h"
#include "base/path.h"
#include "digest/tree.h"
#include "sys/fileio.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    MEMORY_MAX = 1 << 20, /**< larger files are streamed */
    MAX_DEPTH = 256,
};

#define ABSENT 1

struct capture {
    const struct process_content *content;
    struct dtree_builder *builder;
    int root;        /**< the sandbox */
    struct buf path; /**< of what is being looked at, relative to `from` */
};

static int add_file(struct capture *c, int dir, const char *name, const struct stat *st,
                    struct err *e) {
    cleanup_(fd_closep) int fd = fd_open_at(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
    if (fd < 0) {
        return err_set_errno(e, errno, "cannot open the output '%s'", c->path.data);
    }
    struct digest digest;
    int r;
    if (st->st_size > MEMORY_MAX) {
        r = c->content->put_file(c->content->user, fd, &digest, e);
    } else {
        cleanup_(buf_done) struct buf bytes = BUF_INIT;
        r = fd_read_all(fd, MEMORY_MAX + 1, &bytes, e);
        r = r < 0 ? r : c->content->put(c->content->user, buf_str(&bytes), &digest, e);
    }
    if (r < 0) {
        err_context(e, "the output '%s'", c->path.data);
        return r;
    }
    return dtree_builder_file(c->builder, buf_str(&c->path), &digest, (st->st_mode & 0100) != 0, e);
}

static int add_link(struct capture *c, int dir, const char *name, struct err *e) {
    char target[PATH_MAX];
    ssize_t n = readlinkat(dir, name, target, sizeof(target));
    if (n < 0 || n == (ssize_t)sizeof(target)) {
        return err_set_errno(e, n < 0 ? errno : ENAMETOOLONG, "cannot read the link '%s'",
                             c->path.data);
    }
    return dtree_builder_link(c->builder, buf_str(&c->path), str_make(target, (size_t)n), e);
}

static const char *kind_of(mode_t mode) {
    return S_ISFIFO(mode)   ? "a pipe (fifo)"
           : S_ISSOCK(mode) ? "a socket"
           : S_ISBLK(mode)  ? "a block device"
                            : "a character device";
}

static int add_any(struct capture *c, int dir, const char *name, bool whole, unsigned depth,
                   struct err *e);

static int add_below(struct capture *c, int dir, const char *name, unsigned depth, struct err *e) {
    if (depth > MAX_DEPTH) {
        return err_set(e, ERR_FORMAT, "the output '%s' is nested too deeply", c->path.data);
    }
    int fd = fd_open_at(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
    DIR *list = fd >= 0 ? fdopendir(fd) : NULL;
    if (list == NULL) {
        int r = err_set_errno(e, errno, "cannot list the output '%s'", c->path.data);
        fd_closep(&fd);
        return r;
    }
    size_t len = c->path.len;
    struct dirent *ent;
    int r = 0;
    while (r == 0 && (errno = 0, ent = readdir(list)) != NULL) {
        if (strcmp(ent->d_name, ".") != 0 && strcmp(ent->d_name, "..") != 0) {
            if (len > 0) {
                buf_add_char(&c->path, '/');
            }
            buf_addz(&c->path, ent->d_name);
            r = add_any(c, fd, ent->d_name, true, depth + 1, e);
            buf_truncate(&c->path, len);
        }
    }
    if (r == 0 && errno != 0) {
        r = err_set_errno(e, errno, "cannot list the output '%s'", c->path.data);
    }
    (void)closedir(list);
    return r;
}

/* What `name` of the folder is, under c->path; ABSENT is fine too. */
static int add_any(struct capture *c, int dir, const char *name, bool whole, unsigned depth,
                   struct err *e) {
    struct stat st;
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
        return errno == ENOENT || errno == ENOTDIR
                   ? ABSENT
                   : err_set_errno(e, errno, "cannot look at the output '%s'", c->path.data);
    }
    if (S_ISREG(st.st_mode)) {
        return add_file(c, dir, name, &st, e);
    }
    if (S_ISLNK(st.st_mode)) {
        return add_link(c, dir, name, e);
    }
    if (!S_ISDIR(st.st_mode)) {
        return err_set(e, ERR_FORMAT,
                       "the output '%s' is %s: only files, links and folders can be "
                       "kept",
                       c->path.data, kind_of(st.st_mode));
    }
    int r = c->path.len > 0 ? dtree_builder_dir(c->builder, buf_str(&c->path), e) : 0;
    return r == 0 && whole ? add_below(c, dir, name, depth, e) : r;
}

/* Opens a folder of the sandbox; links in the path are followed while they stay in it. */
static int open_within(const struct capture *c, const char *path, int *ret_fd, struct err *e) {
    struct open_how how = {.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    int fd;
    do {
        fd = (int)syscall(SYS_openat2, c->root, path, &how, sizeof(how));
    } while (fd < 0 && (errno == EINTR || errno == EAGAIN));
    if (fd < 0 && errno == ENOSYS) {
        fd = fd_open_at(c->root, path, O_RDONLY | O_DIRECTORY, 0);
    }
    if (fd >= 0) {
        *ret_fd = fd;
        return 0;
    }
    if (errno == ENOENT || errno == ENOTDIR) {
        return ABSENT;
    }
    if (errno == EXDEV) {
        return err_set(e, ERR_FORMAT,
                       "the output '%s' is behind a link that leads out of the "
                       "sandbox",
                       c->path.data);
    }
    return err_set_errno(e, errno, "cannot open the folder of the output '%s'", c->path.data);
}

/* One path of the request; `within` is the working directory, relative to the sandbox. */
static int add_output(struct capture *c, struct str within, struct str path, bool whole,
                      struct err *e) {
    cleanup_(buf_done) struct buf folder = BUF_INIT;
    cleanup_(fd_closep) int fd = -1;
    buf_clear(&c->path);
    (void)path_normalise(&c->path, path);
    buf_addz(&c->path, ""); /* has its NUL from here on */
    struct str clean = buf_str(&c->path);
    (void)path_normalise(&folder, within);
    if (path_dir(clean).len > 0) {
        if (folder.len > 0) {
            buf_add_char(&folder, '/');
        }
        buf_add_str(&folder, path_dir(clean));
    }
    int r = open_within(c, folder.len > 0 ? folder.data : ".", &fd, e);
    if (r == 0) {
        cleanup_(freep) char *name = str_dup(path_base(clean));
        r = add_any(c, fd, name[0] != '\0' ? name : ".", whole, 0, e);
    }
    return r == ABSENT ? 0 : r;
}

static int add_outputs(struct capture *c, const struct process_request *q, struct err *e) {
    int r = 0;
    for (size_t i = 0; i < q->noutput_files && r == 0; i++) {
        r = add_output(c, q->working_directory, q->output_files[i], false, e);
    }
    for (size_t i = 0; i < q->noutput_directories && r == 0; i++) {
        r = add_output(c, q->working_directory, q->output_directories[i], true, e);
    }
    return r;
}

int capture__outputs(const struct process_request *q, const char *sandbox,
                     const struct process_content *content, struct digest *ret, struct err *e) {
    *ret = DIGEST_EMPTY;
    if (q->noutput_files + q->noutput_directories == 0) {
        return 0;
    }
    cleanup_(fd_closep) int root = fd_open_at(AT_FDCWD, sandbox, O_RDONLY | O_DIRECTORY, 0);
    if (root < 0) {
        return err_set_errno(e, errno, "cannot open the sandbox '%s'", sandbox);
    }
    struct capture c = {.content = content, .builder = dtree_builder_new(), .root = root};
    (void)buf_reserve(&c.path, 256);
    c.path.data[0] = '\0';
    cleanup_(dtree_unrefp) struct dtree *tree = NULL;
    int r = add_outputs(&c, q, e);
    r = r < 0 ? r : dtree_builder_finish(c.builder, &tree, e);
    r = r < 0 ? r : content->put_tree(content->user, tree, e);
    if (r == 0) {
        *ret = *dtree_digest(tree);
    }
    buf_done(&c.path);
    dtree_builder_free(c.builder);
    return r;
}
