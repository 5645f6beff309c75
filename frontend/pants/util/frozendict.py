"""Immutable mappings."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ("FrozenDict", "LazyFrozenDict")


class LazyFrozenDict(FrozenDict):
    """A mapping whose values are computed when they are first looked up.

    It is built from a mapping of keys to functions without parameters.
    """

    def __getitem__(self, key: Any) -> Any:
        cache = self.__dict__.setdefault("_computed", {})
        try:
            return cache[key]
        except KeyError:
            make: Callable[[], Any] = super().__getitem__(key)
            return cache.setdefault(key, make())

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of the key, or the default."""
        return self[key] if key in self else default

    def values(self) -> Any:
        """All values, each computed if it was not before."""
        return [self[key] for key in self]

    def items(self) -> Any:
        """All pairs, each value computed if it was not before."""
        return [(key, self[key]) for key in self]
