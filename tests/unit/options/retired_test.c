/* Names of earlier releases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "options/retired.h"
#include "unit/options/groups.h"

static void test_known_facts(void **state) {
    (void)state;
    struct str release;
    assert_true(retired_find(RETIRED_SCOPE, STR("poetry"), &release));
    assert_true(str_eqz(release, "2.15"));
    assert_true(retired_find(RETIRED_OPTION, STR("black.export"), NULL));
    assert_true(retired_find(RETIRED_BACKEND, STR("pants.backend.explorer"), NULL));
    assert_true(retired_class_option(STR("PythonToolRequirementsBase"), STR("lockfile"), &release));
    assert_false(retired_find(RETIRED_SCOPE, STR("poetri"), NULL));
    assert_false(retired_find(RETIRED_OPTION, STR("black.exporter"), NULL));
}

/* The table in the executable has every row of the list of facts. */
static void test_table_is_the_list(void **state) {
    (void)state;
    static const char *const kinds[] = {"backend", "field", "option", "python", "scope", "target"};
    FILE *f = fopen("src/options/data/retired.tsv", "r");
    assert_non_null(f);
    char line[512];
    size_t rows = 0;
    assert_non_null(fgets(line, sizeof line, f));
    while (fgets(line, sizeof line, f) != NULL) {
        char *kind = strtok(line, "\t"), *name = strtok(NULL, "\t"), *last = strtok(NULL, "\t\n");
        struct str release;
        enum retired_kind k = RETIRED_BACKEND;
        while (strcmp(kinds[k], kind) != 0) {
            k++;
        }
        bool found;
        char *close = strstr(name, "].");
        if (k == RETIRED_OPTION && strncmp(name, "[class ", 7) == 0) {
            *close = '\0';
            found = retired_class_option(str_from(name + 7), str_from(close + 2), &release);
        } else if (k == RETIRED_OPTION) {
            memmove(close, close + 1, strlen(close));
            found = retired_find(k, str_from(name + 1), &release);
        } else {
            found = retired_find(k, str_from(name), &release);
        }
        assert_true(found);
        assert_true(str_eqz(release, last));
        rows++;
    }
    (void)fclose(f);
    assert_true(rows > 1000);
}

int retired_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_facts),
        cmocka_unit_test(test_table_is_the_list),
    };
    return cmocka_run_group_tests_name("retired names", tests, NULL, NULL);
}
