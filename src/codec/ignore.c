/*
 * Ignore patterns. The last match decides, so every pattern has its number, and the search is for
 * the highest number that matches. Three shapes are found by hashing, each a chain of numbers from
 * the highest down, keyed by
 *
 *   names   the last component     "__pycache__"  "node_modules/"
 *   exts    its last ".xyz"        "*.pyc"
 *   paths   the whole path         "/dist/"  "docs/build"
 *
 * and the rest ("others") is tried one by one from the highest down, as long as it could still win.
 */
#include "codec/ignore.h"

#include <stdint.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/path.h"
#include "base/vec.h"
#include "codec/wild_int.h"

enum { IGNORE_FLAGS = WILD_ESCAPES | WILD_CARET };

struct rule {
    struct str text; /* without '!', and without slashes at its ends */
    bool include;    /* a '!' pattern */
    bool dir_only;
    bool anchored;
    uint32_t older; /* number + 1 of the next rule in the same chain */
};

struct ignore_list {
    struct arena arena;
    VEC(struct rule) rules;
    VEC(uint32_t) others;
    struct map names, exts, paths; /* -> number + 1 of the newest rule, as a pointer */
    uint64_t fingerprint;
};

struct ignore_list *ignore_list_new(void) {
    return ALLOC(struct ignore_list);
}

void ignore_list_free(struct ignore_list *l) {
    if (l == NULL) {
        return;
    }
    map_done(&l->names);
    map_done(&l->exts);
    map_done(&l->paths);
    vec_done(&l->rules);
    vec_done(&l->others);
    arena_done(&l->arena);
    free(l);
}

static bool is_plain(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\0' || strchr("*?[\\", s.ptr[i]) != NULL) {
            return false;
        }
    }
    return true;
}

static void chain(struct map *m, struct str key, struct rule *rule, uint32_t number) {
    rule->older = (uint32_t)(uintptr_t)map_put(m, key, (void *)(uintptr_t)(number + 1));
}

/* Files the newest rule under its shape. */
static void file_rule(struct ignore_list *l) {
    uint32_t number = (uint32_t)l->rules.len - 1;
    struct rule *rule = &vec_last(&l->rules);
    struct str text = rule->text, ext = str_from_at(text, 1);
    if (is_plain(text)) {
        chain(rule->anchored ? &l->paths : &l->names, text, rule, number);
    } else if (!rule->anchored && str_starts(text, STR("*.")) && is_plain(ext) &&
               str_find_char(str_from_at(ext, 1), '.') < 0) {
        chain(&l->exts, ext, rule, number);
    } else {
        vec_push(&l->others, number);
    }
}

/* Without blanks at the end, unless the first of them is escaped. */
static struct str trim_end(struct str s) {
    if (s.len > 0 && s.ptr[s.len - 1] == '\r') {
        s.len--;
    }
    while (s.len > 0 && s.ptr[s.len - 1] == ' ' && !(s.len > 1 && s.ptr[s.len - 2] == '\\')) {
        s.len--;
    }
    return s;
}

void ignore_list_add(struct ignore_list *l, struct str pattern) {
    struct str s = trim_end(pattern);
    if (s.len == 0 || s.ptr[0] == '#') {
        return;
    }
    l->fingerprint = hash_combine(l->fingerprint, hash_str(s));
    struct rule rule = {0};
    if (s.ptr[0] == '!') {
        rule.include = true;
        s = str_from_at(s, 1);
    }
    if (str_ends(s, STR("/"))) {
        rule.dir_only = true;
        s.len--;
    }
    rule.anchored = str_find_char(s, '/') >= 0;
    while (str_starts(s, STR("/"))) {
        s = str_from_at(s, 1);
    }
    while (str_starts(s, STR("**/"))) {
        s = str_from_at(s, 3);
        rule.anchored = str_find_char(s, '/') >= 0;
        if (rule.anchored) {
            s = str_make(s.ptr - 3, s.len + 3);
            break;
        }
    }
    if (s.len == 0 || !wild__is_valid(s, IGNORE_FLAGS)) {
        return;
    }
    rule.text = arena_str(&l->arena, s);
    vec_push(&l->rules, rule);
    file_rule(l);
}

