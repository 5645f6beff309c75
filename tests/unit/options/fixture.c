/* The scopes of the options tests, and opening a case. */
#include "unit/options/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "codec/shell.h"
#include "options/options_int.h"

#define S(literal)                                                                                 \
    { literal, sizeof(literal) - 1 }

static const struct str level_flags[] = {S("-l"), S("--level")};

static void declare(struct options *o, const struct scope_decl *scopes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct err e = ERR_INIT;
        if (options_declare(o, &scopes[i], &e) < 0) {
            fail_msg("declare: %s", e.msg);
        }
    }
}

/* Options of every type. */
static void declare_global(struct arena *a, struct options *o) {
    struct cval foo_bar[] = {cval_str(a, STR("foo")), cval_str(a, STR("bar"))};
    struct cval numbers[] = {cval_int(42), cval_int(99)};
    struct cval listy = cval_str(a, STR("[1, 2, 3]")), dicty = cval_str(a, STR("{'a': 'b'}"));
    struct cval shelly = cval_str(a, STR("--default1 --default2=test"));
    const struct option_decl global[] = {
        {.name = S("verbose"), .type = OPTION_BOOL, .default_value = cval_bool(false)},
        {.name = S("on"), .type = OPTION_BOOL, .default_value = cval_bool(true)},
        {.name = S("unset"), .type = OPTION_BOOL},
        {.name = S("num"), .type = OPTION_INT, .default_value = cval_int(99)},
        {.name = S("ratio"), .type = OPTION_FLOAT, .default_value = cval_float(0.5)},
        {.name = S("level"), .flags = level_flags, .flag_count = 2},
        {.name = S("listy"),
         .type = OPTION_LIST,
         .member_type = OPTION_INT,
         .default_value = listy},
        {.name = S("y"), .type = OPTION_LIST, .member_type = OPTION_INT},
        {.name = S("words"), .type = OPTION_LIST},
        {.name = S("dicty"), .type = OPTION_DICT, .default_value = dicty},
        {.name = S("shelly"),
         .type = OPTION_LIST,
         .member_type = OPTION_SHELL_STR,
         .default_value = shelly},
        {.name = S("memory"),
         .type = OPTION_MEMORY_SIZE,
         .default_value = cval_str(a, STR("4GiB"))},
        {.name = S("choice"), .choices = foo_bar, .choice_count = 2},
        {.name = S("int_choices"),
         .type = OPTION_LIST,
         .member_type = OPTION_INT,
         .choices = numbers,
         .choice_count = 2},
        {.name = S("filey"), .type = OPTION_FILE},
        {.name = S("pants_foo")},
        {.name = S("bar_baz")},
        {.name = S("raw"), .no_fromfile = true},
        {.name = S("old1"), .removal_version = S("999.9.dev0"), .removal_hint = S("Stop it.")},
        {.name = S("later"),
         .removal_version = S("999.9"),
         .deprecation_start_version = S("500.0.0.dev0")},
        {.name = S("gone"), .removal_version = S("1.0")},
        {.name = S("mutex_a"), .mutually_exclusive_group = S("mutex")},
        {.name = S("mutex_b"), .mutually_exclusive_group = S("mutex")},
        {.name = S("new_name")},
        {.name = S("old_name"), .mutually_exclusive_group = S("new_name")},
        {.name = S("spec_files"), .type = OPTION_LIST},
    };
    const struct scope_decl scope = {.scope = S(""), .options = global, .count = ARRAY_LEN(global)};
    declare(o, &scope, 1);
}

