"""The goal `paths`: how one target comes to depend on another."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem, Outputting
from pants.option.option_types import StrOption


class PathsSubsystem(Outputting, GoalSubsystem):
    name = "paths"
    help = "List all ways in which one target depends on another, as JSON."

    from_ = StrOption(
        default=None,
        help="The target, or targets, that the ways begin with.",
    )
    to = StrOption(
        default=None,
        help="The target, or targets, that they end with.",
    )


class PathsGoal(Goal):
    subsystem_cls = PathsSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
