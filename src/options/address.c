/*
 * Addresses: the grammar (one pass, left to right), the checks of a complete address, and its two
 * written forms.
 */
#include "options/address.h"

#include <stdlib.h>

#include "base/path.h"

#define FAULT(kind, e, ...)                                                                        \
    (ret_fault != NULL ? (void)(*ret_fault = (kind)) : (void)0,                                    \
     err_set((e), ERR_USAGE, __VA_ARGS__))

static bool is_in(char c, const char *set) {
    return c != '\0' && strchr(set, c) != NULL;
}

/* The length of the run at `at` without any character of `stop`. */
static size_t span_until(struct str s, size_t at, const char *stop) {
    size_t start = at;
    while (at < s.len && !is_in(s.ptr[at], stop)) {
        at++;
    }
    return at - start;
}

/* Whether `key=` stands at `at`. */
static bool starts_param(struct str s, size_t at) {
    size_t n = span_until(s, at, "=:,");
    return n > 0 && at + n < s.len && s.ptr[at + n] == '=';
}

static size_t path_length(struct str s) {
    size_t at = 0;
    while (at < s.len && s.ptr[at] != ':' && s.ptr[at] != '#' &&
           !(s.ptr[at] == '@' && starts_param(s, at + 1))) {
        at++;
    }
    return at;
}

/* `key=value,key=value` at *at, which is behind the '@'. */
static int split_params(struct arena *a, struct str text, size_t *at, struct address_parts *ret,
                        enum address_fault *ret_fault, struct err *e) {
    size_t most = 1;
    for (size_t i = *at; i < text.len; i++) {
        most += text.ptr[i] == ',';
    }
    struct address_param *params = ARENA_ARRAY(a, struct address_param, most);
    do {
        if (!starts_param(text, *at)) {
            return FAULT(ADDRESS_SYNTAX, e,
                         "The address `%.*s` cannot be read: expected one or more key=value pairs "
                         "behind `@`, separated by commas.",
                         STR_FMT(text));
        }
        size_t n = span_until(text, *at, "=");
        struct address_param *p = &params[ret->param_count++];
        p->key = str_make(text.ptr + *at, n);
        *at += n + 1;
        n = span_until(text, *at, ",:");
        p->value = str_make(text.ptr + *at, n);
        *at += n;
    } while (*at < text.len && text.ptr[*at] == ',' && ++*at > 0);
    ret->params = params;
    return 0;
}

int address_split(struct arena *a, struct str text, struct address_parts *ret,
                  enum address_fault *ret_fault, struct err *e) {
    struct address_parts parts = {0};
    size_t at = path_length(text), n;
    if (str_find_char(text, '\0') >= 0) {
        return FAULT(ADDRESS_SYNTAX, e, "An address may not contain a NUL character.");
    }
    parts.path = str_upto(text, at);
    if (at < text.len && text.ptr[at] == ':' && (n = span_until(text, at + 1, "#@:")) > 0) {
        parts.target = str_make(text.ptr + at + 1, n);
        at += n + 1;
    }
    if (at < text.len && text.ptr[at] == '#') {
        n = span_until(text, at + 1, "@:");
        if (n == 0) {
            return FAULT(ADDRESS_SYNTAX, e,
                         "The address `%.*s` cannot be read: expected a non-empty generated target "
                         "name behind `#`.",
                         STR_FMT(text));
        }
        parts.generated = str_make(text.ptr + at + 1, n);
        at += n + 1;
    }
    if (at < text.len && text.ptr[at] == '@') {
        at++;
        int r = split_params(a, text, &at, &parts, ret_fault, e);
        if (r < 0) {
            return r;
        }
    }
    struct str rest = str_from_at(text, at);
    if (str_eq(rest, STR("::"))) {
        parts.wildcard = ADDRESS_TREE;
    } else if (str_eq(rest, STR(":"))) {
        parts.wildcard = ADDRESS_DIR;
    } else if (rest.len > 0) {
        return FAULT(
            ADDRESS_SYNTAX, e,
            "The address `%.*s` cannot be read from `%.*s` on: expected a non-empty target "
            "name, or the end.",
            STR_FMT(text), STR_FMT(rest));
    }
    *ret = parts;
    return 0;
}

static int param_cmp(const void *a, const void *b) {
    const struct address_param *x = a, *y = b;
    return str_cmp(x->key, y->key);
}

void address_params_sort(struct address_param *params, size_t count) {
    if (count > 1) {
        qsort(params, count, sizeof *params, param_cmp);
    }
}

/* The first character of s that is in the set, or 0. */
static char banned(struct str s, const char *set) {
    for (size_t i = 0; i < s.len; i++) {
        if (is_in(s.ptr[i], set)) {
            return s.ptr[i];
        }
    }
    return '\0';
}

static int check_params(const struct address *address, enum address_fault *ret_fault,
                        struct err *e) {
    for (size_t i = 0; i < address->param_count; i++) {
        const struct address_param *p = &address->params[i];
        char c = banned(p->key, ADDRESS_BANNED_IN_PARAMETERS);
        c = c != '\0' ? c : banned(p->value, ADDRESS_BANNED_IN_PARAMETERS);
        if (c != '\0') {
            return FAULT(ADDRESS_BAD_PARAMETER, e,
                         "The address parameter `%.*s=%.*s` of a target in the folder `%.*s` "
                         "contains the character `%c`, which has another meaning there. Forbidden "
                         "are: %s and blanks.",
                         STR_FMT(p->key), STR_FMT(p->value), STR_FMT(address->spec_path), c,
                         ":#!@?=,");
        }
    }
    return 0;
}

