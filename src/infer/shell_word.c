/*
 * What a finished word means, by what was expected:
 *
 *   COMMAND   keyword, assignment        ─▶ COMMAND
 *             `source`, `.`              ─▶ PATH
 *             `function`                 ─▶ NAME ─▶ COMMAND
 *             anything else              ─▶ ARGUMENT
 *   PATH      `--`                       ─▶ PATH
 *             the path, which is recorded ─▶ ARGUMENT
 */
#include "infer/shell_int.h"

/** Words that are no commands where a command may stand. */
struct keyword {
    struct str word;
    int opens; /**< change of the depth of compound commands */
    enum expecting then;
};

#define KEYWORD(text, opens, then)                                                                 \
    { {"" text, sizeof(text) - 1}, (opens), (then) }

static const struct keyword keywords[] = {
    KEYWORD("if", 1, EXPECT_COMMAND),      KEYWORD("then", 0, EXPECT_COMMAND),
    KEYWORD("elif", 0, EXPECT_COMMAND),    KEYWORD("else", 0, EXPECT_COMMAND),
    KEYWORD("fi", -1, EXPECT_ARGUMENT),    KEYWORD("while", 1, EXPECT_COMMAND),
    KEYWORD("until", 1, EXPECT_COMMAND),   KEYWORD("do", 0, EXPECT_COMMAND),
    KEYWORD("done", -1, EXPECT_ARGUMENT),  KEYWORD("for", 1, EXPECT_ARGUMENT),
    KEYWORD("select", 1, EXPECT_ARGUMENT), KEYWORD("case", 1, EXPECT_ARGUMENT),
    KEYWORD("esac", -1, EXPECT_ARGUMENT),  KEYWORD("{", 1, EXPECT_COMMAND),
    KEYWORD("}", -1, EXPECT_ARGUMENT),     KEYWORD("!", 0, EXPECT_COMMAND),
    KEYWORD("time", 0, EXPECT_COMMAND),    KEYWORD("coproc", 0, EXPECT_COMMAND),
    KEYWORD("function", 0, EXPECT_NAME),   KEYWORD("source", 0, EXPECT_PATH),
    KEYWORD(".", 0, EXPECT_PATH),
};

void shell__word_begins(struct shell *s, struct nest *t) {
    if (!t->word.any) {
        t->word = (struct shell_word){.begin = s->at, .text = s->text.len, .any = true};
    }
}

