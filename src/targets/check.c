/* Checking raw field values by the kind of their field. */
#include "base/buf.h"
#include "options/suggest.h"
#include "targets/registry.h"

const char *value_describe(struct pval v) {
    switch (pval_tag(v)) {
    case PACK_NONE:
        return "None";
    case PACK_FALSE:
    case PACK_TRUE:
        return "a boolean";
    case PACK_INT:
        return "an integer";
    case PACK_FLOAT:
        return "a float";
    case PACK_STR:
        return "a string";
    case PACK_BYTES:
        return "a byte string";
    case PACK_LIST:
        return "a list";
    case PACK_TUPLE:
        return "a tuple";
    case PACK_DICT:
        return "a dictionary";
    case PACK_EXT:
        return pval_ext_kind(v) == VALUE_PARAMETRIZE ? "a parametrize() value" : "an object";
    }
    return "a value";
}

static bool is_seq(struct pval v) {
    return pval_tag(v) == PACK_LIST || pval_tag(v) == PACK_TUPLE;
}

/* A dictionary counts as the list of its keys: what Python iterates over. */
static bool is_seq_of_str(struct pval v) {
    bool ok = is_seq(v) || pval_tag(v) == PACK_DICT;
    for (uint32_t i = 0; ok && i < pval_len(v); i++) {
        struct pval item = pval_item(v, i), unused;
        if (pval_tag(v) == PACK_DICT) {
            pval_pair(v, i, &item, &unused);
        }
        ok = pval_tag(item) == PACK_STR;
    }
    return ok;
}

static bool is_dict_of(struct pval v, bool seq) {
    bool ok = pval_tag(v) == PACK_DICT;
    for (uint32_t i = 0; ok && i < pval_len(v); i++) {
        struct pval key, value;
        pval_pair(v, i, &key, &value);
        ok =
            pval_tag(key) == PACK_STR && (seq ? is_seq_of_str(value) : pval_tag(value) == PACK_STR);
    }
    return ok;
}

/* What in a list or dictionary does not fit: a key or member that is no string (seq: member that
 * is no list of strings). False: v itself is what does not fit. */
static bool find_odd(struct pval v, bool dict, bool seq, struct pval *ret) {
    if (dict ? pval_tag(v) != PACK_DICT : !is_seq(v)) {
        return false;
    }
    for (uint32_t i = 0; i < pval_len(v); i++) {
        struct pval key = PVAL_NONE, value = PVAL_NONE;
        if (dict) {
            pval_pair(v, i, &key, &value);
        } else {
            value = pval_item(v, i);
        }
        if (dict && pval_tag(key) != PACK_STR) {
            *ret = key;
            return true;
        }
        if (seq && is_seq(value)) {
            if (find_odd(value, false, false, ret)) {
                return true;
            }
        } else if (seq || pval_tag(value) != PACK_STR) {
            *ret = value;
            return true;
        }
    }
    return false;
}

/* What was expected, or NULL when the value fits. */
static const char *mismatch(const struct field_type *f, struct pval v) {
    enum pack_tag tag = pval_tag(v);
    bool boolean = tag == PACK_TRUE || tag == PACK_FALSE;
    switch (f->kind) {
    case FIELD_STR:
    case FIELD_SOURCE:
    case FIELD_OPTIONAL_SOURCE:
        return tag == PACK_STR ? NULL : "a string";
    case FIELD_BOOL:
    case FIELD_TRIBOOL:
        return boolean ? NULL : "True or False";
    case FIELD_INT:
        return tag == PACK_INT ? NULL : "an integer";
    case FIELD_FLOAT:
        return tag == PACK_FLOAT || tag == PACK_INT ? NULL : "a number";
    case FIELD_STR_SEQ:
    case FIELD_SOURCES:
    case FIELD_DEPENDENCIES:
    case FIELD_SPECIAL_DEPS:
        return is_seq_of_str(v) ? NULL : "a list of strings";
    case FIELD_SEQ:
        return is_seq(v) ? NULL : "a list";
    case FIELD_DICT_STR:
        return is_dict_of(v, false) ? NULL : "a dictionary of strings to strings";
    case FIELD_DICT_STR_SEQ:
        return is_dict_of(v, true) ? NULL : "a dictionary of strings to lists of strings";
    case FIELD_OVERRIDES:
        return tag == PACK_DICT ? NULL : "a dictionary";
    case FIELD_ANY:
    case FIELD_SCALAR:
        break;
    }
    return NULL;
}

