"""`[shell-setup]`: scripts, and programs that commands call."""

from __future__ import annotations

from pants.core.util_rules.search_paths import ExecutableSearchPathsOptionMixin
from pants.option.option_types import BoolOption
from pants.option.subsystem import Subsystem


class ShellSetup(Subsystem):
    options_scope = "shell-setup"
    help = "Shell scripts and commands."

    dependency_inference = BoolOption(
        default=True,
        advanced=True,
        help="Depend on the scripts that a script sources, as far as their paths can be told.",
    )
    tailor_sources = BoolOption(
        default=True,
        advanced=True,
        help="Let `tailor` add `shell_sources` targets.",
    )
    tailor_shunit2_tests = BoolOption(
        default=True,
        advanced=True,
        help="Let `tailor` add `shunit2_tests` targets.",
    )

    class EnvironmentAware(ExecutableSearchPathsOptionMixin, Subsystem.EnvironmentAware):
        executable_search_paths_help = "Folders in which to look for the tools of commands."
