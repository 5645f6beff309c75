"""Plugins: backends that are no part of the executable.

A plugin is a package with a module `register`, found on `sys.path` after the folders of
`[GLOBAL].pythonpath`, or a distribution of `[GLOBAL].plugins` with entry points. It is imported,
and described in a table like that of the built-in backends.
"""

from __future__ import annotations

import sys

from pants.base.exceptions import BackendConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType
    from typing import Any

    from pants.init.declare.table import Declarations
    from pants.init.plugin_requirements import PluginRequirements

#: How many names a warning lists.
_SHOWN = 8

_ENTRIES = ("rules", "target_types", "build_file_aliases", "remote_auth", "auxiliary_goals")


def load_plugins(runtime: Any, names: Iterable[str], pythonpath: Iterable[str]) -> None:
    """Import backends by name and make what they register known to the run."""
    from pants.base import retired
    from pants.engine.internals.native_engine import pack
    from pants.init.declare.table import Backend
    from pants.init.plugin_requirements import PluginRequirements

    retired.install()
    for folder in reversed(list(pythonpath)):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    names = list(names)
    requirements = PluginRequirements(runtime, names)
    loaded: list[tuple[str, ModuleType, Declarations]] = []
    for name, module in _modules(names, requirements):
        backend = _checked(name, module, Backend)
        loaded.append((name, module, _declared(name, module, backend)))
        if backend.aliases is not None:
            values = runtime.extra.setdefault("values", {})
            values.update(backend.aliases.objects)
    if not loaded:
        return
    _check_scopes(runtime, [declarations for _, _, declarations in loaded])
    unusable = _add_stand_ins(runtime, [(name, made) for name, _, made in loaded])
    for name, module, declarations in loaded:
        runtime.add_plugin(name, pack(_table(name, module, declarations)))
    _say_what_is_not_there(runtime, retired.used_names(), unusable)


def _check_scopes(runtime: Any, plugins: Iterable[Declarations]) -> None:
    """Refuse two classes of options with one scope."""
    from pants.base.error_places import shown_path
    from pants.init.declare.naming import id_of

    enabled = frozenset(runtime.scopes())
    seen: dict[str, str] = {}
    for declarations in plugins:
        for scope, cls in declarations.scope_classes.items():
            built_in = runtime.declaration("scopes", scope) if scope in enabled else None
            known = built_in["class"] if built_in else seen.setdefault(scope, id_of(cls))
            if known != id_of(cls):
                place = getattr(sys.modules[cls.__module__], "__file__", None)
                raise BackendConfigurationError(
                    f"{shown_path(place)}: The class `{cls.__qualname__}` has the options scope "
                    f"`{scope}`, which `{known.replace(':', '.')}` already has. Give it another "
                    "`options_scope` (or `name`, for a goal)."
                )


def _add_stand_ins(runtime: Any, plugins: list[tuple[str, Declarations]]) -> dict[str, list[str]]:
    """Let rules that need what is not written yet be solved; those rules, and what they need."""
    from pants.init.later_rules import LaterRules

    later = LaterRules(runtime, [declarations.rules for _, declarations in plugins])
    name, declarations = plugins[-1]
    declarations.add_rules(name, later.stand_ins())
    return later.unusable()


def _say_what_is_not_there(
    runtime: Any, names: tuple[str, ...], unusable: dict[str, list[str]]
) -> None:
    """One warning in all about what plugins cannot do."""
    parts = []
    if names:
        parts.append(f"Plugins import {_few(names)}, which this release does not have.")
    if unusable:
        rules = [f"{rule} ({', '.join(lacking)})" for rule, lacking in unusable.items()]
        parts.append(f"What cannot run, for want of what stands behind it: {_few(rules)}.")
    if parts:
        runtime.log(30, "plugins", " ".join(parts))


def _few(texts: Iterable[str]) -> str:
    """A list of texts, cut where it gets long."""
    texts = sorted(texts)
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return f"{', '.join(texts[:_SHOWN])}{more}"


def _modules(
    names: Iterable[str], requirements: PluginRequirements
) -> Iterator[tuple[str, ModuleType]]:
    """What registers backends: plugins that were installed, in their order, then `names`."""
    seen: list[str] = []
    for requirement in requirements.plugins:
        points = requirements.entry_points(requirement)
        if points:
            module = _of_entry_points(requirement, points)
            _check_order(requirement, module, seen)
            yield requirement, module
        seen.append(requirement)
    for name in names:
        yield name, _import_register(name, requirements)


def _of_entry_points(requirement: str, points: Mapping[str, Any]) -> ModuleType:
    """What an installed plugin registers, in the form that a module `register` has."""
    from types import ModuleType

    module = ModuleType(requirement)
    for name in (*_ENTRIES, "load_after"):
        if name in points:
            try:
                setattr(module, name, points[name].load())
            except Exception as e:
                raise BackendConfigurationError(_failure(requirement, e)) from e
    return module


def _check_order(requirement: str, module: ModuleType, seen: Iterable[str]) -> None:
    from pants.init.plugin_requirements import project_name

    load_after = getattr(module, "load_after", None)
    loaded = {project_name(each) for each in seen}
    for other in load_after() if load_after is not None else ():
        if project_name(other) not in loaded:
            raise BackendConfigurationError(
                f"`[GLOBAL].plugins`: `{requirement}` must come after `{other}`."
            )


def _import_register(name: str, requirements: PluginRequirements) -> ModuleType:
    from importlib import import_module

    try:
        while True:
            try:
                return import_module(f"{name}.register")
            except ModuleNotFoundError as e:
                if not requirements.bring(e.name):
                    raise
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


def _declared(name: str, module: ModuleType, backend: Any) -> Declarations:
    from pants.init.declare.table import Declarations

    declarations = Declarations()
    try:
        declarations.add(backend)
    except Exception as e:
        raise BackendConfigurationError(_failure(name, e, module)) from e
    return declarations


def _table(name: str, module: ModuleType, declarations: Declarations) -> dict[str, Any]:
    try:
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
