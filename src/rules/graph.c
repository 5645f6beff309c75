/* Questions to a solved graph. Edges of an entry are few: they are searched in order. */
#include "rules/open.h"

#include "rules/rules_int.h"

uint32_t rule_graph_entry_count(const struct rule_graph *graph) {
    return graph->count[BLOB_ENTRIES];
}

uint32_t rule_graph_inputs_count(const struct rule_graph *graph) {
    return graph->count[BLOB_INPUTS];
}

void rule_graph_entry(const struct rule_graph *graph, uint32_t entry, struct rule_entry *ret) {
    const struct blob_entry *at = blob_entry(graph, entry);
    *ret = (struct rule_entry){.kind = (enum rule_entry_kind)at->kind,
                               .type = at->type,
                               .arity = at->arity,
                               .inputs_id = at->inputs,
                               .target = at->target};
    if (at->rule != BLOB_NONE) {
        ret->rule = blob_rule(graph, at->rule)->id;
    }
    ret->in_set = blob_set(graph, at->in_set, &ret->nin_set);
    ret->inputs = blob_set(graph, graph->section[BLOB_INPUTS][at->inputs], &ret->ninputs);
}

bool rule_graph_rule(const struct rule_graph *graph, uint32_t rule, struct rule_info *ret) {
    uint32_t at = (uint32_t)(uintptr_t)imap_get(&graph->rule_of, rule);
    if (at == 0) {
        return false;
    }
    const struct blob_rule *found = blob_rule(graph, at - 1);
    const uint32_t *params = graph->section[BLOB_LISTS] + found->params;
    *ret = (struct rule_info){.id = rule,
                              .func = found->func,
                              .line = found->line,
                              .product = found->product,
                              .params = params + 1,
                              .nparams = params[0],
                              .flags = (enum rule_flags)found->flags};
    return true;
}

static bool same_set(const struct rule_graph *g, uint32_t set, const uint32_t *ids, size_t n) {
    uint32_t count;
    const uint32_t *have = blob_set(g, set, &count);
    return count == n && (n == 0 || memcmp(have, ids, n * sizeof *ids) == 0);
}

uint32_t rule_graph_edge(const struct rule_graph *graph, uint32_t entry, uint32_t rule,
                         uint32_t arity, uint32_t product, const uint32_t *provided, size_t n) {
    const struct blob_entry *at = blob_entry(graph, entry);
    const struct blob_edge *edges = blob_edges(graph, at);
    uint32_t found = RULE_ENTRY_NONE;
    for (uint32_t i = 0; i < at->nedges; i++) {
        const struct blob_key *key = blob_key(graph, edges[i].key);
        if (key->rule != rule || key->product != product || key->arity != arity ||
            !same_set(graph, key->provided, provided, n)) {
            continue;
        }
        if (key->in_scope == BLOB_NONE) {
            return edges[i].to;
        }
        found = edges[i].to;
    }
    return found;
}

uint32_t rule_graph_type_edge(const struct rule_graph *graph, uint32_t entry, uint32_t type) {
    return rule_graph_edge(graph, entry, 0, 0, type, NULL, 0);
}

uint32_t rule_graph_param_edge(const struct rule_graph *graph, uint32_t entry, uint32_t i) {
    const struct blob_rule *rule = blob_rule(graph, blob_entry(graph, entry)->rule);
    return rule_graph_type_edge(graph, entry, graph->section[BLOB_LISTS][rule->params + 1 + i]);
}

bool rule_graph_edge_at(const struct rule_graph *graph, uint32_t entry, uint32_t i,
                        uint32_t *ret_to) {
    const struct blob_entry *at = blob_entry(graph, entry);
    if (i >= at->nedges) {
        return false;
    }
    *ret_to = blob_edges(graph, at)[i].to;
    return true;
}

uint32_t rule_graph_implementation(const struct rule_graph *graph, uint32_t caller, uint32_t rule,
                                   uint32_t member) {
    uint32_t at = (uint32_t)(uintptr_t)imap_get(&graph->rule_of, caller);
    if (at == 0) {
        return 0;
    }
    const struct blob_rule *from = blob_rule(graph, at - 1);
    const struct blob_dispatch *items =
        (const struct blob_dispatch *)graph->section[BLOB_VTABLE] + from->dispatch;
    for (uint32_t i = from->ndispatch; i-- > 0;) { /* what was registered last wins */
        if (items[i].base == rule && items[i].member == member) {
            return items[i].impl;
        }
    }
    return 0;
}

bool rule_graph_is_union(const struct rule_graph *graph, uint32_t type) {
    for (uint32_t i = 0; i < graph->count[BLOB_UNIONS]; i++) {
        if (graph->section[BLOB_UNIONS][i] == type) {
            return true;
        }
    }
    return false;
}

/* ---- roots ---- */

