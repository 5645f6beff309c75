"""Targets that come from requirements and lockfiles, seen through the executable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

CONFIG = """
[GLOBAL]
backend_packages = ["pants.backend.python"]
[python]
enable_resolves = true
resolves = {main = "locks/main.lock", other = "none/other.lock"}
default_resolve = "main"
"""

Lines = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "repo"
    root.mkdir()
    return root


@pytest.fixture
def lines(folder: Path, executable: Path, run: Callable) -> Lines:
    """lines(files, ARG...) -> the lines that a goal prints."""

    def call(files: Mapping[str, str], *args: str, fails: bool = False) -> list[str]:
        for name, text in {"pants.toml": CONFIG, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        result = run(executable, *args, cwd=folder)
        assert (result.returncode != 0) == fails, result.stderr
        assert "Traceback" not in result.stderr
        if not fails:
            assert "WARN" not in result.stderr
        return (result.stderr if fails else result.stdout).splitlines()

    return call


LOCKFILES = [
    "locks:_main_lockfile",
    "locks/main.lock:_main_lockfile",
    "none:_other_lockfile",
]


def test_files_of_pip_and_lockfiles(lines: Lines):
    files = {
        "locks/main.lock": "{}",
        "3rdparty/BUILD": 'python_requirements(overrides={"jinja2": {"tags": ["t"]}})\n',
        "3rdparty/requirements.txt": "Jinja2==3\nattrs\nJinja2<4\nattrs_x @ https://e.com/x.whl\n",
    }
    requirements = ["3rdparty#Jinja2", "3rdparty#attrs", "3rdparty#attrs_x"]
    everything = [
        "3rdparty:3rdparty",
        *requirements,
        "3rdparty/requirements.txt",
        *LOCKFILES,
    ]
    assert lines(files, "list", "::") == everything
    assert lines({}, "list", "::") == everything
    assert lines({}, "--tag=t", "list", "::") == ["3rdparty#Jinja2"]
    assert lines({}, "filedeps", "::") == [
        "3rdparty/BUILD",
        "3rdparty/requirements.txt",
        "locks/BUILD.python-lockfiles",
        "locks/main.lock",
        "none/BUILD.python-lockfiles",
    ]
    changed = {"3rdparty/requirements.txt": "Jinja2\nnew\n"}
    assert lines(changed, "list", "3rdparty:") == [
        "3rdparty:3rdparty",
        "3rdparty#Jinja2",
        "3rdparty#new",
        "3rdparty/requirements.txt",
    ]


def test_files_of_other_tools(lines: Lines):
    files = {
        "pants.toml": '[GLOBAL]\nbackend_packages = ["pants.backend.python"]\n',
        "p/BUILD": 'python_requirements(source="pyproject.toml")\npoetry_requirements(name="o")\n',
        "p/pyproject.toml": (
            "[project]\ndependencies = ['a>=1']\n[project.optional-dependencies]\nx = ['b']\n"
            "[tool.poetry.dependencies]\npython = '^3.9'\nc = '^1'\nhere = {path = '../q'}\n"
        ),
        "q/BUILD": 'pipenv_requirements(name="l")\npex_binaries(name="b", entry_points=["m:f"])\n',
        "q/Pipfile.lock": '{"default": {"d": {"version": "==1"}}, "develop": {"e": {}}}',
        "u/BUILD": "uv_requirements()\n",
        "u/pyproject.toml": "[tool.uv]\ndev-dependencies = ['f']\n",
    }
    assert lines(files, "list", "::") == [
        "p:p",
        "p#a",
        "p#b",
        "p:o",
        "p:o#c",
        "p/pyproject.toml",
        "p/pyproject.toml:o",
        "q:b",
        "q:b#m-f",
        "q:l",
        "q:l#d",
        "q:l#e",
        "q/Pipfile.lock:l",
        "u:u",
        "u#f",
        "u/pyproject.toml",
    ]


def test_a_generator_for_several_resolves(lines: Lines):
    files = {
        "BUILD": 'python_requirements(name="r", resolve=parametrize("main", "other"))\n',
        "requirements.txt": "a\n",
    }
    found = lines(files, "list", "//:")
    assert {"//:r#a@resolve=main", "//:r#a@resolve=other"} <= set(found)
    assert found.count("//requirements.txt:r") == 1


@pytest.mark.parametrize(
    "build, requirements, message",
    [
        ("", "\n\nNot A Valid Req == 3.7\n", "requirements.txt at line 3"),
        ("source='no.txt'", "", "The file `no.txt`"),
        ("overrides={'b': {'tags': []}}", "a\n", "does not require: b"),
        ("overrides={'a': {'nosuch': 1}}", "a\n", "has no field 'nosuch'"),
    ],
)
def test_errors(lines: Lines, build: str, requirements: str, message: str):
    files = {"BUILD": f"python_requirements(name='r', {build})\n", "requirements.txt": requirements}
    assert any(message in line for line in lines(files, "list", "::", fails=True))
