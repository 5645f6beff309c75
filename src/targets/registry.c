/*
 * Aliases map to a note (table, record); a note becomes a struct target_type when first asked for.
 * Plugin fields are kept by target class and joined to the type's own fields then.
 */
#include "targets/registry.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"
#include "options/suggest.h"

/* An alias that some backend brings. */
struct note {
    struct str alias;
    struct str class_id;
    struct pval table;
    struct pval decl;
    struct target_type *type; /* NULL until decoded */
};

struct plugin_field {
    struct str field_id;
    struct pval table;
    bool moved;
    struct plugin_field *next;
};

struct registry {
    struct arena arena;
    struct map by_alias;      /* -> struct note */
    struct map by_class;      /* -> struct note */
    struct map fields;        /* id -> struct field_type */
    struct map plugin_fields; /* target class id -> struct plugin_field list */
    struct map backends;      /* added ones */
    VEC(struct note *) notes;
};

struct registry *registry_new(void) {
    return ALLOC(struct registry);
}

void registry_free(struct registry *r) {
    if (r == NULL) {
        return;
    }
    map_done(&r->by_alias);
    map_done(&r->by_class);
    map_done(&r->fields);
    map_done(&r->plugin_fields);
    map_done(&r->backends);
    vec_done(&r->notes);
    arena_done(&r->arena);
    free(r);
}

static int add_alias(struct registry *r, struct pval table, struct str alias, struct str backend,
                     struct err *e) {
    struct pval decl = pval_get(pval_getz(table, "targets"), alias);
    if (pval_tag(decl) != PACK_DICT) {
        return err_set(e, ERR_FORMAT, "the table of declarations lacks target type '%.*s'",
                       STR_FMT(alias));
    }
    struct str class_id = pval_str(pval_getz(decl, "class"));
    struct note *old = map_get(&r->by_alias, alias);
    if (old != NULL) {
        if (str_eq(old->class_id, class_id)) {
            return 0;
        }
        return err_set(
            e, ERR_CONFLICT,
            "the target type '%.*s' of backend '%.*s' (%.*s) has the name of another one "
            "(%.*s); rename one of the two",
            STR_FMT(alias), STR_FMT(backend), STR_FMT(class_id), STR_FMT(old->class_id));
    }
    struct note *note = ARENA_NEW(&r->arena, struct note);
    *note = (struct note){.alias = alias, .class_id = class_id, .table = table, .decl = decl};
    (void)map_put(&r->by_alias, alias, note);
    (void)map_put(&r->by_class, class_id, note);
    vec_push(&r->notes, note);
    return 0;
}

static void add_plugin_field(struct registry *r, struct pval table, struct pval entry) {
    struct str target = pval_str(pval_item(entry, 0));
    struct plugin_field *field = ARENA_NEW(&r->arena, struct plugin_field);
    *field = (struct plugin_field){.field_id = pval_str(pval_item(entry, 1)),
                                   .table = table,
                                   .moved = pval_bool(pval_item(entry, 2))};
    for (struct plugin_field *f = map_get(&r->plugin_fields, target); f != NULL; f = f->next) {
        if (str_eq(f->field_id, field->field_id)) {
            return;
        }
    }
    field->next = map_get(&r->plugin_fields, target);
    (void)map_put(&r->plugin_fields, target, field);
}

int registry_add_backend(struct registry *r, struct pval table, struct str backend, struct err *e) {
    struct pval decl = pval_get(pval_getz(table, "backends"), backend);
    if (pval_tag(decl) != PACK_DICT) {
        return err_set(e, ERR_NOTFOUND, "there is no backend '%.*s'", STR_FMT(backend));
    }
    if (map_put(&r->backends, backend, r) != NULL) {
        return 0;
    }
    struct pval targets = pval_getz(decl, "targets");
    for (uint32_t i = 0; i < pval_len(targets); i++) {
        int rc = add_alias(r, table, pval_str(pval_item(targets, i)), backend, e);
        if (rc < 0) {
            return rc;
        }
    }
    struct pval fields = pval_getz(decl, "plugin_fields");
    for (uint32_t i = 0; i < pval_len(fields); i++) {
        add_plugin_field(r, table, pval_item(fields, i));
    }
    return 0;
}

