"""Symbols that a backend adds to BUILD files, besides its target types."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


class BuildFileAliases(Record):
    """Values by name, and functions that make a value for the BUILD file that is being read."""

    _objects: FrozenDict[str, Any]
    _context_aware_object_factories: FrozenDict[str, Callable[..., Any]]

    def __init__(
        self,
        objects: Mapping[str, Any] | None = None,
        context_aware_object_factories: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        self._fill(
            _objects=FrozenDict(_validated(objects, "objects")),
            _context_aware_object_factories=FrozenDict(
                _validated(context_aware_object_factories, "context_aware_object_factories")
            ),
        )
        for name, factory in self._context_aware_object_factories.items():
            if not callable(factory):
                raise TypeError(f"The factory of the symbol `{name}` must be callable: {factory!r}")

    @property
    def objects(self) -> FrozenDict[str, Any]:
        """Values by name."""
        return self._objects

    @property
    def context_aware_object_factories(self) -> FrozenDict[str, Callable[..., Any]]:
        """Functions of a parse context, by the name of the symbol that they make."""
        return self._context_aware_object_factories

    def merge(self, other: BuildFileAliases) -> BuildFileAliases:
        """All symbols of both; the other's win."""
        if not isinstance(other, BuildFileAliases):
            raise TypeError(f"Can only merge BuildFileAliases, got {other!r}.")
        return BuildFileAliases(
            {**self._objects, **other._objects},
            {**self._context_aware_object_factories, **other._context_aware_object_factories},
        )


def _validated(mapping: Mapping[str, Any] | None, what: str) -> dict[str, Any]:
    result = dict(mapping or {})
    for name in result:
        if not isinstance(name, str):
            raise TypeError(f"The names in `{what}` must be strings: {name!r}")
    return result