void ignore_list_add_lines(struct ignore_list *l, struct str text) {
    struct str rest = text, line;
    for (bool done = false; str_split_next(&rest, &done, '\n', &line);) {
        ignore_list_add(l, line);
    }
}

size_t ignore_list_count(const struct ignore_list *l) {
    return l->rules.len;
}

uint64_t ignore_list_fingerprint(const struct ignore_list *l) {
    return l->fingerprint;
}

static struct str cut_part(struct str *path) {
    ptrdiff_t slash = str_find_char(*path, '/');
    struct str part = slash < 0 ? *path : str_upto(*path, (size_t)slash);
    *path = slash < 0 ? STR_NULL : str_from_at(*path, (size_t)slash + 1);
    return part;
}

/* An anchored pattern against a path, component by component; `**` goes back like a star. */
static bool match_path(struct str pattern, struct str path) {
    struct str after_tree = STR_NULL, retry = STR_NULL;
    bool in_tree = false;
    while (path.len > 0 || pattern.len > 0) {
        struct str rest = pattern, want = cut_part(&rest);
        if (pattern.len > 0 && str_eq(want, STR("**"))) {
            if (rest.len == 0) {
                return path.len > 0;
            }
            pattern = after_tree = rest;
            retry = path;
            in_tree = true;
            continue;
        }
        struct str path_rest = path, have = cut_part(&path_rest);
        if (pattern.len > 0 && path.len > 0 && wild__match(want, have, IGNORE_FLAGS)) {
            pattern = rest;
            path = path_rest;
            continue;
        }
        if (!in_tree || retry.len == 0) {
            return false;
        }
        (void)cut_part(&retry);
        path = retry;
        pattern = after_tree;
    }
    return true;
}

/* The newest rule of a chain that applies to this kind of entry, as number + 1. */
static uint32_t chain_find(const struct ignore_list *l, const struct map *m, struct str key,
                           bool is_dir) {
    uint32_t at = (uint32_t)(uintptr_t)map_get(m, key);
    while (at != 0 && l->rules.data[at - 1].dir_only && !is_dir) {
        at = l->rules.data[at - 1].older;
    }
    return at;
}

static uint32_t max_u32(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

enum ignore_result ignore_list_check(const struct ignore_list *l, struct str path, bool is_dir) {
    struct str name = path_base(path);
    uint32_t best = chain_find(l, &l->names, name, is_dir);
    ptrdiff_t dot = str_rfind_char(name, '.');
    if (dot >= 0 && l->exts.count > 0) {
        best = max_u32(best, chain_find(l, &l->exts, str_from_at(name, (size_t)dot), is_dir));
    }
    if (l->paths.count > 0) {
        best = max_u32(best, chain_find(l, &l->paths, path, is_dir));
    }
    for (size_t i = l->others.len; i > 0 && l->others.data[i - 1] + 1 > best; i--) {
        const struct rule *rule = &l->rules.data[l->others.data[i - 1]];
        if (rule->dir_only && !is_dir) {
            continue;
        }
        if (rule->anchored ? match_path(rule->text, path)
                           : wild__match(rule->text, name, IGNORE_FLAGS)) {
            best = l->others.data[i - 1] + 1;
        }
    }
    if (best == 0) {
        return IGNORE_UNDECIDED;
    }
    return l->rules.data[best - 1].include ? IGNORE_INCLUDED : IGNORE_EXCLUDED;
}

bool ignore_list_match_tree(const struct ignore_list *l, struct str path, bool is_dir) {
    while (path.len > 0) {
        enum ignore_result result = ignore_list_check(l, path, is_dir);
        if (result != IGNORE_UNDECIDED) {
            return result == IGNORE_EXCLUDED;
        }
        struct str parent = path_dir(path);
        if (parent.len == path.len) {
            break;
        }
        path = parent;
        is_dir = true;
    }
    return false;
}
