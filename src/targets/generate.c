/*
 * Generators. A file generator makes one target for each file of its sources and each of its
 * templates; `overrides` says what is different for some files.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "targets/world_int.h"

/* Values of the generated targets of one template; shared by all files without overrides. */
struct plan {
    struct world *w;
    struct target *generator;
    const struct target_type *type; /* of what is generated */
    struct map overrides;           /* path from the build root -> struct kwargs */
    struct map used;                /* those paths that were a file of the generator */
};

static int template_keywords(const struct target_type *type, const struct template *t,
                             struct kwargs *kw) {
    for (uint32_t i = 0; i < t->n; i++) {
        if (target_type_field(type, t->items[i].alias) != FIELD_ABSENT) {
            kwargs__put(kw, t->items[i].alias, t->items[i].value);
        }
    }
    return 0;
}

static int add_override(struct plan *p, struct str path, struct pval fields, struct err *e) {
    struct kwargs *kw = map_get(&p->overrides, path);
    if (kw == NULL) {
        kw = world__kwargs(p->w);
        (void)map_put(&p->overrides, path, kw);
    }
    for (uint32_t i = 0; i < pval_len(fields); i++) {
        struct pval key, value;
        pval_pair(fields, i, &key, &value);
        if (kwargs__find(kw, pval_str(key)) != NULL) {
            return err_set(e, ERR_USAGE,
                           "`overrides` gives the field '%.*s' for '%.*s' more than once",
                           STR_FMT(pval_str(key)), STR_FMT(path));
        }
        kwargs__put(kw, pval_str(key), value);
    }
    return 0;
}

/* One key of `overrides`: a file name or a glob. */
static int add_override_key(struct plan *p, struct pval key, struct pval fields, struct err *e) {
    if (pval_tag(key) != PACK_STR || pval_tag(fields) != PACK_DICT) {
        return err_set(e, ERR_USAGE,
                       "`overrides` maps file names or globs (or tuples of them) to dictionaries "
                       "of fields");
    }
    struct str pattern = pval_str(key);
    struct fs_globs *globs;
    int r =
        fs_globs_parse(&pattern, 1, intern_str(&p->w->strings, p->generator->addr.path), &globs, e);
    if (r < 0) {
        return r;
    }
    struct fs_matches m = {0};
    r = fs_glob_expand(p->w->config.tree, globs, FS_GLOB_FILES, NULL, &m, e);
    for (size_t i = 0; r == 0 && i < m.count; i++) {
        r = add_override(p, m.items[i].path, fields, e);
    }
    if (r == 0 && m.count == 0) {
        r = err_set(e, ERR_USAGE, "`overrides` names '%.*s', but there is no such file",
                    STR_FMT(pattern));
    }
    fs_matches_done(&m);
    fs_globs_free(globs);
    return r;
}

static int read_overrides(struct plan *p, struct err *e) {
    struct pval v = target_value(p->generator, p->generator->type->overrides);
    int r = 0;
    for (uint32_t i = 0; r == 0 && i < pval_len(v); i++) {
        struct pval key, fields;
        pval_pair(v, i, &key, &fields);
        if (pval_tag(key) != PACK_TUPLE && pval_tag(key) != PACK_LIST) {
            r = add_override_key(p, key, fields, e);
            continue;
        }
        for (uint32_t j = 0; r == 0 && j < pval_len(key); j++) {
            r = add_override_key(p, pval_item(key, j), fields, e);
        }
    }
    return r;
}

static int add_one(struct plan *p, uint32_t file, uint32_t params, const struct values *values,
                   struct err *e) {
    struct target t = {
        .type = p->type,
        .addr = {.path = p->generator->addr.path,
                 .name = p->generator->addr.name,
                 .file = file,
                 .params = params},
        .values = values,
        .generator = p->generator,
        .build_file = p->generator->build_file,
        .line = p->generator->line,
    };
    return world__add(p->w, &t, NULL, e);
}

/* A file with overrides: they may be parametrized too. */
static int add_overridden(struct plan *p, uint32_t file, const struct template *template,
                          const struct kwargs *overrides, struct err *e) {
    struct kwargs kw = {0};
    variant_vec variants = {0};
    (void)template_keywords(p->type, template, &kw);
    for (size_t i = 0; i < overrides->items.len; i++) {
        kwargs__put(&kw, overrides->items.data[i].name, overrides->items.data[i].value);
    }
    int r = parametrize__expand(p->w, &kw, &variants, e);
    for (size_t i = 0; r == 0 && i < variants.len; i++) {
        const struct values *values;
        r = declare__values(p->w, p->type, &variants.data[i].kw, &values, e);
        if (r == 0) {
            uint32_t params = parametrize__join(p->w, template->params, variants.data[i].params);
            r = add_one(p, file, params, values, e);
        }
    }
    parametrize__done(&variants);
    vec_done(&kw.items);
    return r;
}

