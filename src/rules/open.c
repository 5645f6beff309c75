/*
 * Opens a blob: checks every reference, then replaces names by ids in place. After that nothing
 * is checked again: readers index freely.
 */
#include "rules/open.h"

#include "rules/rules_int.h"

static const uint32_t item_words[BLOB_SECTIONS] = {
    [BLOB_NAMES] = 2,
    [BLOB_TEXT] = 1,
    [BLOB_SETS] = 1,
    [BLOB_LISTS] = 1,
    [BLOB_RULES] = sizeof(struct blob_rule) / 4,
    [BLOB_KEYS] = sizeof(struct blob_key) / 4,
    [BLOB_ENTRIES] = sizeof(struct blob_entry) / 4,
    [BLOB_EDGES] = sizeof(struct blob_edge) / 4,
    [BLOB_ROOTS] = 1,
    [BLOB_VTABLE] = sizeof(struct blob_dispatch) / 4,
    [BLOB_UNIONS] = 1,
    [BLOB_INPUTS] = 1,
};

#define bad(e, what) err_set((e), ERR_FORMAT, "solved rule graph: %s", (what))

static int find_sections(struct rule_graph *g, size_t nwords, struct err *e) {
    uint32_t at = BLOB_HEADER_WORDS;
    for (int i = 0; i < BLOB_SECTIONS; i++) {
        uint32_t count = g->words[12 + 2 * i];
        uint64_t size = (uint64_t)count * item_words[i];
        if (g->words[11 + 2 * i] != at || at + size > nwords) {
            return bad(e, "a section is out of bounds");
        }
        g->section[i] = g->words + at;
        g->count[i] = count;
        at += (uint32_t)size;
    }
    return at == nwords ? 0 : bad(e, "bytes behind the last section");
}

/** Walks [n, names...] lists from the start; marks where each begins. */
static int check_lists(const struct rule_graph *g, enum blob_section section, bool *starts,
                       struct err *e) {
    const uint32_t *words = g->section[section];
    uint32_t count = g->count[section];
    for (uint32_t at = 0; at < count; at += words[at] + 1) {
        starts[at] = true;
        if (words[at] >= count - at) {
            return bad(e, "a list is out of bounds");
        }
        for (uint32_t i = 1; i <= words[at]; i++) {
            if (words[at + i] >= g->count[BLOB_NAMES]) {
                return bad(e, "a list names nothing");
            }
        }
    }
    return 0;
}

struct check {
    const struct rule_graph *g;
    const bool *sets;
    const bool *lists;
};

static bool name_ok(const struct check *c, uint32_t name) {
    return name < c->g->count[BLOB_NAMES];
}

static bool set_ok(const struct check *c, uint32_t at) {
    return at < c->g->count[BLOB_SETS] && c->sets[at];
}

static bool range_ok(uint32_t at, uint32_t n, uint32_t count) {
    return at <= count && n <= count - at;
}

static bool rule_ok(const struct check *c, const struct blob_rule *rule) {
    return name_ok(c, rule->id) && name_ok(c, rule->func) && name_ok(c, rule->product) &&
           rule->params < c->g->count[BLOB_LISTS] && c->lists[rule->params] &&
           range_ok(rule->dispatch, rule->ndispatch, c->g->count[BLOB_VTABLE]);
}

static bool entry_ok(const struct check *c, const struct blob_entry *entry) {
    const struct rule_graph *g = c->g;
    if (entry->kind > RULE_ENTRY_ROOT || !name_ok(c, entry->type) || !set_ok(c, entry->in_set) ||
        !set_ok(c, entry->params) || entry->inputs >= g->count[BLOB_INPUTS] ||
        !range_ok(entry->edges_at, entry->nedges, g->count[BLOB_EDGES])) {
        return false;
    }
    if (entry->kind == RULE_ENTRY_RULE) {
        if (entry->rule >= g->count[BLOB_RULES] ||
            entry->arity > g->section[BLOB_LISTS][blob_rule(g, entry->rule)->params]) {
            return false;
        }
    } else if (entry->rule != BLOB_NONE) {
        return false;
    }
    if (entry->kind == RULE_ENTRY_PARAM && g->section[BLOB_SETS][entry->in_set] != 1) {
        return false;
    }
    if (entry->kind == RULE_ENTRY_RULE || entry->kind == RULE_ENTRY_PARAM) {
        return entry->target == BLOB_NONE;
    }
    /* an answer is a rule or a parameter: following targets ends */
    return entry->target < g->count[BLOB_ENTRIES] &&
           blob_entry(g, entry->target)->kind <= RULE_ENTRY_RULE;
}

