"""Field and its templates."""

from __future__ import annotations

from abc import ABC
from enum import Enum
from typing import Any, ClassVar

import pytest
from pants.engine.internals.native_engine import (
    NO_VALUE,
    Address,
    AsyncFieldMixin,
    BoolField,
    Field,
    ScalarField,
    SequenceField,
    StringField,
    StringSequenceField,
    Target,
    TriBoolField,
)
from pants.engine.internals.target_errors import (
    InvalidFieldChoiceException,
    InvalidFieldException,
    InvalidFieldTypeException,
    RequiredFieldMissingException,
)

ADDRESS = Address("dir", target_name="t")


class Plain(Field):
    alias = "plain"
    default = "d"


class Number(ScalarField[int]):
    alias = "number"
    expected_type = int
    expected_type_description = "an integer"


def test_no_value() -> None:
    import copy
    import pickle

    assert not NO_VALUE and repr(NO_VALUE) == "<NO_VALUE>"
    assert pickle.loads(pickle.dumps(NO_VALUE)) is NO_VALUE is copy.deepcopy(NO_VALUE)
    with pytest.raises(TypeError):
        type(NO_VALUE)()


def test_plain_field() -> None:
    assert Plain(None, ADDRESS).value == Plain(NO_VALUE, ADDRESS).value == "d"
    field = Plain(raw_value=[1], address=ADDRESS)
    assert field.value == [1] and str(field) == "plain=[1]"
    assert repr(field) == f"{Plain!r}(alias='plain', value=[1], default='d')"
    with pytest.raises(TypeError, match="unhashable"):
        hash(field)
    with pytest.raises(AttributeError):
        field.value = 2
    with pytest.raises(TypeError, match="address"):
        Plain(1)
    with pytest.raises(TypeError, match="Address"):
        Plain(1, "dir")


def test_neither_default_nor_required() -> None:
    class Incomplete(Field):
        alias = "incomplete"

    assert Incomplete(1, ADDRESS).value == 1
    with pytest.raises(AttributeError, match="Incomplete"):
        Incomplete(None, ADDRESS)


def test_required() -> None:
    class Required(StringField):
        alias = "must"
        required = True

    for raw in (None, NO_VALUE):
        with pytest.raises(RequiredFieldMissingException) as e:
            Required(raw, ADDRESS)
        assert "must" in str(e.value) and "dir:t" in str(e.value)


def test_none_is_valid_value() -> None:
    class Nullable(StringField):
        alias = "nullable"
        none_is_valid_value = True
        default = "d"

    seen = []

    class Watching(Nullable):
        @classmethod
        def compute_value(cls, raw_value: Any, address: Address) -> Any:
            seen.append(raw_value)
            return super().compute_value(raw_value, address)

    for cls in (Nullable, Watching):
        assert cls(None, ADDRESS).value is None
        assert cls(NO_VALUE, ADDRESS).value == "d"
    assert seen == [None, NO_VALUE]


def test_compute_value_in_python_sees_none() -> None:
    class Doubling(Number):
        default = 2

        @classmethod
        def compute_value(cls, raw_value: int | None, address: Address) -> int:
            assert raw_value is not NO_VALUE
            return 2 * super().compute_value(raw_value, address=address)

    assert Doubling(NO_VALUE, ADDRESS).value == 4
    assert Doubling(3, ADDRESS).value == 6


def test_class_may_change() -> None:
    class Changing(Plain):
        pass

    assert Changing(None, ADDRESS).value == "d"
    Changing.default = "e"
    assert Changing(None, ADDRESS).value == "e"
    Plain2 = type("Plain2", (Changing,), {"default": "f"})
    assert Plain2(None, ADDRESS).value == "f"
    Changing.compute_value = classmethod(lambda cls, raw, address: "g")
    assert Changing(None, ADDRESS).value == Plain2(None, ADDRESS).value == "g"


def test_subclass_with_an_init_of_its_own() -> None:
    class Own(Plain):
        def __init__(self, raw_value: Any, address: Address) -> None:
            super().__init__(raw_value, address)
            self.mine = address

    class Tgt(Target):
        alias = "tgt"
        core_fields = (Own,)

    assert Own(1, ADDRESS).mine == ADDRESS
    assert Tgt({}, ADDRESS)[Own].mine == ADDRESS
    other = Address("other")
    assert Tgt({}, other)[Own].mine == other


def test_abstract_metaclass() -> None:
    class Abstract(StringField, ABC):
        alias = "abstract"

    assert Abstract("a", ADDRESS).value == "a"


