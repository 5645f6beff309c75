"""Finding what a name stands for, and names that are nearly the same."""

from __future__ import annotations

from pants.help.book import dotted, short
from pants.help.option_text import environment_variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.help.book import Book

#: What was found: the kind of thing, and its key in the declarations.
Found = tuple[str, str]

_ENOUGH = 3  # suggestions


def find(book: Book, name: str) -> list[Found]:
    """Everything that a name stands for. Rarer meanings count when there is no common one."""
    return _common(book, name) or _rare(book, name)


def _common(book: Book, name: str) -> list[Found]:
    if name in ("global", "GLOBAL"):
        return [("scope", "")]
    found: list[Found] = []
    if name in book.scopes():
        found.append(("scope", name))
    if name in book.targets():
        found.append(("target", name))
    if name in book.symbols():
        found.append(("symbol", name))
    return found


def _rare(book: Book, name: str) -> list[Found]:
    if name in book.all_backends():
        return [("backend", name)]
    if name.startswith("PANTS_"):
        options = _options_of_variable(book, name)
        if options:
            return options
    rules = _by_end(book.rules(), name)
    types = _by_end(book.types(), name)
    if rules or types:
        return [*[("rule", key) for key in rules], *[("type", key) for key in types]]
    return [("field", name)] if name in fields(book) else []


def _by_end(identifiers: Iterable[str], name: str) -> list[str]:
    """The identifiers that are the name, or else end with it."""
    exact = [i for i in identifiers if name in (i, dotted(i))]
    return exact or [i for i in identifiers if dotted(i).endswith(f".{name}")]


def _options_of_variable(book: Book, variable: str) -> list[Found]:
    """The option that an environment variable sets, as "scope.name"."""
    found: list[Found] = []
    for scope in book.scopes():
        prefix = f"PANTS_{scope.upper().replace('-', '_')}_" if scope else "PANTS_"
        if not variable.startswith(prefix):
            continue
        for name, option in book.scope(scope)["options"].items():
            if environment_variable(scope, option) == variable:
                found.append(("option", f"{scope}.{name}"))
    return found


def fields(book: Book) -> set[str]:
    """The names of all fields."""
    found: set[str] = set()
    for alias in book.targets():
        found.update(book.fields_of(book.target(alias)))
    return found


def names(book: Book) -> list[str]:
    """Everything that can be asked for."""
    from pants.help.lists import LISTS

    found = {*LISTS, "global", *book.targets(), *book.symbols(), *fields(book)}
    found.update([scope for scope in book.scopes() if scope])
    for identifier in (*book.rules(), *book.types()):
        found.add(dotted(identifier).rpartition(".")[2])
        found.add(short(identifier))
    return sorted(found)


def resolve_nearly(book: Book, name: str) -> tuple[list[Found], list[str]]:
    """For a name that stands for nothing: (what is meant without doubt, what may be meant)."""
    near = close_matches(name, names(book))
    if len(near) == 1 and name in near[0]:
        found = find(book, near[0])
        if len(found) == 1:
            return found, []
    return [], near


def close_matches(name: str, candidates: Iterable[str]) -> list[str]:
    """The candidates that are most like a name."""
    from difflib import get_close_matches

    return get_close_matches(name, list(candidates), _ENOUGH, 0.65)


def alternatives(near: list[str]) -> str:
    """Suggestions in a sentence, or nothing."""
    if not near:
        return ""
    if len(near) > 2:
        listed = f"{', '.join(near[:-1])}, or {near[-1]}"
    else:
        listed = " or ".join(near)
    return f"Did you mean {listed}?"


def elsewhere(book: Book, name: str) -> str:
    """Which backends that are off have a thing of this name; empty if none has."""
    for section, kind in (
        ("scopes", "subsystem or goal"),
        ("targets", "target type"),
        ("symbols", "symbol"),
    ):
        entry = book.entry(section, name)
        if entry is None:
            continue
        backends = book.all_providers(section, name)
        declared = entry.get("provider")
        backend = declared if declared in backends else next(iter(backends), declared)
        return (
            f"There is a {kind} of this name in the backend `{backend}`, which is not enabled. "
            "Backends are enabled in `[GLOBAL].backend_packages` of pants.toml."
        )
    return ""
