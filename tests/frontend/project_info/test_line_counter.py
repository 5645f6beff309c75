"""Which lines are blank, comments and code."""

from __future__ import annotations

import pytest
from pants.backend.project_info.languages import Languages

LANGUAGES = Languages()


def counts(path: str, text: str) -> tuple[int, int, int, int]:
    """(lines, code, comments, blanks)"""
    content = text.encode()
    language = LANGUAGES.of(path, content)
    assert language is not None
    found = language.counter().count(content)
    assert found.lines == found.code + found.comments + found.blanks
    return found.lines, found.code, found.comments, found.blanks


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.py", "", (0, 0, 0, 0)),
        ("a.py", "x = 1", (1, 1, 0, 0)),
        ("a.py", "x = 1\n", (1, 1, 0, 0)),
        ("a.py", "\n  \t\n# c\nx = 1  # c\n", (4, 1, 1, 2)),
        ("a.py", 'x = \'# no\'\ny = """\n# no\n"""\n', (4, 4, 0, 0)),
        ("a.py", "x = '\\''  # c\n# c\n", (2, 1, 1, 0)),
        ("a.py", "\r\n# c\r\nx\r\n", (3, 1, 1, 1)),
        ("a.c", "/* a\n\n b */\nint x; /* c */\n// d\n", (5, 1, 3, 1)),
        ("a.c", '/* c */ int x;\nchar *s = "/* no";\nchar q = \'"\'; // c\n', (3, 3, 0, 0)),
        ("a.c", "/* never ends\nint x;\n", (2, 0, 2, 0)),
        ("a.rs", "/* a /* b */\n c */\nfn f<'a>(x: &'a str) {} // c\n", (3, 1, 2, 0)),
        ("a.rs", "let c = '\"'; // c\n// c\n", (2, 1, 1, 0)),
        ("a.hs", "{- a {- b -}\n-}\n-- c\nx = 1\n", (4, 1, 3, 0)),
        ("a.go", "s := `\n// no\n`\n// c\n", (4, 3, 1, 0)),
        ("a.ts", "const s = `a\n/* no */`;\n", (2, 2, 0, 0)),
        ("a.rb", "=begin\nc\n=end\nx = 1 # c\n", (4, 1, 3, 0)),
        ("a.sql", "-- c\nSELECT '--no';\n", (2, 1, 1, 0)),
        ("a.html", "<!-- c\n c -->\n<p>\n", (3, 1, 2, 0)),
        ("a.bat", "REM c\n:: c\necho REMOTE\n", (3, 1, 2, 0)),
        ("a.json", '{"a": 1}\n', (1, 1, 0, 0)),
        ("a.lua", "--[[ c\nc ]]\nx = 1 -- c\n", (3, 1, 2, 0)),
        ("BUILD", "# c\ntarget()\n", (2, 1, 1, 0)),
    ],
)
def test_counts(path, text, expected):
    assert counts(path, text) == expected


def test_docstrings_are_comments():
    text = '"""Module.\n\nMore.\n"""\n\n\ndef f(a):  # why\n    """Function."""\n    return g(\n        """\n        text\n        """\n    )\n'
    assert counts("a.py", text) == (13, 6, 4, 3)


@pytest.mark.parametrize(
    ("path", "content", "name"),
    [
        ("a/b.py", b"", "Python"),
        ("a/BUILD", b"", "BUILD file"),
        ("a/Dockerfile", b"", "Dockerfile"),
        ("a/Dockerfile-dev", b"", "Dockerfile"),
        ("a/x.PY", b"", "Python"),
        ("run", b"#!/usr/bin/env python3.11\n", "Python"),
        ("run", b"#!/bin/bash -e\n", "Shell"),
        ("run", b"text", None),
        ("a.unknown", b"#!/bin/sh\n", "Shell"),
        (".bashrc", b"", "Shell"),
        ("a.unknown", b"", None),
    ],
)
def test_languages(path, content, name):
    found = LANGUAGES.of(path, content)
    assert (found.name if found else None) == name


def test_the_table_has_no_name_twice():
    from pants.backend.project_info.languages import _TABLE

    assert len(_TABLE) >= 60
    for column in (0, 1, 2, 6):
        words = [w for row in _TABLE for w in ([row[0]] if column == 0 else row[column].split())]
        assert sorted(words) == sorted(set(words))


def test_every_language_can_count():
    for row in LANGUAGES._by_extension.values():
        assert row.counter().count(b"x\n\n").lines == 2


def test_long_texts_take_no_long_time():
    import time

    text = b'x = "' + b"\\\\" * 200_000 + b"\n" + b"/*" * 200_000 + b"'" * 200_000
    start = time.monotonic()
    for path in ("a.c", "a.rs", "a.py", "a.kt"):
        LANGUAGES.of(path, text).counter().count(text)
    assert time.monotonic() - start < 5
