/* Which files the ignore rules are made of, and in what order. */
#include "fs/ignore.h"

#include "fs_test.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static bool ignored(const struct fs_ignore *ig, const char *path) {
    size_t len = strlen(path);
    bool is_dir = path[len - 1] == '/';
    return fs_ignore_match(ig, str_make(path, is_dir ? len - 1 : len), is_dir);
}

static struct fs_ignore *rules(struct scratch *s, const char *patterns, bool git, bool env) {
    struct str list[8];
    size_t count = 0;
    struct str rest = str_from(patterns);
    bool done = patterns[0] == '\0';
    while (!done && str_split_next(&rest, &done, ',', &list[count])) {
        count++;
    }
    char home[128], xdg[128];
    snprintf(home, sizeof(home), "%s/home", s->root);
    snprintf(xdg, sizeof(xdg), "%s/xdg", s->root);
    struct fs_ignore_env where = {.home = home, .xdg_config_home = xdg};
    struct fs_ignore *ig = NULL;
    struct err e = ERR_INIT;
    char root[128];
    snprintf(root, sizeof(root), "%s/root", s->root);
    assert_int_equal(fs_ignore_new(root, list, count, git, env ? &where : NULL, &ig, &e), 0);
    return ig;
}

static void test_layers(void **state) {
    struct scratch *s = *state;
    put(s, "root/.gitignore", "\xef\xbb\xbf*.log\n!keep.log\n/build\n");
    put(s, "root/.git/info/exclude", "private\n!build\n");
    put(s, "root/sub/.gitignore", "*.py\n");
    put(s, "xdg/git/ignore", "*.swp\nprivate2\n");
    struct fs_ignore *ig = rules(s, "dist/,!private", true, true);
    assert_true(ignored(ig, "a.log"));
    assert_false(ignored(ig, "a/keep.log"));
    assert_false(ignored(ig, "build"));   /* re-included by a later file */
    assert_false(ignored(ig, "private")); /* pants_ignore comes last */
    assert_true(ignored(ig, "x.swp"));
    assert_true(ignored(ig, "dist/"));
    assert_false(ignored(ig, "dist"));
    assert_false(ignored(ig, "sub/x.py"));
    uint64_t print = fs_ignore_fingerprint(ig);
    fs_ignore_free(ig);

    ig = rules(s, "dist/,!private", true, false);
    assert_false(ignored(ig, "x.swp"));
    assert_true(fs_ignore_fingerprint(ig) != print);
    fs_ignore_free(ig);

    ig = rules(s, "", false, true);
    assert_false(ignored(ig, "a.log"));
    assert_false(ignored(ig, "x.swp"));
    fs_ignore_free(ig);
    fs_ignore_free(NULL);
}

static void test_git_config(void **state) {
    struct scratch *s = *state;
    put_dir(s, "root");
    put(s, "home/mine", "*.mine\n");
    put(s, "home/a b", "*.quoted\n");
    put(s, "xdg/git/ignore", "*.default\n");
    put(s, "xdg/git/config", "[core]\n\texcludesFile = ~/mine ; here\n");
    struct fs_ignore *ig = rules(s, "", true, true);
    assert_true(ignored(ig, "x.mine"));
    assert_false(ignored(ig, "x.default"));
    fs_ignore_free(ig);

    put(s, "home/.gitconfig",
        "# c\n[user]\nexcludesfile = ~/none\n[CORE] pager = x\n  ExcludesFile = \"~/a b\"\n[x]\n");
    ig = rules(s, "", true, true);
    assert_true(ignored(ig, "x.quoted"));
    assert_false(ignored(ig, "x.mine"));
    fs_ignore_free(ig);

    put(s, "home/.gitconfig", "[core\nexcludesfile = ~/mine\n[core]\nexcludesfile\n\\");
    rm(s, "xdg/git/config");
    ig = rules(s, "", true, true);
    assert_true(ignored(ig, "x.default"));
    fs_ignore_free(ig);
}

int ignore_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_layers, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_git_config, scratch_set_up, scratch_tear_down),
    };
    return cmocka_run_group_tests_name("ignore", tests, NULL, NULL);
}
