/* The provider: what is asked of each target, in order; the map of all targets; imports. */
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "deps/python_int.h"
#include "fs/file_digest.h"
#include "infer/python.h"
#include "infer/records.h"

/* ---- target types ---- */

static int field_of(const struct target_type *type, const char *class_name) {
    for (uint32_t i = 0; i < type->nfields; i++) {
        if (!type->fields[i].moved && field_is_a(type->fields[i].type, class_name)) {
            return (int)i;
        }
    }
    return FIELD_ABSENT;
}

const struct python_type *python__type(struct python_infer *p, const struct target_type *type) {
    struct python_type *t = imap_get(&p->types, (uint64_t)(uintptr_t)type);
    if (t != NULL) {
        return t;
    }
    t = ARENA_NEW(&p->arena, struct python_type);
    *t = (struct python_type){
        .source = field_of(type, "PythonSourceField"),
        .resolve = target_type_field(type, STR("resolve")),
        .requirements = field_of(type, "PythonRequirementsField"),
        .modules = field_of(type, "PythonRequirementModulesField"),
        .stub_modules = field_of(type, "PythonRequirementTypeStubModulesField"),
        .entry_point = field_of(type, "PexEntryPointField"),
        .entry_points = field_of(type, "PythonDistributionEntryPointsField"),
        .provides = field_of(type, "PythonProvidesField"),
        .test = field_of(type, "PythonTestSourceField") != FIELD_ABSENT,
        .resource = field_of(type, "ResourceSourceField") != FIELD_ABSENT,
        .file = field_of(type, "FileSourceField") != FIELD_ABSENT,
    };
    (void)imap_put(&p->types, (uint64_t)(uintptr_t)type, t);
    return t;
}

struct str python__resolve(struct python_infer *p, const struct target *t) {
    int field = python__type(p, t->type)->resolve;
    struct pval v;
    if (!p->config.enable_resolves) {
        return STR("");
    }
    if (field == FIELD_ABSENT || pval_tag(v = target_value(t, field)) != PACK_STR) {
        return p->config.default_resolve;
    }
    return pval_str(v);
}

static struct str under(struct arena *a, struct str dir, struct str name) {
    return dir.len == 0 ? arena_str(a, name)
                        : arena_printf(a, "%.*s/%.*s", STR_FMT(dir), STR_FMT(name));
}

struct str python__path(struct python_infer *p, const struct target *t, int field) {
    struct intern *strings = world_strings(p->world);
    struct str dir = intern_str(strings, t->addr.path);
    if (t->addr.file != 0) {
        return under(&p->arena, dir, intern_str(strings, t->addr.file));
    }
    struct pval v = target_value(t, field);
    return pval_tag(v) == PACK_STR ? under(&p->arena, dir, pval_str(v)) : STR("");
}

/* ---- modules ---- */

static bool strip_suffix(struct str *s, const char *suffix) {
    if (!str_ends(*s, str_from(suffix))) {
        return false;
    }
    *s = str_upto(*s, s->len - strlen(suffix));
    return true;
}

static struct str dotted(struct arena *a, struct str path) {
    char *out = ARENA_ARRAY(a, char, path.len + 1);
    for (size_t i = 0; i < path.len; i++) {
        out[i] = path.ptr[i] == '/' ? '.' : path.ptr[i];
    }
    out[path.len] = '\0';
    return str_make(out, path.len);
}

