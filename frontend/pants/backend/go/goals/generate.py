"""The goal that runs `//go:generate` directives."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem


class GoGenerateGoalSubsystem(GoalSubsystem):
    name = "go-generate"
    help = (
        "Run the `//go:generate` directives of Go packages, which write files into the repository."
    )

    class EnvironmentAware(Subsystem.EnvironmentAware):
        _env_vars = StrListOption(
            default=["LANG", "LC_CTYPE", "LC_ALL", "PATH"],
            help=(
                "Environment variables for the commands: `NAME=value`, or `NAME` to pass on the "
                "value that Pants was started with."
            ),
            advanced=True,
        )


class GoGenerateGoal(Goal):
    subsystem_cls = GoGenerateGoalSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
