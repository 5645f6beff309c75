#!/usr/bin/env python3
"""Compare our declarations with the public surface of the release that we are compatible with.

    surface_check.py DECLARATIONS.json SURFACE.json

Both files are JSON. The first is the export of the declaration table (tools/declare.py --json). The
second says what the real release reports with all backends on. Without a second argument it is
taken from the variable SURFACE; if that is not set either, nothing is checked, and one line says
so.

Each difference is one line on standard output. The exit code is 1 if there is one that
ALLOWED_DIFFERENCES does not name, and 0 otherwise. Entries there that match nothing any more are
reported too, so that the list does not outlive its reasons.
"""

from __future__ import annotations

import ast
import fnmatch
import json
import os
import re
import sys

_NAMED_BY_USE = (
    "the release counts every backend with a rule that takes the scope as one that provides it, "
    "and names the one spelled most like the module of the scope's class; ours provide what is "
    "theirs"
)

# Where we differ on purpose: a pattern for the whole line of the difference, and the reason.
ALLOWED_DIFFERENCES = (
    *(
        (f"scope {scope}: provider *", _NAMED_BY_USE)
        for scope in (
            "GLOBAL",
            "docker",
            "environments-preview",
            "pex",
            "python",
            "python-bootstrap",
            "python-native-code",
            "python-repos",
            "subprocess-environment",
            "system-binaries",
        )
    ),
    (
        "scope filter: is_goal *",
        "`filter` still is a goal there too; the release's help just does not say so",
    ),
    (
        "target pants_requirements: field version_spec: default *",
        "it is the version itself, and the surface was taken from a development release",
    ),
)

# Defaults that depend on the machine, which the surface holds as they were on another one.
MACHINE_DEPENDENT_DEFAULTS = {
    ("", "colors"),
    ("", "dynamic_ui"),
    ("", "streaming_workunits_complete_async"),
    ("docker", "run_args"),
    ("test", "show_rerun_command"),
}


def scope_name(scope: str) -> str:
    return scope or "GLOBAL"


# ---- Options -----------------------------------------------------------------------------------


def dashed(name: str) -> str:
    return name.replace("_", "-")


def value_placeholder(option: dict) -> str:
    """What help writes for the value of an option."""
    if option.get("metavar"):
        return option["metavar"]
    type_name = option["type_name"]
    return f"<{type_name}>"


def list_placeholder(option: dict) -> str:
    member = option.get("member_type") or "str"
    one = option.get("metavar") or (f"'<{member}>'" if member == "str" else f"<{member}>")
    return f'"[{one}, {one}, ...]"'


def described_flags(scope: str, option: dict) -> list[str]:
    """The flags of an option with their values, as help writes them."""
    prefix = f"{scope}-" if scope else ""
    flags = []
    for flag in option["flags"]:
        if not flag.startswith("--"):
            flags.append(f"{flag}{value_placeholder(option)}")
        elif option["type_name"] == "bool":
            flags.append(f"--[no-]{prefix}{flag[2:]}")
        elif option["type_name"] == "list":
            flags.append(f"--{prefix}{flag[2:]}={list_placeholder(option)}")
        elif option["type_name"] == "dict":
            flags.append(f"--{prefix}{flag[2:]}=\"{{'key1': val1, 'key2': val2, ...}}\"")
        else:
            flags.append(f"--{prefix}{flag[2:]}={value_placeholder(option)}")
    if option.get("passthrough"):
        flags.append("... -- [<shell_str> [<shell_str> [...]]]")
    return flags


def plain_flags(prefix: str, option: dict) -> list[str]:
    flags = []
    for flag in option["flags"]:
        if not flag.startswith("--"):
            flags.append(flag)
            continue
        flags.append(f"--{prefix}{flag[2:]}")
        if option["type_name"] == "bool":
            flags.append(f"--no-{prefix}{flag[2:]}")
    return flags


def environment_variable(scope: str, option: dict) -> str:
    name = option["name"].upper()
    if not scope:
        return name if name.startswith("PANTS_") else f"PANTS_{name}"
    return f"PANTS_{scope.upper().replace('-', '_')}_{name}"


def level(option: dict) -> str:
    if option.get("removal_version"):
        return "deprecated"
    return "advanced" if option.get("advanced") else "basic"


def default(option: dict) -> object:
    """The default as help shows it."""
    if option.get("default_text") is not None:
        return option["default_text"]
    return option.get("default")


def same_default(ours: object, theirs: object) -> bool:
    if ours == theirs:
        return True
    # A text for help that is the notation of a value says the same as the value.
    for shown, value in ((ours, theirs), (theirs, ours)):
        if isinstance(shown, str) and isinstance(value, (list, dict)):
            return shown == repr(value)
    return False


