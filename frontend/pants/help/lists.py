"""Lists of what there is: goals, target types, subsystems, tools, backends, symbols, types."""

from __future__ import annotations

from pants.help.book import short
from pants.help.layout import first_paragraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pants.help.book import Book
    from pants.help.layout import Layout


def print_goals(layout: Layout, book: Book, advanced: bool) -> None:
    """All goals that do something here."""
    layout.title("Goals")
    goals = book.goals()
    implemented = [goal for goal in goals if book.is_implemented(goal)]
    layout.columns([(goal, first_paragraph(book.scope(goal)["help"])) for goal in implemented])
    layout.line("`pants help <goal>` explains one.")
    if len(implemented) < len(goals):
        layout.paragraph(
            "No enabled backend implements the other goals; `pants help backends` lists backends."
        )
    layout.line()


def print_targets(layout: Layout, book: Book, advanced: bool) -> None:
    """All target types."""
    layout.title("Target types")
    layout.columns(
        [
            (alias, first_paragraph(book.target(alias)["help"]))
            for alias in book.targets()
            if not alias.startswith("_") and not book.target(alias).get("removal_version")
        ]
    )
    layout.lines(("`pants help <target type>` explains one, with its fields.", ""))


def print_subsystems(layout: Layout, book: Book, advanced: bool) -> None:
    """All scopes that are not goals."""
    layout.title("Subsystems")
    scopes = [name for name in book.scopes() if name and not book.scope(name)["is_goal"]]
    layout.columns([(name, first_paragraph(book.scope(name)["help"])) for name in scopes])
    layout.lines(("`pants help <subsystem>` lists the options of one.", ""))


def print_tools(layout: Layout, book: Book, advanced: bool) -> None:
    """The programs that are downloaded."""
    layout.title("External tools")
    rows = []
    for name in book.scopes():
        entry = book.scope(name)
        if {"version", "url_template", "known_versions"} <= entry["options"].keys():
            rows.append((name, _tool(book, name, entry)))
    layout.columns(rows)
    layout.lines(("`pants help-advanced <tool>` says how to choose another version.", ""))


def _tool(book: Book, name: str, entry: dict[str, Any]) -> str:
    lines = [first_paragraph(entry["help"])]
    for option, label in (("version", "Version"), ("url_template", "URL template")):
        value, rank, detail = book.runtime.option(name, option)
        origin = f" ({detail})" if detail else ""
        lines.append(f"{label}: {value}{origin}")
    return "\n".join(lines)


def print_backends(layout: Layout, book: Book, advanced: bool) -> None:
    """All backends; experimental ones that are off only when asked for."""
    layout.title("Backends")
    layout.paragraph(
        "Those with a star are on. Others are turned on by their names in "
        "`[GLOBAL].backend_packages` of pants.toml."
    )
    layout.line()
    own = set(book.runtime.declaration("backends"))
    names = [
        name
        for name in book.all_backends()
        if advanced or name in book.enabled or ".experimental." not in name
    ]
    longest = max([len(name) for name in names], default=0)
    for name in names:
        mark = "*" if name in book.enabled else " "
        provider = "pants" if name in own else "plugin"
        space = " " * (longest + 2 - len(name))
        layout.line(f"[{layout.green(mark)}] {layout.cyan(name)}{space}[{provider}]")
        layout.paragraph(book.backend(name).get("help") or "", 5)
    layout.line()
    if not advanced:
        layout.lines(("`pants help-advanced backends` lists experimental ones too.", ""))


def print_symbols(layout: Layout, book: Book, advanced: bool) -> None:
    """What BUILD files can name; with target types when asked for."""
    layout.title("BUILD file symbols")
    rows = [(name, first_paragraph(book.symbol(name)["doc"] or "")) for name in book.symbols()]
    if advanced:
        rows += [(alias, first_paragraph(book.target(alias)["help"])) for alias in book.targets()]
        rows.sort()
    layout.columns([row for row in rows if row[0].startswith("__") or not row[0].startswith("_")])
    layout.lines(("`pants help <symbol>` explains one.", ""))


def print_api_types(layout: Layout, book: Book, advanced: bool) -> None:
    """The types that rules speak of, by module."""
    layout.title("Plugin API types")
    rows = []
    for identifier in book.types():
        module = identifier.partition(":")[0]
        doc = first_paragraph(book.type(identifier).get("doc") or "")
        rows.append((short(identifier), f"{module}\n{doc}" if doc else module))
    layout.columns(rows)
    layout.lines(("`pants help <type>` says which rules provide and take one.", ""))


#: What can be listed, by the word after `help`.
LISTS = {
    "api-types": print_api_types,
    "backends": print_backends,
    "goals": print_goals,
    "subsystems": print_subsystems,
    "symbols": print_symbols,
    "targets": print_targets,
    "tools": print_tools,
}
