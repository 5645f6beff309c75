/*
 * What BUILD files say: entries of dependency fields, resolved to targets.
 *
 * An entry is an address or a file, with "!" in front to leave it out, or "!!" to leave it out all
 * the way down. Without parameters it means, of a parametrized target, the one whose parameters
 * the depending target has, too.
 */
#include "deps/deps_int.h"

#include "fs/tree.h"
#include "options/address.h"

struct resolver {
    struct deps *d;
    const struct target *owner;
    struct arena arena;
};

static uint32_t interned(const struct resolver *r, struct str s) {
    return s.len == 0 ? 0 : intern_find(world_strings(r->d->world), s);
}

static uint32_t params_of(const struct resolver *r, const struct address *a, bool *known) {
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < a->param_count; i++) {
        buf_addf(&text, "%s%.*s=%.*s", i > 0 ? "," : "", STR_FMT(a->params[i].key),
                 STR_FMT(a->params[i].value));
    }
    uint32_t id = interned(r, buf_str(&text));
    *known = text.len == 0 || id != 0;
    buf_done(&text);
    return id;
}

/* The world's address; false: it has never heard one of the names. */
static bool to_addr(const struct resolver *r, const struct address *a, struct addr *ret) {
    bool known;
    *ret = (struct addr){.path = interned(r, a->spec_path),
                         .name = interned(r, a->target),
                         .file = interned(r, a->relative_file),
                         .gen = interned(r, a->generated)};
    ret->params = params_of(r, a, &known);
    return known && (a->spec_path.len == 0 || ret->path != 0) &&
           (a->target.len == 0 || ret->name != 0) &&
           (a->relative_file.len == 0 || ret->file != 0) &&
           (a->generated.len == 0 || ret->gen != 0);
}

/* ---- parametrizations ---- */

static struct str value_text(const struct deps *d, const struct target *t, int field) {
    struct pval v = target_value(t, field);
    if (pval_tag(v) == PACK_STR) {
        return pval_str(v);
    }
    bool resolve = str_eq(t->type->fields[field].type->alias, STR("resolve"));
    return resolve ? d->config.default_resolve : STR_NULL;
}

/* Has the owner the same value in the field that a parameter is about? */
static bool agrees(const struct resolver *r, const struct target *candidate, struct str key) {
    int mine = target_type_field(r->owner->type, key);
    int its = target_type_field(candidate->type, key);
    if (mine == FIELD_ABSENT || its == FIELD_ABSENT) {
        return false;
    }
    struct str a = value_text(r->d, r->owner, mine), b = value_text(r->d, candidate, its);
    if (a.ptr != NULL && b.ptr != NULL) {
        return str_eq(a, b);
    }
    return pval_equal(target_value(r->owner, mine), target_value(candidate, its));
}

static bool param_given(const struct address *a, struct str key, struct str value, bool *same) {
    for (size_t i = 0; i < a->param_count; i++) {
        if (str_eq(a->params[i].key, key)) {
            *same = str_eq(a->params[i].value, value);
            return true;
        }
    }
    return false;
}

/* Are the parameters of the candidate those of the entry, and beyond them those of the owner? */
static bool fits(const struct resolver *r, const struct address *a,
                 const struct target *candidate) {
    struct str text = intern_str(world_strings(r->d->world), candidate->addr.params), part;
    bool done = false;
    size_t given = 0;
    while (str_split_next(&text, &done, ',', &part)) {
        ptrdiff_t eq = str_find_char(part, '=');
        struct str key = str_upto(part, eq < 0 ? part.len : (size_t)eq);
        struct str value = eq < 0 ? STR("") : str_from_at(part, (size_t)eq + 1);
        bool same = false;
        if (param_given(a, key, value, &same)) {
            given++;
            if (!same) {
                return false;
            }
        } else if (!agrees(r, candidate, key)) {
            return false;
        }
    }
    return given == a->param_count;
}

