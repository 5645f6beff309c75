"""All that is known, as JSON: what `help-all` prints, for tools to read."""

from __future__ import annotations

from pants.help import option_text
from pants.help.book import dotted, short
from pants.help.field_text import default_text, type_text
from pants.help.layout import first_paragraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pants.help.book import Book


def everything(book: Book) -> str:
    """The text to print."""
    from pants.util.json_text import dumps

    scopes = {name: _scope(book, name) for name in book.scopes()}
    answer = {
        "scope_to_help_info": scopes,
        "name_to_goal_info": {name: _goal(book, name) for name in book.goals()},
        "name_to_target_type_info": {alias: _target(book, alias) for alias in book.targets()},
        "name_to_rule_info": {dotted(key): _rule(book, key) for key in book.rules()},
        "name_to_api_type_info": _types(book),
        "name_to_backend_help_info": {n: _backend(book, n) for n in book.all_backends()},
        "name_to_build_file_info": _symbols(book),
        "env_var_to_help_info": {
            option["env_var"]: option
            for scope in scopes.values()
            for part in ("basic", "advanced", "deprecated")
            for option in scope[part]
        },
    }
    return dumps(answer, sort_keys=True) + "\n"


# -- options


def _scope(book: Book, scope: str) -> dict[str, Any]:
    entry = book.scope(scope)
    result: dict[str, Any] = {
        "scope": scope,
        "description": entry["help"],
        "provider": book.provider("scopes", scope),
        "is_goal": entry["is_goal"],
        "deprecated_scope": entry.get("deprecated_scope"),
        "basic": [],
        "advanced": [],
        "deprecated": [],
    }
    for option in entry["options"].values():
        result[option_text.level(option)].append(_option(book, scope, option))
    return result


def _option(book: Book, scope: str, option: dict[str, Any]) -> dict[str, Any]:
    described = option_text.described_flags(scope, option)
    choices = option.get("choices") or None
    removal = option.get("removal_version")
    return {
        "display_args": described,
        "comma_separated_display_args": ", ".join(described),
        "scoped_cmd_line_args": option_text.scoped_flags(scope, option),
        "unscoped_cmd_line_args": option_text.flags("", option),
        "env_var": option_text.environment_variable(scope, option),
        "config_key": option["name"],
        "target_field_name": option.get("target_field_name"),
        "typ": option["type_name"],
        "default": option_text.default(option),
        "help": option["help"],
        "deprecation_active": bool(removal),
        "deprecated_message": f"Deprecated: it goes in {removal}." if removal else None,
        "removal_version": removal,
        "removal_hint": option.get("removal_hint"),
        "choices": choices,
        "comma_separated_choices": ", ".join(map(str, choices)) if choices else None,
        "value_history": _history(book, scope, option),
        "fromfile": bool(option.get("fromfile")),
    }


def _history(book: Book, scope: str, option: dict[str, Any]) -> dict[str, Any] | None:
    try:
        steps = book.runtime.derivation(scope, option["name"])
    except (LookupError, ValueError):  # the user wrote something that has no value
        return None
    return {
        "ranked_values": [
            {
                "rank": option_text.RANKS[rank],
                "value": option_text.current(option, value),
                "details": detail or None,
            }
            for value, rank, detail in steps
        ]
    }


# -- goals, targets, backends, BUILD files


def _goal(book: Book, name: str) -> dict[str, Any]:
    from pants.help.reach import consumed_scopes

    return {
        "name": name,
        "description": book.scope(name)["help"],
        "provider": book.provider("scopes", name),
        "is_implemented": book.is_implemented(name),
        "consumed_scopes": consumed_scopes(book, name),
    }


def _target(book: Book, alias: str) -> dict[str, Any]:
    target = book.target(alias)
    return {
        "alias": alias,
        "provider": book.provider("targets", alias),
        "summary": first_paragraph(target["help"]),
        "description": target["help"],
        "fields": [
            _field(book.field(identifier), backend)
            for name, (identifier, backend) in book.fields_of(target).items()
            if not name.startswith("_")
        ],
    }


def _field(field: dict[str, Any], backend: str) -> dict[str, Any]:
    return {
        "alias": field["alias"],
        "provider": backend,
        "description": field["help"],
        "type_hint": type_text(field),
        "required": field["required"],
        "default": default_text(field),
    }


def _backend(book: Book, name: str) -> dict[str, Any]:
    own = book.runtime.declaration("backends")
    return {
        "name": name,
        "description": book.backend(name).get("help") or "",
        "enabled": name in book.enabled,
        "provider": "pants" if name in own else "plugin",
    }


def _symbols(book: Book) -> dict[str, Any]:
    result = {
        name: {
            "name": name,
            "is_target": False,
            "signature": book.symbol(name)["signature"],
            "documentation": book.symbol(name)["doc"],
        }
        for name in book.symbols()
    }
    for alias in book.targets():
        result[alias] = {
            "name": alias,
            "is_target": True,
            "signature": "(**kwargs: 'Any') -> 'TargetAdaptor'",
            "documentation": book.target(alias)["help"],
        }
    return result


# -- rules and types


def _call(call: dict[str, Any]) -> str:
    inputs = ", ".join([short(kind) for kind in call["inputs"]])
    return f"{dotted(call['rule'])}({inputs}) -> {short(call['out'])}"


def _rule(book: Book, identifier: str) -> dict[str, Any]:
    rule = book.rule(identifier)
    return {
        "name": dotted(identifier),
        "description": rule["desc"],
        "documentation": rule.get("doc"),
        "provider": book.provider("rules", identifier),
        "output_type": short(rule["out"]),
        "input_types": [short(kind) for _, kind in rule["params"]],
        "awaitables": [_call(call) for call in rule["calls"]],
    }


def _types(book: Book) -> dict[str, Any]:
    from pants.help.uses import uses_of_types

    uses = uses_of_types(book)
    rule_backend = {key: book.provider("rules", key) for key in book.rules()}
    result = {}
    for identifier, use in uses.items():
        known = book.type(identifier)
        unions = book.unions_of(identifier)
        needed = {
            backend
            for key in use.returned_by
            for _, parameter in book.rule(key)["params"]
            for backend in uses[parameter].providers
        }
        users = {rule_backend[key] for key in (*use.consumed_by, *use.used_in)}
        result[dotted(identifier)] = {
            "name": short(identifier),
            "module": identifier.partition(":")[0],
            "documentation": known.get("doc"),
            "provider": use.providers,
            "is_union": bool(known.get("union")),
            "union_type": short(unions[0]) if unions else None,
            "union_members": [short(member) for member in book.members(identifier)],
            "dependencies": sorted(needed - set(use.providers)),
            "dependents": sorted(users - set(use.providers)),
            "returned_by_rules": [dotted(key) for key in use.returned_by],
            "consumed_by_rules": [dotted(key) for key in use.consumed_by],
            "used_in_rules": [dotted(key) for key in use.used_in],
        }
    return result
