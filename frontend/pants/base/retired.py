"""Names that plugins import and that are not there: the plugins still load.

Some are retired (`retired_names.txt`: earlier releases had them), some are part of the public API
and not written yet (`later_names.txt`; one that is written counts, whether it is in the file or
not). Such a name is served as an inert class: it may be inherited, called, decorated with, named in
annotations and registered as a union, and does nothing. A name that only one module has may be
imported from every other (`homes.txt`, and `name=module` in the lists): releases differ in what
modules import for themselves. `install` makes every module of the frontend answer for all that, and
makes modules that are not there importable; whoever loads plugins calls it before.
"""

from __future__ import annotations

import sys
from abc import ABCMeta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType
    from typing import Any

#: The module of each name, by the module that is asked; "" for an inert class.
_table: dict[str, dict[str, str]] = {}
_BACKENDS = ("pants.backend.", "pants.jvm.")

#: The only module that has a name.
_homes: dict[str, str] = {}
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
        raise NotImplementedError(
            f"`{self.__module__}.{type(self).__name__}` is no rule of this release."
        )


def _lines(file: str) -> Iterator[tuple[str, list[str]]]:
    from importlib.resources import files

    for line in (files("pants.base") / file).read_text(encoding="utf-8").splitlines():
        module, *names = line.split(" ")
        yield module, names


def _read_table() -> dict[str, dict[str, str]]:
    if not _table:
        for file in ("retired_names.txt", "later_names.txt"):
            for module, names in _lines(file):
                known = _table.setdefault(module, {})
                for name in names:
                    name, _, home = name.partition("=")
                    known[name] = home
    return _table


def _home_of(name: str) -> str:
    """The one module that has a name, of several the one that no backend owns; "" if unclear."""
    if not _homes:
        for file in ("later_names.txt", "homes.txt"):
            for module, names in _lines(file):
                for each in names:
                    known = _homes.get(each)
                    if known is None or known.startswith(_BACKENDS):
                        _homes[each] = "" if known and module.startswith(_BACKENDS) else module
                    elif not module.startswith(_BACKENDS):
                        _homes[each] = ""
    return _homes.get(name, "")


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


def is_inert(value: object) -> bool:
    """Whether a value is one of the inert classes, not a class that inherits from one."""
    return isinstance(value, RetiredMeta) and is_used(value.__module__, value.__name__)


def is_used(module: str, name: str) -> bool:
    """Whether somebody imported the inert class of that name."""
    return (module, name) in _made


def used_names() -> tuple[str, ...]:
    """The retired names that somebody imported so far."""
    return tuple(f"{module}.{name}" for module, name in _made)


def module_getattr(module: str, name: str) -> Any:
    """For the `__getattr__` of a module: what stands for a name in the lists; others are errors."""
    home = None
    if not name.startswith("__"):
        home = _read_table().get(module, {}).get(name)
        if home == "":
            return retired_class(module, name)
        home = home or _home_of(name)
    if not home or home == module:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)


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
    """Sits before the other finders for the modules of the frontend."""

    def __init__(self) -> None:
        table = _read_table()
        self._modules = set(table)
        for name in table:
            parts = name.split(".")
            self._modules.update(".".join(parts[:i]) for i in range(2, len(parts)))

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: object = None
    ) -> Any:
        if not fullname.startswith("pants."):
            return None
        for finder in sys.meta_path:
            if finder is self:
                continue
            spec = finder.find_spec(fullname, path, target)  # type: ignore[arg-type]
            if spec is not None:
                if spec.loader is not None:
                    spec.loader = _Loader(spec.loader)  # type: ignore[assignment]
                return spec
        if fullname not in self._modules:
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(fullname, _RetiredModuleLoader(), is_package=True)  # type: ignore[arg-type]


def install() -> None:
    """Let all modules of the frontend, loaded or not, answer for retired names."""
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    for name, module in list(sys.modules.items()):
        if name.startswith("pants.") and module is not None:
            _equip(module)
    sys.meta_path.insert(0, _Finder())  # type: ignore[arg-type]
