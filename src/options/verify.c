/*
 * What nobody knows: flags of the command line, tables and keys of config files; and values that
 * cannot be used, where it would be late to hear of them when somebody asks: of flags, and of the
 * global options. Other values of config files may well be of no use to this run.
 */
#include "options/options_int.h"
#include "options/retired.h"
#include "options/suggest.h"

/* Options of a class of scopes that were retired, told by an option such scopes still have. */
static const struct {
    const char *class_name, *marker;
} retired_classes[] = {
    {"ExportPluginOptions", "py_resolve_format"},
    {"ExternalTool", "use_unsupported_version"},
    {"TemplatedExternalTool", "use_unsupported_version"},
    {"NpxToolBase", "version"},
    {"PythonToolRequirementsBase", "install_from_resolve"},
    {"PythonToolRequirementsBase", "export"},
};

typedef VEC(struct str) name_list;

static void add_problem(struct options *o, enum options_problem_kind kind, const struct buf *text,
                        struct options_problem details) {
    details.kind = kind;
    details.text = arena_str(&o->arena, buf_str(text));
    vec_push(&o->problems, details);
}

/* A value that cannot be used; several sources may have to do with one. */
static void add_wrong_value(struct options *o, const struct err *wrong,
                            struct options_problem details) {
    cleanup_(buf_done) struct buf text = BUF_INIT;
    buf_addz(&text, wrong->msg);
    for (size_t i = 0; i < o->problems.len; i++) {
        if (str_eqz(o->problems.data[i].text, wrong->msg)) {
            return;
        }
    }
    add_problem(o, OPTIONS_WRONG_VALUE, &text, details);
}

/* Whether an earlier release had the option; counts it for the collected warning then. */
static bool accept_retired(struct options *o, struct str scope, struct str option) {
    struct str release, section = config__section(scope);
    cleanup_(buf_done) struct buf name = BUF_INIT;
    buf_addf(&name, "%.*s.%.*s", STR_FMT(section), STR_FMT(option));
    bool found = retired_find(RETIRED_OPTION, buf_str(&name), &release) ||
                 retired_find(RETIRED_SCOPE, section, &release);
    struct scope_entry *entry = options__scope(o, scope);
    for (size_t i = 0; !found && entry != NULL && i < ARRAY_LEN(retired_classes); i++) {
        found = options__option(o, entry, str_from(retired_classes[i].marker)) != NULL &&
                retired_class_option(str_from(retired_classes[i].class_name), option, &release);
    }
    if (found) {
        struct str shown =
            arena_printf(&o->arena, "[%.*s].%.*s", STR_FMT(section), STR_FMT(option));
        options_note_retired(o, "option", shown, release);
    }
    return found;
}

/* The option that the flag sets, where the scope goes by this name; NULL: none. */
static const struct option_decl *option_of(struct options *o, const struct flag *flag,
                                           struct scope_entry *scope, struct str name) {
    if (!args__may_match(flag, name)) {
        return NULL;
    }
    options__load(o, scope);
    for (size_t i = 0; i < scope->options.len; i++) {
        bool negated;
        if (args__matches(flag, name, &scope->options.data[i]->decl, &negated)) {
            return &scope->options.data[i]->decl;
        }
    }
    return NULL;
}

/* Whether some option has the flag; where *ret_problem is wanted, what is wrong with its value. */
static bool flag_is_known(struct options *o, const struct flag *flag, struct err *ret_problem) {
    for (size_t s = 0; s < o->scopes.len; s++) {
        struct scope_entry *scope = o->scopes.data[s];
        const struct option_decl *option = option_of(o, flag, scope, scope->name);
        if (option == NULL && scope->deprecated_scope.len > 0) {
            option = option_of(o, flag, scope, scope->deprecated_scope);
        }
        if (option != NULL) {
            struct option_value value;
            if (ret_problem != NULL) {
                (void)!options_get(o, scope->name, option->name, &value, ret_problem);
            }
            return true;
        }
    }
    return false;
}

/* "--x-y" as the option x_y of the flag's context, or y of a scope x, in an earlier release. */
static bool flag_is_retired(struct options *o, const struct flag *flag) {
    struct str body = str_starts(flag->key, STR("--")) ? str_from_at(flag->key, 2) : STR_NULL;
    body = str_starts(body, STR("no-")) ? str_from_at(body, 3) : body;
    for (size_t cut = 0; cut < body.len; cut++) {
        if (cut > 0 && body.ptr[cut] != '-') {
            continue;
        }
        struct str scope = cut == 0 ? flag->context : str_upto(body, cut);
        struct str rest = cut == 0 ? body : str_from_at(body, cut + 1);
        char name[128];
        if (rest.len == 0 || rest.len >= sizeof name) {
            continue;
        }
        for (size_t i = 0; i < rest.len; i++) {
            name[i] = rest.ptr[i] == '-' ? '_' : rest.ptr[i];
        }
        if (accept_retired(o, scope, str_make(name, rest.len))) {
            return true;
        }
    }
    return false;
}

