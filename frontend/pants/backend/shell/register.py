"""Shell: scripts, tests, and commands as steps of the build."""

from __future__ import annotations

from pants.backend.shell.subsystems.shell_setup import ShellSetup
from pants.backend.shell.subsystems.shell_test_subsys import ShellTestSubsystem
from pants.backend.shell.subsystems.shunit2 import Shunit2
from pants.backend.shell.target_types import (
    ShellCommandPackageTarget,
    ShellCommandRunTarget,
    ShellCommandTarget,
    ShellCommandTestTarget,
    ShellSourcesGeneratorTarget,
    ShellSourceTarget,
    Shunit2TestsGeneratorTarget,
    Shunit2TestTarget,
)
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *ShellSetup.rules(),
        *ShellTestSubsystem.rules(),
        *Shunit2.rules(),
        UnionRule(ExportableTool, Shunit2),
    )


def target_types() -> list[type[Target]]:
    return [
        ShellCommandPackageTarget,
        ShellCommandRunTarget,
        ShellCommandTarget,
        ShellCommandTestTarget,
        ShellSourcesGeneratorTarget,
        ShellSourceTarget,
        Shunit2TestsGeneratorTarget,
        Shunit2TestTarget,
    ]
