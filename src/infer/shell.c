/*
 * The driver of the shell scanner: characters in, words out. What is nested (substitutions,
 * quotes, lists in brackets) is a stack of its own, so that any depth costs no recursion; the word
 * that a substitution is part of waits in its nest until that ends.
 *
 * The body of a here-document lies where the line with `<<` ends, in the middle of a command. It is
 * stepped over there and read later, as a document of its own, when something can be expanded in
 * it.
 */
#include "infer/shell_int.h"

#include <stdlib.h>

#include "base/map.h"

static bool at(const struct shell *s, const char *text) {
    size_t len = strlen(text);
    return (size_t)(s->end - s->at) >= len && memcmp(s->at, text, len) == 0;
}

/* Opens a nest behind `skip` characters; false, nothing consumed, when it is too deep. */
static bool open_nest(struct shell *s, enum nest_kind kind, size_t skip) {
    if (s->n == SHELL_NESTING_MAX) {
        return false;
    }
    s->at += skip;
    bool parent_collects = s->n > 0 && shell__holds_commands(shell__top(s));
    struct nest *t = &s->nests[s->n++];
    memset(t, 0, sizeof *t);
    t->kind = kind;
    t->expecting = kind == NEST_LIST ? EXPECT_ARGUMENT : EXPECT_COMMAND;
    t->collects = shell__holds_commands(t) || (kind == NEST_QUOTE && parent_collects);
    return true;
}

static void close_nest(struct shell *s, size_t skip) {
    if (shell__holds_commands(shell__top(s))) {
        shell__word_ends(s);
    }
    shell__nests_gone(s, s->n - 1);
    s->at += skip;
}

/* The word that what stands at s->at is part of; NULL inside quotes of an expansion. */
static struct shell_word *word_here(struct shell *s) {
    struct nest *t = shell__top(s);
    if (shell__holds_commands(t)) {
        shell__word_begins(s, t);
        return &t->word;
    }
    return t->kind == NEST_QUOTE && t->collects ? &s->nests[s->n - 2].word : NULL;
}

static void mark_expansion(struct shell *s) {
    struct shell_word *w = word_here(s);
    if (w != NULL) {
        bool first = s->text.len == w->text && !w->early;
        w->early |= first;
        w->late |= !first;
    }
}

/* Literal characters. */
static void literal(struct shell *s, const char *p, size_t len) {
    if (shell__top(s)->collects) {
        (void)word_here(s);
        buf_add(&s->text, p, len);
    }
}

static void quoted(struct shell *s) {
    struct shell_word *w = word_here(s);
    if (w != NULL) {
        w->quoted = true;
    }
}

static void backslash(struct shell *s) {
    if (s->at + 1 == s->end) {
        s->at++;
        return;
    }
    char next = s->at[1];
    if (next == '\n' || (next == '\r' && s->at + 2 < s->end && s->at[2] == '\n')) {
        s->at += next == '\n' ? 2 : 3;
        return;
    }
    if (shell__top(s)->kind == NEST_QUOTE && strchr("$`\"\\", next) == NULL) {
        literal(s, s->at, 2);
    } else {
        quoted(s);
        literal(s, s->at + 1, 1);
    }
    s->at += 2;
}

/* '...' and, when escapes, $'...'; s->at is at the quote. */
static void single_quotes(struct shell *s, bool escapes) {
    quoted(s);
    const char *p = s->at + 1, *begin = p;
    while (p < s->end && *p != '\'') {
        p += escapes && *p == '\\' && p + 1 < s->end ? 2 : 1;
    }
    literal(s, begin, (size_t)(p - begin));
    s->at = p < s->end ? p + 1 : s->end;
}