/* Two goals, a subsystem, aliases, and a scope with an older name. */
static void declare_scopes(struct arena *a, struct options *o) {
    struct cval enums[] = {cval_str(a, STR("a-value")), cval_str(a, STR("another-value")),
                           cval_str(a, STR("one-more"))};
    struct cval enum_list = cval_list();
    cval_push(a, &enum_list, enums[2]);
    const struct option_decl test[] = {
        {.name = S("num"), .type = OPTION_INT, .default_value = cval_int(7)},
        {.name = S("force"), .type = OPTION_BOOL, .default_value = cval_bool(false)},
        {.name = S("args"), .type = OPTION_LIST, .passthrough = true},
        {.name = S("shell_args"),
         .type = OPTION_LIST,
         .member_type = OPTION_SHELL_STR,
         .passthrough = true},
    };
    const struct option_decl sub[] = {
        {.name = S("some_enum"), .type = OPTION_ENUM, .choices = enums, .choice_count = 3},
        {.name = S("enums"),
         .type = OPTION_LIST,
         .member_type = OPTION_ENUM,
         .choices = enums,
         .choice_count = 3,
         .default_value = enum_list},
        {.name = S("spam")},
    };
    const struct option_decl renamed[] = {
        {.name = S("foo")},
        {.name = S("bar")},
        {.name = S("baz")},
        {.name = S("rest"), .type = OPTION_LIST, .passthrough = true}};
    const struct option_decl cli[] = {{.name = S("alias"), .type = OPTION_DICT}};
    const struct scope_decl scopes[] = {
        {.scope = S("test"), .is_goal = true, .options = test, .count = ARRAY_LEN(test)},
        {.scope = S("list"), .is_goal = true},
        {.scope = S("sub-system"), .options = sub, .count = ARRAY_LEN(sub)},
        {.scope = S("cli"), .options = cli, .count = ARRAY_LEN(cli)},
        {.scope = S("new"),
         .deprecated_scope = S("old"),
         .deprecated_scope_removal_version = S("999.9"),
         .options = renamed,
         .count = ARRAY_LEN(renamed)},
    };
    declare(o, scopes, ARRAY_LEN(scopes));
}

/* Options and what they borrow, in one piece; the inputs' user pointer leads to it. */
struct opened {
    struct options *o;
    struct arena arena;
    struct options_source sources[2];
};

static int open_case(const struct fixture *f, struct options **ret, struct err *e) {
    struct opened *c = ALLOC(struct opened);
    struct str *words = NULL;
    size_t count = 0;
    if (f->args != NULL) {
        assert_int_equal(shell_split(&c->arena, str_from(f->args), &words, &count, NULL), 0);
    }
    const char **argv = ARENA_ARRAY(&c->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        argv[i] = words[i].ptr;
    }
    c->sources[0] = (struct options_source){STR("pants.toml"), str_from(f->config)};
    c->sources[1] = (struct options_source){STR("second.toml"), str_from(f->config2)};
    struct options_inputs in = {
        .argv = argv,
        .argc = count,
        .env = f->env,
        .cwd = STR("/nowhere/repo"),
        .build_root = STR("/nowhere/repo"),
        .version = STR("2.34.0"),
        .sources = c->sources,
        .source_count = 2,
        .no_bootstrap_script = true,
        .user = c,
    };
    c->o = options_new(&in);
    *ret = c->o;
    struct options_command command;
    int r = options_bootstrap(c->o, PVAL_NONE, e);
    if (r == 0) {
        declare_global(&c->arena, c->o);
        declare_scopes(&c->arena, c->o);
        r = options_parse(c->o, &command, e);
    }
    return r;
}

void fixture_close(struct options *o) {
    struct opened *c = o->in.user;
    options_free(o);
    arena_done(&c->arena);
    free(c);
}

struct options *fixture_open(const struct fixture *f) {
    struct options *o;
    struct err e = ERR_INIT;
    if (open_case(f, &o, &e) < 0) {
        fail_msg("%s", e.msg);
    }
    return o;
}

char *fixture_error(const struct fixture *f) {
    struct options *o;
    struct err e = ERR_INIT;
    int r = open_case(f, &o, &e);
    fixture_close(o);
    return r < 0 ? xstrdup(e.msg) : NULL;
}

char *fixture_value(struct options *o, const char *scope, const char *name) {
    struct option_value value;
    struct err e = ERR_INIT;
    if (options_get(o, str_from(scope), str_from(name), &value, &e) < 0) {
        return xstrdup(e.msg);
    }
    struct buf out = BUF_INIT;
    cval_repr(value.value, &out);
    return buf_take(&out);
}

void assert_value(const struct fixture *f, const char *scope, const char *name, const char *want) {
    struct options *o = fixture_open(f);
    cleanup_(freep) char *got = fixture_value(o, scope, name);
    fixture_close(o);
    if (strcmp(got, want) != 0) {
        fail_msg("[%s] %s\n   is %s\n want %s", scope, name, got, want);
    }
}

void assert_wrong(const struct fixture *f, const char *scope, const char *name, const char *part) {
    struct options *o = fixture_open(f);
    struct option_value value;
    struct err e = ERR_INIT;
    int r = options_get(o, str_from(scope), str_from(name), &value, &e);
    fixture_close(o);
    if (r != ERR_USAGE || strstr(e.msg, part) == NULL) {
        fail_msg("[%s] %s\n   says %s\n want ...%s...", scope, name, e.msg, part);
    }
}
