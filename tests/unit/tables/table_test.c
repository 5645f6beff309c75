/* Tables as their users see them. Holds main(). */
#include "tables/table.h"

#include "tables_test.h"

#include "base/alloc.h"
#include "sys/fileio.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void hear(void *user, enum log_level level, const char *target, const char *line) {
    struct bench *b = user;
    assert_string_equal(target, "tables");
    if (level >= LOG_WARN) {
        b->warnings++;
        snprintf(b->last, sizeof(b->last), "%s", line);
    }
}

int bench_set_up(void **state) {
    struct bench *b = ALLOC(struct bench);
    strcpy(b->folder, "/tmp/tables-test-XXXXXX");
    *state = b;
    if (mkdtemp(b->folder) == NULL) {
        return -1;
    }
    snprintf(b->file, sizeof(b->file), "%s/t.table", b->folder);
    b->log = (struct log_sink){.level = LOG_DEBUG, .write = hear, .user = b};
    return 0;
}

int bench_tear_down(void **state) {
    struct bench *b = *state;
    struct err e = ERR_INIT;
    int r = dir_remove(b->folder, &e);
    free(b);
    return r;
}

struct table_config config_of(struct bench *b) {
    return (struct table_config){.folder = b->folder, .name = "t", .version = 1, .log = &b->log};
}

struct table *open_it(struct bench *b) {
    struct table_config config = config_of(b);
    return table_open(&config);
}

void put_text(struct table *t, const char *key, const char *value) {
    table_put(t, str_from(key), str_from(value));
}

void expect(struct table *t, const char *key, const char *value) {
    struct str got = STR("unset");
    assert_int_equal(table_get(t, str_from(key), &got), value != NULL);
    if (value != NULL) {
        assert_int_equal(got.len, strlen(value));
        assert_memory_equal(got.ptr, value, got.len);
        assert_int_equal((uintptr_t)got.ptr % 8, 0);
    }
}

void slurp(struct bench *b, struct buf *out) {
    struct err e = ERR_INIT;
    buf_clear(out);
    assert_int_equal(file_read(b->file, 1 << 26, out, &e), 0);
}

void spit(struct bench *b, const void *data, size_t len) {
    struct err e = ERR_INIT;
    assert_int_equal(file_replace(b->file, data, len, 0600, FILE_WRITE_PLAIN, &e), 0);
}

int count_files(struct bench *b) {
    DIR *d = opendir(b->folder);
    int n = 0;
    while (readdir(d) != NULL) {
        n++;
    }
    closedir(d);
    return n - 2;
}

static void test_put_and_get(void **state) {
    struct bench *b = *state;
    struct err e = ERR_INIT;
    struct table *t = open_it(b);
    expect(t, "a", NULL);
    put_text(t, "a", "1");
    put_text(t, "empty", "");
    put_text(t, "", "no key");
    put_text(t, "a", "2");
    put_text(t, "a", "2");
    expect(t, "a", "2");
    assert_int_equal(table_stats(t).pending, 3);
    assert_int_equal(table_flush(t, &e), 0);
    assert_int_equal(table_stats(t).pending, 0);
    expect(t, "a", "2");
    put_text(t, "b", "after the flush");
    table_close(t);

    t = open_it(b);
    assert_int_equal(table_stats(t).entries, 4);
    expect(t, "a", "2");
    expect(t, "empty", "");
    expect(t, "", "no key");
    expect(t, "b", "after the flush");
    expect(t, "c", NULL);
    struct str first;
    assert_true(table_get(t, STR("a"), &first));
    put_text(t, "a", "3");
    assert_int_equal(table_flush(t, &e), 0);
    assert_memory_equal(first.ptr, "2", 1); /* valid until the table is closed */
    table_close(t);
    t = open_it(b);
    expect(t, "a", "3");
    put_text(t, "a", "3"); /* known already: nothing to write */
    assert_int_equal(table_stats(t).pending, 0);
    put_text(t, "x", "never written");
    table_abandon(t);
    t = open_it(b);
    expect(t, "x", NULL);
    table_close(t);
    table_close(NULL);
    assert_int_equal(b->warnings, 0);
    assert_int_equal(count_files(b), 2); /* the table and its lock */
}

