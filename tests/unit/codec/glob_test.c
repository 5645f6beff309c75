/* Globs, ignore patterns, filespecs; the quick shapes are held against a naive matcher. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "codec/filespec.h"
#include "codec/glob.h"
#include "codec/ignore.h"
#include "unit/codec/groups.h"

static bool part_matches(const char *pattern, const char *name) {
    cleanup_(arena_done) struct arena a = {0};
    struct glob_part part;
    assert_int_equal(glob_part_compile(&a, str_from(pattern), &part, NULL), 0);
    return glob_part_match(&part, str_from(name));
}

static bool path_matches(const char *pattern, const char *path) {
    cleanup_(arena_done) struct arena a = {0};
    struct glob glob;
    assert_int_equal(glob_compile(&a, str_from(pattern), &glob, NULL), 0);
    return glob_match(&glob, str_from(path));
}

static void test_parts(void **state) {
    (void)state;
    static const char *const yes[][2] = {
        {"a", "a"},
        {"*", ".hidden"},
        {"*.py", ".py"},
        {"*.py", "a.b.py"},
        {"test_*", "test_"},
        {"a*c*e", "abcde"},
        {"?", "\xc3\xa9"},
        {"[abc]x", "bx"},
        {"[!abc]", "d"},
        {"[a-c]", "b"},
        {"[]]", "]"},
        {"[!]]", "x"},
        {"[*]", "*"},
        {"[a-]", "-"},
        {"*[0-9].txt", "a7.txt"},
        {"BUILD.*", "BUILD.x"},
        {"\\*", "\\foo"},
        {"[^a]", "^"},
        {"*a*a*b", "aaaaaaab"},
    };
    static const char *const no[][2] = {
        {"a", "b"},           {"*.py", "py"},  {"?", ""},     {"?", "ab"},
        {"[abc]", "d"},       {"[!abc]", "a"}, {"[*]", "a"},  {"a*c", "ab"},
        {"BUILD", "BUILD.x"}, {"..", ".."},    {"[^a]", "b"}, {"[a-c]", "\xc3\xa9"},
    };
    for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
        if (!part_matches(yes[i][0], yes[i][1])) {
            fail_msg("%s should match %s", yes[i][0], yes[i][1]);
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(no); i++) {
        if (part_matches(no[i][0], no[i][1])) {
            fail_msg("%s should not match %s", no[i][0], no[i][1]);
        }
    }
}

static void test_bad_globs(void **state) {
    (void)state;
    static const char *const bad[] = {"", "/a", "a[", "[]", "a**", "**.py", "a/***/b", "x/[!]"};
    cleanup_(arena_done) struct arena a = {0};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct glob glob;
        struct err e = ERR_INIT;
        assert_int_equal(glob_compile(&a, str_from(bad[i]), &glob, &e), ERR_USAGE);
        assert_true(e.msg[0] != '\0');
    }
}

static void test_paths(void **state) {
    (void)state;
    static const char *const yes[][2] = {
        {"a/b.py", "a/b.py"},
        {"./a//b.py", "a/b.py"},
        {"*/b.py", "a/b.py"},
        {"**", "a"},
        {"**", "a/b/c"},
        {"**/x", "x"},
        {"**/x", "a/b/x"},
        {"a/**", "a/b/c"},
        {"a/**/b", "a/b"},
        {"a/**/b", "a/x/y/b"},
        {"a/**/**/b", "a/b"},
        {"**/*.py", "a/.b.py"},
        {"**/a/**/b", "x/a/a/c/b"},
        {"a/**/c/*.py", "a/c/c/d.py"},
    };
    static const char *const no[][2] = {
        {"*", "a/b"}, {"a/**", "a"}, {"a/*", "a/b/c"},      {"**/x", "a/x/y"}, {"a/**/b", "a"},
        {"a", "a/b"}, {"a/b", "a"},  {"**/*.py", "a.py/b"}, {"a/../b", "b"},
    };
    for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
        if (!path_matches(yes[i][0], yes[i][1])) {
            fail_msg("%s should match %s", yes[i][0], yes[i][1]);
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(no); i++) {
        if (path_matches(no[i][0], no[i][1])) {
            fail_msg("%s should not match %s", no[i][0], no[i][1]);
        }
    }
}

