"""Plugins: backends that are no part of the executable.

A plugin is a package with a module `register`, found on `sys.path` after the folders of
`[GLOBAL].pythonpath`. It is imported, and described in a table like that of the built-in backends.
"""

from __future__ import annotations

import sys

from pants.base.exceptions import BackendConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType
    from typing import Any

_ENTRIES = ("rules", "target_types", "build_file_aliases", "remote_auth", "auxiliary_goals")


def load_plugins(runtime: Any, names: Iterable[str], pythonpath: Iterable[str]) -> None:
    """Import backends by name and make what they register known to the run."""
    from pants.base import retired
    from pants.engine.internals.native_engine import pack
    from pants.init.declare.table import Backend, Declarations

    retired.install()
    for folder in reversed(list(pythonpath)):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    for name in names:
        module = _import_register(name)
        backend = _checked(name, module, Backend)
        declarations = Declarations()
        declarations.add(backend)
        runtime.add_plugin(name, pack(declarations.table()))
        if backend.aliases is not None:
            values = runtime.extra.setdefault("values", {})
            values.update(backend.aliases.objects)
    gone = retired.used_names()
    if gone:
        runtime.log(
            30,
            "plugins",
            f"Plugins import {len(gone)} names that this release does not have; rules that use "
            f"them do not run: {', '.join(sorted(gone))}",
        )


def _import_register(name: str) -> ModuleType:
    from importlib import import_module

    try:
        return import_module(f"{name}.register")
    except ModuleNotFoundError as e:
        if e.name is not None and f"{name}.register".startswith(e.name):
            raise BackendConfigurationError(
                f"The backend `{name}` of `[GLOBAL].backend_packages` does not exist: it is no "
                f"built-in backend (`pants help backends` lists those), and no module "
                f"`{e.name}` is found in `[GLOBAL].pythonpath`.{_suggestion(name)}"
            ) from e
        raise BackendConfigurationError(_failure(name, e)) from e
    except Exception as e:
        raise BackendConfigurationError(_failure(name, e)) from e


def _failure(name: str, e: BaseException) -> str:
    where = ""
    traceback = e.__traceback__
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if not file.startswith("<") and "/importlib/" not in file:
            where = f"{file}:{traceback.tb_lineno}: "
        traceback = traceback.tb_next
    hint = ""
    if isinstance(e, SyntaxError):
        hint = (
            ". Plugins are run by the Python "
            f"{sys.version_info.major}.{sys.version_info.minor} in this executable, which does not "
            "know the syntax of later ones"
        )
        where = f"{e.filename}:{e.lineno}: "
    return f"The backend `{name}` cannot be imported: {where}{type(e).__name__}: {e}{hint}"


def _suggestion(name: str) -> str:
    import difflib

    from pants.engine.internals.native_engine import current_runtime

    close = difflib.get_close_matches(name, current_runtime().declaration("backends"), n=3)
    return f" Did you mean {' or '.join(f'`{c}`' for c in close)}?" if close else ""


def _checked(name: str, module: ModuleType, make: Any) -> Any:
    for entry in _ENTRIES:
        function = getattr(module, entry, None)
        if function is not None and not callable(function):
            raise BackendConfigurationError(
                f"`{entry}` in {name}.register must be a function without parameters."
            )
    try:
        return make(name, module)
    except Exception as e:
        raise BackendConfigurationError(_failure(name, e)) from e
