#include "spec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "rules/open.h"

struct parser {
    struct intern *names;
    struct rule_set *set;
    struct rule_decl rule;
    bool open;
    uint32_t params[16];
    uint32_t masked[16];
    struct rule_call calls[64];
    uint32_t inputs[64][8];
};

static void flush(struct parser *p) {
    if (p->open) {
        rules_add(p->set, &p->rule);
    }
    p->open = false;
}

static uint32_t id(struct parser *p, struct str name) {
    return intern_id(p->names, name);
}

static void begin_rule(struct parser *p, const struct str *words, size_t n) {
    flush(p);
    p->rule = (struct rule_decl){.id = id(p, words[1]),
                                 .product = id(p, words[2]),
                                 .params = p->params,
                                 .nparams = n - 3,
                                 .calls = p->calls,
                                 .masked = p->masked,
                                 .flags = RULE_CACHEABLE};
    for (size_t i = 3; i < n; i++) {
        p->params[i - 3] = id(p, words[i]);
    }
    p->open = true;
}

static void add_call(struct parser *p, const struct str *words, size_t n, bool by_name) {
    struct rule_call *call = &p->calls[p->rule.ncalls];
    size_t first = by_name ? 3 : 2;
    *call = (struct rule_call){.product = id(p, words[first - 1])};
    if (by_name) {
        ptrdiff_t slash = str_find_char(words[1], '/');
        call->rule = id(p, str_upto(words[1], (size_t)slash));
        call->arity = (uint32_t)atoi(words[1].ptr + slash + 1);
    }
    call->inputs = p->inputs[p->rule.ncalls];
    for (size_t i = first; i < n; i++) {
        p->inputs[p->rule.ncalls][call->ninputs++] = id(p, words[i]);
    }
    p->rule.ncalls++;
}

static void parse_line(struct parser *p, const struct str *words, size_t n) {
    uint32_t ids[16];
    for (size_t i = 1; i < n; i++) {
        ids[i] = id(p, words[i]);
    }
    if (str_eqz(words[0], "rule")) {
        begin_rule(p, words, n);
    } else if (str_eqz(words[0], "call")) {
        add_call(p, words, n, true);
    } else if (str_eqz(words[0], "get")) {
        add_call(p, words, n, false);
    } else if (str_eqz(words[0], "mask")) {
        for (size_t i = 1; i < n; i++) {
            p->masked[p->rule.nmasked++] = ids[i];
        }
    } else if (str_eqz(words[0], "poly")) {
        p->rule.flags |= RULE_POLYMORPHIC;
    } else if (str_eqz(words[0], "effects")) {
        p->rule.flags |= RULE_SIDE_EFFECTING;
    } else if (str_eqz(words[0], "goal")) {
        p->rule.flags &= ~(unsigned)RULE_CACHEABLE;
    } else if (str_eqz(words[0], "query")) {
        rules_add_query(p->set, ids[1], ids + 2, n - 2);
    } else if (str_eqz(words[0], "union")) {
        rules_add_union(p->set, ids[1], ids + 2, n - 2);
    } else if (str_eqz(words[0], "member")) {
        rules_add_union_member(p->set, ids[1], ids[2]);
    } else if (str_eqz(words[0], "input")) {
        rules_add_input(p->set, ids[1]);
    } else {
        fail_msg("spec: %.*s", STR_FMT(words[0]));
    }
}

struct rule_set *spec_parse(struct intern *names, const char *text) {
    struct parser *p = ALLOC(struct parser);
    struct str rest = str_from(text);
    struct str line;
    p->names = names;
    p->set = rules_new(names);
    for (bool done = false; str_split_next(&rest, &done, '\n', &line);) {
        struct str words[24];
        size_t n = 0;
        struct str word;
        struct str left = str_trim(line);
        for (bool end = false; str_split_next(&left, &end, ' ', &word);) {
            if (word.len > 0) {
                words[n++] = word;
            }
        }
        if (n > 0) {
            parse_line(p, words, n);
        }
    }
    flush(p);
    struct rule_set *set = p->set;
    free(p);
    return set;
}

void spec_solve(struct solved *s, const char *text) {
    static const uint8_t key[RULES_KEY_SIZE] = {1, 2, 3};
    struct err e = ERR_INIT;
    *s = (struct solved){.graph = NULL};
    struct rule_set *set = spec_parse(&s->names, text);
    int r = rules_solve(set, key, &s->report, &s->graph, &e);
    assert_int_equal(r < 0, s->graph == NULL);
    assert_int_equal(r<0, s->report.len> 0);
    rules_free(set);
}

void solved_done(struct solved *s) {
    rule_graph_free(s->graph);
    intern_done(&s->names);
    buf_done(&s->report);
}