static int check_items(const struct check *c, struct err *e) {
    const struct rule_graph *g = c->g;
    for (uint32_t i = 0; i < g->count[BLOB_RULES]; i++) {
        if (!rule_ok(c, blob_rule(g, i))) {
            return bad(e, "a rule is wrong");
        }
    }
    for (uint32_t i = 0; i < g->count[BLOB_KEYS]; i++) {
        const struct blob_key *key = blob_key(g, i);
        if (!name_ok(c, key->rule) || !name_ok(c, key->product) || !set_ok(c, key->provided) ||
            (key->in_scope != BLOB_NONE && !set_ok(c, key->in_scope))) {
            return bad(e, "a key is wrong");
        }
    }
    for (uint32_t i = 0; i < g->count[BLOB_INPUTS]; i++) {
        if (!set_ok(c, g->section[BLOB_INPUTS][i])) {
            return bad(e, "a set of inputs is wrong");
        }
    }
    for (uint32_t i = 0; i < g->count[BLOB_ENTRIES]; i++) {
        if (!entry_ok(c, blob_entry(g, i))) {
            return bad(e, "an entry is wrong");
        }
    }
    for (uint32_t i = 0; i < g->count[BLOB_EDGES]; i++) {
        const struct blob_edge *edge = (const struct blob_edge *)g->section[BLOB_EDGES] + i;
        if (edge->key >= g->count[BLOB_KEYS] || edge->to >= g->count[BLOB_ENTRIES] ||
            blob_entry(g, edge->to)->kind == RULE_ENTRY_ROOT) {
            return bad(e, "an edge is wrong");
        }
    }
    for (uint32_t i = 0; i < g->count[BLOB_ROOTS]; i++) {
        uint32_t root = g->section[BLOB_ROOTS][i];
        if (root >= g->count[BLOB_ENTRIES] || blob_entry(g, root)->kind != RULE_ENTRY_ROOT) {
            return bad(e, "a root is wrong");
        }
    }
    const uint32_t *words = g->section[BLOB_VTABLE];
    for (uint32_t i = 0; i < g->count[BLOB_VTABLE] * 3 + g->count[BLOB_UNIONS]; i++) {
        if (!name_ok(c, words[i])) { /* UNIONS lie right behind VTABLE */
            return bad(e, "a dispatch is wrong");
        }
    }
    return 0;
}

static int check_names(const struct rule_graph *g, struct err *e) {
    uint64_t text = (uint64_t)g->count[BLOB_TEXT] * 4;
    const uint32_t *names = g->section[BLOB_NAMES];
    for (uint32_t i = 0; i < g->count[BLOB_NAMES]; i++) {
        if ((uint64_t)names[2 * i] + names[2 * i + 1] > text) {
            return bad(e, "a name is out of bounds");
        }
    }
    if (g->count[BLOB_NAMES] == 0 || names[1] != 0 || g->count[BLOB_SETS] == 0 ||
        g->section[BLOB_SETS][0] != 0) {
        return bad(e, "no empty name or set");
    }
    return 0;
}

/* ---- names to ids ---- */

