/*
 * The ordinary Python, under a name that starts with "python":
 *
 *   called as a link to dist/pants ──▶ make <prefix>, execve <prefix>/bin/python3.13
 *   <prefix>/bin/python3.13        ──▶ unpack <prefix>/lib when it is missing, then Py_BytesMain
 *   a virtual environment's python ──▶ Py_BytesMain (a link to the prefix's, or a copy of it)
 *
 * From there on everything is Python's own: it finds its library beside its executable.
 */
#include "pyembed/py.h"

#include "pyembed/pyembed.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/path.h"
#include "pyembed/modules.h"
#include "pyembed/prefix.h"

bool pyembed_is_python_name(const char *argv0) {
    return argv0 != NULL && str_starts(path_base(str_from(argv0)), STR("python"));
}

static bool exists_in(struct str folder, const char *name) {
    cleanup_(freep) char *path = xasprintf("%.*s/%s", STR_FMT(folder), name);
    return access(path, F_OK) == 0;
}

/* Replaces this process by the prefix's interpreter; comes back only when that fails. */
static int execute_prefix(const char *prefix, int argc, char **argv, struct err *e) {
    cleanup_(freep) char *python = xasprintf("%s/bin/python3.13", prefix);
    char **args = ALLOC_ARRAY(char *, (size_t)argc + 1);
    memcpy(args, argv, (size_t)argc * sizeof *args);
    args[0] = python;
    (void)execv(python, args);
    int saved = errno;
    free(args);
    return err_set_errno(e, saved, "executing '%s'", python);
}

/* 0 when this executable can run as Python where it is. */
static int settle(int argc, char **argv, struct err *e) {
    cleanup_(buf_done) struct buf own = BUF_INIT;
    int r = pyembed__own_executable(&own, e);
    if (r < 0) {
        return r;
    }
    struct str bin = path_dir(buf_str(&own));
    struct str above = path_dir(bin);
    if (exists_in(above, "lib/python3.13/os.py") || exists_in(above, "pyvenv.cfg") ||
        exists_in(bin, "pyvenv.cfg") || getenv("PYTHONHOME") != NULL) {
        return 0;
    }
    struct bundle bundle;
    r = bundle_open_own(&bundle, e);
    if (r < 0) {
        return r;
    }
    if (str_eq(path_base(above), bundle.python_id) && str_eqz(path_base(bin), "bin")) {
        cleanup_(freep) char *prefix = str_dup(above); /* ours, not unpacked yet */
        return pyembed__prefix_ensure_library(&bundle, prefix, e);
    }
    cleanup_(buf_done) struct buf prefix = BUF_INIT;
    r = pyembed__prefix_path(&bundle, &prefix, e);
    r = r < 0 ? r : pyembed__prefix_ensure_executable(prefix.data, PREFIX_COPY_CURRENT, e);
    r = r < 0 ? r : pyembed__prefix_ensure_library(&bundle, prefix.data, e);
    return r < 0 ? r : execute_prefix(prefix.data, argc, argv, e);
}

int pyembed_python_main(int argc, char **argv, int *ret_status, struct err *e) {
    int r = settle(argc, argv, e);
    if (r < 0) {
        err_context(e, "making a Python of this executable");
        return r;
    }
    r = pyembed__modules_register(e);
    if (r == 0) {
        *ret_status = Py_BytesMain(argc, argv);
    }
    return r;
}
