"""`pants filedeps`: the files behind targets, and the BUILD files that declare them."""

from __future__ import annotations

from pants.engine.addresses import Addresses
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem, LineOriented
from pants.engine.internals.dependency_rules import dependencies_ready
from pants.engine.internals.native_engine import current_runtime
from pants.engine.rules import collect_rules, goal_rule
from pants.option.option_types import BoolOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.engine.addresses import Address


class FiledepsSubsystem(LineOriented, GoalSubsystem):
    """Options of `filedeps`."""

    name = "filedeps"
    help = "Print the source files and BUILD files that the given targets consist of."

    absolute = BoolOption(
        default=False,
        help="Print absolute paths instead of paths from the build root.",
    )
    globs = BoolOption(
        default=False,
        help="Print the globs of the targets' sources as they are written, not the files.",
    )
    transitive = BoolOption(
        default=False,
        help="Add the files of everything that the targets depend on, directly or not.",
    )


class Filedeps(Goal):
    """The goal `filedeps`."""

    subsystem_cls = FiledepsSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@goal_rule
async def file_deps(
    console: Console, filedeps_subsystem: FiledepsSubsystem, addresses: Addresses
) -> Filedeps:
    """Print paths, one a line, sorted."""
    runtime = current_runtime()
    targets: Iterable[Address] = addresses
    if filedeps_subsystem.transitive:
        await dependencies_ready(addresses)
        targets = runtime.dependencies(addresses, True, True)
    paths = runtime.target_files(targets, filedeps_subsystem.globs, True)
    if filedeps_subsystem.absolute:
        paths = [f"{runtime.build_root}/{path}" for path in paths]
    with filedeps_subsystem.line_oriented(console) as print_stdout:
        if paths:
            separator = filedeps_subsystem.sep.encode().decode("unicode_escape")
            print_stdout(separator.join(paths))
    return Filedeps(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
