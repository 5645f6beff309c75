/* Globs over the tree: each rule by example, then random ones against a naive matcher. */
#include "fs/glob_expand.h"

#include "fs_test.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/path.h"
#include "base/vec.h"
#include "codec/ignore.h"

#include <dirent.h>
#include <fnmatch.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct heard {
    struct buf dirs;
};

static void hear_dir(void *user, const struct fs_dir *dir) {
    struct heard *h = user;
    buf_addf(&h->dirs, "%s, ", dir->path.len > 0 ? dir->path.ptr : ".");
}

static void hear_absent(void *user, struct str path) {
    struct heard *h = user;
    buf_addf(&h->dirs, "-%.*s, ", STR_FMT(path));
}

/* Expands "x y !z" below base; the paths (folders with a slash) go to out. */
static int expand_at(struct fs_tree *t, const char *base, const char *globs, struct buf *out,
                     struct buf *unmatched, struct heard *heard, struct err *e) {
    struct str list[16];
    size_t count = 0;
    struct str rest = str_from(globs);
    bool done = false;
    while (str_split_next(&rest, &done, ' ', &list[count])) {
        count++;
    }
    struct fs_globs *g = NULL;
    int r = fs_globs_parse(list, count, str_from(base), &g, e);
    if (r < 0) {
        return r;
    }
    struct fs_recorder rec = {.dir = hear_dir, .absent = hear_absent, .user = heard};
    struct fs_matches m = {0};
    r = fs_glob_expand(t, g, FS_GLOB_FILES | FS_GLOB_DIRS, heard != NULL ? &rec : NULL, &m, e);
    for (size_t i = 0; r == 0 && i < m.count; i++) {
        buf_addf(out, "%s%s%s", i > 0 ? " " : "", m.items[i].path.ptr,
                 m.items[i].kind == FS_DIR ? "/" : "");
        assert_int_equal(strlen(m.items[i].path.ptr), m.items[i].path.len);
        assert_true((m.items[i].kind == FS_FILE) == (m.items[i].entry != NULL));
    }
    for (size_t i = 0; r == 0 && unmatched != NULL && i < fs_globs_includes(g); i++) {
        if (!m.include_matched[i]) {
            buf_addf(unmatched, "%.*s ", STR_FMT(fs_globs_include(g, i)));
        }
    }
    fs_matches_done(&m);
    fs_globs_free(g);
    return r;
}

static void assert_expands(struct fs_tree *t, const char *base, const char *globs,
                           const char *expected) {
    struct buf out = BUF_INIT;
    struct err e = ERR_INIT;
    int r = expand_at(t, base, globs, &out, NULL, NULL, &e);
    assert_string_equal(r < 0 ? e.msg : out.len > 0 ? out.data : "", expected);
    buf_done(&out);
}

/* The tree that the format's own tests use. */
static void make_tree(struct scratch *s) {
    put(s, "4.txt", "four\n");
    put(s, "a/3.txt", "three\n");
    put_link(s, "a/4.txt.ln", "../4.txt");
    put(s, "a/b/1.txt", "1\n");
    put(s, "a/b/2", "2\n");
    put_link(s, "c.ln", "a/b");
    put_link(s, "d.ln", "a");
}

