/* Addresses: what is read, what is refused and as which fault, and how they are written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "options/address.h"
#include "unit/options/groups.h"

/* "path|target|generated|k=v,...", "-" for what is absent. */
static void assert_input(const char *text, const char *relative_to, const char *want) {
    cleanup_(arena_done) struct arena a = {0};
    cleanup_(buf_done) struct buf out = BUF_INIT;
    struct address_context context = {.relative_to = str_from(relative_to), .origin = STR("tests")};
    struct address_input in;
    struct err e = ERR_INIT;
    if (address_input_parse(&a, str_from(text), &context, &in, NULL, &e) < 0) {
        fail_msg("%s: %s", text, e.msg);
    }
    buf_addf(&out, "%.*s|%.*s|%.*s|", STR_FMT(in.path),
             STR_FMT(in.target.ptr != NULL ? in.target : STR("-")),
             STR_FMT(in.generated.ptr != NULL ? in.generated : STR("-")));
    address_params_repr(in.params, in.param_count, &out);
    assert_string_equal(out.data, want);
}

static void test_inputs(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"a/b/c", "", "a/b/c|-|-|"},
        {"a/b/c:c", "", "a/b/c|c|-|"},
        {"a/b/c#gen", "", "a/b/c|-|gen|"},
        {"a:b#gen/x", "", "a|b|gen/x|"},
        {"a/b", "here", "a/b|-|-|"},
        {":c", "", "|c|-|"},
        {":c", "here", "here|c|-|"},
        {"#gen", "here", "here|-|gen|"},
        {"//:c", "here", "|c|-|"},
        {"a@k=v", "", "a|-|-|@k=v"},
        {"a@k2=v2,k1=", "", "a|-|-|@k1=,k2=v2"},
        {"a@k=1,k=2", "", "a|-|-|@k=2"},
        {"a#gen@k1=v1", "", "a|-|gen|@k1=v1"},
        {"a@t", "", "a@t|-|-|"},
        {"a@=", "", "a@=|-|-|"},
        {"a@t,y", "", "a@t,y|-|-|"},
        {"a@2.png:../t", "", "a@2.png|../t|-|"},
        {"//a/b/c", "here", "a/b/c|-|-|"},
        {"./f.txt", "here", "here/f.txt|-|-|"},
        {"./sub/f.txt:tgt", "here", "here/sub/f.txt|tgt|-|"},
        {"sub/f.txt", "here", "sub/f.txt|-|-|"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_input(cases[i][0], cases[i][1], cases[i][2]);
    }
}

static void test_subprojects(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"src/lib", "proj/src", "proj/src/lib"},
        {"src/lib:x", "deep/er/proj/src", "deep/er/proj/src/lib"},
        {":rel", "proj/src", "proj/src"},
        {"//src/lib", "proj/src", "src/lib"},
        {"src/lib", "src", "src/lib"},
        {"src/lib", "project/src", "src/lib"},
    };
    struct str roots[] = {STR("proj"), STR("deep/er/proj")};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(arena_done) struct arena a = {0};
        struct address_context context = {
            .relative_to = str_from(cases[i][1]), .subproject_roots = roots, .subproject_count = 2};
        struct address_input in;
        assert_int_equal(address_input_parse(&a, str_from(cases[i][0]), &context, &in, NULL, NULL),
                         0);
        assert_true(str_eqz(in.path, cases[i][2]));
    }
}

/* Reads it and turns it into an address of a folder, or of a file when it says "f:" in front. */
static int resolve(struct arena *a, const char *text, struct address *ret,
                   enum address_fault *fault, struct err *e) {
    struct address_input in;
    bool file = strncmp(text, "f!", 2) == 0;
    int r = address_input_parse(a, str_from(text + (file ? 2 : 0)), NULL, &in, fault, e);
    if (r < 0) {
        return r;
    }
    return file ? address_from_file(a, &in, ret, fault, e)
                : address_from_dir(a, &in, ret, fault, e);
}

