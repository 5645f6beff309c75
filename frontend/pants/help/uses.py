"""Which rules return, take and mention each type."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.help.book import Book


class Uses:
    """The rules that have to do with a type, and the backends that return it."""

    __slots__ = ("returned_by", "consumed_by", "used_in", "providers")

    def __init__(self) -> None:
        self.returned_by: list[str] = []
        self.consumed_by: list[str] = []
        self.used_in: list[str] = []
        self.providers: list[str] = []


def uses_of_types(book: Book) -> dict[str, Uses]:
    """For each type that rules of enabled backends speak of."""
    uses = {identifier: Uses() for identifier in book.types()}
    for identifier in book.rules():
        rule = book.rule(identifier)
        uses[rule["out"]].returned_by.append(identifier)
        for parameter in dict.fromkeys([kind for _, kind in rule["params"]]):
            uses[parameter].consumed_by.append(identifier)
        mentioned = [kind for call in rule["calls"] for kind in (call["out"], *call["inputs"])]
        for kind in dict.fromkeys(mentioned):
            uses[kind].used_in.append(identifier)
    _add_providers(book, uses)
    return uses


def _add_providers(book: Book, uses: dict[str, Uses]) -> None:
    """The backends that return a type, or register it as a member of a union."""
    for backend in book.enabled:
        entry = book.backend(backend)
        made = {book.rule(identifier)["out"] for identifier in entry.get("rules", ())}
        made.update([member for _, member in entry.get("unions", ())])
        for kind in made:
            if kind in uses:
                uses[kind].providers.append(backend)