static void test_rules(void **state) {
    struct scratch *s = *state;
    make_tree(s);
    struct fs_tree *t = new_tree(s, NULL);
    assert_expands(t, "", "4.txt", "4.txt");
    assert_expands(t, "", "a/b/1.txt a/b/2", "a/b/1.txt a/b/2");
    assert_expands(t, "", "c.ln/2", "c.ln/2");
    assert_expands(t, "", "d.ln/b/1.txt", "d.ln/b/1.txt");
    assert_expands(t, "", "z.fake", "");
    assert_expands(t, "", "none/x/*", "");
    assert_expands(t, "", "4.txt/x", "");
    assert_expands(t, "", "a", "a/");
    assert_expands(t, "", "a/", "a/");
    assert_expands(t, "", "./a//./b", "a/b/");
    assert_expands(t, "", "*", "4.txt a/ c.ln/ d.ln/");
    assert_expands(t, "", "a/b/*.txt c.ln/*.txt", "a/b/1.txt c.ln/1.txt");
    assert_expands(t, "", "*/*/*", "a/b/1.txt a/b/2 d.ln/b/1.txt d.ln/b/2");
    assert_expands(t, "", "**/*.txt.ln", "a/4.txt.ln d.ln/4.txt.ln");
    assert_expands(t, "", "**/*.txt", "4.txt a/3.txt a/b/1.txt c.ln/1.txt d.ln/3.txt d.ln/b/1.txt");
    assert_expands(t, "", "**/**/3.t*t", "a/3.txt d.ln/3.txt");
    const char *all = "4.txt a/ a/3.txt a/4.txt.ln a/b/ a/b/1.txt a/b/2 c.ln/ c.ln/1.txt c.ln/2 "
                      "d.ln/ d.ln/3.txt d.ln/4.txt.ln d.ln/b/ d.ln/b/1.txt d.ln/b/2";
    assert_expands(t, "", "**", all);
    assert_expands(t, "", "**/*", all);
    assert_expands(t, "", "* ** a/b/2", all);
    assert_expands(t, "", "a/**", "a/3.txt a/4.txt.ln a/b/ a/b/1.txt a/b/2");
    assert_expands(t, "", "a/**/3.txt a/**/b/1.txt a/**/2", "a/3.txt a/b/1.txt a/b/2");
    assert_expands(t, "", "a/[0-9]* a/b/[!0-1]", "a/3.txt a/4.txt.ln a/b/2");
    assert_expands(t, "", "?.txt", "4.txt");
    assert_expands(t, "", "c.ln/../3.txt", "c.ln/../3.txt");
    assert_expands(t, "", "a/b/../../4.txt", "a/b/../../4.txt");
    assert_expands(t, "", "a/..", "");
    assert_expands(t, "", ".", "");
    assert_expands(t, "", "a/../../x",
                   "the path \"a/../..\" may not traverse outside of the buildroot");
    assert_expands(t, "", "../x", "the glob \"../x\" may not traverse outside of the buildroot");
    assert_expands(t, "", "/etc",
                   "Absolute paths not supported: \"/etc\"; a glob starts where it is written");
    assert_expands(t, "", "** !*.ln", "4.txt a/ a/3.txt a/b/ a/b/1.txt a/b/2");
    assert_expands(t, "", "** !a",
                   "4.txt c.ln/ c.ln/1.txt c.ln/2 d.ln/ d.ln/3.txt d.ln/4.txt.ln "
                   "d.ln/b/ d.ln/b/1.txt d.ln/b/2");
    assert_expands(t, "", "** !a/b/ !c.ln !d.ln", "4.txt a/ a/3.txt a/4.txt.ln");
    assert_expands(t, "", "d.ln/** !a/3.txt", "d.ln/4.txt.ln d.ln/b/ d.ln/b/1.txt d.ln/b/2");
    assert_expands(t, "", "a/b/1.txt !a", "");
    assert_expands(t, "", "**/*.txt !**/b/** !d.ln !c.ln", "4.txt a/3.txt");
}

static void test_base(void **state) {
    struct scratch *s = *state;
    make_tree(s);
    put(s, "a/b/test_x.py", "");
    put(s, "a/b/x.py", "");
    put(s, "a/b/deep/test_y.py", "");
    put(s, "w/[id]/x.ts", "");
    put(s, "w/[id]/y.ts", "");
    put(s, "w/i/x.ts", "");
    struct fs_tree *t = new_tree(s, NULL);
    assert_expands(t, "a/b", "*.py", "a/b/test_x.py a/b/x.py");
    assert_expands(t, "a/b", "*.py !test_*.py", "a/b/x.py");
    assert_expands(t, "a/b", "**/*.py !test_*.py", "a/b/deep/test_y.py a/b/x.py");
    assert_expands(t, "a/b", "**/*.py !**/test_*.py", "a/b/x.py");
    assert_expands(t, "a/b", "**/*.py !deep/", "a/b/test_x.py a/b/x.py");
    assert_expands(t, "a/b", "**/*.py !deep", "a/b/test_x.py a/b/x.py");
    assert_expands(t, "a/b", "../3.txt ../*.ln", "a/b/../3.txt a/b/../4.txt.ln");
    assert_expands(t, "a/b", "../../4.txt", "a/b/../../4.txt");
    assert_expands(t, "a/b", "../../../x",
                   "the glob \"a/b/../../../x\" may not traverse outside of the buildroot");
    assert_expands(t, "d.ln/b", "*.txt", "d.ln/b/1.txt");
    assert_expands(t, "none", "*.txt", "");
    assert_expands(t, "4.txt", "*.txt", "");
    assert_expands(t, "w/[id]", "*.ts", "w/[id]/x.ts w/[id]/y.ts");
    assert_expands(t, "w/[id]", "*.ts !y.ts", "w/[id]/x.ts");
    assert_expands(t, "w/[id]", "**/*.ts !./y.ts !**/x.ts", "w/[id]/y.ts");
    assert_expands(t, "", "**/*.py !test_*.py", "a/b/x.py c.ln/x.py d.ln/b/x.py");
}

