/*
 * The command line, token by token:
 *
 *   a goal, or a flag that stands for one    a goal; flags behind it are in its context
 *   --                                       the rest is passed through
 *   --x, --x=v, -lv                          a flag, with the context it stands in
 *   -other                                   a spec that excludes
 *   has one of / \ . : * #, or is on disk    a spec; the context is global again
 *   anything else                            an unknown goal
 */
#include <sys/stat.h>

#include "base/path.h"
#include "options/options_int.h"

enum { FILE_MAX = 16 << 20 };

/* Goals that are answered before any other, and the flags that stand for them. */
static const struct {
    const char *token, *goal;
} builtin_goals[] = {
    {"help", "help"},
    {"-h", "help"},
    {"--help", "help"},
    {"help-advanced", "help-advanced"},
    {"--help-advanced", "help-advanced"},
    {"help-all", "help-all"},
    {"version", "version"},
    {"-v", "version"},
    {"-V", "version"},
    {"--version", "version"},
    {"complete", "complete"},
    {"experimental-bsp", "experimental-bsp"},
    {"experimental-explorer", "experimental-explorer"},
};

/* The goal answered first that a token means; NULL: none. */
static const char *builtin_goal(struct str token) {
    for (size_t i = 0; i < ARRAY_LEN(builtin_goals); i++) {
        if (str_eqz(token, builtin_goals[i].token)) {
            return builtin_goals[i].goal;
        }
    }
    return NULL;
}

bool args__is_goal(const struct options *o, struct str token) {
    const struct scope_entry *scope = options__scope(o, token);
    return builtin_goal(token) != NULL || (scope != NULL && scope->is_goal && token.len > 0);
}

static void push_goal(struct options *o, struct str goal) {
    for (size_t i = 0; i < o->goals.len; i++) {
        if (str_eq(o->goals.data[i], goal)) {
            return;
        }
    }
    vec_push(&o->goals, goal);
}

/* A builtin goal; one that is written as a flag takes the place of one that is not. */
static void push_builtin(struct options *o, struct str token, const char *goal) {
    bool dashed = token.ptr[0] == '-';
    if (o->builtin.len == 0) {
        o->builtin = str_from(goal);
    } else if (dashed && !str_eqz(o->builtin, goal)) {
        push_goal(o, o->builtin);
        o->builtin = str_from(goal);
    } else if (!str_eqz(o->builtin, goal)) {
        push_goal(o, str_from(goal));
    }
}

