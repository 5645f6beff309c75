"""`--filter-*`: choosing among the targets that were named, for every goal."""

from __future__ import annotations

from pants.engine.addresses import Addresses
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem, LineOriented
from pants.engine.internals.native_engine import current_runtime
from pants.engine.rules import collect_rules, goal_rule
from pants.option.option_types import EnumOption, StrListOption
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class TargetGranularity(PlainEnum):
    """Which targets of a file or a declaration are meant."""

    all_targets = "all"
    file_targets = "file"
    build_targets = "BUILD"


class FilterSubsystem(LineOriented, GoalSubsystem):
    name = "filter"
    help = (
        "Choose among the targets that were named, for whatever goal runs.\n\n"
        "Each option may be given several times: a target must pass all of them. A value may list "
        "alternatives, separated by commas; a `-` in front of it leaves out what it names."
    )

    target_type = StrListOption(
        metavar="[+-]type1,type2,...",
        help="Targets of these types.",
    )
    granularity = EnumOption(
        default=TargetGranularity.all_targets,
        help="All targets, only those of single files (`file`), or only those that stand in a "
        "BUILD file (`BUILD`).",
    )
    address_regex = StrListOption(
        metavar="[+-]regex1,regex2,...",
        help="Targets whose address has a match of a regular expression.",
    )
    tag_regex = StrListOption(
        metavar="[+-]regex1,regex2,...",
        help="Targets with a tag that has a match of a regular expression.",
    )

    def is_specified(self) -> bool:
        """Whether any of the options chooses."""
        return bool(
            self.target_type
            or self.address_regex
            or self.tag_regex
            or self.granularity is not TargetGranularity.all_targets
        )


class FilterGoal(Goal):
    subsystem_cls = FilterSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@goal_rule
async def filter_targets(
    addresses: Addresses, filter_subsystem: FilterSubsystem, console: Console
) -> FilterGoal:
    """Print addresses, one a line: what `list` does with the same options."""
    current_runtime().log(
        30,
        "filter",
        "`filter` as a goal is deprecated and goes away in 3.0: `pants list` with the `--filter-*` "
        "options prints the same.",
    )
    with filter_subsystem.line_oriented(console) as print_stdout:
        if addresses:
            separator = filter_subsystem.sep.encode().decode("unicode_escape")
            print_stdout(separator.join(address.spec for address in addresses))
    return FilterGoal(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
