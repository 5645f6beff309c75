/* Declaring, defaults, parametrization, generation and picking, each on a small folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "unit/targets/fixture.h"

static int set_up(void **state) {
    struct fixture *f = ALLOC(struct fixture);
    fixture_init(f);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture_done(*state);
    free(*state);
    return 0;
}

static void assert_picked(struct fixture *f, const char *specs, const char *expected) {
    cleanup_(freep) char *got = fixture_pick(f, specs, NULL);
    assert_string_equal(got, expected);
}

static void assert_error(struct fixture *f, const char *specs, const char *part) {
    cleanup_(freep) char *got = fixture_pick(f, specs, NULL);
    if (strncmp(got, "error: ", 7) != 0 || strstr(got, part) == NULL) {
        fail_msg("expected an error with '%s', got: %s", part, got);
    }
}

static void lists_in_the_order_of_addresses(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "BUILD", "[[\"t\", \"thing\", {\"name\": \"root\"}, 1]]");
    fixture_write(f, "a/BUILD",
                  "[[\"t\", \"parts\", {}, 1], [\"t\", \"parts\", {\"name\": \"z\", \"sources\": "
                  "[\"sub/**/*.py\"]}, 2], [\"t\", \"thing\", {\"name\": \"b\"}, 3]]");
    fixture_write(f, "a/x.py", "");
    fixture_write(f, "a/x_test.py", "");
    fixture_write(f, "a/sub/deep/y.py", "");
    fixture_write(f, "a-b/BUILD", "[[\"t\", \"thing\", {}, 1]]");
    fixture_open(f, UNMATCHED_WARN);
    assert_picked(f, "::", "//:root\na:a\na:b\na:z\na/sub/deep/y.py:../../z\na/x.py\na-b:a-b\n");
    assert_picked(f, "a:", "a:a\na:b\na:z\na/x.py\n");
    assert_picked(f, "a", "a:b\na/x.py\n");
    assert_picked(f, "a/sub::", "a/sub/deep/y.py:../../z\n");
    assert_picked(f, ":: -a::", "//:root\na-b:a-b\n");
    assert_picked(f, "a/x.py", "a/x.py\n");
    assert_picked(f, "a:b a/x.py:a", "a:b\na/x.py\n");
    assert_string_equal(f->warnings.data != NULL ? f->warnings.data : "", "");
}

static void a_folder_is_evaluated_once(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD", "[[\"t\", \"thing\", {}, 1]]");
    fixture_open(f, UNMATCHED_WARN);
    assert_picked(f, "a:", "a:a\n");
    assert_picked(f, "::", "a:a\n");
    assert_int_equal(f->evaluated, 1);
}

static void wrong_declarations_name_file_and_line(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *build;
        const char *part;
    } cases[] = {
        {"[[\"t\", \"thing\", {\"colour\": 1}, 7]]",
         "a/BUILD:7: `thing` has no field 'colour'. It has: name, tags, mode, size"},
        {"[[\"t\", \"thing\", {\"sizes\": 1}, 7]]", "'sizes'. Did you mean `size`? It has: "},
        {"[[\"t\", \"thing\", {\"hush\": 1}, 7]]",
         "no field 'hush'; the backend `rival` would bring it, which is not enabled"},
        {"[[\"t\", \"thing\", {\"tags\": [\"a\", null]}, 7]]",
         "list of strings, but it holds None"},
        {"[[\"t\", \"thing\", {\"tags\": \"a\"}, 7]]", "is a string; put it into brackets"},
        {"[[\"t\", \"thing\", {\"mode\": \"fats\"}, 7]]", "'slow'. Did you mean `fast`?"},
        {"[[\"t\", \"thing\", {\"size\": \"x\"}, 7]]", "'size' must be an integer"},
        {"[[\"t\", \"thing\", {\"tags\": [1]}, 7]]", "'tags' must be a list of strings"},
        {"[[\"t\", \"thing\", {\"mode\": \"odd\"}, 7]]", "not one of: 'fast', 'slow'"},
        {"[[\"t\", \"thing\", {\"name\": \"a:b\"}, 7]]", "the character ':'"},
        {"[[\"t\", \"thing\", {\"name\": 3}, 7]]", "must be a string"},
        {"[[\"t\", \"blob\", {}, 7]]", "needs the field 'must'"},
        {"[[\"t\", \"nothing\", {}, 7]]", "target type 'nothing'"},
        {"[[\"t\", \"thing\", {}, 1], [\"t\", \"thing\", {}, 7]]", "already declared at a/BUILD:1"},
        {"[[\"t\", \"parts\", {\"sources\": [\"../x.py\"]}, 7]]", "in or below"},
        {"[[\"t\", \"parts\", {\"overrides\": {\"no.py\": {}}}, 7]]", "no such file"},
        {"[[\"d\", [{\"thing\": {\"colour\": 1}}], {}, 7]]",
         "a/BUILD:7: `__defaults__`: `thing` has no field 'colour'. It has: name"},
        {"[[\"d\", [{\"nothing\": {}}], {}, 7]]", "no enabled backend"},
        {"[[\"d\", [{\"tihng\": {}}], {}, 7]]", "Did you mean `thing`?"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct fixture one;
        fixture_init(&one);
        fixture_write(&one, "a/BUILD", cases[i].build);
        fixture_write(&one, "a/x.py", "");
        fixture_open(&one, UNMATCHED_WARN);
        assert_error(&one, "::", cases[i].part);
        fixture_done(&one);
    }
    (void)f;
}

static void root_targets_need_a_name(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "BUILD", "[[\"t\", \"thing\", {}, 2]]");
    fixture_open(f, UNMATCHED_WARN);
    assert_error(f, "::", "BUILD:2: a target in the build root must be given a `name`");
}

