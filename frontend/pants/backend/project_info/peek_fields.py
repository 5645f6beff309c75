"""What `peek` writes for fields: their values in JSON, and whether they are the defaults.

Values come from the engine as they stand in BUILD files, defaults from the declarations. The class
of a field is only imported where it computes its values itself.
"""

from __future__ import annotations

from pants.util.json_text import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pants.engine.addresses import Address

#: Kinds of fields that are shown as they were written, since other keys show what they mean.
SOURCES_KINDS = ("sources", "source", "opt_source")
_RAW_KINDS = (*SOURCES_KINDS, "dependencies")

#: What stands in front of a value, and of its further lines, in the array of objects.
_MARGIN = "\n    "


def as_data(value: Any) -> Any:
    """An object of some class as plain data, or as text."""
    fields = getattr(type(value), "__dataclass_fields__", None)
    if fields is not None:
        return {name: getattr(value, name) for name in fields}
    if hasattr(value, "asdict"):
        return value.asdict()
    if hasattr(value, "_value_"):  # a member of an enumeration
        return value.value
    return str(value)


def json_of(value: Any) -> str:
    """The value of a key, indented for where it stands."""
    return dumps(value, other=as_data, margin=_MARGIN)


def member(key: str, value: str) -> str:
    """A key with the JSON of its value."""
    return f'    "{key}": {value}'


class FieldShape:
    """A field of a target type, as `peek` shows it."""

    __slots__ = ("alias", "key", "kind", "identifier", "default", "default_member", "_class")

    def __init__(self, alias: str, identifier: str, declaration: dict[str, Any]) -> None:
        self.alias = alias
        self.identifier = identifier
        self.kind = declaration["kind"]
        self.key = f"{alias}_raw" if self.kind in _RAW_KINDS else alias
        self._class: Any = None
        if declaration["custom"] and self.kind not in _RAW_KINDS:
            self._class = identifier
        self.default = declaration["default"]
        if declaration["default_kind"] != "value":
            self.default = self.field_class().default
        self.default_member = member(self.key, json_of(self.default))

    def field_class(self) -> Any:
        """The class, imported."""
        from pants.engine.internals.target_requests import import_qualified

        return import_qualified(self.identifier)

    def value(self, raw: Any, address: Address) -> Any:
        """The value that a raw value stands for."""
        if self._class is not None:
            if type(self._class) is str:
                self._class = self.field_class()
            return self._class(raw, address).value
        if self.kind == "overrides":
            return {(key,) if type(key) is str else key: raw[key] for key in raw}
        return raw

    def member(self, raw: Any, address: Address, exclude_defaults: bool) -> str | None:
        """The key with its value; None if the value is the default and those are left out."""
        if raw is None:
            return None if exclude_defaults else self.default_member
        text = member(self.key, json_of(self.value(raw, address)))
        return None if exclude_defaults and text == self.default_member else text


class TargetShape:
    """The fields of a target type in the order of their keys."""

    __slots__ = ("by_alias", "defaults", "identifiers", "has_sources", "globs")

    def __init__(self, fields: list[tuple[str, str]], runtime: Any) -> None:
        shapes = [
            FieldShape(alias, identifier, runtime.declaration("fields", identifier))
            for alias, identifier in fields
        ]
        self.by_alias = {field.alias: field for field in shapes}
        #: What is shown for the fields of a target that says nothing.
        self.defaults = {field.key: field.default_member for field in reversed(shapes)}
        self.identifiers = [identifier for _, identifier in fields]
        self.has_sources = any(field.kind in SOURCES_KINDS for field in shapes)
        #: The field with globs for several files, if there is one.
        self.globs = next((field for field in shapes if field.kind == "sources"), None)
