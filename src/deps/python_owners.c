/* Who owns an imported module; what is said when nobody does, or several do. */
#include <fnmatch.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"
#include "deps/python_int.h"

#define LOG_TARGET "pants.backend.python.dependency_inference"

static void add_spec(struct python_infer *p, uint32_t id, struct buf *out) {
    addr_spec(world_strings(p->world), world_target(p->world, id)->addr, out);
}

/* ---- owners ---- */

struct locality {
    struct python_infer *p;
    struct str root;
};

/* How many components of its folder a target shares with the root. */
static size_t nearness(void *user, uint32_t id) {
    const struct locality *l = user;
    const struct target *t = world_target(l->p->world, id);
    struct str a = intern_str(world_strings(l->p->world), t->addr.path), b = l->root, x, y;
    bool a_done = a.len == 0, b_done = b.len == 0;
    size_t n = 0;
    while (str_split_next(&a, &a_done, '/', &x) && str_split_next(&b, &b_done, '/', &y) &&
           str_eq(x, y)) {
        n++;
    }
    return n;
}

int python_infer_owners(struct python_infer *p, struct str module, struct str resolve,
                        struct str locality, struct module_owners *ret, struct err *e) {
    struct locality l = {p, locality};
    int r = python__map(p, e);
    if (r == 0) {
        modules__owners(&p->modules, module, p->config.enable_resolves ? resolve : STR(""),
                        locality.ptr != NULL ? nearness : NULL, &l, ret);
    }
    return r;
}

static bool in_list(struct id_list list, uint32_t id) {
    for (uint32_t i = 0; i < list.n; i++) {
        if (list.ids[i] == id) {
            return true;
        }
    }
    return false;
}

/* The list names a target, or the generator that it comes from. */
static bool names(struct python_infer *p, struct id_list list, uint32_t id) {
    const struct target *t = world_target(p->world, id);
    return in_list(list, id) || (t->generator != NULL && in_list(list, t->generator->index));
}

bool python__disambiguate(struct python_infer *p, const struct target *t,
                          const struct deps_written *written, const id_vec *owners,
                          const char *what, struct str name, uint32_t *ret) {
    size_t left = 0;
    struct buf all = BUF_INIT, own = BUF_INIT;
    id_vec sorted = {0};
    for (size_t i = 0; i < owners->len; i++) {
        uint32_t id = owners->data[i];
        if (names(p, written->includes, id)) {
            goto out; /* it is settled */
        }
        if (!names(p, written->ignores, id)) {
            left++;
            *ret = id;
            vec_push(&sorted, id);
        }
    }
    if (left > 1) {
        deps__sort(p->deps, sorted.data, sorted.len);
        for (size_t i = 0; i < sorted.len; i++) {
            buf_addz(&all, i > 0 ? "\n  * " : "  * ");
            add_spec(p, sorted.data[i], &all);
        }
        addr_spec(world_strings(p->world), t->addr, &own);
        log_to(p->config.log, LOG_WARN, LOG_TARGET,
               "The target %.*s %s `%.*s`, which several targets provide, so none is taken for a "
               "dependency:\n\n%.*s\n\nList the one that you mean in its `dependencies`, or the "
               "others there with a `!` in front, or see to it that one of them is left.",
               STR_FMT(buf_str(&own)), what, STR_FMT(name), STR_FMT(buf_str(&all)));
    }
out:
    buf_done(&all);
    buf_done(&own);
    vec_done(&sorted);
    return left == 1;
}

static bool is_ignored(const struct python_infer *p, struct str module) {
    for (size_t i = 0; i < p->config.nignored_unowned; i++) {
        struct str name = p->config.ignored_unowned[i];
        if (str_starts(module, name) && (module.len == name.len || module.ptr[name.len] == '.')) {
            return true;
        }
    }
    return false;
}

