"""Rules, unions and the types that they are about, in the table."""

from __future__ import annotations

from pants.engine.engine_aware import EngineAwareParameter, EngineAwareReturnType, SideEffecting
from pants.engine.rules import QueryRule, RuleIndex, TaskRule
from pants.engine.unions import is_union, union_in_scope_types
from pants.init.declare.naming import DeclarationError, function_id, id_of, stands_for, whole_doc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any


class RuleDeclarations:
    """Collects rules and the types that they mention."""

    def __init__(self) -> None:
        self.rules: dict[str, dict[str, Any]] = {}
        self.types: dict[str, dict[str, Any]] = {}
        self._tasks: dict[str, TaskRule] = {}

    def add(self, entries: Iterable[Any]) -> RuleIndex:
        """Add what a backend registers; the same, sorted by kind."""
        index = RuleIndex.create(entries)
        for task in index.rules:
            known = self._tasks.get(task.canonical_name)
            if known is None:
                self._tasks[task.canonical_name] = task
                self.rules[task.canonical_name] = self._declare(task)
            elif known.func != task.func:
                raise DeclarationError(f"Two rules have the name {task.canonical_name}.")
        for query in index.queries:
            for cls in self.types_of_query(query):
                self.add_type(cls)
        for union_rule in index.union_rules:
            self.add_type(union_rule.union_base)
            self.add_type(union_rule.union_member)
        return index

    @staticmethod
    def types_of_query(query: QueryRule) -> Iterator[type]:
        """The type asked for, and those given."""
        yield query.output_type
        yield from query.input_types

    def task(self, name: str) -> TaskRule:
        """A rule that was added."""
        return self._tasks[name]

    def add_type(self, cls: type) -> str:
        """Declare a type; its name."""
        name = id_of(cls)
        if name not in self.types:
            self.types[name] = {}
            self.types[name] = self._declare_type(cls)
        return name

    def _declare_type(self, cls: type) -> dict[str, Any]:
        subsystem = getattr(cls, "subsystem_cls", None) if hasattr(cls, "__goal__") else None
        return {
            "union": is_union(cls),
            "in_scope": [self.add_type(t) for t in union_in_scope_types(cls) or ()],
            "side_effecting": issubclass(cls, SideEffecting),
            "ea_param": issubclass(cls, EngineAwareParameter),
            "ea_return": issubclass(cls, EngineAwareReturnType),
            "goal_subsystem": None if subsystem is None else id_of(subsystem),
            "doc": whole_doc(cls.__doc__),
        }

    def _declare(self, task: TaskRule) -> dict[str, Any]:
        func = function_id(task.func)
        if not stands_for(func, task.func) and not self._is_trampoline(func, task):
            raise DeclarationError(
                f"The function of the rule {task.canonical_name} is not found as {func}."
            )
        output = task.output_type
        goal = output.name if hasattr(output, "__goal__") else None
        code = getattr(task.func, "__code__", None)
        return {
            "func": func,
            "out": self.add_type(output),
            "params": [[name, self.add_type(cls)] for name, cls in task.parameters.items()],
            "calls": [self._call(call) for call in task.awaitables],
            "masked": [self.add_type(cls) for cls in task.masked_types],
            "cacheable": task.cacheable,
            "desc": task.desc,
            "level": task.level.level,
            "goal": goal,
            "polymorphic": task.polymorphic,
            "native": task.native,
            "line": code.co_firstlineno if code is not None else 0,
            "doc": whole_doc(task.func.__doc__),
        }

    @staticmethod
    def _is_trampoline(func: str, task: TaskRule) -> bool:
        from pants.init.declare.naming import resolve

        try:
            return getattr(resolve(func), "rule", None) is task
        except (AttributeError, ImportError):
            return False

    def _call(self, call: Any) -> dict[str, Any]:
        return {
            "rule": call.rule_id,
            "arity": call.explicit_args_arity,
            "out": self.add_type(call.output_type),
            "inputs": [self.add_type(cls) for cls in call.input_types],
            "polymorphic": call.polymorphic,
        }
