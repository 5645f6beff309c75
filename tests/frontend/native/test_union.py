"""UnionRule, UnionMembership and PluginFieldDescriptor."""

from __future__ import annotations

import gc
import pickle
import weakref

import pytest
from pants.engine.internals.native_engine import (
    PluginFieldDescriptor,
    UnionMembership,
    UnionRule,
)


def union(cls: type) -> type:
    cls._is_union_for = cls  # type: ignore[attr-defined]
    return cls


@union
class Fruit:
    pass


@union
class Herb:
    pass


class Apple:
    pass


class Pear(Fruit):
    pass


def test_union_rule() -> None:
    rule = UnionRule(Fruit, Apple)
    assert (rule.union_base, rule.union_member) == (Fruit, Apple)
    assert rule == UnionRule(union_base=Fruit, union_member=Apple) != UnionRule(Fruit, Pear)
    assert hash(rule) == hash(UnionRule(Fruit, Apple))
    assert repr(rule) == f"UnionRule(union_base={Fruit!r}, union_member={Apple!r})"
    assert pickle.loads(pickle.dumps(rule)) == rule


def test_union_rule_of_no_union() -> None:
    with pytest.raises(ValueError, match="@union") as e:
        UnionRule(Apple, Pear)
    assert "swap" not in str(e.value)
    with pytest.raises(ValueError, match="swap"):
        UnionRule(Apple, Fruit)
    with pytest.raises(ValueError):  # inherits the mark of Fruit
        UnionRule(Pear, Apple)
    with pytest.raises(TypeError):
        UnionRule(Fruit, "Apple")


def test_union_membership() -> None:
    m = UnionMembership.from_rules(
        [UnionRule(Fruit, Pear), UnionRule(Fruit, Apple), UnionRule(Fruit, Pear)]
    )
    assert m.get(Fruit) == m[Fruit] == (Pear, Apple)
    assert m.get(Herb) == () and Herb not in m and Fruit in m
    with pytest.raises(IndexError, match="Herb"):
        m[Herb]
    assert list(m.items()) == [(Fruit, (Pear, Apple))]
    assert m.is_member(Fruit, Pear()) and not m.is_member(Fruit, Herb())
    with pytest.raises(TypeError, match="Herb"):
        m.is_member(Herb, Pear())
    assert m.has_members(Fruit) and not m.has_members(Herb)
    assert weakref.ref(m)() is m
    assert pickle.loads(pickle.dumps(m)) == m
    assert "Pear" in repr(m)
    with pytest.raises(TypeError):
        UnionMembership.from_rules([Fruit])


def test_union_membership_equality_ignores_order() -> None:
    rules = [UnionRule(Fruit, Pear), UnionRule(Herb, Apple), UnionRule(Fruit, Apple)]
    one, two = UnionMembership.from_rules(rules), UnionMembership.from_rules(rules[::-1])
    assert one == two and hash(one) == hash(two)
    assert one != UnionMembership.from_rules(rules[:2])
    assert UnionMembership.empty() == UnionMembership({}) == UnionMembership.from_rules([])
    assert UnionMembership({Fruit: [Pear, Apple], Herb: {Apple}}) == one


def test_plugin_field_descriptor() -> None:
    class Base:
        Plugin = PluginFieldDescriptor()
        Moved = PluginFieldDescriptor()

    class Derived(Base):
        pass

    kinds = {Base.Plugin, Base.Moved, Derived.Plugin, Derived.Moved}
    assert len(kinds) == 4
    assert Base.Plugin is Base.Plugin is Base().Plugin and Derived().Plugin is Derived.Plugin
    assert Derived.Moved.__qualname__ == f"{Derived.__qualname__}.Moved"
    assert Derived.Moved.__module__ == __name__
    for kind in kinds:
        assert kind._is_union_for is kind
        assert UnionRule(kind, Apple).union_base is kind


def test_plugin_field_union_dies_with_its_class() -> None:
    class Base:
        Plugin = PluginFieldDescriptor()

    ref = weakref.ref(Base.Plugin)
    del Base
    gc.collect()
    assert ref() is None
