"""Writes the table of declarations of the built-in backends.

    python declare.py OUT.pack [--json OUT.json] [--frontend FOLDER]

Imports the module `register` of every built-in backend, once, and writes what they register in the
format of include/codec/pack.h; with --json also as JSON, for comparing and for looking at it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from typing import Any

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from pack import pack  # noqa: E402

#: The backend that also has what the engine itself registers.
CORE = "pants.core"

#: The backend of the goals that need no rules; its package has no module `register`.
GOALS = "pants.goal"


def backend_names(frontend: str) -> list[str]:
    """The packages that have a module `register`, the core first."""
    found = []
    root = os.path.join(frontend, "pants")
    for folder, _, files in os.walk(root):
        if "register.py" in files:
            found.append(os.path.relpath(folder, frontend).replace(os.sep, "."))
    return sorted(found, key=lambda name: (name != CORE, name))


def declare(frontend: str) -> dict[str, Any]:
    """The table of all built-in backends."""
    from pants.engine.internals.engine_rules import rules as engine_rules
    from pants.goal.builtins import builtin_goals
    from pants.init import always
    from pants.init.declare.table import Backend, Declarations
    from pants.init.later_rules import later_types
    from pants.option.alias import CliOptions
    from pants.vcs.changed import Changed

    names = backend_names(frontend)
    modules = {name: importlib.import_module(f"{name}.register") for name in names}
    declarations = Declarations()
    for name, module in modules.items():
        if name == CORE:
            scopes = (Changed, CliOptions)
            extra = [*engine_rules(), *always.rules()]
            declarations.add(Backend(name, module, extra, scopes))
            goals = importlib.import_module(GOALS)
            declarations.add(Backend(GOALS, goals, extra_scopes=builtin_goals()))
        else:
            declarations.add(Backend(name, module))
    table = declarations.table()
    return {**table, "later": later_types(table["rules"])}


def _write(path: str, data: bytes) -> None:
    temporary = f"{path}.{os.getpid()}"
    with open(temporary, "wb") as f:
        f.write(data)
    os.replace(temporary, path)


def main(arguments: list[str]) -> int:
    """Run the tool."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--json")
    parser.add_argument("--frontend")
    options = parser.parse_args(arguments)
    here = os.path.dirname(os.path.abspath(__file__))
    frontend = options.frontend or os.path.join(os.path.dirname(here), "frontend")
    if frontend not in sys.path:
        sys.path.insert(0, frontend)
    table = declare(frontend)
    _write(options.out, pack(table))
    if options.json:
        _write(options.json, json.dumps(table, indent=1).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
