"""The goal `peek`: all that is known of targets."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem, Outputting
from pants.option.option_types import BoolOption


class PeekSubsystem(Outputting, GoalSubsystem):
    name = "peek"
    help = "Print the fields of targets, as JSON."

    exclude_defaults = BoolOption(
        default=False,
        help="Leave out fields that have their default.",
    )
    include_dep_rules = BoolOption(
        default=False,
        help="Print also which rules about dependencies apply, and to what effect.",
    )
    include_additional_info = BoolOption(
        default=False,
        help="Print also what plugins know about targets.",
    )


class Peek(Goal):
    subsystem_cls = PeekSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
