/*
 * TOML, the structure: documents, tables, keys, arrays, inline tables.
 *
 * What may be added to a table depends on how it came to be, kept in its node's flags:
 *
 *   HEADER    [a.b]            for b: may not be named by a header again
 *   IMPLICIT  [a.b]            for a: a header may still name it, once
 *   DOTTED    a.b = 1          for a: dotted keys of the same section may add to it
 *   INLINE    a = {...}        closed
 *   TABLES    [[a]]            (a list) another [[a]] may append; `a = [...]` lists have no flag
 */
#include "codec/toml.h"

#include <stdarg.h>
#include <stdio.h>

#include "codec/toml_int.h"
#include "codec/utf8.h"

enum node_flags {
    NODE_HEADER = 1 << 0,
    NODE_IMPLICIT = 1 << 1,
    NODE_DOTTED = 1 << 2,
    NODE_INLINE = 1 << 3,
    NODE_TABLES = 1 << 4,
};

enum { MAX_DEPTH = 200 };

/* The parts of a key; their place is where the first starts. */
struct key {
    struct str parts[64];
    size_t count;
    uint32_t line, column;
};

int toml__fail(struct toml_reader *t, const char *fmt, ...) {
    char text[600];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    uint32_t line, column;
    toml__stamp(t, &line, &column);
    return err_set(t->e, ERR_FORMAT, "%u:%u: %s", line, column, text);
}

void toml__stamp(struct toml_reader *t, uint32_t *ret_line, uint32_t *ret_column) {
    if (t->mark < t->line_start || t->mark > t->at) {
        t->mark = t->line_start;
        t->mark_column = 1;
    }
    t->mark_column += (uint32_t)utf8_count(str_make(t->text.ptr + t->mark, t->at - t->mark));
    t->mark = t->at;
    *ret_line = t->line;
    *ret_column = t->mark_column;
}

bool toml__newline(struct toml_reader *t) {
    size_t n = toml__peek(t, 0) == '\r' && toml__peek(t, 1) == '\n' ? 2 : 1;
    if (n == 1 && (toml__end(t) || toml__peek(t, 0) != '\n')) {
        return false;
    }
    t->at += n;
    t->line++;
    t->line_start = t->at;
    return true;
}

static void skip_blanks(struct toml_reader *t) {
    while (toml__peek(t, 0) == ' ' || toml__peek(t, 0) == '\t') {
        t->at++;
    }
}

static int skip_comment(struct toml_reader *t) {
    if (toml__peek(t, 0) != '#') {
        return 0;
    }
    for (t->at++; !toml__end(t); t->at++) {
        unsigned char c = (unsigned char)t->text.ptr[t->at];
        if (c == '\n' || (c == '\r' && toml__peek(t, 1) == '\n')) {
            break;
        }
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return toml__fail(t, "A comment may not contain the control character U+%04X.", c);
        }
    }
    return 0;
}

/* Blanks, newlines and comments: what may stand between the parts of arrays and inline tables. */
static int skip_space(struct toml_reader *t) {
    do {
        skip_blanks(t);
        int r = skip_comment(t);
        if (r < 0) {
            return r;
        }
    } while (toml__newline(t));
    return 0;
}

/* Nothing but a comment may follow on the line. */
static int end_line(struct toml_reader *t, const char *after) {
    skip_blanks(t);
    int r = skip_comment(t);
    if (r < 0) {
        return r;
    }
    if (!toml__end(t) && !toml__newline(t)) {
        return toml__fail(t, "Expected the end of the line after %s.", after);
    }
    return 0;
}

static bool is_bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

static int read_key_part(struct toml_reader *t, struct str *ret) {
    char c = toml__peek(t, 0);
    if (c == '"' || c == '\'') {
        return toml__quoted_key(t, ret);
    }
    size_t start = t->at;
    while (is_bare(toml__peek(t, 0))) {
        t->at++;
    }
    if (t->at == start) {
        return toml__fail(t, "Expected a key: letters, digits, '_' and '-', or a quoted string.");
    }
    *ret = str_make(t->text.ptr + start, t->at - start);
    return 0;
}

static int read_key(struct toml_reader *t, struct key *key) {
    key->count = 0;
    toml__stamp(t, &key->line, &key->column);
    for (;;) {
        if (key->count == sizeof key->parts / sizeof key->parts[0]) {
            return toml__fail(t, "A key may have at most %zu parts.", key->count);
        }
        int r = read_key_part(t, &key->parts[key->count]);
        if (r < 0) {
            return r;
        }
        key->count++;
        skip_blanks(t);
        if (toml__peek(t, 0) != '.') {
            return 0;
        }
        t->at++;
        skip_blanks(t);
    }
}