static const struct target *find(struct fixture *f, const char *spec) {
    for (uint32_t i = 0; i < world_count(f->world); i++) {
        struct buf text = BUF_INIT;
        addr_spec(world_strings(f->world), world_target(f->world, i)->addr, &text);
        bool same = strcmp(text.data, spec) == 0;
        buf_done(&text);
        if (same) {
            return world_target(f->world, i);
        }
    }
    fail_msg("there is no %s", spec);
    return NULL;
}

static const char *mode_of(struct fixture *f, const char *spec) {
    const struct target *t = find(f, spec);
    return pval_str(target_value(t, target_type_field(t->type, STR("mode")))).ptr;
}

static void assert_mode(struct fixture *f, const char *spec, const char *mode) {
    assert_memory_equal(mode_of(f, spec), mode, strlen(mode));
}

static void defaults_are_inherited_and_replaced(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "BUILD",
                  "[[\"t\", \"thing\", {\"name\": \"before\"}, 1],"
                  " [\"d\", [{\"thing\": {\"mode\": \"slow\", \"tags\": [\"t\"]}}], {}, 2],"
                  " [\"t\", \"thing\", {\"name\": \"after\"}, 3],"
                  " [\"t\", \"thing\", {\"name\": \"own\", \"mode\": \"fast\"}, 4]]");
    fixture_write(f, "a/BUILD", "[[\"t\", \"thing\", {}, 1]]");
    fixture_write(f, "b/BUILD",
                  "[[\"d\", [{\"thing\": {\"size\": 1}}], {\"extend\": true}, 1],"
                  " [\"t\", \"thing\", {}, 2]]");
    fixture_write(f, "c/BUILD", "[[\"d\", [{\"thing\": {}}], {}, 1], [\"t\", \"thing\", {}, 2]]");
    fixture_write(f, "d/BUILD",
                  "[[\"d\", [], {\"all\": {\"size\": 2, \"mode\": \"slow\"}}, 1],"
                  " [\"t\", \"thing\", {}, 2], [\"t\", \"blob\", {\"name\": \"x\", \"must\": "
                  "\"m\"}, 3]]");
    fixture_open(f, UNMATCHED_WARN);
    assert_picked(f, "::", "//:after\n//:before\n//:own\na:a\nb:b\nc:c\nd:d\nd:x\n");
    assert_mode(f, "//:before", "fast");
    assert_mode(f, "//:after", "slow");
    assert_mode(f, "//:own", "fast");
    assert_mode(f, "a:a", "slow");
    assert_true(target_has_tag(find(f, "a:a"), STR("t")));
    assert_mode(f, "b:b", "slow");
    assert_mode(f, "c:c", "fast");
    assert_false(target_has_tag(find(f, "c:c"), STR("t")));
    assert_mode(f, "d:d", "slow");
}

