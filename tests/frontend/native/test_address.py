"""Address and AddressInput."""

from __future__ import annotations

import copy
import pickle
import random

import pytest
from pants.engine.internals.native_engine import (
    BANNED_CHARS_IN_GENERATED_NAME,
    BANNED_CHARS_IN_PARAMETERS,
    BANNED_CHARS_IN_TARGET_NAME,
    Address,
    AddressInput,
    AddressParseException,
    InvalidAddressError,
    InvalidParametersError,
    InvalidSpecPathError,
    InvalidTargetNameError,
    UnsupportedWildcardError,
    address_spec_parse,
)

ALL = [
    Address("a/b"),
    Address("", target_name="root"),
    Address("a", target_name="t", generated_name="dir/gen"),
    Address("a", target_name="t", parameters={"k": "v", "a": ""}),
    Address("a/b", relative_file_path="sub/f.txt", target_name="t", parameters={"k": "v"}),
    Address("ä/\udcff", relative_file_path="é.txt"),
]


def test_properties() -> None:
    a = Address(
        "a/b", target_name="t", relative_file_path="s/f.txt", parameters={"z": "1", "y": "2"}
    )
    assert (a.spec_path, a.target_name, a.generated_name) == ("a/b", "t", None)
    assert a.relative_file_path == "s/f.txt" and a.filename == "a/b/s/f.txt"
    assert list(a.parameters.items()) == [("y", "2"), ("z", "1")]
    assert a.parameters_repr == "@y=2,z=1"
    assert a.is_generated_target and a.is_file_target and a.is_parametrized
    assert a.debug_hint() == a.spec == str(a) == "a/b/s/f.txt:../t@y=2,z=1"
    assert a.metadata() == {"address": a.spec}
    assert repr(a) == "Address(a/b/s/f.txt:../t@y=2,z=1)"
    plain = Address("a/b")
    assert plain.target_name == "b" and plain.parameters == {}
    assert not (plain.is_generated_target or plain.is_file_target or plain.is_parametrized)
    with pytest.raises(AssertionError, match="a/b:b"):
        plain.filename
    with pytest.raises(AttributeError):
        plain.spec_path = "c"


@pytest.mark.parametrize("address", ALL)
def test_pickled_and_copied(address: Address) -> None:
    for other in (pickle.loads(pickle.dumps(address)), copy.copy(address), copy.deepcopy(address)):
        assert other == address and hash(other) == hash(address)


@pytest.mark.parametrize("address", ALL)
def test_spec_and_back(address: Address) -> None:
    parsed = AddressInput.parse(address.spec, description_of_origin="test")
    back = parsed.file_to_address() if address.is_file_target else parsed.dir_to_address()
    assert back == address


def test_order() -> None:
    ordered = [
        Address(""),
        Address("", target_name="t"),
        Address("", relative_file_path="f"),
        Address("a"),
        Address("a", generated_name="g"),
        Address("a", parameters={"k": "a"}),
        Address("a", parameters={"k": "a", "l": "a"}),
        Address("a", parameters={"k": "b"}),
        Address("a", target_name="t"),
        Address("a", target_name="t", generated_name="a"),
        Address("a", target_name="t", generated_name="b"),
        Address("a", target_name="u"),
        Address("a", relative_file_path="f/g"),
        Address("a", relative_file_path="f-g"),
        Address("a/b"),
        Address("a/b/c"),
        Address("a/b-c"),
        Address("a-b"),
        Address("aa"),
    ]
    shuffled = ordered[:]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled) == ordered
    for i, a in enumerate(ordered):
        for j, b in enumerate(ordered):
            assert (a < b, a <= b, a == b, a != b, a > b, a >= b) == (
                i < j,
                i <= j,
                i == j,
                i != j,
                i > j,
                i >= j,
            )
    with pytest.raises(TypeError):
        ordered[0] < "a"
    assert ordered[0] != "//:"


def test_equal_names_that_are_other_objects() -> None:
    name = "".join(["tar", "get"])
    assert Address("x/y", target_name=name) == Address("x/" + "y", target_name="target")
    assert len({Address("x", target_name="x"), Address("x")}) == 1


class Name(str):
    pass


def test_subclass_of_str() -> None:
    a = Address(Name("a"), target_name=Name("t"))
    assert type(a.spec_path) is str and a == Address("a", target_name="t")


@pytest.mark.parametrize("char", sorted(BANNED_CHARS_IN_TARGET_NAME))
def test_banned_in_target_name(char: str) -> None:
    with pytest.raises(InvalidTargetNameError) as e:
        Address("dir", target_name=f"a{char}b")
    assert f"a{char}b" in str(e.value) and "dir" in str(e.value)


@pytest.mark.parametrize("char", sorted(BANNED_CHARS_IN_GENERATED_NAME))
def test_banned_in_generated_name(char: str) -> None:
    with pytest.raises(InvalidTargetNameError):
        Address("dir", generated_name=f"a{char}b")


@pytest.mark.parametrize("char", sorted(BANNED_CHARS_IN_PARAMETERS))
def test_banned_in_parameters(char: str) -> None:
    with pytest.raises(InvalidParametersError):
        Address("dir", parameters={f"a{char}b": "v"})
    with pytest.raises(InvalidParametersError):
        Address("dir", parameters={"k": f"a{char}b"})


