"""Digests of sources."""

from __future__ import annotations

import hashlib
import os

from pants.backend.project_info.fingerprint import Fingerprints, directory_digest


class Tree:
    def __init__(self, build_root):
        self.build_root = str(build_root)
        self.reads = []

    def read_file(self, path):
        self.reads.append(path)
        with open(f"{self.build_root}/{path}", "rb") as f:
            return f.read()


def test_no_files():
    assert directory_digest({}) == (hashlib.sha256(b"").hexdigest(), 0)


def test_a_message_in_full():
    content = hashlib.sha256(b"hi").hexdigest()
    digest = b"\x0a\x40" + content.encode() + b"\x10\x02"
    node = b"\x0a\x01a" + b"\x12" + bytes([len(digest)]) + digest + b"\x20\x01"
    message = b"\x0a" + bytes([len(node)]) + node
    assert directory_digest({"a": (content, 2, True)}) == (
        hashlib.sha256(message).hexdigest(),
        len(message),
    )


def test_an_empty_file_has_no_size():
    content = hashlib.sha256(b"").hexdigest()
    node = b"\x0a\x01a\x12\x42\x0a\x40" + content.encode()
    message = b"\x0a" + bytes([len(node)]) + node
    assert directory_digest({"a": (content, 0, False)})[1] == len(message)


def test_order_does_not_matter_and_files_are_read_once(tmp_path):
    os.makedirs(tmp_path / "a" / "b")
    for path in ("a/b/x", "a/y", "z"):
        (tmp_path / path).write_text(path)
    tree = Tree(tmp_path)
    prints = Fingerprints(tree)
    assert prints.of(["a/b/x", "a/y", "z"]) == prints.of(["z", "a/y", "a/b/x"])
    assert prints.of(["z"]) != prints.of(["a/y"])
    assert sorted(tree.reads) == ["a/b/x", "a/y", "z"]


def test_empty_folders_count(tmp_path):
    (tmp_path / "x").write_text("x")
    prints = Fingerprints(Tree(tmp_path))
    assert prints.of(["x"], ["a/b"]) != prints.of(["x"])
    assert (
        directory_digest({"a": {"b": {}}})[0]
        == prints.of([], ["a/b"])
        == prints.of([], ["a", "a/b"])
    )


def test_a_bit_that_counts(tmp_path):
    (tmp_path / "x").write_text("x")
    plain = Fingerprints(Tree(tmp_path)).of(["x"])
    os.chmod(tmp_path / "x", 0o755)
    assert Fingerprints(Tree(tmp_path)).of(["x"]) != plain
