/*
 * Config files: TOML with one table a scope, and %(name)s in strings.
 *
 * A placeholder names, in this order: env.X (a variable), a key of the same table, a key of
 * [DEFAULT], or one of the seeds (buildroot, homedir, user, pants_workdir, pants_distdir). What
 * it stands for may hold placeholders itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/path.h"
#include "codec/excerpt.h"
#include "codec/toml.h"
#include "options/options_int.h"
#include "sys/fileio.h"

enum { FILE_MAX = 64 << 20, MAX_DEPTH = 30 };

/* Where a string with placeholders stands. */
struct place {
    struct options *o;
    struct str path;
    const struct cval *root;
    const struct cpair *section;
    const struct cpair *pair; /* the key of the section */
    uint32_t line, column;    /* of the string */
    struct err *e;
};

struct str config__section(struct str scope) {
    return scope.len == 0 ? STR("GLOBAL") : scope;
}

static bool seed(struct options *o, struct str name, struct buf *out) {
    static const struct {
        const char *option, *fallback;
    } folders[] = {{"pants_workdir", ".pants.d/workdir"}, {"pants_distdir", "dist"}};
    struct str value;
    if (str_eq(name, STR("buildroot"))) {
        buf_add_str(out, o->build_root);
        return true;
    }
    if (str_eq(name, STR("homedir"))) {
        return options_env(o, STR("HOME"), &value) && (buf_add_str(out, value), true);
    }
    if (str_eq(name, STR("user"))) {
        bool known = options_env(o, STR("USER"), &value) || options_env(o, STR("LOGNAME"), &value);
        return known && (buf_add_str(out, value), true);
    }
    for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
        if (str_eqz(name, folders[i].option)) {
            struct option_decl decl = {.name = name};
            struct option_value set;
            value = str_from(folders[i].fallback);
            if (eval__option(o, STR_NULL, &decl, &set, NULL) == 0 && set.value->kind == CVAL_STR) {
                value = set.value->s;
            }
            path_join(out, o->build_root, value);
            return true;
        }
    }
    return false;
}

static int expand(const struct place *p, struct str text, unsigned depth, struct buf *out);

/* The text of a placeholder's name; 1 when nothing has that name. */
static int look_up(const struct place *p, struct str name, unsigned depth, struct buf *out) {
    struct str value;
    if (str_starts(name, STR("env."))) {
        if (!options_env(p->o, str_from_at(name, 4), &value)) {
            return 1;
        }
        buf_add_str(out, value);
        return 0;
    }
    const struct cval *found = cval_get(&p->section->value, name);
    if (found == NULL || found->kind == CVAL_TABLE || found->kind == CVAL_LIST) {
        found = cval_get(cval_getz(p->root, "DEFAULT"), name);
    }
    if (found == NULL || found->kind == CVAL_TABLE || found->kind == CVAL_LIST) {
        return seed(p->o, name, out) ? 0 : 1;
    }
    if (found->kind == CVAL_STR) {
        return expand(p, found->s, depth + 1, out);
    }
    option_value_text(found, out);
    return 0;
}

static bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

/* The name of the placeholder that text starts with; empty when there is none. */
static struct str placeholder(struct str text) {
    if (!str_starts(text, STR("%("))) {
        return STR_NULL;
    }
    size_t end = 2;
    while (end < text.len && is_name_char(text.ptr[end])) {
        end++;
    }
    if (end == 2 || !str_starts(str_from_at(text, end), STR(")s"))) {
        return STR_NULL;
    }
    return str_make(text.ptr + 2, end - 2);
}

static int fail_placeholder(const struct place *p, struct str name) {
    struct str section = p->section->key;
    if (str_starts(name, STR("env."))) {
        return err_set(p->e, ERR_USAGE,
                       "%.*s:%u:%u: [%.*s] %.*s: `%%(%.*s)s` stands for the environment variable "
                       "%.*s, which is not set.",
                       STR_FMT(p->path), p->line, p->column, STR_FMT(section),
                       STR_FMT(p->pair->key), STR_FMT(name), STR_FMT(str_from_at(name, 4)));
    }
    return err_set(p->e, ERR_USAGE,
                   "%.*s:%u:%u: [%.*s] %.*s: `%%(%.*s)s` stands for nothing: it may name a key of "
                   "[%.*s] or [DEFAULT], buildroot, homedir, user, pants_workdir or pants_distdir; "
                   "a variable of the environment is written `%%(env.%.*s)s`.",
                   STR_FMT(p->path), p->line, p->column, STR_FMT(section), STR_FMT(p->pair->key),
                   STR_FMT(name), STR_FMT(section), STR_FMT(name));
}

