"""The goals about targets, on small repositories made for each test."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from repository import Repo, Result

CONFIG = """
[GLOBAL]
backend_packages = ["pants.backend.python", "pants.backend.shell"]
[source]
root_patterns = ["/"]
"""

FILES = {
    "pants.toml": CONFIG,
    "BUILD": 'python_requirements(name="reqs")\n',
    "requirements.txt": "ansicolors==1.1.8\n",
    "lib/BUILD": 'python_sources(tags=["lib"])\nresource(name="data", source="data.json")\n',
    "lib/__init__.py": "",
    "lib/a.py": "import json\n",
    "lib/data.json": "{}\n",
    "lib/sub/b.py": "",
    "app/BUILD": (
        'python_sources(name="src")\n'
        'python_tests(name="tests", overrides={"x_test.py": {"tags": ["slow"]}})\n'
        'pex_binary(name="bin", entry_point="main.py", description="Starts.\\nAnd stops.")\n'
    ),
    "app/main.py": "",
    "app/x_test.py": "",
    "app/y_test.py": "",
}

LISTED = """\
//:reqs
//:reqs#ansicolors
//requirements.txt:reqs
app:bin
app:src
app:tests
app/main.py:src
app/x_test.py:tests
app/y_test.py:tests
lib:lib
lib:data
lib/__init__.py
lib/a.py
"""


@pytest.fixture
def repo(new_repo: Repo) -> Repo:
    new_repo.write(FILES)
    return new_repo


def test_list_all_with_an_empty_and_a_filled_cache(repo: Repo) -> None:
    for _ in range(2):
        done = repo.run("list", "::")
        assert (done.stdout, done.stderr, done.returncode) == (LISTED, "", 0)


@pytest.mark.parametrize(
    ("specs", "expected"),
    [
        (["lib:"], ["lib:lib", "lib:data", "lib/__init__.py", "lib/a.py"]),
        (["lib"], ["lib:data", "lib/__init__.py", "lib/a.py"]),
        (["lib/a.py"], ["lib/a.py"]),
        (["lib/*.py"], ["lib/__init__.py", "lib/a.py"]),
        (["app:bin", "lib/a.py"], ["app:bin", "lib/a.py"]),
        (["::", "-app::", "-//:"], ["lib:lib", "lib:data", "lib/__init__.py", "lib/a.py"]),
        (["//:reqs#ansicolors"], ["//:reqs#ansicolors"]),
        (["app/x_test.py:tests"], ["app/x_test.py:tests"]),
    ],
)
def test_specs(repo: Repo, specs: list[str], expected: list[str]) -> None:
    assert repo.lines("list", *specs) == expected


def test_specs_are_relative_to_the_users_folder(repo: Repo) -> None:
    assert repo.lines("list", "a.py", cwd="lib") == ["lib/a.py"]
    assert repo.lines("list", ":data", cwd="lib") == ["lib:data"]
    assert repo.lines("list", "::", cwd="lib") == [
        "lib:lib",
        "lib:data",
        "lib/__init__.py",
        "lib/a.py",
    ]
    assert repo.lines("list", str(repo.folder / "lib/a.py")) == ["lib/a.py"]


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (["--tag=lib"], ["lib:lib", "lib/__init__.py", "lib/a.py"]),
        (["--tag=slow"], ["app/x_test.py:tests"]),
        (["--tag=-lib", "--filter-target-type=python_source"], ["app/main.py:src"]),
        (["--filter-target-type=pex_binary,resource"], ["app:bin", "lib:data"]),
        (["--filter-address-regex=^lib.*py$"], ["lib/__init__.py", "lib/a.py"]),
        (["--filter-tag-regex=^sl"], ["app/x_test.py:tests"]),
    ],
)
def test_filters(repo: Repo, flags: list[str], expected: list[str]) -> None:
    assert repo.lines(*flags, "list", "::") == expected


def test_spec_files(repo: Repo) -> None:
    repo.write({"specs.txt": "lib/a.py\n\napp:bin\n"})
    assert repo.lines("--spec-files=specs.txt", "list") == ["app:bin", "lib/a.py"]


def test_documented(repo: Repo) -> None:
    assert repo.lines("list", "--documented", "::") == ["app:bin", "  Starts.", "  And stops."]


def test_separator_and_output_file(repo: Repo) -> None:
    assert repo.run("list", "--sep=\\0", "lib:").stdout.split("\0")[:2] == ["lib:lib", "lib:data"]
    assert repo.lines("list", "--output-file=out/list.txt", "lib/a.py") == []
    assert (repo.folder / "out/list.txt").read_text() == "lib/a.py\n"


def test_filedeps(repo: Repo) -> None:
    assert repo.lines("filedeps", "lib:") == [
        "lib/BUILD",
        "lib/__init__.py",
        "lib/a.py",
        "lib/data.json",
    ]
    assert repo.lines("filedeps", "--globs", "app/x_test.py") == ["app/BUILD", "app/x_test.py"]
    absolute = repo.lines("filedeps", "--absolute", "lib/a.py")
    assert absolute == [f"{repo.folder}/lib/BUILD", f"{repo.folder}/lib/a.py"]


def test_roots(repo: Repo) -> None:
    assert repo.lines("roots") == ["."]
    flag = "--source-root-patterns=['/lib', 'sub']"
    assert repo.lines(flag, "roots") == ["lib", "lib/sub"]
    repo.write({"app/ROOT": ""})
    assert repo.lines("--source-marker-filenames=['ROOT']", "roots") == [".", "app"]


def test_the_run_can_be_drawn(repo: Repo) -> None:
    (repo.folder / "dots").mkdir()
    repo.lines("--engine-visualize-to=dots", "list", "::")
    graph = (repo.folder / "dots/graph.000.dot").read_text()
    assert "resolve_addresses_from_specs" in graph
    assert 'label="File(lib/BUILD)"' in graph
    assert 'label="Folder(lib)"' in graph
    assert "list_targets" in (repo.folder / "dots/rule_graph.dot").read_text()


def test_what_a_goal_reads_is_drawn(repo: Repo) -> None:
    (repo.folder / "dots").mkdir()
    repo.lines("--engine-visualize-to=dots", "filedeps", "::")
    graph = (repo.folder / "dots/graph.000.dot").read_text()
    nodes = dict(re.findall(r'(n\d+) \[.*label="([^"]*)"', graph))
    edges = {(nodes[a], nodes[b]) for a, b in re.findall(r"(n\d+) -> (n\d+)", graph)}
    readers = {a for a, b in edges if b == "Targets()"}
    assert any("file_deps" in reader for reader in readers)


# -- what a user may get wrong ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("build", "parts"),
    [
        ("python_sources(\n", ["bad/BUILD:1", "'(' was never closed"]),
        ("x = 1\npython_source(name='x', sauce='x')\n", ["bad/BUILD:2", "no field 'sauce'"]),
        ("\npyton_sources()\n", ["bad/BUILD:2", "pyton_sources", "Did you mean", "python_sources"]),
        ("python_sources('x')\n", ["bad/BUILD:1", "by name only"]),
        ("python_sources(tags='x')\n", ["bad/BUILD:1", "'tags' must be a list of strings"]),
        (
            "target(name='x')\ntarget(name='x')\n",
            ["bad/BUILD:2", "already declared at bad/BUILD:1"],
        ),
        ("import os\n", ["bad/BUILD:1", "cannot import"]),
        ("resource(name='x')\n", ["bad/BUILD:1", "source"]),
        ("files(sources=['x'], name='a:b')\n", ["bad/BUILD:1", "':'"]),
        ("\npex_binary(name='x', entry_point=5)\n", ["bad/BUILD:2", "entry_point"]),
        ("python_requirement(name='x', requirements=['=1'])\n", ["bad/BUILD:1", "=1"]),
        ("python_tests(timeout=parametrize(a=-1))\n", ["bad/BUILD:1", "timeout"]),
        ("1 / 0\n", ["bad/BUILD:1", "ZeroDivisionError"]),
        ("__defaults__({files: {'x': 1}})\n", ["bad/BUILD:1", "has no field 'x'"]),
        ("python_sources(resolve=parametrize(1))\n", ["bad/BUILD:1", "must be a string"]),
    ],
)
def test_wrong_build_files(repo: Repo, build: str, parts: list[str]) -> None:
    repo.write({"bad/BUILD": build})
    for _ in range(2):
        text = repo.error("list", "::")
        for part in parts:
            assert part in text
    assert repo.lines("list", "lib/a.py") == ["lib/a.py"]


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (["list", "nosuch:x"], "nosuch"),
        (["list", "nosuch/x.py"], "nosuch/x.py"),
        (["list", "lib:nothing"], "declare :"),
        (["list", "../outside"], "outside"),
        (["frobnicate", "::"], "frobnicate"),
        (["lst", "::"], "list"),
        (["list", "--frobnicate", "::"], "frobnicate"),
        (["--nosuchscope-x=1", "list", "::"], "nosuchscope"),
        (["--filter-target-type=nosuch", "list", "::"], "nosuch"),
        (["--filter-address-regex=*x", "list", "::"], "regular expression"),
        (["--filter-granularity=odd", "list", "::"], "granularity"),
        ([], "help"),
    ],
)
def test_wrong_commands(repo: Repo, args: list[str], part: str) -> None:
    assert part in repo.error(*args)


@pytest.mark.parametrize(
    ("config", "parts"),
    [
        ("[GLOBAL]\nlevel = \n", ["pants.toml:2"]),
        ("[GLOBAL]\nno_such_option = 1\n", ["pants.toml:2", "no_such_option"]),
        ("[nosuch]\nx = 1\n", ["pants.toml:1", "nosuch"]),
        ('[GLOBAL]\nlevel = "loud"\n', ["loud", "info"]),
        ('[GLOBAL]\nbackend_packages = ["pants.backend.pyton"]\n', ["pants.backend.python"]),
        ("[GLOBAL]\nbuild_patterns = 3\n", ["pants.toml", "build_patterns"]),
    ],
)
def test_wrong_configuration(repo: Repo, config: str, parts: list[str]) -> None:
    repo.write({"pants.toml": config})
    text = repo.error("list", "::")
    for part in parts:
        assert part in text
    assert repo.run("--version").returncode == 0
    assert repo.run("help").returncode == 0


def test_an_empty_folder(tmp_path: Path, executable: Path, run: Callable[..., Result]) -> None:
    done = run(executable, "list", "::", cwd=tmp_path)
    assert done.returncode == 1
    assert "pants.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_version_is_wanted(repo: Repo) -> None:
    repo.write({"pants.toml": CONFIG.replace("[GLOBAL]", '[GLOBAL]\npants_version = "2.17.0"')})
    done = repo.run("list", "lib/a.py")
    assert (done.stdout, done.returncode) == ("lib/a.py\n", 0)
    assert done.stderr.count("2.17.0") == 1


def test_odd_files(repo: Repo) -> None:
    os.symlink("nowhere", repo.folder / "lib/broken.py")
    os.symlink("a.py", repo.folder / "lib/linked.py")
    os.symlink(".", repo.folder / "lib/loop")
    (repo.folder / "lib" / os.fsdecode(b"\xff\xfe.txt")).write_text("")
    done = repo.run("list", "lib:lib", "lib/linked.py")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["lib:lib", "lib/linked.py"]
    assert repo.run("list", "::").returncode == 0
    repo.write({"odd/BUILD": "files(sources=['*.txt'])\n"})
    (repo.folder / "odd" / os.fsdecode(b"\xff.txt")).write_text("")
    assert repo.run("peek", "odd:odd").returncode == 0


def test_what_is_not_there_yet_says_so(repo: Repo) -> None:
    assert "does not have the goal `test` yet" in repo.error("test", "::")
    assert "--changed-since" in repo.error("--changed-since=HEAD", "list")
    repo.write({"bad/BUILD": "raise SystemExit(0)\n"})
    assert "bad/BUILD:1" in repo.error("list", "::")


def test_environment_in_build_files(repo: Repo) -> None:
    repo.write({"env/BUILD": 'files(name=env("NAME", "none"), sources=["BUILD"])\n'})
    for name in ("one", "two", "one"):
        assert f"env:{name}" in repo.lines("list", "env:", env={"NAME": name})
    assert "env:none" in repo.lines("list", "env:")


def test_macros_and_defaults(repo: Repo) -> None:
    repo.write(
        {
            "pants.toml": CONFIG.replace(
                "[GLOBAL]", '[GLOBAL]\nbuild_file_prelude_globs = ["macros/*.py"]'
            ),
            "macros/make.py": "def both(name):\n    files(name=name, sources=['BUILD'])\n"
            "    files(name=name + '2', sources=['BUILD'])\n",
            "m/BUILD": "both('x')\n",
        }
    )
    assert "m:x" in repo.lines("list", "m:")
    repo.write({"macros/make.py": "def both(name):\n    files(name='other', sources=['BUILD'])\n"})
    assert "m:other" in repo.lines("list", "m:")
    repo.write({"macros/make.py": "def both(name):\n    nothing()\n"})
    assert "nothing" in repo.error("list", "m:")


PLUGIN = """
from pants.engine.rules import collect_rules, rule
from pants.engine.target import (
    COMMON_TARGET_FIELDS, GeneratedTargets, GenerateTargetsRequest, StringField,
    StringSequenceField, Target, TargetGenerator,
)
from pants.engine.unions import UnionRule


