/*
 * The name of a request, as REAPI has it (build.bazel.remote.execution.v2):
 *
 *   Command { repeated string arguments = 1;
 *             repeated EnvironmentVariable environment_variables = 2 { name = 1; value = 2 };
 *             Platform platform = 5 { repeated Property properties = 1 { name = 1; value = 2 } };
 *             string working_directory = 6; repeated string output_paths = 7 }
 *   Action  { Digest command_digest = 1; Digest input_root_digest = 2; Duration timeout = 6 }
 *
 * In the canonical form fields come in order, those with their default are left out, variables,
 * properties and paths are sorted. What else a result depends on is told in variables of our own,
 * which the program never sees.
 */
#include "process_int.h"

#include "base/alloc.h"
#include "base/path.h"
#include "base/vec.h"

#include <stdio.h>

enum {
    WIRE_VARINT = 0,
    WIRE_BYTES = 2,
};

typedef VEC(struct process_pair) pairs_vec;

static void add_varint(struct buf *out, uint64_t v) {
    while (v >= 0x80) {
        buf_add_char(out, (char)(v | 0x80));
        v >>= 7;
    }
    buf_add_char(out, (char)v);
}

/* An element of a repeated field, or a message: written even when it is empty. */
static void add_bytes(struct buf *out, unsigned field, struct str s) {
    add_varint(out, field << 3 | WIRE_BYTES);
    add_varint(out, s.len);
    buf_add_str(out, s);
}

static void add_string(struct buf *out, unsigned field, struct str s) {
    if (s.len > 0) {
        add_bytes(out, field, s);
    }
}

static void add_number(struct buf *out, unsigned field, uint64_t v) {
    if (v != 0) {
        add_varint(out, field << 3 | WIRE_VARINT);
        add_varint(out, v);
    }
}

static void add_digest(struct buf *out, unsigned field, const struct digest *d) {
    cleanup_(buf_done) struct buf inner = BUF_INIT;
    char hex[DIGEST_HEX_LEN + 1];
    digest_hex(d, hex);
    add_string(&inner, 1, str_make(hex, DIGEST_HEX_LEN));
    add_number(&inner, 2, d->size);
    add_bytes(out, field, buf_str(&inner));
}

static int by_name(const void *a, const void *b) {
    const struct process_pair *x = a, *y = b;
    int r = str_cmp(x->name, y->name);
    return r != 0 ? r : str_cmp(x->value, y->value);
}

/* Messages { name = 1; value = 2 }, sorted. */
static void add_pairs(struct buf *out, unsigned field, struct process_pair *pairs, size_t n) {
    cleanup_(buf_done) struct buf inner = BUF_INIT;
    if (n > 0) {
        qsort(pairs, n, sizeof(*pairs), by_name);
    }
    for (size_t i = 0; i < n; i++) {
        buf_clear(&inner);
        add_string(&inner, 1, pairs[i].name);
        add_string(&inner, 2, pairs[i].value);
        add_bytes(out, field, buf_str(&inner));
    }
}

static void push(pairs_vec *v, const char *name, struct str value) {
    struct process_pair p = {str_from(name), value};
    vec_push(v, p);
}

static void add_environment(struct buf *out, const struct process_request *q) {
    pairs_vec v = {0};
    char attempt[16];
    for (size_t i = 0; i < q->nenv; i++) {
        vec_push(&v, q->env[i]);
    }
    if (q->cache_namespace.len > 0) {
        push(&v, "PANTS_CACHE_KEY_GEN_VERSION", q->cache_namespace);
    }
    push(&v, "PANTS_CACHE_KEY_EXECUTION_STRATEGY",
         q->workspace ? STR("workspace_execution") : STR("local_execution"));
    push(&v, "PANTS_CACHE_KEY_TARGET_PLATFORM", q->platform);
    if (q->attempt > 0) {
        (void)snprintf(attempt, sizeof(attempt), "%u", q->attempt);
        push(&v, "PANTS_CACHE_KEY_ATTEMPT", str_from(attempt));
    }
    add_pairs(out, 2, v.data, v.len);
    vec_done(&v);
}

static void add_platform(struct buf *out, const struct process_request *q) {
    pairs_vec v = {0};
    cleanup_(buf_done) struct buf inner = BUF_INIT;
    for (size_t i = 0; i < q->nproperties; i++) {
        vec_push(&v, q->properties[i]);
    }
    if (q->jdk_home.len > 0) {
        push(&v, "JDK_SYMLINK", STR(".jdk"));
    }
    add_pairs(&inner, 1, v.data, v.len);
    if (inner.len > 0) {
        add_bytes(out, 5, buf_str(&inner));
    }
    vec_done(&v);
}

static int by_bytes(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void add_output_paths(struct buf *out, const struct process_request *q) {
    size_t n = q->noutput_files + q->noutput_directories, at = 0;
    struct arena arena = {0};
    struct str *paths = ARENA_ARRAY(&arena, struct str, n);
    cleanup_(buf_done) struct buf clean = BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        struct str path =
            i < q->noutput_files ? q->output_files[i] : q->output_directories[i - q->noutput_files];
        buf_clear(&clean);
        (void)path_normalise(&clean, path);
        paths[at++] = arena_str(&arena, buf_str(&clean));
    }
    if (n > 0) {
        qsort(paths, n, sizeof(*paths), by_bytes);
    }
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || !str_eq(paths[i - 1], paths[i])) {
            add_bytes(out, 7, paths[i]);
        }
    }
    arena_done(&arena);
}

void process_action_make(const struct process_request *q, const struct digest *input_root,
                         struct process_action *ret) {
    *ret = (struct process_action){.command = BUF_INIT, .action = BUF_INIT};
    for (size_t i = 0; i < q->nargv; i++) {
        add_bytes(&ret->command, 1, q->argv[i]);
    }
    add_environment(&ret->command, q);
    add_platform(&ret->command, q);
    add_string(&ret->command, 6, q->working_directory);
    add_output_paths(&ret->command, q);
    ret->command_digest = digest_of(ret->command.data, ret->command.len);
    add_digest(&ret->action, 1, &ret->command_digest);
    add_digest(&ret->action, 2, input_root);
    if (q->timeout_seconds > 0) {
        cleanup_(buf_done) struct buf duration = BUF_INIT;
        add_number(&duration, 1, (uint64_t)q->timeout_seconds);
        add_bytes(&ret->action, 6, buf_str(&duration));
    }
    ret->digest = digest_of(ret->action.data, ret->action.len);
}

void process_action_done(struct process_action *a) {
    buf_done(&a->command);
    buf_done(&a->action);
}