static enum field_kind kind_of(struct str name) {
    static const struct {
        const char *name;
        enum field_kind kind;
    } kinds[] = {
        {"str", FIELD_STR},
        {"bool", FIELD_BOOL},
        {"tribool", FIELD_TRIBOOL},
        {"int", FIELD_INT},
        {"float", FIELD_FLOAT},
        {"str_seq", FIELD_STR_SEQ},
        {"seq", FIELD_SEQ},
        {"dict_str", FIELD_DICT_STR},
        {"dict_str_seq", FIELD_DICT_STR_SEQ},
        {"sources", FIELD_SOURCES},
        {"source", FIELD_SOURCE},
        {"opt_source", FIELD_OPTIONAL_SOURCE},
        {"dependencies", FIELD_DEPENDENCIES},
        {"special_deps", FIELD_SPECIAL_DEPS},
        {"overrides", FIELD_OVERRIDES},
        {"scalar", FIELD_SCALAR},
    };
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (str_eqz(name, kinds[i].name)) {
            return kinds[i].kind;
        }
    }
    return FIELD_ANY;
}

static const struct field_type *field_of(struct registry *r, struct pval table, struct str id) {
    struct field_type *f = map_get(&r->fields, id);
    if (f != NULL) {
        return f;
    }
    struct pval decl = pval_get(pval_getz(table, "fields"), id);
    f = ARENA_NEW(&r->arena, struct field_type);
    *f = (struct field_type){
        .id = id,
        .alias = pval_str(pval_getz(decl, "alias")),
        .kind = kind_of(pval_str(pval_getz(decl, "kind"))),
        .required = pval_bool(pval_getz(decl, "required")),
        .custom = pval_bool(pval_getz(decl, "custom")),
        .none_valid = pval_bool(pval_getz(decl, "none_is_valid")),
        .decl = decl,
        .def = pval_getz(decl, "default"),
    };
    (void)map_put(&r->fields, id, f);
    return f;
}

typedef VEC(struct type_field) field_vec;

/* Adds a field, or its role when it is there already. */
static void put_field(field_vec *fields, const struct field_type *type, bool moved, bool copied) {
    for (size_t i = 0; i < fields->len; i++) {
        if (fields->data[i].type == type) {
            fields->data[i].moved |= moved;
            fields->data[i].copied |= copied;
            return;
        }
    }
    vec_push(fields, ((struct type_field){.type = type, .moved = moved, .copied = copied}));
}

static void put_list(struct registry *r, field_vec *fields, struct note *note, const char *key,
                     bool moved, bool copied) {
    struct pval ids = pval_getz(note->decl, key);
    for (uint32_t i = 0; i < pval_len(ids); i++) {
        put_field(fields, field_of(r, note->table, pval_str(pval_item(ids, i))), moved, copied);
    }
}

static void put_plugin_fields(struct registry *r, field_vec *fields, struct note *note) {
    size_t first = fields->len;
    for (struct plugin_field *f = map_get(&r->plugin_fields, note->class_id); f != NULL;
         f = f->next) {
        put_field(fields, field_of(r, f->table, f->field_id), f->moved, !f->moved);
    }
    /* The list is newest first; types show plugin fields in the order of registration. */
    for (size_t i = first, j = fields->len; i + 1 < j; i++, j--) {
        struct type_field t = fields->data[i];
        fields->data[i] = fields->data[j - 1];
        fields->data[j - 1] = t;
    }
}

static bool holds_files(enum field_kind kind) {
    return kind == FIELD_SOURCES || kind == FIELD_SOURCE || kind == FIELD_OPTIONAL_SOURCE;
}

static void find_roles(struct target_type *t) {
    t->sources = t->tags = t->overrides = FIELD_ABSENT;
    for (uint32_t i = 0; i < t->nfields; i++) {
        const struct field_type *f = t->fields[i].type;
        if (holds_files(f->kind) && t->sources == FIELD_ABSENT && !t->fields[i].moved) {
            t->sources = (int)i;
        } else if (f->kind == FIELD_OVERRIDES) {
            t->overrides = (int)i;
        } else if (str_eqz(f->alias, "tags")) {
            t->tags = (int)i;
        }
    }
}

static struct target_type *decode(struct registry *r, struct note *note) {
    struct target_type *t = ARENA_NEW(&r->arena, struct target_type);
    note->type = t;
    struct str kind = pval_str(pval_getz(note->decl, "kind"));
    field_vec fields = {0};
    put_list(r, &fields, note, "fields", false, false);
    put_list(r, &fields, note, "copied", false, true);
    put_list(r, &fields, note, "moved", true, false);
    put_plugin_fields(r, &fields, note);
    struct type_field *kept = ARENA_ARRAY(&r->arena, struct type_field, fields.len);
    if (fields.len > 0) {
        memcpy(kept, fields.data, fields.len * sizeof *kept);
    }
    *t = (struct target_type){
        .alias = note->alias,
        .class_id = note->class_id,
        .kind = str_eqz(kind, "file_generator") ? TARGET_FILE_GENERATOR
                : str_eqz(kind, "generator")    ? TARGET_GENERATOR
                                                : TARGET_PLAIN,
        .decl = note->decl,
        .fields = kept,
        .nfields = (uint32_t)fields.len,
    };
    vec_done(&fields);
    find_roles(t);
    if (t->kind != TARGET_PLAIN) {
        t->generated = registry_type(r, pval_str(pval_getz(note->decl, "generated_alias")));
    }
    return t;
}

