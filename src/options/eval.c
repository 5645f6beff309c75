/*
 * The value of one option: gathering. Every source that says something about it becomes a step,
 * lowest rank first; a step holds edits (a scalar is one replacing edit). eval_value.c turns the
 * steps into a value.
 */
#include "options/eval_int.h"

/* How a source names the option, and where it does. */
struct origin {
    struct str what;   /* "--num", "PANTS_NUM", "[GLOBAL] num" */
    struct str where;  /* as in struct step */
    struct str path;   /* as in struct step */
    struct str detail; /* as in struct option_value */
    enum option_rank rank;
};

/* One of the type, several of it, and how a config file has it. */
static const struct type_words {
    const char *one, *many, *advice;
} words[] = {
    [OPTION_BOOL] = {"a bool", "bools", "write true or false"},
    [OPTION_INT] = {"an int", "ints", "write a whole number"},
    [OPTION_FLOAT] = {"a float", "floats", "write a number"},
    [OPTION_LIST] = {"a list", "lists",
                     "write [...]; edits are `add = [...]` and `remove = [...]`"},
    [OPTION_DICT] = {"a dict", "dicts", "write a table"},
    [OPTION_STR] = {"a string", "strings", "write it in quotes"},
};

struct str eval__place(struct evaluation *v, struct str path, struct str where,
                       const struct cval *value) {
    return path.len > 0 && value->line > 0
               ? arena_printf(&v->o->arena, "%.*s:%u:%u: ", STR_FMT(path), value->line,
                              value->column)
               : where;
}

static int fail_type(struct evaluation *v, const struct origin *from, enum option_type type,
                     bool in_list, const struct cval *given) {
    cleanup_(buf_done) struct buf repr = BUF_INIT;
    cval_repr(given, &repr);
    struct str place = eval__place(v, from->path, from->where, given);
    const struct type_words *w = (size_t)type < ARRAY_LEN(words) && words[type].one != NULL
                                     ? &words[type]
                                     : &words[OPTION_STR];
    return err_set(v->e, ERR_USAGE, "%.*sExpected %.*s to be %s%s but given %.300s; %s.",
                   STR_FMT(place), STR_FMT(from->what), in_list ? "a list of " : "",
                   in_list ? w->many : w->one, repr.data, w->advice);
}

static void add_step(struct evaluation *v, const struct origin *from, const struct edit *edits,
                     size_t count) {
    struct step step = {.rank = from->rank,
                        .detail = from->detail,
                        .what = from->what,
                        .where = from->where,
                        .path = from->path,
                        .count = count};
    step.edits = ARENA_ARRAY(&v->o->arena, struct edit, count + 1);
    if (count > 0) {
        memcpy(step.edits, edits, count * sizeof *edits);
    }
    vec_push(&v->steps, step);
}

static void add_scalar(struct evaluation *v, const struct origin *from, struct cval value) {
    struct edit edit = {.action = EDIT_REPLACE, .value = value};
    add_step(v, from, &edit, 1);
}

/* A typed value (TOML, or a json, toml or yaml file) as one of this type; no edits. */
static int check_kind(struct evaluation *v, const struct origin *from, enum option_type type,
                      bool in_list, struct cval *value) {
    bool right;
    switch (type) {
    case OPTION_BOOL:
        right = value->kind == CVAL_BOOL;
        break;
    case OPTION_INT:
        right = value->kind == CVAL_INT;
        break;
    case OPTION_MEMORY_SIZE:
        right = value->kind == CVAL_INT || value->kind == CVAL_STR;
        break;
    case OPTION_FLOAT:
        right = value->kind == CVAL_FLOAT || value->kind == CVAL_INT;
        if (value->kind == CVAL_INT) {
            *value = cval_float((double)value->i);
        }
        break;
    case OPTION_DICT:
        right = value->kind == CVAL_TABLE;
        break;
    case OPTION_LIST:
        right = value->kind == CVAL_LIST;
        break;
    case OPTION_ENUM:
        right = value->kind == CVAL_STR || value->kind == CVAL_INT;
        break;
    case OPTION_CUSTOM:
        right = true;
        break;
    default:
        right = value->kind == CVAL_STR;
        break;
    }
    return right ? 0 : fail_type(v, from, type, in_list, value);
}

