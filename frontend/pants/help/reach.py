"""Which options a goal's rules can read: the rules that it can come to, followed by type."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.help.book import Book


def _by_type(book: Book, identifiers: list[str], key: str) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for identifier in identifiers:
        rule = book.rule(identifier)
        if key == "out":
            index.setdefault(rule["out"], []).append(identifier)
        else:
            for _, parameter in rule["params"]:
                index.setdefault(parameter, []).append(identifier)
    return index


def reachable_rules(book: Book, goal: str) -> set[str]:
    """The rules that a goal can come to, whatever the targets are."""
    identifiers = book.rules()
    by_out = _by_type(book, identifiers, "out")
    by_parameter = _by_type(book, identifiers, "params")
    known = set(identifiers)
    todo = [i for i in identifiers if book.rule(i).get("goal") == goal]
    seen: set[str] = set()
    while todo:
        identifier = todo.pop()
        if identifier in seen:
            continue
        seen.add(identifier)
        rule = book.rule(identifier)
        for _, parameter in rule["params"]:
            todo += by_out.get(parameter, ())
        for call in rule["calls"]:
            if call["rule"] in known:
                todo.append(call["rule"])
            if call["polymorphic"] or call["rule"] not in known:
                todo += by_out.get(call["out"], ())
            for base in call["inputs"]:
                for member in book.members(base):
                    todo += by_parameter.get(member, ())
    return seen


def consumed_scopes(book: Book, goal: str) -> list[str]:
    """The scopes whose options a goal can read, sorted; the global one is empty."""
    classes = {book.scope(name)["class"]: name for name in book.scopes()}
    found = set()
    for identifier in reachable_rules(book, goal):
        for _, parameter in book.rule(identifier)["params"]:
            scope = classes.get(parameter)
            if scope is not None:
                found.add(scope)
    return sorted(found)