bool python__module(struct python_infer *p, struct arena *a, struct str path, struct str *ret,
                    struct str *ret_package) {
    ptrdiff_t slash = str_rfind_char(path, '/');
    struct str dir = slash < 0 ? STR("") : str_upto(path, (size_t)slash), root;
    if (!source_roots__find(&p->roots, dir, &root)) {
        return false;
    }
    size_t skip = root.len == 0 ? 0 : root.len + 1;
    struct str inside = dir.len >= skip ? str_from_at(dir, skip) : STR("");
    struct str name = str_from_at(path, slash < 0 ? 0 : (size_t)slash + 1);
    if (!strip_suffix(&name, ".pyi") && !strip_suffix(&name, ".py")) {
        ptrdiff_t dot = str_rfind_char(name, '.');
        name = dot > 0 ? str_upto(name, (size_t)dot) : name;
    }
    *ret_package = dotted(a, inside);
    *ret = str_eq(name, STR("__init__")) ? *ret_package
           : inside.len == 0             ? arena_str(a, name)
                             : arena_printf(a, "%.*s.%.*s", STR_FMT(*ret_package), STR_FMT(name));
    return true;
}

struct providers *python__providers(struct python_infer *p, struct map *map, struct str path) {
    struct providers *found = map_get(map, path);
    if (found == NULL) {
        found = ARENA_NEW(&p->arena, struct providers);
        memset(found, 0, sizeof *found);
        vec_push(&p->modules.all, found);
        (void)map_put(map, path, found);
    }
    return found;
}

struct requirement {
    struct python_infer *p;
    const struct target *t;
};

static void add_third_party(void *user, struct str module, bool stub) {
    const struct requirement *r = user;
    modules__add(&r->p->modules, python__resolve(r->p, r->t), module, r->t->index, stub, true);
}

/* Modules that a field of a requirement lists; false when it lists none. */
static bool add_listed(struct requirement *r, int field, bool stub) {
    struct pval v = field == FIELD_ABSENT ? (struct pval){0} : target_value(r->t, field);
    if (field == FIELD_ABSENT || (pval_tag(v) != PACK_LIST && pval_tag(v) != PACK_TUPLE)) {
        return false;
    }
    for (uint32_t i = 0; i < pval_len(v); i++) {
        if (pval_tag(pval_item(v, i)) == PACK_STR) {
            add_third_party(r, pval_str(pval_item(v, i)), stub);
        }
    }
    return pval_len(v) > 0;
}

static void map_requirement(struct python_infer *p, const struct target *t,
                            const struct python_type *type) {
    struct requirement r = {p, t};
    if (add_listed(&r, type->modules, false) || add_listed(&r, type->stub_modules, true)) {
        return;
    }
    struct pval v = target_value(t, type->requirements);
    bool many = pval_tag(v) == PACK_LIST || pval_tag(v) == PACK_TUPLE;
    for (uint32_t i = 0; many && i < pval_len(v); i++) {
        if (pval_tag(pval_item(v, i)) == PACK_STR) {
            modules__of_requirement(&p->arena, pval_str(pval_item(v, i)), add_third_party, &r);
        }
    }
}

static void map_source(struct python_infer *p, const struct target *t,
                       const struct python_type *type) {
    struct str path = python__path(p, t, type->source), module, package;
    if (path.len == 0) {
        return;
    }
    p->paths[t->index] = path;
    vec_push(&python__providers(p, &p->by_path, path)->items, ((struct provider){t->index, false}));
    if (python__module(p, &p->arena, path, &module, &package) && module.len > 0) {
        modules__add(&p->modules, python__resolve(p, t), module, t->index,
                     str_ends(path, STR(".pyi")), false);
    }
}

int python__map(struct python_infer *p, struct err *e) {
    (void)e;
    if (p->mapped) {
        return 0;
    }
    p->mapped = true;
    uint32_t n = world_count(p->world);
    p->paths = ALLOC_ARRAY(struct str, (size_t)n + 1);
    for (uint32_t id = 0; id < n; id++) {
        const struct target *t = world_target(p->world, id);
        const struct python_type *type = python__type(p, t->type);
        if (t->type->kind != TARGET_PLAIN) {
            continue;
        }
        if (type->source != FIELD_ABSENT) {
            map_source(p, t, type);
        } else if (type->requirements != FIELD_ABSENT) {
            map_requirement(p, t, type);
        } else if (p->config.assets && (type->resource || type->file)) {
            struct str path = python__path(p, t, t->type->sources);
            vec_push(&python__providers(p, &p->assets, path)->items,
                     ((struct provider){id, type->resource}));
        }
    }
    return 0;
}

