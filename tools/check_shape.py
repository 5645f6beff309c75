#!/usr/bin/env python3
"""The shape of the code: how long files and functions of C are, and that it has no mutable globals.

Exceptions stand in tools/ledger.tsv, each with its reason; one that is not needed any more is an
error too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from lint_files import Report, files, text_of

MAX_FILE = 900
MAX_FUNCTION = 80

#: Tables that Python's C API takes through pointers to non-const; Python alone may write to them.
PYTHON_TABLES = re.compile(
    r"\b(?:PyMethodDef|PyGetSetDef|PyMemberDef|PyType_Slot|PyType_Spec|PyModuleDef|"
    r"PyModuleDef_Slot|PyStructSequence_Field|PyStructSequence_Desc|PyBufferProcs)\b"
)

TOKEN = re.compile(
    r"""(?P<gone>/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
    r"""|^[ \t]*\#(?:\\\n|[^\n])*)""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)


def bare(text: str) -> str:
    """The code without comments, literals and directives; lines stay where they are."""
    return TOKEN.sub(
        lambda m: '""' if m.group()[0] in "\"'" else " " + "\n" * m.group().count("\n"), text
    )


def statements(code: str) -> Iterator[tuple[str, int, int, int]]:
    """What stands between `;`, `{` and `}`: text with {} for blocks, depth, first and last line.

    A block at the end of a function or of an initialiser belongs to the statement that opens it.
    """
    stack: list[tuple[str, int]] = []
    head, line, start = "", 1, 1
    for c in code:
        if c == "\n":
            line += 1
        if not head.strip():
            start = line
        if c == "{":
            stack.append((head, start))
            head = ""
        elif c == "}":
            if head.strip():
                yield head.strip(), len(stack), start, line
            if not stack:
                return
            opened, start = stack.pop()
            head = opened + "{}"
            # An initialiser and a type go on to their `;`; every other block is complete.
            if not re.search(r"=\s*\{\}$|\b(?:struct|union|enum)\b[^()=]*\{\}$", head):
                yield head.strip(), len(stack), start, line
                head = ""
        elif c == ";":
            yield head.strip(), len(stack), start, line
            head = ""
        else:
            head += c


NOT_DATA = re.compile(r"^(?:typedef|extern|return|goto|case|default|_Static_assert)\b")
FUNCTION = re.compile(r"\w[\w\s*]*\b(\w+)\s*\([^{}]*\)\s*\{\}$")
FUNCTION_POINTER = re.compile(r"[^(]*\(\s*\*\s*(const\s+)?(\w+)")
BEHIND_MACRO = re.compile(r"\)\s*\w+\s*(?:\[.*\])?$", re.DOTALL)  # VEC(int) numbers
DATA = re.compile(r"\b(\w+)\s*(?:\[[^=]*\])?\s*(?:=.*)?$", re.DOTALL)


def is_constant(declaration: str) -> bool:
    """Whether the object itself (not only what it points to) is const."""
    left = declaration.partition("=")[0]
    if pointer := FUNCTION_POINTER.match(left):
        return pointer.group(1) is not None
    if "*" in left:
        return re.search(r"\bconst\b", left.rpartition("*")[2]) is not None
    return re.search(r"\bconst\b", left) is not None


def mutable_name(text: str, static_only: bool) -> str | None:
    """The name of the object that a statement defines for the whole program, if it may change."""
    if static_only and not re.match(r"static\b", text):
        return None
    if not text or NOT_DATA.match(text) or PYTHON_TABLES.search(text):
        return None
    left = text.partition("=")[0]
    pointer = FUNCTION_POINTER.match(left)
    if "(" in left and not pointer and not BEHIND_MACRO.search(left):
        return None  # a prototype
    if re.match(
        r"^(?:static\s+)?(?:const\s+)?(?:struct|union|enum)\b\s*\w*\s*(?:\{\})?$", left.strip()
    ):
        return None
    if is_constant(text):
        return None
    if pointer:
        return pointer.group(2)
    match = DATA.search(text)
    return match.group(1) if match and re.search(r"[\w)}]\s+\**\w", left) else None


def check_c(report: Report, name: str, text: str, globals_too: bool) -> None:
    """Functions and objects of one file of C."""
    for statement, depth, first, last in statements(bare(text)):
        if depth == 0 and (match := FUNCTION.search(statement)) and "=" not in statement:
            if last - first + 1 > MAX_FUNCTION:
                what = match.group(1)
                told = f"{what}() has {last - first + 1} lines; {MAX_FUNCTION} are the limit"
                report.add("function", name, first, what, told)
        elif globals_too and (what := mutable_name(statement, depth > 0 or name.endswith(".h"))):
            report.add("global", name, first, what, f"{what} may change and is not in the ledger")


def main() -> int:
    """Print what is found; 0 when nothing is."""
    report = Report(("file", "function", "global"))
    names = files(endings=(".c", ".h", ".py", ".sh"))
    for name in names:
        text = text_of(name) or ""
        lines = text.count("\n")
        if lines > MAX_FILE:
            report.add("file", name, 1, "*", f"{lines} lines; {MAX_FILE} are the limit")
        if name.endswith((".c", ".h")):
            check_c(report, name, text, name.startswith(("src/", "pyembed/", "include/")))
    return report.finish(f"{len(names)} files are in shape")


if __name__ == "__main__":
    sys.exit(main())