static int cmp_id(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void rename_lists(struct rule_graph *g, enum blob_section section, const uint32_t *ids,
                         bool sort) {
    uint32_t *words = g->section[section];
    for (uint32_t at = 0; at < g->count[section]; at += words[at] + 1) {
        bool sorted = true;
        for (uint32_t i = 1; i <= words[at]; i++) {
            words[at + i] = ids[words[at + i]];
            sorted = sorted && (i == 1 || words[at + i - 1] < words[at + i]);
        }
        if (sort && !sorted) {
            qsort(words + at + 1, words[at], sizeof *words, cmp_id);
        }
    }
}

static void rename_all(struct rule_graph *g, const uint32_t *ids) {
    rename_lists(g, BLOB_SETS, ids, true);
    rename_lists(g, BLOB_LISTS, ids, false);
    for (uint32_t i = 0; i < g->count[BLOB_RULES]; i++) {
        struct blob_rule *rule = (struct blob_rule *)g->section[BLOB_RULES] + i;
        rule->id = ids[rule->id];
        rule->func = ids[rule->func];
        rule->product = ids[rule->product];
        (void)imap_put(&g->rule_of, rule->id, (void *)(uintptr_t)(i + 1));
    }
    for (uint32_t i = 0; i < g->count[BLOB_KEYS]; i++) {
        struct blob_key *key = (struct blob_key *)g->section[BLOB_KEYS] + i;
        key->rule = ids[key->rule];
        key->product = ids[key->product];
    }
    for (uint32_t i = 0; i < g->count[BLOB_ENTRIES]; i++) {
        struct blob_entry *entry = (struct blob_entry *)g->section[BLOB_ENTRIES] + i;
        entry->type = ids[entry->type];
    }
    for (uint32_t i = 0; i < g->count[BLOB_VTABLE] * 3; i++) {
        g->section[BLOB_VTABLE][i] = ids[g->section[BLOB_VTABLE][i]];
    }
    for (uint32_t i = 0; i < g->count[BLOB_UNIONS]; i++) {
        g->section[BLOB_UNIONS][i] = ids[g->section[BLOB_UNIONS][i]];
    }
}

static int check(struct rule_graph *g, size_t nwords, struct err *e) {
    int r = find_sections(g, nwords, e);
    if (r < 0) {
        return r;
    }
    bool *sets = ALLOC_ARRAY(bool, g->count[BLOB_SETS] + 1);
    bool *lists = ALLOC_ARRAY(bool, g->count[BLOB_LISTS] + 1);
    r = check_names(g, e);
    if (r == 0) {
        r = check_lists(g, BLOB_SETS, sets, e);
    }
    if (r == 0) {
        r = check_lists(g, BLOB_LISTS, lists, e);
    }
    if (r == 0) {
        r = check_items(&(struct check){g, sets, lists}, e);
    }
    free(sets);
    free(lists);
    return r;
}

/** Every parameter that a rule computes has an edge. */
static bool parameters_served(const struct rule_graph *g) {
    for (uint32_t i = 0; i < g->count[BLOB_ENTRIES]; i++) {
        const struct blob_entry *entry = blob_entry(g, i);
        uint32_t n = entry->kind == RULE_ENTRY_RULE
                         ? g->section[BLOB_LISTS][blob_rule(g, entry->rule)->params]
                         : 0;
        for (uint32_t j = entry->arity; j < n; j++) {
            if (rule_graph_param_edge(g, i, j) == RULE_ENTRY_NONE) {
                return false;
            }
        }
    }
    return true;
}

int graph__open(struct intern *names, const void *bytes, size_t len, bool keep,
                struct rule_graph **ret, struct err *e) {
    if (len % 4 != 0 || len < BLOB_HEADER_WORDS * 4 || len / 4 > UINT32_MAX) {
        return bad(e, "the length is wrong");
    }
    struct rule_graph *g = ALLOC(struct rule_graph);
    g->names = names;
    g->words = xmemdup(bytes, len);
    int r = g->words[2] == len / 4 ? check(g, len / 4, e) : bad(e, "the length is wrong");
    if (r < 0) {
        rule_graph_free(g);
        return r;
    }
    uint32_t *ids = ALLOC_ARRAY(uint32_t, g->count[BLOB_NAMES]);
    const uint32_t *at = g->section[BLOB_NAMES];
    const char *text = (const char *)g->section[BLOB_TEXT];
    for (uint32_t i = 1; i < g->count[BLOB_NAMES]; i++) {
        ids[i] = intern_id(names, str_make(text + at[2 * i], at[2 * i + 1]));
    }
    rename_all(g, ids);
    free(ids);
    if (!parameters_served(g)) {
        rule_graph_free(g);
        return bad(e, "a parameter comes from nowhere");
    }
    if (keep) {
        g->kept = xmemdup(bytes, len);
        g->nkept = len;
    }
    *ret = g;
    return 0;
}

int rule_graph_load(struct intern *names, struct str bytes, const uint8_t key[RULES_KEY_SIZE],
                    struct rule_graph **ret, struct err *e) {
    uint32_t head[11];
    if (bytes.len < sizeof head) {
        return bad(e, "the length is wrong");
    }
    memcpy(head, bytes.ptr, sizeof head);
    if (head[0] != BLOB_MAGIC || head[1] != BLOB_VERSION ||
        memcmp(head + 3, key, RULES_KEY_SIZE) != 0) {
        return 1;
    }
    return graph__open(names, bytes.ptr, bytes.len, false, ret, e);
}

void rule_graph_free(struct rule_graph *graph) {
    if (graph == NULL) {
        return;
    }
    imap_done(&graph->rule_of);
    free(graph->words);
    free(graph->kept);
    free(graph);
}

struct str rule_graph_bytes(const struct rule_graph *graph) {
    return str_make(graph->kept, graph->nkept);
}
