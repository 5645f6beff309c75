"""The checks of `./dev lint` find what they are for."""

from __future__ import annotations

from pathlib import Path

import pytest

TOOLS = Path(__file__).parent.parent.parent / "tools"


@pytest.fixture
def tools(monkeypatch):
    monkeypatch.syspath_prepend(str(TOOLS))
    import check_shape
    import check_words

    return check_shape, check_words


class Collected:
    """Stands in for the report of a check."""

    def __init__(self):
        self.what = []

    def add(self, check, name, line, what, text):
        self.what.append((check, line, what))


CODE = """\
#include "x.h" /* int not_code; */
struct forward;
static int a;
static const int b = 3;
int c = 4;
static const char *d[] = {"x", "y;{"};
static const char *const e[] = {"x"};
static struct { int x; } f[] = {{1}, {2}};
static const struct { const char *n; } g[] = {{"a"}};
static int (*h)(void);
static int (*const i[])(void) = {NULL};
static int prototype(int x);
static PyMethodDef j[] = {{0}};
enum { K = 1 };
static struct s *l = NULL;
static _Atomic unsigned m;
extern int n;
_Thread_local int o;
static VEC(int) p;
typedef int q;
static int body(void) {
    static int r;
    static const int s = 1;
    for (int t = 0;;) {
        if (r) { return '}'; }
    }
}
static pthread_mutex_t u = PTHREAD_MUTEX_INITIALIZER;
"""


def test_mutable_globals(tools) -> None:
    shape, _ = tools
    report = Collected()
    shape.check_c(report, "src/x/x.c", CODE, True)
    names = "".join(what for check, _, what in report.what if check == "global")
    assert names == "acdfhlmopru"
    lines = CODE.splitlines()
    for _, line, what in report.what:
        assert f" {what}" in lines[line - 1] or f"*{what}" in lines[line - 1]


@pytest.mark.parametrize("lines,found", [(80, []), (81, [("function", 2, "long")])])
def test_long_functions(tools, lines, found) -> None:
    shape, _ = tools
    report = Collected()
    body = '    f("{"); /* { */\n' * (lines - 2)
    shape.check_c(report, "src/x/x.c", f"\nint long(struct x *x) {{\n{body}}}\nint y;", False)
    assert report.what == found


@pytest.mark.parametrize(
    "line,found",
    [
        ("see /home/me/x", True),
        ('"/root/x"', True),
        ("src/work/x", False),
        ("the work/life", False),
        ("$HOME/home/x", False),
        ("https://real.org/x", True),
        ("https://example.com/x", False),
        ("https://docs.example.org", False),
        ("fixme", False),
        ("/* FIXME: later */", True),
        ("/tmp/sys-test-XXXXXX", False),
    ],
)
def test_words(tools, line, found) -> None:
    _, words = tools
    report = Collected()
    words.check(report, "src/x/x.c", line)
    assert bool(report.what) == found


def test_defaults_of_the_frontend_may_name_servers(tools) -> None:
    _, words = tools
    report = Collected()
    words.check(report, "frontend/pants/x.py", "https://real.org/x")
    assert report.what == []


def test_ledger(tools, tmp_path, monkeypatch, capsys) -> None:
    import lint_files

    ledger = tmp_path / "ledger.tsv"
    ledger.write_text("# text\nglobal\ta.c\tx\tbecause\nglobal\ta.c\ty\tgone\nother\tb\tc\td\n")
    monkeypatch.setattr(lint_files, "LEDGER", ledger)
    report = lint_files.Report(("global",))
    report.add("global", "a.c", 3, "x", "excused")
    report.add("global", "a.c", 4, "z", "z may change")
    assert report.finish("fine") == 1
    out = capsys.readouterr().out
    assert out.splitlines() == [
        "a.c:4: z may change",
        "ledger.tsv: global: a.c: y is not there any more",
    ]