static void test_links(void **state) {
    struct scratch *s = *state;
    put(s, "subdir/f", "");
    put_link(s, "subdir/loop", ".");
    put_link(s, "dead", "none");
    put_link(s, "me", "me");
    struct fs_tree *t = new_tree(s, NULL);
    assert_expands(t, "", "*", "subdir/");
    assert_expands(t, "", "dead me", "");
    assert_expands(t, "", "subdir/loop/loop/f", "subdir/loop/loop/f");
    struct buf out = BUF_INIT;
    struct err e = ERR_INIT;
    assert_int_equal(expand_at(t, "", "**", &out, NULL, NULL, &e), ERR_USAGE);
    assert_true(str_starts(str_from(e.msg), STR("Maximum link depth exceeded: \"loop\" is a")));
    assert_int_equal(expand_at(t, "", "** !loop", &out, NULL, NULL, &e), 0);
    assert_string_equal(out.data, "subdir/ subdir/f");
    put_link(s, "subdir2/escaping", "../../..");
    put_link(s, "abs", "/tmp");
    t = new_tree(s, NULL);
    assert_int_equal(expand_at(t, "", "subdir2/escaping", &out, NULL, NULL, &e), ERR_USAGE);
    assert_non_null(strstr(e.msg, "While expanding link \"subdir2/escaping\""));
    assert_non_null(strstr(e.msg, "may not traverse outside of the buildroot"));
    assert_int_equal(expand_at(t, "", "*", &out, NULL, NULL, &e), ERR_USAGE);
    assert_non_null(strstr(e.msg, "leads to the absolute path"));
    buf_done(&out);
}

static void test_unmatched_and_recorder(void **state) {
    struct scratch *s = *state;
    make_tree(s);
    put(s, "e/f/g", "");
    struct fs_tree *t = new_tree(s, NULL);
    struct buf out = BUF_INIT, unmatched = BUF_INIT;
    struct heard heard = {0};
    struct err e = ERR_INIT;
    assert_int_equal(
        expand_at(t, "a", "*.txt *.py b/1.txt b/none x !3.txt", &out, &unmatched, &heard, &e), 0);
    assert_string_equal(out.data, "a/b/1.txt");
    assert_string_equal(unmatched.data, "a/*.txt a/*.py a/b/none a/x ");
    assert_null(strstr(heard.dirs.data, "e,"));
    assert_non_null(strstr(heard.dirs.data, "a, "));
    assert_non_null(strstr(heard.dirs.data, "a/b, "));
    /* A plain pattern in one folder reads that folder only. */
    buf_clear(&heard.dirs);
    t = new_tree(s, NULL);
    const struct fs_dir *dir = NULL;
    assert_int_equal(fs_tree_dir(t, STR("a"), &dir, &e), 0);
    uint32_t known = fs_tree_dir_count(t);
    assert_int_equal(expand_at(t, "a", "*.txt 3.txt", &out, NULL, &heard, &e), 0);
    assert_string_equal(heard.dirs.data, "a, a, ");
    assert_int_equal(fs_tree_dir_count(t), known);
    buf_clear(&heard.dirs);
    assert_int_equal(expand_at(t, "a/zz", "*.txt", &out, NULL, &heard, &e), 0);
    assert_string_equal(heard.dirs.data, "., a, -a/zz, ");
    buf_clear(&heard.dirs);
    assert_int_equal(expand_at(t, "", "d.ln/*.txt", &out, NULL, &heard, &e), 0);
    assert_non_null(strstr(heard.dirs.data, "a, "));
    buf_done(&heard.dirs);
    buf_done(&out);
    buf_done(&unmatched);
}

