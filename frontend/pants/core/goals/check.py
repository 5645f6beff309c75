"""The goal `check`: compile or type check, and change nothing."""

from __future__ import annotations

from pants.core.goals.multi_tool_goal_helper import OnlyOption
from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import BoolOption


class CheckSubsystem(GoalSubsystem):
    name = "check"
    help = "Run type checkers and compilers to see whether the code is sound."

    only = OnlyOption("checker", "mypy", "javac")
    force = BoolOption(
        default=False,
        help="Run the checkers even if nothing changed since they were happy.",
    )


class Check(Goal):
    subsystem_cls = CheckSubsystem
    environment_behavior = Goal.EnvironmentBehavior.USES_ENVIRONMENTS
