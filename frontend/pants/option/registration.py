"""What registering an option says: checked, and as the plain data that the parser reads."""

from __future__ import annotations

from pants.option.custom_types import UnsetBool
from pants.option.errors import (
    BooleanConversionError,
    BooleanOptionNameWithNo,
    DefaultMemberValueType,
    DefaultValueType,
    HelpType,
    InvalidKwarg,
    InvalidMemberType,
    MemberTypeNotAllowed,
    NoOptionNames,
    OptionNameDoubleDash,
    PassthroughType,
)
from pants.util.plain_enum import is_enum_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TYPES = {bool: "bool", int: "int", float: "float", str: "str", list: "list", dict: "dict"}

_KEYWORDS = frozenset(
    {
        "advanced",
        "choices",
        "daemon",
        "default",
        "default_help_repr",
        "deprecation_start_version",
        "dest",
        "environment_aware",
        "fingerprint",
        "fromfile",
        "help",
        "member_type",
        "metavar",
        "mutually_exclusive_group",
        "passthrough",
        "removal_hint",
        "removal_version",
        "silent_default",
        "target_field_name",
        "type",
    }
)


class Registration:
    """One option of a scope."""

    __slots__ = ("scope", "flags", "keywords")

    def __init__(self, scope: str, flags: tuple[str, ...], keywords: dict[str, Any]) -> None:
        self.scope = scope
        self.flags = flags
        self.keywords = keywords
        self._check()

    @property
    def dest(self) -> str:
        """The name of the value."""
        if not self.flags:
            raise NoOptionNames(self.scope, "")
        long = next((flag for flag in self.flags if flag.startswith("--")), self.flags[-1])
        return str(self.keywords.get("dest") or long.lstrip("-").replace("-", "_"))

    @property
    def type(self) -> Any:
        """The type of the value."""
        return self.keywords.get("type", str)

    @property
    def member_type(self) -> Any:
        """The type of a list's elements."""
        return self.keywords.get("member_type", str)

    # -- checks ----------------------------------------------------------------------------------

    def _check(self) -> None:
        scope, keywords = self.scope, self.keywords
        name = self.flags[-1] if self.flags else ""
        if not self.flags:
            raise NoOptionNames(scope, name)
        for flag in self.flags:
            if not flag.startswith("--") and not (len(flag) == 2 and flag[0] == "-"):
                raise OptionNameDoubleDash(scope, flag)
            if self.type is bool and flag.startswith("--no-"):
                raise BooleanOptionNameWithNo(scope, flag)
        for keyword in keywords:
            if keyword not in _KEYWORDS:
                raise InvalidKwarg(scope, name, kwarg=keyword)
        if self.type is not list and "member_type" in keywords:
            raise MemberTypeNotAllowed(scope, name, type_=_name_of(self.type))
        member = self.member_type
        if member in (list, dict, tuple, set) or not callable(member):
            raise InvalidMemberType(scope, name, member_type=_name_of(member))
        if not isinstance(keywords.get("help", ""), str):
            raise HelpType(scope, name, help_type=type(keywords["help"]).__name__)
        if keywords.get("passthrough") and self.type is not list:
            raise PassthroughType(scope, name)
        self._check_default(name)

    def _check_default(self, name: str) -> None:
        default, kind = self.keywords.get("default"), self.type
        if default is None or default is UnsetBool:
            return
        if kind is bool and isinstance(default, str):
            if default.lower() not in ("true", "false"):
                raise BooleanConversionError(
                    f"The default of {name} must be true or false, not {default!r}."
                )
            return
        if kind in (list, dict) and isinstance(default, str):
            return
        if kind is list and isinstance(default, (list, tuple)):
            for item in default:
                if not _fits(item, self.member_type):
                    raise DefaultMemberValueType(
                        self.scope,
                        name,
                        value_type=type(item).__name__,
                        member_type=_name_of(self.member_type),
                    )
            return
        if not _fits(default, kind):
            raise DefaultValueType(
                self.scope,
                name,
                default_type=type(default).__name__,
                option_type=_name_of(kind),
            )

    # -- for the parser --------------------------------------------------------------------------

    def declaration(self) -> dict[str, Any]:
        """The option as the parser's declarations have it."""
        keywords = self.keywords
        kind = self.type
        inner = self.member_type if kind is list else kind
        choices = keywords.get("choices")
        if choices is None and is_enum_class(inner):
            choices = [member.value for member in inner]
        return {
            "flags": list(self.flags),
            "type": _kind_of(kind),
            "type_name": _name_of(kind),
            "member_type": _name_of(inner) if kind is list else None,
            "custom_type": None if inner in _TYPES or is_enum_class(inner) else _name_of(inner),
            "default": self._plain_default(),
            "default_kind": "value",
            "choices": None if choices is None else [_plain(choice) for choice in choices],
            "passthrough": bool(keywords.get("passthrough")),
            "daemon": bool(keywords.get("daemon")),
            "fingerprint": bool(keywords.get("fingerprint", True)),
            "removal_version": keywords.get("removal_version"),
            "removal_hint": keywords.get("removal_hint"),
            "deprecation_start_version": keywords.get("deprecation_start_version"),
            "mutually_exclusive_group": keywords.get("mutually_exclusive_group"),
        }

    def _plain_default(self) -> Any:
        default = self.keywords.get("default")
        if self.type is bool:
            if isinstance(default, str):
                return default.lower() == "true"
            return False if "default" not in self.keywords else _plain(default)
        return _plain(default)

    def convert(self, value: Any) -> Any:
        """The value of the option's type, of what the parser gives."""
        if value is None:
            return None
        if self.type is list:
            return [_convert(item, self.member_type) for item in value]
        return _convert(value, self.type)


def _fits(value: Any, kind: Any) -> bool:
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind) if isinstance(kind, type) else True


def _kind_of(kind: Any) -> str:
    return "enum" if is_enum_class(kind) else _TYPES.get(kind, "custom")


def _name_of(kind: Any) -> str:
    return _TYPES.get(kind) or getattr(kind, "__name__", None) or repr(kind)


def _plain(value: Any) -> Any:
    if value is UnsetBool:
        return None
    if is_enum_class(type(value)):
        return value.value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _convert(value: Any, kind: Any) -> Any:
    if is_enum_class(kind):
        return value if isinstance(value, kind) else kind(value)
    if kind in _TYPES or not isinstance(value, str):
        return value
    return kind(value)
