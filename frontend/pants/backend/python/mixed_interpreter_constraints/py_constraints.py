"""The goal `py-constraints`: which Pythons code is for."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem, Outputting
from pants.option.option_types import BoolOption


class PyConstraintsSubsystem(Outputting, GoalSubsystem):
    name = "py-constraints"
    help = "Show which Pythons code is for, itself and by what it depends on."

    summary = BoolOption(
        default=False,
        help="Print a table in CSV of all Python targets: their constraints, those that follow "
        "from dependencies, and how many targets are on each side of them.",
    )


class PyConstraintsGoal(Goal):
    subsystem_cls = PyConstraintsSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
