"""The goal `fix`: change code so that tools have nothing to say."""

from __future__ import annotations

from pants.core.goals.multi_tool_goal_helper import BatchSizeOption, OnlyOption
from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import BoolOption


class FixSubsystem(GoalSubsystem):
    name = "fix"
    help = "Let tools change code: what alters its meaning, and its format too."

    only = OnlyOption("fixer", "autoflake", "pyupgrade")
    skip_formatters = BoolOption(
        default=False,
        help="Leave out the tools that `fmt` runs.",
    )
    batch_size = BatchSizeOption(uppercase="Fixer", lowercase="fixer")


class Fix(Goal):
    subsystem_cls = FixSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