class ColorField(StringField):
    alias = "color"
    help = "A color."
    default = "red"
    valid_choices = ("red", "blue")


class NamesField(StringSequenceField):
    alias = "names"
    help = "Names."
    required = True


class Brush(Target):
    alias = "brush"
    core_fields = (*COMMON_TARGET_FIELDS, ColorField)
    help = "A brush."


class Brushes(TargetGenerator):
    alias = "brushes"
    core_fields = (*COMMON_TARGET_FIELDS, NamesField)
    generated_target_cls = Brush
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (ColorField,)
    help = "Brushes."


class GenerateBrushes(GenerateTargetsRequest):
    generate_from = Brushes


@rule
async def generate_brushes(request: GenerateBrushes) -> GeneratedTargets:
    return GeneratedTargets(
        request.generator,
        [
            Brush(request.template, request.template_address.create_generated(name))
            for name in request.generator[NamesField].value
        ],
    )


def target_types():
    return [Brush, Brushes]


def rules():
    return [*collect_rules(), UnionRule(GenerateTargetsRequest, GenerateBrushes)]
"""


def test_a_plugin_of_the_repository(repo: Repo) -> None:
    repo.write(
        {
            "pants.toml": CONFIG.replace(
                '["pants.backend.python", "pants.backend.shell"]',
                '["pants.backend.python", "paint"]\npythonpath = ["%(buildroot)s/plugins"]',
            ),
            "plugins/paint/__init__.py": "",
            "plugins/paint/register.py": PLUGIN,
            "art/BUILD": 'brushes(names=["thin", "thick"], tags=["t"])\nbrush(name="one")\n',
        }
    )
    expected = ["art:art", "art:one", "art#thick", "art#thin"]
    for _ in range(2):
        assert sorted(repo.lines("list", "art:")) == sorted(expected)
    assert repo.lines("--tag=t", "--filter-target-type=brush", "list", "::") == [
        "art#thick",
        "art#thin",
    ]
    repo.write({"art/BUILD": 'brush(name="one", color="green")\n'})
    assert "art/BUILD:1" in repo.error("list", "art:")
    repo.write({"plugins/paint/register.py": "import nosuchmodule\n"})
    text = repo.error("list", "art:")
    assert "paint" in text
    assert "nosuchmodule" in text
    repo.write({"plugins/paint/register.py": "x = 1\nexcept ValueError, KeyError:\n"})
    text = repo.error("list", "art:")
    assert "register.py:2" in text
    assert "3.13" in text


GOAL_PLUGIN = """
from dataclasses import dataclass
from pants.engine.addresses import Addresses
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.rules import collect_rules, concurrently, goal_rule, implicitly, rule
from pants.option.option_types import StrOption