static void test_version(void **state) {
    struct bench *b = *state;
    struct table *t = open_it(b);
    put_text(t, "a", "1");
    table_close(t);
    struct table_config config = config_of(b);
    config.version = 2;
    t = table_open(&config);
    expect(t, "a", NULL);
    table_close(t); /* nothing put: the other version's file stays */
    t = open_it(b);
    expect(t, "a", "1");
    table_close(t);
    t = table_open(&config);
    put_text(t, "a", "of two");
    table_close(t);
    t = table_open(&config);
    expect(t, "a", "of two");
    table_close(t);
    t = open_it(b);
    expect(t, "a", NULL);
    table_close(t);
    assert_int_equal(b->warnings, 0);
}

static void test_folders(void **state) {
    struct bench *b = *state;
    struct table_config config = config_of(b);
    char folder[128];
    snprintf(folder, sizeof(folder), "%s/made/on demand", b->folder);
    config.folder = folder;
    struct table *t = table_open(&config);
    put_text(t, "a", "1");
    table_close(t);
    t = table_open(&config);
    expect(t, "a", "1");
    table_close(t);
    assert_int_equal(b->warnings, 0);

    assert_int_equal(chmod(folder, 0777), 0);
    t = table_open(&config);
    assert_false(table_stats(t).persistent);
    expect(t, "a", NULL);
    put_text(t, "a", "2");
    expect(t, "a", "2");
    table_close(t);
    assert_int_equal(b->warnings, 1);
    assert_non_null(strstr(b->last, "others may write"));
    assert_int_equal(chmod(folder, 0700), 0);
    t = table_open(&config);
    expect(t, "a", "1");
    table_close(t);

    /* A link in the table's place, and something that is no file. */
    struct err e = ERR_INIT;
    assert_int_equal(symlink("/etc/passwd", b->file), 0);
    t = open_it(b);
    assert_false(table_stats(t).persistent);
    put_text(t, "a", "2");
    table_close(t);
    assert_int_equal(b->warnings, 2);
    assert_int_equal(unlink(b->file), 0);
    assert_int_equal(mkdir(b->file, 0700), 0);
    t = open_it(b);
    table_close(t);
    assert_int_equal(b->warnings, 3);
    config.folder = b->file;
    assert_int_equal(dir_remove(b->file, &e), 0);
    spit(b, "x", 1);
    t = table_open(&config); /* a file where the folder should be */
    table_close(t);
    assert_int_equal(b->warnings, 4);
}

static void test_limit(void **state) {
    struct bench *b = *state;
    struct table_config config = config_of(b);
    config.max_bytes = 20000;
    char key[32], value[200];
    memset(value, 'v', sizeof(value));
    for (int i = 0; i < 600; i++) {
        struct table *t = table_open(&config);
        snprintf(key, sizeof(key), "key %d", i);
        table_put(t, str_from(key), str_make(value, sizeof(value)));
        table_close(t);
        struct stat st;
        assert_int_equal(stat(b->file, &st), 0);
        assert_true(st.st_size <= 20000);
    }
    struct table *t = table_open(&config);
    struct str got;
    int kept = 0;
    for (int i = 599; i >= 0; i--) {
        snprintf(key, sizeof(key), "key %d", i);
        bool there = table_get(t, str_from(key), &got);
        assert_true(there || i < 599 - 40 + 2); /* the newest half of the limit at least */
        kept += there;
    }
    assert_in_range(kept, 38, 85);
    /* More at once than fits. */
    for (int i = 0; i < 300; i++) {
        snprintf(key, sizeof(key), "more %d", i);
        table_put(t, str_from(key), str_make(value, sizeof(value)));
    }
    table_close(t);
    struct stat st;
    assert_int_equal(stat(b->file, &st), 0);
    assert_true(st.st_size <= 20000);
    /* A record that is too large is not kept at all. */
    t = open_it(b);
    char *large = xcalloc(1, (16 << 20) + 1);
    table_put(t, STR("large"), str_make(large, (16 << 20) + 1));
    assert_int_equal(table_stats(t).pending, 0);
    free(large);
    table_close(t);
    assert_int_equal(b->warnings, 0);
}

