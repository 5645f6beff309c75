"""The goal `dependents`: who uses targets."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem, LineOriented
from pants.option.option_types import BoolOption, EnumOption
from pants.util.plain_enum import PlainEnum


class DependentsOutputFormat(PlainEnum):
    """How the answer is written."""

    text = "text"
    json = "json"


class DependentsSubsystem(LineOriented, GoalSubsystem):
    name = "dependents"
    help = "List what depends on targets."

    transitive = BoolOption(
        default=False,
        help="Also list what depends on these, and so on.",
    )
    closed = BoolOption(
        default=False,
        help="Also list the given targets themselves.",
    )
    format = EnumOption(
        default=DependentsOutputFormat.text,
        help="How to write it: one address a line, or JSON with the dependents of each target.",
    )


class DependentsGoal(Goal):
    subsystem_cls = DependentsSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