static void test_escape(void **state) {
    (void)state;
    cleanup_(buf_done) struct buf out = BUF_INIT;
    glob_escape(STR("a*[b]?.py"), &out);
    assert_string_equal(out.data, "a[*][[]b][?].py");
    assert_true(part_matches(out.data, "a*[b]?.py"));
    assert_false(part_matches(out.data, "axb.py"));
}

static void test_fnmatch(void **state) {
    (void)state;
    assert_true(glob_fnmatch(STR("a*"), STR("a/b/c")));
    assert_true(glob_fnmatch(STR("*.p[xy]"), STR("a/b.py")));
    assert_true(glob_fnmatch(STR("[ab"), STR("[ab")));
    assert_true(glob_fnmatch(STR("[!a]"), STR("b")));
    assert_false(glob_fnmatch(STR("a?"), STR("a")));
    assert_false(glob_fnmatch(STR(""), STR("a")));
    assert_true(glob_fnmatch(STR(""), STR("")));
}

static struct ignore_list *ignore_of(const char *lines) {
    struct ignore_list *l = ignore_list_new();
    ignore_list_add_lines(l, str_from(lines));
    return l;
}

static void assert_ignored(const char *lines, const char *path, bool is_dir, bool want) {
    struct ignore_list *l = ignore_of(lines);
    if (ignore_list_match(l, str_from(path), is_dir) != want) {
        fail_msg("{%s} on %s: want %d", lines, path, want);
    }
    ignore_list_free(l);
}

static void test_ignore(void **state) {
    (void)state;
    assert_ignored("__pycache__", "a/__pycache__", true, true);
    assert_ignored("__pycache__", "a/__pycache__", false, true);
    assert_ignored("build/", "a/build", true, true);
    assert_ignored("build/", "a/build", false, false);
    assert_ignored("/dist/", "dist", true, true);
    assert_ignored("/dist/", "a/dist", true, false);
    assert_ignored(".*/", ".git", true, true);
    assert_ignored(".*/", ".gitignore", false, false);
    assert_ignored(".*/\n!.github/", ".github", true, false);
    assert_ignored("!.github/\n.*/", ".github", true, true);
    assert_ignored("*.pyc", "a/b.pyc", false, true);
    assert_ignored("*.pyc", ".pyc", false, true);
    assert_ignored("*.pyc\n!keep.pyc", "a/keep.pyc", false, false);
    assert_ignored("!keep.pyc\n*.pyc", "a/keep.pyc", false, true);
    assert_ignored("*.tar.gz", "x.tar.gz", false, true);
    assert_ignored("docs/*.txt", "docs/a.txt", false, true);
    assert_ignored("docs/*.txt", "x/docs/a.txt", false, false);
    assert_ignored("docs/*.txt", "docs/x/a.txt", false, false);
    assert_ignored("**/foo/bar", "x/y/foo/bar", false, true);
    assert_ignored("**/foo/bar", "foo/bar", false, true);
    assert_ignored("**/foo", "x/foo", false, true);
    assert_ignored("abc/**", "abc/x/y", false, true);
    assert_ignored("abc/**", "abc", true, false);
    assert_ignored("a/**/b", "a/b", false, true);
    assert_ignored("a/**/b", "a/x/y/b", false, true);
    assert_ignored("# x\n\n  \n\\#y", "#y", false, true);
    assert_ignored("# x", "# x", false, false);
    assert_ignored("\\!z", "!z", false, true);
    assert_ignored("trail  ", "trail", false, true);
    assert_ignored("trail\\ ", "trail ", false, true);
    assert_ignored("a.txt\r\nb", "a.txt", false, true);
    assert_ignored("[^a].txt", "b.txt", false, true);
    assert_ignored("[", "[", false, false);
    assert_ignored("/", "a", true, false);
    assert_ignored("foo**bar", "fooxbar", false, true);
    assert_ignored("a\\*b", "a*b", false, true);
    assert_ignored("a\\*b", "axb", false, false);
}

