/*
 * The public cases of toml-lang/toml-test, for TOML 1.1, when they are at hand: in the folder
 * PANTS_TOML_TEST, else ../shared/conformance/toml-test. The folder holds tests.tar.xz (unpacked
 * into a temporary folder) or the folder `tests` itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "codec/json.h"
#include "codec/toml.h"
#include "unit/codec/groups.h"

struct suite {
    char *folder;  /* with files-toml-1.1.0 in it; NULL: not at hand */
    char *scratch; /* to be removed */
};

static char *read_all(const char *path, size_t *ret_len) {
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return NULL;
    }
    struct buf b = BUF_INIT;
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) {
        buf_add(&b, chunk, n);
    }
    (void)fclose(f);
    *ret_len = b.len;
    buf_add_char(&b, '\0');
    return buf_take(&b);
}

static int set_up(void **state) {
    struct suite *s = ALLOC(struct suite);
    *state = s;
    const char *base = getenv("PANTS_TOML_TEST");
    base = base != NULL ? base : "../shared/conformance/toml-test";
    cleanup_(freep) char *plain = xasprintf("%s/tests/files-toml-1.1.0", base);
    if (access(plain, R_OK) == 0) {
        s->folder = xasprintf("%s/tests", base);
        return 0;
    }
    cleanup_(freep) char *archive = xasprintf("%s/tests.tar.xz", base);
    if (access(archive, R_OK) != 0) {
        print_message("toml-test is not at %s: its cases are skipped\n", base);
        return 0;
    }
    s->scratch = xstrdup("/tmp/toml-test-XXXXXX");
    assert_non_null(mkdtemp(s->scratch));
    cleanup_(freep) char *command = xasprintf("tar -xJf '%s' -C '%s'", archive, s->scratch);
    assert_int_equal(system(command), 0);
    s->folder = xasprintf("%s/tests", s->scratch);
    return 0;
}

static int tear_down(void **state) {
    struct suite *s = *state;
    if (s->scratch != NULL) {
        cleanup_(freep) char *command = xasprintf("rm -rf '%s'", s->scratch);
        assert_int_equal(system(command), 0);
    }
    free(s->scratch);
    free(s->folder);
    free(s);
    return 0;
}

static bool is_type(const struct cval *expected, const char *name) {
    return str_eqz(cval_getz(expected, "type")->s, name);
}

/* Seconds' fractions may be written with more or fewer zeros. */
static bool same_date(struct str a, struct str b) {
    while (a.len > 0 && b.len > 0 && a.ptr[0] == b.ptr[0]) {
        a = str_from_at(a, 1);
        b = str_from_at(b, 1);
    }
    while (a.len > 0 && a.ptr[0] == '0') {
        a = str_from_at(a, 1);
    }
    while (b.len > 0 && b.ptr[0] == '0') {
        b = str_from_at(b, 1);
    }
    return str_eq(a, b);
}

static bool same_float(double have, struct str want) {
    if (str_ends(want, STR("nan"))) {
        return have != have;
    }
    cleanup_(freep) char *text = str_dup(want);
    return strtod(text, NULL) == have;
}

static bool same_scalar(const struct cval *have, const struct cval *expected) {
    static const char *const dates[] = {"datetime", "datetime-local", "date-local", "time-local"};
    struct str value = cval_getz(expected, "value")->s;
    cleanup_(freep) char *text = str_dup(value);
    switch (have->kind) {
    case CVAL_BOOL:
        return is_type(expected, "bool") && str_eqz(value, have->b ? "true" : "false");
    case CVAL_INT:
        return is_type(expected, "integer") && strtoll(text, NULL, 10) == have->i;
    case CVAL_FLOAT:
        return is_type(expected, "float") && same_float(have->f, value);
    case CVAL_STR:
        return is_type(expected, "string") && str_eq(value, have->s);
    case CVAL_DATETIME:
        return is_type(expected, dates[have->date_kind]) && same_date(have->s, value);
    default:
        return false;
    }
}

static bool same(const struct cval *have, const struct cval *expected) {
    if (expected->kind == CVAL_LIST) {
        if (have->kind != CVAL_LIST || have->list.len != expected->list.len) {
            return false;
        }
        for (uint32_t i = 0; i < have->list.len; i++) {
            if (!same(&have->list.items[i], &expected->list.items[i])) {
                return false;
            }
        }
        return true;
    }
    if (cval_len(expected) == 2 && cval_getz(expected, "type") != NULL &&
        cval_getz(expected, "type")->kind == CVAL_STR) {
        return same_scalar(have, expected);
    }
    if (have->kind != CVAL_TABLE || cval_len(have) != cval_len(expected)) {
        return false;
    }
    for (uint32_t i = 0; i < have->table->len; i++) {
        const struct cval *other = cval_get(expected, have->table->pairs[i].key);
        if (other == NULL || !same(&have->table->pairs[i].value, other)) {
            return false;
        }
    }
    return true;
}

/* Runs one case; prints what went wrong. */
static bool run_case(const char *folder, struct str name) {
    bool valid = str_starts(name, STR("valid/"));
    cleanup_(freep) char *path = xasprintf("%s/%.*s", folder, STR_FMT(name));
    size_t len = 0, json_len = 0;
    cleanup_(freep) char *text = read_all(path, &len);
    cleanup_(arena_done) struct arena a = {0};
    struct cval root, expected;
    struct err e = ERR_INIT;
    assert_non_null(text);
    bool parsed = toml_parse(&a, str_make(text, len), &root, &e) == 0;
    if (!valid) {
        if (parsed) {
            print_error("accepted, though invalid: %s\n", path);
        } else if (e.code != ERR_FORMAT || e.msg[0] < '0' || e.msg[0] > '9') {
            print_error("no place in the message for %s: %s\n", path, e.msg);
            return false;
        }
        return !parsed;
    }
    if (!parsed) {
        print_error("refused, though valid: %s: %s\n", path, e.msg);
        return false;
    }
    cleanup_(freep) char *json_path = xasprintf("%.*s.json", (int)strlen(path) - 5, path);
    cleanup_(freep) char *json = read_all(json_path, &json_len);
    assert_non_null(json);
    assert_int_equal(json_parse(&a, str_make(json, json_len), &expected, &e), 0);
    if (!same(&root, &expected)) {
        cleanup_(buf_done) struct buf out = BUF_INIT;
        cval_json(&root, &out);
        print_error("wrong value: %s: %s\n", path, out.data);
        return false;
    }
    return true;
}

static void test_public_cases(void **state) {
    const struct suite *s = *state;
    if (s->folder == NULL) {
        skip();
    }
    cleanup_(freep) char *list_path = xasprintf("%s/files-toml-1.1.0", s->folder);
    size_t len = 0, cases = 0, failed = 0;
    cleanup_(freep) char *list = read_all(list_path, &len);
    assert_non_null(list);
    struct str rest = str_make(list, len), line;
    for (bool done = false; str_split_next(&rest, &done, '\n', &line);) {
        if (str_ends(line, STR(".toml"))) {
            cases++;
            failed += !run_case(s->folder, line);
        }
    }
    print_message("%zu cases of toml-test\n", cases);
    assert_true(cases > 500);
    assert_int_equal(failed, 0);
}

int toml_suite_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_public_cases)};
    return cmocka_run_group_tests_name("toml-test", tests, set_up, tear_down);
}
