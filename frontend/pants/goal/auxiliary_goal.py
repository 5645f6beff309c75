"""Goals of backends that talk to something for a long time, such as an editor."""

from __future__ import annotations

from pants.engine.goal import GoalSubsystem


class AuxiliaryGoal(GoalSubsystem):
    """A goal that a backend registers with `auxiliary_goals()` and that drives rules itself."""

    aliases: tuple[str, ...] = ()
