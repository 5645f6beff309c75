/* Solved graphs in words and as dot files. */
#include "rules/open.h"

#include "rules/rules_int.h"

static void add_key(const struct rule_graph *g, const struct blob_key *key, struct buf *out) {
    uint32_t n;
    const uint32_t *provided = blob_set(g, key->provided, &n);
    struct str product = type_short(g->names, key->product);
    if (key->rule != 0) {
        buf_add_str(out, intern_str(g->names, key->rule));
        buf_addf(out, "(<%u>", key->arity);
        if (n > 0) {
            buf_addz(out, ", **implicitly");
            buf_addz(out, n == 1 ? "(" : "");
            graph__add_types(g, provided, n, out);
            buf_addz(out, n == 1 ? ")" : "");
        }
        buf_addz(out, ") -> ");
        buf_add_str(out, product);
    } else {
        buf_addz(out, "Get(");
        buf_add_str(out, product);
        buf_addz(out, ", ");
        graph__add_types(g, provided, n, out);
        buf_add_char(out, ')');
    }
}

static bool is_call(const struct rule_graph *g, const struct blob_key *key) {
    return key->rule != 0 || g->section[BLOB_SETS][key->provided] != 0;
}

/** lines: as dot files have it, over several lines; else as in messages. */
static void add_rule(const struct rule_graph *g, const struct blob_entry *entry, bool lines,
                     struct buf *out) {
    const struct blob_rule *rule = blob_rule(g, entry->rule);
    const uint32_t *params = g->section[BLOB_LISTS] + rule->params;
    const struct blob_edge *edges = blob_edges(g, entry);
    uint32_t shown = rule->func != 0 ? rule->func : rule->id;
    struct str func = intern_str(g->names, shown);
    ptrdiff_t colon = str_find_char(func, ':');
    bool wrap = lines && params[0] > 1;
    bool any = false;
    buf_addz(out, (rule->flags & RULE_CACHEABLE) != 0 ? "@rule(" : "@goal_rule(");
    if (colon >= 0) {
        buf_add_str(out, str_upto(func, (size_t)colon));
        buf_addf(out, ":%u:", rule->line);
    }
    buf_add_str(out, type_short(g->names, shown));
    buf_addz(out, wrap ? "(\n" : "(");
    for (uint32_t i = 1; i <= params[0]; i++) {
        buf_addz(out, i == 1 ? "" : lines ? ",\n" : ", ");
        buf_add_str(out, type_short(g->names, params[i]));
    }
    buf_addz(out, wrap ? "\n) -> " : ") -> ");
    buf_add_str(out, type_short(g->names, rule->product));
    for (uint32_t i = 0; i < entry->nedges; i++) {
        const struct blob_key *key = blob_key(g, edges[i].key);
        if (is_call(g, key)) {
            buf_addz(out, any ? ", " : lines ? ",\ngets=[" : ", gets=[");
            buf_addz(out, lines ? "\n" : "");
            add_key(g, key, out);
            any = true;
        }
    }
    buf_addz(out, any ? (lines ? "\n])" : "])") : ")");
}

static void add_entry(const struct rule_graph *g, uint32_t at, bool lines, struct buf *out) {
    const struct blob_entry *entry = blob_entry(g, at);
    uint32_t n;
    const uint32_t *in_set = blob_set(g, entry->in_set, &n);
    struct str type = type_short(g->names, entry->type);
    if (entry->kind == RULE_ENTRY_PARAM) {
        buf_addf(out, "Param(%.*s)", STR_FMT(type));
        return;
    }
    if (entry->kind == RULE_ENTRY_RULE) {
        add_rule(g, entry, lines, out);
    } else if (entry->kind == RULE_ENTRY_ROOT) {
        buf_addf(out, "Query(%.*s)", STR_FMT(type));
    } else {
        buf_addf(out, "Reentry(%.*s)", STR_FMT(type));
    }
    if (lines) {
        buf_addz(out, "\nfor ");
        graph__add_types(g, in_set, n, out);
    }
}

void rule_graph_describe(const struct rule_graph *graph, uint32_t entry, struct buf *out) {
    add_entry(graph, entry, false, out);
}

/* ---- dot files ---- */

#define BLUE "0.5,1,0.9"
#define OLIVE "0.2214,0.7179,0.8528"
#define ORANGE "0.08,0.5,0.976"

static void take_in(void *user, uint32_t entry) {
    ((bool *)user)[entry] = true;
}

static void add_quoted(const struct rule_graph *g, uint32_t at, struct buf *out) {
    buf_add_char(out, '"');
    add_entry(g, at, true, out);
    buf_add_char(out, '"');
}

