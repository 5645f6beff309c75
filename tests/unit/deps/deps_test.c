/* Edges on small repositories: what BUILD files say, what Python code says, and the questions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "deps/deps.h"
#include "deps/python.h"
#include "unit/targets/fixture.h"

static const char TABLE[] =
    "{\"backends\": {\"code\": {\"targets\": [\"lib\", \"test\", \"module\", \"modules\", \"req\", "
    "\"bin\", \"asset\"], \"plugin_fields\": []}},"
    " \"fields\": {"
    "  \"pants.x:Dependencies\": {\"alias\": \"dependencies\", \"kind\": \"dependencies\"},"
    "  \"pants.x:TestDependencies\": {\"alias\": \"dependencies\", \"kind\": \"dependencies\","
    "       \"supports_transitive_excludes\": true},"
    "  \"pants.x:Resolve\": {\"alias\": \"resolve\", \"kind\": \"str\"},"
    "  \"pants.x:PythonSourceField\": {\"alias\": \"source\", \"kind\": \"source\", \"ext\": "
    "[\".py\", \".pyi\"]},"
    "  \"pants.x:PythonTestSourceField\": {\"alias\": \"source\", \"kind\": \"source\", \"bases\": "
    "[\"pants.x:PythonSourceField\"]},"
    "  \"pants.x:ResourceSourceField\": {\"alias\": \"source\", \"kind\": \"source\"},"
    "  \"pants.x:Sources\": {\"alias\": \"sources\", \"kind\": \"sources\", \"default\": "
    "[\"*.py\", \"*.pyi\"]},"
    "  \"pants.x:PythonRequirementsField\": {\"alias\": \"requirements\", \"kind\": \"str_seq\"},"
    "  \"pants.x:PythonRequirementModulesField\": {\"alias\": \"modules\", \"kind\": \"str_seq\"},"
    "  \"pants.x:PexEntryPointField\": {\"alias\": \"entry_point\", \"kind\": \"str\"}},"
    " \"targets\": {"
    "  \"lib\": {\"class\": \"m:Lib\", \"kind\": \"plain\", \"fields\": "
    "[\"pants.x:Dependencies\", \"pants.x:Resolve\"]},"
    "  \"test\": {\"class\": \"m:Test\", \"kind\": \"plain\", \"fields\": "
    "[\"pants.x:TestDependencies\", \"pants.x:PythonTestSourceField\", \"pants.x:Resolve\"]},"
    "  \"module\": {\"class\": \"m:Module\", \"kind\": \"plain\", \"fields\": "
    "[\"pants.x:Dependencies\", \"pants.x:PythonSourceField\", \"pants.x:Resolve\"]},"
    "  \"modules\": {\"class\": \"m:Modules\", \"kind\": \"file_generator\", "
    "\"generated_alias\": \"module\", \"fields\": [\"pants.x:Sources\"], \"moved\": "
    "[\"pants.x:Dependencies\", \"pants.x:Resolve\"]},"
    "  \"asset\": {\"class\": \"m:Asset\", \"kind\": \"plain\", \"fields\": "
    "[\"pants.x:ResourceSourceField\"]},"
    "  \"bin\": {\"class\": \"m:Bin\", \"kind\": \"plain\", \"fields\": "
    "[\"pants.x:Dependencies\", \"pants.x:PexEntryPointField\", \"pants.x:Resolve\"]},"
    "  \"req\": {\"class\": \"m:Req\", \"kind\": \"plain\", \"fields\": "
    "[\"pants.x:PythonRequirementsField\", \"pants.x:PythonRequirementModulesField\", "
    "\"pants.x:Resolve\"]}}}";

struct scene {
    struct fixture f;
    struct python_infer_config python;
    struct deps *deps;
    struct python_infer *infer;
};

static const struct str root_patterns[] = {{"/", 1}, {"src", 3}};

static int set_up(void **state) {
    struct scene *s = ALLOC(struct scene);
    fixture_init(&s->f);
    s->f.table = fixture_pack(&s->f, TABLE);
    assert_int_equal(registry_add_backend(s->f.registry, s->f.table, STR("code"), NULL), 0);
    s->python = (struct python_infer_config){
        .imports = true,
        .conftests = true,
        .entry_points = true,
        .string_imports_min_dots = 2,
        .assets_min_slashes = 1,
        .init_files = INIT_FILES_CONTENT_ONLY,
        .unowned = UNOWNED_WARN,
        .enable_resolves = true,
        .default_resolve = STR("main"),
        .root_patterns = root_patterns,
        .nroot_patterns = ARRAY_LEN(root_patterns),
    };
    *state = s;
    return 0;
}

static int tear_down(void **state) {
    struct scene *s = *state;
    deps_free(s->deps);
    fixture_done(&s->f);
    free(s);
    return 0;
}

/* Loads everything; nothing is written after this. */
static void open_all(struct scene *s) {
    fixture_open(&s->f, UNMATCHED_IGNORE);
    free(fixture_pick(&s->f, "::", NULL));
    const struct deps_config config = {
        .world = s->f.world, .tree = s->f.tree, .default_resolve = STR("main")};
    s->deps = deps_new(&config);
    s->python.tree = s->f.tree;
    s->python.log = &s->f.log;
    s->infer = python_infer_new(&s->python, s->deps, s->f.world);
    python_infer_register(s->infer);
}

