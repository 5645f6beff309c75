/* The log sink, and the clocks. */
#include "base/log.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "unit/base/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/** The last line that a sink got. */
struct heard {
    unsigned count;
    enum log_level level;
    char target[32];
    char line[128];
    size_t len;
};

static void hear(void *user, enum log_level level, const char *target, const char *line) {
    struct heard *h = user;
    h->count++;
    h->level = level;
    (void)snprintf(h->target, sizeof h->target, "%s", target);
    (void)snprintf(h->line, sizeof h->line, "%s", line);
    h->len = strlen(line);
}

static void test_levels(void **state) {
    (void)state;
    static const enum log_level levels[] = {LOG_TRACE, LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR};
    for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
        struct heard h = {.count = 0};
        struct log_sink sink = {.level = levels[i], .write = hear, .user = &h};
        for (size_t j = 0; j < ARRAY_LEN(levels); j++) {
            log_to(&sink, levels[j], "fs", "%s %zu", "line", j);
            assert_int_equal(h.count, j < i ? 0 : j - i + 1);
        }
        assert_int_equal(h.level, LOG_ERROR);
        assert_string_equal(h.target, "fs");
        assert_string_equal(h.line, "line 4");
    }
}

static void test_nobody_listens(void **state) {
    (void)state;
    log_to(NULL, LOG_ERROR, "x", "%d", 1);
    struct log_sink deaf = {.level = LOG_TRACE};
    log_to(&deaf, LOG_ERROR, "x", "%d", 1);
}

static void test_lengths(void **state) {
    (void)state;
    struct heard h = {.count = 0};
    struct log_sink sink = {.level = LOG_TRACE, .write = hear, .user = &h};
    log_to(&sink, LOG_INFO, "x", "%s", "");
    assert_int_equal(h.count, 1);
    assert_int_equal(h.len, 0);
    log_to(&sink, LOG_INFO, "x", "%*d", 100000, 1);
    assert_int_equal(h.count, 2);
    assert_int_equal(h.len, 100000);
}

/* A line that cannot be made is not lost without a word. */
static void test_line_that_cannot_be_made(void **state) {
    (void)state;
    struct heard h = {.count = 0};
    struct log_sink sink = {.level = LOG_TRACE, .write = hear, .user = &h};
    log_to(&sink, LOG_INFO, "x", "size %*d", (1 << 20) + 1, 1);
    assert_int_equal(h.count, 1);
    assert_string_equal(h.line, "(a line too long to log: size %*d)");
    alloc_fail_after(1);
    log_to(&sink, LOG_WARN, "x", "%d things", 3);
    alloc_fail_after(0);
    assert_int_equal(h.count, 2);
    assert_int_equal(h.level, LOG_WARN);
}

static void test_clocks(void **state) {
    (void)state;
    uint64_t last = clock_mono_ns();
    for (int i = 0; i < 1000; i++) {
        uint64_t now = clock_mono_ns();
        assert_true(now >= last);
        last = now;
    }
    time_t before = time(NULL);
    int64_t wall = clock_wall_ns();
    time_t after = time(NULL);
    assert_true(wall / 1000000000 >= before - 1);
    assert_true(wall / 1000000000 <= after + 1);
}

int log_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels),  cmocka_unit_test(test_nobody_listens),
        cmocka_unit_test(test_lengths), cmocka_unit_test(test_line_that_cannot_be_made),
        cmocka_unit_test(test_clocks),
    };
    return cmocka_run_group_tests_name("log and clock", tests, NULL, NULL);
}