static void parametrized_fields_multiply(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD",
                  "[[\"t\", \"thing\", {\"mode\": {\"$parametrize\": [[\"fast\", \"slow\"], {}]},"
                  " \"size\": {\"$parametrize\": [[], {\"one\": 1, \"two\": 2}]}}, 1],"
                  " [\"t\", \"parts\", {\"name\": \"p\", \"mode\": {\"$parametrize\": [[\"fast\","
                  " \"slow\"], {}]}}, 2],"
                  " [\"t\", \"thing\", {\"name\": \"g\", \"parametrize_1\": {\"$parametrize\":"
                  " [[\"x\"], {\"mode\": \"slow\"}]}, \"parametrize_2\": {\"$parametrize\":"
                  " [[\"y\"], {\"mode\": \"fast\"}]}}, 3]]");
    fixture_write(f, "a/x.py", "");
    fixture_open(f, UNMATCHED_WARN);
    assert_picked(f, "a:",
                  "a@mode=fast,size=one\na@mode=fast,size=two\na@mode=slow,size=one\n"
                  "a@mode=slow,size=two\na:g@parametrize=x\na:g@parametrize=y\n"
                  "a:p@mode=fast\na:p@mode=slow\n"
                  "a/x.py:p@mode=fast\na/x.py:p@mode=slow\n");
    assert_mode(f, "a/x.py:p@mode=slow", "slow");
    assert_mode(f, "a:g@parametrize=x", "slow");
    assert_picked(f, "a:a@size=two", "a@mode=fast,size=two\na@mode=slow,size=two\n");
}

static void only_moved_fields_of_generators_are_parametrized(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD",
                  "[[\"t\", \"parts\", {\"tags\": {\"$parametrize\": [[\"a\"], {}]}}, 1]]");
    fixture_open(f, UNMATCHED_WARN);
    assert_error(f, "::", "only fields that go to them can be parametrized");
}

static void overrides_change_single_files(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD",
                  "[[\"t\", \"parts\", {\"mode\": \"slow\", \"tags\": [\"g\"], \"overrides\":"
                  " {\"x.py\": {\"mode\": \"fast\"}}}, 1]]");
    fixture_write(f, "a/x.py", "");
    fixture_write(f, "a/y.py", "");
    fixture_open(f, UNMATCHED_WARN);
    assert_picked(f, "a", "a/x.py\na/y.py\n");
    assert_mode(f, "a/x.py", "fast");
    assert_mode(f, "a/y.py", "slow");
    assert_true(target_has_tag(find(f, "a/x.py"), STR("g")));
}

