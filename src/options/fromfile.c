/*
 * "@path": the value is in a file. "@?path" is fine without the file, "@path:a.b" takes a part of
 * a json, toml or yaml file, "@@x" is the text "@x".
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/path.h"
#include "codec/excerpt.h"
#include "codec/json.h"
#include "codec/toml.h"
#include "codec/yaml.h"
#include "options/options_int.h"
#include "sys/fileio.h"

typedef int parse_fn(struct arena *, struct str, struct cval *, struct err *);

enum { FILE_MAX = 64 << 20 };

static parse_fn *parser_of(struct str path) {
    struct str ext = path_ext(path);
    if (str_eq(ext, STR(".json"))) {
        return json_parse;
    }
    if (str_eq(ext, STR(".toml"))) {
        return toml_parse;
    }
    if (str_eq(ext, STR(".yaml")) || str_eq(ext, STR(".yml"))) {
        return yaml_parse;
    }
    return NULL;
}

/* Where "a.b" leads in the tree, or NULL. Numbers are places in lists. */
static const struct cval *dig(const struct cval *tree, struct str keys) {
    struct str key;
    for (bool done = false; tree != NULL && str_split_next(&keys, &done, '.', &key);) {
        if (tree->kind == CVAL_LIST) {
            uint32_t at = 0;
            for (size_t i = 0; i < key.len; i++) {
                if (key.ptr[i] < '0' || key.ptr[i] > '9' || at > 100000000) {
                    return NULL;
                }
                at = at * 10 + (uint32_t)(key.ptr[i] - '0');
            }
            tree = key.len > 0 && at < tree->list.len ? &tree->list.items[at] : NULL;
        } else {
            tree = cval_get(tree, key);
        }
    }
    return tree;
}

/* Splits "path.json:a.b" where the part before the colon has a parser. */
static struct str cut_keys(struct str path, struct str *ret_keys) {
    ptrdiff_t colon = str_rfind_char(path, ':');
    *ret_keys = STR_NULL;
    if (colon > 0 && parser_of(str_upto(path, (size_t)colon)) != NULL) {
        *ret_keys = str_from_at(path, (size_t)colon + 1);
        return str_upto(path, (size_t)colon);
    }
    return path;
}

/* Reads the file; FILE_ABSENT when it is optional and missing. */
static int read_file(struct options *o, struct str what, struct str path, bool optional,
                     struct buf *out, struct err *e) {
    cleanup_(freep) char *full = path_join_dup(o->build_root, path);
    int fd = open(full, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        if (optional && (errno == ENOENT || errno == ENOTDIR)) {
            return FILE_ABSENT;
        }
        return err_set(e, ERR_USAGE, "Problem reading %.*s for %.*s: %s", STR_FMT(path),
                       STR_FMT(what), strerror(errno));
    }
    int r = fd_read_all(fd, FILE_MAX, out, e);
    (void)close(fd);
    if (r < 0) {
        err_context(e, "Problem reading %.*s for %.*s", STR_FMT(path), STR_FMT(what));
    }
    return r;
}

static int parse_tree(struct options *o, struct str what, struct str path, struct str keys,
                      struct str text, struct fromfile *ret, struct err *e) {
    struct cval tree;
    struct err cause = ERR_INIT;
    if (parser_of(path)(&o->arena, text, &tree, &cause) < 0) {
        cleanup_(buf_done) struct buf shown = BUF_INIT;
        excerpt_add_for(text, cause.msg, &shown);
        return err_set(e, ERR_USAGE, "Problem reading %.*s for %.*s: %s%s", STR_FMT(path),
                       STR_FMT(what), cause.msg, shown.data != NULL ? shown.data : "");
    }
    const struct cval *part = keys.ptr != NULL ? dig(&tree, keys) : &tree;
    if (part == NULL) {
        return err_set(e, ERR_USAGE,
                       "Problem reading %.*s for %.*s: the file has nothing at `%.*s`",
                       STR_FMT(path), STR_FMT(what), STR_FMT(keys));
    }
    ret->kind = FROMFILE_TREE;
    ret->tree = *part;
    return 0;
}

int fromfile__expand(struct options *o, struct str what, struct str text, bool prefer_tree,
                     struct fromfile *ret, struct err *e) {
    *ret = (struct fromfile){.kind = FROMFILE_TEXT, .text = text};
    if (!str_starts(text, STR("@"))) {
        return 0;
    }
    text = str_from_at(text, 1);
    if (str_starts(text, STR("@"))) {
        ret->text = text;
        return 0;
    }
    bool optional = str_starts(text, STR("?"));
    struct str keys, path = cut_keys(str_from_at(text, optional ? 1 : 0), &keys);
    cleanup_(buf_done) struct buf content = BUF_INIT;
    int r = read_file(o, what, path, optional, &content, e);
    if (r == FILE_ABSENT) {
        ret->kind = FROMFILE_UNSET;
        options__note(o, LOG_WARN, "Optional file %.*s for %.*s does not exist; it is left out.",
                      STR_FMT(path), STR_FMT(what));
        return 0;
    }
    if (r < 0) {
        return r;
    }
    ret->path = arena_str(&o->arena, path);
    if (keys.ptr != NULL || (prefer_tree && parser_of(path) != NULL)) {
        return parse_tree(o, what, path, keys, buf_str(&content), ret, e);
    }
    if (!str_is_utf8(buf_str(&content))) {
        return err_set(e, ERR_USAGE, "Problem reading %.*s for %.*s: the file is not UTF-8 text",
                       STR_FMT(path), STR_FMT(what));
    }
    ret->text = arena_str(&o->arena, buf_str(&content));
    return 0;
}
