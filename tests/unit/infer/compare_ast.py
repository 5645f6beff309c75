#!/usr/bin/env python3
"""Compares the import scanner with Python's own parser.

    compare_ast.py SCANNER [FOLDER...]

SCANNER reads names of files on standard input and prints what the scanner finds in them
(tests/programs/infer_scan.c). Every file that `ast` can parse must give the same imports: names,
levels, lines and weakness; the first differences are printed otherwise. Without folders: the
standard library of the running interpreter, and what the machine has of Python, evenly thinned out
to MOST files.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import sysconfig
import unicodedata
import warnings
from concurrent.futures import ProcessPoolExecutor
from glob import glob
from pathlib import Path

#: (level, name) to (line, whether it is weak).
Imports = dict[tuple[int, str], tuple[int, bool]]

BATCH = 200
MOST = 1000


def names_import_error(node: ast.expr | None) -> bool:
    """True for ImportError, alone or in a literal collection."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(isinstance(n, ast.Name) and n.id == "ImportError" for n in node.elts)
    return isinstance(node, ast.Name) and node.id == "ImportError"


def suppresses_import_error(item: ast.withitem) -> bool:
    """True for `suppress(ImportError)`, whatever module suppress comes from."""
    call = item.context_expr
    if not isinstance(call, ast.Call):
        return False
    called = call.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name == "suppress" and any(
        names_import_error(a) for a in call.args if isinstance(a, ast.Name)
    )


class Finder(ast.NodeVisitor):
    """Collects the imports of one file as the scanner's contract describes them."""

    def __init__(self, lines: list[bytes]) -> None:
        self.lines = lines
        self.weak = False
        self.found: Imports = {}

    def add(self, level: int, name: str, line: int) -> None:
        first, weak = self.found.get((level, name), (line, True))
        self.found[level, name] = (min(first, line), weak and self.weak)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.add(0, alias.name, alias.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module == "__future__" and node.level == 0:
            return
        base = node.module or ""
        for alias in node.names:
            parts = [base] if alias.name == "*" else [base, alias.name]
            self.add(node.level, ".".join(p for p in parts if p), alias.lineno)

    def visit_in(self, nodes: list[ast.stmt], weak: bool) -> None:
        before, self.weak = self.weak, weak
        for node in nodes:
            self.visit(node)
        self.weak = before

    def visit_Try(self, node: ast.Try | ast.TryStar) -> None:
        self.visit_in(node.body, any(names_import_error(h.type) for h in node.handlers))
        for part in (*node.handlers, *node.orelse, *node.finalbody):
            self.visit(part)

    visit_TryStar = visit_Try

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self.visit(item)
        self.visit_in(node.body, self.weak or any(suppresses_import_error(i) for i in node.items))

    visit_AsyncWith = visit_With

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        pass

    def visit_Call(self, node: ast.Call) -> None:
        if not (isinstance(node.func, ast.Name) and node.func.id == "__import__"):
            self.generic_visit(node)
            return
        argument = node.args[0] if node.args else None
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str | bytes):
            return
        value = argument.value
        name = value if isinstance(value, str) else value.decode("latin-1")
        end = argument.end_lineno or argument.lineno
        source = b"".join(self.lines[argument.lineno - 1 : end])
        if name.strip(".") and not set(name) & set(" \t\n\r\f\\") and b"\\" not in source:
            bare = name.lstrip(".")
            self.add(len(name) - len(bare), bare, argument.lineno)


def expected(path: str) -> Imports | None:
    """What ast says; None for what it cannot parse."""
    data = Path(path).read_bytes()
    if b"no-infer-dep" in data:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(data)
        finder = Finder(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").splitlines(True))
        finder.visit(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return finder.found


def scanned(scanner: str, paths: list[str]) -> list[Imports]:
    """What the scanner says, by file."""
    text = subprocess.run(
        [scanner], input="\n".join(paths).encode() + b"\n", stdout=subprocess.PIPE, check=True
    ).stdout.decode("utf-8", "surrogateescape")
    answers: list[Imports] = []
    for line in text.split("\n")[:-1]:
        kind, level, number, name = line.split(" ", 3)
        if kind == "file":
            answers.append({})
        elif kind in ("import", "weak"):
            key = (int(level), unicodedata.normalize("NFKC", name))
            answers[-1][key] = (int(number), kind == "weak")
    return answers


def compare(scanner: str, paths: list[str]) -> tuple[int, list[str]]:
    """How many files were compared, and the differences."""
    compared, differences = 0, []
    for path, ours in zip(paths, scanned(scanner, paths), strict=True):
        theirs = expected(path)
        if theirs is None:
            continue
        compared += 1
        for key in sorted(ours.keys() | theirs.keys()):
            if ours.get(key) != theirs.get(key):
                differences.append(f"{path}: {key}: {ours.get(key)}, not {theirs.get(key)}")
    return compared, differences


def files_below(folders: list[str]) -> list[str]:
    """The Python files, each once, in a fixed order."""
    found: dict[str, str] = {}
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(place, name)
                if name.endswith((".py", ".pyi")) and "\n" not in path and os.path.isfile(path):
                    found.setdefault(os.path.realpath(path), path)
    return sorted(found)


def main() -> int:
    scanner = sys.argv[1]
    own = sysconfig.get_paths()
    paths = files_below(sys.argv[2:] or [own["stdlib"], own["purelib"]])
    if len(sys.argv) == 2:
        machine = files_below(glob("/usr/lib/python3*") + glob("/usr/local/lib/python3*"))
        paths += machine[:: len(machine) // MOST + 1]
    batches = [paths[i : i + BATCH] for i in range(0, len(paths), BATCH)]
    compared, differences = 0, []
    with ProcessPoolExecutor(2) as pool:
        for n, found in pool.map(compare, [scanner] * len(batches), batches):
            compared += n
            differences += found
    print(f"{compared} of {len(paths)} files compared, {len(differences)} differences")
    for difference in differences[:50]:
        print(difference)
    return 1 if differences or compared < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
