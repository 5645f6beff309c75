"""Writes packed values: the format of include/codec/pack.h.

A value is made of None, bool, int, float, str, bytes, list, tuple, dict and `Ext`. `pack` turns one
into bytes, `unpack` reads it back (for tests and for looking at a table).
"""

from __future__ import annotations

import struct

MAGIC = b"PPACK1\0\0"

NONE, FALSE, TRUE, INT, FLOAT, STR, BYTES, LIST, TUPLE, DICT, EXT = range(11)

_UNSORTED = 0xFFFFFFFF


class Ext:
    """A record whose meaning its kind gives."""

    def __init__(self, kind: int, items: list[object]) -> None:
        self.kind = kind
        self.items = items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ext) and (other.kind, other.items) == (self.kind, self.items)

    def __repr__(self) -> str:
        return f"Ext({self.kind}, {self.items!r})"


class Writer:
    """Writes nodes; a child lies before its parent, and equal strings are written once."""

    def __init__(self) -> None:
        self.out = bytearray(MAGIC + bytes(8))
        self._strings: dict[str | bytes, int] = {}
        self._plain: dict[int, int] = {}

    def finish(self, root: int) -> bytes:
        """The blob with this root."""
        struct.pack_into("<II", self.out, 8, len(self.out), root)
        return bytes(self.out)

    def _node(self, tag: int, payload: bytes = b"") -> int:
        offset = len(self.out)
        self.out += struct.pack("<I", tag) + payload
        self.out += bytes(-len(self.out) % 4)
        return offset

    def add(self, value: object) -> int:
        """Write a value; the offset of its node."""
        if value is None or value is True or value is False:
            tag = NONE if value is None else TRUE if value else FALSE
            if tag not in self._plain:
                self._plain[tag] = self._node(tag)
            return self._plain[tag]
        if isinstance(value, int):
            return self._node(INT, struct.pack("<q", value))
        if isinstance(value, float):
            return self._node(FLOAT, struct.pack("<d", value))
        if isinstance(value, (str, bytes)):
            return self._add_text(value)
        if isinstance(value, dict):
            return self._add_dict(value)
        if isinstance(value, (list, tuple)):
            tag = TUPLE if isinstance(value, tuple) else LIST
            offsets = [self.add(item) for item in value]
            return self._node(tag, struct.pack(f"<I{len(offsets)}I", len(offsets), *offsets))
        if isinstance(value, Ext):
            offsets = [self.add(item) for item in value.items]
            head = struct.pack("<II", value.kind, len(offsets))
            return self._node(EXT, head + struct.pack(f"<{len(offsets)}I", *offsets))
        raise TypeError(f"cannot pack {value!r} of type {type(value).__name__}")

    def _add_text(self, value: str | bytes) -> int:
        if value not in self._strings:
            data = value.encode() if isinstance(value, str) else value
            tag = STR if isinstance(value, str) else BYTES
            self._strings[value] = self._node(tag, struct.pack("<I", len(data)) + data)
        return self._strings[value]

    def _add_dict(self, value: dict[object, object]) -> int:
        pairs = [offset for k, v in value.items() for offset in (self.add(k), self.add(v))]
        n = len(value)
        keys = list(value)
        if all(isinstance(key, str) for key in keys):
            order = sorted(range(n), key=lambda i: keys[i].encode())  # type: ignore[attr-defined]
        else:
            order = [_UNSORTED] * n
        return self._node(DICT, struct.pack(f"<I{3 * n}I", n, *pairs, *order))


def pack(value: object) -> bytes:
    """The value as a blob."""
    writer = Writer()
    return writer.finish(writer.add(value))


def unpack(blob: bytes) -> object:
    """The value in a blob."""
    if blob[:8] != MAGIC:
        raise ValueError("not a packed value")
    length, root = struct.unpack_from("<II", blob, 8)
    if length != len(blob):
        raise ValueError(f"a packed value of {length} bytes has {len(blob)}")
    return _read(blob, root)


def _read(blob: bytes, at: int) -> object:
    tag = blob[at]
    if tag in (NONE, FALSE, TRUE):
        return {NONE: None, FALSE: False, TRUE: True}[tag]
    if tag == INT:
        return struct.unpack_from("<q", blob, at + 4)[0]
    if tag == FLOAT:
        return struct.unpack_from("<d", blob, at + 4)[0]
    (n,) = struct.unpack_from("<I", blob, at + 4)
    if tag in (STR, BYTES):
        data = blob[at + 8 : at + 8 + n]
        return data.decode() if tag == STR else data
    if tag in (LIST, TUPLE):
        items = [_read(blob, child) for child in struct.unpack_from(f"<{n}I", blob, at + 8)]
        return tuple(items) if tag == TUPLE else items
    if tag == DICT:
        offsets = struct.unpack_from(f"<{2 * n}I", blob, at + 8)
        return {_read(blob, offsets[2 * i]): _read(blob, offsets[2 * i + 1]) for i in range(n)}
    if tag == EXT:
        (count,) = struct.unpack_from("<I", blob, at + 8)
        return Ext(n, [_read(blob, c) for c in struct.unpack_from(f"<{count}I", blob, at + 12)])
    raise ValueError(f"a packed value has no node of kind {tag}")
