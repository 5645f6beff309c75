"""Target and TargetAdaptor, and the lines they own."""

from __future__ import annotations

import gc
import pickle
import weakref
from typing import Any

import pytest
from pants.engine.internals.native_engine import (
    Address,
    AsyncFieldMixin,
    BoolField,
    FrozenDict,
    Hunk,
    SourceBlock,
    SourceBlocks,
    StringField,
    StringSequenceField,
    Target,
    TargetAdaptor,
    TextBlock,
    UnionMembership,
)
from pants.engine.internals.target_errors import (
    InvalidFieldException,
    InvalidFieldTypeException,
    InvalidTargetException,
)

ADDRESS = Address("dir", target_name="t")


class Tags(StringSequenceField):
    alias = "tags"


class Version(StringField):
    alias = "a_version"
    default = "1"
    deprecated_alias = "old_version"


class Where(StringField, AsyncFieldMixin):
    alias = "where"


class Tgt(Target):
    alias = "tgt"
    core_fields = (Tags, Version, Where)


class Skip(BoolField):
    alias = "skip"
    default = False


class Bump(Version):
    alias = "bump"


def test_properties() -> None:
    t = Tgt({"tags": ["x"]}, ADDRESS)
    assert t.address is ADDRESS and t.residence_dir == "dir"
    assert t.name_explicitly_set and t.description_of_origin == "dir:t"
    assert t.origin_sources_blocks == FrozenDict()
    assert list(t.field_values) == [Version, Tags, Where] == list(t.field_types)
    assert t.field_values[Tags].value == ("x",)
    assert str(t) == "tgt(address=\"dir:t\", a_version=1, tags=('x',), where=None)"
    assert "alias='tgt'" in repr(t) and "residence_dir='dir'" in repr(t)
    t = Tgt(
        {}, ADDRESS, name_explicitly_set=False, residence_dir="x", description_of_origin="BUILD:2"
    )
    assert not t.name_explicitly_set and t.residence_dir == "x"
    assert t.description_of_origin == "BUILD:2"
    with pytest.raises(AttributeError):
        t.residence_dir = "y"


def test_deprecated_alias() -> None:
    assert Tgt({"old_version": "2"}, ADDRESS)[Version].value == "2"


def test_unrecognized_field() -> None:
    class Generator(Tgt):
        moved_fields = (Skip,)

    with pytest.raises(InvalidTargetException) as e:
        Generator({"nope": 1}, ADDRESS, description_of_origin="BUILD:7")
    text = str(e.value)
    for fact in ("nope=1", "dir:t", "BUILD:7", "skip", "a_version", "old_version", "tags"):
        assert fact in text
    assert isinstance(e.value.__cause__, InvalidFieldException)
    assert Generator({"nope": 1}, ADDRESS, ignore_unrecognized_fields=True)[Tags].value is None


def test_failures_are_wrapped_with_their_cause() -> None:
    class Checked(Tgt):
        def validate(self) -> None:
            raise ZeroDivisionError("not so")

    with pytest.raises(InvalidTargetException, match="not so") as e:
        Checked({}, ADDRESS)
    assert isinstance(e.value.__cause__, ZeroDivisionError)
    assert e.value.description_of_origin == "dir:t"
    with pytest.raises(InvalidTargetException) as e:
        Tgt({"tags": 3}, ADDRESS)
    assert isinstance(e.value.__cause__, InvalidFieldTypeException)


def test_what_is_no_exception_is_not_wrapped() -> None:
    class Interrupted(Tgt):
        def validate(self) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Interrupted({}, ADDRESS)


def test_lookups() -> None:
    class Derived(Target):
        alias = "derived"
        core_fields = (Tags, Bump)

    t = Derived({}, ADDRESS)
    for _ in range(2):  # the second time from memory
        assert t[Version] is t[Bump] and t.has_field(Version) and t.has_fields([Tags, Bump])
        assert not t.has_field(Skip) and not t.has_fields((Tags, Skip))
        assert t.get(Skip).value is False and t.get(Skip, default_raw_value=True).value is True
        with pytest.raises(KeyError, match="Skip"):
            t[Skip]
    assert not Tgt({}, ADDRESS).has_field(Bump)
    with pytest.raises(KeyError):
        t["tags"]


def test_equality_hash_order() -> None:
    class Sub(Tgt):
        pass

    t = Tgt({"tags": ["x"]}, ADDRESS)
    assert t == Tgt({"tags": ("x",)}, ADDRESS) and hash(t) == hash(Tgt({"tags": ["x"]}, ADDRESS))
    for other in (
        Tgt({}, ADDRESS),
        Tgt({"tags": ["x"]}, Address("x")),
        Tgt({"tags": ["x"]}, ADDRESS, residence_dir="x"),
        Sub({"tags": ["x"]}, ADDRESS),
        3,
    ):
        assert t != other
    assert Tgt({}, Address("a")) < t < Tgt({}, Address("e"))
    assert sorted([t, Sub({}, Address("a"))])[0].address.spec_path == "a"
    with pytest.raises(TypeError):
        t < 3


def test_default_fields_are_shared_but_not_those_with_an_address() -> None:
    a, b = Tgt({}, ADDRESS), Tgt({}, Address("x"))
    assert a[Version] is b[Version] and a[Tags] is b[Tags]
    assert a[Where].address == ADDRESS and b[Where].address == Address("x")
    assert Version(None, ADDRESS) == a[Version]


