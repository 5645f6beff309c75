"""Lockfiles of Python resolves."""

from __future__ import annotations

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.util_rules import lockfile_targets
from pants.core.goals.generate_lockfiles import GenerateLockfilesSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *GenerateLockfilesSubsystem.rules(),
        *PythonSetup.rules(),
        *lockfile_targets.rules(),
    )