static struct str flag_name(struct arena *a, struct str scope, struct str option) {
    cleanup_(buf_done) struct buf out = BUF_INIT;
    buf_addf(&out, "--%.*s%s", STR_FMT(scope), scope.len > 0 ? "-" : "");
    for (size_t i = 0; i < option.len; i++) {
        buf_add_char(&out, option.ptr[i] == '_' ? '-' : option.ptr[i]);
    }
    return arena_str(a, buf_str(&out));
}

/* Every flag that could stand here: the context's own names, and all with their scope. */
static void flag_candidates(struct options *o, struct str context, name_list *out) {
    for (size_t s = 0; s < o->scopes.len; s++) {
        struct scope_entry *scope = o->scopes.data[s];
        options__load(o, scope);
        for (size_t i = 0; i < scope->options.len; i++) {
            struct str name = scope->options.data[i]->decl.name;
            if (str_eq(scope->name, context)) {
                vec_push(out, flag_name(&o->arena, STR(""), name));
            }
            if (scope->name.len > 0) {
                vec_push(out, flag_name(&o->arena, scope->name, name));
            }
        }
    }
}

/* Whether the flag's text, without dashes in front, is "scope-name" of one of the options. */
static bool names_option(struct str body, struct str scope, struct pval options) {
    struct pval key, value;
    if (scope.len == 0 || body.len <= scope.len || !str_starts(body, scope) ||
        body.ptr[scope.len] != '-') {
        return false;
    }
    body = str_from_at(body, scope.len + 1);
    for (uint32_t i = 0; i < pval_len(options); i++) {
        pval_pair(options, i, &key, &value);
        struct str name = pval_str(key);
        size_t at = 0;
        while (at < name.len && at < body.len &&
               body.ptr[at] == (name.ptr[at] == '_' ? '-' : name.ptr[at])) {
            at++;
        }
        if (at == name.len && at == body.len) {
            return true;
        }
    }
    return false;
}

/* The backend, not enabled, that has the flag: its name, or "". */
static struct str provider_of(const struct options *o, const struct flag *flag) {
    struct pval scopes = pval_getz(o->table, "scopes"), key, node;
    struct str body = str_starts(flag->key, STR("--")) ? str_from_at(flag->key, 2) : STR_NULL;
    body = str_starts(body, STR("no-")) ? str_from_at(body, 3) : body;
    for (uint32_t i = 0; i < pval_len(scopes); i++) {
        pval_pair(scopes, i, &key, &node);
        if (options__scope(o, pval_str(key)) == NULL &&
            names_option(body, pval_str(key), pval_getz(node, "options"))) {
            return pval_str(pval_getz(node, "provider"));
        }
    }
    return STR_NULL;
}

static void explain_flag(struct options *o, const struct flag *flag, struct buf *text) {
    struct flag global = *flag;
    struct str provider = provider_of(o, flag);
    global.context = STR("");
    if (flag->context.len > 0 && flag_is_known(o, &global, NULL)) {
        buf_addf(text,
                 "`%.*s`: This global flag stands behind the goal `%.*s`, where only flags of that "
                 "goal may; put it in front of the goals, or behind the files and targets.",
                 STR_FMT(flag->key), STR_FMT(flag->context));
        return;
    }
    if (provider.len > 0) {
        buf_addf(text,
                 "`%.*s`: This flag belongs to the backend `%.*s`, which is not enabled by "
                 "`[GLOBAL].backend_packages`.",
                 STR_FMT(flag->key), STR_FMT(provider));
        return;
    }
    if (flag->context.len > 0) {
        buf_addf(text, "`%.*s`: The goal `%.*s` has no such flag, and no scope either.",
                 STR_FMT(flag->key), STR_FMT(flag->context));
    } else {
        buf_addf(text, "`%.*s`: There is no such flag.", STR_FMT(flag->key));
    }
    name_list candidates = {0};
    flag_candidates(o, flag->context, &candidates);
    (void)suggest_add(flag->key, candidates.data, candidates.len, text);
    vec_done(&candidates);
    buf_addf(text, " `pants help%s%.*s` lists %s.",
             flag->context.len > 0 ? " " : "-advanced global", STR_FMT(flag->context),
             flag->context.len > 0 ? "the goal's flags" : "the global ones");
}

static void verify_flags(struct options *o) {
    for (size_t i = 0; i < o->flags.len; i++) {
        const struct flag *flag = &o->flags.data[i];
        cleanup_(buf_done) struct buf text = BUF_INIT;
        struct err wrong = ERR_INIT;
        bool known = flag_is_known(o, flag, &wrong);
        if (known && wrong.code != ERR_NONE) {
            add_wrong_value(o, &wrong, (struct options_problem){.flag = flag->key});
        } else if (!known && !flag_is_retired(o, flag)) {
            explain_flag(o, flag, &text);
            add_problem(o, OPTIONS_UNKNOWN_FLAG, &text,
                        (struct options_problem){.scope = flag->context, .flag = flag->key});
        }
    }
}