def test_equality_and_hash() -> None:
    class Other(Plain):
        pass

    assert Plain(1, ADDRESS) == Plain(1, Address("x"))
    assert hash(Plain(1, ADDRESS)) == hash(Plain(1, Address("x")))
    assert Plain(1, ADDRESS) != Plain(2, ADDRESS) and Plain(1, ADDRESS) != Other(1, ADDRESS)
    assert Plain(1, ADDRESS) != 1


def test_async_field() -> None:
    class Async(AsyncFieldMixin, Number):
        alias = "async"

    class Mixed(Number, AsyncFieldMixin):
        alias = "mixed"

    for cls in (Async, Mixed):
        field = cls(1, ADDRESS)
        assert field.address == ADDRESS and field.value == 1
        assert field == cls(1, ADDRESS) != cls(1, Address("x"))
        assert hash(field) != hash(cls(1, Address("x")))
        assert "address=dir:t" in repr(field)
        with pytest.raises(AttributeError):
            field.address = Address("x")


@pytest.mark.parametrize("raw", ["x", 1.0, [1], b""])
def test_scalar_of_the_wrong_type(raw: object) -> None:
    with pytest.raises(InvalidFieldTypeException) as e:
        Number(raw, ADDRESS)
    assert "an integer" in str(e.value) and "dir:t" in str(e.value) and repr(raw) in str(e.value)


def test_bools() -> None:
    class Bool(BoolField):
        alias = "bool"
        default = True

    class TriBool(TriBoolField):
        alias = "tri"

    assert Bool(None, ADDRESS).value is True and Bool(False, ADDRESS).value is False
    assert TriBool(None, ADDRESS).value is None and TriBool(True, ADDRESS).value is True
    for cls in (Bool, TriBool):
        for raw in (0, "True", ()):
            with pytest.raises(InvalidFieldTypeException):
                cls(raw, ADDRESS)


class Color(Enum):
    RED = "red"
    BLUE = "blue"


@pytest.mark.parametrize("choices", [("red", "blue"), Color])
def test_choices(choices: object) -> None:
    class One(StringField):
        alias = "one"
        valid_choices = choices

    class Many(StringSequenceField):
        alias = "many"
        valid_choices = choices

    assert One("red", ADDRESS).value == "red" and One(None, ADDRESS).value is None
    assert Many(["red", "blue"], ADDRESS).value == ("red", "blue")
    for cls, raw in ((One, "green"), (Many, ["red", "green"])):
        with pytest.raises(InvalidFieldChoiceException, match="green"):
            cls(raw, ADDRESS)


def test_sequences() -> None:
    class Numbers(SequenceField[int]):
        alias = "numbers"
        expected_element_type = int
        expected_type_description = "several integers"

    class Names(StringSequenceField):
        alias = "names"

    assert Numbers(iter([1, 2]), ADDRESS).value == (1, 2)
    assert Numbers({1: "x"}, ADDRESS).value == (1,)
    assert Numbers((), ADDRESS).value == ()
    for raw in (1, "12", [1, "2"], 1.5, object()):
        with pytest.raises(InvalidFieldTypeException, match="several integers"):
            Numbers(raw, ADDRESS)
    for raw in ("ab", ["a", 1], 3):
        with pytest.raises(InvalidFieldTypeException):
            Names(raw, ADDRESS)

    class Failing:
        def __iter__(self) -> Any:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Numbers(Failing(), ADDRESS)


def test_deprecated_field(monkeypatch: pytest.MonkeyPatch) -> None:
    import pants.base.deprecated as deprecated

    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    monkeypatch.setattr(
        deprecated, "warn_or_error", lambda *args, **kwargs: calls.append((args, kwargs))
    )

    class Old(StringField):
        alias = "old"
        removal_version: ClassVar[str | None] = "99.0.0.dev0"
        removal_hint = "Use another one."

    Old(None, ADDRESS)
    Old(NO_VALUE, ADDRESS)
    Old("x", ADDRESS.create_generated("g"))
    assert calls == []
    Old("x", ADDRESS)
    [(args, kwargs)] = calls
    assert args[0] == "99.0.0.dev0" and "old" in args[1]
    assert "Use another one." in kwargs["hint"] and "dir:t" in kwargs["hint"]


def test_errors_of_compute_value_pass_through() -> None:
    class Picky(StringField):
        alias = "picky"

        @classmethod
        def compute_value(cls, raw_value: Any, address: Address) -> Any:
            raise InvalidFieldException("no")

    with pytest.raises(InvalidFieldException, match="^no$"):
        Picky("x", ADDRESS)
