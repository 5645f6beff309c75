"""Declaring rules: `@rule`, `@goal_rule`, calling them by name, and collecting them.

A decorated function becomes a `RuleCallTrampoline`, whose `rule` is a `TaskRule`. The signature of
a built-in rule, and the calls that its body makes, are in the declaration table of the executable,
so decorating one does nothing more than naming it; they are computed when somebody asks (a test,
a plugin that builds its own graph, the tool that makes the table). A rule of a plugin is checked
when it is decorated.
"""

from __future__ import annotations

import sys

from pants.engine.internals.native_engine import RuleCallTrampoline
from pants.engine.internals.selectors import concurrently
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import FunctionType, ModuleType
    from typing import Any

    from pants.engine.internals.rule_visitor import AwaitableConstraints
    from pants.util.frozendict import FrozenDict

__all__ = (
    "DuplicateRuleError",
    "QueryRule",
    "Rule",
    "RuleIndex",
    "TaskRule",
    "UnionRule",
    "collect_rules",
    "concurrently",
    "goal_rule",
    "implicitly",
    "rule",
)

#: The folder of the frontend, as code objects name it: rules from here are declared in the table.
_HOME = concurrently.__code__.co_filename.removesuffix("engine/internals/selectors.py")


class UnrecognizedRuleArgument(TypeError):
    """The decorator was given a keyword that it does not know."""


class InvalidTypeAnnotation(TypeError):
    """An annotation of a rule is missing, or is something else than a class."""


class MissingReturnTypeAnnotation(InvalidTypeAnnotation):
    """A rule does not say which class it returns."""


class MissingParameterTypeAnnotation(InvalidTypeAnnotation):
    """A parameter of a rule does not say which class it takes."""


class DuplicateRuleError(TypeError):
    """Two rules of one module have the same name."""


class Rule:
    """What the solver works with: a `TaskRule`, a `QueryRule` or a `UnionRule`."""

    __slots__ = ()


class TaskRule(Rule):
    """A rule made of a function.

    `output_type`, `parameters` and `awaitables` are computed when they are first read.
    """

    __slots__ = (
        "func",
        "canonical_name",
        "desc",
        "level",
        "cacheable",
        "polymorphic",
        "masked_types",
        "native",
        "_type_overrides",
        "_is_goal",
        "_output_type",
        "_parameters",
        "_awaitables",
    )

    def __init__(
        self,
        output_type: type | None,
        parameters: Mapping[str, type] | None,
        awaitables: Sequence[AwaitableConstraints] | None,
        masked_types: Iterable[type],
        func: Callable[..., Any],
        canonical_name: str,
        desc: str | None = None,
        level: LogLevel = LogLevel.TRACE,
        cacheable: bool = True,
        polymorphic: bool = False,
        *,
        native: str | None = None,
        type_overrides: Mapping[str, type] | None = None,
        is_goal: bool = False,
    ) -> None:
        self.func = func
        self.canonical_name = canonical_name
        self.level = level
        self.cacheable = cacheable
        self.polymorphic = polymorphic
        self.masked_types = tuple(masked_types)
        self.native = native
        self.desc = desc
        self._is_goal = is_goal
        self._type_overrides = type_overrides
        self._output_type = output_type
        self._parameters = None if parameters is None else _frozen(parameters)
        self._awaitables = None if awaitables is None else tuple(awaitables)

    @property
    def output_type(self) -> type:
        """The type of the rule's answer."""
        if self._output_type is None:
            self.resolve_signature()
        return self._output_type  # type: ignore[return-value]

    @property
    def parameters(self) -> FrozenDict[str, type]:
        """The rule's parameters in order, with their types."""
        if self._parameters is None:
            self.resolve_signature()
        return self._parameters  # type: ignore[return-value]

    @property
    def awaitables(self) -> tuple[AwaitableConstraints, ...]:
        """The calls of other rules in the body."""
        if self._awaitables is None:
            self._awaitables = self._find_awaitables()
        return self._awaitables

    def resolve_signature(self) -> None:
        """Evaluate the annotations, and check them."""
        from pants.engine.internals.rule_signature import resolve

        self._output_type, parameters = resolve(
            self.func, self._type_overrides, is_goal=self._is_goal, cacheable=self.cacheable
        )
        self._parameters = _frozen(parameters)
        if self._is_goal and self.desc is None:
            self.desc = f"`{self._output_type.name}` goal"  # type: ignore[attr-defined]

    def _find_awaitables(self) -> tuple[AwaitableConstraints, ...]:
        from pants.engine.internals.rule_signature import check_awaitables
        from pants.engine.internals.rule_visitor import collect_awaitables

        found = tuple(collect_awaitables(self.func))
        check_awaitables(self, found)
        return found

    def __repr__(self) -> str:
        return f"TaskRule({self.canonical_name})"

    def __str__(self) -> str:
        parameters = ", ".join(t.__name__ for t in self.parameters.values())
        return f"@rule({self.canonical_name}({parameters}) -> {self.output_type.__name__})"


