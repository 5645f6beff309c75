"""FrozenDict, FrozenOrderedSet and LockedMap."""

from __future__ import annotations

import copy
import pickle
import threading
import weakref
from collections.abc import Hashable, Mapping, Set

import pytest
from pants.engine.internals.native_engine import FrozenDict, FrozenOrderedSet, LockedMap


class Dict2(FrozenDict[str, int]):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.extra = 1


class Set2(FrozenOrderedSet[str]):
    pass


def test_frozen_dict_is_a_mapping() -> None:
    d = FrozenDict({"a": 1}, b=2)
    assert isinstance(d, Mapping)
    assert {**d} == {"a": 1, "b": 2} == dict(d)
    assert list(reversed(d)) == ["b", "a"]
    assert d["a"] == 1 and d.get("x") is None and d.get("x", 3) == 3
    with pytest.raises(KeyError):
        d["x"]
    with pytest.raises(TypeError):
        d["a"] = 2
    with pytest.raises(TypeError):
        d.get()


@pytest.mark.parametrize("source", [3, [1], [(1, 2, 3)]])
def test_frozen_dict_of_no_pairs(source: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        FrozenDict(source)


def test_frozen_dict_hash_ignores_order_and_class() -> None:
    assert hash(FrozenDict(a=1, b=2)) == hash(FrozenDict(b=2, a=1)) == hash(Dict2(a=1, b=2))
    assert FrozenDict(a=1) == Dict2(a=1) == {"a": 1}
    assert FrozenDict(a=1) != FrozenDict(a=2)
    assert FrozenDict(a=1) != [("a", 1)]


def test_frozen_dict_unions() -> None:
    a = FrozenDict(a=1, b=1)
    assert (a | {"b": 2}) == {"a": 1, "b": 2}
    assert ({"b": 2} | a) == {"b": 1, "a": 1}
    assert type({"b": 2} | a) is FrozenDict
    with pytest.raises(TypeError):
        a | [1]


def test_frozen_dict_subclass() -> None:
    d = Dict2({"a": 1})
    assert d.extra == 1
    assert FrozenDict.frozen(d) is d
    assert type(Dict2.frozen({"a": 1})) is Dict2
    assert type(Dict2.deep_freeze({"a": [1]})) is Dict2


def test_deep_freeze() -> None:
    frozen = FrozenDict.deep_freeze({"a": [1, {"b": {"c": [2]}}], "d": (1,)})
    assert frozen == {"a": (1, {"b": {"c": (2,)}}), "d": (1,)}
    assert hash(frozen)
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(RecursionError):
        FrozenDict.deep_freeze({"a": endless})


@pytest.mark.parametrize("value", [FrozenDict(a=1), Dict2(a=1), Set2("ab"), FrozenOrderedSet("ab")])
def test_pickled_and_copied(value: object) -> None:
    for other in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert other == value and type(other) is type(value)
    assert weakref.ref(value)() is value


def test_repr_of_a_cycle() -> None:
    class Holder:
        def __init__(self) -> None:
            self.inner: object = None

        def __repr__(self) -> str:
            return repr(self.inner)

    holder = Holder()
    holder.inner = FrozenDict(a=holder)
    assert repr(holder.inner) == "FrozenDict({'a': FrozenDict(...)})"


def test_frozen_ordered_set_is_a_set() -> None:
    s = FrozenOrderedSet("banana")
    assert isinstance(s, Set) and isinstance(s, Hashable)
    assert list(s) == ["b", "a", "n"] and len(s) == 3 and "n" in s
    assert repr(Set2("ab")) == "Set2(['a', 'b'])" and repr(Set2()) == "Set2()"
    assert FrozenOrderedSet(None) == FrozenOrderedSet() == FrozenOrderedSet(iterable=())
    with pytest.raises(TypeError):
        FrozenOrderedSet("a", "b")
    with pytest.raises(TypeError):
        FrozenOrderedSet([[]])


def test_frozen_ordered_set_equality_is_of_its_class() -> None:
    assert FrozenOrderedSet("ab") != FrozenOrderedSet("ba")
    assert FrozenOrderedSet("ab") == Set2("ab")
    assert FrozenOrderedSet("ab") != {"a", "b"}
    assert hash(FrozenOrderedSet("ab")) == hash(FrozenOrderedSet("ba"))


def test_frozen_ordered_set_operations() -> None:
    s = Set2("abc")
    assert type(s | "d") is FrozenOrderedSet
    assert list(s | {"d"}) == ["a", "b", "c", "d"] and list({"d"} | s) == ["d", "a", "b", "c"]
    assert list(s & ["c", "a"]) == ["a", "c"] and list(s - {"b"}) == ["a", "c"]
    assert list(s ^ "cd") == ["a", "b", "d"]
    assert list(s.union("d", "e")) == ["a", "b", "c", "d", "e"]
    assert list(s.intersection("abx", "b")) == ["b"]
    assert list(s.difference("a", "b")) == ["c"]
    assert list(s.symmetric_difference("cd")) == ["a", "b", "d"]
    assert s.issubset("abcd") and s.issuperset("a") and s.isdisjoint("x")
    assert not s.issubset("ab") and not s.issuperset("x") and not s.isdisjoint("a")
    with pytest.raises(TypeError):
        s | 3


def test_frozen_ordered_set_ordering_is_inclusion() -> None:
    s = FrozenOrderedSet("ab")
    assert s < {"a", "b", "c"} and s <= {"a", "b"} and s >= {"b"} and s > {"a"}
    assert not s < {"a", "b"} and not s > {"c"}
    with pytest.raises(TypeError):
        s < ["a", "b", "c"]


def test_locked_map() -> None:
    m = LockedMap()
    assert m.get_or_insert("k", lambda: 1) == 1
    assert m.get_or_insert("k", lambda: 2) == 1
    assert m.get("k") == 1 and "k" in m and len(m) == 1
    assert m.remove("k") and not m.remove("k") and m.get("k", 3) == 3
    m.insert("k", 4)
    assert m.get_or_insert("k", lambda: 2) == 4
    m.clear()
    assert len(m) == 0
    with pytest.raises(TypeError):
        m.get_or_insert([], lambda: 1)


def test_locked_map_failure_is_not_remembered() -> None:
    m = LockedMap()
    with pytest.raises(ZeroDivisionError):
        m.get_or_insert("k", lambda: 1 // 0)
    assert m.get_or_insert("k", lambda: 1) == 1


def test_locked_map_that_needs_itself() -> None:
    m = LockedMap()
    assert m.get_or_insert("a", lambda: m.get_or_insert("b", lambda: 1) + 1) == 2
    with pytest.raises(RuntimeError, match="'x'"):
        m.get_or_insert("x", lambda: m.get_or_insert("x", lambda: 1))
    assert m.get_or_insert("x", lambda: 5) == 5


def test_locked_map_computes_once_for_all_threads() -> None:
    m = LockedMap()
    started, go = threading.Event(), threading.Event()
    computed, results = [], []

    def compute() -> object:
        computed.append(1)
        started.set()
        go.wait(10)
        return object()

    def ask() -> None:
        results.append(m.get_or_insert("k", compute))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    threads[0].start()
    assert started.wait(10)
    for thread in threads[1:]:
        thread.start()
    assert m.get_or_insert("other", lambda: 1) == 1  # not held up by the slow key
    go.set()
    for thread in threads:
        thread.join(10)
    assert len(computed) == 1 and len(results) == 8 and len(set(map(id, results))) == 1
