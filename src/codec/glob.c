/*
 * Globs. A component is sorted into its kind when it is compiled, so that the common ones (a
 * literal, `*`, `*.py`) are matched without the wildcard matcher. A path is matched component by
 * component; on a mismatch the last `**` swallows one more.
 */
#include "codec/glob.h"

#include "codec/wild_int.h"

bool glob_has_wildcard(struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '*' || text.ptr[i] == '?' || text.ptr[i] == '[') {
            return true;
        }
    }
    return false;
}

void glob_escape(struct str text, struct buf *out) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '*' || text.ptr[i] == '?' || text.ptr[i] == '[') {
            buf_addf(out, "[%c]", text.ptr[i]);
        } else {
            buf_add_char(out, text.ptr[i]);
        }
    }
}

static enum glob_kind part_kind(struct str text, struct str *ret_literal) {
    *ret_literal = text;
    if (str_eq(text, STR("**"))) {
        return GLOB_TREE;
    }
    if (str_eq(text, STR(".."))) {
        return GLOB_PARENT;
    }
    if (!glob_has_wildcard(text)) {
        return GLOB_LITERAL;
    }
    if (text.len == 1 && text.ptr[0] == '*') {
        return GLOB_ANY;
    }
    *ret_literal = str_from_at(text, 1);
    if (text.ptr[0] == '*' && !glob_has_wildcard(*ret_literal)) {
        return GLOB_SUFFIX;
    }
    *ret_literal = str_upto(text, text.len - 1);
    if (text.ptr[text.len - 1] == '*' && !glob_has_wildcard(*ret_literal)) {
        return GLOB_PREFIX;
    }
    *ret_literal = STR_NULL;
    return GLOB_PATTERN;
}

int glob_part_compile(struct arena *a, struct str text, struct glob_part *ret, struct err *e) {
    if (text.len == 0) {
        return err_set(e, ERR_USAGE, "A glob may not be empty.");
    }
    if (str_find_char(text, '/') >= 0) {
        return err_set(e, ERR_USAGE, "The glob `%.*s` must not contain a '/'.", STR_FMT(text));
    }
    if (text.len > 2 && str_find(text, STR("**")) >= 0) {
        return err_set(e, ERR_USAGE,
                       "In `%.*s`, `**` must stand alone between slashes; use `*` to match "
                       "inside a name.",
                       STR_FMT(text));
    }
    if (!wild__is_valid(text, WILD_PLAIN)) {
        return err_set(e, ERR_USAGE,
                       "In `%.*s`, a `[` is never closed; write `[[]` to match the "
                       "character itself.",
                       STR_FMT(text));
    }
    ret->text = arena_str(a, text);
    ret->kind = part_kind(ret->text, &ret->literal);
    return 0;
}

bool glob_part_match(const struct glob_part *p, struct str name) {
    switch (p->kind) {
    case GLOB_LITERAL:
        return str_eq(p->literal, name);
    case GLOB_ANY:
    case GLOB_TREE:
        return true;
    case GLOB_PREFIX:
        return str_starts(name, p->literal);
    case GLOB_SUFFIX:
        return str_ends(name, p->literal);
    case GLOB_PATTERN:
        return wild__match(p->text, name, WILD_PLAIN);
    case GLOB_PARENT:
        break;
    }
    return false;
}

int glob_compile(struct arena *a, struct str text, struct glob *ret, struct err *e) {
    if (text.len == 0) {
        return err_set(e, ERR_USAGE, "A glob may not be empty.");
    }
    if (text.ptr[0] == '/') {
        return err_set(e, ERR_USAGE,
                       "The glob `%.*s` is absolute; globs are relative to where they are written.",
                       STR_FMT(text));
    }
    size_t most = 1;
    for (size_t i = 0; i < text.len; i++) {
        most += text.ptr[i] == '/';
    }
    struct glob_part *parts = ARENA_ARRAY(a, struct glob_part, most);
    size_t count = 0;
    bool literal = true;
    struct str rest = text, piece;
    for (bool done = false; str_split_next(&rest, &done, '/', &piece);) {
        if (piece.len == 0 || str_eq(piece, STR("."))) {
            continue;
        }
        int r = glob_part_compile(a, piece, &parts[count], e);
        if (r < 0) {
            return r;
        }
        if (count > 0 && parts[count].kind == GLOB_TREE && parts[count - 1].kind == GLOB_TREE) {
            continue;
        }
        literal = literal && parts[count].kind == GLOB_LITERAL;
        count++;
    }
    *ret = (struct glob){
        .parts = parts, .count = count, .text = arena_str(a, text), .literal = literal};
    return 0;
}

/* Cuts the first component off *path; false when there is none left. */
static bool cut(struct str *path, struct str *ret_name) {
    if (path->len == 0) {
        return false;
    }
    ptrdiff_t slash = str_find_char(*path, '/');
    *ret_name = slash < 0 ? *path : str_upto(*path, (size_t)slash);
    *path = slash < 0 ? STR_NULL : str_from_at(*path, (size_t)slash + 1);
    return true;
}

bool glob_match(const struct glob *g, struct str path) {
    size_t at = 0, after_tree = 0;
    bool in_tree = false;
    struct str retry = STR_NULL, name;
    while (path.len > 0 || at < g->count) {
        if (at < g->count && g->parts[at].kind == GLOB_TREE) {
            if (at + 1 == g->count) {
                return path.len > 0;
            }
            after_tree = ++at;
            retry = path;
            in_tree = true;
            continue;
        }
        struct str rest = path;
        if (at < g->count && cut(&rest, &name) && glob_part_match(&g->parts[at], name)) {
            path = rest;
            at++;
            continue;
        }
        if (!in_tree || !cut(&retry, &name)) {
            return false;
        }
        path = retry;
        at = after_tree;
    }
    return true;
}

bool glob_fnmatch(struct str pattern, struct str text) {
    return wild__match(pattern, text, WILD_LOOSE);
}
