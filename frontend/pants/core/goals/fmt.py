"""The goal `fmt`: change the format of code and nothing else."""

from __future__ import annotations

from pants.core.goals.multi_tool_goal_helper import BatchSizeOption, OnlyOption
from pants.engine.goal import Goal, GoalSubsystem


class FmtSubsystem(GoalSubsystem):
    name = "fmt"
    help = "Let formatters rewrite code in place."

    only = OnlyOption("formatter", "isort", "shfmt")
    batch_size = BatchSizeOption(uppercase="Formatter", lowercase="formatter")


class Fmt(Goal):
    subsystem_cls = FmtSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
