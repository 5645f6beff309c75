"""The table of declarations: all of it, from the modules that backends register by.

    {"version": 1,
     "backends": {name: what it brings, by name}, "scopes": {...}, "targets": {...},
     "fields": {...}, "rules": {...}, "types": {...}, "symbols": {...}}

Classes and functions are named "module:QualName"; everything else is plain data.
"""

from __future__ import annotations

from pants.init.declare.naming import (
    DeclarationError,
    first_line,
    id_of,
    owner_of_union,
    resolve,
    stands_for,
    value_name,
    whole_doc,
)
from pants.init.declare.options import declare_options, declare_scope
from pants.init.declare.rules import RuleDeclarations
from pants.init.declare.targets import declare_field, declare_target, fields_of_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import ModuleType
    from typing import Any

    from pants.build_graph.build_file_aliases import BuildFileAliases
    from pants.engine.internals.native_engine import Field, Target
    from pants.option.subsystem import Subsystem

VERSION = 1


class Backend:
    """What one backend registers."""

    def __init__(
        self,
        name: str,
        module: ModuleType,
        extra_rules: Iterable[Any] = (),
        extra_scopes: Iterable[type[Subsystem]] = (),
    ) -> None:
        """`extra_scopes` are classes of options that no rule provides."""
        self.name = name
        self.help = first_line(module.__doc__) or ""
        self.rules = [*_entry(module, "rules"), *extra_rules]
        self.scopes = list(extra_scopes)
        self.target_types = _checked_targets(_entry(module, "target_types"))
        aliases = getattr(module, "build_file_aliases", None)
        self.aliases = _checked_aliases(aliases() if aliases is not None else None)
        self.auxiliary_goals = list(_entry(module, "auxiliary_goals"))


def _entry(module: ModuleType, name: str) -> Iterable[Any]:
    function = getattr(module, name, None)
    values = () if function is None else function()
    if not hasattr(values, "__iter__"):
        raise DeclarationError(f"`{name}()` must return a list, not {values!r}.")
    return values


def _checked_targets(types: Iterable[Any]) -> list[type[Target]]:
    from pants.engine.internals.native_engine import Target

    types = list(types)
    for cls in types:
        if not (isinstance(cls, type) and issubclass(cls, Target)):
            raise DeclarationError(f"`target_types()` must return target types, not {cls!r}.")
        if not isinstance(getattr(cls, "alias", None), str):
            raise DeclarationError(
                f"The target type {id_of(cls)} has no `alias`, its name in BUILD files."
            )
    return types


def _checked_aliases(aliases: Any) -> BuildFileAliases | None:
    from pants.build_graph.build_file_aliases import BuildFileAliases

    if aliases is not None and not isinstance(aliases, BuildFileAliases):
        raise DeclarationError(
            f"`build_file_aliases()` must return a `BuildFileAliases`, not {aliases!r}."
        )
    return aliases


