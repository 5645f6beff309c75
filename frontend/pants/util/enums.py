"""Exhaustive choice on the member of an enumeration."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class EnumMatchError(ValueError):
    """The mapping given to `match` does not fit the enumeration."""


class InexhaustiveMatchError(EnumMatchError):
    """A member has no entry."""


class UnrecognizedMatchError(EnumMatchError):
    """An entry is not a member."""


def match(enum_instance: Any, enum_values_to_results: Mapping[Any, Any]) -> Any:
    """The result that the mapping, which must name every member once, has for this member."""
    cls = type(enum_instance)
    members = list(cls)
    missing = [member for member in members if member not in enum_values_to_results]
    if missing:
        shown = ", ".join(str(member) for member in missing)
        raise InexhaustiveMatchError(f"match over {cls.__name__} leaves out: {shown}")
    for key in enum_values_to_results:
        if key not in members:
            raise UnrecognizedMatchError(f"match over {cls.__name__} names {key!r}, not a member")
    return enum_values_to_results[enum_instance]
