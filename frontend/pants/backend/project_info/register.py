"""Questions about the repository: what there is, and what depends on what."""

from __future__ import annotations

from pants.backend.project_info import (
    count_loc,
    dependencies,
    dependents,
    filedeps,
    filter_targets,
    graph,
    list_roots,
    list_targets,
    paths,
    peek,
)
from pants.backend.project_info.count_loc import CountLinesOfCodeSubsystem, SuccinctCodeCounter
from pants.backend.project_info.dependencies import DependenciesSubsystem
from pants.backend.project_info.dependents import DependentsSubsystem
from pants.backend.project_info.filedeps import FiledepsSubsystem
from pants.backend.project_info.filter_targets import FilterSubsystem
from pants.backend.project_info.graph import GraphSubsystem
from pants.backend.project_info.list_roots import RootsSubsystem
from pants.backend.project_info.list_targets import ListSubsystem
from pants.backend.project_info.paths import PathsSubsystem
from pants.backend.project_info.peek import PeekSubsystem
from pants.backend.project_info.regex_lint import RegexLintSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    CountLinesOfCodeSubsystem,
    DependenciesSubsystem,
    DependentsSubsystem,
    FiledepsSubsystem,
    FilterSubsystem,
    GraphSubsystem,
    ListSubsystem,
    PathsSubsystem,
    PeekSubsystem,
    RegexLintSubsystem,
    RootsSubsystem,
    SuccinctCodeCounter,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        *count_loc.rules(),
        *dependencies.rules(),
        *dependents.rules(),
        *filedeps.rules(),
        *filter_targets.rules(),
        *graph.rules(),
        *list_roots.rules(),
        *list_targets.rules(),
        *paths.rules(),
        *peek.rules(),
    )