def _frozen(parameters: Mapping[str, type]) -> FrozenDict[str, type]:
    from pants.util.frozendict import FrozenDict

    return FrozenDict(parameters)


class QueryRule(Rule):
    """An entry into the graph: this type may be asked for, given values of those types."""

    __slots__ = ("output_type", "input_types")

    def __init__(self, output_type: type, input_types: Iterable[type]) -> None:
        self.output_type = output_type
        self.input_types = tuple(input_types)

    def __eq__(self, other: object) -> bool:
        return (
            type(other) is type(self)
            and other.output_type is self.output_type
            and other.input_types == self.input_types
        )

    def __hash__(self) -> int:
        return hash((self.output_type, self.input_types))

    def __repr__(self) -> str:
        return f"QueryRule(output_type={self.output_type!r}, input_types={self.input_types!r})"


def _subject(func: FunctionType) -> str:
    return f"@rule {func.__module__}:{func.__name__}"


def _is_function(value: object) -> bool:
    return hasattr(value, "__code__") and hasattr(value, "__globals__")


_KEYWORDS = (
    "canonical_name",
    "canonical_name_suffix",
    "desc",
    "level",
    "polymorphic",
    "native",
    "_masked_types",
    "_param_type_overrides",
)


def _register_name(func: FunctionType, name: str) -> None:
    """Refuse a second rule of the same name in a module."""
    code = func.__code__
    known = func.__globals__.setdefault("__pants_rules__", {})
    earlier = known.get(name)
    if earlier is not None and earlier.__code__ != code:
        raise DuplicateRuleError(
            f"The rule {name} at line {code.co_firstlineno} has the name of another one, "
            f"at line {earlier.__code__.co_firstlineno}."
        )
    known[name] = func


def _decorate(
    func: Any, keywords: dict[str, Any], *, cacheable: bool, is_goal: bool
) -> RuleCallTrampoline:
    if not _is_function(func):
        if hasattr(func, "__wrapped__") or callable(func) and not isinstance(func, type):
            raise ValueError("@rule decorates the function itself: put it below other decorators.")
        raise ValueError(f"@rule decorates functions, and {func!r} is none.")
    for keyword in keywords:
        if keyword not in _KEYWORDS:
            raise UnrecognizedRuleArgument(
                f"`{_subject(func)}` was given the keyword `{keyword}`; "
                f"it takes {', '.join(_KEYWORDS[:-3])}."
            )
    level = keywords.get("level", LogLevel.DEBUG if is_goal else LogLevel.TRACE)
    if not isinstance(level, LogLevel):
        raise ValueError(f"The `level` of {_subject(func)} must be a LogLevel, not {level!r}.")
    code = func.__code__
    name = keywords.get("canonical_name")
    if name is None:
        name = f"{func.__module__}.{func.__qualname__}".replace(".<locals>", "")
        suffix = keywords.get("canonical_name_suffix")
        if suffix:
            name = f"{name}_{suffix}"
    task = TaskRule(
        None,
        None,
        None,
        keywords.get("_masked_types", ()),
        func,
        name,
        keywords.get("desc"),
        level,
        cacheable,
        keywords.get("polymorphic", False),
        native=keywords.get("native"),
        type_overrides=keywords.get("_param_type_overrides"),
        is_goal=is_goal,
    )
    func.__line_number__ = code.co_firstlineno
    func.rule_id = name
    output_type = None
    if not code.co_filename.startswith(_HOME):
        _register_name(func, name)
        task.resolve_signature()
        output_type = task.output_type
    trampoline = RuleCallTrampoline(name, output_type, func, task)
    func.rule = task
    return trampoline


def _decorator(args: tuple[Any, ...], keywords: dict[str, Any], **how: bool) -> Any:
    if len(args) == 1 and not keywords and not isinstance(args[0], dict):
        return _decorate(args[0], {}, **how)
    if args:
        raise ValueError(f"@rule takes keyword arguments only, got {args!r}.")
    return lambda func: _decorate(func, keywords, **how)


def rule(*args: Any, **kwargs: Any) -> Any:
    """Make a function a rule: its answer is computed once for each set of inputs.

    Keywords: `desc` (what the user sees while it runs), `level`, `canonical_name`,
    `canonical_name_suffix`, `polymorphic` (implementations for members of a union take its place).
    """
    return _decorator(args, kwargs, cacheable=True, is_goal=False)


def goal_rule(*args: Any, **kwargs: Any) -> Any:
    """Make a function the rule of a goal: it runs anew every time and may have side effects."""
    return _decorator(args, kwargs, cacheable=False, is_goal=True)


def _uncacheable_rule(*args: Any, **kwargs: Any) -> Any:
    """Make a function a rule that runs once in every run."""
    return _decorator(args, kwargs, cacheable=False, is_goal=False)


