"""The goal `lint`: ask tools whether code is good, and change nothing."""

from __future__ import annotations

from pants.core.goals.multi_tool_goal_helper import BatchSizeOption, OnlyOption
from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import BoolOption


class LintSubsystem(GoalSubsystem):
    name = "lint"
    help = "Run linters, and formatters and fixers in their checking mode."

    only = OnlyOption("linter", "flake8", "shellcheck")
    skip_formatters = BoolOption(
        default=False,
        help="Leave out the tools that `fmt` runs.",
    )
    skip_fixers = BoolOption(
        default=False,
        help="Leave out the tools that `fix` runs and `fmt` does not.",
    )
    batch_size = BatchSizeOption(uppercase="Linter", lowercase="linter")


class Lint(Goal):
    subsystem_cls = LintSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
