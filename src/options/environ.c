/* Variables of the environment: the ones given, exports of the bootstrap script over them. */
#include "options/options_int.h"

void environ__set(struct options *o, struct str name, struct str value) {
    struct str *kept = ARENA_NEW(&o->arena, struct str);
    *kept = arena_str(&o->arena, value);
    (void)map_put(&o->env, arena_str(&o->arena, name), kept);
}

void environ__init(struct options *o) {
    cleanup_(buf_done) struct buf dropped = BUF_INIT;
    for (const char *const *p = o->in.env; p != NULL && *p != NULL; p++) {
        struct str entry = str_from(*p);
        ptrdiff_t equals = str_find_char(entry, '=');
        if (equals <= 0) {
            continue;
        }
        struct str name = str_upto(entry, (size_t)equals);
        struct str value = str_from_at(entry, (size_t)equals + 1);
        if (!str_is_utf8(entry)) {
            buf_addz(&dropped, dropped.len > 0 ? ", " : "");
            buf_add_str(&dropped, str_is_utf8(name) ? name : STR("(a name that is not UTF-8)"));
            continue;
        }
        environ__set(o, name, value);
    }
    if (dropped.len > 0) {
        options__note(o, LOG_WARN,
                      "Variables of the environment that are not UTF-8 are left out: %s.",
                      dropped.data);
    }
}

bool options_env(const struct options *o, struct str name, struct str *ret_value) {
    const struct str *value = map_get(&o->env, name);
    if (value != NULL) {
        *ret_value = *value;
    }
    return value != NULL;
}

static void add_upper(struct str s, struct buf *out) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '-' || c == '/' || c == '.') {
            c = '_';
        } else if (c >= 'a' && c <= 'z') {
            c = (char)(c - 'a' + 'A');
        }
        buf_add_char(out, c);
    }
}

void option_env_name(struct str scope, struct str name, struct buf *out) {
    if (scope.len == 0) {
        /* A name that starts with the prefix already does not get it twice. */
        buf_addz(out, str_starts(name, STR("pants_")) ? "" : "PANTS_");
        add_upper(name, out);
        return;
    }
    buf_addz(out, "PANTS_");
    add_upper(scope, out);
    buf_add_char(out, '_');
    add_upper(name, out);
}

static bool try_name(const struct options *o, struct arena *a, const struct buf *name,
                     struct str *ret_name, struct str *ret_value) {
    if (!options_env(o, buf_str(name), ret_value)) {
        return false;
    }
    *ret_name = arena_str(a, buf_str(name));
    return true;
}

bool environ__find(const struct options *o, struct arena *a, struct str scope, struct str name,
                   struct str *ret_name, struct str *ret_value) {
    cleanup_(buf_done) struct buf variable = BUF_INIT;
    if (scope.len > 0) {
        option_env_name(scope, name, &variable);
        return try_name(o, a, &variable, ret_name, ret_value);
    }
    static const char *const prefixes[] = {"PANTS_GLOBAL_", "PANTS_", ""};
    size_t count = str_starts(name, STR("pants_")) ? 3 : 2;
    for (size_t i = 0; i < count; i++) {
        buf_clear(&variable);
        buf_addz(&variable, prefixes[i]);
        add_upper(name, &variable);
        if (try_name(o, a, &variable, ret_name, ret_value)) {
            return true;
        }
    }
    return false;
}
