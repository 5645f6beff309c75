"""Exit codes."""

from __future__ import annotations

#: The exit code of a process or a goal.
ExitCode = int

PANTS_SUCCEEDED_EXIT_CODE: ExitCode = 0
PANTS_FAILED_EXIT_CODE: ExitCode = 1
