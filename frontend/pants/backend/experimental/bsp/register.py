"""A build server for editors."""

from __future__ import annotations

from pants.bsp.goal import BSPGoal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.goal.auxiliary_goal import AuxiliaryGoal


def auxiliary_goals() -> tuple[type[AuxiliaryGoal], ...]:
    return (BSPGoal,)
