#!/usr/bin/env python3
"""Writes src/options/retired_*.h from src/options/data/retired.tsv (by hand, after a change).

Each kind becomes one array of names with their last release, sorted by bytes for a binary search.
"""

import pathlib
import sys

KINDS = ["backend", "class", "field", "option", "scope", "target"]
NOTE = "Made by tools/retired.py from src/options/data/retired.tsv: do not edit."


def rows_by_kind(text: str) -> dict[str, set[tuple[bytes, str]]]:
    rows: dict[str, set[tuple[bytes, str]]] = {kind: set() for kind in [*KINDS, "python"]}
    for line in text.splitlines()[1:]:
        kind, name, release = line.split("\t")
        if kind == "option":
            scope, _, option = name.removeprefix("[").partition("].")
            if scope.startswith("class "):
                kind, scope = "class", scope.removeprefix("class ")
            name = f"{scope}.{option}"
        rows[kind].add((name.encode(), release))
    return rows


def array(kind: str, rows: set[tuple[bytes, str]]) -> list[str]:
    """The lines of one array, as many rows on a line as fit."""
    lines = [f"static const struct retired_row retired_{kind}[] = {{"]
    line = "   "
    for name, release in sorted(rows):
        row = f' {{"{name.decode()}", "{release}"}},'
        if len(line) + len(row) > 100:
            lines.append(line)
            line = "   "
        line += row
    return [*lines, line, "};"]


def main() -> int:
    source = pathlib.Path(__file__).resolve().parent.parent / "src/options"
    rows = rows_by_kind((source / "data/retired.tsv").read_text())
    for file, kinds in (("retired_table.h", KINDS), ("retired_python.h", ["python"])):
        lines = [f"/* {NOTE} */", "/* clang-format off */"]
        for kind in kinds:
            lines += array(kind, rows[kind])
        (source / file).write_text("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
