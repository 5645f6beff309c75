/* What the scanner of shell scripts finds; and that no input makes it slow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "infer/records.h"
#include "infer/shell.h"
#include "unit/infer/groups.h"

struct sample {
    struct str source;
    const char *records; /**< as records_text() writes them */
};

/* STR() as an initialiser. */
#define S(literal)                                                                                 \
    { literal, sizeof(literal) - 1 }

static const struct sample samples[] = {
    /* commands */
    {S("source a.sh\n. b/c.sh"), "a.sh:1 b/c.sh:2"},
    {S("echo a; source a.sh && . b.sh || source c.sh & . d.sh"), "a.sh:1 b.sh:1 c.sh:1 d.sh:1"},
    {S("if source a.sh; then . b.sh; else . c.sh; fi\nwhile . d.sh; do . e.sh; done"),
     "a.sh:1 b.sh:1 c.sh:1 d.sh:2 e.sh:2"},
    {S("f() { source a.sh; }\nfunction g { . b.sh; }\nfunction h() ( . c.sh )"),
     "a.sh:1 b.sh:2 c.sh:3"},
    {S("case x in\n a) source a.sh;;\n (b|c) . b.sh ;;\nesac\n. c.sh"), "a.sh:2 b.sh:3 c.sh:5"},
    {S("x=$(case y in a) . a.sh;; esac; . b.sh)\n. c.sh"), "a.sh:1 b.sh:1 c.sh:2"},
    {S("! source a.sh\ntime . b.sh\n{ . c.sh; }\n( . d.sh )"), "a.sh:1 b.sh:2 c.sh:3 d.sh:4"},
    {S("A=1 source a.sh\nA+=x B[1]=y . b.sh z"), "a.sh:1 b.sh:2"},
    {S(">f source a.sh\n2>/dev/null . b.sh\nsource c.sh >&2 2>&1\n. d.sh &>f\nsource >f e.sh"),
     "a.sh:1 b.sh:2 c.sh:3 d.sh:4 e.sh:5"},
    {S("source \\\n  a.sh\nx |\n . b.sh"), "a.sh:2 b.sh:4"},
    {S("\\source a.sh\n\\. b.sh"), "a.sh:1 b.sh:2"},
    {S("source -- a.sh"), "a.sh:1"},
    {S("source a.sh b.sh"), "a.sh:1"},
    {S("a=(source b.sh)\n. c.sh"), "c.sh:2"},
    {S("x=$(. a.sh)\necho `. b.sh` \"$(. c.sh)\" <(. d.sh)"), "a.sh:1 b.sh:2 c.sh:2 d.sh:2"},
    {S("for i in a; do . a.sh; done\nfor ((i=0;i<3;i++)); do . b.sh; done"), "a.sh:1 b.sh:2"},
    {S("(( x << 2 ))\n. a.sh\n$((1<<2))\n. b.sh"), "a.sh:2 b.sh:4"},
    {S("[[ a < b ]] && . a.sh\n. a.sh"), "a.sh:1"},
    /* no commands */
    {S("echo source a.sh"), ""},
    {S("# source a.sh"), ""},
    {S("'source' a.sh\n\"source\" b.sh"), ""},
    {S("builtin source a.sh\ncommand . b.sh"), ""},
    {S("./a.sh\n.. b.sh\nsource"), ""},
    {S("echo 'source a.sh' \"\n. b.sh\n\""), ""},
    {S("x() { echo; }; xsource a.sh"), ""},
    {S("case x in source) echo;; .) echo;; esac"), ""},
    {S("#!/bin/zsh\nsource a.sh"), ""},
    {S("#!/usr/bin/env python3\nsource a.sh"), ""},
    /* paths */
    {S("source \"a.sh\"\n. 'b.sh'\n. c\"d\"'e'.sh\n. f\\ g.sh"), "a.sh:1 b.sh:2 cde.sh:3 f g.sh:4"},
    {S("source $'a\\'b.sh'\n. $\"c.sh\""), "a\\'b.sh:1 c.sh:2"},
    {S("source $A/a.sh\n. \"$A/b.sh\"\n. ${A}/c.sh\n. \"$(dirname \"$0\")/d.sh\"\n. `pwd`/e.sh\n. "
       "\"$A\"/f.sh\n. \"${A%/*}/g.sh\""),
     "./a.sh:1 ./b.sh:2 ./c.sh:3 ./d.sh:4 ./e.sh:5 ./f.sh:6 ./g.sh:7"},
    {S("source $A\n. x/$A/y.sh\n. \"$A/$B/z.sh\"\n. ${A}${B}/z.sh\n. $A-x/y.sh\n. \"${A}x.sh\""),
     ""},
    {S("source ~/a.sh\n. *.sh\n. {a,b}.sh\n. \"*.sh\"\n. <(x)"), "*.sh:4"},
    {S("source ../a.sh\n. /b.sh\n. ./c.sh\n. d$"), "../a.sh:1 /b.sh:2 ./c.sh:3 d$:4"},
    /* directives */
    {S("# shellcheck source=a.sh\n. $X\n. b.sh"), "a.sh:2"},
    {S("x\n# shellcheck source=a.sh\n. $X\n. b.sh"), "a.sh:3 b.sh:4"},
    {S("x\n# shellcheck disable=SC1090 source=a.sh # why\n. $X"), "a.sh:3"},
    {S("x\n# shellcheck source=\"a b.sh\"\n. $X\n#shellcheck source='c.sh'\n\n. $Y"),
     "a b.sh:3 c.sh:6"},
    {S("x\n# shellcheck source=/dev/null\n. a.sh\n. b.sh"), "b.sh:4"},
    {S("x\n# shellcheck source=a.sh\nif x; then . $X; . b.sh; fi; . c.sh"), "a.sh:3 c.sh:3"},
    {S("x\n# shellcheck source=a.sh\ny && . $X; . b.sh"), "a.sh:3 b.sh:3"},
    {S("x\n# shellcheck source=a.sh\nif x; then\n# shellcheck source=b.sh\n. $X\n. $Y\nfi"),
     "b.sh:5 a.sh:6"},
    {S("x\n# shellcheck source-path=lib\n. a.sh"), "a.sh:3"},
    {S("x\n# shellchecks source=a.sh\n. b.sh"), "b.sh:3"},
    {S("x\n# shellcheck source=a.sh\nf() { . $X; }\n. b.sh"), "a.sh:3 b.sh:4"},
    /* here-documents */
    {S("cat <<A\n. a.sh\nA\n. b.sh"), "b.sh:4"},
    {S("cat <<'A'\n$(. a.sh)\nA\n. b.sh"), "b.sh:4"},
    {S("cat <<A\n$(. a.sh) \"`. b.sh`\"\nA\n. c.sh"), "a.sh:2 b.sh:2 c.sh:4"},
    {S("cat <<-A <<B; . c.sh\n\t. a.sh\n\tA\n. b.sh\nB\n. d.sh"), "c.sh:1 d.sh:6"},
    {S("cat <<< 'x'\n. a.sh"), "a.sh:2"},
    {S("cat <<A\n$(cat <<B\n$(. a.sh)\nB\n)\nA\n. b.sh"), "a.sh:3 b.sh:7"},
    {S("x <<A\n. a.sh"), "a.sh:2"},
    {S("cat <<\"A B\"\n. a.sh\nA B\n. b.sh"), "b.sh:4"},
    /* no shell */
    {S("source a.sh\nif x; then"), "a.sh:1"},
    {S("'\n. a.sh"), ""},
    {S("\"$(\""), ""},
    {S("${"), ""},
    {S("`"), ""},
    {S("$(("), ""},
    {S(")\n. a.sh"), "a.sh:2"},
    {S("}\n. a.sh"), "a.sh:2"},
    {S("\\"), ""},
    {S("<<"), ""},
    {S(". \377"), ""},
};

