"""Goals that run without the rule engine's goal rules, such as `help`."""

from __future__ import annotations

from pants.engine.goal import GoalSubsystem


class BuiltinGoal(GoalSubsystem):
    """A goal that comes with every installation; `aliases` are further names, flags included."""

    aliases: tuple[str, ...] = ()
