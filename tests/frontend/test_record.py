"""Records: immutable values without generated code that pass for frozen dataclasses."""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys

import pytest
from pants.util.plain_enum import PlainEnum, is_enum_class
from pants.util.record import Factory, Hidden, Record


class Point(Record):
    x: int
    y: int = 0
    note: str = Hidden(default="")
    tags: list[str] = Factory(list)


class Named(Point):
    name: str = "p"


class OwnInit(Record):
    values: tuple[int, ...]

    def __init__(self, *values: int) -> None:
        self._fill(values=tuple(sorted(values)))


def test_construction() -> None:
    assert (Point(1).x, Point(1).y, Point(1, 2).y, Point(x=3, y=4).y) == (1, 0, 2, 4)
    assert Named(1, 2, "n", ["t"], "q").name == "q"
    assert OwnInit(3, 1).values == (1, 3)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: Point(), "x"),
        (lambda: Point(1, 2, "n", [], 5), "at most 4"),
        (lambda: Point(1, z=2), "'z'"),
        (lambda: Point(1, x=2), "multiple values for argument 'x'"),
    ],
)
def test_wrong_arguments(call, words) -> None:
    with pytest.raises(TypeError, match=words):
        call()


def test_value_semantics() -> None:
    assert Point(1, 2) == Point(1, 2)
    assert Point(1, 2, "a") == Point(1, 2, "b")
    assert Point(1, 2) != Point(2, 1)
    assert Named(1) != Point(1)
    assert hash(OwnInit(1, 2)) == hash(OwnInit(2, 1))
    assert repr(OwnInit(1)) == "OwnInit(values=(1,))"
    assert "note" not in repr(Point(1, note="n"))
    assert pickle.loads(pickle.dumps(Named(1, 2))) == Named(1, 2)


def test_a_default_made_anew() -> None:
    assert Point(1).tags is not Point(1).tags


def test_frozen() -> None:
    point = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2
    with pytest.raises(AttributeError):
        del point.x


def test_it_passes_for_a_dataclass() -> None:
    assert dataclasses.is_dataclass(Point)
    assert [f.name for f in dataclasses.fields(Point)] == ["x", "y", "note", "tags"]
    assert dataclasses.replace(Point(1, 2), y=5).y == 5
    assert dataclasses.asdict(OwnInit.__new__(OwnInit).__class__(2)) == {"values": (2,)}


def test_a_dataclass_may_inherit_it() -> None:
    @dataclasses.dataclass(frozen=True)
    class Child(Named):
        extra: int = 7

    assert Child(1) == Child(1, 0)
    assert Child(1).extra == 7
    assert hash(OwnInit(1)) == hash(OwnInit(1))
    with pytest.raises(dataclasses.FrozenInstanceError):
        Child(1).extra = 8


def test_post_init_runs() -> None:
    class Checked(Record):
        n: int

        def __post_init__(self) -> None:
            if self.n < 0:
                raise ValueError("negative")

    assert Checked(1).n == 1
    with pytest.raises(ValueError, match="negative"):
        Checked(-1)


class Color(PlainEnum):
    RED = "red"
    GREEN = "green"

    @property
    def short(self) -> str:
        return self.value[0]


def test_plain_enum() -> None:
    assert Color("red") is Color.RED is Color["RED"]
    assert [c.value for c in Color] == ["red", "green"]
    assert list(Color.__members__) == ["RED", "GREEN"]
    assert Color.GREEN.short == "g"
    assert Color.RED in Color and "green" in Color and "blue" not in Color
    assert is_enum_class(Color) and not is_enum_class(Point)
    assert pickle.loads(pickle.dumps(Color.RED)) is Color.RED
    with pytest.raises(ValueError, match="'blue' is not a valid Color"):
        Color("blue")
    with pytest.raises(AttributeError):
        Color.RED = 1


def test_importing_the_api_imports_nothing_heavy() -> None:
    code = (
        "import sys, pants.engine.internals.native_engine; before = set(sys.modules)\n"
        "import pants.engine.target, pants.engine.rules, pants.engine.goal, pants.engine.fs\n"
        "import pants.engine.unions, pants.option.subsystem, pants.engine.addresses\n"
        "print(*(set(sys.modules) - before))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    heavy = {"dataclasses", "inspect", "typing", "re", "logging", "enum", "ast", "threading"}
    assert not loaded & heavy
    assert len([m for m in loaded if m.startswith("pants.")]) < 45
