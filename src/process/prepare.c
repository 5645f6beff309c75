/* What is in a sandbox before the program starts, and the words it is started with. */
#include "process_int.h"

#include "base/alloc.h"
#include "base/path.h"
#include "codec/shell.h"
#include "sys/fileio.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* sandbox/path; path as the request spells it. */
static char *below(const char *sandbox, struct str path) {
    cleanup_(buf_done) struct buf clean = BUF_INIT;
    (void)path_normalise(&clean, path);
    return path_join_dup(str_from(sandbox), buf_str(&clean));
}

static int make_parent(const char *path, struct err *e) {
    cleanup_(freep) char *parent = str_dup(path_dir(str_from(path)));
    return dir_make(parent, 0755, e);
}

/* A link at `path` of the sandbox. */
static int add_link(const char *sandbox, struct str path, const char *target, struct err *e) {
    cleanup_(freep) char *at = below(sandbox, path);
    int r = make_parent(at, e);
    if (r == 0 && symlink(target, at) < 0) {
        r = err_set_errno(e, errno, "cannot make the link '%s'", at);
    }
    return r;
}

static int make_output_parents(const struct process_request *q, const char *from, struct err *e) {
    int r = dir_make(from, 0755, e);
    for (size_t i = 0; i < q->noutput_files + q->noutput_directories && r == 0; i++) {
        struct str path =
            i < q->noutput_files ? q->output_files[i] : q->output_directories[i - q->noutput_files];
        cleanup_(freep) char *at = below(from, path);
        if (strcmp(at, from) != 0) {
            r = make_parent(at, e);
        }
    }
    return r;
}

static int add_caches(const struct prepare *p, const char *sandbox, struct err *e) {
    int r = 0;
    for (size_t i = 0; i < p->request->ncaches && r == 0; i++) {
        const struct process_pair *c = &p->request->caches[i];
        cleanup_(freep) char *folder = path_join_dup(str_from(p->named_caches), c->name);
        r = dir_make(folder, 0755, e);
        r = r < 0 ? r : add_link(sandbox, c->value, folder, e);
    }
    return r;
}

static int add_immutable(const struct prepare *p, const char *sandbox, struct digest *ret_missing,
                         struct err *e) {
    int r = 0;
    for (size_t i = 0; i < p->request->nimmutable && r == 0; i++) {
        const struct process_input *input = &p->request->immutable[i];
        cleanup_(freep) char *folder = NULL;
        r = sandboxes__immutable(p->sandboxes, p->content, &input->digest, &folder, ret_missing, e);
        r = r != 0 ? r : add_link(sandbox, input->path, folder, e);
    }
    return r;
}

/* ---- words ---- */

static struct str replace_all(struct arena *arena, struct str text, struct str what,
                              struct str with) {
    ptrdiff_t at = str_find(text, what);
    if (at < 0) {
        return text;
    }
    cleanup_(buf_done) struct buf out = BUF_INIT;
    for (; at >= 0; at = str_find(text, what)) {
        buf_add_str(&out, str_upto(text, (size_t)at));
        buf_add_str(&out, with);
        text = str_from_at(text, (size_t)at + what.len);
    }
    buf_add_str(&out, text);
    return arena_str(arena, buf_str(&out));
}

static void make_argv(const struct prepare *p, struct arena *arena, struct launch *l) {
    const struct process_request *q = p->request;
    const char **argv = ARENA_ARRAY(arena, const char *, q->nargv + 1);
    struct str cores = arena_printf(arena, "%u", p->concurrency);
    for (size_t i = 0; i < q->nargv; i++) {
        struct str word = replace_all(arena, q->argv[i], STR("{chroot}"), str_from(l->sandbox));
        word = replace_all(arena, word, STR("{pants_concurrency}"), cores);
        argv[i] = arena_str(arena, word).ptr;
    }
    l->argv = argv;
}

static void make_envp(const struct prepare *p, struct arena *arena, struct launch *l) {
    const struct process_request *q = p->request;
    const char **envp = ARENA_ARRAY(arena, const char *, q->nenv + 3);
    size_t n = 0;
    bool has_path = false;
    for (size_t i = 0; i < q->nenv; i++) {
        struct str value =
            replace_all(arena, q->env[i].value, STR("{chroot}"), str_from(l->sandbox));
        if (str_eq(q->env[i].name, q->slot_variable)) {
            continue;
        }
        has_path = has_path || str_eqz(q->env[i].name, "PATH");
        envp[n++] = arena_printf(arena, "%.*s=%.*s", STR_FMT(q->env[i].name), STR_FMT(value)).ptr;
    }
    if (!has_path) {
        envp[n++] = "PATH=";
    }
    if (q->slot_variable.len > 0) {
        envp[n++] = arena_printf(arena, "%.*s=%u", STR_FMT(q->slot_variable), p->slot).ptr;
    }
    l->envp = envp;
}

static const char *in_arena(struct arena *arena, char *path) {
    const char *copy = arena_str(arena, str_from(path)).ptr;
    free(path);
    return copy;
}

int prepare__sandbox(const struct prepare *p, struct arena *arena, struct launch *l,
                     struct digest *ret_missing, struct err *e) {
    const struct process_request *q = p->request;
    int r = sandboxes__make(p->sandboxes, &l->sandbox, e);
    if (r < 0) {
        return r;
    }
    l->capture_from = in_arena(arena, below(l->sandbox, q->working_directory));
    r = p->content->materialize(p->content->user, &q->input_digest, l->sandbox,
                                PROCESS_MATERIALIZE_OWN, ret_missing, e);
    r = r != 0 ? r : make_output_parents(q, l->capture_from, e);
    r = r != 0 ? r : add_caches(p, l->sandbox, e);
    r = r != 0 ? r : add_immutable(p, l->sandbox, ret_missing, e);
    if (r == 0 && q->jdk_home.len > 0) {
        r = add_link(l->sandbox, STR(".jdk"), q->jdk_home.ptr, e);
    }
    if (r < 0) {
        err_context(e, "preparing the sandbox of '%.*s'", STR_FMT(q->description));
    }
    if (r == 0) {
        l->cwd = p->in_build_root ? in_arena(arena, below(p->build_root, q->working_directory))
                                  : l->capture_from;
        make_argv(p, arena, l);
        make_envp(p, arena, l);
    }
    return r;
}

int prepare__script(const struct process_request *q, const struct launch *l, struct err *e) {
    cleanup_(buf_done) struct buf text = BUF_INIT;
    buf_addz(&text, "#!/bin/sh\n# ");
    for (size_t i = 0; i < q->description.len; i++) {
        char c = q->description.ptr[i];
        buf_add_char(&text, c == '\n' || c == '\r' ? ' ' : c);
    }
    buf_addz(&text, "\ncd ");
    shell_quote(str_from(l->cwd), &text);
    buf_addz(&text, " || exit 1\nexec env -i");
    for (size_t i = 0; l->envp[i] != NULL; i++) {
        buf_addz(&text, " \\\n    ");
        shell_quote(str_from(l->envp[i]), &text);
    }
    for (size_t i = 0; l->argv[i] != NULL; i++) {
        buf_addz(&text, i == 0 ? " \\\n    " : " ");
        shell_quote(str_from(l->argv[i]), &text);
    }
    buf_addz(&text, "\n");
    cleanup_(freep) char *path = xasprintf("%s/__run.sh", l->sandbox);
    return file_replace(path, text.data, text.len, 0755, FILE_WRITE_PLAIN, e);
}
