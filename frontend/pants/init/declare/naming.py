"""Names of classes and functions in the table: "module:QualName"."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class DeclarationError(Exception):
    """Something that a backend registers cannot be written into the table."""


def id_of(obj: Any) -> str:
    """The name of a class or function."""
    return f"{obj.__module__}:{obj.__qualname__}"


def resolve(identifier: str) -> Any:
    """What a name stands for."""
    module, _, qualname = identifier.partition(":")
    if module not in sys.modules:
        from importlib import import_module

        import_module(module)
    found: Any = sys.modules[module]
    for part in qualname.split("."):
        found = getattr(found, part)
    return found


def stands_for(identifier: str, obj: Any) -> bool:
    """Whether the name leads to the object itself."""
    try:
        found = resolve(identifier)
    except (AttributeError, ImportError):
        return False
    return found is obj or found == obj


def function_id(func: Any) -> str:
    """The name of a function, or of a method of a class."""
    owner = getattr(func, "__self__", None)
    if isinstance(owner, type):
        return f"{id_of(owner)}.{func.__name__}"
    return id_of(func)


def owner_of_union(union: type, name: str) -> type | None:
    """The class whose attribute of that name is the union; None if it is not such a union."""
    owner_name, _, last = union.__qualname__.rpartition(".")
    if last != name or not owner_name:
        return None
    try:
        owner = resolve(f"{union.__module__}:{owner_name}")
    except (AttributeError, ImportError):
        return None
    return owner if getattr(owner, name, None) is union else None


def first_line(doc: str | None) -> str | None:
    """The first paragraph of a docstring, on one line."""
    if not doc:
        return None
    paragraph = doc.strip().split("\n\n", 1)[0]
    return " ".join(line.strip() for line in paragraph.splitlines())


def whole_doc(doc: str | None) -> str | None:
    """A docstring without its indentation."""
    if not doc:
        return None
    lines = doc.strip().splitlines()
    rest = [line for line in lines[1:] if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    return "\n".join([lines[0], *(line[indent:].rstrip() for line in lines[1:])])


def value_name(value: object) -> str | None:
    """Where a value that is neither a class nor a function is found by name."""
    candidates = [
        f"{module}:{name}"
        for module, loaded in list(sys.modules.items())
        if module.startswith("pants.") and not module.endswith(".register")
        for name, found in list(vars(loaded).items())
        if found is value and not name.startswith("__")
    ]
    return min(candidates, key=lambda c: (len(c), c), default=None)
