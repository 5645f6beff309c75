/* Damage: files cut at every byte, every bit flipped, writes that are short or fail. */
#include "tables/io.h"
#include "tables/table.h"

#include "tables_test.h"

#include "base/alloc.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const KEYS[] = {"one", "two", "three", "a longer key", "five", "six"};
static const char *const VALUES[] = {"1", "second value", "", "a value of more than eight bytes",
                                     "5", "666666"};

enum {
    COUNT = 6,
};

/* Three segments of two keys each; the first also holds an old value of "five". */
static void make(struct bench *b) {
    struct err e = ERR_INIT;
    struct table *t = open_it(b);
    put_text(t, "five", "old");
    for (int i = 0; i < COUNT; i++) {
        put_text(t, KEYS[i], VALUES[i]);
        if (i == 1) {
            put_text(t, "five", "old");
        }
        if (i % 2 == 1) {
            assert_int_equal(table_flush(t, &e), 0);
        }
    }
    table_close(t);
}

/* Every key has its value, or none; how many have none. "five" must never be old. */
static int missing(struct table *t) {
    int none = 0;
    for (int i = 0; i < COUNT; i++) {
        struct str got;
        if (!table_get(t, str_from(KEYS[i]), &got)) {
            none++;
        } else if (strcmp(KEYS[i], "five") != 0 || !str_eqz(got, "old")) {
            assert_int_equal(got.len, strlen(VALUES[i]));
            assert_memory_equal(got.ptr, VALUES[i], got.len);
        }
    }
    return none;
}

/* After damage: works, is repaired by closing, and is silent then. */
static void check_repaired(struct bench *b, struct table *t) {
    put_text(t, "new", "key");
    int none = missing(t);
    table_close(t);
    int before = b->warnings;
    t = open_it(b);
    assert_int_equal(missing(t), none);
    expect(t, "new", "key");
    assert_false(table_stats(t).damaged);
    table_close(t);
    assert_int_equal(b->warnings, before);
}

static void test_cut_everywhere(void **state) {
    struct bench *b = *state;
    make(b);
    struct buf whole = BUF_INIT;
    slurp(b, &whole);
    int undamaged = 0;
    for (size_t len = 0; len < whole.len; len++) {
        spit(b, whole.data, len);
        b->warnings = 0;
        struct table *t = open_it(b);
        int none = missing(t);
        if (!table_stats(t).damaged) {
            undamaged++; /* cut between two segments: an older state of the table */
            assert_true(none == 6 || none == 3 || none == 1);
        }
        assert_int_equal(b->warnings, table_stats(t).damaged ? 1 : 0);
        check_repaired(b, t);
    }
    assert_int_equal(undamaged, 3);
    buf_done(&whole);
}

static void test_flip_every_bit(void **state) {
    struct bench *b = *state;
    make(b);
    struct buf whole = BUF_INIT;
    slurp(b, &whole);
    int harmless = 0;
    for (size_t bit = 0; bit < whole.len * 8; bit++) {
        whole.data[bit / 8] ^= (char)(1 << bit % 8);
        spit(b, whole.data, whole.len);
        whole.data[bit / 8] ^= (char)(1 << bit % 8);
        b->warnings = 0;
        struct table *t = open_it(b);
        int none = missing(t);
        /* Nothing is lost without a word, and the old value does not come back. */
        assert_true(none == 0 || table_stats(t).damaged);
        if (!table_stats(t).damaged) {
            harmless++;
            expect(t, "five", "5");
        }
        assert_int_equal(b->warnings, table_stats(t).damaged ? 1 : 0);
        check_repaired(b, t);
    }
    /* What no sum covers means nothing: padding of values, the header's spare word, the record
       that was replaced. */
    assert_in_range(harmless, 1, 8 * (8 + 6 * 7 + 32));
    buf_done(&whole);
}

static void test_junk(void **state) {
    struct bench *b = *state;
    unsigned seed = 5;
    for (int round = 0; round < 300; round++) {
        char junk[400];
        size_t len = (size_t)rand_r(&seed) % sizeof(junk);
        for (size_t i = 0; i < len; i++) {
            junk[i] = (char)rand_r(&seed);
        }
        spit(b, junk, len);
        struct table *t = open_it(b);
        assert_int_equal(missing(t), COUNT);
        assert_true(table_stats(t).damaged);
        check_repaired(b, t);
    }
}

/* Calls that fail: the n-th write from now on. */
struct shim {
    int fail_at;   /**< counts down; 0: now */
    int error;     /**< errno to fail with; 0: a short write of half */
    bool for_good; /**< from then on all fail */
    bool truncate_fails;
    bool rename_fails;
    int writes;
};

