"""Subsystems with given values, for tests."""

from __future__ import annotations

from pants.option.option_value_container import OptionValueContainer
from pants.option.ranked_value import Rank, RankedValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pants.engine.goal import GoalSubsystem
    from pants.option.subsystem import Subsystem


def create_option_value_container(
    default_rank: Rank = Rank.NONE, **options: Any
) -> OptionValueContainer:
    """The values; one that is a `RankedValue` has its own rank."""
    return OptionValueContainer(
        {
            name: value if isinstance(value, RankedValue) else RankedValue(default_rank, value)
            for name, value in options.items()
        }
    )


def create_subsystem(
    subsystem_type: type[Subsystem], default_rank: Rank = Rank.NONE, **options: Any
) -> Any:
    """An instance with these values, and no others."""
    return subsystem_type(create_option_value_container(default_rank, **options))


def create_goal_subsystem(
    goal_subsystem_type: type[GoalSubsystem], default_rank: Rank = Rank.NONE, **options: Any
) -> Any:
    """An instance with these values, and no others."""
    return create_subsystem(goal_subsystem_type, default_rank, **options)
