"""How fields of targets are written: their types and defaults."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SEQUENCES = ("str_seq", "seq")


def _without_modules(text: str) -> str:
    """A type whose names have no modules in front; quoted values stay."""
    result: list[str] = []
    word = ""
    quoted = False
    for c in text + " ":
        if c == "'":
            quoted = not quoted
        if not quoted and (c.isalnum() or c in "_."):
            word += c
            continue
        stripped = word.strip(".")
        result.append(word if not stripped else word.replace(stripped, stripped.split(".")[-1]))
        word = ""
        result.append(c)
    return "".join(result)[:-1]


def type_text(field: dict[str, Any]) -> str:
    """The type of a field's values."""
    text = _without_modules(field["type_text"] or "")
    choices = field.get("choices")
    if choices and field["kind"] not in _SEQUENCES and "Iterable" not in text:
        text = " | ".join([*[repr(choice) for choice in sorted(choices)], "None"])
    return text.replace(" | None", "") if field["required"] else text


def default_text(field: dict[str, Any]) -> str | None:
    """The default of a field as people would write it in a BUILD file; None for none."""
    value = field.get("default")
    return None if field["required"] or value is None else repr(value)
