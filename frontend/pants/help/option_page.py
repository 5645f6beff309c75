"""Pages of options: those of a scope, and single ones."""

from __future__ import annotations

from pants.help.option_text import (
    current,
    default,
    described_flags,
    environment_variable,
    is_set,
    level,
    scope_name,
    shown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.help.book import Book
    from pants.help.layout import Layout

_IN_TARGETS = "`local_environment`, `docker_environment` and `remote_environment` targets"


def print_scope(layout: Layout, book: Book, scope: str, advanced: bool) -> None:
    """The page of a scope."""
    entry = book.scope(scope)
    name = _title_of(scope, entry)
    layout.title(f"{name} options")
    layout.paragraph(entry["help"])
    layout.line()
    _print_origin(layout, book, scope, entry)
    parts = _parts(entry["options"].values())
    _print_block(layout, book, scope, parts["basic"])
    if advanced:
        layout.title(f"{name} advanced options")
        _print_block(layout, book, scope, parts["advanced"])
        if parts["deprecated"]:
            layout.title(f"{name} deprecated options")
            _print_block(layout, book, scope, parts["deprecated"])
    elif parts["advanced"]:
        argument = scope or "global"
        layout.line(
            layout.green(f"There are advanced options too: `pants help-advanced {argument}`.")
        )
        layout.line()
    if entry["is_goal"]:
        _print_related(layout, book, scope)


def print_option(layout: Layout, book: Book, scope: str, name: str) -> None:
    """One option."""
    layout.line()
    _print_option(layout, book, scope, book.scope(scope)["options"][name])


def _title_of(scope: str, entry: dict[str, Any]) -> str:
    if not scope:
        return "Global"
    return f"`{scope}` {'goal' if entry['is_goal'] else 'subsystem'}"


def _print_origin(layout: Layout, book: Book, scope: str, entry: dict[str, Any]) -> None:
    backends = book.providers("scopes", scope) or [entry["provider"]]
    layout.paragraph(f"Activated by {layout.magenta(', '.join(backends))}")
    layout.line(f"Config section: {layout.magenta(f'[{scope_name(scope)}]')}")
    former = entry.get("deprecated_scope")
    if former:
        removal = entry.get("deprecated_scope_removal_version")
        layout.line(f"Former section: [{former}]" + (f" (until {removal})" if removal else ""))
    layout.line()


def _parts(options: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    parts: dict[str, list[dict[str, Any]]] = {"basic": [], "advanced": [], "deprecated": []}
    for option in options:
        parts[level(option)].append(option)
    return parts


def _print_block(layout: Layout, book: Book, scope: str, options: list[dict[str, Any]]) -> None:
    if not options:
        layout.lines(("None.", ""))
    for option in options:
        _print_option(layout, book, scope, option)


def _print_option(layout: Layout, book: Book, scope: str, option: dict[str, Any]) -> None:
    for flag in described_flags(scope, option):
        layout.line(f"  {layout.magenta(flag)}")
    layout.line(f"  {layout.magenta(environment_variable(scope, option))}")
    layout.line(f"  {layout.magenta(option['name'])}")
    if option.get("removal_version"):
        hint = option.get("removal_hint")
        text = f"Deprecated: it goes in {option['removal_version']}."
        layout.paragraph(f"{text} {hint}" if hint else text, 6)
    if option.get("choices"):
        choices = ", ".join([str(choice) for choice in option["choices"]])
        layout.paragraph(f"one of: [{choices}]", 6)
    _print_value(layout, 6, "default", default(option), "")
    _print_history(layout, book, scope, option)
    layout.paragraph(option["help"], 6)
    field = option.get("target_field_name")
    if field:
        layout.lines(("",))
        layout.paragraph(f"The field `{field}` of {_IN_TARGETS} has precedence.", 6)
    layout.line()


def _print_value(layout: Layout, indent: int, label: str, value: Any, origin: str) -> None:
    lines = shown(value)
    space = " " * indent
    layout.line(f"{space}{label}: {layout.cyan(lines[0])}{origin if len(lines) == 1 else ''}")
    for line in lines[1:-1]:
        layout.line(space + layout.cyan(line))
    if len(lines) > 1:
        layout.line(f"{space}{layout.cyan(lines[-1])}{origin}")


def _print_history(layout: Layout, book: Book, scope: str, option: dict[str, Any]) -> None:
    """The value, where it comes from, and what it has overridden."""
    try:
        steps = book.runtime.derivation(scope, option["name"])
    except (LookupError, ValueError) as e:
        layout.paragraph(f"current value: unknown: {e}", 6)
        return
    if not steps:
        steps = [book.runtime.option(scope, option["name"])]
    value, rank, detail = steps[-1]
    _print_value(layout, 6, "current value", current(option, value), _origin(rank, detail))
    if not is_set(rank):
        return
    for value, rank, detail in reversed(steps[:-1]):
        if is_set(rank):
            _print_value(layout, 10, "overrode", current(option, value), _origin(rank, detail))


def _origin(rank: int, detail: str | None) -> str:
    return f" (from {detail})" if detail and is_set(rank) else ""


def _print_related(layout: Layout, book: Book, goal: str) -> None:
    from pants.help.reach import consumed_scopes

    related = [scope for scope in consumed_scopes(book, goal) if scope and scope != goal]
    if related:
        layout.paragraph(f"Related subsystems: {', '.join(related)}")
        layout.line()