static bool has_spec_char(struct str token) {
    for (size_t i = 0; i < token.len; i++) {
        if (token.ptr[i] != '\0' && strchr("/\\.:*#", token.ptr[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static bool is_on_disk(const struct options *o, struct str token) {
    struct str folders[2] = {o->build_root, o->in.cwd};
    for (size_t i = 0; i < 2; i++) {
        cleanup_(freep) char *path = path_join_dup(folders[i], token);
        struct stat st;
        if (folders[i].len > 0 && token.len > 0 && stat(path, &st) == 0) {
            return true;
        }
    }
    return false;
}

/* "-ldebug", "-l=debug": the only flag of one letter that has a value. */
static bool is_level_flag(struct str token) {
    return str_starts(token, STR("-l")) && token.len > 2 && !has_spec_char(token);
}

static void push_flag(struct options *o, struct str token, struct str context) {
    struct flag flag = {.raw = token, .key = token, .value = STR_NULL, .context = context};
    if (token.ptr[1] != '-') {
        flag.key = str_upto(token, 2);
        flag.value = str_from_at(token, 2);
        flag.value = str_starts(flag.value, STR("=")) ? str_from_at(flag.value, 1) : flag.value;
    } else {
        ptrdiff_t equals = str_find_char(token, '=');
        if (equals >= 0) {
            flag.key = str_upto(token, (size_t)equals);
            flag.value = str_from_at(token, (size_t)equals + 1);
        }
    }
    vec_push(&o->flags, flag);
}

static void clear(struct options *o) {
    vec_clear(&o->flags);
    vec_clear(&o->goals);
    vec_clear(&o->unknown_goals);
    vec_clear(&o->specs);
    vec_clear(&o->passthrough);
    o->builtin = STR_NULL;
    o->has_passthrough = false;
    o->generation++;
}

/* The lines of the files that the option `spec_files` names. */
static int add_spec_files(struct options *o, struct err *e) {
    static const struct option_decl decl = {
        .name = {"spec_files", 10}, .type = OPTION_LIST, .member_type = OPTION_STR};
    struct option_value files;
    int r = eval__option(o, STR_NULL, &decl, &files, e);
    for (uint32_t i = 0; r == 0 && i < files.value->list.len; i++) {
        struct str path = files.value->list.items[i].s;
        struct fromfile file;
        struct str at_path = arena_printf(&o->arena, "@%.*s", STR_FMT(path));
        r = fromfile__expand(o, STR("--spec-files"), at_path, false, &file, e);
        struct str rest = r == 0 ? file.text : STR_NULL, line;
        for (bool done = r != 0; str_split_next(&rest, &done, '\n', &line);) {
            if (str_trim(line).len > 0) {
                vec_push(&o->specs, str_trim(line));
            }
        }
    }
    return r;
}

static int finish(struct options *o, struct err *e) {
    if (o->has_passthrough && o->goals.len > 1) {
        cleanup_(buf_done) struct buf names = BUF_INIT;
        for (size_t i = 0; i < o->goals.len; i++) {
            buf_addf(&names, "%s'%.*s'", i > 0 ? ", " : "", STR_FMT(o->goals.data[i]));
        }
        return err_set(e, ERR_USAGE,
                       "Specifying multiple goals (in this case: [%s]) along with passthrough args "
                       "(args after `--`) is ambiguous. Run one goal at a time.",
                       names.data);
    }
    if (o->builtin.len == 0 && o->unknown_goals.len > 0) {
        o->builtin = STR("__unknown_goal");
    } else if (o->builtin.len == 0 && o->goals.len == 0) {
        o->builtin = STR("__no_goal");
    }
    return add_spec_files(o, e);
}

int args__split(struct options *o, bool bootstrap, struct err *e) {
    struct str context = STR("");
    clear(o);
    for (size_t i = 0; i < o->args.len; i++) {
        struct str token = o->args.data[i];
        const char *builtin = bootstrap ? NULL : builtin_goal(token);
        if (str_eq(token, STR("--"))) {
            o->has_passthrough = true;
            for (i++; i < o->args.len; i++) {
                vec_push(&o->passthrough, o->args.data[i]);
            }
        } else if (builtin != NULL) {
            push_builtin(o, token, builtin);
            context = str_from(builtin);
        } else if (!bootstrap && args__is_goal(o, token)) {
            push_goal(o, token);
            context = token;
        } else if (str_starts(token, STR("--")) || is_level_flag(token)) {
            push_flag(o, token, context);
        } else if (bootstrap) {
            continue;
        } else if (str_starts(token, STR("-")) || has_spec_char(token) || is_on_disk(o, token)) {
            vec_push(&o->specs, token);
            context = STR("");
        } else {
            vec_push(&o->unknown_goals, token);
            context = token;
        }
    }
    return bootstrap ? 0 : finish(o, e);
}

/* "foo-bar" and "foo_bar" are one name. */
static bool same_name(struct str body, struct str name) {
    if (body.len != name.len) {
        return false;
    }
    for (size_t i = 0; i < body.len; i++) {
        char c = body.ptr[i] == '_' ? '-' : body.ptr[i];
        char d = name.ptr[i] == '_' ? '-' : name.ptr[i];
        if (c != d) {
            return false;
        }
    }
    return true;
}

static bool names_option(struct str body, const struct option_decl *decl) {
    if (same_name(body, decl->name)) {
        return true;
    }
    for (size_t i = 0; i < decl->flag_count; i++) {
        if (str_starts(decl->flags[i], STR("--")) &&
            same_name(body, str_from_at(decl->flags[i], 2))) {
            return true;
        }
    }
    return false;
}

/* body: without "--" and "no-". */
static bool matches_body(const struct flag *flag, struct str body, struct str scope,
                         const struct option_decl *decl) {
    if (str_eq(flag->context, scope) && names_option(body, decl)) {
        return true;
    }
    return scope.len > 0 && body.len > scope.len + 1 && body.ptr[scope.len] == '-' &&
           same_name(str_upto(body, scope.len), scope) &&
           names_option(str_from_at(body, scope.len + 1), decl);
}

bool args__may_match(const struct flag *flag, struct str scope) {
    if (str_eq(flag->context, scope) || !str_starts(flag->key, STR("--"))) {
        return true;
    }
    struct str body = str_from_at(flag->key, 2);
    body = str_starts(body, STR("no-")) && !str_starts(scope, STR("no-")) ? str_from_at(body, 3)
                                                                          : body;
    return scope.len > 0 && body.len > scope.len + 1 && body.ptr[scope.len] == '-' &&
           same_name(str_upto(body, scope.len), scope);
}

bool args__matches(const struct flag *flag, struct str scope, const struct option_decl *decl,
                   bool *ret_negated) {
    *ret_negated = false;
    if (!str_starts(flag->key, STR("--"))) {
        for (size_t i = 0; i < decl->flag_count && scope.len == 0; i++) {
            if (str_eq(flag->key, decl->flags[i])) {
                return true;
            }
        }
        return false;
    }
    struct str body = str_from_at(flag->key, 2);
    if (matches_body(flag, body, scope, decl)) {
        return true;
    }
    *ret_negated = true;
    return decl->type == OPTION_BOOL && str_starts(body, STR("no-")) &&
           matches_body(flag, str_from_at(body, 3), scope, decl);
}