class Declarations:
    """The table while it is being made: add the backends, then ask for it."""

    def __init__(self) -> None:
        self._backends: dict[str, dict[str, Any]] = {}
        self._scopes: dict[str, dict[str, Any]] = {}
        self._targets: dict[str, dict[str, Any]] = {}
        self._fields: dict[str, dict[str, Any]] = {}
        self._symbols: dict[str, dict[str, Any]] = {}
        self._rules = RuleDeclarations()
        self._scope_classes: dict[str, type[Subsystem]] = {}
        self._scope_backends: dict[str, list[str]] = {}
        self._unprovided: set[type[Subsystem]] = set()
        self._target_types: dict[str, type[Target]] = {}
        self._plugin_fields: list[tuple[str, type[Target], type[Field], bool]] = []

    def add(self, backend: Backend) -> None:
        """Add what a backend registers."""
        index = self._rules.add(backend.rules)
        declared: dict[str, Any] = {
            "help": backend.help,
            "scopes": [],
            "targets": [cls.alias for cls in backend.target_types],
            "plugin_fields": [],
            "rules": [task.canonical_name for task in index.rules],
            "unions": [],
            "queries": [
                [id_of(query.output_type), [id_of(cls) for cls in query.input_types]]
                for query in index.queries
            ],
            "symbols": [],
            "plugin_options": [],
            "auxiliary_goals": [id_of(cls) for cls in backend.auxiliary_goals],
        }
        self._backends[backend.name] = declared
        for task in index.rules:
            if getattr(task.output_type, "__subsystem__", False):
                self._add_scope(backend.name, task.output_type)  # type: ignore[arg-type]
        for cls in (*backend.auxiliary_goals, *backend.scopes):
            self._add_scope(backend.name, cls)
        # Options that are part of the program itself are provided by nobody.
        self._unprovided.update(cls for cls in backend.scopes if not cls.get_scope_info().is_goal)
        for cls in backend.target_types:
            self._add_target(backend.name, cls)
        for union_rule in index.union_rules:
            self._add_union_rule(backend.name, union_rule)
        if backend.aliases is not None:
            self._add_symbols(backend.name, backend.aliases)

    @property
    def rules(self) -> RuleDeclarations:
        """The rules of all backends that were added."""
        return self._rules

    @property
    def scope_classes(self) -> Mapping[str, type[Subsystem]]:
        """The classes of options that were added, by scope."""
        return self._scope_classes

    def add_rules(self, backend: str, rules: Iterable[Any]) -> None:
        """Add more rules to a backend that was added."""
        index = self._rules.add(rules)
        self._backends[backend]["rules"] += [task.canonical_name for task in index.rules]

    def _add_scope(self, backend: str, cls: type[Subsystem]) -> None:
        scope = cls.options_scope
        known = self._scope_classes.get(scope)
        if known is not None and known is not cls:
            raise DeclarationError(
                f"Two classes have the options scope `{scope}`: {id_of(known)} and {id_of(cls)}."
            )
        if not stands_for(id_of(cls), cls):
            raise DeclarationError(f"The subsystem {id_of(cls)} is not found by its name.")
        self._scope_classes[scope] = cls
        if scope not in self._backends[backend]["scopes"]:
            self._scope_backends.setdefault(scope, []).append(backend)
            self._backends[backend]["scopes"].append(scope)

    def _add_target(self, backend: str, cls: type[Target]) -> None:
        known = self._target_types.get(cls.alias)
        if known is not None and known is not cls:
            raise DeclarationError(
                f"Two target types are called `{cls.alias}`: {id_of(known)} and {id_of(cls)}."
            )
        if known is None:
            self._target_types[cls.alias] = cls
            self._targets[cls.alias] = declare_target(cls, backend)
            for field in fields_of_target(cls):
                self._add_field(field)
            generated = getattr(cls, "generated_target_cls", None)
            for field in fields_of_target(generated) if generated is not None else ():
                self._add_field(field)

    def _add_field(self, cls: type[Field]) -> str:
        name = id_of(cls)
        if name not in self._fields:
            self._fields[name] = declare_field(cls)
        return name

    def _add_union_rule(self, backend: str, union_rule: Any) -> None:
        base, member = union_rule.union_base, union_rule.union_member
        declared = self._backends[backend]
        for name, moved in (("PluginField", False), ("MovedPluginField", True)):
            owner = owner_of_union(base, name)
            if owner is not None:
                self._add_field(member)
                self._plugin_fields.append((backend, owner, member, moved))
        subsystem = owner_of_union(base, "PluginOption")
        if subsystem is not None:
            scope = subsystem.options_scope  # type: ignore[attr-defined]
            for option, _ in declare_options(member, scope):
                declared["plugin_options"].append([scope, option])
            self._scope_classes.setdefault(scope, subsystem)
            self._backends[backend].setdefault("plugin_option_classes", []).append(
                [scope, id_of(member)]
            )
        declared["unions"].append([id_of(base), id_of(member)])

    def _add_symbols(self, backend: str, aliases: Any) -> None:
        for kind, mapping in (
            ("object", aliases.objects),
            ("factory", aliases.context_aware_object_factories),
        ):
            for name, value in mapping.items():
                self._symbols[name] = _declare_symbol(name, kind, value)
                self._backends[backend]["symbols"].append(name)

    # -- the whole -------------------------------------------------------------------------------

    def table(self) -> dict[str, Any]:
        """The table of everything that was added."""
        self._finish_scopes()
        self._finish_plugin_fields()
        return {
            "version": VERSION,
            "backends": self._backends,
            "scopes": dict(sorted(self._scopes.items())),
            "targets": dict(sorted(self._targets.items())),
            "fields": dict(sorted(self._fields.items())),
            "rules": dict(sorted(self._rules.rules.items())),
            "types": dict(sorted(self._rules.types.items())),
            "symbols": dict(sorted(self._symbols.items())),
        }

    def _finish_scopes(self) -> None:
        for scope, cls in self._scope_classes.items():
            self._scopes[scope] = declare_scope(cls, self._provider(scope, cls))
        for declared in self._backends.values():
            for scope, member in declared.pop("plugin_option_classes", ()):
                options = self._scopes[scope]["options"]
                for name, option in declare_options(resolve(member), scope):
                    options[name] = {**option, "plugin": True}

    def _provider(self, scope: str, cls: type[Subsystem]) -> str:
        """Of the backends with a scope, the one whose package the class is in."""
        if cls in self._unprovided:
            return ""
        candidates = self._scope_backends.get(scope) or [""]
        around = [name for name in candidates if cls.__module__.startswith(f"{name}.")]
        if around:
            return max(around, key=len)
        return "pants.core" if "pants.core" in candidates else min(candidates)

    def _finish_plugin_fields(self) -> None:
        """A field added to a target type is added to the types that inherit it, too."""
        for backend, owner, field, moved in self._plugin_fields:
            owners = [
                cls
                for cls in dict.fromkeys((owner, *self._target_types.values()))
                if issubclass(cls, owner)
            ]
            for cls in owners:
                entry = [id_of(cls), id_of(field), moved]
                if entry not in self._backends[backend]["plugin_fields"]:
                    self._backends[backend]["plugin_fields"].append(entry)


def _declare_symbol(name: str, kind: str, value: Any) -> dict[str, Any]:
    named = hasattr(value, "__qualname__") and hasattr(value, "__module__")
    ref = id_of(value) if named else value_name(value)
    if ref is None or not stands_for(ref, value):
        raise DeclarationError(f"The BUILD symbol `{name}` is not found as {ref}.")
    return {
        "kind": kind,
        "ref": ref,
        "signature": _signature(value),
        "doc": whole_doc(value.__doc__) if callable(value) else None,
    }


def _signature(value: Any) -> str | None:
    if not callable(value):
        return None
    import inspect

    try:
        return str(inspect.signature(value))
    except (TypeError, ValueError):
        return None
