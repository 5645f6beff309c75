"""What is not yet settled of Python: publishing, versions from git."""

from __future__ import annotations

from pants.backend.python.goals import publish
from pants.backend.python.goals.debug_goals import DumpPythonSourceAnalysisSubsystem
from pants.backend.python.subsystems.setuptools_scm import SetuptoolsSCM
from pants.backend.python.subsystems.twine import TwineSubsystem
from pants.backend.python.target_types import VCSVersion
from pants.backend.python.util_rules import entry_points, vcs_versioning
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *publish.rules(),
        *vcs_versioning.rules(),
        *entry_points.rules(),
        *DumpPythonSourceAnalysisSubsystem.rules(),
        *SetuptoolsSCM.rules(),
        *TwineSubsystem.rules(),
        UnionRule(ExportableTool, SetuptoolsSCM),
        UnionRule(ExportableTool, TwineSubsystem),
    )


def target_types() -> list[type[Target]]:
    return [VCSVersion]
