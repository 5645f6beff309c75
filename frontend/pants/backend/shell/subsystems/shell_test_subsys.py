"""`[shell-test]`: commands that are tests."""

from __future__ import annotations

from pants.option.option_types import SkipOption
from pants.option.subsystem import Subsystem


class ShellTestSubsystem(Subsystem):
    options_scope = "shell-test"
    name = "shell commands"
    help = "`test_shell_command` targets."

    skip = SkipOption("test")
