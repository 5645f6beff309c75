/*
 * Asking git. It is started like any other program, in the build root and with the user's
 * environment: what it says depends on both, and no rule's answer is kept that rests on it.
 */
#include "pyembed/py.h"

#include <sys/wait.h>

#include "base/alloc.h"
#include "pyembed/engine/runtime.h"
#include "sys/spawn.h"

enum { MAX_OUTPUT = 1 << 30 };

/* "git" and the arguments, NULL-terminated, of the arena. */
static const char **command(struct arena *a, PyObject *list) {
    Py_ssize_t n = PyList_GET_SIZE(list);
    const char **argv = ARENA_ARRAY(a, const char *, (size_t)n + 2);
    argv[0] = "git";
    for (Py_ssize_t i = 0; i < n; i++) {
        py_auto PyObject *bytes = PyUnicode_EncodeFSDefault(PyList_GET_ITEM(list, i));
        if (bytes == NULL) {
            return NULL;
        }
        argv[i + 1] =
            arena_str(a, str_make(PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes))).ptr;
    }
    return argv;
}

static int run(struct py_runtime *rt, const char *const *argv, struct buf *out, struct buf *error,
               int *ret_status, struct err *e) {
    cleanup_(freep) char *cwd = str_dup(options_build_root(rt->options));
    const struct spawn_request request = {
        .argv = argv, .envp = rt->inputs.env, .cwd = cwd, .fds = {-1, -1, -1}, .tty = -1};
    const struct spawn_capture capture = {.max = MAX_OUTPUT, .out = out, .err = error};
    int r;
    Py_BEGIN_ALLOW_THREADS r = spawn_capture(rt->state->spawner, &request, &capture, ret_status, e);
    Py_END_ALLOW_THREADS return r;
}

/* git([argument]) -> (exit code, output, errors); LookupError: there is no git */
PyObject *py_runtime_git(PyObject *self, PyObject *arguments) {
    struct py_runtime *rt = (struct py_runtime *)self;
    if (!PyList_Check(arguments) || py_runtime_need(rt, STAGE_BOOTSTRAPPED) < 0) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_TypeError, "git() takes a list of strings");
        }
        return NULL;
    }
    if (rt->state->spawner == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "this process may not start programs");
        return NULL;
    }
    struct arena arena = {0};
    struct buf out = BUF_INIT, error = BUF_INIT;
    struct err e = ERR_INIT;
    int status = 0;
    PyObject *result = NULL;
    const char *const *argv = (const char *const *)command(&arena, arguments);
    int r = argv != NULL ? run(rt, argv, &out, &error, &status, &e) : -1;
    if (argv != NULL && r < 0 && e.code == ERR_NOTFOUND) {
        PyErr_SetString(PyExc_LookupError, "there is no `git` on PATH");
    } else if (argv != NULL && r < 0) {
        (void)py_runtime_raise(rt, &e);
    } else if (argv != NULL) {
        int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        result =
            Py_BuildValue("(iNN)", code, PyBytes_FromStringAndSize(out.data, (Py_ssize_t)out.len),
                          PyBytes_FromStringAndSize(error.data, (Py_ssize_t)error.len));
    }
    buf_done(&out);
    buf_done(&error);
    arena_done(&arena);
    return result;
}
