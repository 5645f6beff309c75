"""`pants paths`: how one target comes to depend on another."""

from __future__ import annotations

from pants.base.glob_match_error_behavior import GlobMatchErrorBehavior
from pants.base.specs import Specs
from pants.base.specs_parser import SpecsParser
from pants.engine.addresses import Addresses
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem, Outputting
from pants.engine.internals.dependency_rules import dependencies_ready
from pants.engine.internals.spec_resolution import resolve_addresses_from_specs
from pants.engine.rules import collect_rules, concurrently, goal_rule
from pants.option.option_types import StrOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class PathsSubsystem(Outputting, GoalSubsystem):
    """Options of `paths`."""

    name = "paths"
    help = "List all ways in which one target depends on another, as JSON."

    from_ = StrOption(
        default=None,
        help="The target, or targets, that the ways begin with.",
    )
    to = StrOption(
        default=None,
        help="The target, or targets, that they end with.",
    )


class PathsGoal(Goal):
    """The goal `paths`."""

    subsystem_cls = PathsSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


def _specs(text: str | None, flag: str, build_root: str) -> Specs:
    if not text:
        raise ValueError(f"`paths` needs both ends: say which target `--{flag}` is.")
    return SpecsParser(root_dir=build_root).parse_specs(
        [text],
        description_of_origin=f"the option `--paths-{flag}`",
        unmatched_glob_behavior=GlobMatchErrorBehavior.error,
    )


@goal_rule
async def paths(console: Console, paths_subsystem: PathsSubsystem) -> PathsGoal:
    """Print an array of paths, each an array of addresses."""
    import json

    from pants.engine.internals.native_engine import current_runtime

    build_root = current_runtime().build_root
    ends = [
        _specs(paths_subsystem.from_, "from", build_root),
        _specs(paths_subsystem.to, "to", build_root),
    ]
    runtime = await dependencies_ready()
    starts: Addresses
    goals: Addresses
    starts, goals = await concurrently(resolve_addresses_from_specs(specs) for specs in ends)
    found = [
        [address.spec for address in path]
        for start in starts
        for goal in goals
        for path in runtime.dependency_paths(start, goal)
    ]
    with paths_subsystem.output(console) as write_stdout:
        write_stdout(json.dumps(found, indent=2) + "\n")
    return PathsGoal(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
