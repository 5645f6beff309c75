"""Unions: one type that stands for whatever members plugins register."""

from __future__ import annotations

from pants.engine.internals.native_engine import UnionMembership, UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = (
    "UnionMembership",
    "UnionRule",
    "distinct_union_type_per_subclass",
    "is_union",
    "union",
    "union_in_scope_types",
)


def _mark(cls: type, in_scope_types: Iterable[type] | None) -> type:
    cls._is_union_for = cls  # type: ignore[attr-defined]
    cls._union_in_scope_types = tuple(in_scope_types or ())  # type: ignore[attr-defined]
    return cls


def union(cls: type | None = None, *, in_scope_types: Iterable[type] | None = None) -> Any:
    """Mark a class as a union, whose members are registered with `UnionRule`.

    The `in_scope_types` are handed implicitly to whatever rule serves a member.
    """
    if cls is None:
        return lambda decorated: _mark(decorated, in_scope_types)
    return _mark(cls, in_scope_types)


def is_union(input_type: type) -> bool:
    """Whether the class itself (not one of its bases) is a union."""
    return input_type.__dict__.get("_is_union_for") is input_type


def union_in_scope_types(input_type: type) -> tuple[type, ...] | None:
    """The implicit types of a union, or None if the class is no union."""
    if not is_union(input_type):
        return None
    return input_type._union_in_scope_types  # type: ignore[attr-defined]


class _DistinctUnionTypePerSubclassGetter:
    """Makes a copy of a class, a union of its own, for every class that inherits it."""

    def __init__(self, cls: type, in_scope_types: Iterable[type] | None) -> None:
        self._template = cls
        self._in_scope_types = tuple(in_scope_types or ())
        self._made: dict[type, type] = {}

    def __get__(self, instance: object, owner: type | None = None) -> type:
        if owner is None:
            owner = type(instance)
        try:
            return self._made[owner]
        except KeyError:
            return self._made.setdefault(owner, self._make(owner))

    def _make(self, owner: type) -> type:
        template = self._template
        namespace = {
            name: value
            for name, value in template.__dict__.items()
            if name not in ("__dict__", "__weakref__", "_record_fields")
        }
        namespace["__qualname__"] = f"{owner.__qualname__}.{template.__name__}"
        namespace["__module__"] = owner.__module__
        copy = type(template)(template.__name__, template.__bases__, namespace)
        return _mark(copy, self._in_scope_types)


def distinct_union_type_per_subclass(
    cls: type | None = None, *, in_scope_types: Iterable[type] | None = None
) -> Any:
    """Make a nested class a different union in each class that inherits the outer one."""

    def decorate(decorated: type) -> _DistinctUnionTypePerSubclassGetter:
        return _DistinctUnionTypePerSubclassGetter(decorated, in_scope_types)

    return decorate if cls is None else decorate(cls)
