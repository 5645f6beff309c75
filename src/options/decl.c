/* Declarations: the names of types, and reading the table's OPT nodes. */
#include "options/decl.h"

#include "options/options_int.h"

static const struct {
    const char *name;
    enum option_type type;
} type_names[] = {
    {"str", OPTION_STR},
    {"bool", OPTION_BOOL},
    {"int", OPTION_INT},
    {"float", OPTION_FLOAT},
    {"list", OPTION_LIST},
    {"dict", OPTION_DICT},
    {"enum", OPTION_ENUM},
    {"memory_size", OPTION_MEMORY_SIZE},
    {"shell_str", OPTION_SHELL_STR},
    {"file_option", OPTION_FILE},
    {"dir_option", OPTION_DIR},
    {"workspace_path", OPTION_PATH},
    {"target_option", OPTION_TARGET},
    {"dict_with_files_option", OPTION_DICT},
};

const char *option_type_name(enum option_type type) {
    for (size_t i = 0; i < ARRAY_LEN(type_names); i++) {
        if (type_names[i].type == type) {
            return type_names[i].name;
        }
    }
    return "str";
}

enum option_type option_type_from_name(struct str name) {
    for (size_t i = 0; i < ARRAY_LEN(type_names); i++) {
        if (str_eqz(name, type_names[i].name)) {
            return type_names[i].type;
        }
    }
    return OPTION_CUSTOM;
}

/* The type of "str", "module:function" or an enum's class; choices tell an enum. */
static enum option_type type_of(struct str name, bool has_choices) {
    ptrdiff_t colon = str_rfind_char(name, ':');
    ptrdiff_t dot = str_rfind_char(name, '.');
    ptrdiff_t cut = colon > dot ? colon : dot;
    if (name.len == 0) {
        return OPTION_STR;
    }
    enum option_type type = option_type_from_name(str_from_at(name, (size_t)(cut + 1)));
    return type == OPTION_CUSTOM && has_choices ? OPTION_ENUM : type;
}

static struct str text_of(struct pval node, const char *key) {
    return pval_str(pval_getz(node, key));
}

static void read_lists(struct arena *a, struct pval node, struct option_decl *d) {
    struct pval flags = pval_getz(node, "flags"), choices = pval_getz(node, "choices");
    if (pval_len(flags) > 0) {
        struct str *list = ARENA_ARRAY(a, struct str, pval_len(flags));
        for (uint32_t i = 0; i < pval_len(flags); i++) {
            list[i] = pval_str(pval_item(flags, i));
        }
        d->flags = list;
        d->flag_count = pval_len(flags);
    }
    if (pval_len(choices) > 0) {
        struct cval *list = ARENA_ARRAY(a, struct cval, pval_len(choices));
        for (uint32_t i = 0; i < pval_len(choices); i++) {
            list[i] = cval_from_pack(a, pval_item(choices, i));
        }
        d->choices = list;
        d->choice_count = pval_len(choices);
    }
}

void option_decl_from_pack(struct arena *a, struct str name, struct pval node,
                           struct option_decl *ret) {
    struct option_decl d = {.name = name, .pack = node};
    struct str type = text_of(node, "type");
    read_lists(a, node, &d);
    d.type_name = text_of(node, "type_name");
    d.custom_type = text_of(node, "custom_type");
    if (str_eq(type, STR("custom"))) {
        d.type = type_of(d.custom_type.len > 0 ? d.custom_type : d.type_name, d.choice_count > 0);
    } else {
        d.type = type_of(type, d.choice_count > 0 && !str_eq(type, STR("str")));
    }
    if (d.type == OPTION_LIST) {
        d.member_type = type_of(text_of(node, "member_type"), d.choice_count > 0);
    }
    d.computed_default = str_eq(text_of(node, "default_kind"), STR("computed"));
    d.default_name = text_of(node, "default_name");
    if (!d.computed_default) {
        d.default_value = cval_from_pack(a, pval_getz(node, "default"));
    }
    d.advanced = pval_bool(pval_getz(node, "advanced"));
    d.passthrough = pval_bool(pval_getz(node, "passthrough"));
    d.daemon = pval_bool(pval_getz(node, "daemon"));
    struct pval fingerprint;
    d.no_fingerprint =
        pval_find(node, STR("fingerprint"), &fingerprint) && pval_tag(fingerprint) == PACK_FALSE;
    d.removal_version = text_of(node, "removal_version");
    d.removal_hint = text_of(node, "removal_hint");
    d.deprecation_start_version = text_of(node, "deprecation_start_version");
    d.mutually_exclusive_group = text_of(node, "mutually_exclusive_group");
    *ret = d;
}
