"""Runs a script in an ordinary Python 3.13 with the module of native types from a build folder.

Usage: python with_native.py NATIVE_ENGINE.so SCRIPT [ARG...]
"""

from __future__ import annotations

import runpy
import sys
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from typing import Any

NAME = "pants.engine.internals.native_engine"


class Finder:
    """Finds the one module in a file of any name."""

    def __init__(self, file: str) -> None:
        self.file = file

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The module's spec, when it is asked for."""
        if name != NAME:
            return None
        return ModuleSpec(name, ExtensionFileLoader(name, self.file), origin=self.file)


if __name__ == "__main__":
    sys.meta_path.insert(0, Finder(sys.argv[1]))  # type: ignore[arg-type]
    del sys.argv[:2]
    runpy.run_path(sys.argv[0], run_name="__main__")