static void test_overwriting_does_not_grow(void **state) {
    struct bench *b = *state;
    char value[3000];
    struct stat st;
    for (int i = 0; i < 300; i++) {
        struct table *t = open_it(b);
        for (int k = 0; k < 10; k++) {
            char key[8];
            snprintf(key, sizeof(key), "k%d", k);
            memset(value, 'a' + i % 26, sizeof(value));
            table_put(t, str_from(key), str_make(value, sizeof(value)));
        }
        table_close(t);
        assert_int_equal(stat(b->file, &st), 0);
        assert_true(st.st_size < 17 * 31000);
    }
    assert_int_equal(b->warnings, 0);
}

/* Several handles at once against a model of what the file holds after each flush. */
enum {
    KEYS = 40,
    HANDLES = 3,
};

static void test_random(void **state) {
    struct bench *b = *state;
    unsigned seed = 99;
    int disk[KEYS] = {0}; /* 0: never put */
    int seen[HANDLES][KEYS];
    bool dirty[HANDLES][KEYS];
    struct table *t[HANDLES] = {NULL};
    int counter = 0;
    for (int round = 0; round < 20000; round++) {
        int h = rand_r(&seed) % HANDLES, k = rand_r(&seed) % KEYS;
        char key[16], value[64];
        snprintf(key, sizeof(key), "%*d", 1 + k % 9, k);
        if (t[h] == NULL) {
            t[h] = open_it(b);
            memcpy(seen[h], disk, sizeof(disk));
            memset(dirty[h], 0, sizeof(dirty[h]));
        }
        switch (rand_r(&seed) % 40) {
        case 0: /* close */
        case 1: {
            struct err e = ERR_INIT;
            bool close_it = rand_r(&seed) % 2 == 0;
            if (close_it) {
                table_close(t[h]);
                t[h] = NULL;
            } else {
                assert_int_equal(table_flush(t[h], &e), 0);
            }
            for (int i = 0; i < KEYS; i++) {
                if (dirty[h][i]) {
                    disk[i] = seen[h][i];
                    dirty[h][i] = false;
                }
            }
            break;
        }
        case 2:
            table_abandon(t[h]);
            t[h] = NULL;
            break;
        default:
            if (rand_r(&seed) % 2 == 0) {
                counter++;
                snprintf(value, sizeof(value), "%*d", 1 + counter % 50, counter);
                put_text(t[h], key, value);
                seen[h][k] = counter;
                dirty[h][k] = true;
            } else if (seen[h][k] == 0) {
                expect(t[h], key, NULL);
            } else {
                snprintf(value, sizeof(value), "%*d", 1 + seen[h][k] % 50, seen[h][k]);
                expect(t[h], key, value);
            }
        }
    }
    for (int h = 0; h < HANDLES; h++) {
        table_abandon(t[h]);
    }
    assert_int_equal(b->warnings, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_put_and_get, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_version, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_folders, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_limit, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_overwriting_does_not_grow, bench_set_up,
                                        bench_tear_down),
        cmocka_unit_test_setup_teardown(test_random, bench_set_up, bench_tear_down),
    };
    int failed = cmocka_run_group_tests_name("table", tests, NULL, NULL);
    failed += damage_tests();
    failed += process_tests();
    return failed;
}