static void add_set(const struct intern *names, const uint32_t *ids, uint32_t n, struct buf *out) {
    VEC(const char *) texts = {0};
    buf_add_char(out, '{');
    for (uint32_t i = 0; i < n; i++) {
        vec_push(&texts, intern_str(names, ids[i]).ptr);
    }
    for (size_t i = 0; i < texts.len; i++) { /* few: sort by selection */
        for (size_t j = i + 1; j < texts.len; j++) {
            if (strcmp(texts.data[j], texts.data[i]) < 0) {
                const char *t = texts.data[i];
                texts.data[i] = texts.data[j];
                texts.data[j] = t;
            }
        }
        buf_addf(out, "%s%s", i > 0 ? "," : "", texts.data[i]);
    }
    buf_add_char(out, '}');
    vec_done(&texts);
}

static void add_entry(const struct intern *names, const struct rule_graph *g, uint32_t at,
                      struct buf *out) {
    struct rule_entry entry;
    rule_graph_entry(g, at, &entry);
    if (entry.kind == RULE_ENTRY_PARAM) {
        buf_add_str(out, intern_str(names, entry.type));
        return;
    }
    if (entry.kind == RULE_ENTRY_RULE) {
        buf_add_str(out, intern_str(names, entry.rule));
        if (entry.arity > 0) {
            buf_addf(out, "/%u", entry.arity);
        }
    } else {
        buf_addz(out, "re:");
        add_entry(names, g, entry.target, out);
    }
    add_set(names, entry.in_set, entry.nin_set, out);
}

static int by_string(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_edges(const struct intern *names, const struct rule_graph *g, uint32_t at,
                      struct buf *out) {
    VEC(char *) parts = {0};
    const struct blob_entry *entry = blob_entry(g, at);
    for (uint32_t i = 0; i < entry->nedges; i++) {
        struct buf text = BUF_INIT;
        const struct blob_edge *edge = blob_edges(g, entry) + i;
        const struct blob_key *key = blob_key(g, edge->key);
        uint32_t n;
        const uint32_t *provided = blob_set(g, key->provided, &n);
        buf_add_str(&text, intern_str(names, key->rule != 0 ? key->rule : key->product));
        if (key->arity > 0) {
            buf_addf(&text, "/%u", key->arity);
        }
        if (n > 0) {
            add_set(names, provided, n, &text);
        }
        buf_add_char(&text, '=');
        add_entry(names, g, edge->to, &text);
        vec_push(&parts, buf_take(&text));
    }
    if (parts.len > 0) {
        qsort(parts.data, parts.len, sizeof(char *), by_string);
    }
    for (size_t i = 0; i < parts.len; i++) {
        buf_addf(out, " %s", parts.data[i]);
        free(parts.data[i]);
    }
    vec_done(&parts);
}

void graph_text(const struct intern *names, const struct rule_graph *graph, struct buf *out) {
    VEC(char *) lines = {0};
    for (uint32_t i = 0; i < rule_graph_entry_count(graph); i++) {
        struct buf text = BUF_INIT;
        struct rule_entry entry;
        rule_graph_entry(graph, i, &entry);
        if (entry.kind == RULE_ENTRY_PARAM) {
            continue;
        }
        if (entry.kind == RULE_ENTRY_ROOT) {
            uint32_t n;
            const uint32_t *params = blob_set(graph, blob_entry(graph, i)->params, &n);
            buf_addf(&text, "?%s", intern_str(names, entry.type).ptr);
            add_set(names, params, n, &text);
        } else {
            add_entry(names, graph, i, &text);
        }
        buf_addz(&text, ":");
        add_edges(names, graph, i, &text);
        vec_push(&lines, buf_take(&text));
    }
    qsort(lines.data, lines.len, sizeof(char *), by_string);
    for (size_t i = 0; i < lines.len; i++) {
        if (i == 0 || strcmp(lines.data[i], lines.data[i - 1]) != 0) {
            buf_addf(out, "%s\n", lines.data[i]);
        }
    }
    for (size_t i = 0; i < lines.len; i++) {
        free(lines.data[i]);
    }
    vec_done(&lines);
}

void assert_solution(const char *spec, const char *expected) {
    struct solved s;
    struct buf text = BUF_INIT;
    spec_solve(&s, spec);
    if (s.graph == NULL) {
        fail_msg("refused: %s", s.report.data);
    }
    graph_text(&s.names, s.graph, &text);
    assert_string_equal(text.data, expected);
    buf_done(&text);
    solved_done(&s);
}

void assert_refused(const char *spec, const char *part) {
    struct solved s;
    spec_solve(&s, spec);
    if (s.graph != NULL) {
        fail_msg("not refused, expected: %s", part);
    }
    if (strstr(s.report.data, part) == NULL) {
        fail_msg("'%s' is not in: %s", part, s.report.data);
    }
    solved_done(&s);
}