class HelloSubsystem(GoalSubsystem):
    name = "hello"
    help = "Say hello."
    who = StrOption(default="world", help="Whom to greet.")


class Hello(Goal):
    subsystem_cls = HelloSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@dataclass(frozen=True)
class Name:
    value: str


@dataclass(frozen=True)
class Greeting:
    text: str


@rule(desc="Think of a greeting")
async def greet(name: Name) -> Greeting:
    if name.value == "nobody":
        raise KeyError("nobody is there")
    return Greeting(f"Hello, {name.value}!")


async def text_of(name: str) -> str:
    return (await greet(Name(name))).text


@goal_rule
async def hello(console: Console, subsystem: HelloSubsystem, addresses: Addresses) -> Hello:
    first = await greet(Name(subsystem.who))
    pair = await concurrently(greet(Name("a")), greet(**implicitly(Name("b"))))
    many = await concurrently(greet(Name(str(i))) for i in range(3))
    nested = await concurrently(concurrently(text_of("c"), text_of("d")), text_of("e"))
    try:
        await greet(Name("nobody"))
    except KeyError as e:
        console.print_stdout(f"caught {e}")
    console.print_stdout(" ".join([first.text, pair[1].text, many[2].text, nested[0][1], nested[1]]))
    console.print_stdout(f"{len(addresses)} targets")
    return Hello(exit_code=3)


