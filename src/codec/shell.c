/* Shell quoting and splitting: a scanner with three states (outside, '...', "..."). */
#include "codec/shell.h"

#include "base/vec.h"

static bool is_safe(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("@%+=:,./-_", c) != NULL);
}

void shell_quote(struct str word, struct buf *out) {
    bool safe = word.len > 0;
    for (size_t i = 0; i < word.len && safe; i++) {
        safe = is_safe(word.ptr[i]);
    }
    if (safe) {
        buf_add_str(out, word);
        return;
    }
    buf_add_char(out, '\'');
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] == '\'') {
            buf_addz(out, "'\"'\"'");
        } else {
            buf_add_char(out, word.ptr[i]);
        }
    }
    buf_add_char(out, '\'');
}

void shell_join(const struct str *words, size_t count, struct buf *out) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buf_add_char(out, ' ');
        }
        shell_quote(words[i], out);
    }
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Reads one word that starts at *at into word; leaves *at behind it. */
static int read_word(struct str text, size_t *at, struct buf *word, struct err *e) {
    char quote = 0;
    for (; *at < text.len; ++*at) {
        char c = text.ptr[*at];
        if (quote == '\'') {
            if (c == quote) {
                quote = 0;
            } else {
                buf_add_char(word, c);
            }
        } else if (c == '\\') {
            if (++*at == text.len) {
                return err_set(e, ERR_USAGE, "Nothing follows the backslash at the end of: %.*s",
                               STR_FMT(text));
            }
            char next = text.ptr[*at];
            if (quote == '"' && next != '"' && next != '\\') {
                buf_add_char(word, c);
            }
            buf_add_char(word, next);
        } else if (quote == '"') {
            if (c == quote) {
                quote = 0;
            } else {
                buf_add_char(word, c);
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (is_blank(c)) {
            break;
        } else {
            buf_add_char(word, c);
        }
    }
    if (quote != 0) {
        return err_set(e, ERR_USAGE, "A quotation that starts with %c is not closed in: %.*s",
                       quote, STR_FMT(text));
    }
    return 0;
}

int shell_split(struct arena *a, struct str text, struct str **ret_words, size_t *ret_count,
                struct err *e) {
    VEC(struct str) words = {0};
    cleanup_(buf_done) struct buf word = BUF_INIT;
    int r = 0;
    for (size_t at = 0; r == 0;) {
        while (at < text.len && is_blank(text.ptr[at])) {
            at++;
        }
        if (at == text.len) {
            break;
        }
        buf_clear(&word);
        r = read_word(text, &at, &word, e);
        if (r == 0) {
            vec_push(&words, arena_str(a, buf_str(&word)));
        }
    }
    if (r == 0) {
        struct str *list = ARENA_ARRAY(a, struct str, words.len + 1);
        if (words.len > 0) {
            memcpy(list, words.data, words.len * sizeof *list);
        }
        *ret_words = list;
        *ret_count = words.len;
    }
    vec_done(&words);
    return r;
}
