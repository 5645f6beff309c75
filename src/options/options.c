/*
 * struct options: its life, its scopes, and the values kept.
 *
 * A value is kept with the generation it was found in; whatever could change an answer (a config
 * file, the command line split anew) counts the generation up.
 */
#include "options/options.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/path.h"
#include "options/options_int.h"
#include "options/retired.h"

struct options *options_new(const struct options_inputs *inputs) {
    struct options *o = ALLOC(struct options);
    o->in = *inputs;
    o->generation = 1;
    return o;
}

void options_free(struct options *o) {
    if (o == NULL) {
        return;
    }
    for (size_t i = 0; i < o->scopes.len; i++) {
        vec_done(&o->scopes.data[i]->options);
        map_done(&o->scopes.data[i]->by_name);
    }
    vec_done(&o->scopes);
    map_done(&o->scope_by_name);
    map_done(&o->env);
    map_done(&o->retired_seen);
    vec_done(&o->sources);
    vec_done(&o->config_files);
    vec_done(&o->args);
    vec_done(&o->flags);
    vec_done(&o->goals);
    vec_done(&o->unknown_goals);
    vec_done(&o->specs);
    vec_done(&o->passthrough);
    vec_done(&o->notes);
    vec_done(&o->retired);
    vec_done(&o->problems);
    arena_done(&o->arena);
    free(o);
}

struct str options_build_root(const struct options *o) {
    return o->build_root;
}

struct str options_rel_cwd(const struct options *o) {
    return o->rel_cwd;
}

const struct str *options_config_files(const struct options *o, size_t *ret_count) {
    *ret_count = o->config_files.len;
    return o->config_files.data;
}

void options__note(struct options *o, enum log_level level, const char *fmt, ...) {
    cleanup_(buf_done) struct buf text = BUF_INIT;
    va_list args;
    va_start(args, fmt);
    buf_vaddf(&text, fmt, args);
    va_end(args);
    /* The same thing is said once: values may be evaluated again. */
    for (size_t i = 0; i < o->notes.len; i++) {
        if (str_eq(o->notes.data[i].text, buf_str(&text))) {
            return;
        }
    }
    struct options_note note = {.level = level, .text = arena_str(&o->arena, buf_str(&text))};
    vec_push(&o->notes, note);
}

bool options_note_next(struct options *o, struct options_note *ret) {
    if (o->notes_taken < o->notes.len) {
        *ret = o->notes.data[o->notes_taken++];
        return true;
    }
    if (!o->retired_open) {
        return false;
    }
    cleanup_(buf_done) struct buf names = BUF_INIT;
    for (size_t i = 0; i < o->retired.len; i++) {
        buf_addz(&names, i > 0 ? ", " : "");
        buf_add_str(&names, o->retired.data[i]);
    }
    o->retired_open = false;
    ret->level = LOG_WARN;
    ret->text = arena_printf(
        &o->arena, "Names of earlier releases are accepted and have no effect: %s.", names.data);
    vec_clear(&o->retired);
    return true;
}

void options_note_retired(struct options *o, const char *what, struct str name,
                          struct str last_release) {
    struct str text = arena_printf(&o->arena, "%s %.*s (last in %.*s)", what, STR_FMT(name),
                                   STR_FMT(last_release));
    if (map_put(&o->retired_seen, text, o) == NULL) {
        vec_push(&o->retired, text);
        o->retired_open = true;
    }
}

struct scope_entry *options__scope(const struct options *o, struct str name) {
    return map_get(&o->scope_by_name, name);
}

static struct scope_entry *add_scope(struct options *o, struct str name) {
    struct scope_entry *scope = ARENA_NEW(&o->arena, struct scope_entry);
    scope->name = arena_str(&o->arena, name);
    vec_push(&o->scopes, scope);
    (void)map_put(&o->scope_by_name, scope->name, scope);
    return scope;
}

static struct option_entry *add_option(struct options *o, struct scope_entry *scope,
                                       const struct option_decl *decl) {
    struct option_entry *entry = ARENA_NEW(&o->arena, struct option_entry);
    entry->decl = *decl;
    vec_push(&scope->options, entry);
    (void)map_put(&scope->by_name, decl->name, entry);
    return entry;
}

