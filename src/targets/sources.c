/* The files behind a target: its globs, expanded; and whether a path is one of them. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/path.h"
#include "codec/filespec.h"
#include "fs/ignore.h"
#include "targets/world_int.h"

typedef VEC(struct str) str_vec;

/* The patterns as written ("!" kept). */
static void raw_globs(const struct target *t, str_vec *out) {
    struct pval v = target_value(t, t->type->sources);
    if (pval_tag(v) == PACK_STR) {
        vec_push(out, pval_str(v));
    }
    bool many = pval_tag(v) == PACK_LIST || pval_tag(v) == PACK_TUPLE; /* else: no path at all */
    for (uint32_t i = 0; many && i < pval_len(v); i++) {
        vec_push(out, pval_str(pval_item(v, i)));
    }
}

int sources__globs(struct world *w, const struct target *t, struct fs_globs **ret_globs,
                   struct err *e) {
    str_vec globs = {0};
    raw_globs(t, &globs);
    int r = 0;
    *ret_globs = NULL;
    for (size_t i = 0; r == 0 && i < globs.len; i++) {
        struct str glob = globs.data[i];
        struct str bare = str_starts(glob, STR("!")) ? str_from_at(glob, 1) : glob;
        if (str_starts(bare, STR("../")) || str_find(bare, STR("/../")) >= 0) {
            r = err_set(e, ERR_USAGE,
                        "the field '%.*s' holds '%.*s': sources must lie in or below the BUILD "
                        "file's folder",
                        STR_FMT(t->type->fields[t->type->sources].type->alias), STR_FMT(glob));
        }
    }
    if (r == 0 && globs.len > 0) {
        r = fs_globs_parse(globs.data, globs.len, intern_str(&w->strings, t->addr.path), ret_globs,
                           e);
    }
    vec_done(&globs);
    return r;
}

static void list_unmatched(const struct fs_globs *g, const struct fs_matches *m, struct buf *out) {
    for (size_t i = 0; i < fs_globs_includes(g); i++) {
        if (!m->include_matched[i]) {
            buf_addf(out, "%s\"%.*s\"", out->len > 0 ? ", " : "", STR_FMT(fs_globs_include(g, i)));
        }
    }
}

/* Whether the field's class says that globs without files are nothing to speak of. */
static bool may_be_missing(const struct field_type *f, bool explicit_globs) {
    struct pval own = pval_getz(f->decl, "glob_match_error_behavior");
    if (pval_is_none(own) && !explicit_globs) {
        own = pval_getz(f->decl, "default_glob_match_error_behavior");
    }
    return pval_tag(own) == PACK_STR && str_eqz(pval_str(own), "ignore");
}

int sources__report(struct world *w, const struct target *t, const struct fs_globs *g,
                    const struct fs_matches *m, struct err *e) {
    bool explicit_globs = target_has_value(t, t->type->sources);
    if (w->config.unmatched_sources == UNMATCHED_IGNORE || (!explicit_globs && m->count > 0) ||
        may_be_missing(t->type->fields[t->type->sources].type, explicit_globs)) {
        return 0;
    }
    struct buf missing = BUF_INIT, spec = BUF_INIT;
    list_unmatched(g, m, &missing);
    int r = 0;
    if (missing.len > 0) {
        struct str field = t->type->fields[t->type->sources].type->alias;
        addr_spec(&w->strings, t->addr, &spec);
        const char *advice =
            "is it there, and not ignored by `.gitignore` or `[GLOBAL].pants_ignore`?";
        if (w->config.unmatched_sources == UNMATCHED_ERROR) {
            r = err_set(e, ERR_USAGE, "nothing matches %s of the field '%.*s' of %s: %s",
                        missing.data, STR_FMT(field), spec.data, advice);
        } else if (imap_put(&w->warned, (uint64_t)(uintptr_t)t, w) == NULL) { /* once a target */
            log_to(w->config.log, LOG_WARN, "targets",
                   "Nothing matches %s of the field '%.*s' of %s: %s", missing.data, STR_FMT(field),
                   spec.data, advice);
        }
    }
    buf_done(&missing);
    buf_done(&spec);
    return r;
}

