"""`pants list`: the addresses that the specs mean."""

from __future__ import annotations

from pants.engine.addresses import Addresses
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem, LineOriented
from pants.engine.internals.native_engine import current_runtime
from pants.engine.rules import collect_rules, goal_rule
from pants.option.option_types import BoolOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class ListSubsystem(LineOriented, GoalSubsystem):
    """Options of `list`."""

    name = "list"
    help = "Print the addresses of the targets that the arguments mean."

    documented = BoolOption(
        default=False,
        help="Print targets that have a `description`, each with it, and leave out the others.",
    )


class List(Goal):
    """The goal `list`."""

    subsystem_cls = ListSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


def _documented(addresses: Addresses) -> Iterable[str]:
    runtime = current_runtime()
    for address in addresses:
        description = runtime.target_info(address)[2].get("description")
        if description:
            indented = "\n  ".join(str(description).strip().split("\n"))
            yield f"{address.spec}\n  {indented}"


@goal_rule
async def list_targets(
    addresses: Addresses, list_subsystem: ListSubsystem, console: Console
) -> List:
    """Print addresses, one a line."""
    if not addresses:
        current_runtime().log(
            30, "list", "There is nothing to list: the arguments match no target."
        )
        return List(exit_code=0)
    if list_subsystem.documented:
        lines = list(_documented(addresses))
    else:
        lines = [address.spec for address in addresses]
    with list_subsystem.line_oriented(console) as print_stdout:
        if lines:
            separator = list_subsystem.sep.encode().decode("unicode_escape")
            print_stdout(separator.join(lines))
    return List(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
