/* What the scanner of Python finds, form by form; and that no input makes it slow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "infer/python.h"
#include "infer/records.h"
#include "unit/infer/groups.h"

struct sample {
    struct str source;
    const char *records; /**< as records_text() writes them */
};

/* STR() as an initialiser. */
#define S(literal)                                                                                 \
    { literal, sizeof(literal) - 1 }

static const struct sample samples[] = {
    /* imports */
    {S("import a"), "a:1"},
    {S("import a.b as c, d"), "a.b:1 d:1"},
    {S("import a . b"), "a.b:1"},
    {S("import a . \\\n  b"), "a.b:1"},
    {S("from a import b, c as d"), "a.b:1 a.c:1"},
    {S("from a import *"), "a:1"},
    {S("from a.b import c.d"), "a.b.c.d:1"},
    {S("from .. import e"), "..e:1"},
    {S("from . import *"), ".:1"},
    {S("from ..p import y"), "..p.y:1"},
    {S("from . a import b"), ".a.b:1"},
    {S("from .import_x import y"), ".import_x.y:1"},
    {S("from a import(b)"), "a.b:1"},
    {S("from a import (b,\n  c as d,\n  e\n  as\n  f, g)"), "a.b:1 a.c:2 a.e:3 a.g:5"},
    {S("from a import b, \\\n  c"), "a.b:1 a.c:2"},
    {S("import\ta\fas b"), "a:1"},
    {S("import\\\n a"), "a:2"},
    {S("from __future__ import x"), ""},
    {S("from __future__ import *"), ""},
    {S("from .__future__ import x"), ".__future__.x:1"},
    {S("x = 1; import a; from b import c"), "a:1 b.c:1"},
    {S("if x: import a"), "a:1"},
    {S("class X: import a"), "a:1"},
    {S("lambda: x; import a"), "a:1"},
    {S("    import a\n\timport b"), "a:1 b:2"},
    {S("x = [\n  1]\nimport a"), "a:3"},
    {S("from a import ()"), ""},
    {S("from a import (  # c\n  b  # d\n)"), "a.b:2"},
    {S("import \303\251"), "\303\251:1"},
    {S("importx\nimport_ = 1\nfromage = 2\nx.import_(a)"), ""},
    {S("from ....................................................................x import y"),
     "....................................................................x.y:1"},
    /* not imports */
    {S("'import a'"), ""},
    {S("# import a"), ""},
    {S("'''\nimport a\n'''"), ""},
    {S("x = '\\\nimport a'"), ""},
    {S("x = \"'\"\nimport a"), "a:2"},
    {S("x = '\\''\nimport a"), "a:2"},
    {S("x = r'\\'\nimport a'\nimport b"), "a:2 b:3"},
    {S("x = '''\\''''\nimport a"), "a:2"},
    {S("x = ''\nimport a"), "a:2"},
    {S("x = ''''a'''\nimport b"), "b:2"},
    {S("yield_from = (yield\n from x)\nraise A from B"), ""},
    {S("x = f'{a[\"import b\"]}'\nimport c"), "c:2"},
    {S(">>> import a\n... import b"), ""},
    /* line ends and encodings */
    {S("\357\273\277import a"), "a:1"},
    {S("import a\r\nimport b\rimport c\n"), "a:1 b:2 c:3"},
    {S("'''\r\n\r'''\r\nimport a"), "a:4"},
    {S("\fimport a"), "a:1"},
    {S("import a\000\nimport b"), "a:1 b:2"},
    /* once, the strong one */
    {S("import a\nimport a\nfrom a import b\nimport a.b"), "a:1 a.b:3"},
    {S("try: import a\nexcept ImportError: pass\nimport a"), "a:1"},
    {S("import a\ntry: import a\nexcept ImportError: pass"), "a:1"},
    /* try */
    {S("try: import a\nexcept AssertionError: pass"), "a:1"},
    {S("try: import a\nexcept ImportError: import b"), "~a:1 b:2"},
    {S("try: import a\nexcept (A, ImportError): pass"), "~a:1"},
    {S("try: import a\nexcept [A, ImportError]: pass"), "~a:1"},
    {S("try: import a\nexcept {ImportError, A}: pass"), "~a:1"},
    {S("try: import a\nexcept ImportError as e: pass"), "~a:1"},
    {S("try: import a\nexcept (A, ImportError) as e: pass"), "~a:1"},
    {S("try: import a\nexcept ImportError, e: pass"), "~a:1"},
    {S("try: import a\nexcept A, ImportError: pass"), "~a:1"},
    {S("try: import a\nexcept* ImportError: pass"), "~a:1"},
    {S("try: import a\nexcept (  # x\n A, # y\n ImportError\n ): pass"), "~a:1"},
    {S("try: import a\nexcept A: import b\nexcept ImportError: import c\nelse: import d\nfinally: "
       "import e"),
     "~a:1 b:2 c:3 d:4 e:5"},
    {S("try: import a\nexcept x.ImportError: pass"), "a:1"},
    {S("try: import a\nexcept (lambda: ImportError)(): pass"), "a:1"},
    {S("try: import a\nexcept (A, (ImportError,)): pass"), "a:1"},
    {S("try: import a\nexcept ModuleNotFoundError: pass"), "a:1"},
    {S("try: import a\nexcept: import b"), "a:1 b:2"},
    {S("try:\n  try:\n    import a\n  except A:\n    import b\n  import c\nexcept ImportError:\n  "
       "try: import d\n  except ImportError: import e"),
     "a:3 ~b:5 ~c:6 ~d:8 e:9"},
    {S("try:\n  def f():\n    import a\n  # comment\n\nexcept ImportError: pass\nimport b"),
     "~a:3 b:7"},
    {S("try:\n  import a\n# comment at the margin\n  import b\nexcept ImportError: pass"),
     "~a:2 ~b:4"},
    {S("if x:\n  try:\n    import a\n  except ImportError:\n    pass\nelse:\n  import b"),
     "~a:3 b:7"},
    {S("try :\n\timport a\nexcept ImportError : pass"), "~a:2"},
    /* with */
    {S("with suppress(ImportError): import a"), "~a:1"},
    {S("with contextlib.suppress(ImportError):\n  import a\nimport b"), "~a:2 b:3"},
    {S("with suppress(A, ImportError) as x:\n  import a"), "~a:2"},
    {S("with open('f'), suppress(ImportError):\n  import a"), "~a:2"},
    {S("with (suppress(ImportError), open('f'),):\n  import a"), "~a:2"},
    {S("with (\n  open('f') as f,  # x\n  suppress(ImportError),\n):\n  import a"), "~a:5"},
    {S("async with suppress(ImportError):\n  import a"), "~a:2"},
    {S("with suppress(A):\n  import a"), "a:2"},
    {S("with suppress():\n  import a"), "a:2"},
    {S("with f(suppress(ImportError)):\n  import a"), "a:2"},
    {S("with suppress(ImportError).x():\n  import a"), "a:2"},
    {S("with suppress(ImportError):\n  try: import a\n  except A: import b\n  import c"),
     "a:2 ~b:3 ~c:4"},
    {S("with:\n  import a"), "a:2"},
    /* pragma */
    {S("import a  # pants: no-infer-dep"), ""},
    {S("import a, b  # pants: no-infer-dep"), ""},
    {S("from a import b, c  # pants: no-infer-dep"), ""},
    {S("from a import *  # noqa # pants: no-infer-dep"), ""},
    {S("from a import (b,  # pants: no-infer-dep\n  c)"), "a.c:2"},
    {S("from a import (\n  b,\n  c  # pants: no-infer-dep\n)"), "a.b:2"},
    {S("from a import (\n  b as\n    c,  # pants: no-infer-dep\n  d,\n  # pants: no-infer-dep\n  "
       "e, f,  # pants: no-infer-dep\n)"),
     "a.d:4 a.e:6"},
    {S("from a import (b,\n c)  # pants: no-infer-dep"), ""},
    {S("from a import (  # pants: no-infer-dep\n  b)"), "a.b:2"},
    {S("from a import \\\n  b  # pants: no-infer-dep"), ""},
    {S("import a; import b  # pants: no-infer-dep"), "a:1"},
    {S("if x: import a  # pants: no-infer-dep\nimport b"), "b:2"},
    {S("# pants: no-infer-dep\nimport a"), "a:2"},
    {S("import a  #pants: no-infer-dep"), "a:1"},
    {S("x = __import__('a')  # pants: no-infer-dep"), ""},
    {S("__import__(  # pants: no-infer-dep\n  'a')"), ""},
    {S("__import__(\n  'a'  # pants: no-infer-dep\n)"), ""},
    {S("__import__(\n  'a'\n)  # pants: no-infer-dep"), ""},
    {S("__import__(\n  'a' \\\n  # pants: no-infer-dep\n)"), "a:2"},
    {S("f('a.b')  # pants: no-infer-dep"), ""},
    {S("x = [\n  'a.b', 'c.d',  # pants: no-infer-dep\n  ('e.f',\n   'g.h'),  # pants: "
       "no-infer-dep\n  'i.j'  # pants: no-infer-dep\n  , 'k.l'\n]"),
     "'a.b:2 'e.f:3 'k.l:6"},
    {S("x = ['a.b',\n  'c.d']  # pants: no-infer-dep"), "'a.b:1"},
    {S("for a in b['a.b']:  # pants: no-infer-dep\n  'c.d'"), "'c.d:2"},
    {S("if 'a.b': f('c.d')  # pants: no-infer-dep"), "'a.b:1"},
    /* explicit */
    {S("# pants: infer-dep(a/b.txt)"), "!a/b.txt:1"},
    {S("x = 1  # pants: infer-dep(f(g)) (really)"), "!f(g):1"},
    {S("# pants: infer-dep()"), ""},
    {S("# pants: infer-dep(a"), ""},
    {S("from a import (\n  b,  # pants: infer-dep(c)\n)"), "a.b:2 !c:2"},
    {S("x = ('a.b'  # pants: infer-dep(c)\n  '.d')"), "'a.b.d:1 !c:1"},
    {S("x = ('a.b'  # pants: infer-dep(c)\n  '# pants: infer-dep(d)' 'e')"), "!c:1"},
    {S("'# pants: infer-dep(a)'"), ""},
    {S("import a  # pants: infer-dep(b) # pants: no-infer-dep"), "!b:1"},
    /* __import__ */
    {S("__import__('a.b')"), "a.b:1"},
    {S("x = __import__ ( b'a' , globals())"), "a:1"},
    {S("__import__('..a')"), "..a:1"},
    {S("__import__('a' # x\n  '.b')"), "a.b:1"},
    {S("__import__(f'a')"), "a:1"},
    {S("__import__(f'a{b}')"), ""},
    {S("__import__('a' + b)"), ""},
    {S("__import__('a.%s' % b)"), ""},
    {S("__import__(name='a')"), ""},
    {S("x.__import__('a.b')"), "'a.b:1"},
    {S("__import__('a.b', fromlist=['c.d'])\n'e.f'"), "a.b:1 'e.f:2"},
    {S("__import__('')"), ""},
    {S("__import__('a b')"), ""},
    {S("__import__(__import__('a'))"), "a:1"},
    {S("my__import__('a.b')"), "'a.b:1"},
    /* strings */
    {S("'a.b'"), "'a.b:1"},
    {S("'a/b'"), "'a/b:1"},
    {S("'a'"), ""},
    {S("'a.b c'"), ""},
    {S("'a\\\\.b'"), ""},
    {S("'''a.b'''"), "'a.b:1"},
    {S("'''\na.b'''"), ""},
    {S("'a.b' \"c\" '''d'''"), "'a.bcd:1"},
    {S("'a' '.b'"), "'a.b:1"},
    {S("'a.b' ''"), ""},
    {S("x = ('a.'\n\n  # y\n  'b')"), "'a.b:1"},
    {S("f'a.b' rb'/c' U'd'"), "'a.b/cd:1"},
    {S("f'a.{b}'"), ""},
    {S("f'{a}' 'b.c'"), ""},
    {S("f'a{{.b}}'"), ""},
    {S("'a-b.c'"), ""},
    {S("'1.2'"), ""},
    {S("'.a.b'"), ""},
    {S("'a..b'"), ""},
    {S("'a.b.'"), ""},
    {S("'/'"), "'/:1"},
    {S("'a://b.c/d'"), "'a://b.c/d:1"},
    {S("'\346\227\245.\346\234\254'"), "'\346\227\245.\346\234\254:1"},
    {S("'a.b"), ""},
    {S("'a.\\\nb'"), ""},
    {S("print'a.b'"), "'a.b:1"},
    {S("x='a.b'if y else'c.d'"), "'a.b:1 'c.d:1"},
    {S("'a.b'.join('c.d')"), "'a.b:1 'c.d:1"},
    {S("{'a.b': 'c.d'}['e.f']"), "'a.b:1 'c.d:1 'e.f:1"},
    {S("importlib.import_module('a.b')"), "'a.b:1"},
    {S("t'a.b'"), "'a.b:1"},
    {S("f'{'a.b'}' 'c.d'\n'e.f'"), "'e.f:2"},
    {S("ur'a.b'"), "'a.b:1"},
    /* formatted */
    {S("f'{'\nimport a\nf'{'\nimport b"), "a:2 b:4"},
    {S("f'{a:{b}}'\nimport c"), "c:2"},
    {S("f'{a!r:>{w}}'; import c"), "c:1"},
    {S("f'''{\na}'''\nimport b"), "b:3"},
    {S("f'{f\"{f'{1}'}\"}'\nimport a"), "a:2"},
    {S("f'{x:\"}'\nimport a"), "a:2"},
    {S("f'{{'\nimport a"), "a:2"},
    {S("f'}}'\nimport a"), "a:2"},
    {S("f'\\N{DASH}'\nimport a"), "a:2"},
    {S("f'\\{x}'\nimport a"), "a:2"},
    {S("rf'\\{x}'\nimport a"), "a:2"},
    {S("rf'\\''\nimport a"), "a:2"},
    {S("f'{d[\"a\"]}'\nimport b"), "b:2"},
    {S("f'{x # c'\n}'\nimport a"), "a:3"},
    {S("f'{lambda x: {1: 2}[1]}'\nimport a"), "a:2"},
    {S("f'{x != y}'\nimport a"), "a:2"},
    {S("f'{(x:=1)}'\nimport a"), "a:2"},
    {S("f'abc\nimport a"), "a:2"},
    {S("f'''{x:%H'%M''}'''\nimport a"), "a:2"},
    {S("f'''a\"\"\"{b}'c''' 'd.e'\nimport f"), "f:2"},
    /* no Python */
    {S("imprt a"), ""},
    {S("import .b"), ""},
    {S("import a."), ""},
    {S("import *"), ""},
    {S("import 1"), ""},
    {S("from a import"), ""},
    {S("from a imp x"), ""},
    {S("from a import b,"), "a.b:1"},
    {S("import"), ""},
    {S("from"), ""},
    {S("f(\nimport a"), "a:2"},
    {S("f(\ndef g(:\n  import a"), "a:3"},
    {S("x = [\nclass X:\n  import a"), "a:3"},
    {S("x = (\nfrom a import b\n"), "a.b:2"},
    {S("from a import (b\nimport c"), "a.b:1 c:2"},
    {S("from a import (b,\ndef f(): import c"), "a.b:1 c:2"},
    {S("x = 'open\nimport a"), "a:2"},
    {S(")\nimport a"), "a:2"},
    {S("print 'a.b'\nexec \"import x\"\nimport c"), "'a.b:1 c:3"},
    {S("\\"), ""},
    {S("x = \\"), ""},
    {S("'''"), ""},
    {S("f'"), ""},
    {S("\377\376i\000m\000p\000o\000r\000t\000 \000a\000"), ""},
};

