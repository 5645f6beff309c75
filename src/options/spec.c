/* Command-line specs: the grammar is that of addresses, with globs and folders besides. */
#include "options/spec.h"

#include "base/path.h"

/* The folder that relative specs count from, below the build root. Fails when it is outside. */
static int working_folder(const struct spec_context *c, struct buf *out, struct err *e) {
    struct str folder = c->working_dir;
    cleanup_(buf_done) struct buf full = BUF_INIT;
    if (str_starts(folder, STR("/"))) {
        (void)path_normalise(&full, folder);
        if (!path_is_within(buf_str(&full), c->build_root)) {
            return err_set(e, ERR_USAGE,
                           "The working directory %.*s lies outside the build root %.*s, so specs "
                           "that are relative to it cannot be used; start them with `//`.",
                           STR_FMT(folder), STR_FMT(c->build_root));
        }
        folder = str_from_at(buf_str(&full), c->build_root.len);
        while (str_starts(folder, STR("/"))) {
            folder = str_from_at(folder, 1);
        }
    }
    buf_add_str(out, folder);
    return 0;
}

/* The path of a spec, relative to the build root and normalised. */
static int resolve_path(struct arena *a, const struct spec_context *c, struct str path,
                        struct str *ret, struct err *e) {
    cleanup_(buf_done) struct buf joined = BUF_INIT, out = BUF_INIT;
    if (str_starts(path, STR("//"))) {
        buf_add_str(&joined, str_from_at(path, 2));
    } else if (str_starts(path, STR("/"))) {
        (void)path_normalise(&joined, path);
        if (!path_is_within(buf_str(&joined), c->build_root)) {
            return err_set(e, ERR_USAGE, "The absolute path %.*s is not in the build root %.*s.",
                           STR_FMT(path), STR_FMT(c->build_root));
        }
        struct str below = str_from_at(buf_str(&joined), c->build_root.len);
        (void)path_normalise(&out, str_starts(below, STR("/")) ? str_from_at(below, 1) : below);
        *ret = arena_str(a, buf_str(&out));
        return 0;
    } else {
        int r = working_folder(c, &joined, e);
        if (r < 0) {
            return r;
        }
        buf_add_char(&joined, '/');
        buf_add_str(&joined, path);
    }
    struct str relative = buf_str(&joined);
    while (str_starts(relative, STR("/"))) {
        relative = str_from_at(relative, 1);
    }
    if (path_normalise(&out, relative) != 0) {
        return err_set(e, ERR_USAGE, "The path %.*s leads out of the build root %.*s.",
                       STR_FMT(path), STR_FMT(c->build_root));
    }
    *ret = arena_str(a, buf_str(&out));
    return 0;
}

static enum spec_kind path_kind(const struct spec_context *c, struct str path) {
    if (str_find_char(path, '*') >= 0) {
        return SPEC_FILE_GLOB;
    }
    /* A name that only starts with dots has no suffix (".dir", "..x"). */
    struct str name = path_base(path);
    while (str_starts(name, STR("."))) {
        name = str_from_at(name, 1);
    }
    if (str_find_char(name, '.') >= 0) {
        return SPEC_FILE;
    }
    if (path.len > 0 && c->probe != NULL && c->probe(c->user, path) == SPEC_PROBE_FILE) {
        return SPEC_FILE;
    }
    return SPEC_DIR;
}

int spec_parse(struct arena *a, const struct spec_context *context, struct str text,
               struct spec *ret, struct err *e) {
    struct spec spec = {.original = text, .ignore = str_starts(text, STR("-"))};
    struct str body = spec.ignore ? str_from_at(text, 1) : text;
    struct address_parts parts;
    int r = address_split(a, body, &parts, NULL, e);
    if (r < 0) {
        return r;
    }
    r = resolve_path(a, context, parts.path, &spec.path, e);
    if (r < 0) {
        return r;
    }
    bool named = parts.target.ptr != NULL || parts.generated.ptr != NULL || parts.param_count > 0;
    if (parts.wildcard != ADDRESS_NO_WILDCARD) {
        if (named) {
            return err_set(e, ERR_USAGE,
                           "The spec `%.*s` names a target and ends in a wildcard; use one of the "
                           "two.",
                           STR_FMT(text));
        }
        spec.kind = parts.wildcard == ADDRESS_TREE ? SPEC_TREE : SPEC_DIR_GLOB;
    } else if (named) {
        spec.kind = SPEC_ADDRESS;
        spec.target = parts.target;
        spec.generated = parts.generated;
        struct address_param *params = ARENA_ARRAY(a, struct address_param, parts.param_count + 1);
        if (parts.param_count > 0) {
            memcpy(params, parts.params, parts.param_count * sizeof *params);
        }
        address_params_sort(params, parts.param_count);
        spec.params = params;
        spec.param_count = parts.param_count;
    } else {
        spec.kind = path_kind(context, spec.path);
    }
    *ret = spec;
    return 0;
}

void spec_format(const struct spec *spec, struct buf *out) {
    buf_addz(out, spec->ignore ? "-" : "");
    if (spec->path.len == 0) {
        buf_addz(out, spec->kind == SPEC_ADDRESS ? "//" : spec->kind == SPEC_DIR ? "." : "");
    }
    buf_add_str(out, spec->path);
    switch (spec->kind) {
    case SPEC_ADDRESS:
        if (spec->target.ptr != NULL) {
            buf_add_char(out, ':');
            buf_add_str(out, spec->target);
        }
        if (spec->generated.ptr != NULL) {
            buf_add_char(out, '#');
            buf_add_str(out, spec->generated);
        }
        address_params_repr(spec->params, spec->param_count, out);
        break;
    case SPEC_DIR_GLOB:
        buf_add_char(out, ':');
        break;
    case SPEC_TREE:
        buf_addz(out, "::");
        break;
    default:
        break;
    }
}
