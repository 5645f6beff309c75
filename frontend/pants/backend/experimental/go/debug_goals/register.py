"""Goals that show what is known about Go packages."""

from __future__ import annotations

from pants.backend.experimental.go import register as go_register
from pants.backend.go.goals.debug_goals import (
    DumpGoImportPathsForModuleSubsystem,
    GoExportCgoCodegenSubsystem,
    ShowGoPackageAnalysisSubsystem,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    DumpGoImportPathsForModuleSubsystem,
    GoExportCgoCodegenSubsystem,
    ShowGoPackageAnalysisSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *go_register.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
    )


def target_types() -> list[type[Target]]:
    return [
        *go_register.target_types(),
    ]
