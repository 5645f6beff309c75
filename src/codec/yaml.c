/*
 * YAML through libyaml's events. An alias copies the tree that its anchor names; a budget of nodes
 * keeps a small text from becoming a huge tree.
 */
#include "codec/yaml.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <yaml.h>

#include "base/map.h"

enum { MAX_DEPTH = 200, MAX_NODES = 1000000 };

struct reader {
    struct arena *arena;
    yaml_parser_t parser;
    struct map anchors; /* name -> struct cval * */
    unsigned depth;
    size_t nodes;
    struct err *e;
};

static int fail_at(struct reader *r, yaml_mark_t mark, const char *what, const char *detail) {
    return err_set(r->e, ERR_FORMAT, "%zu:%zu: %s%s%s", mark.line + 1, mark.column + 1, what,
                   detail != NULL ? ": " : "", detail != NULL ? detail : "");
}

static int next_event(struct reader *r, yaml_event_t *event) {
    if (!yaml_parser_parse(&r->parser, event)) {
        yaml_mark_t mark = r->parser.problem_mark;
        return fail_at(r, mark, "This is not YAML", r->parser.problem);
    }
    return 0;
}

static bool is_one_of(struct str s, const char *const *words) {
    for (; *words != NULL; words++) {
        if (str_eqz(s, *words)) {
            return true;
        }
    }
    return false;
}

