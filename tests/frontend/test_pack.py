"""The writer of packed values, by what is read back and by its bytes."""

from __future__ import annotations

import importlib.util
import struct
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location(
    "pack", Path(__file__).parents[2] / "tools" / "pack.py"
)
pack = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(pack)

VALUES = [
    None,
    True,
    False,
    0,
    -1,
    2**62,
    1.5,
    "",
    "häuser",
    b"\x00\xff",
    [],
    [1, [2, "x"]],
    (),
    (1, (2,)),
    {},
    {"b": 1, "a": [2]},
    {1: "x", (1, 2): None},
    pack.Ext(1, [["a"], {"k": 1}]),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_round_trip(value: object) -> None:
    read = pack.unpack(pack.pack(value))
    assert read == value and type(read) is type(value)


def test_insertion_order_is_kept() -> None:
    assert list(pack.unpack(pack.pack({"b": 1, "a": 2, "c": 3}))) == ["b", "a", "c"]


def test_layout() -> None:
    blob = pack.pack({"b": 7, "a": None})
    assert blob[:8] == b"PPACK1\0\0" and len(blob) % 4 == 0
    length, root = struct.unpack_from("<II", blob, 8)
    assert length == len(blob)
    tag, n, *rest = struct.unpack_from("<II6I", blob, root)
    keys, values, order = rest[0:4:2], rest[1:4:2], rest[4:]
    assert (tag, n) == (9, 2)
    assert all(offset < root and offset % 4 == 0 for offset in (*keys, *values))
    assert order == [1, 0]  # "a" before "b"
    assert struct.unpack_from("<Iq", blob, values[0]) == (3, 7)
    assert blob[keys[0] : keys[0] + 9] == struct.pack("<II", 5, 1) + b"b"


def test_keys_that_are_not_strings_have_no_order() -> None:
    blob = pack.pack({1: 2})
    (_, root) = struct.unpack_from("<II", blob, 8)
    assert struct.unpack_from("<I", blob, root + 8 + 8)[0] == 0xFFFFFFFF


def test_equal_strings_are_written_once() -> None:
    assert len(pack.pack(["x" * 1000] * 50)) < 1400


def test_what_cannot_be_packed() -> None:
    with pytest.raises(TypeError, match="object"):
        pack.pack([object()])
    with pytest.raises(struct.error):
        pack.pack(2**64)


@pytest.mark.parametrize("blob", [b"", b"PPACK2\0\0" + bytes(8), pack.pack([1])[:-4]])
def test_what_is_no_pack(blob: bytes) -> None:
    with pytest.raises(ValueError):
        pack.unpack(blob)
