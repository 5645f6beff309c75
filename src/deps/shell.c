/* Scripts by path, and what each one reads. */
#include "deps/shell.h"

#include <string.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "deps/python_int.h"
#include "infer/records.h"
#include "infer/shell.h"

#define LOG_TARGET "pants.backend.shell.dependency_inference"

struct shell_infer {
    struct shell_infer_config config;
    struct deps *deps;
    struct world *world;
    struct scans scans;
    struct arena arena;
    struct str *paths;    /* by target */
    struct map by_path;   /* path -> id_vec * (of the arena) */
    VEC(id_vec *) owners; /* to be freed */
};

static int source_field(const struct target_type *type) {
    for (uint32_t i = 0; type->kind == TARGET_PLAIN && i < type->nfields; i++) {
        if (field_is_a(type->fields[i].type, "ShellSourceField")) {
            return (int)i;
        }
    }
    return FIELD_ABSENT;
}

static struct str under(struct arena *a, struct str dir, struct str name) {
    return dir.len == 0 ? arena_str(a, name)
                        : arena_printf(a, "%.*s/%.*s", STR_FMT(dir), STR_FMT(name));
}

static void map_all(struct shell_infer *s) {
    if (s->paths != NULL) {
        return;
    }
    uint32_t n = world_count(s->world);
    s->paths = ALLOC_ARRAY(struct str, (size_t)n + 1);
    for (uint32_t id = 0; id < n; id++) {
        const struct target *t = world_target(s->world, id);
        int field = source_field(t->type);
        if (field == FIELD_ABSENT) {
            continue;
        }
        struct str dir = intern_str(world_strings(s->world), t->addr.path);
        struct pval v = target_value(t, field);
        if (t->addr.file != 0) {
            s->paths[id] = under(&s->arena, dir, intern_str(world_strings(s->world), t->addr.file));
        } else if (pval_tag(v) == PACK_STR) {
            s->paths[id] = under(&s->arena, dir, pval_str(v));
        } else {
            continue;
        }
        id_vec *owners = map_get(&s->by_path, s->paths[id]);
        if (owners == NULL) {
            owners = ARENA_NEW(&s->arena, id_vec);
            memset(owners, 0, sizeof *owners);
            vec_push(&s->owners, owners);
            (void)map_put(&s->by_path, s->paths[id], owners);
        }
        vec_push(owners, id);
    }
}

static bool applies(void *user, const struct target_type *type) {
    (void)user;
    return source_field(type) != FIELD_ABSENT;
}

static int prepare(void *user, const struct target *const *targets, size_t n, struct err *e) {
    struct shell_infer *s = user;
    VEC(struct str) paths = {0};
    map_all(s);
    for (size_t i = 0; i < n; i++) {
        if (s->paths[targets[i]->index].len > 0) {
            vec_push(&paths, s->paths[targets[i]->index]);
        }
    }
    int r = paths.len > 0 ? scans__read(&s->scans, paths.data, paths.len, e) : 0;
    vec_done(&paths);
    return r;
}

/* The path from the build root first, then from the script's folder. */
static const id_vec *find(struct shell_infer *s, struct str script, struct str text) {
    ptrdiff_t slash = str_rfind_char(script, '/');
    struct str dir = slash < 0 ? STR("") : str_upto(script, (size_t)slash);
    struct str plain = str_starts(text, STR("./")) ? str_from_at(text, 2) : text;
    const id_vec *found = map_get(&s->by_path, plain);
    return found != NULL ? found : map_get(&s->by_path, under(&s->arena, dir, plain));
}

static int infer(void *user, const struct target *t, const struct deps_written *written,
                 struct inferred *ret, struct err *e) {
    struct shell_infer *s = user;
    (void)written;
    map_all(s);
    struct str path = s->paths[t->index];
    int r = path.len > 0 ? scans__read(&s->scans, &path, 1, e) : 0;
    const struct scanned *scanned = r == 0 && path.len > 0 ? scans__of(&s->scans, path) : NULL;
    struct str records = scanned != NULL ? scanned->records : STR("");
    struct infer_record record;
    while (r == 0 && infer_next(&records, &record)) {
        const id_vec *owners = find(s, path, record.name);
        if (owners != NULL && owners->len == 1) {
            vec_push(&ret->include, owners->data[0]);
        } else if (owners != NULL) {
            log_to(s->config.log, LOG_WARN, LOG_TARGET,
                   "%.*s:%u reads '%.*s', which several targets own, so none is taken for a "
                   "dependency: list the one that you mean in `dependencies`.",
                   STR_FMT(path), (unsigned)record.line, STR_FMT(record.name));
        }
    }
    return r;
}

static void scan(struct str source, unsigned flags, struct buf *out) {
    (void)flags;
    infer_shell(source, out);
}

static void free_infer(void *user) {
    struct shell_infer *s = user;
    for (size_t i = 0; i < s->owners.len; i++) {
        vec_done(s->owners.data[i]);
    }
    vec_done(&s->owners);
    map_done(&s->by_path);
    scans__done(&s->scans);
    free(s->paths);
    arena_done(&s->arena);
    free(s);
}

struct shell_infer *shell_infer_new(const struct shell_infer_config *config, struct deps *d,
                                    struct world *w) {
    struct shell_infer *s = ALLOC(struct shell_infer);
    s->config = *config;
    s->deps = d;
    s->world = w;
    s->scans = (struct scans){.tree = config->tree,
                              .digests = config->digests,
                              .table = config->table,
                              .loop = config->loop,
                              .salt = infer_shell_version(),
                              .scan = scan};
    return s;
}

void shell_infer_register(struct shell_infer *s) {
    const struct deps_provider provider = {
        .name = "shell",
        .user = s,
        .applies = applies,
        .prepare = prepare,
        .infer = infer,
        .free = free_infer,
    };
    deps_add_provider(s->deps, &provider);
}