const struct target_type *registry_type(struct registry *r, struct str alias) {
    struct note *note = map_get(&r->by_alias, alias);
    if (note == NULL) {
        return NULL;
    }
    return note->type != NULL ? note->type : decode(r, note);
}

const struct target_type *registry_type_of_class(struct registry *r, struct str class_id) {
    struct note *note = map_get(&r->by_class, class_id);
    return note != NULL ? registry_type(r, note->alias) : NULL;
}

uint32_t registry_count(const struct registry *r) {
    return (uint32_t)r->notes.len;
}

struct str registry_alias(const struct registry *r, uint32_t i) {
    return r->notes.data[i]->alias;
}

void registry_suggest_type(const struct registry *r, struct str alias, struct buf *out) {
    struct str *names = ALLOC_ARRAY(struct str, r->notes.len + 1);
    for (size_t i = 0; i < r->notes.len; i++) {
        names[i] = r->notes.data[i]->alias;
    }
    (void)suggest_add(alias, names, r->notes.len, out);
    free(names);
}

/* The backend of the type's table, not added, that has such a plugin field for the type; or "". */
static struct str field_provider(struct registry *r, const struct target_type *t, struct str name) {
    const struct note *note = map_get(&r->by_alias, t->alias);
    struct pval backends = pval_getz(note->table, "backends"), key, decl;
    for (uint32_t i = 0; i < pval_len(backends); i++) {
        pval_pair(backends, i, &key, &decl);
        struct pval fields = pval_getz(decl, "plugin_fields");
        for (uint32_t k = 0; k < pval_len(fields) && !map_has(&r->backends, pval_str(key)); k++) {
            struct pval entry = pval_item(fields, k);
            struct pval field =
                pval_get(pval_getz(note->table, "fields"), pval_str(pval_item(entry, 1)));
            if (str_eq(pval_str(pval_item(entry, 0)), t->class_id) &&
                str_eq(pval_str(pval_getz(field, "alias")), name)) {
                return pval_str(key);
            }
        }
    }
    return STR_NULL;
}

void registry_explain_field(struct registry *r, const struct target_type *t, struct str name,
                            struct buf *out) {
    struct str provider = field_provider(r, t, name);
    if (provider.len > 0) {
        buf_addf(out,
                 "; the backend `%.*s` would bring it, which is not enabled by "
                 "`[GLOBAL].backend_packages`",
                 STR_FMT(provider));
        return;
    }
    struct str *names = ALLOC_ARRAY(struct str, t->nfields + 1);
    names[0] = STR("name");
    for (uint32_t i = 0; i < t->nfields; i++) {
        names[i + 1] = t->fields[i].type->alias;
    }
    buf_addz(out, ".");
    (void)suggest_add(name, names, t->nfields + 1, out);
    buf_addz(out, " It has: ");
    for (uint32_t i = 0; i <= t->nfields; i++) {
        buf_addf(out, "%s%.*s", i > 0 ? ", " : "", STR_FMT(names[i]));
    }
    free(names);
}

int target_type_field(const struct target_type *t, struct str alias) {
    for (uint32_t i = 0; i < t->nfields; i++) {
        if (str_eq(t->fields[i].type->alias, alias)) {
            return (int)i;
        }
    }
    for (uint32_t i = 0; i < t->nfields; i++) {
        struct pval old = pval_getz(t->fields[i].type->decl, "deprecated_alias");
        if (pval_tag(old) == PACK_STR && str_eq(pval_str(old), alias)) {
            return (int)i;
        }
    }
    return FIELD_ABSENT;
}

static bool is_named(struct str id, const char *class_name) {
    ptrdiff_t colon = str_find_char(id, ':');
    return colon >= 0 && str_starts(id, STR("pants.")) &&
           str_eqz(str_from_at(id, (size_t)colon + 1), class_name);
}

bool field_is_a(const struct field_type *f, const char *class_name) {
    struct pval bases = pval_getz(f->decl, "bases");
    bool found = is_named(f->id, class_name);
    for (uint32_t i = 0; !found && !pval_is_none(bases) && i < pval_len(bases); i++) {
        found = is_named(pval_str(pval_item(bases, i)), class_name);
    }
    return found;
}
