"""Goals that need no rules: help, version, and what is said when there is no such goal."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HELP = ("help", "help-advanced", "help-all", "-h", "--help", "--help-advanced")
_VERSION = ("version", "-v", "-V", "--version")


def needs_no_repository(argv: list[str]) -> bool:
    """Whether the command can be answered although the repository is broken."""
    return any(word in _HELP or word in _VERSION for word in argv) or not argv


def run_builtin(runtime: Any, command: Any, problem: str | None) -> int:
    """Run a builtin goal; the exit code.

    `problem` says why there is no repository to speak of; the command is then the bare arguments.
    """
    if problem is not None:
        if any(word in _VERSION for word in command):
            return _version()
        sys.stderr.write(f"{problem}\n")
        command = {"builtin": "help", "specs": [], "goals": [], "unknown_goals": []}
    name = command["builtin"]
    if name == "version":
        return _version()
    from pants.help import main

    if name == "__no_goal":
        return main.print_no_goal()
    if name == "__unknown_goal":
        return main.print_unknown_goal(runtime, command["unknown_goals"])
    return main.run_help(runtime, command)


def _version() -> int:
    from pants.version import VERSION

    sys.stdout.write(f"{VERSION}\n")
    return 0
