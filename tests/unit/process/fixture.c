#include "fixture.h"

#include "base/alloc.h"
#include "digest/tree.h"
#include "loop/loop.h"
#include "process/process_int.h"
#include "sys/fileio.h"
#include "sys/spawn.h"
#include "tables/table.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

struct spawner *bench_spawner(struct spawner *set) {
    static struct spawner *spawner;
    if (set != NULL) {
        spawner = set;
    }
    return spawner;
}

static void take_line(void *user, enum log_level level, const char *target, const char *line) {
    struct bench *b = user;
    size_t len = strlen(b->log);
    (void)level;
    (void)target;
    snprintf(b->log + len, sizeof(b->log) - len, "%s\n", line);
}

static void on_wait(void *user, bool waiting) {
    (void)waiting;
    ((struct outcome *)user)->waits++;
}

void bench_open_runner(struct bench *b) {
    struct err e = ERR_INIT;
    const struct process_runner_config config = {.loop = b->loop,
                                                 .spawner = bench_spawner(NULL),
                                                 .content = b->content,
                                                 .cache = b->table,
                                                 .sandbox_root = b->sandboxes,
                                                 .named_caches = b->caches,
                                                 .build_root = b->build_root,
                                                 .parallelism = 2,
                                                 .grace_ns = 300000000,
                                                 .log = &b->sink,
                                                 .on_wait = on_wait};
    assert_int_equal(process_runner_new(&config, &b->runner, &e), 0);
}

void bench_close_runner(struct bench *b) {
    process_runner_free(b->runner);
    b->runner = NULL;
}

int bench_set_up(void **state) {
    struct bench *b = ALLOC(struct bench);
    struct err e = ERR_INIT;
    strcpy(b->folder, "/tmp/process-test-XXXXXX");
    assert_non_null(mkdtemp(b->folder));
    b->sandboxes = xasprintf("%s/sandboxes", b->folder);
    b->caches = xasprintf("%s/caches", b->folder);
    b->build_root = xasprintf("%s/root", b->folder);
    assert_int_equal(dir_make(b->build_root, 0700, &e), 0);
    b->sink = (struct log_sink){.level = LOG_INFO, .write = take_line, .user = b};
    assert_int_equal(loop_new(NULL, &b->loop, &e), 0);
    assert_int_equal(store_new(b->loop, &b->store, &e), 0);
    const struct table_config table = {.folder = b->folder, .name = "results", .version = 1};
    b->table = table_open(&table);
    b->store_content = process_store_content_new(b->loop, b->store);
    b->content = process_content_of_store(b->store_content);
    bench_open_runner(b);
    *state = b;
    return 0;
}

int bench_tear_down(void **state) {
    struct bench *b = *state;
    struct err e = ERR_INIT;
    bench_close_runner(b);
    process_store_content_free(b->store_content);
    table_close(b->table);
    store_free(b->store);
    loop_free(b->loop);
    arena_done(&b->arena);
    int r = dir_remove(b->folder, &e);
    free(b->sandboxes);
    free(b->caches);
    free(b->build_root);
    free(b);
    return r;
}

struct process_request bench_shell(struct bench *b, const char *script) {
    struct str *argv = ARENA_ARRAY(&b->arena, struct str, 3);
    struct process_pair *env = ARENA_ARRAY(&b->arena, struct process_pair, 1);
    argv[0] = STR("/bin/sh");
    argv[1] = STR("-c");
    argv[2] = arena_str(&b->arena, str_from(script));
    env[0] = (struct process_pair){STR("PATH"), STR("/usr/bin:/bin")};
    return (struct process_request){.argv = argv,
                                    .nargv = 3,
                                    .env = env,
                                    .nenv = 1,
                                    .description = STR("a test"),
                                    .level = LOG_INFO,
                                    .input_digest = DIGEST_EMPTY,
                                    .platform = STR("linux_x86_64"),
                                    .group = 1};
}

void bench_done(void *user, int r, const struct process_result *result,
                const struct digest *missing, const struct err *e) {
    struct outcome *o = user;
    assert_false(o->done);
    o->done = true;
    o->r = r;
    if (result != NULL) {
        o->result = *result;
        snprintf(o->kept, sizeof(o->kept), "%s", result->kept != NULL ? result->kept : "");
    }
    if (missing != NULL) {
        o->missing = *missing;
    }
    if (e != NULL) {
        o->e = *e;
    }
}

