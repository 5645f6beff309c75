"""Making and dropping many objects leaves nothing behind: no object, no memory."""

from __future__ import annotations

import gc
import pickle
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from pants.engine.internals.native_engine import (
    EMPTY_DIGEST,
    AddPrefix,
    Address,
    AddressInput,
    AddressParseException,
    Call,
    Digest,
    FileDigest,
    FilespecMatcher,
    FrozenDict,
    FrozenOrderedSet,
    LockedMap,
    MergeDigests,
    MultipleSourcesField,
    PathGlobs,
    PathMetadata,
    PathMetadataKind,
    RuleCallTrampoline,
    Snapshot,
    SourceBlock,
    SourceBlocks,
    StringField,
    Target,
    TargetAdaptor,
    UnionMembership,
    _Concurrently,
    address_spec_parse,
    strongly_connected_components,
)

ADDRESS = Address("dir", target_name="t")


class Name(StringField):
    alias = "name"

    @classmethod
    def compute_value(cls, raw_value: Any, address: Address) -> Any:
        return super().compute_value(raw_value, address)


class Other(StringField):
    alias = "other"


class Sources(MultipleSourcesField):
    pass


class Tgt(Target):
    alias = "tgt"
    core_fields = (Name, Other, Sources)

    def validate(self) -> None:
        if self[Name].value == "bad":
            raise ValueError("bad")


trampoline = RuleCallTrampoline("r", int, len, None)
MEMBERSHIP = UnionMembership.from_rules([Tgt.register_plugin_field(Other)])


def swallow(function: Callable[[], object]) -> None:
    with pytest.raises(Exception):
        function()


def frozen_dicts() -> None:
    d = FrozenDict({"a": [1].__len__, "b": ()}, c=3)
    d | {"x": 1}, d == {"a": 1}, d < d.__class__(d), hash(d), repr(d), d.get("q")
    FrozenDict.deep_freeze({"a": [1, {"b": {2}}]})
    pickle.loads(pickle.dumps(FrozenDict(a=1)))
    swallow(lambda: FrozenDict({"a": []}))
    swallow(lambda: FrozenDict.deep_freeze({"a": [bytearray()]}))


def ordered_sets() -> None:
    s = FrozenOrderedSet(["a", len])
    s | "x", s & "a", s - {"a"}, s ^ s, s <= {1}, s == s.union(s), hash(s), repr(s)
    s.isdisjoint("b"), list(reversed(s))
    swallow(lambda: FrozenOrderedSet([[]]))


