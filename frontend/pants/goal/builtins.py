"""The goals that every installation has, as if they were a backend `pants.goal`."""

from __future__ import annotations

from pants.goal.completion import CompletionBuiltinGoal
from pants.goal.explorer import ExplorerBuiltinGoal
from pants.goal.help import (
    AllHelpBuiltinGoal,
    ThingHelpAdvancedBuiltinGoal,
    ThingHelpBuiltinGoal,
    VersionHelpBuiltinGoal,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.goal.builtin_goal import BuiltinGoal


def builtin_goals() -> tuple[type[BuiltinGoal], ...]:
    return (
        AllHelpBuiltinGoal,
        CompletionBuiltinGoal,
        ExplorerBuiltinGoal,
        ThingHelpAdvancedBuiltinGoal,
        ThingHelpBuiltinGoal,
        VersionHelpBuiltinGoal,
    )
