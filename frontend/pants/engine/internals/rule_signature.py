"""Evaluates the annotations of a rule and checks what a rule may take, return and call."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_type_hints

from pants.engine.rules import (
    InvalidTypeAnnotation,
    MissingParameterTypeAnnotation,
    MissingReturnTypeAnnotation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import FunctionType

    from pants.engine.internals.rule_visitor import AwaitableConstraints
    from pants.engine.rules import TaskRule


def resolve(
    func: FunctionType,
    overrides: Mapping[str, type] | None,
    *,
    is_goal: bool,
    cacheable: bool,
) -> tuple[type, dict[str, type]]:
    """The type that a rule returns, and those of its parameters in order."""
    subject = f"@rule {func.__module__}:{func.__name__}"
    code = func.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    unknown = [name for name in overrides or () if name not in names]
    if unknown:
        raise ValueError(
            f"Unknown parameter name in the type overrides of {subject}: {', '.join(unknown)}"
        )
    hints = get_type_hints(func)
    output = _class_of(hints.get("return"), "return", subject, MissingReturnTypeAnnotation)
    parameters = {}
    for name in names:
        hint = overrides[name] if overrides and name in overrides else hints.get(name)
        parameters[name] = _class_of(hint, name, subject, MissingParameterTypeAnnotation)
    _check_output(output, is_goal=is_goal)
    if cacheable:
        _check_parameters(subject, parameters)
    return output, parameters


def _class_of(hint: object, name: str, subject: str, error: type[InvalidTypeAnnotation]) -> type:
    what = "return" if name == "return" else f"parameter `{name}`"
    if hint is None:
        raise error(f"{subject} has no annotation for its {what}.")
    # A generic alias is an instance of `type` to `isinstance`, but not a class.
    if not isinstance(hint, type) or hasattr(hint, "__origin__") and hasattr(hint, "__args__"):
        raise error(
            f"The annotation for the {what} in {subject} must be a type, "
            f"got {hint} of type {type(hint)}."
        )
    return hint


def _check_output(output: type, *, is_goal: bool) -> None:
    returns_goal = bool(getattr(output, "__goal__", False))
    if returns_goal and not is_goal:
        raise TypeError(
            "An `@rule` that returns a `Goal` must instead be declared with `@goal_rule`."
        )
    if is_goal and not returns_goal:
        raise TypeError("An `@goal_rule` must return a subclass of `engine.goal.Goal`.")


def _side_effecting(types: Iterable[type]) -> list[str]:
    return [
        f"{t.__module__}.{t.__qualname__}" for t in types if getattr(t, "_is_side_effecting", False)
    ]


def _check_parameters(subject: str, parameters: Mapping[str, type]) -> None:
    bad = _side_effecting(parameters.values())
    if bad:
        raise ValueError(
            f"A `@rule` that is not a @goal_rule ({subject}) may not have a side-effecting "
            f"parameter: {', '.join(bad)}."
        )


def check_awaitables(task: TaskRule, awaitables: Iterable[AwaitableConstraints]) -> None:
    """Refuse a cached rule that hands a side-effecting value to another."""
    if not task.cacheable:
        return
    bad = _side_effecting(t for awaitable in awaitables for t in awaitable.input_types)
    if bad:
        raise ValueError(
            f"A `@rule` that is not a @goal_rule ({task.canonical_name}) may not request "
            f"side-effecting types: {', '.join(bad)}."
        )