def locked_maps() -> None:
    m = LockedMap()
    m.get_or_insert("a", lambda: [m])
    m.remove("a")
    swallow(lambda: m.get_or_insert("a", lambda: 1 // 0))


def addresses() -> None:
    a = Address("".join(["a", "/b"]), target_name="t", parameters={"k": "v"})
    a.spec, a.path_safe_spec, a.parameters, repr(a), hash(a), a == ADDRESS, a < ADDRESS
    a.maybe_convert_to_target_generator().create_file("f/g").filename
    a.parametrize({"x": "y"}).is_parametrized_subset_of(a)
    pickle.loads(pickle.dumps(a))
    AddressInput.parse(
        "./é\udcff:../t", relative_to="d/e", description_of_origin="", subproject_roots=["\udcff"]
    ).file_to_address()
    address_spec_parse("a:b#c@d=e::")
    for bad in ("a#", "a@k=v,", "//", "a::"):
        swallow(lambda: AddressInput.parse(bad, description_of_origin="x"))
    swallow(lambda: Address("a", target_name=":"))


def unions() -> None:
    m = UnionMembership.from_rules([Tgt.register_plugin_field(Name)])
    m.get(Tgt.PluginField), hash(m), m == MEMBERSHIP, m.has_members(int)
    Tgt({}, ADDRESS, m)
    swallow(lambda: m[int])


def targets() -> None:
    t = Tgt({"name": "x" * 30, "sources": ["a", "!b"]}, ADDRESS, MEMBERSHIP, residence_dir="q")
    t[Name], t.get(StringField), t.has_fields([Other]), t.field_values, repr(t), hash(t), t == t
    sources = t[Sources]
    sources.filespec, sources.filespec_matcher, sources.globs, repr(sources), hash(sources)
    sources.validate_resolved_files(["a"])
    swallow(lambda: Tgt({"nope": 1}, ADDRESS))
    swallow(lambda: Tgt({"name": "bad"}, ADDRESS))
    swallow(lambda: Tgt({"other": 3}, ADDRESS))
    swallow(lambda: t[Target])
    adaptor = TargetAdaptor(
        "tgt", "n", "BUILD:1", tags=["a"], blocks=SourceBlocks([SourceBlock(1, 2)])
    )
    adaptor.with_new_kwargs(a=1), hash(adaptor), repr(adaptor)
    swallow(lambda: TargetAdaptor("tgt", "n", "BUILD:1", tags=bytearray()))


def files() -> None:
    one = Snapshot.create_for_testing(["a/b", "c"], ["d"])
    one._diff(Snapshot.create_for_testing(["a/x"], [])), hash(one), repr(one)
    MergeDigests([one.digest, EMPTY_DIGEST]), AddPrefix(one.digest, "x" * 20)
    hash(Digest("a" * 64, 2**40)), repr(FileDigest("b" * 64, 1))
    hash(PathGlobs(["b", "a"])), repr(FilespecMatcher(["*.py"], ["x"]).matches(["a.py", "x"]))
    PathMetadata("p", PathMetadataKind.FILE, 3, False, symlink_target="q").copy()
    swallow(lambda: Digest("x", 1))
    swallow(lambda: FilespecMatcher(["/a"], []))


def calls() -> None:
    async def rule() -> Any:
        return await trampoline([].__len__, __implicitly=({1: int},)), await _Concurrently(
            [trampoline(), Call("a", int)]
        )

    coroutine = rule()
    coroutine.send(None)
    coroutine.send(1)
    swallow(lambda: coroutine.send((1, 2)))
    swallow(lambda: trampoline([]))
    strongly_connected_components({"a": ["b"], "b": ["a"], "c": ["a"]})


def classes() -> None:
    class LocalField(StringField):
        alias = "local"

    class Local(Tgt):
        alias = "local"
        core_fields = (*Tgt.core_fields, LocalField)

    Local({"local": "x"}, ADDRESS)
    Local({}, ADDRESS, UnionMembership.from_rules([Local.register_plugin_field(LocalField)]))


BODIES = [
    frozen_dicts,
    ordered_sets,
    locked_maps,
    addresses,
    unions,
    targets,
    files,
    calls,
    classes,
]


ROUNDS = 200


def growth(body: Callable[[], None]) -> tuple[int, int]:
    """Bytes and collected objects that ROUNDS more rounds leave."""
    before, objects = tracemalloc.get_traced_memory()[0], len(gc.get_objects())
    for _ in range(ROUNDS):
        body()
    gc.collect()
    return tracemalloc.get_traced_memory()[0] - before, len(gc.get_objects()) - objects


@pytest.mark.parametrize("body", BODIES)
def test_nothing_is_left(body: Callable[[], None]) -> None:
    """Free lists and caches fill at first, but what leaks does so in every measurement."""
    body()
    gc.collect()
    tracemalloc.start()
    try:
        measured = [growth(body) for _ in range(5)]
    finally:
        tracemalloc.stop()
    assert min(size for size, _ in measured) < ROUNDS * 8, measured
    assert min(count for _, count in measured) < ROUNDS // 10, measured


def test_parse_errors_do_not_keep_the_text() -> None:
    import sys

    text = "a" * 1000 + "#"
    count = sys.getrefcount(text)
    for _ in range(10):
        with pytest.raises(AddressParseException):
            address_spec_parse(text)
    assert sys.getrefcount(text) == count
