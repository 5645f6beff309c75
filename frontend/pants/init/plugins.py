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
    from pants.init.declare.table import Backend

    retired.install()
    for folder in reversed(list(pythonpath)):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    for name in names:
        module = _import_register(name)
        backend = _checked(name, module, Backend)
        runtime.add_plugin(name, pack(_table(name, module, backend)))
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


def _failure(name: str, e: BaseException, module: ModuleType | None = None) -> str:
    """What is wrong with a plugin, with the last line of it that was running."""
    from pants.base.error_places import excerpt, place_in_plugin, shown_path
    from pants.init.declare.naming import DeclarationError

    start = f"The backend `{name}` cannot be used: "
    if isinstance(e, SyntaxError) and e.filename:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return (
            f"{start}{shown_path(e.filename)}:{e.lineno}:{e.offset}: {e.msg}"
            f"{excerpt(e.text or '', e.offset or 1)}\n"
            f"Plugins are run by the Python {version} in this executable, which does not know the "
            "syntax of later ones."
        )
    where = place_in_plugin(e) or (shown_path(module.__file__) if module is not None else None)
    kind = "" if isinstance(e, DeclarationError) else f"{type(e).__name__}: "
    return f"{start}{where + ': ' if where else ''}{kind}{e}"


def _suggestion(name: str) -> str:
    import difflib

    from pants.engine.internals.native_engine import current_runtime

    close = difflib.get_close_matches(name, current_runtime().declaration("backends"), n=3)
    return f" Did you mean {' or '.join(f'`{c}`' for c in close)}?" if close else ""


def _checked(name: str, module: ModuleType, make: Any) -> Any:
    from pants.base.error_places import shown_path

    for entry in _ENTRIES:
        function = getattr(module, entry, None)
        if function is not None and not (callable(function) and _takes_nothing(function)):
            raise BackendConfigurationError(
                f"The backend `{name}` cannot be used: {shown_path(module.__file__)}: `{entry}` "
                "must be a function without parameters."
            )
    try:
        return make(name, module)
    except Exception as e:
        raise BackendConfigurationError(_failure(name, e, module)) from e


def _table(name: str, module: ModuleType, backend: Any) -> dict[str, Any]:
    from pants.init.declare.table import Declarations

    declarations = Declarations()
    try:
        declarations.add(backend)
        return declarations.table()
    except Exception as e:
        raise BackendConfigurationError(_failure(name, e, module)) from e


def _takes_nothing(function: Any) -> bool:
    """False for a Python function that cannot be called without arguments."""
    code = getattr(function, "__code__", None)
    if code is None:
        return True
    needed = code.co_argcount - len(function.__defaults__ or ())
    keywords = code.co_kwonlyargcount - len(function.__kwdefaults__ or ())
    return needed - hasattr(function, "__self__") <= 0 and keywords <= 0
