"""Digests, snapshots, globs and what is asked about files."""

from __future__ import annotations

import copy
import hashlib
import pickle
from datetime import UTC, datetime

import pytest
from pants.base.glob_match_error_behavior import GlobMatchErrorBehavior
from pants.engine.fs import GlobExpansionConjunction
from pants.engine.internals.native_engine import (
    EMPTY_DIGEST,
    EMPTY_FILE_DIGEST,
    EMPTY_SNAPSHOT,
    AddPrefix,
    Digest,
    FileDigest,
    Filespec,
    FilespecMatcher,
    MergeDigests,
    PathGlobs,
    PathMetadata,
    PathMetadataKind,
    PathNamespace,
    RemovePrefix,
    Snapshot,
)

EMPTY_HEX = hashlib.sha256(b"").hexdigest()


def test_digests() -> None:
    assert EMPTY_DIGEST == Digest(EMPTY_HEX, 0) and EMPTY_FILE_DIGEST == FileDigest(EMPTY_HEX, 0)
    assert EMPTY_DIGEST != EMPTY_FILE_DIGEST
    assert Digest("AB" * 32, 1).fingerprint == "ab" * 32
    for bad in ("ab", "x" * 64, "é" * 32, ""):
        with pytest.raises(ValueError, match="Invalid digest hex"):
            Digest(bad, 1)
    with pytest.raises(OverflowError):
        Digest("a" * 64, -1)
    with pytest.raises(TypeError):
        FileDigest(b"a" * 64, 1)
    for digest in (Digest("0f" * 32, 2**40), FileDigest("0f" * 32, 3)):
        assert pickle.loads(pickle.dumps(digest)) == digest == copy.copy(digest)
        assert hash(digest) == int("0f" * 8, 16)
    assert hash(Digest("f" * 64, 1)) == -2  # -1 is no hash


def varint(n: int) -> bytes:
    return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + varint(n >> 7)


def message(*fields: tuple[int, bytes | int]) -> bytes:
    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
        else:
            out += varint(number << 3 | 2) + varint(len(value)) + value
    return out


def test_snapshot_digest_is_that_of_the_directory_message() -> None:
    empty = message((1, EMPTY_HEX.encode()))
    sub = message((1, message((1, b"f.txt"), (2, empty))))
    sub_digest = message((1, hashlib.sha256(sub).hexdigest().encode()), (2, len(sub)))
    top = message((1, message((1, b"a"), (2, empty))), (2, message((1, b"d"), (2, sub_digest))))
    snapshot = Snapshot.create_for_testing(["d/f.txt", "a"], [])
    assert snapshot.digest == Digest(hashlib.sha256(top).hexdigest(), len(top))
    assert snapshot.files == ("a", "d/f.txt") and snapshot.dirs == ("d",)
    assert "'d/f.txt'" in repr(snapshot) and snapshot.digest.fingerprint in repr(snapshot)


def test_snapshots() -> None:
    assert EMPTY_SNAPSHOT.digest == EMPTY_DIGEST
    assert EMPTY_SNAPSHOT.files == EMPTY_SNAPSHOT.dirs == ()
    assert Snapshot.create_for_testing([], []) == EMPTY_SNAPSHOT
    with pytest.raises(ValueError):
        Snapshot.create_for_testing(["a", "a/b"], [])
    with pytest.raises(TypeError):
        Snapshot()


def test_snapshot_diff() -> None:
    ours = Snapshot.create_for_testing(["a", "d/x", "d/y", "only/f", "kind"], ["e"])
    theirs = Snapshot.create_for_testing(["b", "d/x", "d/z/f", "kind/f"], ["e"])
    assert ours._diff(theirs) == (("a", "d/y", "kind"), ("only",), ("b",), ("d/z", "kind"), ())
    assert theirs._diff(ours) == (("b",), ("d/z", "kind"), ("a", "d/y", "kind"), ("only",), ())
    assert ours._diff(ours) == ((),) * 5
    with pytest.raises(TypeError):
        ours._diff(3)


def test_requests() -> None:
    other = Digest("a" * 64, 1)
    merge = MergeDigests(iter([EMPTY_DIGEST, other]))
    assert merge.digests == (EMPTY_DIGEST, other)
    assert merge == MergeDigests([EMPTY_DIGEST, other]) != MergeDigests([other, EMPTY_DIGEST])
    assert hash(merge) == hash(MergeDigests((EMPTY_DIGEST, other)))
    with pytest.raises(TypeError):
        MergeDigests([EMPTY_FILE_DIGEST])
    for cls in (AddPrefix, RemovePrefix):
        request = cls(other, "a/b")
        assert (request.digest, request.prefix) == (other, "a/b")
        assert request == cls(digest=other, prefix="a/b") != cls(other, "a")
        assert hash(request) == hash(cls(other, "a/b"))
        with pytest.raises(TypeError):
            cls(EMPTY_FILE_DIGEST, "a")
        with pytest.raises(TypeError):
            cls(other, 3)
    assert AddPrefix(other, "a") != RemovePrefix(other, "a")


