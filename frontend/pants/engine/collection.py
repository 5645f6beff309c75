"""Sequences and sets as types of their own, so that rules can take and return them."""

from __future__ import annotations

from pants.util.ordered_set import FrozenOrderedSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, ClassVar, TypeVar

    T = TypeVar("T")
    _Tuple = tuple[T, ...]
    _Set = FrozenOrderedSet[T]
else:
    _Tuple = tuple
    _Set = FrozenOrderedSet

#: What `Collection[X]` makes: it leaves the type of the elements in `__orig_bases__`.
_Alias = type(tuple[int])


class Collection(_Tuple):  # type: ignore[type-arg]
    """An immutable sequence; a subclass is a type of its own, unequal to others.

    `class Addresses(Collection[Address])` names the type of the elements for readers and checkers.
    """

    def __new__(cls, items: Iterable[Any] = ()) -> Collection:
        return super().__new__(cls, items)

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(_Alias)

    def __getitem__(self, index: Any) -> Any:
        result = super().__getitem__(index)
        return type(self)(result) if isinstance(index, slice) else result

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = tuple.__hash__

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)})"


class DeduplicatedCollection(_Set):  # type: ignore[type-arg]
    """An immutable set in order of insertion, or sorted if `sort_input`."""

    sort_input: ClassVar[bool] = False

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(_Alias)

        def __new__(cls, items: Iterable[Any] = ()) -> DeduplicatedCollection:
            return super().__new__(cls, sorted(items) if cls.sort_input else items)

        def __init__(self, items: Iterable[Any] = ()) -> None:
            pass

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)})"
