/*
 * What makes an import weak.
 *
 * A context says whether the imports in it are weak. The body of each `try` gets one of its own,
 * decided when its `except` clauses are met, after its imports were found; so each import names
 * its context and the answer is read at the end.
 *
 *   try:                   block on the stack, context = inner
 *   except/else/finally:   at its indentation: context = outer; an except may make inner weak
 *   any other line there:  block off the stack, context = outer
 *
 * Headers are looked at ahead of the scanner, which then passes over them as over any code; no
 * further than LOOK_AHEAD, so that a file of nothing but headers costs no more than that each.
 */
#include "infer/python_int.h"

#define LOOK_AHEAD 4096

static void open_block(struct scan *s, enum block_kind kind, uint32_t inner) {
    s->blocks[s->nblocks++] =
        (struct block){.kind = kind, .indent = s->indent, .inner = inner, .outer = s->context};
    s->context = inner;
}

static const char *limit(const struct scan *s) {
    return (size_t)(s->end - s->at) > LOOK_AHEAD ? s->at + LOOK_AHEAD : s->end;
}

/*
 * Past one string, bracket or other character; *depth follows the brackets. The end of the source
 * where the scanner itself will give the brackets up: no header is looked at further than it will
 * be scanned.
 */
static const char *pass(const struct scan *s, const char *p, size_t *depth) {
    switch (*p) {
    case '\'':
    case '"': {
        struct str content;
        return infer__plain_end(s, p, &content);
    }
    case '(':
    case '[':
    case '{':
        (*depth)++;
        return p + 1;
    case ')':
    case ']':
    case '}':
        (*depth)--;
        return p + 1;
    case '#':
        return infer__line_end(s, p);
    case '\n':
    case '\r':
        p = infer__eol(s, p);
        return infer__recovers(s, p) ? s->end : p;
    default:
        return p + 1;
    }
}

/*
 * True when an element between the brackets that open before p is just the name ImportError.
 * *ret_end is behind the closing bracket, or NULL when that was not found.
 */
static bool lists_import_error(const struct scan *s, const char *p, const char *end,
                               const char **ret_end) {
    bool found = false, fresh = true;
    size_t depth = 1;
    *ret_end = NULL;
    while (p < end) {
        p = infer__gap(s, p, end);
        if (fresh && p < end && infer__word(s, p, STR("ImportError"))) {
            const char *next = infer__gap(s, p + 11, end);
            found |= next < end && memchr(",)]}", *next, 4) != NULL;
            p = next;
            fresh = false;
            continue;
        }
        if (p >= end) {
            break;
        }
        fresh = depth == 1 && *p == ',';
        p = pass(s, p, &depth);
        if (depth == 0) {
            *ret_end = p;
            break;
        }
    }
    return found;
}

/* True when the text at p can follow a whole expression in the header of an except or with. */
static bool ends_expression(const struct scan *s, const char *p, const char *end) {
    return p < end && (*p == ':' || *p == ',' || *p == ')' || infer__word(s, p, STR("as")));
}

/* p is behind the word `except`. */
static bool except_names_import_error(const struct scan *s, const char *p) {
    const char *end = limit(s);
    p = infer__blank(s, p);
    if (p < end && *p == '*') {
        p = infer__blank(s, p + 1);
    }
    if (p >= end) {
        return false;
    }
    if (*p == '(' || *p == '[' || *p == '{') {
        const char *behind;
        bool found = lists_import_error(s, p + 1, end, &behind);
        return found && behind != NULL && ends_expression(s, infer__blank(s, behind), end);
    }
    for (;;) { /* `except A, B:` of 3.14, and `except A, name:` of 2 */
        if (infer__word(s, p, STR("ImportError"))) {
            return ends_expression(s, infer__blank(s, p + 11), end);
        }
        const char *name = p;
        while (p < end && infer__is(*p, C_IDENT | C_DOT)) {
            p++;
        }
        p = infer__blank(s, p);
        if (p == name || p >= end || *p != ',') {
            return false;
        }
        p = infer__blank(s, p + 1);
    }
}

void infer__dedent(struct scan *s) {
    bool excepts = infer__word(s, s->at, STR("except"));
    bool goes_on =
        excepts || infer__word(s, s->at, STR("else")) || infer__word(s, s->at, STR("finally"));
    while (s->nblocks > 0 && s->blocks[s->nblocks - 1].indent >= s->indent) {
        const struct block *b = &s->blocks[s->nblocks - 1];
        s->context = b->outer;
        if (goes_on && b->kind == BLOCK_TRY && b->indent == s->indent) {
            if (excepts && except_names_import_error(s, s->at + 6)) {
                s->weak.data[b->inner] = true;
            }
            return;
        }
        s->nblocks--;
    }
}

static uint32_t new_context(struct scan *s) {
    if (s->weak.len == 0) {
        vec_push(&s->weak, false);
        vec_push(&s->weak, true);
    }
    vec_push(&s->weak, false);
    return (uint32_t)s->weak.len - 1;
}

void infer__try(struct scan *s) {
    const char *p = infer__blank(s, s->at + 3);
    if (p < s->end && *p == ':' && s->nblocks < INFER_BLOCKS_MAX) {
        open_block(s, BLOCK_TRY, new_context(s));
    }
}

/* An item `suppress(..., ImportError, ...)` or `x.y.suppress(...)` at p, with or without `as`. */
static bool suppresses(const struct scan *s, const char *p, const char *end) {
    const char *word = p;
    for (; p < end && infer__is(*p, C_IDENT | C_DOT); p++) {
        word = *p == '.' ? p + 1 : word;
    }
    if (!infer__word(s, word, STR("suppress"))) {
        return false;
    }
    p = infer__blank(s, p);
    if (p >= end || *p != '(') {
        return false;
    }
    const char *behind;
    bool found = lists_import_error(s, p + 1, end, &behind);
    return found && behind != NULL && ends_expression(s, infer__gap(s, behind, end), end);
}

void infer__with(struct scan *s) {
    if (s->nblocks == INFER_BLOCKS_MAX) {
        return;
    }
    const char *end = limit(s), *p = infer__blank(s, s->at);
    size_t depth = 0, items = 0; /* items: the depth at which the items stand */
    if (p < end && *p == '(') {
        depth = items = 1;
        p = infer__gap(s, p + 1, end);
    }
    bool fresh = true;
    while (p < end) {
        if (fresh && suppresses(s, p, end)) {
            open_block(s, BLOCK_WITH, CONTEXT_WEAK);
            if (s->weak.len == 0) {
                (void)new_context(s);
            }
            return;
        }
        if (depth == 0 && (*p == ':' || infer__is(*p, C_EOL))) {
            return;
        }
        fresh = *p == ',' && depth <= items;
        p = pass(s, p, &depth);
        if (depth == SIZE_MAX) {
            return;
        }
        if (fresh) {
            p = infer__gap(s, p, end);
        }
    }
}
