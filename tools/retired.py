#!/usr/bin/env python3
"""Writes src/options/retired_table.h from src/options/data/retired.tsv (run by hand, after a change).

Each kind becomes one array of names with their last release, sorted by bytes for a binary search.
"""

import pathlib
import sys

KINDS = ["backend", "field", "option", "python", "scope", "target", "class"]


def main() -> int:
    root = pathlib.Path(__file__).resolve().parent.parent
    rows: dict[str, set[tuple[bytes, str]]] = {kind: set() for kind in KINDS}
    for line in (root / "src/options/data/retired.tsv").read_text().splitlines()[1:]:
        kind, name, release = line.split("\t")
        if kind == "option":
            scope, _, option = name.removeprefix("[").partition("].")
            if scope.startswith("class "):
                kind, scope = "class", scope.removeprefix("class ")
            name = f"{scope}.{option}"
        rows[kind].add((name.encode(), release))
    out = [
        "/* Made by tools/retired.py from src/options/data/retired.tsv: do not edit. */",
        "/* clang-format off */",
    ]
    for kind in KINDS:
        out.append(f"static const struct retired_row retired_{kind}[] = {{")
        for name, release in sorted(rows[kind]):
            out.append(f'    {{"{name.decode()}", "{release}"}},')
        out.append("};")
    (root / "src/options/retired_table.h").write_text("\n".join(out) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