def check_option(scope: str, name: str, ours: dict, theirs: dict) -> list[str]:
    expected_choices = theirs.get("choices")
    pairs = [
        ("type", ours["type_name"], theirs["type"]),
        ("level", level(ours), theirs["level"]),
        ("choices", ours.get("choices"), expected_choices),
        ("flags", described_flags(scope, ours), theirs["flags"]),
        ("scoped_flags", plain_flags(f"{scope}-" if scope else "", ours), theirs["scoped_flags"]),
        ("unscoped_flags", plain_flags("", ours), theirs["unscoped_flags"]),
        ("env", environment_variable(scope, ours), theirs["env"]),
        ("removal_version", ours.get("removal_version"), theirs.get("removal_version")),
        ("target_field", ours.get("target_field_name"), theirs.get("target_field")),
        ("fromfile", bool(ours.get("fromfile")), bool(theirs.get("fromfile"))),
    ]
    where = f"option [{scope_name(scope)}].{name}"
    found = [
        f"{where}: {what} {mine!r} should be {wanted!r}"
        for what, mine, wanted in pairs
        if mine != wanted
    ]
    is_known = (scope, name) in MACHINE_DEPENDENT_DEFAULTS
    if not is_known and not same_default(default(ours), theirs["default"]):
        found.append(f"{where}: default {default(ours)!r} should be {theirs['default']!r}")
    return found


def check_provider(
    where: str, kind: str, name: str, ours: str, wanted: str, backends: dict
) -> list[str]:
    """Of several backends with the same thing, the release names the one spelled most like it."""
    others = {backend for backend, declared in backends.items() if name in declared[kind]}
    if wanted == ours or wanted in others:
        return []
    return [f"{where}: provider {sorted({ours, *others})} should be {wanted!r}"]


def check_scopes(ours: dict, theirs: dict, backends: dict) -> list[str]:
    found = []
    for scope in sorted(set(ours) | set(theirs)):
        name = scope_name(scope)
        if scope not in ours:
            found.append(f"scope {name}: missing")
            continue
        if scope not in theirs:
            found.append(f"scope {name}: not in the surface")
            continue
        mine, wanted = ours[scope], theirs[scope]
        if mine["is_goal"] != wanted["is_goal"]:
            found.append(f"scope {name}: is_goal {mine['is_goal']} should be {wanted['is_goal']}")
        found += check_provider(
            f"scope {name}", "scopes", scope, mine["provider"], wanted["provider"], backends
        )
        if not mine.get("help"):
            found.append(f"scope {name}: no help")
        for option in sorted(set(mine["options"]) | set(wanted["options"])):
            where = f"option [{name}].{option}"
            if option not in mine["options"]:
                found.append(f"{where}: missing")
            elif option not in wanted["options"]:
                found.append(f"{where}: not in the surface")
            else:
                found += check_option(
                    scope, option, mine["options"][option], wanted["options"][option]
                )
                if not mine["options"][option].get("help"):
                    found.append(f"{where}: no help")
    return found


# ---- Targets -----------------------------------------------------------------------------------