static void test_faults(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum address_fault fault;
    } cases[] = {
        {"..", ADDRESS_BAD_PATH},
        {".", ADDRESS_BAD_PATH},
        {"//..", ADDRESS_BAD_PATH},
        {"//.", ADDRESS_BAD_PATH},
        {"a/.", ADDRESS_BAD_PATH},
        {"../a", ADDRESS_BAD_PATH},
        {"a/../a", ADDRESS_BAD_PATH},
        {"a/:a", ADDRESS_BAD_PATH},
        {"/a", ADDRESS_BAD_PATH},
        {"///a", ADDRESS_BAD_PATH},
        {"a//b", ADDRESS_BAD_PATH},
        {"a/BUILD", ADDRESS_BAD_PATH},
        {"a/BUILD.x:t", ADDRESS_BAD_PATH},
        {"a@t=,y", ADDRESS_SYNTAX},
        {"a#", ADDRESS_SYNTAX},
        {"a:b@", ADDRESS_SYNTAX},
        {"a:b:c", ADDRESS_SYNTAX},
        {"", ADDRESS_BAD_NAME},
        {"//", ADDRESS_BAD_NAME},
        {"//:!t", ADDRESS_BAD_NAME},
        {"//:?", ADDRESS_BAD_NAME},
        {"//:=", ADDRESS_BAD_NAME},
        {"a:b\\c", ADDRESS_BAD_NAME},
        {"a:b/c", ADDRESS_BAD_NAME},
        {"a:my#tgt#generated", ADDRESS_BAD_NAME},
        {"//:t#gen!", ADDRESS_BAD_NAME},
        {"//:t#gen#", ADDRESS_BAD_NAME},
        {"//:t@k=#gen", ADDRESS_BAD_PARAMETER},
        {"//:t@k#gen=v", ADDRESS_BAD_PARAMETER},
        {"a::", ADDRESS_WILDCARD},
        {"a:", ADDRESS_WILDCARD},
        {"a:b::", ADDRESS_WILDCARD},
        {"a#b:", ADDRESS_WILDCARD},
        {"f!f.txt", ADDRESS_BAD_NAME},
        {"f!f.txt:subdir/tgt", ADDRESS_BAD_NAME},
        {"f!f.txt:../t", ADDRESS_BAD_NAME},
        {"f!a/f.txt:subdir../tgt", ADDRESS_BAD_NAME},
        {"f!a/f.txt:../a/t", ADDRESS_BAD_NAME},
        {"f!a/f.txt#gen", ADDRESS_BAD_NAME},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(arena_done) struct arena a = {0};
        struct address address;
        enum address_fault fault = ADDRESS_OK;
        struct err e = ERR_INIT;
        if (resolve(&a, cases[i].text, &address, &fault, &e) != ERR_USAGE ||
            fault != cases[i].fault || e.msg[0] == '\0') {
            fail_msg("%s: fault %d: %s", cases[i].text, fault, e.msg);
        }
    }
}

static void test_written_forms(void **state) {
    (void)state;
    /* what is read, the normal form, the form for file names */
    static const char *const cases[][3] = {
        {"a/b", "a/b:b", "a.b"},
        {"a/b:b", "a/b:b", "a.b"},
        {"a/b:c", "a/b:c", "a.b.c"},
        {"//:root", "//:root", ".root"},
        {"a/b#gen/f.ext", "a/b#gen/f.ext", "a.b@gen.f.ext"},
        {"a/b:g#gen", "a/b:g#gen", "a.b.g@gen"},
        {"//:root#gen", "//:root#gen", ".root@gen"},
        {"f!a/b/c.txt:c", "a/b/c.txt:c", "a.b.c.txt.c"},
        {"f!root.txt:root", "//root.txt:root", ".root.txt.root"},
        {"f!a/b/sub/c.txt:../original", "a/b/sub/c.txt:../original", "a.b.sub.c.txt@original"},
        {"f!a/b/c.txt", "a/b/c.txt", "a.b.c.txt"},
        {"f!a/b/sub/d/f.txt:../../b", "a/b/sub/d/f.txt:../../b", "a.b.sub.d.f.txt@@b"},
        {"f!a/b.txt:../t", "//a/b.txt:../t", ".a.b.txt@t"},
        {"//:t@k2=v,k1=v", "//:t@k1=v,k2=v", ".t@@k1=v,k2=v"},
        {"a/b@k=v", "a/b@k=v", "a.b@@k=v"},
        {"a/b#gen@k=v", "a/b#gen@k=v", "a.b@gen@@k=v"},
        {"f!a/b/f.ext@k=v", "a/b/f.ext@k=v", "a.b.f.ext@@k=v"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        cleanup_(arena_done) struct arena a = {0};
        cleanup_(buf_done) struct buf spec = BUF_INIT, safe = BUF_INIT;
        struct address address;
        struct address_input again;
        struct err e = ERR_INIT;
        if (resolve(&a, cases[i][0], &address, NULL, &e) < 0) {
            fail_msg("%s: %s", cases[i][0], e.msg);
        }
        address_spec(&address, &spec);
        address_path_safe_spec(&address, &safe);
        assert_string_equal(spec.data, cases[i][1]);
        assert_string_equal(safe.data, cases[i][2]);
        /* The normal form can be read again. */
        assert_int_equal(address_input_parse(&a, buf_str(&spec), NULL, &again, NULL, NULL), 0);
    }
}

static void test_order(void **state) {
    (void)state;
    static const char *const sorted[] = {"//:a",       "a",   "a#g", "a@k=v", "a:t",
                                         "f!a/f.py:t", "a/b", "a-b", "b"};
    cleanup_(arena_done) struct arena a = {0};
    struct address list[ARRAY_LEN(sorted)];
    for (size_t i = 0; i < ARRAY_LEN(sorted); i++) {
        assert_int_equal(resolve(&a, sorted[i], &list[i], NULL, NULL), 0);
        assert_int_equal(address_cmp(&list[i], &list[i]), 0);
        for (size_t k = 0; k < i; k++) {
            if (address_cmp(&list[k], &list[i]) >= 0 || address_cmp(&list[i], &list[k]) <= 0) {
                fail_msg("%s should come before %s", sorted[k], sorted[i]);
            }
        }
    }
}

int address_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inputs), cmocka_unit_test(test_subprojects),
        cmocka_unit_test(test_faults), cmocka_unit_test(test_written_forms),
        cmocka_unit_test(test_order),
    };
    return cmocka_run_group_tests_name("addresses", tests, NULL, NULL);
}