static struct cval *add_node(struct toml_reader *t, struct ctable *table, const struct key *key,
                             struct str name, struct cval value) {
    struct cval view = {.kind = CVAL_TABLE, .table = table};
    struct cval *place = cval_put(t->arena, &view, name, value);
    table->pairs[table->len - 1].line = key->line;
    table->pairs[table->len - 1].column = key->column;
    return place;
}

static struct cval *find_node(struct ctable *table, struct str name) {
    struct cval view = {.kind = CVAL_TABLE, .table = table};
    return cval_get(&view, name);
}

static struct cval new_table(struct toml_reader *t, const struct key *key, unsigned flags) {
    struct cval node = cval_table(t->arena);
    node.flags = (uint8_t)flags;
    node.line = key->line;
    node.column = key->column;
    return node;
}

static int fail_defined(struct toml_reader *t, const struct key *key, struct str name,
                        const struct cval *old) {
    bool tables = old->kind == CVAL_TABLE && (old->flags & NODE_HEADER) != 0;
    return err_set(t->e, ERR_FORMAT, "%u:%u: `%.*s` was already defined at line %u; %s.", key->line,
                   key->column, STR_FMT(name), old->line,
                   tables ? "move these lines to that table" : "keep one of the two");
}

/* Puts a value at the end of a (dotted) key below `table`. */
static int store_value(struct toml_reader *t, struct ctable *table, const struct key *key,
                       struct cval value) {
    for (size_t i = 0; i + 1 < key->count; i++) {
        struct cval *node = find_node(table, key->parts[i]);
        if (node == NULL) {
            node = add_node(t, table, key, key->parts[i], new_table(t, key, NODE_DOTTED));
        } else if (node->kind != CVAL_TABLE || (node->flags & NODE_DOTTED) == 0) {
            return fail_defined(t, key, key->parts[i], node);
        }
        table = node->table;
    }
    struct str name = key->parts[key->count - 1];
    struct cval *old = find_node(table, name);
    if (old != NULL) {
        return fail_defined(t, key, name, old);
    }
    (void)add_node(t, table, key, name, value);
    return 0;
}

static int read_value(struct toml_reader *t, struct cval *ret);

/* `key = value` into table, at the key. */
static int read_pair(struct toml_reader *t, struct ctable *table) {
    struct key key;
    struct cval value;
    int r = read_key(t, &key);
    if (r < 0) {
        return r;
    }
    if (toml__peek(t, 0) != '=') {
        return toml__fail(t, "Expected '=' and a value after the key `%.*s`.",
                          STR_FMT(key.parts[key.count - 1]));
    }
    t->at++;
    skip_blanks(t);
    r = read_value(t, &value);
    return r < 0 ? r : store_value(t, table, &key, value);
}

static int read_array(struct toml_reader *t, struct cval *ret) {
    *ret = cval_list();
    toml__stamp(t, &ret->line, &ret->column);
    t->at++;
    for (;;) {
        int r = skip_space(t);
        if (r < 0) {
            return r;
        }
        if (toml__peek(t, 0) == ']') {
            t->at++;
            return 0;
        }
        struct cval item;
        r = read_value(t, &item);
        if (r == 0) {
            cval_push(t->arena, ret, item);
            r = skip_space(t);
        }
        if (r < 0) {
            return r;
        }
        if (toml__peek(t, 0) == ',') {
            t->at++;
        } else if (toml__peek(t, 0) != ']') {
            return toml__fail(t, "Expected ',' or ']' in the array that starts at line %u.",
                              ret->line);
        }
    }
}

static int read_inline_table(struct toml_reader *t, struct cval *ret) {
    *ret = cval_table(t->arena);
    ret->flags = NODE_INLINE;
    toml__stamp(t, &ret->line, &ret->column);
    t->at++;
    for (;;) {
        int r = skip_space(t);
        if (r < 0) {
            return r;
        }
        if (toml__peek(t, 0) == '}') {
            t->at++;
            return 0;
        }
        r = read_pair(t, ret->table);
        if (r == 0) {
            r = skip_space(t);
        }
        if (r < 0) {
            return r;
        }
        if (toml__peek(t, 0) == ',') {
            t->at++;
        } else if (toml__peek(t, 0) != '}') {
            return toml__fail(t, "Expected ',' or '}' in the table that starts at line %u.",
                              ret->line);
        }
    }
}

static int read_value(struct toml_reader *t, struct cval *ret) {
    char c = toml__peek(t, 0);
    if (c == '"' || c == '\'') {
        return toml__string(t, ret);
    }
    if (c != '[' && c != '{') {
        return toml__scalar(t, ret);
    }
    if (++t->depth > MAX_DEPTH) {
        return toml__fail(t, "Values may nest at most %d deep.", MAX_DEPTH);
    }
    int r = c == '[' ? read_array(t, ret) : read_inline_table(t, ret);
    t->depth--;
    return r;
}

