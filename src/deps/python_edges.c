/* Edges beside imports: files above, entry points, assets. */
#include <string.h>

#include "base/alloc.h"
#include "deps/python_int.h"
#include "fs/file_digest.h"

enum { MAX_INIT = 1 << 20 };

/* ---- files above ---- */

/* The Python targets of the same resolve that own a file. False: nobody owns it. */
static bool add_owners(struct python_infer *p, const struct target *t, struct str path,
                       struct inferred *ret) {
    const struct providers *owners = map_get(&p->by_path, path);
    for (size_t i = 0; owners != NULL && i < owners->items.len; i++) {
        const struct target *owner = world_target(p->world, owners->items.data[i].target);
        if (str_eq(python__resolve(p, owner), python__resolve(p, t))) {
            vec_push(&ret->include, owner->index);
        }
    }
    return owners != NULL;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static bool read_text(struct python_infer *p, const struct fs_dir *dir,
                      const struct fs_entry *entry) {
    const struct fs_sig *sig = NULL;
    if (fs_tree_sig(p->config.tree, dir, entry, &sig, NULL) != 0 || sig->size == 0) {
        return false;
    }
    if (sig->size > MAX_INIT) {
        return true;
    }
    struct buf text;
    buf_init(&text, MAX_INIT);
    bool found = fs_tree_read(p->config.tree, dir, entry, MAX_INIT, &text, NULL) != 0;
    for (size_t i = 0; !found && i < text.len; i++) {
        found = !is_space(text.data[i]);
    }
    buf_done(&text);
    return found;
}

static bool has_text(struct python_infer *p, struct str path, const struct fs_dir *dir,
                     const struct fs_entry *entry) {
    uintptr_t known = (uintptr_t)map_get(&p->has_text, path);
    if (known == 0) {
        known = 1 + (uintptr_t)read_text(p, dir, entry);
        (void)map_put(&p->has_text, arena_str(&p->arena, path), (void *)known);
    }
    return known == 2;
}

struct above {
    struct python_infer *p;
    const struct target *t;
    struct inferred *ret;
    struct err *e;
};

/* One name in one folder above. */
static int visit(const struct above *a, const struct fs_dir *dir, const char *name, bool conftest) {
    struct python_infer *p = a->p;
    const struct fs_entry *entry = fs_dir_find(dir, str_from(name));
    if (entry == NULL || entry->kind == FS_DIR) {
        return 0;
    }
    struct buf path = BUF_INIT;
    int r = 0;
    fs_dir_entry_path(dir, entry, &path);
    if (str_eq(buf_str(&path), p->paths[a->t->index])) {
        r = 0;
    } else if (conftest) {
        if (!add_owners(p, a->t, buf_str(&path), a->ret)) {
            r = err_set(a->e, ERR_USAGE,
                        "the tests need '%.*s', which no target owns: add it to the sources of a "
                        "`python_test_utils` target, or set `[python-infer].conftests` to false",
                        STR_FMT(buf_str(&path)));
        }
    } else if (p->config.init_files == INIT_FILES_ALWAYS ||
               has_text(p, buf_str(&path), dir, entry)) {
        (void)add_owners(p, a->t, buf_str(&path), a->ret);
    }
    buf_done(&path);
    return r;
}

int python__above(struct python_infer *p, const struct target *t, struct inferred *ret,
                  struct err *e) {
    const struct above a = {p, t, ret, e};
    struct str dir = p->paths[t->index];
    bool test = python__type(p, t->type)->test && p->config.conftests;
    int r = 0;
    if (p->config.init_files == INIT_FILES_NEVER && !test) {
        return 0;
    }
    while (r == 0 && dir.len > 0) {
        ptrdiff_t slash = str_rfind_char(dir, '/');
        dir = slash < 0 ? STR("") : str_upto(dir, (size_t)slash);
        const struct fs_dir *listed;
        r = fs_tree_dir(p->config.tree, dir, &listed, e);
        if (r == 0 && p->config.init_files != INIT_FILES_NEVER) {
            r = visit(&a, listed, "__init__.py", false);
            r = r == 0 ? visit(&a, listed, "__init__.pyi", false) : r;
        }
        if (r == 0 && test) {
            r = visit(&a, listed, "conftest.py", true);
        }
        r = r > 0 ? 0 : r;
    }
    return r;
}

/* ---- entry points ---- */

static int add_module(struct python_infer *p, const struct target *t,
                      const struct deps_written *written, struct str module, struct inferred *ret,
                      struct err *e) {
    const struct wanted w = {str_trim(module), 0, true};
    return w.module.len == 0 ? 0 : python__own(p, t, written, &w, ret, NULL, e);
}

static struct str before_colon(struct str s) {
    ptrdiff_t colon = str_find_char(s, ':');
    return colon < 0 ? s : str_upto(s, (size_t)colon);
}

/* "a.b:function", or "file.py:function" beside the BUILD file. */
static int binary(struct python_infer *p, const struct target *t,
                  const struct deps_written *written, struct str text, struct inferred *ret,
                  struct err *e) {
    struct str name = before_colon(str_trim(text)), module, package;
    if (str_ends(name, STR(".py"))) {
        struct str dir = intern_str(world_strings(p->world), t->addr.path);
        struct str path = dir.len == 0
                              ? arena_str(&p->arena, name)
                              : arena_printf(&p->arena, "%.*s/%.*s", STR_FMT(dir), STR_FMT(name));
        if (!python__module(p, &p->arena, path, &module, &package)) {
            return 0;
        }
        return add_module(p, t, written, module, ret, e);
    }
    return str_starts(name, STR("<")) ? 0 : add_module(p, t, written, name, ret, e);
}

/* {group: {name: "a.b:function" or the address of a binary}} */
static int distribution(struct python_infer *p, const struct target *t,
                        const struct deps_written *written, struct pval groups,
                        struct inferred *ret, struct err *e) {
    int r = 0;
    if (pval_tag(groups) != PACK_DICT) {
        return 0;
    }
    for (uint32_t i = 0; r == 0 && i < pval_len(groups); i++) {
        struct pval key, points;
        pval_pair(groups, i, &key, &points);
        for (uint32_t k = 0; r == 0 && pval_tag(points) == PACK_DICT && k < pval_len(points); k++) {
            struct pval name, point;
            pval_pair(points, k, &name, &point);
            if (pval_tag(point) != PACK_STR) {
                continue;
            }
            struct str text = pval_str(point);
            r = str_starts(text, STR(":")) || str_find_char(text, '/') >= 0
                    ? deps__resolve(p->deps, t, text, &ret->include, e)
                    : add_module(p, t, written, before_colon(text), ret, e);
        }
    }
    return r;
}

int python__entry_points(struct python_infer *p, const struct target *t,
                         const struct deps_written *written, struct inferred *ret, struct err *e) {
    const struct python_type *type = python__type(p, t->type);
    int r = 0;
    if (type->entry_point != FIELD_ABSENT) {
        struct pval v = target_value(t, type->entry_point);
        r = pval_tag(v) == PACK_STR ? binary(p, t, written, pval_str(v), ret, e) : 0;
    }
    if (r == 0 && type->entry_points != FIELD_ABSENT) {
        r = distribution(p, t, written, target_value(t, type->entry_points), ret, e);
    }
    if (r == 0 && type->provides != FIELD_ABSENT) {
        struct pval v = target_value(t, type->provides);
        if (pval_tag(v) == PACK_EXT && pval_ext_kind(v) == VALUE_OBJECT) {
            r = distribution(p, t, written, pval_getz(pval_item(v, 2), "entry_points"), ret, e);
        }
    }
    return r;
}

/* ---- assets ---- */

static void take(const struct providers *found, bool resource, id_vec *owners) {
    for (size_t i = 0; found != NULL && i < found->items.len; i++) {
        if (found->items.data[i].stub == resource) { /* `stub` tells resources from files here */
            vec_push(owners, found->items.data[i].target);
        }
    }
}

/*
 * Resources are opened relative to the module that asks for them, files from the build root.
 */
int python__asset(struct python_infer *p, const struct target *t,
                  const struct deps_written *written, struct str path, struct str text,
                  struct inferred *ret, struct err *e) {
    (void)e;
    ptrdiff_t slash = str_rfind_char(path, '/');
    struct str dir = slash < 0 ? STR("") : str_upto(path, (size_t)slash);
    struct str beside =
        dir.len == 0 ? text : arena_printf(&p->arena, "%.*s/%.*s", STR_FMT(dir), STR_FMT(text));
    id_vec owners = {0};
    uint32_t id = 0;
    take(map_get(&p->assets, beside), true, &owners);
    take(map_get(&p->assets, text), false, &owners);
    if (owners.len == 1) {
        vec_push(&ret->include, owners.data[0]);
    } else if (owners.len > 1 &&
               python__disambiguate(p, t, written, &owners, "uses the asset", text, &id)) {
        vec_push(&ret->include, id);
    }
    vec_done(&owners);
    return 0;
}