def implicitly(*args: Any) -> dict[str, Any]:
    """Values that a called rule finds by type: `await f(x, **implicitly(y, {z: ZBase}))`.

    Takes nothing, one value, or one dict of values to the types under which they are found.
    """
    if args and isinstance(args[0], dict):
        for value, declared in args[0].items():
            if not isinstance(declared, type):
                raise TypeError(
                    "Invalid use of `implicitly()`. Because the argument is a dict, its values "
                    f"must be types, but {value!r} is mapped to {declared!r}."
                )
    return {"__implicitly": args}


def _collected(namespace: Mapping[str, Any]) -> list[Any]:
    return [value for value in namespace.values() if type(value) is RuleCallTrampoline]


def subsystem_rules(task: TaskRule) -> Iterable[Any]:
    """The rules that construct the subsystems among a rule's parameters, and of its goal."""
    for parameter in task.parameters.values():
        if hasattr(parameter, "__subsystem__"):
            yield from parameter.rules()
        elif hasattr(parameter, "__subsystem_environment_aware__"):
            yield from parameter.subsystem.rules()
    if hasattr(task.output_type, "__goal__"):
        yield from task.output_type.subsystem_cls.rules()


def collect_rules(*namespaces: ModuleType | Mapping[str, Any]) -> list[Any]:
    """All rules in the given modules or mappings (or the caller's module), with their subsystems.

    The subsystems of built-in rules are added when the rules are indexed, not here.
    """
    if not namespaces:
        namespaces = (sys._getframe(1).f_globals,)
    result: list[Any] = []
    for namespace in namespaces:
        mapping = namespace if isinstance(namespace, dict) else vars(namespace)
        for trampoline in _collected(mapping):
            result.append(trampoline)
            if not trampoline.rule.func.__code__.co_filename.startswith(_HOME):
                result.extend(subsystem_rules(trampoline.rule))
    return result


class RuleIndex:
    """Rules sorted by kind, each once."""

    __slots__ = ("rules", "queries", "union_rules")

    def __init__(
        self,
        rules: Iterable[TaskRule] = (),
        queries: Iterable[QueryRule] = (),
        union_rules: Iterable[UnionRule] = (),
    ) -> None:
        from pants.util.ordered_set import FrozenOrderedSet

        self.rules = FrozenOrderedSet(rules)
        self.queries = FrozenOrderedSet(queries)
        self.union_rules = FrozenOrderedSet(union_rules)

    @classmethod
    def create(cls, rule_entries: Iterable[Any]) -> RuleIndex:
        """Sort declarations, adding the rules of the subsystems that they use."""
        tasks: dict[TaskRule, None] = {}
        queries: dict[QueryRule, None] = {}
        unions: dict[UnionRule, None] = {}
        pending = list(reversed(list(rule_entries)))
        while pending:
            entry = pending.pop()
            if isinstance(entry, TaskRule):
                if entry not in tasks:
                    tasks[entry] = None
                    pending.extend(subsystem_rules(entry))
            elif isinstance(entry, UnionRule):
                unions[entry] = None
            elif isinstance(entry, QueryRule):
                queries[entry] = None
            elif getattr(entry, "_retired", False):
                pass  # a rule that this release does not have
            elif callable(entry) and not isinstance(entry, type):
                task = getattr(entry, "rule", None)
                if not isinstance(task, TaskRule):
                    if _is_function(entry):
                        raise TypeError(
                            f"The function {entry} is no rule: it is not decorated with @rule."
                        )
                    raise _bad_entry(entry)
                pending.append(task)
            else:
                raise _bad_entry(entry)
        return cls(tasks, queries, unions)

    @property
    def all_rules(self) -> tuple[Any, ...]:
        """Task rules, then queries."""
        return (*self.rules, *self.queries)


def _bad_entry(entry: object) -> TypeError:
    return TypeError(
        f"Rule entry {entry} had an unexpected type: {type(entry)}. Rules either extend Rule or "
        "UnionRule, or are static functions decorated with @rule."
    )


_LATER = {
    "Call": ("pants.engine.internals.native_engine", "Call"),
    "Get": ("pants.engine.internals.old_selectors", "Get"),
    "MultiGet": ("pants.engine.internals.old_selectors", "MultiGet"),
    "Effect": ("pants.engine.internals.old_selectors", "Effect"),
    "rule_helper": ("pants.engine.internals.old_selectors", "rule_helper"),
    "SubsystemRule": ("pants.engine.internals.old_selectors", "SubsystemRule"),
    "AwaitableConstraints": ("pants.engine.internals.rule_visitor", "AwaitableConstraints"),
}


def __getattr__(name: str) -> Any:
    where = _LATER.get(name)
    if where is not None:
        from importlib import import_module

        return getattr(import_module(where[0]), where[1])
    if name.startswith("__"):
        raise AttributeError(name)
    from pants.base.retired import module_getattr

    return module_getattr(__name__, name)