def rules():
    return collect_rules()
"""


def test_a_plugin_with_a_goal(repo: Repo) -> None:
    repo.write(
        {
            "pants.toml": CONFIG.replace(
                '["pants.backend.python", "pants.backend.shell"]',
                '["pants.backend.python", "greeter"]\npythonpath = ["%(buildroot)s/plugins"]',
            ),
            "plugins/greeter/register.py": GOAL_PLUGIN,
        }
    )
    done = repo.run("hello", "--who=you", "lib:")
    assert done.stdout.splitlines() == [
        "caught 'nobody is there'",
        "Hello, you! Hello, b! Hello, 2! Hello, d! Hello, e!",
        "4 targets",
    ]
    assert done.returncode == 3
    text = repo.error("hello", "--who=nobody")
    assert "KeyError: 'nobody is there'" in text
    assert "Think of a greeting" in text
    shown = repo.run("--print-stacktrace", "hello", "--who=nobody").stderr
    assert "greeter/register.py" in shown
    assert "greeter.register.greet" in shown
    assert "--hello-who" in repo.run("help", "hello").stdout


# -- the cache --------------------------------------------------------------------------------------


def tables(repo: Repo) -> list[Path]:
    found = sorted((repo.folder.parent / "cache").rglob("*.table"))
    assert found
    return found


@pytest.mark.parametrize("damage", ["cut", "flip", "garbage", "empty"])
def test_damaged_tables_are_rebuilt(repo: Repo, damage: str) -> None:
    repo.lines("list", "::")
    for path in tables(repo):
        data = bytearray(path.read_bytes())
        if damage == "cut":
            del data[len(data) // 2 :]
        elif damage == "flip":
            for at in range(0, len(data), 97):
                data[at] ^= 0x10
        elif damage == "garbage":
            data = bytearray(b"not a table\n" * 100)
        else:
            data.clear()
        path.write_bytes(bytes(data))
    done = repo.run("list", "::")
    assert (done.stdout, done.returncode) == (LISTED, 0)
    again = repo.run("list", "::")
    assert (again.stdout, again.stderr, again.returncode) == (LISTED, "", 0)


def test_two_processes_share_a_cache(repo: Repo, executable: Path) -> None:
    env = {
        "HOME": str(repo.folder.parent),
        "PATH": "/usr/bin:/bin",
        "XDG_CACHE_HOME": str(repo.folder.parent / "cache"),
    }
    for _ in range(3):
        running = [
            subprocess.Popen(
                [executable, "list", "::"], cwd=repo.folder, env=env, stdout=subprocess.PIPE
            )
            for _ in range(4)
        ]
        for process in running:
            out, _ = process.communicate(timeout=120)
            assert (out.decode(), process.returncode) == (LISTED, 0)


def test_a_cache_that_cannot_be_used(repo: Repo) -> None:
    cache = repo.folder.parent / "cache"
    cache.write_text("a file where the folder should be")
    done = repo.run("list", "::")
    assert (done.stdout, done.returncode) == (LISTED, 0)


def test_an_interrupt_ends_the_run(repo: Repo, executable: Path) -> None:
    import signal
    import time

    repo.write({"slow/BUILD": "while True:\n    pass\n"})
    process = subprocess.Popen(
        [executable, "list", "::"],
        cwd=repo.folder,
        env={"HOME": str(repo.folder.parent), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (1, b"Interrupted by user.\n")
