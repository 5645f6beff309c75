/* Writes a solution as bytes (blob.h). Name 0 is the empty name: ids of 0 stay 0. */
#include "rules/blob.h"

#include "rules/rules_int.h"

struct writer {
    const struct problem *p;
    uint32_t *name_of;   /* by global id: name + 1 */
    uint32_t *rule_at;   /* by rule index: blob rule + 1 */
    uint32_t *key_at;    /* by key: blob key + 1 */
    uint32_t *set_at;    /* by set: reference + 1 */
    VEC(uint32_t) rules; /* blob rule -> rule index */
    VEC(uint32_t) out[BLOB_SECTIONS];
    struct buf text;
};

static void put(struct writer *w, enum blob_section section, uint32_t word) {
    vec_push(&w->out[section], word);
}

static void put_all(struct writer *w, enum blob_section section, const void *words, size_t size) {
    const uint32_t *from = words;
    for (size_t i = 0; i < size / sizeof *from; i++) {
        put(w, section, from[i]);
    }
}

static uint32_t name_of(struct writer *w, uint32_t id) {
    if (w->name_of[id] == 0) {
        struct str name = intern_str(w->p->set->names, id);
        put(w, BLOB_NAMES, (uint32_t)w->text.len);
        put(w, BLOB_NAMES, (uint32_t)name.len);
        buf_add_str(&w->text, name);
        w->name_of[id] = (uint32_t)w->out[BLOB_NAMES].len / 2;
    }
    return w->name_of[id] - 1;
}

static uint32_t type_name(struct writer *w, uint32_t tix) {
    return name_of(w, w->p->types.data[tix]);
}

static uint32_t rule_at(struct writer *w, uint32_t rule) {
    if (w->rule_at[rule] == 0) {
        vec_push(&w->rules, rule);
        w->rule_at[rule] = (uint32_t)w->rules.len;
    }
    return w->rule_at[rule] - 1;
}

static uint32_t set_at(struct writer *w, uint32_t set) {
    if (w->set_at[set] != 0) {
        return w->set_at[set] - 1;
    }
    const struct problem *p = w->p;
    uint32_t at = (uint32_t)w->out[BLOB_SETS].len;
    const uint64_t *bits = set_bits(p, set);
    put(w, BLOB_SETS, bits_count(bits, p->sets.nwords));
    for (uint32_t i = bits_next(bits, p->sets.nwords, 0); i != NONE;
         i = bits_next(bits, p->sets.nwords, i + 1)) {
        put(w, BLOB_SETS, type_name(w, p->ptypes.data[i]));
    }
    w->set_at[set] = at + 1;
    return at;
}

static uint32_t key_at(struct writer *w, uint32_t key) {
    if (w->key_at[key] == 0) {
        const struct key *k = &w->p->keys.data[key];
        struct blob_key out = {.rule = k->rule == 0 ? 0 : name_of(w, k->rule),
                               .arity = k->arity,
                               .product = type_name(w, k->product),
                               .provided = set_at(w, k->provided),
                               .in_scope = k->reentry ? set_at(w, k->in_scope) : BLOB_NONE};
        put_all(w, BLOB_KEYS, &out, sizeof out);
        w->key_at[key] = (uint32_t)(w->out[BLOB_KEYS].len / (sizeof out / 4));
    }
    return w->key_at[key] - 1;
}

static void write_edges(struct writer *w, const struct entry *entry, struct blob_entry *out) {
    out->edges_at = (uint32_t)(w->out[BLOB_EDGES].len / 2);
    out->nedges = entry->nedges;
    for (uint32_t i = 0; i < entry->nedges; i++) {
        const struct entry_edge *edge = &w->p->entry_edges.data[entry->edges_at + i];
        put(w, BLOB_EDGES, key_at(w, edge->key));
        put(w, BLOB_EDGES, edge->to);
    }
}

static void write_entry(struct writer *w, uint32_t at) {
    const struct problem *p = w->p;
    const struct entry *entry = &p->entries.data[at];
    struct blob_entry out = {.kind = RULE_ENTRY_PARAM,
                             .rule = BLOB_NONE,
                             .in_set = set_at(w, entry->in_set),
                             .params = 0,
                             .inputs = entry->inputs,
                             .target = entry->target == NONE ? BLOB_NONE : entry->target};
    if (entry->proto == NONE) {
        out.type = type_name(w, p->ptypes.data[entry->pix]);
        put_all(w, BLOB_ENTRIES, &out, sizeof out);
        return;
    }
    const struct proto *proto = &p->protos.data[entry->proto];
    if (proto->kind == PROTO_RULE) {
        out.kind = RULE_ENTRY_RULE;
        out.type = name_of(w, p->set->rules.data[proto->rule].product);
        out.rule = rule_at(w, proto->rule);
        out.arity = proto->arity;
    } else {
        uint32_t root_proto = proto->kind == PROTO_ROOT ? entry->proto : proto->root;
        const struct root *root = &p->roots.data[p->protos.data[root_proto].root];
        out.kind = proto->kind == PROTO_ROOT ? RULE_ENTRY_ROOT : RULE_ENTRY_REENTRY;
        out.type = type_name(w, root->product);
        out.params = set_at(w, root->params);
        if (proto->kind == PROTO_ROOT && root->key == NONE) {
            put(w, BLOB_ROOTS, at);
        }
    }
    write_edges(w, entry, &out);
    put_all(w, BLOB_ENTRIES, &out, sizeof out);
}