def _without_module(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith("'") else ""


def normalized_type(text: str) -> str:
    """A type without the modules of its names: they are ours to choose."""
    return re.sub(r"'[^']*'|\b(?:[a-z_]\w*\.)+(?=[A-Za-z_])", _without_module, text)


def field_type(field: dict) -> str:
    text = normalized_type(field["type_text"] or "")
    if field.get("choices") and field.get("kind", "str") != "str_seq" and "Iterable" not in text:
        text = " | ".join([*(repr(choice) for choice in sorted(field["choices"])), "None"])
    return text.replace(" | None", "") if field["required"] else text


def shown_value(text: str | None) -> object:
    """The value that the notation in the surface stands for, in the shapes that JSON has."""
    if text is None:
        return None
    text = text.replace("FrozenDict(", "(")
    text = re.sub(r"^<\w+\.\w+: (.*)>$", r"\1", text, flags=re.DOTALL)
    try:
        value = ast.literal_eval(text)
    except ValueError:
        return text
    return list(value) if isinstance(value, tuple) else value


def field_default(field: dict) -> object:
    """The default of a field; a required one has none."""
    default = field.get("default_text") if field["default"] is None else field["default"]
    return None if field["required"] else default


def same_field_default(ours: object, theirs: object) -> bool:
    if isinstance(theirs, str) and isinstance(ours, list) and all(type(v) is str for v in ours):
        # Objects of a backend's own, which JSON can only hold by their notation.
        return f"({', '.join(ours)})" == theirs
    return ours == theirs


def effective_fields(declarations: dict, target: dict) -> dict[str, tuple[dict, str]]:
    """All fields that a BUILD file can give a target: field and, if a plugin adds it, by whom."""
    fields = declarations["fields"]
    result: dict[str, tuple[dict, str]] = {}
    for identifier in (*target["fields"], *(target.get("moved") or ())):
        field = fields[identifier]
        result.setdefault(field["alias"], (field, ""))
    for backend, declared in declarations["backends"].items():
        for target_class, identifier, moved in declared["plugin_fields"]:
            if target_class == target["class"]:
                field = fields[identifier]
                result.setdefault(field["alias"], (field, "" if moved else backend))
    return result


def providers_of(declarations: dict, target: dict, alias: str) -> set[str]:
    """All backends that add a field with this name to the target."""
    fields = declarations["fields"]
    return {
        backend
        for backend, declared in declarations["backends"].items()
        for target_class, identifier, moved in declared["plugin_fields"]
        if target_class == target["class"] and not moved and fields[identifier]["alias"] == alias
    }


def check_targets(declarations: dict, theirs: dict) -> list[str]:
    found = []
    ours = declarations["targets"]
    for alias in sorted(set(ours) | set(theirs)):
        where = f"target {alias}"
        if alias not in ours:
            found.append(f"{where}: missing")
            continue
        if alias not in theirs:
            found.append(f"{where}: not in the surface")
            continue
        mine, wanted = ours[alias], theirs[alias]
        found += check_provider(
            where, "targets", alias, mine["provider"], wanted["provider"], declarations["backends"]
        )
        if not mine.get("help"):
            found.append(f"{where}: no help")
        fields = effective_fields(declarations, mine)
        public = {name for name in fields if not name.startswith("_")}
        for name in sorted(public | set(wanted["fields"])):
            at = f"{where}: field {name}"
            if name not in public:
                found.append(f"{at}: missing")
                continue
            if name not in wanted["fields"]:
                found.append(f"{at}: not in the surface")
                continue
            field, provider = fields[name]
            expected = wanted["fields"][name]
            providers = providers_of(declarations, mine, name) or {provider}
            if expected["provider"] not in providers:
                found.append(
                    f"{at}: provider {sorted(providers)} should be {expected['provider']!r}"
                )
            for what, value, should in (
                ("type", field_type(field), normalized_type(expected["type"])),
                ("required", bool(field["required"]), expected["required"]),
            ):
                if value != should:
                    found.append(f"{at}: {what} {value!r} should be {should!r}")
            mine_default, wanted_default = field_default(field), shown_value(expected["default"])
            if not same_field_default(mine_default, wanted_default):
                found.append(f"{at}: default {mine_default!r} should be {wanted_default!r}")
            if not field.get("help"):
                found.append(f"{at}: no help")
    return found


# ---- The whole ---------------------------------------------------------------------------------


def check_backends(ours: dict, theirs: list[str]) -> list[str]:
    # The next generation's goals are a pseudo-backend of the release.
    wanted = {name for name in theirs if name != "pants.ng"}
    return [f"backend {name}: missing" for name in sorted(wanted - set(ours))]


def differences(declarations: dict, surface: dict) -> list[str]:
    return [
        *check_backends(declarations["backends"], surface["backends"]),
        *check_scopes(declarations["scopes"], surface["scopes"], declarations["backends"]),
        *check_targets(declarations, surface["targets"]),
    ]


def allowed_by(difference: str) -> int | None:
    for index, (pattern, _) in enumerate(ALLOWED_DIFFERENCES):
        if fnmatch.fnmatchcase(difference, pattern):
            return index
    return None


def main(arguments: list[str]) -> int:
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    surface_path = arguments[1] if len(arguments) == 2 else os.environ.get("SURFACE", "")
    if not surface_path:
        print("surface_check: skipped, no SURFACE to compare with")
        return 0
    if not os.path.exists(surface_path):
        print(f"surface_check: skipped, there is no file {surface_path}")
        return 0
    with open(arguments[0], encoding="utf-8") as f:
        declarations = json.load(f)
    with open(surface_path, encoding="utf-8") as f:
        surface = json.load(f)

    used: set[int] = set()
    bad = 0
    allowed = 0
    for difference in differences(declarations, surface):
        index = allowed_by(difference)
        if index is None:
            bad += 1
            print(difference)
        else:
            used.add(index)
            allowed += 1
    for index, (pattern, _) in enumerate(ALLOWED_DIFFERENCES):
        if index not in used:
            print(f"allowed difference that is none any more: {pattern}")
    options = sum(len(scope["options"]) for scope in surface["scopes"].values())
    print(
        f"surface_check: {len(surface['scopes'])} scopes, {options} options, "
        f"{len(surface['targets'])} target types; {bad} differences, {allowed} allowed ones"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