/* [-+]? digits, 0o digits, 0x digits, as the core schema has them. */
static bool as_integer(struct str s, int64_t *ret) {
    int base = 10;
    struct str digits = s;
    if (str_starts(s, STR("0x")) || str_starts(s, STR("0o"))) {
        base = s.ptr[1] == 'x' ? 16 : 8;
        digits = str_from_at(s, 2);
    }
    bool sign = base == 10 && digits.len > 0 && (digits.ptr[0] == '-' || digits.ptr[0] == '+');
    if (digits.len == (sign ? 1U : 0U)) {
        return false;
    }
    for (size_t i = sign ? 1 : 0; i < digits.len; i++) {
        char c = digits.ptr[i];
        bool ok = base == 16
                      ? (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')
                  : base == 8 ? c >= '0' && c <= '7'
                              : c >= '0' && c <= '9';
        if (!ok) {
            return false;
        }
    }
    errno = 0;
    *ret = strtoll(digits.ptr, NULL, base);
    return errno == 0;
}

/* [-+]? (. digits | digits [. digits*]) [e [sign] digits] */
static bool as_float(struct str s, double *ret) {
    size_t at = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+') ? 1 : 0;
    size_t digits = 0;
    for (bool point = false; at < s.len; at++) {
        if (s.ptr[at] >= '0' && s.ptr[at] <= '9') {
            digits++;
        } else if (s.ptr[at] == '.' && !point) {
            point = true;
        } else {
            break;
        }
    }
    if (digits == 0) {
        return false;
    }
    if (at < s.len) {
        if (s.ptr[at] != 'e' && s.ptr[at] != 'E') {
            return false;
        }
        at++;
        at += at < s.len && (s.ptr[at] == '-' || s.ptr[at] == '+');
        if (at == s.len) {
            return false;
        }
        for (; at < s.len; at++) {
            if (s.ptr[at] < '0' || s.ptr[at] > '9') {
                return false;
            }
        }
    }
    *ret = strtod(s.ptr, NULL);
    return true;
}

/* A plain scalar's value by the core schema. */
static void resolve_plain(struct cval *v) {
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const trues[] = {"true", "True", "TRUE", NULL};
    static const char *const falses[] = {"false", "False", "FALSE", NULL};
    static const char *const infinities[] = {".inf", ".Inf", ".INF", NULL};
    static const char *const nans[] = {".nan", ".NaN", ".NAN", NULL};
    struct str s = v->s;
    struct str bare = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+') ? str_from_at(s, 1) : s;
    int64_t i;
    double f;
    if (is_one_of(s, nulls)) {
        v->kind = CVAL_NONE;
    } else if (is_one_of(s, trues) || is_one_of(s, falses)) {
        v->kind = CVAL_BOOL;
        v->b = is_one_of(s, trues);
    } else if (is_one_of(bare, infinities) || is_one_of(s, nans)) {
        v->kind = CVAL_FLOAT;
        v->f = is_one_of(s, nans) ? (double)NAN
               : s.ptr[0] == '-'  ? -(double)INFINITY
                                  : (double)INFINITY;
    } else if (as_integer(s, &i)) {
        v->kind = CVAL_INT;
        v->i = i;
    } else if (as_float(s, &f)) {
        v->kind = CVAL_FLOAT;
        v->f = f;
    }
}

static int read_node(struct reader *r, yaml_event_t *event, struct cval *ret);

static void remember(struct reader *r, const yaml_char_t *anchor, const struct cval *value) {
    if (anchor != NULL) {
        struct cval *kept = ARENA_NEW(r->arena, struct cval);
        *kept = *value;
        (void)map_put(&r->anchors, arena_str(r->arena, str_from((const char *)anchor)), kept);
    }
}

static size_t count_nodes(const struct cval *v, size_t limit) {
    size_t n = 1;
    for (uint32_t i = 0; i < cval_len(v) && n < limit; i++) {
        const struct cval *item =
            v->kind == CVAL_LIST ? &v->list.items[i] : &v->table->pairs[i].value;
        n += count_nodes(item, limit - n);
    }
    return n;
}

static int read_alias(struct reader *r, const yaml_event_t *event, struct cval *ret) {
    const struct cval *value =
        map_get(&r->anchors, str_from((const char *)event->data.alias.anchor));
    if (value == NULL) {
        return fail_at(r, event->start_mark, "No anchor of this name stands before the alias",
                       (const char *)event->data.alias.anchor);
    }
    r->nodes += count_nodes(value, MAX_NODES);
    if (r->nodes > MAX_NODES) {
        return fail_at(r, event->start_mark, "The aliases make the document too large", NULL);
    }
    *ret = cval_copy(r->arena, value);
    return 0;
}

/* Appends a key's text: keys of tables are strings here, whatever they are in YAML. */
static int key_text(struct reader *r, const yaml_event_t *event, const struct cval *key,
                    struct str *ret) {
    if (event->type == YAML_SCALAR_EVENT) {
        *ret = str_make((const char *)event->data.scalar.value, event->data.scalar.length);
        return 0;
    }
    if (key->kind == CVAL_STR) {
        *ret = key->s;
        return 0;
    }
    return fail_at(r, event->start_mark, "A key must be a scalar", NULL);
}

static int read_mapping(struct reader *r, struct cval *ret) {
    for (;;) {
        yaml_event_t key_event, event;
        int rc = next_event(r, &key_event);
        if (rc < 0) {
            return rc;
        }
        if (key_event.type == YAML_MAPPING_END_EVENT) {
            yaml_event_delete(&key_event);
            return 0;
        }
        struct cval key, value;
        struct str text = STR_NULL;
        rc = read_node(r, &key_event, &key);
        rc = rc < 0 ? rc : key_text(r, &key_event, &key, &text);
        text = rc < 0 ? text : arena_str(r->arena, text);
        uint32_t line = (uint32_t)key_event.start_mark.line + 1;
        uint32_t column = (uint32_t)key_event.start_mark.column + 1;
        yaml_event_delete(&key_event);
        if (rc < 0) {
            return rc;
        }
        rc = next_event(r, &event);
        if (rc < 0) {
            return rc;
        }
        rc = read_node(r, &event, &value);
        yaml_event_delete(&event);
        if (rc < 0) {
            return rc;
        }
        (void)cval_put(r->arena, ret, text, value);
        struct cpair *pair = cval_pair(ret, text);
        pair->line = line;
        pair->column = column;
    }
}

static int read_sequence(struct reader *r, struct cval *ret) {
    for (;;) {
        yaml_event_t event;
        int rc = next_event(r, &event);
        if (rc < 0) {
            return rc;
        }
        if (event.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&event);
            return 0;
        }
        struct cval item;
        rc = read_node(r, &event, &item);
        yaml_event_delete(&event);
        if (rc < 0) {
            return rc;
        }
        cval_push(r->arena, ret, item);
    }
}

