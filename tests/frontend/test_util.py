"""Small helpers: text, paths, memory, requirements, interpolation."""

from __future__ import annotations

import os
import threading

import pytest
from pants.base.build_root import BuildRoot
from pants.util.collections import (
    assert_single_element,
    ensure_str_list,
    partition_sequentially,
    recursively_update,
)
from pants.util.contextutil import environment_as, overwrite_file_content, pushd, temporary_dir
from pants.util.dirutil import (
    fast_relpath,
    fast_relpath_optional,
    find_nearest_ancestor_file,
    group_by_dir,
    longest_dir_prefix,
    recursive_dirname,
    relative_symlink,
    safe_file_dump,
)
from pants.util.enums import InexhaustiveMatchError, UnrecognizedMatchError, match
from pants.util.filtering import and_filters, create_filter, create_filters, or_filters
from pants.util.logging import LogLevel
from pants.util.memo import memoized, memoized_property
from pants.util.meta import classproperty
from pants.util.osutil import normalize_arch_name, normalize_os_name
from pants.util.pip_requirement import PipRequirement
from pants.util.resources import read_resource
from pants.util.strutil import help_text, pluralize, softwrap, stable_hash, strval
from pants.util.value_interpolation import (
    InterpolationContext,
    InterpolationError,
    InterpolationValue,
)


def test_softwrap() -> None:
    text = """
        One line
        that goes on.

          * a list
          * stays

        End.
        """
    assert softwrap(text) == "One line that goes on.\n\n  * a list\n  * stays\n\nEnd."
    assert softwrap("plain ") == "plain"
    assert softwrap("a   b\n    c") == "a b c"


def test_lazy_helps() -> None:
    made = []

    class Thing:
        help = help_text(lambda: made.append(1) or "a\nb")

    assert not made
    assert Thing.help == "a b" == Thing().help and made == [1]
    text = help_text("x")
    assert text + "y" == "xy" and "y" + text == "yx" and strval(text) == "x" == f"{text}"


def test_words() -> None:
    assert [pluralize(n, "copy") for n in (1, 2)] == ["1 copy", "2 copies"]
    assert stable_hash({"b": (1, 2), "a": {3}}) == stable_hash({"a": [3], "b": [1, 2]})