void python_infer_add_module(struct python_infer *p, struct str resolve, struct str module,
                             uint32_t target, bool type_stub) {
    modules__add(&p->modules, p->config.enable_resolves ? resolve : STR(""), module, target,
                 type_stub, false);
}

/* ---- imports ---- */

/* The module that an import means: a relative one counts from the package. */
static bool absolute(struct arena *a, struct str package, const struct infer_record *record,
                     struct str *ret) {
    if (record->level == 0) {
        *ret = record->name;
        return record->name.len > 0;
    }
    for (uint32_t i = 1; i < record->level; i++) {
        if (package.len == 0) {
            return false;
        }
        ptrdiff_t dot = str_rfind_char(package, '.');
        package = dot < 0 ? STR("") : str_upto(package, (size_t)dot);
    }
    *ret = package.len == 0 ? record->name
           : record->name.len == 0
               ? package
               : arena_printf(a, "%.*s.%.*s", STR_FMT(package), STR_FMT(record->name));
    return ret->len > 0;
}

static bool is_identifier(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
        if (!letter && (i == 0 || c < '0' || c > '9')) {
            return false;
        }
    }
    return s.len > 0;
}

static bool may_be_module(const struct python_infer *p, struct str text) {
    struct str rest = text, part;
    bool done = false;
    int dots = -1;
    while (str_split_next(&rest, &done, '.', &part)) {
        dots++;
        if (!is_identifier(part)) {
            return false;
        }
    }
    return dots >= p->config.string_imports_min_dots;
}

static int count_slashes(struct str s) {
    int n = 0;
    for (size_t i = 0; i < s.len; i++) {
        n += s.ptr[i] == '/';
    }
    return n;
}

static int follow_string(struct python_infer *p, const struct target *t,
                         const struct deps_written *written, struct str path,
                         const struct infer_record *record, struct inferred *ret, struct err *e) {
    int r = 0;
    if (p->config.string_imports && may_be_module(p, record->name) &&
        !python__is_ignored_string(p, record->name)) {
        const struct wanted w = {record->name, record->line, true};
        r = python__own(p, t, written, &w, ret, NULL, e);
    }
    if (r == 0 && p->config.assets && count_slashes(record->name) >= p->config.assets_min_slashes) {
        r = python__asset(p, t, written, path, record->name, ret, e);
    }
    return r;
}

static int follow_imports(struct python_infer *p, const struct target *t,
                          const struct deps_written *written, struct inferred *ret, struct err *e) {
    struct str path = p->paths[t->index], module, package;
    const struct scanned *scanned = scans__of(&p->scans, path);
    struct arena arena = {0};
    struct unowned unowned = {{0}};
    int r = 0;
    if (scanned == NULL) {
        return 0;
    }
    if (!python__module(p, &arena, path, &module, &package)) {
        r = err_set(e, ERR_USAGE,
                    "no source root holds '%.*s', so what it imports cannot be found. Add a "
                    "pattern to `[source].root_patterns` that matches a folder above it",
                    STR_FMT(path));
    }
    struct str records = scanned->records;
    struct infer_record record;
    while (r == 0 && infer_next(&records, &record)) {
        if (record.kind == INFER_STRING) {
            r = follow_string(p, t, written, path, &record, ret, e);
        } else if (record.kind != INFER_EXPLICIT && p->config.imports) {
            struct wanted w = {.line = record.line, .weak = record.kind == INFER_WEAK_IMPORT};
            if (absolute(&arena, package, &record, &w.module)) {
                r = python__own(p, t, written, &w, ret, &unowned, e);
            }
        }
    }
    if (r == 0 && unowned.items.len > 0) {
        r = python__report_unowned(p, t, &unowned, e);
    }
    vec_done(&unowned.items);
    arena_done(&arena);
    return r;
}