static char *coloured(const struct rule_graph *g, uint32_t at, const char *colour) {
    struct buf out = BUF_INIT;
    buf_addz(&out, "    ");
    add_quoted(g, at, &out);
    buf_addf(&out, " [color=\"%s\",style=filled]", colour);
    return buf_take(&out);
}

static bool takes_nothing(const struct rule_graph *g, uint32_t at) {
    uint32_t n;
    (void)blob_set(g, blob_entry(g, at)->in_set, &n);
    return n == 0;
}

static int by_string(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct texts {
    VEC(char *) items; /* owned */
};

/** Sorted, each once, one behind the other; leaves texts empty. */
static void flush(struct texts *texts, const char *sep, struct buf *out) {
    if (texts->items.len > 1) {
        qsort(texts->items.data, texts->items.len, sizeof *texts->items.data, by_string);
    }
    for (size_t i = 0; i < texts->items.len; i++) {
        if (i == 0 || strcmp(texts->items.data[i], texts->items.data[i - 1]) != 0) {
            buf_addz(out, i > 0 ? sep : "");
            buf_addz(out, texts->items.data[i]);
        }
    }
    for (size_t i = 0; i < texts->items.len; i++) {
        free(texts->items.data[i]);
    }
    vec_done(&texts->items);
}

/** The lines of an entry: colours of the leaves it leads to, then its edges. */
static char *draw(const struct rule_graph *g, uint32_t at) {
    const struct blob_entry *entry = blob_entry(g, at);
    struct buf out = BUF_INIT;
    struct texts to = {.items = {0}};
    struct texts colours = {.items = {0}};
    if (entry->kind == RULE_ENTRY_ROOT) {
        vec_push(&colours.items, coloured(g, at, BLUE));
    }
    for (uint32_t i = 0; i <= entry->nedges; i++) {
        bool target = i == entry->nedges;
        uint32_t dep = target ? entry->target : blob_edges(g, entry)[i].to;
        if (target && entry->kind != RULE_ENTRY_REENTRY) {
            break;
        }
        if (blob_entry(g, dep)->kind == RULE_ENTRY_PARAM) {
            vec_push(&colours.items, coloured(g, dep, ORANGE));
        } else if (takes_nothing(g, dep)) {
            vec_push(&colours.items, coloured(g, dep, OLIVE));
        }
        struct buf text = BUF_INIT;
        add_quoted(g, dep, &text);
        vec_push(&to.items, buf_take(&text));
    }
    bool any = colours.items.len > 0;
    flush(&colours, "\n", &out);
    buf_addz(&out, any ? "\n    " : "    ");
    add_quoted(g, at, &out);
    buf_addz(&out, " -> {");
    flush(&to, " ", &out);
    buf_addz(&out, "}");
    return buf_take(&out);
}

static void draw_all(const struct rule_graph *g, const bool *in, bool roots, struct buf *out) {
    struct texts texts = {.items = {0}};
    for (uint32_t i = 0; i < g->count[BLOB_ENTRIES]; i++) {
        uint32_t kind = blob_entry(g, i)->kind;
        if (in[i] && kind != RULE_ENTRY_PARAM && (kind == RULE_ENTRY_ROOT) == roots) {
            vec_push(&texts.items, draw(g, i));
        }
    }
    bool any = texts.items.len > 0;
    flush(&texts, "\n", out);
    buf_addz(out, any ? "\n" : "");
}

void rule_graph_dot(const struct rule_graph *graph, uint32_t root, struct buf *out) {
    bool *in = ALLOC_ARRAY(bool, graph->count[BLOB_ENTRIES] + 1);
    struct texts queries = {.items = {0}};
    buf_addz(out, "digraph {\n  /*\n  queries:\n");
    for (uint32_t i = 0; i < graph->count[BLOB_ROOTS]; i++) {
        uint32_t at = graph->section[BLOB_ROOTS][i];
        if (root == RULE_ENTRY_NONE || root == at) {
            struct buf text = BUF_INIT;
            graph__walk(graph, at, take_in, in);
            buf_addz(&text, "    ");
            graph__add_query(graph, at, &text);
            vec_push(&queries.items, buf_take(&text));
        }
    }
    flush(&queries, ",\n", out);
    buf_addz(out, "\n  */\n  // root entries\n");
    draw_all(graph, in, true, out);
    buf_addz(out, "  // internal entries\n");
    draw_all(graph, in, false, out);
    buf_addz(out, "}\n");
    free(in);
}
