"""Stand-ins for rules of the public API that are not written yet.

A plugin's rule may need what no rule here computes, where the release that we are compatible with
has one. That must not keep the plugin's targets and other rules from being used, so such a type is
given a rule that says so when it runs. A type that nobody computes in that release either stays an
error of the rule graph.
"""

from __future__ import annotations

import sys

from pants.base import retired
from pants.init.declare.naming import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pants.init.declare.rules import RuleDeclarations

    Rules = Mapping[str, Mapping[str, Any]]


def later_types(rules: Rules) -> dict[str, dict[str, bool]]:
    """What no rule of these gives though the release has one, and whether one of these needs it."""
    from importlib.resources import files

    text = (files("pants.base") / "later_types.txt").read_text(encoding="utf-8")
    lines = (line.split(" ") for line in text.splitlines())
    found = {f"{module}:{name}" for module, *names in lines for name in names}
    found -= {rule["out"] for rule in rules.values()}
    needed = {type_id for rule in rules.values() for _, type_id in rule["params"]}
    return {name: {"needed": name in needed} for name in sorted(found)}


class LaterRules:
    """Finds out which stand-ins some plugins need."""

    def __init__(self, runtime: Any, plugins: Iterable[RuleDeclarations]) -> None:
        self._plugins = list(plugins)
        provided = {rule["out"] for plugin in self._plugins for rule in plugin.rules.values()}
        self._missing = set(runtime.declaration("later")) - provided
        self._needed = [
            name for name in self._missing if runtime.declaration("later", name)["needed"]
        ]

    def _lacks(self, type_id: str) -> bool:
        return type_id in self._missing or _inert(type_id)

    def unusable(self) -> dict[str, list[str]]:
        """The plugins' own rules that need what is not there, and what that is."""
        found = {}
        for plugin in self._plugins:
            for name, rule in plugin.rules.items():
                if rule["func"].startswith("pants."):
                    continue
                needed = [type_id for _, type_id in rule["params"]]
                needed += [call["out"] for call in rule["calls"]]
                lacking = [_short(type_id) for type_id in needed if self._lacks(type_id)]
                lacking += _inert_names(plugin.task(name).func)
                if lacking:
                    found[name] = list(dict.fromkeys(lacking))
        return found

    def stand_ins(self) -> list[Any]:
        """Rules for the types that the plugins' rules, or those that are built in, need."""
        wanted: dict[tuple[str, tuple[str, ...]], None] = {
            (name, ()): None for name in self._needed
        }
        for plugin in self._plugins:
            for rule in plugin.rules.values():
                for _, type_id in rule["params"]:
                    if self._lacks(type_id):
                        wanted[type_id, ()] = None
                for call in rule["calls"]:
                    if call["rule"] is None and self._lacks(call["out"]):
                        wanted[call["out"], tuple(sorted(call["inputs"]))] = None
        return [stand_in(resolve(out), map(resolve, inputs)) for out, inputs in wanted]


def _inert(type_id: str) -> bool:
    module, _, name = type_id.partition(":")
    return retired.is_used(module, name)


def _short(type_id: str) -> str:
    return type_id.partition(":")[2]


def _inert_names(func: Any) -> list[str]:
    """Inert classes that a function's body speaks of."""
    names = func.__code__.co_names
    return [name for name in names if retired.is_inert(func.__globals__.get(name))]


def stand_in(output: type, inputs: Iterable[type]) -> Any:
    """A rule that fails when it runs, as there is none yet for its type."""
    from pants.engine.internals.native_engine import RuleCallTrampoline
    from pants.engine.rules import TaskRule

    what = f"{output.__module__}.{output.__qualname__}"
    inputs = list(inputs)
    suffix = "".join(f"_{cls.__qualname__}" for cls in inputs).replace(".", "_")
    name = f"{what.replace('.', '_')}{suffix}"

    async def func(*args: object) -> Any:
        raise NotImplementedError(f"This release has no rule that computes `{what}`.")

    func.__module__, func.__name__, func.__qualname__ = __name__, name, name
    parameters = {f"arg{i}": cls for i, cls in enumerate(inputs)}
    task = TaskRule(output, parameters, (), (), func, f"{__name__}.{name}", f"Compute {what}")
    trampoline = RuleCallTrampoline(task.canonical_name, output, func, task)
    func.rule = task  # type: ignore[attr-defined]
    setattr(sys.modules[__name__], name, trampoline)
    return trampoline