static int choose(struct resolver *r, const struct address *a, struct str text,
                  struct id_list variants, uint32_t *ret, struct err *e) {
    for (uint32_t i = 0; i < variants.n; i++) {
        if (fits(r, a, deps__target(r->d, variants.ids[i]))) {
            *ret = variants.ids[i];
            return 0;
        }
    }
    struct buf all = BUF_INIT;
    for (uint32_t i = 0; i < variants.n; i++) {
        buf_addz(&all, i > 0 ? ", " : "");
        addr_spec(world_strings(r->d->world), deps__target(r->d, variants.ids[i])->addr, &all);
    }
    int code = err_set(e, ERR_USAGE,
                       "its dependency '%.*s' is parametrized, and nothing says which of its "
                       "parametrizations is meant: write one of %.*s",
                       STR_FMT(text), STR_FMT(buf_str(&all)));
    buf_done(&all);
    return code;
}

/* ---- one entry ---- */

static int parse(struct resolver *r, struct str text, struct address *ret, struct err *e) {
    struct str dir = intern_str(world_strings(r->d->world), r->owner->addr.path);
    const struct address_context context = {.relative_to = dir,
                                            .subproject_roots = r->d->config.subproject_roots,
                                            .subproject_count = r->d->config.nsubproject_roots,
                                            .origin = STR("the `dependencies` field")};
    struct address_input input;
    enum address_fault fault;
    int code = address_input_parse(&r->arena, text, &context, &input, &fault, e);
    if (code < 0) {
        return code;
    }
    struct fs_found found;
    bool file = input.path.len > 0 &&
                fs_tree_lookup(r->d->config.tree, input.path, &found, NULL) == 0 &&
                found.kind == FS_FILE;
    return file ? address_from_file(&r->arena, &input, ret, &fault, e)
                : address_from_dir(&r->arena, &input, ret, &fault, e);
}

/* Explains that there is no such target. */
static int missing(struct resolver *r, struct str text, const struct address *a, struct err *e) {
    struct buf near = BUF_INIT;
    unsigned n = 0;
    for (uint32_t id = 0; id < r->d->n && n < 5; id++) {
        const struct target *t = deps__target(r->d, id);
        if (!addr_is_generated(t->addr) &&
            str_eq(intern_str(world_strings(r->d->world), t->addr.path), a->spec_path)) {
            buf_addz(&near, n++ > 0 ? ", :" : ":");
            buf_add_str(&near, addr_name(world_strings(r->d->world), t->addr));
        }
    }
    int code =
        n == 0 ? err_set(e, ERR_USAGE,
                         "its dependency '%.*s' does not exist: no BUILD file declares a target in "
                         "'%.*s'",
                         STR_FMT(text), STR_FMT(a->spec_path))
               : err_set(e, ERR_USAGE,
                         "its dependency '%.*s' does not exist; the targets declared there: %.*s",
                         STR_FMT(text), STR_FMT(buf_str(&near)));
    buf_done(&near);
    return code;
}

/*
 * What an entry names. Ignored entries may name nothing, and mean every parametrization.
 */
static int resolve(struct resolver *r, struct str text, bool ignored, id_vec *out, struct err *e) {
    struct address a;
    struct addr addr;
    int code = parse(r, text, &a, e);
    if (code < 0) {
        return code;
    }
    bool known = to_addr(r, &a, &addr);
    const struct target *t = known ? world_find(r->d->world, addr) : NULL;
    if (t != NULL) {
        vec_push(out, t->index);
        return 0;
    }
    struct address bare = a;
    bare.param_count = 0;
    struct id_list variants = {NULL, 0};
    if (to_addr(r, &bare, &addr)) {
        variants = deps__variants(r->d, addr);
    }
    if (ignored) {
        for (uint32_t i = 0; i < variants.n; i++) {
            vec_push(out, variants.ids[i]);
        }
        return 0;
    }
    if (variants.n == 0) {
        return missing(r, text, &a, e);
    }
    uint32_t id = 0;
    code = choose(r, &a, text, variants, &id, e);
    if (code == 0) {
        vec_push(out, id);
    }
    return code;
}

