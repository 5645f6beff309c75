/*
 * `.pants.bootstrap`: a shell script in the build root whose exports join the environment.
 *
 * It runs when its text or the environment changed, else its exports come from the cache file:
 *
 *   "PANTS-EXPORTS 1\n", the key in hex, "\n", then NAME=value entries, each with a NUL behind
 *
 * The key is a digest of the script and of the environment without what every shell changes. A
 * cache file that does not fit is no cache file.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/path.h"
#include "codec/hex.h"
#include "codec/sha256.h"
#include "options/options_int.h"
#include "sys/fileio.h"

#define CACHE_HEAD "PANTS-EXPORTS 1\n"

enum { SCRIPT_MAX = 4 << 20, EXPORTS_MAX = 16 << 20 };

static bool is_volatile(struct str name) {
    static const char *const names[] = {"_",     "SHLVL",    "PWD",  "OLDPWD",          "COLUMNS",
                                        "LINES", "WINDOWID", "TERM", "XPC_SERVICE_NAME"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eqz(name, names[i])) {
            return true;
        }
    }
    return str_starts(name, STR("BASH_FUNC_"));
}

static int compare(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void make_key(const struct options *o, struct str script, char ret_key[65]) {
    struct sha256 h;
    uint8_t digest[SHA256_SIZE];
    VEC(struct str) names = {0};
    struct str name;
    void *value;
    for (size_t at = 0; map_next(&o->env, &at, &name, &value);) {
        if (!is_volatile(name)) {
            vec_push(&names, name);
        }
    }
    if (names.len > 1) {
        qsort(names.data, names.len, sizeof name, compare);
    }
    sha256_init(&h);
    sha256_add(&h, script.ptr, script.len);
    sha256_add(&h, "", 1);
    sha256_add(&h, o->build_root.ptr, o->build_root.len + 1);
    for (size_t i = 0; i < names.len; i++) {
        const struct str *text = map_get(&o->env, names.data[i]);
        sha256_add(&h, names.data[i].ptr, names.data[i].len + 1);
        sha256_add(&h, text->ptr, text->len + 1);
    }
    sha256_finish(&h, digest);
    hex_encode(digest, sizeof digest, ret_key);
    ret_key[64] = '\0';
    vec_done(&names);
}

/* Sets the variables of NUL-ended entries that are new; appends those to `kept` (may be NULL). */
static void take_exports(struct options *o, struct str entries, struct buf *kept) {
    struct str entry;
    for (bool done = false; str_split_next(&entries, &done, '\0', &entry);) {
        ptrdiff_t equals = str_find_char(entry, '=');
        struct str old;
        if (equals <= 0 || !str_is_utf8(entry)) {
            continue;
        }
        struct str name = str_upto(entry, (size_t)equals);
        struct str value = str_from_at(entry, (size_t)equals + 1);
        if (is_volatile(name) || (options_env(o, name, &old) && str_eq(old, value))) {
            continue;
        }
        environ__set(o, name, value);
        if (kept != NULL) {
            buf_add_str(kept, entry);
            buf_add_char(kept, '\0');
        }
    }
}

static bool read_cache(struct options *o, const char *key) {
    cleanup_(buf_done) struct buf file = BUF_INIT;
    cleanup_(freep) char *path = str_dup(o->in.bootstrap_cache);
    size_t head = strlen(CACHE_HEAD);
    if (file_read(path, EXPORTS_MAX, &file, NULL) != 0 || file.len < head + 65 ||
        memcmp(file.data, CACHE_HEAD, head) != 0 || memcmp(file.data + head, key, 64) != 0 ||
        file.data[head + 64] != '\n') {
        return false;
    }
    take_exports(o, str_from_at(buf_str(&file), head + 65), NULL);
    return true;
}

