"""`ask` runs the goal `help` over a small table."""

from __future__ import annotations

import os
import sys

import pytest

sys.path.insert(0, os.path.dirname(__file__))

from pants.help.main import run_help  # noqa: E402
from table_runtime import TableRuntime  # noqa: E402


@pytest.fixture
def ask(capsys):
    def run(*names, builtin="help", enabled=None, values=None):
        command = {
            "builtin": builtin,
            "goals": [],
            "unknown_goals": list(names),
            "specs": [],
            "passthrough": [],
        }
        code = run_help(TableRuntime(enabled, values), command)
        return code, capsys.readouterr().out

    return run
