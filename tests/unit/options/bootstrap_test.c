/* Finding the build root, config and rc files, the bootstrap script, the table of declarations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "options/options.h"
#include "unit/options/groups.h"

struct repo {
    char folder[64];
    char *data; /* the table of declarations */
};

static void write_file(const char *folder, const char *name, const char *text) {
    cleanup_(freep) char *path = xasprintf("%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    (void)fputs(text, f);
    (void)fclose(f);
}

/* {"scopes": {"": {"options": {"level": ..., "backend_packages": ...}}, "list": {...}}} */
static char *make_table(void) {
    struct pack_builder b;
    pack_builder_init(&b);
#define P(z) pack_str(&b, STR(z))
    uint32_t flags[] = {P("-l"), P("--level")}, none = pack_none(&b);
    uint32_t choices[] = {P("info"), P("debug")};
    uint32_t level_keys[] = {P("flags"), P("type"), P("type_name"), P("default"), P("choices")};
    uint32_t level_values[] = {pack_list(&b, flags, 2), P("enum"), P("LogLevel"), P("info"),
                               pack_list(&b, choices, 2)};
    uint32_t list_keys[] = {P("type"), P("member_type"), P("default")};
    uint32_t list_values[] = {P("list"), P("str"), none};
    uint32_t computed_keys[] = {P("type"), P("default_kind"), P("default_name")};
    uint32_t computed_values[] = {P("int"), P("computed"), P("cores")};
    uint32_t names[] = {P("level"), P("backend_packages"), P("pants_ignore"), P("parallelism")};
    uint32_t options[] = {
        pack_dict(&b, level_keys, level_values, 5), pack_dict(&b, list_keys, list_values, 3),
        pack_dict(&b, list_keys, list_values, 3), pack_dict(&b, computed_keys, computed_values, 3)};
    uint32_t options_key = P("options"), all = pack_dict(&b, names, options, 4);
    uint32_t goal_keys[] = {P("is_goal"), P("provider")};
    uint32_t goal_values[] = {pack_bool(&b, true), P("backend.x")};
    uint32_t scope_names[] = {P(""), P("list")};
    uint32_t scopes[] = {pack_dict(&b, &options_key, &all, 1),
                         pack_dict(&b, goal_keys, goal_values, 2)};
    uint32_t scopes_key = P("scopes"), table = pack_dict(&b, scope_names, scopes, 2);
#undef P
    char *data;
    size_t len;
    assert_int_equal(
        pack_builder_finish(&b, pack_dict(&b, &scopes_key, &table, 1), &data, &len, NULL), 0);
    return data;
}

static int set_up(void **state) {
    struct repo *r = ALLOC(struct repo);
    strcpy(r->folder, "/tmp/options-repo-XXXXXX");
    assert_non_null(mkdtemp(r->folder));
    cleanup_(freep) char *sub = xasprintf("%s/a/b", r->folder);
    cleanup_(freep) char *command = xasprintf("mkdir -p %s", sub);
    assert_int_equal(system(command), 0);
    r->data = make_table();
    *state = r;
    return 0;
}

static int tear_down(void **state) {
    struct repo *r = *state;
    cleanup_(freep) char *command = xasprintf("rm -rf %s", r->folder);
    assert_int_equal(system(command), 0);
    free(r->data);
    free(r);
    return 0;
}

static int cores(void *user, struct str scope, const struct option_decl *option, struct arena *a,
                 struct cval *ret_value, struct err *e) {
    (void)user, (void)scope, (void)a, (void)e;
    assert_true(str_eqz(option->default_name, "cores"));
    *ret_value = cval_int(16);
    return 0;
}

static int open_in(struct repo *r, const char *folder, const char *const *argv, size_t argc,
                   const char *const *env, struct options **ret, struct err *e) {
    struct options_inputs in = {.argv = argv,
                                .argc = argc,
                                .env = env,
                                .cwd = str_from(folder),
                                .version = STR("2.34.0"),
                                .computed_default = cores};
    *ret = options_new(&in);
    return options_bootstrap(*ret, pack_trusted(r->data), e);
}

static void assert_text(struct options *o, const char *name, const char *want) {
    struct option_value value;
    struct err e = ERR_INIT;
    cleanup_(buf_done) struct buf out = BUF_INIT;
    if (options_get(o, STR(""), str_from(name), &value, &e) < 0) {
        fail_msg("%s", e.msg);
    }
    option_value_text(value.value, &out);
    assert_string_equal(out.data != NULL ? out.data : "", want);
}

static void test_sources(void **state) {
    struct repo *r = *state;
    cleanup_(freep) char *sub = xasprintf("%s/a/b", r->folder);
    cleanup_(freep) char *home = xasprintf("HOME=%s/a", r->folder);
    write_file(r->folder, "pants.toml",
               "[GLOBAL]\npants_version = '2.17.1'\nbackend_packages = ['one']\n"
               "pantsrc_files = ['~/.pants.rc', 'absent']\npants_ignore = ['%(homedir)s']\n");
    write_file(r->folder, "ci.toml", "[GLOBAL]\nbackend_packages.add = ['two']\n");
    write_file(r->folder, "a/.pants.rc", "[GLOBAL]\nbackend_packages.add = ['rc']\n");
    const char *argv[] = {"list", "--pants-config-files=ci.toml", "-ldebug"};
    const char *env[] = {home, "PANTS_BACKEND_PACKAGES=env", NULL};
    struct options *o;
    struct err e = ERR_INIT;
    if (open_in(r, sub, argv, 3, env, &o, &e) < 0) {
        fail_msg("%s", e.msg);
    }
    assert_true(str_eqz(options_build_root(o), r->folder));
    assert_true(str_eqz(options_rel_cwd(o), "a/b"));
    assert_text(o, "backend_packages", "['one', 'two', 'rc', 'env']");
    assert_text(o, "level", "debug");
    assert_text(o, "parallelism", "16");
    size_t count;
    const struct str *files = options_config_files(o, &count);
    assert_int_equal(count, 3);
    assert_true(str_eqz(files[0], "pants.toml"));
    assert_true(str_eqz(files[1], "ci.toml"));
    assert_true(str_eqz(files[2], "a/.pants.rc"));
    struct options_note note;
    assert_true(options_note_next(o, &note));
    assert_int_equal(note.level, LOG_INFO);
    assert_true(str_eqz(note.text, "pants.toml asks for pants_version 2.17.1; this is 2.34.0 and "
                                   "runs it as it is."));
    assert_false(options_note_next(o, &note));
    struct options_command command;
    assert_int_equal(options_enable_scope(o, STR("list"), NULL), 0);
    assert_int_equal(options_enable_scope(o, STR("nope"), NULL), ERR_NOTFOUND);
    assert_int_equal(options_parse(o, &command, NULL), 0);
    assert_int_equal(command.goal_count, 1);
    assert_text(o, "level", "debug");
    options_free(o);
}

static void test_without_rc(void **state) {
    struct repo *r = *state;
    write_file(r->folder, "pants.toml", "[GLOBAL]\npantsrc = false\n");
    write_file(r->folder, ".pants.rc", "[GLOBAL]\nlevel = 'debug'\n");
    struct options *o;
    assert_int_equal(open_in(r, r->folder, NULL, 0, NULL, &o, NULL), 0);
    assert_text(o, "level", "info");
    options_free(o);
    const char *env[] = {"PANTS_PANTSRC=true", NULL};
    assert_int_equal(open_in(r, r->folder, NULL, 0, env, &o, NULL), 0);
    assert_text(o, "level", "debug");
    options_free(o);
}

static void test_errors(void **state) {
    struct repo *r = *state;
    struct options *o;
    struct err e = ERR_INIT;
    assert_int_equal(open_in(r, r->folder, NULL, 0, NULL, &o, &e), ERR_NOTFOUND);
    assert_non_null(strstr(e.msg, "nor a folder above it has a file `pants.toml`"));
    options_free(o);
    write_file(r->folder, "BUILDROOT", "");
    const char *env[] = {"PANTS_CONFIG_FILES=absent.toml", NULL};
    assert_int_equal(open_in(r, r->folder, NULL, 0, env, &o, &e), ERR_USAGE);
    assert_non_null(strstr(e.msg, "absent.toml does not exist"));
    options_free(o);
    write_file(r->folder, "pants.toml", "[GLOBAL]\nlevel = 'loud'\n[x");
    assert_int_equal(open_in(r, r->folder, NULL, 0, NULL, &o, &e), ERR_USAGE);
    assert_non_null(strstr(e.msg, "pants.toml:3:3: Expected ']'"));
    options_free(o);
    const char *override[] = {"PANTS_BUILDROOT_OVERRIDE=a/../a", NULL};
    assert_int_equal(open_in(r, r->folder, NULL, 0, override, &o, &e), 0);
    assert_true(str_ends(options_build_root(o), STR("/a")));
    options_free(o);
}

/* Bootstraps with the script's cache in the repository; the variable X as it comes out. */
static char *run_script(struct repo *r, const char *const *env, struct err *e) {
    cleanup_(freep) char *cache = xasprintf("%s/cache/exports", r->folder);
    struct options_inputs in = {
        .cwd = str_from(r->folder), .env = env, .bootstrap_cache = str_from(cache)};
    struct options *o = options_new(&in);
    struct str value = STR("unset");
    int rc = options_bootstrap(o, PVAL_NONE, e);
    (void)options_env(o, STR("X"), &value);
    char *copy = rc < 0 ? NULL : str_dup(value);
    options_free(o);
    return copy;
}

static size_t count_runs(struct repo *r) {
    cleanup_(freep) char *path = xasprintf("%s/runs", r->folder);
    struct stat st;
    return stat(path, &st) == 0 ? (size_t)st.st_size : 0;
}

static void test_script(void **state) {
    struct repo *r = *state;
    struct err e = ERR_INIT;
    const char *path = getenv("PATH");
    cleanup_(freep) char *path_entry = xasprintf("PATH=%s", path != NULL ? path : "/usr/bin:/bin");
    const char *env[] = {path_entry, "WHO=me", NULL};
    const char *other[] = {path_entry, "WHO=you", "OLDPWD=/x", NULL};
    write_file(r->folder, "pants.toml", "");
    write_file(r->folder, ".pants.bootstrap",
               "printf . >>runs\necho noise\nexport X=\"$WHO\nx\"\nY=not-exported\n");
    for (int i = 0; i < 2; i++) {
        cleanup_(freep) char *x = run_script(r, env, &e);
        assert_string_equal(x, "me\nx");
        assert_int_equal(count_runs(r), 1);
    }
    cleanup_(freep) char *x = run_script(r, other, &e);
    assert_string_equal(x, "you\nx");
    assert_int_equal(count_runs(r), 2);
    /* A damaged cache is no cache. */
    write_file(r->folder, "cache/exports", "PANTS-EXPORTS 1\n");
    cleanup_(freep) char *again = run_script(r, env, &e);
    assert_string_equal(again, "me\nx");
    assert_int_equal(count_runs(r), 3);
    write_file(r->folder, ".pants.bootstrap", "exit 3\n");
    assert_null(run_script(r, env, &e));
    assert_non_null(strstr(e.msg, ".pants.bootstrap failed with exit code 3"));
}

int bootstrap_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sources, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_without_rc, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_errors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_script, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("bootstrap", tests, NULL, NULL);
}