static int expand(const struct place *p, struct str text, unsigned depth, struct buf *out) {
    if (depth > MAX_DEPTH) {
        return err_set(
            p->e, ERR_USAGE, "%.*s:%u:%u: [%.*s] %.*s: The placeholders lead back to themselves.",
            STR_FMT(p->path), p->line, p->column, STR_FMT(p->section->key), STR_FMT(p->pair->key));
    }
    while (text.len > 0) {
        struct str name = placeholder(text);
        if (name.len == 0) {
            buf_add_char(out, text.ptr[0]);
            text = str_from_at(text, 1);
            continue;
        }
        int r = look_up(p, name, depth, out);
        if (r == 1) {
            return fail_placeholder(p, name);
        }
        if (r < 0) {
            return r;
        }
        text = str_from_at(text, name.len + 4);
    }
    return buf_ok(out) && out->len < FILE_MAX
               ? 0
               : err_set(p->e, ERR_USAGE, "%.*s:%u:%u: The value becomes too long.",
                         STR_FMT(p->path), p->line, p->column);
}

static int interpolate(struct place *p, struct cval *v) {
    int r = 0;
    if (v->kind == CVAL_STR && str_find(v->s, STR("%(")) >= 0) {
        cleanup_(buf_done) struct buf out = BUF_INIT;
        p->line = v->line;
        p->column = v->column;
        r = expand(p, v->s, 0, &out);
        if (r == 0) {
            v->s = arena_str(&p->o->arena, buf_str(&out));
        }
    } else if (v->kind == CVAL_LIST) {
        for (uint32_t i = 0; i < v->list.len && r == 0; i++) {
            r = interpolate(p, &v->list.items[i]);
        }
    } else if (v->kind == CVAL_TABLE) {
        for (uint32_t i = 0; i < v->table->len && r == 0; i++) {
            r = interpolate(p, &v->table->pairs[i].value);
        }
    }
    return r;
}

static int interpolate_file(struct options *o, struct str path, struct cval *root, struct err *e) {
    for (uint32_t s = 0; s < root->table->len; s++) {
        struct cpair *section = &root->table->pairs[s];
        if (section->value.kind != CVAL_TABLE) {
            return err_set(e, ERR_USAGE,
                           "%.*s:%u:%u: `%.*s` stands outside of any table. Put it under the "
                           "table of its scope, for instance [GLOBAL].",
                           STR_FMT(path), section->line, section->column, STR_FMT(section->key));
        }
        for (uint32_t k = 0; k < section->value.table->len; k++) {
            struct cpair *pair = &section->value.table->pairs[k];
            struct place place = {
                .o = o, .path = path, .root = root, .section = section, .pair = pair, .e = e};
            int r = interpolate(&place, &pair->value);
            if (r < 0) {
                return r;
            }
        }
    }
    return 0;
}

int config__add(struct options *o, struct str path, struct str text, struct err *e) {
    struct config_source source = {.path = arena_str(&o->arena, path)};
    struct err inner = ERR_INIT;
    int r = toml_parse(&o->arena, text, &source.root, &inner);
    if (r < 0) {
        /* "file:line:column: sentence" and the line */
        cleanup_(buf_done) struct buf shown = BUF_INIT;
        excerpt_add_for(text, inner.msg, &shown);
        return err_set(e, ERR_USAGE, "%.*s:%s%s", STR_FMT(path), inner.msg,
                       shown.data != NULL ? shown.data : "");
    }
    r = interpolate_file(o, source.path, &source.root, e);
    if (r == 0) {
        vec_push(&o->sources, source);
        vec_push(&o->config_files, source.path);
        o->generation++;
    }
    return r;
}

/* The path as messages show it: below the build root, or as it is. */
static struct str shown_path(const struct options *o, struct str full) {
    if (full.len > o->build_root.len && path_is_within(full, o->build_root)) {
        return str_from_at(full, o->build_root.len + (o->build_root.len > 1 ? 1 : 0));
    }
    return full;
}

int config__load(struct options *o, struct str path, bool required, struct err *e) {
    cleanup_(buf_done) struct buf joined = BUF_INIT, full = BUF_INIT, text = BUF_INIT;
    struct str home;
    if (str_starts(path, STR("~/")) && options_env(o, STR("HOME"), &home)) {
        path_join(&joined, home, str_from_at(path, 2));
    } else {
        path_join(&joined, o->build_root, path);
    }
    (void)path_normalise(&full, buf_str(&joined));
    int r = file_read(full.data, FILE_MAX, &text, e);
    if (r == FILE_ABSENT) {
        if (!required) {
            return 0;
        }
        return err_set(e, ERR_USAGE,
                       "The config file %s does not exist; `--pants-config-files`, or the variable "
                       "PANTS_CONFIG_FILES, names it.",
                       full.data);
    }
    if (r < 0) {
        struct str shown = shown_path(o, buf_str(&full));
        err_context(e, "%.*s: This config file cannot be read", STR_FMT(shown));
        return r;
    }
    return config__add(o, shown_path(o, buf_str(&full)), buf_str(&text), e);
}
