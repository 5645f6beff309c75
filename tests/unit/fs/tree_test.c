/* The tree: listings, look-ups, links, signatures, scans, and what happens when the disk changes.
 */
#include "fs/tree.h"

#include "fs_test.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "fs/ignore.h"
#include "loop/loop.h"
#include "sys/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* "a/ b f@" : names with a mark of their kind. */
static void assert_listing(struct fs_tree *t, const char *path, const char *expected) {
    struct err e = ERR_INIT;
    const struct fs_dir *dir = NULL;
    assert_int_equal(fs_tree_dir(t, str_from(path), &dir, &e), 0);
    assert_string_equal(dir->path.ptr, path);
    struct buf b = BUF_INIT;
    for (uint32_t i = 0; i < dir->count; i++) {
        const struct fs_entry *entry = &dir->entries[i];
        buf_addf(&b, "%s%s%s", i > 0 ? " " : "", entry->name,
                 entry->kind == FS_DIR    ? "/"
                 : entry->kind == FS_LINK ? "@"
                                          : "");
        assert_int_equal(strlen(entry->name), entry->name_len);
        assert_ptr_equal(fs_dir_find(dir, fs_entry_name(entry)), entry);
    }
    assert_string_equal(b.len > 0 ? b.data : "", expected);
    buf_done(&b);
}

/* "file a/x", "dir a", "absent" or "error: ..." */
static const char *look(struct fs_tree *t, const char *path) {
    static char out[1100];
    struct err e = ERR_INIT;
    struct fs_found f = {.kind = FS_NONE};
    int r = fs_tree_lookup(t, str_from(path), &f, &e);
    if (r < 0) {
        snprintf(out, sizeof(out), "error: %s", e.msg);
    } else if (r > 0) {
        snprintf(out, sizeof(out), "absent");
    } else if (f.kind == FS_DIR) {
        snprintf(out, sizeof(out), "dir %s", f.dir->path.ptr);
    } else {
        struct buf b = BUF_INIT;
        fs_dir_entry_path(f.parent, f.entry, &b);
        snprintf(out, sizeof(out), "file %s", b.data);
        buf_done(&b);
    }
    return out;
}

static void test_listing(void **state) {
    struct scratch *s = *state;
    put(s, "b.txt", "b");
    put(s, "a/x.py", "");
    put(s, "a-b", "");
    put_dir(s, "empty");
    put_link(s, "ln", "a");
    int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un addr = {.sun_family = AF_UNIX};
    snprintf(addr.sun_path, sizeof(addr.sun_path), "%s", in(s, "sock"));
    assert_int_equal(bind(sock, (struct sockaddr *)&addr, sizeof(addr)), 0);
    close(sock);
    assert_int_equal(mkfifo(in(s, "fifo"), 0600), 0);
    struct fs_tree *t = new_tree(s, NULL);
    assert_string_equal(fs_tree_root(t).ptr, s->root);
    assert_listing(t, "", "a/ a-b b.txt empty/ ln@");
    assert_listing(t, "a", "x.py");
    assert_listing(t, "empty", "");
    assert_string_equal(look(t, ""), "dir ");
    assert_string_equal(look(t, "a"), "dir a");
    assert_string_equal(look(t, "a/x.py"), "file a/x.py");
    assert_string_equal(look(t, "a/none"), "absent");
    assert_string_equal(look(t, "b.txt/x"), "absent");
    assert_string_equal(look(t, "none/x"), "absent");
    assert_string_equal(look(t, "fifo"), "absent");
    struct err e = ERR_INIT;
    const struct fs_dir *dir = NULL;
    assert_int_equal(fs_tree_dir(t, STR("b.txt"), &dir, &e), FS_ABSENT);
    assert_int_equal(fs_tree_dir_count(t), 3);
    assert_string_equal(fs_tree_dir_at(t, 0)->path.ptr, "");
    struct fs_tree *none = NULL;
    assert_int_equal(fs_tree_new(in(s, "none"), NULL, NULL, &none, &e), ERR_IO);
}