int deps__resolve(struct deps *d, const struct target *owner, struct str text, id_vec *out,
                  struct err *e) {
    struct resolver r = {.d = d, .owner = owner};
    int code = resolve(&r, text, false, out, e);
    arena_done(&r.arena);
    return code;
}

/* ---- a field ---- */

static int refuse(const struct type_field *f, struct str text, struct err *e) {
    return err_set(e, ERR_USAGE,
                   "the entry '%.*s' of the field '%.*s': a target of this type can leave out its "
                   "own dependencies only: write a single `!`. `!!`, which leaves out all the way "
                   "down, is for targets that are packaged or run, such as tests and binaries",
                   STR_FMT(text), STR_FMT(f->type->alias));
}

struct lists {
    id_vec include;
    id_vec ignore;
    id_vec transitive;
};

static int add_entry(struct resolver *r, const struct type_field *f, struct str text,
                     struct lists *lists, struct err *e) {
    bool ignored = str_starts(text, STR("!")), transitive = str_starts(text, STR("!!"));
    bool special = f->type->kind == FIELD_SPECIAL_DEPS;
    if (!ignored || special) {
        return resolve(r, text, false, &lists->include, e);
    }
    if (transitive && !pval_bool(pval_getz(f->type->decl, "supports_transitive_excludes"))) {
        return refuse(f, text, e);
    }
    size_t before = lists->ignore.len;
    int code = resolve(r, str_from_at(text, transitive ? 2 : 1), true, &lists->ignore, e);
    for (size_t i = before; transitive && i < lists->ignore.len; i++) {
        vec_push(&lists->transitive, lists->ignore.data[i]);
    }
    return code;
}

static int add_field(struct resolver *r, int field, struct lists *lists, struct err *e) {
    const struct type_field *f = &r->owner->type->fields[field];
    struct pval v = target_value(r->owner, field);
    if (pval_tag(v) == PACK_STR) {
        return add_entry(r, f, pval_str(v), lists, e);
    }
    bool many = pval_tag(v) == PACK_LIST || pval_tag(v) == PACK_TUPLE;
    int code = 0;
    for (uint32_t i = 0; many && code == 0 && i < pval_len(v); i++) {
        struct pval item = pval_item(v, i);
        code = pval_tag(item) == PACK_STR ? add_entry(r, f, pval_str(item), lists, e) : 0;
    }
    return code;
}

int deps_written(struct deps *d, uint32_t id, struct deps_written *ret, struct err *e) {
    deps__open(d);
    struct node *node = &d->nodes[id];
    int code = 0;
    if (!node->has_written) {
        struct resolver r = {.d = d, .owner = deps__target(d, id)};
        struct lists lists = {{0}, {0}, {0}};
        for (uint32_t i = 0; code == 0 && i < r.owner->type->nfields; i++) {
            enum field_kind kind = r.owner->type->fields[i].type->kind;
            if ((kind == FIELD_DEPENDENCIES || kind == FIELD_SPECIAL_DEPS) &&
                !r.owner->type->fields[i].moved) {
                code = add_field(&r, (int)i, &lists, e);
            }
        }
        if (code == 0) {
            node->written = (struct deps_written){
                .includes = deps__keep(d, &lists.include),
                .ignores = deps__keep(d, &lists.ignore),
                .transitive_ignores = deps__keep(d, &lists.transitive),
            };
            node->has_written = true;
        }
        code = deps__at(d, r.owner, code, e);
        vec_done(&lists.include);
        vec_done(&lists.ignore);
        vec_done(&lists.transitive);
        arena_done(&r.arena);
    }
    *ret = node->written;
    return code;
}
