/* Copies of requests, and what can be said of one before anything is done. */
#include "process_int.h"

#include "base/path.h"

static const struct str *dup_strs(struct arena *a, const struct str *from, size_t n) {
    struct str *to = ARENA_ARRAY(a, struct str, n);
    for (size_t i = 0; i < n; i++) {
        to[i] = arena_str(a, from[i]);
    }
    return to;
}

static const struct process_pair *dup_pairs(struct arena *a, const struct process_pair *from,
                                            size_t n) {
    struct process_pair *to = ARENA_ARRAY(a, struct process_pair, n);
    for (size_t i = 0; i < n; i++) {
        to[i] = (struct process_pair){arena_str(a, from[i].name), arena_str(a, from[i].value)};
    }
    return to;
}

struct process_request *process_request_dup(struct arena *a, const struct process_request *q) {
    struct process_request *to = ARENA_NEW(a, struct process_request);
    *to = *q;
    to->argv = dup_strs(a, q->argv, q->nargv);
    to->env = dup_pairs(a, q->env, q->nenv);
    to->description = arena_str(a, q->description);
    struct process_input *inputs = ARENA_ARRAY(a, struct process_input, q->nimmutable);
    for (size_t i = 0; i < q->nimmutable; i++) {
        inputs[i] =
            (struct process_input){arena_str(a, q->immutable[i].path), q->immutable[i].digest};
    }
    to->immutable = inputs;
    to->caches = dup_pairs(a, q->caches, q->ncaches);
    to->output_files = dup_strs(a, q->output_files, q->noutput_files);
    to->output_directories = dup_strs(a, q->output_directories, q->noutput_directories);
    to->working_directory = arena_str(a, q->working_directory);
    to->jdk_home = arena_str(a, q->jdk_home);
    to->slot_variable = arena_str(a, q->slot_variable);
    to->platform = arena_str(a, q->platform);
    to->environment_name = arena_str(a, q->environment_name);
    to->properties = dup_pairs(a, q->properties, q->nproperties);
    to->cache_namespace = arena_str(a, q->cache_namespace);
    return to;
}

static bool has_nul(struct str s) {
    return s.len > 0 && memchr(s.ptr, 0, s.len) != NULL;
}

/* A path within the sandbox. */
static int check_path(struct str path, const char *what, struct err *e) {
    cleanup_(buf_done) struct buf clean = BUF_INIT;
    if (has_nul(path) || (path.len > 0 && path.ptr[0] == '/') ||
        path_normalise(&clean, path) != 0) {
        return err_set(e, ERR_USAGE, "%s '%.*s' is not a relative path within the sandbox", what,
                       STR_FMT(path));
    }
    return 0;
}

static int check_paths(const struct str *paths, size_t n, const char *what, struct err *e) {
    int r = 0;
    for (size_t i = 0; i < n && r == 0; i++) {
        r = check_path(paths[i], what, e);
    }
    return r;
}

static int check_words(const struct process_request *q, struct err *e) {
    static const char *const reserved[] = {"PANTS_CACHE_KEY_GEN_VERSION", "PANTS_CACHE_KEY_SALT",
                                           "PANTS_CACHE_KEY_TARGET_PLATFORM"};
    if (q->nargv == 0 || q->argv[0].len == 0) {
        return err_set(e, ERR_USAGE, "a process needs arguments, the first one naming the program");
    }
    for (size_t i = 0; i < q->nargv; i++) {
        if (has_nul(q->argv[i])) {
            return err_set(e, ERR_USAGE, "argument %zu has a NUL character", i);
        }
    }
    for (size_t i = 0; i < q->nenv; i++) {
        struct str name = q->env[i].name;
        if (has_nul(name) || has_nul(q->env[i].value) || name.len == 0 ||
            str_find_char(name, '=') >= 0) {
            return err_set(e, ERR_USAGE, "'%.*s' cannot be a variable of the environment",
                           STR_FMT(name));
        }
        for (size_t k = 0; k < ARRAY_LEN(reserved); k++) {
            if (str_eqz(name, reserved[k])) {
                return err_set(e, ERR_USAGE,
                               "the variable %s cannot be set: it is part of the cache key",
                               reserved[k]);
            }
        }
    }
    return 0;
}

static int check_caches(const struct process_request *q, struct err *e) {
    for (size_t i = 0; i < q->ncaches; i++) {
        struct str name = q->caches[i].name;
        bool ok = name.len > 0;
        for (size_t k = 0; k < name.len; k++) {
            char c = name.ptr[k];
            ok = ok && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
        }
        if (!ok) {
            return err_set(e, ERR_USAGE,
                           "the cache name '%.*s' has other characters than a-z, 0-9 and _",
                           STR_FMT(name));
        }
        int r = check_path(q->caches[i].value, "the cache path", e);
        if (r < 0) {
            return r;
        }
        if (q->caches[i].value.len == 0) {
            return err_set(e, ERR_USAGE, "the cache '%.*s' has no path", STR_FMT(name));
        }
    }
    return 0;
}

static int check_concurrency(const struct process_request *q, struct err *e) {
    if (q->concurrency_max == 0 || q->exclusive) {
        return 0;
    }
    if (q->concurrency_min < 1 || q->concurrency_min > q->concurrency_max) {
        return err_set(e, ERR_USAGE, "a concurrency of %u to %u cannot be", q->concurrency_min,
                       q->concurrency_max);
    }
    for (size_t i = 0; i < q->nargv; i++) {
        if (str_find(q->argv[i], STR("{pants_concurrency}")) >= 0) {
            return 0;
        }
    }
    if (q->concurrency_min == q->concurrency_max) {
        return 0; /* it knows */
    }
    return err_set(e, ERR_USAGE,
                   "the process '%.*s' asks for up to %u cores, but none of its arguments has "
                   "{pants_concurrency} in it",
                   STR_FMT(q->description), q->concurrency_max);
}

int process_request_check(const struct process_request *q, struct err *e) {
    int r = check_words(q, e);
    r = r < 0 ? r : check_path(q->working_directory, "the working directory", e);
    r = r < 0 ? r : check_paths(q->output_files, q->noutput_files, "the output file", e);
    r = r < 0
            ? r
            : check_paths(q->output_directories, q->noutput_directories, "the output directory", e);
    for (size_t i = 0; i < q->nimmutable && r == 0; i++) {
        r = check_path(q->immutable[i].path, "the input path", e);
        if (r == 0 && q->immutable[i].path.len == 0) {
            r = err_set(e, ERR_USAGE, "an immutable input has no path");
        }
    }
    r = r < 0 ? r : check_caches(q, e);
    return r < 0 ? r : check_concurrency(q, e);
}