void options__load(struct options *o, struct scope_entry *scope) {
    struct pval options = scope->pending, key, value;
    scope->pending = PVAL_NONE;
    for (uint32_t i = 0; i < pval_len(options); i++) {
        struct option_decl decl;
        pval_pair(options, i, &key, &value);
        option_decl_from_pack(&o->arena, pval_str(key), value, &decl);
        (void)add_option(o, scope, &decl);
    }
}

struct option_entry *options__option(struct options *o, struct scope_entry *scope,
                                     struct str name) {
    options__load(o, scope);
    return map_get(&scope->by_name, name);
}

int options_enable_scope(struct options *o, struct str name, struct err *e) {
    struct pval node;
    if (options__scope(o, name) != NULL) {
        return 0;
    }
    if (!pval_find(pval_getz(o->table, "scopes"), name, &node)) {
        return err_set(e, ERR_NOTFOUND, "There is no option scope named `%.*s`.", STR_FMT(name));
    }
    struct scope_entry *scope = add_scope(o, name);
    scope->is_goal = pval_bool(pval_getz(node, "is_goal"));
    scope->deprecated_scope = pval_str(pval_getz(node, "deprecated_scope"));
    scope->deprecated_removal = pval_str(pval_getz(node, "deprecated_scope_removal_version"));
    scope->pending = pval_getz(node, "options");
    return 0;
}

/* A copy whose strings and values lie in our arena. */
static struct option_decl copy_decl(struct arena *a, const struct option_decl *d) {
    struct option_decl copy = *d;
    struct str *strings[] = {&copy.name,
                             &copy.default_name,
                             &copy.type_name,
                             &copy.custom_type,
                             &copy.removal_version,
                             &copy.removal_hint,
                             &copy.deprecation_start_version,
                             &copy.mutually_exclusive_group};
    for (size_t i = 0; i < ARRAY_LEN(strings); i++) {
        *strings[i] = arena_str(a, *strings[i]);
    }
    struct str *flags = ARENA_ARRAY(a, struct str, d->flag_count + 1);
    for (size_t i = 0; i < d->flag_count; i++) {
        flags[i] = arena_str(a, d->flags[i]);
    }
    struct cval *choices = ARENA_ARRAY(a, struct cval, d->choice_count + 1);
    for (size_t i = 0; i < d->choice_count; i++) {
        choices[i] = cval_copy(a, &d->choices[i]);
    }
    copy.flags = flags;
    copy.choices = choices;
    copy.default_value = cval_copy(a, &d->default_value);
    return copy;
}

static int check_decl(struct options *o, struct scope_entry *scope, const struct option_decl *d,
                      struct err *e) {
    struct str section = config__section(scope->name);
    if (d->name.len == 0) {
        return err_set(e, ERR_USAGE, "An option of [%.*s] has no name.", STR_FMT(section));
    }
    if (options__option(o, scope, d->name) != NULL) {
        return err_set(e, ERR_CONFLICT,
                       "The option `%.*s` of [%.*s] is declared twice; one of the two must take "
                       "another name.",
                       STR_FMT(d->name), STR_FMT(section));
    }
    if (d->type == OPTION_BOOL && str_starts(d->name, STR("no_"))) {
        return err_set(e, ERR_USAGE,
                       "The boolean option `%.*s` of [%.*s] must not start with `no_`: the flag "
                       "`--no-...` negates.",
                       STR_FMT(d->name), STR_FMT(section));
    }
    return 0;
}

int options_declare(struct options *o, const struct scope_decl *decl, struct err *e) {
    struct scope_entry *scope = options__scope(o, decl->scope);
    if (scope == NULL) {
        scope = add_scope(o, decl->scope);
    }
    scope->is_goal = scope->is_goal || decl->is_goal;
    if (decl->deprecated_scope.len > 0) {
        scope->deprecated_scope = arena_str(&o->arena, decl->deprecated_scope);
        scope->deprecated_removal = arena_str(&o->arena, decl->deprecated_scope_removal_version);
    }
    for (size_t i = 0; i < decl->count; i++) {
        int r = check_decl(o, scope, &decl->options[i], e);
        if (r < 0) {
            return r;
        }
        struct option_decl copy = copy_decl(&o->arena, &decl->options[i]);
        (void)add_option(o, scope, &copy);
    }
    return 0;
}

bool options_has_scope(const struct options *o, struct str scope) {
    return options__scope(o, scope) != NULL;
}

size_t options_scope_count(const struct options *o) {
    return o->scopes.len;
}

struct str options_scope_at(const struct options *o, size_t i) {
    return o->scopes.data[i]->name;
}