/* A list's items, checked and copied. */
static int check_items(struct evaluation *v, const struct origin *from, const struct cval *list,
                       struct cval *ret) {
    *ret = cval_list();
    for (uint32_t i = 0; i < list->list.len; i++) {
        struct cval item = list->list.items[i];
        int r = check_kind(v, from, v->decl->member_type, true, &item);
        if (r < 0) {
            return r;
        }
        cval_push(&v->o->arena, ret, item);
    }
    return 0;
}

static int from_text(struct evaluation *v, const struct origin *from, struct str text);

/* {add = [...], remove = [...]} or an array. */
static int list_from_tree(struct evaluation *v, const struct origin *from,
                          const struct cval *tree) {
    static const struct {
        const char *key;
        enum edit_action action;
    } keys[] = {{"add", EDIT_ADD}, {"remove", EDIT_REMOVE}};
    struct edit edits[2];
    size_t count = 0;
    if (tree->kind == CVAL_LIST) {
        edits[0].action = EDIT_REPLACE;
        int r = check_items(v, from, tree, &edits[0].value);
        if (r == 0) {
            add_step(v, from, edits, 1);
        }
        return r;
    }
    for (size_t i = 0; tree->kind == CVAL_TABLE && i < ARRAY_LEN(keys); i++) {
        const struct cval *list = cval_getz(tree, keys[i].key);
        if (list == NULL) {
            continue;
        }
        if (list->kind != CVAL_LIST) {
            return fail_type(v, from, OPTION_LIST, false, list);
        }
        edits[count].action = keys[i].action;
        int r = check_items(v, from, list, &edits[count].value);
        if (r < 0) {
            return r;
        }
        count++;
    }
    if (tree->kind != CVAL_TABLE || count == 0 || count != tree->table->len) {
        return fail_type(v, from, OPTION_LIST, false, tree);
    }
    add_step(v, from, edits, count);
    return 0;
}

static int dict_from_tree(struct evaluation *v, const struct origin *from,
                          const struct cval *tree) {
    struct edit edit = {.action = EDIT_REPLACE, .value = *tree};
    const struct cval *add = cval_getz(tree, "add");
    if (tree->kind != CVAL_TABLE) {
        return fail_type(v, from, OPTION_DICT, false, tree);
    }
    if (tree->table->len == 1 && add != NULL && add->kind == CVAL_TABLE) {
        edit.action = EDIT_ADD;
        edit.value = *add;
    }
    add_step(v, from, &edit, 1);
    return 0;
}

static int from_tree(struct evaluation *v, const struct origin *from, const struct cval *tree) {
    enum option_type type = v->decl->type;
    if (type == OPTION_LIST) {
        return list_from_tree(v, from, tree);
    }
    if (type == OPTION_DICT) {
        return dict_from_tree(v, from, tree);
    }
    struct cval value = *tree;
    int r = check_kind(v, from, type, false, &value);
    if (r == 0 && type == OPTION_MEMORY_SIZE && value.kind == CVAL_STR) {
        return from_text(v, from, value.s);
    }
    if (r == 0) {
        add_scalar(v, from, value);
    }
    return r;
}

/* Text by the grammar of values, already read from its file if it came from one. */
static int from_text(struct evaluation *v, const struct origin *from, struct str text) {
    const struct option_decl *decl = v->decl;
    struct edit *edits, one = {.action = EDIT_REPLACE};
    size_t count = 1;
    int r;
    if (decl->type == OPTION_LIST) {
        r = text__list(&v->o->arena, decl->member_type, from->what, text, &edits, &count, v->e);
    } else if (decl->type == OPTION_DICT) {
        edits = &one;
        r = text__dict(&v->o->arena, from->what, text, edits, v->e);
    } else {
        edits = &one;
        r = text__scalar(&v->o->arena, decl->type, from->what, text, &one.value, v->e);
    }
    if (r == 0) {
        add_step(v, from, edits, count);
    } else if (from->where.len > 0) {
        err_context(v->e, "%.*s", STR_FMT(str_upto(from->where, from->where.len - 2)));
    }
    return r;
}

