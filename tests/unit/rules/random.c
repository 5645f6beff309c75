/*
 * The solver against a naive one that tries everything, on random small rule sets without cycles;
 * and against the definition of a solution on random sets with cycles.
 */
#include "spec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/vec.h"
#include "rules/open.h"

#define NTYPES 8
#define MAX_RULES 12
#define MAX_KEYS 8

struct ncall {
    int rule; /* or -1 */
    unsigned arity;
    unsigned product;
    unsigned provided; /* mask */
};

struct nrule {
    unsigned product;
    unsigned params[4];
    unsigned nparams;
    struct ncall calls[3];
    unsigned ncalls;
};

struct nset {
    struct nrule rules[MAX_RULES];
    unsigned nrules;
    unsigned product;
    unsigned params;
};

static unsigned rnd(uint64_t *seed, unsigned n) {
    *seed = hash_mix(*seed);
    return (unsigned)(*seed >> 20) % n;
}

static struct ncall random_call(uint64_t *seed, const struct nset *s, unsigned below, bool cycles) {
    struct ncall call = {.rule = -1};
    unsigned tries = 0;
    if (rnd(seed, 3) > 0) {
        call.rule = (int)rnd(seed, s->nrules);
        while (!cycles && s->rules[call.rule].product >= below && tries++ < 8) {
            call.rule = (int)rnd(seed, s->nrules);
        }
    }
    if (call.rule >= 0 && (cycles || s->rules[call.rule].product < below)) {
        call.product = s->rules[call.rule].product;
        call.arity = rnd(seed, s->rules[call.rule].nparams + 1);
    } else {
        call.rule = -1;
        call.product = rnd(seed, cycles ? NTYPES : below);
    }
    if (rnd(seed, 2) > 0) {
        call.provided = 1U << rnd(seed, cycles ? NTYPES : below);
        if (call.rule < 0 && call.provided == 1U << call.product) {
            call.provided = 0;
        }
    }
    return call;
}

static void random_set(struct nset *s, uint64_t *seed, bool cycles) {
    memset(s, 0, sizeof *s);
    s->nrules = 2 + rnd(seed, MAX_RULES - 2);
    for (unsigned i = 0; i < s->nrules; i++) {
        s->rules[i].product = 1 + rnd(seed, NTYPES - 1);
        s->rules[i].nparams = rnd(seed, 3);
        for (unsigned j = 0; j < s->rules[i].nparams; j++) {
            s->rules[i].params[j] = rnd(seed, cycles ? NTYPES : s->rules[i].product);
        }
    }
    for (unsigned i = 0; i < s->nrules; i++) {
        struct nrule *rule = &s->rules[i];
        rule->ncalls = rnd(seed, 3);
        for (unsigned j = 0; j < rule->ncalls; j++) {
            rule->calls[j] = random_call(seed, s, rule->product, cycles);
        }
    }
    s->product = s->rules[rnd(seed, s->nrules)].product;
    for (unsigned i = rnd(seed, 4); i > 0; i--) {
        s->params |= 1U << rnd(seed, s->product);
    }
}

static void add_types(struct buf *out, unsigned mask) {
    for (unsigned i = 0; i < NTYPES; i++) {
        if ((mask >> i & 1) != 0) {
            buf_addf(out, " %c", 'A' + (int)i);
        }
    }
}

static void print_set(const struct nset *s, struct buf *out) {
    for (unsigned i = 0; i < s->nrules; i++) {
        const struct nrule *rule = &s->rules[i];
        buf_addf(out, "rule r%u %c", i, 'A' + (int)rule->product);
        for (unsigned j = 0; j < rule->nparams; j++) {
            buf_addf(out, " %c", 'A' + (int)rule->params[j]);
        }
        buf_addz(out, "\n");
        for (unsigned j = 0; j < rule->ncalls; j++) {
            const struct ncall *call = &rule->calls[j];
            if (call->rule >= 0) {
                buf_addf(out, "call r%d/%u %c", call->rule, call->arity, 'A' + (int)call->product);
            } else {
                buf_addf(out, "get %c", 'A' + (int)call->product);
            }
            add_types(out, call->provided);
            buf_addz(out, "\n");
        }
    }
    buf_addf(out, "query %c", 'A' + (int)s->product);
    add_types(out, s->params);
    buf_addz(out, "\n");
}

/* ---- the naive solver ---- */