static struct str text_of(const struct shell *s, const struct shell_word *w) {
    return s->text.len > w->text ? str_make(s->text.data + w->text, s->text.len - w->text)
                                 : STR_NULL;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* NAME=..., NAME+=..., NAME[...]=... */
static bool is_assignment(struct str text) {
    size_t i = 0;
    while (i < text.len &&
           (is_letter(text.ptr[i]) || (i > 0 && text.ptr[i] >= '0' && text.ptr[i] <= '9'))) {
        i++;
    }
    if (i == 0 || i == text.len) {
        return false;
    }
    return text.ptr[i] == '=' || text.ptr[i] == '[' ||
           (text.ptr[i] == '+' && i + 1 < text.len && text.ptr[i + 1] == '=');
}

static void command_begins(struct shell *s) {
    s->begun = true;
    if (s->has_pending) {
        s->has_pending = false;
        if (s->ndirectives < SHELL_DIRECTIVES_MAX) {
            s->directives[s->ndirectives++] =
                (struct directive){s->pending, s->n - 1, shell__top(s)->compound};
        }
    }
}

void shell__command_ends(struct shell *s) {
    struct nest *t = shell__top(s);
    t->expecting = t->kind == NEST_LIST ? EXPECT_ARGUMENT : EXPECT_COMMAND;
    while (s->ndirectives > 0) {
        const struct directive *d = &s->directives[s->ndirectives - 1];
        if (d->compound == SIZE_MAX || d->nest != s->n - 1 || d->compound < t->compound) {
            break;
        }
        s->ndirectives--;
    }
}

void shell__nests_gone(struct shell *s, size_t n) {
    while (s->ndirectives > 0) {
        const struct directive *d = &s->directives[s->ndirectives - 1];
        if (d->compound == SIZE_MAX || d->nest < n) {
            break;
        }
        s->ndirectives--;
    }
    s->n = n;
}

static void command_word(struct shell *s, struct nest *t, const struct shell_word *w) {
    struct str text = text_of(s, w);
    command_begins(s);
    t->expecting = EXPECT_ARGUMENT;
    if (is_assignment(text)) {
        t->expecting = EXPECT_COMMAND;
        return;
    }
    if (w->early || w->late) {
        return;
    }
    /* `\source` is the command, `\if` is no keyword, "source" in quotes is not looked at. */
    bool bare = !w->quoted;
    bool escaped = w->quoted && w->begin[0] == '\\';
    for (size_t i = 0; i < ARRAY_LEN(keywords) && (bare || escaped); i++) {
        const struct keyword *k = &keywords[i];
        if (!str_eq(k->word, text) || (escaped && k->then != EXPECT_PATH)) {
            continue;
        }
        t->expecting = k->then;
        if (k->opens > 0) {
            t->compound++;
            t->cases += str_eq(text, STR("case"));
        } else if (k->opens < 0 && t->compound > 0) {
            t->compound--;
            t->cases -= t->cases > 0 && str_eq(text, STR("esac"));
        }
        break;
    }
}

static void record(struct shell *s, const char *pos, struct str path, bool in_source) {
    struct shell_found f = {.pos = pos, .name = path};
    if (!in_source) {
        f.offset = s->names.len;
        f.made = true;
        buf_add_str(&s->names, path);
    }
    if (path.len > 0 && path.len <= SHELL_PATH_MAX && buf_ok(&s->names)) {
        vec_push(&s->found, f);
    }
}

/* The word behind `source`. */
static void path_word(struct shell *s, struct nest *t, const struct shell_word *w) {
    struct str text = text_of(s, w);
    if (!w->early && !w->late && str_eq(text, STR("--"))) {
        return;
    }
    t->expecting = EXPECT_ARGUMENT;
    if (s->ndirectives > 0) {
        struct str path = s->directives[s->ndirectives - 1].path;
        if (!str_eq(path, STR("/dev/null"))) {
            record(s, w->begin, path, true);
        }
        return;
    }
    if (w->late || w->pattern || text.len == 0 || (!w->quoted && text.ptr[0] == '~')) {
        return;
    }
    if (w->early) {
        if (text.ptr[0] == '/') {
            struct buf path = BUF_INIT;
            buf_add_char(&path, '.');
            buf_add_str(&path, text);
            record(s, w->begin, buf_str(&path), false);
            buf_done(&path);
        }
        return;
    }
    record(s, w->begin, text, false);
}

static void heredoc_word(struct shell *s, const struct shell_word *w, bool tabs) {
    struct str text = text_of(s, w);
    if (s->nheredocs < SHELL_HEREDOCS_MAX && !s->endless) {
        struct heredoc *h = &s->heredocs[s->nheredocs++];
        /* An offset for now: `ends` may still move. */
        h->end = str_make(NULL, text.len);
        h->tabs = tabs;
        h->quoted = w->quoted;
        buf_add_str(&s->ends, text);
    }
}

void shell__word_ends(struct shell *s) {
    struct nest *t = shell__top(s);
    if (!t->word.any) {
        return;
    }
    struct shell_word w = t->word;
    t->word.any = false;
    enum redirect redirect = t->redirect;
    t->redirect = REDIRECT_NONE;
    if (redirect == REDIRECT_HEREDOC || redirect == REDIRECT_HEREDOC_TABS) {
        heredoc_word(s, &w, redirect == REDIRECT_HEREDOC_TABS);
    } else if (redirect == REDIRECT_NONE) {
        switch (t->expecting) {
        case EXPECT_COMMAND:
            command_word(s, t, &w);
            break;
        case EXPECT_NAME:
            t->expecting = EXPECT_COMMAND;
            break;
        case EXPECT_PATH:
            path_word(s, t, &w);
            break;
        case EXPECT_ARGUMENT:
            break;
        }
    }
    buf_truncate(&s->text, w.text);
}

/* The value of `source=` in the words of a directive; empty when there is none. */
static struct str source_of(struct str words) {
    const struct str key = STR("source=");
    while (words.len > 0) {
        words = str_trim(words);
        if (words.len == 0 || words.ptr[0] == '#') {
            break;
        }
        bool match = str_starts(words, key);
        size_t i = 0, begin = match ? key.len : 0;
        char quote = 0;
        for (; i < words.len && (quote != 0 || (words.ptr[i] != ' ' && words.ptr[i] != '\t'));
             i++) {
            if (words.ptr[i] == '"' || words.ptr[i] == '\'') {
                quote = quote == 0 ? words.ptr[i] : quote == words.ptr[i] ? 0 : quote;
            }
        }
        if (match) {
            struct str value = str_make(words.ptr + begin, i - begin);
            if (value.len >= 2 && (value.ptr[0] == '"' || value.ptr[0] == '\'')) {
                value = str_make(value.ptr + 1, value.len - 2);
            }
            return value;
        }
        words = str_from_at(words, i);
    }
    return STR_NULL;
}

void shell__comment(struct shell *s, struct str comment) {
    comment = str_trim(str_from_at(comment, 1));
    const struct str tool = STR("shellcheck");
    if (!str_starts(comment, tool) || comment.len == tool.len ||
        (comment.ptr[tool.len] != ' ' && comment.ptr[tool.len] != '\t')) {
        return;
    }
    struct str path = source_of(str_from_at(comment, tool.len));
    if (path.len == 0) {
        return;
    }
    if (s->begun) {
        s->pending = path;
        s->has_pending = true;
    } else {
        s->directives[0] = (struct directive){path, 0, SIZE_MAX};
        s->ndirectives = 1;
    }
}