static void test_bad_patterns(void **state) {
    struct scratch *s = *state;
    struct fs_tree *t = new_tree(s, NULL);
    struct buf out = BUF_INIT;
    struct err e = ERR_INIT;
    assert_int_equal(expand_at(t, "x", "a/[", &out, NULL, NULL, &e), ERR_USAGE);
    assert_non_null(strstr(e.msg, "the glob \"x/a/[\": In `[`, a `[` is never closed"));
    assert_int_equal(expand_at(t, "", "a**", &out, NULL, NULL, &e), ERR_USAGE);
    buf_done(&out);
}

/* The naive matcher: every path there is, through links too, against every pattern. */
static bool naive_parts(char *const *parts, size_t n, char *const *names, size_t m) {
    if (n == 0) {
        return m == 0;
    }
    if (strcmp(parts[0], "**") == 0) {
        if (n == 1) {
            return m > 0;
        }
        for (size_t i = 0; i < m; i++) {
            if (naive_parts(parts + 1, n - 1, names + i, m - i)) {
                return true;
            }
        }
        return false;
    }
    return m > 0 && fnmatch(parts[0], names[0], FNM_NOESCAPE) == 0 &&
           naive_parts(parts + 1, n - 1, names + 1, m - 1);
}

static size_t split(char *text, char **parts) {
    size_t n = 0;
    for (char *p = strtok(text, "/"); p != NULL; p = strtok(NULL, "/")) {
        parts[n++] = p;
    }
    return n;
}

static bool naive_match(const char *glob, const char *path) {
    char *g = xstrdup(glob), *p = xstrdup(path), *parts[64], *names[64];
    size_t n = split(g, parts), m = split(p, names);
    bool yes = naive_parts(parts, n, names, m);
    free(g);
    free(p);
    return yes;
}

struct naive {
    struct scratch *s;
    char **globs;
    size_t count;
    struct ignore_list *ignore;
    VEC(char *) found;
};

/* Everything in one folder: `sym` as walked; excludes see the real path. */
static void naive_walk(struct naive *n, const char *sym) {
    char folder[512], *real;
    snprintf(folder, sizeof(folder), "%s/%s", n->s->root, sym);
    real = realpath(folder, NULL);
    DIR *d = opendir(folder);
    assert_non_null(d);
    struct dirent *ent;
    while ((ent = readdir(d)) != NULL) {
        if (strcmp(ent->d_name, ".") == 0 || strcmp(ent->d_name, "..") == 0) {
            continue;
        }
        char path[600], full[1200], canonical[1200];
        snprintf(path, sizeof(path), "%s%s%s", sym, sym[0] != '\0' ? "/" : "", ent->d_name);
        snprintf(full, sizeof(full), "%s/%s", n->s->root, path);
        struct stat st, lst;
        assert_int_equal(lstat(full, &lst), 0);
        const char *below = real + strlen(n->s->root);
        snprintf(canonical, sizeof(canonical), "%s%s%s", below[0] == '/' ? below + 1 : "",
                 below[0] == '/' ? "/" : "", ent->d_name);
        if (ignore_list_match(n->ignore, str_from(canonical), S_ISDIR(lst.st_mode)) ||
            stat(full, &st) != 0) {
            continue;
        }
        for (size_t i = 0; i < n->count; i++) {
            if (naive_match(n->globs[i], path)) {
                vec_push(&n->found, xasprintf("%s%s", path, S_ISDIR(st.st_mode) ? "/" : ""));
                break;
            }
        }
        if (S_ISDIR(st.st_mode)) {
            naive_walk(n, path);
        }
    }
    closedir(d);
    free(real);
}

static int by_path(const void *a, const void *b) {
    struct str x = str_from(*(char *const *)a), y = str_from(*(char *const *)b);
    x.len -= x.ptr[x.len - 1] == '/';
    y.len -= y.ptr[y.len - 1] == '/';
    return path_cmp(x, y);
}

static const char *const NAMES[] = {"a", "b", "ab", "a.py", "b.py", ".c", "x[1]"};
static const char *const PARTS[] = {"a",    "b",  "*",  "**",    "?",     "*.py", "[ab]",
                                    "[!a]", "a*", "*b", "ab",    ".*",    "?.py", "x*",
                                    "**",   "*",  "a?", "[a-b]", "x[[]1]"};