/* ---- the provider ---- */

static bool applies(void *user, const struct target_type *type) {
    const struct python_type *t = python__type(user, type);
    return type->kind == TARGET_PLAIN &&
           (t->source != FIELD_ABSENT || t->entry_point != FIELD_ABSENT ||
            t->entry_points != FIELD_ABSENT || t->provides != FIELD_ABSENT);
}

static int prepare(void *user, const struct target *const *targets, size_t n, struct err *e) {
    struct python_infer *p = user;
    VEC(struct str) paths = {0};
    int r = python__map(p, e);
    for (size_t i = 0; r == 0 && i < n; i++) {
        if (p->paths[targets[i]->index].len > 0) {
            vec_push(&paths, p->paths[targets[i]->index]);
        }
    }
    if (r == 0 && paths.len > 0) {
        r = scans__read(&p->scans, paths.data, paths.len, e);
    }
    vec_done(&paths);
    return r;
}

/* Without inference of imports, what one generator generated depends on all of it. */
static void add_siblings(const struct python_infer *p, const struct target *t,
                         struct inferred *ret) {
    if (t->generator == NULL) {
        return;
    }
    struct id_list made = p->deps->nodes[t->generator->index].made;
    for (uint32_t i = 0; i < made.n; i++) {
        vec_push(&ret->include, made.ids[i]);
    }
}

static int infer(void *user, const struct target *t, const struct deps_written *written,
                 struct inferred *ret, struct err *e) {
    struct python_infer *p = user;
    const struct python_type *type = python__type(p, t->type);
    int r = python__map(p, e);
    if (r == 0 && type->source != FIELD_ABSENT && p->paths[t->index].len > 0) {
        r = scans__read(&p->scans, &p->paths[t->index], 1, e);
        if (r == 0) {
            r = follow_imports(p, t, written, ret, e);
        }
        if (r == 0) {
            r = python__above(p, t, ret, e);
        }
        if (!p->config.imports) {
            add_siblings(p, t, ret);
        }
    }
    if (r == 0 && p->config.entry_points) {
        r = python__entry_points(p, t, written, ret, e);
    }
    return r;
}

static void free_infer(void *user) {
    struct python_infer *p = user;
    source_roots__done(&p->roots);
    modules__done(&p->modules);
    scans__done(&p->scans);
    map_done(&p->by_path);
    map_done(&p->assets);
    map_done(&p->has_text);
    imap_done(&p->types);
    free(p->paths);
    arena_done(&p->arena);
    free(p);
}

struct python_infer *python_infer_new(const struct python_infer_config *config, struct deps *d,
                                      struct world *w) {
    struct python_infer *p = ALLOC(struct python_infer);
    p->config = *config;
    p->deps = d;
    p->world = w;
    p->roots = (struct source_roots){.tree = config->tree,
                                     .patterns = config->root_patterns,
                                     .npatterns = config->nroot_patterns,
                                     .markers = config->marker_filenames,
                                     .nmarkers = config->nmarker_filenames};
    bool all = (config->string_imports && config->string_imports_min_dots < 1) ||
               (config->assets && config->assets_min_slashes < 1);
    p->scans = (struct scans){.tree = config->tree,
                              .digests = config->digests,
                              .table = config->table,
                              .loop = config->loop,
                              .salt = infer_python_version(),
                              .flags = all ? INFER_PYTHON_ALL_STRINGS : 0,
                              .scan = infer_python_with};
    return p;
}

void python_infer_register(struct python_infer *p) {
    const struct deps_provider provider = {
        .name = "python",
        .user = p,
        .applies = applies,
        .prepare = prepare,
        .infer = infer,
        .free = free_infer,
    };
    deps_add_provider(p->deps, &provider);
}