static void finds(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
        struct buf out = BUF_INIT;
        /* An exact-size copy lets the address sanitizer see a read past the end. */
        struct str source = samples[i].source;
        char *copy = xmemdup(source.ptr, source.len);
        infer_python(str_make(copy, source.len), &out);
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

static void all_strings(void **state) {
    (void)state;
    struct buf out = BUF_INIT;
    infer_python_with(STR("'a'; 'b c'; 'd-e.f'; ''; 'g.h'"), INFER_PYTHON_ALL_STRINGS, &out);
    char *found = records_text(buf_str(&out));
    assert_string_equal(found, "'a:1 'd-e.f:1 'g.h:1");
    free(found);
    buf_done(&out);
}

static void names_are_utf8(void **state) {
    (void)state;
    struct buf out = BUF_INIT;
    infer_python(STR("# coding: latin-1\n# \xe9\nimport a\nimport \xe9\nx = '\xe9.b'\nimport c"),
                 &out);
    char *found = records_text(buf_str(&out));
    assert_string_equal(found, "a:3 c:6");
    free(found);
    buf_done(&out);
}

static void long_strings_are_no_names(void **state) {
    (void)state;
    for (size_t len = INFER_STRING_MAX - 1; len <= INFER_STRING_MAX + 1; len++) {
        struct buf source = BUF_INIT, out = BUF_INIT;
        buf_addz(&source, "'/");
        for (size_t i = 1; i < len; i++) {
            buf_add_char(&source, 'a');
        }
        buf_add_char(&source, '\'');
        infer_python(buf_str(&source), &out);
        assert_int_equal(out.len > 0, len <= INFER_STRING_MAX);
        buf_done(&source);
        buf_done(&out);
    }
}

/* A change of what is found needs a new version: what others kept would be taken for true. */
static void version_tells_of_changes(void **state) {
    (void)state;
    uint64_t hash = FINGERPRINT_START;
    for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
        struct buf out = BUF_INIT;
        infer_python(samples[i].source, &out);
        hash = fingerprint(hash, buf_str(&out));
        buf_done(&out);
    }
    assert_int_equal(infer_python_version(), 1);
    assert_int_equal(hash, 0x41f93b8a8afc825cULL);
}