int address_check(struct address *address, enum address_fault *ret_fault, struct err *e) {
    struct str folder = path_base(address->spec_path);
    if (str_eq(folder, STR("BUILD")) || str_starts(folder, STR("BUILD."))) {
        return FAULT(ADDRESS_BAD_PATH, e,
                     "The address path `%.*s` ends in the name of a BUILD file. An address names "
                     "the folder that the BUILD file is in: `%.*s`.",
                     STR_FMT(address->spec_path), STR_FMT(path_dir(address->spec_path)));
    }
    char c = banned(address->target, ADDRESS_BANNED_IN_TARGET);
    if (c != '\0') {
        return FAULT(ADDRESS_BAD_NAME, e,
                     "The target name `%.*s` (in the folder `%.*s`) contains the character `%c`. "
                     "Forbidden are: %s",
                     STR_FMT(address->target), STR_FMT(address->spec_path), c,
                     ADDRESS_BANNED_IN_TARGET);
    }
    c = banned(address->generated, ADDRESS_BANNED_IN_GENERATED);
    if (c != '\0') {
        return FAULT(ADDRESS_BAD_NAME, e,
                     "The generated name `%.*s` (in the folder `%.*s`) contains the character "
                     "`%c`. Forbidden are: %s",
                     STR_FMT(address->generated), STR_FMT(address->spec_path), c,
                     ADDRESS_BANNED_IN_GENERATED);
    }
    int r = check_params(address, ret_fault, e);
    if (r == 0 && address->target.ptr != NULL &&
        (address->target.len == 0 || str_eq(address->target, folder))) {
        address->target = STR_NULL;
    }
    return r;
}

struct str address_name(const struct address *address) {
    return address->target.ptr != NULL ? address->target : path_base(address->spec_path);
}

static size_t count_slashes(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        n += s.ptr[i] == '/';
    }
    return n;
}

void address_params_repr(const struct address_param *params, size_t count, struct buf *out) {
    for (size_t i = 0; i < count; i++) {
        buf_add_char(out, i == 0 ? '@' : ',');
        buf_add_str(out, params[i].key);
        buf_add_char(out, '=');
        buf_add_str(out, params[i].value);
    }
}

void address_spec(const struct address *address, struct buf *out) {
    bool is_file = address->relative_file.ptr != NULL;
    bool named = address->target.ptr != NULL;
    size_t parents = is_file ? count_slashes(address->relative_file) : 0;
    if (address->spec_path.len == 0) {
        buf_addz(out, "//");
    }
    buf_add_str(out, address->spec_path);
    if (is_file) {
        buf_addz(out, address->spec_path.len > 0 ? "/" : "");
        buf_add_str(out, address->relative_file);
        named = named || parents > 0;
    } else {
        named = named || (address->generated.ptr == NULL && address->param_count == 0);
    }
    if (named) {
        buf_add_char(out, ':');
        for (size_t i = 0; i < parents; i++) {
            buf_addz(out, "../");
        }
        buf_add_str(out, address_name(address));
    }
    if (address->generated.ptr != NULL) {
        buf_add_char(out, '#');
        buf_add_str(out, address->generated);
    }
    address_params_repr(address->params, address->param_count, out);
}

/* Appends s with dots for slashes. */
static void add_dotted(struct str s, struct buf *out) {
    for (size_t i = 0; i < s.len; i++) {
        buf_add_char(out, s.ptr[i] == '/' ? '.' : s.ptr[i]);
    }
}

void address_path_safe_spec(const struct address *address, struct buf *out) {
    size_t parents = 0;
    add_dotted(address->spec_path, out);
    if (address->relative_file.ptr != NULL) {
        parents = count_slashes(address->relative_file);
        buf_add_char(out, '.');
        add_dotted(address->relative_file, out);
    }
    if (parents > 0) {
        for (size_t i = 0; i < parents; i++) {
            buf_add_char(out, '@');
        }
        buf_add_str(out, address_name(address));
    } else if (address->target.ptr != NULL) {
        buf_add_char(out, '.');
        buf_add_str(out, address->target);
    }
    if (address->generated.ptr != NULL) {
        buf_add_char(out, '@');
        add_dotted(address->generated, out);
    }
    if (address->param_count > 0) {
        cleanup_(buf_done) struct buf params = BUF_INIT;
        address_params_repr(address->params, address->param_count, &params);
        buf_add_char(out, '@');
        add_dotted(buf_str(&params), out);
    }
}

/* Absent before present, then by bytes. */
static int cmp_optional(struct str a, struct str b) {
    if ((a.ptr == NULL) != (b.ptr == NULL)) {
        return a.ptr == NULL ? -1 : 1;
    }
    return str_cmp(a, b);
}

static int cmp_params(const struct address *a, const struct address *b) {
    for (size_t i = 0; i < a->param_count && i < b->param_count; i++) {
        int c = str_cmp(a->params[i].key, b->params[i].key);
        c = c != 0 ? c : str_cmp(a->params[i].value, b->params[i].value);
        if (c != 0) {
            return c;
        }
    }
    return (a->param_count > b->param_count) - (a->param_count < b->param_count);
}

int address_cmp(const struct address *a, const struct address *b) {
    int c = path_cmp(a->spec_path, b->spec_path);
    if (c == 0 && (a->relative_file.ptr == NULL) != (b->relative_file.ptr == NULL)) {
        c = a->relative_file.ptr == NULL ? -1 : 1;
    }
    c = c != 0 ? c : path_cmp(a->relative_file, b->relative_file);
    c = c != 0 ? c : cmp_optional(a->target, b->target);
    c = c != 0 ? c : cmp_params(a, b);
    return c != 0 ? c : cmp_optional(a->generated, b->generated);
}