static void test_ignored_does_not_exist(void **state) {
    struct scratch *s = *state;
    put(s, "a/keep.py", "");
    put(s, "a/x.pyc", "");
    put(s, "dist/a/f", "");
    put(s, ".git/config", "");
    put(s, ".github/w", "");
    put_link(s, "to-dist", "dist/a");
    struct err e = ERR_INIT;
    struct fs_ignore *ig = NULL;
    const struct str patterns[] = {STR(".*/"), STR("/dist/"), STR("*.pyc"), STR("!.github/")};
    assert_int_equal(fs_ignore_new(s->root, patterns, 4, false, NULL, &ig, &e), 0);
    struct fs_tree *t = new_tree(s, ig);
    assert_listing(t, "", ".github/ a/ to-dist@");
    assert_listing(t, "a", "keep.py");
    assert_string_equal(look(t, "dist/a/f"), "absent");
    assert_string_equal(look(t, "to-dist"), "absent");
    assert_string_equal(look(t, "a/x.pyc"), "absent");
    const struct str paths[] = {STR("dist/a")};
    assert_int_equal(fs_tree_scan(t, NULL, paths, 1, FS_SCAN_RECURSIVE, &e), 0);
    assert_string_equal(look(t, "dist/a"), "absent");
    fs_tree_free(t);
    s->tree = NULL;
    fs_ignore_free(ig);
}

static void test_links(void **state) {
    struct scratch *s = *state;
    put(s, "4.txt", "");
    put(s, "a/b/1.txt", "");
    put_link(s, "a/4.txt.ln", "../4.txt");
    put_link(s, "c.ln", "a/b");
    put_link(s, "d.ln", "./a//");
    put_link(s, "chain", "d.ln");
    put_link(s, "deep/through", "../chain/b/1.txt");
    put_link(s, "dead", "none/x");
    put_link(s, "self", "self");
    put_link(s, "ping", "pong");
    put_link(s, "pong", "ping");
    put_link(s, "out", "../x");
    put_link(s, "deep/out", "../../x");
    put_link(s, "abs", "/etc/passwd");
    put_link(s, "root", ".");
    put_link(s, "deep/up", "..");
    put_link(s, "not-utf8", "\xff");
    put_link(s, "below-file", "4.txt/x");
    struct fs_tree *t = new_tree(s, NULL);
    assert_string_equal(look(t, "a/4.txt.ln"), "file 4.txt");
    assert_string_equal(look(t, "c.ln"), "dir a/b");
    assert_string_equal(look(t, "c.ln/1.txt"), "file a/b/1.txt");
    assert_string_equal(look(t, "d.ln/b/1.txt"), "file a/b/1.txt");
    assert_string_equal(look(t, "chain/4.txt.ln"), "file 4.txt");
    assert_string_equal(look(t, "deep/through"), "file a/b/1.txt");
    assert_string_equal(look(t, "dead"), "absent");
    assert_string_equal(look(t, "self"), "absent");
    assert_string_equal(look(t, "ping"), "absent");
    assert_string_equal(look(t, "out"), "absent");
    assert_string_equal(
        look(t, "deep/out"),
        "error: While expanding link \"deep/out\": the path \"deep/../../x\" may not "
        "traverse outside of the buildroot");
    assert_string_equal(
        look(t, "abs"),
        "error: the symbolic link \"abs\" leads to the absolute path \"/etc/passwd\"; "
        "make it relative, or ignore it by `[GLOBAL].pants_ignore`");
    assert_string_equal(look(t, "root"), "absent");
    assert_string_equal(look(t, "deep/up"), "absent");
    assert_string_equal(look(t, "not-utf8"), "absent");
    assert_string_equal(look(t, "below-file"), "absent");
    struct err e = ERR_INIT;
    const struct fs_dir *root = NULL;
    struct fs_found f = {.kind = FS_NONE};
    assert_int_equal(fs_tree_dir(t, STR(""), &root, &e), 0);
    assert_int_equal(fs_tree_follow(t, root, fs_dir_find(root, STR("d.ln")), &f, &e), 0);
    assert_string_equal(f.dir->path.ptr, "a");
    assert_int_equal(f.dir->count, 2);
}

static void test_odd_names(void **state) {
    struct scratch *s = *state;
    put(s, "bad\xff.py", "");
    put(s, "d\xc3/x", "");
    put(s, "gut\xc3\xa4.py", "");
    put(s, "new\nline", "");
    struct fs_tree *t = new_tree(s, NULL);
    assert_listing(t, "", "bad\xff.py d\xc3/ gut\xc3\xa4.py new\nline");
    assert_string_equal(look(t, "d\xc3/x"), "file d\xc3/x");
    const struct str *odd = NULL;
    assert_int_equal(fs_tree_odd_names(t, &odd), 2);
    assert_string_equal(odd[0].ptr, "bad\xff.py");
    assert_string_equal(odd[1].ptr, "d\xc3");
}

