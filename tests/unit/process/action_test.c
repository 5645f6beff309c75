/* Requests: their copies, what is refused, and the bytes of their actions. */
#include "fixture.h"

#include "base/alloc.h"
#include "codec/hex.h"
#include "process/process_int.h"

#include <string.h>

static const struct str ARGV[] = {{"/bin/echo", 9}, {"", 0}, {"hi", 2}};
static const struct process_pair ENV[] = {{{"Z", 1}, {"1", 1}}, {{"A", 1}, {"", 0}}};
static const struct str FILES[] = {{"out/b", 5}, {"a", 1}};
static const struct str FOLDERS[] = {{"./a/", 4}, {"d", 1}};

static struct process_request sample(void) {
    return (struct process_request){.argv = ARGV,
                                    .nargv = 3,
                                    .env = ENV,
                                    .nenv = 2,
                                    .description = STR("sample"),
                                    .input_digest = DIGEST_EMPTY,
                                    .output_files = FILES,
                                    .noutput_files = 2,
                                    .output_directories = FOLDERS,
                                    .noutput_directories = 2,
                                    .working_directory = STR("wd"),
                                    .timeout_seconds = 300,
                                    .platform = STR("linux_x86_64")};
}

static struct digest name_of(const struct process_request *q) {
    struct process_action a;
    process_action_make(q, &q->input_digest, &a);
    process_action_done(&a);
    return a.digest;
}

/* The message, written out by hand. */
static void test_command_bytes(void **state) {
    (void)state;
    struct process_request q = sample();
    struct process_action a;
    process_action_make(&q, &q.input_digest, &a);
    static const char expected[] =
        "\x0a\x09/bin/echo\x0a\x00\x0a\x02hi"
        "\x12\x03\x0a\x01"
        "A"
        "\x12\x35\x0a\x22PANTS_CACHE_KEY_EXECUTION_STRATEGY\x12\x0flocal_execution"
        "\x12\x2f\x0a\x1fPANTS_CACHE_KEY_TARGET_PLATFORM\x12\x0clinux_x86_64"
        "\x12\x06\x0a\x01Z\x12\x01"
        "1"
        "\x32\x02wd"
        "\x3a\x01"
        "a\x3a\x01"
        "d\x3a\x05out/b";
    assert_int_equal(a.command.len, sizeof(expected) - 1);
    assert_memory_equal(a.command.data, expected, sizeof(expected) - 1);
    struct digest d = digest_of(a.command.data, a.command.len);
    assert_true(digest_eq(&d, &a.command_digest));
    /* Action: two digests (66 + 2 and 66 bytes) and a Duration of 300 s. */
    assert_memory_equal(a.action.data, "\x0a\x45\x0a\x40", 4);
    assert_memory_equal(a.action.data + a.action.len - 5, "\x32\x03\x08\xac\x02", 5);
    process_action_done(&a);
}

static void test_what_names_it(void **state) {
    (void)state;
    struct process_request q = sample();
    struct digest first = name_of(&q), other;
    q.description = STR("other words");
    q.level = LOG_DEBUG;
    q.keep = PROCESS_KEEP_ALWAYS;
    q.speculation_delay_ms = 7;
    q.group = 9;
    other = name_of(&q);
    assert_true(digest_eq(&first, &other));
    struct process_request changed[] = {q, q, q, q, q, q, q, q};
    changed[0].nargv = 2;
    changed[1].nenv = 1;
    changed[2].working_directory = STR_NULL;
    changed[3].timeout_seconds = 0;
    changed[4].attempt = 1;
    changed[5].workspace = true;
    changed[6].cache_namespace = STR("x");
    changed[7].jdk_home = STR("/jdk");
    for (size_t i = 0; i < ARRAY_LEN(changed); i++) {
        other = name_of(&changed[i]);
        assert_false(digest_eq(&first, &other));
        for (size_t k = 0; k < i; k++) {
            struct digest third = name_of(&changed[k]);
            assert_false(digest_eq(&third, &other));
        }
    }
    /* The order of variables says nothing. */
    const struct process_pair turned[] = {ENV[1], ENV[0]};
    q.env = turned;
    other = name_of(&q);
    assert_true(digest_eq(&first, &other));
}

