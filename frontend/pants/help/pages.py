"""Pages of single things other than options."""

from __future__ import annotations

from pants.help.book import dotted, short
from pants.help.field_text import default_text, type_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pants.help.book import Book
    from pants.help.layout import Layout


def _facts(layout: Layout, facts: list[tuple[str, str]]) -> None:
    """Names and values below each other."""
    from pants.help.layout import wrap

    longest = max([len(name) for name, _ in facts])
    for name, text in facts:
        lines = wrap(text, layout.width - longest - 2)
        layout.line(f"{name}{' ' * (longest - len(name))}: {lines[0]}".rstrip())
        layout.lines([f"{' ' * (longest + 2)}{line}" for line in lines[1:]])


def _listed(identifiers: list[str]) -> str:
    return "\n".join([dotted(identifier) for identifier in identifiers]) or "none"


# -- targets


def print_target(layout: Layout, book: Book, alias: str, advanced: bool) -> None:
    """A target type with its fields."""
    target = book.target(alias)
    layout.title(f"`{alias}` target")
    layout.paragraph(target["help"])
    layout.line()
    if target.get("removal_version"):
        layout.paragraph(
            f"Deprecated: it goes in {target['removal_version']}. "
            f"{target.get('removal_hint') or ''}".rstrip()
        )
        layout.line()
    if target.get("deprecated_alias"):
        layout.lines((f"Former name: {target['deprecated_alias']}", ""))
    backends = book.providers("targets", alias) or [target["provider"]]
    layout.paragraph(f"Activated by {layout.magenta(', '.join(backends))}")
    layout.lines(("Valid fields:", ""))
    fields = book.fields_of(target)
    public = [name for name in fields if advanced or not name.startswith("_")]
    for name in sorted(
        public, key=lambda name: (not book.field(fields[name][0])["required"], name)
    ):
        identifier, backend = fields[name]
        _print_field(layout, book.field(identifier), backend)


def _print_field(layout: Layout, field: dict[str, Any], backend: str) -> None:
    layout.line(layout.magenta(field["alias"]))
    if backend:
        layout.line(f"    from: {backend}")
    _print_field_facts(layout, field)
    layout.line()
    layout.paragraph(field["help"] or "", 4)
    layout.line()


def _print_field_facts(layout: Layout, field: dict[str, Any]) -> None:
    layout.line(f"    type: {type_text(field)}")
    if field["required"]:
        layout.line("    required")
    else:
        layout.paragraph(f"default: {default_text(field)}", 4)
    if field.get("removal_version"):
        hint = field.get("removal_hint") or ""
        layout.paragraph(f"deprecated: it goes in {field['removal_version']}. {hint}".rstrip(), 4)


def print_field(layout: Layout, book: Book, alias: str, advanced: bool) -> None:
    """A field, by name: each meaning that it has, with the target types of that meaning."""
    layout.title(f"`{alias}` field")
    users: dict[str, list[str]] = {}
    for name in book.targets():
        found = book.fields_of(book.target(name)).get(alias)
        if found is not None:
            users.setdefault(found[0], []).append(name)
    same: dict[tuple[Any, ...], list[str]] = {}
    for identifier, names in users.items():
        field = book.field(identifier)
        key = (type_text(field), default_text(field), field["required"], field["help"])
        same.setdefault(key, []).extend([identifier, *names])
    for identifier, *rest in same.values():
        field = book.field(identifier)
        names = sorted({name for name in rest if name in book.targets()})
        layout.paragraph(f"of {', '.join([f'`{name}`' for name in names])}")
        _print_field_facts(layout, field)
        layout.line()
        layout.paragraph(field["help"] or "", 4)
        layout.line()


# -- BUILD files, backends


def print_symbol(layout: Layout, book: Book, name: str, advanced: bool) -> None:
    """A function or object of BUILD files."""
    symbol = book.symbol(name)
    layout.title(f"`{name}` BUILD file symbol")
    if symbol["signature"]:
        layout.lines((f"Signature: {name}{symbol['signature']}", ""))
    layout.paragraph(symbol["doc"] or "It has no description.")
    layout.line()


def print_backend(layout: Layout, book: Book, name: str, advanced: bool) -> None:
    """A backend and what it registers."""
    backend = book.backend(name)
    layout.title(f"`{name}` backend")
    if backend.get("help"):
        layout.paragraph(backend["help"])
        layout.line()
    goals = [s for s in backend["scopes"] if s and book.scope(s)["is_goal"]]
    facts = [
        ("enabled", "yes" if name in book.enabled else "no"),
        ("goals", ", ".join(goals)),
        ("subsystems", ", ".join([s or "GLOBAL" for s in backend["scopes"] if s not in goals])),
        ("target types", ", ".join([t for t in backend["targets"] if not t.startswith("_")])),
        ("symbols", ", ".join(backend["symbols"])),
    ]
    _facts(layout, [(what, text) for what, text in facts if text])
    layout.line()


# -- rules and types


def print_rule(layout: Layout, book: Book, identifier: str, advanced: bool) -> None:
    """A rule: what it returns, takes and calls."""
    rule = book.rule(identifier)
    layout.title(f"`{dotted(identifier)}` rule")
    if rule["desc"]:
        layout.paragraph(rule["desc"])
        layout.line()
    layout.paragraph(rule.get("doc") or "It has no description.")
    layout.line()
    inputs = [short(parameter) for _, parameter in rule["params"]]
    facts = [
        ("activated by", ", ".join(book.providers("rules", identifier))),
        ("returns", short(rule["out"])),
        (f"takes {_counted(len(inputs), 'input')}", ", ".join(inputs) or "none"),
    ]
    if advanced or rule["calls"]:
        calls = [f"{dotted(c['rule'])} -> {short(c['out'])}" for c in rule["calls"]]
        facts.append((f"awaits {_counted(len(calls), 'rule')}", "\n".join(calls) or "none"))
    _facts(layout, facts)
    layout.line()


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def print_type(layout: Layout, book: Book, identifier: str, advanced: bool) -> None:
    """A type of the rule API: who provides it and who takes it."""
    from pants.help.uses import uses_of_types

    known = book.type(identifier)
    layout.title(f"`{dotted(identifier)}` API type")
    layout.paragraph(known.get("doc") or "It has no description.")
    layout.line()
    uses = uses_of_types(book)[identifier]
    facts = [("activated by", ", ".join(uses.providers) or "none")]
    if known.get("union"):
        facts.append(("union members", _listed(book.members(identifier))))
    unions = book.unions_of(identifier)
    if unions:
        facts.append(("member of union", _listed(unions)))
    facts += [
        ("returned by", _listed(uses.returned_by)),
        ("taken by", _listed(uses.consumed_by)),
    ]
    if advanced:
        facts.append(("used in", _listed(uses.used_in)))
    _facts(layout, facts)
    layout.line()
    if not advanced:
        layout.lines((f"`pants help-advanced {dotted(identifier)}` lists more rules.", ""))
