/*
 * CLI aliases: `[cli].alias` maps a word to the words that it stands for, which may be aliases
 * themselves. They are expanded before anything else looks at the command line, and not behind
 * "--".
 */
#include "codec/shell.h"
#include "options/options_int.h"

enum { MAX_WORDS = 10000 };

/* Aliases being expanded, for the message on a cycle. */
struct chain {
    const struct chain *outer;
    struct str name;
};

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80) != 0;
}

/* (--)? and words with dashes between, of two characters at least. */
static bool is_valid_name(struct str name) {
    struct str s = str_starts(name, STR("--")) ? str_from_at(name, 2) : name;
    if (s.len < 2 || !is_word(s.ptr[0]) || !is_word(s.ptr[s.len - 1])) {
        return false;
    }
    for (size_t i = 0; i < s.len; i++) {
        if (!is_word(s.ptr[i]) && s.ptr[i] != '-') {
            return false;
        }
    }
    return true;
}

/* "pants.toml:3:1: [cli] alias: " for an alias of a config file, else "[cli] alias: ". */
static struct str place_of(struct options *o, struct str name) {
    for (size_t i = o->sources.len; i-- > 0;) {
        const struct config_source *source = &o->sources.data[i];
        const struct cval *cli = cval_getz(&source->root, "cli");
        const struct cpair *pair = cli != NULL ? cval_pair(cval_getz(cli, "alias"), name) : NULL;
        if (pair != NULL) {
            return arena_printf(&o->arena, "%.*s:%u:%u: [cli] alias: ", STR_FMT(source->path),
                                pair->line, pair->column);
        }
    }
    return STR("[cli] alias: ");
}

static int fail_cycle(struct options *o, const struct chain *chain, struct str name,
                      struct err *e) {
    cleanup_(buf_done) struct buf path = BUF_INIT;
    buf_add_str(&path, name);
    for (const struct chain *c = chain; c != NULL; c = c->outer) {
        buf_addf(&path, " <- %.*s", STR_FMT(c->name));
        if (str_eq(c->name, name)) {
            break;
        }
    }
    return err_set(e, ERR_USAGE, "%.*sThe alias `%.*s` leads back to itself: %s.",
                   STR_FMT(place_of(o, name)), STR_FMT(name), path.data);
}

typedef VEC(struct str) word_list;

/* Appends what a word stands for. */
static int expand_word(struct options *o, const struct cval *table, const struct chain *chain,
                       struct str word, word_list *out, struct err *e) {
    const struct cval *text = cval_get(table, word);
    if (text == NULL || text->kind != CVAL_STR) {
        vec_push(out, word);
        return out->len < MAX_WORDS
                   ? 0
                   : err_set(e, ERR_USAGE, "CLI aliases make the command line too long.");
    }
    for (const struct chain *c = chain; c != NULL; c = c->outer) {
        if (str_eq(c->name, word)) {
            return fail_cycle(o, chain, word, e);
        }
    }
    struct str *words;
    size_t count;
    int r = shell_split(&o->arena, text->s, &words, &count, e);
    if (r < 0) {
        err_context(e, "%.*sThe alias `%.*s`", STR_FMT(place_of(o, word)), STR_FMT(word));
        return r;
    }
    struct chain link = {.outer = chain, .name = word};
    for (size_t i = 0; i < count && r == 0; i++) {
        r = expand_word(o, table, &link, words[i], out, e);
    }
    return r;
}

/* Reads the table, checks each alias, and keeps its words. */
static int read_aliases(struct options *o, const struct cval *table, struct err *e) {
    o->aliases = cval_table(&o->arena);
    for (uint32_t i = 0; i < table->table->len; i++) {
        const struct cpair *pair = &table->table->pairs[i];
        word_list words = {0};
        if (!is_valid_name(pair->key)) {
            return err_set(e, ERR_USAGE,
                           "%.*s`%.*s` cannot be an alias: it takes two or more letters, digits "
                           "and '_', with '-' between them, and perhaps `--` in front.",
                           STR_FMT(place_of(o, pair->key)), STR_FMT(pair->key));
        }
        if (pair->value.kind != CVAL_STR) {
            return err_set(e, ERR_USAGE,
                           "%.*sThe alias `%.*s` must stand for a string, in which there may be "
                           "several words.",
                           STR_FMT(place_of(o, pair->key)), STR_FMT(pair->key));
        }
        int r = expand_word(o, table, NULL, pair->key, &words, e);
        struct cval list = cval_list();
        for (size_t k = 0; k < words.len && r == 0; k++) {
            cval_push(&o->arena, &list, cval_str(&o->arena, words.data[k]));
        }
        vec_done(&words);
        if (r < 0) {
            return r;
        }
        (void)cval_put(&o->arena, &o->aliases, pair->key, list);
    }
    return 0;
}

int alias__expand(struct options *o, struct err *e) {
    static const struct option_decl decl = {.name = {"alias", 5}, .type = OPTION_DICT};
    struct option_value table;
    int r = eval__option(o, STR("cli"), &decl, &table, e);
    r = r < 0 ? r : read_aliases(o, table.value, e);
    if (r < 0 || cval_len(&o->aliases) == 0) {
        return r;
    }
    word_list out = {0};
    for (size_t i = 0; i < o->args.len; i++) {
        struct str token = o->args.data[i];
        const struct cval *words = cval_get(&o->aliases, token);
        if (str_eq(token, STR("--"))) {
            for (; i < o->args.len; i++) {
                vec_push(&out, o->args.data[i]);
            }
        } else if (words != NULL) {
            for (uint32_t k = 0; k < words->list.len; k++) {
                vec_push(&out, words->list.items[k].s);
            }
        } else {
            vec_push(&out, token);
        }
    }
    vec_clear(&o->args);
    for (size_t i = 0; i < out.len; i++) {
        vec_push(&o->args, out.data[i]);
    }
    vec_done(&out);
    return 0;
}

/* The scope that has a flag of this name ("--x"), if any. */
static bool find_flag(struct options *o, struct str name, struct str *ret_scope) {
    for (size_t s = 0; s < o->scopes.len; s++) {
        struct scope_entry *scope = o->scopes.data[s];
        struct flag flag = {.raw = name, .key = name, .context = STR("")};
        if (!args__may_match(&flag, scope->name)) {
            continue;
        }
        options__load(o, scope);
        for (size_t i = 0; i < scope->options.len; i++) {
            bool negated;
            if (args__matches(&flag, scope->name, &scope->options.data[i]->decl, &negated)) {
                *ret_scope = config__section(scope->name);
                return true;
            }
        }
    }
    return false;
}

int alias__check(struct options *o, struct err *e) {
    if (o->aliases.kind != CVAL_TABLE) {
        return 0;
    }
    for (uint32_t i = 0; i < o->aliases.table->len; i++) {
        struct str name = o->aliases.table->pairs[i].key, scope;
        if (args__is_goal(o, name) || options__scope(o, name) != NULL) {
            return err_set(e, ERR_USAGE,
                           "%.*s`%.*s` is the name of a goal or an option scope already; choose "
                           "another name.",
                           STR_FMT(place_of(o, name)), STR_FMT(name));
        }
        if (str_starts(name, STR("--")) && find_flag(o, name, &scope)) {
            return err_set(e, ERR_USAGE,
                           "%.*s`%.*s` is a flag of [%.*s] already; choose another name.",
                           STR_FMT(place_of(o, name)), STR_FMT(name), STR_FMT(scope));
        }
    }
    return 0;
}

const struct cval *options_aliases(const struct options *o) {
    return &o->aliases;
}