size_t options_option_count(struct options *o, struct str scope) {
    struct scope_entry *entry = options__scope(o, scope);
    if (entry == NULL) {
        return 0;
    }
    options__load(o, entry);
    return entry->options.len;
}

const struct option_decl *options_option_at(struct options *o, struct str scope, size_t i) {
    struct scope_entry *entry = options__scope(o, scope);
    options__load(o, entry);
    return &entry->options.data[i]->decl;
}

const struct option_decl *options_find(struct options *o, struct str scope, struct str name) {
    struct scope_entry *entry = options__scope(o, scope);
    struct option_entry *option = entry != NULL ? options__option(o, entry, name) : NULL;
    return option != NULL ? &option->decl : NULL;
}

int options_parse(struct options *o, struct options_command *ret, struct err *e) {
    int r = alias__check(o, e);
    r = r < 0 ? r : args__split(o, false, e);
    if (r < 0) {
        return r;
    }
    *ret = (struct options_command){
        .builtin = o->builtin,
        .goals = o->goals.data,
        .goal_count = o->goals.len,
        .unknown_goals = o->unknown_goals.data,
        .unknown_count = o->unknown_goals.len,
        .specs = o->specs.data,
        .spec_count = o->specs.len,
        .passthrough = o->passthrough.data,
        .passthrough_count = o->passthrough.len,
        .has_passthrough = o->has_passthrough,
    };
    return 0;
}

/* The option is on its way out: past it, or with a word to whoever sets it. */
static int check_deprecation(struct options *o, const struct scope_entry *scope,
                             const struct option_decl *d, const struct option_value *value,
                             struct err *e) {
    if (d->removal_version.len == 0) {
        return 0;
    }
    struct str where = scope->name.len == 0
                           ? STR("global scope")
                           : arena_printf(&o->arena, "scope %.*s", STR_FMT(scope->name));
    if (o->in.version.len > 0 && version__cmp(d->removal_version, o->in.version) <= 0) {
        return err_set(e, ERR_USAGE,
                       "The option '%.*s' in %.*s went away with version %.*s, and this "
                       "is %.*s. %.*s",
                       STR_FMT(d->name), STR_FMT(where), STR_FMT(d->removal_version),
                       STR_FMT(o->in.version), STR_FMT(d->removal_hint));
    }
    bool started = d->deprecation_start_version.len == 0 || o->in.version.len == 0 ||
                   version__cmp(d->deprecation_start_version, o->in.version) <= 0;
    if (value->rank > OPTION_RANK_HARDCODED && started) {
        options__note(o, LOG_WARN,
                      "DEPRECATED: option '%.*s' in %.*s is scheduled to be removed in version "
                      "%.*s. It is set by: %.*s. %.*s",
                      STR_FMT(d->name), STR_FMT(where), STR_FMT(d->removal_version),
                      STR_FMT(value->detail), STR_FMT(d->removal_hint));
    }
    return 0;
}

/* One note on everything that is set by the scope's old name. */
static void note_deprecated_scope(struct options *o, struct scope_entry *scope) {
    cleanup_(buf_done) struct buf names = BUF_INIT;
    if (scope->deprecated_noted) {
        return;
    }
    scope->deprecated_noted = true;
    options__load(o, scope);
    for (size_t i = 0; i < scope->options.len; i++) {
        struct option_decl d = scope->options.data[i]->decl;
        struct option_value value;
        d.passthrough = false;
        if (eval__option(o, scope->deprecated_scope, &d, &value, NULL) == 0 &&
            value.rank > OPTION_RANK_HARDCODED) {
            buf_addz(&names, names.len > 0 ? ", " : "");
            buf_add_str(&names, d.name);
        }
    }
    options__note(o, LOG_WARN,
                  "DEPRECATED: the options scope [%.*s] is scheduled to be removed in version "
                  "%.*s. Move these options to [%.*s]: %s.",
                  STR_FMT(scope->deprecated_scope), STR_FMT(scope->deprecated_removal),
                  STR_FMT(scope->name), names.data != NULL ? names.data : "");
}

/* The value under the scope's old name, where that sets it and outranks what the new one has. What
 * stands behind "--" belongs to neither name. */