static uint32_t id_of(struct scene *s, const char *spec) {
    for (uint32_t i = 0; i < world_count(s->f.world); i++) {
        struct buf text = BUF_INIT;
        addr_spec(world_strings(s->f.world), world_target(s->f.world, i)->addr, &text);
        bool same = str_eqz(buf_str(&text), spec);
        buf_done(&text);
        if (same) {
            return i;
        }
    }
    fail_msg("there is no target %s", spec);
    return 0;
}

static void show(struct scene *s, const uint32_t *ids, size_t n, struct buf *out) {
    for (size_t i = 0; i < n; i++) {
        buf_addz(out, i > 0 ? " " : "");
        addr_spec(world_strings(s->f.world), world_target(s->f.world, ids[i])->addr, out);
    }
}

enum question { DIRECT, CLOSURE, DEPENDENTS, ALL_DEPENDENTS };

static void assert_answer(struct scene *s, enum question question, const char *spec,
                          const char *expected) {
    uint32_t id = id_of(s, spec);
    id_vec found = {0};
    struct err e = ERR_INIT;
    struct buf text = BUF_INIT;
    int r = question == DIRECT ? deps_direct(s->deps, &id, 1, false, &found, &e)
            : question == CLOSURE
                ? deps_closure(s->deps, &id, 1, false, &found, &e)
                : deps_dependents(s->deps, &id, 1, question == ALL_DEPENDENTS, false, &found, &e);
    if (r < 0) {
        fail_msg("%s", e.msg);
    }
    show(s, found.data, found.len, &text);
    assert_string_equal(text.data != NULL ? text.data : "", expected);
    buf_done(&text);
    vec_done(&found);
}

static void assert_fails(struct scene *s, const char *spec, const char *part) {
    uint32_t id = id_of(s, spec);
    struct id_list list;
    struct err e = ERR_INIT;
    assert_int_equal(deps_of(s->deps, id, &list, &e), ERR_USAGE);
    if (strstr(e.msg, part) == NULL) {
        fail_msg("expected '%s' in: %s", part, e.msg);
    }
}

static const char *warnings(const struct scene *s) {
    return s->f.warnings.len > 0 ? s->f.warnings.data : "";
}

/* ---- what BUILD files say ---- */

static void written_entries(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "a/BUILD",
                  "[[\"t\", \"lib\", {\"name\": \"one\", \"dependencies\": [\":two\", \"b:b\", "
                  "\"./f.py:mods\", \"!b:c\"]}, 1], [\"t\", \"lib\", {\"name\": \"two\"}, 2], "
                  "[\"t\", \"modules\", {\"name\": \"mods\"}, 3], [\"t\", \"lib\", {\"name\": "
                  "\"all\", \"dependencies\": [\":mods\"]}, 4]]");
    fixture_write(&s->f, "a/f.py", "");
    fixture_write(&s->f, "b/BUILD",
                  "[[\"t\", \"lib\", {}, 1], [\"t\", \"lib\", {\"name\": \"c\"}, 2]]");
    open_all(s);
    assert_answer(s, DIRECT, "a:one", "a:two a/f.py:mods b:b");
    assert_answer(s, DIRECT, "a:mods", "a/f.py:mods");
    assert_answer(s, DIRECT, "a:all", "a/f.py:mods"); /* a generator stands for what it made */
    assert_answer(s, DEPENDENTS, "a/f.py:mods", "a:mods a:one");
    assert_answer(s, ALL_DEPENDENTS, "a/f.py:mods", "a:all a:mods a:one");
}

