/*
 * Folders: which BUILD files they have, evaluated in the order of their names, with what the
 * folders above say. A folder without BUILD files shares the defaults of the one above it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "codec/glob.h"
#include "fs/file_digest.h"
#include "fs/ignore.h"
#include "targets/world_int.h"

enum { MAX_BUILD_FILE = 64 << 20 };

static bool is_build_file(const struct world *w, const struct fs_dir *dir,
                          const struct fs_entry *entry) {
    if (entry->kind == FS_DIR) {
        return false;
    }
    bool match = false;
    for (size_t i = 0; !match && i < w->config.nbuild_patterns; i++) {
        match = glob_fnmatch(w->config.build_patterns[i], fs_entry_name(entry));
    }
    if (!match || w->config.build_ignore == NULL) {
        return match;
    }
    struct buf path = BUF_INIT;
    fs_dir_entry_path(dir, entry, &path);
    bool ignored = fs_ignore_match(w->config.build_ignore, buf_str(&path), false);
    for (struct str above = path_dir(buf_str(&path)); !ignored && above.len > 0;
         above = path_dir(above)) {
        ignored = fs_ignore_match(w->config.build_ignore, above, true);
    }
    buf_done(&path);
    return !ignored;
}

static struct statement read_statement(struct pval v) {
    struct str kind = pval_str(pval_item(v, 0));
    bool target = str_eqz(kind, "t"), defaults = str_eqz(kind, "d");
    return (struct statement){
        .kind = kind,
        .alias = defaults ? STR_NULL : pval_str(pval_item(v, 1)),
        .args = target ? PVAL_NONE : pval_item(v, defaults ? 1 : 2),
        .kwargs = pval_item(v, target || defaults ? 2 : 3),
        .line = (uint32_t)pval_int(pval_item(v, target || defaults ? 3 : 4)),
    };
}

/* The keywords of a synthetic target that the file's own declaration of that name adds to. */
static const struct synthetic *next_synthetic(const struct world *w, struct str dir, size_t *at) {
    while (*at < w->synthetics.len) {
        const struct synthetic *s = &w->synthetics.data[(*at)++];
        if (str_eq(s->dir, dir)) {
            return s;
        }
    }
    return NULL;
}

static int run_statements(struct world *w, struct family *family, struct str build_file,
                          struct pval statements, bool *owned, struct err *e) {
    int r = 0;
    for (uint32_t i = 0; r == 0 && i < pval_len(statements); i++) {
        struct statement s = read_statement(pval_item(statements, i));
        if (str_eqz(s.kind, "t")) {
            r = declare__target(w, family, build_file, &s, e);
        } else if (str_eqz(s.kind, "d")) {
            r = defaults__apply(w, &s, owned, &family->defaults, e);
            if (r < 0) {
                err_context(e, "%.*s:%u", STR_FMT(build_file), s.line);
            }
        }
    }
    return r;
}

static int load_file(struct world *w, struct family *family, const struct fs_dir *dir,
                     const struct fs_entry *entry, bool *owned, struct err *e) {
    struct fs_found found = {.kind = FS_FILE, .parent = dir, .entry = entry};
    if (entry->kind == FS_LINK) {
        int r = fs_tree_follow(w->config.tree, dir, entry, &found, e);
        if (r != 0 || found.kind != FS_FILE) {
            return r < 0 ? r : 0;
        }
    }
    struct buf source, path = BUF_INIT;
    buf_init(&source, MAX_BUILD_FILE);
    fs_dir_entry_path(dir, entry, &path);
    int r = fs_tree_read(w->config.tree, found.parent, found.entry, MAX_BUILD_FILE, &source, e);
    if (r == FS_ABSENT) {
        r = 0; /* it vanished after the listing */
    } else if (r == 0) {
        struct str kept = arena_str(&w->arena, buf_str(&path));
        struct pval statements;
        r = w->config.evaluate(w->config.user, kept, buf_str(&source), &statements, e);
        if (r == 0) {
            r = run_statements(w, family, kept, statements, owned, e);
        }
    }
    buf_done(&source);
    buf_done(&path);
    return r;
}