def test_memo() -> None:
    calls = []

    @memoized
    def double(n: int) -> int:
        calls.append(n)
        return 2 * n

    threads = [threading.Thread(target=double, args=(4,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert double(4) == 8 and calls == [4]
    with double.put(5) as put:
        put(0)
    assert double(5) == 0
    double.clear()
    assert double(5) == 10

    class Thing:
        @memoized_property
        def value(self) -> list[int]:
            return []

        @classproperty
        def name(cls) -> str:
            return cls.__name__

    thing = Thing()
    assert thing.value is thing.value is not Thing().value
    first = thing.value
    del thing.value
    assert thing.value is not first and Thing.name == "Thing"


def test_enums_are_matched_whole() -> None:
    table = {level: level.level for level in LogLevel}
    assert match(LogLevel.INFO, table) == 20
    with pytest.raises(InexhaustiveMatchError, match="WARN"):
        match(LogLevel.INFO, {k: v for k, v in table.items() if k is not LogLevel.WARN})
    with pytest.raises(UnrecognizedMatchError, match="'x'"):
        match(LogLevel.INFO, {**table, "x": 1})


def test_collections() -> None:
    d = {"a": {"x": 1}, "b": 1}
    recursively_update(d, {"a": {"y": 2}, "b": 3})
    assert d == {"a": {"x": 1, "y": 2}, "b": 3}
    assert assert_single_element([1]) == 1
    with pytest.raises(StopIteration):
        assert_single_element([])
    with pytest.raises(ValueError):
        assert_single_element([1, 2])
    assert ensure_str_list("a", allow_single_str=True) == ["a"]
    for bad in ("a", [1], 3):
        with pytest.raises(ValueError):
            ensure_str_list(bad)


def test_batches_are_stable() -> None:
    def batches(items: list[str]) -> list[list[str]]:
        return list(partition_sequentially(items, key=str, size_target=8, size_max=16))

    names = [f"src/file{i}.py" for i in range(400)]
    one = batches(names)
    assert sorted(n for b in one for n in b) == sorted(names)
    assert max(len(b) for b in one) <= 16 and len(one) < 200
    two = batches([*names, "src/file1000.py"])
    assert sum(b not in one for b in two) <= 3
    with pytest.raises(ValueError):
        list(partition_sequentially([], key=str, size_target=8, size_max=4))


def test_paths(tmp_path) -> None:
    assert fast_relpath("a/b/c", "a/b") == "c" and fast_relpath("a", "") == "a"
    assert fast_relpath("a/b", "a/b/") == ""
    assert fast_relpath_optional("ab/c", "a") is None
    with pytest.raises(ValueError):
        fast_relpath("x", "y")
    assert longest_dir_prefix("a/b/c", ["a", "a/b", "z"]) == "a/b"
    assert list(recursive_dirname("a/b")) == ["a/b", "a", ""]
    assert find_nearest_ancestor_file({"x", "a/b/x"}, "a/b/c", "x") == "a/b/x"
    assert find_nearest_ancestor_file({"x"}, "a/b", "x") == "x"
    assert find_nearest_ancestor_file(set(), "a", "x") is None
    assert group_by_dir(["a/b", "a/c", "d"]) == {"a": {"b", "c"}, "": {"d"}}
    target = tmp_path / "d" / "f"
    safe_file_dump(str(target), b"x", makedirs=True)
    relative_symlink(str(target), str(tmp_path / "e" / "link"))
    assert os.readlink(tmp_path / "e" / "link") == "../d/f"


def test_contexts(tmp_path) -> None:
    with environment_as(PANTS_TEST_A="1"):
        assert os.environ["PANTS_TEST_A"] == "1"
    assert "PANTS_TEST_A" not in os.environ
    with temporary_dir() as folder, pushd(folder):
        assert os.path.samefile(os.getcwd(), folder)
        with open("f", "w") as f:
            f.write("old")
        with overwrite_file_content("f", lambda old: old + b"er"):
            assert open("f").read() == "older"
        assert open("f").read() == "old"
    assert not os.path.exists(folder)


def test_build_root(tmp_path) -> None:
    (tmp_path / "BUILDROOT").touch()
    (tmp_path / "a" / "b").mkdir(parents=True)
    root = BuildRoot()
    assert root is BuildRoot()
    assert root.find_buildroot(str(tmp_path / "a" / "b")) == os.path.realpath(tmp_path)
    with root.temporary(str(tmp_path / "a")):
        assert root.new_path("b") == os.path.realpath(tmp_path / "a" / "b")
    with pytest.raises(ValueError):
        root.path = str(tmp_path / "missing")


def test_filters() -> None:
    def prefix(text: str):
        return lambda x: x.startswith(text)

    either, neither = create_filter("a,b", prefix), create_filter("-a,b", prefix)
    assert [either(x) for x in ("ax", "bx", "c")] == [True, True, False]
    assert [neither(x) for x in ("ax", "bx", "c")] == [False, False, True]
    both = and_filters(create_filters(["+a", "-ab"], prefix))
    assert [both(x) for x in ("ax", "ab", "c")] == [True, False, False]
    assert or_filters([either, neither])("anything")


def test_names_of_systems() -> None:
    assert normalize_os_name("MacOS") == "darwin" and normalize_os_name("Linux2") == "linux"
    assert normalize_arch_name("AMD64") == "x86_64" and normalize_arch_name("aarch64") == "arm64"


def test_pip_requirements() -> None:
    one = PipRequirement.parse("requests[socks]>=2.0,<3 ; python_version>'3'")
    assert (one.name, sorted(one.specs)) == ("requests", [("<", "3"), (">=", "2.0")])
    url = PipRequirement.parse("git+https://example.com/x.git@abc#egg=x&subdirectory=y")
    assert (url.name, url.url) == ("x", "git+https://example.com/x.git@abc#subdirectory=y")
    assert PipRequirement.parse("a==1") == PipRequirement.parse("a == 1")
    with pytest.raises(ValueError, match=r"'1bad=' in here: Expected .*\.$"):
        PipRequirement.parse("1bad=", "here")
    with pytest.raises(ValueError, match="name@ git"):
        PipRequirement.parse("git+https://example.com/x.git", "here")


def test_resources() -> None:
    assert b"pants.option.config" in read_resource("pants.base", "retired_names.txt")
    assert read_resource("pants.base.retired", "retired_names.txt").startswith(b"pants.")


def test_interpolation() -> None:
    context = InterpolationContext.from_dict({"args": {"v": "1"}, "name": "n"})
    source = InterpolationContext.TextSource(options_scope="[docker].x")
    assert context.format("{name}:{args.v}", source=source) == "n:1"
    assert context.merge({"args": {"w": "2"}}).format("{args.v}{args.w}", source=source) == "12"
    with pytest.raises(InterpolationError, match=r"(?s)\[docker\].x.*known: args, name"):
        context.format("{other}", source=source)

    class Error(InterpolationError):
        @classmethod
        def attribute_error(cls, value, attribute):
            return cls(f"no {attribute}")

    class Value(InterpolationValue):
        _attribute_error_type = Error

    with pytest.raises(Error, match="no z"):
        InterpolationContext({"v": Value({"a": "1"})}).format(
            "{v.z}", source=source, error_cls=Error
        )
