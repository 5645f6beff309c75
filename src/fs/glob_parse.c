/*
 * Parsing a list of globs.
 *
 * Includes are compiled without their base: expanding starts in the base folder, so that a name
 * like "[id]" in it is only a name. Excludes are gitignore patterns on the path from the root;
 * the usual ones, a plain name pattern below a base ("!test_*.py" in folder a), can only match in
 * that very folder, and are kept apart as `names`: no path need be built to ask them.
 */
#include "globs_int.h"

#include "base/alloc.h"
#include "base/path.h"

/* One name pattern in which gitignore's syntax and ours are the same. */
static bool is_plain_name(struct str p) {
    if (p.len == 0 || p.ptr[0] == '!' || p.ptr[p.len - 1] == ' ' || str_eq(p, STR("**")) ||
        str_eq(p, STR(".")) || str_eq(p, STR(".."))) {
        return false;
    }
    for (size_t i = 0; i < p.len; i++) {
        if (p.ptr[i] == '/' || p.ptr[i] == '\\' || p.ptr[i] == '[') {
            return false;
        }
    }
    return str_find(p, STR("**")) < 0;
}

/* The base as text of a gitignore pattern that matches only it. */
static void add_escaped_base(struct str base, struct buf *out) {
    for (size_t i = 0; i < base.len; i++) {
        if (strchr("*?[]\\!# ", base.ptr[i]) != NULL) {
            buf_add_char(out, '\\');
        }
        buf_add_char(out, base.ptr[i]);
    }
}

static void add_exclude(struct fs_globs *g, struct str pattern) {
    if (g->base.len > 0 && is_plain_name(pattern)) {
        struct glob_part *name = &g->names[g->name_count];
        if (glob_part_compile(&g->arena, pattern, name, NULL) == 0) {
            g->name_count++;
            return;
        }
    }
    if (g->ignore == NULL) {
        g->ignore = ignore_list_new();
    }
    if (g->base.len == 0 || (pattern.len > 0 && pattern.ptr[0] == '/')) {
        ignore_list_add(g->ignore, pattern);
        return;
    }
    struct buf full = BUF_INIT;
    add_escaped_base(g->base, &full);
    buf_add_char(&full, '/');
    buf_add_str(&full, pattern);
    ignore_list_add(g->ignore, buf_str(&full));
    buf_done(&full);
}

static size_t depth_of(struct str path) {
    size_t n = path.len > 0 ? 1 : 0;
    for (size_t i = 0; i < path.len; i++) {
        n += path.ptr[i] == '/';
    }
    return n;
}

static int add_include(struct fs_globs *g, struct str pattern, struct err *e) {
    struct glob *glob = &g->includes[g->count];
    struct buf full = BUF_INIT;
    path_join(&full, g->base, pattern);
    struct str text = arena_str(&g->arena, buf_str(&full));
    buf_done(&full);
    if (pattern.len > 0 && pattern.ptr[0] == '/') {
        return err_set(e, ERR_USAGE,
                       "Absolute paths not supported: \"%.*s\"; a glob starts where it is written",
                       STR_FMT(pattern));
    }
    *glob = (struct glob){0};
    if (pattern.len > 0) {
        int r = glob_compile(&g->arena, arena_str(&g->arena, pattern), glob, e);
        if (r < 0) {
            err_context(e, "the glob \"%.*s\"", STR_FMT(text));
            return r;
        }
    }
    size_t up = 0;
    while (up < glob->count && glob->parts[up].kind == GLOB_PARENT) {
        up++;
    }
    if (up > depth_of(g->base)) {
        return err_set(e, ERR_USAGE, "the glob \"%.*s\" may not traverse outside of the buildroot",
                       STR_FMT(text));
    }
    g->include_texts[g->count++] = text;
    return 0;
}

int fs_globs_parse(const struct str *patterns, size_t count, struct str base,
                   struct fs_globs **ret_globs, struct err *e) {
    struct fs_globs *g = ALLOC(struct fs_globs);
    g->base = arena_str(&g->arena, base);
    g->includes = ARENA_ARRAY(&g->arena, struct glob, count);
    g->include_texts = ARENA_ARRAY(&g->arena, struct str, count);
    g->names = ARENA_ARRAY(&g->arena, struct glob_part, count);
    for (size_t i = 0; i < count; i++) {
        struct str p = patterns[i];
        if (p.len > 0 && p.ptr[0] == '!') {
            add_exclude(g, arena_str(&g->arena, str_from_at(p, 1)));
            continue;
        }
        int r = add_include(g, p, e);
        if (r < 0) {
            fs_globs_free(g);
            return r;
        }
    }
    *ret_globs = g;
    return 0;
}

void fs_globs_free(struct fs_globs *g) {
    if (g == NULL) {
        return;
    }
    ignore_list_free(g->ignore);
    arena_done(&g->arena);
    free(g);
}

size_t fs_globs_includes(const struct fs_globs *g) {
    return g->count;
}

struct str fs_globs_include(const struct fs_globs *g, size_t n) {
    return g->include_texts[n];
}

bool globs__excluded(const struct fs_globs *g, const struct fs_dir *dir,
                     const struct fs_entry *entry, struct buf *scratch) {
    if (g->name_count > 0 && str_eq(dir->path, g->base)) {
        struct str name = fs_entry_name(entry);
        for (size_t i = 0; i < g->name_count; i++) {
            if (glob_part_match(&g->names[i], name)) {
                return true;
            }
        }
    }
    if (g->ignore == NULL) {
        return false;
    }
    buf_clear(scratch);
    fs_dir_entry_path(dir, entry, scratch);
    return ignore_list_match(g->ignore, buf_str(scratch), entry->kind == FS_DIR);
}
