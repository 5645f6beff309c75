"""Writing JSON without the module `json`, whose import costs more than most answers.

The text is what `json.dumps(value, indent=..., sort_keys=...)` gives. Beyond what JSON has, tuples,
sets and collections are lists, mappings of the engine are objects, and anything else is written as
the text that `other` makes of it.
"""

from __future__ import annotations

from _json import encode_basestring_ascii as quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_WORDS = {None: "null", True: "true", False: "false"}
_NAMES_OF_FLOATS = {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}


def dumps(
    value: Any,
    *,
    indent: int = 2,
    sort_keys: bool = False,
    other: Callable[[Any], Any] = str,
    margin: str = "\n",
) -> str:
    """The value as indented JSON, in ASCII; `margin` is a line break with what stands behind it."""
    parts: list[str] = []
    _Writer(parts.append, " " * indent, sort_keys, other).write(value, margin)
    return "".join(parts)


class _Writer:
    """Writes values; `newline` is the line break with the indentation of where the value stands."""

    __slots__ = ("add", "step", "sort_keys", "other")

    def __init__(
        self, add: Callable[[str], object], step: str, sort_keys: bool, other: Callable[[Any], Any]
    ) -> None:
        self.add = add
        self.step = step
        self.sort_keys = sort_keys
        self.other = other

    def write(self, value: Any, newline: str) -> None:
        """Write any value."""
        kind = type(value)
        if kind is str:
            self.add(quoted(value))
        elif value is None or kind is bool:
            self.add(_WORDS[value])
        elif kind is int or kind is float:
            text = repr(value)
            self.add(_NAMES_OF_FLOATS.get(text, text))
        elif kind is list or kind is tuple:
            self.write_items(value, newline)
        elif kind is dict:
            self.write_pairs(value, newline)
        elif isinstance(value, str):
            self.add(quoted(str(value)))
        elif hasattr(value, "keys"):
            self.write_pairs({key: value[key] for key in value}, newline)
        elif hasattr(value, "__iter__"):
            self.write_items(list(value), newline)
        else:
            self.write(self.other(value), newline)

    def write_items(self, items: Any, newline: str) -> None:
        """Write a list."""
        if not items:
            self.add("[]")
            return
        inner = newline + self.step
        before = "[" + inner
        for item in items:
            self.add(before)
            self.write(item, inner)
            before = "," + inner
        self.add(newline + "]")

    def write_pairs(self, pairs: dict[Any, Any], newline: str) -> None:
        """Write an object; its keys become strings."""
        if not pairs:
            self.add("{}")
            return
        inner = newline + self.step
        before = "{" + inner
        named = {_key(key): pairs[key] for key in pairs}
        for key in sorted(named) if self.sort_keys else named:
            self.add(f"{before}{quoted(key)}: ")
            self.write(named[key], inner)
            before = "," + inner
        self.add(newline + "}")


def _key(key: Any) -> str:
    if key is None or key is True or key is False:
        return _WORDS[key]
    return str(key)
