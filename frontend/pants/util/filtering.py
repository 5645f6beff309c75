"""Predicates made from what the user wrote: `a,b` is either, `-a` is not."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from pants.engine.internals.native_engine import Target

    T = TypeVar("T")
    Filter = Callable[[T], bool]
    TargetFilter = Callable[[Target], bool]
else:
    Filter = TargetFilter = object


def _extract_modifier(modified_param: str) -> tuple[Callable[[bool], bool], str]:
    """Split off `+` or `-`; the function says what the sign does to a match."""
    if modified_param.startswith("-"):
        return (lambda matched: not matched), modified_param[1:]
    return (lambda matched: matched), modified_param.removeprefix("+")


def create_filters(
    predicate_params: Iterable[str], predicate_factory: Callable[[str], Filter[T]]
) -> list[Filter[T]]:
    """A predicate for each parameter, in the order of the parameters."""
    return [create_filter(param, predicate_factory) for param in predicate_params]


def create_filter(predicate_param: str, predicate_factory: Callable[[str], Filter[T]]) -> Filter[T]:
    """A predicate that is true if one of the parts between commas is.

    A sign before the whole holds for all parts: `-a,b` is neither a nor b.
    """
    modifier, param = _extract_modifier(predicate_param)
    predicates = [predicate_factory(part) for part in param.split(",")]

    def filt(x: T) -> bool:
        return modifier(any(predicate(x) for predicate in predicates))

    return filt


def wrap_filters(filters: Iterable[Filter[T]]) -> Filter[T]:
    """A predicate that is true if all are."""
    all_filters = list(filters)

    def combined(x: T) -> bool:
        return all(f(x) for f in all_filters)

    return combined


def and_filters(filters: Iterable[Filter[T]]) -> Filter[T]:
    """A predicate that is true if all are."""
    return wrap_filters(filters)


def or_filters(filters: Iterable[Filter[T]]) -> Filter[T]:
    """A predicate that is true if one is."""
    all_filters = list(filters)

    def combined(x: T) -> bool:
        return any(f(x) for f in all_filters)

    return combined