/* Text as a source gives it: "@path" is expanded. */
static int from_source_text(struct evaluation *v, const struct origin *from, struct str text) {
    if (v->decl->no_fromfile) {
        return from_text(v, from, text);
    }
    bool composite = v->decl->type == OPTION_LIST || v->decl->type == OPTION_DICT;
    struct fromfile file;
    int r = fromfile__expand(v->o, from->what, text, composite, &file, v->e);
    if (r < 0 || file.kind == FROMFILE_UNSET) {
        return r;
    }
    struct origin inner = *from;
    inner.path = file.path;
    return file.kind == FROMFILE_TREE ? from_tree(v, &inner, &file.tree)
                                      : from_text(v, from, file.text);
}

static int add_default(struct evaluation *v) {
    struct origin from = {.what = v->decl->name, .rank = OPTION_RANK_HARDCODED};
    struct cval value = v->decl->default_value;
    int r = 0;
    if (v->decl->computed_default && v->o->in.computed_default != NULL) {
        r = v->o->in.computed_default(v->o->in.user, v->scope, v->decl, &v->o->arena, &value, v->e);
    }
    if (r < 0) {
        return r;
    }
    bool as_text =
        value.kind == CVAL_STR && (v->decl->type == OPTION_LIST || v->decl->type == OPTION_DICT ||
                                   v->decl->type == OPTION_MEMORY_SIZE);
    if (as_text) {
        return from_text(v, &from, value.s);
    }
    if (value.kind == CVAL_NONE) {
        bool composite = v->decl->type == OPTION_LIST || v->decl->type == OPTION_DICT;
        value = v->decl->type == OPTION_LIST   ? cval_list()
                : v->decl->type == OPTION_DICT ? cval_table(&v->o->arena)
                                               : value;
        from.rank = composite ? OPTION_RANK_HARDCODED : OPTION_RANK_NONE;
    }
    add_scalar(v, &from, value);
    return 0;
}

static int add_config_value(struct evaluation *v, const struct config_source *source,
                            struct str section, const struct cpair *pair) {
    struct arena *a = &v->o->arena;
    struct origin from = {
        .what = arena_printf(a, "[%.*s] %.*s", STR_FMT(section), STR_FMT(v->decl->name)),
        .where = arena_printf(a, "%.*s:%u:%u: ", STR_FMT(source->path), pair->value.line,
                              pair->value.column),
        .path = source->path,
        .detail = source->path,
        .rank = OPTION_RANK_CONFIG,
    };
    return pair->value.kind == CVAL_STR ? from_source_text(v, &from, pair->value.s)
                                        : from_tree(v, &from, &pair->value);
}

static int add_config(struct evaluation *v, const struct config_source *source) {
    struct str section = config__section(v->scope);
    const struct cpair *own = cval_pair(cval_get(&source->root, section), v->decl->name);
    const struct cpair *shared = cval_pair(cval_getz(&source->root, "DEFAULT"), v->decl->name);
    bool composite = v->decl->type == OPTION_LIST || v->decl->type == OPTION_DICT;
    int r = 0;
    if (shared != NULL && (own == NULL || composite)) {
        r = add_config_value(v, source, STR("DEFAULT"), shared);
    }
    if (r == 0 && own != NULL) {
        r = add_config_value(v, source, section, own);
    }
    return r;
}

static int add_environment(struct evaluation *v) {
    struct str name, value;
    if (!environ__find(v->o, &v->o->arena, v->scope, v->decl->name, &name, &value)) {
        return 0;
    }
    struct origin from = {
        .what = name,
        .detail = arena_printf(&v->o->arena, "env var %.*s", STR_FMT(name)),
        .rank = OPTION_RANK_ENVIRONMENT,
    };
    return from_source_text(v, &from, value);
}

static int add_flag(struct evaluation *v, const struct flag *flag, bool negated) {
    struct origin from = {
        .what = flag->key, .detail = STR("command-line flag"), .rank = OPTION_RANK_FLAG};
    if (v->decl->type != OPTION_BOOL) {
        if (flag->value.ptr == NULL) {
            return err_set(v->e, ERR_USAGE, "`%.*s`: This flag needs a value: write %.*s=VALUE.",
                           STR_FMT(flag->key), STR_FMT(flag->key));
        }
        return from_source_text(v, &from, flag->value);
    }
    if (flag->value.ptr == NULL) {
        add_scalar(v, &from, cval_bool(!negated));
        return 0;
    }
    size_t before = v->steps.len;
    int r = from_source_text(v, &from, flag->value);
    if (r == 0 && negated && v->steps.len > before) {
        struct cval *value = &vec_last(&v->steps).edits[0].value;
        value->b = !value->b;
    }
    return r;
}