bool python__is_ignored_string(struct python_infer *p, struct str text) {
    for (size_t i = 0; i < p->config.nstring_import_ignore; i++) {
        const char *pattern = arena_str(&p->arena, p->config.string_import_ignore[i]).ptr;
        if (fnmatch(pattern, arena_str(&p->arena, text).ptr, 0) == 0) {
            return true;
        }
    }
    return false;
}

static struct str locality_of(struct python_infer *p, const struct target *t) {
    struct str path = p->paths[t->index], root;
    ptrdiff_t slash = str_rfind_char(path, '/');
    struct str dir = slash < 0 ? STR("") : str_upto(path, (size_t)slash);
    return p->config.by_source_root && path.len > 0 && source_roots__find(&p->roots, dir, &root)
               ? root
               : STR_NULL;
}

int python__own(struct python_infer *p, const struct target *t, const struct deps_written *written,
                const struct wanted *w, struct inferred *ret, struct unowned *unowned,
                struct err *e) {
    struct module_owners owners = {{0}, {0}};
    int r = python_infer_owners(p, w->module, python__resolve(p, t), locality_of(p, t), &owners, e);
    uint32_t id = 0;
    if (r == 0 && owners.unambiguous.len > 0) {
        for (size_t i = 0; i < owners.unambiguous.len; i++) {
            vec_push(&ret->include, owners.unambiguous.data[i]);
        }
    } else if (r == 0 && owners.ambiguous.len > 0) {
        if (python__disambiguate(p, t, written, &owners.ambiguous, "imports", w->module, &id)) {
            vec_push(&ret->include, id);
        }
    } else if (r == 0 && unowned != NULL && !w->weak) {
        ptrdiff_t dot = str_find_char(w->module, '.');
        struct str top = dot < 0 ? w->module : str_upto(w->module, (size_t)dot);
        if (!known__standard(top) && !is_ignored(p, w->module)) {
            vec_push(&unowned->items, *w);
        }
    }
    vec_done(&owners.unambiguous);
    vec_done(&owners.ambiguous);
    return r;
}

/* ---- nobody ---- */

struct elsewhere {
    struct python_infer *p;
    struct buf *out;
};

static void add_elsewhere(void *user, struct str resolve, uint32_t target) {
    const struct elsewhere *x = user;
    buf_addf(x->out, "; the resolve '%.*s' has it from ", STR_FMT(resolve));
    add_spec(x->p, target, x->out);
}

int python__report_unowned(struct python_infer *p, const struct target *t,
                           const struct unowned *unowned, struct err *e) {
    if (p->config.unowned == UNOWNED_IGNORE) {
        return 0;
    }
    struct buf all = BUF_INIT, own = BUF_INIT;
    struct elsewhere x = {p, &all};
    for (size_t i = 0; i < unowned->items.len; i++) {
        const struct wanted *w = &unowned->items.data[i];
        buf_addf(&all, "%s  * %.*s (line: %u)", i > 0 ? "\n" : "", STR_FMT(w->module),
                 (unsigned)w->line);
        modules__elsewhere(&p->modules, w->module, python__resolve(p, t), add_elsewhere, &x);
    }
    static const char hint[] =
        "If nothing in the repository provides one, write `# pants: no-infer-dep` at the end of "
        "its line, or list it in `[python-infer].ignored_unowned_imports`";
    int r = 0;
    if (p->config.unowned == UNOWNED_ERROR) {
        r = err_set(e, ERR_USAGE, "it imports what no target provides:\n\n%.*s\n\n%s.",
                    STR_FMT(buf_str(&all)), hint);
    } else {
        addr_spec(world_strings(p->world), t->addr, &own);
        log_to(p->config.log, LOG_WARN, LOG_TARGET,
               "The target %.*s imports what no target provides:\n\n%.*s\n\n%s.",
               STR_FMT(buf_str(&own)), STR_FMT(buf_str(&all)), hint);
    }
    buf_done(&all);
    buf_done(&own);
    return r;
}