static void write_rule(struct writer *w, uint32_t rule) {
    const struct problem *p = w->p;
    const struct rule_decl *decl = &p->set->rules.data[rule];
    struct blob_rule out = {.id = name_of(w, decl->id),
                            .func = decl->func == 0 ? 0 : name_of(w, decl->func),
                            .line = decl->line,
                            .product = name_of(w, decl->product),
                            .flags = (uint32_t)decl->flags,
                            .params = (uint32_t)w->out[BLOB_LISTS].len,
                            .dispatch = (uint32_t)(w->out[BLOB_VTABLE].len / 3)};
    put(w, BLOB_LISTS, (uint32_t)decl->nparams);
    for (size_t i = 0; i < decl->nparams; i++) {
        put(w, BLOB_LISTS, name_of(w, decl->params[i]));
    }
    /* the vtable lies in order of callers */
    size_t low = 0;
    size_t high = p->vtable.len;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (p->vtable.data[middle].caller < rule) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < p->vtable.len && p->vtable.data[low].caller == rule; low++) {
        const struct vtable_item *item = &p->vtable.data[low];
        put(w, BLOB_VTABLE, name_of(w, p->set->rules.data[item->base].id));
        put(w, BLOB_VTABLE, type_name(w, item->member));
        put(w, BLOB_VTABLE, name_of(w, p->set->rules.data[item->impl].id));
        out.ndispatch++;
    }
    put_all(w, BLOB_RULES, &out, sizeof out);
}

static void write_inputs(struct writer *w) {
    const struct problem *p = w->p;
    uint32_t *input_type = ALLOC_ARRAY(uint32_t, p->set->inputs.len + 1);
    bool *seen = ALLOC_ARRAY(bool, p->nnames);
    uint32_t n = 0;
    for (size_t i = 0; i < p->set->inputs.len; i++) { /* numbered as in choose.c */
        uint32_t id = p->set->inputs.data[i];
        if (p->tix_of[id] != 0 && !seen[id]) {
            seen[id] = true;
            input_type[n++] = id;
        }
    }
    for (uint32_t i = 0; i < p->nreach; i++) {
        const uint64_t *bits = p->reach.data + i * p->reach_words;
        put(w, BLOB_INPUTS, (uint32_t)w->out[BLOB_SETS].len);
        put(w, BLOB_SETS, bits_count(bits, p->reach_words));
        for (uint32_t j = bits_next(bits, p->reach_words, 0); j != NONE;
             j = bits_next(bits, p->reach_words, j + 1)) {
            put(w, BLOB_SETS, name_of(w, input_type[j]));
        }
    }
    free(input_type);
    free(seen);
}

static void assemble(struct writer *w, const uint8_t key[RULES_KEY_SIZE], struct buf *out) {
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
    uint32_t header[BLOB_HEADER_WORDS] = {BLOB_MAGIC, BLOB_VERSION};
    uint32_t at = BLOB_HEADER_WORDS;
    memcpy(header + 3, key, RULES_KEY_SIZE);
    for (int i = 0; i < BLOB_SECTIONS; i++) {
        header[11 + 2 * i] = at;
        header[12 + 2 * i] = (uint32_t)w->out[i].len / item_words[i];
        at += (uint32_t)w->out[i].len;
    }
    header[2] = at;
    buf_add(out, header, sizeof header);
    for (int i = 0; i < BLOB_SECTIONS; i++) {
        buf_add(out, w->out[i].data, w->out[i].len * sizeof(uint32_t));
    }
}

void blob__write(const struct problem *p, const uint8_t key[RULES_KEY_SIZE], struct buf *out) {
    struct writer w = {.p = p};
    w.name_of = ALLOC_ARRAY(uint32_t, p->nnames);
    w.rule_at = ALLOC_ARRAY(uint32_t, p->set->rules.len + 1);
    w.key_at = ALLOC_ARRAY(uint32_t, p->keys.len + 1);
    w.set_at = ALLOC_ARRAY(uint32_t, p->sets.count + 1);
    (void)name_of(&w, 0);
    (void)set_at(&w, 0);
    for (uint32_t i = 0; i < p->entries.len; i++) {
        write_entry(&w, i);
    }
    for (size_t i = 0; i < w.rules.len; i++) {
        write_rule(&w, w.rules.data[i]);
    }
    for (size_t i = 0; i < p->set->unions.len; i++) {
        put(&w, BLOB_UNIONS, name_of(&w, p->set->unions.data[i].base));
    }
    write_inputs(&w);
    while (w.text.len % 4 != 0) {
        buf_add_char(&w.text, 0);
    }
    put_all(&w, BLOB_TEXT, w.text.data, w.text.len);
    assemble(&w, key, out);
    for (int i = 0; i < BLOB_SECTIONS; i++) {
        vec_done(&w.out[i]);
    }
    vec_done(&w.rules);
    buf_done(&w.text);
    free(w.name_of);
    free(w.rule_at);
    free(w.key_at);
    free(w.set_at);
}
