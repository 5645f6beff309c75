"""Which calls of rules are found in the source of a rule, and with which types."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from pants.base.exceptions import RuleTypeError
from pants.engine.collection import Collection
from pants.engine.internals.rule_visitor import collect_awaitables
from pants.engine.rules import concurrently, implicitly, rule
from pants.util.record import Record


class In:
    pass


class Mid:
    pass


class Out:
    def method(self) -> Mid: ...


class Ins(Collection[In]):
    pass


class Holder(Record):
    inner: In
    mids: tuple[Mid, ...]

    @property
    def computed(self) -> Mid: ...

    def made(self) -> In: ...

    @classmethod
    def create(cls) -> Holder: ...


@rule
async def to_mid(i: In) -> Mid: ...


@rule(polymorphic=True)
async def to_out(m: Mid) -> Out: ...


@rule
async def make_holder() -> Holder: ...


def found(func: Any) -> list[tuple[str, int, tuple[type, ...]]]:
    return [
        (call.rule_id.rpartition(".")[2], call.explicit_args_arity, call.input_types)
        for call in collect_awaitables(func)
    ]


def test_positional_and_implicit() -> None:
    async def f(i: In, h: Holder) -> None:
        await to_mid(i)
        await to_out(**implicitly(Mid()))
        await to_out(**implicitly({i: In, h: Holder}))
        await to_mid(i, **implicitly())

    assert found(f) == [
        ("to_mid", 1, ()),
        ("to_out", 0, (Mid,)),
        ("to_out", 0, (In, Holder)),
    ]
    assert [call.polymorphic for call in collect_awaitables(f)] == [False, True, True]


@pytest.mark.parametrize("name", ["parameter", "assigned", "attribute", "method", "loop"])
def test_types_of_values(name: str) -> None:
    async def parameter(i: In) -> None:
        await to_out(**implicitly(i))

    async def assigned() -> None:
        m = await to_mid(In())
        n = m
        await to_out(**implicitly(n))

    async def attribute() -> None:
        h = await make_holder()
        await to_out(**implicitly(h.inner))
        await to_out(**implicitly(h.computed))
        await to_out(**implicitly(h.mids[0]))

    async def method(o: Out, h: Holder) -> None:
        await to_out(**implicitly(o.method()))
        await to_out(**implicitly(h.made()))
        await to_out(**implicitly(Holder.create()))
        await to_out(**implicitly(dataclasses.replace(h, mids=())))

    async def loop(ins: Ins, h: Holder, d: dict[str, Mid]) -> None:
        for i in ins:
            await to_out(**implicitly(i))
        for n, m in enumerate(h.mids):
            await to_out(**implicitly(m))
        for k, v in d.items():
            await to_out(**implicitly({k: str, v: Mid}))

    expected = {
        "parameter": [("to_out", 0, (In,))],
        "assigned": [("to_mid", 1, ()), ("to_out", 0, (Mid,))],
        "attribute": [
            ("make_holder", 0, ()),
            ("to_out", 0, (In,)),
            ("to_out", 0, (Mid,)),
        ],
        "method": [("to_out", 0, (Mid,)), ("to_out", 0, (In,)), ("to_out", 0, (Holder,))],
        "loop": [("to_out", 0, (In,)), ("to_out", 0, (Mid,)), ("to_out", 0, (str, Mid))],
    }
    assert found(locals()[name]) == expected[name]


def test_concurrently_gives_tuples_and_sequences() -> None:
    async def f(ins: Ins) -> None:
        mid, holder = await concurrently(to_mid(In()), make_holder())
        await to_out(**implicitly(mid))
        await to_out(**implicitly(holder.inner))
        mids = await concurrently(to_mid(i) for i in ins)
        for m, i in zip(mids, ins):
            await to_out(m, **implicitly({m: Mid, i: In}))

    assert found(f) == [
        ("to_mid", 1, ()),
        ("make_holder", 0, ()),
        ("to_out", 0, (Mid,)),
        ("to_out", 0, (In,)),
        ("to_out", 1, (Mid, In)),
    ]


class Helper:
    async def method(self, i: In) -> None:
        await to_mid(i)
        await self.other()

    async def other(self) -> None:
        await make_holder()

    @classmethod
    async def build(cls) -> None:
        await to_out(Mid())


async def helper(i: In) -> Mid:
    return await to_mid(i)


async def recursive(n: int) -> None:
    await make_holder()
    if n:
        await mutual(n - 1)


async def mutual(n: int) -> None:
    await to_out(Mid())
    await recursive(n)


def test_async_helpers_are_followed() -> None:
    async def f(h: Helper) -> None:
        m = await helper(In())
        await to_out(**implicitly(m))
        await h.method(In())
        await Helper.build()

    assert found(f) == [
        ("to_mid", 1, ()),
        ("to_out", 0, (Mid,)),
        ("make_holder", 0, ()),
        ("to_out", 1, ()),
    ]
    assert found(recursive) == [("make_holder", 0, ()), ("to_out", 1, ())]
    assert sorted(found(mutual)) == sorted(found(recursive))


def test_a_rule_that_calls_itself() -> None:
    @rule
    async def itself(i: In) -> Mid:
        return await itself(i, **implicitly())

    assert found(itself.rule.func) == [("itself", 1, ())]


def test_what_cannot_be_said() -> None:
    async def keyword(i: In) -> None:
        await to_mid(i=i)

    async def two_keywords(i: In) -> None:
        await to_mid(x=1, **implicitly())

    async def unknown(x) -> None:
        await to_out(**implicitly(x.anything()))

    async def no_type(i: In) -> None:
        await to_out(**implicitly({i: 3}))

    for func in (keyword, two_keywords):
        with pytest.raises(ValueError, match=r"test_rule_visitor.py:\d+: Expected an `\*\*impl"):
            collect_awaitables(func)
    with pytest.raises(
        RuleTypeError, match="Could not resolve type for `x.anything()`".replace("()", r"\(\)")
    ):
        collect_awaitables(unknown)
    with pytest.raises(RuleTypeError):
        collect_awaitables(no_type)


def test_nested_functions_count() -> None:
    async def f(i: In) -> None:
        async def inner(j: In) -> Mid:
            return await to_mid(j)

        m = await inner(i)
        await to_out(**implicitly(m))

    assert found(f) == [("to_mid", 1, ()), ("to_out", 0, (Mid,))]