static void mistakes_name_their_place(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "a/BUILD",
                  "[[\"t\", \"lib\", {\"name\": \"x\", \"dependencies\": [\":gone\"]}, 7], "
                  "[\"t\", \"lib\", {\"name\": \"y\", \"dependencies\": [\"!!:x\"]}, 8], "
                  "[\"t\", \"lib\", {\"name\": \"z\", \"dependencies\": [\"no/such:t\"]}, 9]]");
    open_all(s);
    assert_fails(s, "a:x", "a/BUILD:7: the target a:x: its dependency ':gone' does not exist");
    assert_fails(s, "a:y", "write a single `!`");
    assert_fails(s, "a:z", "no BUILD file declares a target in 'no/such'");
}

static void left_out_all_the_way_down(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "BUILD",
                  "[[\"t\", \"test\", {\"name\": \"t\", \"source\": \"t.py\", \"dependencies\": "
                  "[\":a\", \"!!:b\"]}, 1], [\"t\", \"lib\", {\"name\": \"a\", \"dependencies\": "
                  "[\":b\", \":c\"]}, 2], [\"t\", \"lib\", {\"name\": \"b\"}, 3], [\"t\", \"lib\", "
                  "{\"name\": \"c\", \"dependencies\": [\":a\"]}, 4]]");
    fixture_write(&s->f, "t.py", "");
    open_all(s);
    assert_answer(s, CLOSURE, "//:t", "//:a //:c");
    assert_answer(s, CLOSURE, "//:a", "//:a //:b //:c"); /* a cycle leads back */
}

static void parametrized_dependencies(void **state) {
    struct scene *s = *state;
    static const char both[] = "{\"$parametrize\": [[\"main\", \"other\"], {}]}";
    char *build = xasprintf("[[\"t\", \"lib\", {\"name\": \"p\", \"resolve\": %s}, 1], "
                            "[\"t\", \"lib\", {\"name\": \"u\", \"resolve\": %s, "
                            "\"dependencies\": [\":p\"]}, 2], [\"t\", \"lib\", {\"name\": "
                            "\"v\", \"dependencies\": [\":p\"]}, 3], [\"t\", \"lib\", {\"name\": "
                            "\"w\", \"dependencies\": [\":p@resolve=other\"]}, 4], [\"t\", "
                            "\"lib\", {\"name\": \"x\", \"resolve\": \"third\", "
                            "\"dependencies\": [\":p\"]}, 5]]",
                            both, both);
    fixture_write(&s->f, "a/BUILD", build);
    free(build);
    open_all(s);
    assert_answer(s, DIRECT, "a:u@resolve=other", "a:p@resolve=other");
    assert_answer(s, DIRECT, "a:u@resolve=main", "a:p@resolve=main");
    assert_answer(s, DIRECT, "a:v", "a:p@resolve=main"); /* the default of the field */
    assert_answer(s, DIRECT, "a:w", "a:p@resolve=other");
    assert_fails(s, "a:x", "a:p@resolve=main, a:p@resolve=other");
}

/* ---- what Python code says ---- */

static void imports_find_their_owners(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "BUILD",
                  "[[\"t\", \"req\", {\"name\": \"yaml\", \"requirements\": [\"PyYAML>=1\"]}, 1], "
                  "[\"t\", \"req\", {\"name\": \"own\", \"requirements\": [\"x\"], \"modules\": "
                  "[\"own.deep\"]}, 2]]");
    fixture_write(&s->f, "src/p/BUILD", "[[\"t\", \"modules\", {}, 1]]");
    fixture_write(&s->f, "src/p/a.py",
                  "import os, yaml.nodes\nfrom . import b\nfrom p.c import thing\n"
                  "from own.deep.er import x\nimport own\nimport p.nowhere\n"
                  "try:\n    import maybe\nexcept ImportError:\n    pass\n");
    fixture_write(&s->f, "src/p/b.py", "from .. import x\nimport p.b\n");
    fixture_write(&s->f, "src/p/c.py", "import gone  # pants: no-infer-dep\n");
    fixture_write(&s->f, "src/p/c.pyi", "");
    open_all(s);
    assert_answer(s, DIRECT, "src/p/a.py", "//:own //:yaml src/p/b.py src/p/c.py src/p/c.pyi");
    assert_answer(s, DIRECT, "src/p/b.py", "src/p/b.py"); /* it imports itself */
    assert_answer(s, DIRECT, "src/p/c.py", "");
    assert_non_null(strstr(warnings(s), "src/p/a.py imports what no target provides"));
    assert_non_null(strstr(warnings(s), "* own (line: 5)"));
    assert_non_null(strstr(warnings(s), "* p.nowhere (line: 6)"));
    assert_null(strstr(warnings(s), "maybe"));
    assert_null(strstr(warnings(s), "gone"));
    assert_null(strstr(warnings(s), "* os"));
}

