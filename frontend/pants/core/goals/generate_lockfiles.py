"""The goal `generate-lockfiles`: pin third-party requirements."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import BoolOption, StrListOption, StrOption

# What a tool's lockfile option says when the tool's own lockfile is meant.
DEFAULT_TOOL_LOCKFILE = "<default>"


class GenerateLockfilesSubsystem(GoalSubsystem):
    name = "generate-lockfiles"
    help = "Resolve third-party requirements and write their lockfiles."

    resolve = StrListOption(
        advanced=False,
        help="Only write the lockfiles of these resolves. "
        "Tools can be named too, by their options' scope.",
    )
    sync = BoolOption(
        advanced=False,
        default=False,
        help="Change a lockfile only where its requirements do not fit any more, "
        "instead of resolving it anew.",
    )
    custom_command = StrOption(
        advanced=True,
        default=None,
        help="The command that lockfiles tell their reader to run to write them again, "
        "if you have one of your own.",
    )
    diff = BoolOption(
        default=True,
        help="Show what changed in each lockfile.",
    )
    diff_include_unchanged = BoolOption(
        default=False,
        help="Name in the diff also what stayed the same.",
    )

    @property
    def request_diffs(self) -> bool:
        return self.diff


class GenerateLockfilesGoal(Goal):
    subsystem_cls = GenerateLockfilesSubsystem
    environment_behavior = Goal.EnvironmentBehavior.USES_ENVIRONMENTS
