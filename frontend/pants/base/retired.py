"""Names that plugins import and that are not there: the plugins still load.

Some are retired (`retired_names.txt`: earlier releases had them), some are part of the public API
and not written yet (`later_names.txt`; one that is written counts, whether it is in the file or
not). Such a name is served as an inert class: it may be inherited, called, decorated with, named in
annotations and registered as a union, and does nothing. `install` makes every module of the
frontend answer for the retired names in it, and makes retired modules importable; whoever loads
plugins calls it before and `warn` after.
"""

from __future__ import annotations

import sys
from abc import ABCMeta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType
    from typing import Any

_table: dict[str, frozenset[str]] = {}
_made: dict[tuple[str, str], type] = {}


class RetiredMeta(ABCMeta):
    """A class that answers everything with itself or an inert instance."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_") or name in ("rule", "rule_id"):
            raise AttributeError(name)
        return cls

    def __getitem__(cls, item: object) -> type:
        return cls

    def __or__(cls, other: object) -> Any:
        return cls

    def __ror__(cls, other: object) -> Any:
        return cls

    def __iter__(cls) -> Iterator[Any]:
        return iter(())


class Retired(metaclass=RetiredMeta):
    """Base of all inert classes; an instance is as inert."""

    _retired = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        pass

    def __init_subclass__(cls, **kwargs: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("rule", "rule_id"):
            raise AttributeError(name)
        return type(self)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # As a decorator, leave the function or class alone.
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __await__(self) -> Iterator[Any]:
        raise NotImplementedError(f"{type(self).__name__} is no longer part of the rule API.")


def _read_table() -> dict[str, frozenset[str]]:
    if not _table:
        from importlib.resources import files

        for file in ("retired_names.txt", "later_names.txt"):
            text = (files("pants.base") / file).read_text(encoding="utf-8")
            for line in text.splitlines():
                module, _, names = line.partition(" ")
                _table[module] = _table.get(module, frozenset()) | frozenset(names.split())
    return _table


def is_retired(module: str, name: str) -> bool:
    """Whether an earlier release had the name in that module, or this one will."""
    return name in _read_table().get(module, ())


def retired_class(module: str, name: str) -> type:
    """The inert class for a name; always the same one."""
    key = (module, name)
    made = _made.get(key)
    if made is None:
        made = RetiredMeta(name, (Retired,), {"__module__": module, "__doc__": None})
        made._is_union_for = made  # type: ignore[attr-defined]
        made._union_in_scope_types = ()  # type: ignore[attr-defined]
        _made[key] = made
    return made


def used_names() -> tuple[str, ...]:
    """The retired names that somebody imported so far."""
    return tuple(f"{module}.{name}" for module, name in _made)


def warn() -> None:
    """Say once which retired names are in use."""
    names = used_names()
    if names:
        import logging

        logging.getLogger(__name__).warning(
            f"Plugins import {len(names)} names that this release does not have; rules that use "
            f"them do not run: {', '.join(sorted(names))}"
        )


def module_getattr(module: str, name: str) -> Any:
    """For the `__getattr__` of a module: an inert class if the name is retired, else an error."""
    if not name.startswith("__") and is_retired(module, name):
        return retired_class(module, name)
    raise AttributeError(f"module {module!r} has no attribute {name!r}")


def _equip(module: ModuleType) -> None:
    namespace = module.__dict__
    existing = namespace.get("__getattr__")
    module_name = module.__name__

    def answer(name: str) -> Any:
        if existing is not None:
            try:
                return existing(name)
            except AttributeError:
                pass
        return module_getattr(module_name, name)

    namespace["__getattr__"] = answer


class _Loader:
    """Loads a module as its own loader does, then lets it answer for retired names."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def create_module(self, spec: Any) -> Any:
        return self._inner.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._inner.exec_module(module)
        _equip(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _RetiredModuleLoader:
    """Makes a module that has nothing but retired names."""

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__path__ = []  # it may have been a package
        _equip(module)


class _Finder:
    """Sits before the other finders for the modules in the table."""

    def __init__(self) -> None:
        table = _read_table()
        self._modules = set(table)
        for name in table:
            parts = name.split(".")
            self._modules.update(".".join(parts[:i]) for i in range(2, len(parts)))

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: object = None
    ) -> Any:
        if not fullname.startswith("pants.") or fullname not in self._modules:
            return None
        for finder in sys.meta_path:
            if finder is self:
                continue
            spec = finder.find_spec(fullname, path, target)  # type: ignore[arg-type]
            if spec is not None:
                if spec.loader is not None:
                    spec.loader = _Loader(spec.loader)  # type: ignore[assignment]
                return spec
        from importlib.machinery import ModuleSpec

        return ModuleSpec(fullname, _RetiredModuleLoader(), is_package=True)  # type: ignore[arg-type]


def install() -> None:
    """Let all modules of the frontend, loaded or not, answer for retired names."""
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    for name in _read_table():
        module = sys.modules.get(name)
        if module is not None:
            _equip(module)
    sys.meta_path.insert(0, _Finder())  # type: ignore[arg-type]
