"""`complete`."""

from __future__ import annotations

import subprocess

import pytest
from pants.help.book import Book
from pants.help.completion import answer, candidates
from pants.help.main import run_help
from table_runtime import TableRuntime


def finish(*words):
    return candidates(Book(TableRuntime()), list(words))


def test_goals():
    assert finish("") == ["fmt", "test"]
    assert finish("t") == ["test"]
    assert finish("test", "x") == []


def test_flags_of_the_goal_and_with_scopes():
    assert "--force" in finish("test", "--")
    assert "--no-test-force" in finish("--no")
    assert "--force" not in finish("--f")
    assert "--force" not in finish("test", "dir::", "--f")
    assert finish("test", "--", "--f") == []
    assert "--level" in finish("-") and "-l" in finish("-")


def test_help():
    assert finish("help", "t") == ["targets", "test", "tester", "tools"]
    assert "file" in finish("help", "")


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_scripts(shell):
    runtime = TableRuntime()
    runtime.table["scopes"]["complete"] = {"options": {"shell": {"default": shell}}}
    assert "complete -- " in answer(runtime, [])


def test_the_script_is_good_bash():
    runtime = TableRuntime()
    runtime.table["scopes"]["complete"] = {"options": {"shell": {"default": "bash"}}}
    script = answer(runtime, [])
    program = (
        'pants() { printf "%s\\n" "$@"; }\n'
        + script
        + "COMP_WORDS=(pants te) COMP_CWORD=1\n_pants_complete\n"
        + 'printf "%s," "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-euc", program], capture_output=True, text=True, check=True)
    assert done.stdout == "complete,--,pants,te,"


def test_dispatch(capsys):
    command = {"goals": [], "unknown_goals": [], "specs": []}
    words = ["pants", "f"]
    assert run_help(TableRuntime(), {**command, "builtin": "complete", "passthrough": words}) == 0
    assert capsys.readouterr().out == "fmt\n"
    explorer = {**command, "builtin": "experimental-explorer", "passthrough": []}
    assert run_help(TableRuntime(), explorer) == 127
    assert "experimental-explorer" in capsys.readouterr().err
