"""Scopes and options in the table."""

from __future__ import annotations

from pants.init.declare.naming import DeclarationError, id_of
from pants.init.declare.plain import NotPlain, choices_of, plain
from pants.option.option_types import declared_options
from pants.option.subsystem import Subsystem, SubsystemEnvironmentAware
from pants.util.plain_enum import is_enum_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_TYPES = {bool: "bool", int: "int", float: "float", str: "str", list: "list", dict: "dict"}


def declare_scope(cls: type[Subsystem], provider: str) -> dict[str, Any]:
    """The scope of a subsystem, with the options that it declares itself."""
    info = cls.get_scope_info()
    return {
        "class": id_of(cls),
        "is_goal": info.is_goal,
        "help": str(cls.help or getattr(cls, "help_short", None) or ""),
        "provider": provider,
        "options": dict(_own_options(cls)),
        "deprecated_scope": info.deprecated_scope,
        "deprecated_scope_removal_version": info.deprecated_scope_removal_version,
    }


def _own_options(cls: type[Subsystem]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from declare_options(cls, cls.options_scope)
    aware = cls.EnvironmentAware
    if aware is not SubsystemEnvironmentAware:
        for name, option in declare_options(aware, cls.options_scope):
            option["target_field_name"] = _target_field(aware, name)
            option["is_env_aware"] = True
            yield name, option


def _target_field(aware: type[SubsystemEnvironmentAware], name: str) -> str:
    """The field of an environment's target that overrides the option."""
    scope = aware.subsystem.options_scope
    return f"{scope}_{name}".replace("-", "_")


def declare_options(cls: type, scope: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The options that a class declares, by name, those of its bases first."""
    for _, option in declared_options(cls):
        if option.is_registered(cls):
            try:
                yield option.dest, _declare(option, cls)
            except (NotPlain, TypeError) as e:
                where = f"[{scope or 'GLOBAL'}].{option.dest}"
                raise DeclarationError(f"The option {where} cannot be declared: {e}") from e


def _computed_by(option: Any) -> str | None:
    """The function that computes the default on the machine that runs, if one does.

    Such a function stands in its module and ignores its parameter, which is called `_`; other
    functions depend on the class alone.
    """
    func = option._default
    code = getattr(func, "__code__", None)
    if code is None or func.__name__ == "<lambda>" or "<locals>" in func.__qualname__:
        return None
    return id_of(func) if code.co_varnames[: code.co_argcount] == ("_",) else None


def _declare(option: Any, cls: type) -> dict[str, Any]:
    computed = _computed_by(option)
    keywords = dict(option._extra)
    types = option.get_option_type(cls)
    kind = _type(types["type"])
    member = types.get("member_type")
    enum = types["type"] if kind["type"] == "enum" else member if is_enum_class(member) else None
    removal_hint = keywords.get("removal_hint")
    declared: dict[str, Any] = {
        "name": option.dest,
        "flags": list(option.flag_names),
        **kind,
        "member_type": None if member is None else _type(member)["type_name"],
        "default": None if computed else plain(option.get_default(cls)),
        "default_kind": "computed" if computed else "value",
        "default_name": computed,
        "default_text": keywords.get("default_help_repr"),
        "choices": choices_of(enum) if enum is not None else None,
        "enum_class": id_of(enum) if enum is not None else None,
        "custom_type": _custom_type(member if member is not None else types["type"]),
        "help": option.get_help(cls),
        "advanced": bool(keywords.get("advanced", False)),
        "fromfile": bool(keywords.get("fromfile", False)),
        "passthrough": bool(keywords.get("passthrough", False)),
        "metavar": keywords.get("metavar"),
        "target_field_name": keywords.get("target_field_name"),
        "removal_version": keywords.get("removal_version"),
        "removal_hint": removal_hint(cls) if callable(removal_hint) else removal_hint,
        "deprecation_start_version": keywords.get("deprecation_start_version"),
        "daemon": bool(keywords.get("daemon", False)),
        "fingerprint": bool(keywords.get("fingerprint", True)),
        "mutually_exclusive_group": keywords.get("mutually_exclusive_group"),
        "is_env_aware": False,
    }
    return declared


def _type(kind: Any) -> dict[str, Any]:
    if kind in _TYPES:
        return {"type": _TYPES[kind], "type_name": _TYPES[kind]}
    if is_enum_class(kind):
        return {"type": "enum", "type_name": kind.__name__}
    name = getattr(kind, "__name__", None)
    if not callable(kind) or name is None:
        raise TypeError(f"{kind!r} is no type of an option")
    return {"type": "custom", "type_name": name}


def _custom_type(kind: Any) -> str | None:
    return None if kind in _TYPES or is_enum_class(kind) else id_of(kind)
