"""`pants dependencies`: what targets use."""

from __future__ import annotations

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

    from pants.engine.addresses import Address


class DependenciesOutputFormat(PlainEnum):
    """How the answer is written."""

    text = "text"
    json = "json"


class DependenciesSubsystem(LineOriented, GoalSubsystem):
    """Options of `dependencies`."""

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
    """The goal `dependencies`."""

    subsystem_cls = DependenciesSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


def as_json(addresses: Iterable[Address], lists: list[list[Address]], closed: bool) -> str:
    """An object with a sorted list for each address; with `closed` the address is in its list."""
    import json

    answer = {
        address.spec: sorted({a.spec for a in found} | ({address.spec} if closed else set()))
        for address, found in zip(addresses, lists)
    }
    return json.dumps(answer, indent=4)


@goal_rule
async def dependencies(
    console: Console, addresses: Addresses, dependencies_subsystem: DependenciesSubsystem
) -> Dependencies:
    """Print addresses, one a line, sorted; or JSON."""
    subsystem = dependencies_subsystem
    runtime = await dependencies_ready(addresses, subsystem.transitive)
    if subsystem.format == DependenciesOutputFormat.json:
        lists = runtime.dependency_lists(addresses, subsystem.transitive)
        lines = [as_json(addresses, lists, subsystem.closed)]
    else:
        found = runtime.dependencies(addresses, subsystem.transitive, subsystem.closed)
        lines = sorted(address.spec for address in found)
    with subsystem.line_oriented(console) as print_stdout:
        if lines:
            print_stdout(subsystem.sep.encode().decode("unicode_escape").join(lines))
    return Dependencies(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
