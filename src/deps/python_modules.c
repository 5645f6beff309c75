/*
 * The map from modules to targets, by resolve; and what modules a requirement provides when nobody
 * says so: those it is known for, else those that its name suggests.
 */
#include <string.h>

#include "base/alloc.h"
#include "deps/python_int.h"

void modules__done(struct modules *m) {
    for (size_t i = 0; i < m->all.len; i++) {
        vec_done(&m->all.data[i]->items);
    }
    vec_done(&m->all);
    struct str key;
    void *value;
    for (size_t at = 0; map_next(&m->partitions, &at, &key, &value);) {
        struct partition *p = value;
        map_done(&p->first);
        map_done(&p->third);
    }
    map_done(&m->partitions);
    arena_done(&m->arena);
}

void modules__add(struct modules *m, struct str resolve, struct str module, uint32_t target,
                  bool stub, bool third_party) {
    struct partition *p = map_get(&m->partitions, resolve);
    if (p == NULL) {
        p = ARENA_NEW(&m->arena, struct partition);
        memset(p, 0, sizeof *p);
        p->resolve = arena_str(&m->arena, resolve);
        (void)map_put(&m->partitions, p->resolve, p);
    }
    struct map *map = third_party ? &p->third : &p->first;
    struct providers *found = map_get(map, module);
    if (found == NULL) {
        found = ARENA_NEW(&m->arena, struct providers);
        memset(found, 0, sizeof *found);
        vec_push(&m->all, found);
        (void)map_put(map, arena_str(&m->arena, module), found);
    }
    for (size_t i = 0; i < found->items.len; i++) {
        if (found->items.data[i].target == target && found->items.data[i].stub == stub) {
            return;
        }
    }
    vec_push(&found->items, ((struct provider){target, stub}));
}

/* ---- requirements ---- */

static bool in_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
}