/* A lot of one thing over and over: minutes, not a moment, if anything were quadratic. */
static void time_is_linear(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "(",
        "[{",
        ")",
        "'",
        "'a.b' ",
        "'a.b', # pants: no-infer-dep\n",
        "\"\"\"",
        "f'{",
        "f'{f\"{",
        "f'{'\n",
        "\\",
        "#",
        "\\\n",
        "import a,",
        "from a import (b\n",
        "with (",
        "with (\nimport a\n",
        "try:\nexcept(",
        "try:\n",
        "__import__(",
        "__import__('a' ",
        "a.",
        "import a . ",
        "from . ",
        "from .. import (a # pants: no-infer-dep\n",
        "'a' # pants: infer-dep(b)\n",
        "'a.b' + # pants: no-infer-dep\n",
        "x: ",
        "; ",
        "\r",
        "'\\",
        "'''\\'",
        " ",
        "\t",
        "except ImportError:\n",
        "import a as\n",
        "from a import (b as\n",
        "rf'{x:{y:",
        "\f\\\r\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        for (unsigned opened = 0; opened < 2; opened++) {
            struct buf source = BUF_INIT, out = BUF_INIT;
            buf_addz(&source, opened ? "x = (" : "");
            while (source.len < 300000) {
                buf_addz(&source, pieces[i]);
            }
            infer_python(buf_str(&source), &out);
            assert_true(infer_records_valid(buf_str(&out)));
            buf_done(&source);
            buf_done(&out);
        }
    }
}

int python_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds),
        cmocka_unit_test(all_strings),
        cmocka_unit_test(names_are_utf8),
        cmocka_unit_test(long_strings_are_no_names),
        cmocka_unit_test(version_tells_of_changes),
        cmocka_unit_test(time_is_linear),
    };
    return cmocka_run_group_tests_name("python", tests, NULL, NULL);
}