static void test_dup(void **state) {
    (void)state;
    struct arena arena = {0};
    struct process_request q = sample(), *copy = process_request_dup(&arena, &q);
    struct digest a = name_of(&q), b = name_of(copy);
    assert_true(digest_eq(&a, &b));
    assert_ptr_not_equal(copy->argv, q.argv);
    assert_ptr_not_equal(copy->argv[0].ptr, q.argv[0].ptr);
    arena_done(&arena);
}

static void refused(const struct process_request *q, const char *word) {
    struct err e = ERR_INIT;
    assert_int_equal(process_request_check(q, &e), ERR_USAGE);
    assert_non_null(strstr(e.msg, word));
}

static void test_check(void **state) {
    (void)state;
    struct err e = ERR_INIT;
    struct process_request good = sample(), q;
    assert_int_equal(process_request_check(&good, &e), 0);
    q = good, q.nargv = 0;
    refused(&q, "arguments");
    q = good, q.working_directory = STR("/abs");
    refused(&q, "/abs");
    q = good, q.working_directory = STR("a/../../b");
    refused(&q, "a/../../b");
    const struct str out = STR("../x");
    q = good, q.output_files = &out, q.noutput_files = 1;
    refused(&q, "../x");
    q = good, q.output_directories = &out, q.noutput_directories = 1;
    refused(&q, "../x");
    struct process_pair cache = {STR("Bad-name"), STR("c")};
    q = good, q.caches = &cache, q.ncaches = 1;
    refused(&q, "Bad-name");
    cache = (struct process_pair){STR("good_1"), STR("/c")};
    refused(&q, "/c");
    cache.value = STR(".cache/x");
    assert_int_equal(process_request_check(&q, &e), 0);
    struct process_pair env = {STR("PANTS_CACHE_KEY_SALT"), STR("x")};
    q = good, q.env = &env, q.nenv = 1;
    refused(&q, "PANTS_CACHE_KEY_SALT");
    env.name = STR("A=B");
    refused(&q, "A=B");
    const struct process_input input = {STR("../in"), DIGEST_EMPTY};
    q = good, q.immutable = &input, q.nimmutable = 1;
    refused(&q, "../in");
    q = good, q.concurrency_min = 1, q.concurrency_max = 4;
    refused(&q, "{pants_concurrency}");
    q = good, q.concurrency_min = 5, q.concurrency_max = 4;
    refused(&q, "5 to 4");
    const struct str nul = {"a\0b", 3};
    q = good, q.argv = &nul, q.nargv = 1;
    refused(&q, "NUL");
}

static void test_entry(void **state) {
    (void)state;
    struct process_entry in = {.exit_code = -15, .elapsed_ns = 1234567890123}, out;
    in.out = digest_of("a", 1);
    in.err = digest_of("bc", 2);
    in.output = DIGEST_EMPTY;
    struct buf bytes = BUF_INIT;
    struct err e = ERR_INIT;
    entry__encode(&in, &bytes);
    assert_int_equal(entry__decode(buf_str(&bytes), &out, &e), 0);
    assert_int_equal(out.exit_code, in.exit_code);
    assert_int_equal(out.elapsed_ns, in.elapsed_ns);
    assert_true(digest_eq(&out.out, &in.out));
    assert_true(digest_eq(&out.err, &in.err));
    assert_true(digest_eq(&out.output, &in.output));
    for (size_t n = 0; n < bytes.len; n++) {
        assert_int_equal(entry__decode(str_make(bytes.data, n), &out, &e), ERR_FORMAT);
    }
    bytes.data[bytes.len - 1] = (char)0x80; /* a size past INT64_MAX */
    assert_int_equal(entry__decode(buf_str(&bytes), &out, &e), ERR_FORMAT);
    buf_add_char(&bytes, 0);
    assert_int_equal(entry__decode(buf_str(&bytes), &out, &e), ERR_FORMAT);
    buf_done(&bytes);
}

int action_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_command_bytes), cmocka_unit_test(test_what_names_it),
        cmocka_unit_test(test_dup),           cmocka_unit_test(test_check),
        cmocka_unit_test(test_entry),
    };
    return cmocka_run_group_tests_name("action", tests, NULL, NULL);
}