static struct str project_name(struct str requirement) {
    ptrdiff_t egg = str_find(requirement, STR("#egg="));
    struct str s = egg >= 0 ? str_from_at(requirement, (size_t)egg + 5) : str_trim(requirement);
    size_t n = 0;
    while (n < s.len && in_name(s.ptr[n])) {
        n++;
    }
    return str_upto(s, n);
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* PEP 503: runs of "-", "_" and "." are one "-"; lower case. */
static struct str normalised(struct arena *a, struct str name) {
    char *out = ARENA_ARRAY(a, char, name.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = lower(name.ptr[i]);
        if (c == '_' || c == '.') {
            c = '-';
        }
        if (c != '-' || n == 0 || out[n - 1] != '-') {
            out[n++] = c;
        }
    }
    out[n] = '\0';
    return str_make(out, n);
}

static struct str replaced(struct arena *a, struct str s, char from, char to) {
    char *out = ARENA_ARRAY(a, char, s.len + 1);
    for (size_t i = 0; i < s.len; i++) {
        out[i] = s.ptr[i] == from ? to : s.ptr[i];
    }
    out[s.len] = '\0';
    return str_make(out, s.len);
}

static struct str joined(struct arena *a, const char *head, struct str tail, const char *end) {
    return arena_printf(a, "%s%.*s%s", head, STR_FMT(tail), end);
}

typedef void each_fn(void *user, struct str module, bool stub);

static void each_word(const char *words, bool stub, each_fn *each, void *user) {
    struct str rest = str_from(words), part;
    bool done = false;
    while (str_split_next(&rest, &done, ' ', &part)) {
        each(user, part, stub);
    }
}

/* "prefix" + the rest: the rest, with hyphens as underscores. */
static bool behind(struct str name, struct str prefix, struct str *ret) {
    if (!str_starts(name, prefix) || name.len == prefix.len) {
        return false;
    }
    *ret = str_from_at(name, prefix.len);
    return true;
}

static bool before(struct str name, struct str suffix, struct str *ret) {
    if (!str_ends(name, suffix) || name.len == suffix.len) {
        return false;
    }
    *ret = str_upto(name, name.len - suffix.len);
    return true;
}

static bool stub_pattern(struct arena *a, struct str name, each_fn *each, void *user) {
    struct str rest;
    if (behind(name, STR("stubs-"), &rest) || behind(name, STR("types-"), &rest) ||
        before(name, STR("-stubs"), &rest) || before(name, STR("-types"), &rest)) {
        each(user, replaced(a, rest, '-', '_'), true);
        return true;
    }
    return false;
}

static void cloud(struct arena *a, const char *prefix, struct str rest, bool versions,
                  each_fn *each, void *user) {
    static const char *const ends[] = {"", "_v1", "_v2", "_v3"};
    struct str name = replaced(a, rest, '-', '_');
    for (size_t i = 0; i < (versions ? ARRAY_LEN(ends) : 1); i++) {
        each(user, joined(a, prefix, name, ends[i]), false);
    }
}

/* Families of distributions whose modules follow from their names. */
static bool family(struct arena *a, struct str name, each_fn *each, void *user) {
    struct str rest;
    if (behind(name, STR("azure-"), &rest)) {
        each(user, replaced(a, name, '-', '.'), false);
    } else if (behind(name, STR("django-"), &rest) || behind(name, STR("python-"), &rest)) {
        each(user, replaced(a, rest, '-', '_'), false);
    } else if (behind(name, STR("google-cloud-"), &rest)) {
        cloud(a, "google.cloud.", rest, true, each, user);
    } else if (behind(name, STR("opentelemetry-instrumentation-"), &rest)) {
        cloud(a, "opentelemetry.instrumentation.", rest, false, each, user);
    } else if (behind(name, STR("oslo-"), &rest)) {
        each(user, replaced(a, name, '-', '_'), false);
    } else if (behind(name, STR("apache-airflow-providers-"), &rest)) {
        each(user, replaced(a, str_from_at(name, strlen("apache-")), '-', '.'), false);
    } else {
        return false;
    }
    return true;
}

void modules__of_requirement(struct arena *a, struct str requirement, each_fn *each, void *user) {
    struct str project = project_name(requirement), name = normalised(a, project);
    if (name.len == 0) {
        return;
    }
    if (known__modules(name) != NULL) {
        each_word(known__modules(name), false, each, user);
    } else if (known__stubs(name) != NULL) {
        each_word(known__stubs(name), true, each, user);
    } else if (!stub_pattern(a, name, each, user) && !family(a, name, each, user)) {
        char *plain = ARENA_ARRAY(a, char, project.len + 1); /* dots stay */
        for (size_t i = 0; i < project.len; i++) {
            plain[i] = project.ptr[i] == '-' ? '_' : lower(project.ptr[i]);
        }
        plain[project.len] = '\0';
        each(user, str_make(plain, project.len), false);
    }
}

/* ---- looking up ---- */

/* The closest providers of one kind. */
struct closest {
    unsigned ancestry;
    id_vec ids;
};

static void offer(struct closest *c, unsigned ancestry, uint32_t target) {
    if (c->ids.len > 0 && ancestry > c->ancestry) {
        return;
    }
    if (ancestry < c->ancestry) {
        vec_clear(&c->ids);
    }
    c->ancestry = ancestry;
    vec_push(&c->ids, target);
}

static void offer_all(const struct providers *found, unsigned ancestry, struct closest kinds[2]) {
    for (size_t i = 0; i < found->items.len; i++) {
        offer(&kinds[found->items.data[i].stub], ancestry, found->items.data[i].target);
    }
}

static void look(const struct map *map, struct str module, unsigned most, struct closest kinds[2]) {
    for (unsigned ancestry = 0; ancestry <= most; ancestry++) {
        const struct providers *found = map_get(map, module);
        if (found != NULL) {
            offer_all(found, ancestry, kinds);
            return;
        }
        ptrdiff_t dot = str_rfind_char(module, '.');
        if (dot < 0) {
            return;
        }
        module = str_upto(module, (size_t)dot);
    }
}

static void keep_nearest(id_vec *ids, size_t (*nearest)(void *user, uint32_t target), void *user) {
    size_t best = 0, kept = 0;
    for (size_t i = 0; i < ids->len; i++) {
        size_t near = nearest(user, ids->data[i]);
        best = near > best ? near : best;
    }
    for (size_t i = 0; i < ids->len; i++) {
        if (nearest(user, ids->data[i]) == best) {
            ids->data[kept++] = ids->data[i];
        }
    }
    ids->len = kept;
}

void modules__owners(const struct modules *m, struct str module, struct str resolve,
                     size_t (*nearest)(void *user, uint32_t target), void *user,
                     struct module_owners *ret) {
    const struct partition *p = map_get(&m->partitions, resolve);
    if (p == NULL) {
        return;
    }
    struct closest kinds[2] = {{UINT32_MAX, {0}}, {UINT32_MAX, {0}}};
    look(&p->third, module, UINT32_MAX - 1, kinds);
    look(&p->first, module, 1, kinds);
    bool ambiguous = false;
    for (int k = 0; k < 2; k++) {
        if (kinds[k].ids.len > 1 && nearest != NULL) {
            keep_nearest(&kinds[k].ids, nearest, user);
        }
        ambiguous = ambiguous || kinds[k].ids.len > 1;
    }
    id_vec *out = ambiguous ? &ret->ambiguous : &ret->unambiguous;
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < kinds[k].ids.len; i++) {
            vec_push(out, kinds[k].ids.data[i]);
        }
        vec_done(&kinds[k].ids);
    }
}

void modules__elsewhere(const struct modules *m, struct str module, struct str resolve,
                        void (*each)(void *user, struct str resolve, uint32_t target), void *user) {
    struct str key;
    void *value;
    for (size_t at = 0; map_next(&m->partitions, &at, &key, &value);) {
        struct closest kinds[2] = {{UINT32_MAX, {0}}, {UINT32_MAX, {0}}};
        if (str_eq(key, resolve)) {
            continue;
        }
        look(&((struct partition *)value)->third, module, UINT32_MAX - 1, kinds);
        look(&((struct partition *)value)->first, module, 1, kinds);
        for (int k = 0; k < 2; k++) {
            for (size_t i = 0; i < kinds[k].ids.len; i++) {
                each(user, key, kinds[k].ids.data[i]);
            }
            vec_done(&kinds[k].ids);
        }
    }
}