static void test_signatures(void **state) {
    struct scratch *s = *state;
    put(s, "f", "12345");
    assert_int_equal(chmod(in(s, "f"), 0755), 0);
    struct timespec old[2] = {{.tv_sec = 1000000000, .tv_nsec = 5},
                              {.tv_sec = 1000000000, .tv_nsec = 7}};
    assert_int_equal(utimensat(AT_FDCWD, s->path, old, 0), 0);
    struct fs_tree *t = new_tree(s, NULL);
    struct err e = ERR_INIT;
    const struct fs_dir *root = NULL;
    assert_int_equal(fs_tree_dir(t, STR(""), &root, &e), 0);
    const struct fs_entry *entry = fs_dir_find(root, STR("f"));
    const struct fs_sig *sig = NULL, *again = NULL;
    assert_null(entry->sig);
    assert_int_equal(fs_tree_sig(t, root, entry, &sig, &e), 0);
    assert_int_equal(sig->size, 5);
    assert_int_equal(sig->mtime_ns, 1000000000000000007);
    assert_true(fs_sig_executable(sig));
    assert_true(sig->racy); /* the change of its mode is a moment old */
    assert_int_equal(fs_tree_sig(t, root, entry, &again, &e), 0);
    assert_ptr_equal(sig, again);
    usleep(60000);
    t = new_tree(s, NULL);
    assert_int_equal(fs_tree_dir(t, STR(""), &root, &e), 0);
    assert_int_equal(fs_tree_sig(t, root, fs_dir_find(root, STR("f")), &sig, &e), 0);
    assert_false(sig->racy);
    /* Vanishing between listing and stat. */
    t = new_tree(s, NULL);
    assert_int_equal(fs_tree_dir(t, STR(""), &root, &e), 0);
    rm(s, "f");
    assert_int_equal(fs_tree_sig(t, root, fs_dir_find(root, STR("f")), &sig, &e), FS_ABSENT);
}

static void make_many(struct scratch *s, int top, int below) {
    char path[64];
    for (int i = 0; i < top; i++) {
        for (int j = 0; j < below; j++) {
            snprintf(path, sizeof(path), "d%02d/e%02d/f.py", i, j);
            put(s, path, "x");
        }
    }
    put_link(s, "d00/loop", ".");
}

static void test_scan(void **state) {
    struct scratch *s = *state;
    struct err e = ERR_INIT;
    make_many(s, 12, 15);
    struct loop *loop = NULL;
    assert_int_equal(loop_new(NULL, &loop, &e), 0);
    for (int with_loop = 0; with_loop < 2; with_loop++) {
        struct fs_tree *t = new_tree(s, NULL);
        const struct str root[] = {STR("")};
        assert_int_equal(
            fs_tree_scan(t, with_loop ? loop : NULL, root, 1, FS_SCAN_RECURSIVE | FS_SCAN_SIGS, &e),
            0);
        assert_int_equal(fs_tree_dir_count(t), 1 + 12 + 12 * 15);
        for (uint32_t i = 0; i < fs_tree_dir_count(t); i++) {
            const struct fs_dir *dir = fs_tree_dir_at(t, i);
            assert_int_equal(dir->generation, 1);
            for (uint32_t j = 0; j < dir->count; j++) {
                assert_true((dir->entries[j].kind == FS_DIR) == (dir->entries[j].sig == NULL));
            }
        }
        rm(s, "d05"); /* nothing is read again */
        assert_string_equal(look(t, "d05/e07/f.py"), "file d05/e07/f.py");
        put(s, "d05/e07/f.py", "x");
        for (int j = 0; j < 15; j++) {
            char path[64];
            snprintf(path, sizeof(path), "d05/e%02d/f.py", j);
            put(s, path, "x");
        }
    }
    struct fs_tree *t = new_tree(s, NULL);
    const struct str some[] = {STR("d01"), STR("none"), STR("d02/e03")};
    assert_int_equal(fs_tree_scan(t, loop, some, 3, FS_SCAN_PLAIN, &e), 0);
    assert_true(fs_tree_dir_at(t, 0)->generation == 1); /* d01 was found through it */
    loop_free(loop);
}

