/*
 * What the steps come to. The value after n of them:
 *
 *   scalar  the last step's
 *   list    from the last replacing edit on: what is added, in order, without what is removed,
 *           however late it was added
 *   dict    from the last replacing edit on: later keys over earlier ones
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/path.h"
#include "codec/shell.h"
#include "options/eval_int.h"
#include "options/suggest.h"

static bool is_texty(enum option_type type) {
    return type != OPTION_BOOL && type != OPTION_INT && type != OPTION_FLOAT &&
           type != OPTION_LIST && type != OPTION_DICT;
}

static bool list_has(const struct cval *list, const struct cval *item) {
    for (uint32_t i = 0; i < list->list.len; i++) {
        if (cval_equal(&list->list.items[i], item)) {
            return true;
        }
    }
    return false;
}

/* The steps from the last replacing edit on: its step and number within the step. */
static void find_base(const struct evaluation *v, size_t count, size_t *ret_step,
                      size_t *ret_edit) {
    *ret_step = *ret_edit = 0;
    for (size_t s = 0; s < count; s++) {
        for (size_t i = 0; i < v->steps.data[s].count; i++) {
            if (v->steps.data[s].edits[i].action == EDIT_REPLACE) {
                *ret_step = s;
                *ret_edit = i;
            }
        }
    }
}

/* "pants.toml:3:7: [GLOBAL] num: ", "`--num`: " or "PANTS_NUM: ": the front of a sentence. */
static struct str blame(struct evaluation *v, const struct step *step, const struct cval *value) {
    struct str place = eval__place(v, step->path, step->where, value);
    const char *quote = str_starts(step->what, STR("-")) ? "`" : "";
    if (step->what.len == 0) {
        return place;
    }
    return arena_printf(&v->o->arena, "%.*s%s%.*s%s: ", STR_FMT(place), quote, STR_FMT(step->what),
                        quote);
}

/* Splits an item into words where the members are shell text, else keeps it. */
static int add_words(struct evaluation *v, const struct step *step, struct cval item,
                     struct cval *list) {
    if (step->literal || v->decl->member_type != OPTION_SHELL_STR || item.kind != CVAL_STR) {
        cval_push(&v->o->arena, list, item);
        return 0;
    }
    struct str *words;
    size_t count;
    int r = shell_split(&v->o->arena, item.s, &words, &count, v->e);
    if (r < 0) {
        struct str front = blame(v, step, &item);
        err_context(v->e, "%.*s", STR_FMT(str_upto(front, front.len > 2 ? front.len - 2 : 0)));
        return r;
    }
    for (size_t i = 0; i < count; i++) {
        cval_push(&v->o->arena, list, cval_str(&v->o->arena, words[i]));
    }
    return 0;
}

static int list_value(struct evaluation *v, size_t count, struct cval *ret) {
    struct cval removed = cval_list();
    size_t base_step, base_edit;
    int r = 0;
    *ret = cval_list();
    find_base(v, count, &base_step, &base_edit);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t s = base_step; s < count; s++) {
            const struct step *step = &v->steps.data[s];
            for (size_t i = s == base_step ? base_edit : 0; i < step->count; i++) {
                const struct edit *edit = &step->edits[i];
                for (uint32_t k = 0; k < edit->value.list.len && r == 0; k++) {
                    struct cval item = edit->value.list.items[k];
                    if (pass == 0 && edit->action == EDIT_REMOVE) {
                        cval_push(&v->o->arena, &removed, item);
                    } else if (pass == 1 && edit->action != EDIT_REMOVE &&
                               !list_has(&removed, &item)) {
                        r = add_words(v, step, item, ret);
                    }
                }
            }
        }
    }
    return r;
}

static struct cval dict_value(struct evaluation *v, size_t count) {
    struct cval dict = cval_table(&v->o->arena);
    size_t base_step, base_edit;
    find_base(v, count, &base_step, &base_edit);
    for (size_t s = base_step; s < count; s++) {
        const struct step *step = &v->steps.data[s];
        for (size_t i = s == base_step ? base_edit : 0; i < step->count; i++) {
            const struct ctable *table = step->edits[i].value.table;
            for (uint32_t k = 0; k < table->len; k++) {
                (void)cval_put(&v->o->arena, &dict, table->pairs[k].key, table->pairs[k].value);
            }
        }
    }
    return dict;
}

