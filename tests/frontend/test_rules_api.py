"""Declaring and collecting rules, and what is wrong with those that cannot be."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.internals.native_engine import Call
from pants.engine.rules import (
    DuplicateRuleError,
    InvalidTypeAnnotation,
    MissingParameterTypeAnnotation,
    MissingReturnTypeAnnotation,
    QueryRule,
    RuleIndex,
    TaskRule,
    UnrecognizedRuleArgument,
    collect_rules,
    concurrently,
    goal_rule,
    implicitly,
    rule,
)
from pants.engine.unions import UnionRule, union
from pants.option.option_types import StrOption
from pants.option.subsystem import Subsystem
from pants.util.logging import LogLevel


class A:
    pass


class B:
    pass


class Tool(Subsystem):
    options_scope = "tool"
    help = "A tool."
    mode = StrOption(default="fast", help="How.")


class ShoutSubsystem(GoalSubsystem):
    name = "shout"
    help = "Shouts."


class Shout(Goal):
    subsystem_cls = ShoutSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@rule(desc="Make an A", level=LogLevel.INFO)
async def make_a(b: B, tool: Tool) -> A:
    return A()


@goal_rule
async def shout(console: Console) -> Shout:
    a = await make_a(B(), **implicitly())
    console.print_stdout(str(a))
    return Shout(exit_code=0)


def test_a_rule() -> None:
    task = make_a.rule
    assert isinstance(task, TaskRule)
    assert task.canonical_name == f"{__name__}.make_a" == make_a.rule_id
    assert (task.output_type, dict(task.parameters)) == (A, {"b": B, "tool": Tool})
    assert (task.desc, task.level, task.cacheable) == ("Make an A", LogLevel.INFO, True)
    assert make_a.__doc__ is None and make_a.__name__ == "make_a"


def test_a_goal_rule() -> None:
    task = shout.rule
    assert (task.desc, task.level, task.cacheable) == ("`shout` goal", LogLevel.DEBUG, False)
    assert [call.rule_id for call in task.awaitables] == [make_a.rule_id]


def test_calling_a_rule_makes_a_call() -> None:
    b = B()
    call = make_a(b, **implicitly({1: int}))
    assert isinstance(call, Call)
    assert (call.rule_id, call.output_type, call.args) == (make_a.rule_id, A, (b,))
    assert call.implicit_args == {1: int}


def test_names() -> None:
    @rule(canonical_name="other")
    async def one() -> A: ...

    @rule(canonical_name_suffix="x")
    async def two() -> A: ...

    assert one.rule_id == "other"
    assert two.rule_id == f"{__name__}.test_names.two_x"


def test_wrong_annotations() -> None:
    with pytest.raises(MissingReturnTypeAnnotation, match="return"):

        @rule
        async def no_return(a: A): ...

    with pytest.raises(MissingParameterTypeAnnotation, match="`b`"):

        @rule
        async def no_parameter(a: A, b) -> B: ...

    with pytest.raises(InvalidTypeAnnotation, match="must be a type"):

        @rule
        async def generic(a: list[int]) -> B: ...

    with pytest.raises(ValueError, match="Unknown parameter name"):

        @rule(_param_type_overrides={"z": A})
        async def overridden(a: A) -> B: ...


def test_wrong_decoration() -> None:
    with pytest.raises(UnrecognizedRuleArgument, match="bogus"):

        @rule(bogus=1)
        async def bogus() -> A: ...

    with pytest.raises(ValueError, match="LogLevel"):

        @rule(level="info")
        async def level() -> A: ...

    with pytest.raises(ValueError, match="function"):
        rule(A)
    with pytest.raises(TypeError, match="@goal_rule"):

        @rule
        async def goal() -> Shout: ...

    with pytest.raises(TypeError, match="subclass of `engine.goal.Goal`"):

        @goal_rule
        async def no_goal() -> A: ...


def test_side_effects_need_a_goal_rule() -> None:
    with pytest.raises(ValueError, match="may not have a side-effecting parameter.*Console"):

        @rule
        async def writes(console: Console) -> A: ...

    @rule
    async def takes(console: A) -> B: ...

    @rule
    async def passes(a: A) -> B:
        return await takes(**implicitly(Console()))

    with pytest.raises(ValueError, match="may not request side-effecting types"):
        assert passes.rule.awaitables


def test_two_rules_of_one_name() -> None:
    namespace = {"rule": rule, "A": A, "__name__": "twice"}
    sys.modules["twice"] = ModuleType("twice")
    source = "@rule\nasync def f() -> A:\n    return A()\n"
    try:
        exec(compile(source, "twice.py", "exec"), namespace)
        exec(compile(source, "twice.py", "exec"), namespace)  # the same again is fine
        with pytest.raises(DuplicateRuleError, match="line 2.*line 1"):
            exec(compile("\n" + source, "twice.py", "exec"), namespace)
    finally:
        del sys.modules["twice"]


def test_implicitly_wants_types() -> None:
    assert implicitly(1) == {"__implicitly": (1,)}
    with pytest.raises(TypeError, match="Invalid use of `implicitly"):
        implicitly({1: 2})


def test_concurrently() -> None:
    calls = [make_a(B()), make_a(B())]
    assert concurrently(calls).calls is not None
    assert concurrently(make_a(B()), concurrently(make_a(B()))) is not None
    with pytest.raises(ValueError, match="None"):
        concurrently(make_a(B()), None, make_a(B()))
    with pytest.raises(TypeError, match="argument types"):
        concurrently(1, 2)
    with pytest.raises(TypeError, match="argument types"):
        concurrently("ab")


def test_collect_rules_brings_subsystems() -> None:
    collected = collect_rules({"make_a": make_a, "shout": shout, "other": 1})
    assert make_a in collected and shout in collected
    names = {task.canonical_name for task in RuleIndex.create(collected).rules}
    assert {"construct_scope_tool", "construct_scope_shout"} <= names
    assert make_a in collect_rules() and make_a in collect_rules(sys.modules[__name__])


def test_rule_index() -> None:
    @union
    class Base:
        pass

    query = QueryRule(A, [B])
    index = RuleIndex.create([make_a, UnionRule(Base, A), query, make_a.rule])
    assert list(index.queries) == [query] == [QueryRule(A, (B,))]
    assert make_a.rule in index.rules and len(index.union_rules) == 1
    with pytest.raises(TypeError, match="had an unexpected type: <class '.*A'>"):
        RuleIndex.create([A()])
    with pytest.raises(TypeError, match="not decorated with @rule"):
        RuleIndex.create([test_names])


def test_old_names_import_and_describe() -> None:
    from pants.engine.internals.selectors import Effect
    from pants.engine.rules import Get, MultiGet, SubsystemRule, rule_helper

    b = B()
    assert Get(A, B, b).input_types == (B,) and Get(A, {b: B}).inputs == (b,)
    assert Get(A, b).input_types == (B,) and Get(A).inputs == ()
    assert issubclass(Effect, Get) and Get[A] is Get
    assert len(MultiGet(Get(A), Get(B)).gets) == 2 == len(MultiGet([Get(A), Get(B)]).gets)
    assert rule_helper(test_names) is test_names and rule_helper()(test_names) is test_names
    assert SubsystemRule(Tool).output_type is Tool
    with pytest.raises(NotImplementedError, match="Get API"):
        Get(A, b).__await__().send(None)

    @rule
    async def old(b: B) -> A:
        return await Get(A, B, b)

    assert old.rule.awaitables == ()