/* A dollar sign. */
static void dollar(struct shell *s) {
    bool in_quotes = !shell__holds_commands(shell__top(s));
    char next = s->at + 1 < s->end ? s->at[1] : '\0';
    if (!in_quotes && next == '\'') {
        (void)word_here(s);
        s->at++;
        single_quotes(s, true);
    } else if (!in_quotes && next == '"') {
        quoted(s);
        if (!open_nest(s, NEST_QUOTE, 2)) {
            s->at += 2;
        }
    } else if (next == '(' || next == '{') {
        mark_expansion(s);
        bool arith = at(s, "$((");
        enum nest_kind kind = next == '{' ? NEST_BRACE : arith ? NEST_ARITH : NEST_SUBST;
        if (!open_nest(s, kind, arith ? 3 : 2)) {
            s->at += 2;
        }
    } else if ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '_') {
        mark_expansion(s);
        for (s->at += 2; s->at < s->end; s->at++) {
            char c = *s->at;
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_')) {
                break;
            }
        }
    } else if (next != '\0' && strchr("0123456789@*#?-$!", next) != NULL) {
        mark_expansion(s);
        s->at += 2;
    } else {
        literal(s, s->at, 1);
        s->at++;
    }
}

static void backtick(struct shell *s) {
    if (shell__top(s)->kind == NEST_BACKTICK) {
        close_nest(s, 1);
        return;
    }
    mark_expansion(s);
    if (!open_nest(s, NEST_BACKTICK, 1)) {
        s->at++;
    }
}

/* Quotes, the inside of ${...}, of ((...)), and bodies of here-documents. */
static void quoted_text(struct shell *s) {
    struct nest *t = shell__top(s);
    const char *p = s->at;
    switch (*p) {
    case '\\':
        backslash(s);
        return;
    case '$':
        dollar(s);
        return;
    case '`':
        backtick(s);
        return;
    case '"':
        if (t->kind == NEST_QUOTE) {
            close_nest(s, 1);
        } else if (t->kind == NEST_DOCUMENT || !open_nest(s, NEST_QUOTE, 1)) {
            s->at++;
        }
        return;
    case '\'':
        if (t->kind == NEST_BRACE && s->nests[s->n - 2].kind <= NEST_BACKTICK) {
            single_quotes(s, false);
            return;
        }
        break;
    case '}':
        if (t->kind == NEST_BRACE) {
            close_nest(s, 1);
            return;
        }
        break;
    case '(':
        t->parens++;
        break;
    case ')':
        if (t->kind == NEST_ARITH && t->parens == 0) {
            close_nest(s, at(s, "))") ? 2 : 1);
            return;
        }
        t->parens -= t->parens > 0;
        break;
    default:
        break;
    }
    literal(s, p, 1);
    s->at++;
}

/* The body of a here-document begins at s->at: steps over it. */
static void heredoc_body(struct shell *s, const struct heredoc *h) {
    const char *begin = s->at, *line = begin;
    while (line < s->end) {
        const char *nl = memchr(line, '\n', (size_t)(s->end - line));
        const char *stop = nl != NULL ? nl : s->end;
        const char *text = line;
        while (h->tabs && text < stop && *text == '\t') {
            text++;
        }
        size_t len = (size_t)(stop - text);
        len -= len > 0 && text[len - 1] == '\r';
        if (str_eq(str_make(text, len), h->end)) {
            struct str none = STR_NULL;
            struct document d = {begin, line, s->depth + 1, none};
            d.directive = s->ndirectives > 0 ? s->directives[s->ndirectives - 1].path : none;
            if (!h->quoted && line > begin && d.depth <= SHELL_DOCUMENT_DEPTH) {
                vec_push(&s->documents, d);
            }
            s->at = nl != NULL ? nl + 1 : s->end;
            return;
        }
        line = nl != NULL ? nl + 1 : s->end;
    }
    s->endless = true;
}

static void line_ends(struct shell *s) {
    shell__word_ends(s);
    shell__command_ends(s);
    s->at++;
    size_t offset = 0;
    for (size_t i = 0; i < s->nheredocs && !s->endless; i++) {
        struct heredoc h = s->heredocs[i];
        h.end = str_make(s->ends.data + offset, h.end.len);
        offset += h.end.len;
        heredoc_body(s, &h);
    }
    s->nheredocs = 0;
    buf_clear(&s->ends);
}