def test_path_globs() -> None:
    g = PathGlobs(["b", "a", "!c"])
    assert g.globs == ("!c", "a", "b") and g.description_of_origin is None
    assert g.glob_match_error_behavior is GlobMatchErrorBehavior.ignore
    assert g.conjunction is GlobExpansionConjunction.any_match
    warning = PathGlobs(
        globs=("a",),
        glob_match_error_behavior=GlobMatchErrorBehavior.warn,
        conjunction=GlobExpansionConjunction.all_match,
        description_of_origin="here",
    )
    assert warning.conjunction is GlobExpansionConjunction.all_match
    assert warning.description_of_origin == "here"
    assert g == PathGlobs(iter(["a", "!c", "b"])) and hash(g) == hash(PathGlobs(["a", "b", "!c"]))
    assert (
        g != warning != PathGlobs(["a"], GlobMatchErrorBehavior.warn, description_of_origin="here")
    )
    assert pickle.loads(pickle.dumps(warning)) == warning
    assert "all_match" in repr(warning)


def test_path_globs_origin() -> None:
    with pytest.raises(ValueError, match="description_of_origin"):
        PathGlobs(["a"], description_of_origin="here")
    for behavior in (GlobMatchErrorBehavior.warn, GlobMatchErrorBehavior.error):
        with pytest.raises(ValueError, match="description_of_origin"):
            PathGlobs(["a"], glob_match_error_behavior=behavior)
    with pytest.raises(TypeError):
        PathGlobs("a")
    with pytest.raises(TypeError):
        PathGlobs([1])
    with pytest.raises(ValueError, match="nope"):
        PathGlobs(["a"], "nope")


def test_filespec() -> None:
    spec = Filespec(["a/*.py"], ["a/x.py"])
    assert spec == {"includes": ["a/*.py"], "excludes": ["a/x.py"]} == dict(spec)
    assert spec["includes"] == spec.includes == ["a/*.py"]
    assert Filespec(includes=["a"]) == {"includes": ["a"]}
    assert "excludes" not in Filespec(["a"]) and Filespec(["a"]).get("excludes", 1) == 1
    assert hash(spec) == hash(Filespec(("a/*.py",), ("a/x.py",))) and len(spec) == 2
    assert pickle.loads(pickle.dumps(spec)) == spec
    with pytest.raises(KeyError):
        Filespec(["a"])["excludes"]
    with pytest.raises(TypeError):
        Filespec("a")


def test_filespec_matcher() -> None:
    matcher = FilespecMatcher(["a/*.py", "**/*.md"], ["a/x.py", "!a/y.py"])
    paths = ("a/b.py", "a/x.py", "a/c/d.py", "m.md", "a/b/c.md", "A/b.py")
    assert matcher.matches(paths) == ["a/b.py", "m.md", "a/b/c.md"]
    assert matcher == FilespecMatcher(matcher.includes, matcher.excludes)
    assert hash(matcher) == hash(FilespecMatcher(matcher.includes, matcher.excludes))
    assert matcher != FilespecMatcher(["a"], [])
    assert pickle.loads(pickle.dumps(matcher)).matches(paths) == matcher.matches(paths)
    with pytest.raises(ValueError):
        FilespecMatcher(["/abs"], [])


def test_path_metadata() -> None:
    now = datetime.now(UTC)
    m = PathMetadata("p", PathMetadataKind.FILE, 3, False, 0o644, now, now, None, None)
    assert (m.path, m.kind, m.length, m.is_executable) == ("p", PathMetadataKind.FILE, 3, False)
    assert (m.unix_mode, m.accessed, m.modified, m.symlink_target) == (0o644, now, None, None)
    assert m.copy() == m and m.copy() is not m and hash(m) == hash(m.copy())
    assert m != PathMetadata("p", PathMetadataKind.DIRECTORY, 3, False, 0o644, now, now, None, None)
    assert pickle.loads(pickle.dumps(m)) == m and "path='p'" in repr(m)
    with pytest.raises(TypeError):
        PathMetadata("p", "FILE", 3, False)


def test_enumerations() -> None:
    kinds = [PathMetadataKind.FILE, PathMetadataKind.DIRECTORY, PathMetadataKind.SYMLINK]
    assert len(set(kinds)) == 3 and kinds[0] != kinds[1]
    assert [k.name for k in kinds] == ["FILE", "DIRECTORY", "SYMLINK"]
    assert PathNamespace.WORKSPACE != PathNamespace.SYSTEM != PathMetadataKind.DIRECTORY
    assert repr(PathNamespace.SYSTEM) == "PathNamespace.SYSTEM"
    for member in (*kinds, PathNamespace.SYSTEM):
        assert pickle.loads(pickle.dumps(member)) is member is copy.deepcopy(member)
    with pytest.raises(TypeError):
        PathMetadataKind()
