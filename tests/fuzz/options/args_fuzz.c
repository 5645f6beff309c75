/*
 * Command lines from outside, one argument a line, over two goals and a few options. Each token is
 * at most one thing: a goal, a spec, a flag, or passed through.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "options/options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void declare(struct options *o) {
    const struct option_decl global[] = {{.name = {"level", 5}},
                                         {.name = {"on", 2}, .type = OPTION_BOOL}};
    const struct option_decl test[] = {
        {.name = {"args", 4}, .type = OPTION_LIST, .passthrough = true},
        {.name = {"num", 3}, .type = OPTION_INT},
    };
    const struct scope_decl scopes[] = {
        {.scope = {"", 0}, .options = global, .count = 2},
        {.scope = {"test", 4}, .is_goal = true, .options = test, .count = 2},
        {.scope = {"list", 4}, .is_goal = true},
    };
    for (size_t i = 0; i < ARRAY_LEN(scopes); i++) {
        if (options_declare(o, &scopes[i], NULL) < 0) {
            abort();
        }
    }
}

/* Without aliases there cannot be more of anything than there were arguments. */
static void check(size_t argc, const char *const *argv, const struct options_command *c) {
    size_t kept = c->goal_count + c->unknown_count + c->spec_count + c->passthrough_count +
                  (c->has_passthrough ? 1 : 0) +
                  (c->builtin.len > 0 && c->builtin.ptr[0] != '_' ? 1 : 0);
    for (size_t i = 0; i < argc; i++) {
        if (strcmp(argv[i], "go") == 0 || strcmp(argv[i], "--up") == 0) {
            return;
        }
    }
    if (kept > argc) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *argv[64];
    size_t argc = 0;
    char *text = xstrndup((const char *)data, size);
    for (char *save = NULL, *p = strtok_r(text, "\n", &save); p != NULL && argc < 64;
         p = strtok_r(NULL, "\n", &save)) {
        argv[argc++] = p;
    }
    struct options_source alias = {
        STR("pants.toml"), STR("[cli.alias]\ngo = 'test --num=1 -- x'\n--up = '-ldebug go'")};
    struct options_inputs in = {.argv = argv,
                                .argc = argc,
                                .cwd = STR("/nowhere"),
                                .build_root = STR("/nowhere"),
                                .sources = &alias,
                                .source_count = 1,
                                .no_bootstrap_script = true};
    struct options *o = options_new(&in);
    struct options_command command;
    const struct options_problem *problems;
    if (options_bootstrap(o, PVAL_NONE, NULL) == 0) {
        declare(o);
        if (options_parse(o, &command, NULL) == 0) {
            check(argc, argv, &command);
            (void)options_value(o, "test", "args");
            (void)options_value(o, "", "level");
            (void)options_verify(o, OPTIONS_VERIFY_FLAGS, &problems);
        }
    }
    options_free(o);
    free(text);
    return 0;
}