static void redirection(struct shell *s) {
    struct nest *t = shell__top(s);
    if (at(s, "<(") || at(s, ">(")) {
        mark_expansion(s);
        if (!open_nest(s, NEST_SUBST, 2)) {
            s->at += 2;
        }
        return;
    }
    bool number = t->word.any && s->text.len > t->word.text && !t->word.quoted;
    for (size_t i = t->word.text; number && i < s->text.len; i++) {
        number = s->text.data[i] >= '0' && s->text.data[i] <= '9';
    }
    if (number) { /* the descriptor in `2>` */
        buf_truncate(&s->text, t->word.text);
        t->word.any = false;
    }
    shell__word_ends(s);
    t->redirect = REDIRECT_FILE;
    if (at(s, "<<<")) {
        s->at += 3;
    } else if (at(s, "<<")) {
        t->redirect = at(s, "<<-") ? REDIRECT_HEREDOC_TABS : REDIRECT_HEREDOC;
        s->at += t->redirect == REDIRECT_HEREDOC_TABS ? 3 : 2;
    } else {
        s->at++;
        while (s->at < s->end && strchr("<>&|", *s->at) != NULL && *s->at != '\0') {
            s->at++;
        }
    }
}

static void open_paren(struct shell *s) {
    struct nest *t = shell__top(s);
    size_t len = t->word.any ? s->text.len - t->word.text : 0;
    if (len > 0 && strchr("=?*+@!", s->text.data[s->text.len - 1]) != NULL) {
        if (!open_nest(s, NEST_LIST, 1)) {
            s->at++;
        }
        return;
    }
    shell__word_ends(s);
    bool arith = at(s, "((");
    if (!open_nest(s, arith ? NEST_ARITH : NEST_PAREN, arith ? 2 : 1)) {
        s->at++;
    }
}

static void close_paren(struct shell *s) {
    struct nest *t = shell__top(s);
    bool own = t->kind == NEST_PAREN || t->kind == NEST_SUBST || t->kind == NEST_LIST;
    if (!own || t->cases > 0) {
        shell__word_ends(s); /* the pattern of a case */
        t->expecting = EXPECT_COMMAND;
        s->at++;
        return;
    }
    bool paren = t->kind == NEST_PAREN;
    close_nest(s, 1);
    if (paren) {
        shell__top(s)->expecting = EXPECT_COMMAND; /* the body of a function */
    }
}

static void ampersand(struct shell *s) {
    shell__word_ends(s);
    if (at(s, "&>")) {
        s->at++;
        redirection(s);
    } else if (at(s, "&&")) {
        shell__top(s)->expecting = EXPECT_COMMAND;
        s->at += 2;
    } else {
        shell__command_ends(s);
        s->at++;
    }
}

static void comment(struct shell *s) {
    const char *nl = memchr(s->at, '\n', (size_t)(s->end - s->at));
    const char *stop = nl != NULL ? nl : s->end;
    if (shell__top(s)->expecting == EXPECT_COMMAND) {
        shell__comment(s, str_make(s->at, (size_t)(stop - s->at)));
    }
    s->at = stop;
}

/* What separates words and commands; false when the character is none of it. */
static bool separator(struct shell *s) {
    struct nest *t = shell__top(s);
    switch (*s->at) {
    case ' ':
    case '\t':
    case '\r':
        shell__word_ends(s);
        s->at++;
        return true;
    case '\n':
        line_ends(s);
        return true;
    case ';':
        shell__word_ends(s);
        shell__command_ends(s);
        s->at++;
        return true;
    case '&':
        ampersand(s);
        return true;
    case '|':
        shell__word_ends(s);
        t->expecting = t->kind == NEST_LIST ? EXPECT_ARGUMENT : EXPECT_COMMAND;
        s->at++;
        return true;
    case '<':
    case '>':
        redirection(s);
        return true;
    case '(':
        open_paren(s);
        return true;
    case ')':
        close_paren(s);
        return true;
    default:
        return false;
    }
}

/* Where commands are. */
static void command_text(struct shell *s) {
    struct nest *t = shell__top(s);
    const char *p = s->at;
    if (separator(s)) {
        return;
    }
    switch (*p) {
    case '#':
        if (!t->word.any) {
            comment(s);
            return;
        }
        break;
    case '\\':
        backslash(s);
        return;
    case '$':
        dollar(s);
        return;
    case '`':
        backtick(s);
        return;
    case '\'':
        single_quotes(s, false);
        return;
    case '"':
        quoted(s);
        if (!open_nest(s, NEST_QUOTE, 1)) {
            s->at++;
        }
        return;
    case '*':
    case '?':
    case '[':
    case '{':
        shell__word_begins(s, t);
        t->word.pattern = true;
        break;
    default:
        break;
    }
    literal(s, p, 1);
    s->at++;
}