static int cmp_id(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/** How many of set's types are in the sorted ids: all of them? */
static bool set_within(const struct rule_graph *g, uint32_t set, const uint32_t *ids, size_t n) {
    uint32_t count;
    const uint32_t *have = blob_set(g, set, &count);
    size_t j = 0;
    for (uint32_t i = 0; i < count; i++) {
        while (j < n && ids[j] < have[i]) {
            j++;
        }
        if (j == n || ids[j] != have[i]) {
            return false;
        }
    }
    return true;
}

static int by_text(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void graph__add_types(const struct rule_graph *g, const uint32_t *ids, size_t n, struct buf *out) {
    struct str *names = ALLOC_ARRAY(struct str, n + 1);
    for (size_t i = 0; i < n; i++) {
        names[i] = type_short(g->names, ids[i]);
    }
    qsort(names, n, sizeof *names, by_text);
    buf_addz(out, n == 1 ? "" : "(");
    for (size_t i = 0; i < n; i++) {
        buf_addz(out, i > 0 ? ", " : "");
        buf_add_str(out, names[i]);
    }
    buf_addz(out, n == 1 ? "" : ")");
    free(names);
}

void graph__add_query(const struct rule_graph *g, uint32_t entry, struct buf *out) {
    uint32_t n;
    const uint32_t *params = blob_set(g, blob_entry(g, entry)->params, &n);
    buf_addz(out, "Query(");
    buf_add_str(out, type_short(g->names, blob_entry(g, entry)->type));
    buf_addz(out, " for ");
    graph__add_types(g, params, n, out);
    buf_add_char(out, ')');
}

static int no_root(const struct rule_graph *g, uint32_t product, const uint32_t *ids, size_t n,
                   size_t matching, struct err *e) {
    struct buf text = BUF_INIT;
    struct buf params = BUF_INIT;
    struct str type = type_short(g->names, product);
    size_t known = 0;
    graph__add_types(g, ids, n, &params);
    for (uint32_t i = 0; i < g->count[BLOB_ROOTS]; i++) {
        uint32_t root = g->section[BLOB_ROOTS][i];
        if (blob_entry(g, root)->type == product &&
            (matching == 0 || set_within(g, blob_entry(g, root)->params, ids, n))) {
            buf_addz(&text, "\n  ");
            graph__add_query(g, root, &text);
            known++;
        }
    }
    int r;
    const char *list = text.len > 0 ? text.data : "";
    const char *given = params.len > 0 ? params.data : "()";
    if (known == 0) {
        r = err_set(e, ERR_USAGE,
                    "No installed QueryRules return the type %.*s. Try registering "
                    "QueryRule(%.*s for %s).",
                    STR_FMT(type), STR_FMT(type), given);
    } else if (matching == 0) {
        r = err_set(e, ERR_USAGE,
                    "No installed QueryRules can compute %.*s given input Params(%s), but it can "
                    "be produced using:%s",
                    STR_FMT(type), given, list);
    } else {
        r = err_set(e, ERR_USAGE,
                    "More than one set of @rules can compute %.*s given input Params(%s):%s",
                    STR_FMT(type), given, list);
    }
    buf_done(&text);
    buf_done(&params);
    return r;
}

int rule_graph_root(const struct rule_graph *graph, uint32_t product, const uint32_t *params,
                    size_t n, uint32_t *ret_entry, struct err *e) {
    uint32_t *ids = ALLOC_ARRAY(uint32_t, n + 1);
    size_t matching = 0;
    uint32_t found = RULE_ENTRY_NONE;
    bool exact = false;
    if (n > 0) {
        memcpy(ids, params, n * sizeof *ids);
        qsort(ids, n, sizeof *ids, cmp_id);
    }
    for (uint32_t i = 0; i < graph->count[BLOB_ROOTS] && !exact; i++) {
        uint32_t root = graph->section[BLOB_ROOTS][i];
        const struct blob_entry *entry = blob_entry(graph, root);
        if (entry->type != product || !set_within(graph, entry->params, ids, n)) {
            continue;
        }
        exact = same_set(graph, entry->params, ids, n);
        matching++;
        found = root;
    }
    int r = 0;
    if (exact || matching == 1) {
        *ret_entry = found;
    } else {
        r = no_root(graph, product, ids, n, matching, e);
    }
    free(ids);
    return r;
}

void graph__walk(const struct rule_graph *g, uint32_t from,
                 void (*visit)(void *user, uint32_t entry), void *user) {
    bool *seen = ALLOC_ARRAY(bool, g->count[BLOB_ENTRIES] + 1);
    VEC(uint32_t) todo = {0};
    vec_push(&todo, from);
    seen[from] = true;
    while (todo.len > 0) {
        uint32_t at = vec_pop(&todo);
        const struct blob_entry *entry = blob_entry(g, at);
        visit(user, at);
        for (uint32_t i = 0; i <= entry->nedges; i++) {
            uint32_t to = i < entry->nedges ? blob_edges(g, entry)[i].to : entry->target;
            if (to != BLOB_NONE && !seen[to]) {
                seen[to] = true;
                vec_push(&todo, to);
            }
        }
    }
    vec_done(&todo);
    free(seen);
}

struct consumed {
    const struct rule_graph *g;
    VEC(uint32_t) ids;
};

static void consume(void *user, uint32_t entry) {
    struct consumed *c = user;
    const struct blob_entry *at = blob_entry(c->g, entry);
    if (at->kind == RULE_ENTRY_RULE || at->kind == RULE_ENTRY_PARAM) {
        vec_push(&c->ids, at->type);
    }
}

int rule_graph_consumed(const struct rule_graph *graph, uint32_t product, const uint32_t *params,
                        size_t n, uint32_t **ret, size_t *ret_n, struct err *e) {
    uint32_t root = 0;
    int r = rule_graph_root(graph, product, params, n, &root, e);
    if (r < 0) {
        return r;
    }
    struct consumed c = {.g = graph};
    size_t kept = 0;
    graph__walk(graph, root, consume, &c);
    qsort(c.ids.data, c.ids.len, sizeof(uint32_t), cmp_id);
    for (size_t i = 0; i < c.ids.len; i++) {
        if (kept == 0 || c.ids.data[kept - 1] != c.ids.data[i]) {
            c.ids.data[kept++] = c.ids.data[i];
        }
    }
    *ret = c.ids.data;
    *ret_n = kept;
    return 0;
}

/* ---- names ---- */

const char *rule_graph_name(const struct rule_graph *graph, uint32_t id) {
    return intern_str(graph->names, id).ptr;
}

struct str rule_graph_type_name(const struct rule_graph *graph, uint32_t id) {
    return type_short(graph->names, id);
}