static void test_unreadable(void **state) {
    struct scratch *s = *state;
    if (permissions_do_not_bind()) {
        /* As another user, in a child: the tests' own user may read everything. */
        put(s, "shut/x", "");
        put(s, "open/x", "");
        assert_int_equal(chmod(s->root, 0755), 0);
        assert_int_equal(chmod(in(s, "shut"), 0700), 0);
    } else {
        put(s, "shut/x", "");
        put(s, "open/x", "");
        assert_int_equal(chmod(in(s, "shut"), 0), 0);
    }
    pid_t child = fork();
    if (child == 0) {
        if (permissions_do_not_bind() && setuid(65534) != 0) {
            _exit(9);
        }
        struct err e = ERR_INIT;
        struct fs_tree *t = NULL;
        int bad = fs_tree_new(s->root, NULL, NULL, &t, &e) != 0;
        const struct str root[] = {STR("")};
        bad |= fs_tree_scan(t, NULL, root, 1, FS_SCAN_RECURSIVE, &e) != 0;
        bad |= strcmp(look(t, "open/x"), "file open/x") != 0;
        bad |=
            strcmp(look(t, "shut/x"),
                   "error: cannot open the folder 'shut': Permission denied; make it readable, or "
                   "list it in `[GLOBAL].pants_ignore`") != 0;
        fs_tree_free(t);
        _exit(bad ? 1 : 0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(chmod(in(s, "shut"), 0755), 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_invalidate(void **state) {
    struct scratch *s = *state;
    put(s, "a/f", "1");
    put(s, "a/b/c/g", "1");
    put_link(s, "ln", "a/f");
    struct fs_tree *t = new_tree(s, NULL);
    assert_listing(t, "a", "b/ f");
    assert_listing(t, "a/b/c", "g");
    assert_string_equal(look(t, "ln"), "file a/f");
    struct err e = ERR_INIT;
    const struct fs_dir *a = NULL;
    const struct fs_sig *sig = NULL;
    assert_int_equal(fs_tree_dir(t, STR("a"), &a, &e), 0);
    uint64_t generation = a->generation;
    assert_int_equal(fs_tree_sig(t, a, fs_dir_find(a, STR("f")), &sig, &e), 0);
    assert_int_equal(sig->size, 1);

    put(s, "a/f", "longer");
    fs_tree_invalidate(t, STR("a/f"));
    assert_listing(t, "a", "b/ f");
    assert_int_equal(a->generation, generation); /* same names */
    assert_int_equal(fs_tree_sig(t, a, fs_dir_find(a, STR("f")), &sig, &e), 0);
    assert_int_equal(sig->size, 6);

    put(s, "a/new", "");
    fs_tree_invalidate(t, STR("a/new"));
    assert_listing(t, "a", "b/ f new");
    assert_int_equal(a->generation, generation + 1);
    assert_non_null(fs_dir_find(a, STR("f"))->sig); /* kept */

    rm(s, "a/b");
    fs_tree_invalidate(t, STR("a/b"));
    assert_listing(t, "a", "f new");
    assert_string_equal(look(t, "a/b/c/g"), "absent");
    put(s, "a/b", "a file now");
    fs_tree_invalidate(t, STR("a/b"));
    assert_string_equal(look(t, "a/b"), "file a/b");

    rm(s, "ln");
    put_link(s, "ln", "a/new");
    fs_tree_invalidate(t, STR("ln"));
    assert_string_equal(look(t, "ln"), "file a/new");
    fs_tree_invalidate(t, STR("never/seen"));
    fs_tree_invalidate(t, STR(""));
    assert_listing(t, "", "a/ ln@");
}

static void note(void *user, struct str path, bool is_dir) {
    buf_addf(user, "%.*s%s ", STR_FMT(path), is_dir ? "/" : "");
}

static void test_revalidate(void **state) {
    struct scratch *s = *state;
    struct err e = ERR_INIT;
    put(s, "a/f", "1");
    put(s, "a/other", "1");
    put(s, "b/c/g", "1");
    put_link(s, "a/ln", "f");
    usleep(60000); /* so that nothing is racy */
    struct loop *loop = NULL;
    assert_int_equal(loop_new(NULL, &loop, &e), 0);
    struct fs_tree *t = new_tree(s, NULL);
    const struct str root[] = {STR("")};
    assert_int_equal(fs_tree_scan(t, loop, root, 1, FS_SCAN_RECURSIVE, &e), 0);
    const struct fs_dir *a = NULL;
    const struct fs_sig *sig = NULL;
    assert_int_equal(fs_tree_dir(t, STR("a"), &a, &e), 0);
    assert_int_equal(fs_tree_sig(t, a, fs_dir_find(a, STR("f")), &sig, &e), 0);
    assert_string_equal(look(t, "a/ln"), "file a/f");
    struct buf seen = BUF_INIT;
    buf_addz(&seen, "");
    assert_int_equal(fs_tree_revalidate(t, loop, note, &seen, &e), 0);
    assert_string_equal(seen.len > 0 ? seen.data : "", "");

    put(s, "a/f", "2");
    put(s, "a/other", "2"); /* nobody has asked for its signature */
    assert_int_equal(fs_tree_revalidate(t, loop, note, &seen, &e), 0);
    assert_string_equal(seen.data, "a/f ");
    usleep(60000);
    assert_int_equal(fs_tree_revalidate(t, loop, note, &seen, &e), 0); /* f was racy */
    buf_clear(&seen);
    assert_int_equal(fs_tree_revalidate(t, loop, note, &seen, &e), 0);
    assert_int_equal(seen.len, 0);

    rm(s, "a/ln");
    put_link(s, "a/ln", "other");
    assert_int_equal(fs_tree_revalidate(t, NULL, note, &seen, &e), 0);
    assert_string_equal(seen.data, "a/ln a/ ");
    assert_string_equal(look(t, "a/ln"), "file a/other");
    buf_clear(&seen);

    rm(s, "b");
    put(s, "b/x", "");
    assert_int_equal(fs_tree_revalidate(t, NULL, note, &seen, &e), 0);
    assert_non_null(strstr(seen.data, "b/ "));
    assert_non_null(strstr(seen.data, "b/c/ "));
    assert_listing(t, "b", "x");
    assert_string_equal(look(t, "b/c/g"), "absent");
    buf_done(&seen);
    loop_free(loop);
}

/* Random edits: after invalidating what was edited, the tree says what a new tree says. */
static void test_random_edits(void **state) {
    struct scratch *s = *state;
    unsigned seed = 4711;
    static const char *const names[] = {"a", "b", "c", "d.py", "e.py"};
    struct fs_tree *t = new_tree(s, NULL);
    struct err e = ERR_INIT;
    for (int round = 0; round < 400; round++) {
        struct buf path = BUF_INIT;
        int depth = 1 + rand_r(&seed) % 3;
        for (int i = 0; i < depth; i++) {
            buf_addf(&path, "%s%s", i > 0 ? "/" : "", names[rand_r(&seed) % 5]);
        }
        struct stat st;
        bool there = lstat(in(s, path.data), &st) == 0;
        if (there) {
            rm(s, path.data);
        } else if (rand_r(&seed) % 3 == 0) {
            if (mkdir(in(s, path.data), 0755) != 0) {
                buf_done(&path);
                continue;
            }
        } else if (file_replace(in(s, path.data), "x", 1, 0644, FILE_WRITE_PLAIN, &e) != 0) {
            buf_done(&path); /* its folder is not there, or is a file */
            continue;
        }
        fs_tree_invalidate(t, buf_str(&path));
        buf_done(&path);
        struct fs_tree *fresh = NULL;
        assert_int_equal(fs_tree_new(s->root, NULL, NULL, &fresh, &e), 0);
        for (int i = 0; i < 5 * 5 * 5; i++) {
            char probe[64], expected[1100];
            snprintf(probe, sizeof(probe), "%s/%s/%s", names[i % 5], names[i / 5 % 5],
                     names[i / 25]);
            snprintf(expected, sizeof(expected), "%s", look(fresh, probe));
            assert_string_equal(look(t, probe), expected);
            probe[strlen(probe) - strlen(names[i / 25]) - 1] = '\0';
            snprintf(expected, sizeof(expected), "%s", look(fresh, probe));
            assert_string_equal(look(t, probe), expected);
        }
        fs_tree_free(fresh);
    }
}

int tree_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_listing, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_ignored_does_not_exist, scratch_set_up,
                                        scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_links, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_odd_names, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_signatures, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_scan, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_unreadable, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_invalidate, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_revalidate, scratch_set_up, scratch_tear_down),
        cmocka_unit_test_setup_teardown(test_random_edits, scratch_set_up, scratch_tear_down),
    };
    return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
