"""`pants roots`: the source roots of the repository."""

from __future__ import annotations

from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem, LineOriented
from pants.engine.internals.native_engine import current_runtime
from pants.engine.rules import collect_rules, goal_rule
from pants.source.source_root_config import SourceRootConfig, SourceRootPatternMatcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class RootsSubsystem(LineOriented, GoalSubsystem):
    """Options of `roots`."""

    name = "roots"
    help = "Print the source roots: the folders from which the names of modules count."


class Roots(Goal):
    """The goal `roots`."""

    subsystem_cls = RootsSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


def _folder_globs(patterns: Iterable[str]) -> list[str]:
    """Globs for the folders that patterns of source roots mean, the build root left out."""
    globs = []
    for pattern in patterns:
        if pattern.startswith("/"):
            if pattern.strip("/"):
                globs.append(pattern.strip("/"))
        else:
            globs.append(f"**/{pattern.strip('/')}")
    return globs


def find_roots(runtime: Any, patterns: Iterable[str], markers: Iterable[str]) -> list[str]:
    """All source roots that exist, sorted; "." is the build root."""
    patterns = SourceRootPatternMatcher(patterns).get_patterns()
    globs = _folder_globs(patterns)
    found = set(runtime.globs(globs, False, True)) if globs else set()
    marker_globs = [f"**/{name}" for name in markers]
    for path in runtime.globs(marker_globs, True, False) if marker_globs else ():
        found.add(path.rpartition("/")[0])
    if any(not pattern.strip("/") for pattern in patterns):
        found.add("")
    return sorted(path or "." for path in found)


@goal_rule
async def list_roots(
    console: Console, roots_subsystem: RootsSubsystem, source_root_config: SourceRootConfig
) -> Roots:
    """Print folders, one a line."""
    patterns = source_root_config.get_pattern_matcher().get_patterns()
    roots = find_roots(current_runtime(), patterns, source_root_config.marker_filenames)
    with roots_subsystem.line_oriented(console) as print_stdout:
        for root in roots:
            print_stdout(root)
    return Roots(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