static void several_owners_are_settled_by_hand(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "m/BUILD",
                  "[[\"t\", \"module\", {\"name\": \"x\", \"source\": \"m.py\"}, 1], [\"t\", "
                  "\"module\", {\"name\": \"y\", \"source\": \"m.py\"}, 2]]");
    fixture_write(&s->f, "m/m.py", "");
    fixture_write(&s->f, "u/BUILD",
                  "[[\"t\", \"module\", {\"name\": \"none\", \"source\": \"a.py\"}, 1], [\"t\", "
                  "\"module\", {\"name\": \"out\", \"source\": \"a.py\", \"dependencies\": "
                  "[\"!m:x\"]}, 2], [\"t\", \"module\", {\"name\": \"in\", \"source\": \"a.py\", "
                  "\"dependencies\": [\"m:x\"]}, 3]]");
    fixture_write(&s->f, "u/a.py", "import m.m\n");
    open_all(s);
    assert_answer(s, DIRECT, "u:none", "");
    assert_non_null(strstr(warnings(s), "u:none imports `m.m`, which several targets provide"));
    assert_non_null(strstr(warnings(s), "  * m:x\n  * m:y"));
    buf_clear(&s->f.warnings);
    assert_answer(s, DIRECT, "u:out", "m:y");
    assert_answer(s, DIRECT, "u:in", "m:x");
    assert_int_equal(s->f.warnings.len, 0);
}

static void resolves_keep_apart(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "BUILD",
                  "[[\"t\", \"req\", {\"name\": \"a\", \"requirements\": [\"lib\"], \"resolve\": "
                  "\"other\"}, 1], [\"t\", \"module\", {\"name\": \"m\", \"source\": \"m.py\"}, "
                  "2], [\"t\", \"module\", {\"name\": \"o\", \"source\": \"m.py\", \"resolve\": "
                  "\"other\"}, 3]]");
    fixture_write(&s->f, "m.py", "import lib\n");
    open_all(s);
    assert_answer(s, DIRECT, "//:m", "");
    assert_non_null(strstr(warnings(s), "* lib (line: 1); the resolve 'other' has it from //:a"));
    assert_answer(s, DIRECT, "//:o", "//:a");
}

static void files_above(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "p/BUILD",
                  "[[\"t\", \"modules\", {}, 1], [\"t\", \"test\", {\"name\": \"t\", \"source\": "
                  "\"q/t.py\"}, 2], [\"t\", \"modules\", {\"name\": \"q\", \"sources\": "
                  "[\"q/__init__.py\", \"q/conftest.py\"]}, 3]]");
    fixture_write(&s->f, "p/__init__.py", "\n");
    fixture_write(&s->f, "p/q/__init__.py", "x = 1\n");
    fixture_write(&s->f, "p/q/conftest.py", "");
    fixture_write(&s->f, "p/conftest.py", "");
    fixture_write(&s->f, "p/q/t.py", "");
    open_all(s);
    assert_answer(s, DIRECT, "p:t", "p/conftest.py p/q/__init__.py:../q p/q/conftest.py:../q");
}

static void a_conftest_without_an_owner(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "p/BUILD",
                  "[[\"t\", \"test\", {\"name\": \"t\", \"source\": \"t.py\"}, 2]]");
    fixture_write(&s->f, "p/conftest.py", "");
    fixture_write(&s->f, "p/t.py", "");
    open_all(s);
    assert_fails(s, "p:t", "'p/conftest.py', which no target owns");
}

static void entry_points_and_strings(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "p/BUILD",
                  "[[\"t\", \"modules\", {}, 1], [\"t\", \"bin\", {\"name\": \"file\", "
                  "\"entry_point\": \"a.py:main\"}, 2], [\"t\", \"bin\", {\"name\": \"module\", "
                  "\"entry_point\": \"p.b\"}, 3], [\"t\", \"asset\", {\"name\": \"data\", "
                  "\"source\": \"d/x.json\"}, 4]]");
    fixture_write(&s->f, "p/a.py", "X = 'p.b.Y'\nZ = 'd/x.json'\nW = 'p.b'\n");
    fixture_write(&s->f, "p/b.py", "");
    fixture_write(&s->f, "p/d/x.json", "");
    s->python.string_imports = s->python.assets = true;
    open_all(s);
    assert_answer(s, DIRECT, "p:file", "p/a.py");
    assert_answer(s, DIRECT, "p:module", "p/b.py");
    assert_answer(s, DIRECT, "p/a.py", "p:data p/b.py");
}