struct option {
    int rule; /* or -1: the parameter */
    unsigned arity;
    unsigned in_set; /* of the target */
    unsigned adds;
    unsigned offered;
    bool used;
};

struct options {
    struct option items[512];
    unsigned n;
};

struct naive {
    const struct nset *set;
    VEC(char *) lines;
    bool ambiguous;
};

static bool produced(const struct nset *s, unsigned type) {
    for (unsigned i = 0; i < s->nrules; i++) {
        if (s->rules[i].product == type) {
            return true;
        }
    }
    return false;
}

static unsigned rule_keys(const struct nset *s, int rule, unsigned arity, struct ncall *keys) {
    unsigned n = 0;
    const struct nrule *r = &s->rules[rule];
    for (unsigned i = 0; i < r->nparams + r->ncalls; i++) {
        struct ncall key;
        if (i < r->nparams) {
            key = (struct ncall){-1, 0, r->params[i], 0};
        } else {
            key = r->calls[i - r->nparams];
        }
        bool known = i < arity && i < r->nparams;
        for (unsigned j = 0; j < n; j++) {
            known |= keys[j].rule == key.rule && keys[j].arity == key.arity &&
                     keys[j].product == key.product && keys[j].provided == key.provided;
        }
        if (!known) {
            keys[n++] = key;
        }
    }
    return n;
}

static void alternatives(const struct nset *s, int rule, unsigned arity, unsigned offered,
                         bool *ret);

static void key_options(const struct nset *s, const struct ncall *key, unsigned offered,
                        unsigned left, struct options *out) {
    out->n = 0;
    if (key->rule < 0 && key->provided == 0 && (offered >> key->product & 1) != 0) {
        unsigned bit = 1U << key->product;
        out->items[out->n++] = (struct option){.rule = -1, .in_set = bit, .adds = bit};
    }
    for (int i = 0; i < (int)s->nrules; i++) {
        if (key->rule >= 0 ? i != key->rule : s->rules[i].product != key->product) {
            continue;
        }
        bool alts[1 << NTYPES] = {false};
        alternatives(s, i, key->arity, left | key->provided, alts);
        for (unsigned a = 0; a < 1U << NTYPES; a++) {
            if (alts[a] && (a & key->provided) == key->provided) {
                out->items[out->n++] = (struct option){.rule = i,
                                                       .arity = key->arity,
                                                       .in_set = a,
                                                       .adds = a & ~key->provided,
                                                       .offered = left | key->provided};
            }
        }
    }
}

static unsigned left_over(const struct nset *s, const struct ncall *keys, unsigned n,
                          unsigned offered) {
    for (unsigned i = 0; i < n; i++) {
        if (keys[i].rule < 0 && keys[i].provided == 0 && !produced(s, keys[i].product)) {
            offered &= ~(1U << keys[i].product);
        }
    }
    return offered;
}

static void alternatives(const struct nset *s, int rule, unsigned arity, unsigned offered,
                         bool *ret) {
    struct ncall keys[MAX_KEYS];
    struct options *options = ALLOC(struct options);
    unsigned n = rule_keys(s, rule, arity, keys);
    unsigned left = left_over(s, keys, n, offered);
    bool now[1 << NTYPES] = {true};
    for (unsigned i = 0; i < n; i++) {
        bool next[1 << NTYPES] = {false};
        key_options(s, &keys[i], offered, left, options);
        for (unsigned a = 0; a < 1U << NTYPES; a++) {
            for (unsigned j = 0; now[a] && j < options->n; j++) {
                next[a | options->items[j].adds] = true;
            }
        }
        memcpy(now, next, sizeof now);
    }
    memcpy(ret, now, sizeof now);
    free(options);
}

/** Marks every option that is part of some choice whose union is in_set. */
static bool mark(struct options *options, unsigned n, unsigned at, unsigned taken,
                 unsigned in_set) {
    if (at == n) {
        return taken == in_set;
    }
    bool any = false;
    for (unsigned i = 0; i < options[at].n; i++) {
        if (mark(options, n, at + 1, taken | options[at].items[i].adds, in_set)) {
            options[at].items[i].used = true;
            any = true;
        }
    }
    return any;
}

static const struct option *smallest(struct naive *x, const struct options *options) {
    const struct option *best = NULL;
    bool tie = false;
    for (unsigned i = 0; i < options->n; i++) {
        const struct option *o = &options->items[i];
        int size = __builtin_popcount(o->in_set);
        if (!o->used) {
            continue;
        }
        if (best == NULL || size < __builtin_popcount(best->in_set)) {
            best = o;
            tie = false;
        } else if (size == __builtin_popcount(best->in_set)) {
            tie = true;
        }
    }
    x->ambiguous |= tie;
    return tie ? NULL : best;
}