static ssize_t shim_pwrite(void *user, int fd, const void *data, size_t len, off_t at) {
    struct shim *s = user;
    s->writes++;
    bool now = s->fail_at == 0 || (s->for_good && s->fail_at < 0);
    s->fail_at--;
    if (!now) {
        return pwrite(fd, data, len, at);
    }
    if (s->error != 0 && s->error != EINTR && len > 1) {
        (void)!pwrite(fd, data, len / 2, at); /* a part got through */
    }
    if (s->error != 0) {
        errno = s->error;
        return -1;
    }
    return pwrite(fd, data, len > 1 ? len / 2 : len, at);
}

static int shim_ftruncate(void *user, int fd, off_t len) {
    struct shim *s = user;
    if (s->truncate_fails) {
        errno = EIO;
        return -1;
    }
    return ftruncate(fd, len);
}

static int shim_rename(void *user, const char *from, const char *to) {
    struct shim *s = user;
    if (s->rename_fails) {
        errno = EACCES;
        return -1;
    }
    return rename(from, to);
}

static void test_failing_writes(void **state) {
    struct bench *b = *state;
    static const int errors[] = {0, ENOSPC, EIO, EINTR};
    for (int variant = 0; variant < 16; variant++) {
        for (int nth = 0; nth < 8; nth++) {
            (void)unlink(b->file);
            struct shim s = {.fail_at = nth,
                             .error = errors[variant % 4],
                             .for_good = variant % 4 != 3 && (variant & 4) != 0,
                             .truncate_fails = (variant & 8) != 0};
            struct table_io io = {shim_pwrite, shim_ftruncate, shim_rename, &s};
            struct table_config config = config_of(b);
            config.io = &io;
            bool flushed[COUNT] = {false};
            struct table *t = table_open(&config);
            for (int i = 0; i < COUNT; i++) {
                struct err e = ERR_INIT;
                put_text(t, KEYS[i], VALUES[i]);
                int r = table_flush(t, &e);
                flushed[i] = r == 0;
                assert_int_equal(table_stats(t).pending == 0, r == 0);
                if (r == 0) { /* and all that waited before it */
                    memset(flushed, true, (size_t)i);
                }
                if (r != 0) {
                    assert_int_equal(r, ERR_IO);
                    assert_int_equal(e.sys_errno, s.error);
                }
                for (int k = 0; k <= i; k++) {
                    expect(t, KEYS[k], VALUES[k]);
                }
            }
            table_abandon(t);
            b->warnings = 0;
            t = open_it(b);
            for (int i = 0; i < COUNT; i++) {
                struct str got;
                assert_true(!flushed[i] || table_get(t, str_from(KEYS[i]), &got));
            }
            (void)missing(t);
            if (!s.truncate_fails) {
                assert_false(table_stats(t).damaged);
            }
            check_repaired(b, t);
        }
    }
}

static void test_failing_rename(void **state) {
    struct bench *b = *state;
    struct shim s = {.fail_at = -1, .rename_fails = true};
    struct table_io io = {shim_pwrite, shim_ftruncate, shim_rename, &s};
    struct table_config config = config_of(b);
    config.io = &io;
    struct table *t = table_open(&config);
    put_text(t, "a", "1");
    struct err e = ERR_INIT;
    assert_int_equal(table_flush(t, &e), ERR_IO);
    assert_int_equal(e.sys_errno, EACCES);
    assert_int_equal(count_files(b), 1); /* the lock: nothing is left behind */
    table_close(t);
    assert_int_equal(b->warnings, 0); /* closing says it at debug level */
}

static void test_leftovers_go(void **state) {
    struct bench *b = *state;
    char path[128];
    snprintf(path, sizeof(path), "%s/t.table.new-1-2", b->folder);
    FILE *f = fopen(path, "we");
    fclose(f);
    snprintf(path, sizeof(path), "%s/other.table.new-1-2", b->folder);
    f = fopen(path, "we");
    fclose(f);
    struct table *t = open_it(b);
    put_text(t, "a", "1");
    table_close(t);
    assert_int_equal(count_files(b), 3); /* table, lock, the other's */
}

int damage_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cut_everywhere, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_flip_every_bit, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_junk, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_failing_writes, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_failing_rename, bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(test_leftovers_go, bench_set_up, bench_tear_down),
    };
    return cmocka_run_group_tests_name("damage", tests, NULL, NULL);
}
