"""How options are written: flags, environment variables, values."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Names of the ranks by number.
RANKS = ("NONE", "HARDCODED", "CONFIG_DEFAULT", "CONFIG", "ENVIRONMENT", "FLAG")
_HARDCODED = 1


def scope_name(scope: str) -> str:
    """The name of a scope in configuration files."""
    return scope or "GLOBAL"


def environment_variable(scope: str, option: dict[str, Any]) -> str:
    """The variable that sets an option."""
    name = option["name"].upper().replace("-", "_")
    if scope:
        return f"PANTS_{scope.upper().replace('-', '_')}_{name}"
    return name if name.startswith("PANTS_") else f"PANTS_{name}"


def flags(prefix: str, option: dict[str, Any]) -> list[str]:
    """The flags without values, negations included."""
    result = []
    for flag in option["flags"]:
        if not flag.startswith("--"):
            result.append(flag)
            continue
        result.append(f"--{prefix}{flag[2:]}")
        if option["type"] == "bool":
            result.append(f"--no-{prefix}{flag[2:]}")
    return result


def scoped_flags(scope: str, option: dict[str, Any]) -> list[str]:
    """The flags that work anywhere on the command line."""
    return flags(f"{scope}-" if scope else "", option)


def _placeholder(option: dict[str, Any]) -> str:
    kind = option["type"]
    metavar = option.get("metavar")
    if kind == "list":
        member = option.get("member_type") or "str"
        one = metavar or (f"'<{member}>'" if member == "str" else f"<{member}>")
        return f'"[{one}, {one}, ...]"'
    if kind == "dict":
        return "\"{'key1': val1, 'key2': val2, ...}\""
    return metavar or f"<{option['type_name']}>"


def described_flags(scope: str, option: dict[str, Any]) -> list[str]:
    """The flags with what their values look like."""
    prefix = f"{scope}-" if scope else ""
    result = []
    for flag in option["flags"]:
        if not flag.startswith("--"):
            result.append(f"{flag}{_placeholder(option)}")
        elif option["type"] == "bool":
            result.append(f"--[no-]{prefix}{flag[2:]}")
        else:
            result.append(f"--{prefix}{flag[2:]}={_placeholder(option)}")
    if option.get("passthrough"):
        result.append("... -- [<shell_str> [<shell_str> [...]]]")
    return result


def level(option: dict[str, Any]) -> str:
    """Which part of a page an option is in: basic, advanced or deprecated."""
    if option.get("removal_version"):
        return "deprecated"
    return "advanced" if option.get("advanced") else "basic"


def default(option: dict[str, Any]) -> Any:
    """The default as people are told it."""
    text = option.get("default_text")
    return option.get("default") if text is None else text


def shown(value: Any) -> list[str]:
    """A value as lines; lists and mappings take several."""
    if isinstance(value, (list, tuple, dict)):
        from pants.util.json_text import dumps

        return dumps(value, indent=4, sort_keys=True).split("\n")
    return [value if isinstance(value, str) else repr(value)]


def current(option: dict[str, Any], value: Any) -> Any:
    """A value of a run, in the notation of the default."""
    if option["type_name"] == "memory_size" and type(value) is int:
        from pants.util.strutil import fmt_memory_size

        return fmt_memory_size(value)
    return value


def is_set(rank: int) -> bool:
    """Whether somebody set the value, so that it is not just the default."""
    return rank > _HARDCODED