def test_bad_arguments() -> None:
    with pytest.raises(AssertionError, match="f.txt"):
        Address("a", generated_name="g", relative_file_path="f.txt")
    with pytest.raises(TypeError, match="spec_path"):
        Address()
    with pytest.raises(TypeError, match="spec_path"):
        Address(3)
    with pytest.raises(TypeError, match="target_name"):
        Address("a", target_name=3)
    with pytest.raises(TypeError):
        Address("a", "b")
    with pytest.raises(TypeError, match="nope"):
        Address("a", nope=1)
    with pytest.raises(TypeError):
        Address("a", parameters={"k": 1})
    with pytest.raises(TypeError):
        Address("a", spec_path="b")
    for name in ("BUILD", "BUILD.x"):
        with pytest.raises(InvalidSpecPathError):
            Address(f"a/{name}")
    assert Address("a/BUILDER").spec == "a/BUILDER:BUILDER"


def test_exceptions_are_nested() -> None:
    assert issubclass(InvalidAddressError, AddressParseException)
    for e in (
        InvalidSpecPathError,
        InvalidTargetNameError,
        InvalidParametersError,
        UnsupportedWildcardError,
    ):
        assert issubclass(e, InvalidAddressError)


def test_derived_addresses() -> None:
    base = Address("a", target_name="t")
    assert base.create_file("f/g.txt") == Address(
        "a", target_name="t", relative_file_path="f/g.txt"
    )
    assert base.create_generated("g").maybe_convert_to_target_generator() == base
    parametrized = base.parametrize({"k": "v"})
    assert parametrized.spec == "a:t@k=v"
    assert parametrized.parametrize({"l": "w"}).spec == "a:t@k=v,l=w"
    assert parametrized.parametrize({"k": "x"}).spec == "a:t@k=x"
    assert parametrized.parametrize({"l": "w"}, replace=True).spec == "a:t@l=w"
    assert parametrized.maybe_convert_to_target_generator() == base
    assert parametrized.create_file("f").spec == "a/f:t@k=v"
    with pytest.raises(AssertionError):
        base.create_file("f").create_file("g")


def test_parametrized_subset() -> None:
    base = Address("a", target_name="t")
    one = base.parametrize({"k": "v"})
    two = one.parametrize({"a": "b"})
    assert base.is_parametrized_subset_of(two) and one.is_parametrized_subset_of(two)
    assert one.is_parametrized_subset_of(one)
    assert not two.is_parametrized_subset_of(one)
    assert not one.is_parametrized_subset_of(base.parametrize({"k": "w", "a": "b"}))
    assert not base.is_parametrized_subset_of(Address("b", target_name="t"))


def test_address_spec_parse() -> None:
    assert address_spec_parse("a/b:c#d@k=v,x=::") == (
        ("a/b", "c", "d", (("k", "v"), ("x", ""))),
        "::",
    )
    assert address_spec_parse("a@b:") == (("a@b", None, None, ()), ":")
    assert address_spec_parse("//") == (("//", None, None, ()), None)
    for bad in ("a#", "a:b@c", "a:b:c", "a@k=v,"):
        with pytest.raises(AddressParseException) as e:
            address_spec_parse(bad)
        assert f"`{bad}`" in str(e.value)


def test_address_input() -> None:
    parsed = AddressInput.parse("./f.txt:../t@k=v", relative_to="a/b", description_of_origin="here")
    assert parsed.spec == parsed.original_spec == "./f.txt:../t@k=v"
    assert (parsed.path_component, parsed.target_component) == ("a/b/f.txt", "../t")
    assert parsed.parameters == {"k": "v"} and parsed.description_of_origin == "here"
    assert parsed.file_to_address().spec == "a/b/f.txt:../t@k=v"
    same = AddressInput("x", "a/b/f.txt", "there", "../t", parameters={"k": "v"})
    assert same == parsed and hash(same) == hash(parsed)
    assert pickle.loads(pickle.dumps(parsed)) == parsed
    for text in ("./f.txt", "here", "../t"):
        assert text in repr(parsed)


def test_address_input_made_of_parts_is_checked() -> None:
    with pytest.raises(InvalidTargetNameError):
        AddressInput("x", "", "here")
    for path in ("/a", "a/../b", "a//b", "./a", "a/"):
        with pytest.raises(InvalidSpecPathError):
            AddressInput("x", path, "here")


def test_random_texts_parse_or_raise() -> None:
    rng = random.Random(3)
    for _ in range(3000):
        text = "".join(rng.choice("ab/.:#@=,!é ") for _ in range(rng.randrange(9)))
        try:
            parsed = AddressInput.parse(text, relative_to="r", description_of_origin="test")
            address = parsed.dir_to_address()
        except AddressParseException:
            continue
        if BANNED_CHARS_IN_TARGET_NAME & set(address.target_name):
            continue  # the name of a folder, which cannot be written behind `:`
        assert AddressInput.parse(address.spec, description_of_origin="test").dir_to_address() == (
            address
        )