static void test_ignore_tree(void **state) {
    (void)state;
    struct ignore_list *l = ignore_of("vendor/\n!vendor/keep.py\n*.log");
    assert_true(ignore_list_match_tree(l, STR("a/vendor/x/y.py"), false));
    assert_false(ignore_list_match_tree(l, STR("vendor/keep.py"), false));
    assert_true(ignore_list_match_tree(l, STR("x/y.log"), false));
    assert_false(ignore_list_match_tree(l, STR("x/y.py"), false));
    assert_false(ignore_list_match_tree(l, STR("/"), true));
    assert_int_equal(ignore_list_count(l), 3);
    struct ignore_list *same = ignore_of("vendor/\n# c\n!vendor/keep.py\n*.log\n");
    struct ignore_list *other = ignore_of("*.log\nvendor/\n!vendor/keep.py");
    assert_int_equal(ignore_list_fingerprint(l), ignore_list_fingerprint(same));
    assert_int_not_equal(ignore_list_fingerprint(l), ignore_list_fingerprint(other));
    ignore_list_free(l);
    ignore_list_free(same);
    ignore_list_free(other);
}

/* A path of up to three components from a small alphabet. */
static void random_path(char *out) {
    static const char *const names[] = {"a", "b", "ab", ".a", "a.b", "b.a"};
    int parts = 1 + rand() % 3;
    out[0] = '\0';
    for (int i = 0; i < parts; i++) {
        strcat(out, i > 0 ? "/" : "");
        strcat(out, names[rand() % 6]);
    }
}

static void random_pattern(char *out) {
    static const char *const pieces[] = {"a", "b", "ab", "*", "?", "*.b", "**", "[ab]", ".*", "a*"};
    int parts = 1 + rand() % 3;
    out[0] = '\0';
    strcat(out, rand() % 4 == 0 ? "!" : "");
    strcat(out, rand() % 4 == 0 ? "/" : "");
    for (int i = 0; i < parts; i++) {
        strcat(out, i > 0 ? "/" : "");
        strcat(out, pieces[rand() % 10]);
    }
    strcat(out, rand() % 4 == 0 ? "/" : "");
}

/* The list as a whole decides as its patterns do one by one, the last match first. */
static void test_ignore_shapes_agree(void **state) {
    (void)state;
    srand(11);
    for (int round = 0; round < 3000; round++) {
        struct ignore_list *all = ignore_list_new(), *one[6];
        for (int i = 0; i < 6; i++) {
            char pattern[64];
            random_pattern(pattern);
            one[i] = ignore_list_new();
            ignore_list_add(one[i], str_from(pattern));
            ignore_list_add(all, str_from(pattern));
        }
        for (int p = 0; p < 5; p++) {
            char path[64];
            random_path(path);
            bool is_dir = rand() % 2 == 0;
            enum ignore_result want = IGNORE_UNDECIDED;
            for (int i = 5; i >= 0 && want == IGNORE_UNDECIDED; i--) {
                want = ignore_list_check(one[i], str_from(path), is_dir);
            }
            assert_int_equal(ignore_list_check(all, str_from(path), is_dir), want);
        }
        for (int i = 0; i < 6; i++) {
            ignore_list_free(one[i]);
        }
        ignore_list_free(all);
    }
}

