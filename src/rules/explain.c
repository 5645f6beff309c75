/*
 * Words for errors. Only leaves are told: a node that fails because what it needs has failed is
 * not an error of its own.
 */
#include "rules/rules_int.h"

#include <stdarg.h>

struct str type_short(const struct intern *names, uint32_t id) {
    struct str name = intern_str(names, id);
    ptrdiff_t colon = str_rfind_char(name, ':');
    if (colon < 0) {
        return name;
    }
    struct str qualname = str_from_at(name, (size_t)colon + 1);
    return str_from_at(qualname, (size_t)(str_rfind_char(qualname, '.') + 1));
}

static void add_type(const struct problem *p, uint32_t type, struct buf *out) {
    buf_add_str(out, type_short(p->set->names, p->types.data[type]));
}

static int by_text(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/** The names of a set, sorted; the caller frees. */
static struct str *set_names(const struct problem *p, uint32_t set, size_t *ret_n) {
    size_t words = p->sets.nwords;
    size_t n = 0;
    struct str *names = ALLOC_ARRAY(struct str, bits_count(set_bits(p, set), words) + 1);
    for (uint32_t i = bits_next(set_bits(p, set), words, 0); i != NONE;
         i = bits_next(set_bits(p, set), words, i + 1)) {
        names[n++] = type_short(p->set->names, p->types.data[p->ptypes.data[i]]);
    }
    qsort(names, n, sizeof *names, by_text);
    *ret_n = n;
    return names;
}

static void add_names(const struct problem *p, uint32_t set, struct buf *out) {
    size_t n;
    struct str *names = set_names(p, set, &n);
    for (size_t i = 0; i < n; i++) {
        buf_addz(out, i > 0 ? ", " : "");
        buf_add_str(out, names[i]);
    }
    free(names);
}

void text__set(const struct problem *p, uint32_t set, struct buf *out) {
    bool bare = bits_count(set_bits(p, set), p->sets.nwords) == 1;
    buf_addz(out, bare ? "" : "(");
    add_names(p, set, out);
    buf_addz(out, bare ? "" : ")");
}

void text__key(const struct problem *p, const struct key *key, struct buf *out) {
    if (key->rule != 0) {
        buf_add_str(out, intern_str(p->set->names, key->rule));
        buf_addf(out, "(<%u>", key->arity);
        if (key->provided != 0) {
            buf_addz(out, ", **implicitly(");
            add_names(p, key->provided, out);
            buf_add_char(out, ')');
        }
        buf_addz(out, ") -> ");
        add_type(p, key->product, out);
    } else if (key->provided != 0) {
        buf_addz(out, "Get(");
        add_type(p, key->product, out);
        buf_addz(out, ", ");
        add_names(p, key->provided, out);
        buf_add_char(out, ')');
    } else {
        add_type(p, key->product, out);
    }
}

static void text_rule(const struct problem *p, const struct rule_decl *rule, struct buf *out) {
    const struct intern *names = p->set->names;
    struct str func = intern_str(names, rule->func != 0 ? rule->func : rule->id);
    ptrdiff_t colon = str_find_char(func, ':');
    buf_addz(out, (rule->flags & RULE_CACHEABLE) != 0 ? "@rule(" : "@goal_rule(");
    if (colon >= 0) {
        buf_add_str(out, str_upto(func, (size_t)colon));
        buf_addf(out, ":%u:", rule->line);
        buf_add_str(out, type_short(names, rule->func != 0 ? rule->func : rule->id));
    } else {
        buf_add_str(out, func);
    }
    buf_add_char(out, '(');
    for (size_t i = 0; i < rule->nparams; i++) {
        buf_addz(out, i > 0 ? ", " : "");
        buf_add_str(out, type_short(names, rule->params[i]));
    }
    buf_addz(out, ") -> ");
    buf_add_str(out, type_short(names, rule->product));
    uint32_t index = p->rule_of[rule->id] - 1;
    for (uint32_t i = p->rule_keys_at[index]; i < p->rule_keys_at[index + 1]; i++) {
        buf_addz(out, i == p->rule_keys_at[index] ? ", gets=[" : ", ");
        text__key(p, &p->keys.data[p->call_keys.data[i]], out);
        buf_addz(out, i + 1 == p->rule_keys_at[index + 1] ? "]" : "");
    }
    buf_add_char(out, ')');
}

void text__proto(const struct problem *p, uint32_t proto, struct buf *out) {
    const struct proto *what = &p->protos.data[proto];
    if (what->kind == PROTO_RULE) {
        text_rule(p, &p->set->rules.data[what->rule], out);
        return;
    }
    uint32_t root = what->kind == PROTO_ROOT ? proto : what->root;
    const struct root *r = &p->roots.data[p->protos.data[root].root];
    buf_addz(out, "Query(");
    add_type(p, r->product, out);
    buf_addz(out, " for ");
    text__set(p, r->params, out);
    buf_add_char(out, ')');
}

void problem__error(struct problem *p, const char *fmt, ...) {
    struct buf text = BUF_INIT;
    va_list args;
    va_start(args, fmt);
    buf_vaddf(&text, fmt, args);
    va_end(args);
    vec_push(&p->errors, buf_take(&text));
}

/* ---- leaves ---- */

/** "of dependency KEY for NODE" */
static void of_dependency(const struct problem *p, uint32_t node, const struct key *key,
                          struct buf *out) {
    text__key(p, key, out);
    buf_addz(out, " for ");
    text__proto(p, p->nodes.data[node].proto, out);
}

static void explain_absent(struct problem *p, uint32_t node, const struct key *key) {
    struct buf text = BUF_INIT;
    buf_addz(&text, "No installed rules return the type ");
    add_type(p, key->product, &text);
    if (key->rule == 0 && key->provided == 0) {
        buf_addz(&text, ", and it was not provided by potential callers of ");
        text__proto(p, p->nodes.data[node].proto, &text);
        buf_addz(&text,
                 ".\nEither the backend whose rule computes it is not enabled, or the caller "
                 "must hand it over with implicitly().");
    } else {
        buf_addz(&text, " to satisfy ");
        of_dependency(p, node, key, &text);
        buf_addz(&text, ". Is the backend enabled whose rule you expect?");
    }
    problem__error(p, "%s", text.data);
    buf_done(&text);
}

static void add_candidate(const struct problem *p, uint32_t to, uint32_t in_set, struct buf *out) {
    buf_addz(out, "    \"");
    if ((to & EDGE_PARAM) != 0) {
        buf_addz(out, "Param(");
        add_type(p, p->ptypes.data[to & ~EDGE_PARAM], out);
        buf_add_char(out, ')');
    } else {
        text__proto(p, p->nodes.data[to].proto, out);
        buf_addz(out, " (for ");
        text__set(p, in_set, out);
        buf_add_char(out, ')');
    }
    buf_addz(out, "\"");
}

static void explain_eliminated(struct problem *p, uint32_t at, uint32_t key_at) {
    const struct pnode *node = &p->nodes.data[at];
    const struct key *key = proto_key(p, &p->protos.data[node->proto], key_at);
    struct buf text = BUF_INIT;
    buf_addz(&text, "No source of dependency ");
    of_dependency(p, at, key, &text);
    buf_addz(&text, ". Each candidate was ruled out: [");
    for (uint32_t i = node->edges_at; i < node->edges_at + node->nedges; i++) {
        const struct pedge *edge = &p->edges.data[i];
        if (edge->key != key_at) {
            continue;
        }
        buf_addz(&text, "\n");
        add_candidate(p, edge->to, p->nodes.data[edge->to].upper, &text);
        if (p->nodes.data[edge->to].valid) {
            buf_addz(&text, ": it has no use for what is provided, ");
            text__set(p, key->provided, &text);
        } else {
            buf_addz(&text, ": what it needs cannot be computed");
        }
        buf_add_char(&text, ',');
    }
    buf_addz(&text, "\n]");
    problem__error(p, "%s", text.data);
    buf_done(&text);
}

struct explain {
    struct problem *p;
    bool *seen;
    VEC(uint32_t) todo;
};

/** Is some key of the node without any candidate? Then the node itself is the leaf. */
static bool lacks_itself(const struct problem *p, const struct pnode *node) {
    uint32_t seen = 0; /* keys before it have a candidate: edges lie in key order */
    for (uint32_t i = 0; i < node->nedges; i++) {
        seen += p->edges.data[node->edges_at + i].key == seen;
    }
    return seen < p->protos.data[node->proto].nkeys;
}

/** Goes on below the failed candidates of a key that could take what is provided. Of several, those
 * that fail for want of a type of their own were probably never meant. False: there are none. */
static bool explain_below(struct explain *x, const struct pnode *node, uint32_t key_at) {
    const struct problem *p = x->p;
    const struct key *key = proto_key(p, &p->protos.data[node->proto], key_at);
    size_t below[2] = {0};
    for (int lacking = 0; lacking < 2 && below[0] == 0; lacking++) {
        for (uint32_t i = node->edges_at; i < node->edges_at + node->nedges; i++) {
            const struct pedge *edge = &p->edges.data[i];
            if (edge->key != key_at || (edge->to & EDGE_PARAM) != 0) {
                continue;
            }
            const struct pnode *to = &p->nodes.data[edge->to];
            const uint64_t *pot = set_bits(p, p->protos.data[to->proto].pot);
            if (to->valid || lacks_itself(p, to) != (lacking == 1) ||
                !bits_within(set_bits(p, key->provided), pot, p->sets.nwords)) {
                continue;
            }
            below[lacking]++;
            if (!x->seen[edge->to]) {
                x->seen[edge->to] = true;
                vec_push(&x->todo, edge->to);
            }
        }
    }
    return below[0] + below[1] > 0;
}

static void explain_key(struct explain *x, uint32_t at, uint32_t key_at) {
    struct problem *p = x->p;
    const struct pnode *node = &p->nodes.data[at];
    size_t candidates = 0;
    for (uint32_t i = node->edges_at; i < node->edges_at + node->nedges; i++) {
        if (p->edges.data[i].key == key_at) {
            if (p->edges.data[i].live) {
                return;
            }
            candidates++;
        }
    }
    if (candidates == 0) {
        explain_absent(p, at, proto_key(p, &p->protos.data[node->proto], key_at));
    } else if (!explain_below(x, node, key_at)) {
        explain_eliminated(p, at, key_at);
    }
}

void problem__explain(struct problem *p, uint32_t node) {
    struct explain x = {.p = p, .seen = ALLOC_ARRAY(bool, p->nodes.len)};
    size_t before = p->errors.len;
    x.seen[node] = true;
    vec_push(&x.todo, node);
    while (x.todo.len > 0) {
        uint32_t at = vec_pop(&x.todo);
        uint32_t nkeys = p->protos.data[p->nodes.data[at].proto].nkeys;
        for (uint32_t i = 0; i < nkeys; i++) {
            explain_key(&x, at, i);
        }
    }
    if (p->errors.len == before) { /* a circle of needs without an end */
        for (uint32_t i = 0; i < p->protos.data[p->nodes.data[node].proto].nkeys; i++) {
            explain_eliminated(p, node, i);
        }
    }
    vec_done(&x.todo);
    free(x.seen);
}

void problem__explain_ambiguous(struct problem *p, const struct ways *ways, uint32_t key_at,
                                uint32_t size) {
    const struct pnode *node = &p->nodes.data[ways->node];
    const struct key *key = proto_key(p, &p->protos.data[node->proto], key_at);
    const uint64_t *provided = set_bits(p, key->provided);
    size_t n = p->sets.nwords;
    struct buf text = BUF_INIT;
    buf_addz(&text, "Too many sources of dependency ");
    of_dependency(p, ways->node, key, &text);
    buf_addz(&text, ": [");
    for (uint32_t i = node->edges_at + node->nedges; i-- > node->edges_at;) { /* last come first */
        const struct pedge *edge = &p->edges.data[i];
        if (!edge->live || edge->key != key_at) {
            continue;
        }
        uint32_t one = 0;
        uint32_t count = 1;
        const uint32_t *alts = &one;
        if ((edge->to & EDGE_PARAM) != 0) {
            one = p->param_sets[edge->to & ~EDGE_PARAM];
        } else {
            alts = problem__alts(p, edge, &count, &one);
        }
        for (uint32_t j = count; j-- > 0;) {
            const uint64_t *alt = set_bits(p, alts[j]);
            if (bits_count(alt, n) == size && bits_within(provided, alt, n) &&
                ways__has(ways, key_at, alt, provided)) {
                buf_addz(&text, "\n");
                add_candidate(p, edge->to, alts[j], &text);
                buf_add_char(&text, ',');
            }
        }
    }
    buf_addz(&text, "\n]");
    problem__error(p, "%s", text.data);
    buf_done(&text);
}

static int by_line(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void problem__report(struct problem *p, struct buf *out) {
    size_t n = 0;
    if (p->errors.len > 0) {
        qsort(p->errors.data, p->errors.len, sizeof(char *), by_line);
    }
    for (size_t i = 0; i < p->errors.len; i++) {
        n += i == 0 || strcmp(p->errors.data[i], p->errors.data[i - 1]) != 0;
    }
    buf_addf(out, "Encountered %zu rule graph error%s:", n, n == 1 ? "" : "s");
    for (size_t i = 0; i < p->errors.len; i++) {
        if (i > 0 && strcmp(p->errors.data[i], p->errors.data[i - 1]) == 0) {
            continue;
        }
        struct str rest = str_from(p->errors.data[i]);
        struct str line;
        for (bool done = false; str_split_next(&rest, &done, '\n', &line);) {
            buf_addz(out, "\n    ");
            buf_add_str(out, line);
        }
    }
    buf_add_char(out, '\n');
}