static void finds(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
        struct buf out = BUF_INIT;
        struct str source = samples[i].source;
        char *copy = xmemdup(source.ptr, source.len);
        infer_shell(str_make(copy, source.len), &out);
        char *found = records_text(buf_str(&out));
        if (strcmp(found, samples[i].records) != 0) {
            print_error("%.*s\n", STR_FMT(source));
        }
        assert_string_equal(found, samples[i].records);
        free(found);
        free(copy);
        buf_done(&out);
    }
}

/* A change of what is found needs a new version. */
static void version_tells_of_changes(void **state) {
    (void)state;
    uint64_t hash = FINGERPRINT_START;
    for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
        struct buf out = BUF_INIT;
        infer_shell(samples[i].source, &out);
        hash = fingerprint(hash, buf_str(&out));
        buf_done(&out);
    }
    assert_int_equal(infer_shell_version(), 1);
    assert_int_equal(hash, 0x4c6c4e09a407c44fULL);
}

/* A lot of one thing over and over: minutes, not a moment, if anything were quadratic. */
static void time_is_linear(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "(",
        "$(",
        "`",
        "\"",
        "\"$(",
        "${",
        "$((",
        "'",
        "<<A\n",
        "<<A ",
        "$(x <<A\n",
        ". a\n",
        "a=(",
        "# shellcheck source=a\n",
        "case x in a) ",
        "if ",
        "{ ",
        "\\",
        "\\\n",
        "1>",
        ". $x/a;",
        "x",
        "$x",
        "$(. a; ",
        "<(",
        "& ",
        "#",
        "esac ",
    };
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        struct buf source = BUF_INIT, out = BUF_INIT;
        while (source.len < 300000) {
            buf_addz(&source, pieces[i]);
        }
        infer_shell(buf_str(&source), &out);
        assert_true(infer_records_valid(buf_str(&out)));
        buf_done(&source);
        buf_done(&out);
    }
}

int shell_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds),
        cmocka_unit_test(version_tells_of_changes),
        cmocka_unit_test(time_is_linear),
    };
    return cmocka_run_group_tests_name("shell", tests, NULL, NULL);
}