static int check_count(const struct target *t, const struct fs_matches *m, struct err *e) {
    const struct field_type *f = t->type->fields[t->type->sources].type;
    struct pval want = pval_getz(f->decl, "num_files");
    int64_t low = pval_tag(want) == PACK_INT ? pval_int(want) : pval_int(pval_item(want, 0));
    int64_t high = pval_tag(want) == PACK_INT ? pval_int(want) : pval_int(pval_item(want, 1));
    if (pval_is_none(want) || ((int64_t)m->count >= low && (int64_t)m->count <= high)) {
        return 0;
    }
    return err_set(e, ERR_USAGE, "the field '%.*s' must stand for %lld file%s, but stands for %zu",
                   STR_FMT(f->alias), (long long)high, high == 1 ? "" : "s", m->count);
}

/* Names that the field's class does not take. */
static int check_banned(const struct target *t, const struct fs_matches *m, struct err *e) {
    const struct field_type *f = t->type->fields[t->type->sources].type;
    struct pval banned = pval_getz(f->decl, "banned_names");
    for (size_t i = 0; i < m->count; i++) {
        for (uint32_t j = 0; j < pval_len(banned); j++) {
            if (str_eq(path_base(m->items[i].path), pval_str(pval_item(banned, j)))) {
                return err_set(
                    e, ERR_USAGE,
                    "the field '%.*s' of a `%.*s` cannot hold '%.*s': files of that name "
                    "belong to a target type of their own",
                    STR_FMT(f->alias), STR_FMT(t->type->alias), STR_FMT(m->items[i].path));
            }
        }
    }
    return 0;
}

static int check_extensions(const struct target *t, const struct fs_matches *m, struct err *e) {
    const struct field_type *f = t->type->fields[t->type->sources].type;
    struct pval exts = pval_getz(f->decl, "ext");
    for (size_t i = 0; pval_len(exts) > 0 && i < m->count; i++) {
        struct str base = path_base(m->items[i].path);
        bool ok = false;
        for (uint32_t j = 0; !ok && j < pval_len(exts); j++) {
            struct str ext = pval_str(pval_item(exts, j));
            /* An empty extension means a name without a dot in it. */
            ok = ext.len == 0 ? str_find_char(base, '.') < 0 : str_ends(base, ext);
        }
        if (!ok) {
            return err_set(e, ERR_USAGE,
                           "the field '%.*s' of a `%.*s` cannot hold '%.*s': its name must end in "
                           "%.*s%s; files of other kinds belong to a `resources` or `files` target",
                           STR_FMT(f->alias), STR_FMT(t->type->alias), STR_FMT(m->items[i].path),
                           STR_FMT(pval_str(pval_item(exts, 0))),
                           pval_len(exts) > 1 ? " or the like" : "");
        }
    }
    return 0;
}

int sources__check(const struct target *t, const struct fs_matches *m, struct err *e) {
    int r = check_extensions(t, m, e);
    if (r == 0) {
        r = check_banned(t, m, e);
    }
    return r < 0 || m->count == 0 ? r : check_count(t, m, e);
}

static int expand(struct world *w, const struct target *t, struct fs_globs *globs,
                  struct fs_matches *m, struct err *e) {
    int r = fs_glob_expand(w->config.tree, globs, FS_GLOB_FILES, NULL, m, e);
    if (r == 0) {
        r = sources__report(w, t, globs, m, e);
    }
    return r < 0 ? r : sources__check(t, m, e);
}