struct process_run *bench_start(struct bench *b, const struct process_request *q,
                                struct outcome *o) {
    memset(o, 0, sizeof(*o));
    return process_run_start(b->runner, q, bench_done, o);
}

static bool is_done(void *user) {
    return ((struct outcome *)user)->done;
}

void bench_wait(struct bench *b, struct outcome *o) {
    struct err e = ERR_INIT;
    assert_int_equal(loop_run_until(b->loop, is_done, o, &e), 0);
}

struct outcome bench_run(struct bench *b, const struct process_request *q) {
    struct outcome o;
    (void)bench_start(b, q, &o);
    bench_wait(b, &o);
    if (o.r < 0) {
        print_message("(%s)\n", o.e.msg);
    }
    return o;
}

const char *bench_text(struct bench *b, const struct digest *digest) {
    struct store_blob *blob = NULL;
    struct err e = ERR_INIT;
    assert_int_equal(store_get_now(b->store, digest, &blob, &e), 0);
    const char *text = arena_str(&b->arena, store_blob_bytes(blob)).ptr;
    store_blob_unref(blob);
    return text;
}

struct digest bench_directory(struct bench *b, ...) {
    struct dtree_builder *builder = dtree_builder_new();
    struct dtree *tree = NULL;
    struct err e = ERR_INIT;
    va_list args;
    va_start(args, b);
    for (const char *word = va_arg(args, const char *); word != NULL;
         word = va_arg(args, const char *)) {
        bool executable = word[0] == '+';
        word += executable;
        size_t path_len = strcspn(word, "=@");
        struct str path = str_make(word, path_len), content = str_from(word + path_len + 1);
        if (word[path_len] == '@') {
            assert_int_equal(dtree_builder_link(builder, path, content, &e), 0);
        } else {
            struct digest d;
            assert_int_equal(store_put(b->store, content, &d, &e), 0);
            assert_int_equal(dtree_builder_file(builder, path, &d, executable, &e), 0);
        }
    }
    va_end(args);
    assert_int_equal(dtree_builder_finish(builder, &tree, &e), 0);
    assert_int_equal(store_put_tree(b->store, tree, &e), 0);
    struct digest d = *dtree_digest(tree);
    dtree_unref(tree);
    dtree_builder_free(builder);
    return d;
}

struct listing {
    struct bench *bench;
    struct buf out;
};

static int list_entry(void *user, struct str path, const struct dentry *entry, struct err *e) {
    struct listing *l = user;
    (void)e;
    buf_addf(&l->out, "%s%s%.*s", l->out.len > 0 ? " " : "", entry->executable ? "+" : "",
             STR_FMT(path));
    if (entry->kind == DENTRY_DIR) {
        buf_addz(&l->out, "/");
    } else if (entry->kind == DENTRY_LINK) {
        buf_addf(&l->out, "@%.*s", STR_FMT(entry->target));
    } else {
        buf_addf(&l->out, "=%s", bench_text(l->bench, &entry->digest));
    }
    return 0;
}

const char *bench_list(struct bench *b, const struct digest *directory) {
    struct dtree *tree = NULL;
    struct err e = ERR_INIT;
    struct listing l = {.bench = b};
    assert_int_equal(store_get_tree_now(b->store, directory, &tree, &e), 0);
    assert_int_equal(dtree_walk(tree, list_entry, &l, &e), 0);
    const char *text = arena_str(&b->arena, buf_str(&l.out)).ptr;
    buf_done(&l.out);
    dtree_unref(tree);
    return text;
}

int bench_sandboxes(struct bench *b) {
    int n = 0;
    DIR *dir = opendir(b->sandboxes);
    struct dirent *ent;
    while (dir != NULL && (ent = readdir(dir)) != NULL) {
        n += ent->d_name[0] != '.' && strstr(ent->d_name, ".lock") == NULL;
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return n;
}

bool process_is_alive(int pid) {
    char path[64];
    struct buf text = BUF_INIT;
    snprintf(path, sizeof(path), "/proc/%d/stat", pid);
    bool alive = file_read(path, 4096, &text, NULL) == 0 && strstr(text.data, ") Z ") == NULL;
    buf_done(&text);
    return alive;
}
