/* What nobody knows: flags of the command line, tables and keys of config files. */
#include "options/options_int.h"
#include "options/retired.h"

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

static bool flag_sets(struct options *o, const struct flag *flag, struct scope_entry *scope,
                      struct str name) {
    if (!args__may_match(flag, name)) {
        return false;
    }
    options__load(o, scope);
    for (size_t i = 0; i < scope->options.len; i++) {
        bool negated;
        if (args__matches(flag, name, &scope->options.data[i]->decl, &negated)) {
            return true;
        }
    }
    return false;
}

static bool flag_is_known(struct options *o, const struct flag *flag) {
    for (size_t s = 0; s < o->scopes.len; s++) {
        struct scope_entry *scope = o->scopes.data[s];
        if (flag_sets(o, flag, scope, scope->name) ||
            (scope->deprecated_scope.len > 0 &&
             flag_sets(o, flag, scope, scope->deprecated_scope))) {
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

static void suggest_flag(struct options *o, const struct flag *flag, struct buf *text) {
    struct flag global = *flag;
    global.context = STR("");
    if (flag->context.len > 0 && flag_is_known(o, &global)) {
        buf_addf(text,
                 "\nDid you mean to use the global %.*s? Global options must come before any "
                 "goals, or after any file/target arguments.",
                 STR_FMT(flag->key));
        return;
    }
    name_list candidates = {0};
    struct str similar[3];
    flag_candidates(o, flag->context, &candidates);
    size_t count = suggest__similar(flag->key, candidates.data, candidates.len, similar);
    if (count > 0) {
        buf_addz(text, "\nDid you mean ");
        suggest__list(similar, count, text);
        buf_addz(text, "?");
    }
    vec_done(&candidates);
}

static void verify_flags(struct options *o) {
    for (size_t i = 0; i < o->flags.len; i++) {
        const struct flag *flag = &o->flags.data[i];
        if (flag_is_known(o, flag) || flag_is_retired(o, flag)) {
            continue;
        }
        cleanup_(buf_done) struct buf text = BUF_INIT;
        bool global = flag->context.len == 0;
        if (global) {
            buf_addf(&text, "Unknown flag %.*s in global context", STR_FMT(flag->key));
        } else {
            buf_addf(&text, "Unknown flag %.*s in %.*s goal context", STR_FMT(flag->key),
                     STR_FMT(flag->context));
        }
        suggest_flag(o, flag, &text);
        buf_addf(&text, "\nUse `pants help%s%.*s` to get help.", global ? "-advanced global" : " ",
                 STR_FMT(flag->context));
        add_problem(o, OPTIONS_UNKNOWN_FLAG, &text,
                    (struct options_problem){.scope = flag->context, .flag = flag->key});
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
    struct str release, place = place_of(o, source, section), similar[3];
    struct pval node;
    if (retired_find(RETIRED_SCOPE, section->key, &release)) {
        options_note_retired(o, "scope", section->key, release);
        return;
    }
    cleanup_(buf_done) struct buf text = BUF_INIT;
    buf_addf(&text, "%.*s: Invalid table name [%.*s] in %.*s.", STR_FMT(place),
             STR_FMT(section->key), STR_FMT(source->path));
    if (pval_find(pval_getz(o->table, "scopes"), section->key, &node)) {
        buf_addf(&text,
                 " It belongs to the backend `%.*s`, which is not enabled by "
                 "`[GLOBAL].backend_packages`.",
                 STR_FMT(pval_str(pval_getz(node, "provider"))));
    } else {
        name_list names = {0};
        for (size_t i = 0; i < o->scopes.len; i++) {
            vec_push(&names, config__section(o->scopes.data[i]->name));
        }
        size_t count = suggest__similar(section->key, names.data, names.len, similar);
        if (count > 0) {
            buf_addz(&text, " Did you mean ");
            suggest__list(similar, count, &text);
            buf_addz(&text, "?");
        }
        vec_done(&names);
    }
    add_problem(o, OPTIONS_UNKNOWN_TABLE, &text,
                (struct options_problem){.scope = section->key, .source = place});
}

static void verify_key(struct options *o, const struct config_source *source,
                       struct scope_entry *scope, const struct cpair *section,
                       const struct cpair *pair) {
    if (options__option(o, scope, pair->key) != NULL || accept_retired(o, scope->name, pair->key)) {
        return;
    }
    struct str place = place_of(o, source, pair), similar[3];
    cleanup_(buf_done) struct buf text = BUF_INIT;
    buf_addf(&text, "%.*s: Invalid option '%.*s' under [%.*s] in %.*s.", STR_FMT(place),
             STR_FMT(pair->key), STR_FMT(section->key), STR_FMT(source->path));
    name_list names = {0};
    for (size_t i = 0; i < scope->options.len; i++) {
        vec_push(&names, scope->options.data[i]->decl.name);
    }
    size_t count = suggest__similar(pair->key, names.data, names.len, similar);
    if (count > 0) {
        buf_addz(&text, " Did you mean ");
        suggest__list(similar, count, &text);
        buf_addz(&text, "?");
    }
    vec_done(&names);
    add_problem(o, OPTIONS_UNKNOWN_OPTION, &text,
                (struct options_problem){.scope = scope->name, .source = place});
}

static void verify_source(struct options *o, const struct config_source *source) {
    const struct ctable *root = source->root.table;
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
