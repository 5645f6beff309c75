/*
 * The order in which a run learns its options:
 *
 *   build root -> .pants.bootstrap -> config files (named by flags and variables)
 *              -> rc files (named by what is known so far) -> aliases -> the global scope
 *
 * Until goals are known, every flag counts as one of the global context.
 */
#include "base/path.h"
#include "options/buildroot.h"
#include "options/options_int.h"

/* A list of paths, as flags, variables and files so far have it. */
static int eval_paths(struct options *o, const char *name, const char *const *defaults,
                      struct option_value *ret, struct err *e) {
    struct option_decl decl = {
        .name = str_from(name), .type = OPTION_LIST, .member_type = OPTION_STR};
    decl.default_value = cval_list();
    for (; *defaults != NULL; defaults++) {
        cval_push(&o->arena, &decl.default_value, cval_str(&o->arena, str_from(*defaults)));
    }
    return eval__option(o, STR_NULL, &decl, ret, e);
}

static int load_config_files(struct options *o, struct err *e) {
    static const char *const defaults[] = {"pants.toml", NULL};
    struct option_value files;
    int r = eval_paths(o, "pants_config_files", defaults, &files, e);
    for (uint32_t i = 0; r == 0 && i < files.value->list.len; i++) {
        struct str path = files.value->list.items[i].s;
        r = config__load(o, path, !str_eq(path, STR("pants.toml")), e);
    }
    return r;
}

static int load_rc_files(struct options *o, struct err *e) {
    static const char *const defaults[] = {"/etc/pantsrc", "~/.pants.rc", ".pants.rc", NULL};
    static const struct option_decl wanted = {.name = {"pantsrc", 7},
                                              .type = OPTION_BOOL,
                                              .default_value = {.kind = CVAL_BOOL, .b = true}};
    struct option_value use, files;
    int r = eval__option(o, STR_NULL, &wanted, &use, e);
    if (r < 0 || !use.value->b) {
        return r;
    }
    r = eval_paths(o, "pantsrc_files", defaults, &files, e);
    for (uint32_t i = 0; r == 0 && i < files.value->list.len; i++) {
        r = config__load(o, files.value->list.items[i].s, false, e);
    }
    return r;
}

static int load_sources(struct options *o, struct err *e) {
    int r = 0;
    if (o->in.source_count == 0 && !o->in.fixed_sources) {
        r = load_config_files(o, e);
        return r < 0 ? r : load_rc_files(o, e);
    }
    for (size_t i = 0; i < o->in.source_count && r == 0; i++) {
        r = config__add(o, o->in.sources[i].path, o->in.sources[i].text, e);
    }
    return r;
}

static int find_root(struct options *o, struct err *e) {
    struct str override = STR_NULL;
    cleanup_(freep) char *found = NULL;
    if (o->in.build_root.len > 0) {
        found = str_dup(o->in.build_root);
    } else {
        (void)options_env(o, STR("PANTS_BUILDROOT_OVERRIDE"), &override);
        int r = buildroot_find(o->in.cwd, override, &found, e);
        if (r < 0) {
            return r;
        }
    }
    struct str root = str_from(found), cwd = o->in.cwd;
    while (root.len > 1 && str_ends(root, STR("/"))) {
        root.len--;
    }
    o->build_root = arena_str(&o->arena, root);
    o->rel_cwd = STR("");
    if (path_is_within(cwd, root) && cwd.len > root.len) {
        o->rel_cwd = arena_str(&o->arena, str_from_at(cwd, root.len + (root.len > 1 ? 1 : 0)));
    }
    return 0;
}

/* A repository may pin another version: it runs, and hears of it once. */
static int note_version_pin(struct options *o, struct err *e) {
    static const struct option_decl decl = {.name = {"pants_version", 13}, .type = OPTION_STR};
    struct option_value pin;
    if (o->in.version.len == 0 || eval__option(o, STR_NULL, &decl, &pin, NULL) < 0 ||
        pin.value->kind != CVAL_STR || version__cmp(pin.value->s, o->in.version) == 0) {
        return 0;
    }
    if (!version__valid(pin.value->s)) {
        return err_set(e, ERR_USAGE,
                       "%.*s: [GLOBAL] pants_version: `%.*s` is no version; write one like `%.*s`, "
                       "or none.",
                       STR_FMT(pin.detail), STR_FMT(pin.value->s), STR_FMT(o->in.version));
    }
    options__note(o, LOG_INFO,
                  "%.*s asks for pants_version %.*s; this is %.*s and runs it as it is.",
                  STR_FMT(pin.detail), STR_FMT(pin.value->s), STR_FMT(o->in.version));
    return 0;
}

int options_bootstrap(struct options *o, struct pval table, struct err *e) {
    o->table = table;
    environ__init(o);
    int r = find_root(o, e);
    r = r < 0 ? r : script__run(o, e);
    for (size_t i = 0; i < o->in.argc; i++) {
        struct str arg = str_from(o->in.argv[i]);
        if (r == 0 && !str_is_utf8(arg)) {
            r = err_set(e, ERR_USAGE, "Argument %zu of the command line is not UTF-8.", i + 1);
        }
        vec_push(&o->args, arg);
    }
    r = r < 0 ? r : args__split(o, true, e);
    r = r < 0 ? r : load_sources(o, e);
    r = r < 0 ? r : alias__expand(o, e);
    r = r < 0 ? r : args__split(o, true, e);
    if (r == 0 && !pval_is_none(table)) {
        r = options_enable_scope(o, STR(""), e);
    }
    if (r == 0) {
        r = note_version_pin(o, e);
    }
    return r;
}
