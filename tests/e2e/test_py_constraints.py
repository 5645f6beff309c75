"""`pants py-constraints`."""

from __future__ import annotations

import pytest
from repository import Repo

FILES = {
    "pants.toml": (
        '[GLOBAL]\nbackend_packages = ["pants.backend.python", '
        '"pants.backend.python.mixed_interpreter_constraints"]\n'
        '[python]\ninterpreter_constraints = [">=3.8,<3.13"]\n[source]\nroot_patterns = ["/"]\n'
    ),
    "a/BUILD": 'python_sources(interpreter_constraints=[">=3.9,<3.12"])\n',
    "a/x.py": "import b.y\n",
    "b/BUILD": "python_sources()\n",
    "b/y.py": "",
    "b/z.py": "",
}


@pytest.fixture
def repo(new_repo: Repo) -> Repo:
    new_repo.write(FILES)
    return new_repo


def test_one_kind(repo: Repo) -> None:
    assert repo.lines("py-constraints", "b/z.py") == [
        "Final merged constraints: CPython<3.13,>=3.8",
        "",
        "CPython<3.13,>=3.8",
        "  b/z.py",
    ]


def test_what_is_depended_on_counts(repo: Repo) -> None:
    lines = repo.lines("py-constraints", "a/x.py")
    assert lines[0] == "Final merged constraints: CPython<3.12,<3.13,>=3.8,>=3.9"
    assert lines[-5:] == [
        "CPython<3.12,>=3.9",
        "  a/x.py",
        "",
        "CPython<3.13,>=3.8",
        "  b/y.py",
    ]


def test_the_table(repo: Repo) -> None:
    lines = repo.lines("py-constraints", "--summary", "::")
    assert lines[0] == "Target,Constraints,Transitive Constraints,# Dependencies,# Dependents"
    both = '"CPython<3.12,<3.13,>=3.8,>=3.9"'
    assert f'a/x.py,"CPython<3.12,>=3.9",{both},1,1' in lines
    assert 'b/y.py,"CPython<3.13,>=3.8","CPython<3.13,>=3.8",0,3' in lines


def test_nothing_to_say(repo: Repo) -> None:
    repo.write({"c/BUILD": 'files(name="f", sources=["x"])\n', "c/x": ""})
    done = repo.run("py-constraints", "c:")
    assert (done.stdout, done.returncode) == ("", 0)
    assert "None of these targets" in done.stderr