static const char *const EXCLUDES[] = {"a",      "*.py", "/b",    "b/",    "a/b",    "**/ab",
                                       "a/**",   "!a",   "!b.py", ".c",    "**/a/b", "a/*.py",
                                       "/a/*/b", "ab/",  "?",     "!*.py", "[ab].py"};

static void random_tree(struct scratch *s, unsigned *seed) {
    for (int i = 0; i < 25; i++) {
        struct buf path = BUF_INIT;
        int depth = 1 + rand_r(seed) % 4;
        for (int j = 0; j < depth; j++) {
            buf_addf(&path, "%s%s", j > 0 ? "/" : "", NAMES[(size_t)rand_r(seed) % 7]);
        }
        struct stat st;
        char *parent = str_dup(path_dir(buf_str(&path)));
        bool fits = lstat(in(s, path.data), &st) != 0;
        /* Only below folders: a file may be in the way. */
        for (char *p = parent; fits && *p != '\0'; p++) {
            if (p[1] == '/' || p[1] == '\0') {
                char keep = p[1];
                p[1] = '\0';
                fits = lstat(in(s, parent), &st) != 0 || S_ISDIR(st.st_mode);
                p[1] = keep;
            }
        }
        if (fits && rand_r(seed) % 8 == 0) {
            put_dir(s, path.data);
        } else if (fits) {
            put(s, path.data, "");
        }
        free(parent);
        buf_done(&path);
    }
    /* Links to one folder that holds no links, and to a file. */
    put(s, "leaf/a/b.py", "");
    put(s, "leaf/ab", "");
    put_link(s, "to-leaf", "leaf");
    put_link(s, "m/n/to-leaf", "../../leaf/a");
    put_link(s, "m/file", "../leaf/ab");
    put_link(s, "m/dead", "nowhere");
}

static void test_random(void **state) {
    struct scratch *s = *state;
    unsigned seed = 20240501;
    for (int round = 0; round < 300; round++) {
        if (round % 30 == 0) {
            rm(s, "");
            assert_int_equal(mkdir(s->root, 0700), 0);
            random_tree(s, &seed);
        }
        struct buf globs = BUF_INIT;
        struct naive n = {.s = s, .ignore = ignore_list_new()};
        char *patterns[4];
        n.globs = patterns;
        size_t wanted = 1 + (size_t)rand_r(&seed) % 3;
        while (n.count < wanted) {
            struct buf g = BUF_INIT;
            int depth = 1 + rand_r(&seed) % 4;
            for (int j = 0; j < depth; j++) {
                buf_addf(&g, "%s%s", j > 0 ? "/" : "", PARTS[(size_t)rand_r(&seed) % 19]);
            }
            buf_addf(&globs, "%s%s", globs.len > 0 ? " " : "", g.data);
            patterns[n.count++] = buf_take(&g);
        }
        for (int i = rand_r(&seed) % 3; i > 0; i--) {
            const char *x = EXCLUDES[(size_t)rand_r(&seed) % 17];
            buf_addf(&globs, " !%s", x);
            ignore_list_add(n.ignore, str_from(x));
        }
        naive_walk(&n, "");
        if (n.found.len > 0) {
            qsort(n.found.data, n.found.len, sizeof(char *), by_path);
        }
        struct buf expected = BUF_INIT;
        buf_addf(&expected, "%s: ", globs.data);
        for (size_t i = 0; i < n.found.len; i++) {
            buf_addf(&expected, "%s%s", i > 0 ? " " : "", n.found.data[i]);
            free(n.found.data[i]);
        }
        struct buf got = BUF_INIT, paths = BUF_INIT;
        struct err e = ERR_INIT;
        assert_int_equal(expand_at(new_tree(s, NULL), "", globs.data, &paths, NULL, NULL, &e), 0);
        buf_addf(&got, "%s: ", globs.data);
        buf_add_str(&got, buf_str(&paths));
        assert_string_equal(got.data, expected.data);
        for (size_t i = 0; i < n.count; i++) {
            free(patterns[i]);
        }
        vec_done(&n.found);
        ignore_list_free(n.ignore);
        buf_done(&got);
        buf_done(&paths);
        buf_done(&expected);
        buf_done(&globs);
    }
}

int glob_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rules, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_base, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_links, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_unmatched_and_recorder, scratch_set_up,
                                        scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_bad_patterns, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_random, scratch_set_up, scratch_tear_down),
    };
    return cmocka_run_group_tests_name("glob", tests, NULL, NULL);
}