/* A declared target of the same name keeps its own declaration: the synthetic one steps back. */
static bool is_declared(struct world *w, const struct family *family, struct pval statement) {
    struct statement s = read_statement(statement);
    struct str name = pval_str(pval_getz(s.kwargs, "name"));
    struct addr addr = {.path = intern_find(&w->strings, family->dir)};
    if (!str_eq(name, path_base(family->dir))) {
        addr.name = intern_find(&w->strings, name);
        if (addr.name == 0) {
            return false;
        }
    }
    return world_find(w, addr) != NULL;
}

static int load_synthetics(struct world *w, struct family *family, bool *owned, struct err *e) {
    size_t at = 0;
    int r = 0;
    for (const struct synthetic *s; r == 0 && (s = next_synthetic(w, family->dir, &at)) != NULL;) {
        for (uint32_t i = 0; r == 0 && i < pval_len(s->statements); i++) {
            struct pval statement = pval_item(s->statements, i);
            if (is_declared(w, family, statement)) {
                continue;
            }
            struct statement st = read_statement(statement);
            r = declare__target(w, family, s->build_file, &st, e);
        }
    }
    (void)owned;
    return r;
}

static int load_family(struct world *w, struct family *family, struct err *e) {
    const struct fs_dir *dir;
    bool owned = false;
    int r = fs_tree_dir(w->config.tree, family->dir, &dir, e);
    if (r < 0) {
        return r;
    }
    if (r == 0) {
        for (uint32_t i = 0; r == 0 && i < dir->count; i++) {
            if (is_build_file(w, dir, &dir->entries[i])) {
                r = load_file(w, family, dir, &dir->entries[i], &owned, e);
            }
        }
    }
    return r < 0 ? r : load_synthetics(w, family, &owned, e);
}

static int load(struct world *w, struct str dir, struct family **ret, struct err *e) {
    struct family *family = map_get(&w->families, dir);
    if (family != NULL) {
        *ret = family;
        return 0;
    }
    struct defaults *inherited = NULL;
    if (dir.len > 0) {
        struct family *above;
        int r = load(w, path_dir(dir), &above, e);
        if (r < 0) {
            return r;
        }
        inherited = above->defaults;
    }
    family = ARENA_NEW(&w->arena, struct family);
    family->dir = arena_str(&w->arena, dir);
    family->defaults = inherited;
    int r = load_family(w, family, e);
    if (r == 0) {
        (void)map_put(&w->families, family->dir, family);
        *ret = family;
    }
    return r;
}

int world_load_dir(struct world *w, struct str dir, struct err *e) {
    struct family *family;
    return load(w, dir, &family, e);
}

static int load_below(struct world *w, struct str dir, struct err *e) {
    int r = world_load_dir(w, dir, e);
    const struct fs_dir *listing;
    if (r < 0 || (r = fs_tree_dir(w->config.tree, dir, &listing, e)) != 0) {
        return r < 0 ? r : 0;
    }
    for (uint32_t i = 0; r == 0 && i < listing->count; i++) {
        if (listing->entries[i].kind != FS_DIR) {
            continue;
        }
        struct buf path = BUF_INIT;
        fs_dir_entry_path(listing, &listing->entries[i], &path);
        r = load_below(w, buf_str(&path), e);
        buf_done(&path);
    }
    return r;
}

int world_load_below(struct world *w, struct str dir, struct err *e) {
    int r = load_below(w, dir, e);
    /* Synthetic targets may be in folders that do not exist. */
    for (size_t i = 0; r == 0 && i < w->synthetics.len; i++) {
        if (path_is_within(w->synthetics.data[i].dir, dir)) {
            r = world_load_dir(w, w->synthetics.data[i].dir, e);
        }
    }
    return r;
}

int world_add_synthetic(struct world *w, struct str dir, struct str build_file,
                        struct pval statements, struct err *e) {
    if (map_has(&w->families, dir)) {
        return err_set(e, ERR_INTERNAL, "synthetic targets for '%.*s' came after it was loaded",
                       STR_FMT(dir));
    }
    vec_push(&w->synthetics, ((struct synthetic){arena_str(&w->arena, dir),
                                                 arena_str(&w->arena, build_file), statements}));
    return 0;
}