static void add_braces(struct buf *out, unsigned mask) {
    bool first = true;
    buf_add_char(out, '{');
    for (unsigned i = 0; i < NTYPES; i++) {
        if ((mask >> i & 1) != 0) {
            buf_addf(out, "%s%c", first ? "" : ",", 'A' + (int)i);
            first = false;
        }
    }
    buf_add_char(out, '}');
}

static char *edge_text(const struct ncall *key, const struct option *o) {
    struct buf out = BUF_INIT;
    if (key->rule >= 0) {
        buf_addf(&out, "r%d", key->rule);
    } else {
        buf_addf(&out, "%c", 'A' + (int)key->product);
    }
    if (key->arity > 0) {
        buf_addf(&out, "/%u", key->arity);
    }
    if (key->provided != 0) {
        add_braces(&out, key->provided);
    }
    buf_add_char(&out, '=');
    if (o->rule < 0) {
        buf_addf(&out, "%c", 'A' + (int)key->product);
    } else {
        buf_addf(&out, "r%d", o->rule);
        if (o->arity > 0) {
            buf_addf(&out, "/%u", o->arity);
        }
        add_braces(&out, o->in_set);
    }
    return buf_take(&out);
}

static int by_string(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void choose(struct naive *x, int rule, unsigned arity, unsigned offered, unsigned in_set) {
    struct ncall keys[MAX_KEYS];
    struct buf line = BUF_INIT;
    VEC(char *) parts = {0};
    unsigned n = rule_keys(x->set, rule, arity, keys);
    unsigned left = left_over(x->set, keys, n, offered);
    struct options *options = ALLOC_ARRAY(struct options, n + 1);
    for (unsigned i = 0; i < n; i++) {
        key_options(x->set, &keys[i], offered, left, &options[i]);
    }
    assert_true(mark(options, n, 0, 0, in_set));
    for (unsigned i = 0; i < n; i++) {
        const struct option *o = smallest(x, &options[i]);
        if (o != NULL) {
            vec_push(&parts, edge_text(&keys[i], o));
            if (o->rule >= 0) {
                choose(x, o->rule, o->arity, o->offered, o->in_set);
            }
        }
    }
    free(options);
    buf_addf(&line, "r%d", rule);
    if (arity > 0) {
        buf_addf(&line, "/%u", arity);
    }
    add_braces(&line, in_set);
    buf_add_char(&line, ':');
    if (parts.len > 0) {
        qsort(parts.data, parts.len, sizeof(char *), by_string);
    }
    for (size_t i = 0; i < parts.len; i++) {
        buf_addf(&line, " %s", parts.data[i]);
        free(parts.data[i]);
    }
    vec_done(&parts);
    vec_push(&x->lines, buf_take(&line));
}

/** False when there is no way. */
static bool solve_naively(struct naive *x, const struct nset *s) {
    struct ncall key = {-1, 0, s->product, 0};
    struct options *options = ALLOC(struct options);
    x->set = s;
    unsigned left = produced(s, s->product) ? s->params : s->params & ~(1U << s->product);
    key_options(s, &key, s->params, left, options);
    bool any = options->n > 0;
    for (unsigned i = 0; i < options->n; i++) {
        options->items[i].used = true;
    }
    const struct option *o = smallest(x, options);
    if (o != NULL) {
        struct buf line = BUF_INIT;
        char *edge = edge_text(&key, o);
        buf_addf(&line, "?%c", 'A' + (int)s->product);
        add_braces(&line, s->params);
        buf_addf(&line, ": %s", edge);
        free(edge);
        vec_push(&x->lines, buf_take(&line));
        if (o->rule >= 0) {
            choose(x, o->rule, 0, o->offered, o->in_set);
        }
    }
    free(options);
    return any;
}

static void naive_text(struct naive *x, struct buf *out) {
    if (x->lines.len > 0) {
        qsort(x->lines.data, x->lines.len, sizeof(char *), by_string);
    }
    for (size_t i = 0; i < x->lines.len; i++) {
        if (i == 0 || strcmp(x->lines.data[i], x->lines.data[i - 1]) != 0) {
            buf_addf(out, "%s\n", x->lines.data[i]);
        }
    }
    for (size_t i = 0; i < x->lines.len; i++) {
        free(x->lines.data[i]);
    }
    vec_done(&x->lines);
}

struct tally {
    unsigned solved;
    unsigned ambiguous;
    unsigned refused;
};

static void compare(const struct nset *set, struct tally *tally) {
    struct naive x = {.set = set};
    struct solved s;
    struct buf spec = BUF_INIT;
    struct buf expected = BUF_INIT;
    struct buf text = BUF_INIT;
    bool possible = solve_naively(&x, set);
    naive_text(&x, &expected);
    print_set(set, &spec);
    spec_solve(&s, spec.data);
    bool too_many = strstr(s.report.len > 0 ? s.report.data : "", "Too many sources") != NULL;
    if (s.graph != NULL) {
        graph_text(&s.names, s.graph, &text);
    }
    if ((s.graph != NULL) != (possible && !x.ambiguous) || too_many != x.ambiguous ||
        (s.graph != NULL && strcmp(text.data, expected.data) != 0)) {
        fail_msg("%s\nnaive: %s%s\n%s\nours:\n%s%s", spec.data, possible ? "" : "impossible ",
                 x.ambiguous ? "ambiguous" : "", expected.len > 0 ? expected.data : "",
                 s.report.len > 0 ? s.report.data : "", text.len > 0 ? text.data : "");
    }
    tally->solved += s.graph != NULL;
    tally->ambiguous += too_many;
    tally->refused += s.graph == NULL && !too_many;
    buf_done(&spec);
    buf_done(&expected);
    buf_done(&text);
    solved_done(&s);
}

static void against_naive(void **state) {
    (void)state;
    struct tally tally = {0};
    for (uint64_t i = 0; i < 6000; i++) {
        struct nset set;
        uint64_t seed = i * 7919 + 1;
        random_set(&set, &seed, false);
        compare(&set, &tally);
    }
    /* the generator makes enough of each kind for the comparison to mean something */
    assert_true(tally.solved > 1000);
    assert_true(tally.ambiguous > 100);
    assert_true(tally.refused > 500);
}

/* ---- cycles: what a solution must be ---- */

static bool within(const uint32_t *a, uint32_t na, const uint32_t *less, uint32_t nless,
                   const uint32_t *b, uint32_t nb) {
    for (uint32_t i = 0; i < na; i++) {
        bool found = false;
        for (uint32_t j = 0; j < nless; j++) {
            found |= less[j] == a[i];
        }
        for (uint32_t j = 0; j < nb; j++) {
            found |= b[j] == a[i];
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static void check_entry(const struct rule_graph *g, uint32_t at) {
    const struct blob_entry *entry = blob_entry(g, at);
    uint32_t nin, nout, nprovided;
    const uint32_t *in_set = blob_set(g, entry->in_set, &nin);
    for (uint32_t i = 0; i < entry->nedges; i++) {
        const struct blob_edge *edge = blob_edges(g, entry) + i;
        const struct blob_key *key = blob_key(g, edge->key);
        const struct blob_entry *to = blob_entry(g, edge->to);
        const uint32_t *out = blob_set(g, to->in_set, &nout);
        const uint32_t *provided = blob_set(g, key->provided, &nprovided);
        assert_int_equal(to->type, key->product);
        if (key->rule != 0) {
            assert_int_equal(blob_rule(g, to->rule)->id, key->rule);
            assert_int_equal(to->arity, key->arity);
        }
        assert_true(within(provided, nprovided, NULL, 0, out, nout));
        assert_true(within(out, nout, provided, nprovided, in_set, nin));
    }
}

static void with_cycles(void **state) {
    (void)state;
    unsigned solved = 0;
    for (uint64_t i = 0; i < 6000; i++) {
        struct nset set;
        struct solved s;
        struct buf spec = BUF_INIT;
        uint64_t seed = i * 104729 + 5;
        random_set(&set, &seed, true);
        print_set(&set, &spec);
        spec_solve(&s, spec.data);
        for (uint32_t j = 0; s.graph != NULL && j < rule_graph_entry_count(s.graph); j++) {
            check_entry(s.graph, j);
        }
        solved += s.graph != NULL;
        buf_done(&spec);
        solved_done(&s);
    }
    assert_true(solved > 1000);
}

int random_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(against_naive),
        cmocka_unit_test(with_cycles),
    };
    return cmocka_run_group_tests_name("rules/random", tests, NULL, NULL);
}
