/*
 * Names that some earlier release had and this one has not. They are accepted with one warning in
 * all; a name that never existed is an error. The facts are in src/options/data/retired.tsv.
 */
#ifndef PANTS_OPTIONS_RETIRED_H
#define PANTS_OPTIONS_RETIRED_H

#include <stdbool.h>

#include "base/str.h"

enum retired_kind {
    RETIRED_BACKEND,
    RETIRED_FIELD,
    RETIRED_OPTION, /**< name: "scope.option"; the global scope is "GLOBAL" */
    RETIRED_PYTHON, /**< "module.Name" */
    RETIRED_SCOPE,
    RETIRED_TARGET,
};

/** Whether name once existed; *ret_release (may be NULL): the last release that had it. */
bool retired_find(enum retired_kind kind, struct str name, struct str *ret_release);
/** Whether an option of that name once belonged to this class of scopes ("ExternalTool"). */
bool retired_class_option(struct str class_name, struct str option, struct str *ret_release);

#endif