/* The table that all but the last part of a header name; made when missing. */
static int enter_parents(struct toml_reader *t, struct ctable *root, const struct key *key,
                         struct ctable **ret) {
    struct ctable *table = root;
    for (size_t i = 0; i + 1 < key->count; i++) {
        struct cval *node = find_node(table, key->parts[i]);
        if (node == NULL) {
            node = add_node(t, table, key, key->parts[i], new_table(t, key, NODE_IMPLICIT));
        }
        if (node->kind == CVAL_LIST && (node->flags & NODE_TABLES) != 0) {
            node = &node->list.items[node->list.len - 1];
        }
        if (node->kind != CVAL_TABLE || (node->flags & NODE_INLINE) != 0) {
            return fail_defined(t, key, key->parts[i], node);
        }
        table = node->table;
    }
    *ret = table;
    return 0;
}

static int open_table(struct toml_reader *t, struct ctable *parent, const struct key *key,
                      struct ctable **ret) {
    struct str name = key->parts[key->count - 1];
    struct cval *node = find_node(parent, name);
    if (node == NULL) {
        node = add_node(t, parent, key, name, new_table(t, key, NODE_HEADER));
    } else if (node->kind == CVAL_TABLE && (node->flags & NODE_IMPLICIT) != 0) {
        node->flags = NODE_HEADER;
        node->line = key->line;
        node->column = key->column;
        struct cval view = {.kind = CVAL_TABLE, .table = parent};
        struct cpair *pair = cval_pair(&view, name);
        pair->line = key->line;
        pair->column = key->column;
    } else {
        return fail_defined(t, key, name, node);
    }
    *ret = node->table;
    return 0;
}

static int open_array_table(struct toml_reader *t, struct ctable *parent, const struct key *key,
                            struct ctable **ret) {
    struct str name = key->parts[key->count - 1];
    struct cval *node = find_node(parent, name);
    if (node == NULL) {
        struct cval list = cval_list();
        list.flags = NODE_TABLES;
        list.line = key->line;
        list.column = key->column;
        node = add_node(t, parent, key, name, list);
    } else if (node->kind != CVAL_LIST || (node->flags & NODE_TABLES) == 0) {
        return fail_defined(t, key, name, node);
    }
    cval_push(t->arena, node, new_table(t, key, NODE_HEADER));
    *ret = node->list.items[node->list.len - 1].table;
    return 0;
}

/* A line [a.b] or [[a.b]]; *ret is the table that the following lines fill. */
static int read_header(struct toml_reader *t, struct ctable *root, struct ctable **ret) {
    bool array = toml__peek(t, 1) == '[';
    t->at += array ? 2 : 1;
    skip_blanks(t);
    struct key key;
    int r = read_key(t, &key);
    if (r < 0) {
        return r;
    }
    if (toml__peek(t, 0) != ']' || (array && toml__peek(t, 1) != ']')) {
        return toml__fail(t, "Expected '%s' at the end of the table's name.", array ? "]]" : "]");
    }
    t->at += array ? 2 : 1;
    struct ctable *parent = NULL;
    r = enter_parents(t, root, &key, &parent);
    if (r == 0) {
        r = array ? open_array_table(t, parent, &key, ret) : open_table(t, parent, &key, ret);
    }
    return r < 0 ? r : end_line(t, "a table's name");
}

static int read_document(struct toml_reader *t, struct ctable *root) {
    struct ctable *current = root;
    for (;;) {
        int r = skip_space(t);
        if (r < 0) {
            return r;
        }
        if (toml__end(t)) {
            return 0;
        }
        if (toml__peek(t, 0) == '[') {
            r = read_header(t, root, &current);
        } else {
            r = read_pair(t, current);
            r = r < 0 ? r : end_line(t, "a value");
        }
        if (r < 0) {
            return r;
        }
    }
}

int toml_parse(struct arena *a, struct str text, struct cval *ret_root, struct err *e) {
    struct toml_reader t = {
        .arena = a, .text = text.len > 0 ? text : STR(""), .line = 1, .mark_column = 1, .e = e};
    if (str_starts(text, STR("\xef\xbb\xbf"))) {
        t.text = str_from_at(text, 3);
    }
    if (!str_is_utf8(t.text)) {
        uint32_t cp;
        for (size_t n; (n = utf8_decode(str_from_at(t.text, t.at), &cp)) > 0;) {
            if (!toml__newline(&t)) {
                t.at += n;
            }
        }
        return toml__fail(&t, "The text is not UTF-8.");
    }
    struct cval root = cval_table(a);
    root.line = root.column = 1;
    int r = read_document(&t, root.table);
    if (r == 0) {
        *ret_root = root;
    }
    return r;
}