int target_files(struct world *w, const struct target *t, void (*each)(void *user, struct str path),
                 void *user, struct err *e) {
    if (t->addr.file != 0) {
        struct buf path = BUF_INIT;
        path_join(&path, intern_str(&w->strings, t->addr.path),
                  intern_str(&w->strings, t->addr.file));
        each(user, buf_str(&path));
        buf_done(&path);
        return 0;
    }
    struct fs_globs *globs;
    int r = t->type->sources == FIELD_ABSENT ? 0 : sources__globs(w, t, &globs, e);
    if (r == 0 && t->type->sources != FIELD_ABSENT && globs != NULL) {
        struct fs_matches m = {0};
        r = expand(w, t, globs, &m, e);
        for (size_t i = 0; r == 0 && i < m.count; i++) {
            each(user, m.items[i].path);
        }
        fs_matches_done(&m);
        fs_globs_free(globs);
    }
    if (r < 0) {
        struct buf spec = BUF_INIT;
        addr_spec(&w->strings, t->addr, &spec);
        err_context(e, "%s", spec.data);
        buf_done(&spec);
    }
    return r;
}

struct pval target_source(struct world *w, const struct target *t) {
    if (t->addr.file != 0 && !target_has_value(t, t->type->sources)) {
        return world__str_value(w, intern_str(&w->strings, t->addr.file));
    }
    return target_value(t, t->type->sources);
}

void target_globs(struct world *w, const struct target *t,
                  void (*each)(void *user, struct str glob), void *user) {
    if (t->type->sources == FIELD_ABSENT) {
        return;
    }
    str_vec globs = {0};
    if (t->addr.file != 0) {
        vec_push(&globs, intern_str(&w->strings, t->addr.file));
    } else {
        raw_globs(t, &globs);
    }
    for (size_t i = 0; i < globs.len; i++) {
        if (!str_starts(globs.data[i], STR("!"))) {
            struct buf path = BUF_INIT;
            path_join(&path, intern_str(&w->strings, t->addr.path), globs.data[i]);
            each(user, buf_str(&path));
            buf_done(&path);
        }
    }
    vec_done(&globs);
}

/* What the target's sources say about names of files below its folder. */
static struct filespec *filespec_of(const struct target *t) {
    str_vec globs = {0}, includes = {0}, excludes = {0};
    raw_globs(t, &globs);
    for (size_t i = 0; i < globs.len; i++) {
        if (str_starts(globs.data[i], STR("!"))) {
            vec_push(&excludes, str_from_at(globs.data[i], 1));
        } else {
            vec_push(&includes, globs.data[i]);
        }
    }
    struct filespec *spec = NULL;
    /* A malformed glob owns nothing here; whoever expands it reports it. */
    if (filespec_new(includes.data, includes.len, excludes.data, excludes.len, &spec, NULL) < 0) {
        spec = NULL;
    }
    vec_done(&globs);
    vec_done(&includes);
    vec_done(&excludes);
    return spec;
}

/* The path below the folder; NULL when it is not. */
static struct str below(struct str folder, struct str path) {
    return path_is_within(path, folder) ? str_from_at(path, folder.len > 0 ? folder.len + 1 : 0)
                                        : STR_NULL;
}

bool target_owns(struct world *w, const struct target *t, struct str path) {
    struct str rel = below(intern_str(&w->strings, t->addr.path), path);
    if (t->type->sources == FIELD_ABSENT || rel.len == 0) {
        return false;
    }
    if (t->addr.file != 0) {
        return str_eq(rel, intern_str(&w->strings, t->addr.file));
    }
    struct filespec *spec = filespec_of(t);
    bool owns = spec != NULL && filespec_match(spec, rel);
    filespec_free(spec);
    return owns;
}

bool target_owns_any(struct world *w, const struct target *t, const struct fs_matches *files) {
    if (t->type->sources == FIELD_ABSENT) {
        return false;
    }
    struct str folder = intern_str(&w->strings, t->addr.path);
    struct filespec *spec = filespec_of(t);
    bool owns = false;
    for (size_t i = 0; spec != NULL && !owns && i < files->count; i++) {
        struct str rel = below(folder, files->items[i].path);
        owns = rel.len > 0 && filespec_match(spec, rel);
    }
    filespec_free(spec);
    return owns;
}
