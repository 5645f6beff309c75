"""The goal `dependencies`: what targets use."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem, LineOriented
from pants.option.option_types import BoolOption, EnumOption
from pants.util.plain_enum import PlainEnum


class DependenciesOutputFormat(PlainEnum):
    """How the answer is written."""

    text = "text"
    json = "json"


class DependenciesSubsystem(LineOriented, GoalSubsystem):
    name = "dependencies"
    help = "List what targets depend on."

    transitive = BoolOption(
        default=False,
        help="Also list what these depend on, and so on.",
    )
    closed = BoolOption(
        default=False,
        help="Also list the given targets themselves.",
    )
    format = EnumOption(
        default=DependenciesOutputFormat.text,
        help="How to write it: one address a line, or JSON with the dependencies of each target.",
    )


class Dependencies(Goal):
    subsystem_cls = DependenciesSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