static int check_choice(const struct field_type *f, struct pval v, struct err *e) {
    struct pval choices = pval_getz(f->decl, "choices");
    if (!is_seq(choices) || pval_len(choices) == 0) {
        return 0;
    }
    if (is_seq(v)) {
        int r = 0;
        for (uint32_t i = 0; r == 0 && i < pval_len(v); i++) {
            r = check_choice(f, pval_item(v, i), e);
        }
        return r;
    }
    cleanup_(buf_done) struct buf names = BUF_INIT;
    struct str known[32];
    size_t count = 0;
    for (uint32_t i = 0; i < pval_len(choices); i++) {
        struct str choice = pval_str(pval_item(choices, i));
        if (pval_equal(pval_item(choices, i), v)) {
            return 0;
        }
        buf_addf(&names, "%s'%.*s'", i > 0 ? ", " : "", STR_FMT(choice));
        if (count < ARRAY_LEN(known)) {
            known[count++] = choice;
        }
    }
    buf_addz(&names, ".");
    (void)suggest_add(pval_str(v), known, count, &names);
    return err_set(e, ERR_USAGE, "the field '%.*s' is '%.*s', which is not one of: %s",
                   STR_FMT(f->alias), STR_FMT(pval_str(v)), names.data);
}

/* One file's name: no globs, and none outside the folder. */
static int check_source(const struct field_type *f, struct pval v, struct err *e) {
    struct str name = pval_str(v), rest = name, part;
    const char *what = str_find_char(name, '*') >= 0 ? "names one file, so it cannot hold `*`"
                       : str_starts(name, STR("!"))
                           ? "names one file, so it cannot begin with `!`, which takes files out"
                           : NULL;
    bool done = false;
    while (what == NULL && str_split_next(&rest, &done, '/', &part)) {
        what = str_eqz(part, "..") && !done ? "must lie in or below the BUILD file's folder" : NULL;
    }
    return what == NULL ? 0
                        : err_set(e, ERR_USAGE, "the field '%.*s' %s: '%.*s'", STR_FMT(f->alias),
                                  what, STR_FMT(name));
}

int field_check(const struct field_type *f, struct pval v, struct err *e) {
    if (pval_tag(v) == PACK_NONE) {
        if (f->required && !f->none_valid) {
            return err_set(e, ERR_USAGE, "the field '%.*s' must have a value", STR_FMT(f->alias));
        }
        return 0;
    }
    if (f->custom || (pval_tag(v) == PACK_EXT && pval_ext_kind(v) == VALUE_PARAMETRIZE)) {
        return 0;
    }
    const char *expected = mismatch(f, v);
    if (expected != NULL) {
        bool dict = f->kind == FIELD_DICT_STR || f->kind == FIELD_DICT_STR_SEQ;
        struct pval odd;
        bool inside = find_odd(v, dict, f->kind == FIELD_DICT_STR_SEQ, &odd);
        bool bare = pval_tag(v) == PACK_STR && str_starts(str_from(expected), STR("a list"));
        return err_set(e, ERR_USAGE, "the field '%.*s' must be %s, but it %s %s%s",
                       STR_FMT(f->alias), expected, inside ? "holds" : "is",
                       value_describe(inside ? odd : v), bare ? "; put it into brackets" : "");
    }
    if (f->kind == FIELD_SOURCE || f->kind == FIELD_OPTIONAL_SOURCE) {
        return check_source(f, v, e);
    }
    return f->kind == FIELD_STR || f->kind == FIELD_STR_SEQ ? check_choice(f, v, e) : 0;
}
