/* Names of earlier releases: sorted arrays (made by tools/retired.py) and binary search. */
#include "options/retired.h"

#include <stdlib.h>

#include "base/attr.h"
#include "base/buf.h"

struct retired_row {
    const char *name, *release;
};

#include "options/retired_python.h"
#include "options/retired_table.h"

#define TABLE(rows)                                                                                \
    { rows, ARRAY_LEN(rows) }

static const struct table {
    const struct retired_row *rows;
    size_t count;
} tables[] = {
    [RETIRED_BACKEND] = TABLE(retired_backend), [RETIRED_FIELD] = TABLE(retired_field),
    [RETIRED_OPTION] = TABLE(retired_option),   [RETIRED_PYTHON] = TABLE(retired_python),
    [RETIRED_SCOPE] = TABLE(retired_scope),     [RETIRED_TARGET] = TABLE(retired_target),
};

static int compare(const void *key, const void *row) {
    return str_cmp(*(const struct str *)key, str_from(((const struct retired_row *)row)->name));
}

static bool find(const struct retired_row *rows, size_t count, struct str name,
                 struct str *ret_release) {
    const struct retired_row *row = bsearch(&name, rows, count, sizeof *rows, compare);
    if (row != NULL && ret_release != NULL) {
        *ret_release = str_from(row->release);
    }
    return row != NULL;
}

bool retired_find(enum retired_kind kind, struct str name, struct str *ret_release) {
    return find(tables[kind].rows, tables[kind].count, name, ret_release);
}

bool retired_class_option(struct str class_name, struct str option, struct str *ret_release) {
    cleanup_(buf_done) struct buf name = BUF_INIT;
    buf_addf(&name, "%.*s.%.*s", STR_FMT(class_name), STR_FMT(option));
    return find(retired_class, ARRAY_LEN(retired_class), buf_str(&name), ret_release);
}