static int add_files(struct plan *p, const struct template *template, const struct fs_matches *m,
                     struct err *e) {
    struct kwargs kw = {0};
    (void)template_keywords(p->type, template, &kw);
    const struct values *shared;
    int r = declare__values(p->w, p->type, &kw, &shared, e);
    vec_done(&kw.items);
    struct str folder = intern_str(&p->w->strings, p->generator->addr.path);
    for (size_t i = 0; r == 0 && i < m->count; i++) {
        struct str path = m->items[i].path;
        struct str rel = str_from_at(path, folder.len > 0 ? folder.len + 1 : 0);
        uint32_t file = intern_id(&p->w->strings, rel);
        const struct kwargs *overrides = map_get(&p->overrides, path);
        if (overrides != NULL) {
            (void)map_put(&p->used, path, p);
            r = add_overridden(p, file, template, overrides, e);
        } else {
            r = add_one(p, file, template->params, shared, e);
        }
    }
    return r;
}

static int check_used(const struct plan *p, struct err *e) {
    struct str path;
    void *value;
    for (size_t at = 0; map_next(&p->overrides, &at, &path, &value);) {
        if (!map_has(&p->used, path)) {
            return err_set(e, ERR_USAGE,
                           "`overrides` names '%.*s', which is not among the files of `sources`",
                           STR_FMT(path));
        }
    }
    return 0;
}

static int run_plan(struct plan *p, struct fs_globs *globs, struct err *e) {
    struct fs_matches m = {0};
    int r = fs_glob_expand(p->w->config.tree, globs, FS_GLOB_FILES, NULL, &m, e);
    if (r == 0) {
        r = sources__report(p->w, p->generator, globs, &m, e);
    }
    if (r == 0) {
        r = sources__check(p->generator, &m, e);
    }
    if (r == 0) {
        r = read_overrides(p, e);
    }
    for (uint32_t i = 0; r == 0 && i < p->generator->ntemplates; i++) {
        r = add_files(p, p->generator->templates[i], &m, e);
    }
    if (r == 0) {
        r = check_used(p, e);
    }
    fs_matches_done(&m);
    return r;
}

int world_expand_target(struct world *w, struct target *generator, struct err *e) {
    if (generator->type->kind != TARGET_FILE_GENERATOR || generator->expanded ||
        generator->type->generated == NULL || generator->type->sources == FIELD_ABSENT) {
        return 0;
    }
    generator->expanded = true;
    struct plan p = {.w = w, .generator = generator, .type = generator->type->generated};
    map_init(&p.overrides, MAP_COPY_KEYS);
    map_init(&p.used, MAP_COPY_KEYS);
    struct fs_globs *globs;
    int r = sources__globs(w, generator, &globs, e);
    if (r == 0 && globs != NULL) {
        r = run_plan(&p, globs, e);
        fs_globs_free(globs);
    }
    map_done(&p.overrides);
    map_done(&p.used);
    if (r < 0) {
        struct buf origin = BUF_INIT;
        target_origin(w, generator, &origin);
        err_context(e, "%s", origin.data);
        buf_done(&origin);
    }
    return r;
}

int world_expand_files(struct world *w, struct err *e) {
    int r = 0;
    /* Generated targets are added behind; none of them is a generator of files itself. */
    for (size_t i = 0, n = w->targets.len; r == 0 && i < n; i++) {
        r = w->targets.data[i]->wanted ? world_expand_target(w, w->targets.data[i], e) : 0;
    }
    return r;
}

struct target *world_pending_generator(struct world *w, uint32_t i) {
    for (size_t at = 0; at < w->targets.len; at++) {
        struct target *t = w->targets.data[at];
        if (t->type->kind == TARGET_GENERATOR && t->wanted && !t->expanded && i-- == 0) {
            return t;
        }
    }
    return NULL;
}

int world_add_generated(struct world *w, struct target *generator, struct str alias,
                        struct addr addr, struct pval fields, struct err *e) {
    const struct target_type *type = registry_type(w->config.registry, alias);
    if (type == NULL) {
        return err_set(e, ERR_USAGE, "a rule generated a target of the unknown type '%.*s'",
                       STR_FMT(alias));
    }
    const struct target *known = world_find(w, addr);
    if (known != NULL && known->generator != NULL && known->type == type &&
        addr_eq(addr_generator(known->generator->addr), addr_generator(generator->addr))) {
        return 0; /* parametrizations share it: the target that owns a file which they all read */
    }
    struct kwargs kw = {0};
    for (uint32_t i = 0; i < pval_len(fields); i++) {
        struct pval key, value;
        pval_pair(fields, i, &key, &value);
        kwargs__put(&kw, pval_str(key), value);
    }
    struct target t = {
        .type = type,
        .addr = addr,
        .generator = generator,
        .build_file = generator->build_file,
        .line = generator->line,
    };
    int r = declare__values(w, type, &kw, &t.values, e);
    vec_done(&kw.items);
    if (r == 0) {
        r = world__add(w, &t, NULL, e);
    }
    if (r < 0) {
        struct buf origin = BUF_INIT;
        target_origin(w, generator, &origin);
        err_context(e, "%s", origin.data);
        buf_done(&origin);
    }
    return r;
}

void world_generated_done(struct world *w, struct target *generator) {
    (void)w;
    generator->expanded = true;
}
