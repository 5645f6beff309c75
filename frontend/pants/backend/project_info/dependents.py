"""`pants dependents`: who uses targets."""

from __future__ import annotations

from pants.backend.project_info.dependencies import as_json
from pants.engine.addresses import Addresses
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem, LineOriented
from pants.engine.internals.dependency_rules import dependencies_ready
from pants.engine.rules import collect_rules, goal_rule
from pants.option.option_types import BoolOption, EnumOption
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class DependentsOutputFormat(PlainEnum):
    """How the answer is written."""

    text = "text"
    json = "json"


class DependentsSubsystem(LineOriented, GoalSubsystem):
    """Options of `dependents`."""

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
    """The goal `dependents`."""

    subsystem_cls = DependentsSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@goal_rule
async def dependents_goal(
    console: Console, addresses: Addresses, dependents_subsystem: DependentsSubsystem
) -> DependentsGoal:
    """Print addresses, one a line, in their order; or JSON."""
    subsystem = dependents_subsystem
    runtime = await dependencies_ready()
    if subsystem.format == DependentsOutputFormat.json:
        lists = runtime.dependent_lists(addresses, subsystem.transitive)
        lines = [as_json(addresses, lists, subsystem.closed)]
    else:
        found = runtime.dependents(addresses, subsystem.transitive, subsystem.closed)
        lines = [address.spec for address in found]
    with subsystem.line_oriented(console) as print_stdout:
        if lines:
            print_stdout(subsystem.sep.encode().decode("unicode_escape").join(lines))
    return DependentsGoal(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
