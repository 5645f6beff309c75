"""Values of the table: plain data for defaults, whatever they are in Python."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict, FrozenOrderedSet
from pants.init.declare.naming import id_of
from pants.option.custom_types import UnsetBool
from pants.util.plain_enum import is_enum_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class NotPlain(Exception):
    """A value is an object that no plain data can stand for."""


def plain(value: Any) -> Any:
    """The value as None, bool, int, float, str, bytes, tuple, list or dict."""
    if value is None or value is UnsetBool:
        return None
    if isinstance(value, (bool, int, float, str, bytes)):
        return value
    if is_enum_class(type(value)):
        return plain(value.value)
    if isinstance(value, (dict, FrozenDict)):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, (tuple, FrozenOrderedSet)):
        return tuple([plain(item) for item in value])
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(plain(item) for item in value))
    if hasattr(value, "__str__") and type(value).__name__ in ("PurePosixPath", "PosixPath"):
        return str(value)
    raise NotPlain(f"{value!r} of type {id_of(type(value))}")


def choices_of(enum: Any) -> list[Any]:
    """The values of an enumeration."""
    return [plain(member.value) for member in enum]
