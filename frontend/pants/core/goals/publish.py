"""The goal `publish`: bring packages to a registry."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import EnumOption, StrOption
from pants.util.plain_enum import PlainEnum


class ShowOutput(PlainEnum):
    """Whose output is shown."""

    ALL = "all"
    FAILED = "failed"
    NONE = "none"


class PublishSubsystem(GoalSubsystem):
    name = "publish"
    help = "Package targets and send them to where others get them from."

    output = StrOption(
        default=None,
        help="Write what was published to this file, as JSON.",
    )
    noninteractive_process_output = EnumOption(
        default=ShowOutput.ALL,
        help="Whose output to show, of the processes that publish without asking anything.",
    )


class Publish(Goal):
    subsystem_cls = PublishSubsystem
    environment_behavior = Goal.EnvironmentBehavior.USES_ENVIRONMENTS
