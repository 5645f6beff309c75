"""The fields that name source files."""

from __future__ import annotations

import pytest
from pants.base.glob_match_error_behavior import GlobMatchErrorBehavior
from pants.engine.internals.native_engine import (
    Address,
    MultipleSourcesField,
    OptionalSingleSourceField,
    SingleSourceField,
    SourcesField,
    UnionMembership,
    UnionRule,
)
from pants.engine.internals.target_errors import InvalidFieldException, InvalidFieldTypeException

ADDRESS = Address("dir", target_name="t")


class Setting:
    def __init__(self, error_behavior: GlobMatchErrorBehavior) -> None:
        self.error_behavior = error_behavior


WARN = Setting(GlobMatchErrorBehavior.warn)


class Sources(MultipleSourcesField):
    default = ("*.py", "!x.py")
    default_glob_match_error_behavior = GlobMatchErrorBehavior.ignore


def test_globs_and_filespec() -> None:
    field = MultipleSourcesField(["*.py", "!test_*.py", "sub/**"], ADDRESS)
    assert field.globs == ("*.py", "!test_*.py", "sub/**")
    assert field.filespec == {"includes": ["dir/*.py", "dir/sub/**"], "excludes": ["dir/test_*.py"]}
    matcher = field.filespec_matcher
    paths = ["dir/a.py", "dir/test_a.py", "dir/sub/x/y", "a.py", "dir/other/a.py"]
    assert matcher.matches(paths) == ["dir/a.py", "dir/sub/x/y"]
    assert MultipleSourcesField(None, ADDRESS).globs == ()
    assert MultipleSourcesField(None, Address("", target_name="t")).filespec == {"includes": []}


def test_path_globs() -> None:
    field = MultipleSourcesField(["a.py", "!b.py"], ADDRESS)
    globs = field.path_globs(WARN)
    assert globs.globs == ("!dir/b.py", "dir/a.py")
    assert globs.glob_match_error_behavior is GlobMatchErrorBehavior.warn
    assert globs.description_of_origin == "dir:t's `sources` field"
    empty = MultipleSourcesField(None, ADDRESS).path_globs(WARN)
    assert empty.globs == () and empty.description_of_origin is None


def test_path_globs_of_a_default() -> None:
    for raw in (None, ["!x.py", "*.py"]):
        globs = Sources(raw, ADDRESS).path_globs(WARN)
        assert globs.glob_match_error_behavior is GlobMatchErrorBehavior.ignore
    other = Sources(["*.py"], ADDRESS).path_globs(WARN)
    assert other.glob_match_error_behavior is GlobMatchErrorBehavior.warn

    class Indifferent(Sources):
        default_glob_match_error_behavior = None

    assert (
        Indifferent(None, ADDRESS).path_globs(WARN).glob_match_error_behavior
        is GlobMatchErrorBehavior.warn
    )


def test_single_source() -> None:
    field = SingleSourceField("f.py", ADDRESS)
    assert field.globs == ("f.py",) and field.file_path == "dir/f.py"
    assert field.filespec == {"includes": ["dir/f.py"]}
    optional = OptionalSingleSourceField(None, ADDRESS)
    assert optional.value is None and optional.file_path is None and optional.globs == ()
    with pytest.raises(InvalidFieldException):
        SingleSourceField(None, ADDRESS)
    with pytest.raises(InvalidFieldTypeException):
        SingleSourceField(["f.py"], ADDRESS)


@pytest.mark.parametrize("raw", ["../f", "a/../f", "*.py", "a*b", "!f"])
def test_bad_single_source(raw: str) -> None:
    with pytest.raises(InvalidFieldException) as e:
        OptionalSingleSourceField(raw, ADDRESS)
    assert raw in str(e.value) and "dir:t" in str(e.value) and "source" in str(e.value)


@pytest.mark.parametrize("raw", ["../*.py", "!../x", "a/../b"])
def test_globs_of_other_folders(raw: str) -> None:
    with pytest.raises(InvalidFieldException, match="dir:t"):
        MultipleSourcesField(["ok", raw], ADDRESS)


def test_names_with_dots_are_fine() -> None:
    assert MultipleSourcesField(["..a/b", "a../b", "...", "a..b"], ADDRESS).value is not None


def test_prefix_glob() -> None:
    assert SourcesField.prefix_glob_with_dirpath("a/b", "!c") == "!a/b/c"
    assert SourcesField.prefix_glob_with_dirpath(dirpath="", glob="*.py") == "*.py"
    assert SourcesField.prefix_glob_with_dirpath("a", "/abs") == "/abs"


def test_extensions() -> None:
    class Python(MultipleSourcesField):
        expected_file_extensions = (".py", "")

    field = Python(["*"], ADDRESS)
    field.validate_resolved_files(["a.py", "x/Makefile", ".hidden"])
    with pytest.raises(InvalidFieldException) as e:
        field.validate_resolved_files(["z.txt", "a.py", "b.txt"])
    assert "['b.txt', 'z.txt']" in str(e.value) and ".py" in str(e.value)


@pytest.mark.parametrize(
    "expected,good,bad,text",
    [
        (2, 2, 1, "2 files, not 1 file."),
        (range(1, 4, 2), 3, 2, "1 or 3 files, not 2 files."),
        (range(2, 9), 8, 9, "range(2, 9)"),
        (1, 1, 0, "1 file, not 0 files."),
    ],
)
def test_number_of_files(expected: object, good: int, bad: int, text: str) -> None:
    class Some(MultipleSourcesField):
        expected_num_files = expected

    field = Some(["*"], ADDRESS)
    field.validate_resolved_files(["f"] * good)
    with pytest.raises(InvalidFieldException) as e:
        field.validate_resolved_files(["f"] * bad)
    assert text in str(e.value)


def test_can_generate() -> None:
    from pants.engine.target import GenerateSourcesRequest

    class Proto(MultipleSourcesField):
        pass

    class Request(GenerateSourcesRequest):
        input = Proto
        output = Sources

    membership = UnionMembership.from_rules([UnionRule(GenerateSourcesRequest, Request)])
    assert Proto.can_generate(Sources, membership)
    assert Proto.can_generate(output_type=MultipleSourcesField, union_membership=membership)
    assert not Proto.can_generate(SingleSourceField, membership)
    assert not Sources.can_generate(Sources, membership)
    assert not Proto.can_generate(Sources, UnionMembership.empty())


def test_form_of_a_plugin() -> None:
    class Fixed(SourcesField):
        alias = "fixed"

        @property
        def globs(self) -> tuple[str, ...]:
            return (self.value, "!no")

    assert Fixed("yes", ADDRESS).filespec.includes == ["dir/yes"]

    class Missing(SourcesField):
        alias = "missing"

    with pytest.raises(NotImplementedError, match="Missing"):
        Missing("x", ADDRESS).filespec