static int take_old_value(struct options *o, struct scope_entry *scope, const struct option_decl *d,
                          struct option_value *value, struct err *e) {
    struct option_decl bare = *d;
    struct option_value old, own;
    bare.passthrough = false;
    int r = eval__option(o, scope->deprecated_scope, &bare, &old, e);
    if (r < 0 || old.rank <= OPTION_RANK_HARDCODED) {
        return r;
    }
    note_deprecated_scope(o, scope);
    r = eval__option(o, scope->name, &bare, &own, e);
    if (r == 0 && old.rank >= own.rank) {
        r = eval__option(o, scope->deprecated_scope, d, value, e);
    }
    return r;
}

static int find_value(struct options *o, struct scope_entry *scope, const struct option_decl *d,
                      struct option_value *ret, struct err *e) {
    int r = eval__option(o, scope->name, d, ret, e);
    if (r == 0 && scope->deprecated_scope.len > 0) {
        r = take_old_value(o, scope, d, ret, e);
    }
    return r < 0 ? r : check_deprecation(o, scope, d, ret, e);
}

static int fail_unknown(const struct options *o, struct str scope, struct str name, struct err *e) {
    if (options__scope(o, scope) == NULL) {
        return err_set(e, ERR_NOTFOUND, "There is no option scope named `%.*s`.", STR_FMT(scope));
    }
    return err_set(e, ERR_NOTFOUND, "The scope [%.*s] has no option `%.*s`.",
                   STR_FMT(config__section(scope)), STR_FMT(name));
}

int options_get(struct options *o, struct str scope, struct str name, struct option_value *ret,
                struct err *e) {
    struct scope_entry *entry = options__scope(o, scope);
    struct option_entry *option = entry != NULL ? options__option(o, entry, name) : NULL;
    if (option == NULL) {
        return fail_unknown(o, scope, name, e);
    }
    if (option->generation != o->generation) {
        struct err failure = ERR_INIT;
        option->failure = NULL;
        if (find_value(o, entry, &option->decl, &option->value, &failure) < 0) {
            option->failure = ARENA_NEW(&o->arena, struct err);
            *option->failure = failure;
        }
        option->generation = o->generation;
    }
    if (option->failure != NULL) {
        if (e != NULL) {
            *e = *option->failure;
        }
        return option->failure->code;
    }
    *ret = option->value;
    return 0;
}

const struct cval *options_value(struct options *o, const char *scope, const char *name) {
    static const struct cval nothing = {.kind = CVAL_NONE};
    struct option_value value;
    return options_get(o, str_from(scope), str_from(name), &value, NULL) == 0 ? value.value
                                                                              : &nothing;
}

int options_derivation(struct options *o, struct str scope, struct str name,
                       const struct option_value **ret_steps, size_t *ret_count, struct err *e) {
    struct scope_entry *entry = options__scope(o, scope);
    struct option_entry *option = entry != NULL ? options__option(o, entry, name) : NULL;
    if (option == NULL) {
        return fail_unknown(o, scope, name, e);
    }
    return eval__steps(o, scope, &option->decl, ret_steps, ret_count, e);
}

int options_check_exclusive(struct options *o, struct str scope, struct err *e) {
    const struct scope_entry *entry = options__scope(o, scope);
    size_t count = options_option_count(o, scope);
    for (size_t i = 0; i < count; i++) {
        const struct option_decl *a = &entry->options.data[i]->decl;
        if (a->mutually_exclusive_group.len == 0) {
            continue;
        }
        for (size_t k = 0; k < entry->options.len; k++) {
            const struct option_decl *b = &entry->options.data[k]->decl;
            /* A group may also be named like the one option that the others stand for. */
            bool together =
                (k > i && str_eq(a->mutually_exclusive_group, b->mutually_exclusive_group)) ||
                (k != i && str_eq(a->mutually_exclusive_group, b->name));
            struct option_value x, y;
            if (!together || options_get(o, scope, a->name, &x, NULL) < 0 ||
                options_get(o, scope, b->name, &y, NULL) < 0) {
                continue;
            }
            if (x.rank > OPTION_RANK_HARDCODED && y.rank > OPTION_RANK_HARDCODED) {
                return err_set(
                    e, ERR_USAGE,
                    "[%.*s]: `%.*s` (set by: %.*s) and `%.*s` (set by: %.*s) exclude each "
                    "other; set one of them.",
                    STR_FMT(config__section(scope)), STR_FMT(a->name), STR_FMT(x.detail),
                    STR_FMT(b->name), STR_FMT(y.detail));
            }
        }
    }
    return 0;
}