/* Failing to write the cache costs the next run some time and is not worth a word. */
static void write_cache(const struct options *o, const char *key, struct str exports) {
    cleanup_(buf_done) struct buf file = BUF_INIT;
    cleanup_(freep) char *path = str_dup(o->in.bootstrap_cache);
    cleanup_(freep) char *folder = str_dup(path_dir(o->in.bootstrap_cache));
    buf_addf(&file, "%s%s\n", CACHE_HEAD, key);
    buf_add_str(&file, exports);
    if (folder[0] == '\0' || dir_make(folder, 0700, NULL) == 0) {
        (void)!file_replace(path, file.data, file.len, 0600, FILE_WRITE_PLAIN, NULL);
    }
}

/* The environment as the system takes it; the caller frees the array and the arena its strings. */
static char **make_environment(const struct options *o, struct arena *a) {
    VEC(char *) list = {0};
    struct str name;
    void *value;
    for (size_t at = 0; map_next(&o->env, &at, &name, &value);) {
        const struct str *text = value;
        struct str entry = arena_printf(a, "%.*s=%.*s", STR_FMT(name), STR_FMT(*text));
        vec_push(&list, (char *)(uintptr_t)entry.ptr);
    }
    vec_push(&list, NULL);
    return list.data;
}

static int wait_for(pid_t pid, struct err *e) {
    int status;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            return err_set_errno(e, errno, "waiting for .pants.bootstrap");
        }
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return err_set(e, ERR_USAGE,
                       "The script .pants.bootstrap failed with %s %d. It runs in a shell before "
                       "anything else; correct it, or remove it.",
                       WIFEXITED(status) ? "exit code" : "signal",
                       WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
    }
    return 0;
}

/* Runs the script in bash, or sh where there is none; its standard output goes to our errors. */
static int run_shell(const struct options *o, struct buf *out, struct err *e) {
    static const char program[] =
        "exec 3>&1 1>&2; . ./.pants.bootstrap || exit $?; command -p env -0 >&3";
    char *bash[] = {(char *)(uintptr_t) "bash", (char *)(uintptr_t) "-c",
                    (char *)(uintptr_t)program, NULL};
    char *sh[] = {(char *)(uintptr_t) "sh", (char *)(uintptr_t) "-c", (char *)(uintptr_t)program,
                  NULL};
    cleanup_(arena_done) struct arena a = {0};
    cleanup_(freep) char **environment = make_environment(o, &a);
    int pipe_fds[2];
    if (pipe2(pipe_fds, O_CLOEXEC) != 0) {
        return err_set_errno(e, errno, "making a pipe for .pants.bootstrap");
    }
    posix_spawn_file_actions_t actions;
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_adddup2(&actions, pipe_fds[1], 1);
    (void)posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    (void)posix_spawn_file_actions_addchdir_np(&actions, o->build_root.ptr);
    pid_t pid;
    int failure = posix_spawnp(&pid, "bash", &actions, NULL, bash, environment);
    if (failure != 0) {
        failure = posix_spawnp(&pid, "sh", &actions, NULL, sh, environment);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)close(pipe_fds[1]);
    if (failure != 0) {
        (void)close(pipe_fds[0]);
        return err_set_errno(e, failure, "starting a shell for .pants.bootstrap");
    }
    int r = fd_read_all(pipe_fds[0], EXPORTS_MAX, out, e);
    (void)close(pipe_fds[0]);
    int waited = wait_for(pid, r < 0 ? NULL : e);
    return r < 0 ? r : waited;
}

int script__run(struct options *o, struct err *e) {
    if (o->in.no_bootstrap_script) {
        return 0;
    }
    cleanup_(freep) char *path = path_join_dup(o->build_root, STR(".pants.bootstrap"));
    cleanup_(buf_done) struct buf script = BUF_INIT, out = BUF_INIT, kept = BUF_INIT;
    int r = file_read(path, SCRIPT_MAX, &script, e);
    if (r != 0) {
        return r == FILE_ABSENT ? 0 : r;
    }
    char key[65];
    make_key(o, buf_str(&script), key);
    if (o->in.bootstrap_cache.len > 0 && read_cache(o, key)) {
        return 0;
    }
    r = run_shell(o, &out, e);
    if (r < 0) {
        return r;
    }
    take_exports(o, buf_str(&out), &kept);
    if (o->in.bootstrap_cache.len > 0) {
        write_cache(o, key, buf_str(&kept));
    }
    return 0;
}