static void unowned_imports_can_be_errors(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "p/BUILD", "[[\"t\", \"modules\", {}, 1]]");
    fixture_write(&s->f, "p/a.py", "import nothing_there\n");
    fixture_write(&s->f, "p/b.py", "import ignored.deep\n");
    static const struct str ignored[] = {{"ignored", 7}};
    s->python.unowned = UNOWNED_ERROR;
    s->python.ignored_unowned = ignored;
    s->python.nignored_unowned = 1;
    open_all(s);
    assert_fails(s, "p/a.py", "nothing_there (line: 1)");
    assert_answer(s, DIRECT, "p/b.py", "");
}

/* ---- paths, owners, rules above ---- */

static void add_path(void *user, const uint32_t *ids, uint32_t n) {
    struct scene *s = *(struct scene **)user;
    show(s, ids, n, &s->f.warnings);
    buf_addz(&s->f.warnings, ";");
}

static void paths_and_owners(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "BUILD",
                  "[[\"t\", \"lib\", {\"name\": \"a\", \"dependencies\": [\":b\", \":c\"]}, 1], "
                  "[\"t\", \"lib\", {\"name\": \"b\", \"dependencies\": [\":d\"]}, 2], [\"t\", "
                  "\"lib\", {\"name\": \"c\", \"dependencies\": [\":d\", \":a\"]}, 3], [\"t\", "
                  "\"lib\", {\"name\": \"d\"}, 4], [\"t\", \"modules\", {\"name\": \"m\"}, 5]]");
    fixture_write(&s->f, "f.py", "");
    open_all(s);
    struct scene *user = s;
    assert_int_equal(deps_paths(s->deps, id_of(s, "//:a"), id_of(s, "//:d"), add_path, &user, NULL),
                     0);
    assert_string_equal(warnings(s), "//:a //:b //:d;//:a //:c //:d;");
    struct id_list owners;
    assert_int_equal(deps_owners(s->deps, STR("f.py"), &owners, NULL), 0);
    assert_int_equal(owners.n, 1);
    assert_int_equal(owners.ids[0], id_of(s, "//f.py:m"));
    assert_int_equal(deps_owners(s->deps, STR("g.py"), &owners, NULL), 0);
    assert_int_equal(owners.n, 0);
}

static bool asks_about_libs(void *user, const struct target_type *type) {
    (void)user;
    return str_eq(type->alias, STR("lib"));
}

static void what_rules_infer_is_handed_in(void **state) {
    struct scene *s = *state;
    fixture_write(&s->f, "BUILD",
                  "[[\"t\", \"lib\", {\"name\": \"a\"}, 1], [\"t\", \"lib\", {\"name\": \"b\", "
                  "\"dependencies\": [\":c\"]}, 2], [\"t\", \"lib\", {\"name\": \"c\"}, 3]]");
    open_all(s);
    deps_ask_above(s->deps, asks_about_libs, NULL);
    uint32_t a = id_of(s, "//:a"), b = id_of(s, "//:b"), c = id_of(s, "//:c"), asked = 99;
    struct inferred inferred = {{0}, {0}}, nothing = {{0}, {0}};
    assert_true(deps_next_asked(s->deps, &a, 1, true, &asked));
    assert_int_equal(asked, a);
    vec_push(&inferred.include, b);
    deps_give(s->deps, a, &inferred);
    assert_false(deps_next_asked(s->deps, &a, 1, false, &asked));
    assert_true(deps_next_asked(s->deps, &a, 1, true, &asked));
    assert_int_equal(asked, b);
    vec_clear(&inferred.include);
    vec_push(&inferred.exclude, c);
    deps_give(s->deps, b, &inferred);
    assert_false(deps_next_asked(s->deps, &a, 1, true, &asked));
    assert_answer(s, CLOSURE, "//:a", "//:b");
    deps_give(s->deps, c, &nothing);
    assert_answer(s, DEPENDENTS, "//:c", "");
    vec_done(&inferred.include);
    vec_done(&inferred.exclude);
}

#define SCENE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCENE(written_entries),
        SCENE(mistakes_name_their_place),
        SCENE(left_out_all_the_way_down),
        SCENE(parametrized_dependencies),
        SCENE(imports_find_their_owners),
        SCENE(several_owners_are_settled_by_hand),
        SCENE(resolves_keep_apart),
        SCENE(files_above),
        SCENE(a_conftest_without_an_owner),
        SCENE(entry_points_and_strings),
        SCENE(unowned_imports_can_be_errors),
        SCENE(paths_and_owners),
        SCENE(what_rules_infer_is_handed_in),
    };
    return cmocka_run_group_tests_name("deps", tests, NULL, NULL);
}