static int add_flags(struct evaluation *v) {
    for (size_t i = 0; i < v->o->flags.len; i++) {
        bool negated;
        if (args__matches(&v->o->flags.data[i], v->scope, v->decl, &negated)) {
            int r = add_flag(v, &v->o->flags.data[i], negated);
            if (r < 0) {
                return r;
            }
        }
    }
    return 0;
}

static void add_passthrough(struct evaluation *v) {
    if (!v->decl->passthrough || !v->o->has_passthrough || v->decl->type != OPTION_LIST) {
        return;
    }
    struct origin from = {.detail = STR("command-line flag"), .rank = OPTION_RANK_FLAG};
    struct edit edit = {.action = EDIT_ADD, .value = cval_list()};
    for (size_t i = 0; i < v->o->passthrough.len; i++) {
        cval_push(&v->o->arena, &edit.value, cval_str(&v->o->arena, v->o->passthrough.data[i]));
    }
    add_step(v, &from, &edit, 1);
    vec_last(&v->steps).literal = true;
}

/* Whether some source replaces whatever the default is. */
static bool is_replaced(const struct evaluation *v) {
    for (size_t s = 0; s < v->steps.len; s++) {
        for (size_t i = 0; i < v->steps.data[s].count; i++) {
            if (v->steps.data[s].edits[i].action == EDIT_REPLACE) {
                return true;
            }
        }
    }
    return false;
}

/* with_default: also one that has to be computed and would not be seen. */
static int collect(struct evaluation *v, bool with_default) {
    int r = 0;
    for (size_t i = 0; i < v->o->sources.len && r == 0; i++) {
        r = add_config(v, &v->o->sources.data[i]);
    }
    r = r < 0 ? r : add_environment(v);
    r = r < 0 ? r : add_flags(v);
    if (r < 0) {
        return r;
    }
    add_passthrough(v);
    if (v->decl->computed_default && !with_default && is_replaced(v)) {
        return 0;
    }
    r = add_default(v);
    if (r == 0) {
        struct step first = vec_pop(&v->steps);
        vec_push(&v->steps, first);
        memmove(v->steps.data + 1, v->steps.data, (v->steps.len - 1) * sizeof first);
        v->steps.data[0] = first;
    }
    return r;
}

int eval__option(struct options *o, struct str scope, const struct option_decl *decl,
                 struct option_value *ret, struct err *e) {
    struct evaluation v = {.o = o, .scope = scope, .decl = decl, .e = e};
    struct option_value value;
    int r = collect(&v, false);
    r = r < 0 ? r : eval__value_after(&v, v.steps.len, &value);
    r = r < 0 ? r : eval__check(&v, value.value);
    vec_done(&v.steps);
    if (r == 0) {
        *ret = value;
    }
    return r;
}

int eval__steps(struct options *o, struct str scope, const struct option_decl *decl,
                const struct option_value **ret, size_t *ret_count, struct err *e) {
    struct evaluation v = {.o = o, .scope = scope, .decl = decl, .e = e};
    int r = collect(&v, true);
    struct option_value *values = ARENA_ARRAY(&o->arena, struct option_value, v.steps.len + 1);
    for (size_t i = 0; i < v.steps.len && r == 0; i++) {
        r = eval__value_after(&v, i + 1, &values[i]);
    }
    if (r == 0) {
        *ret = values;
        *ret_count = v.steps.len;
    }
    vec_done(&v.steps);
    return r;
}

int option_parse_text(struct arena *a, const struct option_decl *decl, struct str name,
                      struct str text, struct cval *ret_value, struct err *e) {
    struct options o = {.arena = *a};
    struct evaluation v = {.o = &o, .decl = decl, .e = e};
    struct origin from = {.what = name, .rank = OPTION_RANK_FLAG};
    struct option_value value;
    int r = from_text(&v, &from, text);
    r = r < 0 ? r : eval__value_after(&v, v.steps.len, &value);
    r = r < 0 ? r : eval__check(&v, value.value);
    vec_done(&v.steps);
    *a = o.arena;
    if (r == 0) {
        *ret_value = *value.value;
    }
    return r;
}

void option_value_text(const struct cval *value, struct buf *out) {
    if (value->kind == CVAL_STR) {
        buf_add_str(out, value->s);
    } else {
        cval_repr(value, out);
    }
}