/* The known scope that a table's name means, by its own or its deprecated name. */
static struct scope_entry *scope_of_section(const struct options *o, struct str section) {
    struct str name = str_eq(section, STR("GLOBAL")) ? STR("") : section;
    struct scope_entry *scope = options__scope(o, name);
    for (size_t i = 0; scope == NULL && i < o->scopes.len; i++) {
        if (o->scopes.data[i]->deprecated_scope.len > 0 &&
            str_eq(o->scopes.data[i]->deprecated_scope, section)) {
            scope = o->scopes.data[i];
        }
    }
    return scope;
}

static struct str place_of(struct options *o, const struct config_source *source,
                           const struct cpair *pair) {
    return arena_printf(&o->arena, "%.*s:%u:%u", STR_FMT(source->path), pair->line, pair->column);
}

static void verify_table_name(struct options *o, const struct config_source *source,
                              const struct cpair *section) {
    struct str release, place = place_of(o, source, section);
    struct pval node;
    if (retired_find(RETIRED_SCOPE, section->key, &release)) {
        options_note_retired(o, "scope", section->key, release);
        return;
    }
    cleanup_(buf_done) struct buf text = BUF_INIT;
    if (pval_find(pval_getz(o->table, "scopes"), section->key, &node)) {
        buf_addf(&text,
                 "%.*s: The table [%.*s] belongs to the backend `%.*s`, which is not enabled by "
                 "`[GLOBAL].backend_packages`.",
                 STR_FMT(place), STR_FMT(section->key),
                 STR_FMT(pval_str(pval_getz(node, "provider"))));
    } else {
        buf_addf(&text, "%.*s: There is no option scope for the table [%.*s].", STR_FMT(place),
                 STR_FMT(section->key));
        name_list names = {0};
        for (size_t i = 0; i < o->scopes.len; i++) {
            vec_push(&names, config__section(o->scopes.data[i]->name));
        }
        (void)suggest_add(section->key, names.data, names.len, &text);
        vec_done(&names);
    }
    add_problem(
        o, OPTIONS_UNKNOWN_TABLE, &text,
        (struct options_problem){.scope = section->key, .source = place, .line = section->line});
}

static void verify_key(struct options *o, const struct config_source *source,
                       struct scope_entry *scope, const struct cpair *section,
                       const struct cpair *pair) {
    struct str place = place_of(o, source, pair);
    if (options__option(o, scope, pair->key) != NULL) {
        struct err wrong = ERR_INIT;
        struct option_value value;
        if (scope->name.len == 0 && options_get(o, scope->name, pair->key, &value, &wrong) < 0) {
            add_wrong_value(o, &wrong,
                            (struct options_problem){.source = place, .line = pair->line});
        }
        return;
    }
    if (accept_retired(o, scope->name, pair->key)) {
        return;
    }
    cleanup_(buf_done) struct buf text = BUF_INIT;
    buf_addf(&text, "%.*s: [%.*s] has no option `%.*s`.", STR_FMT(place), STR_FMT(section->key),
             STR_FMT(pair->key));
    name_list names = {0};
    for (size_t i = 0; i < scope->options.len; i++) {
        vec_push(&names, scope->options.data[i]->decl.name);
    }
    (void)suggest_add(pair->key, names.data, names.len, &text);
    vec_done(&names);
    add_problem(
        o, OPTIONS_UNKNOWN_OPTION, &text,
        (struct options_problem){.scope = scope->name, .source = place, .line = pair->line});
}

/* Puts the problems from the given one on in the order of their lines. */
static void sort_by_line(struct options *o, size_t from) {
    struct options_problem *list = o->problems.data;
    for (size_t i = from + 1; i < o->problems.len; i++) {
        struct options_problem moved = list[i];
        size_t at = i;
        for (; at > from && list[at - 1].line > moved.line; at--) {
            list[at] = list[at - 1];
        }
        list[at] = moved;
    }
}

static void verify_source(struct options *o, const struct config_source *source) {
    const struct ctable *root = source->root.table;
    size_t before = o->problems.len;
    for (uint32_t s = 0; s < root->len; s++) {
        const struct cpair *section = &root->pairs[s];
        struct scope_entry *scope = scope_of_section(o, section->key);
        if (str_eq(section->key, STR("DEFAULT"))) {
            continue;
        }
        if (scope == NULL) {
            verify_table_name(o, source, section);
            continue;
        }
        for (uint32_t k = 0; k < section->value.table->len; k++) {
            verify_key(o, source, scope, section, &section->value.table->pairs[k]);
        }
    }
    if (o->problems.len > before) {
        sort_by_line(o, before);
    }
}

size_t options_verify(struct options *o, unsigned flags, const struct options_problem **ret) {
    vec_clear(&o->problems);
    if (flags & OPTIONS_VERIFY_CONFIG) {
        for (size_t i = 0; i < o->sources.len; i++) {
            verify_source(o, &o->sources.data[i]);
        }
    }
    if (flags & OPTIONS_VERIFY_FLAGS) {
        verify_flags(o);
    }
    *ret = o->problems.data;
    return o->problems.len;
}