int eval__value_after(struct evaluation *v, size_t count, struct option_value *ret) {
    const struct step *last = &v->steps.data[count - 1];
    struct cval *value = ARENA_NEW(&v->o->arena, struct cval);
    int r = 0;
    if (v->decl->type == OPTION_LIST) {
        r = list_value(v, count, value);
    } else if (v->decl->type == OPTION_DICT) {
        *value = dict_value(v, count);
    } else {
        *value = last->edits[0].value;
    }
    if (r == 0) {
        *ret = (struct option_value){.value = value, .rank = last->rank, .detail = last->detail};
    }
    return r;
}

/* " Did you mean ...?" */
static void suggest_choice(const struct option_decl *decl, const struct cval *value,
                           struct buf *out) {
    struct str texts[16];
    size_t count = 0;
    for (size_t i = 0; i < decl->choice_count && count < ARRAY_LEN(texts); i++) {
        if (decl->choices[i].kind == CVAL_STR) {
            texts[count++] = decl->choices[i].s;
        }
    }
    if (value->kind == CVAL_STR) {
        (void)suggest_add(value->s, texts, count, out);
    }
}

static int check_choice(struct evaluation *v, const struct step *step, const struct cval *value) {
    const struct option_decl *decl = v->decl;
    if (decl->choice_count == 0 || value->kind == CVAL_NONE) {
        return 0;
    }
    cleanup_(buf_done) struct buf given = BUF_INIT, known = BUF_INIT;
    for (size_t i = 0; i < decl->choice_count; i++) {
        if (cval_equal(&decl->choices[i], value)) {
            return 0;
        }
        buf_addz(&known, i > 0 ? ", " : "");
        option_value_text(&decl->choices[i], &known);
    }
    buf_addz(&known, ".");
    suggest_choice(decl, value, &known);
    option_value_text(value, &given);
    struct str front = blame(v, step, value);
    return err_set(v->e, ERR_USAGE, "%.*sInvalid choice '%.200s'. Choose from: %.600s",
                   STR_FMT(front), given.data, known.data);
}

static int check_path(struct evaluation *v, const struct step *step, enum option_type type,
                      const struct cval *value) {
    if ((type != OPTION_FILE && type != OPTION_DIR) || value->kind != CVAL_STR) {
        return 0;
    }
    struct stat st;
    cleanup_(freep) char *full = path_join_dup(v->o->build_root, value->s);
    bool is_dir = type == OPTION_DIR, found = stat(full, &st) == 0;
    if (found && (is_dir ? S_ISDIR(st.st_mode) : !S_ISDIR(st.st_mode))) {
        return 0;
    }
    struct str front = blame(v, step, value);
    return err_set(v->e, ERR_USAGE, "%.*s%s `%.*s` in the build root%s.", STR_FMT(front),
                   found && is_dir ? "This is a file:"
                   : found         ? "This is a folder:"
                   : is_dir        ? "There is no folder"
                                   : "There is no file",
                   STR_FMT(value->s),
                   !found   ? ""
                   : is_dir ? "; name a folder"
                            : "; name a file");
}

static int check_one(struct evaluation *v, const struct step *step, enum option_type type,
                     const struct cval *value) {
    int r = check_choice(v, step, value);
    return r < 0 ? r : check_path(v, step, type, value);
}

/* What the user may write: one of the choices, a file that exists. Defaults are ours. */
int eval__check(struct evaluation *v, const struct cval *value) {
    const struct step *step = &vec_last(&v->steps);
    int r = 0;
    if (step->rank <= OPTION_RANK_HARDCODED) {
        return 0;
    }
    if (v->decl->type != OPTION_LIST) {
        return is_texty(v->decl->type) || v->decl->choice_count > 0
                   ? check_one(v, step, v->decl->type, value)
                   : 0;
    }
    for (uint32_t i = 0; i < value->list.len && r == 0; i++) {
        const struct cval *item = &value->list.items[i];
        r = check_one(v, step, v->decl->member_type, item);
        struct cval before = *value;
        before.list.len = i;
        if (r == 0 && v->decl->member_type == OPTION_ENUM && list_has(&before, item)) {
            cleanup_(buf_done) struct buf repr = BUF_INIT;
            cval_repr(value, &repr);
            struct str front = blame(v, step, value);
            r = err_set(v->e, ERR_USAGE,
                        "%.*sDuplicate enum values specified in list: %.300s. Name each once.",
                        STR_FMT(front), repr.data);
        }
    }
    return r;
}
