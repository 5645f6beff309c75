"""Imports are the budget: how many modules each goal needs, and which ones it must never need."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: Modules that take long to import, or make others generate code.
HEAVY = {"dataclasses", "inspect", "typing", "re", "logging", "enum", "ast", "argparse", "asyncio"}


@pytest.fixture
def example(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "examples" / "python", tmp_path / "python"))


@pytest.mark.parametrize(
    ("goal", "most"),
    [
        (["list", "::"], 105),
        (["list", "src/greet:"], 105),
        (["filedeps", "::"], 105),
        (["roots"], 90),
        (["help"], 45),
    ],
)
def test_modules_of_a_goal(
    run: Callable, executable: Path, example: Path, goal: list[str], most: int
) -> None:
    run(executable, *goal, cwd=example)  # fills the cache
    done = run(executable, *goal, cwd=example, env={"PANTS_IMPORT_TIME": "1"})
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    modules = {line.rpartition("|")[2].strip() for line in lines[1:]}
    print(f"{' '.join(goal)}: {len(modules)} modules")
    assert not modules & HEAVY
    assert 10 < len(modules) <= most, sorted(modules)