/* Our decisions are git's, where git is at hand: one `git check-ignore` a pattern set. */
static void test_ignore_like_git(void **state) {
    (void)state;
    if (system("git --version >/dev/null 2>&1") != 0) {
        print_message("git is not at hand: its decisions are not compared\n");
        skip();
    }
    char folder[] = "/tmp/ignore-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    srand(23);
    cleanup_(freep) char *init = xasprintf("git -c init.defaultBranch=m init -q %s", folder);
    assert_int_equal(system(init), 0);
    for (int round = 0; round < 40; round++) {
        cleanup_(freep) char *ignore_path = xasprintf("%s/.gitignore", folder);
        cleanup_(freep) char *list_path = xasprintf("%s/.paths", folder);
        struct ignore_list *l = ignore_list_new();
        FILE *f = fopen(ignore_path, "w");
        assert_non_null(f);
        for (int i = 0; i < 5; i++) {
            char pattern[64];
            random_pattern(pattern);
            ignore_list_add(l, str_from(pattern));
            (void)fprintf(f, "%s\n", pattern);
        }
        (void)fclose(f);
        char paths[60][64];
        f = fopen(list_path, "w");
        assert_non_null(f);
        for (int i = 0; i < 60; i++) {
            random_path(paths[i]);
            (void)fprintf(f, "%s\n", paths[i]);
        }
        (void)fclose(f);
        cleanup_(freep) char *command =
            xasprintf("cd %s && git check-ignore --no-index -v -n --stdin <.paths", folder);
        FILE *git = popen(command, "r");
        assert_non_null(git);
        for (int i = 0; i < 60; i++) {
            char line[256];
            assert_non_null(fgets(line, sizeof line, git));
            char *tab = strchr(line, '\t');
            assert_non_null(tab);
            /* "source:line:pattern<tab>path", the first three empty when nothing matched; git never
             * looks below an ignored folder, so compare the topmost decision. */
            char *pattern = strchr(strchr(line, ':') + 1, ':') + 1;
            bool ignored = pattern != tab && pattern[0] != '!';
            bool ours = false;
            for (char *slash = strchr(paths[i], '/'); slash != NULL && !ours;
                 slash = strchr(slash + 1, '/')) {
                ours = ignore_list_match(l, str_make(paths[i], (size_t)(slash - paths[i])), true);
            }
            ours = ours || ignore_list_match(l, str_from(paths[i]), false);
            if (ours != ignored) {
                fail_msg("%s: git says %s", paths[i], line);
            }
        }
        (void)pclose(git);
        ignore_list_free(l);
    }
    cleanup_(freep) char *clean = xasprintf("rm -rf %s", folder);
    assert_int_equal(system(clean), 0);
}

static void test_filespec(void **state) {
    (void)state;
    struct str includes[] = {STR("src/**/*.py"), STR("*.md")};
    struct str excludes[] = {STR("*_test.py"), STR("/src/gen/")};
    struct filespec *f;
    assert_int_equal(filespec_new(includes, 2, excludes, 2, &f, NULL), 0);
    assert_true(filespec_match(f, STR("src/a/b.py")));
    assert_true(filespec_match(f, STR("src/b.py")));
    assert_true(filespec_match(f, STR("README.md")));
    assert_false(filespec_match(f, STR("docs/README.md")));
    assert_false(filespec_match(f, STR("src/a/b_test.py")));
    assert_false(filespec_match(f, STR("src/gen/x/b.py")));
    filespec_free(f);
    struct str bad[] = {STR("/abs")};
    assert_int_equal(filespec_new(bad, 1, NULL, 0, &f, NULL), ERR_USAGE);
}

int glob_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts),           cmocka_unit_test(test_bad_globs),
        cmocka_unit_test(test_paths),           cmocka_unit_test(test_escape),
        cmocka_unit_test(test_fnmatch),         cmocka_unit_test(test_ignore),
        cmocka_unit_test(test_ignore_tree),     cmocka_unit_test(test_ignore_shapes_agree),
        cmocka_unit_test(test_ignore_like_git), cmocka_unit_test(test_filespec),
    };
    return cmocka_run_group_tests_name("globs", tests, NULL, NULL);
}