static void read_document(struct shell *s, const struct document *d) {
    s->at = d->begin;
    s->end = d->end;
    s->depth = d->depth;
    s->n = 0;
    s->ndirectives = 0;
    s->has_pending = false;
    s->nheredocs = 0;
    buf_clear(&s->text);
    buf_clear(&s->ends);
    if (d->directive.len > 0) {
        s->directives[s->ndirectives++] = (struct directive){d->directive, 0, SIZE_MAX};
    }
    (void)open_nest(s, d->depth > 0 ? NEST_DOCUMENT : NEST_TOP, 0);
    while (s->at < s->end) {
        if (shell__holds_commands(shell__top(s))) {
            command_text(s);
        } else {
            quoted_text(s);
        }
    }
    while (s->n > 0) {
        close_nest(s, 0);
    }
}

/* False for scripts whose first line names another language. */
static bool is_shell(struct str source) {
    if (!str_starts(source, STR("#!"))) {
        return true;
    }
    static const char *const shells[] = {"sh", "bash", "dash", "ksh", "ash", "bats", "busybox"};
    ptrdiff_t nl = str_find_char(source, '\n');
    struct str line = str_trim(str_from_at(nl < 0 ? source : str_upto(source, (size_t)nl), 2));
    struct str word = STR_NULL;
    bool done;
    for (done = false; str_split_next(&line, &done, ' ', &word);) {
        struct str name = str_from_at(word, (size_t)(str_rfind_char(word, '/') + 1));
        bool passed = str_eq(name, STR("env")) || (name.len > 0 && name.ptr[0] == '-') ||
                      str_find_char(name, '=') >= 0 || name.len == 0;
        if (!passed) {
            for (size_t i = 0; i < ARRAY_LEN(shells); i++) {
                size_t len = strlen(shells[i]);
                if (str_starts(name, str_from(shells[i])) &&
                    (name.len == len || (name.ptr[len] >= '0' && name.ptr[len] <= '9'))) {
                    return true;
                }
            }
            return false;
        }
    }
    return true;
}

static int by_position(const void *a, const void *b) {
    const struct shell_found *x = a, *y = b;
    return (x->pos > y->pos) - (x->pos < y->pos);
}

static void emit(struct shell *s, struct buf *out) {
    if (s->found.len > 0) {
        qsort(s->found.data, s->found.len, sizeof s->found.data[0], by_position);
    }
    struct map seen;
    map_init(&seen, MAP_BORROW_KEYS);
    const char *counted = s->start;
    uint32_t line = 1;
    for (size_t i = 0; i < s->found.len; i++) {
        const struct shell_found *f = &s->found.data[i];
        struct str name = f->made ? str_make(s->names.data + f->offset, f->name.len) : f->name;
        if (map_has(&seen, name) || !str_is_utf8(name)) {
            continue;
        }
        (void)map_put(&seen, name, s);
        for (; counted < f->pos; counted++) {
            line += *counted == '\n';
        }
        infer_add(out, &(struct infer_record){INFER_IMPORT, 0, name, line});
    }
    map_done(&seen);
}

void infer_shell(struct str source, struct buf *out) {
    if (source.len == 0 || !is_shell(source)) {
        return;
    }
    struct shell *s = ALLOC(struct shell);
    s->start = source.ptr;
    struct document whole = {.begin = source.ptr, .end = source.ptr + source.len};
    vec_push(&s->documents, whole);
    for (size_t i = 0; i < s->documents.len; i++) {
        struct document d = s->documents.data[i];
        read_document(s, &d);
    }
    emit(s, out);
    vec_done(&s->documents);
    vec_done(&s->found);
    buf_done(&s->text);
    buf_done(&s->names);
    buf_done(&s->ends);
    free(s);
}

uint32_t infer_shell_version(void) {
    return 1;
}
