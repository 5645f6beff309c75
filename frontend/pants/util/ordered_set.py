"""Sets that keep the order of insertion."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenOrderedSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

__all__ = ("FrozenOrderedSet", "OrderedSet")


class OrderedSet:
    """A set that is iterated in the order in which its elements were added."""

    __slots__ = ("_items", "__weakref__")

    def __init__(self, iterable: Iterable[Any] | None = None) -> None:
        self._items: dict[Any, None] = dict.fromkeys(iterable or ())

    if not TYPE_CHECKING:

        def __class_getitem__(cls, item: object) -> type:
            return cls

    @classmethod
    def _made_of(cls, items: dict[Any, None]) -> OrderedSet:
        made = cls()
        made._items = items
        return made

    def __len__(self) -> int:
        return len(self._items)

    def __copy__(self) -> OrderedSet:
        return self._made_of(dict(self._items))

    def copy(self) -> OrderedSet:
        """Another set of the same elements."""
        return self.__copy__()

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __reversed__(self) -> Iterator[Any]:
        return reversed(self._items)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self._items) if self._items else ''})"

    def __eq__(self, other: object) -> bool:
        """Equal are sets of the same kind with the same elements in the same order."""
        if not isinstance(other, type(self)):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other))

    __hash__ = None  # type: ignore[assignment]

    # -- changes ---------------------------------------------------------------------------------

    def add(self, key: Any) -> None:
        """Add an element; one that is there stays where it is."""
        self._items[key] = None

    def update(self, iterable: Iterable[Any]) -> None:
        """Add all elements."""
        self._items.update(dict.fromkeys(iterable))

    def discard(self, key: Any) -> None:
        """Remove an element, if it is there."""
        self._items.pop(key, None)

    def remove(self, key: Any) -> None:
        """Remove an element; KeyError if it is not there."""
        del self._items[key]

    def pop(self) -> Any:
        """Remove and return the last element; KeyError if there is none."""
        return self._items.popitem()[0]

    def clear(self) -> None:
        """Remove all elements."""
        self._items.clear()

    def difference_update(self, *others: Iterable[Any]) -> None:
        """Remove the elements of the others."""
        self._items = self.difference(*others)._items

    def intersection_update(self, *others: Iterable[Any]) -> None:
        """Keep the elements that are in all others."""
        self._items = self.intersection(*others)._items

    def symmetric_difference_update(self, other: Iterable[Any]) -> None:
        """Keep the elements that are in one of the two only."""
        self._items = self.symmetric_difference(other)._items

    # -- other sets ------------------------------------------------------------------------------

    def union(self, *others: Iterable[Any]) -> OrderedSet:
        """The elements of this set, then those of the others."""
        items = dict(self._items)
        for other in others:
            items.update(dict.fromkeys(other))
        return self._made_of(items)

    def intersection(self, *others: Iterable[Any]) -> OrderedSet:
        """The elements that are in all others."""
        kept = dict(self._items)
        for other in others:
            theirs = set(other)
            kept = {item: None for item in kept if item in theirs}
        return self._made_of(kept)

    def difference(self, *others: Iterable[Any]) -> OrderedSet:
        """The elements that are in no other."""
        gone: set[Any] = set()
        gone.update(*others)
        return self._made_of({item: None for item in self._items if item not in gone})

    def symmetric_difference(self, other: Iterable[Any]) -> OrderedSet:
        """The elements that are in one of the two only."""
        theirs = dict.fromkeys(other)
        kept = {item: None for item in self._items if item not in theirs}
        kept.update({item: None for item in theirs if item not in self._items})
        return self._made_of(kept)

    def issubset(self, other: Iterable[Any]) -> bool:
        """Whether all elements are in the other."""
        theirs = set(other)
        return all(item in theirs for item in self._items)

    def issuperset(self, other: Iterable[Any]) -> bool:
        """Whether all elements of the other are here."""
        return all(item in self._items for item in other)

    def isdisjoint(self, other: Iterable[Any]) -> bool:
        """Whether no element is in both."""
        return not any(item in self._items for item in other)

    # -- operators -------------------------------------------------------------------------------

    def __or__(self, other: Any) -> OrderedSet:
        return self.union(other) if _is_set(other) else NotImplemented

    def __and__(self, other: Any) -> OrderedSet:
        return self.intersection(other) if _is_set(other) else NotImplemented

    def __sub__(self, other: Any) -> OrderedSet:
        return self.difference(other) if _is_set(other) else NotImplemented

    def __xor__(self, other: Any) -> OrderedSet:
        return self.symmetric_difference(other) if _is_set(other) else NotImplemented

    def __ror__(self, other: Any) -> OrderedSet:
        return type(self)(other).union(self) if _is_set(other) else NotImplemented

    def __rand__(self, other: Any) -> OrderedSet:
        return type(self)(other).intersection(self) if _is_set(other) else NotImplemented

    def __rsub__(self, other: Any) -> OrderedSet:
        return type(self)(other).difference(self) if _is_set(other) else NotImplemented

    def __rxor__(self, other: Any) -> OrderedSet:
        return type(self)(other).symmetric_difference(self) if _is_set(other) else NotImplemented

    def __ior__(self, other: Any) -> OrderedSet:
        self.update(other)
        return self

    def __iand__(self, other: Any) -> OrderedSet:
        self.intersection_update(other)
        return self

    def __isub__(self, other: Any) -> OrderedSet:
        self.difference_update(other)
        return self

    def __ixor__(self, other: Any) -> OrderedSet:
        self.symmetric_difference_update(other)
        return self

    def __le__(self, other: Any) -> bool:
        return self.issubset(other) if _is_set(other) else NotImplemented

    def __ge__(self, other: Any) -> bool:
        return self.issuperset(other) if _is_set(other) else NotImplemented

    def __lt__(self, other: Any) -> bool:
        return self <= other and len(self) < len(other) if _is_set(other) else NotImplemented

    def __gt__(self, other: Any) -> bool:
        return self >= other and len(self) > len(other) if _is_set(other) else NotImplemented


def _is_set(value: object) -> bool:
    return (
        hasattr(value, "isdisjoint")
        or hasattr(value, "__contains__")
        and not isinstance(value, (str, bytes, list, tuple, dict))
    )


def _register() -> None:
    """Be a `collections.abc.MutableSet` to those who ask; that module is loaded at start-up."""
    from collections.abc import MutableSet

    MutableSet.register(OrderedSet)


_register()
