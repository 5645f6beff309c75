"""What can be explained: the declarations of the enabled backends, read when they are needed.

Nothing that a declaration describes is imported. Names of classes and rules are shown with dots
(`pants.engine.addresses.Addresses`); in the tables a colon stands in front of a class's own name.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

#: Goals that need no rule.
BUILTIN_GOALS = (
    "complete",
    "experimental-bsp",
    "experimental-explorer",
    "help",
    "help-advanced",
    "help-all",
    "version",
)

#: The unions through which plugins add fields to targets: those are shown with the targets.
_FIELDS_OF_PLUGINS = ".PluginField"


def dotted(identifier: str) -> str:
    """An identifier of the tables as people write it."""
    return identifier.replace(":", ".")


def short(identifier: str) -> str:
    """A class's own name; those of classes within others keep the name of the outer one."""
    return identifier.partition(":")[2] or identifier


class Book:
    """The declarations of a run."""

    def __init__(self, runtime: Any) -> None:
        self.runtime = runtime
        self.enabled: list[str] = runtime.backends()
        self._cache: dict[tuple[str, str], Any] = {}
        self._names: dict[str, list[str]] = {}

    # -- one thing

    def entry(self, section: str, key: str) -> Any:
        """A declaration, or None."""
        found = self._cache.get((section, key))
        if found is None:
            found = self._cache[section, key] = self.runtime.declaration(section, key)
        return found

    def backend(self, name: str) -> dict[str, Any]:
        """What a backend registers."""
        return self.entry("backends", name) or {}

    def scope(self, name: str) -> dict[str, Any]:
        """A scope with its options."""
        return self.entry("scopes", name)

    def target(self, alias: str) -> dict[str, Any]:
        """A target type."""
        return self.entry("targets", alias)

    def field(self, identifier: str) -> dict[str, Any]:
        """A field."""
        return self.entry("fields", identifier)

    def rule(self, identifier: str) -> dict[str, Any]:
        """A rule."""
        return self.entry("rules", identifier)

    def type(self, identifier: str) -> dict[str, Any]:
        """A type that rules use; empty when all that is known is its name."""
        return self.entry("types", identifier) or {}

    def symbol(self, name: str) -> dict[str, Any]:
        """A function or object of BUILD files."""
        return self.entry("symbols", name)

    # -- names of things

    def _of_backends(self, section: str) -> list[str]:
        names = self._names.get(section)
        if names is None:
            seen: dict[str, None] = {}
            for backend in self.enabled:
                seen.update(dict.fromkeys(self.backend(backend).get(section, ())))
            names = self._names[section] = sorted(seen)
        return names

    def scopes(self) -> list[str]:
        """The scopes of the run; the global one is empty."""
        return sorted(self.runtime.scopes())

    def targets(self) -> list[str]:
        """The target types."""
        return self._of_backends("targets")

    def rules(self) -> list[str]:
        """The rules."""
        return self._of_backends("rules")

    def symbols(self) -> list[str]:
        """What BUILD files can name beside target types."""
        names = set(self._of_backends("symbols"))
        for name in self.runtime.declaration("symbols"):
            if self.symbol(name)["kind"] == "builtin":
                names.add(name)
        return sorted(names)

    def all_backends(self) -> list[str]:
        """Enabled or not."""
        return sorted({*self.runtime.declaration("backends"), *self.enabled})

    def types(self) -> list[str]:
        """The types that the rules speak of."""
        names = self._names.get("types")
        if names is None:
            seen: set[str] = set()
            for identifier in self.rules():
                seen.update(types_of_rule(self.rule(identifier)))
            for backend in self.enabled:
                for pair in self.backend(backend).get("unions", ()):
                    if not pair[0].endswith(_FIELDS_OF_PLUGINS):
                        seen.update(pair)
            names = self._names["types"] = sorted(seen)
        return names

    # -- who provides what

    def providers(self, section: str, name: str) -> list[str]:
        """The enabled backends that register something."""
        return [b for b in self.enabled if name in self.backend(b).get(section, ())]

    def all_providers(self, section: str, name: str) -> list[str]:
        """All backends that register something."""
        return [b for b in self.all_backends() if name in self.backend(b).get(section, ())]

    def provider(self, section: str, name: str) -> str:
        """The enabled backend to name as the one that registers something."""
        entry = self.entry(section, name) or {}
        providers = self.providers(section, name)
        declared = entry.get("provider")
        if declared in providers or not providers:
            return declared or ""
        return providers[0]

    # -- goals

    def goals(self) -> list[str]:
        """The scopes that are goals."""
        return [name for name in self.scopes() if name and self.scope(name)["is_goal"]]

    def is_implemented(self, goal: str) -> bool:
        """Whether the goal does anything with the enabled backends."""
        if goal in BUILTIN_GOALS:
            return True
        if goal not in self.runtime.goals():
            return False
        needed = self.scope(goal).get("required_unions") or ()
        return all(self.members(base) for base in needed)

    # -- unions and rules

    def members(self, base: str) -> list[str]:
        """The members of a union."""
        found: dict[str, None] = {}
        for backend in self.enabled:
            for union, member in self.backend(backend).get("unions", ()):
                if union == base:
                    found[member] = None
        return list(found)

    def unions_of(self, member: str) -> list[str]:
        """The unions that a type is a member of."""
        found: dict[str, None] = {}
        for backend in self.enabled:
            for union, other in self.backend(backend).get("unions", ()):
                if other == member:
                    found[union] = None
        return list(found)

    # -- fields

    def fields_of(self, target: dict[str, Any]) -> dict[str, tuple[str, str]]:
        """The fields that a BUILD file can give a target: (identifier, backend that adds it)."""
        result: dict[str, tuple[str, str]] = {}
        for identifier in (*target["fields"], *(target.get("moved") or ())):
            result.setdefault(self.field(identifier)["alias"], (identifier, ""))
        for backend in self.enabled:
            for target_class, identifier, moved in self.backend(backend).get("plugin_fields", ()):
                if target_class == target["class"]:
                    alias = self.field(identifier)["alias"]
                    result.setdefault(alias, (identifier, "" if moved else backend))
        return result


def types_of_rule(rule: dict[str, Any]) -> Iterable[str]:
    """All types in a rule's signature and calls."""
    yield rule["out"]
    for _, identifier in rule["params"]:
        yield identifier
    for call in rule["calls"]:
        yield call["out"]
        yield from call["inputs"]
