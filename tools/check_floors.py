#!/usr/bin/env python3
"""Holds every #include against the floors of the house (cmake/Floors.cmake, ARCHITECTURE.md).

A module may include its own headers, and those of the modules that the table lets it use (and what
those use). System headers with an owner (uv.h, yaml.h, Python.h) belong to that module alone.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: Third-party headers and the one module that may include each.
OWNERS = {"uv.h": "loop", "yaml.h": "codec", "Python.h": "pyembed", "zlib.h": "pyembed"}

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def read_floors() -> dict[str, set[str]]:
    """Each module with all it may use, transitively."""
    text = (ROOT / "cmake" / "Floors.cmake").read_text()
    direct = {
        name: set(re.findall(r"\w+", uses))
        for name, uses in re.findall(r"set\(PANTS_USES_(\w+) ([^)]*)\)", text)
    }

    def reach(name: str, seen: set[str]) -> set[str]:
        for used in direct.get(name, set()) - seen:
            seen.add(used)
            reach(used, seen)
        return seen

    return {name: reach(name, set()) for name in direct}


def problems_of(path: Path, module: str, allowed: set[str], modules: set[str]) -> list[str]:
    """What is wrong with the includes of one file."""
    found = []
    for own, system in INCLUDE.findall(path.read_text()):
        name = own or system
        owner = OWNERS.get(name)
        if owner and owner != module:
            found.append(f"{path.relative_to(ROOT)}: {name} belongs to {owner}")
        first = name.partition("/")[0]
        if own and first in modules and first != module and first not in allowed:
            found.append(f"{path.relative_to(ROOT)}: {module} may not use {first} ({name})")
    return found


def main() -> int:
    """Print what breaks the law; 0 when nothing does."""
    floors = read_floors()
    modules = set(floors)
    found, files = [], 0
    for module, allowed in sorted(floors.items()):
        for folder in (ROOT / "src" / module, ROOT / "include" / module):
            for path in sorted(folder.glob("*.[ch]")):
                files += 1
                found += problems_of(path, module, allowed, modules)
    for path in sorted((ROOT / "pyembed").rglob("*.[ch]")):
        files += 1
        found += problems_of(path, "pyembed", modules, modules)
    print("\n".join(found) if found else f"{files} files keep to their floors")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