static void read_scalar(struct reader *r, const yaml_event_t *event, struct cval *ret) {
    ret->kind = CVAL_STR;
    ret->s = arena_str(r->arena,
                       str_make((const char *)event->data.scalar.value, event->data.scalar.length));
    const char *tag = (const char *)event->data.scalar.tag;
    bool as_string = tag != NULL && strcmp(tag, YAML_STR_TAG) == 0;
    if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !as_string) {
        resolve_plain(ret);
    }
}

/* The node that an event starts; the caller deletes the event. */
static int read_node(struct reader *r, yaml_event_t *event, struct cval *ret) {
    if (++r->nodes > MAX_NODES) {
        return fail_at(r, event->start_mark, "The document has too many values", NULL);
    }
    if (event->type == YAML_ALIAS_EVENT) {
        return read_alias(r, event, ret);
    }
    struct cval value = cval_none();
    value.line = (uint32_t)event->start_mark.line + 1;
    value.column = (uint32_t)event->start_mark.column + 1;
    const yaml_char_t *anchor = NULL;
    int rc = 0;
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        read_scalar(r, event, &value);
    } else if (++r->depth > MAX_DEPTH) {
        return fail_at(r, event->start_mark, "Values nest too deep", NULL);
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        value.kind = CVAL_LIST;
        rc = read_sequence(r, &value);
        r->depth--;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        value.kind = CVAL_TABLE;
        value.table = ARENA_NEW(r->arena, struct ctable);
        rc = read_mapping(r, &value);
        r->depth--;
    } else {
        return fail_at(r, event->start_mark, "Expected a value", NULL);
    }
    if (rc == 0) {
        remember(r, anchor, &value);
        *ret = value;
    }
    return rc;
}

/* Steps over the events up to the first node: 1 when there is one. */
static int read_start(struct reader *r, yaml_event_t *event) {
    for (;;) {
        int rc = next_event(r, event);
        if (rc < 0) {
            return rc;
        }
        if (event->type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(event);
            return 0;
        }
        if (event->type != YAML_STREAM_START_EVENT && event->type != YAML_DOCUMENT_START_EVENT) {
            return 1;
        }
        yaml_event_delete(event);
    }
}

/* Nothing but the ends of document and stream may follow. */
static int read_finish(struct reader *r) {
    for (;;) {
        yaml_event_t event;
        int rc = next_event(r, &event);
        if (rc < 0) {
            return rc;
        }
        yaml_event_type_t type = event.type;
        yaml_mark_t mark = event.start_mark;
        yaml_event_delete(&event);
        if (type == YAML_STREAM_END_EVENT) {
            return 0;
        }
        if (type != YAML_DOCUMENT_END_EVENT) {
            return fail_at(r, mark, "Only one document is expected", NULL);
        }
    }
}

int yaml_parse(struct arena *a, struct str text, struct cval *ret_value, struct err *e) {
    struct reader r = {.arena = a, .e = e};
    if (!yaml_parser_initialize(&r.parser)) {
        return err_set(e, ERR_NOMEM, "out of memory");
    }
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)(text.len > 0 ? text.ptr : ""),
                                 text.len);
    struct cval value = cval_none();
    yaml_event_t event;
    int rc = read_start(&r, &event);
    if (rc > 0) {
        rc = read_node(&r, &event, &value);
        yaml_event_delete(&event);
        rc = rc < 0 ? rc : read_finish(&r);
    }
    yaml_parser_delete(&r.parser);
    map_done(&r.anchors);
    if (rc == 0) {
        *ret_value = value;
    }
    return rc;
}
