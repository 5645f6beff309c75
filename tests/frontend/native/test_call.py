"""Call, concurrently and RuleCallTrampoline; the algorithms; the exceptions."""

from __future__ import annotations

import inspect
import weakref
from typing import Any

import pytest
from pants.engine.internals import native_engine
from pants.engine.internals.native_engine import (
    Call,
    EngineError,
    IncorrectProductError,
    IntrinsicError,
    PollTimeout,
    RuleCallTrampoline,
    _Concurrently,
    hash_prefix_zero_bits,
    strongly_connected_components,
)


async def wrapped(x: int) -> str:
    """What it does."""
    return str(x)


RULE = object()
trampoline = RuleCallTrampoline("mod.wrapped", str, wrapped, RULE)


def test_trampoline_stands_for_the_function() -> None:
    assert (trampoline.rule_id, trampoline.output_type) == ("mod.wrapped", str)
    assert trampoline.rule is RULE and trampoline.__wrapped__ is wrapped
    assert trampoline.__doc__ == "What it does." and trampoline.__module__ == __name__
    assert trampoline.__name__ == "wrapped" and trampoline.__qualname__ == "wrapped"
    assert inspect.signature(trampoline) == inspect.signature(wrapped)
    assert repr(trampoline) == "<RuleCallTrampoline for mod.wrapped>"
    assert callable(trampoline) and weakref.ref(trampoline)() is trampoline
    with pytest.raises(AttributeError):
        trampoline.nope


def test_trampoline_makes_calls() -> None:
    call = trampoline(1, "a", __implicitly=({1: int, "x": object},), ignored=3)
    assert isinstance(call, Call)
    assert (call.rule_id, call.output_type, call.args) == ("mod.wrapped", str, (1, "a"))
    assert call.implicit_args == {1: int, "x": object}
    assert repr(call) == "Call(mod.wrapped(...) -> str)"
    assert trampoline().implicit_args == {} == trampoline(__implicitly=()).implicit_args
    assert trampoline(__implicitly=(5, "only the first")).implicit_args == {5: int}
    assert trampoline(**{"__implicitly": (5,)}).implicit_args == {5: int}


def test_bad_implicitly() -> None:
    with pytest.raises(TypeError, match=r"^Invalid use of `implicitly\(\)`. Because the argument"):
        trampoline(__implicitly=({1: 2},))
    with pytest.raises(TypeError, match="unhashable"):
        trampoline([])
    with pytest.raises(TypeError, match="unhashable"):
        trampoline(__implicitly=([],))
    with pytest.raises(TypeError):
        trampoline(__implicitly=5)


def test_call_constructor() -> None:
    call = Call("r", int, [1, 2], {3: int})
    assert call.args == (1, 2) and call.implicit_args == {3: int}
    assert Call(rule_id="r", output_type=int).args == ()
    with pytest.raises(TypeError):
        Call("r", "int")
    with pytest.raises(TypeError):
        Call(3, int)


def test_awaiting_in_a_coroutine() -> None:
    async def rule() -> Any:
        first = await trampoline(1)
        second = await _Concurrently([trampoline(2), trampoline(3)])
        try:
            await trampoline(4)
        except KeyError as e:
            return first, second, str(e)

    coroutine = rule()
    call = coroutine.send(None)
    assert isinstance(call, Call) and call.args == (1,)
    group = coroutine.send("one")
    assert isinstance(group, _Concurrently) and [c.args for c in group.calls] == [(2,), (3,)]
    assert coroutine.send(("two", "three")).args == (4,)
    with pytest.raises(StopIteration) as e:
        coroutine.throw(KeyError("four"))
    assert e.value.value == ("one", ("two", "three"), "'four'")


@pytest.mark.parametrize("make", [lambda: trampoline(1), lambda: _Concurrently([trampoline(1)])])
def test_await_protocol(make: Any) -> None:
    awaitable = make()
    it = awaitable.__await__()
    with pytest.raises(TypeError, match="can't send non-None value to a just-started generator"):
        it.send(1)
    assert it.send(None) is awaitable
    for value in ((1, 2), None, StopIteration(3)):
        with pytest.raises(StopIteration) as e:
            it.send(value)
        assert e.value.value is value
    with pytest.raises(ValueError, match="once"):
        awaitable.__await__()
    assert next(make().__await__()) is not None
    assert not hasattr(awaitable, "__iter__")


def test_closing_a_waiting_coroutine() -> None:
    done = []

    async def rule() -> None:
        try:
            await trampoline(1)
        finally:
            done.append(1)

    coroutine = rule()
    coroutine.send(None)
    coroutine.close()
    assert done == [1]


def test_concurrently_items() -> None:
    coroutine = wrapped(1)
    nested = _Concurrently([trampoline(1)])
    group = _Concurrently((trampoline(2), coroutine, nested))
    assert group.calls[1] is coroutine and group.calls[2] is nested
    coroutine.close()
    for bad in (3, None, trampoline, wrapped):
        with pytest.raises(ValueError, match="Expected a `concurrently"):
            _Concurrently([bad])


def test_exceptions() -> None:
    assert issubclass(IntrinsicError, EngineError) and issubclass(
        IncorrectProductError, EngineError
    )
    assert EngineError.__bases__ == (Exception,) == PollTimeout.__bases__
    assert EngineError.__module__ == "pants.engine.internals.native_engine"
    assert str(IntrinsicError("why")) == "why"


def test_components() -> None:
    graph = {"a": ["b"], "b": ["c", "d"], "c": ["a"], "d": ["d"], "e": ["a", "f"]}
    components = strongly_connected_components(graph)
    assert [set(c) for c in components] == [{"d"}, {"a", "b", "c"}, {"f"}, {"e"}]
    assert strongly_connected_components({}) == []
    with pytest.raises(TypeError):
        strongly_connected_components({"a": [[]]})


def test_components_of_a_deep_graph() -> None:
    n = 100_000
    graph = {i: (i + 1,) for i in range(n)}
    assert len(strongly_connected_components(graph)) == n + 1
    graph[n] = (0,)
    [component] = strongly_connected_components(graph)
    assert len(component) == n + 1


def test_components_against_reachability() -> None:
    import random

    rng = random.Random(7)
    for _ in range(200):
        n = rng.randrange(1, 9)
        graph = {i: [rng.randrange(n) for _ in range(rng.randrange(3))] for i in range(n)}
        reach = {i: {i} for i in graph}
        for _ in graph:
            for i in graph:
                for j in list(reach[i]):
                    reach[i].update(graph[j])
        components = strongly_connected_components(graph)
        assert sorted(x for c in components for x in c) == list(range(n))
        seen: set[int] = set()
        for component in components:
            for i in component:
                assert set(component) == {j for j in reach[i] if i in reach[j]}
            seen.update(component)
            assert all(reach[i] <= seen for i in component)


def test_zero_bits() -> None:
    def expected(text: str) -> int:
        h = 0xCBF29CE484222325
        for byte in text.encode():
            h = (h ^ byte) * 0x100000001B3 % 2**64
        return 64 - h.bit_length()

    for i in range(500):
        assert hash_prefix_zero_bits(f"é{i}") == expected(f"é{i}")
    with pytest.raises(TypeError):
        hash_prefix_zero_bits(1)


def test_every_public_type_says_what_it_is() -> None:
    for name, value in vars(native_engine).items():
        if isinstance(value, type) and not name.startswith("_"):
            assert value.__doc__, name
            assert value.__module__ == native_engine.__name__, name
            assert value.__name__ == name
