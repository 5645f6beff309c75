"""The native types are builtin in our interpreter.

With an ordinary Python 3.13 they come from the extension target `native_engine_ext`: PANTS_NATIVE
names the folder that it was built into.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from pathlib import Path

NAME = "pants.engine.internals.native_engine"


class _FromFolder:
    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != NAME:
            return None
        file = next(Path(os.environ["PANTS_NATIVE"]).glob("native_engine.*.so"))
        return ModuleSpec(name, ExtensionFileLoader(name, str(file)), origin=str(file))


if "PANTS_NATIVE" in os.environ:
    sys.meta_path.insert(0, _FromFolder)