static void globs_without_files_are_said(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD", "[[\"t\", \"parts\", {\"sources\": [\"no.py\", \"x.py\"]}, 1]]");
    fixture_write(f, "a/x.py", "");
    fixture_open(f, UNMATCHED_WARN);
    assert_picked(f, "a", "a/x.py\n");
    assert_non_null(strstr(f->warnings.data, "\"a/no.py\""));
    assert_null(strstr(f->warnings.data, "\"a/x.py\""));
}

static void specs_that_name_nothing_are_errors(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD", "[[\"t\", \"thing\", {}, 1]]");
    fixture_write(f, "a/x.py", "");
    fixture_write(f, "b/x.py", "");
    fixture_open(f, UNMATCHED_WARN);
    assert_error(f, "nosuch:t", "nosuch");
    assert_error(f, "nosuch::", "nosuch");
    assert_error(f, "nosuch/x.py", "does not exist");
    assert_error(f, "a/y.py",
                 "does not exist (or is ignored by `.gitignore` or "
                 "`[GLOBAL].pants_ignore`). Did you mean `x.py`?");
    assert_error(f, "a:nothing", "the BUILD files of 'a' declare :a.");
    assert_error(f, "a:aa", "declare :a. Did you mean `a`?");
    assert_error(f, "a:A", "declare :a. Did you mean `a`?");
    assert_error(f, "a#x", "'a:a' does, but without one of that name");
    assert_error(f, "b:x", "the BUILD files of 'b' declare nothing.");
    assert_error(f, "a/z*.py", "files that match 'a/z*.py', which do not exist");
    assert_error(f, "a: -a:gone", "declare :a.");
    assert_error(f, "a: -gone.py", "does not exist");
}

static void what_nobody_owns_brings_nothing(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD", "[[\"t\", \"thing\", {}, 1]]");
    fixture_write(f, "a/x.py", "");
    fixture_write(f, "b/x.py", "");
    fixture_open(f, UNMATCHED_WARN);
    assert_picked(f, "a/x.py", "");
    assert_picked(f, "b::", "");
    assert_picked(f, "b/*.py a:a", "a:a\n");
}

static void globs_mean_all_owners_of_their_files(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD",
                  "[[\"t\", \"parts\", {}, 1],"
                  " [\"t\", \"part\", {\"name\": \"one\", \"source\": \"x.py\"}, 2],"
                  " [\"t\", \"part\", {\"name\": \"deep\", \"source\": \"sub/z.py\"}, 3]]");
    fixture_write(f, "a/x.py", "");
    fixture_write(f, "a/y.py", "");
    fixture_write(f, "a/sub/z.py", "");
    fixture_open(f, UNMATCHED_WARN);
    assert_picked(f, "a/*.py", "a:one\na/x.py\na/y.py\n");
    assert_picked(f, "**/z.py", "a:deep\n");
    assert_picked(f, "a: -**/x.py", "a:a\na:deep\na/y.py\n");
}

static void only_generators_that_are_meant_are_expanded(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD",
                  "[[\"t\", \"parts\", {}, 1], [\"t\", \"thing\", {\"name\": \"t\"}, 2],"
                  " [\"t\", \"parts\", {\"name\": \"bad\", \"sources\": [\"no.py\"]}, 3]]");
    fixture_write(f, "a/x.py", "");
    fixture_open(f, UNMATCHED_ERROR);
    assert_picked(f, "a:t a:bad", "a:bad\na:t\n");
    assert_picked(f, "a/x.py:a", "a/x.py\n");
    assert_error(f, "a:", "a/no.py");
}

static void a_dictionary_is_a_list_of_its_keys(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD", "[[\"t\", \"thing\", {\"tags\": {\"x\": 1, \"y\": 2}}, 1]]");
    fixture_open(f, UNMATCHED_WARN);
    assert_picked(f, "a:a", "a:a\n");
    const struct target *t = world_target(f->world, 0);
    struct pval tags = target_value(t, t->type->tags);
    assert_int_equal(pval_len(tags), 2);
    assert_true(str_eqz(pval_str(pval_item(tags, 1)), "y"));
    assert_true(target_has_tag(t, STR("x")));
}

static void sources_are_checked(void **state) {
    static const struct {
        const char *folder, *build, *error;
    } cases[] = {
        {"glob", "[[\"t\", \"part\", {\"source\": \"*.py\"}, 1]]", "cannot hold `*`"},
        {"not", "[[\"t\", \"part\", {\"source\": \"!x.py\"}, 1]]", "cannot begin with `!`"},
        {"up", "[[\"t\", \"part\", {\"source\": \"a/../../x.py\"}, 1]]", "in or below"},
        {"none", "[[\"t\", \"parts\", {\"sources\": []}, 1]]", "are empty"},
        {"kind", "[[\"t\", \"parts\", {\"sources\": [\"x.txt\"]}, 1]]", "must end in .py"},
        {"name", "[[\"t\", \"parts\", {\"sources\": [\"banned.py\"]}, 1]]", "of that name"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char path[64];
        (void)snprintf(path, sizeof path, "%s/BUILD", cases[i].folder);
        fixture_write(f, path, cases[i].build);
    }
    fixture_write(f, "kind/x.txt", "");
    fixture_write(f, "name/banned.py", "");
    fixture_open(f, UNMATCHED_WARN);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char spec[64];
        (void)snprintf(spec, sizeof spec, "%s:", cases[i].folder);
        assert_error(f, spec, cases[i].error);
    }
}

static void defaults_reach_generated_targets(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "BUILD",
                  "[[\"d\", [{\"part\": {\"tags\": [\"of-part\"], \"mode\": \"slow\"}}], {}, 1]]");
    fixture_write(f, "a/BUILD",
                  "[[\"t\", \"parts\", {}, 1],"
                  " [\"t\", \"parts\", {\"name\": \"own\", \"tags\": [\"own\"]}, 2]]");
    fixture_write(f, "a/x.py", "");
    fixture_open(f, UNMATCHED_WARN);
    assert_picked(f, "a:", "a:a\na:own\na/x.py\na/x.py:own\n");
    for (uint32_t i = 0; i < world_count(f->world); i++) {
        const struct target *t = world_target(f->world, i);
        bool generated = t->generator != NULL, own = t->addr.name != 0;
        assert_int_equal(target_has_tag(t, STR("of-part")), generated && !own);
        assert_int_equal(target_has_tag(t, STR("own")), own);
        int mode = target_type_field(t->type, STR("mode"));
        assert_true(!generated || str_eqz(pval_str(target_value(t, mode)), "slow"));
    }
}

static int search(void *user, struct str pattern, struct str text, struct err *e) {
    (void)user, (void)e;
    return str_find(text, pattern) >= 0;
}

static void filters_pick(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD",
                  "[[\"t\", \"parts\", {\"tags\": [\"one\"]}, 1],"
                  " [\"t\", \"thing\", {\"name\": \"b\", \"tags\": [\"two\"]}, 3]]");
    fixture_write(f, "a/x.py", "");
    fixture_open(f, UNMATCHED_WARN);
    static const struct str type[] = {{"-part,parts", 11}}, tag[] = {{"one,three", 9}},
                            bad[] = {{"nosuch", 6}}, regex[] = {{"-x.py", 5}};
    const struct {
        struct filter filter;
        const char *expected;
    } cases[] = {
        {{.target_types = {type, 1}}, "a:b\n"},
        {{.tags = {tag, 1}}, "a:a\na/x.py\n"},
        {{.granularity = GRANULARITY_FILE}, "a/x.py\n"},
        {{.granularity = GRANULARITY_BUILD}, "a:a\na:b\n"},
        {{.address_regexes = {regex, 1}, .search = search}, "a:a\na:b\n"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(freep) char *got = fixture_pick(f, "::", &cases[i].filter);
        assert_string_equal(got, cases[i].expected);
    }
    const struct filter wrong = {.target_types = {bad, 1}};
    cleanup_(freep) char *got = fixture_pick(f, "::", &wrong);
    assert_non_null(strstr(got, "have no target type 'nosuch'. `pants help"));
}

static void rules_may_generate(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD", "[[\"t\", \"gen\", {\"name\": \"g\", \"mode\": \"slow\"}, 1]]");
    fixture_open(f, UNMATCHED_WARN);
    assert_picked(f, "a:", "a:g\n");
    struct target *g = world_pending_generator(f->world, 0);
    assert_non_null(g);
    assert_null(world_pending_generator(f->world, 1));
    assert_int_equal(g->ntemplates, 1);
    assert_true(str_eqz(g->templates[0]->items[0].alias, "mode"));
    struct addr addr = g->addr;
    addr.gen = intern_id(world_strings(f->world), STR("made"));
    struct pval values = fixture_pack(f, "{\"mode\": \"slow\"}");
    assert_int_equal(world_add_generated(f->world, g, STR("thing"), addr, values, NULL), 0);
    /* Another parametrization may make it, too; something else may not have its address. */
    assert_int_equal(world_add_generated(f->world, g, STR("thing"), addr, values, NULL), 0);
    assert_int_not_equal(world_add_generated(f->world, g, STR("gen"), addr, values, NULL), 0);
    world_generated_done(f->world, g);
    assert_null(world_pending_generator(f->world, 0));
    assert_picked(f, "a", "a:g#made\n");
    assert_picked(f, "a:g#made", "a:g#made\n");
    assert_mode(f, "a:g#made", "slow");
}

static void synthetic_targets_join_in(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD", "[[\"t\", \"thing\", {\"name\": \"x\", \"mode\": \"slow\"}, 1]]");
    fixture_open(f, UNMATCHED_WARN);
    struct pval statements = fixture_pack(
        f, "[[\"t\", \"thing\", {\"name\": \"x\"}, 0], [\"t\", \"thing\", {\"name\": \"y\"}, 0]]");
    assert_int_equal(world_add_synthetic(f->world, STR("a"), STR("a/BUILD.made"), statements, NULL),
                     0);
    assert_picked(f, "a:", "a:x\na:y\n");
    assert_mode(f, "a:x", "slow");
    struct buf origin = BUF_INIT;
    target_origin(f->world, find(f, "a:y"), &origin);
    assert_string_equal(origin.data, "a/BUILD.made");
    buf_done(&origin);
}

static void synthetic_targets_need_no_folder(void **state) {
    struct fixture *f = *state;
    fixture_write(f, "a/BUILD", "[[\"t\", \"thing\", {}, 1]]");
    fixture_open(f, UNMATCHED_WARN);
    struct pval statements =
        fixture_pack(f, "[[\"t\", \"quiet\", {\"name\": \"lock\", \"sources\": [\"x.py\"]}, 0]]");
    assert_int_equal(
        world_add_synthetic(f->world, STR("none"), STR("none/BUILD.made"), statements, NULL), 0);
    assert_picked(f, "::", "a:a\nnone:lock\n");
    assert_string_equal(f->warnings.data != NULL ? f->warnings.data : "", "");
}

static void two_backends_may_not_share_an_alias(void **state) {
    struct fixture *f = *state;
    struct pval other = fixture_pack(
        f, "{\"backends\": {\"x\": {\"targets\": [\"thing\"]}}, \"targets\": {\"thing\": "
           "{\"class\": \"n:Other\"}}}");
    struct err e = ERR_INIT;
    assert_int_equal(registry_add_backend(f->registry, other, STR("x"), &e), ERR_CONFLICT);
    assert_non_null(strstr(e.msg, "n:Other"));
    assert_int_equal(registry_add_backend(f->registry, other, STR("none"), NULL), ERR_NOTFOUND);
}

static void plugin_fields_come_with_their_type(void **state) {
    struct fixture *f = *state;
    const struct target_type *parts = registry_type(f->registry, STR("parts"));
    int skip = target_type_field(parts, STR("skip"));
    assert_int_not_equal(skip, FIELD_ABSENT);
    assert_true(parts->fields[skip].copied);
    assert_ptr_equal(parts->generated, registry_type_of_class(f->registry, STR("m:Part")));
    assert_null(registry_type(f->registry, STR("thing2")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(lists_in_the_order_of_addresses),
        TEST(a_folder_is_evaluated_once),
        TEST(wrong_declarations_name_file_and_line),
        TEST(root_targets_need_a_name),
        TEST(defaults_are_inherited_and_replaced),
        TEST(parametrized_fields_multiply),
        TEST(only_moved_fields_of_generators_are_parametrized),
        TEST(overrides_change_single_files),
        TEST(globs_without_files_are_said),
        TEST(specs_that_name_nothing_are_errors),
        TEST(what_nobody_owns_brings_nothing),
        TEST(globs_mean_all_owners_of_their_files),
        TEST(only_generators_that_are_meant_are_expanded),
        TEST(a_dictionary_is_a_list_of_its_keys),
        TEST(sources_are_checked),
        TEST(defaults_reach_generated_targets),
        TEST(filters_pick),
        TEST(rules_may_generate),
        TEST(synthetic_targets_join_in),
        TEST(synthetic_targets_need_no_folder),
        TEST(two_backends_may_not_share_an_alias),
        TEST(plugin_fields_come_with_their_type),
    };
    return cmocka_run_group_tests_name("targets", tests, NULL, NULL);
}