def test_default_in_python_is_computed_for_each_target() -> None:
    class Here(StringField):
        alias = "here"

        @classmethod
        def compute_value(cls, raw_value: Any, address: Address) -> str:
            return raw_value or address.spec_path

    class T(Target):
        alias = "t"
        core_fields = (Here,)

    assert [T({}, Address(p))[Here].value for p in "abc"] == ["a", "b", "c"]


def test_plugin_fields() -> None:
    class Sub(Tgt):
        pass

    m = UnionMembership.from_rules(
        [Tgt.register_plugin_field(Skip), Sub.register_plugin_field(Bump)]
    )
    assert Tgt.class_field_types(m) == (Tags, Version, Where, Skip)
    assert Sub.class_field_types(union_membership=m) == (Tags, Version, Where, Bump, Skip)
    assert Tgt.class_field_types(None) == Tgt.core_fields
    assert Sub._find_plugin_fields(m) == (Bump, Skip)
    assert Tgt({"skip": True}, ADDRESS, union_membership=m)[Skip].value is True
    assert not Tgt({}, ADDRESS).has_field(Skip)
    assert Tgt.class_has_field(Skip, m) and not Tgt.class_has_field(Bump, union_membership=m)
    assert Sub.class_has_fields([Skip, Bump], m)
    assert Sub.class_get_field(Skip, m) is Skip
    with pytest.raises(KeyError, match="Bump"):
        Tgt.class_get_field(Bump, m)


def test_core_fields_may_be_replaced() -> None:
    class T(Target):
        alias = "t"
        core_fields: tuple[type, ...] = (Tags,)

    assert T({}, ADDRESS).has_field(Tags)
    T.core_fields = (Skip,)
    assert not T({}, ADDRESS).has_field(Tags) and T({}, ADDRESS).has_field(Skip)
    T.core_fields = (int,)
    with pytest.raises(TypeError, match="int"):
        T({}, ADDRESS)


def test_bad_arguments() -> None:
    with pytest.raises(TypeError, match="address"):
        Tgt({})
    with pytest.raises(TypeError, match="Address"):
        Tgt({}, "dir")
    with pytest.raises(TypeError, match="UnionMembership"):
        Tgt({}, ADDRESS, {})
    with pytest.raises(ValueError, match="FrozenDict"):
        Tgt({}, ADDRESS, origin_sources_blocks={})


def test_classes_are_collected() -> None:
    def make() -> weakref.ref[type]:
        class Field(StringField):
            alias = "f"

        class T(Target):
            alias = "t"
            core_fields = (Field,)

        T({}, ADDRESS, UnionMembership.from_rules([T.register_plugin_field(Skip)]))
        T({"f": "x"}, ADDRESS)
        return weakref.ref(T)

    ref = make()
    gc.collect()
    assert ref() is None


def test_target_adaptor() -> None:
    a = TargetAdaptor("tgt", None, "BUILD:1", tags=["x"], d={"k": [1]})
    assert (a.type_alias, a.name, a.description_of_origin) == ("tgt", None, "BUILD:1")
    assert a.kwargs == {"tags": ("x",), "d": {"k": (1,)}} and isinstance(a.kwargs, FrozenDict)
    assert not a.name_explicitly_set and TargetAdaptor("tgt", "n", "").name_explicitly_set
    assert a.origin_sources_blocks == FrozenDict()
    assert a == TargetAdaptor(
        type_alias="tgt", name=None, __description_of_origin__="x", tags=("x",), d={"k": (1,)}
    )
    assert hash(a) == hash(a.with_new_kwargs(tags=["x"], d={"k": [1]}))
    assert a != a.with_new_kwargs() != TargetAdaptor("other", None, "")
    for fact in ("tgt", "None", "BUILD:1"):
        assert fact in repr(a)
    with pytest.raises(TypeError, match="^In BUILD:9: .*unhashable"):
        TargetAdaptor("tgt", None, "BUILD:9", bad=bytearray())
    with pytest.raises(TypeError):
        TargetAdaptor("tgt")


def test_source_blocks() -> None:
    block = SourceBlock(3, 5)
    assert len(block) == 2 and (block.start, block.end) == (3, 5)
    assert block == SourceBlock.from_text_block(TextBlock(start=3, count=2))
    assert SourceBlock(1, 9) < block and hash(block) == hash(SourceBlock(start=3, end=5))
    assert pickle.loads(pickle.dumps(block)) == block
    touching = [TextBlock(1, 3), TextBlock(4, 9), TextBlock(3, 0), TextBlock(5, 0)]
    apart = [TextBlock(1, 2), TextBlock(5, 1), TextBlock(2, 0), TextBlock(6, 0)]
    assert all(block.is_touched_by(t) for t in touching)
    assert not any(block.is_touched_by(t) for t in apart)
    assert TextBlock(2, 3).end == 5
    hunk = Hunk(TextBlock(1, 2), TextBlock(1, 0))
    assert hunk == Hunk(left=TextBlock(1, 2), right=TextBlock(1, 0)) and hash(hunk)
    assert hunk.left.count == 2 and "count=0" in repr(hunk)
    blocks = SourceBlocks([block])
    assert blocks[0] is block and isinstance(blocks, tuple) and blocks != (block,)
    assert blocks == SourceBlocks((block,)) and hash(blocks) == hash(SourceBlocks([block]))
    assert repr(blocks) == "SourceBlocks([SourceBlock(start=3, end=5)])"
    with pytest.raises(ValueError):
        SourceBlock(5, 3)
