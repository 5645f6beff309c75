/* Terms are taken apart at each use: they are few and short. */
#include "targets/filter.h"

#include "base/buf.h"

bool filter_is_empty(const struct filter *f) {
    return f->target_types.count == 0 && f->tags.count == 0 && f->address_regexes.count == 0 &&
           f->tag_regexes.count == 0 && f->granularity == GRANULARITY_ALL;
}

/* Strips the sign; true when the term is negated. */
static bool negated(struct str *term) {
    bool minus = term->len > 0 && term->ptr[0] == '-';
    if (term->len > 0 && (minus || term->ptr[0] == '+')) {
        *term = str_from_at(*term, 1);
    }
    return minus;
}

int filter_check(const struct filter *f, struct registry *registry, struct err *e) {
    for (size_t i = 0; i < f->target_types.count; i++) {
        struct str term = f->target_types.items[i], name;
        bool done = false;
        (void)negated(&term);
        while (str_split_next(&term, &done, ',', &name)) {
            if (registry_type(registry, name) == NULL) {
                cleanup_(buf_done) struct buf advice = BUF_INIT;
                registry_suggest_type(registry, name, &advice);
                return err_set(e, ERR_USAGE,
                               "`--filter-target-type`: The enabled backends have no target type "
                               "'%.*s'.%s `pants help targets` lists them.",
                               STR_FMT(name), advice.data != NULL ? advice.data : "");
            }
        }
    }
    return 0;
}

typedef int match_fn(const struct filter *f, struct world *w, const struct target *t,
                     struct str name, struct err *e);

static int match_type(const struct filter *f, struct world *w, const struct target *t,
                      struct str name, struct err *e) {
    (void)f, (void)w, (void)e;
    return str_eq(t->type->alias, name);
}

static int match_tag(const struct filter *f, struct world *w, const struct target *t,
                     struct str name, struct err *e) {
    (void)f, (void)w, (void)e;
    return target_has_tag(t, name);
}

static int match_address(const struct filter *f, struct world *w, const struct target *t,
                         struct str pattern, struct err *e) {
    struct buf spec = BUF_INIT;
    addr_spec(world_strings(w), t->addr, &spec);
    int r = f->search(f->user, pattern, buf_str(&spec), e);
    buf_done(&spec);
    return r;
}

static int match_tag_regex(const struct filter *f, struct world *w, const struct target *t,
                           struct str pattern, struct err *e) {
    (void)w;
    struct pval tags = target_value(t, t->type->tags);
    int r = 0;
    for (uint32_t i = 0; r == 0 && i < pval_len(tags); i++) {
        r = f->search(f->user, pattern, pval_str(pval_item(tags, i)), e);
    }
    return r;
}

/* All terms hold. */
static int match_terms(const struct filter *f, const struct filter_terms *terms, match_fn *match,
                       struct world *w, const struct target *t, struct err *e) {
    for (size_t i = 0; i < terms->count; i++) {
        struct str rest = terms->items[i], name;
        bool not_these = negated(&rest), done = false;
        int any = 0;
        while (any == 0 && str_split_next(&rest, &done, ',', &name)) {
            any = match(f, w, t, name, e);
        }
        if (any < 0) {
            return any;
        }
        if ((any == 1) == not_these) {
            return 0;
        }
    }
    return 1;
}

int filter_passes(const struct filter *f, struct world *w, const struct target *t, struct err *e) {
    if ((f->granularity == GRANULARITY_FILE && t->addr.file == 0) ||
        (f->granularity == GRANULARITY_BUILD && t->addr.file != 0)) {
        return 0;
    }
    int r = match_terms(f, &f->target_types, match_type, w, t, e);
    if (r == 1) {
        r = match_terms(f, &f->tags, match_tag, w, t, e);
    }
    if (r == 1) {
        r = match_terms(f, &f->address_regexes, match_address, w, t, e);
    }
    return r == 1 ? match_terms(f, &f->tag_regexes, match_tag_regex, w, t, e) : r;
}
